//! Lists as Python sees them.
