//! `cell`: a variable shared by a function and those inside it.

use crate::heap::Kind;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm};
use crate::py_type;

/// A variable, or none yet.
#[repr(C)]
pub struct CellStorage {
    /// The variable's value.
    pub contents: Slot,
}

// SAFETY: CELL's instances hold this; the type may not be a base.
unsafe impl Storage for CellStorage {
    const TYPE: &'static Type = &CELL;

    fn traverse(&self, visitor: &mut Visitor) {
        self.contents.visit(visitor);
    }

    fn clear(&self) {
        self.contents.set(None);
    }
}

impl Vm {
    /// A cell holding `value`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn cell(&self, value: Option<Ref>) -> Outcome {
        let cell = CellStorage { contents: Slot::new(value) };
        self.memory(self.allocate_fixed(Kind::Container, cell))
    }
}

fn cell_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if names.is_some() {
        return Err(vm.type_error("cell() takes no keyword arguments"));
    }
    if args.len() > 1 {
        return Err(vm.type_error(format_args!("cell expected at most 1 argument, got {}", args.len())));
    }
    vm.cell(args.first().cloned())
}

fn cell_repr(vm: &Vm, this: This<'_, CellStorage>) -> Outcome {
    match this.contents.get() {
        Some(value) => vm.str_fmt(format_args!(
            "<cell at {:#x}: {} object at {:#x}>",
            this.obj().bits(),
            value.type_().short_name(),
            value.bits()
        )),
        None => vm.str_fmt(format_args!("<cell at {:#x}: empty>", this.obj().bits())),
    }
}

fn cell_compare(vm: &Vm, this: This<'_, CellStorage>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.exact::<CellStorage>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    match (this.contents.get(), other.contents.get()) {
        (Some(a), Some(b)) => vm.compare(op, &a, &b),
        (a, b) => Ok(Ref::bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}

fn cell_contents(vm: &Vm, this: This<'_, CellStorage>) -> Outcome {
    this.contents.get().ok_or_else(|| vm.value_error("cell is empty"))
}

fn set_cell_contents(_vm: &Vm, this: This<'_, CellStorage>, value: Option<&Obj>) -> Result<(), Raised> {
    this.contents.set(value.map(Obj::own));
    Ok(())
}

py_type! {
    /// Variables of closures.
    pub static CELL: CellStorage = "cell", "Closure variable." {
        gc container;
        new cell_new;
        slots { repr: unary cell_repr, richcompare: compare cell_compare, }
        attrs { getset "cell_contents" (set_cell_contents) = cell_contents, ""; }
    }
}
