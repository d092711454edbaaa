//! `BaseExceptionGroup` and `ExceptionGroup`: several exceptions raised as one.
//!
//! Source: PEP 654.

use pyrite_algo::Buf;

use super::base::{exception_init, exception_str, slot_value};
use super::{BASE_EXCEPTION, EXCEPTION, derived};
use crate::class::type_of;
use crate::coll::list::List;
use crate::exc::BaseException;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;
use crate::raw::tuple::{StaticTypes, Tuple};

/// An exception group.
#[repr(C)]
pub struct Group {
    /// What all exceptions have.
    pub base: BaseException,
    /// `message`: a str.
    message: Slot,
    /// `exceptions`: a tuple.
    exceptions: Slot,
}

// SAFETY: instances of BASE_EXCEPTION_GROUP and its subtypes begin with this.
unsafe impl Storage for Group {
    const TYPE: &'static Type = &BASE_EXCEPTION_GROUP;

    fn traverse(&self, visitor: &mut Visitor) {
        self.base.traverse(visitor);
        self.exceptions.visit(visitor);
    }

    fn clear(&self) {
        self.base.clear();
        self.exceptions.set(None);
    }
}

fn is_exception(object: &Obj) -> bool {
    object.type_().is_subtype_of(TypeRef::of(&EXCEPTION))
}

fn group_new(vm: &Vm, type_: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let [message, exceptions] = args else {
        return Err(vm.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            args.len()
        )));
    };
    if message.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            message.type_().short_name()
        )));
    }
    if exceptions.type_().sequence().item.is_none() {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect_tuple(exceptions)?;
    let each = items.cast::<Tuple>().map_or(&[][..], |items| items.items());
    if each.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    if let Some(index) = each.iter().position(|item| item.cast::<BaseException>().is_none()) {
        return Err(
            vm.value_error(format_args!("Item {index} of second argument (exceptions) is not an exception"))
        );
    }
    let type_ = choose_type(vm, type_, each.iter().all(|item| is_exception(item)))?;
    let group = Group {
        base: BaseException::new(vm.tuple_of(args)?),
        message: Slot::new(Some(message.clone())),
        exceptions: Slot::new(Some(items.clone())),
    };
    vm.memory(vm.allocate(type_, group, size_of::<Group>()))
}

/// A group of nothing but Exceptions is an ExceptionGroup; an Exception holds nothing else.
fn choose_type(vm: &Vm, type_: TypeRef, all_exceptions: bool) -> Result<TypeRef, Raised> {
    if type_.is(&BASE_EXCEPTION_GROUP) && all_exceptions {
        return Ok(TypeRef::of(&EXCEPTION_GROUP));
    }
    if type_.is(&EXCEPTION_GROUP) && !all_exceptions {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    }
    if type_.is_subtype_of(TypeRef::of(&EXCEPTION)) && !all_exceptions {
        return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in '{}'", type_.short_name())));
    }
    Ok(type_)
}

fn group_str(vm: &Vm, this: This<'_, Group>) -> Outcome {
    let Some(message) = this.message.get() else { return exception_text(vm, this) };
    let count = len(&this);
    let plural = if count == 1 { "" } else { "s" };
    vm.str_fmt(format_args!("{} ({count} sub-exception{plural})", Text(&message)))
}

fn exception_text(vm: &Vm, this: This<'_, Group>) -> Outcome {
    match this.obj().cast::<BaseException>() {
        Some(base) => exception_str(vm, base),
        None => vm.default_repr(this.obj()),
    }
}

fn len(this: &Group) -> usize {
    this.exceptions
        .get()
        .as_deref()
        .and_then(|items| items.cast::<Tuple>())
        .map_or(0, |items| items.items().len())
}

fn message(_vm: &Vm, this: This<'_, Group>) -> Outcome {
    slot_value(&this.message)
}

fn exceptions(_vm: &Vm, this: This<'_, Group>) -> Outcome {
    slot_value(&this.exceptions)
}

/// What `split` and `subgroup` select by.
enum Matcher<'a> {
    /// A class, or a tuple of classes.
    Types(&'a Obj),
    /// A function of the exception.
    Predicate(&'a Obj),
    /// The addresses of exceptions that are no groups.
    Leaves(&'a [usize]),
}

fn matcher<'a>(vm: &Vm, value: &'a Obj) -> Result<Matcher<'a>, Raised> {
    let is_class = |object: &Obj| type_of(object).is_some_and(|class| class.has(flags::BASE_EXCEPTION));
    let is_classes = |tuple: This<'_, Tuple>| tuple.items().iter().all(|item| is_class(item));
    if is_class(value) || value.cast::<Tuple>().is_some_and(is_classes) {
        return Ok(Matcher::Types(value));
    }
    if type_of(value).is_none() && vm.is_callable(value) {
        return Ok(Matcher::Predicate(value));
    }
    Err(vm.type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)",
    ))
}

fn matches(vm: &Vm, matcher: &Matcher<'_>, exception: &Obj) -> Result<bool, Raised> {
    match matcher {
        Matcher::Types(types) => vm.is_instance(exception, types),
        Matcher::Predicate(predicate) => {
            let answer = vm.call_one(predicate, exception)?;
            vm.is_true(&answer)
        }
        Matcher::Leaves(leaves) => Ok(leaves.contains(&exception.bits())),
    }
}

