//! `typing.Generic`: the base of classes with type parameters.

use pyrite_algo::Buf;

use super::{alias, param};
use crate::args;
use crate::class;
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, Type, TypeRef, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::generic_alias::{self, GenericAlias, substitute};

/// Instances have no storage.
pub struct Generic;

// SAFETY: a zero-sized storage is always there.
unsafe impl Storage for Generic {
    const TYPE: &'static Type = &GENERIC;
}

fn items(tuple: &Obj) -> &[Ref] {
    tuple.cast::<Tuple>().map_or(&[][..], |tuple| tuple.items())
}

fn own_attr(vm: &Vm, class: &Obj, name: &str) -> Result<Option<Ref>, Raised> {
    let name = vm.memory(vm.intern(name))?;
    Ok(class::type_of(class).and_then(|type_| type_.dict()?.cast::<Dict>()?.get_name(&name)))
}

/// `Generic[params]`, the last base of a class with type parameters.
///
/// # Errors
/// MemoryError.
pub fn subscript(vm: &Vm, params: &Obj) -> Outcome {
    generic_alias::make(vm, TypeRef::of(&GENERIC).as_obj(), &*alias::unpack_all(vm, params)?)
}

/// The type variable an argument is or unpacks.
fn is_variable(vm: &Vm, arg: &Obj) -> Result<bool, Raised> {
    if param::kind_of(arg).is_some() {
        return Ok(true);
    }
    let name = vm.memory(vm.intern("__typing_is_unpacked_typevartuple__"))?;
    Ok(vm.find_attr(arg, &name)?.is_some_and(|found| found.is(Obj::TRUE)))
}

/// The arguments of `Generic[...]` itself, or of `Protocol[...]`.
fn check_variables(vm: &Vm, name: &str, args: &[Ref]) -> Result<(), Raised> {
    if args.is_empty() {
        return Err(vm.type_error(format_args!("Parameter list to {name}[...] cannot be empty")));
    }
    for (index, arg) in args.iter().enumerate() {
        if !is_variable(vm, arg)? {
            return Err(vm.type_error(format_args!(
                "Parameters to {name}[...] must all be type variables or parameter specification variables."
            )));
        }
        if args.iter().take(index).any(|each| each.is(arg)) {
            return Err(vm.type_error(format_args!("Parameters to {name}[...] must all be unique")));
        }
    }
    Ok(())
}

fn class_get_item(vm: &Vm, args: &[Ref]) -> Outcome {
    let (class, key) = (args::required(args, 0), args::required(args, 1));
    let given = if key.exact::<Tuple>().is_some() { key.own() } else { vm.tuple(&[key])? };
    let Some(type_) = class::type_of(class) else { return Err(vm.type_error("a class is needed")) };
    let is_protocol = type_.short_name() == "Protocol" && own_attr(vm, class, "__orig_bases__")?.is_none();
    if type_.is(&GENERIC) || is_protocol {
        check_variables(vm, type_.short_name(), items(&given))?;
        return generic_alias::make(vm, class, &given);
    }
    let name = vm.memory(vm.intern("__parameters__"))?;
    let parameters = vm.find_attr(class, &name)?.unwrap_or_else(Ref::none);
    // The parameters as arguments: putting the given ones in their place checks and prepares them.
    let args = substitute::substitute(vm, class, &parameters, &parameters, &given)?;
    generic_alias::make(vm, class, &args)
}

/// The parameters of a class with the given bases; TypeError if `Generic[...]` leaves some out.
fn parameters_of(vm: &Vm, bases: &Obj) -> Outcome {
    let found = substitute::parameters(vm, bases)?;
    let mut declared: Option<Ref> = None;
    for base in items(bases).iter().filter_map(|base| base.cast::<GenericAlias>()) {
        if !base.origin().is(TypeRef::of(&GENERIC).as_obj()) {
            continue;
        }
        if declared.is_some() {
            return Err(vm.type_error("Cannot inherit from Generic[...] multiple times."));
        }
        declared = Some(substitute::parameters(vm, base.args())?);
    }
    let Some(declared) = declared else { return Ok(found) };
    let is_missing = |each: &&Ref| !items(&declared).iter().any(|known| known.is(each));
    if items(&found).iter().any(|each| is_missing(&each)) {
        let mut missing = Buf::new();
        for each in items(&found).iter().filter(is_missing) {
            vm.memory(missing.push(vm.to_str(each)?))?;
        }
        let comma = vm.str(", ")?;
        let joined = |list: &Obj| vm.call_method(&comma, names::JOIN(), &[list.own()]);
        let missing = joined(&*vm.tuple_of(&missing)?)?;
        let mut shown = Buf::new();
        for each in items(&declared) {
            vm.memory(shown.push(vm.to_str(each)?))?;
        }
        let shown = joined(&*vm.tuple_of(&shown)?)?;
        return Err(vm.type_error(format_args!(
            "Some type variables ({}) are not listed in Generic[{}]",
            Text(&missing),
            Text(&shown)
        )));
    }
    Ok(declared)
}

fn init_subclass(vm: &Vm, args: &[Ref], keywords: Option<&Obj>) -> Outcome {
    let Some((class, rest)) = args.split_first() else {
        return Err(vm.type_error("unbound method Generic.__init_subclass__() needs an argument"));
    };
    let Some(type_) = class::type_of(class) else { return Err(vm.type_error("a class is needed")) };
    if let Some(next) = class::lookup_after(vm, type_, TypeRef::of(&GENERIC), names::INIT_SUBCLASS()) {
        let next = class::bind_to_class(vm, &next, class)?;
        vm.call_named(&next, rest, keywords)?;
    }
    let bases = own_attr(vm, class, "__orig_bases__")?;
    let generic = TypeRef::of(&GENERIC);
    let is_plain = |bases: &Obj| items(bases).iter().any(|base| base.is(generic.as_obj()));
    let plain = match &bases {
        Some(bases) => is_plain(bases),
        None => type_.bases().is_some_and(is_plain) && type_.short_name() != "Protocol",
    };
    if plain {
        return Err(vm.type_error("Cannot inherit from plain Generic"));
    }
    let parameters = match bases {
        Some(bases) => parameters_of(vm, &bases)?,
        None => vm.tuple_of(&[])?,
    };
    vm.set_attr(class, &*vm.memory(vm.intern("__parameters__"))?, &parameters)?;
    Ok(Ref::none())
}

fn module(vm: &Vm) -> Outcome {
    vm.str("typing")
}

py_type! {
    /// The base of generic classes.
    pub static GENERIC: Generic = "typing.Generic", "Base of generic classes." {
        flags flags::BASE;
        new crate::types::object::object_new;
        attrs {
            classmethod "__class_getitem__" (1, 1) = class_get_item, "Give type arguments.";
            raw_classmethod "__init_subclass__" () = init_subclass, "Function to initialize subclasses.";
            value "__module__" () = module, "";
        }
    }
}
