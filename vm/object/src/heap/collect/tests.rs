//! The collector: cycles go, what is reached stays, finalizers run once.

use super::*;
use crate::class::tests::class;
use crate::coll::dict::Dict;
use crate::coll::list::List;
use crate::model::value::Outcome;
use crate::model::{NativeAttr, Ref};
use crate::testing::with_vm;
use crate::{names, native_attr};

fn push(vm: &Vm, list: &Obj, item: &Obj) {
    vm.memory(list.cast::<List>().unwrap().push(vm, item.own())).unwrap();
}

#[test]
fn a_list_that_holds_itself_is_freed() {
    with_vm(|vm| {
        let before = vm.heap.used_bytes();
        let list = vm.list(&[]).unwrap();
        push(vm, &list, &list);
        assert_eq!(collect(vm), 0);
        drop(list);
        assert!(vm.heap.used_bytes() > before);
        assert_eq!(collect(vm), 1);
        assert_eq!(vm.heap.used_bytes(), before);
    });
}

#[test]
fn a_cycle_of_dict_list_and_tuple_is_freed_once_nothing_outside_holds_it() {
    with_vm(|vm| {
        let before = vm.heap.used_bytes();
        let list = vm.list(&[]).unwrap();
        let tuple = vm.tuple(&[&list, &list]).unwrap();
        let dict = vm.dict().unwrap();
        dict.cast::<Dict>().unwrap().set_name(vm, names::NAME(), tuple).unwrap();
        push(vm, &list, &dict);
        drop(list);
        assert_eq!(collect(vm), 0);
        assert_eq!(dict.refcount(), 2);
        drop(dict);
        collect(vm);
        assert_eq!(vm.heap.used_bytes(), before);
    });
}

#[test]
fn a_chain_longer_than_the_mark_stack_is_kept_and_freed() {
    let length = if cfg!(miri) { 300 } else { 100_000 };
    with_vm(|vm| {
        let before = vm.heap.used_bytes();
        let first = vm.list(&[]).unwrap();
        let mut last = first.clone();
        for _ in 0..length {
            let next = vm.list(&[]).unwrap();
            push(vm, &last, &next);
            last = next;
        }
        push(vm, &last, &first);
        drop(last);
        assert_eq!(collect(vm), 0);
        assert_eq!(first.refcount(), 2);
        drop(first);
        assert_eq!(collect(vm), length + 1);
        assert_eq!(vm.heap.used_bytes(), before);
    });
}

#[test]
fn a_wide_object_overflows_the_mark_stack() {
    let width = if cfg!(miri) { 100 } else { 5_000 };
    with_vm(|vm| {
        let all = vm.list(&[]).unwrap();
        for _ in 0..width {
            let inner = vm.list(&[]).unwrap();
            let holder = vm.list(core::slice::from_ref(&inner)).unwrap();
            push(vm, &inner, &all);
            push(vm, &all, &holder);
        }
        assert_eq!(collect(vm), 0);
        assert_eq!(all.refcount(), width + 1);
        drop(all);
        assert_eq!(collect(vm), 2 * width + 1);
    });
}

#[test]
fn classes_and_instances_that_hold_each_other_are_freed() {
    with_vm(|vm| {
        // The table of interned names stays.
        vm.intern("c").unwrap();
        let before = vm.heap.used_bytes();
        let c = class(vm, "C", &[], &[]).unwrap();
        let object = vm.call(&c, &[]).unwrap();
        vm.set_attr(&object, names::SELF(), &object).unwrap();
        vm.set_attr(&c, names::VALUE(), &object).unwrap();
        let d = class(vm, "D", &[&c], &[]).unwrap();
        drop(c);
        assert_eq!(collect(vm), 0);
        assert!(vm.get_attr(&vm.get_attr(&d, names::VALUE()).unwrap(), names::SELF()).unwrap().is(&object));
        drop((object, d));
        assert!(collect(vm) >= 3);
        assert_eq!(vm.heap.used_bytes(), before);
    });
}

thread_local! {
    static FINALIZED: Cell<usize> = const { Cell::new(0) };
    static SAVED: core::cell::RefCell<Option<Ref>> = const { core::cell::RefCell::new(None) };
}

