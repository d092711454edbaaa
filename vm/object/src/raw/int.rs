//! Integers: small ones are tagged words, big ones sign and limbs.

use pyrite_algo::{OutOfMemory, bigint};

use crate::heap::Kind;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Header, Obj, Ref, fits_small};
use crate::model::{Storage, This, Type, TypeRef, Vm};

/// Head of a big integer (or of an instance of a subtype of `int`); the limbs follow,
/// least first, without leading zero limbs.
#[repr(C)]
pub struct BigInt {
    /// Number of limbs << 1 | negative.
    meta: usize,
}

// SAFETY: instances of `int` and its subtypes (flag INT) that are no tagged words begin with
// this head.
unsafe impl Storage for BigInt {
    const TYPE: &'static Type = &crate::model::knot::INT;
    const FLAG: usize = crate::model::flags::INT;

    fn size(&self) -> usize {
        size_of::<BigInt>() + (self.meta >> 1) * size_of::<u32>()
    }
}

/// The value of an integer object.
#[derive(Clone, Copy, Debug)]
pub enum Int<'a> {
    /// Fits a tagged word.
    Small(isize),
    /// Sign and limbs, least first; never a value that fits a tagged word, except in
    /// instances of subtypes.
    Big {
        /// Below 0.
        negative: bool,
        /// At least one.
        limbs: &'a [u32],
    },
}

impl Obj {
    /// The value, if this is an int (bools and instances of subtypes included).
    #[inline]
    pub fn int(&self) -> Option<Int<'_>> {
        if let Some(value) = self.small() {
            return Some(Int::Small(value));
        }
        if self.is(Obj::TRUE) || self.is(Obj::FALSE) {
            return Some(Int::Small(self.is(Obj::TRUE).into()));
        }
        let this: This<'_, BigInt> = self.cast::<BigInt>()?;
        let count = this.meta >> 1;
        // SAFETY: `count` limbs follow the head, never changed while the object can be seen.
        let limbs =
            unsafe { core::slice::from_raw_parts(this.as_ptr().add(1).cast::<u32>().as_ptr(), count) };
        Some(Int::Big { negative: this.meta & 1 != 0, limbs }.normalised())
    }

    /// The value, if this is exactly an `int` of at most 63 bits: for fast paths.
    #[inline]
    pub fn exact_i64(&self) -> Option<i64> {
        if let Some(value) = self.small() {
            return Some(value as i64);
        }
        let this = self.exact::<BigInt>()?;
        let first = this.as_ptr().as_ptr().wrapping_add(1).cast::<u32>();
        // SAFETY: the limbs follow the head; an int that is no small one has at least one.
        let magnitude = unsafe {
            match this.meta >> 1 {
                1 => u64::from(*first),
                2 => u64::from(*first) | u64::from(*first.wrapping_add(1)) << 32,
                _ => return None,
            }
        };
        let value = i64::try_from(magnitude).ok()?;
        Some(if this.meta & 1 != 0 { -value } else { value })
    }

    /// Whether this is exactly an `int` (not a bool, not of a subtype).
    #[inline]
    pub fn is_exact_int(&self) -> bool {
        self.is_small() || self.exact::<BigInt>().is_some()
    }
}

/// An integer in limbs: those of an object, or of a machine number.
#[derive(Clone, Copy, Debug)]
pub enum Limbs<'a> {
    /// Made from a machine number.
    Machine(bigint::Small),
    /// Borrowed from an object.
    Object(bigint::Int<'a>),
}

impl Limbs<'_> {
    /// The integer, borrowed.
    pub fn as_int(&self) -> bigint::Int<'_> {
        match self {
            Limbs::Machine(small) => small.as_int(),
            Limbs::Object(int) => *int,
        }
    }
}

impl<'a> Int<'a> {
    /// The value in limbs.
    pub fn limbs(self) -> Limbs<'a> {
        match self {
            Int::Small(value) => Limbs::Machine(bigint::Small::from_i64(value as i64)),
            Int::Big { negative, limbs } => Limbs::Object(bigint::Int::new(negative, limbs)),
        }
    }
}

