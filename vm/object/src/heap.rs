//! The memory of objects: size classes without headers, reference-count deallocation,
//! and the collector of cycles.

pub mod stress;
pub mod arena;
pub mod finalize;
pub mod collect;

pub use arena::{Heap, Kind};
