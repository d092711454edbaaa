//! `_random`: the Mersenne Twister (MT19937), and entropy of the host.
//!
//! The same seeds give the same numbers as in CPython; `py/random.py` makes distributions of
//! them.

use core::cell::Cell;

use pyrite_algo::{Buf, sha512};
use pyrite_api::types::Tuple;
use pyrite_api::{
    Int, Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Vm, flags, optional, py_module, py_type,
    required,
};

/// Words of the state.
const N: usize = 624;
/// The distance of the word that each one is mixed with.
const M: usize = 397;

/// A generator.
pub struct Twister {
    state: [Cell<u32>; N],
    /// The next word of the state to give; `N`: mix first.
    index: Cell<usize>,
}

// SAFETY: RANDOM's instances, and those of its subtypes, begin with this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Twister {
    const TYPE: &'static Type = &RANDOM;
}

impl Twister {
    fn word(&self, index: usize) -> u32 {
        self.state.get(index % N).map_or(0, Cell::get)
    }

    fn set(&self, index: usize, word: u32) {
        if let Some(cell) = self.state.get(index) {
            cell.set(word);
        }
    }

    /// Makes N new words of the old ones.
    fn mix(&self) {
        for index in 0..N {
            let both = self.word(index) & 0x8000_0000 | self.word(index + 1) & 0x7fff_ffff;
            let twist = if both & 1 == 0 { 0 } else { 0x9908_b0df };
            self.set(index, self.word(index + M) ^ both >> 1 ^ twist);
        }
        self.index.set(0);
    }

    /// The next 32 bits.
    fn next(&self) -> u32 {
        if self.index.get() >= N {
            self.mix();
        }
        let index = self.index.get();
        self.index.set(index + 1);
        let mut word = self.word(index);
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    fn start(&self, seed: u32) {
        self.set(0, seed);
        for index in 1..N {
            let before = self.word(index - 1);
            let word = 1_812_433_253u32.wrapping_mul(before ^ before >> 30).wrapping_add(index as u32);
            self.set(index, word);
        }
        self.index.set(N);
    }

    /// Starts anew from words, of which there is one at least.
    fn seed(&self, key: &[u32]) {
        self.start(19_650_218);
        let (mut index, mut place) = (1, 0);
        let spread = |index: usize, factor: u32| {
            let before = self.word(index - 1);
            self.word(index) ^ (before ^ before >> 30).wrapping_mul(factor)
        };
        let step = |index: &mut usize| {
            *index += 1;
            if *index >= N {
                self.set(0, self.word(N - 1));
                *index = 1;
            }
        };
        for _ in 0..N.max(key.len()) {
            let word = key.get(place).copied().unwrap_or(0);
            self.set(index, spread(index, 1_664_525).wrapping_add(word).wrapping_add(place as u32));
            step(&mut index);
            place = (place + 1) % key.len().max(1);
        }
        for _ in 1..N {
            self.set(index, spread(index, 1_566_083_941).wrapping_sub(index as u32));
            step(&mut index);
        }
        self.set(0, 0x8000_0000);
    }
}

fn random_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let twister = Twister { state: [const { Cell::new(0) }; N], index: Cell::new(N) };
    vm.memory(vm.allocate(type_, twister, size_of::<Twister>()))
}

fn random_init(vm: &Vm, this: This<'_, Twister>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    vm.no_keywords("Random", names)?;
    vm.expect_count("Random", args, 0, 1)?;
    random_seed(vm, this, args).map(drop)
}

/// `seed(n=None)`: by a number, the hash of an object, or entropy.
fn random_seed(vm: &Vm, this: This<'_, Twister>, args: &[Ref]) -> Outcome {
    let Some(seed) = optional(args, 0).filter(|seed| !seed.is_none()) else {
        let mut bytes = [0; 64];
        vm.host().entropy(&mut bytes);
        let mut key = [0; 16];
        for (word, bytes) in key.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        this.seed(&key);
        return Ok(Ref::none());
    };
    let hash;
    let number = match seed.int() {
        Some(number) => number,
        None => {
            hash = vm.memory(vm.new_uint(vm.hash(seed)? as u64))?;
            hash.int().unwrap_or(Int::Small(0))
        }
    };
    let limbs = number.limbs();
    let words = limbs.as_int().limbs;
    this.seed(if words.is_empty() { &[0] } else { words });
    Ok(Ref::none())
}

