//! From objects to text.

use pyrite_algo::{Buf, float_text};
use pyrite_api::types::{Dict, List, Str, Tuple, sort_list};
use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, Vm, names};

use super::scan::DEPTH_MAX;

/// Whether other characters than those of ASCII are escaped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ascii {
    /// They are.
    Yes,
    /// They are not.
    No,
}

/// The options of an encoder.
pub struct Encoder<'a> {
    pub vm: &'a Vm,
    /// Called for what has no text of its own.
    pub default: Ref,
    /// What a level is indented by.
    pub indent: Option<&'a Obj>,
    pub item_separator: Ref,
    pub key_separator: Ref,
    pub ascii: Ascii,
    pub check_circular: bool,
    pub allow_nan: bool,
    pub sort_keys: bool,
    pub skip_keys: bool,
}

/// A text on its way.
struct Output<'vm> {
    text: StrBuilder<'vm>,
    /// Addresses of the containers that are open.
    open: Buf<usize>,
    level: usize,
    /// Containers that are open.
    depth: usize,
}

impl Encoder<'_> {
    /// The text of a value.
    ///
    /// # Errors
    /// TypeError, ValueError, RecursionError; what `default` raises.
    pub fn encode(&self, value: &Obj, level: usize) -> Outcome {
        let mut out = Output { text: StrBuilder::new(self.vm), open: Buf::new(), level, depth: 0 };
        self.push(&mut out, value)?;
        out.text.finish()
    }

    fn push(&self, out: &mut Output<'_>, value: &Obj) -> Result<(), Raised> {
        if let Some(plain) = self.plain(value)? {
            return match plain {
                Plain::Word(word) => out.text.push_text(word),
                Plain::Text(text) => out.text.push_str(&text),
                Plain::String => push_string(&mut out.text, value, self.ascii),
            };
        }
        let vm = self.vm;
        let _guard = vm.enter_native()?;
        out.depth += 1;
        if out.depth > DEPTH_MAX {
            return Err(vm.recursion_error("maximum recursion depth exceeded while encoding a JSON object"));
        }
        let is_list = value.cast::<List>().is_some() || value.cast::<Tuple>().is_some();
        if self.check_circular {
            let address = value.bits();
            if out.open.contains(&address) {
                return Err(vm.value_error("Circular reference detected"));
            }
            vm.memory(out.open.push(address))?;
        }
        if is_list {
            self.push_list(out, value)?;
        } else if value.cast::<Dict>().is_some() {
            self.push_dict(out, value)?;
        } else {
            let other = vm.call_one(&self.default, value)?;
            self.push(out, &other)?;
        }
        if self.check_circular {
            out.open.pop();
        }
        out.depth -= 1;
        Ok(())
    }

    /// What has a text of its own.
    fn plain(&self, value: &Obj) -> Result<Option<Plain>, Raised> {
        if value.cast::<Str>().is_some() {
            return Ok(Some(Plain::String));
        }
        let word = if value.is_none() {
            "null"
        } else if value.is(Obj::TRUE) {
            "true"
        } else if value.is(Obj::FALSE) {
            "false"
        } else if value.int().is_some() {
            let exact = self.vm.exact_int(value)?;
            return self.vm.repr(&exact).map(|text| Some(Plain::Text(text)));
        } else if let Some(float) = value.float() {
            return self.float(value, float).map(Some);
        } else {
            return Ok(None);
        };
        Ok(Some(Plain::Word(word)))
    }

    fn float(&self, value: &Obj, float: f64) -> Result<Plain, Raised> {
        let vm = self.vm;
        if !float.is_finite() {
            if !self.allow_nan {
                let shown = vm.repr(value)?;
                let shown = pyrite_api::Text(&shown);
                let text = format_args!("Out of range float values are not JSON compliant: {shown}");
                return Err(vm.value_error(text));
            }
            return Ok(Plain::Word(match float {
                _ if float.is_nan() => "NaN",
                _ if float > 0.0 => "Infinity",
                _ => "-Infinity",
            }));
        }
        let mut text = Buf::new();
        vm.memory(float_text::repr(float, &mut text))?;
        vm.memory(vm.new_str_wtf8(&text)).map(Plain::Text)
    }

    fn new_line(&self, out: &mut Output<'_>) -> Result<(), Raised> {
        let Some(indent) = self.indent else { return Ok(()) };
        out.text.push_char('\n'.into())?;
        (0..out.level).try_for_each(|_| out.text.push_str(indent))
    }

    /// What goes in front of an item.
    fn separate(&self, out: &mut Output<'_>, is_first: bool) -> Result<(), Raised> {
        if is_first {
            out.level += 1;
        } else {
            out.text.push_str(&self.item_separator)?;
        }
        self.new_line(out)
    }

    fn close(&self, out: &mut Output<'_>, bracket: &str) -> Result<(), Raised> {
        out.level = out.level.saturating_sub(1);
        self.new_line(out)?;
        out.text.push_text(bracket)
    }

    fn push_list(&self, out: &mut Output<'_>, value: &Obj) -> Result<(), Raised> {
        // A list may change while its items are asked for their text.
        let item = |index: usize| match value.cast::<List>() {
            Some(list) => list.get(index),
            None => value.cast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned()),
        };
        if item(0).is_none() {
            return out.text.push_text("[]");
        }
        out.text.push_text("[")?;
        let mut index = 0;
        while let Some(item) = item(index) {
            self.separate(out, index == 0)?;
            self.push(out, &item)?;
            index += 1;
        }
        self.close(out, "]")
    }

    fn push_dict(&self, out: &mut Output<'_>, value: &Obj) -> Result<(), Raised> {
        let vm = self.vm;
        let view = vm.call_method(value, names::ITEMS(), &[])?;
        let items = vm.list_from(vm.collect_list(&view)?)?;
        let Some(items) = items.cast::<List>() else { return Ok(()) };
        if items.is_empty() {
            return out.text.push_text("{}");
        }
        if self.sort_keys {
            sort_list(vm, items, None, false)?;
        }
        out.text.push_text("{")?;
        let (mut index, mut is_first) = (0, true);
        while let Some(item) = items.get(index) {
            index += 1;
            let Some([key, value]) = item.cast::<Tuple>().map(|pair| pair.items()) else {
                return Err(vm.value_error("items must return 2-tuples"));
            };
            let Some(name) = self.plain(key)? else {
                if self.skip_keys {
                    continue;
                }
                let name = key.type_().short_name();
                let text = format_args!("keys must be str, int, float, bool or None, not {name}");
                return Err(vm.type_error(text));
            };
            self.separate(out, is_first)?;
            is_first = false;
            match name {
                Plain::String => push_string(&mut out.text, key, self.ascii)?,
                Plain::Word(word) => {
                    ["\"", word, "\""].iter().try_for_each(|part| out.text.push_text(part))?
                }
                Plain::Text(text) => {
                    out.text.push_text("\"")?;
                    out.text.push_str(&text)?;
                    out.text.push_text("\"")?;
                }
            }
            out.text.push_str(&self.key_separator)?;
            self.push(out, value)?;
        }
        if is_first {
            return out.text.push_text("}");
        }
        self.close(out, "}")
    }
}

