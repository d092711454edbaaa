//! Making a class: `type.__new__(metatype, name, bases, namespace, **keywords)`.

use core::ptr::{NonNull, null_mut};

use super::{instance, layout, members, mro, slots, type_of};
use crate::coll::dict::Dict;
use crate::heap::Kind;
use crate::model::shape::Attrs;
use crate::model::storage::HEADER_SIZE;
use crate::model::types::{ATTRS_AT_END, FastNewFn, HeapPart, Type};
use crate::model::value::{Header, Obj, Outcome, Ref};
use crate::model::{NativeAttr, Raised, This, TypeRef, Vm, flags};
use crate::names;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

/// `type.__new__`
///
/// # Errors
/// TypeError if the arguments do not make a class; what the hooks of bases and members raise.
pub fn type_new(vm: &Vm, metatype: TypeRef, args: &[Ref], keywords: Option<&Obj>) -> Outcome {
    let count = keywords.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    let (positional, values) = args.split_at_checked(args.len().saturating_sub(count)).unwrap_or((args, &[]));
    let [name, bases, namespace] = positional else {
        return Err(vm.type_error(format_args!(
            "type.__new__() takes exactly 3 arguments ({} given)",
            positional.len()
        )));
    };
    let wrong = |index: usize, wanted: &str, given: &Obj| {
        Err(vm.type_error(format_args!(
            "type.__new__() argument {index} must be {wanted}, not {}",
            given.type_().short_name()
        )))
    };
    if name.cast::<Str>().is_none() {
        return wrong(1, "str", name);
    }
    let Some(given_bases) = bases.cast::<Tuple>() else { return wrong(2, "tuple", bases) };
    let Some(namespace) = namespace.cast::<Dict>() else { return wrong(3, "dict", namespace) };
    for base in given_bases.items() {
        if type_of(base).is_none() {
            if vm.find_attr(base, names::MRO_ENTRIES())?.is_some() {
                return Err(
                    vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
                );
            }
            break;
        }
    }
    let winner = layout::best_metatype(vm, metatype, given_bases.items())?;
    if winner != metatype
        && let Some(new) = winner.fast_new()
        && new as usize != type_new as *const () as usize
    {
        return new(vm, winner, args, keywords);
    }
    let object = TypeRef::of(&crate::model::knot::OBJECT).own();
    let bases = if given_bases.items().is_empty() { vm.tuple_of(&[object])? } else { bases.clone() };
    let class = build(vm, winner, name, &bases, namespace)?;
    finish(vm, &class, values, keywords)?;
    Ok(class)
}

/// The class without the calls of hooks.
fn build(vm: &Vm, metatype: TypeRef, name: &Obj, bases: &Obj, namespace: This<'_, Dict>) -> Outcome {
    let base_items = bases.cast::<Tuple>().map_or(&[][..], |bases| bases.items());
    let base = layout::best_base(vm, base_items)?;
    let dict = Dict::new();
    dict.update(vm, &namespace)?;
    let wish = members::wish(vm, name, &dict)?;
    let plan = plan(vm, base, &wish)?;
    let qualname = take_qualname(vm, name, &dict)?;
    prepare_namespace(vm, &dict)?;
    let dict = vm.dict_from(dict)?;
    let name = vm.memory(vm.intern_str(name))?;
    let class = allocate(vm, metatype, base, Names { name, qualname }, (bases, &dict), &plan)?;
    let Some(type_) = type_of(&class) else { return Ok(class) };
    if let Some(dict) = dict.cast::<Dict>() {
        members::add(vm, type_, &wish.names, plan.members_offset, &dict)?;
        if let Some(cell) = dict.remove(vm, names::CLASSCELL())? {
            set_class_cell(vm, &cell.1, &class)?;
        }
    }
    let order = order_of(vm, metatype, type_, base_items)?;
    // SAFETY: the class is not seen by anyone else yet.
    unsafe { (*type_.as_ptr()).mro = order.into_raw().as_ptr() };
    slots::inherit_collection(type_);
    vm.memory(slots::fill(vm, type_))?;
    Ok(class)
}

