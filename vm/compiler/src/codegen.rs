//! The code generator: its state, and what all its parts use.

use crate::error::{Done, Fault};
use crate::names::Known;
use crate::scope::{Kind, NO_FREE, NONE, Place, Scopes, uses};
use crate::unit::{Access, Block, Handler, Open, Reg, Unit};
use pyrite_algo::Buf;
use pyrite_bytecode::encode::NamePool;
use pyrite_bytecode::opcode::Op;
use pyrite_syntax::arena::{ExprId, NameId};
use pyrite_syntax::ast::{Ast, Expr, ExprKind};
use pyrite_syntax::span::Span;

/// What outlives a statement.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The code being compiled; the module's between statements.
    pub unit: Unit,
    /// The codes around it.
    pub outer: Buf<Unit>,
    /// Finished units, kept for their room.
    pub spare: Buf<Unit>,
    /// The image so far.
    pub out: Buf<u32>,
    /// The image's names so far.
    pub pool: NamePool,
    /// A constant being encoded.
    pub words: Buf<u32>,
    /// Chains of left operands.
    pub chain: Buf<ExprId>,
    pub sites: Buf<u16>,
    pub shorts: Buf<u16>,
    /// A qualified name being put together.
    pub text: Buf<u8>,
}

/// What the whole module has in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings<'a> {
    pub text: &'a [u8],
    pub optimize: u8,
    pub columns: bool,
    pub interactive: bool,
    pub future_annotations: bool,
}

/// The generator, at work on one statement.
pub(crate) struct Gen<'a> {
    pub ast: &'a Ast,
    pub scopes: &'a mut Scopes,
    pub known: Known,
    pub settings: Settings<'a>,
    pub unit: Unit,
    pub work: &'a mut Work,
    /// The scope in which names are looked up; that of the unit or a comprehension in it.
    pub scope: u32,
}

/// A value in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operand {
    pub register: Reg,
    /// It is a temporary of the expression, to be emptied when it has been used.
    pub temporary: bool,
}

/// How a name is reached from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variable {
    Local(Reg),
    Cell(Reg),
    Surplus(u16),
    Free(u8),
    /// A free variable that the namespace of the class hides.
    ClassFree(u8),
    /// As `ClassFree`, the namespace in free variable `.1`.
    MapFree(u8, u8),
    MapGlobal(u8),
    Global,
    Name,
}

impl<'a> Gen<'a> {
    /// Instructions come from `expr` from now on.
    #[inline(never)]
    pub fn at(&mut self, expr: &Expr) {
        (self.unit.span, self.unit.line) = (expr.span, expr.line());
    }

    /// The fault that says that the code at `span` outgrows the format.
    pub fn too_large(&mut self, span: Span) -> Fault {
        self.unit.span = span;
        Fault::TooLarge
    }

    /// Instructions come from `span` from now on.
    #[inline(never)]
    pub fn at_span(&mut self, span: Span, line: u32) {
        (self.unit.span, self.unit.line) = (span, line);
    }

    pub fn expr_at(&self, id: ExprId) -> Expr {
        *self.ast.expr(id)
    }

    /// A name as the class around changes it.
    pub fn mangle(&self, name: NameId) -> NameId {
        match self.scopes.scope(self.scope).class_name {
            Some(class) if self.ast.name(name).starts_with(b"__") => self.scopes.mangle(Some(class), name),
            _ => name,
        }
    }

    /// The index of a name in the code.
    pub fn name_index(&mut self, name: NameId) -> Done<u16> {
        let text = self.ast.name(name);
        self.unit.name(text)
    }

    pub fn free_index(&self, free: u16) -> Done<u8> {
        u8::try_from(free).map_err(|_| self.unit.too_large())
    }

