//! The loop: fast paths of the common instructions, and nothing else.
//!
//! Every instruction has a complete implementation in `handlers::execute`; an arm here is
//! the case worth its flash, and falls back to `execute` for all others.
//!
//! Unsafe here buys the speed of the VM: with checked registers and a checked program
//! counter `c = a + b` costs 44 instructions on Cortex-M3 instead of 21 (measured in a trial
//! loop). What it relies on is what `pyrite_bytecode::verify` guarantees: registers, constants
//! and sites in range, jumps to instructions, no falling off the end.

#![allow(unused_unsafe, reason = "some uses of the operand macros are inside of unsafe blocks")]

use core::sync::atomic::AtomicU32;

use pyrite_bytecode::{Insn, Op};
use pyrite_object::model::shape::Attrs;
use pyrite_object::model::storage::HEADER_SIZE;
use pyrite_object::{NativeAttr, NativeCall, Obj, Outcome, Raised, Ref, Vm};

use pyrite_interp::code::{Code, MODULE_MARK};
use pyrite_interp::frame::{self, ENTRY, HEADER, SPECIAL, Window, caller, caller_word, header, is_generator};
use pyrite_interp::function::{FUNCTION, Function, code_of};
use pyrite_interp::generator::Resumed;
use pyrite_interp::handlers::names::BUILTIN_MARK;
use pyrite_interp::handlers::{self, Step};

/// What the loop works with: the frame and the place in its code.
///
/// `pc` is the instruction that is executed; the next one is fetched by moving it on first.
#[derive(Clone, Copy)]
struct Machine<'a> {
    vm: &'a Vm,
    fp: *mut Ref,
    pc: *const u32,
    code: *const Code,
    /// The `vm`'s, one load nearer.
    attention: &'a AtomicU32,
}

/// Runs the frame `fp` from `pc`, or raises `exception` there, until it returns or raises.
///
/// # Errors
/// The exception that left the frame.
///
/// # Safety
/// `fp` is a complete frame with the ENTRY flag, at the top of the stack or in a generator;
/// `pc` is an instruction of its code, or behind one if there is an exception.
pub unsafe fn run(vm: &Vm, fp: *mut Ref, pc: *const u32, exception: Option<Ref>) -> Outcome {
    let (mut fp, mut pc) = (fp, pc);
    if let Some(exception) = exception {
        // SAFETY: the caller's condition; unwinding finds a handler in this run, or leaves it.
        (pc, fp) = unsafe { unwind(vm, fp, pc.wrapping_sub(1), vm.raise(exception)) };
        if pc.is_null() {
            return Err(Raised::already_set());
        }
    }
    // SAFETY: the caller's condition: the machine's parts belong together.
    unsafe {
        let code: *const Code = frame::code(fp);
        Machine { vm, fp, pc: pc.wrapping_sub(1), code, attention: vm.attention }.dispatch()
    }
}

macro_rules! reg {
    ($m:ident, $index:expr) => {
        // SAFETY: the verifier checked the register number.
        unsafe { &*$m.fp.add(usize::from($index)) }
    };
}

macro_rules! put {
    ($m:ident, $index:expr, $value:expr) => {{
        let value: Ref = $value;
        // SAFETY: as for `reg!`; the old value is dropped after the write.
        drop(unsafe { $m.fp.add(usize::from($index)).replace(value) })
    }};
}

/// A reference made of a word known to be a small integer.
macro_rules! int_ref {
    ($bits:expr) => {
        // SAFETY: the low bit is set.
        unsafe { Ref::from_small_bits($bits as usize) }
    };
}

/// Pending work, before a jump backward.
macro_rules! attend {
    ($m:ident) => {
        if $m.attention.load(core::sync::atomic::Ordering::Relaxed) != 0
            && let Err(raised) = pyrite_interp::breaker::attend($m.vm)
        {
            break raised;
        }
    };
}

/// Stores the result of a handler that is called directly.
macro_rules! finish {
    ($m:ident, $target:expr, $outcome:expr) => {
        match $outcome {
            Ok(value) => {
                put!($m, $target, value);
                continue;
            }
            Err(raised) => break raised,
        }
    };
}

/// Goes on after a handler that is called directly.
macro_rules! done {
    ($result:expr) => {
        match $result {
            Ok(()) => continue,
            Err(raised) => break raised,
        }
    };
}

/// Leaves the frame.
macro_rules! leave {
    ($m:ident, $result:expr) => {{
        let result = $result;
        // SAFETY: the machine's parts belong together.
        unsafe {
            if caller_word($m.fp).addr() & (ENTRY | SPECIAL) == 0 {
                $m.leave(result);
                continue;
            }
            // Of the copy the address may be taken.
            let mut copy = $m;
            match copy.leave_special(result) {
                Ok(None) => $m = copy,
                Ok(Some(result)) => return Ok(result),
                Err(raised) => {
                    $m = copy;
                    break raised;
                }
            }
            continue;
        }
    }};
}

/// A comparison that branches, for two small integers.
macro_rules! test_op {
    ($m:ident, $a:expr, $b:expr, $c:expr, $op:tt) => {{
        let (x, y) = (reg!($m, $a).bits(), reg!($m, $b).bits());
        if x & y & 1 != 0 {
            let holds = (x as isize) $op (y as isize);
            finish_test!($m, $a, $b, $c, holds);
        }
    }};
}

/// A comparison with a number in the instruction that branches.
macro_rules! test_int_op {
    ($m:ident, $a:expr, $b:expr, $c:expr, $op:tt) => {{
        let x = reg!($m, $a).bits();
        if x & 1 != 0 {
            let holds = (x as isize >> 1) $op isize::from($b as i8);
            finish_test!($m, $a, $a, $c & 3, holds);
        }
    }};
}

