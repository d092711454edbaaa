//! Functions, lambdas, and the assembly of finished code.

use crate::codegen::{Gen, Operand};
use crate::error::{Done, Fault};
use crate::scope::{Kind, Owner, Place, uses};
use crate::unit::{Reg, Unit};
use pyrite_bytecode::code::CodeFlags;
use pyrite_bytecode::encode::{self, LineWriter, Record};
use pyrite_bytecode::linetable::{Columns, Position};
use pyrite_bytecode::opcode::{Intrinsic, Op};
use pyrite_syntax::arena::{ArgId, ArgumentsId, ExprId, FunctionId, List, NameId, StmtId};
use pyrite_syntax::ast::{Constant, Expr, ExprKind, Function, Stmt, StmtKind};
use pyrite_syntax::span::{Span, column_bytes};

/// Decorators that wait in call windows.
const DECORATORS_MAX: usize = 12;

/// What the body of a code object is.
#[derive(Clone, Copy)]
pub(crate) enum Body<'b> {
    Statements(&'b Function),
    Lambda(ArgumentsId, ExprId),
    Value(ExprId),
    Generator(ExprId),
    Class(pyrite_syntax::arena::ClassId),
    FunctionTypes(FunctionId, Stmt),
    ClassTypes(pyrite_syntax::arena::ClassId, Stmt),
    AliasTypes(StmtId),
}

