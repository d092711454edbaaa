//! Modules in Python, compiled by the build and run where they lie.
//!
//! One static a module from `build.rs`, named as it in capitals (`collections.abc` is `COLLECTIONS_ABC`): what a
//! board's list does not name, the linker drops.

use pyrite_api::FrozenModule;

include!(concat!(env!("OUT_DIR"), "/frozen.rs"));
