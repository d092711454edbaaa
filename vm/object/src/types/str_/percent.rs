//! The `%` operator.

use core::ops::Range;

use pyrite_algo::Buf;
use pyrite_algo::format_spec::percent::{Conversion, Count, PercentError};
use pyrite_algo::format_spec::{write_float, write_int};

use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::int::Int;
use crate::raw::str::{Chars, Str};
use crate::raw::tuple::Tuple;
use crate::text::repr::{Shown, push_quoted};
use crate::types::exceptions;

/// The right operand, taken value by value.
pub struct Values<'a> {
    vm: &'a Vm,
    /// The operand itself.
    whole: &'a Obj,
    /// Its items, if it is a tuple.
    items: Option<&'a [Ref]>,
    /// The value of the last key; it may be converted once.
    keyed: Option<Ref>,
    taken: usize,
    is_mapping: bool,
}

impl<'a> Values<'a> {
    /// `no_mapping` are types that have subscripts but are no mappings here.
    pub fn new(vm: &'a Vm, whole: &'a Obj, no_mapping: fn(&Obj) -> bool) -> Self {
        let items = whole.cast::<Tuple>().map(|tuple| tuple.items());
        let has_subscript = !whole.is_small() && whole.type_().mapping().subscript.is_some();
        let is_mapping = items.is_none() && has_subscript && !no_mapping(whole);
        Values { vm, whole, items, keyed: None, taken: 0, is_mapping }
    }

    /// The next value.
    ///
    /// # Errors
    /// TypeError if there is none.
    pub fn take(&mut self) -> Outcome {
        let index = self.taken;
        let value = match (&self.keyed, self.items) {
            (Some(keyed), _) => (index == 0).then(|| keyed.clone()),
            (None, Some(items)) => items.get(index).cloned(),
            (None, None) => (index == 0).then(|| self.whole.own()),
        };
        self.taken = index + 1;
        value.ok_or_else(|| self.vm.type_error("not enough arguments for format string"))
    }

    /// Looks a key up: the next value is the one found.
    ///
    /// # Errors
    /// TypeError if the operand is no mapping; what the lookup raises.
    pub fn look_up(&mut self, key: &Obj) -> Result<(), Raised> {
        if !self.is_mapping {
            return Err(self.vm.type_error("format requires a mapping"));
        }
        self.keyed = Some(self.vm.get_item(self.whole, key)?);
        self.taken = 0;
        Ok(())
    }

    /// Whether the operand may be looked up by keys.
    pub fn is_mapping(&self) -> bool {
        self.is_mapping
    }

    /// A width or precision, from the format or from the values; with a sign in the latter case.
    ///
    /// # Errors
    /// TypeError if the value is no int, OverflowError if it is too large.
    pub fn count(&mut self, count: Count) -> Result<Option<isize>, Raised> {
        match count {
            Count::None => Ok(None),
            Count::Number(number) => Ok(Some(number as isize)),
            Count::Argument => {
                let value = self.take()?;
                if value.int().is_none() {
                    return Err(self.vm.type_error("* wants int"));
                }
                match value.int().and_then(Int::to_i64).and_then(|count| isize::try_from(count).ok()) {
                    Some(count) => Ok(Some(count)),
                    None => Err(self.vm.overflow_error("Python int too large to convert to C ssize_t")),
                }
            }
        }
    }

    /// Checks that every value was used; `what` is formatted.
    ///
    /// # Errors
    /// TypeError.
    pub fn finish(&self, what: &str) -> Result<(), Raised> {
        let count = self.items.map_or(1, <[Ref]>::len);
        if self.taken >= count || self.is_mapping {
            return Ok(());
        }
        Err(self.vm.type_error(format_args!("not all arguments converted during {what} formatting")))
    }
}

/// A conversion with width and precision filled in.
pub struct Field {
    /// As written; `left` is set by a negative width.
    pub conversion: Conversion,
    /// Least width.
    pub width: usize,
    /// Precision.
    pub precision: Option<usize>,
}

impl Field {
    /// Takes width and precision from the values where the format says so.
    ///
    /// # Errors
    /// As [`Values::count`].
    pub fn new(mut conversion: Conversion, values: &mut Values<'_>) -> Result<Field, Raised> {
        let width = values.count(conversion.width)?.unwrap_or(0);
        let precision = values.count(conversion.precision)?;
        conversion.left |= width < 0;
        let precision = precision.map(|precision| precision.max(0) as usize);
        Ok(Field { conversion, width: width.unsigned_abs(), precision })
    }

    /// Whether it is only `%` and a type.
    fn is_plain(&self) -> bool {
        let c = &self.conversion;
        self.width == 0 && self.precision.is_none() && !(c.plus || c.space || c.alternate)
    }

