//! Making and ending a `Vm`.

use core::cell::Cell;
use core::marker::PhantomData;

use pyrite_host::{Host, Parker, Threads};

use crate::coll::dict::Dict;
use crate::exc::BaseException;
use crate::heap::Heap;
use crate::model::vm::{self, Config, FIRST_IDENT, Hooks, Slot, Thread};
use crate::model::{Raised, TypeRef, Vm, current};

impl Vm {
    /// A `Vm` without modules. Call [`Vm::enter`] before anything else.
    pub fn new(host: &'static dyn Host, config: Config) -> Vm {
        Vm {
            host,
            attention: host.attention(),
            pending: Cell::new(0),
            names_epoch: Cell::new(1),
            types_epoch: Cell::new(1),
            type_cache: Default::default(),
            abc_epoch: Cell::new(0),
            thread: Thread::new(FIRST_IDENT, host.threads().map_or(Parker(0), Threads::first_parker)),
            threads: vm::Threads::new(),
            heap: Heap::new(config.heap_limit_bytes),
            interned: Default::default(),
            builtins: Slot::new(None),
            modules: Slot::new(None),
            sys_dict: Slot::new(None),
            memory_error: Slot::new(None),
            int_max_str_digits: Cell::new(4300),
            recursion_limit: Cell::new(config.stack_limit_slots / crate::stack::SLOTS_PER_CALL),
            async_hooks: [const { Slot::new(None) }; 2],
            hooks: Cell::new(Hooks::MISSING),
            native_modules: Cell::new(&[]),
            frozen_modules: Cell::new(&[]),
            sources: Slot::new(None),
            unraisable: Cell::new(|_, _, _, _| {}),
            config,
            not_send: PhantomData,
        }
    }

    /// Runs `body` with this `Vm` as the current one.
    pub fn enter<T>(&self, body: impl FnOnce(&Vm) -> T) -> T {
        let before = current::set(self);
        self.measure_stack();
        let result = body(self);
        current::set(before);
        result
    }

    /// Notes how far the calling thread may use its stack.
    pub(crate) fn measure_stack(&self) {
        let left = self.host.stack_left_bytes().saturating_sub(self.config.native_stack_reserve_bytes);
        self.thread.native_limit.set(crate::ops::call::stack_address().saturating_sub(left));
    }

    /// Makes the objects every program needs: builtins and sys dicts, the spare MemoryError.
    ///
    /// # Errors
    /// MemoryError.
    pub fn start(&self) -> Result<(), Raised> {
        let spare = self.allocate(
            TypeRef::of(&crate::types::exceptions::MEMORY_ERROR),
            BaseException::new(crate::raw::tuple::empty().own()),
            size_of::<BaseException>(),
        );
        self.memory_error.set(Some(self.memory(spare)?));
        let builtins = Dict::new();
        builtins.set_namespace();
        self.builtins.set(Some(self.dict_from(builtins)?));
        let sys = Dict::new();
        sys.set_namespace();
        self.sys_dict.set(Some(self.dict_from(sys)?));
        self.modules.set(Some(self.dict()?));
        Ok(())
    }

    /// Drops everything the `Vm` itself holds, and what cycles hold. Call inside `enter`.
    pub fn finish(&self) {
        self.thread.raised.set(None);
        self.thread.handled.set(None);
        self.thread.context.set(None);
        for hook in &self.async_hooks {
            hook.set(None);
        }
        if let Some(modules) = self.modules.get()
            && let Some(modules) = modules.cast::<Dict>()
        {
            modules.clear();
        }
        // What holds itself alive ends while there still are builtins for its finalizers.
        crate::heap::collect::collect(self);
        for slot in [
            &self.threads.locals,
            &self.sources,
            &self.modules,
            &self.sys_dict,
            &self.builtins,
            &self.memory_error,
        ] {
            slot.set(None);
        }
        crate::heap::collect::collect(self);
    }
}