impl Gen<'_> {
    // Definitions.

    /// A `def` or `async def`.
    pub fn function_def(&mut self, id: FunctionId, stmt: &Stmt) -> Done {
        let function = *self.ast.function(id);
        let bottom = self.unit.top;
        self.decorators(function.decorator_list)?;
        let work = self.unit.alloc()?;
        if function.type_params.is_empty() {
            self.function_to(id, stmt, work)?;
        } else {
            self.generic_function_to(id, stmt, work)?;
        }
        self.decorate(function.decorator_list, work)?;
        self.at_span(stmt.span, stmt.line);
        self.store_name(function.name, Operand { register: bottom as Reg, temporary: true })?;
        self.unit.free_from(bottom as Reg);
        Ok(())
    }

    /// Evaluates decorators, each as the callable of a window; very many go into a list.
    pub fn decorators(&mut self, list: List<ExprId>) -> Done {
        if self.ast.list_len(list) > DECORATORS_MAX {
            self.unit.alloc()?;
            let callables = self.unit.alloc()?;
            self.unit.abc(Op::BUILD_LIST, callables, callables, 0)?;
            for decorator in self.ast.list(list) {
                let callable = self.expr_temporary(decorator)?;
                self.unit.abc(Op::LIST_APPEND, callables, callable, 0)?;
                self.unit.free_from(callable);
            }
            return Ok(());
        }
        for decorator in self.ast.list(list) {
            let window = self.unit.alloc()?;
            self.expr_to(decorator, window)?;
            self.unit.alloc_run(3)?;
        }
        Ok(())
    }

    /// Calls the decorators on what is in `work`, the last first. The result is where the
    /// first temporary of `decorators` was (or in `work`, if there are none).
    pub fn decorate(&mut self, list: List<ExprId>, work: Reg) -> Done {
        let count = self.ast.list_len(list);
        if count > DECORATORS_MAX {
            return self.decorate_from_list(list, work);
        }
        let mut argument = work;
        for decorator in self.ast.list(list).rev() {
            let expr = self.expr_at(decorator);
            self.at(&expr);
            argument -= 4;
            self.unit.abc(Op::CALL, argument, 1, 0)?;
        }
        Ok(())
    }

    fn decorate_from_list(&mut self, list: List<ExprId>, work: Reg) -> Done {
        let (result, callables) = (work - 2, work - 1);
        self.unit.abc(Op::TAKE, result, work, 0)?;
        self.unit.alloc_run(4)?;
        for (index, decorator) in self.ast.list(list).enumerate().rev() {
            let expr = self.expr_at(decorator);
            self.at(&expr);
            self.unit.abx(Op::LOAD_INT, work, index as u16)?;
            self.unit.abc(Op::LOAD_ITEM, work, callables, work)?;
            self.unit.abc(Op::TAKE, work + 4, result, 0)?;
            self.unit.abc(Op::CALL, work, 1, 0)?;
            self.unit.abc(Op::TAKE, result, work, 0)?;
        }
        self.unit.clear(callables)
    }

    /// Makes a function in `work`, the topmost temporary.
    pub fn function_to(&mut self, id: FunctionId, stmt: &Stmt, work: Reg) -> Done {
        let function = *self.ast.function(id);
        self.at_span(stmt.span, stmt.line);
        self.unit.alloc_run(4)?;
        let mut bits = self.defaults(function.args, work)?;
        if self.annotations(&function, work + 3)? {
            bits |= 4;
        }
        self.at_span(stmt.span, stmt.line);
        let line = match self.ast.item(function.decorator_list, 0) {
            Some(first) => self.ast.expr(first).line(),
            None => stmt.line,
        };
        self.code_to(
            Owner::Function(id.index()),
            function.name,
            line,
            Body::Statements(&function),
            work,
            bits,
        )
    }

    fn generic_function_to(&mut self, id: FunctionId, stmt: &Stmt, work: Reg) -> Done {
        let function = *self.ast.function(id);
        let args = *self.ast.arguments(function.args);
        self.at_span(stmt.span, stmt.line);
        self.unit.alloc_run(4)?;
        self.code_to(
            Owner::FunctionTypes(id.index()),
            function.name,
            stmt.line,
            Body::FunctionTypes(id, *stmt),
            work,
            0,
        )?;
        self.unit.alloc_run(3)?;
        let mut count = 0;
        if !args.defaults.is_empty() {
            let register = self.unit.alloc()?;
            self.positional_defaults(args.defaults, register)?;
            count += 1;
        }
        if self.has_keyword_defaults(function.args) {
            let register = self.unit.alloc()?;
            self.keyword_defaults(function.args, register)?;
            count += 1;
        }
        self.at_span(stmt.span, stmt.line);
        self.unit.abc(Op::CALL, work, count, 0)?;
        self.unit.free_from(work + 1);
        Ok(())
    }

    /// `lambda`
    pub fn lambda_to(&mut self, id: ExprId, expr: &Expr, args: ArgumentsId, body: ExprId, dst: Reg) -> Done {
        let work = self.work_register(dst)?;
        self.unit.alloc_run(4)?;
        let bits = self.defaults(args, work)?;
        self.at(expr);
        let name = self.known.lambda;
        self.code_to(Owner::Expr(id.index()), name, expr.line(), Body::Lambda(args, body), work, bits)?;
        self.deliver(work, dst)
    }

    /// Makes the function of a generator expression in `work`.
    pub fn make_generator_function(&mut self, id: ExprId, expr: &Expr, work: Reg) -> Done {
        self.unit.free_from(work + 1);
        self.unit.alloc_run(4)?;
        let name = self.known.generator;
        self.code_to(Owner::Expr(id.index()), name, expr.line(), Body::Generator(id), work, 0)?;
        self.unit.alloc_run(3)?;
        Ok(())
    }

    /// Evaluates defaults into the window of `MAKE_FUNCTION`; the bits for it.
    fn defaults(&mut self, args: ArgumentsId, work: Reg) -> Done<u8> {
        let arguments = *self.ast.arguments(args);
        let mut bits = 0;
        if !arguments.defaults.is_empty() {
            self.positional_defaults(arguments.defaults, work + 1)?;
            bits |= 1;
        }
        if self.keyword_defaults(args, work + 2)? {
            bits |= 2;
        }
        Ok(bits)
    }

    /// The function of a generic `def`, in the function of its type parameters.
    pub fn generic_function(&mut self, id: FunctionId, stmt: &Stmt, work: Reg) -> Done {
        let function = *self.ast.function(id);
        self.unit.alloc_run(4)?;
        let mut bits = 0;
        if !self.ast.arguments(function.args).defaults.is_empty() {
            self.load_name(self.known.defaults, work + 1)?;
            bits |= 1;
        }
        if self.has_keyword_defaults(function.args) {
            self.load_name(self.known.kw_defaults, work + 2)?;
            bits |= 2;
        }
        if self.annotations(&function, work + 3)? {
            bits |= 4;
        }
        self.at_span(stmt.span, stmt.line);
        let owner = Owner::Function(id.index());
        self.code_to(owner, function.name, stmt.line, Body::Statements(&function), work, bits)
    }

    /// Whether a keyword-only parameter has a default.
    pub fn has_keyword_defaults(&self, args: ArgumentsId) -> bool {
        self.ast.list(self.ast.arguments(args).kw_defaults).any(|default| default.is_some())
    }

    fn positional_defaults(&mut self, defaults: List<ExprId>, register: Reg) -> Done {
        if self.ast.list(defaults).all(|item| self.value_of(item).is_some()) {
            self.work.words.clear();
            self.encode_items(defaults, encode::Container::Tuple)?;
            return self.load_words(register);
        }
        let expr = Expr::new(self.unit.span, self.unit.line, ExprKind::Constant(Constant::None));
        self.display_to(&expr, defaults, Op::BUILD_TUPLE, register)
    }

    fn keyword_defaults(&mut self, args: ArgumentsId, register: Reg) -> Done<bool> {
        let arguments = *self.ast.arguments(args);
        let mut any = false;
        for (arg, default) in self.ast.list(arguments.kwonlyargs).zip(self.ast.list(arguments.kw_defaults)) {
            let Some(default) = default else { continue };
            if !any {
                self.unit.abc(Op::BUILD_MAP, register, register, 0)?;
                any = true;
            }
            let name = self.ast.arg(arg).arg;
            self.map_item(register, name, |this, value| this.expr_to(default, value))?;
        }
        Ok(any)
    }

    /// Adds `name: value` to the dict in `dict`.
    fn map_item(&mut self, dict: Reg, name: NameId, value: impl FnOnce(&mut Self, Reg) -> Done) -> Done {
        let key = self.unit.alloc()?;
        let name = self.mangle(name);
        let text = self.ast.name(name);
        self.load_text(text, key)?;
        let register = self.unit.alloc()?;
        value(self, register)?;
        self.unit.abc(Op::MAP_ADD, dict, key, register)?;
        self.unit.free_from(key);
        Ok(())
    }

    fn annotations(&mut self, function: &Function, dict: Reg) -> Done<bool> {
        let args = *self.ast.arguments(function.args);
        let mut any = false;
        for list in [args.posonlyargs, args.args] {
            for arg in self.ast.list(list) {
                self.arg_annotation(Some(arg), dict, &mut any)?;
            }
        }
        self.arg_annotation(args.vararg, dict, &mut any)?;
        for arg in self.ast.list(args.kwonlyargs) {
            self.arg_annotation(Some(arg), dict, &mut any)?;
        }
        self.arg_annotation(args.kwarg, dict, &mut any)?;
        if let Some(returns) = function.returns {
            self.annotation_item(self.known.returns, returns, dict, &mut any)?;
        }
        Ok(any)
    }

    fn arg_annotation(&mut self, arg: Option<ArgId>, dict: Reg, any: &mut bool) -> Done {
        let Some(arg) = arg.map(|arg| *self.ast.arg(arg)) else { return Ok(()) };
        match arg.annotation {
            Some(annotation) => self.annotation_item(arg.arg, annotation, dict, any),
            None => Ok(()),
        }
    }

    fn annotation_item(&mut self, name: NameId, annotation: ExprId, dict: Reg, any: &mut bool) -> Done {
        if !*any {
            self.unit.abc(Op::BUILD_MAP, dict, dict, 0)?;
            *any = true;
        }
        self.map_item(dict, name, |this, value| this.annotation_to(annotation, value))
    }

    // Code objects.

    /// Compiles nested code and makes a function of it in `work`; the four registers behind
    /// `work` are taken, hold what `bits` says, and are given back.
    #[allow(clippy::too_many_arguments, reason = "what is compiled, and where its function goes")]
    pub fn code_to(
        &mut self,
        owner: Owner,
        name: NameId,
        line: u32,
        body: Body<'_>,
        work: Reg,
        mut bits: u8,
    ) -> Done {
        let Some(scope) = self.scopes.find_scope(owner) else { return Err(self.unit.too_large()) };
        let (span, own_line) = (self.unit.span, self.unit.line);
        let start = self.work.out.len();
        let at = self.nested(scope, name, line, body)?;
        self.at_span(span, own_line);
        if self.unit.dead {
            self.work.out.truncate(start);
        } else {
            if self.closure(scope, work + 4)? {
                bits |= 8;
            }
            self.work.words.clear();
            encode::code(&mut self.work.words, at)?;
            let index = self.unit.constants.append(&self.work.words)?;
            self.load_constant(index, work)?;
            self.unit.abc(Op::MAKE_FUNCTION, work, bits, 0)?;
        }
        self.unit.free_from(work + 1);
        Ok(())
    }

    /// Builds the closure tuple of a scope's function in `register`.
    fn closure(&mut self, scope: u32, register: Reg) -> Done<bool> {
        let count = self.scopes.scope(scope).frees;
        if count == 0 {
            return Ok(false);
        }
        let long = count > 60;
        if long {
            self.unit.abc(Op::BUILD_LIST, register, register, 0)?;
        }
        let first = self.unit.top as Reg;
        for index in 0..count {
            let name = self.free_name(scope, index);
            let cell = self.unit.alloc()?;
            if let Some(name) = name {
                self.load_closure(name, cell)?;
            }
            if long {
                self.unit.abc(Op::LIST_APPEND, register, cell, 0)?;
                self.unit.free_from(cell);
            }
        }
        if long {
            self.unit.abc(Op::LIST_TO_TUPLE, register, 0, 0)?;
        } else {
            self.unit.abc(Op::BUILD_TUPLE, register, first, count as u8)?;
        }
        self.unit.free_from(first);
        Ok(true)
    }

    fn free_name(&self, scope: u32, index: u16) -> Option<NameId> {
        self.scopes.symbols_of(scope).find(|symbol| symbol.free == index).map(|symbol| symbol.name)
    }

    /// Compiles nested code; where its record is.
    fn nested(&mut self, scope: u32, name: NameId, line: u32, body: Body<'_>) -> Done<usize> {
        let fresh = self.work.spare.pop().unwrap_or_default();
        let outer_unit = core::mem::replace(&mut self.unit, fresh);
        self.work.outer.reserve(1)?;
        self.work.outer.push(outer_unit)?;
        let outer_scope = core::mem::replace(&mut self.scope, scope);
        let start = self.work.out.len();
        let mut done = self.code(scope, name, line, body, false);
        if matches!(done, Err(Fault::Far)) {
            self.work.out.truncate(start);
            self.scope = scope;
            done = self.code(scope, name, line, body, true);
        }
        self.scope = outer_scope;
        if let Some(unit) = self.work.outer.pop() {
            let finished = core::mem::replace(&mut self.unit, unit);
            self.work.spare.push(finished)?;
        }
        done
    }

    fn code(&mut self, scope: u32, name: NameId, line: u32, body: Body<'_>, far: bool) -> Done<usize> {
        self.begin_code(scope, name, line, far)?;
        match body {
            Body::Statements(function) => {
                self.parameters_of(function.args);
                self.function_flags(scope);
                let body = function.body;
                self.function_body(body)?;
            }
            Body::Lambda(args, value) => {
                self.parameters_of(args);
                self.function_flags(scope);
                self.return_value(value)?;
            }
            Body::Value(value) => self.return_value(value)?,
            Body::Generator(id) => {
                self.unit.npos = 1;
                self.unit.mark_bound(0, true);
                self.function_flags(scope);
                let expr = self.expr_at(id);
                self.at(&expr);
                self.generator_body(&expr)?;
            }
            Body::Class(id) => self.class_body(id)?,
            Body::FunctionTypes(id, stmt) => self.function_types(id, &stmt)?,
            Body::ClassTypes(id, stmt) => self.class_types(id, &stmt)?,
            Body::AliasTypes(id) => self.alias_types(id)?,
        }
        self.end_code()
    }

    /// Prepares the unit for a scope's code: qualified name, locals, cells, loop states.
    fn begin_code(&mut self, scope: u32, name: NameId, line: u32, far: bool) -> Done {
        let info = *self.scopes.scope(scope);
        let surplus = u16::from(info.surplus > 0);
        self.unit.restart(scope, info.registers + surplus, line);
        self.unit.far = far;
        self.unit.subtree_start = self.work.out.len();
        self.unit.span = info.span;
        self.qualified_name(info.parent, name)?;
        self.unit.reserve_loops(info.loops)?;
        if info.kind.is_function() {
            self.unit.flags = CodeFlags::OPTIMIZED.with(CodeFlags::NEWLOCALS);
        }
        if info.nested {
            self.unit.flags = self.unit.flags.with(CodeFlags::NESTED);
        }
        if self.settings.future_annotations {
            self.unit.flags = self.unit.flags.with(CodeFlags::FUTURE_ANNOTATIONS);
        }
        if self.scopes.scope(info.parent).kind == Kind::Class && info.kind == Kind::Function {
            self.unit.flags = self.unit.flags.with(CodeFlags::METHOD);
        }
        self.local_variables(scope, info.registers as Reg, surplus != 0)
    }

    fn local_variables(&mut self, scope: u32, surplus: Reg, has_surplus: bool) -> Done {
        let mut next = self.scopes.scope(scope).first_symbol;
        if has_surplus {
            self.unit.surplus = surplus;
            self.unit.abc(Op::BUILD_LIST, surplus, surplus, 0)?;
        }
        while let Some(&symbol) = self.scopes.symbol(next) {
            next = symbol.next;
            match symbol.place {
                Place::Local | Place::Cell => {
                    let name = self.name_index(symbol.name)?;
                    self.unit.locals.push((symbol.index, name))?;
                    if symbol.uses & uses::PARAMETER != 0 {
                        self.unit.mark_bound(symbol.index as Reg, true);
                    }
                    if symbol.place == Place::Cell {
                        self.unit.cells.push(symbol.index)?;
                        self.unit.abc(Op::MAKE_CELL, symbol.index as Reg, 0, 0)?;
                    }
                }
                Place::Surplus => {
                    let cell = self.unit.alloc()?;
                    self.unit.abc(Op::MAKE_CELL, cell, 0, 0)?;
                    self.unit.abc(Op::LIST_APPEND, surplus, cell, 0)?;
                    self.unit.free_from(cell);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Names 0 and 1 of the code.
    fn qualified_name(&mut self, parent: u32, name: NameId) -> Done {
        let mut around = self.work.outer.last();
        let mut parent = parent;
        if self.scopes.scope(parent).kind == Kind::TypeParams {
            // The functions that hold type parameters do not show.
            let len = self.work.outer.len();
            around = len.checked_sub(2).and_then(|index| self.work.outer.get(index));
            parent = self.scopes.scope(parent).parent;
        }
        let unit_scope = self.scopes.unit_of(parent);
        let kind = self.scopes.scope(unit_scope).kind;
        let text = self.ast.name(name);
        self.unit.names.append(text)?;
        let global = self.scopes.find(parent, name).and_then(|index| self.scopes.symbol(index));
        if kind == Kind::Module || global.is_some_and(|symbol| symbol.place == Place::GlobalExplicit) {
            self.unit.names.append(b"")?;
            return Ok(());
        }
        let words = &mut self.work.text;
        words.clear();
        if let Some(around) = around {
            let qualname = around.names.get(1);
            words.extend_from_slice(if qualname.is_empty() { around.names.get(0) } else { qualname })?;
        }
        words.extend_from_slice(if kind == Kind::Class { b"." } else { b".<locals>." })?;
        words.extend_from_slice(text)?;
        self.unit.names.append(words)?;
        Ok(())
    }

    fn parameters_of(&mut self, args: ArgumentsId) {
        let args = *self.ast.arguments(args);
        let count = |list| self.ast.list_len::<ArgId>(list) as u16;
        self.unit.nposonly = count(args.posonlyargs);
        self.unit.npos = count(args.posonlyargs) + count(args.args);
        self.unit.nkwonly = count(args.kwonlyargs);
        if args.vararg.is_some() {
            self.unit.flags = self.unit.flags.with(CodeFlags::VARARGS);
        }
        if args.kwarg.is_some() {
            self.unit.flags = self.unit.flags.with(CodeFlags::VARKEYWORDS);
        }
    }

    pub fn return_value(&mut self, value: ExprId) -> Done {
        let value = self.operand(value)?;
        self.unit.abc(Op::RETURN, value.register, 0, 0)?;
        self.unit.die();
        Ok(())
    }

    fn function_flags(&mut self, scope: u32) {
        let info = *self.scopes.scope(scope);
        let generator = info.has_yield || info.kind == Kind::Generator;
        let asynchronous = info.is_async || info.kind == Kind::Generator && info.has_await;
        let flag = match (asynchronous, generator) {
            (true, true) => CodeFlags::ASYNC_GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (false, true) => CodeFlags::GENERATOR,
            (false, false) => return,
        };
        self.unit.flags = self.unit.flags.with(flag);
    }

    fn function_body(&mut self, body: List<StmtId>) -> Done {
        if let Some(docstring) = self.docstring(body) {
            self.work.words.clear();
            self.encode(docstring)?;
            self.unit.constants.add(&self.work.words)?;
            self.unit.flags = self.unit.flags.with(CodeFlags::HAS_DOCSTRING);
        }
        self.statements(body)
    }

    /// The docstring of a body, unless the optimisation level drops it.
    pub fn docstring(&self, body: List<StmtId>) -> Option<crate::consts::Value> {
        if self.settings.optimize >= 2 {
            return None;
        }
        let first = self.ast.item(body, 0)?;
        let StmtKind::Expr { value } = self.ast.stmt(first).kind else { return None };
        match self.ast.expr(value).kind {
            ExprKind::Constant(constant @ Constant::Str { .. }) => Some(crate::consts::literal(constant)),
            _ => None,
        }
    }

    /// Ends the code and appends its record to the image; where it is.
    pub fn end_code(&mut self) -> Done<usize> {
        if !self.unit.dead {
            self.unit.abc(Op::RETURN_NONE, 0, 0, 0)?;
        }
        self.unit.resolve_handlers()?;
        self.unit.resolve_jumps()?;
        let (text, columns) = (self.settings.text, self.settings.columns);
        write_lines(&mut self.unit, text, columns)?;
        let attribute_sites = self.unit.finish_sites(&mut self.work.sites)?;
        self.work.shorts.clear();
        let scope = self.unit.scope;
        for index in 0..self.scopes.scope(scope).frees {
            let Some(name) = self.free_name(scope, index) else { continue };
            let name = self.name_index(name)?;
            self.work.shorts.push(name)?;
        }
        let unit = &self.unit;
        let record = Record {
            flags: unit.flags,
            nregs: usize::from(unit.peak),
            nslots: usize::from(unit.peak),
            nposonly: unit.nposonly.into(),
            npos: unit.npos.into(),
            nkwonly: unit.nkwonly.into(),
            first_line: unit.first_line,
            insns: &unit.insns,
            exceptions: &unit.exceptions,
            sites: &self.work.sites,
            attribute_sites,
            cells: &unit.cells,
            frees: &self.work.shorts,
            locals: &unit.locals,
            line_table: unit.line_writer.bytes(),
            name_ends: unit.names.ends(),
            text: unit.names.items(),
            constant_ends: unit.constants.ends(),
            constants: unit.constants.items(),
            subtree_start: unit.subtree_start,
        };
        Ok(encode::write_record(&mut self.work.out, &mut self.work.pool, &record)?)
    }

    /// Sets the type parameters of the function in `work`.
    pub fn set_type_params(&mut self, work: Reg) -> Done {
        let params = self.unit.alloc()?;
        self.load_name(self.known.type_params, params)?;
        self.intrinsic(Intrinsic::SetTypeParams, work)?;
        self.unit.free_from(params);
        Ok(())
    }
}

/// Encodes the positions collected so far.
pub(crate) fn write_lines(unit: &mut Unit, text: &[u8], columns: bool) -> Done {
    unit.drain_lines(|writer: &mut LineWriter, words, line, span| {
        Ok(writer.run(words, Some(position(text, line, span, columns)))?)
    })
}

fn position(text: &[u8], line: u32, span: Span, columns: bool) -> Position {
    if !columns {
        return Position { line, columns: None };
    }
    let bytes = span.of(text);
    let breaks = bytes.iter().enumerate().filter(|&(at, &byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    let end_line = line + breaks.count() as u32;
    let col = column_bytes(text, span.start);
    let end_col = if end_line == line { col + (span.end - span.start) } else { column_bytes(text, span.end) };
    Position { line, columns: Some(Columns { end_line, col, end_col }) }
}