/// The order: the metatype's `mro()` if it has one of its own.
fn order_of(vm: &Vm, metatype: TypeRef, type_: TypeRef, bases: &[Ref]) -> Outcome {
    let order = mro::linearise(vm, type_, bases)?;
    if !metatype.is_heap() {
        return Ok(order);
    }
    let name = vm.memory(vm.intern("mro"))?;
    let method = vm.type_lookup(metatype, &name);
    let Some(method) = method.filter(|method| NativeAttr::from_obj(method).is_none()) else {
        return Ok(order);
    };
    // SAFETY: the class is not seen by anyone else yet; `mro()` is called with a whole class.
    unsafe { (*type_.as_ptr()).mro = order.into_raw().as_ptr() };
    let own = vm.call_found(&method, type_.as_obj(), &[])?;
    let own = vm.collect_tuple(&own)?;
    for class in own.cast::<Tuple>().map_or(&[][..], |own| own.items()) {
        if !mro::is_class(class) {
            return Err(
                vm.type_error(format_args!("mro() returned a non-class ('{}')", class.type_().short_name()))
            );
        }
    }
    // SAFETY: the order set above is owned by the class and replaced.
    let old = unsafe { core::mem::replace(&mut (*type_.as_ptr()).mro, null_mut()) };
    if let Some(old) = NonNull::new(old) {
        // SAFETY: the class owned a count of it.
        drop(unsafe { Ref::from_raw(old) });
    }
    Ok(own)
}

struct Names {
    name: Ref,
    qualname: Ref,
}

/// The memory of the instances.
struct Plan {
    basic_size: usize,
    attrs_offset: usize,
    adds_dict: bool,
    adds_weakref: bool,
    members_offset: usize,
    member_count: u16,
    is_container: bool,
}

fn plan(vm: &Vm, base: TypeRef, wish: &members::Wish) -> Result<Plan, Raised> {
    let varies = layout::varies(base);
    let is_type = base.has(flags::TYPE);
    if !wish.names.is_empty() && (varies || is_type) {
        return Err(vm.type_error(format_args!(
            "nonempty __slots__ not supported for subtype of '{}'",
            base.short_name()
        )));
    }
    // SAFETY: the part lives as long as the type; the field is CPython's.
    let (inherited, dict_offset) = unsafe {
        let part = base.heap_part();
        (part.map_or(0, |part| (*part.as_ptr()).attrs_offset), (*base.as_ptr()).dict_offset)
    };
    let has_dict = inherited != 0 || dict_offset != 0 || is_type;
    if wish.dict && has_dict {
        return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
    }
    let base_weakref = crate::heap::weak::can_reference(base);
    // CPython has no place for it behind items.
    let has_items = base.item_size() != 0 || base.flags() & (flags::INT | flags::TUPLE | flags::BYTES) != 0;
    if wish.weakref && (base_weakref || has_items) {
        return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
    }
    let adds_dict = !has_dict && (!wish.given || wish.dict);
    let members_offset = (base.basic_size() as usize).max(HEADER_SIZE).next_multiple_of(size_of::<usize>());
    let member_count = vm.memory(u16::try_from(wish.names.len()).map_err(|_| pyrite_algo::OutOfMemory))?;
    let mut basic_size = members_offset + usize::from(member_count) * size_of::<usize>();
    let attrs_offset = match (adds_dict, varies) {
        (false, _) => inherited,
        (true, true) => ATTRS_AT_END,
        (true, false) => {
            basic_size += size_of::<Attrs>();
            basic_size - size_of::<Attrs>()
        }
    };
    if varies {
        basic_size = base.basic_size() as usize;
    }
    let is_container = base.has(flags::HAVE_GC) || attrs_offset != 0 || member_count != 0;
    let adds_weakref = !base_weakref && !has_items && (!wish.given || wish.weakref);
    Ok(Plan { basic_size, attrs_offset, adds_dict, adds_weakref, members_offset, member_count, is_container })
}

