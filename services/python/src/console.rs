//! A console of self-checks, for the tests of the kernel.
//!
//! Line by line: a command, its figures, the prompt again. `tests/system/test_kernel.py` speaks it.

use core::fmt::{self, Write};
use core::sync::atomic::Ordering;

use pyrite_diag::provoke::Kind;
use pyrite_diag::stats::{self, Sample};
use pyrite_host::{Errno, Files, Host, Stream, files};
use pyrite_posix::tty::Newlines;
use pyrite_rtos::cell::Shared;
use pyrite_rtos::heap::{self, Bytes, Subsystem};
use pyrite_rtos::mutex::Mutex;
use pyrite_rtos::semaphore::Semaphore;
use pyrite_rtos::task::{self, Spec};
use pyrite_rtos::{OutOfMemory, Wait, time};

use crate::Board;
use crate::host::KernelHost;

/// The longest command line; more is cut off.
const LINE_BYTES: usize = 128;

/// Standard output of the host, for `write!`.
struct Out<'a>(&'a KernelHost);

impl Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.console_write(Stream::Out, text.as_bytes()).map_err(|_| fmt::Error)
    }
}

/// Runs the program's arguments as one command, or the prompt; the status to end with.
pub fn run(host: &KernelHost, board: &'static dyn Board) -> u8 {
    let mut out = Out(host);
    if let [verb, rest @ ..] = board.arguments() {
        let argument = rest.first().copied().unwrap_or_default();
        return command(host, board, verb, argument).unwrap_or(Some(1)).unwrap_or(0);
    }
    let mut line = [0; LINE_BYTES];
    loop {
        let _ = out.write_str("pyrite> ");
        let len = match read_line(host, &mut line) {
            Ok(len) => len,
            Err(_) => {
                host.interrupt_take();
                let _ = out.write_str("^C\n");
                continue;
            }
        };
        let text = line.get(..len).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or("?");
        let (verb, argument) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        if let Ok(Some(status)) = command(host, board, verb, argument) {
            return status;
        }
    }
}

/// Reads up to a carriage return or line feed.
fn read_line(host: &KernelHost, line: &mut [u8; LINE_BYTES]) -> Result<usize, Errno> {
    let mut len = 0;
    loop {
        let mut byte = [0];
        host.console_read(&mut byte)?;
        let [byte] = byte;
        match byte {
            b'\r' | b'\n' if len > 0 => return Ok(len),
            b'\r' | b'\n' => {}
            _ => {
                if let Some(slot) = line.get_mut(len) {
                    *slot = byte;
                    len += 1;
                }
            }
        }
    }
}

/// Carries one command out; a status ends the firmware.
fn command(
    host: &KernelHost,
    board: &'static dyn Board,
    verb: &str,
    argument: &str,
) -> Result<Option<u8>, fmt::Error> {
    let out = &mut Out(host);
    let number: u64 = argument.parse().unwrap_or(0);
    match verb {
        "echo" => writeln!(out, "{argument}")?,
        "err" => host.console_write(Stream::Err, argument.as_bytes()).map_err(|_| fmt::Error)?,
        "exit" => return Ok(Some(u8::try_from(number).unwrap_or(u8::MAX))),
        "heap" => show_heap(out)?,
        "alloc" => show_alloc(out, number)?,
        "malloc" => time_malloc(out, number)?,
        "tasks" => show_tasks(out)?,
        "idle" => show_idle(host, out)?,
        "sleep" => show_sleep(host, out, number)?,
        "flood" => flood(out, number)?,
        "copy" => copy(host, board, out, number)?,
        "cat" => cat(host, out, argument)?,
        "stat" => match host.stat(argument.as_bytes(), true) {
            Ok(stat) => {
                let kind = if stat.is_directory() { "Directory" } else { "File" };
                writeln!(out, "{kind} {}", stat.size_bytes)?;
            }
            Err(error) => writeln!(out, "{}", error.text())?,
        },
        "spin" => spin(host, out)?,
        "errno" => stress(host, out).map_err(|_| fmt::Error)?,
        "preempt" => preempt(out).map_err(|_| fmt::Error)?,
        "mutex" => inherit(out).map_err(|_| fmt::Error)?,
        "stack" => writeln!(out, "stack left {}", host.stack_left_bytes())?,
        "fault" => match fault_kind(argument) {
            Some(kind) => pyrite_diag::provoke(kind),
            None => writeln!(out, "no such fault")?,
        },
        "" => {}
        _ => writeln!(out, "no such command: {verb}")?,
    }
    Ok(None)
}

