//! Type parameters: `TypeVar`, `ParamSpec` and `TypeVarTuple`.

use core::cell::Cell;

use super::{Lazy, no_default, running_module};
use crate::args;
use crate::class::type_of;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{CompareOp, Raised, Storage, Type, TypeRef, Vm, flags};
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;
use crate::raw::tuple::{Tuple, empty};

/// The kinds of parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `T`
    TypeVar,
    /// `**P`
    ParamSpec,
    /// `*Ts`
    TypeVarTuple,
}

/// How subclasses of the arguments matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variance {
    Invariant,
    Covariant,
    Contravariant,
    Inferred,
}

/// A type parameter of any kind.
pub struct TypeParam {
    name: Ref,
    module: Slot,
    bound: Lazy,
    constraints: Lazy,
    default: Slot,
    /// Computes the default.
    make_default: Slot,
    variance: Cell<Variance>,
}

// SAFETY: instances of the three types hold this.
unsafe impl Storage for TypeParam {
    const TYPE: &'static Type = &TYPE_VAR;

    fn traverse(&self, visitor: &mut Visitor) {
        self.bound.visit(visitor);
        self.constraints.visit(visitor);
        self.default.visit(visitor);
        self.make_default.visit(visitor);
    }

    fn clear(&self) {
        self.bound.clear();
        self.constraints.clear();
        self.default.set(None);
        self.make_default.set(None);
    }
}

/// Which kind of parameter an object is, if it is one.
pub fn kind_of(object: &Obj) -> Option<Kind> {
    let type_ = object.type_();
    let kinds =
        [(&TYPE_VAR, Kind::TypeVar), (&PARAM_SPEC, Kind::ParamSpec), (&TYPE_VAR_TUPLE, Kind::TypeVarTuple)];
    kinds.into_iter().find(|(each, _)| type_.is(each)).map(|(_, kind)| kind)
}

/// A parameter of any kind as a receiver.
struct Param<'a> {
    object: &'a Obj,
    inner: &'a TypeParam,
}

impl<'a> crate::tables::Receiver<'a> for Param<'a> {
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        match storage(object) {
            Some(inner) => Ok(Param { object, inner }),
            None => Err(vm.type_error("descriptor requires a type parameter")),
        }
    }
}

fn storage(object: &Obj) -> Option<&TypeParam> {
    crate::tables::shared_storage::<TypeParam>(object, &[&TYPE_VAR, &PARAM_SPEC, &TYPE_VAR_TUPLE])
}

/// A parameter as the type parameter syntax makes it.
///
/// # Errors
/// MemoryError.
pub fn declared(vm: &Vm, kind: Kind, name: &Obj, bound: Lazy, constraints: Lazy) -> Outcome {
    let param = make(vm, kind, name, (bound, constraints), (Variance::Inferred, None))?;
    if let Some(this) = storage(&param) {
        this.module.set(None);
    }
    Ok(param)
}

fn make(
    vm: &Vm,
    kind: Kind,
    name: &Obj,
    (bound, constraints): (Lazy, Lazy),
    (variance, default): (Variance, Option<Ref>),
) -> Outcome {
    let type_ = match kind {
        Kind::TypeVar => &TYPE_VAR,
        Kind::ParamSpec => &PARAM_SPEC,
        Kind::TypeVarTuple => &TYPE_VAR_TUPLE,
    };
    let storage = TypeParam {
        name: name.own(),
        module: Slot::new(running_module(vm)),
        bound,
        constraints,
        default: Slot::new(default),
        make_default: Slot::new(None),
        variance: Cell::new(variance),
    };
    vm.memory(vm.allocate(TypeRef::of(type_), storage, size_of::<TypeParam>()))
}

/// Has the default computed by `function` when it is asked for.
pub fn set_default(param: &Obj, function: Ref) {
    if let Some(param) = storage(param) {
        param.make_default.set(Some(function));
    }
}

/// A type given as an argument: None stands for its class.
fn type_argument(vm: &Vm, value: &Obj, text: &str) -> Outcome {
    if value.is_none() {
        return Ok(TypeRef::of(&crate::types::none::NONE).own());
    }
    if type_of(value).is_some()
        || vm.is_callable(value)
        || value.cast::<Str>().is_some()
        || super::is_part(value)
    {
        return Ok(value.own());
    }
    let known = value.exact::<crate::types::union_::Union>().is_some()
        || value.cast::<crate::types::generic_alias::GenericAlias>().is_some();
    if known {
        return Ok(value.own());
    }
    let shown = vm.repr(value)?;
    Err(vm.type_error(format_args!("{text} Got {}.", Text(&shown))))
}

