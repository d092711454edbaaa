//! Special methods and slots: which name stands for which slot.
//!
//! A class that defines `__len__` gets a function of [`super::generic`] in the slot; a builtin
//! type that fills the slot shows `__len__` as a wrapper ([`super::wrap`]).

use core::ptr::{NonNull, null};

use pyrite_algo::OutOfMemory;

use super::generic as g;
use super::mro;
use super::wrap::Wrap;
use crate::coll::dict::Dict;
use crate::heap::Kind;
use crate::model::slots::{AsyncSlots, MappingSlots, NumberSlots, SequenceSlots};
use crate::model::types::HeapPart;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, TypeRef, Vm, flags};
use crate::names;
use crate::raw::tuple::Tuple;

/// The struct a slot is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// [`Type`] itself.
    Type,
    /// [`NumberSlots`]
    Number,
    /// [`SequenceSlots`]
    Sequence,
    /// [`MappingSlots`]
    Mapping,
    /// [`AsyncSlots`]
    Async,
}

/// Where a slot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The struct.
    pub table: Table,
    /// Byte offset in it.
    pub offset: u16,
}

/// A slot function of whatever signature, or null.
pub type Function = *const ();

/// One special method of one slot.
pub struct SlotDef {
    /// The method's name.
    pub name: fn() -> &'static Obj,
    /// The slot.
    pub place: Place,
    /// What a class that defines the method gets; null: the slot is not set by it.
    pub generic: Function,
    /// How a call of the wrapper calls the slot.
    pub wrap: Wrap,
    /// `__doc__`
    pub doc: &'static str,
}

// SAFETY: the pointers are addresses of functions.
unsafe impl Sync for SlotDef {}

macro_rules! place {
    (Type $field:ident) => {
        $crate::class::slots::Place {
            table: $crate::class::slots::Table::Type,
            offset: core::mem::offset_of!($crate::model::types::Type, $field) as u16,
        }
    };
    (Number $field:ident) => {
        $crate::class::slots::Place {
            table: $crate::class::slots::Table::Number,
            offset: core::mem::offset_of!($crate::model::slots::NumberSlots, $field) as u16,
        }
    };
    (Sequence $field:ident) => {
        $crate::class::slots::Place {
            table: $crate::class::slots::Table::Sequence,
            offset: core::mem::offset_of!($crate::model::slots::SequenceSlots, $field) as u16,
        }
    };
    (Mapping $field:ident) => {
        $crate::class::slots::Place {
            table: $crate::class::slots::Table::Mapping,
            offset: core::mem::offset_of!($crate::model::slots::MappingSlots, $field) as u16,
        }
    };
    (Async $field:ident) => {
        $crate::class::slots::Place {
            table: $crate::class::slots::Table::Async,
            offset: core::mem::offset_of!($crate::model::slots::AsyncSlots, $field) as u16,
        }
    };
}
pub(crate) use place;

macro_rules! generic {
    (none) => {
        null()
    };
    ($function:ident) => {
        g::$function as *const ()
    };
}

macro_rules! slot_defs {
    ($($name:ident: $table:ident $field:ident = $generic:ident, $wrap:ident, $doc:literal;)*) => {
        /// Every special method that is a slot.
        pub static SLOT_DEFS: &[SlotDef] = &[$(SlotDef {
            name: names::$name,
            place: place!($table $field),
            generic: generic!($generic),
            wrap: Wrap::$wrap,
            doc: if crate::model::native::DOCS { $doc } else { "" },
        }),*];
    };
}

