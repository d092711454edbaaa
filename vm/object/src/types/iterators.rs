//! Iterators over sequences by index, and over callables.

use crate::model::Vm;
use crate::model::value::{Obj, Outcome};

/// `iter()` of an object that has `__getitem__` only.
///
/// # Errors
/// MemoryError.
pub fn sequence_iterator(vm: &Vm, _object: &Obj) -> Outcome {
    Err(vm.not_implemented_error("sequence iterators"))
}
