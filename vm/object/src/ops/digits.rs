//! Numbers and text: what int, float, complex and str formatting share.

use pyrite_algo::bigint::{self, ArithError, Written, big};
use pyrite_algo::format_spec::{Grouping, Spec, SpecError};
use pyrite_algo::int_text::IntText;
use pyrite_algo::{Buf, unicode};

use crate::model::value::{Obj, Outcome, Ref, fits_small};
use crate::model::{Raised, This, Vm};
use crate::new::Text;
use crate::raw::float::Float;
use crate::raw::int::Int;
use crate::raw::str::Str;

/// Limbs that an operation may write without asking for memory.
const ROOM: usize = 8;

/// Text of a number in ASCII.
pub enum NumberText<'a> {
    /// That of the string.
    Own(&'a [u8]),
    /// Made of characters of other scripts.
    Made(Buf<u8>),
}

impl core::ops::Deref for NumberText<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            NumberText::Own(text) => text,
            NumberText::Made(text) => text,
        }
    }
}

impl Vm {
    /// An int of a machine word.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn int_word(&self, value: isize) -> Outcome {
        if fits_small(value) { Ok(Ref::small(value)) } else { self.int(value as i64) }
    }

    /// An int of limbs that `fill` writes, at most `len` of them.
    ///
    /// # Errors
    /// MemoryError.
    pub fn build_int(&self, len: usize, fill: impl FnOnce(&mut [u32]) -> Written) -> Outcome {
        let mut room = [0; ROOM];
        if let Some(room) = room.get_mut(..len) {
            let written = fill(room);
            return self.int_of(bigint::Int::of(written, room));
        }
        let mut room = Buf::new();
        self.memory(room.resize(len, 0))?;
        let written = fill(&mut room);
        self.int_of(bigint::Int::of(written, &room))
    }

    /// An int of borrowed limbs.
    ///
    /// # Errors
    /// MemoryError.
    pub fn int_of(&self, value: bigint::Int<'_>) -> Outcome {
        self.memory(self.new_int_limbs(value.negative, value.limbs))
    }

    /// The nearest float.
    ///
    /// # Errors
    /// OverflowError if there is none.
    pub fn int_to_f64(&self, value: Int<'_>) -> Result<f64, Raised> {
        if let Int::Small(value) = value {
            return Ok(value as f64);
        }
        match bigint::float::to_f64(value.limbs().as_int()) {
            Some(value) => Ok(value),
            None => Err(self.overflow_error("int too large to convert to float")),
        }
    }

    /// `float(a)` for a number: its value, that of `__float__` or of `__index__`.
    ///
    /// # Errors
    /// TypeError if it is no real number; OverflowError if an int is too large.
    #[inline]
    pub fn real(&self, a: &Obj) -> Result<f64, Raised> {
        if let Some(this) = a.exact::<Float>() {
            return Ok(this.value);
        }
        match a.small() {
            Some(value) => Ok(value as f64),
            None => self.real_slow(a)?.ok_or_else(|| {
                self.type_error(format_args!("must be real number, not {}", a.type_().short_name()))
            }),
        }
    }

    /// As [`Vm::real`], with `None` for what is no real number.
    ///
    /// # Errors
    /// OverflowError; what `__float__` raises.
    pub fn real_slow(&self, a: &Obj) -> Result<Option<f64>, Raised> {
        if let Some(value) = a.float() {
            return Ok(Some(value));
        }
        self.float_of(a)
    }

    /// As [`Vm::real_slow`], but asks the `__float__` of a subclass of float as well.
    ///
    /// # Errors
    /// As [`Vm::real_slow`].
    pub fn float_of(&self, a: &Obj) -> Result<Option<f64>, Raised> {
        if let Some(float) = a.type_().number().float {
            let result = float(a)?;
            return match result.float() {
                Some(value) => Ok(Some(value)),
                None => Err(self.type_error(format_args!(
                    "{}.__float__ returned non-float (type {})",
                    a.type_().short_name(),
                    result.type_().short_name()
                ))),
            };
        }
        if a.type_().number().index.is_none() {
            return Ok(None);
        }
        let index = self.index_object(a)?;
        index.int().map(|value| self.int_to_f64(value)).transpose()
    }

    /// The exact int equal to an int object: of subtypes and bools, a new one.
    ///
    /// # Errors
    /// MemoryError.
    pub fn exact_int(&self, a: &Obj) -> Outcome {
        if a.is_exact_int() {
            return Ok(a.own());
        }
        match a.int() {
            Some(Int::Small(value)) => self.int_word(value),
            Some(value) => self.int_of(value.limbs().as_int()),
            None => self.index_object(a),
        }
    }

    /// Appends the digits of an integer in `base`, without prefix.
    ///
    /// # Errors
    /// ValueError if there are more than `sys.set_int_max_str_digits` allows; MemoryError.
    pub fn append_int(&self, value: Int<'_>, base: u32, to: &mut Buf<u8>) -> Result<(), Raised> {
        if let Some(value) = value.to_i64() {
            return self.memory(to.extend_from_slice(IntText::new(value, base).as_str().as_bytes()));
        }
        let limbs = value.limbs();
        let int = limbs.as_int();
        let limit = if base.is_power_of_two() { 0 } else { self.int_max_str_digits.get() };
        // 2**10 is more than 10**3: a number of this length has surely more digits.
        if limit != 0 && int.bit_length() / 10 * 3 > limit as u64 + 3 {
            return Err(self.too_many_digits());
        }
        let start = to.len();
        self.memory(big::format(int, base, to))?;
        if limit != 0 && to.len() - start - usize::from(int.negative) > limit {
            return Err(self.too_many_digits());
        }
        Ok(())
    }

    #[cold]
    fn too_many_digits(&self) -> Raised {
        self.value_error(format_args!(
            "Exceeds the limit ({} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit",
            self.int_max_str_digits.get()
        ))
    }

    /// A str as ASCII for reading numbers: digits of all scripts and spaces become those of
    /// ASCII, other characters `?`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn number_text<'a>(&self, text: This<'a, Str>) -> Result<NumberText<'a>, Raised> {
        if let Some(text) = text.ascii() {
            return Ok(NumberText::Own(text.as_bytes()));
        }
        let mut ascii = self.memory(Buf::with_capacity(text.len()))?;
        for point in text.chars().iter() {
            let byte = match u8::try_from(point) {
                Ok(byte) if byte.is_ascii() => byte,
                _ if unicode::is_space(point) => b' ',
                _ => unicode::decimal_value(point).map_or(b'?', |digit| b'0' + digit as u8),
            };
            self.memory(ascii.push(byte))?;
        }
        Ok(NumberText::Made(ascii))
    }

    /// Raises what is wrong with the format specification `spec` (a str) for an object of
    /// the type named `type_name`.
    #[cold]
    pub fn spec_error(&self, error: SpecError, spec: &Obj, type_name: &str) -> Raised {
        match error {
            SpecError::GroupingWith(grouping, kind) => {
                let grouping = Grouping::char(grouping);
                if kind.is_ascii_graphic() {
                    self.value_error(format_args!("Cannot specify '{grouping}' with '{kind}'."))
                } else {
                    let kind = u32::from(kind);
                    self.value_error(format_args!("Cannot specify '{grouping}' with '\\x{kind:x}'."))
                }
            }
            SpecError::UnknownType(kind) if kind.is_ascii_graphic() => self
                .value_error(format_args!("Unknown format code '{kind}' for object of type '{type_name}'")),
            SpecError::UnknownType(kind) => self.value_error(format_args!(
                "Unknown format code '\\x{:x}' for object of type '{type_name}'",
                u32::from(kind)
            )),
            SpecError::Invalid => self.value_error(format_args!(
                "Invalid format specifier '{}' for object of type '{type_name}'",
                Text(spec)
            )),
            other => self.value_error(other.text().unwrap_or("Invalid format specifier")),
        }
    }

    /// A laid-out number as a str.
    ///
    /// # Errors
    /// MemoryError.
    pub fn finish_text(&self, text: Buf<u8>) -> Outcome {
        self.memory(self.new_str_wtf8(&text))
    }

    /// The argument of `__format__` as text and parsed; `None` if it is empty.
    ///
    /// # Errors
    /// TypeError if it is no str; ValueError if it is no specification.
    pub fn parse_spec(
        &self,
        spec: &Obj,
        subject: pyrite_algo::format_spec::Subject,
        type_name: &str,
    ) -> Result<Option<Spec>, Raised> {
        let Some(text) = spec.cast::<Str>() else {
            return Err(self.type_error(format_args!(
                "__format__() argument must be str, not {}",
                spec.type_().short_name()
            )));
        };
        if text.is_empty() {
            return Ok(None);
        }
        let utf8 = self.utf8(spec)?;
        // A lone surrogate is no part of any specification.
        let text = core::str::from_utf8(&utf8).unwrap_or("\u{fffd}\u{fffd}");
        match Spec::parse(text, subject) {
            Ok(spec) => Ok(Some(spec)),
            Err(error) => Err(self.spec_error(error, spec, type_name)),
        }
    }

    /// Turns a failed integer operation into its exception; `zero` is the text for a zero
    /// divisor.
    #[cold]
    pub fn arith_error(&self, error: ArithError, zero: &str) -> Raised {
        match error {
            ArithError::OutOfMemory => self.memory_error(),
            ArithError::ZeroDivision => self.zero_division_error(zero),
            ArithError::Negative => self.value_error("negative shift count"),
            ArithError::NotInvertible => self.value_error("base is not invertible for the given modulus"),
            ArithError::Overflow => self.overflow_error("integer division result too large for a float"),
        }
    }
}
