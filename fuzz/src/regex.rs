//! Patterns: refused with a place inside them, or run in bounds.

use pyrite_regex::{Machine, Mode, Text, compile};

use crate::Verdict;

/// Calls of a machine's check before a search is given up.
const POLLS: u32 = 64;

/// The first byte has the flags; the pattern ends at a NUL, and the text is the rest.
///
/// # Panics
/// If a match or the place of an error is out of bounds, or remembering failures changes what
/// is found.
pub fn check_regex(bytes: &[u8]) -> Verdict {
    let Some((&flags, rest)) = bytes.split_first() else { return Verdict::Refused };
    let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
    let (pattern, text) = (&rest[..end], rest.get(end + 1..).unwrap_or(&[]));
    let (is_text, flags) = (flags & 1 != 0, u32::from(flags & 0x5a));
    let program = match compile(Text::One(pattern), is_text, flags) {
        Ok(program) => program,
        Err(error) => {
            let place = error.position as usize;
            assert!(place <= pattern.len() || error.position == u32::MAX, "{error:?} of {pattern:?}");
            return Verdict::Refused;
        }
    };
    let mut found = Vec::new();
    for remember in [false, true] {
        let mut polls = 0;
        let mut poll = || {
            polls += 1;
            polls < POLLS
        };
        let Ok(mut machine) = Machine::new(&program, Text::One(text), text.len(), 1 << 20, &mut poll) else {
            return Verdict::Accepted;
        };
        if remember {
            machine.remember();
        }
        let Ok(matched) = machine.run(0, Mode::Search, false) else { return Verdict::Accepted };
        let spans: Vec<_> = (0..=program.groups).map(|group| machine.group(group)).collect();
        for (start, end) in spans.iter().flatten() {
            assert!(start <= end && *end <= text.len(), "{pattern:?} in {text:?}: {spans:?}");
        }
        found.push(matched.then_some(spans));
    }
    assert_eq!(found.first(), found.last(), "{pattern:?} in {text:?}");
    Verdict::Accepted
}
