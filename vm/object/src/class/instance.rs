//! Instances of classes: their memory, their making, their end.
//!
//! | part | where |
//! |---|---|
//! | header, storage of the builtin base | as in the base |
//! | members (`__slots__`), class by class | behind, one word each |
//! | [`Attrs`] | where the first class with a `__dict__` put it; for bases of varying size at the end |

use core::ffi::{c_int, c_void};
use core::ptr::NonNull;

use super::layout;
use crate::heap::finalize::kind_of;
use crate::model::shape::{Attrs, Shape};
use crate::model::slots::VisitFn;
use crate::model::storage::{HEADER_SIZE, Visitor};
use crate::model::types::{ATTRS_AT_END, FastNewFn, HeapPart};
use crate::model::value::{Header, Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm, flags};
use crate::names;

/// Bytes of an instance of `type_` whose builtin part has `storage_size` bytes.
pub fn size(type_: TypeRef, storage_size: usize) -> usize {
    let Some(part) = type_.heap_part() else { return HEADER_SIZE + storage_size };
    // SAFETY: the part lives as long as the type.
    if unsafe { (*part.as_ptr()).attrs_offset } == ATTRS_AT_END {
        return (HEADER_SIZE + storage_size).next_multiple_of(align_of::<Attrs>()) + size_of::<Attrs>();
    }
    (type_.basic_size() as usize).max(HEADER_SIZE + storage_size)
}

/// Bytes of the block of an object; 0 for tagged words.
pub fn memory_of(object: &Obj) -> usize {
    if !object.is_pointer() {
        return 0;
    }
    let type_ = object.type_();
    let storage = native_base(type_).storage_size().map_or(0, |storage_size| {
        // SAFETY: the storage behind the header is of the builtin base.
        unsafe { storage_size(object.as_ptr().byte_add(HEADER_SIZE).as_ptr().cast()) }
    });
    if type_.has(flags::TYPE) { type_.basic_size() as usize } else { size(type_, storage) }
}

/// Writes what classes have behind the storage of a fresh instance: empty members and attributes.
///
/// # Safety
/// `block` has [`size`]`(type_, storage_size)` bytes; `type_` is a heap type.
pub unsafe fn start(block: NonNull<u8>, type_: TypeRef, storage_size: usize) {
    let Some(part) = type_.heap_part() else { return };
    // SAFETY: the part lives as long as the type.
    let (attrs_offset, root) = unsafe { ((*part.as_ptr()).attrs_offset, (*part.as_ptr()).root_shape) };
    for_each_member(type_, |offset| {
        // SAFETY: members lie inside the instance.
        unsafe { block.byte_add(offset).cast::<Option<Ref>>().write(None) };
    });
    let offset = match attrs_offset {
        0 => return,
        ATTRS_AT_END => (HEADER_SIZE + storage_size).next_multiple_of(align_of::<Attrs>()),
        offset => offset,
    };
    // SAFETY: the attributes lie inside the instance.
    unsafe { block.byte_add(offset).cast::<Attrs>().write(Attrs::new(root)) };
}

/// Calls `visit` with the offset of every member of the type's instances.
fn for_each_member(type_: TypeRef, mut visit: impl FnMut(usize)) {
    let mut each = Some(type_);
    while let Some(class) = each {
        let Some(part) = class.heap_part() else { return };
        // SAFETY: the part lives as long as the type.
        let HeapPart { members_offset, member_count, .. } = unsafe { part.as_ref() };
        for index in 0..usize::from(*member_count) {
            visit(*members_offset + index * size_of::<usize>());
        }
        each = class.base();
    }
}

/// The builtin (or C) type at the bottom of a class.
pub fn native_base(type_: TypeRef) -> TypeRef {
    let mut each = type_;
    while each.is_heap() {
        match each.base() {
            Some(base) => each = base,
            None => break,
        }
    }
    each
}

/// `tp_traverse` of classes.
///
/// # Safety
/// `object` is a live instance of a heap type.
pub unsafe extern "C" fn traverse(object: NonNull<Header>, visit: VisitFn, argument: *mut c_void) -> c_int {
    let mut visitor = Visitor::new(visit, argument);
    // SAFETY: the caller's condition.
    let this = unsafe { Obj::from_ptr(object) };
    let type_ = this.type_();
    visitor.visit(type_.as_obj());
    for_each_member(type_, |offset| {
        // SAFETY: members hold an owned reference or nothing.
        visitor.visit_option(unsafe { object.byte_add(offset).cast::<Option<Ref>>().as_ref() });
    });
    if let Some(attrs) = crate::attr::attrs_of(this) {
        // SAFETY: the attributes lie inside the instance.
        unsafe { attrs.as_ref() }.traverse(&mut visitor);
    }
    match native_base(type_).traverse() {
        // SAFETY: the object's storage is that of the builtin base.
        Some(traverse) if visitor.result() == 0 => unsafe { traverse(object, visit, argument) },
        _ => visitor.result(),
    }
}

