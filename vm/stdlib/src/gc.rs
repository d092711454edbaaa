//! `gc`: the collector of cycles and the figures of the heap.
//!
//! Source: Python Library Reference, "gc"; `mem_alloc`, `mem_free` and the one-argument
//! `threshold` are MicroPython's.

use pyrite_api::{Obj, Outcome, Ref, Vm, heap, optional, py_module};

/// New containers after which a collection is asked for, where nobody says otherwise.
const THRESHOLD: isize = 700;

fn collect(vm: &Vm, _args: &[Option<&Obj>]) -> Outcome {
    vm.int(heap::collect(vm) as i64)
}

fn enable(vm: &Vm, _args: &[Ref]) -> Outcome {
    if vm.heap.threshold.get() <= 0 {
        vm.heap.threshold.set(THRESHOLD);
    }
    Ok(Ref::none())
}

fn disable(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.heap.threshold.set(0);
    Ok(Ref::none())
}

fn isenabled(vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.heap.threshold.get() > 0))
}

fn mem_alloc(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.heap.used_bytes() as i64)
}

fn mem_free(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.heap.free_bytes() as i64)
}

fn threshold(vm: &Vm, args: &[Ref]) -> Outcome {
    match optional(args, 0) {
        None => vm.int(vm.heap.threshold.get() as i64),
        Some(limit) => {
            vm.heap.threshold.set(vm.index(limit)?.max(0));
            Ok(Ref::none())
        }
    }
}

fn get_threshold(vm: &Vm, _args: &[Ref]) -> Outcome {
    let first = vm.int(vm.heap.threshold.get() as i64)?;
    vm.tuple(&[&first, &*Ref::small(0), &*Ref::small(0)])
}

fn get_count(vm: &Vm, _args: &[Ref]) -> Outcome {
    let first = vm.int(vm.heap.young.get().max(0) as i64)?;
    vm.tuple(&[&first, &*Ref::small(0), &*Ref::small(0)])
}

py_module! {
    /// `gc`
    pub static GC = "gc", "Cycle collector and heap figures." {
        named_function "collect" (["generation"], 0, 1) = collect, "Run the cycle collector; return how many objects were freed.";
        function "enable" (0, 0) = enable, "Let the collector run by itself.";
        function "disable" (0, 0) = disable, "Collect only when asked, or when memory is out.";
        function "isenabled" (0, 0) = isenabled, "Whether the collector runs by itself.";
        function "mem_alloc" (0, 0) = mem_alloc, "Bytes that objects take.";
        function "mem_free" (0, 0) = mem_free, "Bytes that are left for objects.";
        function "threshold" (0, 1) = threshold, "Get or set how many new containers lead to a collection.";
        function "set_threshold" (1, 3) = threshold, "Set how many new containers lead to a collection.";
        function "get_threshold" (0, 0) = get_threshold, "How many new containers lead to a collection.";
        function "get_count" (0, 0) = get_count, "New containers since the last collection.";
    }
}
