//! Statements and patterns as text.

use super::{Dump, V, expr, name};
use crate::arena::{List, PatternId, StmtId};
use crate::ast::{PatternKind, StmtKind};
use core::fmt::Result;

impl Dump<'_> {
    pub(super) fn stmt(&mut self, id: StmtId) -> Result {
        use StmtKind::*;
        let e = V::Expr;
        match self.ast.stmt(id).kind {
            FunctionDef(_) | AsyncFunctionDef(_) | ClassDef(_) => self.definition(id),
            Return { value } => self.node("Return", &[("value", expr(value))]),
            Delete { targets } => self.node("Delete", &[("targets", V::Exprs(targets))]),
            Assign { targets, value } => {
                let none = ("type_comment", V::Nothing);
                self.node("Assign", &[("targets", V::Exprs(targets)), ("value", e(value)), none])
            }
            TypeAlias { name, type_params, value } => {
                let params = V::TypeParams(type_params);
                self.node("TypeAlias", &[("name", e(name)), ("type_params", params), ("value", e(value))])
            }
            AugAssign { target, op, value } => {
                let op = V::Node(op.name());
                self.node("AugAssign", &[("target", e(target)), ("op", op), ("value", e(value))])
            }
            AnnAssign { target, annotation, value, simple } => {
                let simple = V::Number(i64::from(simple));
                let fields = [
                    ("target", e(target)),
                    ("annotation", e(annotation)),
                    ("value", expr(value)),
                    ("simple", simple),
                ];
                self.node("AnnAssign", &fields)
            }
            Raise { exc, cause } => self.node("Raise", &[("exc", expr(exc)), ("cause", expr(cause))]),
            Assert { test, msg } => self.node("Assert", &[("test", e(test)), ("msg", expr(msg))]),
            Import { names } => self.node("Import", &[("names", V::Aliases(names))]),
            ImportFrom { module, names, level } => {
                let level = V::Number(i64::from(level));
                let fields = [("module", name(module)), ("names", V::Aliases(names)), ("level", level)];
                self.node("ImportFrom", &fields)
            }
            Global { names } => self.node("Global", &[("names", V::Names(names))]),
            Nonlocal { names } => self.node("Nonlocal", &[("names", V::Names(names))]),
            Expr { value } => self.node("Expr", &[("value", e(value))]),
            Pass => self.node("Pass", &[]),
            Break => self.node("Break", &[]),
            Continue => self.node("Continue", &[]),
            _ => self.compound(id),
        }
    }

    fn compound(&mut self, id: StmtId) -> Result {
        use StmtKind::*;
        let (e, s) = (V::Expr, V::Stmts);
        match self.ast.stmt(id).kind {
            If { test, body, orelse } => {
                self.node("If", &[("test", e(test)), ("body", s(body)), ("orelse", s(orelse))])
            }
            While { test, body, orelse } => {
                self.node("While", &[("test", e(test)), ("body", s(body)), ("orelse", s(orelse))])
            }
            For { target, iter, body, orelse } => {
                self.for_("For", &[("target", e(target)), ("iter", e(iter))], body, orelse)
            }
            AsyncFor { target, iter, body, orelse } => {
                self.for_("AsyncFor", &[("target", e(target)), ("iter", e(iter))], body, orelse)
            }
            With { items, body } => {
                let none = ("type_comment", V::Nothing);
                self.node("With", &[("items", V::WithItems(items)), ("body", s(body)), none])
            }
            AsyncWith { items, body } => {
                let none = ("type_comment", V::Nothing);
                self.node("AsyncWith", &[("items", V::WithItems(items)), ("body", s(body)), none])
            }
            Match { subject, cases } => {
                self.node("Match", &[("subject", e(subject)), ("cases", V::MatchCases(cases))])
            }
            Try { body, handlers, orelse, finalbody } => {
                let handlers = ("handlers", V::Handlers(handlers));
                let fields =
                    [("body", s(body)), handlers, ("orelse", s(orelse)), ("finalbody", s(finalbody))];
                self.node("Try", &fields)
            }
            TryStar { body, handlers, orelse, finalbody } => {
                let handlers = ("handlers", V::Handlers(handlers));
                let fields =
                    [("body", s(body)), handlers, ("orelse", s(orelse)), ("finalbody", s(finalbody))];
                self.node("TryStar", &fields)
            }
            _ => Ok(()),
        }
    }

    fn for_(
        &mut self,
        node: &str,
        head: &[(&str, V); 2],
        body: List<StmtId>,
        orelse: List<StmtId>,
    ) -> Result {
        let [target, iter] = *head;
        let (body, orelse) = (("body", V::Stmts(body)), ("orelse", V::Stmts(orelse)));
        self.node(node, &[target, iter, body, orelse, ("type_comment", V::Nothing)])
    }

    fn definition(&mut self, id: StmtId) -> Result {
        let (node, function) = match self.ast.stmt(id).kind {
            StmtKind::FunctionDef(function) => ("FunctionDef", function),
            StmtKind::AsyncFunctionDef(function) => ("AsyncFunctionDef", function),
            StmtKind::ClassDef(class) => {
                let row = *self.ast.class(class);
                let fields = [
                    ("name", V::Name(row.name)),
                    ("bases", V::Exprs(row.bases)),
                    ("keywords", V::Keywords(row.keywords)),
                    ("body", V::Stmts(row.body)),
                    ("decorator_list", V::Exprs(row.decorator_list)),
                    ("type_params", V::TypeParams(row.type_params)),
                ];
                return self.node("ClassDef", &fields);
            }
            _ => return Ok(()),
        };
        let row = *self.ast.function(function);
        let fields = [
            ("name", V::Name(row.name)),
            ("args", V::Arguments(row.args)),
            ("body", V::Stmts(row.body)),
            ("decorator_list", V::Exprs(row.decorator_list)),
            ("returns", expr(row.returns)),
            ("type_comment", V::Nothing),
            ("type_params", V::TypeParams(row.type_params)),
        ];
        self.node(node, &fields)
    }

    pub(super) fn pattern(&mut self, id: PatternId) -> Result {
        use PatternKind::*;
        let p = V::Patterns;
        match self.ast.pattern(id).kind {
            MatchValue { value } => self.node("MatchValue", &[("value", V::Expr(value))]),
            MatchSingleton { value } => self.node("MatchSingleton", &[("value", V::Constant(value))]),
            MatchSequence { patterns } => self.node("MatchSequence", &[("patterns", p(patterns))]),
            MatchMapping { keys, patterns, rest } => {
                let fields = [("keys", V::Exprs(keys)), ("patterns", p(patterns)), ("rest", name(rest))];
                self.node("MatchMapping", &fields)
            }
            MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                let fields = [
                    ("cls", V::Expr(cls)),
                    ("patterns", p(patterns)),
                    ("kwd_attrs", V::Names(kwd_attrs)),
                    ("kwd_patterns", p(kwd_patterns)),
                ];
                self.node("MatchClass", &fields)
            }
            MatchStar { name: n } => self.node("MatchStar", &[("name", name(n))]),
            MatchAs { pattern, name: n } => {
                let pattern = pattern.map_or(V::Nothing, V::Pattern);
                self.node("MatchAs", &[("pattern", pattern), ("name", name(n))])
            }
            MatchOr { patterns } => self.node("MatchOr", &[("patterns", p(patterns))]),
        }
    }
}
