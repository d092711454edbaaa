//! Binds arguments to parameters where it takes more than counting them.

use pyrite_algo::Buf;
use pyrite_bytecode::CodeFlags;
use pyrite_object::coll::dict::Dict;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Obj, Raised, Ref, This, Vm};

use crate::code::Code;
use crate::function::{Function, code_of};

/// The parameters of a code object, as slots.
struct Shape {
    posonly: usize,
    positional: usize,
    varargs: Option<usize>,
    /// Keyword-only slots follow `*args`.
    kwonly_start: usize,
    kwonly: usize,
    varkeywords: Option<usize>,
}

impl Shape {
    fn of(code: &Code) -> Shape {
        let (posonly, positional, kwonly) = (code.posonly.into(), code.positional.into(), code.kwonly.into());
        let has_varargs = code.flags.contains(CodeFlags::VARARGS);
        let kwonly_start = positional + usize::from(has_varargs);
        Shape {
            posonly,
            positional,
            varargs: has_varargs.then_some(positional),
            kwonly_start,
            kwonly,
            varkeywords: code.flags.contains(CodeFlags::VARKEYWORDS).then_some(kwonly_start + kwonly),
        }
    }

    /// Whether a keyword may name slot `slot`.
    fn takes_keyword(&self, slot: usize) -> bool {
        (self.posonly..self.positional).contains(&slot)
            || (self.kwonly_start..self.kwonly_start + self.kwonly).contains(&slot)
    }
}

/// Fills the parameter slots of a frame from vectorcall arguments.
///
/// On an error some slots may be filled: the caller empties them.
///
/// # Errors
/// TypeError with CPython's texts; MemoryError.
///
/// # Safety
/// `fp` has room for the slots of the function's code, all holding values; `args` may not
/// overlap with them.
pub unsafe fn bind(
    vm: &Vm,
    function: This<'_, Function>,
    fp: *mut Ref,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let code = code_of(function.storage());
    let put = |slot: usize, value: Ref| {
        // SAFETY: parameter slots are among the frame's slots.
        drop(unsafe { fp.add(slot).replace(value) });
    };
    if names.is_none() && args.len() == code.simple_args as usize {
        args.iter().enumerate().for_each(|(slot, value)| put(slot, value.clone()));
        return Ok(());
    }
    code.prepare(vm)?;
    let shape = Shape::of(&code);
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, keywords) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let (direct, surplus) = positional.split_at_checked(shape.positional).unwrap_or((positional, &[]));
    direct.iter().enumerate().for_each(|(slot, value)| put(slot, value.clone()));
    if let Some(slot) = shape.varargs {
        put(slot, vm.tuple_of(surplus)?);
    }
    let extra = shape.varkeywords.map(|_| Dict::new());
    // SAFETY: the slots hold values.
    let is_empty = |slot: usize| unsafe { (*fp.add(slot)).is(Obj::UNBOUND) };
    for (name, value) in names.iter().zip(keywords) {
        match (find_parameter(&code, &shape, name), &extra) {
            (Some(slot), _) if is_empty(slot) => put(slot, value.clone()),
            (Some(_), _) => return Err(duplicate(vm, function, name)),
            (None, Some(extra)) => drop(extra.insert(vm, name, value.clone())?),
            (None, None) => return Err(unexpected(vm, function, &shape, name, names)),
        }
    }
    if let (Some(slot), Some(extra)) = (shape.varkeywords, extra) {
        put(slot, vm.dict_from(extra)?);
    }
    if !surplus.is_empty() && shape.varargs.is_none() {
        return Err(too_many(vm, function, &shape, positional.len(), &is_empty));
    }
    fill_defaults(vm, function, &shape, &is_empty, &put)
}

