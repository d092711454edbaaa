//! What loaders and finders of files hold: a module's name, and a path.
//!
//! The types that do the work are the runtime's; they are subtypes of this one.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::py_type;

/// Of a loader: the module and its file. Of a finder: what it finds, and its folder.
#[repr(C)]
pub struct Loader {
    /// The module's full name; a finder's pairs of suffix and loader, none if they are the usual ones.
    pub name: Slot,
    /// The file or folder.
    pub path: Slot,
}

// SAFETY: instances of LOADER and its subtypes begin with this.
unsafe impl Storage for Loader {
    const TYPE: &'static Type = &LOADER;

    fn traverse(&self, visitor: &mut Visitor) {
        self.name.visit(visitor);
        self.path.visit(visitor);
    }

    fn clear(&self) {
        self.name.set(None);
        self.path.set(None);
    }
}

/// An instance of `type_`, a subtype of [`LOADER`].
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, type_: TypeRef, name: Option<&Obj>, path: Option<&Obj>) -> Outcome {
    let loader = Loader { name: Slot::new(name.map(Obj::own)), path: Slot::new(path.map(Obj::own)) };
    vm.memory(vm.allocate(type_, loader, size_of::<Loader>()))
}

fn loader_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    new(vm, type_, None, None)
}

fn loader_init(vm: &Vm, this: This<'_, Loader>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let type_name = this.obj().type_().short_name();
    let [Some(name), Some(path)] = vm.bind_new(type_name, ["fullname", "path"], args, names)? else {
        return Err(vm.type_error(format_args!("{type_name}() needs the arguments 'fullname' and 'path'")));
    };
    this.name.set(Some(name.own()));
    this.path.set(Some(path.own()));
    Ok(())
}

/// `name`
///
/// # Errors
/// None.
pub fn name(_vm: &Vm, this: This<'_, Loader>) -> Outcome {
    Ok(this.name.get().unwrap_or_else(Ref::none))
}

fn set_name(_vm: &Vm, this: This<'_, Loader>, value: Option<&Obj>) -> Result<(), Raised> {
    this.name.set(value.map(Obj::own));
    Ok(())
}

/// `path`
///
/// # Errors
/// None.
pub fn path(_vm: &Vm, this: This<'_, Loader>) -> Outcome {
    Ok(this.path.get().unwrap_or_else(Ref::none))
}

fn set_path(_vm: &Vm, this: This<'_, Loader>, value: Option<&Obj>) -> Result<(), Raised> {
    this.path.set(value.map(Obj::own));
    Ok(())
}

py_type! {
    /// The base of loaders and finders.
    pub static LOADER: Loader = "_frozen_importlib_external.FileLoader", "" {
        flags flags::BASE;
        gc container;
        new loader_new;
        slots { init: init loader_init, }
        attrs {
            getset "name" (set_name) = name, "";
            getset "path" (set_path) = path, "";
        }
    }
}
