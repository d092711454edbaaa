//! Code records as text, for people and snapshots.
//!
//! One line an instruction: word index, line, name, operands; then what they mean.

use crate::code::CodeView;
use crate::constant::Constant;
use crate::opcode::{Extra, Field, Imm, Insn, Op};
use core::fmt::{self, Write};

/// How deep nested code is shown.
const DEPTH_MAX: usize = 64;

/// Writes `code` and all code nested in it.
///
/// # Errors
/// Those of `out`.
pub fn disassemble(code: &CodeView<'_>, out: &mut impl Write) -> fmt::Result {
    nested(code, out, DEPTH_MAX)
}

fn nested(code: &CodeView<'_>, out: &mut impl Write, depth: usize) -> fmt::Result {
    header(code, out)?;
    let mut at = 0;
    let mut line = 0;
    while let Some(&word) = code.insns().get(at) {
        let insn = Insn(word);
        let here = code.position(at as u32).map_or(0, |position| position.line);
        if here == line {
            write!(out, "      ")?;
        } else {
            write!(out, "{here:5} ")?;
        }
        line = here;
        let Some(op) = insn.op() else {
            writeln!(out, "{at:5}  ?{word:08x}")?;
            at += 1;
            continue;
        };
        write!(out, "{at:5}  {:<20}", op.name())?;
        let extra = code.insns().get(at + 1).copied();
        at += op.words();
        operands(code, op, insn, extra, at, out)?;
        writeln!(out)?;
    }
    for entry in code.exception_table() {
        writeln!(out, "  {}..{} -> {} R{}", entry.start, entry.end, entry.target, entry.depth)?;
    }
    let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
    for index in 0..code.constants_len() {
        if let Some(Constant::Code(distance)) = code.constant(index)
            && let Some(child) = code.child(distance)
        {
            writeln!(out)?;
            nested(&child, out, depth)?;
        }
    }
    Ok(())
}

fn header(code: &CodeView<'_>, out: &mut impl Write) -> fmt::Result {
    write!(out, "code {} line {} flags {:#x}", text(code.qualname()), code.first_line(), code.flags().0)?;
    write!(out, " slots {} args {}", code.nslots(), code.npos())?;
    if code.nposonly() + code.nkwonly() > 0 {
        write!(out, " posonly {} kwonly {}", code.nposonly(), code.nkwonly())?;
    }
    writeln!(out)?;
    if code.locals().next().is_some() {
        write!(out, "  locals")?;
        for (slot, name) in code.locals() {
            write!(out, " R{slot}={}", text(code.name_at(name).unwrap_or(b"?")))?;
        }
        writeln!(out)?;
    }
    if code.frees_len() > 0 {
        write!(out, "  free")?;
        for index in 0..code.frees_len() {
            write!(out, " {}", text(code.free_name(index).unwrap_or(b"?")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or("?")
}

fn operands(
    code: &CodeView<'_>,
    op: Op,
    insn: Insn,
    extra: Option<u32>,
    next: usize,
    out: &mut impl Write,
) -> fmt::Result {
    for (index, field) in op.fields().into_iter().enumerate() {
        let byte = match index {
            0 => insn.a(),
            1 => insn.b(),
            _ => insn.c(),
        };
        operand(code, field, byte, insn, next, out)?;
    }
    let Some(word) = extra else { return Ok(()) };
    match op.extra() {
        Extra::None => Ok(()),
        Extra::Jump => write!(out, " -> {}", next as i64 + i64::from(word as i32)),
        Extra::Name => write!(out, " {}", text(code.name_at(word as usize).unwrap_or(b"?"))),
        Extra::Const => constant(code, word as usize, out),
        Extra::Number => write!(out, " {word}"),
    }
}

fn operand(
    code: &CodeView<'_>,
    field: Field,
    byte: u8,
    insn: Insn,
    next: usize,
    out: &mut impl Write,
) -> fmt::Result {
    let site = |index: usize| {
        let name = code.site_name(index).and_then(|name| code.name_at(name));
        text(name.unwrap_or(b"?"))
    };
    match field {
        Field::Z => Ok(()),
        Field::W | Field::R | Field::X => write!(out, " R{byte}"),
        Field::H => write!(out, " R{byte}.."),
        Field::L => write!(out, " loop R{byte}"),
        Field::N => write!(out, " {byte}"),
        Field::I => write!(out, " {}", byte as i8),
        Field::S => write!(out, " .{}", site(byte.into())),
        Field::F => write!(out, " free {}", text(code.free_name(byte.into()).unwrap_or(b"?"))),
        Field::B => write!(out, " {byte:#b}"),
        Field::Kx => constant(code, insn.bx().into(), out),
        Field::Nx => write!(out, " {}", text(code.name_at(insn.bx().into()).unwrap_or(b"?"))),
        Field::Sx => write!(out, " {}", site(insn.bx().into())),
        Field::Ix => write!(out, " {}", insn.sbx()),
        Field::Mx => match Imm::from_bits(insn.bx()) {
            Some(imm) => write!(out, " {imm:?}"),
            None => write!(out, " ?"),
        },
        Field::Jx => write!(out, " -> {}", next as i64 + i64::from(insn.sbx())),
        Field::Ja => write!(out, " -> {}", next as i64 + i64::from(insn.sax())),
    }
}

fn constant(code: &CodeView<'_>, index: usize, out: &mut impl Write) -> fmt::Result {
    write!(out, " ")?;
    match code.constant(index) {
        Some(Constant::Code(distance)) => {
            let name = code.child(distance).map_or(&b"?"[..], |child| child.qualname());
            write!(out, "<code {}>", text(name))
        }
        Some(constant) => value(constant, out, 8),
        None => write!(out, "?"),
    }
}

fn value(constant: Constant<'_>, out: &mut impl Write, depth: usize) -> fmt::Result {
    let (open, items, close) = match constant {
        Constant::Imm(imm) => return write!(out, "{imm:?}"),
        Constant::Int(int) => return write!(out, "{int}"),
        Constant::BigInt { negative, limbs } => {
            write!(out, "{}0x", if negative { "-" } else { "" })?;
            return limbs.iter().rev().try_for_each(|limb| write!(out, "{limb:08x}"));
        }
        Constant::Float(float) => return write!(out, "{float:?}"),
        Constant::Complex(real, imaginary) => return write!(out, "({real:?}, {imaginary:?})"),
        Constant::Str(string) => return write!(out, "'{}'", string.bytes.escape_ascii()),
        Constant::Bytes(bytes) => return write!(out, "b'{}'", bytes.escape_ascii()),
        Constant::Code(_) => return write!(out, "<code>"),
        Constant::Tuple(items) => ("(", items, ")"),
        Constant::Frozenset(items) => ("{", items, "}"),
    };
    write!(out, "{open}")?;
    for (index, item) in items.enumerate() {
        if index > 0 {
            write!(out, ", ")?;
        }
        match depth.checked_sub(1) {
            Some(depth) => value(item, out, depth)?,
            None => write!(out, "...")?,
        }
    }
    write!(out, "{close}")
}
