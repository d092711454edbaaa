//! Storage of `tuple`: length and items in place.

use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::model::storage::{HEADER_SIZE, Visitor};
use crate::model::value::{Header, IMMORTAL, Obj, Ref};
use crate::model::{Storage, This, Type, TypeRef, Vm};

/// Head of a tuple; the items follow.
#[repr(C)]
pub struct Tuple {
    len: usize,
}

// SAFETY: TUPLE's instances, and those of its subtypes (flag TUPLE), begin with this head.
unsafe impl Storage for Tuple {
    const TYPE: &'static Type = &crate::model::knot::TUPLE;
    const FLAG: usize = crate::model::flags::TUPLE;

    fn size(&self) -> usize {
        size_of::<Tuple>() + self.len * size_of::<Ref>()
    }

    fn traverse(&self, visitor: &mut Visitor) {
        for item in items(NonNull::from(self)) {
            visitor.visit(item);
        }
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        let first = NonNull::from(&*self);
        for index in 0..self.len {
            // SAFETY: `len` owned items follow the head; each is dropped once.
            unsafe { core::ptr::drop_in_place(first.add(1).cast::<Ref>().add(index).as_ptr()) };
        }
    }
}

fn items<'a>(head: NonNull<Tuple>) -> &'a [Ref] {
    // SAFETY: `len` items follow the head, written at creation and never changed while the
    // tuple can be seen; the caller's borrow of the tuple bounds their use.
    unsafe { core::slice::from_raw_parts(head.add(1).cast::<Ref>().as_ptr(), head.as_ref().len) }
}

impl<'a> This<'a, Tuple> {
    /// The items.
    #[inline]
    pub fn items(self) -> &'a [Ref] {
        items(self.as_ptr())
    }
}

/// Whether one of the items of `tuple` is `item`; false if it is no tuple.
pub(crate) fn contains_identity(tuple: &Obj, item: &Obj) -> bool {
    tuple.cast::<Tuple>().is_some_and(|tuple| tuple.items().iter().any(|each| each.is(item)))
}

/// The empty tuple, in flash.
#[repr(C)]
struct StaticTuple {
    header: Header,
    head: Tuple,
}

// SAFETY: never written.
unsafe impl Sync for StaticTuple {}

/// A tuple of types, in flash.
#[repr(C)]
pub(crate) struct StaticTypes<const N: usize> {
    header: Header,
    head: Tuple,
    items: [TypeRef; N],
}

impl<const N: usize> StaticTypes<N> {
    /// Of static types.
    pub const fn new(types: [&'static Type; N]) -> StaticTypes<N> {
        let mut items = [TypeRef::of(&crate::model::knot::TUPLE); N];
        let mut index = 0;
        while index < N {
            items[index] = TypeRef::of(types[index]);
            index += 1;
        }
        let header = Header { refcount: IMMORTAL, type_: TypeRef::of(&crate::model::knot::TUPLE) };
        StaticTypes { header, head: Tuple { len: N }, items }
    }

    /// As a field of a type. The tuple is immortal: nobody writes through the pointer.
    pub const fn as_ptr(&'static self) -> *mut Header {
        core::ptr::from_ref(self).cast::<Header>().cast_mut()
    }
}

static EMPTY: StaticTuple = StaticTuple {
    header: Header { refcount: IMMORTAL, type_: TypeRef::of(&crate::model::knot::TUPLE) },
    head: Tuple { len: 0 },
};

/// The empty tuple.
pub fn empty() -> &'static Obj {
    // SAFETY: the static starts with a header and lives for ever.
    unsafe { Obj::from_ptr(NonNull::from_ref(&EMPTY).cast()) }
}

/// Replaces the items of a tuple that nobody else refers to: for iterators that hand out the
/// same tuple again. Gives the items back if somebody does, or if the lengths differ; else the
/// old items.
#[inline]
pub fn replace_items<const N: usize>(tuple: &Ref, items: [Ref; N]) -> Result<[Ref; N], [Ref; N]> {
    match tuple.exact::<Tuple>() {
        Some(this) if tuple.refcount() == 1 && this.items().len() == N => {
            // SAFETY: the items follow the head; the only reference is the caller's, and no
            // slice of the items is in use.
            unsafe {
                let first = this.as_ptr().add(1).cast::<[Ref; N]>();
                Ok(first.replace(items))
            }
        }
        _ => Err(items),
    }
}

/// As [`replace_items`], for item `index` alone.
pub fn replace_item(tuple: &Ref, index: usize, item: Ref) -> Result<Ref, Ref> {
    match tuple.exact::<Tuple>() {
        // SAFETY: as in `replace_items`.
        Some(this) if tuple.refcount() == 1 && index < this.items().len() => unsafe {
            Ok(this.as_ptr().add(1).cast::<Ref>().add(index).replace(item))
        },
        _ => Err(item),
    }
}

impl Vm {
    /// A tuple of `len` items; item `i` is `item(i)`.
    ///
    /// # Errors
    /// [`OutOfMemory`]; items are asked for only once there is memory.
    #[inline]
    pub fn build_tuple(&self, len: usize, item: impl FnMut(usize) -> Ref) -> Result<Ref, OutOfMemory> {
        if len == 0 {
            return Ok(empty().own());
        }
        self.build_tuple_of(TypeRef::of(&crate::model::knot::TUPLE), len, item)
    }

    /// An instance of `type_`, `tuple` or a subtype, of `len` items.
    ///
    /// # Errors
    /// As [`Vm::build_tuple`].
    pub fn build_tuple_of(
        &self,
        type_: TypeRef,
        len: usize,
        mut item: impl FnMut(usize) -> Ref,
    ) -> Result<Ref, OutOfMemory> {
        if len > isize::MAX as usize / (2 * size_of::<Ref>()) {
            return Err(OutOfMemory);
        }
        // The head is dropped if there is no memory: it gets its length when it has its items.
        let tuple = self.allocate(type_, Tuple { len: 0 }, size_of::<Tuple>() + len * size_of::<Ref>())?;
        let first = tuple.as_ptr();
        for index in 0..len {
            // SAFETY: the object has room for `len` items behind the head; nobody else sees
            // it, and the collector does not run before all are written: `item` only clones
            // or moves.
            unsafe {
                first.byte_add(HEADER_SIZE + size_of::<Tuple>()).cast::<Ref>().add(index).write(item(index));
            }
        }
        // SAFETY: the head follows the header; its items are all there.
        unsafe { first.byte_add(HEADER_SIZE).cast::<Tuple>().write(Tuple { len }) };
        Ok(tuple)
    }
}
