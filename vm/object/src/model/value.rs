//! The object reference: owned, borrowed, tagged.
//!
//! | low bits | meaning |
//! |---|---|
//! | `..1` | small integer, the other bits its value (31 or 63 of them) |
//! | `.10` | immediate: None, False, True, ... ([`Obj::is_immediate`]) |
//! | `.00` | address of a [`Header`] |
//!
//! A word is never 0: that is C's null, "an exception is set".

use core::mem::ManuallyDrop;
use core::num::NonZeroUsize;
use core::ops::Deref;
use core::ptr::NonNull;

use super::current;
use super::types::TypeRef;

/// What stands in front of every object in memory: CPython's `PyObject`.
///
/// Plain fields, no cells, so that static objects are placed in flash.
/// Read and written through raw pointers only.
#[repr(C)]
pub struct Header {
    /// References; negative for an immortal object, whose count is never written.
    pub refcount: isize,
    /// The object's type.
    pub type_: TypeRef,
}

/// The count of an object that lives for ever.
pub const IMMORTAL: isize = isize::MIN;

/// A borrowed object: `&Obj` is the object's word itself.
///
/// Zero-sized, so that `&Obj` may also be a tagged integer or an immediate.
#[repr(C)]
pub struct Obj {
    // A cell, because counts are written through pointers made from `&Obj`.
    opaque: core::cell::UnsafeCell<[u8; 0]>,
    not_send: core::marker::PhantomData<*mut ()>,
}

/// An owned reference: cloning counts up, dropping counts down.
#[repr(transparent)]
pub struct Ref(NonNull<Header>);

/// Proof that an exception has been set in the `Vm`.
///
/// `Result<Ref, Raised>` is one word, 0 for `Err`: the C-API's own convention.
#[derive(Debug)]
#[must_use = "an exception is set and has to be passed on or taken"]
pub struct Raised(());

/// What nearly every operation returns.
pub type Outcome = Result<Ref, Raised>;

const _: () = assert!(size_of::<Outcome>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Ref>>() == size_of::<usize>());

impl Raised {
    /// For `exc`, after it has set the exception, and for the C boundary after it saw null.
    pub(crate) fn new() -> Raised {
        Raised(())
    }

    /// The token for an exception that C code has set.
    ///
    /// The caller has checked that one is set.
    pub fn already_set() -> Raised {
        Raised(())
    }
}

/// Bits of a small integer.
pub const SMALL_BITS: u32 = usize::BITS - 1;
/// The largest small integer.
pub const SMALL_MAX: isize = isize::MAX >> 1;
/// The smallest small integer.
pub const SMALL_MIN: isize = isize::MIN >> 1;

macro_rules! immediates {
    ($($(#[$doc:meta])* $name:ident = $bits:literal;)*) => {
        $($(#[$doc])*
        pub const $name: &'static Obj = Obj::immediate($bits);)*
    };
}

impl Obj {
    immediates! {
        /// An empty slot; never seen by Python code.
        UNBOUND = 2;
        /// `None`
        NONE = 6;
        /// `False`
        FALSE = 10;
        /// `True`
        TRUE = 14;
        /// `...`
        ELLIPSIS = 18;
        /// `NotImplemented`
        NOT_IMPLEMENTED = 22;
    }

    const fn immediate(bits: usize) -> &'static Obj {
        // SAFETY: `Obj` is zero-sized with alignment 1: every non-null address is valid.
        unsafe { &*core::ptr::without_provenance::<Obj>(bits) }
    }

    /// The word.
    #[inline(always)]
    pub fn bits(&self) -> usize {
        (&raw const *self).addr()
    }

    /// The object with the given word.
    ///
    /// # Safety
    /// `bits` is a small integer, an immediate, or the address of a live object with exposed
    /// provenance, alive for `'a`.
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: NonNull<Header>) -> &'a Obj {
        // SAFETY: a zero-sized type is valid at every non-null address.
        unsafe { ptr.cast::<Obj>().as_ref() }
    }

    /// The address as a pointer to the header; dangling for tagged words.
    #[inline(always)]
    pub fn as_ptr(&self) -> NonNull<Header> {
        NonNull::from(self).cast()
    }

    /// Whether this is a small integer.
    #[inline(always)]
    pub fn is_small(&self) -> bool {
        self.bits() & 1 != 0
    }

    /// The small integer, if it is one.
    #[inline(always)]
    pub fn small(&self) -> Option<isize> {
        if self.is_small() { Some(self.bits() as isize >> 1) } else { None }
    }

    /// Whether this is None, a bool or another immediate.
    #[inline(always)]
    pub fn is_immediate(&self) -> bool {
        self.bits() & 3 == 2
    }

    /// Whether there is a [`Header`] at the address.
    #[inline(always)]
    pub fn is_pointer(&self) -> bool {
        self.bits() & 3 == 0
    }

    /// Object identity: Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Obj) -> bool {
        self.bits() == other.bits()
    }

    /// Whether this is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.is(Obj::NONE)
    }

    /// `True` or `False`.
    #[inline(always)]
    pub fn bool(value: bool) -> &'static Obj {
        if value { Obj::TRUE } else { Obj::FALSE }
    }

    /// An owned reference to the same object.
    #[inline]
    pub fn own(&self) -> Ref {
        if self.is_pointer() {
            // SAFETY: a pointer word is the address of a live object.
            unsafe { increment(self.as_ptr()) };
        }
        Ref(self.as_ptr())
    }

    /// The current count; a huge number for immortal and tagged objects.
    pub fn refcount(&self) -> usize {
        if !self.is_pointer() {
            return isize::MAX as usize;
        }
        // SAFETY: a pointer word is the address of a live object.
        let count = unsafe { (*self.as_ptr().as_ptr()).refcount };
        if count < 0 { isize::MAX as usize } else { count as usize }
    }
}

