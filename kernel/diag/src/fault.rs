//! Handlers of last resort: faults, stack overflow, assertions, panics.
//!
//! The report names the reason in words, the task, all registers, the fault status, and addresses on
//! the stack that look like return addresses, for `addr2line`.
//! Sources: ARMv7-M ARM B1.5.6 (frame), B3.2.15-18 (CFSR, HFSR, MMFAR, BFAR), B3.5 (MPU).

use core::arch::global_asm;
use core::ffi::{CStr, c_char};
use core::ops::Range;
use core::panic::PanicInfo;
use core::ptr;

use crate::provoke::Kind;
use crate::report::{self, Emergency, Report, STATUS_ABORT, STATUS_FAULT};

/// System control: CPUID, then handlers' control and status, then the fault registers.
const CPUID: usize = 0xE000_ED00;
const CCR: usize = 0xE000_ED14;
const SHCSR: usize = 0xE000_ED24;
const CFSR: usize = 0xE000_ED28;
const HFSR: usize = 0xE000_ED2C;
const MMFAR: usize = 0xE000_ED34;
const BFAR: usize = 0xE000_ED38;
/// The memory protection unit.
const MPU_TYPE: usize = 0xE000_ED90;
const MPU_CTRL: usize = 0xE000_ED94;
const MPU_RBAR: usize = 0xE000_ED9C;
const MPU_RASR: usize = 0xE000_EDA0;

/// Return addresses printed at most, and words of stack looked at.
const BACKTRACE_LEN: usize = 24;
const BACKTRACE_WORDS: usize = 2048;

unsafe extern "C" {
    static __text_start: u8;
    static __text_end: u8;
    static __ram_start: u8;
    static __ram_end: u8;
    static __null_guard_log2: u8;
}

/// Reads a register of the system control space.
fn read(register: usize) -> u32 {
    // SAFETY: the constants above are registers of every ARMv6-M and ARMv7-M core, or read as zero.
    unsafe { ptr::read_volatile(register as *const u32) }
}

/// Writes a register of the system control space.
fn write(register: usize, value: u32) {
    // SAFETY: as in `read`; the values written here are this file's.
    unsafe { ptr::write_volatile(register as *mut u32, value) }
}

/// Whether the core has fault status registers and the ARMv7-M MPU (ARMv6-M has neither).
fn is_armv7m() -> bool {
    const ARCHITECTURE_V6M: u32 = 0xC;
    (read(CPUID) >> 16) & 0xF != ARCHITECTURE_V6M
}

/// Takes the handlers into service: reports go to `emergency`, address 0 and stack ends are guarded.
///
/// ORDER: Reset. After the thread pointer is set, before the scheduler.
pub fn start(emergency: &'static dyn Emergency) {
    report::install(emergency);
    if !is_armv7m() {
        return;
    }
    const MEM_BUS_USAGE_FAULTS: u32 = 7 << 16;
    const DIV_0_TRP: u32 = 1 << 4;
    write(SHCSR, read(SHCSR) | MEM_BUS_USAGE_FAULTS);
    write(CCR, read(CCR) | DIV_0_TRP);
    if read(MPU_TYPE) & 0xFF00 != 0 {
        guard_memory();
    }
}

/// Region 7: nobody touches the first bytes. Region 6: nobody writes the end of the running stack.
///
/// The scheduler moves region 6 (`traceTASK_SWITCHED_IN` in `FreeRTOSConfig.h`); its 128 bytes are
/// `STACK_GUARD_BYTES`.
fn guard_memory() {
    const VALID: u32 = 1 << 4;
    const ENABLE: u32 = 1;
    const NO_EXECUTE: u32 = 1 << 28;
    const READ_ONLY: u32 = 0b111 << 24;
    let null_log2 = &raw const __null_guard_log2 as u32;
    if null_log2 >= 5 {
        write(MPU_RBAR, VALID | 7);
        write(MPU_RASR, NO_EXECUTE | (null_log2 - 1) << 1 | ENABLE);
    }
    // Until the first switch the region lies where nothing is: at the end of the address space.
    write(MPU_RBAR, 0xFFFF_FF80 | VALID | 6);
    write(MPU_RASR, NO_EXECUTE | READ_ONLY | 6 << 1 | ENABLE);
    const PRIVDEFENA: u32 = 1 << 2;
    write(MPU_CTRL, PRIVDEFENA | ENABLE);
}