/// The keywords of the constructors, in the order of their values.
const KEYWORDS: [&str; 6] = ["name", "bound", "covariant", "contravariant", "infer_variance", "default"];

/// A parameter made by a call: `TypeVar(name, *constraints, bound=..., covariant=..., ...)`.
fn construct(vm: &Vm, kind: Kind, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let function = match kind {
        Kind::TypeVar => "typevar",
        Kind::ParamSpec => "paramspec",
        Kind::TypeVarTuple => "typevartuple",
    };
    let count = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    let (positional, values) = args.split_at_checked(args.len().saturating_sub(count)).unwrap_or((args, &[]));
    let fixed = positional.len().min(1);
    let (first, constraints) = positional.split_at_checked(fixed).unwrap_or((positional, &[]));
    if kind != Kind::TypeVar && !constraints.is_empty() {
        return Err(vm.type_error(format_args!(
            "{function}() takes exactly 1 positional argument ({} given)",
            positional.len()
        )));
    }
    let mut given = vm.memory(pyrite_algo::Buf::from_slice(first))?;
    vm.memory(given.extend_from_slice(values))?;
    let [name, bound, co, contra, infer, default] = vm.bind_new(function, KEYWORDS, &given, names)?;
    let Some(name) = name else {
        return Err(vm.type_error(format_args!("{function}() missing required argument 'name' (pos 1)")));
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "{function}() argument 'name' must be str, not {}",
            name.type_().short_name()
        )));
    }
    let is_set = |flag: Option<&Obj>| flag.map_or(Ok(false), |flag| vm.is_true(flag));
    let variance = match (is_set(co)?, is_set(contra)?, is_set(infer)?) {
        (true, true, _) => return Err(vm.value_error("Bivariant types are not supported.")),
        (true, _, true) | (_, true, true) => {
            return Err(vm.value_error("Variance cannot be specified with infer_variance."));
        }
        (true, ..) => Variance::Covariant,
        (_, true, _) => Variance::Contravariant,
        (.., true) => Variance::Inferred,
        _ => Variance::Invariant,
    };
    let bound = match bound.filter(|bound| !bound.is_none()) {
        Some(bound) => Some(type_argument(vm, bound, "Bound must be a type.")?),
        None => None,
    };
    match constraints {
        [] => {}
        [_] => return Err(vm.type_error("A single constraint is not allowed")),
        _ if bound.is_some() => {
            return Err(vm.type_error("Constraints cannot be combined with bound=..."));
        }
        _ => {}
    }
    let mut types = pyrite_algo::Buf::new();
    for constraint in constraints {
        let text = "TypeVar(name, constraint, ...): constraints must be types.";
        vm.memory(types.push(type_argument(vm, constraint, text)?))?;
    }
    let constraints = if types.is_empty() { None } else { Some(vm.tuple_of(&types)?) };
    let lazy = (Lazy::new(bound), Lazy::new(constraints));
    make(vm, kind, name, lazy, (variance, default.map(Obj::own)))
}

fn type_var_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    construct(vm, Kind::TypeVar, args, names)
}

fn param_spec_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    construct(vm, Kind::ParamSpec, args, names)
}

fn type_var_tuple_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    construct(vm, Kind::TypeVarTuple, args, names)
}

fn param_repr(vm: &Vm, this: Param<'_>) -> Outcome {
    let mark = match this.inner.variance.get() {
        _ if this.object.type_().is(&TYPE_VAR_TUPLE) => "",
        Variance::Inferred => "",
        Variance::Covariant => "+",
        Variance::Contravariant => "-",
        Variance::Invariant => "~",
    };
    vm.str_fmt(format_args!("{mark}{}", Text(&this.inner.name)))
}

fn param_name(_vm: &Vm, this: Param<'_>) -> Outcome {
    Ok(this.inner.name.clone())
}

fn param_module(vm: &Vm, this: Param<'_>) -> Outcome {
    this.inner.module.get().map_or_else(|| vm.str("typing"), Ok)
}

