//! `types.GenericAlias`: what `list[int]` is.
//!
//! Calls and attributes go to the class. Type variables among the arguments are found when
//! they are asked for; subscription puts others in their place (`substitute.rs`).

pub mod substitute;

use pyrite_algo::Buf;

use crate::args;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::types::exceptions;
use crate::types::typing::generic::GENERIC;

/// A class and its arguments.
#[repr(C)]
pub struct GenericAlias {
    origin: Ref,
    /// A tuple.
    args: Ref,
    /// It stands for its arguments: `*tuple[int]`.
    unpacked: bool,
}

// SAFETY: GENERIC_ALIAS's instances, and those of its subtypes, begin with this.
unsafe impl Storage for GenericAlias {
    const TYPE: &'static Type = &GENERIC_ALIAS;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.origin);
        visitor.visit(&self.args);
    }
}

/// `__class_getitem__` of builtin generic classes: `args` are the class and the subscript.
///
/// # Errors
/// MemoryError.
pub fn class_get_item(vm: &Vm, args: &[Ref]) -> Outcome {
    alias_of(vm, TypeRef::of(&GENERIC_ALIAS), args::required(args, 0), args::required(args, 1))
}

fn alias_of(vm: &Vm, type_: TypeRef, origin: &Obj, subscript: &Obj) -> Outcome {
    let args = match subscript.exact::<Tuple>() {
        Some(tuple) => tuple.own(),
        None => vm.tuple(&[subscript])?,
    };
    let storage = GenericAlias { origin: origin.own(), args, unpacked: false };
    vm.memory(vm.allocate(type_, storage, size_of::<GenericAlias>()))
}

/// `origin[subscript]`
///
/// # Errors
/// MemoryError.
pub fn make(vm: &Vm, origin: &Obj, subscript: &Obj) -> Outcome {
    alias_of(vm, TypeRef::of(&GENERIC_ALIAS), origin, subscript)
}

impl GenericAlias {
    /// `__origin__`
    pub fn origin(&self) -> &Obj {
        &self.origin
    }

    /// `__args__`: a tuple.
    pub fn args(&self) -> &Obj {
        &self.args
    }

    /// The same with other arguments, a tuple.
    fn with_args(&self, vm: &Vm, args: Ref) -> Outcome {
        let storage = GenericAlias { origin: self.origin.clone(), args, unpacked: self.unpacked };
        vm.memory(vm.allocate(TypeRef::of(&GENERIC_ALIAS), storage, size_of::<GenericAlias>()))
    }
}

fn alias_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("GenericAlias", names)?;
    vm.expect_count("GenericAlias", args, 2, 2)?;
    alias_of(vm, type_, args::required(args, 0), args::required(args, 1))
}

/// How a class or another argument is written.
pub(crate) fn write_part(vm: &Vm, part: &Obj, text: &mut Buf<u8>) -> Result<(), Raised> {
    if part.is(Obj::ELLIPSIS) {
        return vm.memory(text.extend_from_slice(b"..."));
    }
    let named = part.cast::<GenericAlias>().is_none();
    if named
        && let Some(name) = vm.find_attr(part, names::QUALNAME())?
        && let Some(module) = vm.find_attr(part, names::MODULE())?
        && name.cast::<Str>().is_some()
    {
        if module.cast::<Str>().is_some() && !crate::ops::call::str_is(&module, "builtins") {
            vm.append_utf8(&module, text)?;
            vm.memory(text.push(b'.'))?;
        }
        return vm.append_utf8(&name, text);
    }
    let shown = vm.repr(part)?;
    vm.append_utf8(&shown, text)
}

/// An argument: lists of types as they are in `Callable[[int], str]`.
fn write_argument(vm: &Vm, arg: &Obj, text: &mut Buf<u8>) -> Result<(), Raised> {
    let Some(list) = arg.exact::<crate::coll::list::List>() else { return write_part(vm, arg, text) };
    vm.memory(text.push(b'['))?;
    let mut index = 0;
    while let Some(item) = list.get(index) {
        if index > 0 {
            vm.memory(text.extend_from_slice(b", "))?;
        }
        write_part(vm, &item, text)?;
        index += 1;
    }
    vm.memory(text.push(b']'))
}

fn alias_repr(vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    let mut text = Buf::new();
    if this.unpacked {
        vm.memory(text.push(b'*'))?;
    }
    write_part(vm, &this.origin, &mut text)?;
    vm.memory(text.push(b'['))?;
    let args = this.storage().args.cast::<Tuple>().map_or(&[][..], |args| args.items());
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            vm.memory(text.extend_from_slice(b", "))?;
        }
        write_argument(vm, arg, &mut text)?;
    }
    vm.memory(text.extend_from_slice(if args.is_empty() { b"()]" } else { b"]" }))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn alias_hash(vm: &Vm, this: This<'_, GenericAlias>) -> Result<usize, Raised> {
    Ok(vm.hash(&this.origin)? ^ vm.hash(&this.args)?)
}

