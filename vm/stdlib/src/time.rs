//! `time`: clocks, sleeping and calendar dates.
//!
//! There is no table of time zones: local time is UTC. Functions with `ticks` in their name,
//! `sleep_ms` and `sleep_us` are MicroPython's.

pub mod calendar;
pub mod strftime;
pub mod struct_time;

use pyrite_algo::Buf;
use pyrite_api::types::{NAMESPACE, exceptions};
use pyrite_api::{Obj, Outcome, Raised, Ref, TypeRef, Vm, optional, py_module, required};
use pyrite_host::Errno;

use calendar::Moment;

const SECOND_US: u64 = 1_000_000;
/// Ticks wrap round here, as MicroPython's on machines of 32 bits.
const TICKS_PERIOD: isize = 1 << 30;
const TICKS_MASK: isize = TICKS_PERIOD - 1;
/// `EOVERFLOW`: a year that C's `int` does not hold.
const EOVERFLOW: i32 = 75;

/// `time()`
fn time(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.float(vm.host().wall_us() as f64 / SECOND_US as f64)
}

fn nanoseconds(vm: &Vm, microseconds: i64) -> Outcome {
    match microseconds.checked_mul(1000) {
        Some(ns) => vm.int(ns),
        None => Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
    }
}

fn time_ns(vm: &Vm, _args: &[Ref]) -> Outcome {
    nanoseconds(vm, vm.host().wall_us())
}

/// `monotonic()`, `perf_counter()`; also `process_time()`: the firmware is the process.
fn monotonic(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.float(vm.host().monotonic_us() as f64 / SECOND_US as f64)
}

fn monotonic_ns(vm: &Vm, _args: &[Ref]) -> Outcome {
    nanoseconds(vm, i64::try_from(vm.host().monotonic_us()).unwrap_or(i64::MAX))
}

/// Sleeps; Ctrl-C ends it, other interruptions do not.
fn pause(vm: &Vm, duration_us: u64) -> Outcome {
    let end_us = vm.host().monotonic_us().saturating_add(duration_us);
    let mut left_us = duration_us;
    vm.blocking(|host| match host.sleep_us(left_us) {
        Err(Errno::EINTR) => {
            left_us = end_us.saturating_sub(host.monotonic_us());
            if left_us == 0 { Ok(()) } else { Err(Errno::EINTR) }
        }
        result => result,
    })?;
    Ok(Ref::none())
}

/// `sleep(seconds)`, rounded up to microseconds.
fn sleep(vm: &Vm, args: &[Ref]) -> Outcome {
    let duration_us = match vm.seconds_us(required(args, 0))? {
        Some(us) if us >= 0 => us as u64,
        _ => return Err(vm.value_error("sleep length must be non-negative")),
    };
    pause(vm, duration_us)
}

/// `sleep_ms(ms)`: not at all for a number below 0.
fn sleep_ms(vm: &Vm, args: &[Ref]) -> Outcome {
    let ms = u64::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    pause(vm, ms.saturating_mul(1000))
}

/// `sleep_us(us)`: not at all for a number below 0.
fn sleep_us(vm: &Vm, args: &[Ref]) -> Outcome {
    let us = u64::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    pause(vm, us)
}

/// The lowest bits of a clock: they always fit a tagged word.
fn ticks(clock: u64) -> Outcome {
    Ok(Ref::small(clock as isize & TICKS_MASK))
}

fn ticks_ms(vm: &Vm, _args: &[Ref]) -> Outcome {
    ticks(vm.host().monotonic_us() / 1000)
}

/// `ticks_us()`: asks the host once and does nothing else, so that the instructions between
/// two readings can be counted from outside.
fn ticks_us(vm: &Vm, _args: &[Ref]) -> Outcome {
    ticks(vm.host().ticks_us())
}

/// `ticks_cpu()`: the finest clock there is.
fn ticks_cpu(vm: &Vm, _args: &[Ref]) -> Outcome {
    ticks(vm.host().monotonic_us())
}

/// `ticks_add(ticks, delta)`
fn ticks_add(vm: &Vm, args: &[Ref]) -> Outcome {
    let (start, delta) = (vm.index(required(args, 0))?, vm.index(required(args, 1))?);
    if !(-TICKS_PERIOD / 2..TICKS_PERIOD / 2).contains(&delta) {
        return Err(vm.overflow_error("ticks interval overflow"));
    }
    Ok(Ref::small(start.wrapping_add(delta) & TICKS_MASK))
}

/// `ticks_diff(end, start)`: signed, right if the two are less than half a period apart.
fn ticks_diff(vm: &Vm, args: &[Ref]) -> Outcome {
    let (end, start) = (vm.index(required(args, 0))?, vm.index(required(args, 1))?);
    let half = TICKS_PERIOD / 2;
    Ok(Ref::small((end.wrapping_sub(start).wrapping_add(half) & TICKS_MASK) - half))
}