fn count_del(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    FINALIZED.set(FINALIZED.get() + 1);
    Ok(Ref::none())
}

fn save_del(_vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    FINALIZED.set(FINALIZED.get() + 1);
    SAVED.set(Some(this.own()));
    Ok(Ref::none())
}

static COUNT_DEL: NativeAttr = native_attr!(None; method "__del__" (0, 0) = count_del, "");
static SAVE_DEL: NativeAttr = native_attr!(None; method "__del__" (0, 0) = save_del, "");

#[test]
fn finalizers_run_once() {
    with_vm(|vm| {
        FINALIZED.set(0);
        let c = class(vm, "C", &[], &[(names::DEL(), COUNT_DEL.as_obj())]).unwrap();
        drop(vm.call(&c, &[]).unwrap());
        assert_eq!(FINALIZED.get(), 1, "a plain object is finalized at once");
        let object = vm.call(&c, &[]).unwrap();
        vm.set_attr(&object, names::SELF(), &object).unwrap();
        drop(object);
        collect_for_memory(vm);
        assert_eq!(FINALIZED.get(), 1, "no Python code runs when memory is out");
        assert_eq!(collect(vm), 1);
        assert_eq!(FINALIZED.get(), 2);
    });
}

#[test]
fn a_finalizer_may_save_its_object_once() {
    with_vm(|vm| {
        FINALIZED.set(0);
        let c = class(vm, "C", &[], &[(names::DEL(), SAVE_DEL.as_obj())]).unwrap();
        for in_cycle in [false, true] {
            let object = vm.call(&c, &[]).unwrap();
            if in_cycle {
                vm.set_attr(&object, names::SELF(), &object).unwrap();
            }
            let other = vm.list(&[]).unwrap();
            push(vm, &other, &other);
            drop((object, other));
            collect(vm);
            let saved = SAVED.take().unwrap();
            assert_eq!(saved.refcount(), 1 + usize::from(in_cycle));
            assert_eq!(vm.find_attr(&saved, names::SELF()).unwrap().is_some(), in_cycle);
            drop(saved);
            collect(vm);
            assert!(SAVED.take().is_none(), "the second time it is not asked");
        }
        assert_eq!(FINALIZED.get(), 2);
    });
}

/// A model: which lists a random graph must keep is found by a search over plain numbers.
#[test]
fn random_graphs_agree_with_a_model() {
    let (rounds, nodes) = if cfg!(miri) { (3, 20) } else { (200, 60) };
    with_vm(|vm| {
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below as u64) as usize
        };
        for round in 0..rounds {
            let before = vm.heap.used_bytes();
            let all: Vec<Ref> = (0..nodes).map(|_| vm.list(&[]).unwrap()).collect();
            let mut edges = vec![Vec::new(); nodes];
            for _ in 0..random(nodes * 2) {
                let (from, to) = (random(nodes), random(nodes));
                edges[from].push(to);
                push(vm, &all[from], &all[to]);
            }
            let roots: Vec<usize> = (0..random(5)).map(|_| random(nodes)).collect();
            let mut kept = vec![false; nodes];
            let mut open = roots.clone();
            while let Some(node) = open.pop() {
                if !core::mem::replace(&mut kept[node], true) {
                    open.extend(&edges[node]);
                }
            }
            let addresses: Vec<usize> = all.iter().map(|node| node.bits()).collect();
            let held: Vec<Ref> = roots.iter().map(|&root| all[root].clone()).collect();
            drop(all);
            collect(vm);
            let mut live = Vec::new();
            vm.heap.for_each_container(|block| live.push(block.as_ptr().addr()));
            for (node, address) in addresses.iter().enumerate() {
                if kept[node] {
                    assert!(live.contains(address), "round {round}: node {node} was freed");
                }
            }
            let count = kept.iter().filter(|&&kept| kept).count();
            let lists = addresses.iter().filter(|address| live.contains(address)).count();
            assert_eq!(lists, count, "round {round}");
            for root in &roots {
                let node = held[roots.iter().position(|each| each == root).unwrap()].clone();
                assert_eq!(node.cast::<List>().unwrap().len(), edges[*root].len());
            }
            drop(held);
            collect(vm);
            assert_eq!(vm.heap.used_bytes(), before, "round {round}");
        }
    });
}
