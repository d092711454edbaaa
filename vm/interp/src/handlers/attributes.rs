//! Attribute access: what the inline caches of the loop miss.

use pyrite_object::attr::{LoadPlan, StorePlan};
use pyrite_object::model::storage::HEADER_SIZE;
use pyrite_object::model::value::Outcome;
use pyrite_object::{Obj, Raised, Ref, Vm, flags};

use crate::code::{AttrCache, METHOD_MARK, PROPERTY};
use crate::frame::Window;

/// How an instruction names its attribute.
#[derive(Clone, Copy)]
pub enum Site {
    /// By cache site.
    Cached(usize),
    /// By name index.
    Name(usize),
}

/// Whether the instances of the object's type have their values directly behind the header,
/// where the loop looks for them.
fn values_at_front(object: &Obj) -> bool {
    pyrite_object::attr::attrs_of(object)
        .is_some_and(|attrs| attrs.addr().get() == object.bits() + HEADER_SIZE)
}

/// `LOAD_ATTR`
pub fn load(vm: &Vm, w: Window, object: &Obj, site: usize) -> Outcome {
    let code = w.code();
    if let Some(outcome) = code.load_cached(vm, object, site) {
        return outcome;
    }
    let name = code.site_name(site);
    if let Some(value) = vm.module_value(object, name) {
        if let Some(slot) = vm.module_slot(object, name) {
            code.set_attr_cache(site, AttrCache::of_module_value(vm, object, slot));
        }
        return Ok(value);
    }
    let value = vm.get_attr(object, name)?;
    match vm.plan_load(object, name) {
        Some(LoadPlan::Instance { shape, index }) if values_at_front(object) => code.set_attr_cache(
            site,
            AttrCache {
                type_: object.type_().into(),
                shape: shape.as_ptr() as usize,
                value: index * size_of::<Ref>(),
            },
        ),
        Some(LoadPlan::ClassValue { shape, value: address }) => {
            let address = address.as_ptr().expose_provenance();
            code.set_attr_cache(site, AttrCache::of_class_value(object, shape as usize, address));
        }
        Some(LoadPlan::Method { shape, function }) => {
            let value = function.as_ptr().expose_provenance();
            let type_ = usize::from(object.type_()) | METHOD_MARK;
            code.set_attr_cache(site, AttrCache { type_, shape: shape as usize, value });
        }
        Some(LoadPlan::Member(offset)) => {
            code.set_attr_cache(site, AttrCache::of_member(object, offset));
        }
        Some(LoadPlan::Property(property)) => {
            let value = property.as_ptr().expose_provenance();
            let type_ = usize::from(object.type_()) | METHOD_MARK;
            code.set_attr_cache(site, AttrCache { type_, shape: PROPERTY, value });
        }
        _ => {}
    }
    Ok(value)
}

/// `STORE_ATTR`
pub fn store(vm: &Vm, w: Window, object: &Obj, site: usize, value: Ref) -> Result<(), Raised> {
    let code = w.code();
    if let Some(appended) = code.append_cached(vm, object, site, &value) {
        return vm.memory(appended);
    }
    let name = code.site_name(site);
    let plan = vm.plan_store(object, name);
    vm.set_attr(object, name, &value)?;
    match plan {
        Some(StorePlan::Replace { shape, index }) if values_at_front(object) => code.set_attr_cache(
            site,
            AttrCache {
                type_: object.type_().into(),
                shape: shape.as_ptr() as usize,
                value: index * size_of::<Ref>(),
            },
        ),
        Some(StorePlan::Member(offset)) => {
            code.set_attr_cache(site, AttrCache::of_member(object, offset));
        }
        Some(StorePlan::Append { shape, next }) => {
            let next = next.as_ptr().expose_provenance();
            code.set_attr_cache(site, AttrCache::of_next_shape(object, shape.as_ptr() as usize, next));
        }
        _ => {}
    }
    Ok(())
}

/// `LOAD_METHOD`: opens call window `h` for an attribute of register `b`.
pub fn load_method(vm: &Vm, w: Window, h: usize, b: usize, site: Site) -> Result<(), Raised> {
    let code = w.code();
    let object = if h == b { w.take(b) } else { w.get(b) };
    let name = match site {
        Site::Cached(site) => code.site_name(site),
        Site::Name(name) => code.name(name),
    };
    if let Some((function, receiver)) = pyrite_object::types::super_::method(vm, &object, name) {
        w.put(h, function);
        w.put(h + 4, receiver);
        return Ok(());
    }
    let plan = vm.plan_load(&object, name);
    if let Some(LoadPlan::Method { shape, function }) = plan {
        let function = vm.plan_function(function);
        if let Site::Cached(site) = site
            && (shape.is_null() || values_at_front(&object))
        {
            let cache = AttrCache {
                type_: object.type_().into(),
                shape: if shape.is_null() { 1 } else { shape as usize },
                value: function.as_ptr().as_ptr().expose_provenance(),
            };
            code.set_attr_cache(site, cache);
        }
        w.put(h, function);
        w.put(h + 4, object);
        return Ok(());
    }
    // An unbound function of the type need not become a bound method for the call.
    if plan.is_none() && is_plain(&object) {
        let found = vm.type_lookup(object.type_(), name);
        if let Some(found) = found.filter(|found| found.type_().has(flags::METHOD_DESCRIPTOR))
            && vm.instance_value(&object, name)?.is_none()
        {
            w.put(h, found);
            w.put(h + 4, object);
            return Ok(());
        }
    }
    let value = match vm.module_value(&object, name) {
        Some(value) => value,
        None => vm.get_attr(&object, name)?,
    };
    w.put(h, value);
    w.put(h + 4, Ref::unbound());
    Ok(())
}

/// Whether attributes of the object are looked up in the ordinary way.
fn is_plain(object: &Obj) -> bool {
    let plain = pyrite_object::types::object::get_attr_slot as *const () as usize;
    object.type_().getattro().is_none_or(|get| get as usize == plain)
}