/// Empties temporaries, which hold small integers, and branches.
macro_rules! finish_test {
    ($m:ident, $a:expr, $b:expr, $c:expr, $holds:ident) => {{
        let flags = $c;
        // SAFETY: as for `reg!`; small integers need no drop. The extra word is verified.
        unsafe {
            if flags & 2 != 0 {
                $m.fp.add(usize::from($a)).write(Ref::unbound());
            }
            if flags & 4 != 0 {
                $m.fp.add(usize::from($b)).write(Ref::unbound());
            }
            let distance = $m.fetch() as i32;
            if $holds == (flags & 1 != 0) {
                if distance < 0 {
                    attend!($m);
                }
                $m.jump(distance);
            }
        }
        continue;
    }};
}

impl Machine<'_> {
    /// The extra word of the instruction at `pc`, which moves on to it.
    ///
    /// # Safety
    /// `pc` is an instruction of two words.
    #[inline(always)]
    unsafe fn fetch(&mut self) -> u32 {
        // SAFETY: the caller's condition.
        unsafe {
            self.pc = self.pc.add(1);
            *self.pc
        }
    }

    /// Moves `pc` by a jump distance.
    ///
    /// # Safety
    /// The distance comes from a verified instruction.
    #[inline(always)]
    unsafe fn jump(&mut self, distance: i32) {
        // SAFETY: the caller's condition.
        self.pc = unsafe { self.pc.offset(distance as isize) };
    }

    /// # Safety
    /// The machine's parts belong together.
    #[allow(clippy::pointers_in_nomem_asm_block, reason = "the empty statement reads and writes nothing")]
    #[allow(clippy::too_many_lines, clippy::excessive_nesting, reason = "one arm an instruction")]
    unsafe fn dispatch(self) -> Outcome {
        // A copy whose address nobody takes, so that its parts are in registers.
        let mut m = self;
        // Operands are read byte by byte where they are used: one instruction each, where
        // the fields of a loaded word take two.
        macro_rules! operand {
            ($type:ty, $offset:literal) => {
                // SAFETY: `pc` is an instruction's word.
                unsafe { *m.pc.cast::<$type>().byte_add($offset) }
            };
        }
        macro_rules! a {
            () => {
                operand!(u8, 1)
            };
        }
        macro_rules! b {
            () => {
                operand!(u8, 2)
            };
        }
        macro_rules! c {
            () => {
                operand!(u8, 3)
            };
        }
        macro_rules! bx {
            () => {
                operand!(u16, 2)
            };
        }
        macro_rules! sbx {
            () => {
                operand!(i16, 2)
            };
        }
        macro_rules! sax {
            () => {
                operand!(i32, 0) >> 8
            };
        }
        // Replaces the value that the site remembers.
        macro_rules! store_attr {
            ($value:expr) => {{
                let object = reg!(m, a!());
                if object.is_pointer() {
                    // SAFETY: the site index is in range.
                    let cache = unsafe { &*(*m.code).attr_caches.get().add(c!().into()) };
                    if cache.type_ == usize::from(object.type_()) {
                        // SAFETY: objects of a cached type have their attributes there.
                        let attrs = unsafe { object.as_ptr().byte_add(HEADER_SIZE).cast::<Attrs>().as_ref() };
                        if cache.shape == attrs.shape.get() as usize {
                            let value = $value;
                            // SAFETY: the offset is that of a value of the shape.
                            drop(unsafe { attrs.values.get().byte_add(cache.value).replace(value) });
                            continue;
                        }
                    }
                }
            }};
        }
        // An exception leaves the inner loop, at one place.
        loop {
            let raised = loop {
                // SAFETY: no path falls off the end of verified code, whose opcodes are known.
                let op = unsafe {
                    m.pc = m.pc.wrapping_add(1);
                    let op = core::mem::transmute::<u8, Op>(*m.pc.cast::<u8>());
                    // No instruction: it hides that `pc` is the old one and a word, which would be
                    // kept in a second register for the operands, at an instruction each turn.
                    core::arch::asm!("/* {0} */", inout(reg) m.pc, options(nomem, nostack, preserves_flags));
                    op
                };
                match op {
                    Op::LOAD_CONST => {
                        // SAFETY: the verifier checked the index.
                        let value = unsafe { (*(*m.code).constants.get().add(usize::from(bx!()))).clone() };
                        put!(m, a!(), value);
                        continue;
                    }
                    Op::LOAD_INT => {
                        put!(m, a!(), Ref::small(sbx!().into()));
                        continue;
                    }
                    Op::LOAD_IMM => {
                        put!(m, a!(), pyrite_interp::code::immediate_ref(bx!()));
                        continue;
                    }
                    Op::MOVE => {
                        put!(m, a!(), reg!(m, b!()).clone());
                        continue;
                    }
                    Op::TAKE => {
                        // SAFETY: as for `reg!`.
                        let value = unsafe { m.fp.add(b!().into()).replace(Ref::unbound()) };
                        put!(m, a!(), value);
                        continue;
                    }
                    Op::CLEAR => {
                        put!(m, a!(), Ref::unbound());
                        continue;
                    }
                    Op::CHECK_BOUND => {
                        if !reg!(m, a!()).is(Obj::UNBOUND) {
                            continue;
                        }
                    }
                    Op::LOAD_GLOBAL => {
                        // SAFETY: the site index is in range, biased by the attribute sites.
                        let cache = unsafe { &*(*m.code).global_caches.get().wrapping_add(bx!().into()) };
                        let mut epoch = m.vm.names_epoch.get() as usize;
                        if cache.epoch == epoch {
                            // SAFETY: the slot is valid while the epoch is the same.
                            put!(m, a!(), unsafe { (*cache.slot).clone() });
                            continue;
                        }
                        // No instruction: it keeps the two questions from becoming a longer one.
                        // SAFETY: it does nothing.
                        unsafe {
                            core::arch::asm!("/* {0} */", inout(reg) epoch, options(nomem, nostack, preserves_flags));
                        }
                        if cache.epoch == epoch | BUILTIN_MARK {
                            // SAFETY: as above.
                            put!(m, a!(), unsafe { (*cache.slot).clone() });
                            continue;
                        }
                    }
                    Op::STORE_GLOBAL => {
                        // SAFETY: as for LOAD_GLOBAL.
                        let cache = unsafe { &*(*m.code).global_caches.get().wrapping_add(bx!().into()) };
                        if cache.epoch == m.vm.names_epoch.get() as usize {
                            // SAFETY: as above; the old value is dropped after the write.
                            unsafe {
                                let value = m.fp.add(a!().into()).replace(Ref::unbound());
                                drop(cache.slot.cast_mut().replace(value));
                            }
                            continue;
                        }
                    }
                    Op::ADD | Op::INPLACE_ADD => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0
                            && let (sum, false) = (x as isize ^ 1).overflowing_add(y as isize)
                        {
                            put!(m, a!(), int_ref!(sum));
                            continue;
                        }
                    }
                    Op::SUB | Op::INPLACE_SUB => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0
                            && let (difference, false) = (x as isize).overflowing_sub(y as isize - 1)
                        {
                            put!(m, a!(), int_ref!(difference));
                            continue;
                        }
                    }
                    Op::MUL | Op::INPLACE_MUL => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0
                            && let (product, false) = (x as isize - 1).overflowing_mul(y as isize >> 1)
                        {
                            put!(m, a!(), int_ref!(product | 1));
                            continue;
                        }
                    }
                    Op::FLOORDIV | Op::INPLACE_FLOORDIV => {
                        if let (Some(x), Some(y)) = (reg!(m, b!()).small(), reg!(m, c!()).small())
                            && y != 0
                            && y != -1
                        {
                            let quotient = x / y;
                            put!(
                                m,
                                a!(),
                                Ref::small(quotient - isize::from(x % y != 0 && (x < 0) != (y < 0)))
                            );
                            continue;
                        }
                    }
                    Op::MOD | Op::INPLACE_MOD => {
                        if let (Some(x), Some(y)) = (reg!(m, b!()).small(), reg!(m, c!()).small())
                            && y != 0
                            && y != -1
                        {
                            let rest = x % y;
                            put!(
                                m,
                                a!(),
                                Ref::small(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest })
                            );
                            continue;
                        }
                    }
                    Op::AND | Op::INPLACE_AND => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0 {
                            put!(m, a!(), int_ref!(x & y));
                            continue;
                        }
                    }
                    Op::OR | Op::INPLACE_OR => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0 {
                            put!(m, a!(), int_ref!(x | y));
                            continue;
                        }
                    }
                    Op::XOR | Op::INPLACE_XOR => {
                        let (x, y) = (reg!(m, b!()).bits(), reg!(m, c!()).bits());
                        if x & y & 1 != 0 {
                            put!(m, a!(), int_ref!((x ^ y) | 1));
                            continue;
                        }
                    }
                    Op::LSHIFT | Op::INPLACE_LSHIFT => {
                        if let (Some(x), Some(y)) = (reg!(m, b!()).small(), reg!(m, c!()).small())
                            && (0..24).contains(&y)
                            && let Some(shifted) = x.checked_mul(1 << y)
                            && pyrite_object::model::fits_small(shifted)
                        {
                            put!(m, a!(), Ref::small(shifted));
                            continue;
                        }
                    }
                    Op::RSHIFT | Op::INPLACE_RSHIFT => {
                        if let (Some(x), Some(y)) = (reg!(m, b!()).small(), reg!(m, c!()).small())
                            && (0..isize::BITS as isize).contains(&y)
                        {
                            put!(m, a!(), Ref::small(x >> y));
                            continue;
                        }
                    }
                    Op::ADD_INT | Op::INPLACE_ADD_INT => {
                        let x = reg!(m, b!()).bits();
                        if x & 1 != 0
                            && let (sum, false) = (x as isize).overflowing_add(isize::from(c!() as i8) << 1)
                        {
                            put!(m, a!(), int_ref!(sum));
                            continue;
                        }
                    }
                    Op::SUB_INT | Op::INPLACE_SUB_INT => {
                        let x = reg!(m, b!()).bits();
                        if x & 1 != 0
                            && let (sum, false) = (x as isize).overflowing_sub(isize::from(c!() as i8) << 1)
                        {
                            put!(m, a!(), int_ref!(sum));
                            continue;
                        }
                    }
                    Op::LT | Op::LE | Op::EQ | Op::NE | Op::GT | Op::GE => {
                        let (x, y) = (reg!(m, b!()), reg!(m, c!()));
                        if x.bits() & y.bits() & 1 != 0 {
                            let ordering = (x.bits() as isize).cmp(&(y.bits() as isize));
                            put!(m, a!(), Ref::bool(handlers::operators::compare_op(op).holds(ordering)));
                            continue;
                        }
                    }
                    Op::IS => {
                        put!(m, a!(), Ref::bool(reg!(m, b!()).is(reg!(m, c!()))));
                        continue;
                    }
                    Op::JUMP => {
                        // SAFETY: verified.
                        unsafe { m.jump(sax!()) };
                        continue;
                    }
                    Op::JUMP_BACK => {
                        attend!(m);
                        // SAFETY: verified.
                        unsafe { m.jump(sax!()) };
                        continue;
                    }
                    Op::JUMP_IF_TRUE | Op::JUMP_IF_FALSE => {
                        if let Some(truth) = fast_truth(reg!(m, a!())) {
                            if truth == (op == Op::JUMP_IF_TRUE) {
                                if sbx!() < 0 {
                                    attend!(m);
                                }
                                // SAFETY: verified.
                                unsafe { m.jump(sbx!().into()) };
                            }
                            continue;
                        }
                    }
                    Op::POP_JUMP_IF_TRUE | Op::POP_JUMP_IF_FALSE => {
                        if let Some(truth) = fast_truth(reg!(m, a!())) {
                            // SAFETY: as for `reg!`; a value with a fast truth needs no drop.
                            core::mem::forget(unsafe { m.fp.add(a!().into()).replace(Ref::unbound()) });
                            if truth == (op == Op::POP_JUMP_IF_TRUE) {
                                if sbx!() < 0 {
                                    attend!(m);
                                }
                                // SAFETY: verified.
                                unsafe { m.jump(sbx!().into()) };
                            }
                            continue;
                        }
                    }
                    Op::JUMP_IF_NONE | Op::JUMP_IF_NOT_NONE => {
                        if reg!(m, a!()).is_none() == (op == Op::JUMP_IF_NONE) {
                            if sbx!() < 0 {
                                attend!(m);
                            }
                            // SAFETY: verified.
                            unsafe { m.jump(sbx!().into()) };
                        }
                        continue;
                    }
                    Op::TEST_LT => test_op!(m, a!(), b!(), c!(), <),
                    Op::TEST_LE => test_op!(m, a!(), b!(), c!(), <=),
                    Op::TEST_EQ => test_op!(m, a!(), b!(), c!(), ==),
                    Op::TEST_NE => test_op!(m, a!(), b!(), c!(), !=),
                    Op::TEST_GT => test_op!(m, a!(), b!(), c!(), >),
                    Op::TEST_GE => test_op!(m, a!(), b!(), c!(), >=),
                    Op::TEST_LT_INT => test_int_op!(m, a!(), b!(), c!(), <),
                    Op::TEST_LE_INT => test_int_op!(m, a!(), b!(), c!(), <=),
                    Op::TEST_EQ_INT => test_int_op!(m, a!(), b!(), c!(), ==),
                    Op::TEST_NE_INT => test_int_op!(m, a!(), b!(), c!(), !=),
                    Op::TEST_GT_INT => test_int_op!(m, a!(), b!(), c!(), >),
                    Op::TEST_GE_INT => test_int_op!(m, a!(), b!(), c!(), >=),
                    Op::LOAD_ATTR => {
                        let object = reg!(m, b!());
                        if object.is_pointer() {
                            // SAFETY: the site index is in range.
                            let cache = unsafe { &*(*m.code).attr_caches.get().add(c!().into()) };
                            if cache.type_ == usize::from(object.type_()) {
                                // SAFETY: objects of a cached type have their attributes there.
                                let attrs =
                                    unsafe { object.as_ptr().byte_add(HEADER_SIZE).cast::<Attrs>().as_ref() };
                                if cache.shape == attrs.shape.get() as usize {
                                    // SAFETY: the offset is that of a value of the shape.
                                    put!(m, a!(), unsafe {
                                        (*attrs.values.get().byte_add(cache.value)).clone()
                                    });
                                    continue;
                                }
                            } else if cache.type_ == object.bits() | MODULE_MARK
                                && cache.shape == m.vm.names_epoch.get() as usize
                            {
                                let slot = core::ptr::with_exposed_provenance::<Ref>(cache.value);
                                // SAFETY: the slot is valid while the epoch is the same.
                                put!(m, a!(), unsafe { (*slot).clone() });
                                continue;
                            }
                        }
                    }
                    Op::STORE_ATTR => store_attr!(reg!(m, b!()).clone()),
                    Op::STORE_ATTR_TAKE => store_attr!({
                        // SAFETY: as for `reg!`.
                        unsafe { m.fp.add(b!().into()).replace(Ref::unbound()) }
                    }),
                    Op::LOAD_METHOD => {
                        let object = reg!(m, b!());
                        if object.is_pointer() {
                            // SAFETY: the site index is in range.
                            let cache = unsafe { &*(*m.code).attr_caches.get().add(c!().into()) };
                            if cache.type_ == usize::from(object.type_()) {
                                // SAFETY: the low bit says that the type's instances have no values.
                                let fits = cache.shape == 1
                                    || cache.shape
                                        == unsafe {
                                            object
                                                .as_ptr()
                                                .byte_add(HEADER_SIZE)
                                                .cast::<Attrs>()
                                                .as_ref()
                                                .shape
                                                .get()
                                        } as usize;
                                if fits {
                                    // SAFETY: the type keeps the function alive while the cache is.
                                    unsafe {
                                        let receiver = if a!() == b!() {
                                            m.fp.add(a!().into()).replace(Ref::unbound())
                                        } else {
                                            object.own()
                                        };
                                        let function = core::ptr::with_exposed_provenance_mut(cache.value);
                                        let function =
                                            Obj::from_ptr(core::ptr::NonNull::new_unchecked(function)).own();
                                        put!(m, a!(), function);
                                        put!(m, a!() + 4, receiver);
                                    }
                                    continue;
                                }
                            }
                        }
                    }
                    Op::LOAD_ITEM => {
                        if let Some(index) = reg!(m, c!()).small()
                            && let Some(value) = handlers::items::load_fast(reg!(m, b!()), index)
                        {
                            put!(m, a!(), value);
                            continue;
                        }
                        m.vm.thread.place.set(m.pc);
                        m.vm.thread.place.set(m.pc);
                        if let Some(outcome) = load_item(m.vm, reg!(m, b!()), reg!(m, c!())) {
                            finish!(m, a!(), outcome);
                        }
                    }
                    Op::LOAD_ITEM_INT => {
                        let index = isize::from(c!() as i8);
                        if let Some(value) = handlers::items::load_fast(reg!(m, b!()), index) {
                            put!(m, a!(), value);
                            continue;
                        }
                        m.vm.thread.place.set(m.pc);
                        if let Some(outcome) = load_item(m.vm, reg!(m, b!()), &Ref::small(index)) {
                            finish!(m, a!(), outcome);
                        }
                    }
                    Op::STORE_ITEM => {
                        m.vm.thread.place.set(m.pc);
                        done!(store_item(m.vm, reg!(m, a!()), reg!(m, b!()), reg!(m, c!())));
                    }
                    Op::FOR_ITER => {
                        // SAFETY: a loop state is three slots, as FOR_PREP and FOR_ITER left it.
                        unsafe {
                            let state = m.fp.add(a!().into()).cast::<usize>();
                            let left = *state;
                            if left & 1 != 0 {
                                // Tagged: one item less is 2 less, and no item is 1.
                                let (less, over) = left.overflowing_sub(2);
                                *state = less;
                                if !over {
                                    let (current, step) = (*state.add(1), *state.add(2));
                                    *state.add(1) = current.wrapping_add(step - 1);
                                    put!(m, b!(), int_ref!(current));
                                    attend!(m);
                                    let distance = m.fetch() as i32;
                                    m.jump(distance);
                                    continue;
                                }
                                *state = Obj::UNBOUND.bits();
                                *state.add(1) = Obj::UNBOUND.bits();
                                *state.add(2) = Obj::UNBOUND.bits();
                                m.pc = m.pc.add(1);
                                continue;
                            }
                            m.vm.thread.place.set(m.pc);
                            let item = match handlers::loops::advance(reg!(m, a!())) {
                                Some(item) => Ok(Some(item)),
                                None => next_item(m.vm, reg!(m, a!())),
                            };
                            match item {
                                Ok(Some(item)) => {
                                    put!(m, b!(), item);
                                    attend!(m);
                                    let distance = m.fetch() as i32;
                                    m.jump(distance);
                                    continue;
                                }
                                Ok(None) => {
                                    frame::clear(m.fp, a!().into(), usize::from(a!()) + 3);
                                    m.pc = m.pc.add(1);
                                    continue;
                                }
                                Err(raised) => break raised,
                            }
                        }
                    }
                    Op::LOAD_FREE => {
                        m.vm.thread.place.set(m.pc);
                        // SAFETY: the frame runs, the instruction is verified.
                        let window = unsafe { Window::new(m.fp) };
                        finish!(m, a!(), load_free(m.vm, window, b!().into()));
                    }
                    Op::SEND => {
                        m.vm.thread.place.set(m.pc);
                        // SAFETY: as for `reg!`.
                        let value = unsafe { m.fp.add(b!().into()).replace(Ref::unbound()) };
                        match send(m.vm, reg!(m, a!()), value) {
                            Ok(Resumed::Yielded(item)) => {
                                put!(m, b!(), item);
                                // SAFETY: verified.
                                unsafe {
                                    let distance = m.fetch() as i32;
                                    if distance < 0 {
                                        attend!(m);
                                    }
                                    m.jump(distance);
                                }
                                continue;
                            }
                            Ok(Resumed::Returned(result)) => {
                                put!(m, b!(), result);
                                put!(m, a!(), Ref::unbound());
                                // SAFETY: the instruction has two words.
                                m.pc = unsafe { m.pc.add(1) };
                                continue;
                            }
                            Err(raised) => break raised,
                        }
                    }
                    Op::RAISE => {
                        // SAFETY: the frame runs, the instruction is verified.
                        let window = unsafe { Window::new(m.fp) };
                        break raise(m.vm, window, a!().into(), b!().into(), c!().into());
                    }
                    Op::TEST_EXC_MATCH => {
                        match matches(m.vm, reg!(m, a!()), reg!(m, b!())) {
                            Ok(holds) => {
                                let flags = c!();
                                if flags & 2 != 0 {
                                    put!(m, a!(), Ref::unbound());
                                }
                                if flags & 4 != 0 {
                                    put!(m, b!(), Ref::unbound());
                                }
                                // SAFETY: verified.
                                unsafe {
                                    let distance = m.fetch() as i32;
                                    if holds == (flags & 1 != 0) {
                                        if distance < 0 {
                                            attend!(m);
                                        }
                                        m.jump(distance);
                                    }
                                }
                                continue;
                            }
                            Err(raised) => break raised,
                        }
                    }
                    Op::CALL => {
                        let (h, count) = (usize::from(a!()), usize::from(b!()));
                        // SAFETY: the call window is verified.
                        if unsafe { m.call_fast(h, count) } {
                            continue;
                        }
                        // SAFETY: as above.
                        match unsafe { call_native(m.vm, m.fp.add(h), count, m.pc) } {
                            Called::Done => continue,
                            Called::Raised => break Raised::already_set(),
                            Called::No => {}
                        }
                    }
                    Op::CALL_METHOD => {
                        // With a receiver, the window is that of a call with one argument more.
                        if !reg!(m, a!() + 4).is(Obj::UNBOUND) {
                            let (h, count) = (usize::from(a!()), usize::from(b!()) + 1);
                            // SAFETY: the call window is verified.
                            if unsafe { m.call_fast(h, count) } {
                                continue;
                            }
                            // SAFETY: as above.
                            match unsafe { call_native(m.vm, m.fp.add(h), count, m.pc) } {
                                Called::Done => continue,
                                Called::Raised => break Raised::already_set(),
                                Called::No => {}
                            }
                        }
                    }
                    Op::RETURN => {
                        // SAFETY: as for `reg!`.
                        let result = unsafe { m.fp.add(a!().into()).replace(Ref::unbound()) };
                        leave!(m, result);
                    }
                    Op::RETURN_NONE => leave!(m, Ref::none()),
                    Op::YIELD => {
                        // SAFETY: as for `reg!`; only generator frames yield.
                        unsafe {
                            let value = m.fp.add(b!().into()).replace(Ref::unbound());
                            pyrite_interp::generator::suspend(m.fp, m.pc.add(1), a!());
                            return Ok(value);
                        }
                    }
                    Op::PUSH_EXC => {
                        // SAFETY: the frame runs, the instruction is verified.
                        handlers::exceptions::push(m.vm, unsafe { Window::new(m.fp) }, a!().into());
                        continue;
                    }
                    Op::POP_EXC => {
                        // SAFETY: as above.
                        handlers::exceptions::pop(m.vm, unsafe { Window::new(m.fp) }, a!().into());
                        continue;
                    }
                    Op::LIST_APPEND => {
                        // SAFETY: as for `reg!`.
                        let item = unsafe { m.fp.add(b!().into()).replace(Ref::unbound()) };
                        done!(handlers::build::list_append(m.vm, reg!(m, a!()), item));
                    }
                    // No `_`: a table without a bounds check.
                    Op::NOP
                    | Op::LOAD_CONST_WIDE
                    | Op::DELETE_GLOBAL
                    | Op::LOAD_NAME
                    | Op::STORE_NAME
                    | Op::DELETE_NAME
                    | Op::MAKE_CELL
                    | Op::LOAD_CELL
                    | Op::STORE_CELL
                    | Op::DELETE_CELL
                    | Op::STORE_FREE
                    | Op::DELETE_FREE
                    | Op::LOAD_CLOSURE
                    | Op::LOAD_MAP_FREE
                    | Op::LOAD_MAP_GLOBAL
                    | Op::LOAD_LOCALS
                    | Op::TRUEDIV
                    | Op::POW
                    | Op::MATMUL
                    | Op::INPLACE_TRUEDIV
                    | Op::INPLACE_POW
                    | Op::INPLACE_MATMUL
                    | Op::NEG
                    | Op::POS
                    | Op::INVERT
                    | Op::NOT
                    | Op::IS_NOT
                    | Op::IN
                    | Op::NOT_IN
                    | Op::POP_JUMP_IF_NONE
                    | Op::POP_JUMP_IF_NOT_NONE
                    | Op::TEST_IS
                    | Op::TEST_IN
                    | Op::LOAD_ATTR_WIDE
                    | Op::STORE_ATTR_WIDE
                    | Op::DELETE_ATTR
                    | Op::LOAD_METHOD_WIDE
                    | Op::DELETE_ITEM
                    | Op::BUILD_TUPLE
                    | Op::BUILD_LIST
                    | Op::BUILD_SET
                    | Op::BUILD_MAP
                    | Op::BUILD_STRING
                    | Op::BUILD_SLICE
                    | Op::SET_ADD
                    | Op::MAP_ADD
                    | Op::LIST_EXTEND
                    | Op::SET_UPDATE
                    | Op::DICT_UPDATE
                    | Op::DICT_MERGE
                    | Op::LIST_TO_TUPLE
                    | Op::UNPACK_SEQUENCE
                    | Op::UNPACK_EX
                    | Op::FORMAT_VALUE
                    | Op::CALL_KW
                    | Op::CALL_EX
                    | Op::CALL_SUPER
                    | Op::MAKE_FUNCTION
                    | Op::LOAD_BUILD_CLASS
                    | Op::IMPORT_NAME
                    | Op::IMPORT_FROM
                    | Op::IMPORT_STAR
                    | Op::GET_ITER
                    | Op::FOR_PREP
                    | Op::FOR_END
                    | Op::GET_YIELD_FROM
                    | Op::GET_AWAITABLE
                    | Op::GET_AITER
                    | Op::GET_ANEXT
                    | Op::END_ASYNC_FOR
                    | Op::RERAISE
                    | Op::SPLIT_EXC_GROUP
                    | Op::MERGE_EXC_GROUP
                    | Op::LOAD_WITH
                    | Op::LOAD_ASYNC_WITH
                    | Op::WITH_EXC_ARGS
                    | Op::LOAD_ASSERTION_ERROR
                    | Op::GET_LEN
                    | Op::MATCH_SEQUENCE
                    | Op::MATCH_MAPPING
                    | Op::MATCH_KEYS
                    | Op::MATCH_CLASS
                    | Op::PRINT_EXPR
                    | Op::SETUP_ANNOTATIONS
                    | Op::INTRINSIC => {}
                }
                // SAFETY: `pc` is an instruction.
                unsafe {
                    let (pc, fp) = execute(m.vm, m.fp, m.pc);
                    if pc.is_null() {
                        break Raised::already_set();
                    }
                    m.pc = pc;
                    if fp != m.fp {
                        m.fp = fp;
                        m.code = frame::code(fp);
                    }
                }
            };
            // SAFETY: the exception was raised in this frame, at this place.
            unsafe {
                let (pc, fp) = unwind(m.vm, m.fp, m.pc, raised);
                if pc.is_null() {
                    return Err(Raised::already_set());
                }
                m.pc = pc.wrapping_sub(1);
                m.fp = fp;
                m.code = frame::code(fp);
            }
        }
    }

    /// Opens a frame in place for a Python function that needs no binding.
    ///
    /// # Safety
    /// `h` is a call window with `count` arguments.
    #[inline(always)]
    unsafe fn call_fast(&mut self, h: usize, count: usize) -> bool {
        // SAFETY: the window is inside the frame; what the header names is alive.
        unsafe {
            let window = self.fp.add(h);
            let callee = &*window;
            if !callee.is_pointer() || !callee.type_().is(&FUNCTION) {
                return false;
            }
            let function: pyrite_object::This<'_, Function> = pyrite_object::This::new_unchecked(callee);
            let code = core::ptr::from_ref(code_of(function.storage()).storage());
            let fp = window.add(HEADER);
            let end = fp.add((*code).nslots as usize);
            let stack = &self.vm.thread.stack;
            if (*code).fast_args.get() as usize != count
                || self.attention.load(core::sync::atomic::Ordering::Relaxed) != 0
                || end > stack.limit.get()
                || window < stack.bottom.get()
            {
                return false;
            }
            header(fp, 3).cast::<*mut Ref>().write(self.fp);
            header(fp, 2).cast::<*const u32>().write(self.pc);
            self.vm.thread.frame.set(fp);
            stack.top.set(end);
            self.fp = fp;
            self.code = code;
            self.pc = (*code).insns.wrapping_sub(1);
        }
        true
    }

    /// Leaves a frame without flags for the Python frame that called it.
    ///
    /// # Safety
    /// The machine's parts belong together.
    #[inline(always)]
    unsafe fn leave(&mut self, result: Ref) {
        // SAFETY: the frame is complete; it is taken apart here.
        unsafe {
            let fp = self.fp;
            frame::clear(fp, 0, (*self.code).nslots as usize);
            let back = caller_word(fp);
            let place = header(fp, 2).cast::<*const u32>().read();
            header(fp, 3).write(Obj::UNBOUND.bits());
            header(fp, 2).write(Obj::UNBOUND.bits());
            self.vm.thread.frame.set(back);
            let function = fp.sub(HEADER).replace(Ref::unbound());
            let code = frame::code(back);
            self.fp = back;
            self.code = code;
            self.pc = place;
            self.vm.thread.stack.top.set(back.add(code.nslots as usize));
            drop(function);
            // The call instruction names the result's register.
            put!(self, Insn(*place).a(), result);
        }
    }

    /// Leaves a frame with flags in its caller word; the result, if that leaves the run.
    ///
    /// # Errors
    /// TypeError if an `__init__` returns something: raised in the caller, or leaves the run.
    ///
    /// # Safety
    /// The machine's parts belong together.
    #[inline(never)]
    unsafe fn leave_special(&mut self, result: Ref) -> Result<Option<Ref>, Raised> {
        // SAFETY: the frame is complete; it is taken apart here.
        unsafe {
            let (fp, code) = (self.fp, &*self.code);
            if is_generator(code) {
                return pyrite_interp::generator::finish(self.vm, fp, result).map(Some);
            }
            frame::clear(fp, 0, code.nslots as usize);
            let word = caller_word(fp);
            let is_init =
                word.addr() & (SPECIAL | ENTRY) == SPECIAL && pyrite_interp::frame_object::holds_instance(fp);
            let result = if is_init {
                handlers::calls::init_result(self.vm, result, fp.sub(1).replace(Ref::unbound()))
            } else {
                Ok(result)
            };
            self.pop(fp);
            if word.addr() & ENTRY != 0 {
                return result.map(Some);
            }
            put!(self, Insn(*self.pc).a(), result?);
            Ok(None)
        }
    }

    /// Takes down the header of the emptied frame `fp`; the machine is in the caller then,
    /// if that is a Python frame of this run.
    ///
    /// # Safety
    /// `fp` is the machine's frame, its registers are empty.
    unsafe fn pop(&mut self, fp: *mut Ref) {
        // SAFETY: the header is complete; each part is taken once.
        unsafe {
            let word = caller_word(fp);
            let back = caller(fp);
            let place = header(fp, 2).cast::<*const u32>().read();
            let first = fp.sub(HEADER);
            header(fp, 3).write(Obj::UNBOUND.bits());
            header(fp, 2).write(Obj::UNBOUND.bits());
            drop(fp.sub(1).replace(Ref::unbound()));
            self.vm.thread.frame.set(back);
            let function = first.replace(Ref::unbound());
            if word.addr() & ENTRY == 0 {
                frame::retreat(self.vm, first);
                let code = frame::code(back);
                self.fp = back;
                self.code = code;
                self.pc = place;
                let stack = &self.vm.thread.stack;
                if !is_generator(code) {
                    stack.top.set(back.add(code.nslots as usize));
                } else if !stack.is_segment_start(first) {
                    stack.top.set(first);
                }
            }
            drop(function);
        }
    }

    /// Finds the handler of the raised exception, frame by frame.
    ///
    /// # Errors
    /// The exception, if no frame of this run handles it.
    ///
    /// # Safety
    /// The exception was raised by the instruction at `pc`.
    #[inline(always)]
    unsafe fn unwind(&mut self, raised: Raised) -> Result<(), Raised> {
        let mut raised = raised;
        loop {
            // SAFETY: the machine's parts belong together.
            unsafe {
                let code = &*self.code;
                let index = self.pc.offset_from(code.insns) as usize;
                let exception = self.vm.take_raised(raised);
                pyrite_interp::traceback::add(self.vm, &exception, frame::function(self.fp), index);
                let handler = code.handler(index as u32);
                if let Some(handler) = handler {
                    frame::clear(self.fp, handler.depth.into(), code.nslots as usize);
                    put!(self, handler.depth, exception);
                    self.pc = code.insns.wrapping_add(handler.target as usize);
                    return Ok(());
                }
                raised = self.vm.reraise(exception);
                if is_generator(code) {
                    pyrite_interp::generator::fail(self.vm, self.fp);
                    return Err(raised);
                }
                let fp = self.fp;
                frame::clear(fp, 0, code.nslots as usize);
                let entry = caller_word(fp).addr() & ENTRY != 0;
                self.pop(fp);
                if entry {
                    return Err(raised);
                }
            }
        }
    }
}