    /// Appends text, cut and padded.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_text(
        &self,
        out: &mut StrBuilder<'_>,
        text: Chars<'_>,
        cut: Option<usize>,
    ) -> Result<(), Raised> {
        let text = text.slice(0, cut.unwrap_or(usize::MAX));
        let padding = self.width.saturating_sub(text.len());
        if !self.conversion.left {
            out.push_repeated(' '.into(), padding)?;
        }
        out.push_chars(text)?;
        if self.conversion.left {
            out.push_repeated(' '.into(), padding)?;
        }
        Ok(())
    }

    /// Appends an integer or float (types `d i u o x X e E f F g G`).
    ///
    /// # Errors
    /// TypeError if it is no number; what its conversion raises.
    pub fn push_number(&self, vm: &Vm, out: &mut StrBuilder<'_>, value: &Obj) -> Result<(), Raised> {
        let kind = self.conversion.kind;
        let spec = self.conversion.spec(Some(self.width), self.precision);
        let mut text = Buf::new();
        if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G') {
            vm.memory(write_float(&spec, vm.real(value)?, &mut text))?;
            return out.push_chars(Chars::One(&text));
        }
        let integer = self.integer(vm, value)?;
        let Some(number) = integer.int() else { return Err(self.wrong_type(vm, value)) };
        if let (Int::Small(small), true, 'd' | 'i' | 'u') = (number, self.is_plain(), kind) {
            return out.push_int(small);
        }
        let mut digits = Buf::new();
        vm.append_int(number, spec.base(), &mut digits)?;
        let digits = digits.get(usize::from(number.is_negative())..).unwrap_or(&[]);
        let digits = core::str::from_utf8(digits).unwrap_or("");
        vm.memory(write_int(&spec, number.is_negative(), digits, &mut text))?;
        out.push_chars(Chars::One(&text))
    }

    /// The value as an int object.
    fn integer(&self, vm: &Vm, value: &Obj) -> Outcome {
        if value.int().is_some() {
            return Ok(value.own());
        }
        let number = value.type_().number();
        let convert = match self.conversion.kind {
            'o' | 'x' | 'X' => number.index,
            _ => number.int.or(number.index),
        };
        let Some(convert) = convert else { return Err(self.wrong_type(vm, value)) };
        match convert(value) {
            Err(raised) => match vm.suppress(raised, &exceptions::TYPE_ERROR) {
                Ok(()) => Err(self.wrong_type(vm, value)),
                Err(raised) => Err(raised),
            },
            done => done,
        }
    }

    #[cold]
    fn wrong_type(&self, vm: &Vm, value: &Obj) -> Raised {
        let kind = self.conversion.kind;
        let wanted = if matches!(kind, 'o' | 'x' | 'X') { "an integer" } else { "a real number" };
        vm.type_error(format_args!(
            "%{kind} format: {wanted} is required, not {}",
            value.type_().short_name()
        ))
    }
}

/// Raises what is wrong with a conversion.
#[cold]
pub fn percent_error(vm: &Vm, error: PercentError) -> Raised {
    vm.value_error(match error {
        PercentError::IncompleteKey => "incomplete format key",
        PercentError::Incomplete => "incomplete format",
        PercentError::WidthTooBig => "width too big",
        PercentError::PrecisionTooBig => "precision too big",
    })
}

/// Raises that there is no conversion of this type.
#[cold]
pub fn unsupported(vm: &Vm, kind: u32, index: usize) -> Raised {
    let shown = char::from_u32(kind).filter(|_| matches!(kind, 31..=126)).unwrap_or('?');
    vm.value_error(format_args!("unsupported format character '{shown}' ({kind:#x}) at index {index}"))
}

/// `format % values`; also when `format` is on the right, whose `%` it then is not.
pub fn str_remainder(vm: &Vm, format: &Obj, values: &Obj) -> Outcome {
    let Some(this) = format.cast::<Str>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let values = Values::new(vm, values, |whole| whole.cast::<Str>().is_some());
    if let Some(ascii) = this.ascii() {
        return Formatter { vm, format: this, shadow: ascii, values }.run();
    }
    // Conversions are ASCII. What is not stands in the shadow for itself, so that places are
    // the same in both.
    let mut shadow = vm.memory(Buf::with_capacity(this.len()))?;
    for character in this.chars().iter() {
        vm.memory(shadow.push(if character < 0x80 { character as u8 } else { 0x1a }))?;
    }
    let shadow = core::str::from_utf8(&shadow).unwrap_or("");
    Formatter { vm, format: this, shadow, values }.run()
}

struct Formatter<'a> {
    vm: &'a Vm,
    format: This<'a, Str>,
    shadow: &'a str,
    values: Values<'a>,
}

