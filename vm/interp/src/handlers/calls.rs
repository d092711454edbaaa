//! Calls: opening frames, natives, classes; making functions; `with`.

use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::method::Method;
use pyrite_object::{NativeAttr, Obj, Raised, Ref, This, TypeRef, Vm, flags, names};

use super::Step;
use crate::frame::{self, Window};
use crate::function::{Function, code_of};

/// A call window with its arguments.
#[derive(Clone, Copy)]
pub struct Site {
    /// First slot of the window, which holds the callable.
    pub window: usize,
    /// First argument.
    pub first: usize,
    /// Number of arguments, those of keywords included.
    pub count: usize,
}

/// The arguments of a window opened by `LOAD_METHOD`: with the receiver, if there is one.
pub fn method_site(w: Window, window: usize, count: usize) -> Site {
    if w.is_empty(window + 4) {
        Site { window, first: window + 5, count }
    } else {
        Site { window, first: window + 4, count: count + 1 }
    }
}

/// Calls the callable of a window.
///
/// # Errors
/// What the call raises.
pub fn call(vm: &Vm, w: Window, pc: *const u32, site: Site, keywords: Option<Ref>) -> Result<Step, Raised> {
    crate::breaker::look(vm)?;
    if let Some(fp) = w.open_in_place(vm, pc, (site.window, site.first, site.count), keywords.as_deref()) {
        return Ok(Step::Enter(fp));
    }
    let mut site = site;
    let mut callee = w.take(site.window);
    if let Some(method) = callee.exact::<Method>() {
        // The slot in front of the arguments is free: of the header, or of the receiver.
        site.first -= 1;
        site.count += 1;
        w.put(site.first, method.instance.clone());
        let function = method.function.clone();
        callee = function;
    }
    if let Some(function) = callee.exact::<Function>()
        && !frame::is_generator(&code_of(function.storage()))
    {
        return enter(vm, w, pc, function, site, keywords.as_deref(), None);
    }
    if let Some(begun) = instantiate(vm, &callee, site.count != 0)? {
        let Some(init) = begun.init.as_deref().and_then(|init| init.exact::<Function>()) else {
            w.put(site.window, begun.instance);
            return Ok(Step::Next);
        };
        site.first -= 1;
        site.count += 1;
        w.put(site.first, begun.instance.clone());
        return enter(vm, w, pc, init, site, keywords.as_deref(), Some(begun.instance));
    }
    let names = keywords.as_deref();
    let result = w.with_args(site.first, site.count, |args| match NativeAttr::from_obj(&callee) {
        Some(native) => vm.call_native(native, args, names),
        None => vm.call_named(&callee, args, names),
    })?;
    w.clear(site.first, site.count);
    w.put(site.window, result);
    Ok(Step::Next)
}

/// Opens a frame for a Python function with the arguments of a window, which is emptied.
#[allow(
    clippy::too_many_arguments,
    reason = "a call has a function, its arguments and the place to go on at"
)]
fn enter(
    vm: &Vm,
    w: Window,
    pc: *const u32,
    function: This<'_, Function>,
    site: Site,
    names: Option<&Obj>,
    instance: Option<Ref>,
) -> Result<Step, Raised> {
    let fp = w.with_args(site.first, site.count, |args| w.open(vm, function, args, names, pc, instance))?;
    w.clear(site.first, site.count);
    Ok(Step::Enter(fp))
}

/// What a call of a class with `__init__` returns: the instance, if `__init__` returned None.
///
/// # Errors
/// TypeError.
#[inline]
pub fn init_result(vm: &Vm, result: Ref, instance: Ref) -> Outcome {
    if result.is_none() {
        return Ok(instance);
    }
    Err(vm.type_error(format_args!("__init__() should return None, not '{}'", result.type_().short_name())))
}

/// `CALL_EX`
pub fn call_unpacked(
    vm: &Vm,
    w: Window,
    pc: *const u32,
    h: usize,
    has_keywords: bool,
) -> Result<Step, Raised> {
    let callee = w.take(h);
    let mut args = w.take(h + 4);
    let keywords = if has_keywords { Some(w.take(h + 5)) } else { None };
    if args.exact::<Tuple>().is_none() {
        let type_ = args.type_();
        if type_.iter().is_none() && type_.sequence().item.is_none() {
            let name = callable_name(vm, &callee)?;
            return Err(vm.type_error(format_args!(
                "{}() argument after * must be an iterable, not {}",
                Text(&name),
                type_.short_name()
            )));
        }
        args = vm.collect_tuple(&args)?;
    }
    let plain = keywords.as_deref().and_then(|k| k.cast::<Dict>()).is_none_or(|k| k.is_empty());
    if plain
        && let (Some(function), Some(items)) = (callee.exact::<Function>(), args.exact::<Tuple>())
        && !frame::is_generator(&code_of(function.storage()))
    {
        let fp = w.open(vm, function, items.items(), None, pc, None)?;
        return Ok(Step::Enter(fp));
    }
    w.put(h, vm.call_tuple(&callee, &args, keywords.as_deref())?);
    Ok(Step::Next)
}

