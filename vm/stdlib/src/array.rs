//! `array`: numbers of one kind, as compact as C's.

mod change;
mod items;
mod iterator;

use core::ffi::c_int;

use pyrite_algo::Buf;
use pyrite_api::binary::{Code, Kind, Offer};
use pyrite_api::types::{ByteArray, Bytes, Str, Tuple, class_get_item};
use pyrite_api::{
    Obj, Outcome, Raised, Ref, Storage, StrBuilder, This, Type, TypeRef, Vm, flags, py_module, py_type,
    required,
};

use items::{item_of, put};

/// Numbers, or characters of four bytes.
#[repr(C)]
pub struct Array {
    /// The bytes of the items.
    pub octets: ByteArray,
    /// What the items are; of characters, an unsigned integer with letter `u` or `w`.
    pub code: Code,
}

// SAFETY: ARRAY's instances, and those of its subtypes, begin with this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Array {
    const TYPE: &'static Type = &ARRAY;
}

/// The letters, in the order of the documentation.
const TYPECODES: &str = "bBuwhHiIlLqQfd";

impl Array {
    /// Bytes of an item.
    pub fn item_size(&self) -> usize {
        self.code.size.into()
    }

    /// Items.
    pub fn len(&self) -> usize {
        self.octets.len() / self.item_size()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// Whether the items are characters.
    pub fn is_text(&self) -> bool {
        matches!(self.code.letter, b'u' | b'w')
    }
}

/// What a typecode means.
fn code_of(letter: u8) -> Option<Code> {
    if !TYPECODES.as_bytes().contains(&letter) {
        return None;
    }
    match letter {
        b'u' | b'w' => Some(Code { letter, kind: Kind::Unsigned, size: 4 }),
        _ => Code::native(letter),
    }
}

/// An array of bytes that hold whole items.
///
/// # Errors
/// MemoryError.
pub fn make(vm: &Vm, type_: TypeRef, code: Code, octets: Buf<u8>) -> Outcome {
    vm.memory(vm.allocate(type_, Array { octets: ByteArray::new(octets), code }, size_of::<Array>()))
}

fn array_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if type_.is(&ARRAY) {
        vm.no_keywords("array.array", names)?;
    }
    let count = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    let args = args.get(..args.len() - count).unwrap_or(args);
    match args.len() {
        1 | 2 => {}
        0 => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        given => return Err(vm.type_error(format_args!("array() takes at most 2 arguments ({given} given)"))),
    }
    let letter = required(args, 0);
    let Some(letter) = letter.cast::<Str>().filter(|letter| letter.len() == 1) else {
        return Err(vm.type_error(format_args!(
            "array() argument 1 must be a unicode character, not {}",
            letter.type_().short_name()
        )));
    };
    let code = letter.char_at(0).and_then(|letter| code_of(u8::try_from(letter).ok()?));
    let Some(code) = code else {
        return Err(vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)"));
    };
    let array = make(vm, type_, code, Buf::new())?;
    if let (Some(initial), Some(this)) = (args.get(1), array.cast::<Array>()) {
        fill(vm, this, initial)?;
    }
    Ok(array)
}

/// Takes over the items of the second argument.
fn fill(vm: &Vm, this: This<'_, Array>, initial: &Obj) -> Result<(), Raised> {
    let letter = char::from(this.code.letter);
    if initial.cast::<Str>().is_some() {
        if !this.is_text() {
            return Err(vm.type_error(format_args!(
                "cannot use a str to initialize an array with typecode '{letter}'"
            )));
        }
        return change::add_text(vm, this, initial);
    }
    if initial.cast::<Bytes>().is_some() || initial.cast::<ByteArray>().is_some() {
        return change::add_bytes(vm, this, initial);
    }
    if let Some(other) = initial.cast::<Array>() {
        if other.is_text() && !this.is_text() {
            return Err(vm.type_error(format_args!(
                "cannot use a unicode array to initialize an array with typecode '{letter}'"
            )));
        }
        if other.code == this.code {
            let octets = vm.memory(other.octets.copy())?;
            this.octets.with(|old| *old = octets);
            return Ok(());
        }
    }
    vm.for_each(initial, |item| put(vm, this, this.len(), &item))
}

fn array_len(_vm: &Vm, this: This<'_, Array>) -> Result<usize, Raised> {
    Ok(this.storage().len())
}

