//! Slot signatures and tables: CPython's function pointers, with Rust's borrows.
//!
//! A slot is called with borrowed objects and returns an owned one, or null (`Err`) with an
//! exception set; numbers use -1 for that, as the C-API does.

use super::types::TypeRef;
use super::value::{Header, Obj, Outcome, Ref};
use core::ffi::{c_char, c_int, c_void};
use core::mem::MaybeUninit;
use core::ptr::NonNull;

/// What `tp_iternext` and `am_send` return: an item, nothing more, or a raised exception.
/// `None` with no exception set is the end of the iteration.
pub type RawNext = Option<Ref>;

/// `destructor`: the count is 0; frees what the object owns and its memory.
pub type DeallocFn = unsafe extern "C" fn(NonNull<Header>);
/// `reprfunc`, `getiterfunc`, `unaryfunc`.
pub type UnaryFn = extern "C" fn(&Obj) -> Outcome;
/// `binaryfunc`.
pub type BinaryFn = extern "C" fn(&Obj, &Obj) -> Outcome;
/// `ternaryfunc` of numbers: the third is None where there is no modulus.
pub type TernaryFn = extern "C" fn(&Obj, &Obj, &Obj) -> Outcome;
/// `ternaryfunc` of calls: callable, argument tuple, keyword dict or null.
pub type CallFn = extern "C" fn(&Obj, &Obj, Option<&Obj>) -> Outcome;
/// `newfunc`: type, argument tuple, keyword dict or null.
pub type NewFn = extern "C" fn(TypeRef, &Obj, Option<&Obj>) -> Outcome;
/// `initproc`: 0, or -1.
pub type InitFn = extern "C" fn(&Obj, &Obj, Option<&Obj>) -> c_int;
/// `allocfunc`.
pub type AllocFn = extern "C" fn(TypeRef, isize) -> Outcome;
/// `freefunc`.
pub type FreeFn = unsafe extern "C" fn(NonNull<Header>);
/// `inquiry`: 1, 0, or -1.
pub type InquiryFn = extern "C" fn(&Obj) -> c_int;
/// `lenfunc`: a length, or -1.
pub type LenFn = extern "C" fn(&Obj) -> isize;
/// `hashfunc`: a hash, or -1.
pub type HashFn = extern "C" fn(&Obj) -> isize;
/// `ssizeargfunc`.
pub type IndexFn = extern "C" fn(&Obj, isize) -> Outcome;
/// `ssizeobjargproc`: null value deletes; 0, or -1.
pub type StoreIndexFn = extern "C" fn(&Obj, isize, Option<&Obj>) -> c_int;
/// `objobjproc`: 1, 0, or -1.
pub type ContainsFn = extern "C" fn(&Obj, &Obj) -> c_int;
/// `objobjargproc`, `setattrofunc`, `descrsetfunc`: null value deletes; 0, or -1.
pub type StoreFn = extern "C" fn(&Obj, &Obj, Option<&Obj>) -> c_int;
/// `getattrofunc`.
pub type GetAttrFn = extern "C" fn(&Obj, &Obj) -> Outcome;
/// `richcmpfunc`; the last is a [`CompareOp`].
pub type CompareFn = extern "C" fn(&Obj, &Obj, c_int) -> Outcome;
/// `iternextfunc`.
pub type NextFn = extern "C" fn(&Obj) -> RawNext;
/// `descrgetfunc`: descriptor, instance or null, owner or null.
pub type DescrGetFn = extern "C" fn(&Obj, Option<&Obj>, Option<&Obj>) -> Outcome;
/// `visitproc`.
pub type VisitFn = unsafe extern "C" fn(NonNull<Header>, *mut core::ffi::c_void) -> c_int;
/// `traverseproc`.
pub type TraverseFn = unsafe extern "C" fn(NonNull<Header>, VisitFn, *mut core::ffi::c_void) -> c_int;
/// `destructor` of PEP 442.
pub type FinalizeFn = extern "C" fn(&Obj);
/// `vectorcallfunc`: callable, arguments, their number (and a flag bit), keyword names or null.
pub type VectorcallFn = unsafe extern "C" fn(&Obj, *const Ref, usize, Option<&Obj>) -> Outcome;

/// `getbufferproc`: object, what to fill in, flags; 0, or -1.
pub type GetBufferFn = extern "C" fn(&Obj, &mut MaybeUninit<RawBuffer>, c_int) -> c_int;
/// `releasebufferproc`
pub type ReleaseBufferFn = extern "C" fn(&Obj, &mut RawBuffer);

/// Set in `nargsf`: `args[-1]` may be written during the call.
pub const VECTORCALL_ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

/// Comparison operators, numbered as `Py_LT` and its kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum CompareOp {
    /// `<`
    Lt = 0,
    /// `<=`
    Le = 1,
    /// `==`
    Eq = 2,
    /// `!=`
    Ne = 3,
    /// `>`
    Gt = 4,
    /// `>=`
    Ge = 5,
}

