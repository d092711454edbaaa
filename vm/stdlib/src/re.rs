//! `_re`: patterns and matches.
//!
//! `re` in Python adds flags, the cache and short forms. The matching itself is `pyrite_regex`. Here texts are taken out of objects, and matches
//! made of positions.

pub mod subject;
pub mod error;
pub mod replace;
pub mod matched;
pub mod pattern;

use pyrite_api::types::Dict;
use pyrite_api::{Obj, Outcome, Raised, Ref, TypeRef, Vm, py_module, required};

use matched::MATCH;
use pattern::{PATTERN, Pattern};
use subject::Subject;

/// `compile(pattern, flags)`: a new pattern.
fn compile(vm: &Vm, args: &[Ref]) -> Outcome {
    let source = required(args, 0);
    let flags = vm.index(required(args, 1))? as u32;
    let Some(subject) = Subject::new(vm, source)? else {
        return Err(vm.type_error("first argument must be string or compiled pattern"));
    };
    let program = pyrite_regex::compile(subject.text(), subject.is_text(), flags);
    let program = program.map_err(|found| error::raise(vm, source, &subject, found))?;
    let groupindex = Dict::new();
    for name in program.names.iter() {
        let key = subject.part(vm, name.start as usize, name.end as usize)?;
        // Names of groups of octets are text, too.
        let key = if subject.is_text() { key } else { subject.latin(vm, name.start, name.end)? };
        groupindex.insert(vm, &key, vm.int(name.group.into())?)?;
    }
    let groupindex = vm.dict_from(groupindex)?;
    let pattern = Pattern { source: source.own(), program, groupindex, is_text: subject.is_text() };
    vm.memory(vm.allocate(TypeRef::of(&PATTERN), pattern, size_of::<Pattern>()))
}

/// `template(pattern, text)`: checks a template; nothing is kept.
fn template(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(pattern) = required(args, 0).cast::<Pattern>() else {
        return Err(vm.type_error("the first argument must be a pattern"));
    };
    replace::Template::new(vm, &pattern, required(args, 1)).map(|_| Ref::none())
}

fn pattern_type(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&PATTERN).own())
}

fn match_type(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&MATCH).own())
}

/// A position argument: clipped to the text.
fn position(vm: &Vm, arg: Option<&Obj>, default: usize, len: usize) -> Result<usize, Raised> {
    let Some(arg) = arg else { return Ok(default) };
    let value = vm.index_clipped(arg)?;
    Ok(usize::try_from(value).unwrap_or(0).min(len))
}

py_module! {
    /// `_re`
    pub static RE = "_re", "Patterns and matches." {
        function "compile" (2, 2) = compile, "Compile a pattern.";
        function "template" (2, 2) = template, "Check a template.";
        value "Pattern" () = pattern_type, "";
        value "Match" () = match_type, "";
    }
}
