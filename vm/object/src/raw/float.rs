//! Storage of `float`.

use pyrite_algo::OutOfMemory;

use crate::heap::Kind;
use crate::model::value::{Obj, Ref};
use crate::model::{Storage, Type, Vm};

/// A double.
#[repr(C)]
pub struct Float {
    /// The value.
    pub value: f64,
}

// SAFETY: FLOAT's instances and those of its subtypes begin with this.
unsafe impl Storage for Float {
    const TYPE: &'static Type = &crate::model::knot::FLOAT;
}

impl Obj {
    /// The value, if this is a float (instances of subtypes included).
    #[inline]
    pub fn float(&self) -> Option<f64> {
        self.cast::<Float>().map(|this| this.value)
    }
}

impl Vm {
    /// A float.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    #[inline(always)]
    pub fn new_float(&self, value: f64) -> Result<Ref, OutOfMemory> {
        self.allocate_fixed(Kind::Plain, Float { value })
    }
}
