//! Classes: slots follow attributes, instances and subclasses keep their shape.

use super::{InstancePlan, instance_plan, type_of};
use crate::coll::dict::Dict;
use crate::model::knot::TYPE;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{NativeAttr, Raised, Vm};
use crate::testing::with_vm;
use crate::{names, native_attr};

fn len_five(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    vm.int(5)
}

fn init_x(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    vm.set_attr(this, names::VALUE(), &args[0])?;
    Ok(Ref::none())
}

fn add_value(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let value = vm.get_attr(this, names::VALUE())?;
    vm.binary(crate::BinaryOp::Add, &value, &args[0])
}

static LEN: NativeAttr = native_attr!(None; method "__len__" (0, 0) = len_five, "");
static INIT: NativeAttr = native_attr!(None; method "__init__" (1, 1) = init_x, "");
static ADD: NativeAttr = native_attr!(None; method "__add__" (1, 1) = add_value, "");

/// A class with the given methods.
pub fn class(vm: &Vm, name: &str, bases: &[&Obj], attrs: &[(&Obj, &Obj)]) -> Result<Ref, Raised> {
    let dict = Dict::new();
    for (name, value) in attrs {
        dict.set_name(vm, name, value.own())?;
    }
    let args = [vm.str(name)?, vm.tuple(bases)?, vm.dict_from(dict)?];
    vm.call(TYPE_OBJ(), &args)
}

#[allow(non_snake_case, reason = "stands for a constant")]
fn TYPE_OBJ() -> &'static Obj {
    crate::model::TypeRef::of(&TYPE).as_obj()
}

fn text(vm: &Vm, object: Outcome) -> String {
    match object.and_then(|object| vm.repr(&object)) {
        Ok(text) => crate::new::Text(&text).to_string(),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            let args = exception.cast::<crate::exc::BaseException>().unwrap().args.get().unwrap();
            let first = args.cast::<crate::raw::tuple::Tuple>().unwrap().items().first().cloned();
            format!(
                "{}: {}",
                exception.type_().name(),
                first.map_or(String::new(), |first| crate::new::Text(&first).to_string())
            )
        }
    }
}

#[test]
fn a_class_has_slots_for_its_methods() {
    with_vm(|vm| {
        let c = class(vm, "C", &[], &[(names::LEN(), LEN.as_obj()), (names::INIT(), INIT.as_obj())]).unwrap();
        assert_eq!(text(vm, Ok(c.clone())), "<class 'C'>");
        let type_ = type_of(&c).unwrap();
        assert!(matches!(instance_plan(vm, type_), InstancePlan::Plain { init: Some(_) }));
        let three = Ref::small(3);
        let object = vm.call_one(&c, &three).unwrap();
        assert_eq!(vm.len(&object).unwrap(), 5);
        assert_eq!(vm.get_attr(&object, names::VALUE()).unwrap().small(), Some(3));
        assert_eq!(text(vm, vm.call(&c, &[])), "TypeError: __init__ expected 2 arguments, got 1");
        let d = class(vm, "D", &[&c], &[]).unwrap();
        let object = vm.call_one(&d, &three).unwrap();
        assert_eq!(vm.len(&object).unwrap(), 5);
        assert!(vm.is_instance(&object, &c).unwrap());
        vm.set_attr(&c, names::ADD(), ADD.as_obj()).unwrap();
        assert_eq!(text(vm, vm.call_method(&object, names::ADD(), core::slice::from_ref(&three))), "6");
    });
}