    /// How `name`, already mangled, is reached; `load` if it is read.
    #[inline(never)]
    pub fn variable(&self, name: NameId, load: bool) -> Done<Variable> {
        let mut scope = self.scope;
        loop {
            let symbol = self.scopes.find(scope, name).and_then(|index| self.scopes.symbol(index));
            let info = self.scopes.scope(scope);
            let inlined = scope != self.scope && info.kind == Kind::Class;
            let place = match symbol {
                // A comprehension does not see the names of the class it is in.
                Some(symbol) if inlined && symbol.free != NO_FREE => {
                    return Ok(Variable::Free(self.free_index(symbol.free)?));
                }
                _ if inlined => return Ok(Variable::Global),
                Some(symbol) => symbol.place,
                // A comprehension between the name and its owner does not mention it.
                None if scope != self.scope && info.kind == Kind::Comprehension => Place::Outer,
                None => Place::GlobalImplicit,
            };
            let (index, free, used) = symbol.map_or((0, NO_FREE, 0), |s| (s.index, s.free, s.uses));
            return Ok(match place {
                Place::Local => Variable::Local(index as Reg),
                Place::Cell => Variable::Cell(index as Reg),
                Place::Surplus => Variable::Surplus(index),
                Place::Outer => {
                    scope = info.parent;
                    continue;
                }
                Place::Free => {
                    let free = self.free_index(free)?;
                    if load && info.sees_class && name != self.known.class_dict {
                        Variable::MapFree(free, self.class_dict()?)
                    } else if load && info.kind == Kind::Class && used & uses::NONLOCAL == 0 {
                        Variable::ClassFree(free)
                    } else {
                        Variable::Free(free)
                    }
                }
                Place::GlobalExplicit => Variable::Global,
                Place::Name => Variable::Name,
                Place::GlobalImplicit if load && info.sees_class => Variable::MapGlobal(self.class_dict()?),
                Place::GlobalImplicit => {
                    let unit = self.scopes.scope(self.scopes.unit_of(scope)).kind;
                    let class = info.kind == Kind::Class;
                    if unit == Kind::Module || class { Variable::Name } else { Variable::Global }
                }
            });
        }
    }

    /// The free variable that holds the namespace of the class around a lazy scope.
    fn class_dict(&self) -> Done<u8> {
        let unit = self.scopes.unit_of(self.scope);
        let symbol =
            self.scopes.find(unit, self.known.class_dict).and_then(|index| self.scopes.symbol(index));
        self.free_index(symbol.map_or(0, |symbol| symbol.free))
    }

    /// The register of a local name, checked to be bound; `None` if the value has to be loaded.
    #[inline(never)]
    pub fn local_operand(&mut self, id: ExprId) -> Done<Option<Reg>> {
        let expr = self.expr_at(id);
        let ExprKind::Name { id: name, .. } = expr.kind else { return Ok(None) };
        let name = self.mangle(name);
        let Variable::Local(register) = self.variable(name, true)? else { return Ok(None) };
        if self.symbol_uses(name) & uses::WALRUS != 0 {
            return Ok(None);
        }
        self.at(&expr);
        self.check_bound(register, name)?;
        Ok(Some(register))
    }

    fn symbol_uses(&self, name: NameId) -> u16 {
        let mut scope = self.scope;
        while scope != NONE {
            if let Some(symbol) = self.scopes.find(scope, name).and_then(|index| self.scopes.symbol(index))
                && symbol.place != Place::Outer
            {
                return symbol.uses;
            }
            scope = self.scopes.scope(scope).parent;
        }
        0
    }

    /// Emits a check that a local is bound, if it is not certain.
    pub fn check_bound(&mut self, register: Reg, name: NameId) -> Done {
        if !self.unit.is_bound(register) {
            let name = self.name_index(name)?;
            self.unit.abx(Op::CHECK_BOUND, register, name)?;
            self.unit.mark_bound(register, true);
        }
        Ok(())
    }

    /// Loads `name` into `dst`.
    #[inline(never)]
    pub fn load_name(&mut self, name: NameId, dst: Reg) -> Done {
        let name = self.mangle(name);
        match self.variable(name, true)? {
            Variable::Local(register) => {
                self.check_bound(register, name)?;
                self.unit.abc(Op::MOVE, dst, register, 0)
            }
            Variable::Cell(register) => self.unit.abc(Op::LOAD_CELL, dst, register, 0),
            Variable::Surplus(index) => {
                let cell = self.surplus_cell(index)?;
                self.unit.abc(Op::LOAD_CELL, dst, cell, 0)?;
                self.drop_temporary(cell)
            }
            Variable::Free(free) => self.unit.abc(Op::LOAD_FREE, dst, free, 0),
            Variable::ClassFree(free) => {
                self.unit.abc(Op::LOAD_LOCALS, dst, 0, 0)?;
                self.unit.abc(Op::LOAD_MAP_FREE, dst, free, 0)
            }
            Variable::MapFree(free, map) => {
                self.unit.abc(Op::LOAD_FREE, dst, map, 0)?;
                self.unit.abc(Op::LOAD_MAP_FREE, dst, free, 0)
            }
            Variable::MapGlobal(map) => {
                self.unit.abc(Op::LOAD_FREE, dst, map, 0)?;
                self.site_op(Op::LOAD_MAP_GLOBAL, dst, name)
            }
            Variable::Global => self.site_op(Op::LOAD_GLOBAL, dst, name),
            Variable::Name => self.site_op(Op::LOAD_NAME, dst, name),
        }
    }

