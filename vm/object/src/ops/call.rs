//! Calling: one convention for Python functions, natives and C functions.
//!
//! Arguments are a slice of owned values of the caller (vectorcall): positional ones, then
//! those of the keywords, whose names are a tuple of str.

use core::mem::MaybeUninit;

use crate::coll::dict::Dict;
use crate::model::native::{NativeAttr, NativeCall, Params};
use crate::model::slots::{VECTORCALL_ARGUMENTS_OFFSET, VectorcallFn};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm, flags};
use crate::new::Text;
use crate::raw::tuple::Tuple;

/// Most parameters of a native that takes keywords.
const NAMED_MAX: usize = 16;

impl Vm {
    /// Calls `callable` with positional arguments.
    ///
    /// # Errors
    /// What the call raises; TypeError if it is not callable.
    #[inline]
    pub fn call(&self, callable: &Obj, args: &[Ref]) -> Outcome {
        self.call_named(callable, args, None)
    }

    /// Calls with one argument.
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call_one(&self, callable: &Obj, arg: &Obj) -> Outcome {
        self.call(callable, core::slice::from_ref(&arg.own()))
    }

    /// Calls with positional arguments and those named by the tuple `names`.
    ///
    /// # Errors
    /// As [`Vm::call`].
    pub fn call_named(&self, callable: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
        let type_ = callable.type_();
        let function = type_.fast_call().or_else(|| vectorcall_of(callable));
        match function {
            Some(function) => {
                let keywords =
                    names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
                let positional = args.len().saturating_sub(keywords);
                // SAFETY: `args` holds the positional arguments and those of the keywords.
                unsafe { function(callable, args.as_ptr(), positional, names) }
            }
            None => self.call_by_slot(callable, args, names),
        }
    }

    #[cold]
    fn call_by_slot(&self, callable: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
        let Some(call) = callable.type_().call() else {
            return Err(
                self.type_error(format_args!("'{}' object is not callable", callable.type_().short_name()))
            );
        };
        let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
        let (positional, rest) =
            args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
        let keywords = if names.is_empty() { None } else { Some(self.dict_of(names, rest)?) };
        let positional = self.tuple_of(positional)?;
        let _guard = self.enter_native()?;
        call(callable, &positional, keywords.as_deref())
    }

    fn dict_of(&self, names: &[Ref], values: &[Ref]) -> Outcome {
        let dict = Dict::new();
        for (name, value) in names.iter().zip(values) {
            dict.insert(self, name, value.clone())?;
        }
        self.dict_from(dict)
    }

    /// Calls with an argument tuple and an optional keyword dict: `f(*args, **kwargs)`.
    ///
    /// # Errors
    /// As [`Vm::call`]; TypeError if a keyword is no str.
    pub fn call_tuple(&self, callable: &Obj, args: &Obj, kwargs: Option<&Obj>) -> Outcome {
        let positional = args.cast::<Tuple>().map_or(&[][..], |args| args.items());
        let Some(dict) = kwargs.and_then(|dict| dict.cast::<Dict>()).filter(|dict| !dict.is_empty()) else {
            return self.call(callable, positional);
        };
        if callable.type_().fast_call().is_none() && vectorcall_of(callable).is_none() {
            let Some(call) = callable.type_().call() else { return self.call(callable, positional) };
            let mut position = 0;
            while let Some((next, name, _)) = dict.next_entry(position) {
                if name.cast::<crate::raw::str::Str>().is_none() {
                    return Err(self.type_error("keywords must be strings"));
                }
                position = next;
            }
            let _guard = self.enter_native()?;
            return call(callable, args, kwargs);
        }
        let mut all = pyrite_algo::Buf::new();
        self.memory(all.reserve(positional.len() + dict.len()))?;
        self.memory(all.extend_from_slice(positional))?;
        let mut names = pyrite_algo::Buf::new();
        let mut position = 0;
        while let Some((next, name, value)) = dict.next_entry(position) {
            if name.cast::<crate::raw::str::Str>().is_none() {
                return Err(self.type_error("keywords must be strings"));
            }
            let name = self.memory(self.intern_str(&name))?;
            self.memory(names.push(name))?;
            self.memory(all.push(value))?;
            position = next;
        }
        let names = self.tuple_of(&names)?;
        self.call_named(callable, &all, Some(&names))
    }

    /// Calls with `first` in front of the arguments: bound methods, special methods.
    ///
    /// # Errors
    /// As [`Vm::call`].
    #[inline]
    pub fn call_prepended(&self, callable: &Obj, first: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
        self.with_first(first, args, |all| self.call_named(callable, all, names))
    }

