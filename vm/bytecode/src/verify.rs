//! Checks code before it runs. The interpreter trusts exactly this:
//!
//! 1. Every instruction is known, complete, and its unused fields are 0. `LOAD_IMM` has the
//!    bits of an [`Imm`], `INTRINSIC` a known number, flag bits are among those documented.
//! 2. Registers are below `nregs`, `nregs` is at most 256 and at most `nslots`; parameters fit.
//! 3. Runs, call windows with all their arguments, and register pairs are inside `nslots`.
//! 4. Constants, names, free variables and sites exist; names that sites, free variables and
//!    locals stand for exist; locals and cells are slots of the frame. Attribute sites are below
//!    `attribute_sites_len`, global sites are not.
//! 5. Jumps, handlers, and starts and ends of exception table entries are at instructions (an
//!    end may be the end of the code); `start < end`. No instruction runs off the end.
//! 6. Loop states do not overlap one another, and nothing but `FOR_PREP`, `FOR_ITER` and
//!    `FOR_END` names their slots; no handler's depth is one of them. A handler's depth is a
//!    register, and not a parameter or named local.
//! 7. All names are UTF-8; all constants can be read, nest within [`CONSTANT_DEPTH_MAX`], and
//!    strings are what they say; nested code is inside the record's subtree, in order, disjoint.
//! 8. Flags are known ones; at most one of generator, coroutine, asynchronous generator is set,
//!    and `YIELD`, `SEND` occur under these only.
//!
//! Not checked, because it depends on values: that a register holds a cell, a list, a function.
//!
//! [`CONSTANT_DEPTH_MAX`]: crate::constant::CONSTANT_DEPTH_MAX

use crate::code::{ATTRIBUTE_SITES_MAX, CodeFlags, CodeView};
use crate::constant::Constant;
use crate::opcode::{CALL_HEADER, Extra, Field, Imm, Insn, Intrinsic, Op, REGISTER_MAX};
use pyrite_algo::{Buf, OutOfMemory};

/// Why code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// An allocation failed.
    Memory,
    /// Counts, flags or tables of the record contradict one another.
    Record,
    /// A name or constant is malformed.
    Data,
    /// The word at this index is no instruction, or an incomplete one.
    Instruction(u32),
    /// An operand of the instruction at this index is out of range.
    Operand(u32),
    /// The jump at this index leads nowhere.
    Jump(u32),
    /// Control runs off the end of the code.
    End,
    /// An entry of the exception table is malformed.
    Exceptions,
    /// The instruction at this index names a slot of a loop state.
    LoopState(u32),
    /// Code is nested too deep (only from [`verify_all`]).
    TooDeep,
}

impl From<OutOfMemory> for VerifyError {
    fn from(_: OutOfMemory) -> Self {
        VerifyError::Memory
    }
}

/// How deep code may be nested for [`verify_all`].
const DEPTH_MAX: usize = 100;

/// One bit for each of many things.
#[derive(Default)]
struct Bits(Buf<u32>);

impl Bits {
    fn with_len(len: usize) -> Result<Self, OutOfMemory> {
        let mut words = Buf::new();
        words.resize(len.div_ceil(32), 0)?;
        Ok(Bits(words))
    }

    fn set(&mut self, index: usize) {
        if let Some(word) = self.0.get_mut(index / 32) {
            *word |= 1 << (index % 32);
        }
    }

    fn has(&self, index: usize) -> bool {
        self.0.get(index / 32).is_some_and(|word| word & 1 << (index % 32) != 0)
    }
}

/// Verifies `code` and everything nested in it; O(size).
///
/// # Errors
/// [`VerifyError`]
pub fn verify_all(code: &CodeView<'_>) -> Result<(), VerifyError> {
    verify_nested(code, DEPTH_MAX)
}