slot_defs! {
    GETATTRIBUTE: Type getattro = get_attr, GetAttr, "Look up an attribute.";
    GETATTR: Type getattro = get_attr, Hidden, "";
    SETATTR: Type setattro = set_attr, SetAttr, "Assign to an attribute.";
    DELATTR: Type setattro = set_attr, DelAttr, "Remove an attribute.";
    REPR: Type repr = repr, Unary, "Return repr(self).";
    HASH: Type hash = hash, Hash, "Return hash(self).";
    CALL: Type call = call, Call, "Make a call.";
    STR: Type str_ = str_, Unary, "Return str(self).";
    LT: Type richcompare = compare, Lt, "Return self<value.";
    LE: Type richcompare = compare, Le, "Return self<=value.";
    EQ: Type richcompare = compare, Eq, "Return self==value.";
    NE: Type richcompare = compare, Ne, "Return self!=value.";
    GT: Type richcompare = compare, Gt, "Return self>value.";
    GE: Type richcompare = compare, Ge, "Return self>=value.";
    ITER: Type iter = iter, Unary, "Give an iterator.";
    NEXT: Type iternext = next, Next, "Give the next item.";
    GET: Type descr_get = descr_get, DescrGet, "Get it for an instance or its class.";
    SET: Type descr_set = descr_set, DescrSet, "Store it for an instance.";
    DELETE: Type descr_set = descr_set, DescrDelete, "Drop it from an instance.";
    INIT: Type init = init, Init, "Set up a fresh instance.";
    DEL: Type finalize = finalize, Del, "Finalizer of the instance.";
    ADD: Number add = add, BinaryLeft, "Return self+value.";
    RADD: Number add = add, BinaryRight, "Return value+self.";
    SUB: Number subtract = subtract, BinaryLeft, "Return self-value.";
    RSUB: Number subtract = subtract, BinaryRight, "Return value-self.";
    MUL: Number multiply = multiply, BinaryLeft, "Return self*value.";
    RMUL: Number multiply = multiply, BinaryRight, "Return value*self.";
    MOD: Number remainder = remainder, BinaryLeft, "Return self%value.";
    RMOD: Number remainder = remainder, BinaryRight, "Return value%self.";
    DIVMOD: Number divmod = divmod, BinaryLeft, "Quotient and remainder.";
    RDIVMOD: Number divmod = divmod, BinaryRight, "Reflected divmod().";
    POW: Number power = power, Power, "Raise to a power.";
    RPOW: Number power = power, PowerRight, "Reflected power.";
    NEG: Number negative = negative, Unary, "-self";
    POS: Number positive = positive, Unary, "+self";
    ABS: Number absolute = absolute, Unary, "abs(self)";
    BOOL: Number bool_ = bool_, Inquiry, "Truth value.";
    INVERT: Number invert = invert, Unary, "~self";
    LSHIFT: Number lshift = lshift, BinaryLeft, "Return self<<value.";
    RLSHIFT: Number lshift = lshift, BinaryRight, "Return value<<self.";
    RSHIFT: Number rshift = rshift, BinaryLeft, "Return self>>value.";
    RRSHIFT: Number rshift = rshift, BinaryRight, "Return value>>self.";
    AND: Number and = and, BinaryLeft, "Return self&value.";
    RAND: Number and = and, BinaryRight, "Return value&self.";
    XOR: Number xor = xor, BinaryLeft, "Return self^value.";
    RXOR: Number xor = xor, BinaryRight, "Return value^self.";
    OR: Number or = or, BinaryLeft, "Return self|value.";
    ROR: Number or = or, BinaryRight, "Return value|self.";
    INT: Number int = int, Unary, "int(self)";
    FLOAT: Number float = float, Unary, "float(self)";
    IADD: Number inplace_add = inplace_add, Binary, "Return self+=value.";
    ISUB: Number inplace_subtract = inplace_subtract, Binary, "Return self-=value.";
    IMUL: Number inplace_multiply = inplace_multiply, Binary, "Return self*=value.";
    IMOD: Number inplace_remainder = inplace_remainder, Binary, "Return self%=value.";
    IPOW: Number inplace_power = inplace_power, InplacePower, "Return self**=value.";
    ILSHIFT: Number inplace_lshift = inplace_lshift, Binary, "Return self<<=value.";
    IRSHIFT: Number inplace_rshift = inplace_rshift, Binary, "Return self>>=value.";
    IAND: Number inplace_and = inplace_and, Binary, "Return self&=value.";
    IXOR: Number inplace_xor = inplace_xor, Binary, "Return self^=value.";
    IOR: Number inplace_or = inplace_or, Binary, "Return self|=value.";
    FLOORDIV: Number floor_divide = floor_divide, BinaryLeft, "Return self//value.";
    RFLOORDIV: Number floor_divide = floor_divide, BinaryRight, "Return value//self.";
    TRUEDIV: Number true_divide = true_divide, BinaryLeft, "Return self/value.";
    RTRUEDIV: Number true_divide = true_divide, BinaryRight, "Return value/self.";
    IFLOORDIV: Number inplace_floor_divide = inplace_floor_divide, Binary, "Return self//=value.";
    ITRUEDIV: Number inplace_true_divide = inplace_true_divide, Binary, "Return self/=value.";
    INDEX: Number index = index, Unary, "The exact index value.";
    MATMUL: Number matrix_multiply = matrix_multiply, BinaryLeft, "Return self@value.";
    RMATMUL: Number matrix_multiply = matrix_multiply, BinaryRight, "Return value@self.";
    IMATMUL: Number inplace_matrix_multiply = inplace_matrix_multiply, Binary, "Return self@=value.";
    LEN: Mapping length = length, Length, "Return len(self).";
    GETITEM: Mapping subscript = subscript, Binary, "Return self[key].";
    SETITEM: Mapping ass_subscript = ass_subscript, SetItem, "Store an item.";
    DELITEM: Mapping ass_subscript = ass_subscript, DelItem, "Delete self[key].";
    LEN: Sequence length = length, Length, "Return len(self).";
    GETITEM: Sequence item = item, Item, "Return self[key].";
    SETITEM: Sequence ass_item = ass_item, SetIndex, "Store an item.";
    DELITEM: Sequence ass_item = ass_item, DelIndex, "Delete self[key].";
    CONTAINS: Sequence contains = contains, Contains, "Membership test.";
    ADD: Sequence concat = none, Binary, "Return self+value.";
    MUL: Sequence repeat = none, Repeat, "Return self*value.";
    RMUL: Sequence repeat = none, Repeat, "Return value*self.";
    IADD: Sequence inplace_concat = none, Binary, "In-place +.";
    IMUL: Sequence inplace_repeat = none, Repeat, "In-place *.";
    AWAIT: Async await_ = await_, Unary, "Iterator that await drives.";
    AITER: Async aiter = aiter, Unary, "Asynchronous iterator.";
    ANEXT: Async anext = anext, Unary, "Awaitable next item.";
}

