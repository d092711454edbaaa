//! Type variables in arguments, and putting other types in their place.

use pyrite_algo::Buf;

use crate::class::type_of;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::new::Text;
use crate::raw::tuple::Tuple;

/// The attribute by which a type variable is known.
const SUBSTITUTE: &str = "__typing_subst__";

fn attr(vm: &Vm, object: &Obj, name: &str) -> Result<Option<Ref>, Raised> {
    let name = vm.memory(vm.intern(name))?;
    vm.find_attr(object, &name)
}

fn add(vm: &Vm, found: &mut Buf<Ref>, parameter: &Obj) -> Result<(), Raised> {
    if found.iter().any(|each| each.is(parameter)) {
        return Ok(());
    }
    vm.memory(found.push(parameter.own()))
}

fn collect(vm: &Vm, arg: &Obj, found: &mut Buf<Ref>) -> Result<(), Raised> {
    if type_of(arg).is_some() {
        return Ok(());
    }
    let _guard = vm.enter_native()?;
    if arg.exact::<List>().is_some() || arg.exact::<Tuple>().is_some() {
        return vm.for_each(arg, |item| collect(vm, &item, found));
    }
    if attr(vm, arg, SUBSTITUTE)?.is_some() {
        return add(vm, found, arg);
    }
    let Some(own) = attr(vm, arg, "__parameters__")? else { return Ok(()) };
    let Some(own) = own.cast::<Tuple>() else { return Ok(()) };
    own.items().iter().try_for_each(|parameter| add(vm, found, parameter))
}

/// The type variables in a tuple of arguments, each once, in order.
///
/// # Errors
/// What reading attributes of the arguments raises; MemoryError.
pub fn parameters(vm: &Vm, args: &Obj) -> Outcome {
    let mut found = Buf::new();
    collect(vm, args, &mut found)?;
    vm.tuple_of(&found)
}

fn items(tuple: &Obj) -> &[Ref] {
    tuple.cast::<Tuple>().map_or(&[][..], |tuple| tuple.items())
}

/// Adds an argument; what stands for several adds these.
fn push_unpacked(vm: &Vm, arg: Ref, to: &mut Buf<Ref>) -> Result<(), Raised> {
    if type_of(&arg).is_none()
        && let Some(parts) = attr(vm, &arg, "__typing_unpacked_tuple_args__")?
        && let [parts @ .., last] = items(&parts)
        && !last.is(Obj::ELLIPSIS)
    {
        vm.memory(to.extend_from_slice(parts))?;
        return vm.memory(to.push(last.clone()));
    }
    vm.memory(to.push(arg))
}

/// `args` of generic `whole` with `key` in place of its `parameters`: a tuple.
///
/// # Errors
/// TypeError if there are none, or their number differs; what type variables object to.
pub fn substitute(vm: &Vm, whole: &Obj, args: &Obj, parameters: &Obj, key: &Obj) -> Outcome {
    if items(parameters).is_empty() {
        let shown = vm.repr(whole)?;
        return Err(vm.type_error(format_args!("{} is not a generic class", Text(&shown))));
    }
    let mut given = Buf::new();
    let single = [key.own()];
    for item in if key.exact::<Tuple>().is_some() { items(key) } else { &single } {
        push_unpacked(vm, item.clone(), &mut given)?;
    }
    let mut values = vm.tuple_of(&given)?;
    for parameter in items(parameters) {
        if let Some(prepare) =
            attr(vm, parameter, "__typing_prepare_subst__")?.filter(|found| !found.is_none())
        {
            values = vm.collect_tuple(&*vm.call(&prepare, &[whole.own(), values])?)?;
        }
    }
    let (given, wanted) = (items(&values).len(), items(parameters).len());
    if given != wanted {
        let shown = vm.repr(whole)?;
        return Err(vm.type_error(format_args!(
            "Too {} arguments for {}; actual {given}, expected {wanted}",
            if given > wanted { "many" } else { "few" },
            Text(&shown)
        )));
    }
    replaced(vm, args, items(parameters), items(&values))
}

fn replaced(vm: &Vm, args: &Obj, parameters: &[Ref], values: &[Ref]) -> Outcome {
    let _guard = vm.enter_native()?;
    let value_of = |parameter: &Obj| {
        let index = parameters.iter().position(|each| each.is(parameter));
        index.and_then(|index| values.get(index)).cloned().unwrap_or_else(|| parameter.own())
    };
    let mut result = Buf::new();
    for arg in items(args) {
        if type_of(arg).is_some() {
            vm.memory(result.push(arg.clone()))?;
        } else if arg.exact::<List>().is_some() || arg.exact::<Tuple>().is_some() {
            let inner = vm.collect_tuple(arg)?;
            let inner = replaced(vm, &inner, parameters, values)?;
            let is_list = arg.exact::<List>().is_some();
            vm.memory(result.push(if is_list { vm.list_from(vm.collect_list(&inner)?)? } else { inner }))?;
        } else if let Some(subst) = attr(vm, arg, SUBSTITUTE)? {
            let value = vm.call_one(&subst, &value_of(arg))?;
            // A tuple is what stands in for a TypeVarTuple.
            match value.exact::<Tuple>() {
                Some(parts) => vm.memory(result.extend_from_slice(parts.items()))?,
                None => vm.memory(result.push(value))?,
            }
        } else {
            let own = attr(vm, arg, "__parameters__")?.unwrap_or_else(Ref::none);
            let mut inner = Buf::new();
            for parameter in items(&own) {
                push_unpacked(vm, value_of(parameter), &mut inner)?;
            }
            let arg =
                if items(&own).is_empty() { arg.clone() } else { vm.get_item(arg, &*vm.tuple_of(&inner)?)? };
            push_unpacked(vm, arg, &mut result)?;
        }
    }
    vm.tuple_of(&result)
}
