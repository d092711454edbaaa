//! Walks a statement and notes how each scope uses its names.

mod comprehension;

use super::{Kind, NO_SCOPE, Owner, Scope, Scopes, uses};
use crate::error::Done;
use crate::names::Known;
use pyrite_syntax::arena::{
    ArgId, ArgumentsId, ExprId, FunctionId, List, NameId, PatternId, StmtId, TypeParamId,
};
use pyrite_syntax::ast::{
    Ast, Context, Expr, ExprKind, Function, PatternKind, Stmt, StmtKind, TypeParamKind,
};
use pyrite_syntax::span::Span;

/// The walk: the scope it is in, and how many loops are open in that scope's frame.
pub(crate) struct Builder<'a> {
    pub ast: &'a mut Ast,
    pub scopes: &'a mut Scopes,
    pub known: Known,
    /// `from __future__ import annotations` holds: annotations are text.
    pub future_annotations: bool,
    scope: u32,
    loops: u16,
    /// What a `yield` in the comprehension around is told.
    comprehension_yield: &'static str,
}

macro_rules! each {
    ($self:ident, $list:expr, $item:ident => $body:expr) => {
        let list = $list;
        for at in 0..$self.ast.list_len(list) {
            if let Some($item) = $self.ast.item(list, at) {
                $body
            }
        }
    };
}

impl<'a> Builder<'a> {
    /// A walk that starts in a new module scope.
    pub fn new(
        ast: &'a mut Ast,
        scopes: &'a mut Scopes,
        known: Known,
        future_annotations: bool,
    ) -> Done<Self> {
        scopes.clear();
        scopes.add_scope(NO_SCOPE)?;
        Ok(Self { ast, scopes, known, future_annotations, scope: 0, loops: 0, comprehension_yield: "" })
    }

    fn kind(&self) -> Kind {
        self.scopes.scope(self.scope).kind
    }

    /// Runs `walk` in a new scope.
    fn within(&mut self, kind: Kind, owner: Owner, span: Span, walk: impl FnOnce(&mut Self) -> Done) -> Done {
        let parent = *self.scopes.scope(self.scope);
        let nested = parent.nested || parent.kind.is_function();
        let class_name = parent.class_name;
        let sees_class = matches!(kind, Kind::TypeParams | Kind::Lazy)
            && (parent.kind == Kind::Class
                || parent.sees_class && matches!(parent.kind, Kind::TypeParams | Kind::Lazy));
        let scope =
            Scope { kind, owner, parent: self.scope, span, nested, class_name, sees_class, ..NO_SCOPE };
        let scope = self.scopes.add_scope(scope)?;
        let outer = core::mem::replace(&mut self.scope, scope);
        let loops = self.loops;
        if kind != Kind::Comprehension {
            self.loops = 0;
        }
        if sees_class {
            self.note(self.known.class_dict, uses::USED, span)?;
        }
        let done = walk(self);
        self.scope = outer;
        self.loops = loops;
        done
    }

    fn open_loop(&mut self) {
        self.loops += 1;
        let unit = self.scopes.unit_of(self.scope);
        if let Some(scope) = self.scopes.scope_mut(unit) {
            scope.loops = scope.loops.max(self.loops);
        }
    }

    fn close_loop(&mut self) {
        self.loops = self.loops.saturating_sub(1);
    }

    /// `name` as the class around it changes it.
    fn mangled(&mut self, name: NameId) -> Done<NameId> {
        let Some(class) = self.scopes.scope(self.scope).class_name else { return Ok(name) };
        let text = self.ast.name(name);
        if !text.starts_with(b"__") || text.ends_with(b"__") || text.contains(&b'.') {
            return Ok(name);
        }
        let known = self.scopes.mangle(Some(class), name);
        if known != name {
            return Ok(known);
        }
        let class_text = self.ast.name(class);
        let Some(start) = class_text.iter().position(|&byte| byte != b'_') else { return Ok(name) };
        let mut mangled = pyrite_algo::Buf::new();
        mangled.push(b'_')?;
        mangled.extend_from_slice(class_text.get(start..).unwrap_or(&[]))?;
        mangled.extend_from_slice(self.ast.name(name))?;
        let id = self.ast.intern(&mangled)?;
        self.scopes.mangled.push((class, name, id))?;
        Ok(id)
    }