/// Completes a call window in place, so that it needs no binding: keyword arguments go to their
/// slots, missing ones are filled with defaults. The number of arguments then; `None` if that
/// takes more than this, and nothing has changed.
///
/// # Safety
/// `first` is the first argument of a window with `count` arguments, and behind them there are
/// empty slots for as many as the code has parameters.
pub unsafe fn complete(
    function: This<'_, Function>,
    first: *mut Ref,
    count: usize,
    names: Option<&Obj>,
) -> Option<usize> {
    const FEW: usize = 6;
    let code = code_of(function.storage());
    let wanted = code.simple_args as usize;
    if wanted > usize::from(u8::MAX) || count > wanted {
        return None;
    }
    let names = names.and_then(|names| names.exact::<Tuple>()).map_or(&[][..], |names| names.items());
    let positional = count.checked_sub(names.len())?;
    // SAFETY: nothing runs in here.
    let defaults = unsafe { function.defaults() };
    let defaults = defaults.and_then(|d| d.exact::<Tuple>()).map_or(&[][..], |d| d.items());
    let mut given = [0; FEW];
    let given = given.get_mut(..names.len())?;
    for (place, name) in given.iter_mut().zip(names) {
        // Names that are not the same object are compared by who binds.
        let found = code.locals().find(|local| local.1.is(name));
        *place = found?.0;
        if !(positional.max(code.posonly.into())..wanted).contains(place) {
            return None;
        }
    }
    let default_of = |slot: usize| defaults.get((slot + defaults.len()).checked_sub(wanted)?);
    let is_given = |slot: usize| given.contains(&slot);
    if count != wanted || !names.is_empty() {
        // All slots are filled by exactly one.
        let all = (positional..wanted).all(|slot| is_given(slot) || default_of(slot).is_some());
        let twice = given.iter().enumerate().any(|(index, slot)| given.iter().take(index).any(|s| s == slot));
        if !all || twice {
            return None;
        }
    }
    let mut values = [const { None }; FEW];
    for (index, value) in values.iter_mut().enumerate().take(names.len()) {
        // SAFETY: the arguments are values of the window.
        *value = Some(unsafe { first.add(positional + index).replace(Ref::unbound()) });
    }
    // SAFETY: the slots are the window's or empty ones behind it.
    let put = |slot: usize, value: Ref| unsafe { first.add(slot).write(value) };
    for slot in positional..wanted {
        if let Some(value) = default_of(slot).filter(|_| !is_given(slot)) {
            put(slot, value.clone());
        }
    }
    for (slot, value) in given.iter().zip(&mut values) {
        if let Some(value) = value.take() {
            put(*slot, value);
        }
    }
    Some(wanted)
}