/// `__qualname__` out of the namespace, or the name.
fn take_qualname(vm: &Vm, name: &Obj, dict: &Dict) -> Outcome {
    match dict.remove(vm, names::QUALNAME())? {
        Some((_, qualname)) if qualname.cast::<Str>().is_none() => Err(vm.type_error(format_args!(
            "type __qualname__ must be a str, not {}",
            qualname.type_().short_name()
        ))),
        Some((_, qualname)) => Ok(qualname),
        None => Ok(name.own()),
    }
}

/// What `type` adds to and changes in a namespace.
fn prepare_namespace(vm: &Vm, dict: &Dict) -> Result<(), Raised> {
    if dict.get_name(names::MODULE()).is_none()
        && let Some(globals) = (vm.hooks.get().globals)(vm)
        && let Some(module) = globals.cast::<Dict>().and_then(|globals| globals.get_name(names::NAME()))
    {
        dict.set_name(vm, names::MODULE(), module)?;
    }
    if dict.get_name(names::EQ()).is_some() && dict.get_name(names::HASH()).is_none() {
        dict.set_name(vm, names::HASH(), Ref::none())?;
    }
    if let Some(new) = dict.get_name(names::NEW())
        && is_function(&new)
    {
        dict.set_name(vm, names::NEW(), crate::types::method_types::static_method(vm, &new)?)?;
    }
    for name in [names::INIT_SUBCLASS(), names::CLASS_GETITEM()] {
        if let Some(function) = dict.get_name(name)
            && is_function(&function)
        {
            dict.set_name(vm, name, crate::types::method_types::class_method(vm, &function)?)?;
        }
    }
    Ok(())
}

/// Whether an object is a Python function: an unbound method that no table holds.
fn is_function(object: &Obj) -> bool {
    object.type_().has(flags::METHOD_DESCRIPTOR)
        && NativeAttr::from_obj(object).is_none()
        && super::wrap::wrapped(object).is_none()
}

fn set_class_cell(vm: &Vm, cell: &Obj, class: &Obj) -> Result<(), Raised> {
    match cell.exact::<crate::types::cell::CellStorage>() {
        Some(cell) => {
            cell.contents.set(Some(class.own()));
            Ok(())
        }
        None => Err(vm.type_error(format_args!(
            "__classcell__ must be a nonlocal cell, not <class '{}'>",
            cell.type_().short_name()
        ))),
    }
}

