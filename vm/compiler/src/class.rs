//! Classes, type parameters and type aliases.

use crate::codegen::{Gen, Operand};
use crate::consts::Value;
use crate::error::Done;
use crate::func::Body;
use crate::scope::{Owner, Place};
use crate::unit::Reg;
use pyrite_bytecode::opcode::{Imm, Intrinsic, Op};
use pyrite_syntax::arena::{ClassId, ExprId, FunctionId, List, NameId, StmtId, TypeParamId};
use pyrite_syntax::ast::{Class, Constant, Expr, ExprKind, Stmt, StmtKind, TypeParamKind};

impl Gen<'_> {
    /// A `class` statement.
    pub fn class_def(&mut self, id: ClassId, stmt: &Stmt) -> Done {
        let class = *self.ast.class(id);
        let bottom = self.unit.top;
        self.decorators(class.decorator_list)?;
        let work = self.unit.alloc()?;
        if class.type_params.is_empty() {
            self.build_class(id, stmt, work, false)?;
        } else {
            self.unit.alloc_run(4)?;
            self.at_span(stmt.span, stmt.line);
            let body = Body::ClassTypes(id, *stmt);
            self.code_to(Owner::ClassTypes(id.index()), class.name, stmt.line, body, work, 0)?;
            self.unit.alloc_run(3)?;
            self.unit.abc(Op::CALL, work, 0, 0)?;
            self.unit.free_from(work + 1);
        }
        self.decorate(class.decorator_list, work)?;
        self.at_span(stmt.span, stmt.line);
        self.store_name(class.name, Operand { register: bottom as Reg, temporary: true })?;
        self.unit.free_from(bottom as Reg);
        Ok(())
    }

    /// Calls `__build_class__` in the window at `work`, the topmost temporary.
    fn build_class(&mut self, id: ClassId, stmt: &Stmt, work: Reg, generic: bool) -> Done {
        let class = *self.ast.class(id);
        self.at_span(stmt.span, stmt.line);
        self.unit.abc(Op::LOAD_BUILD_CLASS, work, 0, 0)?;
        self.unit.alloc_run(3)?;
        let expr = Expr::new(stmt.span, stmt.line, ExprKind::Constant(Constant::None));
        let unpacks = self.has_star(class.bases)
            || self.ast.list(class.keywords).any(|keyword| self.ast.keyword(keyword).arg.is_none())
            || self.ast.list_len(class.bases) + self.ast.list_len(class.keywords) > 30;
        if unpacks {
            return self.build_class_unpacking(id, &class, stmt, work, generic);
        }
        let function = self.unit.alloc()?;
        self.class_function(id, &class, stmt, function)?;
        let name = self.unit.alloc()?;
        let text = self.ast.name(class.name);
        self.load_text(text, name)?;
        for base in self.ast.list(class.bases) {
            self.expr_temporary(base)?;
        }
        let mut count = self.ast.list_len(class.bases) + 2;
        if generic {
            let base = self.unit.alloc()?;
            self.load_name(self.known.generic_base, base)?;
            count += 1;
        }
        if class.keywords.is_empty() {
            self.at(&expr);
            self.unit.abc(Op::CALL, work, count as u8, 0)?;
        } else {
            let count = self.keyword_arguments(count, class.keywords)?;
            self.at(&expr);
            self.unit.abc(Op::CALL_KW, work, count as u8, 0)?;
        }
        self.unit.free_from(work + 1);
        Ok(())
    }

    fn class_function(&mut self, id: ClassId, class: &Class, stmt: &Stmt, register: Reg) -> Done {
        let line = match self.ast.item(class.decorator_list, 0) {
            Some(first) => self.ast.expr(first).line(),
            None => stmt.line,
        };
        self.unit.alloc_run(4)?;
        self.at_span(stmt.span, stmt.line);
        self.code_to(Owner::Class(id.index()), class.name, line, Body::Class(id), register, 0)
    }

    fn build_class_unpacking(
        &mut self,
        id: ClassId,
        class: &Class,
        stmt: &Stmt,
        work: Reg,
        generic: bool,
    ) -> Done {
        let expr = Expr::new(stmt.span, stmt.line, ExprKind::Constant(Constant::None));
        let args = self.unit.alloc()?;
        self.unit.abc(Op::BUILD_LIST, args, args, 0)?;
        let item = self.unit.alloc()?;
        self.class_function(id, class, stmt, item)?;
        self.unit.abc(Op::LIST_APPEND, args, item, 0)?;
        let text = self.ast.name(class.name);
        self.load_text(text, item)?;
        self.unit.abc(Op::LIST_APPEND, args, item, 0)?;
        for base in self.ast.list(class.bases) {
            let (value, op) = match self.ast.expr(base).kind {
                ExprKind::Starred { value, .. } => (value, Op::LIST_EXTEND),
                _ => (base, Op::LIST_APPEND),
            };
            self.expr_to(value, item)?;
            self.at(&expr);
            self.unit.abc(op, args, item, 0)?;
            if op == Op::LIST_EXTEND {
                self.unit.clear(item)?;
            }
        }
        if generic {
            self.load_name(self.known.generic_base, item)?;
            self.unit.abc(Op::LIST_APPEND, args, item, 0)?;
        }
        self.unit.free_from(item);
        self.unit.abc(Op::LIST_TO_TUPLE, args, 0, 0)?;
        self.unpacked_call(&expr, work, class.keywords)?;
        self.unit.free_from(work + 1);
        Ok(())
    }

    /// The code of a class body.
    pub fn class_body(&mut self, id: ClassId) -> Done {
        let class = *self.ast.class(id);
        let scope = self.scope;
        let work = self.unit.alloc()?;
        self.load_name(self.known.name, work)?;
        self.store_name(self.known.module_name, Operand { register: work, temporary: true })?;
        let qualname = self.unit.names.get(1);
        self.work.words.clear();
        let qualname = if qualname.is_empty() { self.unit.names.get(0) } else { qualname };
        pyrite_bytecode::encode::str(&mut self.work.words, qualname)?;
        self.load_words(work)?;
        self.store_name(self.known.qualname, Operand { register: work, temporary: true })?;
        if !class.type_params.is_empty() {
            self.load_name(self.known.type_params, work)?;
            self.store_name(self.known.type_params_name, Operand { register: work, temporary: true })?;
        }
        if let Some(cell) = self.cell_register(scope, self.known.class_dict) {
            self.unit.abc(Op::LOAD_LOCALS, work, 0, 0)?;
            self.unit.abc(Op::STORE_CELL, cell, work, 0)?;
        }
        self.unit.free_from(work);
        if self.scopes.scope(scope).annotates {
            self.unit.abc(Op::SETUP_ANNOTATIONS, 0, 0, 0)?;
        }
        if let Some(docstring) = self.docstring(class.body) {
            let work = self.unit.alloc()?;
            self.load_value(docstring, work)?;
            self.store_name(self.known.doc, Operand { register: work, temporary: true })?;
            self.unit.free_from(work);
        }
        self.statements(class.body)?;
        let work = self.unit.alloc()?;
        if let Some(cell) = self.cell_register(scope, self.known.class_dict) {
            self.unit.abc(Op::MOVE, work, cell, 0)?;
            self.store_name(self.known.class_dict_cell, Operand { register: work, temporary: true })?;
        }
        if let Some(cell) = self.cell_register(scope, self.known.class) {
            self.unit.abc(Op::MOVE, work, cell, 0)?;
            self.store_name(self.known.class_cell, Operand { register: work, temporary: true })?;
            self.unit.abc(Op::RETURN, cell, 0, 0)?;
            self.unit.die();
        }
        self.unit.free_from(work);
        Ok(())
    }

    fn cell_register(&self, scope: u32, name: NameId) -> Option<Reg> {
        let symbol = self.scopes.find(scope, name).and_then(|index| self.scopes.symbol(index))?;
        (symbol.place == Place::Cell).then_some(symbol.index as Reg)
    }

    // Type parameters.

    /// The function that holds the type parameters of a `def`.
    pub fn function_types(&mut self, id: FunctionId, stmt: &Stmt) -> Done {
        let function = *self.ast.function(id);
        let args = *self.ast.arguments(function.args);
        self.unit.npos =
            u16::from(!args.defaults.is_empty()) + u16::from(self.has_keyword_defaults(function.args));
        self.type_params(function.type_params)?;
        let work = self.unit.alloc()?;
        self.generic_function(id, stmt, work)?;
        self.set_type_params(work)?;
        self.unit.abc(Op::RETURN, work, 0, 0)?;
        self.unit.die();
        Ok(())
    }

    /// The function that holds the type parameters of a `class`.
    pub fn class_types(&mut self, id: ClassId, stmt: &Stmt) -> Done {
        let class = *self.ast.class(id);
        self.type_params(class.type_params)?;
        let work = self.unit.alloc()?;
        self.load_name(self.known.type_params, work)?;
        self.intrinsic(Intrinsic::SubscriptGeneric, work)?;
        self.store_name(self.known.generic_base, Operand { register: work, temporary: true })?;
        self.build_class(id, stmt, work, true)?;
        self.unit.abc(Op::RETURN, work, 0, 0)?;
        self.unit.die();
        Ok(())
    }

    /// Makes type parameters, binds each and the tuple of all.
    fn type_params(&mut self, params: List<TypeParamId>) -> Done {
        let first = self.make_type_params(params)?;
        self.store_name(self.known.type_params, Operand { register: first, temporary: true })?;
        self.unit.free_from(first);
        Ok(())
    }

    /// Makes type parameters and binds each; their tuple is in a new temporary.
    fn make_type_params(&mut self, params: List<TypeParamId>) -> Done<Reg> {
        let list = self.unit.alloc()?;
        self.unit.abc(Op::BUILD_LIST, list, list, 0)?;
        for id in self.ast.list(params) {
            let param = *self.ast.type_param(id);
            self.at_span(param.span, param.line);
            let (name, kind, bound, default) = match param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    (name, Intrinsic::TypeVar, bound, default_value)
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    (name, Intrinsic::ParamSpec, None, default_value)
                }
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    (name, Intrinsic::TypeVarTuple, None, default_value)
                }
            };
            let work = self.unit.alloc()?;
            let text = self.ast.name(name);
            self.load_text(text, work)?;
            let mut kind = kind;
            if let Some(bound) = bound {
                let constraints = matches!(self.ast.expr(bound).kind, ExprKind::Tuple { .. });
                kind = if constraints { Intrinsic::TypeVarConstraints } else { Intrinsic::TypeVarBound };
                self.lazy(Owner::TypeParamBound(id.index()), name, bound)?;
            }
            self.intrinsic(kind, work)?;
            self.unit.free_from(work + 1);
            if let Some(default) = default {
                self.lazy(Owner::TypeParamDefault(id.index()), name, default)?;
                self.intrinsic(Intrinsic::SetTypeParamDefault, work)?;
                self.unit.free_from(work + 1);
            }
            self.store_name(name, Operand { register: work, temporary: false })?;
            self.unit.abc(Op::LIST_APPEND, list, work, 0)?;
            self.unit.free_from(work);
        }
        self.unit.abc(Op::LIST_TO_TUPLE, list, 0, 0)?;
        Ok(list)
    }

    /// Makes the function of a lazily evaluated expression in a new temporary.
    fn lazy(&mut self, owner: Owner, name: NameId, value: ExprId) -> Done {
        let work = self.unit.alloc()?;
        self.unit.alloc_run(4)?;
        let line = self.unit.line;
        self.code_to(owner, name, line, Body::Value(value), work, 0)
    }

    /// A `type` statement.
    pub fn type_alias(&mut self, id: StmtId, stmt: &Stmt) -> Done {
        let StmtKind::TypeAlias { name, type_params, .. } = stmt.kind else { return Ok(()) };
        let ExprKind::Name { id: alias, .. } = self.ast.expr(name).kind else { return Ok(()) };
        let work = self.unit.alloc()?;
        if type_params.is_empty() {
            self.alias_value(id, alias, None, work)?;
        } else {
            self.unit.alloc_run(4)?;
            let line = stmt.line;
            self.code_to(Owner::AliasTypes(id.index()), alias, line, Body::AliasTypes(id), work, 0)?;
            self.unit.alloc_run(3)?;
            self.unit.abc(Op::CALL, work, 0, 0)?;
            self.unit.free_from(work + 1);
        }
        self.at_span(stmt.span, stmt.line);
        self.store_name(alias, Operand { register: work, temporary: true })?;
        self.unit.free_from(work);
        Ok(())
    }

    /// The function that holds the type parameters of an alias.
    pub fn alias_types(&mut self, id: StmtId) -> Done {
        let StmtKind::TypeAlias { name, type_params, .. } = self.ast.stmt(id).kind else { return Ok(()) };
        let ExprKind::Name { id: alias, .. } = self.ast.expr(name).kind else { return Ok(()) };
        let work = self.unit.alloc()?;
        let params = self.make_type_params(type_params)?;
        self.alias_value(id, alias, Some(params), work)?;
        self.unit.abc(Op::RETURN, work, 0, 0)?;
        self.unit.die();
        Ok(())
    }

    /// Makes the alias in `work`; `params`, if given, is the register behind it.
    fn alias_value(&mut self, id: StmtId, alias: NameId, params: Option<Reg>, work: Reg) -> Done {
        let StmtKind::TypeAlias { value, .. } = self.ast.stmt(id).kind else { return Ok(()) };
        let params = match params {
            Some(params) => params,
            None => {
                let none = self.unit.alloc()?;
                self.load_value(Value::Imm(Imm::None), none)?;
                none
            }
        };
        self.lazy(Owner::AliasValue(id.index()), alias, value)?;
        self.unit.abc(Op::BUILD_TUPLE, params, params, 2)?;
        let text = self.ast.name(alias);
        self.load_text(text, work)?;
        self.intrinsic(Intrinsic::TypeAlias, work)?;
        self.unit.free_from(work + 1);
        Ok(())
    }
}
