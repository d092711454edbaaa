//! Types of the native table entries: functions, methods, computed attributes.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, NativeAttr, Raised, Storage, This, Type, Vm, flags};
use crate::py_type;

/// What is behind the header of a [`NativeAttr`]; reached through `NativeAttr::from_obj`.
pub struct NativeTail;

// SAFETY: zero-sized.
unsafe impl Storage for NativeTail {
    const TYPE: &'static Type = &BUILTIN_FUNCTION;
}

fn native_call(vm: &Vm, this: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
    match NativeAttr::from_obj(this) {
        Some(native) => vm.call_native(native, args, names),
        None => Err(vm.type_error("not a builtin function")),
    }
}

/// A builtin method bound to its instance.
pub struct BoundNative {
    /// The table entry.
    pub native: &'static NativeAttr,
    /// The instance (or class).
    pub instance: Ref,
}

// SAFETY: BUILTIN_METHOD's instances hold this.
unsafe impl Storage for BoundNative {
    const TYPE: &'static Type = &BUILTIN_METHOD;

    fn traverse(&self, visitor: &mut crate::model::Visitor) {
        visitor.visit(&self.instance);
    }
}

fn bound_call(vm: &Vm, this: This<'_, BoundNative>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.with_first(&this.instance, args, |all| vm.call_native(this.native, all, names))
}

fn bind_native(vm: &Vm, native: &'static NativeAttr, instance: &Obj) -> Outcome {
    let storage = BoundNative { native, instance: instance.own() };
    vm.memory(vm.allocate(crate::model::TypeRef::of(&BUILTIN_METHOD), storage, size_of::<BoundNative>()))
}

fn method_get(vm: &Vm, this: &Obj, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    match (instance, NativeAttr::from_obj(this)) {
        (Some(instance), Some(native)) => bind_native(vm, native, instance),
        _ => Ok(this.own()),
    }
}

/// `__new__` of a builtin type that has its own: a function bound to the type.
pub fn new_function(vm: &Vm, type_: crate::model::TypeRef) -> Option<Ref> {
    let own = type_.fast_new()?;
    let inherited = type_.base().and_then(|base| base.fast_new()).map(|new| new as usize);
    if inherited == Some(own as usize) {
        return None;
    }
    bind_native(vm, &NEW, type_.as_obj()).ok()
}

static NEW: NativeAttr = crate::native_attr!(
    None; raw_function "__new__" () = call_new, "Make an instance."
);

/// `X.__new__(C, ...)`; the first argument is X.
fn call_new(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [owner, rest @ ..] = args else { return Err(vm.type_error("__new__(): not enough arguments")) };
    let Some(owner) = crate::class::type_of(owner) else { return Err(vm.type_error("__new__(): no type")) };
    let Some((class, rest)) = rest.split_first() else {
        return Err(vm.type_error(format_args!("{}.__new__(): not enough arguments", owner.short_name())));
    };
    let Some(class) = crate::class::type_of(class) else {
        return Err(vm.type_error(format_args!(
            "{}.__new__(X): X is not a type object ({})",
            owner.short_name(),
            class.type_().short_name()
        )));
    };
    if !class.is_subtype_of(owner) {
        return Err(vm.type_error(format_args!(
            "{0}.__new__({1}): {1} is not a subtype of {0}",
            owner.short_name(),
            class.short_name()
        )));
    }
    let native = crate::class::instance::native_base(class);
    match owner.fast_new() {
        Some(new) if native.fast_new().is_none_or(|safe| safe as usize == new as usize) => {
            new(vm, class, rest, names)
        }
        Some(_) => Err(vm.type_error(format_args!(
            "{}.__new__({}) is not safe, use {}.__new__()",
            owner.short_name(),
            class.short_name(),
            native.short_name()
        ))),
        None => Err(vm.type_error(format_args!("cannot create '{}' instances", class.name()))),
    }
}

fn class_method_get(vm: &Vm, this: &Obj, instance: Option<&Obj>, owner: Option<&Obj>) -> Outcome {
    let owner = owner.map_or_else(|| instance.map(|instance| instance.type_().as_obj()), Some);
    match (owner, NativeAttr::from_obj(this)) {
        (Some(owner), Some(native)) => bind_native(vm, native, owner),
        _ => Ok(this.own()),
    }
}

fn getset_get(vm: &Vm, this: &Obj, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    match (instance, NativeAttr::from_obj(this).and_then(|native| native.get_set())) {
        (Some(instance), Some((get, _))) => get(vm, instance),
        _ => Ok(this.own()),
    }
}