/// Finds the handler of an exception raised at `pc` in frame `fp`: its first instruction, and its
/// frame. A null word if no frame of the run handles it.
///
/// # Safety
/// `fp` is the running frame and `pc` a word of one of its instructions.
#[inline(never)]
unsafe fn unwind(vm: &Vm, fp: *mut Ref, pc: *const u32, raised: Raised) -> (*const u32, *mut Ref) {
    // SAFETY: the parts belong together.
    unsafe {
        let mut machine = Machine { vm, fp, pc, code: frame::code(fp), attention: vm.attention };
        match machine.unwind(raised) {
            Ok(()) => (machine.pc, machine.fp),
            Err(Raised { .. }) => (core::ptr::null(), fp),
        }
    }
}

/// What has become of a call.
enum Called {
    /// It is over, the result in place.
    Done,
    /// An exception is raised.
    Raised,
    /// It is not one of those made here.
    No,
}

/// Calls a native function or a builtin type.
///
/// Not a part of the loop, which would lose registers to it.
///
/// # Safety
/// `window` is a call window of the running frame with `count` arguments, `pc` its instruction.
#[inline(never)]
unsafe fn call_native(vm: &Vm, window: *mut Ref, count: usize, pc: *const u32) -> Called {
    // SAFETY: the window is inside the frame; native code runs above it.
    unsafe {
        let callee = &**window;
        if !callee.is_pointer() {
            return Called::No;
        }
        let first = window.add(HEADER);
        let args = core::slice::from_raw_parts(first, count);
        vm.thread.place.set(pc);
        let result = if let Some(native) = NativeAttr::from_obj(callee) {
            match native.call() {
                Some(NativeCall::Positional { min, max, function }) => {
                    if count < min.into() || count > max.into() {
                        return Called::No;
                    }
                    function(vm, args)
                }
                Some(NativeCall::Raw(function)) => function(vm, args, None),
                Some(NativeCall::Named { .. }) => vm.call_native(native, args, None),
                None => return Called::No,
            }
        } else {
            match pyrite_object::class::instance::simple_new(callee, count) {
                Some((class, new)) => new(vm, class, args, None),
                None => return Called::No,
            }
        };
        frame::clear(first, 0, count);
        match result {
            Ok(result) => {
                drop(window.replace(result));
                Called::Done
            }
            Err(Raised { .. }) => Called::Raised,
        }
    }
}

