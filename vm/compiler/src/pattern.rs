//! `match`.
//!
//! What a pattern captures stays in temporaries until the whole pattern has matched.

use crate::codegen::{Gen, Operand};
use crate::consts::Value;
use crate::error::Done;
use crate::unit::{Block, Label, Reg};
use pyrite_algo::Buf;
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{ExprId, List, MatchCaseId, NameId, PatternId};
use pyrite_syntax::ast::{Constant, Pattern, PatternKind};

/// A pattern being compiled: where to go if it fails, and what it has captured.
struct Attempt {
    fail: Label,
    /// What is matched; others may still need it.
    root: Reg,
    captures: Buf<(NameId, Reg)>,
}

impl Gen<'_> {
    /// A `match` statement.
    pub fn match_stmt(&mut self, subject: ExprId, cases: List<MatchCaseId>) -> Done {
        let register = self.expr_temporary(subject)?;
        self.open(Block::Temporary { register }, None)?;
        let end = self.unit.label()?;
        let count = self.ast.list_len(cases);
        for (index, case) in self.ast.list(cases).enumerate() {
            let case = *self.ast.match_case(case);
            let pattern = *self.ast.pattern(case.pattern);
            self.at_span(pattern.span, pattern.line);
            if index + 1 < count && case.guard.is_none() {
                self.check_refutable(&pattern)?;
            }
            let mut attempt = Attempt { fail: self.unit.label()?, root: register, captures: Buf::new() };
            let (bottom, peak) = (self.unit.top, core::mem::replace(&mut self.unit.peak, self.unit.top));
            self.pattern(&pattern, register, &mut attempt)?;
            let reached = self.unit.peak;
            self.unit.peak = peak.max(reached);
            self.bind_captures(&attempt, bottom)?;
            let next = self.unit.label()?;
            if let Some(guard) = case.guard {
                self.jump_unless(guard, next)?;
            }
            self.statements(case.body)?;
            self.unit.jump(end)?;
            self.unit.bind(attempt.fail)?;
            for temporary in bottom..reached {
                self.unit.clear(temporary as Reg)?;
            }
            self.unit.bind(next)?;
        }
        self.unit.bind(end)?;
        self.close()?;
        self.drop_temporary(register)
    }

    /// Moves captured values to their names and empties the other temporaries of the pattern.
    fn bind_captures(&mut self, attempt: &Attempt, bottom: u16) -> Done {
        for &(name, register) in attempt.captures.iter() {
            self.store_name(name, Operand { register, temporary: true })?;
        }
        for temporary in bottom..self.unit.top {
            let register = temporary as Reg;
            if !attempt.captures.iter().any(|capture| capture.1 == register) {
                self.unit.clear(register)?;
            }
        }
        self.unit.top = bottom;
        Ok(())
    }

    /// A pattern that always matches may only be the last.
    fn check_refutable(&self, pattern: &Pattern) -> Done {
        match pattern.kind {
            PatternKind::MatchAs { pattern: None, name: Some(name) } => Err(self.scopes.fault_named(
                pattern.span,
                "name capture '{}' makes remaining patterns unreachable",
                name,
            )),
            PatternKind::MatchAs { pattern: None, name: None } => {
                Err(self.scopes.fault(pattern.span, "wildcard makes remaining patterns unreachable"))
            }
            PatternKind::MatchAs { pattern: Some(inner), .. } => {
                self.check_refutable(self.ast.pattern(inner))
            }
            PatternKind::MatchOr { patterns } => {
                let last = self.ast.list(patterns).next_back();
                last.map_or(Ok(()), |last| self.check_refutable(self.ast.pattern(last)))
            }
            _ => Ok(()),
        }
    }

    fn pattern(&mut self, pattern: &Pattern, subject: Reg, attempt: &mut Attempt) -> Done {
        self.at_span(pattern.span, pattern.line);
        match pattern.kind {
            PatternKind::MatchValue { value } => {
                let value = self.operand(value)?;
                self.at_span(pattern.span, pattern.line);
                let flags = 4 * u8::from(value.temporary);
                self.unit.jump_wide(Op::TEST_EQ, [subject, value.register, flags], attempt.fail)?;
                if value.temporary {
                    self.unit.free_from(value.register);
                }
                Ok(())
            }
            PatternKind::MatchSingleton { value } => self.singleton(value, subject, attempt.fail),
            PatternKind::MatchSequence { patterns } => self.sequence(pattern, patterns, subject, attempt),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping(pattern, (keys, patterns), rest, subject, attempt)
            }
            PatternKind::MatchClass { .. } => self.class_pattern(pattern, subject, attempt),
            PatternKind::MatchStar { name } => self.capture(pattern, name, subject, attempt),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    let inner = *self.ast.pattern(inner);
                    self.pattern(&inner, subject, attempt)?;
                }
                self.capture(pattern, name, subject, attempt)
            }
            PatternKind::MatchOr { patterns } => self.alternatives(pattern, patterns, subject, attempt),
        }
    }

    fn singleton(&mut self, value: Constant, subject: Reg, fail: Label) -> Done {
        let imm = match value {
            Constant::True => Imm::True,
            Constant::False => Imm::False,
            _ => return self.unit.jump_if(Op::JUMP_IF_NOT_NONE, subject, fail),
        };
        let register = self.unit.alloc()?;
        self.unit.load_imm(register, imm)?;
        self.unit.jump_wide(Op::TEST_IS, [subject, register, 4], fail)?;
        self.unit.free_from(register);
        Ok(())
    }

    fn capture(
        &mut self,
        pattern: &Pattern,
        name: Option<NameId>,
        subject: Reg,
        attempt: &mut Attempt,
    ) -> Done {
        let Some(name) = name else { return Ok(()) };
        if attempt.captures.iter().any(|capture| capture.0 == name) {
            let message = "multiple assignments to name '{}' in pattern";
            return Err(self.scopes.fault_named(pattern.span, message, name));
        }
        if subject != attempt.root && !attempt.captures.iter().any(|capture| capture.1 == subject) {
            // A temporary of this pattern, which is not needed once all has matched.
            attempt.captures.push((name, subject))?;
            return Ok(());
        }
        let register = self.unit.alloc()?;
        self.unit.abc(Op::MOVE, register, subject, 0)?;
        attempt.captures.push((name, register))?;
        Ok(())
    }

    fn is_wildcard(&self, id: PatternId) -> bool {
        let kind = self.ast.pattern(id).kind;
        matches!(
            kind,
            PatternKind::MatchAs { pattern: None, name: None } | PatternKind::MatchStar { name: None }
        )
    }

    /// Fails unless `R[subject]` has `op` (`TEST_EQ_INT` or `TEST_GE_INT`) `len` items.
    fn test_len(&mut self, subject: Reg, op: Op, len: usize, fail: Label) -> Done {
        let register = self.unit.alloc()?;
        self.unit.abc(Op::GET_LEN, register, subject, 0)?;
        match i8::try_from(len) {
            Ok(len) => self.unit.jump_wide(op, [register, len as u8, 2], fail)?,
            Err(_) => {
                let number = self.unit.alloc()?;
                self.load_value(Value::Int(len as i64), number)?;
                let op = if op == Op::TEST_EQ_INT { Op::TEST_EQ } else { Op::TEST_GE };
                self.unit.jump_wide(op, [register, number, 6], fail)?;
            }
        }
        self.unit.free_from(register);
        Ok(())
    }

    fn sequence(
        &mut self,
        pattern: &Pattern,
        patterns: List<PatternId>,
        subject: Reg,
        attempt: &mut Attempt,
    ) -> Done {
        let count = self.ast.list_len(patterns);
        let mut star = None;
        for (index, inner) in self.ast.list(patterns).enumerate() {
            if matches!(self.ast.pattern(inner).kind, PatternKind::MatchStar { .. }) {
                if star.is_some() {
                    return Err(self
                        .scopes
                        .fault(pattern.span, "multiple starred names in sequence pattern"));
                }
                star = Some(index);
            }
        }
        self.test_kind(Op::MATCH_SEQUENCE, subject, attempt.fail)?;
        match star {
            None => self.test_len(subject, Op::TEST_EQ_INT, count, attempt.fail)?,
            Some(_) if count > 1 => self.test_len(subject, Op::TEST_GE_INT, count - 1, attempt.fail)?,
            Some(_) => {}
        }
        if count == 0 || self.ast.list(patterns).all(|inner| self.is_wildcard(inner)) {
            return Ok(());
        }
        if count > 100 {
            return Err(self.too_large(pattern.span));
        }
        let first = self.unit.alloc_run(count as u16)?;
        match star {
            None => self.unit.abc(Op::UNPACK_SEQUENCE, first, subject, count as u8)?,
            Some(star) => {
                self.unit.wide(Op::UNPACK_EX, [first, subject, star as u8], (count - star - 1) as u32)?;
            }
        }
        self.inner(patterns, first, attempt)
    }

    /// Matches patterns against the temporaries from `first` on.
    fn inner(&mut self, patterns: List<PatternId>, first: Reg, attempt: &mut Attempt) -> Done {
        for (index, inner) in self.ast.list(patterns).enumerate() {
            let inner = *self.ast.pattern(inner);
            self.pattern(&inner, first + index as Reg, attempt)?;
        }
        Ok(())
    }

    fn test_kind(&mut self, op: Op, subject: Reg, fail: Label) -> Done {
        let register = self.unit.alloc()?;
        self.unit.abc(op, register, subject, 0)?;
        self.unit.jump_if(Op::POP_JUMP_IF_FALSE, register, fail)?;
        self.unit.free_from(register);
        Ok(())
    }

    fn mapping(
        &mut self,
        pattern: &Pattern,
        (keys, patterns): (List<ExprId>, List<PatternId>),
        rest: Option<NameId>,
        subject: Reg,
        attempt: &mut Attempt,
    ) -> Done {
        let count = self.ast.list_len(keys);
        if count > 60 {
            return Err(self.too_large(pattern.span));
        }
        self.check_keys(pattern, keys)?;
        self.test_kind(Op::MATCH_MAPPING, subject, attempt.fail)?;
        if count > 0 {
            self.test_len(subject, Op::TEST_GE_INT, count, attempt.fail)?;
        }
        if count == 0 && rest.is_none() {
            return Ok(());
        }
        let expr = pyrite_syntax::ast::Expr::new(
            pattern.span,
            pattern.line,
            pyrite_syntax::ast::ExprKind::Constant(Constant::None),
        );
        let tuple = self.unit.alloc()?;
        self.display_to(&expr, keys, Op::BUILD_TUPLE, tuple)?;
        if count > 0 {
            let values = self.unit.alloc()?;
            self.unit.abc(Op::MATCH_KEYS, values, subject, tuple)?;
            self.unit.jump_if(Op::JUMP_IF_NONE, values, attempt.fail)?;
            self.unit.free_from(values);
            let first = self.unit.alloc_run(count as u16)?;
            self.unit.abc(Op::UNPACK_SEQUENCE, first, values, count as u8)?;
            self.inner(patterns, first, attempt)?;
        }
        let Some(rest) = rest else { return Ok(()) };
        self.at_span(pattern.span, pattern.line);
        let dict = self.unit.alloc()?;
        self.unit.abc(Op::BUILD_MAP, dict, dict, 0)?;
        self.unit.abc(Op::DICT_UPDATE, dict, subject, 0)?;
        for index in 0..count {
            let key = self.unit.alloc()?;
            self.unit.abc(Op::LOAD_ITEM_INT, key, tuple, index as u8)?;
            self.unit.abc(Op::DELETE_ITEM, dict, key, 0)?;
            self.drop_temporary(key)?;
        }
        self.capture(pattern, Some(rest), dict, attempt)
    }

    fn check_keys(&self, pattern: &Pattern, keys: List<ExprId>) -> Done {
        for (index, key) in self.ast.list(keys).enumerate() {
            let Some(value) = self.value_of(key) else { continue };
            let same = |other: ExprId| self.same_value(value, other);
            if self.ast.list(keys).take(index).any(same) {
                let text = self.ast.expr(key).span;
                return Err(self.scopes.fault_text(
                    pattern.span,
                    "mapping pattern checks duplicate key ({})",
                    text,
                ));
            }
        }
        Ok(())
    }

    fn same_value(&self, value: Value, other: ExprId) -> bool {
        match (value, self.value_of(other)) {
            (Value::Str(a), Some(Value::Str(b))) | (Value::Bytes(a), Some(Value::Bytes(b))) => {
                self.ast.data(a) == self.ast.data(b)
            }
            (value, Some(other)) => value == other,
            (_, None) => false,
        }
    }

    fn class_pattern(&mut self, pattern: &Pattern, subject: Reg, attempt: &mut Attempt) -> Done {
        let PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } = pattern.kind else {
            return Ok(());
        };
        let (positional, keywords) = (self.ast.list_len(patterns), self.ast.list_len(kwd_attrs));
        let count = positional + keywords;
        if count > 60 {
            return Err(self.too_large(pattern.span));
        }
        for (index, name) in self.ast.list(kwd_attrs).enumerate() {
            if self.ast.list(kwd_attrs).take(index).any(|other| other == name) {
                let message = "attribute name repeated in class pattern: {}";
                return Err(self.scopes.fault_named(pattern.span, message, name));
            }
        }
        let class = self.expr_temporary(cls)?;
        let names = self.unit.alloc()?;
        let mut attrs = Buf::new();
        for name in self.ast.list(kwd_attrs) {
            attrs.push(self.mangle(name))?;
        }
        self.load_names(&attrs, names)?;
        self.at_span(pattern.span, pattern.line);
        self.unit.abc(Op::MATCH_CLASS, class, subject, positional as u8)?;
        self.unit.free_from(names);
        self.unit.jump_if(Op::JUMP_IF_NONE, class, attempt.fail)?;
        if count == 0 {
            return Ok(());
        }
        self.unit.free_from(class);
        let first = self.unit.alloc_run(count as u16)?;
        self.unit.abc(Op::UNPACK_SEQUENCE, first, class, count as u8)?;
        self.inner(patterns, first, attempt)?;
        self.inner(kwd_patterns, first + positional as Reg, attempt)
    }

    fn alternatives(
        &mut self,
        pattern: &Pattern,
        patterns: List<PatternId>,
        subject: Reg,
        attempt: &mut Attempt,
    ) -> Done {
        let success = self.unit.label()?;
        let count = self.ast.list_len(patterns);
        let mut names: Option<Buf<(NameId, Reg)>> = None;
        for (index, inner) in self.ast.list(patterns).enumerate() {
            let inner = *self.ast.pattern(inner);
            if index + 1 < count {
                self.check_refutable(&inner)?;
            }
            let mut own = Attempt { fail: self.unit.label()?, root: subject, captures: Buf::new() };
            if names.is_none() {
                // The first alternative says which names there are; room for them comes first.
                let mut found = Buf::new();
                self.captured_names(&inner, &mut found)?;
                let mut places = Buf::new();
                for &name in found.iter() {
                    places.push((name, self.unit.alloc()?))?;
                }
                names = Some(places);
            }
            let bottom = self.unit.top;
            let peak = core::mem::replace(&mut self.unit.peak, bottom);
            self.pattern(&inner, subject, &mut own)?;
            let reached = self.unit.peak;
            self.unit.peak = peak.max(reached);
            let places = names.as_deref().unwrap_or(&[]);
            if places.len() != own.captures.len() {
                return Err(self.scopes.fault(pattern.span, "alternative patterns bind different names"));
            }
            for &(name, register) in own.captures.iter() {
                let Some(&(_, place)) = places.iter().find(|place| place.0 == name) else {
                    return Err(self.scopes.fault(pattern.span, "alternative patterns bind different names"));
                };
                self.unit.abc(Op::TAKE, place, register, 0)?;
            }
            for temporary in bottom..self.unit.top {
                if !own.captures.iter().any(|capture| u16::from(capture.1) == temporary) {
                    self.unit.clear(temporary as Reg)?;
                }
            }
            self.unit.top = bottom;
            self.unit.jump(success)?;
            self.unit.bind(own.fail)?;
            for temporary in bottom..reached {
                self.unit.clear(temporary as Reg)?;
            }
        }
        self.unit.jump(attempt.fail)?;
        self.unit.bind(success)?;
        for &(name, place) in names.as_deref().unwrap_or(&[]) {
            if attempt.captures.iter().any(|capture| capture.0 == name) {
                let message = "multiple assignments to name '{}' in pattern";
                return Err(self.scopes.fault_named(pattern.span, message, name));
            }
            attempt.captures.push((name, place))?;
        }
        Ok(())
    }

    /// The names that a pattern binds.
    fn captured_names(&self, pattern: &Pattern, names: &mut Buf<NameId>) -> Done {
        let (inner, more, name) = match pattern.kind {
            PatternKind::MatchSequence { patterns } => (patterns, List::EMPTY, None),
            PatternKind::MatchMapping { patterns, rest, .. } => (patterns, List::EMPTY, rest),
            PatternKind::MatchClass { patterns, kwd_patterns, .. } => (patterns, kwd_patterns, None),
            PatternKind::MatchStar { name } => (List::EMPTY, List::EMPTY, name),
            PatternKind::MatchAs { pattern, name } => {
                if let Some(inner) = pattern {
                    self.captured_names(self.ast.pattern(inner), names)?;
                }
                (List::EMPTY, List::EMPTY, name)
            }
            PatternKind::MatchOr { patterns } => {
                let first = self.ast.item(patterns, 0);
                return first.map_or(Ok(()), |first| self.captured_names(self.ast.pattern(first), names));
            }
            _ => return Ok(()),
        };
        for id in self.ast.list(inner).chain(self.ast.list(more)) {
            self.captured_names(self.ast.pattern(id), names)?;
        }
        if let Some(name) = name
            && !names.contains(&name)
        {
            names.push(name)?;
        }
        Ok(())
    }
}
