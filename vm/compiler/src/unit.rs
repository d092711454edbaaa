//! One code object while it is compiled: instructions, labels, registers, tables.
//!
//! Nothing is emitted where control cannot come: after a jump, `return` or `raise` the unit is
//! dead until a label that something jumps to is bound.

use crate::error::{Done, Fault};
use crate::intern::Interner;
use pyrite_algo::Buf;
use pyrite_bytecode::code::{ATTRIBUTE_SITES_MAX, CodeFlags, ExceptionEntry};
use pyrite_bytecode::encode::LineWriter;
use pyrite_bytecode::opcode::{CALL_HEADER, Extra, Field, Imm, Insn, Op, REGISTER_MAX};
use pyrite_syntax::arena::{List, NameId, StmtId};
use pyrite_syntax::span::Span;

/// A register, or slot of the frame.
pub(crate) type Reg = u8;

/// A place in the code, perhaps not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(u32);

const UNKNOWN: u32 = u32::MAX;

/// What an attribute site is for: caches of different uses are not shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Load,
    Store,
    Method,
}

/// An exception handler: where it is, and which register receives the exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handler {
    pub label: Label,
    pub depth: Reg,
}

/// What a jump out of a block has to undo.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Block {
    Loop {
        end: Label,
        next: Label,
        state: Option<Reg>,
        iterator: Option<Reg>,
    },
    /// The body of a `try` with handlers only.
    Try,
    /// A `try` whose `finally` has to run.
    Finally {
        body: List<StmtId>,
    },
    /// An `except` body: handled exception in the register, name to unbind.
    Except {
        exception: Reg,
        name: Option<(NameId, Span)>,
    },
    /// A `finally` body that runs for an exception.
    FinallyBody {
        exception: Reg,
    },
    /// A `with` body: `__exit__` in the register.
    With {
        exit: Reg,
        is_async: bool,
        span: Span,
    },
    /// A temporary that lives through statements.
    Temporary {
        register: Reg,
    },
    /// A body that a jump may not leave: `except*`.
    ExceptStar,
}

/// An entry of the stack of open blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub block: Block,
    /// The handler outside of the block.
    pub outer: Option<Handler>,
    pub loops: u16,
}

/// Instructions of one source range.
#[derive(Clone, Copy, Debug)]
struct LineRun {
    words: u32,
    line: u32,
    span: Span,
}

/// A code object under construction.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    pub scope: u32,
    pub flags: CodeFlags,
    pub first_line: u32,
    pub insns: Buf<u32>,
    /// Place of each label, and the number of jumps to it.
    labels: Buf<(u32, u32)>,
    /// Where a label was bound last.
    last_label: u32,
    /// The locals that are bound at each label, `bound_words` words a label.
    label_bound: Buf<u32>,
    patches: Buf<(u32, u32)>,
    /// From each of these words on, this handler is in force.
    handler_runs: Buf<(u32, Option<Handler>)>,
    pub exceptions: Buf<ExceptionEntry>,
    pub handler: Option<Handler>,
    pub names: Interner<u8>,
    pub constants: Interner<u32>,
    /// Name and use of each attribute site.
    attribute_sites: Buf<(u16, Access)>,
    global_sites: Buf<u16>,
    /// Global site + 1 of each name; 0 is none.
    site_of_name: Buf<u16>,
    lines: Buf<LineRun>,
    pub line_writer: LineWriter,
    /// Where the instructions that follow come from.
    pub span: Span,
    pub line: u32,
    pub blocks: Buf<Open>,
    /// Next free temporary.
    pub top: u16,
    /// Highest `top` ever.
    pub peak: u16,
    /// First temporary.
    pub base: u16,
    /// First slots of the loop states, by nesting.
    pub loop_states: Buf<Reg>,
    /// Open loops, and the most that were open since somebody looked.
    pub loops: u16,
    pub loops_peak: u16,
    pub dead: bool,
    /// Conditional jumps are made long.
    pub far: bool,
    bound: [u32; REGISTER_MAX / 32],
    bound_words: usize,
    /// Where in the image this code's nested records begin.
    pub subtree_start: usize,
    /// The list with the cells of surplus locals.
    pub surplus: Reg,
    pub locals: Buf<(u16, u16)>,
    pub cells: Buf<u16>,
    pub nposonly: u16,
    pub npos: u16,
    pub nkwonly: u16,
}