/// The complete implementation of an instruction. Returns the word behind which to go on and
/// the frame that runs then; a null word if an exception is raised.
///
/// Words in registers both ways: with the machine passed in memory an instruction that comes
/// here takes 25 instructions more.
///
/// # Safety
/// `fp` is the running frame, and `pc` an instruction of its code.
#[inline(never)]
unsafe fn execute(vm: &Vm, fp: *mut Ref, pc: *const u32) -> (*const u32, *mut Ref) {
    // SAFETY: the verifier checked that the operation is known and the extra word is there.
    let (insn, op, last, extra) = unsafe {
        let insn = Insn(*pc);
        let op = core::mem::transmute::<u8, Op>(insn.op_byte());
        let last = if op.words() == 2 { pc.add(1) } else { pc };
        (insn, op, last, *last)
    };
    // SAFETY: the frame runs, the instruction is verified.
    let window = unsafe { Window::new(fp) };
    vm.thread.place.set(pc);
    match handlers::execute(vm, window, last, op, insn, extra) {
        Ok(Step::Next) => (last, fp),
        Ok(Step::Jump(distance)) => {
            let is_attended = distance >= 0
                || vm.attention.load(core::sync::atomic::Ordering::Relaxed) == 0
                || pyrite_interp::breaker::attend(vm).is_ok();
            (if is_attended { last.wrapping_offset(distance as isize) } else { core::ptr::null() }, fp)
        }
        // SAFETY: `handlers` opened a complete frame.
        Ok(Step::Enter(fp)) => (unsafe { frame::code(fp) }.insns.wrapping_sub(1), fp),
        Err(Raised { .. }) => (core::ptr::null(), fp),
    }
}