/// Whole seconds since 1970 from an optional argument; the present without one.
fn seconds_or_now(vm: &Vm, args: &[Ref]) -> Result<i64, Raised> {
    let Some(arg) = optional(args, 0).filter(|arg| !arg.is_none()) else {
        return Ok(vm.host().wall_us().div_euclid(SECOND_US as i64));
    };
    const OUT_OF_RANGE: &str = "timestamp out of range for platform time_t";
    if let Some(value) = arg.float() {
        if value.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = libm::floor(value);
        if whole.abs() >= 9_223_372_036_854_775_808.0 {
            return Err(vm.overflow_error(OUT_OF_RANGE));
        }
        return Ok(whole as i64);
    }
    let value = vm.index_object(arg)?;
    value.int().and_then(|value| value.to_i64()).ok_or_else(|| vm.overflow_error(OUT_OF_RANGE))
}

/// The moment of an optional argument in seconds.
fn moment_or_now(vm: &Vm, args: &[Ref]) -> Result<Moment, Raised> {
    // Years that C's `int` holds, and days that do not overflow on the way.
    const LIMIT_S: i64 = 67_768_036_191_676_799;
    let seconds = seconds_or_now(vm, args)?;
    if !(-LIMIT_S..=LIMIT_S).contains(&seconds) {
        let number = Ref::small(EOVERFLOW as isize);
        let text = vm.str("Value too large for defined data type")?;
        return Err(vm.raise_with(&exceptions::OS_ERROR, &[&number, &text]));
    }
    Ok(Moment::from_seconds(seconds))
}

/// `gmtime([seconds])` and, without time zones, `localtime`.
fn gmtime(vm: &Vm, args: &[Ref]) -> Outcome {
    struct_time::from_moment(vm, moment_or_now(vm, args)?)
}

/// `mktime(tuple)`
fn mktime(vm: &Vm, args: &[Ref]) -> Outcome {
    let moment = struct_time::to_moment(vm, required(args, 0))?;
    match moment.to_seconds() {
        Some(seconds) => vm.float(seconds as f64),
        None => Err(vm.overflow_error("mktime argument out of range")),
    }
}

/// A tuple's moment, or the present without one.
fn broken_down(vm: &Vm, tuple: Option<&Obj>) -> Result<Moment, Raised> {
    match tuple {
        Some(tuple) => struct_time::checked(vm, struct_time::to_moment(vm, tuple)?),
        None => moment_or_now(vm, &[]),
    }
}

/// `strftime(format[, tuple])`
fn format(vm: &Vm, args: &[Ref]) -> Outcome {
    let format = required(args, 0);
    vm.expect_str(format, "strftime() argument 1")?;
    let moment = broken_down(vm, optional(args, 1))?;
    let mut pattern = Buf::new();
    vm.append_utf8(format, &mut pattern)?;
    let mut text = Buf::<u8>::new();
    let pattern =
        core::str::from_utf8(&pattern).map_err(|_| vm.value_error("embedded surrogate character"))?;
    if strftime::write(&moment, pattern, &mut text).is_err() {
        return Err(vm.memory_error());
    }
    vm.memory(vm.new_str_wtf8(&text))
}

fn ascii(vm: &Vm, moment: &Moment) -> Outcome {
    let mut text = Buf::<u8>::new();
    if strftime::write_ascii(moment, &mut text).is_err() {
        return Err(vm.memory_error());
    }
    vm.memory(vm.new_str_wtf8(&text))
}

/// `asctime([tuple])`
fn asctime(vm: &Vm, args: &[Ref]) -> Outcome {
    ascii(vm, &broken_down(vm, optional(args, 0))?)
}

/// `ctime([seconds])`
fn ctime(vm: &Vm, args: &[Ref]) -> Outcome {
    ascii(vm, &moment_or_now(vm, args)?)
}

/// `strptime(text[, format])`
fn parse(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.call(&*crate::imported(vm, "_strptime", "struct_time")?, args)
}

/// `get_clock_info(name)`
fn clock_info(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.expect_str(required(args, 0), "get_clock_info() argument 1")?;
    let adjustable = match name.ascii() {
        Some("time") => true,
        Some("monotonic" | "perf_counter" | "process_time" | "thread_time") => false,
        _ => return Err(vm.value_error("unknown clock")),
    };
    let mut names = Buf::new();
    for name in ["implementation", "monotonic", "adjustable", "resolution"] {
        vm.memory(names.push(vm.str(name)?))?;
    }
    let implementation = vm.str(if adjustable { "Host::wall_us" } else { "Host::monotonic_us" })?;
    let values = [implementation, Ref::bool(!adjustable), Ref::bool(adjustable), vm.float(1e-6)?];
    vm.call_named(TypeRef::of(&NAMESPACE).as_obj(), &values, Some(&*vm.tuple_of(&names)?))
}

