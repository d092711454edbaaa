//! `str.format`, `format_map` and `str.__format__`.
//!
//! Source: CPython Objects/stringlib/unicode_format.h for the grammar and its errors.

use pyrite_algo::format_spec::{Align, Subject};

use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::str::{Chars, Str};
use crate::raw::tuple::Tuple;
use crate::types::exceptions;

/// How deep fields may stand in the specifications of fields.
const DEPTH: u32 = 2;

/// `str.__format__(spec)`
pub fn str_format_spec(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let text = crate::args::required(args, 0);
    let Some(spec) = vm.parse_spec(text, Subject::Str, "str")? else {
        return vm.to_str(this.obj());
    };
    if let Err(error) = spec.check(Subject::Str) {
        return Err(vm.spec_error(error, text, this.obj().type_().short_name()));
    }
    let cut = this.chars().slice(0, spec.precision.unwrap_or(usize::MAX));
    let padding = spec.width.saturating_sub(cut.len());
    let left = match spec.align {
        Align::Left => 0,
        Align::Right | Align::AfterSign => padding,
        Align::Center => padding / 2,
    };
    let fill = u32::from(spec.fill);
    let max = if this.is_ascii() { 0x7f } else { cut.max() } | if padding > 0 { fill } else { 0 };
    let len = cut.len().checked_add(padding).ok_or(pyrite_algo::OutOfMemory);
    let mut out = vm.memory(len.and_then(|len| vm.str_writer(len, max)))?;
    out.put_repeated(fill, left);
    out.put(cut);
    out.put_repeated(fill, padding - left);
    Ok(out.finish())
}

/// `str.format(*args, **kwargs)`
pub fn str_format(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (this, rest): (This<'_, Str>, _) = crate::tables::split_receiver(vm, args)?;
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, named) =
        rest.split_at_checked(rest.len() - names.len().min(rest.len())).unwrap_or((rest, &[]));
    run(vm, this, Values::Arguments { positional, names, named })
}

/// `str.format_map(mapping)`
pub fn str_format_map(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    run(vm, this, Values::Mapping(crate::args::required(args, 0)))
}

fn run(vm: &Vm, this: This<'_, Str>, values: Values<'_>) -> Outcome {
    let mut formatter = Formatter { vm, values, numbering: Numbering::Unknown };
    let mut out = StrBuilder::new(vm);
    formatter.expand(&mut out, this.chars(), DEPTH)?;
    out.finish()
}

/// Where the values of fields come from.
enum Values<'a> {
    Arguments { positional: &'a [Ref], names: &'a [Ref], named: &'a [Ref] },
    Mapping(&'a Obj),
}

/// Whether fields are numbered by the format or by themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Manual,
    /// The number of the next field.
    Automatic(usize),
}

struct Formatter<'a> {
    vm: &'a Vm,
    values: Values<'a>,
    numbering: Numbering,
}

/// A replacement field, taken apart.
struct Field<'a> {
    name: Chars<'a>,
    conversion: Option<u32>,
    spec: Chars<'a>,
    /// Whether there are fields in the specification.
    nested: bool,
}

/// A cursor over a format string.
struct Cursor<'a> {
    text: Chars<'a>,
    place: usize,
}

impl Cursor<'_> {
    #[inline]
    fn next(&mut self) -> Option<char> {
        let character = self.text.get(self.place)?;
        self.place += 1;
        // Surrogates mean nothing here.
        Some(char::from_u32(character).unwrap_or('\u{fffd}'))
    }
}