fn set_param_module(_vm: &Vm, this: Param<'_>, value: Option<&Obj>) -> Result<(), Raised> {
    this.inner.module.set(value.map(Obj::own));
    Ok(())
}

fn param_bound(vm: &Vm, this: Param<'_>) -> Outcome {
    Ok(this.inner.bound.get(vm)?.unwrap_or_else(Ref::none))
}

fn param_constraints(vm: &Vm, this: Param<'_>) -> Outcome {
    Ok(this.inner.constraints.get(vm)?.unwrap_or_else(|| empty().own()))
}

fn param_default(vm: &Vm, this: Param<'_>) -> Outcome {
    if let Some(function) = this.inner.make_default.get() {
        let value = vm.call(&function, &[])?;
        this.inner.default.set(Some(value));
        this.inner.make_default.set(None);
    }
    Ok(this.inner.default.get().unwrap_or_else(|| no_default().own()))
}

fn has_default(_vm: &Vm, this: Param<'_>, _args: &[Ref]) -> Outcome {
    let given = this.inner.default.get().is_some_and(|default| !default.is(no_default()));
    Ok(Ref::bool(given || this.inner.make_default.is_some()))
}

fn is_variance(this: &Param<'_>, variance: Variance) -> Outcome {
    Ok(Ref::bool(this.inner.variance.get() == variance))
}

fn param_reduce(_vm: &Vm, this: Param<'_>, _args: &[Ref]) -> Outcome {
    Ok(this.inner.name.clone())
}

fn no_base(vm: &Vm, this: Param<'_>, _args: &[Ref]) -> Outcome {
    Err(vm.type_error(format_args!("Cannot subclass an instance of {}", this.object.type_().short_name())))
}

/// What may stand in place of a type variable: one type.
fn type_var_subst(vm: &Vm, _this: Param<'_>, args: &[Ref]) -> Outcome {
    let value = args::required(args, 0);
    if value.exact::<Tuple>().is_some() || value.exact::<crate::coll::list::List>().is_some() {
        let shown = vm.repr(value)?;
        return Err(
            vm.type_error(format_args!("Parameters to generic types must be types. Got {}.", Text(&shown)))
        );
    }
    type_argument(vm, value, "Parameters to generic types must be types.")
}

/// A list of types (or `...`, or another ParamSpec) in place of a ParamSpec.
fn param_spec_subst(vm: &Vm, _this: Param<'_>, args: &[Ref]) -> Outcome {
    let value = args::required(args, 0);
    if value.exact::<crate::coll::list::List>().is_some() {
        // In one tuple more, since a tuple is spread out.
        return vm.tuple_of(&[vm.collect_tuple(value)?]);
    }
    if value.exact::<Tuple>().is_some() {
        return vm.tuple_of(&[value.own()]);
    }
    Ok(value.own())
}

fn tuple_subst(vm: &Vm, _this: Param<'_>, args: &[Ref]) -> Outcome {
    let value = args::required(args, 0);
    if value.exact::<Tuple>().is_some() {
        return Ok(value.own());
    }
    Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
}

/// The index of `this` among the parameters of a generic class, and their number.
fn place_among(vm: &Vm, this: &Obj, whole: &Obj) -> Result<(usize, usize), Raised> {
    let name = vm.memory(vm.intern("__parameters__"))?;
    let parameters = vm.get_attr(whole, &name)?;
    let items = parameters.cast::<Tuple>().map_or(&[][..], |parameters| parameters.items());
    Ok((items.iter().position(|each| each.is(this)).unwrap_or(0), items.len()))
}

/// Adds the default if the argument is missing.
fn prepare_default(vm: &Vm, this: Param<'_>, args: &[Ref]) -> Outcome {
    let (whole, given) = (args::required(args, 0), args::required(args, 1));
    let (index, _) = place_among(vm, this.object, whole)?;
    let items = given.cast::<Tuple>().map_or(&[][..], |given| given.items());
    let wanted = this.inner.default.is_some() || this.inner.make_default.is_some();
    if index < items.len() {
        return Ok(given.own());
    }
    if index > items.len() || !wanted {
        let shown = vm.to_str(whole)?;
        return Err(vm.type_error(format_args!(
            "Too few arguments for {}; actual {}, expected at least {}",
            Text(&shown),
            items.len(),
            index + 1
        )));
    }
    let mut all = vm.memory(pyrite_algo::Buf::from_slice(items))?;
    let default = param_default(vm, this)?;
    vm.memory(all.push(default))?;
    vm.tuple_of(&all)
}