// Every fault comes here. r4-r11 are saved below the handler's own stack; the frame of the rest is on
// the stack that was in use. Written in the instructions of ARMv6-M.
global_asm!(
    ".syntax unified",
    ".section .text.HardFault_Handler, \"ax\", %progbits",
    ".global HardFault_Handler, MemManage_Handler, BusFault_Handler, UsageFault_Handler",
    ".thumb_func",
    "HardFault_Handler:",
    ".thumb_func",
    "MemManage_Handler:",
    ".thumb_func",
    "BusFault_Handler:",
    ".thumb_func",
    "UsageFault_Handler:",
    "    mov  r2, lr",
    "    movs r1, #4",
    "    mrs  r0, msp",
    "    tst  r1, r2",
    "    beq  1f",
    "    mrs  r0, psp",
    "1:  mov  r1, r8",
    "    mov  r3, r9",
    "    push {{r1, r3}}",
    "    mov  r1, r10",
    "    mov  r3, r11",
    "    push {{r1, r3}}",
    "    push {{r4, r5, r6, r7}}",
    "    mov  r1, sp",
    "    ldr  r3, =pyrite_fault",
    "    bx   r3",
    ".pool",
    ".type HardFault_Handler, %function",
    ".size HardFault_Handler, . - HardFault_Handler",
);

/// What the core pushes on an exception.
#[repr(C)]
#[derive(Clone, Copy)]
struct Frame {
    r0_r3: [u32; 4],
    r12: u32,
    lr: u32,
    pc: u32,
    psr: u32,
}

/// What the entry above pushes: r4-r7, r10, r11, r8, r9.
type Saved = [u32; 8];

/// The text of the bits of CFSR that are reasons.
const REASONS: [(u32, &str); 15] = [
    (1 << 0, "instruction fetch from a forbidden address"),
    (1 << 1, "data access to a forbidden address"),
    (1 << 3, "memory fault on return from an exception"),
    (1 << 4, "stack overflow: the guard was hit on exception entry"),
    (1 << 8, "bus error on an instruction fetch"),
    (1 << 9, "bus error"),
    (1 << 10, "bus error, late"),
    (1 << 11, "bus error on return from an exception"),
    (1 << 12, "bus error on exception entry"),
    (1 << 16, "undefined instruction"),
    (1 << 17, "switch to ARM state"),
    (1 << 18, "bad exception return"),
    (1 << 19, "coprocessor not there"),
    (1 << 24, "unaligned access"),
    (1 << 25, "division by zero"),
];

/// Reports a fault and ends.
#[unsafe(no_mangle)]
extern "C" fn pyrite_fault(frame: *const Frame, saved: *const Saved) -> ! {
    if is_armv7m() {
        // The report reads stacks, guards included.
        write(MPU_CTRL, 0);
    }
    let kind = match exception_number() {
        4 => "MemManage",
        5 => "BusFault",
        6 => "UsageFault",
        _ => "HardFault",
    };
    let mut report = Report::begin(format_args!("{kind}"));
    if is_armv7m() {
        report_status(&mut report);
    }
    let at = frame as usize;
    let in_ram = ram().contains(&at) && ram().contains(&(at + size_of::<Frame>() - 1));
    // SAFETY: the entry above saved eight words there.
    let saved = unsafe { *saved };
    const STKERR_MSTKERR: u32 = 1 << 12 | 1 << 4;
    if is_armv7m() && read(CFSR) & STKERR_MSTKERR != 0 {
        report.line(format_args!("the core could not save the registers; sp {at:08x}"));
        report.line(format_args!("backtrace:"));
        report_stack(&mut report, at);
    } else if in_ram && at.is_multiple_of(4) {
        // SAFETY: inside RAM and aligned.
        report_frame(&mut report, unsafe { &*frame }, at, &saved);
    } else {
        report.line(format_args!("sp {at:08x}: not in memory, no frame"));
    }
    report.end(STATUS_FAULT)
}

