//! Attributes: lookup in types, descriptors, the values of instances.
//!
//! Also what an inline cache may remember of a lookup ([`LoadPlan`], [`StorePlan`]).

use core::cell::Cell;
use core::ptr::NonNull;

use crate::coll::dict::Dict;
use crate::heap::Kind;
use crate::model::shape::{Attrs, SHAPE_MAX, Shape, capacity};
use crate::model::storage::HEADER_SIZE;
use crate::model::types::{ATTRS_AT_END, HeapPart};
use crate::model::value::{Header, Obj, Outcome, Ref};
use crate::model::{Raised, Storage, TypeRef, Vm, flags};
use crate::new::Text;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::types::exceptions;
use crate::types::member::Member;
use crate::types::property::Property;

/// How to read an attribute again without a lookup, from an object of the same type (and shape).
#[derive(Clone, Copy, Debug)]
pub enum LoadPlan {
    /// Instance value at an index of the given shape.
    Instance {
        /// The shape the object must have.
        shape: NonNull<Shape>,
        /// Index of the value.
        index: usize,
    },
    /// A function of the type that is called with the object as first argument. The type
    /// keeps it alive until the caches are flushed.
    Method {
        /// The shape the object must have, or null if its type has no instance values.
        shape: *mut Shape,
        /// The function.
        function: NonNull<Obj>,
    },
    /// A value of the type, as it is.
    ClassValue {
        /// As for `Method`.
        shape: *mut Shape,
        /// The value.
        value: NonNull<Obj>,
    },
    /// A property of the type, kept as a method is.
    Property(NonNull<Obj>),
    /// A member (`__slots__`) at a byte offset of the instance.
    Member(usize),
}

/// Places of [`TypeCache`]; a power of two.
const TYPE_CACHE_LEN: usize = 16;

/// What [`Vm::type_lookup`] found for names that live for ever: those of special methods.
#[derive(Default)]
pub struct TypeCache([TypeCacheEntry; TYPE_CACHE_LEN]);

/// Good as long as `epoch` is [`Vm::types_epoch`]: the type is known to be cached.
#[derive(Default)]
struct TypeCacheEntry {
    type_: Cell<usize>,
    name: Cell<usize>,
    epoch: Cell<u32>,
    /// Kept by the class that has it; `None`: no class has one.
    found: Cell<Option<NonNull<Header>>>,
}

impl TypeCache {
    #[inline(always)]
    fn entry(&self, type_: TypeRef, name: &Obj) -> &TypeCacheEntry {
        let hash = (usize::from(type_) / 8) ^ (name.bits() / 4);
        &self.0[hash % TYPE_CACHE_LEN]
    }
}

/// How to write an attribute again.
#[derive(Clone, Copy, Debug)]
pub enum StorePlan {
    /// Replace the instance value at an index of the given shape.
    Replace {
        /// The shape the object must have.
        shape: NonNull<Shape>,
        /// Index of the value.
        index: usize,
    },
    /// Append a value: the shape changes, and the values have room already.
    Append {
        /// The shape the object must have.
        shape: NonNull<Shape>,
        /// The shape it then gets.
        next: NonNull<Shape>,
    },
    /// Store a member (`__slots__`) at a byte offset of the instance.
    Member(usize),
}

/// The instance values of an object, if its type has them.
#[inline]
pub fn attrs_of(object: &Obj) -> Option<NonNull<Attrs>> {
    if !object.is_pointer() {
        return None;
    }
    let type_ = object.type_();
    // SAFETY: the part lives as long as the type.
    let offset = unsafe { type_.heap_part()?.as_ref() }.attrs_offset;
    let offset = match offset {
        0 => return None,
        ATTRS_AT_END => attrs_offset_at_end(object)?,
        offset => offset,
    };
    // SAFETY: instances of the type hold their attributes there.
    Some(unsafe { object.as_ptr().byte_add(offset).cast() })
}

#[cold]
fn attrs_offset_at_end(object: &Obj) -> Option<usize> {
    let mut type_ = object.type_();
    while type_.is_heap() {
        type_ = type_.base()?;
    }
    let size = type_.storage_size()?;
    // SAFETY: the storage behind the header is of the builtin base.
    let size = unsafe { size(object.as_ptr().byte_add(HEADER_SIZE).as_ptr().cast()) };
    Some((HEADER_SIZE + size).next_multiple_of(align_of::<Attrs>()))
}

