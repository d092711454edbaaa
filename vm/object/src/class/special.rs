//! Calling special methods: looked up in the type, never in the instance.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm, flags};

impl Vm {
    /// Calls special method `name` of `object`; `None` if its type has none.
    ///
    /// # Errors
    /// What binding and calling raise.
    pub fn call_special(&self, object: &Obj, name: &Obj, args: &[Ref]) -> Result<Option<Ref>, Raised> {
        match self.type_lookup(object.type_(), name) {
            Some(found) => self.call_found(&found, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// Calls what was found in the type of `object`, bound to it, without making a method object.
    ///
    /// # Errors
    /// What binding and calling raise.
    pub fn call_found(&self, found: &Obj, object: &Obj, args: &[Ref]) -> Outcome {
        if found.type_().has(flags::METHOD_DESCRIPTOR) {
            return self.call_prepended(found, object, args, None);
        }
        let bound = self.bind(found, object)?;
        self.call(&bound, args)
    }
}