/// Fault status in words and in figures.
fn report_status(report: &mut Report) {
    let cfsr = read(CFSR);
    for (bit, text) in REASONS {
        if cfsr & bit != 0 {
            report.line(format_args!("reason: {text}"));
        }
    }
    let (hfsr, mmfar, bfar) = (read(HFSR), read(MMFAR), read(BFAR));
    const MMARVALID: u32 = 1 << 7;
    let guard = stack_guard();
    if cfsr & MMARVALID != 0 && guard.contains(&(mmfar as usize)) {
        report.line(format_args!("reason: stack overflow: a write into the guard"));
    }
    report.line(format_args!("cfsr {cfsr:08x} hfsr {hfsr:08x} mmfar {mmfar:08x} bfar {bfar:08x}"));
}

/// Where region 6 lay.
fn stack_guard() -> Range<usize> {
    const MPU_RNR: usize = 0xE000_ED98;
    write(MPU_RNR, 6);
    let start = (read(MPU_RBAR) & !0x1F) as usize;
    start..start.saturating_add(128)
}

/// Registers and backtrace.
fn report_frame(report: &mut Report, frame: &Frame, at: usize, saved: &Saved) {
    let [r0, r1, r2, r3] = frame.r0_r3;
    let [r4, r5, r6, r7, r10, r11, r8, r9] = *saved;
    // Bit 9 of the pushed PSR: a word of padding was pushed to align the frame.
    let sp = at + size_of::<Frame>() + if frame.psr & (1 << 9) != 0 { 4 } else { 0 };
    report.line(format_args!("r0 {r0:08x} r1 {r1:08x} r2 {r2:08x} r3 {r3:08x}"));
    report.line(format_args!("r4 {r4:08x} r5 {r5:08x} r6 {r6:08x} r7 {r7:08x}"));
    report.line(format_args!("r8 {r8:08x} r9 {r9:08x} r10 {r10:08x} r11 {r11:08x}"));
    report.line(format_args!("r12 {:08x} sp {sp:08x} lr {:08x} pc {:08x}", frame.r12, frame.lr, frame.pc));
    report.line(format_args!("psr {:08x}", frame.psr));
    report.line(format_args!("backtrace:"));
    report.line(format_args!("  {:08x}", frame.pc));
    if is_return_address(frame.lr) {
        report.line(format_args!("  {:08x}", frame.lr & !1));
    }
    report_stack(report, sp);
}

/// Words from `sp` upwards that follow a call instruction.
fn report_stack(report: &mut Report, sp: usize) {
    let end = ram().end.min(sp.saturating_add(4 * BACKTRACE_WORDS));
    let mut printed = 0;
    for at in (sp.next_multiple_of(4)..end.saturating_sub(3)).step_by(4) {
        // SAFETY: inside RAM and aligned.
        let word = unsafe { ptr::read_volatile(at as *const u32) };
        if is_return_address(word) {
            report.line(format_args!("  {:08x}", word & !1));
            printed += 1;
            if printed == BACKTRACE_LEN {
                return;
            }
        }
    }
}

/// Whether `word` points behind a `bl` or `blx` in the program's text.
fn is_return_address(word: u32) -> bool {
    let text = &raw const __text_start as usize + 4..&raw const __text_end as usize;
    let address = (word & !1) as usize;
    if word & 1 == 0 || !text.contains(&address) {
        return false;
    }
    // SAFETY: inside the text, halfword-aligned.
    let last = unsafe { ptr::read_volatile((address - 2) as *const u16) };
    // SAFETY: as above.
    let before = unsafe { ptr::read_volatile((address - 4) as *const u16) };
    let is_bl = before & 0xF800 == 0xF000 && last & 0xD000 == 0xD000;
    let is_blx_register = last & 0xFF87 == 0x4780;
    is_bl || is_blx_register
}

/// All of the RAM.
fn ram() -> Range<usize> {
    &raw const __ram_start as usize..&raw const __ram_end as usize
}

