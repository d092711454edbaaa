//! `posix`: the host's files, bare; `os.py` makes the module of that name of them.
//!
//! Source: Python Library Reference, "os"; POSIX.1-2017.

use pyrite_algo::Buf;
use pyrite_api::types::{Bytes, Dict, List};
use pyrite_api::{Obj, Outcome, Raised, Ref, Vm, bound, optional, py_module, required};
use pyrite_host::files::open as o;
use pyrite_host::{Errno, Stat};

use crate::io::file::{call, fspath, offset, path_octets, whence};

/// The longest path of a current directory.
const PATH_BYTES: usize = 1024;

/// A name of a file as text; bytes that are not UTF-8 travel as surrogates.
fn name_text(vm: &Vm, name: &[u8]) -> Outcome {
    match core::str::from_utf8(name) {
        Ok(name) => vm.str(name),
        Err(_) => vm.decode(name, None, Some(&*vm.str("surrogateescape")?)),
    }
}

fn none(result: Result<(), Raised>) -> Outcome {
    result.map(|()| Ref::none())
}

/// A descriptor argument.
fn fd_arg(vm: &Vm, args: &[Ref]) -> Result<i32, Raised> {
    let arg = required(args, 0);
    if arg.int().is_none() {
        let name = arg.type_().short_name();
        return Err(vm.type_error(format_args!("'{name}' object cannot be interpreted as an integer")));
    }
    i32::try_from(vm.index(arg)?).map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
}

/// An optional small number among the arguments.
fn number(vm: &Vm, arg: Option<&Obj>, default: u32) -> Result<u32, Raised> {
    match arg {
        Some(arg) => Ok(u32::try_from(vm.index(arg)?).unwrap_or(u32::MAX)),
        None => Ok(default),
    }
}

fn open(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let path = bound(args, 0).unwrap_or(Obj::NONE);
    let text = path_octets(vm, path)?;
    let flags = number(vm, bound(args, 1), 0)?;
    let mode = number(vm, bound(args, 2), 0o777)?;
    let fd = call(vm, Some(path), |files| files.open(&text, flags | o::CLOEXEC, mode))?;
    vm.int(fd.into())
}

fn close(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    none(call(vm, None, |files| files.close(fd)))
}

fn read(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    let Ok(size) = usize::try_from(vm.index(required(args, 1))?) else {
        return Err(vm.os_error(Errno::EINVAL, None));
    };
    let mut bytes = Buf::new();
    vm.memory(bytes.resize(size, 0))?;
    let len = call(vm, None, |files| files.read(fd, &mut bytes))?;
    vm.bytes(bytes.get(..len).unwrap_or_default())
}

fn write(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    let bytes = vm.expect_octets(required(args, 1))?;
    let octets: &[u8] = &bytes;
    vm.int(call(vm, None, |files| files.write(fd, octets))? as i64)
}

fn lseek(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    let (offset, whence) = (offset(vm, required(args, 1))?, whence(vm, optional(args, 2))?);
    vm.int(call(vm, None, |files| files.seek(fd, offset, whence))?.cast_signed())
}

/// The facts as a tuple: mode, inode, device, links, user, group, size, three times in nanoseconds.
fn facts(vm: &Vm, stat: &Stat) -> Outcome {
    let fields = [
        stat.mode.into(),
        stat.inode.cast_signed(),
        stat.device.cast_signed(),
        stat.links.into(),
        stat.user.into(),
        stat.group.into(),
        stat.size_bytes.cast_signed(),
        stat.access_ns,
        stat.modify_ns,
        stat.change_ns,
    ];
    let mut items = Buf::new();
    for field in fields {
        let item = vm.int(field)?;
        vm.memory(items.push(item))?;
    }
    vm.tuple_of(&items)
}

/// `_stat(path_or_fd, follow_symlinks)`
fn stat(vm: &Vm, args: &[Ref]) -> Outcome {
    let path = required(args, 0);
    if path.int().is_some() {
        let fd = fd_arg(vm, args)?;
        return facts(vm, &call(vm, None, |files| files.stat_fd(fd))?);
    }
    let text = path_octets(vm, path)?;
    let follow = vm.is_true(required(args, 1))?;
    facts(vm, &call(vm, Some(path), |files| files.stat(&text, follow))?)
}

