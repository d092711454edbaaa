use super::*;
use crate::coll::list::List;
use crate::testing::with_vm;

#[test]
fn a_list_that_holds_itself_is_freed() {
    with_vm(|vm| {
        let before = vm.heap.used_bytes();
        let list = vm.list(&[]).unwrap();
        vm.memory(list.cast::<List>().unwrap().push(vm, list.clone())).unwrap();
        assert_eq!(collect(vm), 0);
        drop(list);
        assert!(vm.heap.used_bytes() > before);
        assert_eq!(collect(vm), 1);
        assert_eq!(vm.heap.used_bytes(), before);
    });
}
