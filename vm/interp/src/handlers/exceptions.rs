//! Raising and matching exceptions.

use pyrite_object::coll::list::List;
use pyrite_object::exc::{BaseException, as_exception};
use pyrite_object::heap::Kind;
use pyrite_object::model::value::Outcome;
use pyrite_object::model::vm::Slot;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, TypeRef, Vm, flags, names};

use crate::frame::Window;

/// Whether the object is an exception class.
#[inline(always)]
fn exception_class(object: &Obj) -> Option<TypeRef> {
    pyrite_object::class::type_of(object).filter(|class| class.has(flags::BASE_EXCEPTION))
}

/// An exception object of what `raise` was given.
#[inline]
fn instance(vm: &Vm, object: Ref, what: &str) -> Outcome {
    if exception_class(&object).is_some() {
        if let Some(made) = plain_instance(vm, &object) {
            return made;
        }
        let made = vm.call(&object, &[])?;
        if as_exception(&made).is_none() {
            let class = vm.repr(&object)?;
            return Err(vm.type_error(format_args!(
                "calling {} should have returned an instance of BaseException, not {}",
                pyrite_object::new::Text(&class),
                made.type_().short_name()
            )));
        }
        return Ok(made);
    }
    if as_exception(&object).is_some() {
        return Ok(object);
    }
    Err(vm.type_error(what))
}

/// An instance of a builtin exception class whose `__init__` has nothing to do without arguments.
#[inline]
fn plain_instance(vm: &Vm, class: &Obj) -> Option<Outcome> {
    let class = exception_class(class).filter(|class| !class.is_heap())?;
    if class
        .fast_new()
        .is_some_and(|new| new as usize == exceptions::base::exception_new as *const () as usize)
    {
        let storage = BaseException::new(pyrite_object::raw::tuple::empty().own());
        return Some(vm.memory(vm.allocate_fixed_as(class, Kind::Container, storage)));
    }
    let base = TypeRef::of(&exceptions::BASE_EXCEPTION);
    if class.init().map(|init| init as usize) != base.init().map(|init| init as usize) {
        return None;
    }
    Some(class.fast_new()?(vm, class, &[], None))
}

/// `RAISE`
#[inline]
pub fn raise(vm: &Vm, w: Window, form: usize, b: usize, c: usize) -> Raised {
    if form == 0 {
        return match vm.thread.handled.get() {
            Some(exception) => vm.reraise(exception),
            None => vm.runtime_error("No active exception to reraise"),
        };
    }
    let made = instance(vm, w.get(b), "exceptions must derive from BaseException");
    let exception = match made {
        Ok(exception) => exception,
        Err(raised) => return raised,
    };
    if form == 2 {
        let cause = w.get(c);
        let cause = if cause.is_none() {
            Ok(None)
        } else {
            instance(vm, cause, "exception causes must derive from BaseException").map(Some)
        };
        match (cause, as_exception(&exception)) {
            (Ok(cause), Some(this)) => {
                this.cause.set(cause);
                this.suppress_context.set(true);
            }
            (Err(raised), _) => return raised,
            (Ok(_), None) => {}
        }
    }
    vm.raise(exception)
}

/// `PUSH_EXC`
#[inline]
pub fn push(vm: &Vm, w: Window, a: usize) {
    let before = vm.thread.handled.replace(Some(w.get(a)));
    w.put(a + 1, before.unwrap_or_else(Ref::none));
}

/// `POP_EXC`
#[inline]
pub fn pop(vm: &Vm, w: Window, a: usize) {
    let before = w.take(a + 1);
    let before = if before.is_none() { None } else { Some(before) };
    vm.thread.handled.set(before);
    drop(w.take(a));
}

/// `RERAISE`
#[cold]
pub fn reraise(vm: &Vm, exception: Ref) -> Raised {
    if exception.cast::<BaseException>().is_none() {
        return vm.system_error("RERAISE of no exception");
    }
    vm.reraise(exception)
}

/// `TEST_EXC_MATCH`: whether `exception` is an instance of a class or of one in a tuple.
#[inline]
pub fn matches(vm: &Vm, exception: &Obj, types: &Obj) -> Result<bool, Raised> {
    if let Some(class) = exception_class(types) {
        return Ok(exception.type_().is_subtype_of(class));
    }
    if let Some(tuple) = types.cast::<Tuple>() {
        // All have to be classes, whichever matches; nested tuples are not allowed.
        if tuple.items().iter().all(|item| exception_class(item).is_some()) {
            return Ok(tuple
                .items()
                .iter()
                .filter_map(|item| exception_class(item))
                .any(|class| exception.type_().is_subtype_of(class)));
        }
    }
    Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"))
}

/// `END_ASYNC_FOR`
pub fn end_async_for(vm: &Vm, exception: Ref) -> Result<(), Raised> {
    if exception.type_().is_subtype_of(TypeRef::of(&exceptions::STOP_ASYNC_ITERATION)) {
        return Ok(());
    }
    Err(reraise(vm, exception))
}

