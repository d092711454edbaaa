//! Images: compiled code as an array of words that is used where it lies.
//!
//! Header, file name, records (docs/spec/image.md). [`ImageView::new`] is for images that
//! come from outside and checks the sum; [`ImageView::unsealed`] for those the compiler has
//! just made. Both check the structure, and neither trusts an offset.

use crate::code::{CodeFlags, CodeView};

/// `PYRI`, little endian.
pub const MAGIC: u32 = u32::from_le_bytes(*b"PYRI");

/// Version of format and instruction set; a reader accepts its own only.
pub const VERSION: u32 = 2;

/// Words of the header.
pub const HEADER_WORDS: usize = 8;

/// Header flag: the line tables have columns.
pub const FLAG_COLUMNS: u32 = 1;

/// Why an image is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// It ends inside the header or before its recorded end.
    Truncated,
    /// It does not begin with `PYRI`.
    Magic(u32),
    /// It is of another version.
    Version(u32),
    /// The check sum is another: the recorded and the computed one.
    Checksum(u32, u32),
    /// The header's flags or the file name are malformed.
    Header,
    /// The module's record does not fit.
    Record,
}

/// An image whose header is sound.
#[derive(Clone, Copy, Debug)]
pub struct ImageView<'a> {
    words: &'a [u32],
    filename: &'a [u8],
    module: CodeView<'a>,
}

impl<'a> ImageView<'a> {
    /// Reads an image from outside; O(size).
    ///
    /// # Errors
    /// [`ImageError`] if the header, the check sum or the module's record is wrong.
    pub fn new(words: &'a [u32]) -> Result<Self, ImageError> {
        let this = Self::unsealed(words)?;
        let recorded = words.get(3).copied().unwrap_or(0);
        let computed = checksum(this.words.get(4..).unwrap_or(&[]));
        if recorded != computed {
            return Err(ImageError::Checksum(recorded, computed));
        }
        Ok(this)
    }

    /// Reads an image without looking at the check sum.
    ///
    /// # Errors
    /// [`ImageError`] if the header or the module's record is wrong.
    pub fn unsealed(words: &'a [u32]) -> Result<Self, ImageError> {
        let Some(&[magic, version, total, _, root, name_bytes, pool, pool_bytes]) =
            words.first_chunk::<HEADER_WORDS>()
        else {
            return Err(ImageError::Truncated);
        };
        if magic != MAGIC {
            return Err(ImageError::Magic(magic));
        }
        if version & 0xffff != VERSION {
            return Err(ImageError::Version(version & 0xffff));
        }
        if (version >> 16) & !FLAG_COLUMNS != 0 {
            return Err(ImageError::Header);
        }
        let words = words.get(..total as usize).ok_or(ImageError::Truncated)?;
        let name_end = HEADER_WORDS + (name_bytes as usize).div_ceil(4);
        let name_words = words.get(HEADER_WORDS..name_end).ok_or(ImageError::Header)?;
        let filename =
            bytemuck::cast_slice(name_words).get(..name_bytes as usize).ok_or(ImageError::Header)?;
        let module = CodeView::new(words, root as usize).ok_or(ImageError::Record)?;
        let (subtree, before) = module.subtree();
        let pool_end = (pool as usize).checked_add((pool_bytes as usize).div_ceil(4));
        let fits = root as usize - before == name_end && name_end + subtree.len() == pool as usize;
        if !fits || pool_end != Some(words.len()) {
            return Err(ImageError::Record);
        }
        if module.flags().contains(CodeFlags::NEWLOCALS) || module.nparams() != 0 || module.frees_len() != 0 {
            return Err(ImageError::Record);
        }
        Ok(Self { words, filename, module })
    }

    /// The code of the module.
    pub fn module(&self) -> CodeView<'a> {
        self.module
    }

    /// `co_filename` of all code, in UTF-8 as given to the compiler.
    pub fn filename(&self) -> &'a [u8] {
        self.filename
    }

    /// Whether line tables have columns.
    pub fn has_columns(&self) -> bool {
        self.words.get(1).is_some_and(|word| (word >> 16) & FLAG_COLUMNS != 0)
    }

    /// The words of the image.
    pub fn words(&self) -> &'a [u32] {
        self.words
    }
}

/// Writes the check sum into an image that is to be kept outside.
pub fn seal(words: &mut [u32]) {
    let sum = checksum(words.get(4..).unwrap_or(&[]));
    if let Some(word) = words.get_mut(3) {
        *word = sum;
    }
}

/// CRC-32 (polynomial 0xEDB88320, reflected, as in zlib) of the words' bytes.
pub fn checksum(words: &[u32]) -> u32 {
    let mut crc = u32::MAX;
    for &word in words {
        crc ^= word;
        for _ in 0..8 {
            crc = crc >> 4 ^ NIBBLES.get(crc as usize & 15).copied().unwrap_or(0);
        }
    }
    !crc
}

/// What four bits that leave the register put back.
#[allow(clippy::indexing_slicing, reason = "computed by the compiler, which would say so")]
const NIBBLES: [u32; 16] = {
    let mut table = [0; 16];
    let mut bits = 0;
    while bits < table.len() {
        let mut crc = bits as u32;
        let mut step = 0;
        while step < 4 {
            crc = crc >> 1 ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
            step += 1;
        }
        table[bits] = crc;
        bits += 1;
    }
    table
};
