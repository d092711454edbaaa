//! `_abc`: what abstract base classes know.
//!
//! Every abstract class has three sets in its `_abc_impl`: what was registered with it, and the
//! classes known to be, and not to be, its subclasses. A set is a dict from the class's address
//! to a weak reference; an entry whose class is gone counts for nothing.
//! Sources: PEP 3119; Python Library Reference, "abc".

use pyrite_api::types::{Cells, FROZENSET, cells_of, set_collection, type_of};
use pyrite_api::{
    Dict, List, Obj, Outcome, Raised, Ref, Slot, This, Tuple, TypeRef, Vm, flags, names, py_module, py_type,
    required, weak,
};

py_type! {
    /// `_abc_impl` of a class. Slots: the registry, the subclasses, what are none. Number: the
    /// count of registrations for which the last are true.
    pub static ABC_DATA: Cells = "_abc._abc_data", "What an abstract class knows." {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
    }
}

fn name(vm: &Vm, text: &str) -> Outcome {
    vm.memory(vm.intern(text))
}

/// Calls `body` with the state of abstract class `class`.
fn with_data<T>(
    vm: &Vm,
    class: &Obj,
    body: impl FnOnce(This<'_, Cells>) -> Result<T, Raised>,
) -> Result<T, Raised> {
    let data = type_of(class).and_then(|type_| vm.own_attr(type_, &*name(vm, "_abc_impl").ok()?));
    match data.as_deref().and_then(|data| cells_of(data, &ABC_DATA)) {
        Some(data) => body(data),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn key_of(class: &Obj) -> Ref {
    Ref::small((class.bits() >> 2) as isize)
}

/// The class that an entry stands for, if it is still there.
fn class_of(entry: &Obj) -> Option<Ref> {
    match weak::cast(entry) {
        Some(reference) => reference.referent(),
        None => Some(entry.own()),
    }
}

fn contains(vm: &Vm, set: &Slot, class: &Obj) -> Result<bool, Raised> {
    let Some(entries) = set.get() else { return Ok(false) };
    let Some(entries) = entries.cast::<Dict>() else { return Ok(false) };
    let entry = entries.get(vm, &key_of(class))?;
    Ok(entry.is_some_and(|entry| class_of(&entry).is_some_and(|found| found.is(class))))
}

fn add(vm: &Vm, set: &Slot, class: &Obj) -> Result<(), Raised> {
    if !set.is_some() {
        set.set(Some(vm.dict()?));
    }
    let Some(entries) = set.get() else { return Ok(()) };
    let Some(entries) = entries.cast::<Dict>() else { return Ok(()) };
    let is_heap = type_of(class).is_some_and(TypeRef::is_heap);
    let entry =
        if is_heap { weak::make(vm, TypeRef::of(&weak::REFERENCE), class, None)? } else { class.own() };
    if entries.len() >= 16 && entries.len().is_power_of_two() {
        let mut position = 0;
        while let Some((next, key, entry)) = entries.next_entry(position) {
            if class_of(&entry).is_none() {
                drop(entries.remove(vm, &key)?);
            }
            position = next;
        }
    }
    entries.insert(vm, &key_of(class), entry).map(drop)
}

/// Whether a value of a class's namespace is an abstract method.
fn is_abstract(vm: &Vm, value: &Obj) -> Result<bool, Raised> {
    match vm.find_attr(value, names::ISABSTRACTMETHOD())? {
        Some(mark) => vm.is_true(&mark),
        None => Ok(false),
    }
}

/// `_abc_init(class)`: finds the abstract methods.
fn init(vm: &Vm, args: &[Ref]) -> Outcome {
    let class = required(args, 0);
    let Some(type_) = type_of(class) else {
        return Err(vm.type_error("_abc_init() argument must be a class"));
    };
    let found = List::new();
    if let Some(namespace) = type_.dict().and_then(|dict| dict.cast::<Dict>()) {
        let mut position = 0;
        while let Some((next, key, value)) = namespace.next_entry(position) {
            if is_abstract(vm, &value)? {
                vm.memory(found.push(vm, key))?;
            }
            position = next;
        }
    }
    let bases = vm.get_attr(class, names::BASES())?;
    for base in bases.cast::<Tuple>().map_or(&[][..], This::items) {
        let Some(inherited) = vm.find_attr(base, names::ABSTRACTMETHODS())? else { continue };
        vm.for_each(&inherited, |key| match vm.find_attr(class, &key)? {
            Some(value) if is_abstract(vm, &value)? => vm.memory(found.push(vm, key)),
            _ => Ok(()),
        })?;
    }
    let found = vm.list_from(found)?;
    let found = vm.call_one(TypeRef::of(&FROZENSET).as_obj(), &found)?;
    vm.set_attr(class, names::ABSTRACTMETHODS(), &found)?;
    let data = vm.cells(TypeRef::of(&ABC_DATA), [const { None }; 4], [0, 0])?;
    vm.set_attr(class, &*name(vm, "_abc_impl")?, &data)?;
    if let Some(kind) = vm.own_attr(type_, names::ABC_TPFLAGS()) {
        let kind = usize::try_from(vm.index(&kind)?).unwrap_or(0);
        let both = flags::SEQUENCE | flags::MAPPING;
        if kind & both == both {
            return Err(
                vm.type_error("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
            );
        }
        set_collection(vm, type_, kind);
        vm.store_attr(class, names::ABC_TPFLAGS(), None)?;
    }
    Ok(Ref::none())
}

/// `class.register(subclass)`
fn register(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let subclass = required(args, 0);
    let Some(type_) = type_of(subclass) else { return Err(vm.type_error("Can only register classes")) };
    if vm.is_subclass(subclass, this)? {
        return Ok(subclass.own());
    }
    if vm.is_subclass(this, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    with_data(vm, this, |data| {
        let [registry, ..] = &data.slots;
        add(vm, registry, subclass)
    })?;
    vm.abc_epoch.set(vm.abc_epoch.get().wrapping_add(1));
    let kind = type_of(this).map_or(0, TypeRef::flags) & (flags::SEQUENCE | flags::MAPPING);
    if kind != 0 {
        set_collection(vm, type_, kind);
    }
    Ok(subclass.own())
}

/// Drops what is known not to be a subclass, if a class was registered since.
fn refresh(vm: &Vm, data: This<'_, Cells>) {
    let ([_, _, negative, _], [version, _]) = (&data.slots, &data.numbers);
    let now = vm.abc_epoch.get() as isize;
    if version.get() != now {
        version.set(now);
        negative.set(None);
    }
}

/// `class.__instancecheck__(instance)`
fn instance_check(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let instance = required(args, 0);
    let class = vm.get_attr(instance, names::CLASS())?;
    let type_ = instance.type_().as_obj();
    let known = with_data(vm, this, |data| {
        let [_, positive, negative, _] = &data.slots;
        if contains(vm, positive, &class)? {
            return Ok(Some(true));
        }
        refresh(vm, data);
        Ok(if class.is(type_) && contains(vm, negative, &class)? { Some(false) } else { None })
    })?;
    if let Some(known) = known {
        return Ok(Ref::bool(known));
    }
    let answer = vm.call_method(this, names::SUBCLASSCHECK(), core::slice::from_ref(&class))?;
    if class.is(type_) || vm.is_true(&answer)? {
        return Ok(answer);
    }
    vm.call_method(this, names::SUBCLASSCHECK(), &[type_.own()])
}

/// `class.__subclasscheck__(subclass)`
fn subclass_check(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let subclass = required(args, 0);
    if type_of(subclass).is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let _guard = vm.enter_native()?;
    with_data(vm, this, |data| {
        let [_, positive, negative, _] = &data.slots;
        if contains(vm, positive, subclass)? {
            return Ok(Ref::bool(true));
        }
        refresh(vm, data);
        if contains(vm, negative, subclass)? {
            return Ok(Ref::bool(false));
        }
        let answer = find_out(vm, this, data, subclass)?;
        add(vm, if answer { positive } else { negative }, subclass)?;
        Ok(Ref::bool(answer))
    })
}

/// Asks the hook, the bases, what is registered, and the subclasses.
fn find_out(vm: &Vm, this: &Obj, data: This<'_, Cells>, subclass: &Obj) -> Result<bool, Raised> {
    let hook = vm.call_method(this, &*name(vm, "__subclasshook__")?, &[subclass.own()])?;
    if hook.is(Obj::TRUE) || hook.is(Obj::FALSE) {
        return Ok(hook.is(Obj::TRUE));
    }
    if !hook.is(Obj::NOT_IMPLEMENTED) {
        return Err(vm.assertion_error("__subclasshook__ must return either False, True, or NotImplemented"));
    }
    if vm.is_plain_subclass(subclass, this)? {
        return Ok(true);
    }
    // What is registered may change while it is asked.
    let [registry, ..] = &data.slots;
    let registered = List::new();
    if let Some(entries) = registry.get().as_deref().and_then(|registry| registry.cast::<Dict>()) {
        let mut position = 0;
        while let Some((next, _, entry)) = entries.next_entry(position) {
            if let Some(class) = class_of(&entry) {
                vm.memory(registered.push(vm, class))?;
            }
            position = next;
        }
    }
    let registered = vm.list_from(registered)?;
    let subclasses = vm.call_method(this, names::SUBCLASSES(), &[])?;
    for classes in [registered, subclasses] {
        let iterator = vm.iter(&classes)?;
        while let Some(class) = vm.next(&iterator)? {
            if vm.is_subclass(subclass, &class)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn token(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.abc_epoch.get().into())
}

/// Forgets registrations, or what was found out.
fn reset(vm: &Vm, args: &[Ref], range: core::ops::Range<usize>) -> Outcome {
    with_data(vm, required(args, 0), |data| {
        data.slots.get(range).unwrap_or(&[]).iter().for_each(|slot| slot.set(None));
        Ok(Ref::none())
    })
}

py_module! {
    /// `_abc`
    pub static ABC = "_abc", "" {
        function "_abc_init" (1, 1) = init, "Makes a new class ready to be abstract.";
        method "register" (1, 1) = register, "Count a class among the subclasses; gives it back.";
        method "__instancecheck__" (1, 1) = instance_check, "What isinstance() asks.";
        method "__subclasscheck__" (1, 1) = subclass_check, "What issubclass() asks.";
        function "get_cache_token" (0, 0) = token, "A value that changes with each registration.";
        function "_reset_registry" (1, 1) = |vm, args| reset(vm, args, 0..1), "";
        function "_reset_caches" (1, 1) = |vm, args| reset(vm, args, 1..3), "";
    }
}
