//! `isinstance` and `issubclass`.

use super::type_of;
use crate::model::value::Obj;
use crate::model::{Raised, TypeRef, Vm};
use crate::names;
use crate::raw::tuple::Tuple;

impl Vm {
    /// `isinstance(object, info)`
    ///
    /// # Errors
    /// TypeError if `info` is no class, tuple or union; what `__instancecheck__` raises.
    pub fn is_instance(&self, object: &Obj, info: &Obj) -> Result<bool, Raised> {
        if object.type_().as_obj().is(info) {
            return Ok(true);
        }
        if info.type_().is(&crate::model::knot::TYPE) {
            return self.is_plain_instance(object, info);
        }
        let _guard = self.enter_native()?;
        if let Some(parts) = parts_of(info) {
            for each in parts.cast::<Tuple>().map_or(&[][..], |parts| parts.items()) {
                if self.is_instance(object, each)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(answer) = self.call_special(info, names::INSTANCECHECK(), &[object.own()])? {
            return self.is_true(&answer);
        }
        self.is_plain_instance(object, info)
    }

    /// `type.__instancecheck__`: by the object's type, then by its `__class__`.
    ///
    /// # Errors
    /// TypeError if `class` is none; what reading `__class__` raises.
    pub fn is_plain_instance(&self, object: &Obj, class: &Obj) -> Result<bool, Raised> {
        let Some(wanted) = type_of(class) else {
            return Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"));
        };
        let type_ = object.type_();
        if type_.is_subtype_of(wanted) {
            return Ok(true);
        }
        // Builtin objects show their type, proxies excepted.
        let getattro = |type_: TypeRef| type_.getattro().map(|get| get as usize);
        if !type_.is_heap() && getattro(type_) == getattro(TypeRef::of(&crate::model::knot::OBJECT)) {
            return Ok(false);
        }
        let shown = self.find_attr(object, names::CLASS())?;
        let shown = shown.as_deref().and_then(type_of);
        Ok(shown.is_some_and(|shown| shown != type_ && shown.is_subtype_of(wanted)))
    }

    /// `issubclass(class, info)`
    ///
    /// # Errors
    /// TypeError if an argument is no class; what `__subclasscheck__` raises.
    pub fn is_subclass(&self, class: &Obj, info: &Obj) -> Result<bool, Raised> {
        if info.type_().is(&crate::model::knot::TYPE) {
            return self.is_plain_subclass(class, info);
        }
        let _guard = self.enter_native()?;
        if let Some(parts) = parts_of(info) {
            for each in parts.cast::<Tuple>().map_or(&[][..], |parts| parts.items()) {
                if self.is_subclass(class, each)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(answer) = self.call_special(info, names::SUBCLASSCHECK(), &[class.own()])? {
            return self.is_true(&answer);
        }
        self.is_plain_subclass(class, info)
    }

    /// `type.__subclasscheck__`
    ///
    /// # Errors
    /// TypeError if an argument is no class.
    pub fn is_plain_subclass(&self, class: &Obj, info: &Obj) -> Result<bool, Raised> {
        let Some(class) = type_of(class) else {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        };
        let Some(info) = type_of(info) else {
            return Err(self.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"));
        };
        Ok(class.is_subtype_of(info))
    }
}

/// The classes of a tuple or union.
fn parts_of(info: &Obj) -> Option<crate::model::Ref> {
    if info.cast::<Tuple>().is_some() {
        return Some(info.own());
    }
    info.exact::<crate::types::union_::Union>().map(|union_| union_.args.clone())
}