    /// Notes a use of `name` in the current scope.
    fn note(&mut self, name: NameId, how: u16, span: Span) -> Done {
        let name = self.mangled(name)?;
        self.note_in(self.scope, name, how, span)
    }

    fn note_in(&mut self, scope: u32, name: NameId, how: u16, span: Span) -> Done {
        let kind = self.scopes.scope(scope).kind;
        let index = self.scopes.intern(scope, name)?;
        let Some(symbol) = self.scopes.symbol_mut(index) else { return Ok(()) };
        if how & uses::PARAMETER != 0 && symbol.uses & uses::PARAMETER != 0 {
            return Err(self.scopes.fault_named(
                span,
                "duplicate argument '{}' in function definition",
                name,
            ));
        }
        if how & uses::TYPE_PARAM != 0 && symbol.uses & uses::TYPE_PARAM != 0 {
            return Err(self.scopes.fault_named(span, "duplicate type parameter '{}'", name));
        }
        let inner = how & (uses::ITERATION | uses::WALRUS);
        if kind == Kind::Comprehension || kind == Kind::Generator {
            if inner == uses::WALRUS && symbol.uses & uses::ITERATION != 0 {
                let message = "assignment expression cannot rebind comprehension iteration variable '{}'";
                return Err(self.scopes.fault_named(span, message, name));
            }
            if inner == uses::ITERATION && symbol.uses & (uses::GLOBAL | uses::NONLOCAL) != 0 {
                let message = "comprehension inner loop cannot rebind assignment expression target '{}'";
                return Err(self.scopes.fault_named(span, message, name));
            }
        }
        symbol.uses |= how;
        Ok(())
    }

    fn forbid_debug(&self, name: NameId, span: Span, deleted: bool) -> Done {
        if name != self.known.debug {
            return Ok(());
        }
        Err(self
            .scopes
            .fault(span, if deleted { "cannot delete __debug__" } else { "cannot assign to __debug__" }))
    }

    fn bind(&mut self, name: NameId, span: Span) -> Done {
        self.forbid_debug(name, span, false)?;
        self.note(name, uses::ASSIGNED, span)
    }

    /// Walks statements.
    pub fn body(&mut self, body: List<StmtId>) -> Done {
        each!(self, body, id => self.stmt(id)?);
        Ok(())
    }

