//! `frame`: what a program may see of a frame, as it was when it was asked for.

use pyrite_object::model::value::Outcome;
use pyrite_object::{Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type};

use crate::function::{Function, code_of};

/// Function, place and variables of a frame.
pub struct FrameObject {
    function: Ref,
    locals: Ref,
    /// A word of the instruction where it stands.
    index: usize,
}

// SAFETY: FRAME's instances hold this.
unsafe impl Storage for FrameObject {
    const TYPE: &'static Type = &FRAME;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.function);
        visitor.visit(&self.locals);
    }
}

/// A picture of frame `fp` of a function, which stands behind word `index` of its code.
///
/// # Errors
/// MemoryError.
///
/// # Safety
/// `fp` is a frame of `function` whose slots hold values.
pub unsafe fn new(vm: &Vm, function: &Ref, fp: *mut Ref, index: usize) -> Outcome {
    // SAFETY: the caller's condition.
    let locals = unsafe { crate::frame::locals_of(vm, fp) }?;
    let storage = FrameObject { function: function.clone(), locals, index: index.saturating_sub(1) };
    vm.memory(vm.allocate(TypeRef::of(&FRAME), storage, size_of::<FrameObject>()))
}

fn frame_code(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    vm.get_attr(&this.function, names::CODE())
}

fn frame_globals(_vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    Ok(this.function.exact::<Function>().map_or_else(Ref::none, |function| function.globals.clone()))
}

fn frame_locals(_vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    Ok(this.locals.clone())
}

fn frame_line(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    let function = this.function.exact::<Function>();
    vm.int(function.map_or(0, |function| code_of(function.storage()).line_at(this.index)).into())
}

fn frame_back(_vm: &Vm, _this: This<'_, FrameObject>) -> Outcome {
    Ok(Ref::none())
}

py_type! {
    /// Frames.
    pub static FRAME: FrameObject = "frame", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        attrs {
            getter "f_code" () = frame_code, "";
            getter "f_globals" () = frame_globals, "";
            getter "f_locals" () = frame_locals, "";
            getter "f_lineno" () = frame_line, "";
            getter "f_back" () = frame_back, "";
        }
    }
}