/// The function in a slot, or null.
pub fn read(type_: TypeRef, place: Place) -> Function {
    let ptr = type_.as_ptr();
    // SAFETY: the type is initialised, its tables are null or valid, the offset is that of a
    // slot, which is a nullable function pointer.
    unsafe {
        let start: *const u8 = match place.table {
            Table::Type => ptr.cast_const().cast(),
            Table::Number => (*ptr).as_number.cast(),
            Table::Sequence => (*ptr).as_sequence.cast(),
            Table::Mapping => (*ptr).as_mapping.cast(),
            Table::Async => (*ptr).as_async.cast(),
        };
        if start.is_null() { null() } else { start.add(place.offset.into()).cast::<Function>().read() }
    }
}

/// Fills a slot of a heap type, which gets its own table first. The function has the slot's
/// signature, or is null.
///
/// # Errors
/// [`OutOfMemory`]; nothing is changed.
fn write(vm: &Vm, type_: TypeRef, place: Place, function: Function) -> Result<(), OutOfMemory> {
    if read(type_, place) == function {
        return Ok(());
    }
    let Some(part) = type_.heap_part() else { return Ok(()) };
    let (ptr, part) = (type_.as_ptr(), part.as_ptr());
    // SAFETY: type and part are alive and changed by their thread only; tables copied here are
    // owned by the part.
    unsafe {
        let start: *mut u8 = match place.table {
            Table::Type => ptr.cast(),
            Table::Number => {
                own_table(vm, &raw mut (*ptr).as_number, &raw mut (*part).number, NumberSlots::EMPTY)?
            }
            Table::Sequence => {
                own_table(vm, &raw mut (*ptr).as_sequence, &raw mut (*part).sequence, SequenceSlots::EMPTY)?
            }
            Table::Mapping => {
                own_table(vm, &raw mut (*ptr).as_mapping, &raw mut (*part).mapping, MappingSlots::EMPTY)?
            }
            Table::Async => {
                own_table(vm, &raw mut (*ptr).as_async, &raw mut (*part).async_, AsyncSlots::EMPTY)?
            }
        };
        start.add(place.offset.into()).cast::<Function>().write(function);
    }
    Ok(())
}