impl Formatter<'_> {
    fn run(mut self) -> Outcome {
        let mut out = StrBuilder::new(self.vm);
        let mut place = 0;
        while let Some(offset) = self.shadow.as_bytes().get(place..).and_then(next_percent) {
            out.push_chars(self.format.chars().slice(place, place + offset))?;
            place = self.convert(&mut out, place + offset + 1)?;
        }
        out.push_chars(self.format.chars().slice(place, self.shadow.len()))?;
        self.values.finish("string")?;
        out.finish()
    }

    /// Appends the conversion whose `%` is before `start`; returns where it ends.
    fn convert(&mut self, out: &mut StrBuilder<'_>, start: usize) -> Result<usize, Raised> {
        match self.shadow.as_bytes().get(start) {
            Some(b'%') => {
                out.push_char('%'.into())?;
                return Ok(start + 1);
            }
            Some(b's') => {
                let value = self.values.take()?;
                push_str_of(self.vm, out, &value)?;
                return Ok(start + 1);
            }
            Some(b'd') => {
                let value = self.values.take()?;
                if let Some(small) = value.small() {
                    out.push_int(small)?;
                    return Ok(start + 1);
                }
                let conversion = self.parse(start)?;
                let field = Field { conversion, width: 0, precision: None };
                field.push_number(self.vm, out, &value)?;
                return Ok(start + 1);
            }
            _ => {}
        }
        let conversion = self.parse(start)?;
        if let Some(key) = &conversion.key {
            self.look_up(key)?;
        }
        let end = conversion.end;
        let field = Field::new(conversion, &mut self.values)?;
        let value = self.values.take()?;
        self.push(out, &field, &value)?;
        Ok(end)
    }

    fn parse(&self, start: usize) -> Result<Conversion, Raised> {
        Conversion::parse(self.shadow, start).map_err(|error| percent_error(self.vm, error))
    }

    fn look_up(&mut self, key: &Range<usize>) -> Result<(), Raised> {
        if !self.values.is_mapping() {
            return self.values.look_up(Obj::NONE);
        }
        let key = self.format.chars().slice(key.start, key.end);
        let key = self.vm.memory(self.vm.new_str_chars(key))?;
        self.values.look_up(&key)
    }

    fn push(&self, out: &mut StrBuilder<'_>, field: &Field, value: &Obj) -> Result<(), Raised> {
        let vm = self.vm;
        let text = match field.conversion.kind {
            's' => vm.to_str(value)?,
            'r' => vm.repr(value)?,
            'a' => ascii(vm, value)?,
            'c' => return field.push_text(out, Chars::Four(&[character(vm, value)?]), None),
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                return field.push_number(vm, out, value);
            }
            _ => {
                let place = field.conversion.kind_at;
                return Err(unsupported(vm, self.format.char_at(place).unwrap_or(0), place));
            }
        };
        match text.cast::<Str>() {
            Some(text) => field.push_text(out, text.chars(), field.precision),
            None => Ok(()),
        }
    }
}

#[inline]
fn next_percent(text: &[u8]) -> Option<usize> {
    text.iter().position(|&byte| byte == b'%')
}

/// Appends `str(value)`.
fn push_str_of(vm: &Vm, out: &mut StrBuilder<'_>, value: &Obj) -> Result<(), Raised> {
    if let Some(small) = value.small() {
        return out.push_int(small);
    }
    let text = vm.to_str(value)?;
    out.push_str(&text)
}

/// The character that `%c` shows.
fn character(vm: &Vm, value: &Obj) -> Result<u32, Raised> {
    if let Some(text) = value.cast::<Str>() {
        if let (1, Some(character)) = (text.len(), text.char_at(0)) {
            return Ok(character);
        }
        return Err(vm.type_error("%c requires int or char"));
    }
    if value.int().is_none() && value.type_().number().index.is_none() {
        return Err(vm.type_error("%c requires int or char"));
    }
    let point = vm.index_object(value)?;
    match point.int().and_then(Int::to_i64) {
        Some(point @ 0..=0x10_ffff) => Ok(point as u32),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}

/// `ascii(object)`
///
/// # Errors
/// What `repr` raises.
pub fn ascii(vm: &Vm, object: &Obj) -> Outcome {
    if let Some(text) = object.exact::<Str>() {
        let mut out = StrBuilder::new(vm);
        push_quoted(&mut out, text.chars(), Shown::Ascii)?;
        return out.finish();
    }
    let text = vm.repr(object)?;
    let Some(this) = text.cast::<Str>() else { return Ok(text) };
    if this.is_ascii() {
        return Ok(text);
    }
    let mut out = StrBuilder::new(vm);
    for character in this.chars().iter() {
        match character {
            0..0x80 => out.push_char(character)?,
            _ => crate::text::repr::push_code(&mut out, character)?,
        }
    }
    out.finish()
}