fn fault_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "udf" => Kind::Undefined,
        "unaligned" => Kind::Unaligned,
        "null" => Kind::NullRead,
        "write" => Kind::NullWrite,
        "bus" => Kind::Bus,
        "stack" => Kind::StackOverflow,
        "assert" => Kind::Assertion,
        "panic" => Kind::Panic,
        _ => return None,
    })
}

fn show_heap(out: &mut Out<'_>) -> fmt::Result {
    for payer in Subsystem::ALL {
        let bill = heap::bill(payer);
        let (used, peak, blocks, failures) = (bill.used_bytes, bill.peak_bytes, bill.blocks, bill.failures);
        writeln!(out, "{} used {used} peak {peak} blocks {blocks} failures {failures}", payer.name())?;
    }
    let totals = heap::totals();
    let (limit, used, free) = (totals.limit_bytes, totals.used_bytes, totals.free_bytes);
    writeln!(out, "heap limit {limit} used {used} free {free} foreign {}", totals.foreign_bytes)
}

fn show_alloc(out: &mut Out<'_>, size: u64) -> fmt::Result {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    match Bytes::new(Subsystem::Python, size) {
        Ok(bytes) => writeln!(out, "got {}", bytes.len()),
        Err(OutOfMemory) => writeln!(out, "out of memory"),
    }
}

/// What a block of 32 bytes costs, taken and given back.
fn time_malloc(out: &mut Out<'_>, rounds: u64) -> fmt::Result {
    let start_us = time::now_us();
    for _ in 0..rounds {
        if Bytes::new(Subsystem::Python, 32).is_err() {
            return writeln!(out, "out of memory");
        }
    }
    let elapsed_us = time::now_us() - start_us;
    writeln!(out, "{rounds} rounds {elapsed_us} us")
}

fn show_tasks(out: &mut Out<'_>) -> fmt::Result {
    let mut result = Ok(());
    let listed = stats::for_each(|info| {
        let (priority, spare) = (info.priority, info.stack_spare_bytes);
        result = result
            .and_then(|()| writeln!(out, "{} priority {priority} spare {spare}", info.name.escape_ascii()));
    });
    listed.map_err(|_| fmt::Error)?;
    result
}

fn show_idle(host: &KernelHost, out: &mut Out<'_>) -> fmt::Result {
    let before = Sample::now();
    let start_us = time::now_us();
    let interrupted = host.sleep_us(1_000_000).is_err();
    let share = before.idle_share_since();
    let elapsed_us = time::now_us() - start_us;
    writeln!(
        out,
        "idle {}.{:03} % of {elapsed_us} us{}",
        share / 1000,
        share % 1000,
        if interrupted { ", cut" } else { "" }
    )
}

fn show_sleep(host: &KernelHost, out: &mut Out<'_>, ms: u64) -> fmt::Result {
    writeln!(out, "sleeping")?;
    let start_us = time::now_us();
    let slept = host.sleep_us(ms.saturating_mul(1000));
    let elapsed_us = time::now_us() - start_us;
    match slept {
        Ok(()) => writeln!(out, "slept {elapsed_us} us"),
        Err(error) => {
            host.interrupt_take();
            writeln!(out, "{} after {elapsed_us} us", error.name().unwrap_or("?"))
        }
    }
}

/// Says that it is ready, then sends back the next `len` bytes as they are, whatever they are.
fn copy(host: &KernelHost, board: &dyn Board, out: &mut Out<'_>, len: u64) -> fmt::Result {
    host.interrupt_enable(false);
    writeln!(out, "ready")?;
    board.console().set_newlines(Newlines::AsIs);
    let mut left = usize::try_from(len).unwrap_or(0);
    let mut chunk = [0; 256];
    while left > 0 {
        let want = left.min(chunk.len());
        let into = chunk.get_mut(..want).unwrap_or_default();
        let got = host.console_read(into).map_err(|_| fmt::Error)?;
        host.console_write(Stream::Out, into.get(..got).unwrap_or_default()).map_err(|_| fmt::Error)?;
        left -= got;
    }
    host.set_up_console();
    Ok(())
}

