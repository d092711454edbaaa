//! Calls to the emulator: exit, command line, files of the host.
//!
//! Source: Arm semihosting specification (ARM-software/abi-aa, `semihosting.rst`).

use core::arch::asm;
use core::ffi::CStr;

use pyrite_rtos::critical;

const SYS_OPEN: usize = 0x01;
const SYS_CLOSE: usize = 0x02;
const SYS_WRITE: usize = 0x05;
const SYS_READ: usize = 0x06;
const SYS_SEEK: usize = 0x0A;
const SYS_FLEN: usize = 0x0C;
const SYS_REMOVE: usize = 0x0E;
const SYS_RENAME: usize = 0x0F;
const SYS_ERRNO: usize = 0x13;
const SYS_GET_CMDLINE: usize = 0x15;
const SYS_EXIT_EXTENDED: usize = 0x20;

/// How SYS_OPEN opens, by the numbers of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// "rb"
    Read = 1,
    /// "r+b"
    Update = 3,
    /// "w+b"
    Create = 7,
    /// "a"; of the name ":tt" it makes standard error.
    Append = 8,
}

/// An open file of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostFile(pub i32);

/// The host's error number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostError(pub i32);

/// One call with its block of parameters.
fn call(operation: usize, block: &mut [usize]) -> i32 {
    let result: i32;
    // SAFETY: the callers below build the block as the operation demands, with pointers to live memory;
    // the emulator reads and writes only there.
    unsafe {
        asm!(
            "bkpt 0xab",
            inlateout("r0") operation => result,
            in("r1") block.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    result
}

/// Runs a call and fetches its error number before another task calls.
fn call_checked(operation: usize, block: &mut [usize]) -> Result<i32, HostError> {
    critical::with(|_| match call(operation, block) {
        -1 => Err(HostError(call(SYS_ERRNO, &mut []))),
        result => Ok(result),
    })
}

/// Ends the emulator with `status`.
pub fn exit(status: u8) -> ! {
    const APPLICATION_EXIT: usize = 0x20026;
    loop {
        call(SYS_EXIT_EXTENDED, &mut [APPLICATION_EXIT, usize::from(status)]);
    }
}

/// Fills `into` with the command line; its length, or `None` if it does not fit with its NUL.
pub fn command_line(into: &mut [u8]) -> Option<usize> {
    let mut block = [into.as_mut_ptr() as usize, into.len()];
    let done = call(SYS_GET_CMDLINE, &mut block) == 0;
    let [_, len] = block;
    (done && len < into.len()).then_some(len)
}

/// Opens a file.
///
/// # Errors
/// The host's.
pub fn open(path: &CStr, mode: Mode) -> Result<HostFile, HostError> {
    let bytes = path.to_bytes();
    call_checked(SYS_OPEN, &mut [bytes.as_ptr() as usize, mode as usize, bytes.len()]).map(HostFile)
}

/// The emulator's standard error.
///
/// # Errors
/// The host's.
pub fn open_standard_error() -> Result<HostFile, HostError> {
    open(c":tt", Mode::Append)
}

/// Bytes in the file.
///
/// # Errors
/// The host's.
pub fn len(file: HostFile) -> Result<u64, HostError> {
    call_checked(SYS_FLEN, &mut [file.0 as usize]).map(|len| u64::from(len.cast_unsigned()))
}

/// Reads on; 0 is the end.
///
/// # Errors
/// The host's.
pub fn read(file: HostFile, into: &mut [u8]) -> Result<usize, HostError> {
    let size = into.len();
    let left = call_checked(SYS_READ, &mut [file.0 as usize, into.as_mut_ptr() as usize, size])?;
    Ok(size.saturating_sub(left.cast_unsigned() as usize))
}

/// Writes; how many bytes the host took.
///
/// # Errors
/// The host's.
pub fn write(file: HostFile, bytes: &[u8]) -> Result<usize, HostError> {
    let size = bytes.len();
    // Unlike the other calls this one says the number of bytes that were not written.
    match call(SYS_WRITE, &mut [file.0 as usize, bytes.as_ptr() as usize, size]) {
        0 => Ok(size),
        left => match size.saturating_sub(left.cast_unsigned() as usize) {
            0 => Err(HostError(call(SYS_ERRNO, &mut []))),
            len => Ok(len),
        },
    }
}

/// Moves to a place from the start.
///
/// # Errors
/// The host's.
pub fn seek(file: HostFile, offset: usize) -> Result<(), HostError> {
    call_checked(SYS_SEEK, &mut [file.0 as usize, offset]).map(|_| ())
}

/// Removes a file.
///
/// # Errors
/// The host's.
pub fn remove(path: &CStr) -> Result<(), HostError> {
    let bytes = path.to_bytes();
    call_checked(SYS_REMOVE, &mut [bytes.as_ptr() as usize, bytes.len()]).map(|_| ())
}

/// Renames a file, in place of one that has the name.
///
/// # Errors
/// The host's.
pub fn rename(from: &CStr, to: &CStr) -> Result<(), HostError> {
    let (from, to) = (from.to_bytes(), to.to_bytes());
    let mut block = [from.as_ptr() as usize, from.len(), to.as_ptr() as usize, to.len()];
    call_checked(SYS_RENAME, &mut block).map(|_| ())
}

/// Closes the file.
pub fn close(file: HostFile) {
    call(SYS_CLOSE, &mut [file.0 as usize]);
}