impl Attrs {
    #[inline]
    fn shape_ref<'a>(&self) -> Option<&'a Shape> {
        // SAFETY: a shape lives as long as its class, which the instance keeps alive.
        unsafe { self.shape.get().as_ref() }
    }

    /// The dict of an instance that has left the shapes.
    fn dict<'a>(&self) -> Option<&'a Obj> {
        if !self.shape.get().is_null() {
            return None;
        }
        // SAFETY: without a shape, `values` is a dict object that this instance owns, or null.
        NonNull::new(self.values.get()).map(|dict| unsafe { Obj::from_ptr(dict.cast()) })
    }

    /// # Safety
    /// `index` is below the number of attributes of the shape.
    #[inline]
    pub unsafe fn value<'a>(&self, index: usize) -> &'a Ref {
        // SAFETY: the caller's condition.
        unsafe { &*self.values.get().add(index) }
    }

    fn get(&self, name: &Obj) -> Option<Ref> {
        match self.shape_ref() {
            // SAFETY: the index is of this shape.
            Some(shape) => shape.find(name).map(|index| unsafe { self.value(index) }.clone()),
            None => self.dict()?.cast::<Dict>()?.get_name(name),
        }
    }

    /// Drops every value, leaves the object without attributes. For dealloc and clear.
    pub fn release(&self, vm: &Vm) {
        let values = self.values.replace(core::ptr::null_mut());
        let Some(first) = NonNull::new(values) else { return };
        match self.shape_ref() {
            Some(shape) => {
                let count = usize::from(shape.count);
                self.shape.set(root_of(shape));
                for index in 0..count {
                    // SAFETY: the values below the count are initialised, dropped once.
                    unsafe { core::ptr::drop_in_place(first.as_ptr().add(index)) };
                }
                // SAFETY: the block was allocated with this size.
                unsafe { vm.heap.free(first.cast(), capacity(count) * size_of::<Ref>(), Kind::Plain) };
            }
            // SAFETY: without a shape, `values` is a dict that this instance owned.
            None => drop(unsafe { Ref::from_raw(first.cast()) }),
        }
    }

    /// Visits every value.
    pub fn traverse(&self, visitor: &mut crate::model::Visitor) {
        match (self.shape_ref(), self.dict()) {
            (Some(shape), _) => {
                for index in 0..usize::from(shape.count) {
                    // SAFETY: the values below the count are initialised.
                    visitor.visit(unsafe { self.value(index) });
                }
            }
            (None, Some(dict)) => visitor.visit(dict),
            (None, None) => {}
        }
    }
}

fn root_of(shape: &Shape) -> *mut Shape {
    let mut shape = core::ptr::from_ref(shape).cast_mut();
    // SAFETY: the chain of parents lives as long as the class.
    while let Some(parent) = NonNull::new(unsafe { (*shape).parent }) {
        shape = parent.as_ptr();
    }
    shape
}

/// Whether a class of the order keeps `found`, its attribute `name`, alive: wrappers of slots
/// and values of tables are made when asked for.
fn is_kept(type_: TypeRef, name: &Obj, found: &Obj) -> bool {
    let mut kept = crate::model::NativeAttr::from_obj(found).is_some();
    crate::class::mro::for_each(type_, |class| {
        let own = class.dict().and_then(|dict| dict.cast::<Dict>()?.get_name(name));
        kept |= own.is_some_and(|own| own.is(found));
    });
    kept
}

impl Vm {
    /// The attribute of a type along its method resolution order, unbound.
    pub fn type_lookup(&self, type_: TypeRef, name: &Obj) -> Option<Ref> {
        let entry = self.type_cache.entry(type_, name);
        if entry.type_.get() == usize::from(type_)
            && entry.name.get() == name.bits()
            && entry.epoch.get() == self.types_epoch.get()
        {
            // SAFETY: the class keeps it until it changes, which starts a new epoch.
            return entry.found.get().map(|found| unsafe { Obj::from_ptr(found) }.own());
        }
        let found = self.type_search(type_, name);
        let is_immortal = name.is_pointer() && name.refcount() == isize::MAX as usize;
        if is_immortal
            && found.as_deref().is_none_or(|found| found.is_pointer() && is_kept(type_, name, found))
        {
            // SAFETY: as in `note_cached`.
            self.note(type_, |part| unsafe { (*part.as_ptr()).looked_up = true });
            entry.type_.set(type_.into());
            entry.name.set(name.bits());
            entry.epoch.set(self.types_epoch.get());
            entry.found.set(found.as_deref().map(Obj::as_ptr));
        }
        found
    }

