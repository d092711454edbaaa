//! `SourceFileLoader`: modules in files; `NamespaceLoader`: packages without one.

use pyrite_interp::code::{self, Sealed};
use pyrite_object::model::vm::CompileMode;
use pyrite_object::new::Text;
use pyrite_object::raw::bytes::Bytes;
use pyrite_object::raw::str::Str;
use pyrite_object::types::loader::{LOADER, Loader};
use pyrite_object::types::module_spec::cache_path;
use pyrite_object::{Obj, Outcome, Raised, Ref, This, TypeRef, Vm, flags, names, py_type};
use pyrite_syntax::Source;

use crate::cache::{self, Tie};
use crate::source::{self, ReadError};
use crate::{compile, modules};

/// A file's text as `bytes`.
fn read(vm: &Vm, path: &Obj) -> Result<pyrite_algo::Buf<u8>, Raised> {
    let bytes = vm.utf8(path)?;
    match source::read(vm, core::str::from_utf8(&bytes).unwrap_or("")) {
        Ok(text) => Ok(text),
        Err(ReadError::Host(errno)) => Err(vm.os_error(errno, Some(path))),
        Err(ReadError::Memory) => Err(vm.memory_error()),
    }
}

fn argument(args: &[Ref]) -> &Obj {
    args.first().map_or(Obj::NONE, |argument| argument)
}

/// Refuses a name that is not the loader's.
fn check_name(vm: &Vm, this: This<'_, Loader>, name: &Obj) -> Result<Ref, Raised> {
    let own = this.name.get().unwrap_or_else(Ref::none);
    if name.is_none() || vm.equals(name, &own)? {
        return Ok(own);
    }
    let text = format_args!("loader for {} cannot handle {}", Text(&own), Text(name));
    Err(modules::refused(vm, text, name))
}

fn path(this: This<'_, Loader>) -> Ref {
    this.path.get().unwrap_or_else(Ref::none)
}