impl<'a> Cursor<'a> {
    /// Reads a field behind its `{`, up to and with its `}`.
    fn field(&mut self, vm: &Vm) -> Result<Field<'a>, Raised> {
        let start = self.place;
        let end = self.name_end(vm)?;
        let empty = self.text.slice(0, 0);
        let mut field = Field {
            name: self.text.slice(start, self.place - usize::from(end.is_some())),
            conversion: None,
            spec: empty,
            nested: false,
        };
        match end {
            Some('}') => return Ok(field),
            Some('!') => {
                let Some(conversion) = self.text.get(self.place) else {
                    return Err(vm.value_error("end of string while looking for conversion specifier"));
                };
                self.place += 1;
                field.conversion = Some(conversion);
                match self.next() {
                    Some('}') => return Ok(field),
                    Some(':') | None => {}
                    Some(_) => return Err(vm.value_error("expected ':' after conversion specifier")),
                }
            }
            Some(_) => {}
            None => return Err(vm.value_error("expected '}' before end of string")),
        }
        self.spec(vm, field)
    }

    /// Reads up to and with the character that ends the name: `}`, `:` or `!`.
    fn name_end(&mut self, vm: &Vm) -> Result<Option<char>, Raised> {
        while let Some(character) = self.next() {
            match character {
                '{' => return Err(vm.value_error("unexpected '{' in field name")),
                '[' => {
                    while self.place < self.text.len() && self.text.get(self.place) != Some(']'.into()) {
                        self.place += 1;
                    }
                }
                '}' | ':' | '!' => return Ok(Some(character)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads the specification, up to and with the `}` of the field.
    fn spec(&mut self, vm: &Vm, mut field: Field<'a>) -> Result<Field<'a>, Raised> {
        let start = self.place;
        let mut open = 1usize;
        while let Some(character) = self.next() {
            match character {
                '{' => {
                    field.nested = true;
                    open += 1;
                }
                '}' => {
                    open -= 1;
                    if open == 0 {
                        field.spec = self.text.slice(start, self.place - 1);
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err(vm.value_error("unmatched '{' in format spec"))
    }
}

impl Formatter<'_> {
    /// Appends a format string with its fields replaced.
    fn expand(&mut self, out: &mut StrBuilder<'_>, text: Chars<'_>, depth: u32) -> Result<(), Raised> {
        if depth == 0 {
            return Err(self.vm.value_error("Max string recursion exceeded"));
        }
        let mut cursor = Cursor { text, place: 0 };
        let mut literal = 0;
        while let Some(character) = cursor.next() {
            if character != '{' && character != '}' {
                continue;
            }
            let brace = cursor.place - 1;
            if text.get(cursor.place) == Some(character.into()) {
                // A doubled brace stands for one.
                out.push_chars(text.slice(literal, cursor.place))?;
                cursor.place += 1;
            } else if character == '}' {
                return Err(self.vm.value_error("Single '}' encountered in format string"));
            } else if cursor.place >= text.len() {
                return Err(self.vm.value_error("Single '{' encountered in format string"));
            } else {
                out.push_chars(text.slice(literal, brace))?;
                let field = cursor.field(self.vm)?;
                self.replace(out, &field, depth)?;
            }
            literal = cursor.place;
        }
        out.push_chars(text.slice(literal, text.len()))
    }

    fn replace(&mut self, out: &mut StrBuilder<'_>, field: &Field<'_>, depth: u32) -> Result<(), Raised> {
        let vm = self.vm;
        let mut value = self.value(field.name)?;
        if let Some(conversion) = field.conversion {
            value = convert(vm, &value, conversion)?;
        }
        if field.spec.is_empty() {
            if let Some(small) = value.small() {
                return out.push_int(small);
            }
            if value.exact::<Str>().is_some() {
                return out.push_str(&value);
            }
        }
        let spec = if field.nested {
            let mut spec = StrBuilder::new(vm);
            self.expand(&mut spec, field.spec, depth - 1)?;
            spec.finish()?
        } else {
            vm.memory(vm.new_str_chars(field.spec))?
        };
        let text = vm.format(&value, &spec)?;
        out.push_str(&text)
    }

    /// The value that a field's name (`0.attribute[index]`) stands for.
    fn value(&mut self, name: Chars<'_>) -> Outcome {
        let vm = self.vm;
        let ends = |c: u32| c == '.'.into() || c == '['.into();
        let mut place = name.iter().position(ends).unwrap_or(name.len());
        let mut value = self.first(name.slice(0, place))?;
        while let Some(separator) = name.get(place) {
            let start = place + 1;
            if separator == '.'.into() {
                let rest = name.slice(start, name.len());
                place = rest.iter().position(ends).map_or(name.len(), |offset| start + offset);
                let attribute = self.part(name.slice(start, place))?;
                let attribute = vm.memory(vm.intern_str(&attribute))?;
                value = vm.get_attr(&value, &attribute)?;
            } else if separator == '['.into() {
                let rest = name.slice(start, name.len());
                let Some(offset) = rest.iter().position(|c| c == ']'.into()) else {
                    return Err(vm.value_error("Missing ']' in format string"));
                };
                let index = name.slice(start, start + offset);
                let key = match number(vm, index)? {
                    Some(index) => vm.int(index as i64)?,
                    None => self.part(index)?,
                };
                value = vm.get_item(&value, &key)?;
                place = start + offset + 1;
            } else {
                return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier"));
            }
        }
        Ok(value)
    }

    fn part(&self, text: Chars<'_>) -> Outcome {
        if text.is_empty() {
            return Err(self.vm.value_error("Empty attribute in format string"));
        }
        self.vm.memory(self.vm.new_str_chars(text))
    }

    /// The argument that the first part of a name stands for.
    fn first(&mut self, name: Chars<'_>) -> Outcome {
        let vm = self.vm;
        let given = number(vm, name)?;
        let index = if name.is_empty() || given.is_some() { Some(self.numbered(given)?) } else { None };
        match (&self.values, index) {
            (Values::Arguments { positional, .. }, Some(index)) => {
                positional.get(index).cloned().ok_or_else(|| {
                    vm.index_error(format_args!(
                        "Replacement index {index} out of range for positional args tuple"
                    ))
                })
            }
            (Values::Arguments { names, named, .. }, None) => {
                let same = |each: &Ref| each.cast::<Str>().is_some_and(|each| each.chars().same(name));
                match names.iter().position(same).and_then(|place| named.get(place)) {
                    Some(value) => Ok(value.clone()),
                    None => {
                        let key = vm.memory(vm.new_str_chars(name))?;
                        Err(vm.raise_with(&exceptions::KEY_ERROR, &[&key]))
                    }
                }
            }
            (Values::Mapping(_), Some(_)) => Err(vm.value_error("Format string contains positional fields")),
            (Values::Mapping(mapping), None) => {
                let key = vm.memory(vm.new_str_chars(name))?;
                vm.get_item(mapping, &key)
            }
        }
    }

    /// The number of a field: the one given, or the next.
    fn numbered(&mut self, given: Option<usize>) -> Result<usize, Raised> {
        let (number, next) = match (given, self.numbering) {
            (Some(_), Numbering::Automatic(_)) => {
                return Err(self.vm.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            (None, Numbering::Manual) => {
                return Err(self.vm.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            (Some(number), _) => (number, Numbering::Manual),
            (None, Numbering::Automatic(number)) => (number, Numbering::Automatic(number + 1)),
            (None, Numbering::Unknown) => (0, Numbering::Automatic(1)),
        };
        self.numbering = next;
        Ok(number)
    }
}

/// The number that a text of decimal digits is; `None` if it is something else.
fn number(vm: &Vm, text: Chars<'_>) -> Result<Option<usize>, Raised> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut number = 0usize;
    for character in text.iter() {
        let Some(digit) = pyrite_algo::unicode::decimal_value(character) else { return Ok(None) };
        let sum = number.checked_mul(10).and_then(|sum| sum.checked_add(digit as usize));
        number = sum
            .filter(|&sum| sum <= isize::MAX as usize)
            .ok_or_else(|| vm.value_error("Too many decimal digits in format string"))?;
    }
    Ok(Some(number))
}

/// What `!r`, `!s` and `!a` do.
fn convert(vm: &Vm, value: &Obj, conversion: u32) -> Outcome {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value),
        Some('s') => vm.to_str(value),
        Some('a') => super::percent::ascii(vm, value),
        Some(other @ '!'..='~') => Err(vm.value_error(format_args!("Unknown conversion specifier {other}"))),
        _ => Err(vm.value_error(format_args!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}
