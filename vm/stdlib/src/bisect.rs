//! `bisect`: places in sorted sequences.
//!
//! Source: Python Library Reference, "bisect".

use pyrite_api::{CompareOp, List, NativeModule, Obj, Outcome, Raised, Ref, Vm, bound, py_module};

/// The place for `x` among items `lo..hi`: behind those equal to it, or before them.
fn search(vm: &Vm, args: &[Option<&Obj>], x: &Obj, is_right: bool) -> Result<usize, Raised> {
    let sequence = bound(args, 0).unwrap_or(Obj::NONE);
    let given = |index| bound(args, index).filter(|object| !object.is_none());
    let lo = given(2).map_or(Ok(0), |lo| vm.index(lo))?;
    let Ok(mut lo) = usize::try_from(lo) else { return Err(vm.value_error("lo must be non-negative")) };
    let mut hi = match given(3) {
        Some(hi) => usize::try_from(vm.index(hi)?).unwrap_or(0),
        None => vm.len(sequence)?,
    };
    let key = given(4);
    let list = sequence.exact::<List>();
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        let item = match list.and_then(|list| list.get(middle)) {
            Some(item) => item,
            None => vm.get_item(sequence, &*vm.int(middle as i64)?)?,
        };
        let item = match key {
            Some(key) => vm.call(key, &[item])?,
            None => item,
        };
        let (a, b) = if is_right { (x, &*item) } else { (&*item, x) };
        if vm.compare_bool(CompareOp::Lt, a, b)? == is_right {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    Ok(lo)
}

fn bisect(vm: &Vm, args: &[Option<&Obj>], is_right: bool) -> Outcome {
    let index = search(vm, args, bound(args, 1).unwrap_or(Obj::NONE), is_right)?;
    vm.int(index as i64)
}

fn insort(vm: &Vm, args: &[Option<&Obj>], is_right: bool) -> Outcome {
    let (sequence, x) = (bound(args, 0).unwrap_or(Obj::NONE), bound(args, 1).unwrap_or(Obj::NONE));
    let key = match bound(args, 4).filter(|key| !key.is_none()) {
        Some(key) => vm.call_one(key, x)?,
        None => x.own(),
    };
    let index = search(vm, args, &key, is_right)?;
    match sequence.exact::<List>() {
        Some(list) => vm.memory(list.insert(vm, index, x.own()))?,
        None => {
            let insert = vm.memory(vm.intern("insert"))?;
            drop(vm.call_method(sequence, &insert, &[vm.int(index as i64)?, x.own()])?);
        }
    }
    Ok(Ref::none())
}

fn bisect_left(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    bisect(vm, args, false)
}

fn bisect_right(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    bisect(vm, args, true)
}

fn insort_left(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    insort(vm, args, false)
}

fn insort_right(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    insort(vm, args, true)
}

py_module! {
    /// `bisect`
    pub static BISECT = "bisect", "Binary search in sorted lists." {
        named_function "bisect_left" (["a", "x", "lo", "hi", "key"], 2, 4) = bisect_left, "The first position for x in sorted a.";
        named_function "bisect_right" (["a", "x", "lo", "hi", "key"], 2, 4) = bisect_right, "The last position for x in sorted a.";
        value "bisect" () = |_| Ok(BISECT.function("bisect_right").unwrap_or(Obj::NONE).own()), "";
        named_function "insort_left" (["a", "x", "lo", "hi", "key"], 2, 4) = insort_left, "Put x into sorted a, before its equals.";
        named_function "insort_right" (["a", "x", "lo", "hi", "key"], 2, 4) = insort_right, "Put x into sorted a, after its equals.";
        value "insort" () = |_| Ok(BISECT.function("insort_right").unwrap_or(Obj::NONE).own()), "";
    }
}

/// CPython's name for what is in C.
pub static CORE: NativeModule = BISECT.alias("_bisect");