    fn type_search(&self, type_: TypeRef, name: &Obj) -> Option<Ref> {
        let Some(mro) = type_.mro().and_then(|mro| mro.cast::<Tuple>()) else {
            let mut each = Some(type_);
            while let Some(type_) = each {
                if let Some(found) = self.own_attr(type_, name) {
                    return Some(found);
                }
                each = type_.base();
            }
            return None;
        };
        mro.items().iter().find_map(|class| self.own_attr(crate::class::type_of(class)?, name))
    }

    /// The attribute that a type itself defines.
    pub fn own_attr(&self, type_: TypeRef, name: &Obj) -> Option<Ref> {
        if let Some(dict) = type_.dict() {
            return dict.cast::<Dict>()?.get_name(name).or_else(|| crate::class::implied_attr(type_, name));
        }
        let this = name.cast::<Str>()?;
        let hash = this.hash();
        let text = this.ascii()?;
        let is_special = text.starts_with("__");
        // What `object` has is special.
        if !is_special && type_.is(&crate::model::knot::OBJECT) {
            return None;
        }
        match type_.natives().iter().find(|native| native.is_named(text, hash)) {
            Some(native) => match native.value() {
                Some(make) => match make(self) {
                    Ok(value) => Some(value),
                    Err(raised) => {
                        drop(self.take_raised(raised));
                        None
                    }
                },
                None => Some(native.as_obj().own()),
            },
            None if is_special => crate::class::slot_wrapper(self, type_, name),
            None => None,
        }
    }

    /// A special method of the object's type, bound; `None` if there is none.
    ///
    /// # Errors
    /// What a descriptor raises.
    pub fn lookup_special(&self, object: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
        match self.type_lookup(object.type_(), name) {
            Some(found) => self.bind(&found, object).map(Some),
            None => Ok(None),
        }
    }

    /// Binds an attribute of the type to an instance: `found.__get__(object, type(object))`.
    ///
    /// # Errors
    /// What the descriptor raises.
    pub fn bind(&self, found: &Obj, object: &Obj) -> Outcome {
        match found.type_().descr_get() {
            Some(get) => get(found, Some(object), Some(object.type_().as_obj())),
            None => Ok(found.own()),
        }
    }

    /// `getattr(object, name)`; `name` is an interned str.
    ///
    /// # Errors
    /// AttributeError; what descriptors and `__getattr__` raise.
    #[inline]
    pub fn get_attr(&self, object: &Obj, name: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        match object.type_().getattro() {
            Some(get) => get(object, name),
            None => self.generic_get_attr(object, name),
        }
    }

    /// As [`Vm::get_attr`], `None` instead of AttributeError.
    ///
    /// # Errors
    /// What the lookup raises but AttributeError.
    pub fn find_attr(&self, object: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
        match self.get_attr(object, name) {
            Ok(value) => Ok(Some(value)),
            Err(raised) => self.suppress(raised, &exceptions::ATTRIBUTE_ERROR).map(|()| None),
        }
    }

