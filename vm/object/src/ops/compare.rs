//! Truth, equality, order, hashes.

use core::ffi::c_int;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Vm};
use crate::raw::str::Str;

/// The hash of a small integer.
#[inline]
pub fn hash_small(value: isize) -> usize {
    if (0..1 << 30).contains(&value) {
        // Below the modulus of hashes on every machine.
        return value as usize;
    }
    pyrite_algo::hash::hash_i64(value as i64) as usize
}

impl Vm {
    /// `a op b`
    ///
    /// # Errors
    /// TypeError if there is no order; what the comparison raises.
    pub fn compare(&self, op: CompareOp, a: &Obj, b: &Obj) -> Outcome {
        if let (Some(x), Some(y)) = (a.small(), b.small()) {
            return Ok(Ref::bool(op.holds(x.cmp(&y))));
        }
        let (type_a, type_b) = (a.type_(), b.type_());
        let _guard = self.enter_native()?;
        let mut checked_reverse = false;
        if type_a != type_b
            && type_b.is_subtype_of(type_a)
            && let Some(compare) = type_b.richcompare()
        {
            checked_reverse = true;
            let result = compare(b, a, op.swapped() as c_int)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if let Some(compare) = type_a.richcompare() {
            let result = compare(a, b, op as c_int)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if !checked_reverse && let Some(compare) = type_b.richcompare() {
            let result = compare(b, a, op.swapped() as c_int)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Ref::bool(a.is(b))),
            CompareOp::Ne => Ok(Ref::bool(!a.is(b))),
            _ => Err(self.type_error(format_args!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.text(),
                type_a.name(),
                type_b.name()
            ))),
        }
    }

    /// The truth of `a op b`.
    ///
    /// # Errors
    /// As [`Vm::compare`], and what `__bool__` of the result raises.
    pub fn compare_bool(&self, op: CompareOp, a: &Obj, b: &Obj) -> Result<bool, Raised> {
        let result = self.compare(op, a, b)?;
        self.is_true(&result)
    }

    /// `a is b or a == b`: what containers do.
    ///
    /// # Errors
    /// What the comparison raises.
    #[inline]
    pub fn equals(&self, a: &Obj, b: &Obj) -> Result<bool, Raised> {
        if a.is(b) {
            return Ok(true);
        }
        if a.is_small() && b.is_small() {
            return Ok(false);
        }
        if let (Some(a), Some(b)) = (a.exact::<Str>(), b.exact::<Str>()) {
            return Ok(a.equals(b));
        }
        self.compare_bool(CompareOp::Eq, a, b)
    }

    /// `bool(object)`
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    #[inline]
    pub fn is_true(&self, object: &Obj) -> Result<bool, Raised> {
        if object.is_immediate() {
            return Ok(!object.is(Obj::FALSE) && !object.is_none());
        }
        match object.small() {
            Some(value) => Ok(value != 0),
            None => self.is_true_slow(object),
        }
    }

    fn is_true_slow(&self, object: &Obj) -> Result<bool, Raised> {
        let type_ = object.type_();
        let result = if let Some(bool_) = type_.number().bool_ {
            bool_(object) as isize
        } else if let Some(length) = type_.mapping().length.or(type_.sequence().length) {
            length(object)
        } else {
            1
        };
        if result < 0 { Err(Raised::already_set()) } else { Ok(result != 0) }
    }

    /// `hash(object)`, as an unsigned word; never -1.
    ///
    /// # Errors
    /// TypeError if it is unhashable; what `__hash__` raises.
    #[inline]
    pub fn hash(&self, object: &Obj) -> Result<usize, Raised> {
        if let Some(this) = object.exact::<Str>() {
            return Ok(this.hash());
        }
        if let Some(value) = object.small() {
            return Ok(hash_small(value));
        }
        let Some(hash) = object.type_().hash() else {
            return Err(self.type_error(format_args!("unhashable type: '{}'", object.type_().name())));
        };
        let value = hash(object);
        if value == -1 { Err(Raised::already_set()) } else { Ok(value as usize) }
    }
}