/// The name of a callable in error texts.
///
/// # Errors
/// MemoryError.
pub fn callable_name(vm: &Vm, callable: &Obj) -> Outcome {
    if let Some(function) = callable.exact::<Function>() {
        let name = crate::function::qualname(vm, function)?;
        let module = vm.find_attr(callable, names::MODULE())?;
        let module = module.filter(|module| module.cast::<Str>().is_some());
        return match module {
            Some(module) => vm.str_fmt(format_args!("{}.{}", Text(&module), Text(&name))),
            None => Ok(name),
        };
    }
    match vm.find_attr(callable, names::QUALNAME())? {
        Some(name) if name.cast::<Str>().is_some() => Ok(name),
        _ => vm.str_fmt(format_args!("{} object", callable.type_().short_name())),
    }
}

/// `CALL_SUPER`
pub fn call_super(vm: &Vm, w: Window, h: usize, receiver: usize, class: usize) -> Outcome {
    let callee = w.take(h);
    if !callee.is(TypeRef::of(&pyrite_object::types::super_::SUPER).as_obj()) {
        return vm.call(&callee, &[]);
    }
    let class = super::names::load_free(vm, w, class)?;
    let receiver = w.get(receiver);
    let receiver = match receiver.exact::<pyrite_object::types::cell::CellStorage>() {
        Some(cell) => cell.contents.get().unwrap_or_else(Ref::unbound),
        None => receiver.clone(),
    };
    if receiver.is(Obj::UNBOUND) {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    }
    pyrite_object::types::super_::make(vm, &class, &receiver)
}

/// `MAKE_FUNCTION`
pub fn make_function(vm: &Vm, w: Window, a: usize, parts: usize) -> Outcome {
    let code = w.take(a);
    if code.exact::<crate::code::Code>().is_none() {
        return Err(vm.system_error("MAKE_FUNCTION of no code"));
    }
    let closure = if parts & 8 != 0 { Some(w.take(a + 4)) } else { None };
    let function = crate::function::new(vm, code, w.function().globals.clone(), closure)?;
    if let Some(this) = function.exact::<Function>() {
        if parts & 1 != 0 {
            this.set_part(vm, |extra| &extra.defaults, Some(w.take(a + 1)))?;
        }
        if parts & 2 != 0 {
            this.set_part(vm, |extra| &extra.kwdefaults, Some(w.take(a + 2)))?;
        }
        if parts & 4 != 0 {
            this.set_part(vm, |extra| &extra.annotations, Some(w.take(a + 3)))?;
        }
    }
    Ok(function)
}

/// The two methods of a kind of `with`.
pub struct WithMethods {
    enter: fn() -> &'static Obj,
    exit: fn() -> &'static Obj,
    protocol: &'static str,
}

/// `with`
pub static WITH: WithMethods =
    WithMethods { enter: || names::ENTER(), exit: || names::EXIT(), protocol: "context manager" };
/// `async with`
pub static ASYNC_WITH: WithMethods = WithMethods {
    enter: || names::AENTER(),
    exit: || names::AEXIT(),
    protocol: "asynchronous context manager",
};

/// `LOAD_WITH` and `LOAD_ASYNC_WITH`
///
/// # Errors
/// TypeError if the object does not support the protocol.
pub fn load_with(
    vm: &Vm,
    w: Window,
    exit: usize,
    b: usize,
    h: usize,
    methods: &WithMethods,
) -> Result<(), Raised> {
    let manager = w.get(b);
    let missing = |name: &Obj| {
        let (class, protocol) = (manager.type_().short_name(), methods.protocol);
        let text = format_args!("'{class}' object does not support the {protocol} protocol");
        if name.is((methods.exit)()) {
            return vm.type_error(format_args!("{text} (missed {} method)", Text(name)));
        }
        vm.type_error(text)
    };
    let Some(enter) = vm.type_lookup(manager.type_(), (methods.enter)()) else {
        return Err(missing((methods.enter)()));
    };
    let Some(exit_method) = vm.lookup_special(&manager, (methods.exit)())? else {
        return Err(missing((methods.exit)()));
    };
    w.put(exit, exit_method);
    // A function need not become a method for the call.
    if enter.type_().has(flags::METHOD_DESCRIPTOR) {
        w.put(h, enter);
        w.put(h + 4, manager);
    } else {
        w.put(h, vm.bind(&enter, &manager)?);
        w.put(h + 4, Ref::unbound());
    }
    Ok(())
}

/// A class whose call the interpreter carries out itself: a fresh instance, and `__init__`.
pub struct Instantiation {
    /// The instance.
    pub instance: Ref,
    /// The function to call with it; none: the call is over.
    pub init: Option<Ref>,
}

/// Begins the call of a class, if it is one whose instances are plain.
///
/// # Errors
/// MemoryError.
pub fn instantiate(vm: &Vm, callee: &Obj, has_args: bool) -> Result<Option<Instantiation>, Raised> {
    use pyrite_object::class::{InstancePlan, instance_plan, type_of};
    let Some(class) = type_of(callee).filter(|class| class.is_heap()) else { return Ok(None) };
    match instance_plan(vm, class) {
        InstancePlan::Plain { init: None } if has_args => Ok(None),
        InstancePlan::Plain { init } => {
            let callable =
                init.as_deref().is_none_or(|init| init.exact::<crate::function::Function>().is_some());
            if !callable {
                return Ok(None);
            }
            Ok(Some(Instantiation { instance: vm.plain_instance(class)?, init }))
        }
        InstancePlan::General => Ok(None),
    }
}