    /// `object.__getattribute__`: data descriptors, instance values, other class attributes.
    ///
    /// # Errors
    /// AttributeError; what descriptors raise.
    pub fn generic_get_attr(&self, object: &Obj, name: &Obj) -> Outcome {
        let type_ = object.type_();
        let found = self.type_lookup(type_, name);
        if let Some(found) = &found
            && found.type_().descr_set().is_some()
            && let Some(get) = found.type_().descr_get()
        {
            return get(found, Some(object), Some(type_.as_obj()));
        }
        if let Some(value) = self.instance_value(object, name)? {
            return Ok(value);
        }
        match found {
            Some(found) => self.bind(&found, object),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// AttributeError naming type and attribute.
    #[cold]
    pub fn no_attribute(&self, object: &Obj, name: &Obj) -> Raised {
        let raised = match crate::class::type_of(object) {
            Some(class) => self.attribute_error(format_args!(
                "type object '{}' has no attribute '{}'",
                class.short_name(),
                Text(name)
            )),
            None => self.attribute_error(format_args!(
                "'{}' object has no attribute '{}'",
                object.type_().short_name(),
                Text(name)
            )),
        };
        self.annotate_attribute_error(object, name);
        raised
    }

    /// The object's own value of `name`.
    ///
    /// # Errors
    /// What looking up in its dict raises.
    pub fn instance_value(&self, object: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
        if let Some(attrs) = attrs_of(object) {
            // SAFETY: the attributes live in the object, which is borrowed.
            return Ok(unsafe { attrs.as_ref() }.get(name));
        }
        match self.dict_at_offset(object) {
            Some(dict) => match dict.get().as_ref().and_then(|dict| dict.cast::<Dict>()) {
                Some(dict) => dict.get(self, name),
                None => Ok(None),
            },
            None => Ok(None),
        }
    }

    /// The `__dict__` place of types with `tp_dictoffset`.
    fn dict_at_offset<'a>(&self, object: &'a Obj) -> Option<&'a crate::model::vm::Slot> {
        if !object.is_pointer() {
            return None;
        }
        // SAFETY: the type is initialised.
        let offset = unsafe { (*object.type_().as_ptr()).dict_offset };
        let offset = usize::try_from(offset).ok().filter(|&offset| offset != 0)?;
        // SAFETY: instances hold an owned dict or null there; `Slot` is an `Option<Ref>`.
        Some(unsafe { object.as_ptr().byte_add(offset).cast().as_ref() })
    }

    /// `setattr(object, name, value)`; `name` is an interned str.
    ///
    /// # Errors
    /// AttributeError; what descriptors and `__setattr__` raise.
    pub fn set_attr(&self, object: &Obj, name: &Obj, value: &Obj) -> Result<(), Raised> {
        self.store_attr(object, name, Some(value))
    }

    /// Sets or (without a value) deletes an attribute.
    ///
    /// # Errors
    /// As [`Vm::set_attr`].
    pub fn store_attr(&self, object: &Obj, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
        let _guard = self.enter_native()?;
        match object.type_().setattro() {
            Some(set) if set(object, name, value) < 0 => Err(Raised::already_set()),
            Some(_) => Ok(()),
            None => self.generic_store_attr(object, name, value),
        }
    }

    /// `object.__setattr__` and `object.__delattr__`.
    ///
    /// # Errors
    /// AttributeError; what descriptors raise.
    pub fn generic_store_attr(&self, object: &Obj, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
        let found = self.type_lookup(object.type_(), name);
        if let Some(found) = &found
            && let Some(set) = found.type_().descr_set()
        {
            return if set(found, object, value) < 0 { Err(Raised::already_set()) } else { Ok(()) };
        }
        let stored = if let Some(attrs) = attrs_of(object) {
            // SAFETY: the attributes live in the object, which is borrowed.
            self.store_in_attrs(unsafe { attrs.as_ref() }, name, value)?
        } else if let Some(slot) = self.dict_at_offset(object) {
            let dict = match slot.get() {
                Some(dict) => dict,
                None => {
                    let dict = self.dict()?;
                    slot.set(Some(dict.clone()));
                    dict
                }
            };
            self.store_in_dict(&dict, name, value)?
        } else {
            return Err(self.cannot_store(object, name, found.is_some()));
        };
        if stored { Ok(()) } else { Err(self.no_attribute(object, name)) }
    }

    #[cold]
    fn cannot_store(&self, object: &Obj, name: &Obj, in_type: bool) -> Raised {
        let type_ = object.type_().short_name();
        let raised = if in_type {
            self.attribute_error(format_args!("'{type_}' object attribute '{}' is read-only", Text(name)))
        } else {
            self.attribute_error(format_args!(
                "'{type_}' object has no attribute '{}' and no __dict__ for setting new attributes",
                Text(name)
            ))
        };
        self.annotate_attribute_error(object, name);
        raised
    }

    /// Whether there was something to delete (always true for a value).
    fn store_in_dict(&self, dict: &Obj, name: &Obj, value: Option<&Obj>) -> Result<bool, Raised> {
        let Some(dict) = dict.cast::<Dict>() else { return Ok(false) };
        match value {
            Some(value) => dict.insert(self, name, value.own()).map(|_| true),
            None => Ok(dict.remove(self, name)?.is_some()),
        }
    }

