//! Weak references: which ones an object has, and what happens to them at its end.
//!
//! The references to an object form a list. Its head is in an index by address, so that an
//! object without weak references pays nothing; types of C extensions may have a place for it
//! in their instances (`tp_weaklistoffset`). References without a callback come first.
//! Order at the end of an object: `__del__`, then all its references are cleared, then the
//! callbacks run.

use core::cell::Cell;
use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use super::index::AddressIndex;
use crate::model::storage::{HEADER_SIZE, Visitor};
use crate::model::value::{Header, Obj, Ref};
use crate::model::vm::Slot;
use crate::model::{Storage, This, Type, TypeRef, Vm, flags, knot};

/// Storage of `weakref.ref` and of proxies.
#[repr(C)]
pub struct WeakRef {
    /// What is referenced; `None` once it is dead.
    target: Cell<Option<NonNull<Header>>>,
    /// Called with the reference when the object dies.
    pub callback: Slot,
    /// The hash of the object once it was asked for; -1: it was not.
    pub hash: Cell<isize>,
    next: Cell<Option<NonNull<WeakRef>>>,
    previous: Cell<Option<NonNull<WeakRef>>>,
    /// The object is as good as dead: its end is only postponed.
    hidden: Cell<bool>,
}

// SAFETY: instances of REFERENCE and its subtypes begin with this (and those of the proxies).
unsafe impl Storage for WeakRef {
    const TYPE: &'static Type = &knot::REFERENCE;

    fn traverse(&self, visitor: &mut Visitor) {
        self.callback.visit(visitor);
    }

    fn clear(&self) {
        unlink(self);
        self.callback.set(None);
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        unlink(self);
    }
}

/// The heads of the lists.
pub struct WeakIndex(AddressIndex);

impl Default for WeakIndex {
    fn default() -> WeakIndex {
        WeakIndex(AddressIndex::new(|entry| {
            // SAFETY: entries are weak references in a list.
            unsafe { storage(entry).as_ref() }.target.get().map_or(0, |target| target.as_ptr().addr())
        }))
    }
}

fn storage(object: NonNull<Header>) -> NonNull<WeakRef> {
    // SAFETY: the storage is inside the object.
    unsafe { object.byte_add(HEADER_SIZE).cast() }
}

fn header(node: NonNull<WeakRef>) -> NonNull<Header> {
    // SAFETY: the header is in front of the storage.
    unsafe { node.byte_sub(HEADER_SIZE).cast() }
}

/// A node of a list.
///
/// # Safety
/// The node is in a list (or held otherwise), and stays so while the result is used.
unsafe fn node<'a>(node: NonNull<WeakRef>) -> &'a WeakRef {
    // SAFETY: nodes are whole as long as they are in a list: their end takes them out.
    unsafe { node.as_ref() }
}

/// An owned reference to a node; `None` if it is about to be deallocated.
fn live(node: NonNull<WeakRef>) -> Option<Ref> {
    // SAFETY: the node is whole.
    let object = unsafe { Obj::from_ptr(header(node)) };
    // SAFETY: as above.
    (unsafe { (*header(node).as_ptr()).refcount } > 0).then(|| object.own())
}

/// The inside of a weak reference or proxy.
pub fn cast(object: &Obj) -> Option<This<'_, WeakRef>> {
    let is_proxy = object.type_().is(&knot::PROXY) || object.type_().is(&knot::CALLABLE_PROXY);
    // SAFETY: proxies hold the same storage.
    if is_proxy { Some(unsafe { This::new_unchecked(object) }) } else { object.cast() }
}

/// Whether instances of a type can be referenced weakly.
pub fn can_reference(type_: TypeRef) -> bool {
    type_.has(flags::MANAGED_WEAKREF) || place_in(type_) != 0
}

/// `tp_weaklistoffset`
fn place_in(type_: TypeRef) -> isize {
    // SAFETY: the type is initialised.
    unsafe { (*type_.as_ptr()).weaklist_offset }
}

