//! Set storage.

use super::*;
use crate::testing::{expect, with_vm};

#[test]
fn pop_takes_the_items_in_their_order_and_finds_later_ones() {
    with_vm(|vm| {
        let set = Set::new();
        for number in 0..40 {
            assert!(expect(set.add(vm, &Ref::small(number))));
            assert!(!expect(set.add(vm, &Ref::small(number))));
        }
        for number in 0..20 {
            assert_eq!(set.pop().and_then(|item| item.small()), Some(number));
        }
        // Enough new ones for the table to be rebuilt.
        for number in 100..200 {
            expect(set.add(vm, &Ref::small(number)));
        }
        let mut left: Vec<_> = core::iter::from_fn(|| set.pop()).filter_map(|item| item.small()).collect();
        left.sort_unstable();
        assert_eq!(left, (20..40).chain(100..200).collect::<Vec<_>>());
        assert!(set.is_empty());
    });
}