/// `_list(path)`: names with the bits of their kind, 0 where that is unknown.
fn list(vm: &Vm, args: &[Ref]) -> Outcome {
    let path = required(args, 0);
    let text = path_octets(vm, path)?;
    let as_bytes = fspath(vm, path)?.cast::<Bytes>().is_some();
    // Each name with its kind in front and a NUL behind, as no object can be made meanwhile.
    let names = call(vm, Some(path), |files| {
        let mut names = Buf::<u8>::new();
        let list = files.list(&text, &mut |name, kind| {
            let put = |names: &mut Buf<u8>| {
                names.extend_from_slice(&kind.to_le_bytes())?;
                names.extend_from_slice(name)?;
                names.push(0)
            };
            put(&mut names).map_err(|_| Errno::ENOMEM)
        });
        list.map(|()| names)
    })?;
    let entries = List::new();
    let mut rest = &*names;
    while let Some((kind, tail)) = rest.split_first_chunk() {
        let end = tail.iter().position(|&byte| byte == 0).unwrap_or(tail.len());
        let (name, behind) = tail.split_at_checked(end).unwrap_or((tail, &[]));
        let name = if as_bytes { vm.bytes(name)? } else { name_text(vm, name)? };
        let entry = vm.tuple_of(&[name, Ref::small(u32::from_le_bytes(*kind) as isize)])?;
        vm.memory(entries.push(vm, entry))?;
        rest = behind.get(1..).unwrap_or_default();
    }
    vm.list_from(entries)
}

/// A call that takes a path and maybe a mode.
macro_rules! with_path {
    ($name:ident, |$files:ident, $path:ident, $mode:ident| $body:expr) => {
        fn $name(vm: &Vm, args: &[Ref]) -> Outcome {
            let object = required(args, 0);
            let $path = path_octets(vm, object)?;
            let $mode = number(vm, optional(args, 1), 0o777)?;
            none(call(vm, Some(object), |$files| $body))
        }
    };
}
with_path!(mkdir, |files, path, mode| files.make_directory(&path, mode));
with_path!(rmdir, |files, path, _mode| files.remove_directory(&path));
with_path!(unlink, |files, path, _mode| files.unlink(&path));
with_path!(chdir, |files, path, _mode| files.change_directory(&path));

fn rename(vm: &Vm, args: &[Ref]) -> Outcome {
    let (from, to) = (required(args, 0), required(args, 1));
    let (old, new) = (path_octets(vm, from)?, path_octets(vm, to)?);
    match vm.host().rename(&old, &new) {
        Ok(()) => Ok(Ref::none()),
        Err(errno) => Err(two_paths(vm, errno, from, to)),
    }
}

