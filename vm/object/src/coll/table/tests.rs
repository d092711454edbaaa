//! The plan of blocks.

use super::*;

#[test]
fn blocks_hold_the_wish_and_leave_a_quarter_of_the_index_free() {
    for words in 1..4 {
        for wish in (0..if cfg!(miri) { 50 } else { 5000 }).chain([65_000, 65_534, 70_000, 1 << 20]) {
            let Ok((cap, log, bytes)) = plan(wish, words) else { panic!("{wish}") };
            assert!(cap >= wish, "{wish}");
            assert!(bytes >= cap * words * WORD);
            if log == 0 {
                assert!(cap <= LINEAR_MAX);
            } else {
                assert!(cap <= (1 << log) / 4 * 3, "{wish}: {cap} of {}", 1 << log);
                assert!(cap + 1 < 1 << (8 * index_width(cap)));
            }
        }
    }
    assert_eq!(plan(usize::MAX / 2, 2), Err(OutOfMemory));
}