/// `random()`: 53 bits.
fn random_random(vm: &Vm, this: This<'_, Twister>, _args: &[Ref]) -> Outcome {
    let (high, low) = (f64::from(this.storage().next() >> 5), f64::from(this.storage().next() >> 6));
    vm.float((high * 67_108_864.0 + low) / 9_007_199_254_740_992.0)
}

/// `getrandbits(k)`
fn random_bits(vm: &Vm, this: This<'_, Twister>, args: &[Ref]) -> Outcome {
    let Ok(mut bits) = usize::try_from(vm.index(required(args, 0))?) else {
        return Err(vm.value_error("number of bits must be non-negative"));
    };
    if bits <= 32 {
        let word = if bits == 0 { 0 } else { this.storage().next() >> (32 - bits) };
        return vm.int(word.into());
    }
    let mut limbs = vm.memory(Buf::with_capacity(bits.div_ceil(32)))?;
    while bits > 0 {
        let unused = 32usize.saturating_sub(bits);
        vm.memory(limbs.push(this.storage().next() >> unused))?;
        bits = bits.saturating_sub(32);
    }
    vm.memory(vm.new_int_limbs(false, &limbs))
}

/// `getstate()`: the words and the index.
fn random_getstate(vm: &Vm, this: This<'_, Twister>, _args: &[Ref]) -> Outcome {
    let mut items = vm.memory(Buf::with_capacity(N + 1))?;
    for index in 0..N {
        vm.memory(items.push(vm.int(this.word(index).into())?))?;
    }
    vm.memory(items.push(vm.int(this.index.get() as i64)?))?;
    vm.tuple_of(&items)
}

/// `setstate(state)`
fn random_setstate(vm: &Vm, this: This<'_, Twister>, args: &[Ref]) -> Outcome {
    let Some(items) = required(args, 0).cast::<Tuple>().map(|state| state.items()) else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    let Some((index, words)) = items.split_last().filter(|(_, words)| words.len() == N) else {
        return Err(vm.value_error("state vector is the wrong size"));
    };
    let mut state = [0; N];
    for (to, word) in state.iter_mut().zip(words) {
        let word = vm.index_object(word)?;
        let value = word.int().and_then(|word| word.to_i64());
        *to = match value.map(u32::try_from) {
            Some(Ok(value)) => value,
            _ if word.int().is_some_and(|word| word.is_negative()) => {
                return Err(vm.overflow_error("can't convert negative value to unsigned int"));
            }
            _ => return Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
        };
    }
    let index = vm.index(index)?;
    let Some(index) = usize::try_from(index).ok().filter(|&index| index <= N) else {
        return Err(vm.value_error("invalid state"));
    };
    state.iter().enumerate().for_each(|(index, &word)| this.set(index, word));
    this.index.set(index);
    Ok(Ref::none())
}

py_type! {
    /// `_random.Random`
    pub static RANDOM: Twister = "_random.Random", "A generator with its own state." {
        flags flags::BASE;
        new random_new;
        slots { init: init random_init, }
        attrs {
            method "seed" (0, 1) = random_seed, "Defined for any hashable object; None is entropy.";
            method "random" (0, 0) = random_random, "A float from 0 up to 1.";
            method "getrandbits" (1, 1) = random_bits, "An int of k random bits.";
            method "getstate" (0, 0) = random_getstate, "The state, as a tuple.";
            method "setstate" (1, 1) = random_setstate, "Put back a saved state.";
        }
    }
}

/// `entropy(count)`: bytes that nobody can foresee.
fn entropy(vm: &Vm, args: &[Ref]) -> Outcome {
    let Ok(count) = usize::try_from(vm.index(required(args, 0))?) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    vm.memory(vm.build_bytes(count, |bytes| vm.host().entropy(bytes)))
}

/// `sha512(data)`: the digest, for seeds of text.
fn digest(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.bytes(&sha512::digest([&vm.expect_octets(required(args, 0))?, &[]]))
}

fn class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&RANDOM).own())
}

py_module! {
    /// `_random`
    pub static RANDOM_MODULE = "_random", "The Mersenne Twister." {
        value "Random" () = class, "";
        function "entropy" (1, 1) = entropy, "Return bytes that nobody can foresee.";
        function "sha512" (1, 1) = digest, "Return the SHA-512 digest of bytes.";
    }
}