    fn store_in_attrs(&self, attrs: &Attrs, name: &Obj, value: Option<&Obj>) -> Result<bool, Raised> {
        if let Some(shape) = attrs.shape_ref() {
            let index = shape.find(name);
            match (index, value) {
                (Some(index), Some(value)) => {
                    // SAFETY: the index is of this shape; the old value is dropped after.
                    drop(unsafe { attrs.values.get().add(index).replace(value.own()) });
                    return Ok(true);
                }
                (None, None) => return Ok(false),
                (None, Some(value)) if shape.count < SHAPE_MAX => {
                    let next = self.memory(self.next_shape(shape, name))?;
                    return self.memory(self.append_value(attrs, next, value.own())).map(|()| true);
                }
                _ => self.leave_shapes(attrs)?,
            }
        }
        let dict = match attrs.dict() {
            Some(dict) => dict.own(),
            None => {
                let dict = self.dict()?;
                attrs.values.set(dict.clone().into_raw().as_ptr().cast());
                dict
            }
        };
        self.store_in_dict(&dict, name, value)
    }

    /// Appends a value and moves to shape `next`, whose parent is the present one.
    ///
    /// # Errors
    /// [`pyrite_algo::OutOfMemory`]; nothing is changed.
    pub fn append_value(
        &self,
        attrs: &Attrs,
        next: NonNull<Shape>,
        value: Ref,
    ) -> Result<(), pyrite_algo::OutOfMemory> {
        // SAFETY: the shape lives as long as the class.
        let index = usize::from(unsafe { next.as_ref() }.count) - 1;
        let (old, new) = (capacity(index) * size_of::<Ref>(), capacity(index + 1) * size_of::<Ref>());
        if new != old {
            let block = match NonNull::new(attrs.values.get()) {
                // SAFETY: the block was allocated with this size.
                Some(values) => unsafe { self.heap.resize(values.cast(), old, new)? },
                None => self.heap.alloc(new, Kind::Plain)?,
            };
            attrs.values.set(block.cast().as_ptr());
        }
        // SAFETY: there is room for the value at `index`.
        unsafe { attrs.values.get().add(index).write(value) };
        attrs.shape.set(next.as_ptr());
        Ok(())
    }

    /// The shape with one attribute more, made if it is missing.
    fn next_shape(&self, shape: &Shape, name: &Obj) -> Result<NonNull<Shape>, pyrite_algo::OutOfMemory> {
        let mut child = shape.first_child.get();
        while let Some(each) = NonNull::new(child) {
            // SAFETY: children live as long as the class.
            let each_ref = unsafe { each.as_ref() };
            if each_ref.name.as_ref().is_some_and(|each| each.is(name)) {
                return Ok(each);
            }
            child = each_ref.next_sibling.get();
        }
        let name = self.intern_str(name)?;
        let fresh = self.heap.alloc(size_of::<Shape>(), Kind::Plain)?.cast::<Shape>();
        // SAFETY: the block is ours and large enough.
        unsafe {
            fresh.write(Shape {
                type_: shape.type_,
                parent: core::ptr::from_ref(shape).cast_mut(),
                name: Some(name),
                count: shape.count + 1,
                first_child: Default::default(),
                next_sibling: core::cell::Cell::new(shape.first_child.get()),
            });
        }
        shape.first_child.set(fresh.as_ptr());
        Ok(fresh)
    }

    /// Moves the values into a dict: after a deletion, or when `__dict__` is asked for.
    fn leave_shapes(&self, attrs: &Attrs) -> Result<(), Raised> {
        let Some(shape) = attrs.shape_ref() else { return Ok(()) };
        let mut chain = pyrite_algo::Buf::new();
        let mut each = Some(shape);
        while let Some(node) = each {
            if let Some(name) = &node.name {
                self.memory(chain.push(name.clone()))?;
            }
            // SAFETY: the chain of parents lives as long as the class.
            each = unsafe { node.parent.as_ref() };
        }
        let dict = Dict::new();
        for (index, name) in chain.iter().rev().enumerate() {
            // SAFETY: the index is of this shape.
            dict.insert(self, name, unsafe { attrs.value(index) }.clone())?;
        }
        let dict = self.dict_from(dict)?;
        attrs.release(self);
        attrs.shape.set(core::ptr::null_mut());
        attrs.values.set(dict.into_raw().as_ptr().cast());
        Ok(())
    }

