//! `errno`: the names of the system's error numbers.
//!
//! Numbers and names are those of [`pyrite_host::Errno`]; a test holds the table to them.

use pyrite_api::types::Dict;
use pyrite_api::{Outcome, Ref, Vm, py_module};
use pyrite_host::Errno;

/// `errno.errorcode`: number to name.
fn errorcode(vm: &Vm) -> Outcome {
    let names = Dict::new();
    for errno in Errno::ALL {
        let Some(name) = errno.name() else { continue };
        names.insert(vm, &Ref::small(errno.0 as isize), vm.str(name)?)?;
    }
    vm.dict_from(names)
}

fn number<const NUMBER: i32>(_vm: &Vm) -> Outcome {
    Ok(Ref::small(NUMBER as isize))
}

py_module! {
    /// `errno`
    pub static ERRNO = "errno", "The system's error numbers by name; errorcode maps numbers to names." {
        value "errorcode" () = errorcode, "";
        value "EPERM" () = number::<{ Errno::EPERM.0 }>, "";
        value "ENOENT" () = number::<{ Errno::ENOENT.0 }>, "";
        value "ESRCH" () = number::<{ Errno::ESRCH.0 }>, "";
        value "EINTR" () = number::<{ Errno::EINTR.0 }>, "";
        value "EIO" () = number::<{ Errno::EIO.0 }>, "";
        value "ENXIO" () = number::<{ Errno::ENXIO.0 }>, "";
        value "E2BIG" () = number::<{ Errno::E2BIG.0 }>, "";
        value "EBADF" () = number::<{ Errno::EBADF.0 }>, "";
        value "ECHILD" () = number::<{ Errno::ECHILD.0 }>, "";
        value "EAGAIN" () = number::<{ Errno::EAGAIN.0 }>, "";
        value "ENOMEM" () = number::<{ Errno::ENOMEM.0 }>, "";
        value "EACCES" () = number::<{ Errno::EACCES.0 }>, "";
        value "EFAULT" () = number::<{ Errno::EFAULT.0 }>, "";
        value "EBUSY" () = number::<{ Errno::EBUSY.0 }>, "";
        value "EEXIST" () = number::<{ Errno::EEXIST.0 }>, "";
        value "EXDEV" () = number::<{ Errno::EXDEV.0 }>, "";
        value "ENODEV" () = number::<{ Errno::ENODEV.0 }>, "";
        value "ENOTDIR" () = number::<{ Errno::ENOTDIR.0 }>, "";
        value "EISDIR" () = number::<{ Errno::EISDIR.0 }>, "";
        value "EINVAL" () = number::<{ Errno::EINVAL.0 }>, "";
        value "ENFILE" () = number::<{ Errno::ENFILE.0 }>, "";
        value "EMFILE" () = number::<{ Errno::EMFILE.0 }>, "";
        value "ENOTTY" () = number::<{ Errno::ENOTTY.0 }>, "";
        value "EFBIG" () = number::<{ Errno::EFBIG.0 }>, "";
        value "ENOSPC" () = number::<{ Errno::ENOSPC.0 }>, "";
        value "ESPIPE" () = number::<{ Errno::ESPIPE.0 }>, "";
        value "EROFS" () = number::<{ Errno::EROFS.0 }>, "";
        value "EMLINK" () = number::<{ Errno::EMLINK.0 }>, "";
        value "EPIPE" () = number::<{ Errno::EPIPE.0 }>, "";
        value "EDOM" () = number::<{ Errno::EDOM.0 }>, "";
        value "ERANGE" () = number::<{ Errno::ERANGE.0 }>, "";
        value "EDEADLK" () = number::<{ Errno::EDEADLK.0 }>, "";
        value "ENAMETOOLONG" () = number::<{ Errno::ENAMETOOLONG.0 }>, "";
        value "ENOSYS" () = number::<{ Errno::ENOSYS.0 }>, "";
        value "ENOTEMPTY" () = number::<{ Errno::ENOTEMPTY.0 }>, "";
        value "ELOOP" () = number::<{ Errno::ELOOP.0 }>, "";
        value "ECONNABORTED" () = number::<{ Errno::ECONNABORTED.0 }>, "";
        value "ECONNRESET" () = number::<{ Errno::ECONNRESET.0 }>, "";
        value "ENOTCONN" () = number::<{ Errno::ENOTCONN.0 }>, "";
        value "ESHUTDOWN" () = number::<{ Errno::ESHUTDOWN.0 }>, "";
        value "ETIMEDOUT" () = number::<{ Errno::ETIMEDOUT.0 }>, "";
        value "ECONNREFUSED" () = number::<{ Errno::ECONNREFUSED.0 }>, "";
        value "EALREADY" () = number::<{ Errno::EALREADY.0 }>, "";
        value "EINPROGRESS" () = number::<{ Errno::EINPROGRESS.0 }>, "";
        value "EWOULDBLOCK" () = number::<{ Errno::EAGAIN.0 }>, "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_errno_is_in_the_table() {
        for errno in Errno::ALL {
            let name = errno.name().unwrap();
            assert!(ERRNO.attrs.iter().any(|attr| attr.name() == name), "{name}");
        }
    }
}
