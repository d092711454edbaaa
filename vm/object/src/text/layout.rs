//! Columns: tabs and padding.

use crate::raw::str::Chars;

/// How much padding goes to the left, of what `str.center` adds.
pub fn center_left(padding: usize, width: usize) -> usize {
    // The odd one goes to the left where the width is odd.
    padding / 2 + (padding & width & 1)
}

/// Calls `piece` for each run of ordinary characters (a range) and for each tab (the number
/// of spaces it stands for), in order.
///
/// # Errors
/// What `piece` returns.
pub fn expand_tabs<E>(
    text: Chars<'_>,
    tab_size: usize,
    mut piece: impl FnMut(usize, usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let (mut start, mut column) = (0, 0);
    for (place, character) in text.iter().enumerate() {
        match character {
            0x09 => {
                let spaces = if tab_size == 0 { 0 } else { tab_size - column % tab_size };
                piece(start, place, spaces)?;
                column += spaces;
                start = place + 1;
            }
            0x0a | 0x0d => column = 0,
            _ => column += 1,
        }
    }
    piece(start, text.len(), 0)
}
