//! Shapes: which attribute of an instance is at which index.
//!
//! Instances of one class that got the same attributes in the same order share a shape.
//! The shapes of a class form a tree, owned by the class.

use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use super::types::TypeRef;
use super::value::Ref;

/// A node of the tree: the attributes of its parent, and one more.
pub struct Shape {
    /// The class, which owns the shape.
    pub type_: TypeRef,
    /// The shape without the last attribute; null for the root.
    pub parent: *mut Shape,
    /// Name of the last attribute (interned); `None` for the root.
    pub name: Option<Ref>,
    /// How many attributes there are.
    pub count: u16,
    /// First shape with one attribute more.
    pub first_child: Cell<*mut Shape>,
    /// Next shape with the same parent.
    pub next_sibling: Cell<*mut Shape>,
}

/// The tail of an instance: its shape and its attribute values.
///
/// With a null shape, `values` is a dict object or null: the instance has left the shapes.
#[repr(C)]
pub struct Attrs {
    /// The shape, or null.
    pub shape: Cell<*mut Shape>,
    /// The values in the order of the shape; room for [`capacity`] of them. Or a dict.
    pub values: Cell<*mut Ref>,
}

/// Attributes an instance may have before it gets a dict.
pub const SHAPE_MAX: u16 = 24;

/// Room for values that goes with `count` attributes.
pub const fn capacity(count: usize) -> usize {
    (count + 1) & !1
}

impl Attrs {
    /// Of a fresh instance of a class with root shape `root`.
    pub fn new(root: *mut Shape) -> Attrs {
        Attrs { shape: Cell::new(root), values: Cell::new(null_mut()) }
    }
}

impl Shape {
    /// The index of attribute `name` (interned), by walking up.
    pub fn find(&self, name: &super::value::Obj) -> Option<usize> {
        let mut shape = NonNull::from(self);
        loop {
            // SAFETY: shapes live as long as their class, which the instance at hand keeps.
            let node = unsafe { shape.as_ref() };
            if node.name.as_ref()?.is(name) {
                return Some(usize::from(node.count) - 1);
            }
            shape = NonNull::new(node.parent)?;
        }
    }
}
