//! Lists as Python sees them, also those that change while they are looked at.

use super::*;
use crate::model::Storage;
use crate::testing::{Probe, expect, list_of, numbers, raised, shown, with_vm};
use crate::types::exceptions;

fn as_list(object: &Obj) -> This<'_, List> {
    object.cast::<List>().unwrap_or_else(|| unreachable!("a list"))
}

fn slice(vm: &Vm, parts: [Option<isize>; 3]) -> Ref {
    let [start, stop, step] = parts.map(|part| part.map_or(Ref::none(), Ref::small));
    expect(vm.slice(&start, &stop, &step))
}

#[test]
fn slices_are_read_written_and_deleted_as_in_a_model() {
    let bounds = [None, Some(-9), Some(-3), Some(-1), Some(0), Some(2), Some(5), Some(9)];
    let steps = [None, Some(-3), Some(-1), Some(1), Some(2)];
    with_vm(|vm| {
        for start in bounds {
            for stop in bounds {
                for step in steps {
                    let key = slice(vm, [start, stop, step]);
                    let all: Vec<isize> = (0..6).collect();
                    let part = key
                        .exact::<crate::types::slice::Slice>()
                        .map(|key| expect(crate::types::slice::slice_bounds(vm, key, all.len())));
                    let part: Vec<usize> = part.into_iter().flat_map(|part| part.indices()).collect();
                    let list = list_of(vm, &all);
                    let expected: Vec<isize> = part.iter().map(|&index| index as isize).collect();
                    let copied: Ref = expect(vm.get_item(&list, &key));
                    assert_eq!(numbers(vm, &copied), expected);

                    expect(vm.store_item(&list, &key, None));
                    let rest: Vec<isize> =
                        all.iter().copied().filter(|&each| !part.contains(&(each as usize))).collect();
                    assert_eq!(numbers(vm, &list), rest, "del {start:?}:{stop:?}:{step:?}");

                    let list = list_of(vm, &all);
                    let fresh: Vec<isize> = (0..part.len() as isize).map(|each| each + 100).collect();
                    expect(vm.set_item(&list, &key, &list_of(vm, &fresh)));
                    let mut model = all.clone();
                    for (&index, &value) in part.iter().zip(&fresh) {
                        model[index] = value;
                    }
                    if !part.is_empty() || step.is_some_and(|step| step != 1) {
                        assert_eq!(numbers(vm, &list), model);
                    }
                }
            }
        }
    });
}

#[test]
fn a_slice_of_itself_may_be_assigned() {
    with_vm(|vm| {
        let list = list_of(vm, &[1, 2, 3]);
        expect(vm.set_item(&list, &slice(vm, [Some(1), Some(2), None]), &list));
        assert_eq!(numbers(vm, &list), [1, 1, 2, 3, 3]);
        expect(vm.set_item(&list, &slice(vm, [None, None, Some(-1)]), &list));
        assert_eq!(numbers(vm, &list), [3, 3, 2, 1, 1]);
        expect(extend(vm, as_list(&list), &list));
        assert_eq!(as_list(&list).len(), 10);
        let wrong = vm.set_item(&list, &slice(vm, [None, None, Some(2)]), &list);
        let text = "ValueError: attempt to assign sequence of size 10 to extended slice of size 5";
        assert_eq!(raised(vm, wrong), text);
    });
}

#[test]
fn a_list_inside_itself_is_shown_as_dots() {
    with_vm(|vm| {
        let list = list_of(vm, &[]);
        assert_eq!(shown(vm, &list), "[]");
        expect(vm.memory(as_list(&list).push(vm, list.clone())));
        assert_eq!(shown(vm, &list), "[[...]]");
        assert_eq!(shown(vm, &list), "[[...]]");
        as_list(&list).clear();
    });
}

#[test]
fn sorting_is_stable_and_may_be_reversed() {
    with_vm(|vm| {
        let list = list_of(vm, &[5, 3, 9, 1, 3, 7, 0, -4]);
        expect(sort::sort(vm, as_list(&list), None, false));
        assert_eq!(numbers(vm, &list), [-4, 0, 1, 3, 3, 5, 7, 9]);
        expect(sort::sort(vm, as_list(&list), None, true));
        assert_eq!(numbers(vm, &list), [9, 7, 5, 3, 3, 1, 0, -4]);
        let probes: Vec<Ref> = (0..50).map(|n| Probe::make(vm, n % 5, n as usize, Obj::NONE)).collect();
        let list = expect(vm.list(&probes));
        for reverse in [false, true] {
            expect(sort::sort(vm, as_list(&list), None, reverse));
            let order: Vec<(isize, usize)> = (0..50)
                .filter_map(|index| {
                    let item = as_list(&list).get(index)?;
                    item.cast::<Probe>().map(|probe| (probe.number, probe.hash))
                })
                .collect();
            let ordered = order.windows(2).all(|pair| {
                let (a, b) = (pair[0], pair[1]);
                let before = if reverse { a.0 > b.0 } else { a.0 < b.0 };
                before || (a.0 == b.0 && a.1 < b.1)
            });
            assert!(ordered, "{order:?}");
        }
    });
}

#[test]
fn a_list_changed_by_its_own_sort_keeps_its_items_and_complains() {
    with_vm(|vm| {
        let list = list_of(vm, &[]);
        for number in [3, 1, 2] {
            let probe = Probe::make(vm, number, 0, &list);
            if let Some(probe) = probe.cast::<Probe>() {
                probe.on_compare.set(Some(|vm, victim| {
                    let list = as_list(victim);
                    assert!(list.get(100).is_none());
                    expect(vm.memory(list.push(vm, Ref::small(7))));
                }));
            }
            expect(vm.memory(as_list(&list).push(vm, probe)));
        }
        let result = sort::sort(vm, as_list(&list), None, false);
        assert_eq!(raised(vm, result), "ValueError: list modified during sort");
        assert_eq!(as_list(&list).len(), 3);
        as_list(&list).clear();
    });
}

