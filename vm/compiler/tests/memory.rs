//! Each allocation fails once: compiling gives the error and never panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use pyrite_compiler::{CompileError, Mode, Options, compile};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Failing;

thread_local! {
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Counts an allocation; false if it is the one to fail.
fn allowed() -> bool {
    LEFT.try_with(|left| match left.get() {
        usize::MAX => true,
        0 => false,
        more => {
            left.set(more - 1);
            true
        }
    })
    .unwrap_or(true)
}

// SAFETY: hands on to the system's allocator, or fails as an allocator may.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is handed on.
        if allowed() { unsafe { System.alloc(layout) } } else { core::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is handed on.
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise is handed on.
        if allowed() { unsafe { System.realloc(ptr, layout, size) } } else { core::ptr::null_mut() }
    }
}

#[global_allocator]
static ALLOCATOR: Failing = Failing;

#[test]
fn nth_allocation_fails() {
    let texts: [&[u8]; 5] = [
        include_bytes!("code/exceptions.py"),
        include_bytes!("code/closures.py"),
        include_bytes!("code/patterns.py"),
        include_bytes!("code/generics.py"),
        include_bytes!("code/assignments.py"),
    ];
    for text in texts {
        let mut failed = 0;
        for allocations in 0.. {
            LEFT.with(|left| left.set(allocations));
            let result = compile(text, &Options::new(Mode::Exec), &mut |_, _| ());
            LEFT.with(|left| left.set(usize::MAX));
            match result {
                Ok(_) => break,
                Err(CompileError::Memory) => failed += 1,
                Err(CompileError::Syntax(error)) => {
                    assert_eq!(error.kind, pyrite_syntax::ErrorKind::OutOfMemory);
                    failed += 1;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(failed > 20, "only {failed} allocations");
    }
}
