//! `frame`: what a program may see of a frame.
//!
//! A frame object names its frame by address, and looks whether that still runs each time it
//! is asked; of a frame that is gone it knows the place where it was last seen. The frame of a
//! plain function keeps its object in the last header slot, so that there is one for each call.

use core::cell::Cell;

use pyrite_bytecode::CodeFlags;
use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::model::vm::Slot;
use pyrite_object::{Obj, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type};

use crate::frame::{ENTRY, SPECIAL, caller, caller_word, function, header, is_generator, locals_of};
use crate::function::{Function, code_of};

/// Function, frame and place.
pub struct FrameObject {
    function: Ref,
    /// Of a frame that may be gone; null if it is known to be.
    fp: Cell<*mut Ref>,
    /// A word of the instruction where it was last seen.
    index: Cell<u32>,
    /// The last `f_locals`.
    locals: Slot,
}

// SAFETY: FRAME's instances hold this.
unsafe impl Storage for FrameObject {
    const TYPE: &'static Type = &FRAME;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.function);
        visitor.visit_option(&self.locals.get());
    }

    fn clear(&self) {
        self.locals.set(None);
    }
}

/// Whether `fp[-1]` of a frame with [`SPECIAL`] is the instance that `__init__` was called for.
///
/// # Safety
/// `fp` is the frame of a function.
#[inline]
pub unsafe fn holds_instance(fp: *mut Ref) -> bool {
    // SAFETY: the caller's condition.
    let held = unsafe { crate::frame::namespace(fp) };
    !held.is(Obj::UNBOUND) && held.exact::<FrameObject>().is_none()
}

/// A running frame and the instruction that it executes, if known.
#[derive(Clone, Copy)]
struct Running {
    fp: *mut Ref,
    pc: *const u32,
}

/// The first running frame, from the innermost out, that `wanted` accepts.
fn find(vm: &Vm, mut wanted: impl FnMut(Running) -> bool) -> Option<Running> {
    let mut running = Running { fp: vm.thread.frame.get(), pc: vm.thread.place.get() };
    while !running.fp.is_null() {
        if wanted(running) {
            return Some(running);
        }
        // SAFETY: frames that are set are complete, and so are their callers.
        running = unsafe {
            Running { pc: header(running.fp, 2).cast::<*const u32>().read(), fp: caller(running.fp) }
        };
    }
    None
}

impl Running {
    fn function<'a>(self) -> This<'a, Function> {
        // SAFETY: see `find`.
        unsafe { function(self.fp) }
    }

    /// A word of the instruction that the frame executes; the first one if that is not known.
    fn index(self) -> u32 {
        let code = code_of(self.function().storage());
        let offset = self.pc.addr().wrapping_sub(code.insns.addr()) / size_of::<u32>();
        if offset > code.insn_count() { 0 } else { offset as u32 }
    }

    /// Whether the frame's last header slot may hold its object: it is not used otherwise.
    fn keeps_object(self) -> bool {
        let code = code_of(self.function().storage());
        // SAFETY: see `find`.
        let is_init = || unsafe {
            caller_word(self.fp).addr() & (SPECIAL | ENTRY) == SPECIAL && holds_instance(self.fp)
        };
        code.flags.contains(CodeFlags::OPTIMIZED) && !is_generator(&code) && !is_init()
    }

    /// The object of the frame.
    fn object(self, vm: &Vm) -> Outcome {
        let keeps = self.keeps_object();
        // SAFETY: see `find`: the slot holds a value if it may hold an object.
        if keeps && let Some(object) = unsafe { &*self.fp.sub(1) }.exact::<FrameObject>() {
            return Ok(object.own());
        }
        let object = make(vm, self.function().own(), self.fp, self.index())?;
        if keeps {
            // SAFETY: as above; what the slot held was the empty mark. Who leaves the frame is told.
            unsafe {
                header(self.fp, 3)
                    .cast::<*mut Ref>()
                    .write(caller_word(self.fp).map_addr(|word| word | SPECIAL));
                drop(self.fp.sub(1).replace(object.clone()));
            }
        }
        Ok(object)
    }
}

fn make(vm: &Vm, function: Ref, fp: *mut Ref, index: u32) -> Outcome {
    let storage =
        FrameObject { function, fp: Cell::new(fp), index: Cell::new(index), locals: Slot::new(None) };
    vm.memory(vm.allocate(TypeRef::of(&FRAME), storage, size_of::<FrameObject>()))
}