/// The type object, owning all it names; its order is still missing.
fn allocate(
    vm: &Vm,
    metatype: TypeRef,
    base: TypeRef,
    text: Names,
    (bases, dict): (&Obj, &Obj),
    plan: &Plan,
) -> Outcome {
    let part = new_part(vm, text, plan)?;
    let block = match vm.memory(vm.allocate_block(size_of::<Type>(), metatype)) {
        Ok(block) => block.cast::<Type>(),
        Err(raised) => {
            // SAFETY: the part was just made and is not used.
            unsafe { release_part(vm, part) };
            return Err(raised);
        }
    };
    // SAFETY: the block is large enough; the base is initialised, its extension only if the
    // flag says so; what the new type names is owned by it from here on.
    unsafe {
        let mut type_ = Type::empty(c"?", metatype);
        let size =
            if base.has(flags::EXTENDED) { size_of::<Type>() } else { core::mem::offset_of!(Type, natives) };
        core::ptr::copy_nonoverlapping(base.as_ptr().cast::<u8>(), (&raw mut type_).cast::<u8>(), size);
        type_.head.header = Header { refcount: 1, type_: metatype };
        type_.head.size = 0;
        type_.name = (*part.as_ptr()).c_name.cast_const().cast();
        type_.flags = (base.flags() & (flags::INHERITED | flags::HAVE_GC))
            | flags::EXTENDED
            | flags::READY
            | flags::HEAP
            | flags::BASE
            | if plan.is_container { flags::HAVE_GC } else { 0 }
            | if plan.adds_weakref { flags::MANAGED_WEAKREF } else { 0 };
        type_.basic_size = plan.basic_size as isize;
        type_.as_buffer = (*base.as_ptr()).as_buffer;
        type_.dealloc = Some(if base.has(flags::TYPE) { super::dealloc_type } else { instance::dealloc });
        type_.traverse = Some(if base.has(flags::TYPE) { super::traverse_type } else { instance::traverse });
        type_.clear = Some(if base.has(flags::TYPE) { super::clear_type } else { instance::clear });
        type_.doc = core::ptr::null();
        type_.base = base.as_ptr();
        type_.bases = bases.own().into_raw().as_ptr();
        type_.dict = dict.own().into_raw().as_ptr();
        type_.mro = null_mut();
        type_.subclasses = null_mut();
        type_.vectorcall = None;
        type_.natives = &[];
        type_.heap = part.as_ptr();
        let serial = vm.heap.finalizer.next_serial();
        type_.version_tag = serial;
        block.write(type_);
        let class = Ref::from_raw(block.cast());
        if plan.attrs_offset != 0 {
            let root = vm.memory(instance::new_root(vm, TypeRef::from_ptr(block)))?;
            (*part.as_ptr()).root_shape = root;
        }
        Ok(class)
    }
}

/// A NUL-terminated copy of a name, and its bytes.
///
/// # Errors
/// ValueError if it holds a NUL; MemoryError.
pub fn c_name(vm: &Vm, name: &Obj) -> Result<(NonNull<u8>, usize), Raised> {
    let bytes = vm.utf8(name)?;
    if bytes.contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    let block = vm.memory(vm.heap.alloc(bytes.len() + 1, Kind::Plain))?;
    // SAFETY: the block has room for the bytes and a NUL.
    unsafe {
        core::ptr::copy_nonoverlapping(bytes.as_ptr(), block.as_ptr(), bytes.len());
        block.add(bytes.len()).write(0);
    }
    Ok((block, bytes.len() + 1))
}

fn new_part(vm: &Vm, text: Names, plan: &Plan) -> Result<NonNull<HeapPart>, Raised> {
    let (c_name, c_name_size) = c_name(vm, &text.name)?;
    let block = match vm.memory(vm.heap.alloc(size_of::<HeapPart>(), Kind::Plain)) {
        Ok(block) => block.cast::<HeapPart>(),
        Err(raised) => {
            // SAFETY: allocated above with this size.
            unsafe { vm.heap.free(c_name, c_name_size, Kind::Plain) };
            return Err(raised);
        }
    };
    // SAFETY: the block is ours and large enough.
    unsafe {
        block.write(HeapPart {
            plan_epoch: 0,
            plan_init: core::ptr::null_mut(),
            name: text.name,
            qualname: text.qualname,
            root_shape: null_mut(),
            attrs_offset: plan.attrs_offset,
            members_offset: plan.members_offset,
            member_count: plan.member_count,
            adds_dict: plan.adds_dict,
            adds_weakref: plan.adds_weakref,
            cached: false,
            looked_up: false,
            c_name: c_name.as_ptr(),
            c_name_size,
            number: null_mut(),
            sequence: null_mut(),
            mapping: null_mut(),
            async_: null_mut(),
        });
    }
    Ok(block)
}

