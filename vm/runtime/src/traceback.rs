//! Exceptions as text, in the words and the layout of CPython 3.13.

mod writer;
mod anchors;
mod excerpt;
#[cfg(test)]
mod tests;