/// `A[int, str]` of a class with one ParamSpec stands for `A[[int, str]]`.
fn param_spec_prepare(vm: &Vm, this: Param<'_>, args: &[Ref]) -> Outcome {
    let (whole, given) = (args::required(args, 0), args::required(args, 1));
    let (_, count) = place_among(vm, this.object, whole)?;
    let items = given.cast::<Tuple>().map_or(&[][..], |given| given.items());
    let is_list = |item: &Ref| {
        item.exact::<crate::coll::list::List>().is_some()
            || item.exact::<Tuple>().is_some()
            || item.is(Obj::ELLIPSIS)
            || kind_of(item) == Some(Kind::ParamSpec)
    };
    if count == 1 && !items.is_empty() && !items.first().is_some_and(is_list) {
        return vm.tuple_of(&[given.own()]);
    }
    prepare_default(vm, this, args)
}

/// The arguments that stand for `*Ts` become one tuple.
fn tuple_prepare(vm: &Vm, this: Param<'_>, args: &[Ref]) -> Outcome {
    let (whole, given) = (args::required(args, 0), args::required(args, 1));
    let (index, count) = place_among(vm, this.object, whole)?;
    let items = given.cast::<Tuple>().map_or(&[][..], |given| given.items());
    let behind = count - index - 1;
    let Some((before, rest)) = items.split_at_checked(index).filter(|(_, rest)| rest.len() >= behind) else {
        return Ok(given.own());
    };
    let (own, after) = rest.split_at_checked(rest.len() - behind).unwrap_or((rest, &[]));
    let mut all = vm.memory(pyrite_algo::Buf::from_slice(before))?;
    let own = vm.tuple_of(own)?;
    vm.memory(all.push(own))?;
    vm.memory(all.extend_from_slice(after))?;
    vm.tuple_of(&all)
}

/// `typing.Unpack[Ts]`
///
/// # Errors
/// What importing `typing` raises.
pub fn unpacked(vm: &Vm, param: &Obj) -> Outcome {
    let name = vm.memory(vm.intern("typing"))?;
    let typing = (vm.hooks.get().import)(vm, &name, None, Obj::NONE, 0)?;
    let unpack = vm.get_attr(&typing, &*vm.memory(vm.intern("Unpack"))?)?;
    vm.get_item(&unpack, param)
}

/// `*Ts`
fn tuple_iter(vm: &Vm, this: Param<'_>) -> Outcome {
    let only = unpacked(vm, this.object)?;
    vm.iter(&*vm.tuple_of(&[only])?)
}

/// `P.args` and `P.kwargs`.
pub struct ParamSpecPart {
    origin: Ref,
}

// SAFETY: instances of both types hold this.
unsafe impl Storage for ParamSpecPart {
    const TYPE: &'static Type = &PARAM_SPEC_ARGS;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.origin);
    }
}

fn part_of(vm: &Vm, type_: &'static Type, origin: &Obj) -> Outcome {
    let storage = ParamSpecPart { origin: origin.own() };
    vm.memory(vm.allocate(TypeRef::of(type_), storage, size_of::<ParamSpecPart>()))
}

fn part(object: &Obj) -> Option<&ParamSpecPart> {
    crate::tables::shared_storage(object, &[&PARAM_SPEC_ARGS, &PARAM_SPEC_KWARGS])
}

fn args_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("ParamSpecArgs", args, names, (1, 1))?;
    part_of(vm, &PARAM_SPEC_ARGS, args::required(args, 0))
}

fn kwargs_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("ParamSpecKwargs", args, names, (1, 1))?;
    part_of(vm, &PARAM_SPEC_KWARGS, args::required(args, 0))
}

fn part_origin(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(part(this).map_or_else(Ref::none, |part| part.origin.clone()))
}

fn part_repr(vm: &Vm, this: &Obj) -> Outcome {
    let origin = part_origin(vm, this)?;
    let suffix = if this.type_().is(&PARAM_SPEC_ARGS) { "args" } else { "kwargs" };
    match storage(&origin) {
        Some(param) => vm.str_fmt(format_args!("{}.{suffix}", Text(&param.name))),
        None => vm.str_fmt(format_args!("{}.{suffix}", Text(&*vm.repr(&origin)?))),
    }
}