    /// Moves the values to the same attributes in a shape of class `new`.
    ///
    /// # Errors
    /// MemoryError.
    pub(crate) fn adopt_shape(&self, attrs: &Attrs, new: TypeRef) -> Result<(), Raised> {
        let Some(part) = new.heap_part() else { return Ok(()) };
        if attrs.shape_ref().is_some_and(|shape| shape.count != 0) {
            return self.leave_shapes(attrs);
        }
        if attrs.shape_ref().is_some() {
            // SAFETY: the part lives as long as the type.
            attrs.shape.set(unsafe { part.as_ref() }.root_shape);
        }
        Ok(())
    }

    /// `object.__dict__`: a live dict. `None` if the object has no attributes of its own.
    ///
    /// # Errors
    /// MemoryError.
    pub fn instance_dict(&self, object: &Obj) -> Result<Option<Ref>, Raised> {
        if let Some(attrs) = attrs_of(object) {
            // SAFETY: the attributes live in the object, which is borrowed.
            let attrs = unsafe { attrs.as_ref() };
            self.leave_shapes(attrs)?;
            if attrs.dict().is_none() {
                attrs.values.set(self.dict()?.into_raw().as_ptr().cast());
            }
            return Ok(attrs.dict().map(Obj::own));
        }
        let Some(slot) = self.dict_at_offset(object) else { return Ok(None) };
        if !slot.is_some() {
            slot.set(Some(self.dict()?));
        }
        Ok(slot.get())
    }

    /// Whether instances of the object's class may have any attributes; makes no dict.
    pub fn has_instance_dict(&self, object: &Obj) -> bool {
        attrs_of(object).is_some() || self.dict_at_offset(object).is_some()
    }

    /// Replaces `object.__dict__`; false if the object has none.
    pub fn set_instance_dict(&self, object: &Obj, dict: &Obj) -> bool {
        if let Some(attrs) = attrs_of(object) {
            // SAFETY: the attributes live in the object, which is borrowed.
            let attrs = unsafe { attrs.as_ref() };
            attrs.release(self);
            attrs.shape.set(core::ptr::null_mut());
            attrs.values.set(dict.own().into_raw().as_ptr().cast());
            return true;
        }
        let Some(slot) = self.dict_at_offset(object) else { return false };
        slot.set(Some(dict.own()));
        true
    }

    /// What a cache may remember of reading `name` from `object`, which has just succeeded.
    pub fn plan_load(&self, object: &Obj, name: &Obj) -> Option<LoadPlan> {
        let type_ = object.type_();
        if type_
            .getattro()
            .is_some_and(|get| get as usize != crate::types::object::get_attr_slot as *const () as usize)
        {
            return None;
        }
        let attrs = attrs_of(object);
        // SAFETY: the attributes live in the object, which is borrowed.
        let shape = attrs.map(|attrs| unsafe { attrs.as_ref() }.shape.get());
        let found = self.type_lookup(type_, name);
        let is_data = found.as_ref().is_some_and(|found| found.type_().descr_set().is_some());
        if let Some(offset) = found.as_deref().and_then(|found| self.member_offset(type_, name, found)) {
            return Some(LoadPlan::Member(offset));
        }
        if is_data {
            let found =
                found.filter(|found| found.is_exactly(Property::TYPE) && is_kept(type_, name, found))?;
            self.note_cached(type_);
            return Some(LoadPlan::Property(NonNull::from(&*found)));
        }
        if shape.is_some_and(|shape| shape.is_null()) {
            return None;
        }
        // SAFETY: the shape lives as long as the class.
        let index = shape.and_then(|shape| unsafe { shape.as_ref() }?.find(name));
        if let (Some(index), Some(shape)) = (index, shape.and_then(NonNull::new)) {
            self.note_cached(type_);
            return Some(LoadPlan::Instance { shape, index });
        }
        if attrs.is_none() && type_.has(flags::HEAP) && self.dict_at_offset(object).is_some() {
            return None;
        }
        let found = found?;
        if !is_kept(type_, name, &found) {
            return None;
        }
        let shape = shape.unwrap_or(core::ptr::null_mut());
        self.note_cached(type_);
        let address = NonNull::from(&*found);
        if found.type_().has(flags::METHOD_DESCRIPTOR) {
            return Some(LoadPlan::Method { shape, function: address });
        }
        found.type_().descr_get().is_none().then_some(LoadPlan::ClassValue { shape, value: address })
    }

