//! Names that the compiler itself uses.

use pyrite_algo::OutOfMemory;
use pyrite_syntax::arena::NameId;
use pyrite_syntax::ast::Ast;

/// Well-known names, as ids of one tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub class: NameId,
    pub class_dict: NameId,
    pub debug: NameId,
    pub super_name: NameId,
    /// `.0`: what a generator expression iterates over.
    pub iterable: NameId,
    pub defaults: NameId,
    pub kw_defaults: NameId,
    pub type_params: NameId,
    pub generic_base: NameId,
    pub lambda: NameId,
    pub generator: NameId,
    pub returns: NameId,
    pub qualname: NameId,
    pub module_name: NameId,
    pub name: NameId,
    pub doc: NameId,
    pub class_cell: NameId,
    pub class_dict_cell: NameId,
    pub type_params_name: NameId,
}

impl Known {
    /// The ids in `ast`.
    pub fn new(ast: &mut Ast) -> Result<Self, OutOfMemory> {
        Ok(Self {
            class: ast.intern(b"__class__")?,
            class_dict: ast.intern(b"__classdict__")?,
            debug: ast.intern(b"__debug__")?,
            super_name: ast.intern(b"super")?,
            iterable: ast.intern(b".0")?,
            defaults: ast.intern(b".defaults")?,
            kw_defaults: ast.intern(b".kwdefaults")?,
            type_params: ast.intern(b".type_params")?,
            generic_base: ast.intern(b".generic_base")?,
            lambda: ast.intern(b"<lambda>")?,
            generator: ast.intern(b"<genexpr>")?,
            returns: ast.intern(b"return")?,
            qualname: ast.intern(b"__qualname__")?,
            module_name: ast.intern(b"__module__")?,
            name: ast.intern(b"__name__")?,
            doc: ast.intern(b"__doc__")?,
            class_cell: ast.intern(b"__classcell__")?,
            class_dict_cell: ast.intern(b"__classdictcell__")?,
            type_params_name: ast.intern(b"__type_params__")?,
        })
    }
}
