//! Arithmetic dispatch: slots of both operands, then TypeError.

use crate::model::slots::{BinaryFn, NumberSlots, UnaryFn};
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, TypeRef, Vm};
use crate::raw::int::Int;

/// Binary operators, in the order of the instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `/`
    TrueDiv,
    /// `**`
    Pow,
    /// `@`
    MatMul,
    /// `divmod()`
    DivMod,
}

impl BinaryOp {
    /// Every operator, in order.
    pub const ALL: [BinaryOp; 14] = {
        use BinaryOp::*;
        [Add, Sub, Mul, FloorDiv, Mod, And, Or, Xor, LShift, RShift, TrueDiv, Pow, MatMul, DivMod]
    };

    /// The operator's text.
    pub fn text(self) -> &'static str {
        ["+", "-", "*", "//", "%", "&", "|", "^", "<<", ">>", "/", "** or pow()", "@", "divmod()"]
            [self as usize]
    }

    fn inplace_text(self) -> &'static str {
        ["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "/=", "**=", "@=", ""][self as usize]
    }

    #[inline]
    fn slot(self, table: &NumberSlots) -> Option<BinaryFn> {
        use BinaryOp::*;
        match self {
            Add => table.add,
            Sub => table.subtract,
            Mul => table.multiply,
            FloorDiv => table.floor_divide,
            Mod => table.remainder,
            And => table.and,
            Or => table.or,
            Xor => table.xor,
            LShift => table.lshift,
            RShift => table.rshift,
            TrueDiv => table.true_divide,
            MatMul => table.matrix_multiply,
            DivMod => table.divmod,
            Pow => None,
        }
    }

    fn inplace_slot(self, table: &NumberSlots) -> Option<BinaryFn> {
        use BinaryOp::*;
        match self {
            Add => table.inplace_add,
            Sub => table.inplace_subtract,
            Mul => table.inplace_multiply,
            FloorDiv => table.inplace_floor_divide,
            Mod => table.inplace_remainder,
            And => table.inplace_and,
            Or => table.inplace_or,
            Xor => table.inplace_xor,
            LShift => table.inplace_lshift,
            RShift => table.inplace_rshift,
            TrueDiv => table.inplace_true_divide,
            MatMul => table.inplace_matrix_multiply,
            Pow | DivMod => None,
        }
    }
}

/// The result of trying a slot: an object other than NotImplemented.
fn implemented(result: Outcome) -> Option<Outcome> {
    match result {
        Ok(value) if value.is(Obj::NOT_IMPLEMENTED) => None,
        other => Some(other),
    }
}

impl Vm {
    /// `a op b`
    ///
    /// # Errors
    /// TypeError for operands that do not fit; what the operation raises.
    pub fn binary(&self, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        match self.binary_slots(op, a, b).or_else(|| self.sequence_slots(op, a, b)) {
            Some(result) => result,
            None => Err(self.operand_error(op.text(), a, b)),
        }
    }

    /// `a op= b`: the object to store.
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn inplace(&self, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        let type_ = a.type_();
        let result = if op == BinaryOp::Pow {
            type_.number().inplace_power.map(|slot| slot(a, b, Obj::NONE))
        } else {
            op.inplace_slot(type_.number()).map(|slot| slot(a, b))
        };
        if let Some(result) = result.and_then(implemented) {
            return result;
        }
        if let Some(result) = self.binary_slots(op, a, b) {
            return result;
        }
        let sequence = type_.sequence();
        match op {
            BinaryOp::Add if sequence.inplace_concat.is_some() => {
                if let Some(concat) = sequence.inplace_concat {
                    return concat(a, b);
                }
            }
            BinaryOp::Mul => {
                if let (Some(repeat), Some(count)) = (sequence.inplace_repeat, self.repeat_count(b)) {
                    return repeat(a, count?);
                }
            }
            _ => {}
        }
        match self.sequence_slots(op, a, b) {
            Some(result) => result,
            None => Err(self.operand_error(op.inplace_text(), a, b)),
        }
    }

    /// The number slots of both operands: the right one first if its type is a subtype.
    #[inline]
    fn binary_slots(&self, op: BinaryOp, a: &Obj, b: &Obj) -> Option<Outcome> {
        if op == BinaryOp::Pow {
            return self.power_slots(a, b, Obj::NONE);
        }
        let (type_a, type_b) = (a.type_(), b.type_());
        let slot_a = op.slot(type_a.number());
        let mut slot_b = if type_a == type_b { None } else { op.slot(type_b.number()) };
        if slot_a.map(|slot| slot as usize) == slot_b.map(|slot| slot as usize) {
            slot_b = None;
        }
        if let Some(slot) = slot_a {
            if let Some(right) = slot_b.filter(|_| type_b.is_subtype_of(type_a)) {
                if let Some(result) = implemented(right(a, b)) {
                    return Some(result);
                }
                slot_b = None;
            }
            if let Some(result) = implemented(slot(a, b)) {
                return Some(result);
            }
        }
        slot_b.and_then(|slot| implemented(slot(a, b)))
    }

    fn power_slots(&self, a: &Obj, b: &Obj, modulus: &Obj) -> Option<Outcome> {
        let (type_a, type_b) = (a.type_(), b.type_());
        let slot_a = type_a.number().power;
        let slot_b = if type_a == type_b { None } else { type_b.number().power };
        let slot_b = slot_b.filter(|&b| slot_a.is_none_or(|a| a as usize != b as usize));
        let right_first = slot_b.is_some() && type_b.is_subtype_of(type_a);
        let order = if right_first { [slot_b, slot_a] } else { [slot_a, slot_b] };
        order.into_iter().flatten().find_map(|slot| implemented(slot(a, b, modulus)))
    }