/// What `Unit::rewind` needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    insns: usize,
    handler_runs: usize,
    exceptions: usize,
}

impl Unit {
    /// Makes the unit new, keeping its room. `locals` registers are taken.
    pub fn restart(&mut self, scope: u32, locals: u16, first_line: u32) {
        self.scope = scope;
        self.flags = CodeFlags::default();
        self.first_line = first_line;
        self.insns.clear();
        self.labels.clear();
        self.label_bound.clear();
        self.patches.clear();
        self.handler_runs.clear();
        self.exceptions.clear();
        self.handler = None;
        self.names.clear();
        self.constants.clear();
        self.attribute_sites.clear();
        self.global_sites.clear();
        self.site_of_name.clear();
        self.last_label = UNKNOWN;
        self.lines.clear();
        self.line_writer.restart(first_line);
        self.line = first_line;
        self.blocks.clear();
        self.loop_states.clear();
        (self.top, self.peak, self.base) = (locals, locals, locals);
        (self.loops, self.loops_peak) = (0, 0);
        (self.dead, self.far) = (false, false);
        self.bound = [0; REGISTER_MAX / 32];
        self.bound_words = usize::from(locals).div_ceil(32);
        self.locals.clear();
        self.cells.clear();
        (self.nposonly, self.npos, self.nkwonly) = (0, 0, 0);
    }

    /// Makes sure there are loop states for `depth` nested loops; called between statements.
    pub fn reserve_loops(&mut self, depth: u16) -> Done {
        while self.loop_states.len() < usize::from(depth) {
            let first = self.peak;
            if usize::from(first) + 3 > REGISTER_MAX {
                return Err(self.too_large());
            }
            self.loop_states.push(first as Reg)?;
            (self.base, self.top, self.peak) = (first + 3, first + 3, first + 3);
        }
        Ok(())
    }

    /// The fault that says that the code outgrows the format here.
    pub fn too_large(&self) -> Fault {
        Fault::TooLarge
    }

    // Registers.

    /// Takes the next temporary.
    #[inline(never)]
    pub fn alloc(&mut self) -> Done<Reg> {
        self.alloc_run(1)
    }

    /// Takes `len` consecutive temporaries.
    #[inline(never)]
    pub fn alloc_run(&mut self, len: u16) -> Done<Reg> {
        let first = self.top;
        if usize::from(first) + usize::from(len) > REGISTER_MAX {
            return Err(self.too_large());
        }
        self.top += len;
        self.peak = self.peak.max(self.top);
        Ok(first as Reg)
    }

    /// Takes a call window: the callable's register; the arguments are to be taken next.
    pub fn alloc_window(&mut self) -> Done<Reg> {
        self.alloc_run(u16::from(CALL_HEADER))
    }

    /// Gives back all temporaries from `first` on.
    pub fn free_from(&mut self, first: Reg) {
        self.top = u16::from(first).max(self.base);
    }

    /// Begins a loop: its state's first slot.
    pub fn open_loop(&mut self) -> Done<Reg> {
        let fault = self.too_large();
        let state = self.loop_states.get(usize::from(self.loops)).copied().ok_or(fault)?;
        self.loops += 1;
        self.loops_peak = self.loops_peak.max(self.loops);
        Ok(state)
    }

    /// Ends the innermost loop.
    pub fn close_loop(&mut self) {
        self.loops = self.loops.saturating_sub(1);
    }

    /// Whether a register is a temporary.
    pub fn is_temporary(&self, register: Reg) -> bool {
        u16::from(register) >= self.base
    }

    // Instructions.

    /// Appends a word of code.
    fn push(&mut self, word: u32) -> Done {
        self.insns.push(word)?;
        match self.lines.last_mut() {
            Some(run) if run.span == self.span && run.line == self.line => run.words += 1,
            _ => self.lines.push(LineRun { words: 1, line: self.line, span: self.span })?,
        }
        Ok(())
    }

    fn push_insn(&mut self, insn: Insn) -> Done {
        if self.insns.len() >= 1 << 23 {
            return Err(self.too_large());
        }
        self.push(insn.0)
    }

    /// Emits an instruction with three byte fields.
    #[inline(never)]
    pub fn abc(&mut self, op: Op, a: u8, b: u8, c: u8) -> Done {
        if self.dead {
            return Ok(());
        }
        self.push_insn(Insn::abc(op, a, b, c))
    }

