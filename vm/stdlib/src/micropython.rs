//! `micropython`: what scripts for MicroPython expect.

use pyrite_algo::Buf;
use pyrite_api::{Outcome, Ref, Vm, optional, py_module, required};
use pyrite_host::Stream;

use crate::console;

fn const_(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(required(args, 0).own())
}

fn opt_level(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(if optional(args, 0).is_some() { Ref::none() } else { Ref::small(0) })
}

fn mem_info(vm: &Vm, _args: &[Ref]) -> Outcome {
    let mut text = Buf::<u8>::new();
    let (used, free) = (vm.heap.used_bytes(), vm.heap.free_bytes());
    let line = vm.str_fmt(format_args!("mem: total={}, used={used}, free={free}\n", used + free))?;
    vm.append_utf8(&line, &mut text)?;
    console::write(vm, Stream::Out, &text)?;
    Ok(Ref::none())
}

fn kbd_intr(vm: &Vm, args: &[Ref]) -> Outcome {
    let character = vm.index(required(args, 0))?;
    vm.host().interrupt_enable(character >= 0);
    Ok(Ref::none())
}

py_module! {
    /// `micropython`
    pub static MICROPYTHON = "micropython", "Access and control of internals." {
        function "const" (1, 1) = const_, "The value itself.";
        function "opt_level" (0, 1) = opt_level, "The optimisation level: always 0.";
        function "mem_info" (0, 1) = mem_info, "Print the figures of the heap.";
        function "kbd_intr" (1, 1) = kbd_intr, "Choose whether Ctrl-C interrupts.";
    }
}