fn part_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(a), Some(b), CompareOp::Eq | CompareOp::Ne) = (part(this), part(other), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    if this.type_() != other.type_() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    Ok(Ref::bool(vm.equals(&a.origin, &b.origin)? == (op == CompareOp::Eq)))
}

fn part_hash(vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    vm.hash(&*part_origin(vm, this)?)
}

py_type! {
    /// `T`
    pub static TYPE_VAR: TypeParam = "typing.TypeVar", "Type variable." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new type_var_new;
        slots { repr: unary param_repr, }
        number { or: binary crate::types::union_::type_or, }
        attrs {
            getter "__name__" () = param_name, "";
            getset "__module__" (set_param_module) = param_module, "";
            getter "__bound__" () = param_bound, "";
            getter "__constraints__" () = param_constraints, "";
            getter "__default__" () = param_default, "";
            getter "__covariant__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Covariant), "";
            getter "__contravariant__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Contravariant), "";
            getter "__infer_variance__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Inferred), "";
            method "has_default" (0, 0) = has_default, "";
            method "__typing_subst__" (1, 1) = type_var_subst, "";
            method "__typing_prepare_subst__" (2, 2) = prepare_default, "";
            method "__mro_entries__" (1, 1) = no_base, "";
            method "__reduce__" (0, 0) = param_reduce, "";
        }
    }
}

py_type! {
    /// `**P`
    pub static PARAM_SPEC: TypeParam = "typing.ParamSpec", "Stands for parameters." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new param_spec_new;
        slots { repr: unary param_repr, }
        number { or: binary crate::types::union_::type_or, }
        attrs {
            getter "__name__" () = param_name, "";
            getset "__module__" (set_param_module) = param_module, "";
            getter "__bound__" () = param_bound, "";
            getter "__default__" () = param_default, "";
            getter "__covariant__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Covariant), "";
            getter "__contravariant__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Contravariant), "";
            getter "__infer_variance__" () = |_: &Vm, this: Param<'_>| is_variance(&this, Variance::Inferred), "";
            getter "args" () = |vm: &Vm, this: &Obj| part_of(vm, &PARAM_SPEC_ARGS, this), "";
            getter "kwargs" () = |vm: &Vm, this: &Obj| part_of(vm, &PARAM_SPEC_KWARGS, this), "";
            method "has_default" (0, 0) = has_default, "";
            method "__typing_subst__" (1, 1) = param_spec_subst, "";
            method "__typing_prepare_subst__" (2, 2) = param_spec_prepare, "";
            method "__mro_entries__" (1, 1) = no_base, "";
            method "__reduce__" (0, 0) = param_reduce, "";
        }
    }
}

py_type! {
    /// `*Ts`
    pub static TYPE_VAR_TUPLE: TypeParam = "typing.TypeVarTuple", "Type variable tuple." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new type_var_tuple_new;
        slots { repr: unary param_repr, iter: unary tuple_iter, }
        attrs {
            getter "__name__" () = param_name, "";
            getset "__module__" (set_param_module) = param_module, "";
            getter "__default__" () = param_default, "";
            method "has_default" (0, 0) = has_default, "";
            method "__typing_subst__" (1, 1) = tuple_subst, "";
            method "__typing_prepare_subst__" (2, 2) = tuple_prepare, "";
            method "__mro_entries__" (1, 1) = no_base, "";
            method "__reduce__" (0, 0) = param_reduce, "";
        }
    }
}

py_type! {
    /// `P.args`
    pub static PARAM_SPEC_ARGS: ParamSpecPart = "typing.ParamSpecArgs", "Its positional parameters." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new args_new;
        slots { repr: unary part_repr, hash: hash part_hash, richcompare: compare part_compare, }
        attrs { getter "__origin__" () = part_origin, ""; }
    }
}

py_type! {
    /// `P.kwargs`
    pub static PARAM_SPEC_KWARGS: ParamSpecPart = "typing.ParamSpecKwargs", "Its keyword parameters." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new kwargs_new;
        slots { repr: unary part_repr, hash: hash part_hash, richcompare: compare part_compare, }
        attrs { getter "__origin__" () = part_origin, ""; }
    }
}