    /// Walks one statement.
    pub fn stmt(&mut self, id: StmtId) -> Done {
        let mut stmt = *self.ast.stmt(id);
        // A chain of `elif` is as deep as it is long.
        while let StmtKind::If { test, body, orelse } = stmt.kind {
            self.expr(test)?;
            self.body(body)?;
            match (self.ast.list_len(orelse), self.ast.item(orelse, 0)) {
                (1, Some(next)) => stmt = *self.ast.stmt(next),
                _ => return self.body(orelse),
            }
        }
        match stmt.kind {
            StmtKind::FunctionDef(function) | StmtKind::AsyncFunctionDef(function) => {
                self.function(function, stmt)
            }
            StmtKind::ClassDef(_) => self.class(stmt),
            StmtKind::Global { names } => self.directive(names, stmt.span, uses::GLOBAL),
            StmtKind::Nonlocal { names } => self.directive(names, stmt.span, uses::NONLOCAL),
            StmtKind::TypeAlias { .. } => self.type_alias(id, stmt),
            StmtKind::Import { .. } | StmtKind::ImportFrom { .. } => self.import(stmt),
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                each!(self, cases, case => {
                    let case = *self.ast.match_case(case);
                    self.pattern(case.pattern)?;
                    self.optional(case.guard)?;
                    self.body(case.body)?;
                });
                Ok(())
            }
            StmtKind::Try { body, handlers, orelse, finalbody }
            | StmtKind::TryStar { body, handlers, orelse, finalbody } => {
                self.body(body)?;
                each!(self, handlers, handler => {
                    let handler = *self.ast.handler(handler);
                    self.optional(handler.type_)?;
                    if let Some(name) = handler.name {
                        self.bind(name, handler.span)?;
                        self.note(name, uses::DELETED, handler.span)?;
                    }
                    self.body(handler.body)?;
                });
                self.body(orelse)?;
                self.body(finalbody)
            }
            _ => self.simple(stmt),
        }
    }

    fn simple(&mut self, stmt: Stmt) -> Done {
        match stmt.kind {
            StmtKind::Return { value } => self.optional(value),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                if let Expr { kind: ExprKind::Name { id, .. }, span, .. } = *self.ast.expr(target) {
                    self.note(id, uses::USED, span)?;
                }
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated(target, annotation, value, simple)
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.expr(iter)?;
                self.expr(target)?;
                self.open_loop();
                self.body(body)?;
                self.close_loop();
                self.body(orelse)
            }
            StmtKind::AsyncFor { target, iter, body, orelse } => {
                self.awaits();
                self.expr(target)?;
                self.expr(iter)?;
                self.body(body)?;
                self.body(orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.body(body)?;
                self.body(orelse)
            }
            StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
                each!(self, items, item => {
                    let item = *self.ast.with_item(item);
                    self.expr(item.context_expr)?;
                    self.optional(item.optional_vars)?;
                });
                self.body(body)
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(exc)?;
                self.optional(cause)
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.optional(msg)
            }
            StmtKind::Expr { value } => self.expr(value),
            _ => Ok(()),
        }
    }

    fn awaits(&mut self) {
        let unit = self.scopes.unit_of(self.scope);
        if let Some(scope) = self.scopes.scope_mut(unit) {
            scope.has_await = true;
        }
    }

    fn optional(&mut self, expr: Option<ExprId>) -> Done {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn exprs(&mut self, list: List<ExprId>) -> Done {
        each!(self, list, expr => self.expr(expr)?);
        Ok(())
    }

    fn annotated(&mut self, target: ExprId, annotation: ExprId, value: Option<ExprId>, simple: bool) -> Done {
        let node = *self.ast.expr(target);
        match node.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id)?;
                let uses = self
                    .scopes
                    .find(self.scope, name)
                    .and_then(|at| self.scopes.symbol(at))
                    .map_or(0, |s| s.uses);
                if simple && self.kind() != Kind::Module && uses & (uses::GLOBAL | uses::NONLOCAL) != 0 {
                    let message = if uses & uses::GLOBAL != 0 {
                        "annotated name '{}' can't be global"
                    } else {
                        "annotated name '{}' can't be nonlocal"
                    };
                    return Err(self.scopes.fault_named(node.span, message, id));
                }
                self.forbid_debug(id, node.span, false)?;
                if simple {
                    if let Some(scope) = self.scopes.scope_mut(self.scope) {
                        scope.annotates = true;
                    }
                    self.note(id, uses::ANNOTATED | uses::ASSIGNED, node.span)?;
                } else if value.is_some() {
                    self.note(id, uses::ASSIGNED, node.span)?;
                }
            }
            _ => self.expr(target)?,
        }
        self.annotation(annotation)?;
        self.optional(value)
    }

    fn annotation(&mut self, annotation: ExprId) -> Done {
        if self.future_annotations { Ok(()) } else { self.expr(annotation) }
    }

    fn directive(&mut self, names: List<NameId>, span: Span, how: u16) -> Done {
        if how == uses::NONLOCAL && self.kind() == Kind::Module {
            return Err(self.scopes.fault(span, "nonlocal declaration not allowed at module level"));
        }
        each!(self, names, name => {
            let mangled = self.mangled(name)?;
            let index = self.scopes.intern(self.scope, mangled)?;
            let uses = self.scopes.symbol(index).map_or(0, |symbol| symbol.uses);
            let global = how == uses::GLOBAL;
            let message = if uses & uses::PARAMETER != 0 {
                if global { "name '{}' is parameter and global" } else { "name '{}' is parameter and nonlocal" }
            } else if uses & (uses::GLOBAL | uses::NONLOCAL) & !how != 0 {
                "name '{}' is nonlocal and global"
            } else if uses & uses::ANNOTATED != 0 {
                if global { "annotated name '{}' can't be global" } else { "annotated name '{}' can't be nonlocal" }
            } else if uses & uses::ASSIGNED != 0 {
                if global {
                    "name '{}' is assigned to before global declaration"
                } else {
                    "name '{}' is assigned to before nonlocal declaration"
                }
            } else if uses & uses::USED != 0 {
                if global {
                    "name '{}' is used prior to global declaration"
                } else {
                    "name '{}' is used prior to nonlocal declaration"
                }
            } else {
                ""
            };
            if !message.is_empty() {
                let first = self.scopes.directives.iter().find(|entry| entry.0 == self.scope && entry.1 == mangled);
                let span = first.map_or(span, |entry| entry.2);
                return Err(self.scopes.fault_named(span, message, name));
            }
            if let Some(symbol) = self.scopes.symbol_mut(index) {
                symbol.uses |= how;
            }
            self.scopes.directives.push((self.scope, mangled, span))?;
        });
        Ok(())
    }

    fn import(&mut self, stmt: Stmt) -> Done {
        let (names, from) = match stmt.kind {
            StmtKind::Import { names } => (names, false),
            StmtKind::ImportFrom { names, .. } => (names, true),
            _ => return Ok(()),
        };
        each!(self, names, alias => {
            let alias = *self.ast.alias(alias);
            if from && self.ast.name(alias.name) == b"*" {
                if self.kind() != Kind::Module {
                    return Err(self.scopes.fault(stmt.span, "import * only allowed at module level"));
                }
                continue;
            }
            let bound = match alias.asname {
                Some(name) => name,
                None => self.first_part(alias.name)?,
            };
            self.bind(bound, alias.span)?;
        });
        Ok(())
    }

    /// What `import a.b.c` binds: `a`.
    fn first_part(&mut self, name: NameId) -> Done<NameId> {
        let text = self.ast.name(name);
        let Some(end) = text.iter().position(|&byte| byte == b'.') else { return Ok(name) };
        let first = pyrite_algo::Buf::from_slice(text.get(..end).unwrap_or(&[]))?;
        let first = self.ast.intern(&first)?;
        self.scopes.first_parts.push((name, first))?;
        Ok(first)
    }

    fn arguments_outside(&mut self, args: ArgumentsId) -> Done {
        let args = *self.ast.arguments(args);
        self.exprs(args.defaults)?;
        each!(self, args.kw_defaults, default => self.optional(default)?);
        Ok(())
    }

    fn annotations(&mut self, function: &Function) -> Done {
        let args = *self.ast.arguments(function.args);
        for list in [args.posonlyargs, args.args, args.kwonlyargs] {
            each!(self, list, arg => self.arg_annotation(Some(arg))?);
        }
        self.arg_annotation(args.vararg)?;
        self.arg_annotation(args.kwarg)?;
        function.returns.map_or(Ok(()), |returns| self.annotation(returns))
    }

    fn arg_annotation(&mut self, arg: Option<ArgId>) -> Done {
        match arg.and_then(|arg| self.ast.arg(arg).annotation) {
            Some(annotation) => self.annotation(annotation),
            None => Ok(()),
        }
    }

    fn parameters(&mut self, args: ArgumentsId) -> Done {
        let args = *self.ast.arguments(args);
        each!(self, args.posonlyargs, arg => self.parameter(arg)?);
        each!(self, args.args, arg => self.parameter(arg)?);
        if let Some(arg) = args.vararg {
            self.parameter(arg)?;
        }
        each!(self, args.kwonlyargs, arg => self.parameter(arg)?);
        if let Some(arg) = args.kwarg {
            self.parameter(arg)?;
        }
        Ok(())
    }

    fn parameter(&mut self, arg: ArgId) -> Done {
        let arg = *self.ast.arg(arg);
        self.forbid_debug(arg.arg, arg.span, false)?;
        self.note(arg.arg, uses::PARAMETER, arg.span)
    }

    fn function(&mut self, id: FunctionId, stmt: Stmt) -> Done {
        let function = *self.ast.function(id);
        let is_async = matches!(stmt.kind, StmtKind::AsyncFunctionDef(_));
        self.exprs(function.decorator_list)?;
        self.bind(function.name, stmt.span)?;
        self.arguments_outside(function.args)?;
        let body = |this: &mut Self| {
            this.annotations(&function)?;
            this.within(Kind::Function, Owner::Function(id.index()), stmt.span, |this| {
                if let Some(scope) = this.scopes.scope_mut(this.scope) {
                    scope.is_async = is_async;
                }
                this.parameters(function.args)?;
                this.body(function.body)
            })
        };
        if function.type_params.is_empty() {
            return body(self);
        }
        let args = *self.ast.arguments(function.args);
        self.within(Kind::TypeParams, Owner::FunctionTypes(id.index()), stmt.span, |this| {
            if !args.defaults.is_empty() {
                this.note(this.known.defaults, uses::PARAMETER, stmt.span)?;
            }
            if this.ast.list(args.kw_defaults).any(|default| default.is_some()) {
                this.note(this.known.kw_defaults, uses::PARAMETER, stmt.span)?;
            }
            this.note(this.known.type_params, uses::ASSIGNED, stmt.span)?;
            this.type_params(function.type_params)?;
            body(this)
        })
    }

    fn class(&mut self, stmt: Stmt) -> Done {
        let StmtKind::ClassDef(id) = stmt.kind else { return Ok(()) };
        let class = *self.ast.class(id);
        self.exprs(class.decorator_list)?;
        self.bind(class.name, stmt.span)?;
        let body = |this: &mut Self| {
            this.exprs(class.bases)?;
            each!(this, class.keywords, keyword => {
                let value = this.ast.keyword(keyword).value;
                this.expr(value)?;
            });
            this.within(Kind::Class, Owner::Class(id.index()), stmt.span, |this| {
                if let Some(scope) = this.scopes.scope_mut(this.scope) {
                    scope.class_name = Some(class.name);
                }
                if !class.type_params.is_empty() {
                    this.note(this.known.type_params, uses::USED, stmt.span)?;
                }
                this.body(class.body)
            })
        };
        if class.type_params.is_empty() {
            return body(self);
        }
        self.within(Kind::TypeParams, Owner::ClassTypes(id.index()), stmt.span, |this| {
            if let Some(scope) = this.scopes.scope_mut(this.scope) {
                scope.class_name = Some(class.name);
            }
            this.note(this.known.type_params, uses::ASSIGNED | uses::USED, stmt.span)?;
            this.note(this.known.generic_base, uses::ASSIGNED, stmt.span)?;
            this.type_params(class.type_params)?;
            body(this)
        })
    }

    fn type_alias(&mut self, id: StmtId, stmt: Stmt) -> Done {
        let StmtKind::TypeAlias { name, type_params, value } = stmt.kind else { return Ok(()) };
        self.expr(name)?;
        let body = |this: &mut Self| {
            this.within(Kind::Lazy, Owner::AliasValue(id.index()), stmt.span, |this| this.expr(value))
        };
        if type_params.is_empty() {
            return body(self);
        }
        self.within(Kind::TypeParams, Owner::AliasTypes(id.index()), stmt.span, |this| {
            this.type_params(type_params)?;
            body(this)
        })
    }

    fn type_params(&mut self, list: List<TypeParamId>) -> Done {
        each!(self, list, id => {
            let param = *self.ast.type_param(id);
            let (name, bound, default) = match param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => (name, bound, default_value),
                TypeParamKind::ParamSpec { name, default_value } => (name, None, default_value),
                TypeParamKind::TypeVarTuple { name, default_value } => (name, None, default_value),
            };
            self.note(name, uses::TYPE_PARAM, param.span)?;
            if let Some(bound) = bound {
                self.within(Kind::Lazy, Owner::TypeParamBound(id.index()), param.span, |this| this.expr(bound))?;
            }
            if let Some(default) = default {
                self.within(Kind::Lazy, Owner::TypeParamDefault(id.index()), param.span, |this| this.expr(default))?;
            }
        });
        Ok(())
    }

    fn pattern(&mut self, id: PatternId) -> Done {
        let pattern = *self.ast.pattern(id);
        match pattern.kind {
            PatternKind::MatchValue { value } => self.expr(value),
            PatternKind::MatchSingleton { .. } => Ok(()),
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                each!(self, patterns, inner => self.pattern(inner)?);
                Ok(())
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                each!(self, patterns, inner => self.pattern(inner)?);
                rest.map_or(Ok(()), |name| self.bind(name, pattern.span))
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                each!(self, patterns, inner => self.pattern(inner)?);
                each!(self, kwd_attrs, name => {
                    self.forbid_debug(name, pattern.span, false)?;
                    self.mangled(name)?;
                });
                each!(self, kwd_patterns, inner => self.pattern(inner)?);
                Ok(())
            }
            PatternKind::MatchStar { name } => name.map_or(Ok(()), |name| self.bind(name, pattern.span)),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                name.map_or(Ok(()), |name| self.bind(name, pattern.span))
            }
        }
    }

    /// Walks an expression; chains that lean to the left in a loop, their right parts first.
    pub fn expr(&mut self, mut id: ExprId) -> Done {
        loop {
            let expr = *self.ast.expr(id);
            id = match expr.kind {
                ExprKind::BinOp { left, right, .. } => {
                    self.expr(right)?;
                    left
                }
                ExprKind::Attribute { value, attr, ctx } => {
                    if ctx != Context::Load {
                        self.forbid_debug(attr, expr.span, ctx == Context::Del)?;
                    }
                    self.mangled(attr)?;
                    value
                }
                ExprKind::Subscript { value, slice, .. } => {
                    self.expr(slice)?;
                    value
                }
                ExprKind::Call { func, args, keywords } => {
                    self.exprs(args)?;
                    each!(self, keywords, keyword => {
                        let keyword = *self.ast.keyword(keyword);
                        if let Some(name) = keyword.arg {
                            self.forbid_debug(name, keyword.span, false)?;
                        }
                        self.expr(keyword.value)?;
                    });
                    func
                }
                ExprKind::UnaryOp { operand, .. } => operand,
                ExprKind::Starred { value, .. } => value,
                _ => return self.other(id, expr),
            };
        }
    }

    fn other(&mut self, id: ExprId, expr: Expr) -> Done {
        match expr.kind {
            ExprKind::Name { id, ctx } => self.name(id, ctx, expr.span),
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::NamedExpr { target, value } => {
                self.walrus(target)?;
                self.expr(value)
            }
            ExprKind::Lambda { args, body } => {
                self.arguments_outside(args)?;
                self.within(Kind::Lambda, Owner::Expr(id.index()), expr.span, |this| {
                    this.parameters(args)?;
                    this.expr(body)
                })
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                each!(self, keys, key => self.optional(key)?);
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.exprs(elts)
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(id, expr, Kind::Comprehension, generators, &[elt])
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(id, expr, Kind::Comprehension, generators, &[elt])
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(id, expr, Kind::Comprehension, generators, &[key, value])
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(id, expr, Kind::Generator, generators, &[elt])
            }
            ExprKind::Await { value } => {
                self.awaits();
                self.expr(value)
            }
            ExprKind::Yield { value } => {
                self.yields(expr.span)?;
                self.optional(value)
            }
            ExprKind::YieldFrom { value } => {
                self.yields(expr.span)?;
                self.expr(value)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value)?;
                self.optional(format_spec)
            }
            ExprKind::JoinedStr { values } => self.exprs(values),
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower)?;
                self.optional(upper)?;
                self.optional(step)
            }
            _ => Ok(()),
        }
    }

    fn name(&mut self, name: NameId, ctx: Context, span: Span) -> Done {
        match ctx {
            Context::Load => {
                if name == self.known.super_name && self.kind() != Kind::Module && self.kind() != Kind::Class
                {
                    self.note(self.known.class, uses::USED, span)?;
                }
                self.note(name, uses::USED, span)
            }
            Context::Store => {
                let kind = self.kind();
                self.forbid_debug(name, span, false)?;
                let iteration = matches!(kind, Kind::Comprehension | Kind::Generator);
                self.note(
                    name,
                    if iteration { uses::ASSIGNED | uses::ITERATION } else { uses::ASSIGNED },
                    span,
                )
            }
            Context::Del => {
                self.forbid_debug(name, span, true)?;
                self.note(name, uses::ASSIGNED | uses::DELETED, span)
            }
        }
    }

    fn yields(&mut self, span: Span) -> Done {
        match self.kind() {
            Kind::Comprehension => {
                let message = self.comprehension_yield;
                return Err(self.scopes.fault(span, message));
            }
            Kind::Generator => return Err(self.scopes.fault(span, "'yield' inside generator expression")),
            Kind::TypeParams => {
                return Err(self
                    .scopes
                    .fault(span, "yield expression cannot be used within the definition of a generic"));
            }
            _ => {}
        }
        if let Some(scope) = self.scopes.scope_mut(self.scope) {
            scope.has_yield = true;
        }
        Ok(())
    }

    fn walrus(&mut self, target: ExprId) -> Done {
        let Expr { kind: ExprKind::Name { id, .. }, span, .. } = *self.ast.expr(target) else {
            return Ok(());
        };
        self.forbid_debug(id, span, false)?;
        let name = self.mangled(id)?;
        // The name belongs to the nearest scope that is no comprehension.
        let mut scope = self.scope;
        while matches!(self.scopes.scope(scope).kind, Kind::Comprehension | Kind::Generator) {
            self.note_in(scope, name, uses::WALRUS, span)?;
            scope = self.scopes.scope(scope).parent;
        }
        let in_comprehension = scope != self.scope;
        match self.scopes.scope(scope).kind {
            Kind::Class if in_comprehension => {
                let message = "assignment expression within a comprehension cannot be used in a class body";
                return Err(self.scopes.fault(span, message));
            }
            Kind::TypeParams | Kind::Lazy => {
                let message = "named expression cannot be used within the definition of a generic";
                return Err(self.scopes.fault(span, message));
            }
            _ => {}
        }
        let owner =
            self.scopes.find(scope, name).and_then(|index| self.scopes.symbol(index)).map_or(0, |s| s.uses);
        let global = self.scopes.scope(scope).kind == Kind::Module || owner & uses::GLOBAL != 0;
        self.note_in(scope, name, uses::ASSIGNED | uses::WALRUS, span)?;
        let mut inner = self.scope;
        while inner != scope {
            self.note_in(inner, name, if global { uses::GLOBAL } else { uses::NONLOCAL }, span)?;
            inner = self.scopes.scope(inner).parent;
        }
        Ok(())
    }
}