/// Writes so many numbered lines, as fast as they go.
fn flood(out: &mut Out<'_>, lines: u64) -> fmt::Result {
    (0..lines).try_for_each(|line| writeln!(out, "line {line:06}"))
}

fn cat(host: &KernelHost, out: &mut Out<'_>, path: &str) -> fmt::Result {
    let file = match host.open(path.as_bytes(), files::open::RDONLY, 0) {
        Ok(file) => file,
        Err(error) => return writeln!(out, "{}", error.text()),
    };
    let mut chunk = [0; 256];
    while let Ok(len @ 1..) = host.read(file, &mut chunk) {
        host.console_write(Stream::Out, chunk.get(..len).unwrap_or_default()).map_err(|_| fmt::Error)?;
    }
    host.close(file).map_err(|_| fmt::Error)
}

/// Computes until Ctrl-C, as a script would that never waits.
fn spin(host: &KernelHost, out: &mut Out<'_>) -> fmt::Result {
    // Before it is announced: a Ctrl-C that answers at once must not be wiped away.
    host.attention().store(0, Ordering::Relaxed);
    writeln!(out, "spinning")?;
    let mut rounds = 0_u64;
    while host.attention().load(Ordering::Acquire) == 0 {
        rounds += 1;
    }
    host.interrupt_take();
    writeln!(out, "stopped after {rounds} rounds")
}

/// Tasks of one check, and what each brought.
const WORKERS: usize = 4;
static ERRORS: Shared<u32> = Shared::new(0);
static ROUNDS: Shared<u32> = Shared::new(0);

/// What the tasks of a check share; it stays for ever.
struct Check {
    done: Semaphore,
    go: Semaphore,
    held: Semaphore,
    lock: Mutex<u32>,
    counts: [Shared<u32>; 2],
    order: Shared<[u8; 3]>,
}

/// Made once, kept for all later checks.
static CHECK: pyrite_rtos::cell::Once<Check> = pyrite_rtos::cell::Once::new();

fn check() -> Result<&'static Check, OutOfMemory> {
    if let Some(check) = CHECK.get() {
        return Ok(check);
    }
    let check = heap::leak(
        Subsystem::Python,
        Check {
            done: Semaphore::new(8, 0)?,
            go: Semaphore::new(1, 0)?,
            held: Semaphore::new(1, 0)?,
            lock: Mutex::new(0)?,
            counts: [Shared::new(0), Shared::new(0)],
            order: Shared::new([0; 3]),
        },
    )?;
    CHECK.set(check);
    Ok(check)
}

fn spec(name: &'static core::ffi::CStr, priority: u32) -> Spec {
    Spec { name, priority, stack_bytes: 2048 }
}

/// `errno` and `malloc` under four tasks that take the processor from each other.
fn stress(host: &KernelHost, out: &mut Out<'_>) -> Result<(), OutOfMemory> {
    let check = check()?;
    ERRORS.set(0);
    ROUNDS.set(0);
    let used = heap::totals().used_bytes;
    for number in 0..WORKERS {
        let number = number as u32 + 1;
        task::spawn(spec(c"stress", stress_priority(number)), hammer, number)?;
    }
    for _ in 0..WORKERS {
        check.done.take(Wait::Forever);
    }
    let _ = host.sleep_us(20_000);
    task::reap();
    let leaked = heap::totals().used_bytes.saturating_sub(used);
    let _ = writeln!(out, "errno rounds {} errors {} leaked {leaked}", ROUNDS.get(), ERRORS.get());
    Ok(())
}

/// How long each task of the check works; some hundred ticks, each a switch at any point.
const HAMMER_US: u64 = 400_000;

/// Half of the tasks run above the others: they break into `malloc` and find it locked.
fn stress_priority(number: u32) -> u32 {
    if number.is_multiple_of(2) { 3 } else { 1 }
}

