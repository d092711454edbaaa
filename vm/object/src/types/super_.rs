//! `super`: attributes of the classes that come next in the resolution order.

use crate::class::{lookup_after, type_of};
use crate::heap::Kind;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::types::member::read_only;

/// Where to begin, and on whose behalf.
#[repr(C)]
pub struct Super {
    /// `__thisclass__`
    class: Slot,
    /// `__self__`; none: not bound.
    object: Slot,
    /// `__self_class__`
    object_class: Slot,
}

// SAFETY: instances of SUPER and its subtypes begin with this.
unsafe impl Storage for Super {
    const TYPE: &'static Type = &SUPER;

    fn traverse(&self, visitor: &mut Visitor) {
        self.class.visit(visitor);
        self.object.visit(visitor);
        self.object_class.visit(visitor);
    }

    fn clear(&self) {
        self.class.set(None);
        self.object.set(None);
        self.object_class.set(None);
    }
}

/// The type in whose order to search: that of `object`, or `object` itself if it is a class.
fn check(vm: &Vm, class: TypeRef, object: &Obj) -> Result<TypeRef, Raised> {
    if let Some(type_) = type_of(object).filter(|type_| type_.is_subtype_of(class)) {
        return Ok(type_);
    }
    if object.type_().is_subtype_of(class) {
        return Ok(object.type_());
    }
    if object.type_().is_heap()
        && let Some(shown) = vm.find_attr(object, names::CLASS())?
        && let Some(type_) = type_of(&shown)
        && type_.is_subtype_of(class)
    {
        return Ok(type_);
    }
    let (kind, name) = match type_of(object) {
        Some(type_) => ("type", type_.short_name()),
        None => ("instance of", object.type_().short_name()),
    };
    Err(vm.type_error(format_args!(
        "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({}).",
        class.short_name()
    )))
}

impl Vm {
    /// `super(class, object).name`, without making a `super` object.
    ///
    /// # Errors
    /// TypeError if `object` is no instance or subtype of `class`; AttributeError.
    pub fn super_get(&self, class: &Obj, object: &Obj, name: &Obj) -> Outcome {
        let Some(class) = type_of(class) else {
            return Err(self.type_error(format_args!(
                "super() argument 1 must be a type, not {}",
                class.type_().short_name()
            )));
        };
        let start = check(self, class, object)?;
        match find(self, class, start, object, name)? {
            Some(value) => Ok(value),
            None => {
                Err(self.attribute_error(format_args!("'super' object has no attribute '{}'", Text(name))))
            }
        }
    }
}

/// What `super` finds, bound.
fn find(vm: &Vm, class: TypeRef, start: TypeRef, object: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
    if name.is(names::CLASS()) {
        return Ok(None);
    }
    let Some(found) = lookup_after(vm, start, class, name) else { return Ok(None) };
    match found.type_().descr_get() {
        Some(get) => {
            let instance = Some(object).filter(|object| !object.is(start.as_obj()));
            get(&found, instance, Some(start.as_obj())).map(Some)
        }
        None => Ok(Some(found)),
    }
}

/// `super(class, object)`, the builtin one: also for the interpreter.
///
/// # Errors
/// TypeError if `object` is no instance or subtype of `class`; MemoryError.
pub fn make(vm: &Vm, class: &Obj, object: &Obj) -> Outcome {
    let Some(type_) = type_of(class).filter(|_| !object.is_none()) else {
        return vm.call(TypeRef::of(&SUPER).as_obj(), &[class.own(), object.own()]);
    };
    let start = check(vm, type_, object)?;
    let slot = |value: &Obj| Slot::new(Some(value.own()));
    let storage = Super { class: slot(class), object: slot(object), object_class: slot(start.as_obj()) };
    vm.memory(vm.allocate_fixed(Kind::Container, storage))
}

