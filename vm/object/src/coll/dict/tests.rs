//! Dict storage against a plain model.

use std::collections::HashMap;

use super::*;
use crate::testing::{expect, with_vm};

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
        for step in 0..20_000i64 {
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