/// # Safety
/// `shown` and `owned` are the two pointers to one table of a live heap type.
unsafe fn own_table<T: Copy>(
    vm: &Vm,
    shown: *mut *const T,
    owned: *mut *mut T,
    empty: T,
) -> Result<*mut u8, OutOfMemory> {
    // SAFETY: the caller's condition.
    unsafe {
        if (*owned).is_null() {
            let block = vm.heap.alloc(size_of::<T>(), Kind::Plain)?.cast::<T>();
            block.write((*shown).as_ref().copied().unwrap_or(empty));
            *owned = block.as_ptr();
            *shown = block.as_ptr();
        }
        Ok((*owned).cast())
    }
}

/// Frees the tables that a type owns.
pub fn release_tables(vm: &Vm, part: &HeapPart) {
    fn release<T>(vm: &Vm, table: *mut T) {
        if let Some(table) = NonNull::new(table) {
            // SAFETY: the table was allocated with this size and is not used any more.
            unsafe { vm.heap.free(table.cast(), size_of::<T>(), Kind::Plain) };
        }
    }
    release(vm, part.number);
    release(vm, part.sequence);
    release(vm, part.mapping);
    release(vm, part.async_);
}

/// Whether a builtin type fills a slot itself.
pub fn defines(type_: TypeRef, place: Place) -> bool {
    let function = read(type_, place);
    !function.is_null() && type_.base().is_none_or(|base| read(base, place) != function)
}

/// What a class along the order has under a special method's name.
enum Definition {
    Missing,
    /// An object in a dict, or a native entry.
    Object(Ref),
    /// The slot of a type that has no dict.
    Slot(TypeRef),
}

fn definition(type_: TypeRef, def: &SlotDef) -> Definition {
    let name = (def.name)();
    let mut result = Definition::Missing;
    mro::for_each(type_, |class| {
        if !matches!(result, Definition::Missing) {
            return;
        }
        if let Some(dict) = class.dict() {
            if let Some(found) = dict.cast::<Dict>().and_then(|dict| dict.get_name(name)) {
                result = Definition::Object(found);
            }
            return;
        }
        let text = name.cast::<crate::raw::str::Str>().and_then(|name| name.ascii()).unwrap_or("");
        if let Some(native) = class.natives().iter().find(|native| native.name() == text) {
            result = Definition::Object(native.as_obj().own());
        } else if SLOT_DEFS.iter().any(|each| (each.name)().is(name) && defines(class, each.place)) {
            result = Definition::Slot(class);
        }
    });
    result
}

/// What a slot of a class has to hold: a builtin type's function if every method of the slot
/// is that type's, else the generic one.
fn resolve(type_: TypeRef, place: Place) -> Function {
    let mut specific: Function = null();
    let mut generic: Function = null();
    let mut use_generic = false;
    for def in SLOT_DEFS.iter().filter(|def| def.place == place) {
        let owner = match definition(type_, def) {
            Definition::Missing => continue,
            Definition::Slot(owner) => owner,
            Definition::Object(found) => match super::wrap::wrapped(&found) {
                Some((same, owner)) if (same.name)().is((def.name)()) && type_.is_subtype_of(owner) => owner,
                _ if found.is_none() && def.place == place!(Type hash) => return null(),
                _ => {
                    generic = def.generic;
                    use_generic = true;
                    continue;
                }
            },
        };
        let function = read(owner, place);
        if !specific.is_null() && function != specific {
            use_generic = true;
        }
        specific = if specific.is_null() { function } else { specific };
        generic = if generic.is_null() { def.generic } else { generic };
    }
    if use_generic { generic } else { specific }
}

/// Sets the slots that the name `name` stands for in `type_` anew.
///
/// # Errors
/// [`OutOfMemory`]; some slots may be set already.
pub fn update_name(vm: &Vm, type_: TypeRef, name: &Obj) -> Result<(), OutOfMemory> {
    for def in SLOT_DEFS.iter().filter(|def| (def.name)().is(name)) {
        write(vm, type_, def.place, resolve(type_, def.place))?;
    }
    if name.is(names::CALL()) {
        set_fast_call(type_);
    }
    if name.is(names::NEW()) {
        super::build::update_new(vm, type_);
    }
    Ok(())
}