impl Int<'_> {
    fn normalised(self) -> Self {
        match self.to_i64() {
            Some(value) => match isize::try_from(value) {
                Ok(value) if fits_small(value) => Int::Small(value),
                _ => self,
            },
            None => self,
        }
    }

    /// The value, if it fits.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Int::Small(value) => i64::try_from(value).ok(),
            Int::Big { negative, limbs } => {
                let magnitude = match *limbs {
                    [] => 0,
                    [low] => u64::from(low),
                    [low, high] => u64::from(low) | u64::from(high) << 32,
                    _ => return None,
                };
                if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
            }
        }
    }

    /// Whether the value is below 0.
    pub fn is_negative(self) -> bool {
        match self {
            Int::Small(value) => value < 0,
            Int::Big { negative, .. } => negative,
        }
    }
}

impl Vm {
    /// An int of sign and limbs (least first; leading zeros allowed).
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new_int_limbs(&self, negative: bool, limbs: &[u32]) -> Result<Ref, OutOfMemory> {
        let count = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |last| last + 1);
        let limbs = limbs.get(..count).unwrap_or(limbs);
        if let Int::Small(value) = (Int::Big { negative, limbs }).normalised() {
            return Ok(Ref::small(value));
        }
        self.big_int(TypeRef::of(&crate::model::knot::INT), negative, limbs)
    }

    /// An instance of `type_`, a subtype of `int`, or of `int` itself if the value is big.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn big_int(&self, type_: TypeRef, negative: bool, limbs: &[u32]) -> Result<Ref, OutOfMemory> {
        let head = BigInt { meta: limbs.len() << 1 | usize::from(negative) };
        let size = head.size();
        let object = self.allocate(type_, head, size)?;
        // SAFETY: the object has room for the limbs behind the head; nobody else sees it yet.
        unsafe {
            let first = object.as_ptr().byte_add(HEADER_SIZE + size_of::<BigInt>()).cast::<u32>();
            core::ptr::copy_nonoverlapping(limbs.as_ptr(), first.as_ptr(), limbs.len());
        }
        Ok(object)
    }

    /// An int of a machine number.
    ///
    /// # Errors
    /// [`OutOfMemory`], for a number that is not small.
    #[inline]
    pub fn new_int(&self, value: i64) -> Result<Ref, OutOfMemory> {
        match isize::try_from(value) {
            Ok(small) if fits_small(small) => Ok(Ref::small(small)),
            _ => self.new_int_wide(value < 0, value.unsigned_abs()),
        }
    }

    /// An int of a machine number, at its fastest.
    ///
    /// # Errors
    /// [`OutOfMemory`], for a number that is not small.
    #[inline]
    pub fn int_fast(&self, value: i64) -> Result<Ref, OutOfMemory> {
        const BASE: usize = HEADER_SIZE + size_of::<BigInt>();
        if let Ok(small) = isize::try_from(value)
            && fits_small(small)
        {
            return Ok(Ref::small(small));
        }
        let magnitude = value.unsigned_abs();
        let count = if magnitude >> 32 == 0 { 1 } else { 2 };
        let block = match self.heap.alloc(BASE + count * size_of::<u32>(), Kind::Plain) {
            Ok(block) => block,
            Err(OutOfMemory) => return self.new_int(value),
        };
        let header = Header { refcount: 1, type_: TypeRef::of(&crate::model::knot::INT) };
        // SAFETY: the block has room for header, head and limbs, and is ours alone.
        unsafe {
            block.cast::<Header>().write(header);
            block.byte_add(HEADER_SIZE).cast().write(BigInt { meta: count << 1 | usize::from(value < 0) });
            let first = block.byte_add(BASE).cast::<u32>();
            first.write(magnitude as u32);
            if count == 2 {
                first.add(1).write((magnitude >> 32) as u32);
            }
            Ok(Ref::from_raw(block.cast()))
        }
    }

    #[cold]
    fn new_int_wide(&self, negative: bool, magnitude: u64) -> Result<Ref, OutOfMemory> {
        self.new_int_limbs(negative, &[magnitude as u32, (magnitude >> 32) as u32])
    }

    /// An int of an unsigned machine number.
    ///
    /// # Errors
    /// [`OutOfMemory`], for a number that is not small.
    pub fn new_uint(&self, value: u64) -> Result<Ref, OutOfMemory> {
        match isize::try_from(value) {
            Ok(small) if fits_small(small) => Ok(Ref::small(small)),
            _ => self.new_int_wide(false, value),
        }
    }
}