fn verify_nested(code: &CodeView<'_>, depth: usize) -> Result<(), VerifyError> {
    verify(code)?;
    for constant in code.constants() {
        if let Constant::Code(distance) = constant {
            let child = code.child(distance).ok_or(VerifyError::Data)?;
            verify_nested(&child, depth.checked_sub(1).ok_or(VerifyError::TooDeep)?)?;
        }
    }
    Ok(())
}

/// Verifies one code record; nested ones are verified when they are loaded. O(size).
///
/// # Errors
/// [`VerifyError`]
pub fn verify(code: &CodeView<'_>) -> Result<(), VerifyError> {
    let mut verifier = Verifier {
        code,
        starts: Bits::with_len(code.insns().len())?,
        loops: [0; REGISTER_MAX / 32],
        loop_slots: [0; REGISTER_MAX / 32],
    };
    verifier.record()?;
    if !code.data_is_sound() {
        return Err(VerifyError::Data);
    }
    verifier.find_starts()?;
    let mut at = 0;
    while let Some(&word) = code.insns().get(at) {
        at = verifier.instruction(at, Insn(word))?;
    }
    verifier.exceptions()
}

struct Verifier<'c, 'a> {
    code: &'c CodeView<'a>,
    /// Where instructions begin.
    starts: Bits,
    /// First slots of loop states, one bit a register.
    loops: [u32; REGISTER_MAX / 32],
    /// All slots of loop states.
    loop_slots: [u32; REGISTER_MAX / 32],
}

fn has(bits: &[u32; REGISTER_MAX / 32], index: usize) -> bool {
    bits.get(index / 32).is_some_and(|word| word & 1 << (index % 32) != 0)
}

fn set(bits: &mut [u32; REGISTER_MAX / 32], index: usize) {
    if let Some(word) = bits.get_mut(index / 32) {
        *word |= 1 << (index % 32);
    }
}

impl Verifier<'_, '_> {
    /// Rules 2, 4 and 8 as far as they concern the record.
    fn record(&self) -> Result<(), VerifyError> {
        let code = self.code;
        let flags = code.flags();
        let kinds = [CodeFlags::GENERATOR, CodeFlags::COROUTINE, CodeFlags::ASYNC_GENERATOR];
        let kind_count = kinds.iter().filter(|&&kind| flags.contains(kind)).count();
        let docstring = !flags.contains(CodeFlags::HAS_DOCSTRING) || code.constants_len() > 0;
        let names = code.names_len();
        let sound = flags.0 & !CodeFlags::ALL.0 == 0
            && kind_count <= 1
            && docstring
            && code.nregs() <= REGISTER_MAX
            && code.nregs() <= code.nslots()
            && code.nparams() <= code.nregs()
            && code.nposonly() <= code.npos()
            && code.attribute_sites_len() <= ATTRIBUTE_SITES_MAX
            && code.attribute_sites_len() <= code.sites_len()
            && names >= 2
            && (0..code.sites_len()).all(|site| code.site_name(site).is_some_and(|name| name < names))
            && (0..code.frees_len()).all(|free| code.free_name(free).is_some())
            && code.locals().all(|(slot, name)| slot < code.nregs() && name < names)
            && code.cells().all(|slot| slot < code.nregs())
            && code.insns().len() < 1 << 24;
        if sound { Ok(()) } else { Err(VerifyError::Record) }
    }

