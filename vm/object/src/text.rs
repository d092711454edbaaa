//! Algorithms of `str`, `bytes` and `bytearray`, over characters of any width.
//!
//! They answer in places and ranges; the types make objects of these.

pub mod search;
pub mod split;
pub mod layout;
pub mod repr;
pub mod codec;
pub mod octets;
pub mod octet_methods;
pub mod octet_parts;
