//! Words as an image: refused, or sound.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let words: Vec<u32> =
        bytes.chunks_exact(4).filter_map(|word| word.try_into().ok().map(u32::from_le_bytes)).collect();
    pyrite_fuzz::check_image(words);
});