    /// Loads the cell of surplus local `index` into a new temporary.
    pub fn surplus_cell(&mut self, index: u16) -> Done<Reg> {
        let cell = self.unit.alloc()?;
        self.unit.abx(Op::LOAD_INT, cell, index)?;
        self.unit.abc(Op::LOAD_ITEM, cell, self.unit.surplus, cell)?;
        Ok(cell)
    }

    fn site_op(&mut self, op: Op, register: Reg, name: NameId) -> Done {
        if self.unit.dead {
            return Ok(());
        }
        let name = self.name_index(name)?;
        let site = self.unit.global_site(name)?;
        self.unit.abx(op, register, site)
    }

    /// Binds `name` to a value, which is emptied if it is a temporary.
    #[inline(never)]
    pub fn store_name(&mut self, name: NameId, value: Operand) -> Done {
        let name = self.mangle(name);
        match self.variable(name, false)? {
            Variable::Local(register) => {
                if register != value.register {
                    let op = if value.temporary { Op::TAKE } else { Op::MOVE };
                    self.unit.abc(op, register, value.register, 0)?;
                }
                self.unit.mark_bound(register, true);
                Ok(())
            }
            variable => {
                let owned = self.owned(value)?;
                match variable {
                    Variable::Cell(cell) => self.unit.abc(Op::STORE_CELL, cell, owned, 0)?,
                    Variable::Surplus(index) => {
                        let cell = self.surplus_cell(index)?;
                        self.unit.abc(Op::STORE_CELL, cell, owned, 0)?;
                        self.drop_temporary(cell)?;
                    }
                    Variable::Free(free) | Variable::ClassFree(free) | Variable::MapFree(free, _) => {
                        self.unit.abc(Op::STORE_FREE, free, owned, 0)?;
                    }
                    Variable::Global | Variable::MapGlobal(_) => {
                        self.site_op(Op::STORE_GLOBAL, owned, name)?
                    }
                    _ => self.site_op(Op::STORE_NAME, owned, name)?,
                }
                if !value.temporary {
                    self.unit.free_from(owned);
                }
                Ok(())
            }
        }
    }

    /// The register of a temporary that holds the value; a copy unless it is one already.
    fn owned(&mut self, value: Operand) -> Done<Reg> {
        if value.temporary {
            return Ok(value.register);
        }
        let copy = self.unit.alloc()?;
        self.unit.abc(Op::MOVE, copy, value.register, 0)?;
        Ok(copy)
    }

    /// Deletes `name`.
    pub fn delete_name(&mut self, name: NameId) -> Done {
        let name = self.mangle(name);
        match self.variable(name, false)? {
            Variable::Local(register) => {
                self.check_bound(register, name)?;
                self.unit.mark_bound(register, false);
                self.unit.clear(register)
            }
            Variable::Cell(register) => self.unit.abc(Op::DELETE_CELL, register, 0, 0),
            Variable::Surplus(index) => {
                let cell = self.surplus_cell(index)?;
                self.unit.abc(Op::DELETE_CELL, cell, 0, 0)?;
                self.drop_temporary(cell)
            }
            Variable::Free(free) | Variable::ClassFree(free) | Variable::MapFree(free, _) => {
                self.unit.abc(Op::DELETE_FREE, free, 0, 0)
            }
            Variable::Global | Variable::MapGlobal(_) => {
                let name = self.name_index(name)?;
                self.unit.abx(Op::DELETE_GLOBAL, 0, name)
            }
            Variable::Name => {
                let name = self.name_index(name)?;
                self.unit.abx(Op::DELETE_NAME, 0, name)
            }
        }
    }

