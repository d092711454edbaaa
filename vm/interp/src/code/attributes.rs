//! What Python code sees of a code object.

use pyrite_algo::Buf;
use pyrite_bytecode::linetable::Position;
use pyrite_bytecode::{CodeFlags, CodeView};
use pyrite_object::coll::list::List;
use pyrite_object::{Obj, Outcome, Ref, This, Vm, flags, py_type};

use super::{Code, intern_wtf8};

/// Slots 0.. of the local variables, with their names.
pub fn local_names<'a>(code: This<'a, Code>) -> impl Iterator<Item = (usize, &'a Obj)> {
    let code = code.storage();
    code.view().into_iter().flat_map(|view| view.locals()).map(|(slot, name)| (slot, code.name(name)))
}

fn code_repr(vm: &Vm, this: This<'_, Code>) -> Outcome {
    vm.str_fmt(format_args!(
        "<code object {} at {:#x}, file \"{}\", line {}>",
        pyrite_object::new::Text(&*this.own_name(vm)?),
        this.obj().bits(),
        pyrite_object::new::Text(this.filename()),
        this.view().map_or(0, |view| view.first_line())
    ))
}

fn code_name(vm: &Vm, this: This<'_, Code>) -> Outcome {
    this.own_name(vm)
}

/// `co_qualname`
///
/// # Errors
/// MemoryError.
pub fn code_qualname(vm: &Vm, this: This<'_, Code>) -> Outcome {
    intern_wtf8(vm, this.view().map_or(&[][..], |view| view.qualname()))
}

fn code_filename(_vm: &Vm, this: This<'_, Code>) -> Outcome {
    Ok(this.filename().own())
}

fn code_number(vm: &Vm, this: This<'_, Code>, number: impl Fn(CodeView<'_>) -> usize) -> Outcome {
    vm.int(this.view().map_or(0, number) as i64)
}

fn code_argcount(vm: &Vm, this: This<'_, Code>) -> Outcome {
    code_number(vm, this, |view| view.npos())
}

fn code_posonlyargcount(vm: &Vm, this: This<'_, Code>) -> Outcome {
    code_number(vm, this, |view| view.nposonly())
}

fn code_kwonlyargcount(vm: &Vm, this: This<'_, Code>) -> Outcome {
    code_number(vm, this, |view| view.nkwonly())
}

fn code_first_line(vm: &Vm, this: This<'_, Code>) -> Outcome {
    code_number(vm, this, |view| view.first_line() as usize)
}

fn code_flags(vm: &Vm, this: This<'_, Code>) -> Outcome {
    vm.int(i64::from(this.flags.0))
}

fn code_varnames(vm: &Vm, this: This<'_, Code>) -> Outcome {
    this.prepare(vm)?;
    let mut names = Buf::new();
    for (_, name) in local_names(this) {
        vm.memory(names.push(name.own()))?;
    }
    // The slot of `*args` is before those of keyword-only parameters, its name behind them.
    if let Some(view) = this.view().filter(|_| this.flags.contains(CodeFlags::VARARGS)) {
        let start = view.npos();
        if let Some(part) = names.get_mut(start..start + view.nkwonly() + 1) {
            part.rotate_left(1);
        }
    }
    vm.tuple_of(&names)
}

fn code_freevars(vm: &Vm, this: This<'_, Code>) -> Outcome {
    let mut names = Buf::new();
    if let Some(view) = this.view() {
        for index in 0..view.frees_len() {
            vm.memory(names.push(intern_wtf8(vm, view.free_name(index).unwrap_or(&[]))?))?;
        }
    }
    vm.tuple_of(&names)
}

fn code_nlocals(vm: &Vm, this: This<'_, Code>) -> Outcome {
    vm.int(local_names(this).count() as i64)
}

/// Names that are not those of local or free variables.
fn code_names(vm: &Vm, this: This<'_, Code>) -> Outcome {
    this.prepare(vm)?;
    let mut names = Buf::new();
    for index in 1..this.name_count as usize {
        let name = this.name(index);
        let is_local = local_names(this).any(|(_, local)| local.is(name));
        let is_empty = name.cast::<pyrite_object::raw::str::Str>().is_some_and(|name| name.is_empty());
        if !is_local && !is_empty {
            vm.memory(names.push(name.own()))?;
        }
    }
    vm.tuple_of(&names)
}

/// The instructions, as they are stored.
fn code_bytes(vm: &Vm, this: This<'_, Code>) -> Outcome {
    let mut bytes = Buf::new();
    for word in this.view().map_or(&[][..], |view| view.insns()) {
        vm.memory(bytes.extend_from_slice(&word.to_le_bytes()))?;
    }
    vm.bytes(&bytes)
}

/// A source position as `co_positions()` tells it.
///
/// # Errors
/// MemoryError.
pub fn position_tuple(vm: &Vm, position: Option<Position>) -> Outcome {
    let number = |number: Option<u32>| number.map_or_else(|| Ok(Ref::none()), |number| vm.int(number.into()));
    let columns = position.and_then(|position| position.columns);
    let line = position.map(|position| position.line);
    vm.tuple_of(&[
        number(line)?,
        number(columns.map(|columns| columns.end_line).or(line))?,
        number(columns.map(|columns| columns.col))?,
        number(columns.map(|columns| columns.end_col))?,
    ])
}

fn code_positions(vm: &Vm, this: This<'_, Code>, _args: &[Ref]) -> Outcome {
    let list = List::new();
    for run in this.view().into_iter().flat_map(|view| view.line_table()) {
        let position = position_tuple(vm, run.position)?;
        for _ in run.start..run.end {
            vm.memory(list.push(vm, position.clone()))?;
        }
    }
    vm.iter(&*vm.list_from(list)?)
}

fn code_lines(vm: &Vm, this: This<'_, Code>, _args: &[Ref]) -> Outcome {
    let list = List::new();
    for run in this.view().into_iter().flat_map(|view| view.line_table()) {
        let line = run.position.map_or_else(|| Ok(Ref::none()), |position| vm.int(position.line.into()))?;
        let (start, end) = (vm.int(i64::from(run.start) * 2)?, vm.int(i64::from(run.end) * 2)?);
        vm.memory(list.push(vm, vm.tuple_of(&[start, end, line])?))?;
    }
    vm.iter(&*vm.list_from(list)?)
}

fn code_consts(vm: &Vm, this: This<'_, Code>) -> Outcome {
    this.prepare(vm)?;
    vm.tuple_of(this.constants())
}

py_type! {
    /// Compiled code.
    pub static CODE: Code = "code", "Compiled code." {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary code_repr, }
        attrs {
            getter "co_name" () = code_name, "";
            getter "co_qualname" () = code_qualname, "";
            getter "co_filename" () = code_filename, "";
            getter "co_argcount" () = code_argcount, "";
            getter "co_posonlyargcount" () = code_posonlyargcount, "";
            getter "co_kwonlyargcount" () = code_kwonlyargcount, "";
            getter "co_firstlineno" () = code_first_line, "";
            getter "co_flags" () = code_flags, "";
            getter "co_varnames" () = code_varnames, "";
            getter "co_freevars" () = code_freevars, "";
            getter "co_nlocals" () = code_nlocals, "";
            getter "co_names" () = code_names, "";
            getter "co_code" () = code_bytes, "";
            method "co_positions" (0, 0) = code_positions, "";
            method "co_lines" (0, 0) = code_lines, "";
            getter "co_consts" () = code_consts, "";
        }
    }
}