fn fill_defaults(
    vm: &Vm,
    function: This<'_, Function>,
    shape: &Shape,
    is_empty: &impl Fn(usize) -> bool,
    put: &impl Fn(usize, Ref),
) -> Result<(), Raised> {
    let mut slots = (0..shape.positional).chain(shape.kwonly_start..shape.kwonly_start + shape.kwonly);
    if !slots.any(is_empty) {
        return Ok(());
    }
    let code = code_of(function.storage());
    let defaults = function.part(|extra| &extra.defaults);
    let defaults = defaults.as_deref().and_then(|d| d.cast::<Tuple>()).map_or(&[][..], |d| d.items());
    let first_default = shape.positional.saturating_sub(defaults.len());
    let mut missing = Buf::new();
    for slot in (0..shape.positional).filter(|&slot| is_empty(slot)) {
        match slot.checked_sub(first_default).and_then(|index| defaults.get(index)) {
            Some(value) => put(slot, value.clone()),
            None => vm.memory(missing.push(parameter_name(&code, slot)))?,
        }
    }
    if !missing.is_empty() {
        return Err(missing_error(vm, function, "positional", &missing));
    }
    let kwdefaults = function.part(|extra| &extra.kwdefaults);
    let kwdefaults = kwdefaults.as_deref().and_then(|d| d.cast::<Dict>());
    for slot in (shape.kwonly_start..shape.kwonly_start + shape.kwonly).filter(|&slot| is_empty(slot)) {
        let name = parameter_name(&code, slot);
        let value = match kwdefaults {
            Some(defaults) => defaults.get(vm, &name)?,
            None => None,
        };
        match value {
            Some(value) => put(slot, value),
            None => vm.memory(missing.push(name))?,
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(missing_error(vm, function, "keyword-only", &missing)) }
}

fn parameter_name(code: &Code, slot: usize) -> Ref {
    code.locals().find(|local| local.0 == slot).map_or_else(Ref::none, |(_, name)| name.own())
}

/// The slot of the parameter that a keyword may name.
fn find_parameter(code: &Code, shape: &Shape, name: &Obj) -> Option<usize> {
    let text = name.cast::<Str>()?;
    let matches = |slot: usize, each: &Obj| {
        (each.is(name) || each.exact::<Str>().is_some_and(|each| each.equals(text)))
            && shape.takes_keyword(slot)
    };
    code.locals().find(|&(slot, each)| matches(slot, each)).map(|(slot, _)| slot)
}

fn function_name(vm: &Vm, function: This<'_, Function>) -> Ref {
    crate::function::qualname(vm, function).unwrap_or_else(|raised| {
        drop(vm.take_raised(raised));
        Ref::none()
    })
}

#[cold]
fn duplicate(vm: &Vm, function: This<'_, Function>, name: &Obj) -> Raised {
    let of = function_name(vm, function);
    vm.type_error(format_args!("{}() got multiple values for argument '{}'", Text(&of), Text(name)))
}

#[cold]
fn unexpected(vm: &Vm, function: This<'_, Function>, shape: &Shape, name: &Obj, names: &[Ref]) -> Raised {
    let of = function_name(vm, function);
    let code = code_of(function.storage());
    // Positional-only parameters given by name are reported together.
    let mut wrong = Buf::<Ref>::new();
    for slot in 0..shape.posonly {
        let parameter = parameter_name(&code, slot);
        let given = names
            .iter()
            .any(|name| name.cast::<Str>().zip(parameter.cast::<Str>()).is_some_and(|(a, b)| a.equals(b)));
        if given && wrong.push(parameter).is_err() {
            return vm.memory_error();
        }
    }
    if !wrong.is_empty() {
        return vm.type_error(format_args!(
            "{}() got some positional-only arguments passed as keyword arguments: '{}'",
            Text(&of),
            Joined(&wrong)
        ));
    }
    vm.type_error(format_args!("{}() got an unexpected keyword argument '{}'", Text(&of), Text(name)))
}

#[cold]
fn too_many(
    vm: &Vm,
    function: This<'_, Function>,
    shape: &Shape,
    given: usize,
    is_empty: &impl Fn(usize) -> bool,
) -> Raised {
    let of = function_name(vm, function);
    let of = Text(&of);
    let defaults = function.part(|extra| &extra.defaults);
    let defaults = defaults.as_deref().and_then(|d| d.cast::<Tuple>()).map_or(0, |d| d.items().len());
    let positional = shape.positional;
    let kwonly =
        (shape.kwonly_start..shape.kwonly_start + shape.kwonly).filter(|&slot| !is_empty(slot)).count();
    let plural = if defaults == 0 && positional == 1 { "" } else { "s" };
    let verb = if given == 1 && kwonly == 0 { "was" } else { "were" };
    let least = positional.saturating_sub(defaults);
    let takes = |f: &mut core::fmt::Formatter<'_>| {
        if defaults == 0 { write!(f, "{positional}") } else { write!(f, "from {least} to {positional}") }
    };
    let takes = Display(&takes);
    if kwonly == 0 {
        return vm.type_error(format_args!(
            "{of}() takes {takes} positional argument{plural} but {given} {verb} given"
        ));
    }
    let (given_plural, kw_plural) = (if given == 1 { "" } else { "s" }, if kwonly == 1 { "" } else { "s" });
    vm.type_error(format_args!(
        "{of}() takes {takes} positional argument{plural} but {given} positional argument{given_plural} \
         (and {kwonly} keyword-only argument{kw_plural}) {verb} given"
    ))
}

#[cold]
fn missing_error(vm: &Vm, function: This<'_, Function>, kind: &str, missing: &[Ref]) -> Raised {
    let of = function_name(vm, function);
    let count = missing.len();
    let plural = if count == 1 { "" } else { "s" };
    vm.type_error(format_args!(
        "{}() missing {count} required {kind} argument{plural}: {}",
        Text(&of),
        Listed(missing)
    ))
}

/// `a, b`
struct Joined<'a>(&'a [Ref]);

impl core::fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().enumerate().try_for_each(|(index, name)| {
            f.write_str(if index == 0 { "" } else { ", " })?;
            Text(name).fmt(f)
        })
    }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`
struct Listed<'a>(&'a [Ref]);

impl core::fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let count = self.0.len();
        self.0.iter().enumerate().try_for_each(|(index, name)| {
            f.write_str(match (index, count) {
                (0, _) => "'",
                (1, 2) => " and '",
                (index, count) if index + 1 == count => ", and '",
                _ => ", '",
            })?;
            Text(name).fmt(f)?;
            f.write_str("'")
        })
    }
}

struct Display<'a, F>(&'a F);

impl<F: Fn(&mut core::fmt::Formatter<'_>) -> core::fmt::Result> core::fmt::Display for Display<'_, F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        (self.0)(f)
    }
}
