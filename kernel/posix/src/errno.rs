//! POSIX error numbers as this kernel gives them: Linux's (asm-generic).

/// An error number, always positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub i32);

impl Errno {
    /// No such file or directory.
    pub const ENOENT: Errno = Errno(2);
    /// Interrupted system call.
    pub const EINTR: Errno = Errno(4);
    /// Input/output error.
    pub const EIO: Errno = Errno(5);
    /// Bad file descriptor.
    pub const EBADF: Errno = Errno(9);
    /// Invalid argument.
    pub const EINVAL: Errno = Errno(22);
    /// Is a directory.
    pub const EISDIR: Errno = Errno(21);
    /// File name too long.
    pub const ENAMETOOLONG: Errno = Errno(36);
}
