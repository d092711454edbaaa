//! The storage that small types of modules share: references and two numbers.
//!
//! One traverse, clear and drop serve them all. A method that is handed an instance of another
//! such type finds references it does not expect, never memory that is not a reference.

use core::cell::Cell;

use crate::model::storage::{HEADER_SIZE, Visitor};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;

/// How many references there are.
pub const SLOTS: usize = 4;

/// References and numbers; what they mean is the type's affair.
#[repr(C)]
pub struct Cells {
    /// References.
    pub slots: [Slot; SLOTS],
    /// Numbers.
    pub numbers: [Cell<isize>; 2],
}

/// `tp_dictoffset` of types whose last slot is the `__dict__` of their instances.
pub const LAST_IS_DICT: isize =
    (HEADER_SIZE + core::mem::offset_of!(Cells, slots) + (SLOTS - 1) * size_of::<Slot>()) as isize;

// SAFETY: instances of the types made with this storage, and of their subtypes (flag CELLS),
// begin with it.
unsafe impl Storage for Cells {
    const TYPE: &'static Type = &CELLS;
    const FLAG: usize = flags::CELLS;

    fn traverse(&self, visitor: &mut Visitor) {
        self.slots.iter().for_each(|slot| slot.visit(visitor));
    }

    fn clear(&self) {
        self.slots.iter().for_each(|slot| slot.set(None));
    }
}

impl Vm {
    /// An instance of `type_`, whose storage is [`Cells`].
    ///
    /// # Errors
    /// MemoryError.
    pub fn cells(&self, type_: TypeRef, slots: [Option<Ref>; SLOTS], numbers: [isize; 2]) -> Outcome {
        debug_assert!(type_.has(flags::CELLS));
        let cells = Cells { slots: slots.map(Slot::new), numbers: numbers.map(Cell::new) };
        self.memory(self.allocate(type_, cells, size_of::<Cells>()))
    }
}

/// The storage of an object of exactly the builtin type `type_`, or of a subtype.
pub fn cells_of<'a>(object: &'a Obj, type_: &'static Type) -> Option<This<'a, Cells>> {
    object.cast::<Cells>().filter(|_| object.type_().is_subtype_of(TypeRef::of(type_)))
}

py_type! {
    /// Stands for all types with this storage; has no instances.
    pub static CELLS: Cells = "cells", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
    }
}