fn alias_compare(vm: &Vm, this: This<'_, GenericAlias>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<GenericAlias>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let equal = this.unpacked == other.unpacked
        && vm.equals(&this.origin, &other.origin)?
        && vm.equals(&this.args, &other.args)?;
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

fn alias_call(vm: &Vm, this: This<'_, GenericAlias>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let made = vm.call_named(&this.origin, args, names)?;
    let name = vm.memory(vm.intern("__orig_class__"))?;
    if let Err(raised) = vm.set_attr(&made, &name, this.obj()) {
        if !vm.raised_is(&exceptions::ATTRIBUTE_ERROR) && !vm.raised_is(&exceptions::TYPE_ERROR) {
            return Err(raised);
        }
        drop(vm.take_raised(raised));
    }
    Ok(made)
}

/// Attributes that are the alias's own; all others are the class's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce__",
    "__reduce_ex__",
    "__copy__",
    "__deepcopy__",
];

fn alias_get_attr(vm: &Vm, this: This<'_, GenericAlias>, name: &Obj) -> Outcome {
    let text = name.cast::<Str>().and_then(|name| name.ascii());
    let own = text.is_none_or(|text| OWN.contains(&text));
    if own { vm.generic_get_attr(this.obj(), name) } else { vm.get_attr(&this.origin, name) }
}

fn alias_subscript(vm: &Vm, this: This<'_, GenericAlias>, key: &Obj) -> Outcome {
    let parameters = substitute::parameters(vm, &this.storage().args)?;
    let args = substitute::substitute(vm, this.obj(), &this.storage().args, &parameters, key)?;
    this.with_args(vm, args)
}

/// `iter(alias)`: the alias unpacked, once.
fn alias_iter(vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    let storage = GenericAlias { origin: this.origin.clone(), args: this.args.clone(), unpacked: true };
    let unpacked = vm.memory(vm.allocate(TypeRef::of(&GENERIC_ALIAS), storage, size_of::<GenericAlias>()))?;
    vm.iter(&*vm.tuple_of(&[unpacked])?)
}

fn alias_origin(_vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    Ok(this.origin.clone())
}

fn alias_args(_vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    Ok(this.args.clone())
}

fn alias_parameters(vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    substitute::parameters(vm, &this.storage().args)
}

fn alias_unpacked(_vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    Ok(Ref::bool(this.unpacked))
}

/// The arguments of an unpacked tuple, else None.
fn alias_tuple_args(_vm: &Vm, this: This<'_, GenericAlias>) -> Outcome {
    let is_tuple = this.unpacked && this.origin.is(TypeRef::of(&crate::model::knot::TUPLE).as_obj());
    Ok(if is_tuple { this.args.clone() } else { Ref::none() })
}

/// The class; nothing for `Generic[T]` in front of another generic base, which brings `Generic`.
fn alias_mro_entries(vm: &Vm, this: This<'_, GenericAlias>, args: &[Ref]) -> Outcome {
    if this.origin.is(TypeRef::of(&GENERIC).as_obj()) {
        let bases = args::required(args, 0).cast::<Tuple>();
        let bases = bases.as_ref().map_or(&[][..], |bases| bases.items());
        let later = bases.iter().skip_while(|base| !base.is(this.obj())).skip(1);
        if later.filter_map(|base| base.cast::<GenericAlias>()).any(|base| !base.origin.is(&this.origin)) {
            return vm.tuple_of(&[]);
        }
    }
    vm.tuple_of(core::slice::from_ref(&this.storage().origin))
}

fn alias_reduce(vm: &Vm, this: This<'_, GenericAlias>, _args: &[Ref]) -> Outcome {
    if this.unpacked {
        let plain = alias_of(vm, TypeRef::of(&GENERIC_ALIAS), &this.storage().origin, &this.storage().args)?;
        let iterator = vm.iter(&plain)?;
        let next = vm.get_attr(&iterator, names::NEXT())?;
        return vm.tuple_of(&[next, vm.tuple_of(&[])?]);
    }
    let args = vm.tuple_of(&[this.origin.clone(), this.args.clone()])?;
    vm.tuple_of(&[TypeRef::of(&GENERIC_ALIAS).own(), args])
}

fn alias_no_check(vm: &Vm, _this: This<'_, GenericAlias>, _args: &[Ref]) -> Outcome {
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn alias_no_subclass_check(vm: &Vm, _this: This<'_, GenericAlias>, _args: &[Ref]) -> Outcome {
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

py_type! {
    /// `types.GenericAlias`: what `list[int]` is.
    pub static GENERIC_ALIAS: GenericAlias = "types.GenericAlias", "Class with type arguments" {
        flags flags::BASE | flags::MANAGED_WEAKREF;
        gc container;
        new alias_new;
        call alias_call;
        slots {
            repr: unary alias_repr,
            hash: hash alias_hash,
            richcompare: compare alias_compare,
            getattro: binary alias_get_attr,
            iter: unary alias_iter,
        }
        number { or: binary crate::types::union_::type_or, }
        mapping { subscript: binary alias_subscript, }
        attrs {
            getter "__origin__" () = alias_origin, "";
            getter "__args__" () = alias_args, "";
            getter "__parameters__" () = alias_parameters, "Its free type variables.";
            getter "__unpacked__" () = alias_unpacked, "";
            getter "__typing_unpacked_tuple_args__" () = alias_tuple_args, "";
            method "__mro_entries__" (1, 1) = alias_mro_entries, "";
            method "__instancecheck__" (1, 1) = alias_no_check, "";
            method "__subclasscheck__" (1, 1) = alias_no_subclass_check, "";
            method "__reduce__" (0, 0) = alias_reduce, "";
        }
    }
}
