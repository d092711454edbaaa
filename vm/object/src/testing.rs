//! A `Vm` for unit tests: one at a time, with a fake host.

use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use pyrite_host::{Errno, FileHandle, FileStat, Host, Stream};

use crate::model::Vm;
use crate::model::vm::Config;

/// A world with nothing in it.
struct FakeHost;

impl Host for FakeHost {
    fn monotonic_us(&self) -> u64 {
        0
    }
    fn wall_us(&self) -> i64 {
        0
    }
    fn sleep_us(&self, _duration_us: u64) -> Result<(), Errno> {
        Ok(())
    }
    fn console_read(&self, _into: &mut [u8]) -> Result<usize, Errno> {
        Ok(0)
    }
    fn console_write(&self, _stream: Stream, _bytes: &[u8]) -> Result<(), Errno> {
        Ok(())
    }
    fn file_stat(&self, _path: &str) -> Result<FileStat, Errno> {
        Err(Errno::ENOENT)
    }
    fn file_open(&self, _path: &str) -> Result<FileHandle, Errno> {
        Err(Errno::ENOENT)
    }
    fn file_read(&self, _file: FileHandle, _into: &mut [u8]) -> Result<usize, Errno> {
        Err(Errno::EBADF)
    }
    fn file_close(&self, _file: FileHandle) {}
    fn entropy(&self, into: &mut [u8]) {
        into.fill(4);
    }
    fn attention(&self) -> &'static AtomicU32 {
        static WORD: AtomicU32 = AtomicU32::new(0);
        &WORD
    }
    fn interrupt_pending(&self) -> bool {
        false
    }
    fn interrupt_take(&self) -> bool {
        false
    }
    fn interrupt_enable(&self, _enabled: bool) {}
    fn stack_left_bytes(&self) -> usize {
        1 << 20
    }
}

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs `body` in a fresh `Vm`; checks that nothing is left in its heap afterwards.
pub fn with_vm(body: impl FnOnce(&Vm)) {
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let config = Config {
        heap_limit_bytes: 64 << 20,
        stack_segment_slots: 1024,
        stack_limit_slots: 1 << 20,
        native_stack_reserve_bytes: 16 << 10,
    };
    // A test that fails leaves its `Vm` behind: what it holds is not in order.
    let vm = core::mem::ManuallyDrop::new(Vm::new(&FakeHost, config));
    vm.enter(|vm| {
        vm.start().unwrap_or_else(|_| unreachable!("64 MiB are enough"));
        body(vm);
        vm.finish();
        vm.release_names();
        assert_eq!(vm.heap.used_bytes(), 0, "objects are left");
    });
    drop(core::mem::ManuallyDrop::into_inner(vm));
}

/// The value, where the test says that nothing is raised.
pub fn expect<T>(result: Result<T, crate::model::Raised>) -> T {
    result.unwrap_or_else(|_| unreachable!("raised"))
}