/// Counts one reference up.
///
/// # Safety
/// `ptr` is the address of a live object.
#[inline]
unsafe fn increment(ptr: NonNull<Header>) {
    // SAFETY: the caller's condition.
    let count = unsafe { &raw mut (*ptr.as_ptr()).refcount };
    // SAFETY: the header is initialised; an immortal one is only read.
    unsafe {
        let old = *count;
        if old >= 0 {
            *count = old + 1;
        }
    }
}

impl Ref {
    /// Takes over a count.
    ///
    /// # Safety
    /// `ptr` is a valid word, and one count of it now belongs to the result.
    #[inline(always)]
    pub unsafe fn from_raw(ptr: NonNull<Header>) -> Ref {
        Ref(ptr)
    }

    /// Gives the count away.
    #[inline(always)]
    pub fn into_raw(self) -> NonNull<Header> {
        ManuallyDrop::new(self).0
    }

    /// The small integer `value`; the caller has checked [`fits_small`].
    #[inline]
    pub fn small(value: isize) -> Ref {
        debug_assert!(fits_small(value));
        let bits = (value << 1 | 1) as usize;
        match NonZeroUsize::new(bits) {
            Some(bits) => Ref(NonNull::without_provenance(bits)),
            None => Obj::NONE.own(), // bit 0 is set: not reached
        }
    }

    /// The small integer with the given word.
    ///
    /// # Safety
    /// The low bit of `bits` is set.
    #[inline(always)]
    pub unsafe fn from_small_bits(bits: usize) -> Ref {
        // SAFETY: the caller's condition: not 0.
        Ref(NonNull::without_provenance(unsafe { NonZeroUsize::new_unchecked(bits) }))
    }

    /// `None`
    #[inline(always)]
    pub fn none() -> Ref {
        Obj::NONE.own()
    }

    /// `True` or `False`
    #[inline(always)]
    pub fn bool(value: bool) -> Ref {
        Obj::bool(value).own()
    }

    /// An empty slot.
    #[inline(always)]
    pub fn unbound() -> Ref {
        Obj::UNBOUND.own()
    }
}

/// Whether `value` can be a small integer.
#[inline]
pub const fn fits_small(value: isize) -> bool {
    value >= SMALL_MIN && value <= SMALL_MAX
}

impl Deref for Ref {
    type Target = Obj;

    #[inline(always)]
    fn deref(&self) -> &Obj {
        // SAFETY: the word of a `Ref` is valid as long as the `Ref` is.
        unsafe { Obj::from_ptr(self.0) }
    }
}

impl Clone for Ref {
    #[inline]
    fn clone(&self) -> Ref {
        self.own()
    }
}

impl Drop for Ref {
    #[inline]
    fn drop(&mut self) {
        if self.0.addr().get() & 3 != 0 {
            return;
        }
        // SAFETY: a pointer word is the address of a live object, of which we own a count.
        let count = unsafe { &raw mut (*self.0.as_ptr()).refcount };
        // SAFETY: the header is initialised; an immortal one is only read.
        unsafe {
            let old = *count;
            if old < 0 {
                return;
            }
            *count = old - 1;
            if old == 1 {
                current::dealloc(self.0);
            }
        }
    }
}

impl core::fmt::Debug for Ref {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Debug::fmt(&**self, f)
    }
}

impl core::fmt::Debug for Obj {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.small() {
            Some(value) => write!(f, "{value}"),
            None => write!(f, "<{} at {:#x}>", self.type_().name(), self.bits()),
        }
    }
}