/// The frame `depth` calls outside of the innermost one.
///
/// # Errors
/// ValueError if there are fewer; MemoryError.
pub fn getframe(vm: &Vm, depth: usize) -> Outcome {
    let mut seen = 0;
    let found = find(vm, |_| {
        seen += 1;
        seen > depth
    });
    match found {
        Some(running) => running.object(vm),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

/// The frame of a traceback entry: that of the function, if one runs.
///
/// # Errors
/// MemoryError.
pub fn of_entry(vm: &Vm, function: &Ref, index: u32) -> Outcome {
    match find(vm, |running| running.function().obj().is(function)) {
        Some(running) => running.object(vm),
        None => make(vm, function.clone(), core::ptr::null_mut(), index),
    }
}

/// The frame of a generator that does not run; `fp` stands behind word `index` of its code.
///
/// # Errors
/// MemoryError.
///
/// # Safety
/// `fp` is a frame of `function` whose slots hold values.
pub unsafe fn of_generator(vm: &Vm, function: &Ref, fp: *mut Ref, index: usize) -> Outcome {
    let object = make(vm, function.clone(), fp, index.saturating_sub(1) as u32)?;
    if let Some(this) = object.exact::<FrameObject>() {
        // SAFETY: the caller's condition.
        this.locals.set(Some(unsafe { locals_of(vm, fp) }?));
    }
    Ok(object)
}

/// The frame of an object, if it runs.
fn running(vm: &Vm, this: This<'_, FrameObject>) -> Option<Running> {
    let fp = this.fp.get();
    let found = find(vm, |running| {
        running.fp == fp
            && running.function().obj().is(&this.function)
            // SAFETY: as in `Running::object`.
            && (!running.keeps_object() || unsafe { &*fp.sub(1) }.is(this.obj()))
    });
    if let Some(found) = found {
        this.index.set(found.index());
    }
    found
}

fn frame_code(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    vm.get_attr(&this.function, names::CODE())
}

fn frame_globals(_vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    Ok(this.function.exact::<Function>().map_or_else(Ref::none, |function| function.globals.clone()))
}

fn frame_builtins(vm: &Vm, _this: This<'_, FrameObject>) -> Outcome {
    Ok(vm.builtins.get().unwrap_or_else(Ref::none))
}

fn frame_locals(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    if let Some(found) = running(vm, this) {
        // SAFETY: a running frame's slots hold values.
        this.locals.set(Some(unsafe { locals_of(vm, found.fp) }?));
    }
    if let Some(locals) = this.locals.get() {
        return Ok(locals);
    }
    if let Some(function) = this.function.exact::<Function>()
        && !code_of(function.storage()).flags.contains(CodeFlags::OPTIMIZED)
    {
        return Ok(function.globals.clone());
    }
    vm.dict_from(Dict::new())
}

fn line(vm: &Vm, this: This<'_, FrameObject>) -> u32 {
    running(vm, this);
    let function = this.function.exact::<Function>();
    function.map_or(0, |function| code_of(function.storage()).line_at(this.index.get() as usize))
}

fn frame_line(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    vm.int(line(vm, this).into())
}

fn frame_lasti(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    running(vm, this);
    vm.int(i64::from(this.index.get()) * 2)
}

fn frame_back(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    let Some(mut found) = running(vm, this) else { return Ok(Ref::none()) };
    // SAFETY: see `find`.
    unsafe {
        found = Running { pc: header(found.fp, 2).cast::<*const u32>().read(), fp: caller(found.fp) };
    }
    if found.fp.is_null() { Ok(Ref::none()) } else { found.object(vm) }
}

fn frame_trace(_vm: &Vm, _this: This<'_, FrameObject>) -> Outcome {
    Ok(Ref::none())
}

fn frame_clear(vm: &Vm, this: This<'_, FrameObject>, _args: &[Ref]) -> Outcome {
    if running(vm, this).is_some() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    this.locals.set(None);
    Ok(Ref::none())
}

fn frame_repr(vm: &Vm, this: This<'_, FrameObject>) -> Outcome {
    let Some(function) = this.function.exact::<Function>() else { return vm.str("<frame>") };
    let code = code_of(function.storage());
    let filename = vm.repr(code.filename())?;
    vm.str_fmt(format_args!(
        "<frame at {:#x}, file {}, line {}, code {}>",
        this.obj().bits(),
        pyrite_object::new::Text(&filename),
        line(vm, this),
        pyrite_object::new::Text(code.name(0))
    ))
}

/// The function and the place of a frame object.
pub fn parts(object: &Obj) -> Option<(Ref, u32)> {
    let this = object.exact::<FrameObject>()?;
    Some((this.function.clone(), this.index.get()))
}

py_type! {
    /// Frames.
    pub static FRAME: FrameObject = "frame", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary frame_repr, }
        attrs {
            method "clear" (0, 0) = frame_clear, "";
            getter "f_code" () = frame_code, "";
            getter "f_globals" () = frame_globals, "";
            getter "f_builtins" () = frame_builtins, "";
            getter "f_locals" () = frame_locals, "";
            getter "f_lineno" () = frame_line, "";
            getter "f_lasti" () = frame_lasti, "";
            getter "f_back" () = frame_back, "";
            getter "f_trace" () = frame_trace, "";
        }
    }
}
