//! UnicodeDecodeError and its two kin: their fields and texts.
//!
//! The fields are the exception's arguments: `encoding` (not of the last), `object`, `start`,
//! `end`, `reason`. Setting one makes new arguments.

use crate::builder::StrBuilder;
use crate::exc::{BaseException, DICT_OFFSET};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Type, TypeRef, Vm, flags};
use crate::native_attr;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

/// Where the fields are: UnicodeTranslateError has no encoding.
fn first_field(this: This<'_, BaseException>) -> usize {
    usize::from(!this.obj().type_().is_subtype_of(TypeRef::of(&super::UNICODE_TRANSLATE_ERROR)))
}

fn field(this: This<'_, BaseException>, index: usize) -> Ref {
    let args = this.args.get();
    let items = args.as_ref().and_then(|args| args.cast::<Tuple>()).map_or(&[][..], |args| args.items());
    items.get(index).cloned().unwrap_or_else(Ref::none)
}

fn set_field(
    vm: &Vm,
    this: This<'_, BaseException>,
    index: usize,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("cannot delete attribute")) };
    let args = this.args.get();
    let items = args.as_ref().and_then(|args| args.cast::<Tuple>()).map_or(&[][..], |args| args.items());
    let mut items = vm.memory(pyrite_algo::Buf::from_slice(items))?;
    if let Some(slot) = items.get_mut(index) {
        *slot = value.own();
    }
    this.args.set(Some(vm.tuple_of(&items)?));
    Ok(())
}

macro_rules! fields {
    ($($get:ident $set:ident $offset:literal;)*) => {
        $(fn $get(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
            Ok(field(this, first_field(this) + $offset))
        }

        fn $set(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
            set_field(vm, this, first_field(this) + $offset, value)
        })*
    };
}

fields! {
    object set_object 0;
    start set_start 1;
    end set_end 2;
    reason set_reason 3;
}

fn encoding(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    Ok(field(this, 0))
}

fn set_encoding(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    set_field(vm, this, 0, value)
}

/// The arguments, checked for their number.
fn unicode_new(vm: &Vm, type_: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let wanted = if type_.is_subtype_of(TypeRef::of(&super::UNICODE_TRANSLATE_ERROR)) { 4 } else { 5 };
    if args.len() != wanted {
        return Err(
            vm.type_error(format_args!("function takes exactly {wanted} arguments ({} given)", args.len()))
        );
    }
    super::base::exception_new(vm, type_, args, None)
}

/// Appends the text of a str field.
fn push_field(vm: &Vm, out: &mut StrBuilder<'_>, value: &Obj) -> Result<(), Raised> {
    let text = vm.to_str(value)?;
    out.push_str(&text)
}

fn unicode_str(vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    let at = first_field(this);
    let object = field(this, at);
    let (start, end) = (vm.index(&field(this, at + 1))?, vm.index(&field(this, at + 2))?);
    let mut out = StrBuilder::new(vm);
    let decoding = this.obj().type_().is_subtype_of(TypeRef::of(&super::UNICODE_DECODE_ERROR));
    if at == 1 {
        out.push_char('\''.into())?;
        push_field(vm, &mut out, &field(this, 0))?;
        out.push_text("' codec ")?;
    }
    out.push_text(match (at, decoding) {
        (1, true) => "can't decode",
        (1, false) => "can't encode",
        _ => "can't translate",
    })?;
    let single = if end == start.wrapping_add(1) { usize::try_from(start).ok() } else { None };
    if let (Some(octet), true) = (single.and_then(|start| octet_at(vm, &object, start)), decoding) {
        write(&mut out, format_args!(" byte 0x{octet:02x} in position {start}: "))?;
    } else if let (Some(point), false) =
        (single.and_then(|start| object.cast::<Str>()?.char_at(start)), decoding)
    {
        out.push_text(" character '")?;
        crate::text::repr::push_code(&mut out, point)?;
        write(&mut out, format_args!("' in position {start}: "))?;
    } else {
        let what = if decoding { "bytes" } else { "characters" };
        write(&mut out, format_args!(" {what} in position {start}-{}: ", end.wrapping_sub(1)))?;
    }
    push_field(vm, &mut out, &field(this, at + 3))?;
    out.finish()
}

fn octet_at(vm: &Vm, object: &Obj, index: usize) -> Option<u8> {
    vm.octets(object).ok().flatten()?.get(index).copied()
}

fn write(out: &mut StrBuilder<'_>, text: core::fmt::Arguments<'_>) -> Result<(), Raised> {
    core::fmt::Write::write_fmt(out, text).map_err(|_| Raised::already_set())
}

/// The attributes of the types with an encoding.
macro_rules! table {
    ($NAME:ident, $owner:path) => {
        pub(super) static $NAME: &[crate::model::NativeAttr] = &[
    native_attr!(Some(&$owner); getset "object" (set_object) = object, "exception object"),
    native_attr!(Some(&$owner); getset "start" (set_start) = start, "exception start"),
    native_attr!(Some(&$owner); getset "end" (set_end) = end, "exception end"),
    native_attr!(Some(&$owner); getset "reason" (set_reason) = reason, "exception reason"),
    native_attr!(Some(&$owner); getset "encoding" (set_encoding) = encoding, "exception encoding"),
        ];
    };
}

table!(DECODE_ATTRS, super::UNICODE_DECODE_ERROR);
table!(ENCODE_ATTRS, super::UNICODE_ENCODE_ERROR);

pub(super) static TRANSLATE_ATTRS: &[crate::model::NativeAttr] = &[
    native_attr!(Some(&super::UNICODE_TRANSLATE_ERROR); getset "object" (set_object) = object, "exception object"),
    native_attr!(Some(&super::UNICODE_TRANSLATE_ERROR); getset "start" (set_start) = start, "exception start"),
    native_attr!(Some(&super::UNICODE_TRANSLATE_ERROR); getset "end" (set_end) = end, "exception end"),
    native_attr!(Some(&super::UNICODE_TRANSLATE_ERROR); getset "reason" (set_reason) = reason, "exception reason"),
];

/// One of the three types.
pub(super) const fn unicode_type(
    name: &'static core::ffi::CStr,
    natives: &'static [crate::model::NativeAttr],
) -> Type {
    let mut type_ = Type::builtin::<BaseException>(name, "\0").container::<BaseException>();
    type_.base = &super::UNICODE_ERROR;
    type_.flags |= flags::BASE | flags::BASE_EXCEPTION;
    type_.fast_new = Some(unicode_new);
    type_.new = Some(crate::model::types::new_thunk);
    type_.dict_offset = DICT_OFFSET as isize;
    type_.str_ = Some(crate::slot_thunk!(unary unicode_str));
    type_.natives = natives;
    type_.inherit()
}