/// The place of the head in an instance of a C type.
fn own_place(object: NonNull<Header>) -> Option<NonNull<Option<NonNull<Header>>>> {
    // SAFETY: the object is whole, its type is initialised.
    let offset = place_in(unsafe { (*object.as_ptr()).type_ });
    // SAFETY: the type says that there is a pointer.
    (offset > 0).then(|| unsafe { object.byte_offset(offset).cast() })
}

fn head(vm: &Vm, object: NonNull<Header>) -> Option<NonNull<WeakRef>> {
    match own_place(object) {
        // SAFETY: the place holds null or a weak reference.
        Some(place) => unsafe { place.read() }.map(storage),
        None => vm.heap.weak.0.find(object.as_ptr().addr()).map(storage),
    }
}

fn set_head(vm: &Vm, object: NonNull<Header>, first: Option<NonNull<WeakRef>>) -> Result<(), OutOfMemory> {
    match (own_place(object), first) {
        // SAFETY: as in `head`.
        (Some(place), _) => unsafe { place.write(first.map(header)) },
        (None, Some(first)) => return vm.heap.weak.0.insert(header(first)),
        (None, None) => drop(vm.heap.weak.0.remove(object.as_ptr().addr())),
    }
    Ok(())
}

/// Takes a reference out of the list of its object, which is dead to it from here on.
fn unlink(this: &WeakRef) {
    let Some(target) = this.target.get() else { return };
    let (previous, next) = (this.previous.take(), this.next.take());
    if let Some(next) = next {
        // SAFETY: neighbours are in the list.
        unsafe { node(next) }.previous.set(previous);
    }
    match previous {
        // SAFETY: as above.
        Some(previous) => unsafe { node(previous) }.next.set(next),
        // The place of an entry is there already, so that this cannot fail.
        None => {
            let _ = set_head(crate::model::current::vm(), target, next);
        }
    }
    this.target.set(None);
}

impl WeakRef {
    /// A reference to nothing yet, see [`add`].
    pub fn new(callback: Option<Ref>) -> WeakRef {
        WeakRef {
            target: Cell::new(None),
            callback: Slot::new(callback),
            hash: Cell::new(-1),
            next: Cell::new(None),
            previous: Cell::new(None),
            hidden: Cell::new(false),
        }
    }

    /// The object; `None` if it is dead.
    pub fn referent(&self) -> Option<Ref> {
        let target = self.target.get().filter(|_| !self.hidden.get())?;
        // SAFETY: the end of an object clears the references to it.
        let object = unsafe { Obj::from_ptr(target) };
        (object.refcount() > 0).then(|| object.own())
    }

    fn is_plain(&self) -> bool {
        !self.callback.is_some()
    }
}

/// Makes `this` a reference to `object`, whose type allows it.
///
/// # Errors
/// [`OutOfMemory`].
pub fn add(vm: &Vm, this: This<'_, WeakRef>, object: &Obj) -> Result<(), OutOfMemory> {
    let target = object.as_ptr();
    let first = head(vm, target);
    // Behind those without callback, or in front if it has none itself.
    let mut previous = None;
    let mut next = first;
    while let Some(each) = next
        // SAFETY: the list is whole.
        && let each_node = unsafe { node(each) }
        && each_node.is_plain()
        && !this.is_plain()
    {
        previous = Some(each);
        next = each_node.next.get();
    }
    this.target.set(Some(target));
    match previous {
        // SAFETY: as above.
        Some(previous) => unsafe { node(previous) }.next.set(Some(this.as_ptr())),
        None => {
            let added = set_head(vm, target, Some(this.as_ptr()));
            if added.is_err() {
                this.target.set(None);
                return added;
            }
        }
    }
    this.previous.set(previous);
    this.next.set(next);
    if let Some(next) = next {
        // SAFETY: as above.
        unsafe { node(next) }.previous.set(Some(this.as_ptr()));
    }
    Ok(())
}