    /// Emits an instruction with a 16-bit field.
    #[inline(never)]
    pub fn abx(&mut self, op: Op, a: u8, bx: u16) -> Done {
        if self.dead {
            return Ok(());
        }
        self.push_insn(Insn::abx(op, a, bx))
    }

    /// Emits an instruction with a word behind it.
    #[inline(never)]
    pub fn wide(&mut self, op: Op, fields: [u8; 3], word: u32) -> Done {
        if self.dead {
            return Ok(());
        }
        self.push_insn(Insn::abc(op, fields[0], fields[1], fields[2]))?;
        self.push(word)
    }

    /// Emits the loading of an immediate.
    #[inline(never)]
    pub fn load_imm(&mut self, register: Reg, imm: Imm) -> Done {
        self.abx(Op::LOAD_IMM, register, imm as u16)
    }

    /// Emits `CLEAR`.
    #[inline(never)]
    pub fn clear(&mut self, register: Reg) -> Done {
        self.abc(Op::CLEAR, register, 0, 0)
    }

    /// Says that control does not come here from above.
    pub fn die(&mut self) {
        self.dead = true;
    }

    // Labels.

    /// A label for a place not reached yet.
    #[inline(never)]
    pub fn label(&mut self) -> Done<Label> {
        self.labels.push((UNKNOWN, 0))?;
        self.label_bound.resize(self.label_bound.len() + self.bound_words, u32::MAX)?;
        Ok(Label(self.labels.len() as u32 - 1))
    }

    /// A label for this place, to be jumped to from behind.
    pub fn label_here(&mut self) -> Done<Label> {
        let label = self.label()?;
        self.bind(label)?;
        Ok(label)
    }

    /// Binds `label` to this place; the unit is alive if something jumps there.
    #[inline(never)]
    pub fn bind(&mut self, label: Label) -> Done {
        let mut removed = 0;
        if let Some(&(at, target)) = self.patches.last()
            && target == label.0
            && at as usize + 1 == self.insns.len()
            && self.insns.last().is_some_and(|&word| word == Op::JUMP as u32)
            && self.handler_runs.last().is_none_or(|run| run.0 <= at)
            && let Some(run) = self.lines.last_mut()
            && run.words > 0
            && self.last_label != at + 1
        {
            // The jump would go to the next instruction.
            run.words -= 1;
            self.insns.pop();
            self.patches.pop();
            self.dead = false;
            removed = 1;
        }
        let here = self.insns.len() as u32;
        let Some((place, jumps)) = self.labels.get_mut(label.0 as usize) else { return Ok(()) };
        *place = here;
        let jumped = *jumps > removed;
        let start = label.0 as usize * self.bound_words;
        self.last_label = here;
        if !jumped && self.dead {
            return Ok(());
        }
        let bounds = self.label_bound.get(start..start + self.bound_words).unwrap_or(&[]);
        for (word, &of_label) in self.bound.iter_mut().zip(bounds) {
            *word = if self.dead { of_label } else { *word & of_label };
        }
        self.dead = false;
        Ok(())
    }

    /// Binds `label` to this place, which is alive with `bound` locals.
    pub fn bind_alive(&mut self, label: Label, bound: Bound) -> Done {
        self.dead = false;
        self.bound = bound.0;
        self.bind(label)
    }

    /// Whether `label` is bound already.
    pub fn is_placed(&self, label: Label) -> bool {
        self.labels.get(label.0 as usize).is_some_and(|label| label.0 != UNKNOWN)
    }

    fn note_jump(&mut self, label: Label) -> Done {
        if let Some((_, jumps)) = self.labels.get_mut(label.0 as usize) {
            *jumps += 1;
        }
        let start = label.0 as usize * self.bound_words;
        let bounds = self.label_bound.get_mut(start..start + self.bound_words).unwrap_or(&mut []);
        for (of_label, word) in bounds.iter_mut().zip(&self.bound) {
            *of_label &= word;
        }
        self.patches.push((self.insns.len() as u32, label.0))?;
        Ok(())
    }

    /// Jumps to `label`.
    pub fn jump(&mut self, label: Label) -> Done {
        self.jump_by(Op::JUMP, label)
    }

    /// Jumps back to `label`, doing pending work.
    pub fn jump_back(&mut self, label: Label) -> Done {
        self.jump_by(Op::JUMP_BACK, label)
    }

