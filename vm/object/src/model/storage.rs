//! What stands behind an object's header, and typed access to it.

use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;

use super::slots::VisitFn;
use super::types::{Type, TypeRef};
use super::value::{Header, Obj, Ref};

/// Bytes of the header in front of the storage.
pub const HEADER_SIZE: usize = size_of::<Header>();

/// Rust data that is the inside of an object of a builtin type.
///
/// # Safety
/// Instances of `TYPE` (and of its subtypes) hold a valid `Self` directly behind the header,
/// `FLAG` is a flag exactly the subtypes of `TYPE` have, or 0, and `align_of::<Self>()` is at
/// most that of a machine word on every target (8 on 32-bit for `f64` is met by the allocator).
pub unsafe trait Storage: Sized + 'static {
    /// The builtin type.
    const TYPE: &'static Type;
    /// The subtype flag, or 0.
    const FLAG: usize = 0;

    /// Bytes of the storage, items included.
    fn size(&self) -> usize {
        size_of::<Self>()
    }

    /// Visits every object this one owns. Container types only.
    fn traverse(&self, _visitor: &mut Visitor) {}

    /// Drops the references that may be part of a cycle. Container types only.
    fn clear(&self) {}
}

/// Passes owned references to a collector.
pub struct Visitor {
    visit: VisitFn,
    argument: *mut c_void,
    result: c_int,
}

impl Visitor {
    /// Around a C visit function.
    pub fn new(visit: VisitFn, argument: *mut c_void) -> Visitor {
        Visitor { visit, argument, result: 0 }
    }

    /// Visits one owned reference; stops calling once the function has returned non-zero.
    pub fn visit(&mut self, object: &Obj) {
        if self.result == 0 && object.is_pointer() {
            // SAFETY: the object is alive, the argument is the function's own.
            self.result = unsafe { (self.visit)(object.as_ptr(), self.argument) };
        }
    }

    /// Visits a reference that may be missing.
    pub fn visit_option(&mut self, object: &Option<Ref>) {
        if let Some(object) = object {
            self.visit(object);
        }
    }

    /// Visits what a slot holds.
    pub fn visit_slot(&mut self, slot: &super::vm::Slot) {
        // Put back at once: the visit function changes nothing.
        let value = slot.take();
        self.visit_option(&value);
        slot.set(value);
    }

    /// Whether the function wants no more calls.
    pub fn is_done(&self) -> bool {
        self.result != 0
    }

    /// What the function returned last.
    pub fn result(&self) -> c_int {
        self.result
    }
}

/// An object known to be an `S`: one word, dereferences to the storage.
#[repr(transparent)]
pub struct This<'a, S>(&'a Obj, PhantomData<&'a S>);

impl<S> Clone for This<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for This<'_, S> {}

impl<'a, S> This<'a, S> {
    /// The object.
    #[inline(always)]
    pub fn obj(self) -> &'a Obj {
        self.0
    }

    /// An owned reference to the object.
    pub fn own(self) -> Ref {
        self.0.own()
    }

    /// The storage, for as long as the object is borrowed.
    #[inline(always)]
    pub fn storage(self) -> &'a S {
        // SAFETY: the constructor checked that the object's storage is an `S`.
        unsafe { self.0.as_ptr().byte_add(HEADER_SIZE).cast::<S>().as_ref() }
    }

    /// The address of the storage, with the provenance of the whole object.
    #[inline(always)]
    pub fn as_ptr(self) -> NonNull<S> {
        // SAFETY: the storage is inside the object.
        unsafe { self.0.as_ptr().byte_add(HEADER_SIZE).cast::<S>() }
    }

    /// Without a check.
    ///
    /// # Safety
    /// The object's storage is an `S`.
    #[inline(always)]
    pub unsafe fn new_unchecked(object: &'a Obj) -> This<'a, S> {
        This(object, PhantomData)
    }
}

impl<S> Deref for This<'_, S> {
    type Target = S;

    #[inline(always)]
    fn deref(&self) -> &S {
        self.storage()
    }
}

