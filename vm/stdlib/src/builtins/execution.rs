//! Functions that run code: through the hooks of the layers above.

use pyrite_api::types::{Bytes, Dict, Str, exceptions};
use pyrite_api::{CompileMode, Obj, Outcome, Raised, Ref, Vm, bound, names};

/// `globals()`
///
/// # Errors
/// MemoryError.
pub fn globals(vm: &Vm, _args: &[Ref]) -> Outcome {
    match (vm.hooks.get().globals)(vm) {
        Some(globals) => Ok(globals),
        None => Err(vm.system_error("globals(): no frame")),
    }
}

/// `locals()`
///
/// # Errors
/// MemoryError.
pub fn locals(vm: &Vm, _args: &[Ref]) -> Outcome {
    (vm.hooks.get().locals)(vm)
}

/// `__build_class__(func, name, /, *bases, metaclass=..., **kwds)`
///
/// # Errors
/// What making the class raises.
pub fn build_class(vm: &Vm, args: &[Ref], keywords: Option<&Obj>) -> Outcome {
    (vm.hooks.get().build_class)(vm, args, keywords)
}

/// `__import__(name, globals=None, locals=None, fromlist=(), level=0)`
///
/// # Errors
/// ImportError; what the module raises.
pub fn import(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let name = bound(args, 0).unwrap_or(Obj::NONE);
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error("module name must be a string"));
    }
    let level = bound(args, 4).map_or(Ok(0), |level| vm.index(level))?;
    let Ok(level) = usize::try_from(level) else {
        return Err(vm.value_error("level must be >= 0"));
    };
    let globals = bound(args, 1).filter(|globals| !globals.is_none());
    (vm.hooks.get().import)(vm, name, globals, bound(args, 3).unwrap_or(Obj::NONE), level)
}

/// Source text given as str or bytes; `None` if it is something else.
fn compile_source(
    vm: &Vm,
    source: &Obj,
    filename: &Obj,
    mode: CompileMode,
    flags: u32,
) -> Result<Option<Ref>, Raised> {
    let compile = vm.hooks.get().compile;
    if let Some(bytes) = source.cast::<Bytes>() {
        return check_null(vm, bytes.as_slice())
            .and_then(|()| compile(vm, bytes.as_slice(), filename, mode, flags))
            .map(Some);
    }
    if source.cast::<Str>().is_none() {
        return Ok(None);
    }
    let text = vm.utf8(source)?;
    check_null(vm, &text)?;
    let text: &[u8] = match mode {
        CompileMode::Eval => {
            text.get(text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()..).unwrap_or(&[])
        }
        _ => &text,
    };
    compile(vm, text, filename, mode, flags).map(Some)
}

fn check_null(vm: &Vm, text: &[u8]) -> Result<(), Raised> {
    if text.contains(&0) {
        let text = vm.str("source code string cannot contain null bytes")?;
        return Err(vm.raise_with(&exceptions::SYNTAX_ERROR, &[&text]));
    }
    Ok(())
}

/// `compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)`
///
/// # Errors
/// SyntaxError; TypeError and ValueError for arguments that do not fit.
pub fn compile(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let arg = |index| bound(args, index).unwrap_or(Obj::NONE);
    let mode = match crate::ascii(arg(2)) {
        Some("exec") => CompileMode::Exec,
        Some("eval") => CompileMode::Eval,
        Some("single") => CompileMode::Single,
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let flags = bound(args, 3).map_or(Ok(0), |flags| vm.index(flags))?;
    match compile_source(vm, arg(0), arg(1), mode, flags as u32)? {
        Some(code) => Ok(code),
        None => Err(vm.type_error("compile() arg 1 must be a string, bytes or AST object")),
    }
}

/// The namespaces to run in, those of the caller where none are given.
fn namespaces(
    vm: &Vm,
    function: &str,
    given_globals: Option<&Obj>,
    given_locals: Option<&Obj>,
) -> Result<(Ref, Ref), Raised> {
    let given_locals = given_locals.filter(|locals| !locals.is_none());
    let (globals, locals) = match given_globals.filter(|globals| !globals.is_none()) {
        Some(globals) => (globals.own(), given_locals.unwrap_or(globals).own()),
        None => {
            let inherited = self::globals(vm, &[])?;
            (inherited, given_locals.map_or_else(|| locals(vm, &[]), |locals| Ok(locals.own()))?)
        }
    };
    let Some(dict) = globals.cast::<Dict>() else {
        return Err(vm.type_error(format_args!(
            "{function}() globals must be a dict, not {}",
            globals.type_().short_name()
        )));
    };
    if dict.get_name(names::BUILTINS()).is_none()
        && let Some(builtins) = vm.builtins.get()
    {
        dict.set_name(vm, names::BUILTINS(), builtins)?;
    }
    Ok((globals, locals))
}

fn run(vm: &Vm, function: &str, mode: CompileMode, args: &[Option<&Obj>]) -> Outcome {
    let (globals, locals) = namespaces(vm, function, bound(args, 1), bound(args, 2))?;
    let source = bound(args, 0).unwrap_or(Obj::NONE);
    let code = compile_source(vm, source, names::STRING(), mode, 0)?.unwrap_or_else(|| source.own());
    (vm.hooks.get().exec)(vm, &code, &globals, &locals)
}

/// `eval(source, /, globals=None, locals=None)`
///
/// # Errors
/// SyntaxError; what the expression raises.
pub fn eval(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    run(vm, "eval", CompileMode::Eval, args)
}

/// `exec(source, /, globals=None, locals=None)`
///
/// # Errors
/// SyntaxError; what the code raises.
pub fn exec(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    run(vm, "exec", CompileMode::Exec, args)?;
    Ok(Ref::none())
}