/// OSError with both names.
fn two_paths(vm: &Vm, errno: Errno, from: &Obj, to: &Obj) -> Raised {
    let make = || -> Outcome {
        let (number, text) = (vm.int(errno.0.into())?, vm.str(errno.text())?);
        let class = pyrite_api::TypeRef::of(&pyrite_api::types::exceptions::OS_ERROR);
        vm.call(class.as_obj(), &[number, text, from.own(), Ref::none(), to.own()])
    };
    match make() {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn getcwd(vm: &Vm, _args: &[Ref]) -> Outcome {
    let mut path = Buf::new();
    vm.memory(path.resize(PATH_BYTES, 0))?;
    let len = call(vm, None, |files| files.current_directory(&mut path))?;
    name_text(vm, path.get(..len).unwrap_or_default())
}

fn isatty(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    Ok(Ref::bool(vm.host().is_terminal(fd)))
}

fn fsync(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    none(call(vm, None, |files| files.sync(fd)))
}

fn ftruncate(vm: &Vm, args: &[Ref]) -> Outcome {
    let fd = fd_arg(vm, args)?;
    let Ok(len) = u64::try_from(offset(vm, required(args, 1))?) else {
        return Err(vm.os_error(Errno::EINVAL, None));
    };
    none(call(vm, None, |files| files.truncate(fd, len)))
}

fn urandom(vm: &Vm, args: &[Ref]) -> Outcome {
    let Ok(size) = usize::try_from(vm.index(required(args, 0))?) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut bytes = Buf::new();
    vm.memory(bytes.resize(size, 0))?;
    vm.host().entropy(&mut bytes);
    vm.bytes(&bytes)
}

fn strerror(vm: &Vm, args: &[Ref]) -> Outcome {
    let number = fd_arg(vm, args)?;
    match Errno(number).name() {
        Some(_) => vm.str(Errno(number).text()),
        None => vm.str_fmt(format_args!("Unknown error {number}")),
    }
}

fn path(vm: &Vm, args: &[Ref]) -> Outcome {
    fspath(vm, required(args, 0))
}

/// The variables of the environment, as bytes.
fn environ(vm: &Vm) -> Outcome {
    let variables = Dict::new();
    let mut result = Ok(());
    vm.host().environment(&mut |name, value| {
        let add = || variables.insert(vm, &*name_text(vm, name)?, name_text(vm, value)?).map(drop);
        if result.is_ok() {
            result = add();
        }
    });
    result?;
    vm.dict_from(variables)
}

fn getpid(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::small(1))
}

fn flag<const FLAG: u32>(_vm: &Vm) -> Outcome {
    Ok(Ref::small(FLAG as isize))
}

py_module! {
    /// `posix`
    pub static POSIX = "posix", "The host's files." {
        named_function "open" (["path", "flags", "mode"], 2, 3) = open, "Open a file for low level IO; return a file descriptor.";
        function "close" (1, 1) = close, "Close fd.";
        function "read" (2, 2) = read, "Read from a file descriptor.";
        function "write" (2, 2) = write, "Write bytes to fd.";
        function "lseek" (3, 3) = lseek, "Set the position of a file descriptor.";
        function "_stat" (2, 2) = stat, "";
        function "_list" (1, 1) = list, "";
        function "mkdir" (1, 2) = mkdir, "Create a directory.";
        function "rmdir" (1, 1) = rmdir, "Remove a directory.";
        function "unlink" (1, 1) = unlink, "Remove a file.";
        function "rename" (2, 2) = rename, "Move a path.";
        function "chdir" (1, 1) = chdir, "Change the current working directory.";
        function "getcwd" (0, 0) = getcwd, "The current working directory.";
        function "isatty" (1, 1) = isatty, "Whether the descriptor is a terminal.";
        function "fsync" (1, 1) = fsync, "Force write of a file to its medium.";
        function "ftruncate" (2, 2) = ftruncate, "Truncate a file to a length.";
        function "urandom" (1, 1) = urandom, "Random bytes, fit for cryptography as far as the host is.";
        function "strerror" (1, 1) = strerror, "The message of an errno.";
        function "fspath" (1, 1) = path, "The text of a path-like object.";
        function "getpid" (0, 0) = getpid, "The number of this process.";
        value "environ" () = environ, "";
        value "O_RDONLY" () = flag::<{ o::RDONLY }>, "";
        value "O_WRONLY" () = flag::<{ o::WRONLY }>, "";
        value "O_RDWR" () = flag::<{ o::RDWR }>, "";
        value "O_CREAT" () = flag::<{ o::CREAT }>, "";
        value "O_EXCL" () = flag::<{ o::EXCL }>, "";
        value "O_NOCTTY" () = flag::<{ o::NOCTTY }>, "";
        value "O_TRUNC" () = flag::<{ o::TRUNC }>, "";
        value "O_APPEND" () = flag::<{ o::APPEND }>, "";
        value "O_NONBLOCK" () = flag::<{ o::NONBLOCK }>, "";
        value "O_DIRECTORY" () = flag::<{ o::DIRECTORY }>, "";
        value "O_CLOEXEC" () = flag::<{ o::CLOEXEC }>, "";
    }
}
