//! Every allocation fails once: the parser says so and does not panic.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use pyrite_syntax::{Ast, ErrorKind, Parser, Source};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use support::{exec, folder};

thread_local! {
    /// Allocations that still succeed; negative is no limit.
    static LEFT: Cell<i64> = const { Cell::new(-1) };
}

struct Failing;

fn fails() -> bool {
    LEFT.with(|left| match left.get() {
        -1 => false,
        0 => true,
        n => {
            left.set(n - 1);
            false
        }
    })
}

// SAFETY: passes everything on to the system's allocator, or returns null.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract.
        if fails() { std::ptr::null_mut() } else { unsafe { System.alloc(layout) } }
    }
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(ptr, layout) }
    }
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the contract.
        if fails() { std::ptr::null_mut() } else { unsafe { System.realloc(ptr, layout, size) } }
    }
}

#[global_allocator]
static ALLOCATOR: Failing = Failing;

/// Parses with `left` allocations; no allocation of the test itself comes between.
fn parse(bytes: &[u8], left: i64) -> Result<(), ErrorKind> {
    LEFT.with(|cell| cell.set(left));
    let result = (|| {
        let source = Source::decode(bytes).map_err(|error| error.kind)?;
        let mut parser = Parser::new(&source, exec());
        let mut ast = Ast::new();
        while parser.next_statement(&mut ast).map_err(|error| error.kind)?.is_some() {
            ast.reset();
        }
        Ok(())
    })();
    LEFT.with(|cell| cell.set(-1));
    result
}

#[test]
fn each_failed_allocation_is_an_error() {
    for name in ["expressions", "statements", "patterns", "fstrings", "types", "latin"] {
        let bytes = std::fs::read(folder().join("ok").join(name).with_extension("py")).unwrap();
        let mut left = 0;
        while let Err(kind) = parse(&bytes, left) {
            assert_eq!(kind, ErrorKind::OutOfMemory, "{name} with {left} allocations");
            left += 1;
        }
        assert!(left > 3, "{name} allocates too little to be a test");
        println!("{name}: {left} allocations");
    }
}