/// Calls `visit` with the references to an object, until it returns true.
pub fn find(vm: &Vm, object: &Obj, mut visit: impl FnMut(&WeakRef, Ref) -> bool) {
    if !object.is_pointer() || !can_reference(object.type_()) {
        return;
    }
    let mut each = head(vm, object.as_ptr());
    while let Some(this) = each {
        // SAFETY: the list is whole: visitors do not drop the last reference to a node.
        let this_node = unsafe { node(this) };
        each = this_node.next.get();
        if let Some(object) = live(this)
            && visit(this_node, object)
        {
            return;
        }
    }
}

/// The reference of exactly `type_` and without a callback, which is shared.
pub fn shared(vm: &Vm, object: &Obj, type_: &'static Type) -> Option<Ref> {
    let mut found = None;
    find(vm, object, |this, reference| {
        if this.is_plain() && reference.type_().is(type_) {
            found = Some(reference);
        }
        found.is_some() || !this.is_plain()
    });
    found
}

/// Callbacks that wait to be called: references linked by `next`, each with a count.
#[derive(Default)]
pub struct Callbacks(Option<NonNull<WeakRef>>);

impl Callbacks {
    /// Clears the references to an object and notes those whose callbacks `wanted` admits.
    pub fn detach(&mut self, vm: &Vm, object: NonNull<Header>, wanted: fn(NonNull<Header>) -> bool) {
        let mut last = &mut self.0;
        let mut each = head(vm, object);
        if each.is_some() {
            // Taking an entry out cannot fail.
            let _ = set_head(vm, object, None);
        }
        // SAFETY: the list was whole, and no code runs that could drop a node.
        unsafe {
            while let Some(waiting) = *last {
                last = &mut *node(waiting).next.as_ptr();
            }
            while let Some(this) = each {
                each = node(this).next.take();
                node(this).previous.set(None);
                node(this).target.set(None);
                if node(this).callback.is_some()
                    && wanted(header(this))
                    && let Some(counted) = live(this)
                {
                    *last = Some(storage(counted.into_raw()));
                    last = &mut *node(this).next.as_ptr();
                }
            }
        }
    }

    /// Calls them.
    pub fn run(mut self, vm: &Vm) {
        while let Some(this) = self.0 {
            // SAFETY: the list has a count of each of its nodes, which goes over to `reference`.
            let (reference, this) = unsafe { (Ref::from_raw(header(this)), node(this)) };
            self.0 = this.next.take();
            let Some(callback) = this.callback.take() else { continue };
            let before = vm.thread.raised.take();
            if let Err(raised) = vm.call_one(&callback, &reference) {
                let exception = vm.take_raised(raised);
                (vm.unraisable.get())(vm, &exception, &callback, None);
            }
            vm.thread.raised.set(before);
        }
    }
}

/// Ends the weak references to an object that is being deallocated.
///
/// # Safety
/// `object` is whole.
#[inline(always)]
pub unsafe fn clear(vm: &Vm, object: NonNull<Header>, type_: TypeRef) {
    if !vm.heap.weak.0.is_empty() && type_.has(flags::MANAGED_WEAKREF) {
        end(vm, object);
    }
}

/// Ends the weak references to an object: `PyObject_ClearWeakRefs`.
#[cold]
pub fn end(vm: &Vm, object: NonNull<Header>) {
    let mut callbacks = Callbacks::default();
    callbacks.detach(vm, object, |_| true);
    callbacks.run(vm);
}

/// Whether the end of an object calls a function.
pub fn has_callback(vm: &Vm, object: NonNull<Header>) -> bool {
    if vm.heap.weak.0.is_empty() {
        return false;
    }
    let mut found = false;
    // SAFETY: the callers hold a whole object.
    find(vm, unsafe { Obj::from_ptr(object) }, |this, _| {
        found = this.callback.is_some();
        found
    });
    found
}

/// Hides an object whose deallocation is postponed from its weak references, or shows it again.
pub fn hide(vm: &Vm, object: NonNull<Header>, hidden: bool) {
    if vm.heap.weak.0.is_empty() {
        return;
    }
    // SAFETY: the callers hold a whole object.
    find(vm, unsafe { Obj::from_ptr(object) }, |this, _| {
        this.hidden.set(hidden);
        false
    });
}