/// `tp_clear` of classes.
pub extern "C" fn clear(object: &Obj) -> c_int {
    release(object);
    match native_base(object.type_()).clear() {
        Some(clear) => clear(object),
        None => 0,
    }
}

/// Drops members and attributes.
fn release(object: &Obj) {
    let vm = crate::model::current::vm();
    for_each_member(object.type_(), |offset| {
        // SAFETY: members hold an owned reference or nothing; it is dropped after the store.
        drop(unsafe { object.as_ptr().byte_add(offset).cast::<Option<Ref>>().replace(None) });
    });
    if let Some(attrs) = crate::attr::attrs_of(object) {
        // SAFETY: the attributes lie inside the instance.
        unsafe { attrs.as_ref() }.release(vm);
    }
}

/// `tp_dealloc` of classes: `__del__`, members and attributes, the builtin part, the memory.
///
/// # Safety
/// `object` is a live instance of a heap type, its count is 0, nobody uses it afterwards.
pub unsafe extern "C" fn dealloc(object: NonNull<Header>) {
    let vm = crate::model::current::vm();
    // SAFETY: the object is still whole.
    let this = unsafe { Obj::from_ptr(object) };
    let type_ = this.type_();
    // SAFETY: the caller's condition.
    if type_.finalize().is_some() && unsafe { crate::heap::finalize::resurrected(vm, object) } {
        return;
    }
    // SAFETY: the object is still whole.
    unsafe { crate::heap::weak::clear(vm, object, type_) };
    release(this);
    let native = native_base(type_);
    match native.drop_storage() {
        Some(drop_storage) => {
            let attrs = crate::attr::attrs_of(this);
            // SAFETY: the storage is that of the builtin base and is not used afterwards.
            let storage_size = unsafe { drop_storage(object.as_ptr().cast::<u8>().add(HEADER_SIZE)) };
            let _ = attrs;
            // SAFETY: allocated by `Vm::allocate` with this size and kind.
            unsafe { vm.heap.free(object.cast(), size(type_, storage_size), kind_of(type_)) };
        }
        None => {
            if let Some(dealloc) = native.dealloc() {
                // SAFETY: the base's own deallocation frees the memory.
                unsafe { dealloc(object) };
            }
        }
    }
    // SAFETY: the instance owned a count of its type.
    drop(unsafe { Ref::from_raw(NonNull::from(type_.as_obj()).cast()) });
}

/// How the interpreter may make an instance of a class itself.
pub enum InstancePlan {
    /// `__new__` is that of `object`: [`Vm::plain_instance`], then call `init` with the
    /// instance in front of the arguments and check that it returns None; without `init`
    /// there must be no arguments.
    Plain {
        /// The class's `__init__`, a function.
        init: Option<Ref>,
    },
    /// Call the class.
    General,
}

/// How to make instances of `type_`; valid until the class changes.
#[inline]
pub fn instance_plan(vm: &Vm, type_: TypeRef) -> InstancePlan {
    let Some(part) = type_.heap_part() else { return InstancePlan::General };
    // SAFETY: the part lives as long as the type; no reference into it is held.
    let (epoch, init) = unsafe { ((*part.as_ptr()).plan_epoch, (*part.as_ptr()).plan_init) };
    if epoch != vm.types_epoch.get() {
        return find_plan(vm, type_);
    }
    // SAFETY: the class that defines it keeps it until one of the classes changes.
    InstancePlan::Plain { init: NonNull::new(init).map(|init| unsafe { Obj::from_ptr(init) }.own()) }
}

fn find_plan(vm: &Vm, type_: TypeRef) -> InstancePlan {
    let plan = look_for_plan(vm, type_);
    if let (InstancePlan::Plain { init }, Some(part)) = (&plan, type_.heap_part()) {
        vm.note_cached(type_);
        let kept = init.as_ref().is_none_or(|init| init.refcount() > 1);
        // SAFETY: as in `instance_plan`.
        unsafe {
            (*part.as_ptr()).plan_init =
                init.as_ref().map_or(core::ptr::null_mut(), |init| init.as_ptr().as_ptr());
            (*part.as_ptr()).plan_epoch = if kept { vm.types_epoch.get() } else { 0 };
        }
    }
    plan
}

fn look_for_plan(vm: &Vm, type_: TypeRef) -> InstancePlan {
    let plain = type_.is_heap()
        && !type_.has(flags::ABSTRACT)
        && type_.fast_new().is_some_and(crate::types::object::is_object_new)
        && type_.as_obj().type_().call().is_some_and(|call| call as usize == layout::type_call());
    if !plain {
        return InstancePlan::General;
    }
    if has_object_init(type_) {
        return InstancePlan::Plain { init: None };
    }
    match vm.type_lookup(type_, names::INIT()) {
        Some(init) if init.type_().has(flags::METHOD_DESCRIPTOR) => InstancePlan::Plain { init: Some(init) },
        _ => InstancePlan::General,
    }
}

