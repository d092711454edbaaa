//! Python functions: code, globals, and what most functions do not have.
//!
//! Storage is two words and an optional third: the closure tuple itself, or an [`Extra`].

use pyrite_object::coll::dict::Dict;
use pyrite_object::heap::Kind;
use pyrite_object::model::vm::Slot;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{
    Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type,
};

use crate::code::Code;

/// A function.
#[repr(C)]
pub struct Function {
    /// The code object.
    pub code: Ref,
    /// The dict of the module's names.
    pub globals: Ref,
    /// Closure tuple or [`Extra`].
    extra: Slot,
}

// SAFETY: FUNCTION's instances hold this.
unsafe impl Storage for Function {
    const TYPE: &'static Type = &FUNCTION;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.code);
        visitor.visit(&self.globals);
        visitor.visit_option(&self.extra.get());
    }

    fn clear(&self) {
        self.extra.set(None);
    }
}

/// What a function may have besides code and globals.
pub struct Extra {
    /// `__closure__`
    pub closure: Slot,
    /// `__defaults__`
    pub defaults: Slot,
    /// `__kwdefaults__`
    pub kwdefaults: Slot,
    /// `__annotations__`
    pub annotations: Slot,
    /// `__name__`, if it was set.
    pub name: Slot,
    /// `__qualname__`, if it was set.
    pub qualname: Slot,
    /// `__module__`, if it was set.
    pub module: Slot,
    /// `__doc__`, if it was set.
    pub doc: Slot,
    /// `__type_params__`
    pub type_params: Slot,
    /// Other attributes. At [`EXTRA_DICT_OFFSET`].
    pub dict: Slot,
}

impl Extra {
    fn slots(&self) -> [&Slot; 10] {
        [
            &self.closure,
            &self.defaults,
            &self.kwdefaults,
            &self.annotations,
            &self.name,
            &self.qualname,
            &self.module,
            &self.doc,
            &self.type_params,
            &self.dict,
        ]
    }
}

// SAFETY: EXTRA's instances hold this.
unsafe impl Storage for Extra {
    const TYPE: &'static Type = &EXTRA;

    fn traverse(&self, visitor: &mut Visitor) {
        self.slots().into_iter().for_each(|slot| visitor.visit_option(&slot.get()));
    }

    fn clear(&self) {
        self.slots().into_iter().for_each(|slot| slot.set(None));
    }
}

py_type! {
    /// Parts of a function; not seen by Python code.
    pub static EXTRA: Extra = "function_extra", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
    }
}

impl Function {
    /// The closure tuple.
    #[inline(always)]
    pub fn closure(&self) -> Option<Ref> {
        let extra = self.extra.get()?;
        match extra.exact::<Extra>() {
            Some(extra) => extra.closure.get(),
            None => Some(extra),
        }
    }

    /// The value of free variable `index`, if it has one.
    #[inline]
    pub fn free_value(&self, index: usize) -> Option<Ref> {
        // SAFETY: nothing runs in here: what is lent stays.
        unsafe {
            let extra = self.extra.lend()?;
            let closure = match extra.exact::<Extra>() {
                Some(extra) => extra.storage().closure.lend()?,
                None => extra,
            };
            let cell = closure.exact::<Tuple>()?.items().get(index)?;
            cell.exact::<pyrite_object::types::cell::CellStorage>()?.contents.get()
        }
    }

    /// `__defaults__`, lent.
    ///
    /// # Safety
    /// Until it is done with, nothing runs that writes it.
    #[inline]
    pub unsafe fn defaults(&self) -> Option<&Obj> {
        // SAFETY: the caller's condition.
        unsafe { self.extra.lend()?.exact::<Extra>()?.storage().defaults.lend() }
    }

    /// A part, if it is there.
    pub fn part(&self, part: impl Fn(&Extra) -> &Slot) -> Option<Ref> {
        let extra = self.extra.get()?;
        let extra = extra.exact::<Extra>()?;
        part(extra.storage()).get()
    }

