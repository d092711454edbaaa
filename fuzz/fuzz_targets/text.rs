//! Texts through lexer, parser, compiler and verifier.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    pyrite_fuzz::check_text(text);
});