fn create_module(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

fn exec_module(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let module = argument(args);
    let name = vm.get_attr(module, names::NAME())?;
    let code = vm.call_method(this, names::GET_CODE(), core::slice::from_ref(&name))?;
    if code.is_none() {
        let text = format_args!("cannot load module '{}' when get_code() returns None", Text(&name));
        return Err(modules::refused(vm, text, &name));
    }
    modules::execute(vm, module, &code)
}

fn get_code(vm: &Vm, this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    check_name(vm, this, argument(args))?;
    let path = path(this);
    if this.obj().type_().is(&SOURCE_FILE_LOADER) {
        return cached_code(vm, &path);
    }
    // A subtype may read or compile in its own way.
    let data = vm.call_method(this.obj(), names::GET_DATA(), core::slice::from_ref(&path))?;
    let method = vm.memory(vm.intern("source_to_code"))?;
    vm.call_method(this.obj(), &method, &[data, path])
}

/// The code of the source at `path`, from beside it if it is there and fits; else it is put there.
fn cached_code(vm: &Vm, path: &Ref) -> Outcome {
    let Some(text) = path.cast::<Str>() else { return Err(vm.type_error("path must be a string")) };
    let cached = cache_path(vm, text)?;
    let by_file = source::stat(vm, &vm.utf8(path)?).and_then(|stat| Tie::to_file(&stat));
    if let Some(tie) = by_file
        && let Some(code) = cache::read(vm, &cached, tie, path)?
    {
        return Ok(code);
    }
    let text = read(vm, path)?;
    let tie = by_file.unwrap_or_else(|| Tie::to_text(&text));
    if by_file.is_none()
        && let Some(code) = cache::read(vm, &cached, tie, path)?
    {
        return Ok(code);
    }
    let mut words = compile::image(vm, &text, path)?;
    drop(text);
    if !writes_nothing(vm)? {
        cache::write(vm, &cached, tie, &mut words)?;
    }
    code::load(vm, &words, Sealed::No)
}

/// `sys.dont_write_bytecode`
fn writes_nothing(vm: &Vm) -> Result<bool, Raised> {
    match modules::sys_name(vm, names::DONT_WRITE_BYTECODE()) {
        Some(value) => vm.is_true(&value),
        None => Ok(false),
    }
}

fn source_to_code(vm: &Vm, _this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    let path = args.get(1).map_or(Obj::NONE, |path| path);
    match argument(args).cast::<Bytes>() {
        Some(bytes) => (vm.hooks.get().compile)(vm, bytes.as_slice(), path, CompileMode::Exec, 0),
        None => {
            let text = vm.utf8(vm.expect_str(argument(args), "data")?.obj())?;
            (vm.hooks.get().compile)(vm, &text, path, CompileMode::Exec, 0)
        }
    }
}

fn get_data(vm: &Vm, _this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    let text = read(vm, argument(args))?;
    vm.bytes(&text)
}

fn get_source(vm: &Vm, this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    let name = check_name(vm, this, argument(args))?;
    let data = vm.call_method(this.obj(), names::GET_DATA(), &[path(this)])?;
    let Some(bytes) = data.cast::<Bytes>() else { return Ok(Ref::none()) };
    match Source::decode(bytes.as_slice()) {
        Ok(source) => vm.memory(vm.new_str_wtf8(source.text())),
        Err(_) => Err(modules::refused(vm, format_args!("source not available through get_data()"), &name)),
    }
}

fn get_filename(vm: &Vm, this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    check_name(vm, this, argument(args))?;
    Ok(path(this))
}

fn is_package(vm: &Vm, this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    let name = check_name(vm, this, argument(args))?;
    let tail = |text: &Obj, separator: u8| -> Result<bool, Raised> {
        let text = vm.utf8(text)?;
        let tail = text.rsplit(|&byte| byte == separator).next().unwrap_or(&[]);
        Ok(tail.split(|&byte| byte == b'.').next() == Some(b"__init__"))
    };
    Ok(Ref::bool(tail(&path(this), b'/')? && !tail(&name, b'.')?))
}

/// A loader of the file at `path`.
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, name: &Obj, path: &Obj) -> Outcome {
    pyrite_object::types::loader::new(vm, TypeRef::of(&SOURCE_FILE_LOADER), Some(name), Some(path))
}

fn is_namespace_package(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(true))
}

fn empty_source(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    vm.str("")
}

fn empty_code(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    (vm.hooks.get().compile)(vm, b"", names::STRING(), CompileMode::Exec, 0)
}

py_type! {
    /// Loads a module from its file.
    pub static SOURCE_FILE_LOADER: Loader = "_frozen_importlib_external.SourceFileLoader",
        "Concrete implementation of SourceLoader using the file system." {
        base LOADER;
        flags flags::BASE;
        gc container;
        attrs {
            method "create_module" (1, 1) = create_module, "Use default semantics for module creation.";
            method "exec_module" (1, 1) = exec_module, "Execute the module.";
            method "get_code" (0, 1) = get_code, "Concrete implementation of InspectLoader.get_code.";
            method "source_to_code" (2, 3) = source_to_code, "Return the code object compiled from source.";
            method "get_data" (1, 1) = get_data, "Return the data from path as raw bytes.";
            method "get_source" (0, 1) = get_source, "Concrete implementation of InspectLoader.get_source.";
            method "get_filename" (0, 1) = get_filename, "Return the path to the source file as found by the finder.";
            method "is_package" (0, 1) = is_package, "";
        }
    }
}

py_type! {
    /// Stands for the loader of a package without a file.
    pub static NAMESPACE_LOADER: Loader = "_frozen_importlib_external.NamespaceLoader", "" {
        base LOADER;
        flags flags::BASE;
        gc container;
        attrs {
            getter "_path" () = pyrite_object::types::loader::path, "";
            method "create_module" (1, 1) = create_module, "Use default semantics for module creation.";
            method "exec_module" (1, 1) = create_module, "";
            method "is_package" (1, 1) = is_namespace_package, "";
            method "get_source" (1, 1) = empty_source, "";
            method "get_code" (1, 1) = empty_code, "";
        }
    }
}