fn add_leaves(vm: &Vm, exception: &Obj, to: &mut Buf<usize>) -> Result<(), Raised> {
    let _guard = vm.enter_native()?;
    let Some(group) = exception.cast::<Group>() else { return vm.memory(to.push(exception.bits())) };
    let items = slot_value(&group.exceptions)?;
    let items = items.cast::<Tuple>();
    items.as_ref().map_or(&[][..], |items| items.items()).iter().try_for_each(|item| add_leaves(vm, item, to))
}

/// The group `whole` with only those of its exceptions that are in `parts`.
///
/// # Errors
/// What `derive` raises; MemoryError.
pub fn project(vm: &Vm, whole: &Obj, parts: &List) -> Result<Option<Ref>, Raised> {
    let mut leaves = Buf::new();
    let mut index = 0;
    while let Some(part) = parts.get(index) {
        add_leaves(vm, &part, &mut leaves)?;
        index += 1;
    }
    Ok(split(vm, whole, &Matcher::Leaves(&leaves))?.0)
}

/// The part of an exception that matches, and the rest.
fn split(vm: &Vm, exception: &Obj, by: &Matcher<'_>) -> Result<(Option<Ref>, Option<Ref>), Raised> {
    let _guard = vm.enter_native()?;
    if matches(vm, by, exception)? {
        return Ok((Some(exception.own()), None));
    }
    let Some(group) = exception.cast::<Group>() else { return Ok((None, Some(exception.own()))) };
    let (matching, rest) = (List::new(), List::new());
    let items = slot_value(&group.exceptions)?;
    for item in items.cast::<Tuple>().map_or(&[][..], |items| items.items()) {
        let (part, other) = split(vm, item, by)?;
        if let Some(part) = part {
            vm.memory(matching.push(vm, part))?;
        }
        if let Some(other) = other {
            vm.memory(rest.push(vm, other))?;
        }
    }
    Ok((subset(vm, group, matching)?, subset(vm, group, rest)?))
}

/// A group like `group` of some of its exceptions; `None` of none.
fn subset(vm: &Vm, group: This<'_, Group>, items: List) -> Result<Option<Ref>, Raised> {
    if items.is_empty() {
        return Ok(None);
    }
    let items = vm.list_from(items)?;
    let derive = vm.memory(vm.intern("derive"))?;
    let made = vm.call_method(group.obj(), &derive, &[items])?;
    let Some(this) = made.cast::<Group>() else {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    };
    this.base.traceback.set(group.base.traceback.get());
    this.base.context.set(group.base.context.get());
    this.base.cause.set(group.base.cause.get());
    this.base.suppress_context.set(group.base.suppress_context.get());
    if let Some(notes) = vm.find_attr(group.obj(), names::NOTES())?
        && notes.type_().sequence().item.is_some()
    {
        let copy = vm.collect_list(&notes)?;
        vm.set_attr(&made, names::NOTES(), &*vm.list_from(copy)?)?;
    }
    Ok(Some(made))
}

fn group_split(vm: &Vm, this: This<'_, Group>, args: &[Ref]) -> Outcome {
    let by = matcher(vm, crate::args::required(args, 0))?;
    let (matching, rest) = split(vm, this.obj(), &by)?;
    vm.tuple(&[matching.as_deref().unwrap_or(Obj::NONE), rest.as_deref().unwrap_or(Obj::NONE)])
}

fn group_subgroup(vm: &Vm, this: This<'_, Group>, args: &[Ref]) -> Outcome {
    let by = matcher(vm, crate::args::required(args, 0))?;
    Ok(split(vm, this.obj(), &by)?.0.unwrap_or_else(Ref::none))
}

fn group_derive(vm: &Vm, this: This<'_, Group>, args: &[Ref]) -> Outcome {
    let class = TypeRef::of(&BASE_EXCEPTION_GROUP);
    vm.call(class.as_obj(), &[slot_value(&this.message)?, crate::args::required(args, 0).own()])
}

py_type! {
    /// `BaseExceptionGroup`
    pub static BASE_EXCEPTION_GROUP: Group = "BaseExceptionGroup", "Several exceptions in one." {
        base BASE_EXCEPTION;
        flags flags::BASE;
        gc exception;
        new group_new;
        slots { str_: unary group_str, init: init exception_init, }
        attrs {
            getter "message" () = message, "exception message";
            getter "exceptions" () = exceptions, "nested exceptions";
            method "split" (1, 1) = group_split, "";
            method "subgroup" (1, 1) = group_subgroup, "";
            method "derive" (1, 1) = group_derive, "";
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "";
        }
    }
}

/// `ExceptionGroup`, which is an `Exception` as well: the one builtin type with two bases.
pub static EXCEPTION_GROUP: Type = {
    let mut type_ = derived(c"ExceptionGroup", &BASE_EXCEPTION_GROUP);
    type_.mro = ORDER.as_ptr();
    type_.bases = BASES.as_ptr();
    type_
};

static ORDER: StaticTypes<5> = StaticTypes::new([
    &EXCEPTION_GROUP,
    &BASE_EXCEPTION_GROUP,
    &EXCEPTION,
    &BASE_EXCEPTION,
    &crate::types::object::OBJECT,
]);

static BASES: StaticTypes<2> = StaticTypes::new([&BASE_EXCEPTION_GROUP, &EXCEPTION]);
