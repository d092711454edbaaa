//! A small pool of unforeseeable bytes.
//!
//! Whatever the board knows that others do not goes in with [`Entropy::add`]; times of use are mixed in.
//! Good for hash seeds and `random`, not for keys.
//! Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64).

use pyrite_rtos::cell::Shared;
use pyrite_rtos::time;

/// The pool.
pub struct Entropy {
    state: Shared<u64>,
}

impl Default for Entropy {
    fn default() -> Self {
        Self::new()
    }
}

/// The increment and the finaliser of SplitMix64.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Entropy {
    /// An empty pool.
    pub const fn new() -> Self {
        Self { state: Shared::new(GAMMA) }
    }

    /// Stirs `bytes` in.
    pub fn add(&self, bytes: &[u8]) {
        for &byte in bytes {
            self.stir(u64::from(byte) + 1);
        }
    }

    /// Fills `into`.
    pub fn fill(&self, into: &mut [u8]) {
        for chunk in into.chunks_mut(8) {
            let word = self.stir(time::now_us()).to_le_bytes();
            for (slot, byte) in chunk.iter_mut().zip(word) {
                *slot = byte;
            }
        }
    }

    /// Mixes `word` in and gives the state's image.
    fn stir(&self, word: u64) -> u64 {
        let state = mix(self.state.get() ^ word).wrapping_add(GAMMA);
        self.state.set(state);
        mix(state)
    }
}