fn getset_set(vm: &Vm, this: &Obj, instance: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(native) = NativeAttr::from_obj(this) else { return Ok(()) };
    match native.get_set() {
        Some((_, Some(set))) => set(vm, instance, value),
        _ => Err(vm.attribute_error(format_args!(
            "attribute '{}' of '{}' objects is not writable",
            native.name(),
            native.owner.map_or("?", |owner| owner.name())
        ))),
    }
}

/// The table entry of an object of these types.
fn native_of(vm: &Vm, this: &Obj) -> Result<&'static NativeAttr, Raised> {
    let bound = this.exact::<BoundNative>().map(|bound| bound.native);
    bound.or_else(|| NativeAttr::from_obj(this)).ok_or_else(|| vm.type_error("not a builtin function"))
}

fn native_name(vm: &Vm, this: &Obj) -> Outcome {
    vm.memory(vm.intern(native_of(vm, this)?.name()))
}

/// The type whose attribute it is: of a class method the class it is bound to.
fn owner_of(this: &Obj, native: &NativeAttr) -> Option<crate::model::TypeRef> {
    let class = this.exact::<BoundNative>().and_then(|bound| crate::class::type_of(&bound.instance));
    class.or(native.owner)
}

fn native_qualname(vm: &Vm, this: &Obj) -> Outcome {
    let native = native_of(vm, this)?;
    match owner_of(this, native) {
        Some(owner) => vm.str_fmt(format_args!("{}.{}", owner.short_name(), native.name())),
        None => vm.str(native.name()),
    }
}

fn native_doc(vm: &Vm, this: &Obj) -> Outcome {
    doc_object(vm, native_of(vm, this)?.doc())
}

/// `__doc__`: None if there is no text.
///
/// # Errors
/// MemoryError.
pub fn doc_object(vm: &Vm, doc: &str) -> Outcome {
    if doc.is_empty() { Ok(Ref::none()) } else { vm.str(doc) }
}

fn native_owner(vm: &Vm, this: &Obj) -> Outcome {
    match native_of(vm, this)?.owner {
        Some(owner) => Ok(owner.own()),
        None => Err(vm.no_attribute(this, &*vm.str("__objclass__")?)),
    }
}

/// The first module whose table has the function; None for methods.
fn native_module(vm: &Vm, this: &Obj) -> Outcome {
    let native = native_of(vm, this)?;
    let mut modules = vm.native_modules.get().iter().flat_map(|table| table.iter());
    match modules.find(|module| module.attrs.as_ptr_range().contains(&core::ptr::from_ref(native))) {
        Some(module) => vm.str(module.name),
        None => Ok(Ref::none()),
    }
}

fn function_self(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.exact::<BoundNative>().map_or_else(Ref::none, |bound| bound.instance.clone()))
}

/// A name for what a module holds; for a method `(getattr, (owner, name))`.
fn native_reduce(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let native = native_of(vm, this)?;
    let owner = match this.exact::<BoundNative>() {
        Some(bound) => bound.instance.clone(),
        None => match native.owner.filter(|_| this.type_().is(&METHOD_DESCRIPTOR)) {
            Some(owner) => owner.own(),
            None => return native_qualname(vm, this),
        },
    };
    let getattr = vm.memory(vm.intern("getattr"))?;
    let getattr = vm.get_item(vm.builtins.get().as_deref().unwrap_or(Obj::NONE), &getattr)?;
    vm.tuple_of(&[getattr, vm.tuple_of(&[owner, vm.str(native.name())?])?])
}

fn function_repr(vm: &Vm, this: &Obj) -> Outcome {
    vm.str_fmt(format_args!("<built-in function {}>", native_of(vm, this)?.name()))
}

fn bound_repr(vm: &Vm, this: This<'_, BoundNative>) -> Outcome {
    vm.str_fmt(format_args!(
        "<built-in method {} of {} object at {:#x}>",
        this.native.name(),
        this.instance.type_().short_name(),
        this.instance.bits()
    ))
}

fn bound_hash(_vm: &Vm, this: This<'_, BoundNative>) -> Result<usize, Raised> {
    let hash = |address: usize| pyrite_algo::hash::hash_address(address) as usize;
    Ok(hash(core::ptr::from_ref(this.native).addr()) ^ hash(this.instance.bits()).rotate_left(1))
}

