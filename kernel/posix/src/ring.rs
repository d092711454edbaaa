//! A ring of bytes with a fixed place.

/// At most `N` bytes, first in, first out.
pub struct Ring<const N: usize> {
    bytes: [u8; N],
    first: usize,
    len: usize,
}

impl<const N: usize> Default for Ring<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Ring<N> {
    /// An empty ring.
    pub const fn new() -> Self {
        Self { bytes: [0; N], first: 0, len: 0 }
    }

    /// Bytes in the ring.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether no byte is in the ring.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that still fit.
    pub const fn room(&self) -> usize {
        N - self.len
    }

    /// Appends `byte`; false if the ring is full.
    pub fn push(&mut self, byte: u8) -> bool {
        if self.len == N {
            return false;
        }
        let end = self.first + self.len;
        let index = if end >= N { end - N } else { end };
        let Some(slot) = self.bytes.get_mut(index) else { return false };
        *slot = byte;
        self.len += 1;
        true
    }

    /// The first byte, left in the ring.
    pub fn peek(&self) -> Option<u8> {
        if self.len == 0 { None } else { self.bytes.get(self.first).copied() }
    }

    /// Takes the first byte.
    pub fn pop(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.first = if self.first + 1 == N { 0 } else { self.first + 1 };
        self.len -= 1;
        Some(byte)
    }

    /// Forgets all bytes.
    pub fn clear(&mut self) {
        self.first = 0;
        self.len = 0;
    }
}