impl CompareOp {
    /// From the C number; `None` if it is none of the six.
    pub fn from_c(number: c_int) -> Option<CompareOp> {
        use CompareOp::*;
        [Lt, Le, Eq, Ne, Gt, Ge].get(usize::try_from(number).ok()?).copied()
    }

    /// The operator with its operands exchanged.
    pub fn swapped(self) -> CompareOp {
        use CompareOp::*;
        match self {
            Lt => Gt,
            Le => Ge,
            Gt => Lt,
            Ge => Le,
            same => same,
        }
    }

    /// The operator's text.
    pub fn text(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="].get(self as usize).copied().unwrap_or("?")
    }

    /// Whether an ordering satisfies the operator.
    pub fn holds(self, ordering: core::cmp::Ordering) -> bool {
        use CompareOp::*;
        match self {
            Lt => ordering.is_lt(),
            Le => ordering.is_le(),
            Eq => ordering.is_eq(),
            Ne => ordering.is_ne(),
            Gt => ordering.is_gt(),
            Ge => ordering.is_ge(),
        }
    }
}

macro_rules! slot_table {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct $name {
            $(#[doc = concat!("`", stringify!($field), "` of the C struct.")] pub $field: Option<$type>,)*
        }

        impl $name {
            /// No slot filled.
            pub const EMPTY: $name = $name { $($field: None,)* };
        }
    };
}

slot_table! {
    /// `PyNumberMethods`.
    NumberSlots {
        add: BinaryFn,
        subtract: BinaryFn,
        multiply: BinaryFn,
        remainder: BinaryFn,
        divmod: BinaryFn,
        power: TernaryFn,
        negative: UnaryFn,
        positive: UnaryFn,
        absolute: UnaryFn,
        bool_: InquiryFn,
        invert: UnaryFn,
        lshift: BinaryFn,
        rshift: BinaryFn,
        and: BinaryFn,
        xor: BinaryFn,
        or: BinaryFn,
        int: UnaryFn,
        reserved: UnaryFn,
        float: UnaryFn,
        inplace_add: BinaryFn,
        inplace_subtract: BinaryFn,
        inplace_multiply: BinaryFn,
        inplace_remainder: BinaryFn,
        inplace_power: TernaryFn,
        inplace_lshift: BinaryFn,
        inplace_rshift: BinaryFn,
        inplace_and: BinaryFn,
        inplace_xor: BinaryFn,
        inplace_or: BinaryFn,
        floor_divide: BinaryFn,
        true_divide: BinaryFn,
        inplace_floor_divide: BinaryFn,
        inplace_true_divide: BinaryFn,
        index: UnaryFn,
        matrix_multiply: BinaryFn,
        inplace_matrix_multiply: BinaryFn,
    }
}

slot_table! {
    /// `PySequenceMethods`.
    SequenceSlots {
        length: LenFn,
        concat: BinaryFn,
        repeat: IndexFn,
        item: IndexFn,
        was_slice: UnaryFn,
        ass_item: StoreIndexFn,
        was_ass_slice: UnaryFn,
        contains: ContainsFn,
        inplace_concat: BinaryFn,
        inplace_repeat: IndexFn,
    }
}

slot_table! {
    /// `PyMappingMethods`.
    MappingSlots {
        length: LenFn,
        subscript: BinaryFn,
        ass_subscript: StoreFn,
    }
}

slot_table! {
    /// `PyAsyncMethods`.
    AsyncSlots {
        await_: UnaryFn,
        aiter: UnaryFn,
        anext: UnaryFn,
        send: BinaryFn,
    }
}

slot_table! {
    /// `PyBufferProcs`.
    BufferSlots {
        get: GetBufferFn,
        release: ReleaseBufferFn,
    }
}

/// `Py_buffer`: memory that an object lets others use.
#[repr(C)]
pub struct RawBuffer {
    /// `buf`: the item whose indices are all 0.
    pub data: *mut u8,
    /// `obj`: the owner.
    pub object: Option<Ref>,
    /// Bytes of all items.
    pub len: isize,
    /// Bytes of an item.
    pub item_size: isize,
    /// Not 0: the memory must not be written.
    pub read_only: c_int,
    /// Number of dimensions.
    pub ndim: c_int,
    /// NUL-terminated, as for `struct`; null is "B".
    pub format: *const c_char,
    /// Items of each dimension; null: one dimension of bytes.
    pub shape: *const isize,
    /// Bytes from one item to the next in each dimension; null: C order.
    pub strides: *const isize,
    /// Null, or where there are pointers in between.
    pub suboffsets: *const isize,
    /// The owner's.
    pub internal: *mut c_void,
}

const _: () = assert!(size_of::<RawBuffer>() == if size_of::<usize>() == 4 { 44 } else { 80 });
