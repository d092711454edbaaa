//! `gc`: the collector of reference cycles, and figures of the heap.
//!
//! There is one generation. Objects without cycles die when their last reference goes; the
//! collector is for the rest. `mem_alloc`, `mem_free` and `threshold` are MicroPython's.

use pyrite_api::types::{Dict, List};
use pyrite_api::{Obj, Outcome, Raised, Ref, Vm, bound, heap, optional, py_module, required};

/// The oldest generation that `collect` may be asked for.
const GENERATION_MAX: isize = 2;

/// `collect(generation=2)`: how many unreachable objects were found. Every generation is all.
fn collect(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let generation = bound(args, 0).map_or(Ok(GENERATION_MAX), |generation| vm.index(generation))?;
    if !(0..=GENERATION_MAX).contains(&generation) {
        return Err(vm.value_error("invalid generation"));
    }
    tell(vm, "start", 0)?;
    let found = heap::collect(vm) as isize;
    tell(vm, "stop", found)?;
    vm.int_word(found)
}

/// Calls the functions in `gc.callbacks`.
fn tell(vm: &Vm, phase: &str, collected: isize) -> Result<(), Raised> {
    let loaded = vm.modules.get().and_then(|modules| {
        let name = vm.intern("gc").ok()?;
        modules.cast::<Dict>()?.get_name(&name)
    });
    let Some(module) = loaded else { return Ok(()) };
    let Some(callbacks) = vm.find_attr(&module, &*vm.memory(vm.intern("callbacks"))?)? else { return Ok(()) };
    let callbacks = vm.collect_list(&callbacks)?;
    if callbacks.is_empty() {
        return Ok(());
    }
    let info = vm.dict()?;
    let fields = [("generation", GENERATION_MAX), ("collected", collected), ("uncollectable", 0)];
    for (name, value) in fields {
        vm.set_item(&info, &*vm.str(name)?, &*vm.int_word(value)?)?;
    }
    let mut index = 0;
    while let Some(callback) = callbacks.get(index) {
        index += 1;
        if let Err(raised) = vm.call(&callback, &[vm.str(phase)?, info.clone()]) {
            let exception = vm.take_raised(raised);
            (vm.unraisable.get())(vm, &exception, &callback, None);
        }
    }
    Ok(())
}

/// `get_referents(*objects)`: what they reference directly.
fn get_referents(vm: &Vm, args: &[Ref]) -> Outcome {
    let list = List::new();
    for object in args {
        vm.memory(heap::referents(vm, object, &list))?;
    }
    vm.list_from(list)
}

/// `get_referrers(*objects)`: the containers that reference one of them directly.
fn get_referrers(vm: &Vm, args: &[Ref]) -> Outcome {
    let targets = vm.collect_list(&*vm.tuple_of(args)?)?;
    let containers = vm.memory(heap::containers(vm))?;
    let list = List::new();
    let mut index = 0;
    while let Some(container) = containers.get(index) {
        index += 1;
        if heap::refers_to(&container, &targets) {
            vm.memory(list.push(vm, container))?;
        }
    }
    vm.list_from(list)
}

fn get_stats(vm: &Vm, _args: &[Ref]) -> Outcome {
    let list = List::new();
    let collector = &vm.heap.collector;
    for generation in 0..=GENERATION_MAX {
        let oldest = generation == GENERATION_MAX;
        let figure = |figure: usize| if oldest { figure as isize } else { 0 };
        let stats = vm.dict()?;
        let fields = [
            ("collections", figure(collector.runs.get())),
            ("collected", figure(collector.freed.get())),
            ("uncollectable", 0),
        ];
        for (name, value) in fields {
            vm.set_item(&stats, &*vm.str(name)?, &*vm.int_word(value)?)?;
        }
        vm.memory(list.push(vm, stats))?;
    }
    vm.list_from(list)
}

/// The flags of `set_debug` are kept; nothing depends on them.
fn set_debug(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.heap.collector.debug.set(vm.index(required(args, 0))?);
    Ok(Ref::none())
}

fn get_debug(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int_word(vm.heap.collector.debug.get())
}

fn is_finalized(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    Ok(Ref::bool(heap::is_container(object) && vm.heap.finalizer.is_finalized(object.as_ptr())))
}

fn empty_list(vm: &Vm) -> Outcome {
    vm.list(&[])
}

fn enable(vm: &Vm, _args: &[Ref]) -> Outcome {
    heap::enable(vm);
    Ok(Ref::none())
}

fn disable(vm: &Vm, _args: &[Ref]) -> Outcome {
    heap::disable(vm);
    Ok(Ref::none())
}

fn isenabled(vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(heap::is_enabled(vm)))
}

fn mem_alloc(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.heap.used_bytes() as i64)
}

fn mem_free(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.heap.free_bytes() as i64)
}

/// The number of new containers that an argument names; "never" is 0 to Python.
fn count_of(vm: &Vm, arg: &Obj) -> Result<isize, Raised> {
    let count = vm.index(arg)?;
    Ok(if count <= 0 { isize::MAX } else { count })
}