    /// Sets a part, making room for parts first.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set_part(
        &self,
        vm: &Vm,
        part: impl Fn(&Extra) -> &Slot,
        value: Option<Ref>,
    ) -> Result<(), Raised> {
        let old = self.extra.get();
        if let Some(extra) = old.as_ref().and_then(|extra| extra.exact::<Extra>()) {
            part(&extra).set(value);
            return Ok(());
        }
        let slot = || Slot::new(None);
        let storage = Extra {
            closure: Slot::new(old),
            defaults: slot(),
            kwdefaults: slot(),
            annotations: slot(),
            name: slot(),
            qualname: slot(),
            module: slot(),
            doc: slot(),
            type_params: slot(),
            dict: slot(),
        };
        part(&storage).set(value);
        let extra = vm.memory(vm.allocate(TypeRef::of(&EXTRA), storage, size_of::<Extra>()))?;
        self.extra.set(Some(extra));
        Ok(())
    }
}

/// A function of `code` with a closure tuple or none.
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, code: Ref, globals: Ref, closure: Option<Ref>) -> Outcome {
    let storage = Function { code, globals, extra: Slot::new(closure) };
    vm.memory(vm.allocate_fixed(Kind::Container, storage))
}

/// The code storage of a function.
#[inline(always)]
pub fn code_of<'a>(function: &'a Function) -> This<'a, Code> {
    // SAFETY: `code` of a function is always a code object (checked where it is set).
    unsafe { This::new_unchecked(&function.code) }
}

fn function_name(vm: &Vm, this: This<'_, Function>) -> Outcome {
    this.part(|extra| &extra.name).map_or_else(|| code_of(&this).own_name(vm), Ok)
}

/// `__qualname__`
///
/// # Errors
/// MemoryError.
pub fn qualname(vm: &Vm, this: This<'_, Function>) -> Outcome {
    match this.part(|extra| &extra.qualname) {
        Some(qualname) => Ok(qualname),
        None => crate::code::code_qualname(vm, code_of(&this)),
    }
}

fn function_module(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    let module = this.part(|extra| &extra.module);
    let global = || this.globals.cast::<Dict>().and_then(|globals| globals.get_name(names::NAME()));
    Ok(module.or_else(global).unwrap_or_else(Ref::none))
}

fn function_doc(vm: &Vm, this: This<'_, Function>) -> Outcome {
    if let Some(doc) = this.part(|extra| &extra.doc) {
        return Ok(doc);
    }
    let code = code_of(&this);
    if !code.flags.contains(pyrite_bytecode::CodeFlags::HAS_DOCSTRING) {
        return Ok(Ref::none());
    }
    code.prepare(vm)?;
    Ok(code.constants().first().cloned().unwrap_or_else(Ref::none))
}

fn function_code(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    Ok(this.code.clone())
}

fn function_globals(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    Ok(this.globals.clone())
}

fn function_closure(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    Ok(this.closure().unwrap_or_else(Ref::none))
}

fn function_defaults(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    Ok(this.part(|extra| &extra.defaults).unwrap_or_else(Ref::none))
}

fn function_kwdefaults(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    Ok(this.part(|extra| &extra.kwdefaults).unwrap_or_else(Ref::none))
}

fn function_annotations(vm: &Vm, this: This<'_, Function>) -> Outcome {
    if let Some(annotations) = this.part(|extra| &extra.annotations) {
        return Ok(annotations);
    }
    let annotations = vm.dict()?;
    this.set_part(vm, |extra| &extra.annotations, Some(annotations.clone()))?;
    Ok(annotations)
}

fn function_type_params(_vm: &Vm, this: This<'_, Function>) -> Outcome {
    let params = this.part(|extra| &extra.type_params);
    Ok(params.unwrap_or_else(|| pyrite_object::raw::tuple::empty().own()))
}

fn function_dict(vm: &Vm, this: This<'_, Function>) -> Outcome {
    if let Some(dict) = this.part(|extra| &extra.dict) {
        return Ok(dict);
    }
    let dict = vm.dict()?;
    this.set_part(vm, |extra| &extra.dict, Some(dict.clone()))?;
    Ok(dict)
}

