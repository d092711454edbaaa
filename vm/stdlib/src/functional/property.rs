//! `functools.cached_property`: a property that is computed once.
//!
//! Instances keep their shape: nothing asks for their `__dict__`.

use pyrite_api::types::{Cells, LAST_IS_DICT, class_get_item};
use pyrite_api::{Obj, Outcome, Raised, Ref, Text, This, TypeRef, Vm, flags, names, py_type, required};

/// Slots: the function, the attribute's name, the text of `__doc__`, `__dict__`.
fn property_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [function] = vm.bind_new("cached_property", ["func"], args, names)?;
    let Some(function) = function else {
        return Err(
            vm.type_error("cached_property.__init__() missing 1 required positional argument: 'func'")
        );
    };
    let doc = vm.find_attr(function, names::DOC())?;
    vm.cells(type_, [Some(function.own()), None, doc, None], [0, 0])
}

fn set_name(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let ([_, own, ..], name) = (&this.slots, required(args, 1));
    if let Some(old) = own.get()
        && !vm.equals(&old, name)?
    {
        return Err(vm.type_error(format_args!(
            "Cannot assign the same cached_property to two different names ({} and {}).",
            Text(&*vm.repr(&old)?),
            Text(&*vm.repr(name)?)
        )));
    }
    own.set(Some(name.own()));
    Ok(Ref::none())
}

fn property_get(vm: &Vm, this: This<'_, Cells>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    let Some(instance) = instance.filter(|instance| !instance.is_none()) else { return Ok(this.own()) };
    let [function, name, ..] = &this.slots;
    let (Some(function), Some(name)) = (function.get(), name.get()) else {
        return Err(vm.type_error("Cannot use cached_property instance without calling __set_name__ on it."));
    };
    if let Some(value) = vm.instance_value(instance, &name)? {
        return Ok(value);
    }
    let is_class = pyrite_api::types::type_of(instance).is_some();
    if is_class || !vm.has_instance_dict(instance) {
        let (start, verb) = if is_class {
            ("The", "does not support item assignment for caching")
        } else {
            ("No", "to cache")
        };
        let shown = vm.repr(&name)?;
        return Err(vm.type_error(format_args!(
            "{start} '__dict__' attribute on '{}' instance {verb} {} property.",
            instance.type_().short_name(),
            Text(&shown)
        )));
    }
    let value = vm.call_one(&function, instance)?;
    vm.generic_store_attr(instance, &name, Some(&value))?;
    Ok(value)
}

fn get(this: This<'_, Cells>, index: usize) -> Outcome {
    Ok(this.slots.get(index).and_then(|slot| slot.get()).unwrap_or_else(Ref::none))
}

fn set_doc(_vm: &Vm, this: This<'_, Cells>, value: Option<&Obj>) -> Result<(), Raised> {
    let [_, _, doc, _] = &this.slots;
    doc.set(value.map(Obj::own));
    Ok(())
}

fn module(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let function = get(this, 0)?;
    vm.get_attr(&function, names::MODULE())
}

py_type! {
    /// `functools.cached_property`
    pub static CACHED_PROPERTY: Cells = "functools.cached_property", "" {
        flags flags::BASE;
        gc container;
        dict_offset LAST_IS_DICT;
        new property_new;
        slots { descr_get: descr_get property_get, }
        attrs {
            method "__set_name__" (2, 2) = set_name, "";
            getter "func" () = |_, this| get(this, 0), "";
            getter "attrname" () = |_, this| get(this, 1), "";
            getset "__doc__" (set_doc) = |_, this| get(this, 2), "";
            getter "__module__" () = module, "";
            getset "__dict__" (super::set_dict) = super::dict, "";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
        }
    }
}