/// Frees the run-time part of a type.
///
/// # Safety
/// The part is owned by the caller and not used afterwards.
pub unsafe fn release_part(vm: &Vm, part: NonNull<HeapPart>) {
    // SAFETY: the caller's condition.
    let owned = unsafe { part.read() };
    // Caches know the type and its shapes by their addresses, which others may get now.
    vm.end_caches(owned.cached, owned.looked_up);
    instance::release_shapes(vm, owned.root_shape);
    slots::release_tables(vm, &owned);
    if let Some(name) = NonNull::new(owned.c_name) {
        // SAFETY: the name was allocated with this size.
        unsafe { vm.heap.free(name, owned.c_name_size, Kind::Plain) };
    }
    // SAFETY: the part was allocated with this size.
    unsafe { vm.heap.free(part.cast(), size_of::<HeapPart>(), Kind::Plain) };
}

/// Calls `__set_name__` of the members and `__init_subclass__` of the bases.
fn finish(vm: &Vm, class: &Obj, values: &[Ref], keywords: Option<&Obj>) -> Result<(), Raised> {
    let Some(type_) = type_of(class) else { return Ok(()) };
    let entries = Dict::new();
    if let Some(dict) = type_.dict().and_then(|dict| dict.cast::<Dict>()) {
        let mut position = 0;
        // Most values have no such method: only the others are noted, since calls may change the dict.
        while let Some((next, name, value)) = dict.next_entry(position) {
            if vm.type_lookup(value.type_(), names::SET_NAME()).is_some() {
                entries.set_name(vm, &name, value)?;
            }
            position = next;
        }
    }
    let mut position = 0;
    while let Some((next, name, value)) = entries.next_entry(position) {
        if let Err(raised) = vm.call_special(&value, names::SET_NAME(), &[class.own(), name.clone()]) {
            return Err(note_set_name(vm, raised, &value, &name, class));
        }
        position = next;
    }
    let hook = super::lookup_after(vm, type_, type_, names::INIT_SUBCLASS());
    let Some(hook) = hook else { return Ok(()) };
    let hook = super::bind_to_class(vm, &hook, class)?;
    vm.call_named(&hook, values, keywords).map(drop)
}

/// Adds the note that CPython adds to what `__set_name__` raises.
#[cold]
fn note_set_name(vm: &Vm, raised: Raised, value: &Obj, name: &Obj, class: &Obj) -> Raised {
    let exception = vm.take_raised(raised);
    let note = vm.str_fmt(format_args!(
        "Error calling __set_name__ on '{}' instance '{}' in '{}'",
        value.type_().short_name(),
        crate::new::Text(name),
        type_of(class).map_or("?", TypeRef::short_name)
    ));
    match note.and_then(|note| crate::types::exceptions::add_note(vm, &exception, &note)) {
        Ok(()) => vm.reraise(exception),
        Err(raised) => raised,
    }
}

/// Sets how the instances of a class are made, after `__new__` may have changed.
pub fn update_new(vm: &Vm, type_: TypeRef) {
    let mut new: Option<FastNewFn> = None;
    mro::for_each(type_, |class| {
        if new.is_some() {
            return;
        }
        match class.dict().and_then(|dict| dict.cast::<Dict>()) {
            Some(dict) => {
                if dict.get_name(names::NEW()).is_some() {
                    new = Some(generic_new as FastNewFn);
                }
            }
            None => new = class.fast_new(),
        }
    });
    let _ = vm;
    // SAFETY: a heap type is changed by the thread that holds it.
    unsafe {
        (*type_.as_ptr()).fast_new = new;
        (*type_.as_ptr()).new = Some(crate::model::types::new_thunk);
    }
}

/// Calls the `__new__` that a class defines.
fn generic_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let Some(found) = vm.type_lookup(type_, names::NEW()) else {
        return Err(vm.type_error(format_args!("cannot create '{}' instances", type_.name())));
    };
    let function = match found.type_().descr_get() {
        Some(get) => get(&found, None, Some(type_.as_obj()))?,
        None => found,
    };
    vm.call_prepended(&function, type_.as_obj(), args, names)
}
