//! Base64 (RFC 4648 §4).

use pyrite_algo::{Buf, OutOfMemory};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD: u8 = b'=';

/// What is wrong with a text.
pub enum Error {
    /// There is no memory for the result.
    Memory,
    /// This.
    Text(&'static str),
    /// There are that many characters.
    Count(usize),
}

impl From<OutOfMemory> for Error {
    fn from(_: OutOfMemory) -> Error {
        Error::Memory
    }
}

/// The text of octets.
///
/// # Errors
/// [`OutOfMemory`].
pub fn encode(octets: &[u8]) -> Result<Buf<u8>, OutOfMemory> {
    let mut out = Buf::with_capacity(octets.len().div_ceil(3) * 4 + 1)?;
    for group in octets.chunks(3) {
        let bits =
            group.iter().fold(0, |bits, &octet| bits << 8 | u32::from(octet)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place) & 63) as usize;
            out.push(if place > group.len() { PAD } else { ALPHABET.get(digit).copied().unwrap_or(PAD) })?;
        }
    }
    Ok(out)
}

fn digit(character: u8) -> Option<u32> {
    Some(
        match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }
        .into(),
    )
}

/// The octets of a text. Characters of other alphabets are passed over, unless `strict`.
///
/// # Errors
/// [`Error`].
pub fn decode(text: &[u8], strict: bool) -> Result<Buf<u8>, Error> {
    let mut out = Buf::with_capacity(text.len() / 4 * 3)?;
    let (mut bits, mut place, mut pads, mut count) = (0u32, 0, 0, 0usize);
    if strict && text.first() == Some(&PAD) {
        return Err(Error::Text("Leading padding not allowed"));
    }
    for (index, &character) in text.iter().enumerate() {
        if character == PAD {
            pads += 1;
            if place >= 2 && place + pads >= 4 {
                // A whole group: what follows is passed over.
                if strict && index + 1 < text.len() {
                    return Err(Error::Text("Excess data after padding"));
                }
                return Ok(out);
            }
            if strict && place == 0 {
                return Err(Error::Text("Excess padding not allowed"));
            }
            continue;
        }
        let Some(digit) = digit(character) else {
            if strict {
                return Err(Error::Text("Only base64 data is allowed"));
            }
            continue;
        };
        if strict && pads > 0 {
            return Err(Error::Text("Discontinuous padding not allowed"));
        }
        pads = 0;
        count += 1;
        bits = bits << 6 | digit;
        place = (place + 1) % 4;
        if place != 1 {
            out.push((bits >> (2 * ((4 - place) % 4))) as u8)?;
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(Error::Count(count)),
        _ => Err(Error::Text("Incorrect padding")),
    }
}