fn hammer(number: u32) {
    let (mut errors, mut rounds) = (0, 0_u32);
    let mine = number as u8;
    let end_us = time::now_us() + HAMMER_US;
    task::set_errno(number as i32);
    while time::now_us() < end_us {
        rounds += 1;
        let size = 1 + (rounds.wrapping_mul(2_654_435_761) >> 24) as usize;
        let Ok(mut block) = Bytes::new(Subsystem::Python, size) else {
            errors += 1;
            continue;
        };
        block.fill(mine);
        let grown = block.resize(size * 3).is_ok();
        let kept = block.iter().take(size).all(|&byte| byte == mine);
        if !grown || !kept {
            errors += 1;
        }
        if rounds.is_multiple_of(16) && stress_priority(number) > 1 {
            task::notification(Wait::Us(1000));
        }
        if task::errno() != number as i32 {
            errors += 1;
            task::set_errno(number as i32);
        }
    }
    // What was lent by those who waited for a lock has been given back.
    if task::current().priority() != stress_priority(number) {
        errors += 1;
    }
    pyrite_rtos::critical::with(|section| {
        let (all_errors, all_rounds) = (ERRORS.within(section), ROUNDS.within(section));
        all_errors.set(all_errors.get() + errors);
        all_rounds.set(all_rounds.get() + rounds);
    });
    finish();
}

/// Tells the console that a task of the check is through.
fn finish() {
    if let Some(check) = CHECK.get() {
        check.done.give();
    }
}

/// Two tasks that never wait share the processor by the tick.
fn preempt(out: &mut Out<'_>) -> Result<(), OutOfMemory> {
    let check = check()?;
    let end_us = time::now_us() + 50_000;
    for index in 0..check.counts.len() {
        if let Some(count) = check.counts.get(index) {
            count.set(0);
            task::spawn(spec(c"count", 1), count_until, (count, end_us))?;
        }
    }
    for _ in &check.counts {
        check.done.take(Wait::Forever);
    }
    let [first, second] = &check.counts;
    let _ = writeln!(out, "preempt counts {} {}", first.get(), second.get());
    Ok(())
}

fn count_until((count, end_us): (&'static Shared<u32>, u64)) {
    while time::now_us() < end_us {
        count.set(count.get() + 1);
    }
    finish();
}

/// Priority inheritance: low holds the lock, high waits for it, medium would keep low off.
fn inherit(out: &mut Out<'_>) -> Result<(), OutOfMemory> {
    let check = check()?;
    check.order.set([0; 3]);
    task::spawn(spec(c"low", 1), low, check)?;
    check.held.take(Wait::Forever);
    task::spawn(spec(c"medium", 3), medium, check)?;
    task::spawn(spec(c"high", 4), high, check)?;
    for _ in 0..3 {
        check.done.take(Wait::Forever);
    }
    let inherited = *check.lock.lock();
    let [first, second, third] = check.order.get().map(char::from);
    let _ = writeln!(out, "mutex order {first}{second}{third} inherited {inherited}");
    Ok(())
}

/// Notes that `who` has reached its end.
fn arrive(check: &Check, who: u8) {
    pyrite_rtos::critical::with(|section| {
        let cell = check.order.within(section);
        let mut order = cell.get();
        if let Some(slot) = order.iter_mut().find(|slot| **slot == 0) {
            *slot = who;
        }
        cell.set(order);
    });
    check.done.give();
}

fn work_ms(ms: u64) {
    let end_us = time::now_us() + ms * 1000;
    while time::now_us() < end_us {}
}

fn low(check: &'static Check) {
    let mut guard = check.lock.lock();
    check.held.give();
    work_ms(20);
    *guard = task::current().priority();
    drop(guard);
    arrive(check, b'L');
}

fn medium(check: &'static Check) {
    check.go.take(Wait::Forever);
    work_ms(60);
    arrive(check, b'M');
}

fn high(check: &'static Check) {
    // Medium becomes ready here, and takes the processor when this task waits, unless low inherits.
    check.go.give();
    drop(check.lock.lock());
    arrive(check, b'H');
}