/// Which exception is being handled.
fn exception_number() -> u32 {
    let ipsr: u32;
    // SAFETY: reads a register.
    unsafe { core::arch::asm!("mrs {}, ipsr", out(reg) ipsr, options(nomem, nostack, preserves_flags)) };
    ipsr & 0x1FF
}

/// The stack pointer, for the backtrace of reports that are not faults.
fn stack_pointer() -> usize {
    let sp: usize;
    // SAFETY: reads a register.
    unsafe { core::arch::asm!("mov {}, sp", out(reg) sp, options(nomem, nostack, preserves_flags)) };
    sp
}

/// Masks everything: a report is not interrupted.
fn stop_interrupts() {
    // SAFETY: the firmware ends with the report that follows.
    unsafe { core::arch::asm!("cpsid i", options(nomem, nostack)) };
}

/// Reads a C string that may be null or damaged.
fn text<'a>(string: *const c_char) -> &'a [u8] {
    if string.is_null() {
        return b"?";
    }
    // SAFETY: the kernel passes terminated strings.
    unsafe { CStr::from_ptr(string) }.to_bytes()
}

/// `configASSERT` failed.
#[unsafe(no_mangle)]
extern "C" fn pyrite_assert_failed(file: *const c_char, line: i32) -> ! {
    stop_interrupts();
    let file = text(file);
    let file = file.rsplit(|&byte| byte == b'/').next().unwrap_or(file);
    let mut report = Report::begin(format_args!("assertion failed at {}:{line}", file.escape_ascii()));
    report.line(format_args!("backtrace:"));
    report_stack(&mut report, stack_pointer());
    report.end(STATUS_ABORT)
}

/// The scheduler saw that a task had overrun its stack: on a core without an MPU, or past the guard.
#[unsafe(no_mangle)]
extern "C" fn vApplicationStackOverflowHook(_task: *mut core::ffi::c_void, name: *const c_char) -> ! {
    stop_interrupts();
    let report = Report::begin(format_args!("stack overflow in task {}", text(name).escape_ascii()));
    report.end(STATUS_FAULT)
}

/// Runs into a fault on purpose. Returns if the core lets the access pass.
#[inline(never)] // So that a backtrace has it as a call of its own.
pub fn provoke(kind: Kind) {
    match kind {
        // SAFETY: the instruction faults, by definition of the architecture.
        Kind::Undefined => unsafe { core::arch::asm!("udf #0") },
        // SAFETY: multiple loads fault at odd addresses on every Cortex-M; no memory is written.
        Kind::Unaligned => unsafe {
            core::arch::asm!("ldm {0}!, {{{1}}}", inout(reg) &raw const __ram_start as usize + 1 => _, out(reg) _);
        },
        Kind::NullRead => drop(peek(4)),
        Kind::NullWrite => poke(4),
        Kind::Bus => drop(peek(0x9000_0000)),
        Kind::StackOverflow => drop(recurse(0)),
        Kind::Assertion => pyrite_assert_failed(c"provoke.c".as_ptr(), 1),
        #[allow(clippy::panic, reason = "the panic is what was asked for")]
        Kind::Panic => panic!("provoked"),
    }
}

/// Reads a word that cannot be read.
fn peek(address: usize) -> u32 {
    // SAFETY: faults, or reads what a bus without a device gives.
    unsafe { ptr::read_volatile(address as *const u32) }
}

/// Writes a word that cannot be written.
fn poke(address: usize) {
    // SAFETY: faults; if it does not, the word written is the one that was there.
    unsafe { ptr::write_volatile(address as *mut u32, ptr::read_volatile(address as *const u32)) }
}

/// Uses stack until there is none.
#[inline(never)]
fn recurse(depth: u32) -> u32 {
    let words = [depth; 8];
    if core::hint::black_box(&words).len() == 8 { recurse(depth + 1) + words.len() as u32 } else { 0 }
}

/// A bug in Rust code: says where.
#[panic_handler]
fn panicked(info: &PanicInfo<'_>) -> ! {
    stop_interrupts();
    let mut report = Report::begin(format_args!("{info}"));
    report.line(format_args!("backtrace:"));
    report_stack(&mut report, stack_pointer());
    report.end(STATUS_ABORT)
}
