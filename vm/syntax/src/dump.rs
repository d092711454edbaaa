//! A tree as text, in the form of CPython's `ast.dump(tree, indent=1)`.
//!
//! For tests and people; recursive, so not for trees nearly as deep as the limit.

mod stmt;

use crate::arena::{
    AliasId, ArgId, ArgumentsId, ComprehensionId, ExprId, HandlerId, Item, KeywordId, List, MatchCaseId,
    NameId, PatternId, StmtId, TypeParamId, WithItemId,
};
use crate::ast::{Ast, Constant, Context, ExprKind, TypeParamKind};
use core::fmt::{Result, Write};

/// Writes `id` and all below it.
///
/// # Errors
/// That of `out`.
pub fn statement(ast: &Ast, id: StmtId, out: &mut dyn Write) -> Result {
    Dump { ast, out, indent: 0 }.value(Value::Stmt(id))
}

/// Writes `id` and all below it.
///
/// # Errors
/// That of `out`.
pub fn expression(ast: &Ast, id: ExprId, out: &mut dyn Write) -> Result {
    Dump { ast, out, indent: 0 }.value(Value::Expr(id))
}

struct Dump<'a> {
    ast: &'a Ast,
    out: &'a mut dyn Write,
    indent: usize,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Value {
    Nothing,
    Expr(ExprId),
    Stmt(StmtId),
    Pattern(PatternId),
    Arguments(ArgumentsId),
    Arg(ArgId),
    Keyword(KeywordId),
    Comprehension(ComprehensionId),
    Handler(HandlerId),
    Alias(AliasId),
    WithItem(WithItemId),
    MatchCase(MatchCaseId),
    TypeParam(TypeParamId),
    Name(NameId),
    Constant(Constant),
    Number(i64),
    Node(&'static str),
    Exprs(List<ExprId>),
    OptionalExprs(List<Option<ExprId>>),
    Stmts(List<StmtId>),
    Patterns(List<PatternId>),
    Args(List<ArgId>),
    Keywords(List<KeywordId>),
    Comprehensions(List<ComprehensionId>),
    Handlers(List<HandlerId>),
    Aliases(List<AliasId>),
    WithItems(List<WithItemId>),
    MatchCases(List<MatchCaseId>),
    TypeParams(List<TypeParamId>),
    Names(List<NameId>),
    Operators(List<crate::ast::CmpOp>),
}

use Value as V;

fn ctx(ctx: Context) -> V {
    V::Node(match ctx {
        Context::Load => "Load",
        Context::Store => "Store",
        Context::Del => "Del",
    })
}

fn expr(id: Option<ExprId>) -> V {
    id.map_or(V::Nothing, V::Expr)
}

fn name(id: Option<NameId>) -> V {
    id.map_or(V::Nothing, V::Name)
}

impl Dump<'_> {
    fn line(&mut self) -> Result {
        self.out.write_char('\n')?;
        for _ in 0..self.indent {
            self.out.write_char(' ')?;
        }
        Ok(())
    }

    fn node(&mut self, name: &str, fields: &[(&str, V)]) -> Result {
        write!(self.out, "{name}(")?;
        self.indent += 1;
        for (index, (field, value)) in fields.iter().enumerate() {
            if index > 0 {
                self.out.write_char(',')?;
            }
            self.line()?;
            write!(self.out, "{field}=")?;
            self.value(*value)?;
        }
        self.indent -= 1;
        self.out.write_char(')')
    }

    fn list<T: Item>(&mut self, list: List<T>, wrap: fn(T) -> V) -> Result {
        self.out.write_char('[')?;
        self.indent += 1;
        for (index, item) in self.ast.list(list).enumerate() {
            if index > 0 {
                self.out.write_char(',')?;
            }
            self.line()?;
            self.value(wrap(item))?;
        }
        self.indent -= 1;
        self.out.write_char(']')
    }

    fn value(&mut self, value: V) -> Result {
        match value {
            V::Nothing => self.out.write_str("None"),
            V::Expr(id) => self.expr(id),
            V::Stmt(id) => self.stmt(id),
            V::Pattern(id) => self.pattern(id),
            V::Name(id) => write!(self.out, "'{}'", self.ast.name_str(id)),
            V::Constant(constant) => self.constant(constant),
            V::Number(n) => write!(self.out, "{n}"),
            V::Node(name) => write!(self.out, "{name}()"),
            V::Exprs(list) => self.list(list, V::Expr),
            V::OptionalExprs(list) => self.list(list, expr),
            V::Stmts(list) => self.list(list, V::Stmt),
            V::Patterns(list) => self.list(list, V::Pattern),
            V::Args(list) => self.list(list, V::Arg),
            V::Keywords(list) => self.list(list, V::Keyword),
            V::Comprehensions(list) => self.list(list, V::Comprehension),
            V::Handlers(list) => self.list(list, V::Handler),
            V::Aliases(list) => self.list(list, V::Alias),
            V::WithItems(list) => self.list(list, V::WithItem),
            V::MatchCases(list) => self.list(list, V::MatchCase),
            V::TypeParams(list) => self.list(list, V::TypeParam),
            V::Names(list) => self.list(list, V::Name),
            V::Operators(list) => self.list(list, |op| V::Node(op.name())),
            _ => self.part(value),
        }
    }

    /// Rows that are neither statement, expression nor pattern.
    fn part(&mut self, value: V) -> Result {
        match value {
            V::Arguments(id) => {
                let a = *self.ast.arguments(id);
                let fields = [
                    ("posonlyargs", V::Args(a.posonlyargs)),
                    ("args", V::Args(a.args)),
                    ("vararg", a.vararg.map_or(V::Nothing, V::Arg)),
                    ("kwonlyargs", V::Args(a.kwonlyargs)),
                    ("kw_defaults", V::OptionalExprs(a.kw_defaults)),
                    ("kwarg", a.kwarg.map_or(V::Nothing, V::Arg)),
                    ("defaults", V::Exprs(a.defaults)),
                ];
                self.node("arguments", &fields)
            }
            V::Arg(id) => {
                let a = *self.ast.arg(id);
                let none = ("type_comment", V::Nothing);
                self.node("arg", &[("arg", V::Name(a.arg)), ("annotation", expr(a.annotation)), none])
            }
            V::Keyword(id) => {
                let k = *self.ast.keyword(id);
                self.node("keyword", &[("arg", name(k.arg)), ("value", V::Expr(k.value))])
            }
            V::Comprehension(id) => {
                let c = *self.ast.comprehension(id);
                let is_async = V::Number(i64::from(c.is_async));
                let (target, iter) = (V::Expr(c.target), V::Expr(c.iter));
                let fields =
                    [("target", target), ("iter", iter), ("ifs", V::Exprs(c.ifs)), ("is_async", is_async)];
                self.node("comprehension", &fields)
            }
            V::Handler(id) => {
                let h = *self.ast.handler(id);
                let fields = [("type", expr(h.type_)), ("name", name(h.name)), ("body", V::Stmts(h.body))];
                self.node("ExceptHandler", &fields)
            }
            V::Alias(id) => {
                let a = *self.ast.alias(id);
                self.node("alias", &[("name", V::Name(a.name)), ("asname", name(a.asname))])
            }
            V::WithItem(id) => {
                let w = *self.ast.with_item(id);
                let fields =
                    [("context_expr", V::Expr(w.context_expr)), ("optional_vars", expr(w.optional_vars))];
                self.node("withitem", &fields)
            }
            V::MatchCase(id) => {
                let c = *self.ast.match_case(id);
                let fields = [
                    ("pattern", V::Pattern(c.pattern)),
                    ("guard", expr(c.guard)),
                    ("body", V::Stmts(c.body)),
                ];
                self.node("match_case", &fields)
            }
            V::TypeParam(id) => match self.ast.type_param(id).kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    let fields = [
                        ("name", V::Name(name)),
                        ("bound", expr(bound)),
                        ("default_value", expr(default_value)),
                    ];
                    self.node("TypeVar", &fields)
                }
                TypeParamKind::ParamSpec { name, default_value } => {
                    self.node("ParamSpec", &[("name", V::Name(name)), ("default_value", expr(default_value))])
                }
                TypeParamKind::TypeVarTuple { name, default_value } => self
                    .node("TypeVarTuple", &[("name", V::Name(name)), ("default_value", expr(default_value))]),
            },
            _ => Ok(()),
        }
    }

    fn expr(&mut self, id: ExprId) -> Result {
        use ExprKind::*;
        match self.ast.expr(id).kind {
            BoolOp { op, values } => {
                self.node("BoolOp", &[("op", V::Node(op.name())), ("values", V::Exprs(values))])
            }
            NamedExpr { target, value } => {
                self.node("NamedExpr", &[("target", V::Expr(target)), ("value", V::Expr(value))])
            }
            BinOp { left, op, right } => {
                let op = V::Node(op.name());
                self.node("BinOp", &[("left", V::Expr(left)), ("op", op), ("right", V::Expr(right))])
            }
            UnaryOp { op, operand } => {
                self.node("UnaryOp", &[("op", V::Node(op.name())), ("operand", V::Expr(operand))])
            }
            Lambda { args, body } => {
                self.node("Lambda", &[("args", V::Arguments(args)), ("body", V::Expr(body))])
            }
            IfExp { test, body, orelse } => {
                let fields = [("test", V::Expr(test)), ("body", V::Expr(body)), ("orelse", V::Expr(orelse))];
                self.node("IfExp", &fields)
            }
            Dict { keys, values } => {
                self.node("Dict", &[("keys", V::OptionalExprs(keys)), ("values", V::Exprs(values))])
            }
            Set { elts } => self.node("Set", &[("elts", V::Exprs(elts))]),
            Compare { left, ops, comparators } => {
                let comparators = V::Exprs(comparators);
                let fields =
                    [("left", V::Expr(left)), ("ops", V::Operators(ops)), ("comparators", comparators)];
                self.node("Compare", &fields)
            }
            Call { func, args, keywords } => {
                let keywords = V::Keywords(keywords);
                self.node(
                    "Call",
                    &[("func", V::Expr(func)), ("args", V::Exprs(args)), ("keywords", keywords)],
                )
            }
            FormattedValue { value, conversion, format_spec } => {
                let number = if conversion == 0 { -1 } else { i64::from(conversion) };
                let conversion = V::Number(number);
                let spec = expr(format_spec);
                let fields = [("value", V::Expr(value)), ("conversion", conversion), ("format_spec", spec)];
                self.node("FormattedValue", &fields)
            }
            JoinedStr { values } => self.node("JoinedStr", &[("values", V::Exprs(values))]),
            Attribute { value, attr, ctx: c } => {
                self.node("Attribute", &[("value", V::Expr(value)), ("attr", V::Name(attr)), ("ctx", ctx(c))])
            }
            Subscript { value, slice, ctx: c } => self
                .node("Subscript", &[("value", V::Expr(value)), ("slice", V::Expr(slice)), ("ctx", ctx(c))]),
            Name { id, ctx: c } => self.node("Name", &[("id", V::Name(id)), ("ctx", ctx(c))]),
            List { elts, ctx: c } => self.node("List", &[("elts", V::Exprs(elts)), ("ctx", ctx(c))]),
            Tuple { elts, ctx: c } => self.node("Tuple", &[("elts", V::Exprs(elts)), ("ctx", ctx(c))]),
            Slice { lower, upper, step } => {
                self.node("Slice", &[("lower", expr(lower)), ("upper", expr(upper)), ("step", expr(step))])
            }
            Constant(constant) => self.constant_node(constant),
            kind => self.rare_expr(kind),
        }
    }

    fn rare_expr(&mut self, kind: ExprKind) -> Result {
        use ExprKind::*;
        let clauses = V::Comprehensions;
        match kind {
            ListComp { elt, generators } => {
                self.node("ListComp", &[("elt", V::Expr(elt)), ("generators", clauses(generators))])
            }
            SetComp { elt, generators } => {
                self.node("SetComp", &[("elt", V::Expr(elt)), ("generators", clauses(generators))])
            }
            GeneratorExp { elt, generators } => {
                self.node("GeneratorExp", &[("elt", V::Expr(elt)), ("generators", clauses(generators))])
            }
            DictComp { key, value, generators } => {
                let fields =
                    [("key", V::Expr(key)), ("value", V::Expr(value)), ("generators", clauses(generators))];
                self.node("DictComp", &fields)
            }
            Await { value } => self.node("Await", &[("value", V::Expr(value))]),
            Yield { value } => self.node("Yield", &[("value", expr(value))]),
            YieldFrom { value } => self.node("YieldFrom", &[("value", V::Expr(value))]),
            Starred { value, ctx: c } => self.node("Starred", &[("value", V::Expr(value)), ("ctx", ctx(c))]),
            _ => Ok(()),
        }
    }

    fn constant_node(&mut self, constant: Constant) -> Result {
        let unicode = matches!(constant, Constant::Str { unicode_prefix: true, .. });
        self.out.write_str("Constant(")?;
        self.indent += 1;
        self.line()?;
        self.out.write_str("value=")?;
        self.constant(constant)?;
        self.out.write_char(',')?;
        self.line()?;
        self.out.write_str(if unicode { "kind='u')" } else { "kind=None)" })?;
        self.indent -= 1;
        Ok(())
    }

    /// Numbers and bytes in forms that need no shortest float text: floats as their bits.
    fn constant(&mut self, constant: Constant) -> Result {
        match constant {
            Constant::None => self.out.write_str("None"),
            Constant::True => self.out.write_str("True"),
            Constant::False => self.out.write_str("False"),
            Constant::Ellipsis => self.out.write_str("Ellipsis"),
            Constant::Int(value) => write!(self.out, "{}", value.int()),
            Constant::BigInt { radix, digits } => {
                write!(self.out, "int({radix}, '")?;
                self.escaped(digits)?;
                self.out.write_str("')")
            }
            Constant::Float(value) => write!(self.out, "float({:016x})", value.bits()),
            Constant::Imaginary(value) => write!(self.out, "complex({:016x})", value.bits()),
            Constant::Str { data, .. } => {
                self.out.write_char('\'')?;
                self.escaped(data)?;
                self.out.write_char('\'')
            }
            Constant::Bytes(data) => {
                self.out.write_str("b'")?;
                self.escaped(data)?;
                self.out.write_char('\'')
            }
        }
    }

    /// ASCII as it is, other bytes of the encoded text in hexadecimal.
    fn escaped(&mut self, data: crate::ast::Data) -> Result {
        for &byte in self.ast.data(data) {
            match byte {
                b'\\' | b'\'' => write!(self.out, "\\{}", char::from(byte))?,
                b' '..=b'~' => self.out.write_char(char::from(byte))?,
                _ => write!(self.out, "\\x{byte:02x}")?,
            }
        }
        Ok(())
    }
}
