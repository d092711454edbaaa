//! Which instruction has failed at which position: a bit each.

use pyrite_algo::Buf;

/// The bits, once there are any.
#[derive(Default)]
pub struct Memo {
    bits: Buf<u32>,
    /// Positions of each instruction; 0 while nothing is remembered.
    stride: usize,
}

impl Memo {
    /// Starts to remember, if the memory is there and not more than `most_bytes`.
    pub fn start(&mut self, memos: u16, positions: usize, most_bytes: usize) {
        let Some(total) = positions.checked_mul(memos.into()) else { return };
        if total / 8 < most_bytes && self.bits.resize(total / 32 + 1, 0).is_ok() {
            self.stride = positions;
        }
    }

    /// Whether anything is remembered.
    pub fn is_on(&self) -> bool {
        self.stride != 0
    }

    fn index(&self, memo: u16, position: u32) -> usize {
        usize::from(memo) * self.stride + position as usize
    }

    /// Whether the instruction has failed there.
    pub fn has(&self, memo: u16, position: u32) -> bool {
        let index = self.index(memo, position);
        memo != 0 && self.bits.get(index / 32).is_some_and(|word| word >> (index % 32) & 1 != 0)
    }

    /// The instruction has failed there.
    pub fn add(&mut self, memo: u16, position: u32) {
        let index = self.index(memo, position);
        if let Some(word) = self.bits.get_mut(index / 32)
            && memo != 0
        {
            *word |= 1 << (index % 32);
        }
    }
}
