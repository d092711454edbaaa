//! The loop: a crate of its own because it alone is built for speed.
//!
//! What it falls back to is in `pyrite-interp`, which reaches it through a hook.
#![no_std]
#![allow(
    improper_ctypes_definitions,
    reason = "`Result<Ref, Raised>` is one word with null as `Err`, asserted in the object crate"
)]

mod eval;

use pyrite_object::model::vm::Hooks;

/// The hooks with the loop in its place.
pub fn hooks(below: Hooks) -> Hooks {
    Hooks { eval: eval::run, ..below }
}
