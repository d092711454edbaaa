//! Dict storage against a plain model.

use std::collections::HashMap;

use super::*;
use crate::model::This;
use crate::testing::{Probe, expect, with_vm};

#[test]
fn random_operations_agree_with_a_hash_map() {
    with_vm(|vm| {
        let dict = Dict::new();
        let mut model: HashMap<i64, i64> = HashMap::new();
        let mut state = 12345u32;
        let mut random = move |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        for step in 0..if cfg!(miri) { 300 } else { 20_000i64 } {
            let key = i64::from(random(300)) - 100;
            let key_object: Ref = expect(vm.int(key));
            if random(3) == 0 {
                let removed = expect(dict.remove(vm, &key_object));
                assert_eq!(removed.is_some(), model.remove(&key).is_some(), "step {step}");
            } else {
                let value: Ref = expect(vm.int(step));
                expect(dict.insert(vm, &key_object, value));
                model.insert(key, step);
            }
            assert_eq!(dict.len(), model.len());
        }
        for (key, value) in model {
            let found = {
                let key = expect(vm.int(key));
                expect(dict.get(vm, &key))
            };
            assert_eq!(found.and_then(|found| found.small()), Some(value as isize));
        }
    });
}

#[test]
fn names_are_found_and_order_is_that_of_insertion() {
    with_vm(|vm| {
        let dict = Dict::new();
        for index in 0..50 {
            let name = vm.intern(&format!("name{index}")).unwrap_or_else(|_| panic!("memory"));
            expect(dict.set_name(vm, &name, Ref::small(index)));
        }
        let mut position = 0;
        for index in 0..50 {
            let (next, key, value) = dict.next_entry(position).unwrap_or_else(|| panic!("too short"));
            assert_eq!(value.small(), Some(index));
            let plain = vm.new_str(&format!("name{index}")).unwrap_or_else(|_| panic!("memory"));
            assert!(dict.get_name(&plain).is_some_and(|found| found.is(&value)));
            assert!(!plain.is(&key));
            position = next;
        }
    });
}

fn as_dict(object: &Obj) -> This<'_, Dict> {
    object.cast::<Dict>().unwrap_or_else(|| unreachable!("a dict"))
}

#[test]
fn keys_of_all_kinds_agree_with_a_model_through_growth_and_removal() {
    with_vm(|vm| {
        let dict = Dict::new();
        // Numbers first, then probes with few hashes: the table becomes general on the way.
        for number in 0..300isize {
            expect(dict.insert(vm, &Ref::small(number), Ref::small(number)));
        }
        let probes: Vec<Ref> =
            (0..200).map(|n| Probe::make(vm, 1000 + n, n as usize % 7, Obj::NONE)).collect();
        for (value, probe) in probes.iter().enumerate() {
            expect(dict.insert(vm, probe, Ref::small(value as isize)));
        }
        assert_eq!(dict.len(), 500);
        for number in (0..300isize).step_by(2) {
            assert!(expect(dict.remove(vm, &Ref::small(number))).is_some());
        }
        for (value, probe) in probes.iter().enumerate() {
            assert_eq!(expect(dict.get(vm, probe)).and_then(|v| v.small()), Some(value as isize));
        }
        let copy = expect(dict.copy(vm));
        assert_eq!(copy.len(), 350);
        for number in 0..300isize {
            assert_eq!(expect(copy.get(vm, &Ref::small(number))).is_some(), number % 2 == 1);
        }
        while dict.pop_last(vm).is_some() {}
        assert!(dict.is_empty());
        assert!(expect(dict.get(vm, &Ref::small(1))).is_none());
    });
}

#[test]
fn a_full_index_of_removed_entries_does_not_stop_a_search() {
    with_vm(|vm| {
        let dict = Dict::new();
        for number in 0..if cfg!(miri) { 300 } else { 100_000isize } {
            expect(dict.insert(vm, &Ref::small(number), Ref::none()));
            if number >= 20 {
                let oldest = Ref::small(number - 20);
                assert!(expect(dict.remove(vm, &oldest)).is_some());
            }
        }
        assert_eq!(dict.len(), 20);
        assert!(!expect(dict.contains(vm, &Ref::small(-5))));
        assert!(dict.block_size() < 100 * size_of::<usize>());
    });
}

