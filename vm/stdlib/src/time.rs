//! `time`: clocks, sleeping, and MicroPython's ticks.
//!
//! Ticks wrap at [`PERIOD`]; only `ticks_add` and `ticks_diff` may compute with them.

use pyrite_api::{Obj, Outcome, Raised, Ref, Vm, py_module, required};

use crate::console;

/// Ticks count modulo this: differences fit a small integer of any machine.
const PERIOD: u64 = 1 << 30;

fn time(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.float(vm.host().wall_us() as f64 / 1e6)
}

fn time_ns(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.host().wall_us().saturating_mul(1000))
}

fn monotonic(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.float(vm.host().monotonic_us() as f64 / 1e6)
}

fn monotonic_ns(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.memory(vm.new_uint(vm.host().monotonic_us().saturating_mul(1000)))
}

fn tick(ticks: u64) -> Ref {
    Ref::small((ticks % PERIOD) as isize)
}

fn ticks_us(vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(tick(vm.host().ticks_us()))
}

fn ticks_ms(vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(tick(vm.host().monotonic_us() / 1000))
}

fn ticks_add(vm: &Vm, args: &[Ref]) -> Outcome {
    let (ticks, delta) = (vm.index(required(args, 0))?, vm.index(required(args, 1))?);
    if delta.unsigned_abs() as u64 >= PERIOD / 2 {
        return Err(vm.overflow_error("ticks interval overflow"));
    }
    Ok(tick((ticks as i64).wrapping_add(delta as i64) as u64))
}

fn ticks_diff(vm: &Vm, args: &[Ref]) -> Outcome {
    let (end, start) = (vm.index(required(args, 0))?, vm.index(required(args, 1))?);
    let half = PERIOD / 2;
    let distance = (end as i64).wrapping_sub(start as i64) as u64;
    let distance = distance.wrapping_add(half) % PERIOD;
    Ok(Ref::small(distance as isize - half as isize))
}

fn sleep_for(vm: &Vm, duration_us: u64) -> Outcome {
    match vm.host().sleep_us(duration_us) {
        Ok(()) => Ok(Ref::none()),
        Err(errno) => Err(console::failure(vm, errno)),
    }
}

/// A whole number of `unit_us` as microseconds; none for negative ones.
fn duration(vm: &Vm, count: &Obj, unit_us: u64) -> Result<u64, Raised> {
    let count = vm.index(count)?.max(0);
    Ok((count as u64).saturating_mul(unit_us))
}

fn sleep(vm: &Vm, args: &[Ref]) -> Outcome {
    let seconds = required(args, 0);
    if seconds.int().is_some() {
        let whole = vm.index(seconds)?;
        if whole < 0 {
            return Err(vm.value_error("sleep length must be non-negative"));
        }
        return sleep_for(vm, (whole as u64).saturating_mul(1_000_000));
    }
    let seconds = vm.real(seconds)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    // A cast saturates; sleeping never ends early.
    sleep_for(vm, libm::ceil(seconds * 1e6) as u64)
}

fn sleep_ms(vm: &Vm, args: &[Ref]) -> Outcome {
    sleep_for(vm, duration(vm, required(args, 0), 1000)?)
}

fn sleep_us(vm: &Vm, args: &[Ref]) -> Outcome {
    sleep_for(vm, duration(vm, required(args, 0), 1)?)
}

py_module! {
    /// `time`
    pub static TIME = "time", "Clocks and sleeping." {
        function "time" (0, 0) = time, "Seconds since the Epoch as a float.";
        function "time_ns" (0, 0) = time_ns, "Nanoseconds since the Epoch.";
        function "monotonic" (0, 0) = monotonic, "Seconds of a clock that never goes back.";
        function "monotonic_ns" (0, 0) = monotonic_ns, "Nanoseconds of a clock that never goes back.";
        function "perf_counter" (0, 0) = monotonic, "Seconds of the finest clock.";
        function "perf_counter_ns" (0, 0) = monotonic_ns, "Nanoseconds of the finest clock.";
        function "sleep" (1, 1) = sleep, "Delay execution for a given number of seconds.";
        function "sleep_ms" (1, 1) = sleep_ms, "Delay for milliseconds.";
        function "sleep_us" (1, 1) = sleep_us, "Delay for microseconds.";
        function "ticks_ms" (0, 0) = ticks_ms, "Milliseconds, wrapping around.";
        function "ticks_us" (0, 0) = ticks_us, "Microseconds, wrapping around.";
        function "ticks_cpu" (0, 0) = ticks_us, "The finest ticks, wrapping around.";
        function "ticks_add" (2, 2) = ticks_add, "Ticks plus a delta.";
        function "ticks_diff" (2, 2) = ticks_diff, "Signed difference of two ticks.";
    }
}