macro_rules! setters {
    ($($name:ident $field:ident $check:expr, $text:literal;)*) => {
        $(fn $name(vm: &Vm, this: This<'_, Function>, value: Option<&Obj>) -> Result<(), Raised> {
            let check: fn(&Obj) -> bool = $check;
            if value.is_some_and(|value| !check(value)) {
                return Err(vm.type_error($text));
            }
            this.set_part(vm, |extra| &extra.$field, value.filter(|value| !value.is_none()).map(Obj::own))
        })*
    };
}

fn is_str(object: &Obj) -> bool {
    object.cast::<pyrite_object::raw::str::Str>().is_some()
}

setters! {
    set_name name is_str, "__name__ must be set to a string object";
    set_qualname qualname is_str, "__qualname__ must be set to a string object";
    set_module module |_| true, "";
    set_doc doc |_| true, "";
    set_defaults defaults |value| value.is_none() || value.cast::<Tuple>().is_some(),
        "__defaults__ must be set to a tuple object";
    set_kwdefaults kwdefaults |value| value.is_none() || value.cast::<Dict>().is_some(),
        "__kwdefaults__ must be set to a dict object";
    set_annotations annotations |value| value.is_none() || value.cast::<Dict>().is_some(),
        "__annotations__ must be set to a dict object";
    set_type_params type_params |value| value.cast::<Tuple>().is_some(),
        "__type_params__ must be set to a tuple";
}

fn function_get_attr(vm: &Vm, this: This<'_, Function>, name: &Obj) -> Outcome {
    let in_type = vm.type_lookup(this.obj().type_(), name).is_some();
    if !in_type
        && let Some(dict) = this.part(|extra| &extra.dict)
        && let Some(value) = dict.cast::<Dict>().and_then(|dict| dict.get_name(name))
    {
        return Ok(value);
    }
    vm.generic_get_attr(this.obj(), name)
}

fn function_set_attr(
    vm: &Vm,
    this: This<'_, Function>,
    name: &Obj,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    if vm.type_lookup(this.obj().type_(), name).is_some() {
        return vm.generic_store_attr(this.obj(), name, value);
    }
    let dict = function_dict(vm, this)?;
    let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
    match value {
        Some(value) => dict.insert(vm, name, value.own()).map(drop),
        None => match dict.remove(vm, name)? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(this.obj(), name)),
        },
    }
}

fn function_repr(vm: &Vm, this: This<'_, Function>) -> Outcome {
    let name = qualname(vm, this)?;
    vm.str_fmt(format_args!("<function {} at {:#x}>", pyrite_object::new::Text(&name), this.obj().bits()))
}

fn function_get(vm: &Vm, this: This<'_, Function>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    match instance {
        Some(instance) => vm.method(this.obj(), instance),
        None => Ok(this.own()),
    }
}

fn function_call(vm: &Vm, this: This<'_, Function>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    crate::frame::call_function(vm, this, args, names)
}

py_type! {
    /// Python functions.
    pub static FUNCTION: Function = "function", "Make a function from code." {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION | flags::METHOD_DESCRIPTOR;
        gc container;
        call function_call;
        slots {
            repr: unary function_repr,
            descr_get: descr_get function_get,
            getattro: binary function_get_attr,
            setattro: store function_set_attr,
        }
        attrs {
            getset "__name__" (set_name) = function_name, "";
            getset "__qualname__" (set_qualname) = qualname, "";
            getset "__module__" (set_module) = function_module, "";
            getset "__doc__" (set_doc) = function_doc, "";
            getter "__code__" () = function_code, "";
            getter "__globals__" () = function_globals, "";
            getter "__closure__" () = function_closure, "";
            getset "__defaults__" (set_defaults) = function_defaults, "";
            getset "__kwdefaults__" (set_kwdefaults) = function_kwdefaults, "";
            getset "__annotations__" (set_annotations) = function_annotations, "";
            getset "__type_params__" (set_type_params) = function_type_params, "";
            getter "__dict__" () = function_dict, "";
        }
    }
}