/// Handlers that are worth being built for speed, but beside the loop, which would lose registers.
macro_rules! beside {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty = $handler:path;)*) => {
        $(#[inline(never)]
        fn $name(vm: &Vm, $($arg: $type),*) -> $result {
            $handler(vm, $($arg),*)
        })*
    };
}

beside! {
    next_item(iterator: &Obj) -> Result<Option<Ref>, Raised> = handlers::loops::next;
    raise(window: Window, form: usize, b: usize, c: usize) -> Raised = handlers::exceptions::raise;
    matches(exception: &Obj, types: &Obj) -> Result<bool, Raised> = handlers::exceptions::matches;
    send(iterator: &Obj, value: Ref) -> Result<Resumed, Raised> = pyrite_interp::generator::send;
    load_item(container: &Obj, key: &Obj) -> Option<Outcome> = handlers::items::load;
    store_item(container: &Obj, key: &Obj, value: &Obj) -> Result<(), Raised> = handlers::items::store;
    load_free(window: Window, index: usize) -> Outcome = handlers::names::load_free;
}

/// The truth of bools, None and small integers.
#[inline(always)]
fn fast_truth(object: &Obj) -> Option<bool> {
    if object.is_immediate() {
        return Some(object.is(Obj::TRUE) || !(object.is(Obj::FALSE) || object.is_none()));
    }
    object.small().map(|value| value != 0)
}
