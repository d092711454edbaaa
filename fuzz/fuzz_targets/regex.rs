//! A pattern and a text: refused, or matches inside the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    pyrite_fuzz::check_regex(bytes);
});
