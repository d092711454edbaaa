//! Threads of Python: giving the interpreter away and getting it back.
//!
//! A thread's state is in [`Vm::thread`] while it runs and on its own stack while it does not.
//! Everything else of the machine belongs to whoever holds the lock, and needs no other.

use core::ptr::NonNull;
use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use pyrite_algo::Buf;
use pyrite_host::{Errno, Host, Interrupts, Parker};

use crate::coll::dict::Dict;
use crate::model::gil::{Sleeper, Sleepers, Waited};
use crate::model::value::{Header, Obj, Ref};
use crate::model::vm::{FIRST_IDENT, Import, Thread};
use crate::model::{Raised, Vm, current};
use crate::raw::tuple::Tuple;
use crate::types::exceptions;
use crate::types::lock::Handle;

/// What a thread is started with.
pub struct Start<'a> {
    /// What it calls.
    pub function: &'a Obj,
    /// With these arguments: a tuple.
    pub args: &'a Obj,
    /// And these: a dict, or None.
    pub kwargs: &'a Obj,
    /// Told of its end; or None.
    pub handle: &'a Obj,
}

impl Vm {
    /// Lets other threads run while `body` makes a call that may block. It cannot see objects.
    ///
    /// Buffers may be lent to it whose objects the caller keeps and nobody changes.
    pub fn unlocked<T: Send>(&self, body: impl FnOnce(&'static dyn Host) -> T + Send) -> T {
        let away = self.leave();
        let result = body(self.host);
        self.come_back(away);
        result
    }

    /// Gives the interpreter away; what comes back is the thread's state. Nothing if there is
    /// no other thread.
    fn leave(&self) -> Option<Thread> {
        if self.threads.count.load(Relaxed) == 1 {
            return None;
        }
        let threads = self.host.threads()?;
        let away = Thread::new(0, Parker(0));
        self.swap_thread(&away);
        self.threads.gil.release(threads);
        Some(away)
    }

    fn come_back(&self, away: Option<Thread>) {
        if let (Some(away), Some(threads)) = (away, self.host.threads()) {
            self.threads.gil.acquire(threads, away.parker.get(), self.attention);
            self.resume(&away);
        }
    }

    /// Lets the threads that wait run before this one goes on.
    pub fn switch(&self) {
        if let Some(threads) = self.host.threads() {
            let away = Thread::new(0, Parker(0));
            self.swap_thread(&away);
            self.threads.gil.hand_over(threads, away.parker.get(), self.attention);
            self.resume(&away);
        }
    }

    fn resume(&self, away: &Thread) {
        self.swap_thread(away);
        current::set(self);
        // What came in meanwhile is for this thread, perhaps.
        if self.host.interrupt_pending() || self.threads.ending.load(Relaxed) {
            self.attention.store(1, Relaxed);
        }
    }

    fn swap_thread(&self, away: &Thread) {
        self.thread.swap(away);
        self.heap.finalizer.depth.swap(&away.dealloc_depth);
    }

    /// Whether the running thread is the one that the machine was made in.
    #[inline]
    pub fn is_first_thread(&self) -> bool {
        self.thread.ident.get() == FIRST_IDENT
    }

    /// What a signal means for the running thread: after `EINTR`, and between instructions.
    ///
    /// # Errors
    /// KeyboardInterrupt in the first thread, SystemExit in others when the program is over.
    pub fn interrupted(&self) -> Result<(), Raised> {
        if !self.is_first_thread() {
            return match self.threads.ending.load(Relaxed) && !self.thread.leaves.get() {
                true => {
                    // Whatever the thread does about it, it is asked again.
                    self.attention.store(1, Relaxed);
                    Err(self.raise_with(&exceptions::SYSTEM_EXIT, &[]))
                }
                false => Ok(()),
            };
        }
        if self.host.interrupt_pending() && self.host.interrupt_take() {
            return Err(self.raise_with(&exceptions::KEYBOARD_INTERRUPT, &[]));
        }
        Ok(())
    }

    /// A blocking call of the host: made unlocked, and again after a signal that raises nothing.
    ///
    /// # Errors
    /// OSError; what [`Vm::interrupted`] raises.
    pub fn blocking<T: Send>(
        &self,
        mut call: impl FnMut(&'static dyn Host) -> Result<T, Errno> + Send,
    ) -> Result<T, Raised> {
        loop {
            match self.unlocked(&mut call) {
                Ok(result) => return Ok(result),
                Err(Errno::EINTR) => self.interrupted()?,
                Err(errno) => return Err(self.os_error(errno, None)),
            }
        }
    }

    /// Waits in `sleepers` to be woken; `insists` if it was for nothing before.
    pub fn sleep_in(&self, sleepers: &Sleepers, timeout_us: Option<u64>, insists: bool) -> Waited {
        let Some(threads) = self.host.threads() else { return Waited::TimedOut };
        let parker = self.thread.parker.get();
        let sleeper = Sleeper::new(parker, self.thread.ident.get(), insists);
        // SAFETY: it is taken out below, before this function ends.
        unsafe { sleepers.insert(&sleeper) };
        let away = self.leave();
        threads.park(parker, timeout_us, Interrupts::Heed, &|| sleeper.is_woken());
        self.come_back(away);
        if sleeper.is_woken() {
            return Waited::Woken;
        }
        sleepers.remove(&sleeper);
        let is_interrupted = match self.is_first_thread() {
            true => self.host.interrupt_pending(),
            false => self.threads.ending.load(Relaxed),
        };
        if is_interrupted { Waited::Interrupted } else { Waited::TimedOut }
    }

    /// Wakes all who sleep in `sleepers`.
    pub fn wake_all(&self, sleepers: &Sleepers) {
        if let Some(threads) = self.host.threads() {
            while sleepers.wake_first(threads).is_some() {}
        }
    }

    /// Starts a thread; its number.
    ///
    /// # Errors
    /// RuntimeError if the system cannot; MemoryError.
    pub fn start_thread(&self, start: &Start<'_>) -> Result<usize, Raised> {
        let failed = || self.runtime_error("can't start new thread");
        let Some(threads) = self.host.threads().filter(|_| !self.threads.ending.load(Relaxed)) else {
            return Err(failed());
        };
        let ident = self.threads.last_ident.get() + 1;
        self.threads.last_ident.set(ident);
        let parts = [start.function, start.args, start.kwargs, start.handle, &Ref::small(ident as isize)];
        let record = self.tuple(&parts)?.into_raw();
        let (_, usual) = threads.stack_bytes();
        let stack_bytes = Some(self.threads.stack_bytes.get()).filter(|&bytes| bytes != 0).unwrap_or(usual);
        self.count_threads(1);
        let handle = start.handle.cast::<Handle>();
        let is_awaited = handle.is_some_and(|handle| handle.is_awaited());
        if threads.spawn(stack_bytes, run, record.expose_provenance().get()).is_err() {
            self.count_threads(-1);
            // SAFETY: the count is the one that `into_raw` gave; no thread has it.
            drop(unsafe { Ref::from_raw(record) });
            return Err(failed());
        }
        if is_awaited {
            self.threads.awaited.store(self.threads.awaited.load(Relaxed) + 1, Release);
        }
        Ok(ident)
    }

    fn count_threads(&self, change: isize) {
        self.threads.count.store(self.threads.count.load(Relaxed).wrapping_add_signed(change), Release);
    }

    /// Waits for the threads that the program waits for at its end.
    ///
    /// # Errors
    /// KeyboardInterrupt.
    pub fn await_threads(&self) -> Result<(), Raised> {
        while self.threads.awaited.load(Relaxed) != 0 {
            self.wait_for(Interrupts::Heed, &|| self.threads.awaited.load(Acquire) == 0);
            self.interrupted()?;
        }
        Ok(())
    }

    /// Ends all other threads: they raise SystemExit whenever they look up or block.
    pub fn end_threads(&self) {
        let Some(threads) = self.host.threads() else { return };
        self.threads.ending.store(true, Relaxed);
        threads.set_cancelled(true);
        while self.threads.count.load(Relaxed) != 1 {
            self.attention.store(1, Relaxed);
            self.wait_for(Interrupts::Ignore, &|| self.threads.count.load(Acquire) == 1);
        }
        threads.set_cancelled(false);
        self.threads.ending.store(false, Relaxed);
    }

    /// The first thread waits for the end of others.
    fn wait_for(&self, interrupts: Interrupts, ready: &dyn Fn() -> bool) {
        if let Some(threads) = self.host.threads() {
            let away = self.leave();
            threads.park(threads.first_parker(), None, interrupts, ready);
            self.come_back(away);
        }
    }

    /// The running thread's attributes of thread-local objects, by object; made if `make`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn thread_locals(&self) -> Result<Ref, Raised> {
        let ident = Ref::small(self.thread.ident.get() as isize);
        let all = match self.threads.locals.get() {
            Some(all) => all,
            None => {
                let all = self.dict()?;
                self.threads.locals.set(Some(all.clone()));
                all
            }
        };
        let Some(all) = all.cast::<Dict>() else { return Err(self.system_error("lost thread locals")) };
        if let Some(own) = all.get(self, &ident)? {
            return Ok(own);
        }
        let own = self.dict()?;
        all.insert(self, &ident, own.clone())?;
        Ok(own)
    }

    /// The life of a thread, from when it has the interpreter until it gives it away for good.
    fn live(&self, record: Ref) {
        let items = record.cast::<Tuple>().map_or(&[][..], |record| record.items());
        if let [function, args, kwargs, handle, ident] = items {
            self.thread.ident.set(ident.small().unwrap_or(0) as usize);
            self.measure_stack();
            let called = self.call_tuple(function, args, Some(kwargs));
            if let Err(raised) = called {
                self.report_end(raised, function);
            }
            self.thread.leaves.set(true);
            self.forget_locals(ident);
            if let Some(handle) = handle.cast::<Handle>() {
                if handle.is_awaited() {
                    self.threads.awaited.store(self.threads.awaited.load(Relaxed) - 1, Release);
                }
                handle.set_done(self);
            }
        }
        drop(record);
        self.thread.raised.set(None);
        self.thread.handled.set(None);
        self.thread.context.set(None);
    }

    /// What a thread's function raised is reported, unless it was SystemExit.
    fn report_end(&self, raised: Raised, function: &Obj) {
        if let Err(raised) = self.suppress(raised, &exceptions::SYSTEM_EXIT) {
            let exception = self.take_raised(raised);
            let shown = self.repr(function).or_else(|raised| {
                drop(self.take_raised(raised));
                self.str("<object repr() failed>")
            });
            let message = shown.and_then(|shown| {
                let shown = crate::new::Text(&shown);
                self.str_fmt(format_args!("Exception ignored in thread started by {shown}"))
            });
            match message {
                Ok(message) => (self.unraisable.get())(self, &exception, Obj::NONE, Some(&message)),
                Err(raised) => {
                    drop(self.take_raised(raised));
                    (self.unraisable.get())(self, &exception, function, None);
                }
            }
        }
    }

    fn forget_locals(&self, ident: &Obj) {
        let all = self.threads.locals.get();
        if let Some(all) = all.as_deref().and_then(|all| all.cast::<Dict>()) {
            match all.remove(self, ident) {
                Ok(own) => drop(own),
                Err(raised) => drop(self.take_raised(raised)),
            }
        }
    }
}

/// The first function of every thread but the first: `record` is what [`Vm::start_thread`] made.
fn run(parker: Parker, record: usize) {
    // The machine does not end before this thread has: it is counted.
    let vm = current::vm();
    let Some(threads) = vm.host.threads() else { return };
    vm.threads.gil.acquire(threads, parker, vm.attention);
    vm.resume(&Thread::new(0, parker));
    let Some(record) = NonNull::new(core::ptr::with_exposed_provenance_mut::<Header>(record)) else { return };
    // SAFETY: the count is the one that `start_thread` has given to this thread.
    vm.live(unsafe { Ref::from_raw(record) });
    let ended = Thread::new(0, Parker(0));
    vm.swap_thread(&ended);
    drop(ended);
    vm.count_threads(-1);
    threads.unpark(threads.first_parker());
    vm.threads.gil.release(threads);
}

/// A module is being imported by the running thread; others that want it wait.
pub struct ImportLock<'a> {
    vm: &'a Vm,
    name: Ref,
}