fn bound_compare(_vm: &Vm, this: This<'_, BoundNative>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.exact::<BoundNative>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let same = core::ptr::eq(this.native, other.native) && this.instance.is(&other.instance);
    Ok(Ref::bool(same == (op == CompareOp::Eq)))
}

fn descriptor_repr(vm: &Vm, this: &Obj) -> Outcome {
    let native = native_of(vm, this)?;
    let owner = native.owner.map_or("?", |owner| owner.short_name());
    let kind = if native.get_set().is_some() { "attribute" } else { "method" };
    vm.str_fmt(format_args!("<{kind} '{}' of '{owner}' objects>", native.name()))
}

/// `classmethod_descriptor.__call__`: the first argument is the class.
fn class_method_call(vm: &Vm, this: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let native = native_of(vm, this)?;
    let owner = native.owner.map_or("?", |owner| owner.short_name());
    match args.first().map(|class| crate::class::type_of(class)) {
        Some(Some(class)) if native.owner.is_none_or(|owner| class.is_subtype_of(owner)) => {
            vm.call_native(native, args, names)
        }
        Some(_) => {
            Err(vm.type_error(format_args!("descriptor '{}' requires a subtype of '{owner}'", native.name())))
        }
        None => Err(vm.type_error(format_args!(
            "descriptor '{}' of '{owner}' object needs an argument",
            native.name()
        ))),
    }
}

py_type! {
    /// Functions of modules, static methods.
    pub static BUILTIN_FUNCTION: NativeTail = "builtin_function_or_method", "" {
        flags flags::DISALLOW_INSTANTIATION | flags::MANAGED_WEAKREF;
        call native_call;
        slots { repr: unary function_repr, }
        attrs {
            getter "__name__" () = native_name, "";
            getter "__qualname__" () = native_qualname, "";
            method "__reduce__" (0, 0) = native_reduce, "";
            getter "__doc__" () = native_doc, "";
            getter "__module__" () = native_module, "";
            getter "__self__" () = function_self, "";
        }
    }
}

py_type! {
    /// Builtin methods bound to an instance.
    pub static BUILTIN_METHOD: BoundNative = "builtin_function_or_method", "" {
        flags flags::DISALLOW_INSTANTIATION | flags::MANAGED_WEAKREF;
        gc container;
        call bound_call;
        slots { repr: unary bound_repr, hash: hash bound_hash, richcompare: compare bound_compare, }
        attrs {
            getter "__name__" () = native_name, "";
            getter "__qualname__" () = native_qualname, "";
            method "__reduce__" (0, 0) = native_reduce, "";
            getter "__doc__" () = native_doc, "";
            getter "__module__" () = native_module, "";
            getter "__self__" () = function_self, "";
        }
    }
}

py_type! {
    /// Methods of builtin types.
    pub static METHOD_DESCRIPTOR: NativeTail = "method_descriptor", "" {
        flags flags::DISALLOW_INSTANTIATION | flags::METHOD_DESCRIPTOR;
        call native_call;
        slots { repr: unary descriptor_repr, descr_get: descr_get method_get, }
        attrs {
            getter "__name__" () = native_name, "";
            getter "__qualname__" () = native_qualname, "";
            method "__reduce__" (0, 0) = native_reduce, "";
            getter "__doc__" () = native_doc, "";
            getter "__objclass__" () = native_owner, "";
        }
    }
}

py_type! {
    /// Class methods of builtin types.
    pub static CLASS_METHOD_DESCRIPTOR: NativeTail = "classmethod_descriptor", "" {
        flags flags::DISALLOW_INSTANTIATION;
        call class_method_call;
        slots { repr: unary descriptor_repr, descr_get: descr_get class_method_get, }
        attrs {
            getter "__name__" () = native_name, "";
            getter "__qualname__" () = native_qualname, "";
            getter "__doc__" () = native_doc, "";
            getter "__objclass__" () = native_owner, "";
        }
    }
}

py_type! {
    /// Computed attributes of builtin types.
    pub static GETSET_DESCRIPTOR: NativeTail = "getset_descriptor", "" {
        flags flags::DISALLOW_INSTANTIATION;
        slots { repr: unary descriptor_repr, descr_get: descr_get getset_get, descr_set: store getset_set, }
        attrs {
            getter "__name__" () = native_name, "";
            getter "__qualname__" () = native_qualname, "";
            getter "__doc__" () = native_doc, "";
            getter "__objclass__" () = native_owner, "";
        }
    }
}
