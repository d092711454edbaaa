//! What the tests share: compiling, and a check of what code does to registers.
#![allow(dead_code, reason = "each test uses a part")]

use pyrite_bytecode::{CodeView, Constant, Extra, Field, ImageView, Insn, Intrinsic, Op, image};
use pyrite_compiler::{CompileError, Mode, Options, compile};

/// The sealed image of a text.
pub fn build(source: &[u8], mode: Mode) -> Result<Vec<u32>, CompileError> {
    let options = Options { filename: b"test.py", ..Options::new(mode) };
    let mut words = compile(source, &options, &mut |_, _| ())?;
    image::seal(&mut words);
    Ok(words.to_vec())
}

/// The error as CPython shows it: line and message.
pub fn describe(source: &[u8], error: &CompileError) -> String {
    match error {
        CompileError::Syntax(error) => format!("{}: {}", error.location(source).line, error.message(source)),
        CompileError::Meaning(error) => {
            let line = pyrite_syntax::span::line_number(source, error.span.start);
            format!("{line}: {}", error.message())
        }
        other => format!("{other:?}"),
    }
}

/// Calls `check` with a code object and all nested ones.
pub fn each_code(code: &CodeView<'_>, check: &mut impl FnMut(&CodeView<'_>)) {
    check(code);
    for index in 0..code.constants_len() {
        if let Some(Constant::Code(distance)) = code.constant(index) {
            each_code(&code.child(distance).expect("child"), check);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Empty,
    Full,
    /// Full on some ways here, empty on others.
    Either,
}

/// Follows the code and complains of temporaries that are read empty, overwritten while a
/// call is being prepared in them, or left full at the end.
pub fn check_registers(code: &CodeView<'_>) -> Result<(), String> {
    let insns = code.insns();
    let named = code.locals().map(|local| local.0).max().map_or(0, |last| last + 1);
    let named = named.max(code.nparams());
    let mut states: Vec<Option<Vec<State>>> = vec![None; insns.len() + 1];
    let mut entry = vec![State::Empty; code.nslots()];
    entry[..named].fill(State::Full);
    states[0] = Some(entry);
    let mut todo = vec![0usize];
    while let Some(at) = todo.pop() {
        let mut state = states[at].clone().expect("reached");
        let fail =
            |text: String| Err(format!("{} at {at}: {text}", String::from_utf8_lossy(code.qualname())));
        if let Some(handler) = code.handler(at as u32) {
            let mut caught = state.clone();
            let depth = usize::from(handler.depth);
            // What the instruction itself did may or may not have happened below the depth.
            let _ = apply(code, at, &mut caught);
            for (slot, before) in caught.iter_mut().zip(&state) {
                if *slot != *before {
                    *slot = State::Either;
                }
            }
            caught[depth..].fill(State::Empty);
            caught[depth] = State::Full;
            merge(&mut states, &mut todo, handler.target as usize, &caught);
        }
        if let Err(text) = apply(code, at, &mut state) {
            return fail(text);
        }
        let insn = Insn(insns[at]);
        let op = insn.op().expect("verified");
        let next = at + op.words();
        let target = match (op.extra(), op.fields()) {
            (Extra::Jump, _) => Some(next.wrapping_add_signed(insns[at + 1] as i32 as isize)),
            (_, [Field::Ja, ..]) => Some(next.wrapping_add_signed(insn.sax() as isize)),
            (_, [_, Field::Jx, _]) => Some(next.wrapping_add_signed(insn.sbx() as isize)),
            _ => None,
        };
        let ends = matches!(op, Op::RETURN | Op::RETURN_NONE | Op::RAISE | Op::RERAISE);
        if op == Op::RETURN_NONE
            && !code.flags().contains(pyrite_bytecode::CodeFlags::OPTIMIZED)
            && let Some(slot) = (named..state.len()).find(|&slot| state[slot] != State::Empty)
        {
            return fail(format!("R{slot} is left {:?}", state[slot]));
        }
        if let Some(target) = target {
            let mut there = state.clone();
            if op == Op::FOR_ITER {
                there[usize::from(insn.b())] = State::Full;
            }
            if op == Op::SEND {
                there[usize::from(insn.a())] = State::Full;
            }
            merge(&mut states, &mut todo, target, &there);
        }
        if !ends && !matches!(op, Op::JUMP | Op::JUMP_BACK) {
            merge(&mut states, &mut todo, next, &state);
        }
    }
    Ok(())
}

fn merge(states: &mut [Option<Vec<State>>], todo: &mut Vec<usize>, at: usize, state: &[State]) {
    match &mut states[at] {
        None => {
            states[at] = Some(state.to_vec());
            todo.push(at);
        }
        Some(known) => {
            let mut changed = false;
            for (known, new) in known.iter_mut().zip(state) {
                if *known != *new && *known != State::Either {
                    *known = State::Either;
                    changed = true;
                }
            }
            if changed {
                todo.push(at);
            }
        }
    }
}

/// What one instruction does to the registers.
#[allow(clippy::too_many_lines, reason = "a table: one arm for each kind of instruction")]
fn apply(code: &CodeView<'_>, at: usize, state: &mut [State]) -> Result<(), String> {
    let named = code.locals().map(|local| local.0).max().map_or(0, |last| last + 1).max(code.nparams());
    let insn = Insn(code.insns()[at]);
    let op = insn.op().ok_or("no instruction")?;
    let extra = code.insns().get(at + 1).copied().unwrap_or(0) as usize;
    let (a, b, c) = (usize::from(insn.a()), usize::from(insn.b()), usize::from(insn.c()));
    let mut read = Vec::new();
    let mut emptied = Vec::new();
    let mut filled = Vec::new();
    let fields = op.fields();
    for (index, (field, register)) in fields.into_iter().zip([a, b, c]).enumerate() {
        if index > 0 && matches!(fields[0], Field::Ja) {
            continue;
        }
        match field {
            Field::W => filled.push(register),
            Field::R => read.push(register),
            Field::X => {
                read.push(register);
                emptied.push(register);
            }
            _ => {}
        }
    }
    match op {
        Op::CHECK_BOUND => {
            read.clear();
            filled.push(a);
        }
        Op::CLEAR => read.clear(),
        Op::RAISE => {
            read.clear();
            read.extend([b, c].iter().take(a));
        }
        Op::MAKE_CELL => {
            read.clear();
            emptied.clear();
            filled.push(a);
        }
        Op::LIST_TO_TUPLE | Op::LOAD_MAP_FREE | Op::LOAD_MAP_GLOBAL | Op::SPLIT_EXC_GROUP => emptied.clear(),
        Op::TEST_LT
        | Op::TEST_LE
        | Op::TEST_EQ
        | Op::TEST_NE
        | Op::TEST_GT
        | Op::TEST_GE
        | Op::TEST_IS
        | Op::TEST_IN
        | Op::TEST_EXC_MATCH => {
            emptied.clear();
            if c & 2 != 0 {
                emptied.push(a);
            }
            if c & 4 != 0 {
                emptied.push(b);
            }
        }
        Op::TEST_LT_INT
        | Op::TEST_LE_INT
        | Op::TEST_EQ_INT
        | Op::TEST_NE_INT
        | Op::TEST_GT_INT
        | Op::TEST_GE_INT => {
            emptied.clear();
            if c & 2 != 0 {
                emptied.push(a);
            }
        }
        Op::FOR_PREP => {
            emptied.clear();
            if c & 1 != 0 {
                emptied.push(b);
            }
        }
        // The fall-through is the end of the loop.
        Op::FOR_ITER => filled.clear(),
        Op::SEND => emptied = vec![a],
        Op::LOAD_METHOD | Op::LOAD_METHOD_WIDE => {
            if b == a {
                emptied.push(b);
            }
            filled.extend([a, a + 4]);
        }
        Op::LOAD_WITH | Op::LOAD_ASYNC_WITH => {
            if b == c {
                emptied.push(b);
            }
            filled.extend([c, c + 4]);
        }
        Op::CALL => window(&mut read, &mut emptied, &mut filled, a, 4..4 + b),
        Op::CALL_METHOD => window(&mut read, &mut emptied, &mut filled, a, 4..5 + b),
        Op::CALL_KW => {
            let start = 4 + (c & 1);
            window(&mut read, &mut emptied, &mut filled, a, 4..start + b + 1);
        }
        Op::CALL_EX => window(&mut read, &mut emptied, &mut filled, a, 4..5 + (b & 1)),
        Op::CALL_SUPER => window(&mut read, &mut emptied, &mut filled, a, 4..4),
        Op::WITH_EXC_ARGS => filled.extend(a + 4..a + 7),
        Op::BUILD_TUPLE | Op::BUILD_LIST | Op::BUILD_SET | Op::BUILD_STRING => {
            read.extend(b..b + c);
            emptied.extend(b..b + c);
        }
        Op::BUILD_MAP => {
            read.extend(b..b + 2 * c);
            emptied.extend(b..b + 2 * c);
        }
        Op::BUILD_SLICE => {
            read.extend(b..b + 3);
            emptied.extend(b..b + 3);
        }
        Op::UNPACK_SEQUENCE => filled.extend(a..a + c),
        Op::UNPACK_EX => filled.extend(a..a + c + 1 + extra),
        Op::FORMAT_VALUE if c & 4 != 0 => {
            read.push(b + 1);
            emptied.push(b + 1);
        }
        Op::MAKE_FUNCTION => {
            for bit in 0..4 {
                if b & 1 << bit != 0 {
                    read.push(a + 1 + bit);
                    emptied.push(a + 1 + bit);
                }
            }
            read.push(a);
        }
        Op::IMPORT_NAME | Op::MATCH_CLASS => {
            read.extend([a, a + 1]);
            emptied.push(a + 1);
        }
        Op::PUSH_EXC => {
            read.push(a);
            filled.push(a + 1);
        }
        Op::POP_EXC => emptied.extend([a, a + 1]),
        Op::INTRINSIC => {
            read.push(a);
            if Intrinsic::is_binary(insn.c()) {
                read.push(a + 1);
                emptied.push(a + 1);
            }
        }
        _ => {}
    }
    for register in read {
        if register >= named && state[register] != State::Full {
            return Err(format!("{} reads R{register}, which is {:?}", op.name(), state[register]));
        }
    }
    for register in emptied {
        if register >= named {
            state[register] = State::Empty;
        }
    }
    for register in filled {
        if register >= named {
            state[register] = State::Full;
        }
    }
    Ok(())
}

fn window(
    read: &mut Vec<usize>,
    emptied: &mut Vec<usize>,
    filled: &mut Vec<usize>,
    first: usize,
    arguments: std::ops::Range<usize>,
) {
    read.push(first);
    for argument in arguments {
        read.push(first + argument);
        emptied.push(first + argument);
    }
    filled.push(first);
}

/// Compiles a text and checks everything that can be checked without running it.
pub fn check(source: &[u8]) -> Result<(), String> {
    let words = build(source, Mode::Exec).map_err(|error| describe(source, &error))?;
    let view = ImageView::new(&words).map_err(|error| format!("{error:?}"))?;
    pyrite_bytecode::verify::verify_all(&view.module()).map_err(|error| format!("{error:?}"))?;
    let mut result = Ok(());
    each_code(&view.module(), &mut |code| {
        if result.is_ok() {
            result = check_registers(code);
        }
    });
    result
}