/// `WITH_EXC_ARGS`
pub fn with_args(w: Window, window: usize, exception: &Obj) {
    w.put(window + 4, exception.type_().own());
    w.put(window + 5, exception.own());
    let traceback = as_exception(exception).and_then(|this| this.traceback.get());
    w.put(window + 6, traceback.unwrap_or_else(Ref::none));
}

/// `AssertionError`
pub fn assertion_error() -> Ref {
    TypeRef::of(&exceptions::ASSERTION_ERROR).own()
}

/// `SPLIT_EXC_GROUP`
pub fn split_group(vm: &Vm, w: Window, a: usize, b: usize, c: usize) -> Result<(), Raised> {
    let (exception, types) = (w.take(a), w.get(b));
    check_star_types(vm, &types)?;
    if exception.is_none() {
        w.put(c, Ref::none());
        w.put(a, exception);
        return Ok(());
    }
    let group = exception.type_().is_subtype_of(TypeRef::of(&exceptions::BASE_EXCEPTION_GROUP));
    if !group {
        let (matching, rest) = if matches(vm, &exception, &types)? {
            (wrap(vm, exception)?, Ref::none())
        } else {
            (Ref::none(), exception)
        };
        w.put(c, matching);
        w.put(a, rest);
        return Ok(());
    }
    let split = vm.memory(vm.intern("split"))?;
    let parts = vm.call_method(&exception, &split, &[types])?;
    let parts = vm.collect_tuple(&parts)?;
    match parts.cast::<Tuple>().map(|parts| parts.items()) {
        Some([matching, rest]) => {
            w.put(c, matching.clone());
            w.put(a, rest.clone());
            Ok(())
        }
        _ => Err(vm.type_error("split() must return a tuple of two")),
    }
}

/// `except*` takes classes of exceptions, but no groups.
fn check_star_types(vm: &Vm, types: &Obj) -> Result<(), Raised> {
    let single = [types.own()];
    let tuple = types.cast::<Tuple>();
    for item in tuple.as_ref().map_or(&single[..], |tuple| tuple.items()) {
        let Some(class) = exception_class(item) else {
            return Err(
                vm.type_error("catching classes that do not inherit from BaseException is not allowed")
            );
        };
        if class.is_subtype_of(TypeRef::of(&exceptions::BASE_EXCEPTION_GROUP)) {
            return Err(
                vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")
            );
        }
    }
    Ok(())
}

/// A naked exception as a group, for an `except*` clause.
fn wrap(vm: &Vm, exception: Ref) -> Outcome {
    let items = vm.tuple_of(&[exception])?;
    make_group(vm, items)
}

fn make_group(vm: &Vm, items: Ref) -> Outcome {
    let group = TypeRef::of(&exceptions::BASE_EXCEPTION_GROUP);
    vm.call(group.as_obj(), &[names::EMPTY().own(), items])
}

/// Whether `part` was raised on as it came out of `original`, not raised anew.
fn is_raised_on(vm: &Vm, part: &Obj, original: &Obj) -> Result<bool, Raised> {
    let (Some(a), Some(b)) = (as_exception(part), as_exception(original)) else { return Ok(false) };
    let same = |a: &Slot, b: &Slot| match (a.get(), b.get()) {
        (Some(a), Some(b)) => a.is(&b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let notes = |object: &Obj| vm.find_attr(object, names::NOTES());
    let same_notes = match (notes(part)?, notes(original)?) {
        (Some(a), Some(b)) => a.is(&b) || vm.equals(&a, &b)?,
        (a, b) => a.is_none() && b.is_none(),
    };
    Ok(same_notes
        && same(&a.traceback, &b.traceback)
        && same(&a.cause, &b.cause)
        && same(&a.context, &b.context))
}

/// `MERGE_EXC_GROUP`: what is left to raise after `except*` clauses. What they raised on keeps
/// its place in the original group.
pub fn merge_groups(vm: &Vm, results: &Obj, original: &Obj) -> Outcome {
    let results = vm.collect_list(results)?;
    let (anew, on) = (List::new(), List::new());
    let is_group = original.type_().is_subtype_of(TypeRef::of(&exceptions::BASE_EXCEPTION_GROUP));
    let mut index = 0;
    while let Some(item) = results.get(index) {
        index += 1;
        if !item.is_none() {
            let raised_on = is_group && is_raised_on(vm, &item, original)?;
            vm.memory(if raised_on { &on } else { &anew }.push(vm, item))?;
        }
    }
    let rest = if on.is_empty() { None } else { exceptions::group::project(vm, original, &on)? };
    match (anew.len(), rest) {
        (0, rest) => Ok(rest.unwrap_or_else(Ref::none)),
        (1, None) => Ok(anew.get(0).unwrap_or_else(Ref::none)),
        (_, rest) => {
            if let Some(rest) = rest {
                vm.memory(anew.push(vm, rest))?;
            }
            make_group(vm, vm.list_from(anew)?)
        }
    }
}