    /// Calls `body` with the arguments and `first` in front of them.
    ///
    /// # Errors
    /// MemoryError for very many arguments; what `body` raises.
    #[inline]
    pub fn with_first(&self, first: &Obj, args: &[Ref], body: impl FnOnce(&[Ref]) -> Outcome) -> Outcome {
        const FEW: usize = 8;
        let count = args.len() + 1;
        if count > FEW {
            let mut all = pyrite_algo::Buf::new();
            self.memory(all.reserve(count))?;
            self.memory(all.push(first.own()))?;
            self.memory(all.extend_from_slice(args))?;
            return body(&all);
        }
        // The words are lent, not counted: the caller holds all of them during the call.
        let mut all = [const { MaybeUninit::<Ref>::uninit() }; FEW];
        let start = all.as_mut_ptr().cast::<Ref>();
        // SAFETY: there is room for `count` words, and the slice is never dropped.
        unsafe {
            start.write(Ref::from_raw(first.as_ptr()));
            core::ptr::copy_nonoverlapping(args.as_ptr(), start.add(1), args.len());
            body(core::slice::from_raw_parts(start, count))
        }
    }

    /// Calls `body` with the arguments as a tuple and, if there are keywords, a dict.
    ///
    /// # Errors
    /// MemoryError; what `body` raises.
    pub fn with_tuple_and_dict(
        &self,
        args: &[Ref],
        names: Option<&Obj>,
        body: impl FnOnce(&Obj, Option<&Obj>) -> Outcome,
    ) -> Outcome {
        let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
        let (positional, rest) =
            args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
        let keywords = if names.is_empty() { None } else { Some(self.dict_of(names, rest)?) };
        let positional = self.tuple_of(positional)?;
        body(&positional, keywords.as_deref())
    }

    /// Whether an object can be called.
    pub fn is_callable(&self, object: &Obj) -> bool {
        object.type_().call().is_some()
            || object.type_().fast_call().is_some()
            || vectorcall_of(object).is_some()
    }

    /// Calls method `name` of `object`.
    ///
    /// # Errors
    /// AttributeError if there is none; else as [`Vm::call`].
    pub fn call_method(&self, object: &Obj, name: &Obj, args: &[Ref]) -> Outcome {
        let method = self.get_attr(object, name)?;
        self.call(&method, args)
    }

    /// Calls a native table entry; `args[0]` is the instance of a method.
    ///
    /// # Errors
    /// TypeError if the arguments do not fit; else what the function raises.
    #[inline]
    pub fn call_native(&self, native: &NativeAttr, args: &[Ref], names: Option<&Obj>) -> Outcome {
        match native.call() {
            Some(NativeCall::Positional { min, max, function }) if names.is_none() => {
                let count = args.len();
                if count < min.into() || (count > max.into() && max != u8::MAX) {
                    return Err(self.arity_error(native, min, max, count));
                }
                function(self, args)
            }
            Some(NativeCall::Positional { .. }) => {
                Err(self.type_error(format_args!("{} takes no keyword arguments", Named(native))))
            }
            Some(NativeCall::Named { params, function }) => {
                let mut bound = [const { None }; NAMED_MAX];
                self.bind_named(native, params, args, names, &mut bound)?;
                function(self, bound.get(..params.names.len()).unwrap_or(&[]))
            }
            Some(NativeCall::Raw(function)) => function(self, args, names),
            None => Err(self.type_error(format_args!("'{}' object is not callable", native.name()))),
        }
    }

    fn bind_named<'a>(
        &self,
        native: &NativeAttr,
        params: &Params,
        args: &'a [Ref],
        names: Option<&Obj>,
        bound: &mut [Option<&'a Obj>; NAMED_MAX],
    ) -> Result<(), Raised> {
        let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
        let (positional, rest) =
            args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
        if args.len() > params.names.len() || positional.len() > params.positional.into() {
            return Err(self.named_arity_error(native, params, positional.len(), args.len()));
        }
        for (slot, value) in bound.iter_mut().zip(positional) {
            *slot = Some(value);
        }
        // The instance of a method is not counted by the user.
        let first = usize::from(!native.is_method() || native.owner.is_none());
        for (name, value) in names.iter().zip(rest) {
            let index = params.names.iter().position(|each| !each.is_empty() && str_is(name, each));
            let Some(slot) = index.and_then(|index| bound.get_mut(index)) else {
                return Err(self.type_error(format_args!(
                    "{}() got an unexpected keyword argument '{}'",
                    native.name(),
                    Text(name)
                )));
            };
            if slot.is_some() {
                return Err(self.type_error(format_args!(
                    "argument for {}() given by name ('{}') and position ({})",
                    native.name(),
                    Text(name),
                    index.map_or(0, |index| index + first)
                )));
            }
            *slot = Some(value);
        }
        let missing = bound.iter().take(params.required.into()).position(Option::is_none);
        if let Some(index) = missing {
            return match params.names.get(index) {
                Some(name) if !name.is_empty() => Err(self.type_error(format_args!(
                    "{}() missing required argument '{}' (pos {})",
                    native.name(),
                    name,
                    index + first
                ))),
                _ => Err(self.named_arity_error(native, params, positional.len(), args.len())),
            };
        }
        Ok(())
    }