#[test]
fn searching_survives_a_list_that_is_emptied_meanwhile() {
    with_vm(|vm| {
        let list = list_of(vm, &[]);
        for number in 0..20 {
            let probe = Probe::make(vm, number, 0, &list);
            if let Some(probe) = probe.cast::<Probe>().filter(|_| number == 4) {
                probe.on_compare.set(Some(|_, victim| as_list(victim).clear()));
            }
            expect(vm.memory(as_list(&list).push(vm, probe)));
        }
        let result = list_remove(vm, as_list(&list), &[Ref::small(18)]);
        assert_eq!(raised(vm, result), "ValueError: list.remove(x): x not in list");
        assert!(as_list(&list).is_empty());
    });
}

#[test]
fn clearing_survives_items_that_fill_the_list_again() {
    with_vm(|vm| {
        let list = list_of(vm, &[]);
        for number in 0..10 {
            let probe = Probe::make(vm, number, 0, &list);
            if let Some(probe) = probe.cast::<Probe>() {
                probe.on_drop.set(Some(|vm, victim| {
                    expect(vm.memory(as_list(victim).push(vm, Ref::small(1))));
                }));
            }
            expect(vm.memory(as_list(&list).push(vm, probe)));
        }
        as_list(&list).clear();
        assert_eq!(as_list(&list).len(), 10);
        // The same while a slice is deleted, by a replacement, and by removal.
        let probe = |number| {
            let probe = Probe::make(vm, number, 0, &list);
            if let Some(probe) = probe.cast::<Probe>() {
                probe.on_drop.set(Some(|_, victim| as_list(victim).clear()));
            }
            probe
        };
        expect(vm.memory(as_list(&list).push(vm, probe(1))));
        expect(vm.store_item(&list, &slice(vm, [Some(5), None, None]), None));
        assert!(as_list(&list).is_empty());
        expect(vm.memory(as_list(&list).push(vm, probe(2))));
        expect(vm.set_item(&list, &Ref::small(0), Obj::NONE));
        assert!(as_list(&list).is_empty());
    });
}

#[test]
fn iterators_see_growth_and_stay_at_their_end() {
    with_vm(|vm| {
        let list = list_of(vm, &[1, 2]);
        let iterator = expect(vm.iter(&list));
        assert_eq!(expect(vm.length_hint(&iterator, 9)), 2);
        assert!(expect(vm.next(&iterator)).is_some_and(|item| item.small() == Some(1)));
        expect(vm.memory(as_list(&list).push(vm, Ref::small(3))));
        assert_eq!(numbers(vm, &iterator), [2, 3]);
        expect(vm.memory(as_list(&list).push(vm, Ref::small(4))));
        assert!(expect(vm.next(&iterator)).is_none());
        let back = expect(iterators::list_reversed(vm, as_list(&list), &[]));
        assert_eq!(expect(vm.length_hint(&back, 9)), 4);
        drop(as_list(&list).pop());
        drop(as_list(&list).pop());
        assert!(expect(vm.next(&back)).is_none());
        assert!(expect(vm.next(&back)).is_none());
    });
}

#[test]
fn every_allocation_of_an_operation_may_fail() {
    with_vm(|vm| {
        for nth in 1..40 {
            let list = list_of(vm, &(0..100).collect::<Vec<_>>());
            let key = slice(vm, [Some(10), Some(90), Some(7)]);
            let tail = list_of(vm, &[1, 2, 3]);
            vm.heap.stress.arm(nth, false);
            let results = [
                vm.store_item(&list, &key, None),
                extend(vm, as_list(&list), &tail),
                vm.binary(crate::BinaryOp::Add, &list, &tail).map(drop),
                vm.binary(crate::BinaryOp::Mul, &list, &Ref::small(3)).map(drop),
                sort::sort(vm, as_list(&list), None, true),
                list_copy(vm, as_list(&list), &[]).map(drop),
            ];
            vm.heap.stress.arm(0, false);
            for result in results {
                if let Err(raised) = result {
                    expect(vm.suppress(raised, &exceptions::MEMORY_ERROR));
                }
            }
            let mut left = numbers(vm, &list);
            left.sort_unstable();
            left.dedup();
            assert!(left.len() >= 88, "{nth}");
        }
    });
}

#[test]
fn comparison_is_lexicographic_and_checks_identity_first() {
    with_vm(|vm| {
        let compare =
            |a: &[isize], b: &[isize], op| expect(vm.compare_bool(op, &list_of(vm, a), &list_of(vm, b)));
        assert!(compare(&[1, 2], &[1, 2], CompareOp::Eq));
        assert!(compare(&[1, 2], &[1, 2, 0], CompareOp::Lt));
        assert!(compare(&[1, 3], &[1, 2, 0], CompareOp::Gt));
        assert!(!compare(&[], &[], CompareOp::Ne));
        assert!(compare(&[1], &[2], CompareOp::Ne));
        let hash = vm.hash(&list_of(vm, &[]));
        assert_eq!(raised(vm, hash), "TypeError: unhashable type: 'list'");
        assert_eq!(List::TYPE.basic_size as usize, 5 * size_of::<usize>());
    });
}