/// The text of a value that holds no others.
enum Plain {
    Word(&'static str),
    Text(Ref),
    String,
}

/// Appends a str in quotes.
///
/// # Errors
/// MemoryError.
pub fn push_string(out: &mut StrBuilder<'_>, text: &Obj, ascii: Ascii) -> Result<(), Raised> {
    let Some(text) = text.cast::<Str>() else { return Ok(()) };
    let chars = text.chars();
    out.push_char('"'.into())?;
    let mut plain = 0;
    for (at, point) in chars.iter().enumerate() {
        let short = match point {
            0x22 | 0x5c => point,
            8 => 'b'.into(),
            9 => 't'.into(),
            10 => 'n'.into(),
            12 => 'f'.into(),
            13 => 'r'.into(),
            0..0x20 => 0,
            0x7f.. if ascii == Ascii::Yes => 0,
            _ => continue,
        };
        out.push_chars(chars.slice(plain, at))?;
        plain = at + 1;
        out.push_char('\\'.into())?;
        match short {
            0 if point > 0xffff => {
                push_unit(out, 0xd800 + ((point - 0x1_0000) >> 10))?;
                out.push_char('\\'.into())?;
                push_unit(out, 0xdc00 + (point & 0x3ff))?;
            }
            0 => push_unit(out, point)?,
            short => out.push_char(short)?,
        }
    }
    out.push_chars(chars.slice(plain, chars.len()))?;
    out.push_char('"'.into())
}

fn push_unit(out: &mut StrBuilder<'_>, unit: u32) -> Result<(), Raised> {
    out.push_char('u'.into())?;
    [12, 8, 4, 0].iter().try_for_each(|&shift| {
        let digit = char::from_digit(unit >> shift & 15, 16).unwrap_or('0');
        out.push_char(digit.into())
    })
}
