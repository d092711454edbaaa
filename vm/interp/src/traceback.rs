//! Traceback entries: function and place, one for each frame an exception left.

use pyrite_bytecode::opcode::{Insn, Op};
use pyrite_object::exc::as_exception;
use pyrite_object::heap::Kind;
use pyrite_object::model::vm::Slot;
use pyrite_object::{Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, py_type};

use crate::function::{Function, code_of};

/// An entry.
pub struct Traceback {
    /// The entry of the frame that this one called.
    pub next: Slot,
    /// The function of the frame.
    pub function: Ref,
    /// A word of the instruction that raised.
    pub index: u32,
}

// SAFETY: TRACEBACK's instances hold this.
unsafe impl Storage for Traceback {
    const TYPE: &'static Type = &TRACEBACK;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_option(&self.next.get());
        visitor.visit(&self.function);
    }

    fn clear(&self) {
        self.next.set(None);
    }
}

/// Puts an entry in front of an exception's traceback. Without memory for it, leaves it out.
#[inline]
pub fn add(vm: &Vm, exception: &Obj, function: This<'_, Function>, index: usize) {
    let Some(this) = as_exception(exception).filter(|this| !this.traceback_cut.get()) else { return };
    let next = this.traceback.get();
    // Raised again in the frame that handled it: the entry is there already.
    if let Some(first) = next.as_ref().and_then(|next| next.exact::<Traceback>())
        && first.function.is(function.obj())
        && raises_again(function, index)
    {
        return;
    }
    let entry = Traceback { next: Slot::new(next), function: function.own(), index: index as u32 };
    match vm.allocate_fixed(Kind::Container, entry) {
        Ok(entry) => this.traceback.set(Some(entry)),
        Err(_) => {
            this.traceback_cut.set(true);
            shorten(&this.traceback);
        }
    }
}

/// Keeps the innermost quarter of a traceback, so that who handles the exception has memory.
#[inline(never)]
fn shorten(traceback: &Slot) {
    let next = |entry: Ref| entry.exact::<Traceback>().and_then(|entry| entry.next.get());
    let mut len = 0usize;
    let mut each = traceback.get();
    while let Some(entry) = each {
        len += 1;
        each = next(entry);
    }
    let mut kept = traceback.get();
    for _ in 0..len - len / 4 {
        kept = kept.and_then(next);
    }
    traceback.set(kept);
}

/// Whether the instruction raises an exception that was raised before, as it is.
#[inline(never)]
fn raises_again(function: This<'_, Function>, index: usize) -> bool {
    let view = code_of(function.storage()).storage().view();
    let Some(insn) = view.and_then(|view| view.insns().get(index).copied()).map(Insn) else { return false };
    match insn.op() {
        Some(Op::RERAISE | Op::END_ASYNC_FOR) => true,
        Some(Op::RAISE) => insn.a() == 0,
        _ => false,
    }
}

impl Traceback {
    /// The line of the instruction.
    pub fn line(&self) -> u32 {
        self.function.exact::<Function>().map_or(0, |f| code_of(f.storage()).line_at(self.index as usize))
    }
}

fn tb_next(_vm: &Vm, this: This<'_, Traceback>) -> Outcome {
    Ok(this.next.get().unwrap_or_else(Ref::none))
}

fn set_next(vm: &Vm, this: This<'_, Traceback>, value: Option<&Obj>) -> Result<(), Raised> {
    match value {
        Some(value) if value.is_none() => this.next.set(None),
        Some(value) if value.exact::<Traceback>().is_some() => {
            let mut each = value.exact::<Traceback>().and_then(|next| next.next.get());
            let mut looped = value.is(this.obj());
            while let Some(entry) = each {
                looped |= entry.is(this.obj());
                each = entry.exact::<Traceback>().and_then(|entry| entry.next.get());
            }
            if looped {
                return Err(vm.value_error("traceback loop detected"));
            }
            this.next.set(Some(value.own()));
        }
        _ => return Err(vm.type_error("expected traceback object or None")),
    }
    Ok(())
}

fn tb_lineno(vm: &Vm, this: This<'_, Traceback>) -> Outcome {
    vm.int(this.line().into())
}

fn tb_lasti(vm: &Vm, this: This<'_, Traceback>) -> Outcome {
    vm.int(i64::from(this.index) * 2)
}

/// Lines and columns of the instruction, as `co_positions()` tells them.
fn tb_position(vm: &Vm, this: This<'_, Traceback>) -> Outcome {
    let function = this.function.exact::<Function>();
    let position = function.and_then(|f| code_of(f.storage()).view()?.position(this.index));
    crate::code::position_tuple(vm, position)
}

fn tb_frame(vm: &Vm, this: This<'_, Traceback>) -> Outcome {
    crate::frame_object::of_entry(vm, &this.function, this.index)
}

/// `TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`; the line is that of `tb_lasti`.
fn traceback_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let [next, frame, lasti, _line] = args else {
        return Err(vm.type_error("traceback() needs tb_next, tb_frame, tb_lasti and tb_lineno"));
    };
    let Some((function, _)) = crate::frame_object::parts(frame) else {
        return Err(vm.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {}",
            frame.type_().short_name()
        )));
    };
    let index = u32::try_from(vm.index(lasti)? / 2).unwrap_or(0);
    let entry = Traceback { next: Slot::new(None), function, index };
    let entry = vm.memory(vm.allocate(TypeRef::of(&TRACEBACK), entry, size_of::<Traceback>()))?;
    if let Some(this) = entry.exact::<Traceback>() {
        set_next(vm, this, Some(next))?;
    }
    Ok(entry)
}

py_type! {
    /// Entries of tracebacks.
    pub static TRACEBACK: Traceback = "traceback", "" {
        gc container;
        new traceback_new;
        attrs {
            getter "_position" () = tb_position, "";
            getter "tb_frame" () = tb_frame, "";
            getset "tb_next" (set_next) = tb_next, "";
            getter "tb_lineno" () = tb_lineno, "";
            getter "tb_lasti" () = tb_lasti, "";
        }
    }
}