    #[inline(never)]
    fn jump_by(&mut self, op: Op, label: Label) -> Done {
        if !self.dead {
            self.note_jump(label)?;
            self.push_insn(Insn(op as u32))?;
            self.dead = true;
        }
        Ok(())
    }

    /// Emits a conditional jump of one word.
    #[inline(never)]
    pub fn jump_if(&mut self, op: Op, register: Reg, label: Label) -> Done {
        if self.dead {
            return Ok(());
        }
        if self.far {
            // Over the long jump, on the opposite condition.
            self.push_insn(Insn::abx(opposite(op), register, 1))?;
            self.note_jump(label)?;
            return self.push_insn(Insn(Op::JUMP as u32));
        }
        self.note_jump(label)?;
        self.push_insn(Insn::abx(op, register, 0))
    }

    /// Emits a conditional jump of two words.
    #[inline(never)]
    pub fn jump_wide(&mut self, op: Op, fields: [u8; 3], label: Label) -> Done {
        if self.dead {
            return Ok(());
        }
        self.note_jump(label)?;
        self.wide(op, fields, 0)
    }

    /// Fills in all jumps; every label is bound.
    pub fn resolve_jumps(&mut self) -> Done {
        for &(at, label) in self.patches.iter() {
            let target = self.labels.get(label as usize).map_or(UNKNOWN, |label| label.0);
            let Some(word) = self.insns.get_mut(at as usize) else { continue };
            let insn = Insn(*word);
            let Some(op) = insn.op() else { continue };
            if target == UNKNOWN {
                return Err(Fault::TooLarge);
            }
            let distance = target as i32 - at as i32 - op.words() as i32;
            if op.extra() == Extra::Jump {
                if let Some(word) = self.insns.get_mut(at as usize + 1) {
                    *word = distance as u32;
                }
            } else if op.fields()[0] == Field::Ja {
                *word = Insn::ax(op, distance).ok_or(Fault::TooLarge)?.0;
            } else {
                let short = i16::try_from(distance).map_err(|_| Fault::Far)?;
                *word = Insn::abx(op, insn.a(), short as u16).0;
            }
        }
        self.patches.clear();
        self.labels.clear();
        self.label_bound.clear();
        Ok(())
    }

    // Exception handlers.

    /// Corrects the handler outside of the innermost block.
    pub fn set_block_outer(&mut self, outer: Option<Handler>) {
        if let Some(open) = self.blocks.last_mut() {
            open.outer = outer;
        }
    }

    /// From here on exceptions go to `handler`.
    #[inline(never)]
    pub fn set_handler(&mut self, handler: Option<Handler>) -> Done {
        if self.handler == handler {
            return Ok(());
        }
        self.handler = handler;
        let here = self.insns.len() as u32;
        match self.handler_runs.last_mut() {
            Some(run) if run.0 == here => run.1 = handler,
            _ => self.handler_runs.push((here, handler))?,
        }
        Ok(())
    }

    /// Turns the runs of handlers to table entries; before `resolve_jumps`.
    pub fn resolve_handlers(&mut self) -> Done {
        for (index, &(start, handler)) in self.handler_runs.iter().enumerate() {
            let next = self.handler_runs.get(index + 1).map(|run| run.0);
            let end = next.unwrap_or(self.insns.len() as u32);
            let Some(Handler { label, depth }) = handler else { continue };
            let target = self.labels.get(label.0 as usize).map_or(UNKNOWN, |label| label.0);
            if start == end {
                continue;
            }
            match self.exceptions.last_mut() {
                Some(last) if last.end == start && last.target == target && last.depth == depth => {
                    last.end = end
                }
                _ => self.exceptions.push(ExceptionEntry { start, end, target, depth })?,
            }
        }
        self.handler_runs.clear();
        Ok(())
    }

    // Definite assignment.

    /// The locals bound here.
    pub fn bound(&self) -> Bound {
        Bound(self.bound)
    }

    /// Sets which locals are bound here.
    pub fn set_bound(&mut self, bound: Bound) {
        self.bound = bound.0;
    }

    /// Whether register `register` surely holds a value.
    pub fn is_bound(&self, register: Reg) -> bool {
        self.bound.get(usize::from(register) / 32).is_some_and(|word| word & 1 << (register % 32) != 0)
    }

    /// Notes whether `register` holds a value.
    pub fn mark_bound(&mut self, register: Reg, bound: bool) {
        if let Some(word) = self.bound.get_mut(usize::from(register) / 32) {
            let bit = 1 << (register % 32);
            *word = if bound { *word | bit } else { *word & !bit };
        }
    }

