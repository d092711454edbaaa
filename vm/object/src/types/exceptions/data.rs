//! Exceptions that hold values besides their arguments.

use super::base::{exception_str, has_native_init, slot_value, split_keywords};
use super::{EXCEPTION, os_error_type};
use crate::exc::BaseException;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm};
use crate::new::Text;
use crate::raw::int::Int;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::{py_type, types::exceptions::BASE_EXCEPTION};

/// An exception type with slots: its storage, `__new__`, `__init__` and attributes.
///
/// `fill(vm, storage, type, args, names)` sets the slots from the arguments of `__init__`.
macro_rules! with_slots {
    (
        $(#[$meta:meta])*
        $Name:ident $TYPE:ident = $name:literal < $BASE:ident, $new:ident $init:ident $fill:ident $str:ident {
            $($slot:ident $set:ident $attr:literal;)*
        }
    ) => {
        $(#[$meta])*
        #[repr(C)]
        pub struct $Name {
            /// What all exceptions have.
            pub base: BaseException,
            $(#[doc = concat!("`", $attr, "`")] pub $slot: Slot,)*
        }

        // SAFETY: instances of the type and its subtypes begin with this.
        unsafe impl Storage for $Name {
            const TYPE: &'static Type = &$TYPE;

            fn traverse(&self, visitor: &mut Visitor) {
                self.base.traverse(visitor);
                $(self.$slot.visit(visitor);)*
            }

            fn clear(&self) {
                self.base.clear();
                $(self.$slot.set(None);)*
            }
        }

        fn $new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
            let positional = positional(args, names);
            let base = BaseException::new(vm.tuple_of(positional)?);
            let storage = $Name { base, $($slot: Slot::new(None),)* };
            let type_ = if type_.is(&OS_ERROR) { os_subtype(type_, positional) } else { type_ };
            let object = vm.memory(vm.allocate(type_, storage, size_of::<$Name>()))?;
            if let Some(this) = object.cast::<$Name>().filter(|_| has_native_init(type_)) {
                $fill(vm, this, args, names)?;
            }
            Ok(object)
        }

        fn $init(vm: &Vm, this: This<'_, $Name>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
            this.base.args.set(Some(vm.tuple_of(positional(args, names))?));
            $fill(vm, this, args, names)
        }

        $(
            fn $slot(_vm: &Vm, this: This<'_, $Name>) -> Outcome {
                slot_value(&this.$slot)
            }

            fn $set(_vm: &Vm, this: This<'_, $Name>, value: Option<&Obj>) -> Result<(), Raised> {
                this.$slot.set(value.map(Obj::own));
                Ok(())
            }
        )*

        py_type! {
            $(#[$meta])*
            pub static $TYPE: $Name = $name, "" {
                base $BASE;
                flags crate::model::flags::BASE;
                gc exception;
                new $new;
                slots { str_: unary $str, init: init $init, }
                attrs { $(getset $attr ($set) = $slot, "";)* }
            }
        }
    };
}

/// The arguments without those of the keywords.
fn positional<'a>(args: &'a [Ref], names: Option<&Obj>) -> &'a [Ref] {
    let count = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    args.get(..args.len().saturating_sub(count)).unwrap_or(args)
}

with_slots! {
    /// `StopIteration`: the value an iterator returned.
    StopIteration STOP_ITERATION = "StopIteration" < EXCEPTION, stop_new stop_init stop_fill exception_str {
        value set_value "value";
    }
}

fn stop_fill(
    vm: &Vm,
    this: This<'_, StopIteration>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let (args, []) = split_keywords(vm, this.obj().type_(), args, names, [])?;
    this.value.set(args.first().cloned());
    Ok(())
}

with_slots! {
    /// `SystemExit`: the exit status.
    SystemExit SYSTEM_EXIT = "SystemExit" < BASE_EXCEPTION, exit_new exit_init exit_fill exception_str {
        code set_code "code";
    }
}

fn exit_fill(vm: &Vm, this: This<'_, SystemExit>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let (args, []) = split_keywords(vm, this.obj().type_(), args, names, [])?;
    let code = match args {
        [] => None,
        [code] => Some(code.clone()),
        _ => this.base.args.get(),
    };
    this.code.set(code);
    Ok(())
}

with_slots! {
    /// `NameError`: the name.
    NameError NAME_ERROR = "NameError" < EXCEPTION, name_new name_init name_fill exception_str {
        name_of_name set_name_of_name "name";
    }
}

fn name_fill(vm: &Vm, this: This<'_, NameError>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let (_, [name]) = split_keywords(vm, this.obj().type_(), args, names, ["name"])?;
    this.name_of_name.set(name.cloned());
    Ok(())
}

with_slots! {
    /// `AttributeError`: the object and the name of the attribute.
    AttributeError ATTRIBUTE_ERROR = "AttributeError" < EXCEPTION, attr_new attr_init attr_fill exception_str {
        name set_name "name";
        obj set_obj "obj";
    }
}

fn attr_fill(
    vm: &Vm,
    this: This<'_, AttributeError>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let (_, [name, obj]) = split_keywords(vm, this.obj().type_(), args, names, ["name", "obj"])?;
    this.name.set(name.cloned());
    this.obj.set(obj.cloned());
    Ok(())
}

with_slots! {
    /// `ImportError`: the module.
    ImportError IMPORT_ERROR = "ImportError" < EXCEPTION, import_new import_init import_fill import_str {
        import_msg set_import_msg "msg";
        import_name set_import_name "name";
        import_path set_import_path "path";
        import_name_from set_import_name_from "name_from";
    }
}

fn import_fill(
    vm: &Vm,
    this: This<'_, ImportError>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let (args, [name, path, name_from]) =
        split_keywords(vm, this.obj().type_(), args, names, ["name", "path", "name_from"])?;
    this.import_name.set(name.cloned());
    this.import_path.set(path.cloned());
    this.import_name_from.set(name_from.cloned());
    this.import_msg.set(if let [only] = args { Some(only.clone()) } else { None });
    Ok(())
}

fn import_str(vm: &Vm, this: This<'_, ImportError>) -> Outcome {
    match this.import_msg.get() {
        Some(msg) if msg.exact::<Str>().is_some() => Ok(msg),
        _ => base_str(vm, this.obj()),
    }
}

/// `str()` as for exceptions without data.
fn base_str(vm: &Vm, object: &Obj) -> Outcome {
    match object.cast::<BaseException>() {
        Some(base) => exception_str(vm, base),
        None => vm.default_repr(object),
    }
}

with_slots! {
    /// `OSError`: the error of the system and the files it is about.
    OsError OS_ERROR = "OSError" < EXCEPTION, os_new os_init os_fill os_str {
        errno set_errno "errno";
        strerror set_strerror "strerror";
        filename set_filename "filename";
        filename2 set_filename2 "filename2";
    }
}

/// The subtype of OSError for the errno in the arguments.
fn os_subtype(type_: TypeRef, args: &[Ref]) -> TypeRef {
    match args {
        [errno, _, ..] => match errno.small().and_then(|errno| i32::try_from(errno).ok()) {
            Some(errno) => TypeRef::of(os_error_type(pyrite_host::Errno(errno))),
            None => type_,
        },
        _ => type_,
    }
}

fn os_fill(vm: &Vm, this: This<'_, OsError>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let (args, []) = split_keywords(vm, this.obj().type_(), args, names, [])?;
    let (errno, strerror) = match args {
        [errno, strerror, ..] if args.len() <= 5 => (errno, strerror),
        _ => return Ok(()),
    };
    this.errno.set(Some(errno.clone()));
    this.strerror.set(Some(strerror.clone()));
    let given = |index: usize| args.get(index).filter(|value| !value.is_none()).cloned();
    if let Some(filename) = given(2) {
        this.filename.set(Some(filename));
        this.filename2.set(given(4));
        // The arguments are shown without the names of files.
        this.base.args.set(Some(vm.tuple(&[errno, strerror])?));
    }
    Ok(())
}

fn os_str(vm: &Vm, this: This<'_, OsError>) -> Outcome {
    let shown = |value: Option<Ref>| vm.to_str(value.as_deref().unwrap_or(Obj::NONE));
    let quoted = |value: Ref| vm.repr(&value);
    match (this.filename.get(), this.filename2.get()) {
        (Some(first), second) => {
            let (errno, strerror) = (shown(this.errno.get())?, shown(this.strerror.get())?);
            let first = quoted(first)?;
            let start = format_args!("[Errno {}] {}: {}", Text(&errno), Text(&strerror), Text(&first));
            match second {
                Some(second) => {
                    let second = quoted(second)?;
                    vm.str_fmt(format_args!("{start} -> {}", Text(&second)))
                }
                None => vm.str_fmt(start),
            }
        }
        _ if this.errno.is_some() && this.strerror.is_some() => {
            let (errno, strerror) = (shown(this.errno.get())?, shown(this.strerror.get())?);
            vm.str_fmt(format_args!("[Errno {}] {}", Text(&errno), Text(&strerror)))
        }
        _ => base_str(vm, this.obj()),
    }
}

with_slots! {
    /// `SyntaxError`: where in which text.
    SyntaxError SYNTAX_ERROR = "SyntaxError" < EXCEPTION, syntax_new syntax_init syntax_fill syntax_str {
        msg set_msg "msg";
        source set_source "filename";
        lineno set_lineno "lineno";
        offset set_offset "offset";
        text set_text "text";
        end_lineno set_end_lineno "end_lineno";
        end_offset set_end_offset "end_offset";
        print_file_and_line set_print_file_and_line "print_file_and_line";
    }
}

fn syntax_fill(
    vm: &Vm,
    this: This<'_, SyntaxError>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let (args, []) = split_keywords(vm, this.obj().type_(), args, names, [])?;
    if let Some(msg) = args.first() {
        this.msg.set(Some(msg.clone()));
    }
    let [_, place] = args else { return Ok(()) };
    let place = vm.collect_tuple(place)?;
    let place = place.cast::<Tuple>().map_or(&[][..], |place| place.items());
    if !matches!(place.len(), 4 | 6) {
        let bound = if place.len() < 4 { "at least 4" } else { "at most 6" };
        if (4..=6).contains(&place.len()) {
            return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
        }
        return Err(vm.type_error(format_args!("function takes {bound} arguments ({} given)", place.len())));
    }
    let slots = [&this.source, &this.lineno, &this.offset, &this.text, &this.end_lineno, &this.end_offset];
    for (slot, value) in slots.into_iter().zip(place) {
        slot.set(Some(value.clone()));
    }
    Ok(())
}

fn syntax_str(vm: &Vm, this: This<'_, SyntaxError>) -> Outcome {
    let msg = vm.to_str(this.msg.get().as_deref().unwrap_or(Obj::NONE))?;
    let line = match this.lineno.get().as_deref().and_then(Obj::int) {
        Some(Int::Small(line)) => Some(line),
        _ => None,
    };
    let file = this.source.get().filter(|file| file.cast::<Str>().is_some());
    match (file, line) {
        (Some(file), line) => {
            let path = vm.utf8(&file)?;
            let start = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
            let name = vm.memory(vm.new_str_wtf8(path.get(start..).unwrap_or(&path)))?;
            match line {
                Some(line) => vm.str_fmt(format_args!("{} ({}, line {line})", Text(&msg), Text(&name))),
                None => vm.str_fmt(format_args!("{} ({})", Text(&msg), Text(&name))),
            }
        }
        (None, Some(line)) => vm.str_fmt(format_args!("{} (line {line})", Text(&msg))),
        (None, None) => Ok(msg),
    }
}

impl Vm {
    /// Notes on the raised AttributeError which attribute of which object is missing.
    pub fn annotate_attribute_error(&self, object: &Obj, name: &Obj) {
        let raised = self.thread.raised.get();
        if let Some(this) = raised.as_deref().and_then(|raised| raised.cast::<AttributeError>()) {
            this.name.set(Some(name.own()));
            this.obj.set(Some(object.own()));
        }
    }
}
