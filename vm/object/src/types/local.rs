//! `_thread._local`: attributes of which each thread has its own.
//!
//! The dicts belong to the threads ([`Vm::thread_locals`]); the object has one only while an
//! attribute is looked up or changed in it.

use crate::coll::dict::Dict;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, current, flags};
use crate::py_type;

/// A thread-local object.
#[repr(C)]
pub struct Local {
    /// The attributes of the running thread, while they are in use.
    dict: Slot,
    /// What a subclass is initialised with in each thread: a tuple, and a dict or nothing.
    args: Slot,
    kwargs: Slot,
}

// SAFETY: instances of LOCAL and its subtypes begin with this.
unsafe impl Storage for Local {
    const TYPE: &'static Type = &LOCAL;

    fn traverse(&self, visitor: &mut Visitor) {
        for slot in [&self.dict, &self.args, &self.kwargs] {
            slot.visit(visitor);
        }
    }

    fn clear(&self) {
        for slot in [&self.dict, &self.args, &self.kwargs] {
            slot.set(None);
        }
    }
}

impl Local {
    /// By what the threads know it. Small integers hold all but the lowest bits of an address.
    fn key(&self) -> Ref {
        Ref::small((core::ptr::from_ref(self).addr() >> 2) as isize)
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let vm = current::vm();
        let Some(all) = vm.threads.locals.get() else { return };
        let mut position = 0;
        while let Some((next, _, own)) = all.cast::<Dict>().and_then(|all| all.next_entry(position)) {
            position = next;
            match own.cast::<Dict>().map_or(Ok(None), |own| own.remove(vm, &self.key())) {
                Ok(attributes) => drop(attributes),
                Err(raised) => drop(vm.take_raised(raised)),
            }
        }
    }
}

fn local_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let has_arguments = !args.is_empty();
    if has_arguments && crate::class::instance::has_object_init(type_) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    vm.with_tuple_and_dict(args, names, |args, kwargs| {
        let local = Local {
            dict: Slot::new(None),
            args: Slot::new(Some(args.own())),
            kwargs: Slot::new(kwargs.map(Obj::own)),
        };
        let object = vm.memory(vm.allocate(type_, local, size_of::<Local>()))?;
        if let Some(this) = object.cast::<Local>() {
            // The caller initialises it for this thread.
            make_dict(vm, this)?;
        }
        Ok(object)
    })
}

/// Gives the running thread a dict of its own.
fn make_dict(vm: &Vm, this: This<'_, Local>) -> Outcome {
    let own = vm.thread_locals()?;
    let dict = vm.dict()?;
    if let Some(own) = own.cast::<Dict>() {
        own.insert(vm, &this.key(), dict.clone())?;
    }
    Ok(dict)
}

/// The attributes of the running thread; a subclass is initialised for each.
fn dict_of(vm: &Vm, this: This<'_, Local>) -> Outcome {
    let own = vm.thread_locals()?;
    if let Some(dict) = own.cast::<Dict>().map_or(Ok(None), |own| own.get(vm, &this.key()))? {
        return Ok(dict);
    }
    let dict = make_dict(vm, this)?;
    let type_ = this.obj().type_();
    if let Some(init) = type_.init()
        && !crate::class::instance::has_object_init(type_)
        && let Some(args) = this.args.get()
        && init(this.obj(), &args, this.kwargs.get().as_deref()) < 0
    {
        // As if it had not been used here.
        if let Some(own) = own.cast::<Dict>() {
            let raised = vm.thread.raised.take();
            if let Err(second) = own.remove(vm, &this.key()) {
                drop(vm.take_raised(second));
            }
            vm.thread.raised.set(raised);
        }
        return Err(Raised::already_set());
    }
    Ok(dict)
}

/// Does `body` with the attributes of the running thread in place; between that and the look at
/// them no other thread runs.
fn within<T>(vm: &Vm, this: This<'_, Local>, body: impl FnOnce() -> Result<T, Raised>) -> Result<T, Raised> {
    this.dict.set(Some(dict_of(vm, this)?));
    let result = body();
    this.dict.set(None);
    result
}

fn local_get(vm: &Vm, this: This<'_, Local>, name: &Obj) -> Outcome {
    within(vm, this, || vm.generic_get_attr(this.obj(), name))
}

fn local_store(vm: &Vm, this: This<'_, Local>, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    if crate::ops::call::str_is(name, "__dict__") {
        return Err(vm.attribute_error(format_args!(
            "'{}' object attribute '__dict__' is read-only",
            this.obj().type_().short_name()
        )));
    }
    within(vm, this, || vm.generic_store_attr(this.obj(), name, value))
}

const DICT_OFFSET: isize = (HEADER_SIZE + core::mem::offset_of!(Local, dict)) as isize;

py_type! {
    /// Thread-local objects.
    pub static LOCAL: Local = "_thread._local", "Attributes of which each thread has its own." {
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new local_new;
        slots { getattro: binary local_get, setattro: store local_store, }
        attrs { getter "__dict__" () = dict_of, ""; }
    }
}
