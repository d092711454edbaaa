//! SHA-512 (FIPS 180-4), for what fits a message in memory.

/// Fractions of the cube roots of the first 80 primes (§4.2.3).
static ROUNDS: [u64; 80] = [
    0x428a2f98d728ae22,
    0x7137449123ef65cd,
    0xb5c0fbcfec4d3b2f,
    0xe9b5dba58189dbbc,
    0x3956c25bf348b538,
    0x59f111f1b605d019,
    0x923f82a4af194f9b,
    0xab1c5ed5da6d8118,
    0xd807aa98a3030242,
    0x12835b0145706fbe,
    0x243185be4ee4b28c,
    0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f,
    0x80deb1fe3b1696b1,
    0x9bdc06a725c71235,
    0xc19bf174cf692694,
    0xe49b69c19ef14ad2,
    0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5,
    0x240ca1cc77ac9c65,
    0x2de92c6f592b0275,
    0x4a7484aa6ea6e483,
    0x5cb0a9dcbd41fbd4,
    0x76f988da831153b5,
    0x983e5152ee66dfab,
    0xa831c66d2db43210,
    0xb00327c898fb213f,
    0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2,
    0xd5a79147930aa725,
    0x06ca6351e003826f,
    0x142929670a0e6e70,
    0x27b70a8546d22ffc,
    0x2e1b21385c26c926,
    0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df,
    0x650a73548baf63de,
    0x766a0abb3c77b2a8,
    0x81c2c92e47edaee6,
    0x92722c851482353b,
    0xa2bfe8a14cf10364,
    0xa81a664bbc423001,
    0xc24b8b70d0f89791,
    0xc76c51a30654be30,
    0xd192e819d6ef5218,
    0xd69906245565a910,
    0xf40e35855771202a,
    0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8,
    0x1e376c085141ab53,
    0x2748774cdf8eeb99,
    0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63,
    0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc,
    0x78a5636f43172f60,
    0x84c87814a1f0ab72,
    0x8cc702081a6439ec,
    0x90befffa23631e28,
    0xa4506cebde82bde9,
    0xbef9a3f7b2c67915,
    0xc67178f2e372532b,
    0xca273eceea26619c,
    0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e,
    0xf57d4f7fee6ed178,
    0x06f067aa72176fba,
    0x0a637dc5a2c898a6,
    0x113f9804bef90dae,
    0x1b710b35131c471b,
    0x28db77f523047d84,
    0x32caab7b40c72493,
    0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6,
    0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec,
    0x6c44198c4a475817,
];

/// Fractions of the square roots of the first 8 primes (§5.3.5).
const START: [u64; 8] = [
    0x6a09e667f3bcc908,
    0xbb67ae8584caa73b,
    0x3c6ef372fe94f82b,
    0xa54ff53a5f1d36f1,
    0x510e527fade682d1,
    0x9b05688c2b3e6c1f,
    0x1f83d9abfb41bd6b,
    0x5be0cd19137e2179,
];

/// Bytes of a block.
const BLOCK: usize = 128;

/// The digest of a message in two parts.
pub fn digest(parts: [&[u8]; 2]) -> [u8; 64] {
    let len = parts[0].len() + parts[1].len();
    // The message, a one bit, zeros, and the message's length in 128 bits.
    let blocks = (len + 17).div_ceil(BLOCK);
    let byte = |at: usize| match at {
        _ if at < parts[0].len() => parts[0][at],
        _ if at < len => parts[1][at - parts[0].len()],
        _ if at == len => 0x80,
        _ => {
            let back = blocks * BLOCK - 1 - at;
            if back < 8 { ((len as u64 * 8) >> (8 * back)) as u8 } else { 0 }
        }
    };
    let mut state = START;
    for block in 0..blocks {
        let mut words = [0u64; 16];
        for (index, word) in words.iter_mut().enumerate() {
            let at = block * BLOCK + index * 8;
            *word = (at..at + 8).fold(0, |word, at| word << 8 | u64::from(byte(at)));
        }
        compress(&mut state, &mut words);
    }
    let mut out = [0; 64];
    for (to, word) in out.chunks_exact_mut(8).zip(state) {
        to.copy_from_slice(&word.to_be_bytes());
    }
    out
}

/// One block (§6.4.2); `words` becomes the schedule, 16 words at a time.
fn compress(state: &mut [u64; 8], words: &mut [u64; 16]) {
    let mut v = *state;
    for (round, constant) in ROUNDS.iter().enumerate() {
        let word = words[round % 16];
        let (a, e) = (v[0], v[4]);
        let mix = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let choice = e & v[5] ^ !e & v[6];
        let first = v[7].wrapping_add(mix).wrapping_add(choice).wrapping_add(*constant).wrapping_add(word);
        let mix = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
        let second = mix.wrapping_add(a & v[1] ^ a & v[2] ^ v[1] & v[2]);
        v.rotate_right(1);
        v[4] = v[4].wrapping_add(first);
        v[0] = first.wrapping_add(second);
        let (next, last) = (words[(round + 1) % 16], words[(round + 14) % 16]);
        let next = next.rotate_right(1) ^ next.rotate_right(8) ^ next >> 7;
        let last = last.rotate_right(19) ^ last.rotate_right(61) ^ last >> 6;
        words[round % 16] = word.wrapping_add(next).wrapping_add(words[(round + 9) % 16]).wrapping_add(last);
    }
    for (state, v) in state.iter_mut().zip(v) {
        *state = state.wrapping_add(v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4's example, and one of two blocks.
    #[test]
    fn digests_are_those_of_the_standard() {
        let start = |parts| u64::from_be_bytes(*digest(parts).first_chunk().unwrap());
        assert_eq!(start([b"abc", b""]), 0xddaf35a193617aba);
        assert_eq!(start([b"", b""]), 0xcf83e1357eefb8bd);
        assert_eq!(start([&[b'a'; 100], &[b'a'; 100]]), 0x4b11459c33f52a22);
    }
}