/// The microseconds of a clock, by POSIX's number.
fn clock_us(vm: &Vm, args: &[Ref]) -> Result<i64, Raised> {
    match vm.index(required(args, 0))? {
        0 => Ok(vm.host().wall_us()),
        1..=3 => Ok(i64::try_from(vm.host().monotonic_us()).unwrap_or(i64::MAX)),
        _ => Err(vm.os_error(Errno::EINVAL, None)),
    }
}

fn clock_gettime(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.float(clock_us(vm, args)? as f64 / SECOND_US as f64)
}

fn clock_gettime_ns(vm: &Vm, args: &[Ref]) -> Outcome {
    nanoseconds(vm, clock_us(vm, args)?)
}

fn clock_getres(vm: &Vm, args: &[Ref]) -> Outcome {
    clock_us(vm, args)?;
    vm.float(1e-6)
}

fn clock_number<const NUMBER: isize>(_vm: &Vm) -> Outcome {
    Ok(Ref::small(NUMBER))
}

fn zero(_vm: &Vm) -> Outcome {
    Ok(Ref::small(0))
}

fn tzname(vm: &Vm) -> Outcome {
    let utc = vm.str("UTC")?;
    vm.tuple(&[&utc, &utc])
}

py_module! {
    /// `time`
    pub static TIME = "time", "Clocks, sleeping and calendar dates." {
        function "time" (0, 0) = time, "Seconds since 1970.";
        function "time_ns" (0, 0) = time_ns, "Nanoseconds since 1970.";
        function "monotonic" (0, 0) = monotonic, "Seconds that never decrease.";
        function "monotonic_ns" (0, 0) = monotonic_ns, "Nanoseconds that never decrease.";
        function "perf_counter" (0, 0) = monotonic, "Seconds, for timing code.";
        function "perf_counter_ns" (0, 0) = monotonic_ns, "Nanoseconds, for timing code.";
        function "process_time" (0, 0) = monotonic, "Process time for profiling: that of the firmware.";
        function "process_time_ns" (0, 0) = monotonic_ns, "Process time for profiling as nanoseconds.";
        function "sleep" (1, 1) = sleep, "Delay execution for a given number of seconds.";
        function "sleep_ms" (1, 1) = sleep_ms, "Delay execution for a given number of milliseconds.";
        function "sleep_us" (1, 1) = sleep_us, "Delay execution for a given number of microseconds.";
        function "ticks_ms" (0, 0) = ticks_ms, "Milliseconds of a clock that wraps round.";
        function "ticks_us" (0, 0) = ticks_us, "Microseconds of a clock that wraps round.";
        function "ticks_cpu" (0, 0) = ticks_cpu, "Ticks of the finest clock, which wraps round.";
        function "ticks_add" (2, 2) = ticks_add, "Ticks later by a number that may be negative.";
        function "ticks_diff" (2, 2) = ticks_diff, "The first ticks less the second.";
        function "gmtime" (0, 1) = gmtime, "Convert seconds since the Epoch to a time tuple expressing UTC.";
        function "localtime" (0, 1) = gmtime, "Split a time, in the local zone.";
        function "mktime" (1, 1) = mktime, "Local time tuple to seconds.";
        function "strftime" (1, 2) = format, "Format a time tuple.";
        function "asctime" (0, 1) = asctime, "A time tuple as fixed text.";
        function "ctime" (0, 1) = ctime, "Seconds as fixed local text.";
        function "strptime" (1, 2) = parse, "Read a time by format.";
        function "thread_time" (0, 0) = monotonic, "Thread time for profiling: that of the firmware.";
        function "thread_time_ns" (0, 0) = monotonic_ns, "Thread time for profiling as nanoseconds.";
        function "get_clock_info" (1, 1) = clock_info, "Describe a clock.";
        function "clock_gettime" (1, 1) = clock_gettime, "A clock's time in seconds.";
        function "clock_gettime_ns" (1, 1) = clock_gettime_ns, "A clock's time in nanoseconds.";
        function "clock_getres" (1, 1) = clock_getres, "A clock's resolution.";
        value "CLOCK_REALTIME" () = clock_number::<0>, "";
        value "CLOCK_MONOTONIC" () = clock_number::<1>, "";
        value "CLOCK_PROCESS_CPUTIME_ID" () = clock_number::<2>, "";
        value "CLOCK_THREAD_CPUTIME_ID" () = clock_number::<3>, "";
        value "struct_time" () = struct_time::class, "";
        value "timezone" () = zero, "";
        value "altzone" () = zero, "";
        value "daylight" () = zero, "";
        value "tzname" () = tzname, "";
    }
}