fn shown(vm: &Vm, count: isize) -> Outcome {
    vm.int_word(if count == isize::MAX { 0 } else { count })
}

/// `threshold([count])`: without an argument how many new containers make a collection run,
/// with one sets it; -1 is as many as suits the heap.
fn threshold(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(count) = optional(args, 0) else { return shown(vm, heap::threshold(vm)) };
    let count = if vm.index(count)? < 0 { 0 } else { count_of(vm, count)? };
    heap::set_threshold(vm, count);
    Ok(Ref::none())
}

/// `set_threshold(threshold0[, threshold1[, threshold2]])`: the first counts; 0 is never.
fn set_threshold(vm: &Vm, args: &[Ref]) -> Outcome {
    let count = count_of(vm, required(args, 0))?;
    for older in args.iter().skip(1) {
        vm.index(older)?;
    }
    heap::set_threshold(vm, count);
    Ok(Ref::none())
}

/// A figure for the only generation, as a tuple of three.
fn of_generations(vm: &Vm, first: Ref) -> Outcome {
    vm.tuple_of(&[first, Ref::small(0), Ref::small(0)])
}

fn get_threshold(vm: &Vm, _args: &[Ref]) -> Outcome {
    of_generations(vm, shown(vm, heap::threshold(vm))?)
}

fn get_count(vm: &Vm, _args: &[Ref]) -> Outcome {
    of_generations(vm, vm.int_word(heap::young(vm).max(0))?)
}

fn is_tracked(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(heap::is_container(required(args, 0))))
}

/// `get_objects()`: every container, but for the new list.
fn get_objects(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    if let Some(generation) = bound(args, 0).filter(|generation| !generation.is_none()) {
        let generation = vm.index(generation)?;
        if generation < 0 {
            return Err(vm.value_error("generation parameter cannot be negative"));
        }
        if generation > GENERATION_MAX {
            return Err(vm.value_error(
                "generation parameter must be less than the number of available generations (3)",
            ));
        }
    }
    let containers = vm.memory(heap::containers(vm))?;
    vm.list_from(containers)
}

/// `freeze()` and `unfreeze()`: there is no permanent generation to move objects to.
fn nothing(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

fn get_freeze_count(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::small(0))
}

py_module! {
    /// `gc`
    pub static GC = "gc", "The collector of reference cycles." {
        named_function "collect" (["generation"], 0, 1) = collect, "Collect now; gives the count found.";
        function "enable" (0, 0) = enable, "Turn collection on.";
        function "disable" (0, 0) = disable, "Turn collection off.";
        function "isenabled" (0, 0) = isenabled, "Whether collection is on.";
        function "mem_alloc" (0, 0) = mem_alloc, "Bytes that objects take.";
        function "mem_free" (0, 0) = mem_free, "Bytes that objects may still take.";
        function "threshold" (0, 1) = threshold, "Get or set how many new containers make a collection run; -1 is automatic.";
        function "set_threshold" (1, 3) = set_threshold, "Set how many new containers make a collection run; 0 is never.";
        function "get_threshold" (0, 0) = get_threshold, "Return the thresholds of the generations; only the first is used.";
        function "get_count" (0, 0) = get_count, "Return the counts of new containers by generation; only the first is used.";
        function "is_tracked" (1, 1) = is_tracked, "Whether the collector knows obj.";
        named_function "get_objects" (["generation"], 0, 1) = get_objects, "All tracked objects, as a list.";
        function "get_referents" (0, 255) = get_referents, "Return the list of objects that are directly referred to by objs.";
        function "get_referrers" (0, 255) = get_referrers, "Return the list of objects that directly refer to any of objs.";
        function "get_stats" (0, 0) = get_stats, "Counts for each generation.";
        function "set_debug" (1, 1) = set_debug, "Choose debugging flags.";
        function "get_debug" (0, 0) = get_debug, "The debugging flags.";
        function "is_finalized" (1, 1) = is_finalized, "Whether obj was finalized.";
        value "garbage" () = empty_list, "";
        value "callbacks" () = empty_list, "";
        value "DEBUG_STATS" () = |_| Ok(Ref::small(1)), "";
        value "DEBUG_COLLECTABLE" () = |_| Ok(Ref::small(2)), "";
        value "DEBUG_UNCOLLECTABLE" () = |_| Ok(Ref::small(4)), "";
        value "DEBUG_SAVEALL" () = |_| Ok(Ref::small(32)), "";
        value "DEBUG_LEAK" () = |_| Ok(Ref::small(38)), "";
        function "freeze" (0, 0) = nothing, "Does nothing: there is no permanent generation.";
        function "unfreeze" (0, 0) = nothing, "Does nothing: there is no permanent generation.";
        function "get_freeze_count" (0, 0) = get_freeze_count, "Return 0: there is no permanent generation.";
    }
}
