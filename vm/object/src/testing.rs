//! A `Vm` for unit tests: one at a time, with a fake host.

use core::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use pyrite_host::{Errno, Files, Host, Stream};

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::{Config, Slot};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Vm};

/// A world with nothing in it.
struct FakeHost;

impl Files for FakeHost {}

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
    fn interrupt_raise(&self) {}
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

/// Runs when something happens to a [`Probe`]; given what it works on.
pub type Trap = fn(&Vm, &Obj);

/// An object whose comparison, hash and end run a test's code.
pub struct Probe {
    /// What it is equal by.
    pub number: isize,
    /// Its hash.
    pub hash: usize,
    /// Runs before each comparison.
    pub on_compare: Cell<Option<Trap>>,
    /// Runs when the object goes.
    pub on_drop: Cell<Option<Trap>>,
    /// What the functions work on.
    pub victim: Slot,
}

// SAFETY: PROBE's instances hold this.
unsafe impl Storage for Probe {
    const TYPE: &'static Type = &PROBE;
}

impl Drop for Probe {
    fn drop(&mut self) {
        if let (Some(run), Some(victim)) = (self.on_drop.take(), self.victim.take()) {
            run(crate::model::current::vm(), &victim);
        }
    }
}

impl Probe {
    /// A probe that works on `victim`.
    pub fn make(vm: &Vm, number: isize, hash: usize, victim: &Obj) -> Ref {
        let probe = Probe {
            number,
            hash,
            on_compare: Cell::new(None),
            on_drop: Cell::new(None),
            victim: Slot::new(Some(victim.own())),
        };
        expect(vm.memory(vm.allocate(TypeRef::of(&PROBE), probe, size_of::<Probe>())))
    }
}

fn probe_hash(_vm: &Vm, this: This<'_, Probe>) -> Result<usize, Raised> {
    Ok(this.hash)
}

fn probe_compare(vm: &Vm, this: This<'_, Probe>, other: &Obj, op: CompareOp) -> Outcome {
    if let (Some(run), Some(victim)) = (this.on_compare.get(), this.victim.get()) {
        run(vm, &victim);
    }
    let number = other.cast::<Probe>().map(|other| other.number).or_else(|| other.small());
    Ok(number.map_or(Obj::NOT_IMPLEMENTED.own(), |number| Ref::bool(op.holds(this.number.cmp(&number)))))
}

crate::py_type! {
    /// Runs a test's code.
    pub static PROBE: Probe = "probe", "" {
        slots { hash: hash probe_hash, richcompare: compare probe_compare, }
    }
}

/// The text of `repr(object)`.
pub fn shown(vm: &Vm, object: &Obj) -> String {
    let text = expect(vm.repr(object));
    String::from_utf8_lossy(&expect(vm.utf8(&text))).into_owned()
}

/// The type and text of what an operation raises.
pub fn raised<T>(vm: &Vm, result: Result<T, Raised>) -> String {
    let Err(raised) = result else { return "nothing".into() };
    let exception = vm.take_raised(raised);
    let args = crate::exc::as_exception(&exception).and_then(|exception| exception.args.get());
    let first =
        args.as_ref().and_then(|args| args.cast::<crate::raw::tuple::Tuple>()?.items().first().cloned());
    let text = first.map_or(String::new(), |first| match first.cast::<crate::raw::str::Str>() {
        Some(_) => format!("{}", crate::new::Text(&first)),
        None => format!("{first:?}"),
    });
    format!("{}: {text}", exception.type_().name())
}

/// A list of small integers.
pub fn list_of(vm: &Vm, items: &[isize]) -> Ref {
    let items: Vec<Ref> = items.iter().map(|&item| Ref::small(item)).collect();
    expect(vm.list(&items))
}

/// The small integers in an iterable.
pub fn numbers(vm: &Vm, iterable: &Obj) -> Vec<isize> {
    let mut numbers = Vec::new();
    expect(vm.for_each(iterable, |item| {
        numbers.push(item.small().unwrap_or(isize::MIN));
        Ok(())
    }));
    numbers
}