impl Obj {
    /// The type.
    #[inline(always)]
    pub fn type_(&self) -> TypeRef {
        if self.is_pointer() {
            // SAFETY: a pointer word is the address of a live object.
            return unsafe { (*self.as_ptr().as_ptr()).type_ };
        }
        self.tagged_type()
    }

    #[inline(never)]
    fn tagged_type(&self) -> TypeRef {
        use super::knot;
        TypeRef::of(if self.is_small() {
            &knot::INT
        } else if self.is_none() {
            &knot::NONE
        } else if self.is(Obj::TRUE) || self.is(Obj::FALSE) {
            &knot::BOOL
        } else if self.is(Obj::NOT_IMPLEMENTED) {
            &knot::NOT_IMPLEMENTED
        } else if self.is(Obj::ELLIPSIS) {
            &knot::ELLIPSIS
        } else {
            &knot::UNBOUND
        })
    }

    /// Typed access, if the object is an `S` or of a subtype.
    ///
    /// Always `None` for small integers and other tagged words.
    #[inline]
    pub fn cast<S: Storage>(&self) -> Option<This<'_, S>> {
        if !self.is_pointer() {
            return None;
        }
        let type_ = self.type_();
        let matches = type_.is(S::TYPE)
            || if S::FLAG != 0 { type_.has(S::FLAG) } else { type_.is_subtype_of(TypeRef::of(S::TYPE)) };
        matches.then_some(This(self, PhantomData))
    }

    /// Typed access, if the object is exactly an `S`.
    #[inline(always)]
    pub fn exact<S: Storage>(&self) -> Option<This<'_, S>> {
        self.is_exactly(S::TYPE).then_some(This(self, PhantomData))
    }

    /// Whether this is an object in memory of exactly this type.
    #[inline(always)]
    pub fn is_exactly(&self, type_: &'static Type) -> bool {
        // SAFETY: a pointer word is the address of a live object.
        self.is_pointer() && unsafe { (*self.as_ptr().as_ptr()).type_ }.is(type_)
    }
}

impl TypeRef {
    /// Whether `other` is in this type's method resolution order.
    pub fn is_subtype_of(self, other: TypeRef) -> bool {
        if self == other {
            return true;
        }
        match self.mro() {
            Some(mro) => crate::raw::tuple::contains_identity(mro, other.as_obj()),
            None => {
                let mut type_ = self.base();
                while let Some(base) = type_ {
                    if base == other {
                        return true;
                    }
                    type_ = base.base();
                }
                false
            }
        }
    }
}

/// `tp_traverse` of a builtin container type.
///
/// # Safety
/// `object` is a live object whose storage is an `S`.
pub unsafe extern "C" fn traverse_thunk<S: Storage>(
    object: NonNull<Header>,
    visit: VisitFn,
    argument: *mut c_void,
) -> c_int {
    let mut visitor = Visitor::new(visit, argument);
    // SAFETY: the caller's condition.
    let this: This<'_, S> = unsafe { This::new_unchecked(Obj::from_ptr(object)) };
    this.traverse(&mut visitor);
    visitor.result()
}

/// `tp_clear` of a builtin container type.
pub extern "C" fn clear_thunk<S: Storage>(object: &Obj) -> c_int {
    // SAFETY: the slot is called with instances only; several types may share the storage.
    let this: This<'_, S> = unsafe { This::new_unchecked(object) };
    this.clear();
    0
}

/// `drop_storage` of a builtin type: drops the storage, returns its bytes.
///
/// # Safety
/// `storage` is a valid `S` that is not used afterwards.
pub unsafe fn drop_thunk<S: Storage>(storage: *mut u8) -> usize {
    let storage = storage.cast::<S>();
    // SAFETY: the caller's condition.
    let size = unsafe { (*storage).size() };
    // SAFETY: the caller's condition.
    unsafe { core::ptr::drop_in_place(storage) };
    size
}

/// `storage_size` of a builtin type.
///
/// # Safety
/// `storage` is a valid `S`.
pub unsafe fn size_thunk<S: Storage>(storage: *const u8) -> usize {
    // SAFETY: the caller's condition.
    unsafe { (*storage.cast::<S>()).size() }
}