/// Whether `__init__` is that of `object`.
pub fn has_object_init(type_: TypeRef) -> bool {
    let object = TypeRef::of(&crate::model::knot::OBJECT).init().map(|init| init as usize);
    type_.init().map(|init| init as usize) == object
}

/// Calls the `__init__` of a new instance.
///
/// # Errors
/// What it raises; TypeError if it returns something.
pub fn call_init(vm: &Vm, object: &Obj, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let type_ = object.type_();
    let Some(init) = type_.init() else { return Ok(()) };
    if init as usize == super::generic::init as *const () as usize {
        let Some(method) = vm.type_lookup(type_, names::INIT()) else { return Ok(()) };
        let result = if method.type_().has(flags::METHOD_DESCRIPTOR) {
            vm.call_prepended(&method, object, args, names)?
        } else {
            let bound = vm.bind(&method, object)?;
            vm.call_named(&bound, args, names)?
        };
        if !result.is_none() {
            return Err(vm.type_error(format_args!(
                "__init__() should return None, not '{}'",
                result.type_().short_name()
            )));
        }
        return Ok(());
    }
    if has_object_init(type_) {
        return crate::types::object::check_init_args(vm, type_, args);
    }
    let result = vm.with_tuple_and_dict(args, names, |args, kwargs| {
        if init(object, args, kwargs) < 0 { Err(Raised::already_set()) } else { Ok(Ref::none()) }
    });
    result.map(drop)
}

/// The `__new__` of a builtin type that is called with `count` positional arguments, if that is
/// all that calling it does.
#[inline]
pub fn simple_new(callee: &Obj, count: usize) -> Option<(TypeRef, FastNewFn)> {
    if !callee.is_exactly(&crate::model::knot::TYPE) {
        return None;
    }
    let class = crate::class::type_of(callee)?;
    let is_simple = !class.is_heap() && has_object_init(class) && !class.is(&crate::model::knot::OBJECT);
    let is_object = class.is(&crate::model::knot::OBJECT) && count == 0;
    if is_simple || is_object { Some((class, class.fast_new()?)) } else { None }
}

/// Calls a class: `__new__`, then `__init__` if the result is an instance.
///
/// # Errors
/// What these raise; TypeError if the class has no instances.
pub fn call_type(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let _guard = vm.enter_native()?;
    let object = match type_.fast_new() {
        Some(new) => new(vm, type_, args, names)?,
        None => match type_.new() {
            Some(new) => vm.with_tuple_and_dict(args, names, |args, kwargs| new(type_, args, kwargs))?,
            None => {
                return Err(vm.type_error(format_args!("cannot create '{}' instances", type_.name())));
            }
        },
    };
    if object.type_().has(flags::BASE_EXCEPTION)
        && crate::types::exceptions::base::has_native_init(object.type_())
    {
        // The `__new__` of exceptions has done the work of their `__init__`.
        return Ok(object);
    }
    if object.type_() == type_ || object.type_().is_subtype_of(type_) {
        call_init(vm, &object, args, names)?;
    }
    Ok(object)
}

impl Vm {
    /// An instance of a class on `object`, without attributes.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn plain_instance(&self, type_: TypeRef) -> Outcome {
        self.memory(self.allocate(type_, crate::types::object::Empty, 0))
    }
}

/// The root of the shapes of a class.
pub fn new_root(vm: &Vm, type_: TypeRef) -> Result<*mut Shape, pyrite_algo::OutOfMemory> {
    let root = vm.heap.alloc(size_of::<Shape>(), crate::heap::Kind::Plain)?.cast::<Shape>();
    // SAFETY: the block is ours and large enough.
    unsafe {
        root.write(Shape {
            type_,
            parent: core::ptr::null_mut(),
            name: None,
            count: 0,
            first_child: Default::default(),
            next_sibling: Default::default(),
        });
    }
    Ok(root.as_ptr())
}

/// Frees the tree of shapes of a class that has no instances any more.
pub fn release_shapes(vm: &Vm, root: *mut Shape) {
    let Some(root) = NonNull::new(root) else { return };
    loop {
        // The first leaf and the shape above it. Walked from the root, by the pointers the
        // allocator gave: `parent` is made from a shared reference.
        let (mut above, mut leaf) = (None, root);
        // SAFETY: the tree is owned by the caller and whole.
        while let Some(child) = NonNull::new(unsafe { leaf.as_ref() }.first_child.get()) {
            above = Some(leaf);
            leaf = child;
        }
        // SAFETY: the leaf is taken out of the tree, its name dropped, its memory freed once.
        unsafe {
            let node = leaf.read();
            if let Some(above) = above {
                above.as_ref().first_child.set(node.next_sibling.get());
            }
            drop(node);
            vm.heap.free(leaf.cast(), size_of::<Shape>(), crate::heap::Kind::Plain);
        }
        if above.is_none() {
            return;
        }
    }
}
