//! The memory of objects: size classes, freeing by count, collecting cycles.

pub mod stress;
pub mod arena;
pub mod index;
pub mod weak;
pub mod finalize;
pub mod collect;
pub mod sweep;

pub use arena::{Heap, Kind};