/// Looks up and changes a dict whose keys do `change` to it when they are compared.
fn attack(count: isize, change: fn(&Vm, &Obj)) {
    with_vm(|vm| {
        let object = expect(vm.dict());
        let dict = as_dict(&object);
        let fill = |traps: bool| {
            for number in 0..count {
                let key = Probe::make(vm, number, 5, &object);
                expect(dict.insert(vm, &key, Ref::small(number)));
                if traps
                    && number % 3 == 1
                    && let Some(probe) = key.cast::<Probe>()
                {
                    probe.on_compare.set(Some(change));
                }
            }
        };
        for operation in 0..5 {
            dict.clear();
            fill(true);
            let key = Probe::make(vm, count - 1, 5, Obj::NONE);
            match operation {
                0 => drop(expect(dict.get(vm, &key))),
                1 => drop(expect(dict.insert(vm, &key, Ref::none()))),
                2 => drop(expect(dict.remove(vm, &key))),
                3 => drop(expect(dict.set_default(vm, &key, Obj::TRUE))),
                _ => {
                    let other = Dict::new();
                    expect(other.insert(vm, &key, Ref::none()));
                    expect(dict.update(vm, &other));
                }
            }
            // Still whole: every entry can be reached and removed.
            let mut position = 0;
            let mut seen = 0;
            while let Some((next, _, _)) = dict.next_entry(position) {
                position = next;
                seen += 1;
            }
            assert_eq!(seen, dict.len());
        }
        disarm(dict);
        dict.clear();
    });
}

fn disarm(dict: This<'_, Dict>) {
    let mut position = 0;
    while let Some((next, key, _)) = dict.next_entry(position) {
        if let Some(probe) = key.cast::<Probe>() {
            probe.on_compare.set(None);
        }
        position = next;
    }
}

#[test]
fn a_lookup_survives_keys_that_clear_the_dict() {
    for count in [3, 8, 9, 40] {
        attack(count, |_, victim| as_dict(victim).clear());
    }
}

#[test]
fn a_lookup_survives_keys_that_refill_the_dict() {
    for count in [3, 8, 9, 40] {
        attack(count, |vm, victim| {
            let dict = as_dict(victim);
            disarm(dict);
            dict.clear();
            for number in 0..12 {
                expect(dict.insert(vm, &Ref::small(number), Ref::none()));
            }
        });
    }
}

#[test]
fn a_lookup_survives_keys_that_remove_and_add_entries() {
    for count in [3, 8, 9, 40] {
        attack(count, |vm, victim| {
            let dict = as_dict(victim);
            disarm(dict);
            drop(dict.pop_last(vm));
            drop(dict.pop_last(vm));
            expect(dict.insert(vm, &Ref::small(-1), Ref::none()));
            expect(
                dict.insert(vm, Obj::NONE, Ref::none()).or_else(|raised| {
                    vm.suppress(raised, &crate::types::exceptions::TYPE_ERROR).map(|()| None)
                }),
            );
        });
    }
}

#[test]
fn values_that_change_the_dict_when_dropped_find_it_whole() {
    with_vm(|vm| {
        let object = expect(vm.dict());
        let dict = as_dict(&object);
        for number in 0..20 {
            let value = Probe::make(vm, number, 0, &object);
            if let Some(probe) = value.cast::<Probe>() {
                probe.on_drop.set(Some(|vm, victim| {
                    let dict = as_dict(victim);
                    expect(dict.insert(vm, &Ref::small(3), Ref::small(3)));
                    expect(dict.remove(vm, &Ref::small(4)));
                    expect(dict.insert(vm, &Ref::small(100 + dict.len() as isize), Ref::none()));
                }));
            }
            expect(dict.insert(vm, &Ref::small(number), value));
        }
        for number in 0..20 {
            drop(expect(dict.insert(vm, &Ref::small(number), Ref::none())));
        }
        dict.clear();
        dict.clear();
        assert!(dict.is_empty());
    });
}

#[test]
fn every_allocation_of_an_insertion_may_fail() {
    with_vm(|vm| {
        let dict = Dict::new();
        for number in 0..200isize {
            let key =
                if number % 10 == 9 { Probe::make(vm, number, 3, Obj::NONE) } else { Ref::small(number) };
            vm.heap.stress.arm(1, false);
            let first = dict.insert(vm, &key, Ref::small(number));
            vm.heap.stress.arm(0, false);
            if let Err(raised) = first {
                expect(vm.suppress(raised, &crate::types::exceptions::MEMORY_ERROR));
                assert!(!expect(dict.contains(vm, &key)));
                expect(dict.insert(vm, &key, Ref::small(number)));
            }
            assert_eq!(dict.len() as isize, number + 1);
        }
    });
}