/// Our own call slot goes with `call`: a class with a `__call__` of its own has none.
fn set_fast_call(type_: TypeRef) {
    let mut each = Some(type_);
    let call = type_.call().map(|call| call as usize);
    while let Some(class) = each {
        if !class.is_heap() {
            break;
        }
        each = class.base();
    }
    let inherited = each.filter(|base| base.call().map(|call| call as usize) == call);
    // SAFETY: a heap type is changed by the thread that holds it.
    unsafe {
        (*type_.as_ptr()).fast_call =
            inherited.and_then(|base| base.fast_call()).or_else(|| g::fast_call(type_))
    };
}

/// Sets the slots of a new class whose slots are copies of its base's.
///
/// # Errors
/// [`OutOfMemory`]
pub fn fill(vm: &Vm, type_: TypeRef) -> Result<(), OutOfMemory> {
    let base = type_.base();
    let mut result = Ok(());
    mro::for_each(type_, |class| {
        if result.is_err() || base.is_some_and(|base| base.is_subtype_of(class)) {
            return;
        }
        match class.dict().and_then(|dict| dict.cast::<Dict>()) {
            Some(dict) => {
                let mut position = 0;
                while let (Ok(()), Some((next, name, _))) = (result, dict.next_entry(position)) {
                    if is_special(&name) {
                        result = update_name(vm, type_, &name);
                    }
                    position = next;
                }
            }
            None => {
                for def in SLOT_DEFS {
                    if result.is_ok() && defines(class, def.place) {
                        result = write(vm, type_, def.place, resolve(type_, def.place));
                    }
                }
            }
        }
    });
    result
}

/// Whether a name begins with two underscores.
pub fn is_special(name: &Obj) -> bool {
    let text = name.cast::<crate::raw::str::Str>().and_then(|name| name.ascii()).unwrap_or("");
    text.starts_with("__") && text.ends_with("__")
}

/// After attribute `name` of a class was set or deleted: its slots and those of its subtypes.
///
/// # Errors
/// MemoryError.
pub fn attribute_changed(vm: &Vm, type_: TypeRef, name: &Obj) -> Result<(), Raised> {
    if is_special(name) && (SLOT_DEFS.iter().any(|def| (def.name)().is(name)) || name.is(names::NEW())) {
        let mut result = update_name(vm, type_, name);
        super::subclasses::for_each_subtype(vm, type_, |subtype| {
            if result.is_ok() {
                result = update_name(vm, subtype, name);
            }
        });
        vm.memory(result)?;
    }
    if name.is(names::ABSTRACTMETHODS()) {
        let value = vm.own_attr(type_, name);
        let is_abstract = value.map_or(Ok(false), |value| vm.is_true(&value))?;
        set_flags(type_, flags::ABSTRACT, if is_abstract { flags::ABSTRACT } else { 0 });
    }
    vm.class_changed(type_);
    Ok(())
}

/// Sets those of the flags in `mask` that are in `bits`, and clears the others.
fn set_flags(type_: TypeRef, mask: usize, bits: usize) {
    // SAFETY: a heap type is changed by the thread that holds it.
    unsafe { (*type_.as_ptr()).flags = type_.flags() & !mask | bits };
}

/// Gives a new class the kind of pattern that its instances match: that of the first class in its
/// order that has one.
pub fn inherit_collection(type_: TypeRef) {
    let mask = flags::SEQUENCE | flags::MAPPING;
    let order = type_.mro().and_then(|order| order.cast::<Tuple>());
    let order = order.map_or(&[][..], |order| order.items());
    let mut kinds = order.iter().skip(1).filter_map(|class| Some(super::type_of(class)?.flags() & mask));
    if let Some(kind) = kinds.find(|&kind| kind != 0) {
        set_flags(type_, mask, kind);
    }
}

/// Makes instances of a class and its subclasses match sequence or mapping patterns: `kind` is
/// one of the two flags. Builtin types stay as they are.
pub fn set_collection(vm: &Vm, type_: TypeRef, kind: usize) {
    let mask = flags::SEQUENCE | flags::MAPPING;
    if type_.is_heap() {
        set_flags(type_, mask, kind & mask);
        super::subclasses::for_each_subtype(vm, type_, |subtype| set_flags(subtype, mask, kind & mask));
    }
}