    /// What a cache may remember of writing `name` to `object`; asked before the write.
    pub fn plan_store(&self, object: &Obj, name: &Obj) -> Option<StorePlan> {
        let type_ = object.type_();
        if type_
            .setattro()
            .is_some_and(|set| set as usize != crate::types::object::set_attr_slot as *const () as usize)
        {
            return None;
        }
        let found = self.type_lookup(type_, name);
        if let Some(offset) = found.as_deref().and_then(|found| self.member_offset(type_, name, found)) {
            return Some(StorePlan::Member(offset));
        }
        // SAFETY: the attributes live in the object, which is borrowed.
        let attrs = unsafe { attrs_of(object)?.as_ref() };
        let shape = attrs.shape_ref()?;
        if found.is_some_and(|found| found.type_().descr_set().is_some()) {
            return None;
        }
        self.note_cached(type_);
        match shape.find(name) {
            Some(index) => Some(StorePlan::Replace { shape: NonNull::from(shape), index }),
            None if shape.count < SHAPE_MAX => {
                let next = self.next_shape(shape, name).ok()?;
                Some(StorePlan::Append { shape: NonNull::from(shape), next })
            }
            None => None,
        }
    }

    /// Where the instances of a type have the member that `found`, its attribute `name`, stands for.
    fn member_offset(&self, type_: TypeRef, name: &Obj, found: &Obj) -> Option<usize> {
        let member = found.exact::<Member>()?;
        if !type_.is_subtype_of(member.owner()) || !is_kept(type_, name, found) {
            return None;
        }
        self.note_cached(type_);
        Some(member.offset)
    }

    /// Notes that caches rely on `type_` and its bases.
    pub fn note_cached(&self, type_: TypeRef) {
        // SAFETY: the part lives as long as the type; no reference into it is held.
        self.note(type_, |part| unsafe { (*part.as_ptr()).cached = true });
    }

    fn note(&self, type_: TypeRef, mark: fn(NonNull<HeapPart>)) {
        let note = |type_: TypeRef| {
            if let Some(part) = type_.heap_part() {
                mark(part);
            }
        };
        match type_.mro().and_then(|mro| mro.cast::<Tuple>()) {
            Some(mro) => mro.items().iter().filter_map(|class| crate::class::type_of(class)).for_each(note),
            None => note(type_),
        }
    }

    /// An owned reference to the function of a [`LoadPlan`] that was just made.
    pub fn plan_function(&self, function: NonNull<Obj>) -> Ref {
        // SAFETY: the type holds the function, and nothing has run since the plan was made.
        unsafe { function.as_ref() }.own()
    }

    /// A class has changed: forgets caches, if any relies on it.
    pub fn class_changed(&self, type_: TypeRef) {
        if let Some(part) = type_.heap_part() {
            // SAFETY: the part lives as long as the type; no reference into it is held.
            let (cached, looked_up) = unsafe { ((*part.as_ptr()).cached, (*part.as_ptr()).looked_up) };
            self.end_caches(cached, looked_up);
        }
    }

    /// Ends what relies on a class: the caches of code, or the type cache alone.
    pub(crate) fn end_caches(&self, cached: bool, looked_up: bool) {
        if cached || looked_up {
            self.types_epoch.set(self.types_epoch.get().wrapping_add(1));
        }
        if cached {
            (self.hooks.get().flush_caches)(self);
        }
    }

    /// Whether an attribute name is well formed for the fast paths: an interned exact str.
    pub fn attr_name(&self, name: &Obj) -> Outcome {
        let Some(text) = name.cast::<Str>() else {
            return Err(self.type_error(format_args!(
                "attribute name must be string, not '{}'",
                name.type_().short_name()
            )));
        };
        if name.exact::<Str>().is_none() {
            let plain = self.memory(self.new_str_chars(text.chars()))?;
            return self.memory(self.intern_str(&plain));
        }
        self.memory(self.intern_str(name))
    }
}