/// The function that `super(..).name` finds, not bound yet, and the instance to call it with.
pub fn method(vm: &Vm, this: &Obj, name: &Obj) -> Option<(Ref, Ref)> {
    let this = this.exact::<Super>()?;
    let (class, object, start) = (this.class.get()?, this.object.get()?, this.object_class.get()?);
    if name.is(names::CLASS()) || object.is(&start) {
        return None;
    }
    let found = lookup_after(vm, type_of(&start)?, type_of(&class)?, name)?;
    found.type_().has(flags::METHOD_DESCRIPTOR).then_some((found, object))
}

fn super_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let storage = Super { class: Slot::new(None), object: Slot::new(None), object_class: Slot::new(None) };
    vm.memory(vm.allocate(type_, storage, size_of::<Super>()))
}

/// `super(class, object)`, `super(class)`. The form without arguments is the compiler's: it
/// passes class and first argument of the function it is in.
fn super_init(vm: &Vm, this: This<'_, Super>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    if names.is_some() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let (class, object) = match args {
        [] => return Err(vm.runtime_error("super(): no arguments")),
        [class] => (class, None),
        [class, object] => (class, Some(object).filter(|object| !object.is_none())),
        _ => {
            return Err(
                vm.type_error(format_args!("super() expected at most 2 arguments, got {}", args.len()))
            );
        }
    };
    let Some(type_) = type_of(class) else {
        return Err(vm.type_error(format_args!(
            "super() argument 1 must be a type, not {}",
            class.type_().short_name()
        )));
    };
    let start = match object {
        Some(object) => Some(check(vm, type_, object)?),
        None => None,
    };
    this.class.set(Some(class.clone()));
    this.object.set(object.cloned());
    this.object_class.set(start.map(TypeRef::own));
    Ok(())
}

fn super_get_attr(vm: &Vm, this: This<'_, Super>, name: &Obj) -> Outcome {
    if let (Some(class), Some(object), Some(start)) =
        (this.class.get(), this.object.get(), this.object_class.get())
        && let (Some(class), Some(start)) = (type_of(&class), type_of(&start))
        && let Some(value) = find(vm, class, start, &object, name)?
    {
        return Ok(value);
    }
    vm.generic_get_attr(this.obj(), name)
}

fn super_descr_get(vm: &Vm, this: This<'_, Super>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    match (instance.filter(|instance| !instance.is_none()), this.object.is_some(), this.class.get()) {
        (Some(instance), false, Some(class)) => {
            vm.call(this.obj().type_().as_obj(), &[class, instance.own()])
        }
        _ => Ok(this.own()),
    }
}

fn super_repr(vm: &Vm, this: This<'_, Super>) -> Outcome {
    let name = |slot: &Slot| slot.get();
    let (class, object) = (name(&this.class), name(&this.object_class));
    let class = class.as_deref().and_then(type_of).map_or("NULL", TypeRef::short_name);
    match object.as_deref().and_then(type_of) {
        Some(object) => {
            vm.str_fmt(format_args!("<super: <class '{class}'>, <{} object>>", object.short_name()))
        }
        None => vm.str_fmt(format_args!("<super: <class '{class}'>, NULL>")),
    }
}

fn this_class(_vm: &Vm, this: This<'_, Super>) -> Outcome {
    Ok(this.class.get().unwrap_or_else(Ref::none))
}

fn this_object(_vm: &Vm, this: This<'_, Super>) -> Outcome {
    Ok(this.object.get().unwrap_or_else(Ref::none))
}

fn this_object_class(_vm: &Vm, this: This<'_, Super>) -> Outcome {
    Ok(this.object_class.get().unwrap_or_else(Ref::none))
}

py_type! {
    /// Attributes of the next classes in the order.
    pub static SUPER: Super = "super", "Attributes of the bases next in line." {
        flags flags::BASE;
        gc container;
        new super_new;
        slots {
            repr: unary super_repr, getattro: binary super_get_attr, init: init super_init,
            descr_get: descr_get super_descr_get,
        }
        attrs {
            getset "__thisclass__" (read_only) = this_class, "class to search behind";
            getset "__self__" (read_only) = this_object, "instance searched for, or None";
            getset "__self_class__" (read_only) = this_object_class, "class of the instance, or None";
        }
    }
}
