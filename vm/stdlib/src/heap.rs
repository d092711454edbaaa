//! `_heap`: the cores of `heapq`.
//!
//! A comparison may change the list: its length is looked at after each.

use pyrite_api::{CompareOp, List, NativeModule, Obj, Outcome, Raised, Ref, This, Vm, py_module, required};

/// A list as a heap: the first item is the least, or the greatest.
#[derive(Clone, Copy)]
struct Heap<'a> {
    list: This<'a, List>,
    is_max: bool,
}

impl<'a> Heap<'a> {
    fn of(vm: &Vm, function: &str, args: &'a [Ref], is_max: bool) -> Result<Heap<'a>, Raised> {
        match required(args, 0).cast::<List>() {
            Some(list) => Ok(Heap { list, is_max }),
            None => {
                let name = required(args, 0).type_().short_name();
                Err(vm.type_error(format_args!("{function}() argument 1 must be list, not {name}")))
            }
        }
    }

    /// Whether item `a` belongs above `b`.
    fn is_above(self, vm: &Vm, a: &Obj, b: &Obj) -> Result<bool, Raised> {
        let len = self.list.len();
        let (a, b) = if self.is_max { (b, a) } else { (a, b) };
        let above = vm.compare_bool(CompareOp::Lt, a, b)?;
        if self.list.len() != len {
            return Err(vm.runtime_error("list changed size during iteration"));
        }
        Ok(above)
    }

    /// Moves item `place` up, at most to `top`.
    fn rise(self, vm: &Vm, top: usize, mut place: usize) -> Result<(), Raised> {
        while place > top {
            let parent = (place - 1) / 2;
            let (Some(item), Some(above)) = (self.list.get(place), self.list.get(parent)) else { break };
            if !self.is_above(vm, &item, &above)? {
                break;
            }
            self.list.swap(place, parent);
            place = parent;
        }
        Ok(())
    }

    /// Moves item `top` down to where it belongs: to the bottom first, then up.
    fn sink(self, vm: &Vm, top: usize) -> Result<(), Raised> {
        let mut place = top;
        loop {
            let mut child = 2 * place + 1;
            let Some(left) = self.list.get(child) else { break };
            if let Some(right) = self.list.get(child + 1)
                && !self.is_above(vm, &left, &right)?
            {
                child += 1;
            }
            self.list.swap(place, child);
            place = child;
        }
        self.rise(vm, top, place)
    }

    fn heapify(self, vm: &Vm) -> Outcome {
        for place in (0..self.list.len() / 2).rev() {
            self.sink(vm, place)?;
        }
        Ok(Ref::none())
    }

    fn pop(self, vm: &Vm) -> Outcome {
        let Some(last) = self.list.pop() else { return Err(vm.index_error("index out of range")) };
        match self.list.set(0, last) {
            Ok(first) => {
                self.sink(vm, 0)?;
                Ok(first)
            }
            Err(last) => Ok(last),
        }
    }

    fn replace(self, vm: &Vm, item: &Obj) -> Outcome {
        match self.list.set(0, item.own()) {
            Ok(first) => {
                self.sink(vm, 0)?;
                Ok(first)
            }
            Err(_) => Err(vm.index_error("index out of range")),
        }
    }
}

fn push(vm: &Vm, args: &[Ref]) -> Outcome {
    let heap = Heap::of(vm, "heappush", args, false)?;
    vm.memory(heap.list.push(vm, required(args, 1).own()))?;
    heap.rise(vm, 0, heap.list.len().saturating_sub(1))?;
    Ok(Ref::none())
}

fn push_pop(vm: &Vm, args: &[Ref]) -> Outcome {
    let heap = Heap::of(vm, "heappushpop", args, false)?;
    let item = required(args, 1);
    match heap.list.get(0) {
        // If the comparison has emptied the list, there is nothing to replace.
        Some(first) if vm.compare_bool(CompareOp::Lt, &first, item)? => heap.replace(vm, item),
        _ => Ok(item.own()),
    }
}

py_module! {
    /// `_heap`
    pub static HEAP = "_heap", "" {
        function "heappush" (2, 2) = push, "Add an item to a heap.";
        function "heappop" (1, 1) = |vm, args| Heap::of(vm, "heappop", args, false)?.pop(vm), "Pop the smallest item off the heap, maintaining the heap invariant.";
        function "heapify" (1, 1) = |vm, args| Heap::of(vm, "heapify", args, false)?.heapify(vm), "Transform list into a heap, in-place, in O(len(heap)) time.";
        function "heapreplace" (2, 2) = |vm, args| Heap::of(vm, "heapreplace", args, false)?.replace(vm, required(args, 1)), "Pop and return the current smallest value, and add the new item.";
        function "heappushpop" (2, 2) = push_pop, "Add an item, take the least.";
        function "_heappop_max" (1, 1) = |vm, args| Heap::of(vm, "_heappop_max", args, true)?.pop(vm), "Maxheap variant of heappop.";
        function "_heapify_max" (1, 1) = |vm, args| Heap::of(vm, "_heapify_max", args, true)?.heapify(vm), "Maxheap variant of heapify.";
        function "_heapreplace_max" (2, 2) = |vm, args| Heap::of(vm, "_heapreplace_max", args, true)?.replace(vm, required(args, 1)), "Maxheap variant of heapreplace.";
    }
}

/// CPython's name for what is in C.
pub static CORE: NativeModule = HEAP.alias("_heapq");