    /// Loads the cell itself of `name` into `dst`, for a closure.
    pub fn load_closure(&mut self, name: NameId, dst: Reg) -> Done {
        let mut scope = self.scope;
        loop {
            let Some(symbol) = self.scopes.find(scope, name).and_then(|index| self.scopes.symbol(index))
            else {
                match self.scopes.scope(scope).kind {
                    Kind::Comprehension => {
                        scope = self.scopes.scope(scope).parent;
                        continue;
                    }
                    _ => return Err(self.unit.too_large()),
                }
            };
            return match symbol.place {
                Place::Cell => self.unit.abc(Op::MOVE, dst, symbol.index as Reg, 0),
                Place::Surplus => {
                    let cell = self.surplus_cell(symbol.index)?;
                    self.unit.abc(Op::TAKE, dst, cell, 0)?;
                    self.unit.free_from(cell);
                    Ok(())
                }
                _ if symbol.free != NO_FREE => {
                    let free = self.free_index(symbol.free)?;
                    self.unit.abc(Op::LOAD_CLOSURE, dst, free, 0)
                }
                _ => {
                    scope = self.scopes.scope(scope).parent;
                    continue;
                }
            };
        }
    }

    // Temporaries.

    /// Empties and gives back the topmost temporary.
    #[inline(never)]
    pub fn drop_temporary(&mut self, register: Reg) -> Done {
        self.unit.clear(register)?;
        self.unit.free_from(register);
        Ok(())
    }

    /// Empties and gives back an operand if it is a temporary.
    #[inline(never)]
    pub fn release(&mut self, operand: Operand) -> Done {
        if operand.temporary { self.drop_temporary(operand.register) } else { Ok(()) }
    }

    /// Whether `register` is the topmost temporary, so that work space may grow from it.
    pub fn is_top(&self, register: Reg) -> bool {
        self.unit.is_temporary(register) && u16::from(register) + 1 == self.unit.top
    }

    /// `register` if work space may grow from it, else a new temporary.
    pub fn work_register(&mut self, register: Reg) -> Done<Reg> {
        if self.is_top(register) { Ok(register) } else { self.unit.alloc() }
    }

    /// Moves the work register's value to where it belongs.
    pub fn deliver(&mut self, work: Reg, dst: Reg) -> Done {
        if work != dst {
            self.unit.abc(Op::TAKE, dst, work, 0)?;
            self.unit.free_from(work);
        }
        Ok(())
    }

    // Attributes.

    /// Emits `LOAD_ATTR`, `STORE_ATTR` or `LOAD_METHOD` in the form that fits.
    #[inline(never)]
    pub fn attribute(&mut self, access: Access, a: Reg, b: Reg, name: NameId, take: bool) -> Done {
        if self.unit.dead {
            return Ok(());
        }
        let name = self.mangle(name);
        let name = self.name_index(name)?;
        match (self.unit.attribute_site(name, access)?, access) {
            (Some(site), Access::Load) => self.unit.abc(Op::LOAD_ATTR, a, b, site),
            (Some(site), Access::Method) => self.unit.abc(Op::LOAD_METHOD, a, b, site),
            (Some(site), Access::Store) => {
                self.unit.abc(if take { Op::STORE_ATTR_TAKE } else { Op::STORE_ATTR }, a, b, site)
            }
            (None, Access::Load) => self.unit.wide(Op::LOAD_ATTR_WIDE, [a, b, 0], name.into()),
            (None, Access::Method) => self.unit.wide(Op::LOAD_METHOD_WIDE, [a, b, 0], name.into()),
            (None, Access::Store) => {
                self.unit.wide(Op::STORE_ATTR_WIDE, [a, b, 0], name.into())?;
                if take { self.unit.clear(b) } else { Ok(()) }
            }
        }
    }

    // Blocks.

    /// Opens a block; `handler` takes the exceptions from here on.
    pub fn open(&mut self, block: Block, handler: Option<Handler>) -> Done {
        if self.unit.blocks.len() >= 40 {
            return Err(self.scopes.fault(self.unit.span, "too many statically nested blocks"));
        }
        let open = Open { block, outer: self.unit.handler, loops: self.unit.loops };
        self.unit.blocks.push(open)?;
        match handler {
            Some(_) => self.unit.set_handler(handler),
            None => Ok(()),
        }
    }

    /// Closes the innermost block; exceptions go outside from here on.
    pub fn close(&mut self) -> Done {
        match self.unit.blocks.pop() {
            Some(open) => self.unit.set_handler(open.outer),
            None => Ok(()),
        }
    }

    /// Before code that may come after a `del` further down: deleted names may be unbound.
    pub fn forget_deleted(&mut self) {
        let unit = self.scopes.unit_of(self.scope);
        for symbol in self.scopes.symbols_of(unit) {
            if symbol.uses & uses::DELETED != 0 && symbol.place == Place::Local {
                self.unit.mark_bound(symbol.index as Reg, false);
            }
        }
    }
}
