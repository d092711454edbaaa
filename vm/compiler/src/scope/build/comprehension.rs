//! Comprehensions: the first iterable outside, all else in their own scope.

use pyrite_syntax::arena::{ComprehensionId, ExprId, List};
use pyrite_syntax::ast::{Comprehension, Expr, ExprKind};

use super::super::{Kind, Owner, uses};
use super::Builder;
use crate::error::Done;

impl Builder<'_> {
    /// Walks a comprehension whose turns make the values of `made`.
    pub(super) fn comprehension(
        &mut self,
        id: ExprId,
        expr: Expr,
        kind: Kind,
        generators: List<ComprehensionId>,
        made: &[ExprId],
    ) -> Done {
        let Some(first) = self.ast.item(generators, 0).map(|first| *self.ast.comprehension(first)) else {
            return Ok(());
        };
        self.expr(first.iter)?;
        let outer = core::mem::replace(&mut self.comprehension_yield, comprehension_yield(&expr));
        let done = self.within(kind, Owner::Expr(id.index()), expr.span, |this| {
            if kind == Kind::Generator {
                this.note(this.known.iterable, uses::PARAMETER, expr.span)?;
            }
            let opened = this.loops;
            for at in 0..this.ast.list_len(generators) {
                let Some(generator) = this.ast.item(generators, at) else { continue };
                let Comprehension { target, iter, ifs, is_async } = *this.ast.comprehension(generator);
                if at > 0 {
                    this.expr(iter)?;
                }
                if is_async {
                    this.awaits();
                } else {
                    this.open_loop();
                }
                this.expr(target)?;
                this.exprs(ifs)?;
            }
            for &part in made {
                this.expr(part)?;
            }
            this.loops = opened;
            Ok(())
        });
        self.comprehension_yield = outer;
        done
    }
}

fn comprehension_yield(expr: &Expr) -> &'static str {
    match expr.kind {
        ExprKind::SetComp { .. } => "'yield' inside set comprehension",
        ExprKind::DictComp { .. } => "'yield' inside dict comprehension",
        _ => "'yield' inside list comprehension",
    }
}
