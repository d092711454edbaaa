//! Warnings that the machine itself gives, through module `warnings`.

use core::fmt::{self, Write};

use pyrite_host::Stream;

use crate::coll::dict::Dict;
use crate::model::value::{Outcome, Ref};
use crate::model::{Raised, Type, TypeRef, Vm};

impl Vm {
    /// `warnings.warn(text, category, 1)`; without that module a line on the console.
    ///
    /// # Errors
    /// The warning, if a filter makes it an error.
    #[cold]
    pub fn warn(&self, category: &'static Type, text: fmt::Arguments<'_>) -> Result<(), Raised> {
        let function = match self.warn_function() {
            Ok(function) => function,
            Err(raised) => {
                drop(self.take_raised(raised));
                let mut line = Line { vm: self };
                // Nobody is left to tell if this fails.
                let _ = writeln!(line, "sys:1: {}: {text}", TypeRef::of(category).short_name());
                return Ok(());
            }
        };
        let args = [self.str_fmt(text)?, TypeRef::of(category).own(), Ref::small(1)];
        self.call(&function, &args).map(drop)
    }

    fn warn_function(&self) -> Outcome {
        let name = self.memory(self.intern("warnings"))?;
        let loaded = self.modules.get().and_then(|modules| modules.cast::<Dict>()?.get_name(&name));
        let module = match loaded {
            Some(module) => module,
            None => (self.hooks.get().import)(self, &name, None, crate::Obj::NONE, 0)?,
        };
        self.get_attr(&module, &*self.memory(self.intern("warn"))?)
    }
}

/// Standard error, piece by piece.
struct Line<'a> {
    vm: &'a Vm,
}

impl Write for Line<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.vm.host().console_write(Stream::Err, text.as_bytes()).map_err(|_| fmt::Error)
    }
}