    /// `+` of sequences, `*` of a sequence and an integer.
    fn sequence_slots(&self, op: BinaryOp, a: &Obj, b: &Obj) -> Option<Outcome> {
        match op {
            BinaryOp::Add => a.type_().sequence().concat.map(|concat| concat(a, b)),
            BinaryOp::Mul => {
                let repeat = |sequence: &Obj, count: &Obj| {
                    let slot = sequence.type_().sequence().repeat?;
                    match self.repeat_count(count) {
                        Some(Ok(count)) => Some(slot(sequence, count)),
                        Some(Err(raised)) => Some(Err(raised)),
                        None => Some(Err(self.type_error(format_args!(
                            "can't multiply sequence by non-int of type '{}'",
                            count.type_().short_name()
                        )))),
                    }
                };
                repeat(a, b).or_else(|| repeat(b, a))
            }
            _ => None,
        }
    }

    /// The count of a repetition: `None` if the object is no integer.
    fn repeat_count(&self, count: &Obj) -> Option<Result<isize, Raised>> {
        let has_index = count.int().is_some() || count.type_().number().index.is_some();
        has_index.then(|| self.index(count))
    }

    /// `pow(a, b, modulus)`
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn power(&self, a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
        if modulus.is_none() {
            return self.binary(BinaryOp::Pow, a, b);
        }
        match self.power_slots(a, b, modulus) {
            Some(result) => result,
            None => Err(self.type_error(format_args!(
                "unsupported operand type(s) for pow(): '{}', '{}', '{}'",
                a.type_().short_name(),
                b.type_().short_name(),
                modulus.type_().short_name()
            ))),
        }
    }

    #[cold]
    fn operand_error(&self, op: &str, a: &Obj, b: &Obj) -> Raised {
        // Concatenation has its own texts, made by the slot of the left operand.
        self.type_error(format_args!(
            "unsupported operand type(s) for {op}: '{}' and '{}'",
            a.type_().name(),
            b.type_().name()
        ))
    }

    fn unary(&self, op: &str, slot: Option<UnaryFn>, a: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        match slot {
            Some(slot) => slot(a),
            None => {
                Err(self.type_error(format_args!("bad operand type for {op}: '{}'", a.type_().short_name())))
            }
        }
    }

    /// `-a`
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn negative(&self, a: &Obj) -> Outcome {
        self.unary("unary -", a.type_().number().negative, a)
    }

    /// `+a`
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn positive(&self, a: &Obj) -> Outcome {
        self.unary("unary +", a.type_().number().positive, a)
    }

    /// `~a`
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn invert(&self, a: &Obj) -> Outcome {
        self.unary("unary ~", a.type_().number().invert, a)
    }

    /// `abs(a)`
    ///
    /// # Errors
    /// As [`Vm::binary`].
    pub fn absolute(&self, a: &Obj) -> Outcome {
        self.unary("abs()", a.type_().number().absolute, a)
    }

    /// `operator.index(a)`: an int object.
    ///
    /// # Errors
    /// TypeError if it is no integer.
    pub fn index_object(&self, a: &Obj) -> Outcome {
        if a.int().is_some() {
            return Ok(a.own());
        }
        let Some(index) = a.type_().number().index else {
            return Err(self.type_error(format_args!(
                "'{}' object cannot be interpreted as an integer",
                a.type_().short_name()
            )));
        };
        let result = index(a)?;
        if result.int().is_none() {
            return Err(self.type_error(format_args!(
                "__index__ returned non-int (type {})",
                result.type_().short_name()
            )));
        }
        Ok(result)
    }

    /// An integer as a machine word.
    ///
    /// # Errors
    /// TypeError if it is no integer; OverflowError if it does not fit.
    #[inline]
    pub fn index(&self, a: &Obj) -> Result<isize, Raised> {
        match a.small() {
            Some(value) => Ok(value),
            None => self.index_slow(a),
        }
    }

    fn index_slow(&self, a: &Obj) -> Result<isize, Raised> {
        let value = self.index_object(a)?;
        match value.int().and_then(Int::to_i64).and_then(|value| isize::try_from(value).ok()) {
            Some(value) => Ok(value),
            None => Err(self.overflow_error(format_args!(
                "cannot fit '{}' into an index-sized integer",
                a.type_().short_name()
            ))),
        }
    }

    /// An integer as a machine word, clipped to its range: bounds of slices.
    ///
    /// # Errors
    /// TypeError if it is no integer.
    pub fn index_clipped(&self, a: &Obj) -> Result<isize, Raised> {
        let value = self.index_object(a)?;
        let Some(int) = value.int() else { return Ok(0) };
        let fits = int.to_i64().and_then(|value| isize::try_from(value).ok());
        Ok(fits.unwrap_or(if int.is_negative() { isize::MIN } else { isize::MAX }))
    }

    /// Whether the type of `a` is `type_` or a subtype.
    #[inline]
    pub fn is_instance_of(&self, a: &Obj, type_: TypeRef) -> bool {
        a.type_() == type_ || a.type_().is_subtype_of(type_)
    }
}