fn array_repr(vm: &Vm, this: This<'_, Array>) -> Outcome {
    let mut text = StrBuilder::new(vm);
    text.push_text(this.obj().type_().short_name())?;
    text.push_text("('")?;
    text.push_char(this.code.letter.into())?;
    text.push_text("'")?;
    if !this.storage().is_empty() {
        text.push_text(", ")?;
        let items = if this.is_text() { change::text_of(vm, this)? } else { array_tolist(vm, this, &[])? };
        text.push_repr(&items)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn array_tolist(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    let list = pyrite_api::List::new();
    for index in 0..this.storage().len() {
        vm.memory(list.push(vm, item_of(vm, &this, index)?))?;
    }
    vm.list_from(list)
}

fn array_tobytes(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    vm.bytes(&vm.memory(this.octets.copy())?)
}

fn array_buffer_info(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    let address = vm.memory(vm.new_uint(this.octets.data().addr() as u64))?;
    vm.tuple_of(&[address, vm.int(this.storage().len() as i64)?])
}

fn array_copy(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    make(vm, TypeRef::of(&ARRAY), this.code, vm.memory(this.octets.copy())?)
}

/// Made again from its bytes, or for old protocols from a list or text.
fn array_reduce(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    const BYTES_PROTOCOL: isize = 3;
    let dict = vm.find_attr(this.obj(), pyrite_api::names::DICT())?.unwrap_or_else(Ref::none);
    let (class, letter) = (this.obj().type_().own(), vm.char_str(this.code.letter.into())?);
    if vm.index(required(args, 0))? >= BYTES_PROTOCOL {
        let bytes = array_tobytes(vm, this, &[])?;
        let args = vm.tuple_of(&[class, letter, vm.int(format_number(this.code))?, bytes])?;
        return vm.tuple_of(&[crate::imported(vm, "array", "_array_reconstructor")?, args, dict]);
    }
    let items = if this.is_text() { change::text_of(vm, this)? } else { array_tolist(vm, this, &[])? };
    vm.tuple_of(&[class, vm.tuple_of(&[letter, items])?, dict])
}

fn array_typecode(vm: &Vm, this: This<'_, Array>) -> Outcome {
    vm.char_str(this.code.letter.into())
}

fn array_itemsize(vm: &Vm, this: This<'_, Array>) -> Outcome {
    vm.int(this.storage().item_size() as i64)
}

fn array_lend(_vm: &Vm, this: This<'_, Array>, _flags: c_int) -> Result<Offer, Raised> {
    let format = match this.code.letter {
        b'b' => c"b",
        b'h' => c"h",
        b'H' => c"H",
        b'i' => c"i",
        b'I' => c"I",
        b'l' => c"l",
        b'L' => c"L",
        b'q' => c"q",
        b'Q' => c"Q",
        b'f' => c"f",
        b'd' => c"d",
        b'u' | b'w' => c"w",
        _ => c"B",
    };
    this.octets.export();
    let (data, len) = (this.octets.data(), this.octets.len());
    Ok(Offer { data, len, item_size: this.item_size(), format, read_only: false })
}

fn array_release(this: This<'_, Array>) {
    this.octets.release();
}

py_type! {
    /// `array.array`
    pub static ARRAY: Array = "array.array", "A sequence of machine values." {
        flags flags::BASE | flags::SEQUENCE | flags::MANAGED_WEAKREF;
        new array_new;
        slots {
            repr: unary array_repr,
            richcompare: compare items::compare,
            iter: unary iterator::iter,
        }
        sequence {
            length: length array_len,
            concat: binary change::concat,
            repeat: index change::repeat,
            item: index items::item,
            contains: contains items::contains,
            inplace_concat: binary change::inplace_concat,
            inplace_repeat: index change::inplace_repeat,
        }
        mapping {
            length: length array_len,
            subscript: binary items::subscript,
            ass_subscript: store items::store,
        }
        buffer { get: get_buffer array_lend, release: release_buffer array_release, }
        attrs {
            method "append" (1, 1) = change::append, "Add v at the end.";
            method "buffer_info" (0, 0) = array_buffer_info, "Return a tuple (address, length).";
            method "byteswap" (0, 0) = change::byteswap, "Reverse bytes of items.";
            method "clear" (0, 0) = change::clear, "Drop all items.";
            method "count" (1, 1) = items::count, "How many items equal v.";
            method "extend" (1, 1) = change::extend, "Add all items.";
            method "fromfile" (2, 2) = change::fromfile, "Add n items from a file.";
            method "fromlist" (1, 1) = change::fromlist, "Add items of a list.";
            method "frombytes" (1, 1) = change::frombytes, "Appends items from the string, interpreting it as an array of machine values.";
            method "fromunicode" (1, 1) = change::fromunicode, "Add characters of a str.";
            method "index" (1, 3) = items::index, "Where v is first found.";
            method "insert" (2, 2) = change::insert, "Put v before index i.";
            method "pop" (0, 1) = change::pop, "Take item i out.";
            method "remove" (1, 1) = change::remove, "Drop the first v.";
            method "reverse" (0, 0) = change::reverse, "Turn the order around.";
            method "tobytes" (0, 0) = array_tobytes, "The items as bytes.";
            method "tofile" (1, 1) = change::tofile, "Write bytes to a file.";
            method "tolist" (0, 0) = array_tolist, "The items as a list.";
            method "tounicode" (0, 0) = change::tounicode, "Convert the array to a unicode string.";
            method "__copy__" (0, 0) = array_copy, "A copy.";
            method "__deepcopy__" (1, 1) = array_copy, "A copy.";
            method "__reduce_ex__" (1, 1) = array_reduce, "Reduce for pickle.";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
            getter "typecode" () = array_typecode, "the type letter";
            getter "itemsize" () = array_itemsize, "bytes of an item";
        }
    }
}

/// Kinds and sizes of machine formats: twice the index is little endian, one more is big;
/// but 0 and 1 are bytes without and with a sign.
const KINDS: [(Kind, u8); 12] = [
    (Kind::Unsigned, 1),
    (Kind::Unsigned, 2),
    (Kind::Signed, 2),
    (Kind::Unsigned, 4),
    (Kind::Signed, 4),
    (Kind::Unsigned, 8),
    (Kind::Signed, 8),
    (Kind::Float, 4),
    (Kind::Float, 8),
    (Kind::Unsigned, 2),
    (Kind::Unsigned, 4),
    (Kind::Signed, 1),
];

/// The number of the machine format of items here.
fn format_number(code: Code) -> i64 {
    match KINDS.iter().position(|&kind| kind == (code.kind, code.size)).unwrap_or(0) {
        0 => 0,
        11 => 1,
        _ if matches!(code.letter, b'u' | b'w') => 20 + i64::from(cfg!(target_endian = "big")),
        place => 2 * place as i64 + i64::from(cfg!(target_endian = "big")),
    }
}

/// The code of a machine format, and whether it is big endian.
fn machine_format(number: isize) -> Option<(Code, bool)> {
    let place = if number == 1 { 11 } else { usize::try_from(number).ok()? / 2 };
    let &(kind, size) = KINDS.get(place).filter(|_| place < 11 || number == 1)?;
    Some((Code { letter: b'?', kind, size }, number % 2 != 0 && number > 1))
}

/// `_array_reconstructor(type, typecode, format, bytes)`: from another machine, too.
fn reconstruct(vm: &Vm, args: &[Ref]) -> Outcome {
    let class = required(args, 0);
    let type_ = pyrite_api::types::type_of(class).filter(|type_| type_.is_subtype_of(TypeRef::of(&ARRAY)));
    if type_.is_none() {
        let text = if pyrite_api::types::type_of(class).is_none() {
            "first argument must be a type object, not "
        } else {
            "first argument must be a subtype of array.array, not "
        };
        return Err(vm.type_error(format_args!("{text}{}", class.type_().short_name())));
    }
    let array = vm.call_one(class, required(args, 1))?;
    let Some(this) = array.cast::<Array>() else { return Ok(array) };
    let Some((code, big)) = machine_format(vm.index(required(args, 2))?) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let Some(bytes) = required(args, 3).cast::<Bytes>() else {
        let name = required(args, 3).type_().short_name();
        return Err(vm.type_error(format_args!("fourth argument should be bytes, not {name}")));
    };
    let (bytes, size) = (bytes.as_slice(), usize::from(code.size));
    if !bytes.len().is_multiple_of(size) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let mut characters = StrBuilder::new(vm);
    for item in bytes.chunks_exact(size) {
        let value = vm.unpack_item(code, big, item)?;
        if this.is_text() {
            characters.push_char(value.small().unwrap_or(0) as u32)?;
        } else {
            put(vm, this, usize::MAX / 8, &value)?;
        }
    }
    change::add_text(vm, this, &*characters.finish()?)?;
    Ok(array)
}

fn array_class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&ARRAY).own())
}

fn typecodes(vm: &Vm) -> Outcome {
    vm.str(TYPECODES)
}

py_module! {
    /// `array`
    pub static ARRAY_MODULE = "array", "Arrays of basic values: characters, integers, floating-point numbers." {
        value "array" () = array_class, "";
        function "_array_reconstructor" (4, 4) = reconstruct, "Unpickle an array.";
        value "ArrayType" () = array_class, "";
        value "typecodes" () = typecodes, "";
    }
}