    /// For a native with named parameters: `given` arguments by position, `all` in all.
    #[cold]
    fn named_arity_error(&self, native: &NativeAttr, params: &Params, given: usize, all: usize) -> Raised {
        let own = usize::from(native.is_method() && native.owner.is_some());
        let count = |count: usize| count.saturating_sub(own);
        let (given, all, len) = (count(given), count(all), count(params.names.len()));
        let most = count(params.positional.into());
        let nameless = params.names.iter().take_while(|name| name.is_empty()).count();
        let least = count(nameless.min(params.required.into()));
        let name = native.name();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        if all > len {
            let kind = if given == 0 { "keyword " } else { "" };
            return self.type_error(format_args!(
                "{name}() takes at most {len} {kind}argument{} ({all} given)",
                plural(len)
            ));
        }
        if most == 0 {
            return self.type_error(format_args!("{name}() takes no positional arguments"));
        }
        let (bound, limit) = if given > most { ("at most", most) } else { ("at least", least) };
        let bound = if least == most { "exactly" } else { bound };
        self.type_error(format_args!(
            "{name}() takes {bound} {limit} positional argument{} ({given} given)",
            plural(limit)
        ))
    }

    #[cold]
    fn arity_error(&self, native: &NativeAttr, min: u8, max: u8, given: usize) -> Raised {
        // The instance of a method is not counted by the user.
        let own = u8::from(native.is_method() && native.owner.is_some());
        let (min, max) =
            (min.saturating_sub(own), if max == u8::MAX { max } else { max.saturating_sub(own) });
        let given = given.saturating_sub(own.into());
        let name = Named(native);
        let plural = |count: u8| if count == 1 { "" } else { "s" };
        match (min, max) {
            (0, 0) => self.type_error(format_args!("{name} takes no arguments ({given} given)")),
            (1, 1) => self.type_error(format_args!("{name} takes exactly one argument ({given} given)")),
            (min, max) if min == max => self.type_error(format_args!(
                "{} expected {min} argument{}, got {given}",
                native.name(),
                plural(min)
            )),
            (min, _) if given < min.into() => self.type_error(format_args!(
                "{} expected at least {min} argument{}, got {given}",
                native.name(),
                plural(min)
            )),
            (_, max) => self.type_error(format_args!(
                "{} expected at most {max} argument{}, got {given}",
                native.name(),
                plural(max)
            )),
        }
    }

    /// Guards a call that uses the C stack.
    ///
    /// # Errors
    /// RecursionError when the C stack is nearly used up.
    #[inline]
    pub fn enter_native(&self) -> Result<NativeGuard, Raised> {
        if stack_address() < self.thread.native_limit.get() {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        Ok(NativeGuard(()))
    }
}

/// About where the C stack is now.
#[inline(always)]
pub fn stack_address() -> usize {
    let here = 0u8;
    (&raw const here).addr()
}

/// Proof that there was C stack left. Holds nothing: depth is measured in bytes.
pub struct NativeGuard(());

/// `list.append()` or `len()`, as error texts name a native.
struct Named<'a>(&'a NativeAttr);

impl core::fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0.owner {
            Some(owner) => write!(f, "{}.{}()", owner.short_name(), self.0.name()),
            None => write!(f, "{}()", self.0.name()),
        }
    }
}

/// Whether a str object is `text`.
pub fn str_is(object: &Obj, text: &str) -> bool {
    object.cast::<crate::raw::str::Str>().and_then(|this| this.ascii()).is_some_and(|ascii| ascii == text)
}

/// The per-object vectorcall function of types that have one.
fn vectorcall_of(callable: &Obj) -> Option<VectorcallFn> {
    let type_ = callable.type_();
    if !type_.has(flags::HAVE_VECTORCALL) || !callable.is_pointer() {
        return None;
    }
    let offset = usize::try_from(type_.vectorcall_offset()).ok().filter(|&offset| offset != 0)?;
    // SAFETY: the type says that instances hold a function pointer (or null) there.
    unsafe { callable.as_ptr().byte_add(offset).cast::<Option<VectorcallFn>>().read() }
}

/// The number of positional arguments in C's `nargsf`.
pub fn vectorcall_count(nargsf: usize) -> usize {
    nargsf & !VECTORCALL_ARGUMENTS_OFFSET
}

/// The arguments of a vectorcall as a slice: positional ones and those of the keywords.
///
/// # Safety
/// `args` points to as many values as `nargsf` and `names` say.
pub unsafe fn vectorcall_args<'a>(args: *const Ref, nargsf: usize, names: Option<&Obj>) -> &'a [Ref] {
    let keywords = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    let count = vectorcall_count(nargsf) + keywords;
    if count == 0 {
        return &[];
    }
    // SAFETY: the caller's condition.
    unsafe { core::slice::from_raw_parts(args, count) }
}