impl Vm {
    /// Changes the list of imports; what `change` drops it gives back.
    fn with_imports<T>(&self, change: impl FnOnce(&mut Buf<Import>) -> T) -> T {
        let mut imports = self.threads.imports.take();
        let result = change(&mut imports);
        self.threads.imports.set(imports);
        result
    }

    /// Waits until no other thread imports the module `name` (interned), unless that one waits
    /// for this: then the module is taken as far as it is.
    ///
    /// # Errors
    /// What signals raise; MemoryError.
    pub fn await_import(&self, name: &Obj) -> Result<(), Raised> {
        loop {
            let me = self.thread.ident.get();
            if !self.with_imports(|imports| must_wait(imports, name, me)) {
                return Ok(());
            }
            self.note_import(name, true)?;
            let waited = self.sleep_in(&self.threads.importers, None, false);
            self.forget_import(name, true);
            if waited == Waited::Interrupted {
                self.interrupted()?;
            }
        }
    }

    /// As [`Vm::await_import`]; others wait from now on.
    ///
    /// # Errors
    /// As there.
    pub fn lock_import(&self, name: &Obj) -> Result<ImportLock<'_>, Raised> {
        self.await_import(name)?;
        self.note_import(name, false)?;
        Ok(ImportLock { vm: self, name: name.own() })
    }

    fn note_import(&self, name: &Obj, waits: bool) -> Result<(), Raised> {
        let import = Import { name: name.own(), ident: self.thread.ident.get(), waits };
        self.memory(self.with_imports(|imports| imports.push(import)))
    }

    fn forget_import(&self, name: &Obj, waits: bool) {
        let me = self.thread.ident.get();
        drop(self.with_imports(|imports| {
            let is_this = |each: &Import| each.ident == me && each.waits == waits && each.name.is(name);
            imports.iter().rposition(is_this).and_then(|index| imports.remove(index))
        }));
    }
}

impl Drop for ImportLock<'_> {
    fn drop(&mut self) {
        self.vm.forget_import(&self.name, false);
        self.vm.wake_all(&self.vm.threads.importers);
    }
}

/// Whether thread `me` has to wait for another that imports `name`, and does not make a circle
/// of threads that wait for each other.
fn must_wait(imports: &[Import], name: &Obj, me: usize) -> bool {
    let mut wanted = name;
    for _ in 0..=imports.len() {
        let is_imported = |each: &&Import| !each.waits && each.name.is(wanted);
        let mut owners = imports.iter().filter(is_imported).map(|each| each.ident);
        let Some(owner) = owners.next() else { return !wanted.is(name) };
        if owner == me {
            return false;
        }
        match imports.iter().find(|each| each.waits && each.ident == owner) {
            Some(next) => wanted = &next.name,
            None => return true,
        }
    }
    false
}