    /// Rule 1, and where instructions and loop states are.
    fn find_starts(&mut self) -> Result<(), VerifyError> {
        let insns = self.code.insns();
        let mut at = 0;
        let mut last = None;
        while let Some(&word) = insns.get(at) {
            let insn = Insn(word);
            let op = insn.op().ok_or(VerifyError::Instruction(at as u32))?;
            if at + op.words() > insns.len() {
                return Err(VerifyError::Instruction(at as u32));
            }
            self.starts.set(at);
            if op.fields()[0] == Field::L {
                let first = usize::from(insn.a());
                if first + 3 > self.code.nregs() {
                    return Err(VerifyError::Operand(at as u32));
                }
                if !has(&self.loops, first) && (first..first + 3).any(|slot| has(&self.loop_slots, slot)) {
                    return Err(VerifyError::LoopState(at as u32));
                }
                set(&mut self.loops, first);
                (first..first + 3).for_each(|slot| set(&mut self.loop_slots, slot));
            }
            last = Some(op);
            at += op.words();
        }
        let ends = [Op::JUMP, Op::JUMP_BACK, Op::RETURN, Op::RETURN_NONE, Op::RAISE, Op::RERAISE];
        match last {
            Some(op) if ends.contains(&op) => Ok(()),
            _ => Err(VerifyError::End),
        }
    }

    /// Operands of one instruction; the index of the next.
    fn instruction(&self, at: usize, insn: Insn) -> Result<usize, VerifyError> {
        let op = insn.op().ok_or(VerifyError::Instruction(at as u32))?;
        let next = at + op.words();
        let fail = Err(VerifyError::Operand(at as u32));
        for (index, field) in op.fields().into_iter().enumerate() {
            let byte = match index {
                0 => insn.a(),
                1 => insn.b(),
                _ => insn.c(),
            };
            let wide = op.fields()[1];
            let covered = index == 2
                && matches!(wide, Field::Kx | Field::Nx | Field::Sx | Field::Ix | Field::Mx | Field::Jx)
                || index > 0 && op.fields()[0] == Field::Ja;
            if covered || op == Op::RAISE && (index == 0 || index > usize::from(insn.a())) {
                continue;
            }
            self.operand(at, next, field, byte, insn)?;
        }
        let extra = self.code.insns().get(at + 1).copied().unwrap_or(0);
        match op.extra() {
            Extra::None | Extra::Number => {}
            Extra::Jump => self.target(at, next, extra as i32)?,
            Extra::Name if extra as usize >= self.code.names_len() => return fail,
            Extra::Const if extra as usize >= self.code.constants_len() => return fail,
            Extra::Name | Extra::Const => {}
        }
        if !self.run_fits(op, insn, extra) || !flags_are_known(op, insn) {
            return fail;
        }
        if matches!(op, Op::YIELD | Op::SEND) {
            let kinds = CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0;
            if self.code.flags().0 & kinds == 0 {
                return fail;
            }
        }
        Ok(next)
    }

    fn operand(&self, at: usize, next: usize, field: Field, byte: u8, insn: Insn) -> Result<(), VerifyError> {
        let (register, wide) = (usize::from(byte), usize::from(insn.bx()));
        let sound = match field {
            Field::Z => byte == 0,
            Field::W | Field::R | Field::X | Field::H => {
                if has(&self.loop_slots, register) {
                    return Err(VerifyError::LoopState(at as u32));
                }
                register < self.code.nregs()
            }
            // Checked by `find_starts`.
            Field::L => true,
            Field::N | Field::I | Field::B | Field::Ix => true,
            Field::S => register < self.code.attribute_sites_len(),
            Field::F => register < self.code.frees_len(),
            Field::Kx => wide < self.code.constants_len(),
            Field::Nx => wide < self.code.names_len(),
            Field::Sx => wide < self.code.sites_len() && wide >= self.code.attribute_sites_len(),
            Field::Mx => Imm::from_bits(insn.bx()).is_some(),
            Field::Jx => return self.target(at, next, insn.sbx().into()),
            Field::Ja => return self.target(at, next, insn.sax()),
        };
        if sound { Ok(()) } else { Err(VerifyError::Operand(at as u32)) }
    }

    fn target(&self, at: usize, next: usize, distance: i32) -> Result<(), VerifyError> {
        match next.checked_add_signed(distance as isize) {
            Some(target) if self.starts.has(target) => Ok(()),
            _ => Err(VerifyError::Jump(at as u32)),
        }
    }

