//! `cell`: a variable shared by a function and those nested in it.

use crate::model::value::{Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::py_type;

/// A cell; empty while the variable is unbound.
pub struct CellStorage {
    /// The variable's value.
    pub contents: Slot,
}

// SAFETY: CELL's instances hold this.
unsafe impl Storage for CellStorage {
    const TYPE: &'static Type = &CELL;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_option(&self.contents.get());
    }

    fn clear(&self) {
        self.contents.set(None);
    }
}

impl Vm {
    /// A cell holding `contents`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn cell(&self, contents: Option<Ref>) -> Outcome {
        let storage = CellStorage { contents: Slot::new(contents) };
        self.memory(self.allocate(TypeRef::of(&CELL), storage, size_of::<CellStorage>()))
    }
}

fn cell_contents(vm: &Vm, this: This<'_, CellStorage>) -> Outcome {
    this.contents.get().ok_or_else(|| vm.value_error("cell is empty"))
}

py_type! {
    /// A variable shared with nested functions.
    pub static CELL: CellStorage = "cell", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        attrs { getter "cell_contents" () = cell_contents, ""; }
    }
}