    // Tables.

    /// The index of a name.
    pub fn name(&mut self, text: &[u8]) -> Done<u16> {
        let index = self.names.add(text)?;
        u16::try_from(index).map_err(|_| self.too_large())
    }

    /// The attribute site for a name, or `None` if all that one byte reaches are taken.
    pub fn attribute_site(&mut self, name: u16, access: Access) -> Done<Option<u8>> {
        let found = self.attribute_sites.iter().position(|&site| site == (name, access));
        if let Some(index) = found {
            return Ok(u8::try_from(index).ok());
        }
        if self.attribute_sites.len() >= ATTRIBUTE_SITES_MAX {
            return Ok(None);
        }
        self.attribute_sites.push((name, access))?;
        Ok(u8::try_from(self.attribute_sites.len() - 1).ok())
    }

    /// The number of the global site for a name among the global sites.
    pub fn global_site(&mut self, name: u16) -> Done<u16> {
        if self.site_of_name.len() <= usize::from(name) {
            self.site_of_name.resize(usize::from(name) + 1, 0)?;
        }
        let fault = self.too_large();
        let Some(entry) = self.site_of_name.get_mut(usize::from(name)) else { return Err(fault) };
        if *entry == 0 {
            self.global_sites.push(name)?;
            *entry = u16::try_from(self.global_sites.len()).map_err(|_| fault)?;
        }
        Ok(*entry - 1)
    }

    /// All sites in their final order; also renumbers those of globals in the code.
    pub fn finish_sites(&mut self, sites: &mut Buf<u16>) -> Done<usize> {
        let attributes = self.attribute_sites.len();
        sites.clear();
        for &(name, _) in self.attribute_sites.iter() {
            sites.push(name)?;
        }
        sites.extend_from_slice(&self.global_sites)?;
        if u16::try_from(sites.len()).is_err() {
            return Err(self.too_large());
        }
        let mut at = 0;
        while let Some(word) = self.insns.get_mut(at) {
            let insn = Insn(*word);
            let Some(op) = insn.op() else { break };
            if op.fields()[1] == Field::Sx {
                *word = Insn::abx(op, insn.a(), insn.bx() + attributes as u16).0;
            }
            at += op.words();
        }
        Ok(attributes)
    }

    // Lines.

    /// Calls `write` with words, line and span of each run, and forgets them.
    pub fn drain_lines(&mut self, mut write: impl FnMut(&mut LineWriter, u32, u32, Span) -> Done) -> Done {
        for run in self.lines.iter() {
            write(&mut self.line_writer, run.words, run.line, run.span)?;
        }
        self.lines.clear();
        Ok(())
    }

    /// Where a statement of a module begins.
    pub fn mark(&self) -> Mark {
        Mark {
            insns: self.insns.len(),
            handler_runs: self.handler_runs.len(),
            exceptions: self.exceptions.len(),
        }
    }

    /// Drops the instructions since `mark`, to emit them again.
    pub fn rewind(&mut self, mark: Mark) {
        self.insns.truncate(mark.insns);
        self.handler_runs.truncate(mark.handler_runs);
        self.exceptions.truncate(mark.exceptions);
        self.handler = None;
        self.labels.clear();
        self.label_bound.clear();
        self.patches.clear();
        self.lines.clear();
        self.last_label = UNKNOWN;
        self.blocks.clear();
        self.top = self.base;
        self.loops = 0;
        self.dead = false;
    }
}

/// A set of bound locals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound([u32; REGISTER_MAX / 32]);

fn opposite(op: Op) -> Op {
    match op {
        Op::JUMP_IF_TRUE => Op::JUMP_IF_FALSE,
        Op::JUMP_IF_FALSE => Op::JUMP_IF_TRUE,
        Op::POP_JUMP_IF_TRUE => Op::POP_JUMP_IF_FALSE,
        Op::POP_JUMP_IF_FALSE => Op::POP_JUMP_IF_TRUE,
        Op::JUMP_IF_NONE => Op::JUMP_IF_NOT_NONE,
        Op::JUMP_IF_NOT_NONE => Op::JUMP_IF_NONE,
        Op::POP_JUMP_IF_NONE => Op::POP_JUMP_IF_NOT_NONE,
        _ => Op::POP_JUMP_IF_NONE,
    }
}
