//! `errno`: the numbers of errors and their names.

use pyrite_api::types::Dict;
use pyrite_api::{Outcome, Raised, Ref, Vm, py_module};
use pyrite_host::Errno;

fn errorcode(vm: &Vm) -> Outcome {
    let dict = Dict::new();
    for errno in Errno::ALL {
        if let Some(name) = errno.name() {
            dict.insert(vm, &Ref::small(errno.0 as isize), vm.memory(vm.intern(name))?)?;
        }
    }
    vm.dict_from(dict)
}

/// Adds the names to the module's namespace.
///
/// # Errors
/// MemoryError.
pub fn add_names(vm: &Vm, namespace: &Dict) -> Result<(), Raised> {
    for errno in Errno::ALL {
        if let Some(name) = errno.name() {
            let name = vm.memory(vm.intern(name))?;
            namespace.set_name(vm, &name, Ref::small(errno.0 as isize))?;
        }
    }
    Ok(())
}

py_module! {
    /// `errno`
    pub static ERRNO = "errno", "Standard errno system symbols." {
        value "errorcode" () = errorcode, "";
    }
}
