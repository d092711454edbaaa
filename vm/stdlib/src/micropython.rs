//! `micropython`: what MicroPython's scripts ask of it, where it has a meaning.
//!
//! Left out: the heap lock and the emergency exception buffer (interrupt handlers run no
//! Python here), `schedule`, `qstr_info`.

use core::fmt::Write;

use pyrite_algo::Buf;
use pyrite_api::{Obj, Outcome, Ref, Vm, heap, names, py_module, required};
use pyrite_host::Stream;

use crate::console;

/// `const(value)`: the value; a hint to MicroPython's compiler, which this one does not need.
fn constant(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(required(args, 0).own())
}

/// `opt_level([level])`: always 0, as assertions are never left out.
fn opt_level(vm: &Vm, args: &[Ref]) -> Outcome {
    match args.first() {
        None => Ok(Ref::small(0)),
        Some(level) if vm.index(level)? == 0 => Ok(Ref::none()),
        Some(_) => Err(vm.value_error("only level 0 is supported")),
    }
}

/// `mem_info([verbose])`: prints figures of stack and heap to standard output.
fn mem_info(vm: &Vm, args: &[Ref]) -> Outcome {
    let (used, free) = (vm.heap.used_bytes(), vm.heap.free_bytes());
    let mut text = Buf::<u8>::new();
    let mut written = writeln!(text, "stack: {} left", vm.host().stack_left_bytes()).and_then(|()| {
        writeln!(text, "GC: total: {}, used: {used}, free: {free}", used.saturating_add(free))
    });
    if !args.is_empty() {
        written = written.and_then(|()| {
            let (runs, freed) = (vm.heap.collector.runs.get(), vm.heap.collector.freed.get());
            writeln!(text, " collections: {runs}, freed: {freed}, new containers: {}", heap::young(vm))
        });
    }
    if written.is_err() {
        return Err(vm.memory_error());
    }
    print(vm, &text)
}

/// Writes ASCII text to `sys.stdout`, or to the console if there is none.
fn print(vm: &Vm, text: &[u8]) -> Outcome {
    let sys = vm.sys_dict.get();
    let stdout = sys.and_then(|sys| sys.cast::<pyrite_api::types::Dict>()?.get_name(names::STDOUT()));
    if let Some(stdout) = stdout.filter(|stdout| !stdout.is_none()) {
        let text = vm.memory(vm.new_str_wtf8(text))?;
        vm.call_method(&stdout, names::WRITE(), &[text])?;
    } else {
        console::write(vm, Stream::Out, text)?;
    }
    Ok(Obj::NONE.own())
}

/// `kbd_intr(character)`: which character from the console interrupts: 3 is Ctrl-C, -1 none.
fn kbd_intr(vm: &Vm, args: &[Ref]) -> Outcome {
    match vm.index(required(args, 0))? {
        3 => vm.host().interrupt_enable(true),
        -1 => vm.host().interrupt_enable(false),
        _ => return Err(vm.value_error("the character must be 3 or -1")),
    }
    Ok(Ref::none())
}

py_module! {
    /// `micropython`
    pub static MICROPYTHON = "micropython", "What scripts written for MicroPython ask of it." {
        function "const" (1, 1) = constant, "Return the argument.";
        function "opt_level" (0, 1) = opt_level, "Get or set the level of optimisation, which is always 0.";
        function "mem_info" (0, 1) = mem_info, "Print how much memory is in use; with an argument, more.";
        function "kbd_intr" (1, 1) = kbd_intr, "Set the character that raises KeyboardInterrupt: 3, or -1 for none.";
    }
}