    /// Rule 3.
    fn run_fits(&self, op: Op, insn: Insn, extra: u32) -> bool {
        let (a, b, c) = (usize::from(insn.a()), usize::from(insn.b()), usize::from(insn.c()));
        let header = usize::from(CALL_HEADER);
        let fits = |first: usize, len: usize| {
            first + len <= self.code.nslots()
                && (first..first + len).all(|slot| slot >= REGISTER_MAX || !has(&self.loop_slots, slot))
        };
        match op {
            Op::LOAD_METHOD | Op::LOAD_METHOD_WIDE => fits(a, header + 1),
            Op::LOAD_WITH | Op::LOAD_ASYNC_WITH => fits(c, header + 1),
            Op::CALL => fits(a, header + b),
            Op::CALL_METHOD => fits(a, header + 1 + b),
            Op::CALL_KW => fits(a, header + 1 + b + (c & 1)),
            Op::CALL_EX => fits(a, header + 1 + (b & 1)),
            Op::CALL_SUPER => fits(a, header),
            Op::WITH_EXC_ARGS => fits(a, header + 3),
            Op::BUILD_TUPLE | Op::BUILD_LIST | Op::BUILD_SET | Op::BUILD_STRING => fits(b, c),
            Op::BUILD_MAP => fits(b, 2 * c),
            Op::BUILD_SLICE => fits(b, 3),
            Op::UNPACK_SEQUENCE => fits(a, c),
            Op::UNPACK_EX => extra < 256 && fits(a, c + 1 + extra as usize),
            Op::FORMAT_VALUE => fits(b, 1 + (c >> 2 & 1)),
            Op::MAKE_FUNCTION => fits(a, 5),
            Op::IMPORT_NAME | Op::PUSH_EXC | Op::POP_EXC | Op::MATCH_CLASS => fits(a, 2),
            Op::INTRINSIC => fits(a, 1 + usize::from(Intrinsic::is_binary(insn.c()))),
            _ => true,
        }
    }

    /// Rules 5 and 6 for the exception table.
    fn exceptions(&self) -> Result<(), VerifyError> {
        let code = self.code;
        let end = code.insns().len();
        for entry in code.exception_table() {
            let (first, last) = (entry.start as usize, entry.end as usize);
            let depth = usize::from(entry.depth);
            let sound = first < last
                && self.starts.has(first)
                && (last == end || self.starts.has(last))
                && self.starts.has(entry.target as usize)
                && depth < code.nregs()
                && depth >= code.nparams()
                && !has(&self.loop_slots, depth)
                && code.locals().all(|(slot, _)| slot < depth);
            if !sound {
                return Err(VerifyError::Exceptions);
            }
        }
        Ok(())
    }
}

/// Flag bits and small numbers of single instructions.
fn flags_are_known(op: Op, insn: Insn) -> bool {
    let (a, b, c) = (insn.a(), insn.b(), insn.c());
    match op {
        Op::TEST_LT_INT
        | Op::TEST_LE_INT
        | Op::TEST_EQ_INT
        | Op::TEST_NE_INT
        | Op::TEST_GT_INT
        | Op::TEST_GE_INT => c < 4,
        Op::TEST_LT | Op::TEST_LE | Op::TEST_EQ | Op::TEST_NE | Op::TEST_GT | Op::TEST_GE => c < 8,
        Op::TEST_IS | Op::TEST_IN | Op::TEST_EXC_MATCH | Op::FORMAT_VALUE => c < 8,
        Op::CALL_KW | Op::FOR_PREP => c < 2,
        Op::CALL_EX => b < 2,
        Op::MAKE_FUNCTION => b < 16,
        Op::GET_AWAITABLE => c < 3,
        Op::INTRINSIC => usize::from(c) < Intrinsic::COUNT,
        Op::RAISE => a < 3 && (a > 0 || b == 0) && (a > 1 || c == 0),
        _ => true,
    }
}
