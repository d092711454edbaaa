//! The way from a text to an image: statement after statement.

use crate::codegen::{Gen, Settings, Work};
use crate::error::{CompileError, Done, Fault, Meaning};
use crate::func::write_lines;
use crate::names::Known;
use crate::scope::build::Builder;
use crate::scope::resolve::{ClassNames, resolve};
use crate::scope::{Owner, Scopes};
use pyrite_algo::Buf;
use pyrite_bytecode::code::CodeFlags;
use pyrite_bytecode::encode::{self, Columnar};
use pyrite_bytecode::opcode::Op;
use pyrite_syntax::arena::{ExprId, StmtId};
use pyrite_syntax::ast::{Ast, Constant, ExprKind, StmtKind};
use pyrite_syntax::error::Warning;
use pyrite_syntax::{Parser, Source};

/// What is compiled, and to what use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file: any number of statements.
    Exec,
    /// One expression, whose value the code returns.
    Eval,
    /// A statement whose expressions are printed (`compile(..., 'single')`).
    Single,
    /// As `Single`; a text that could go on gives an error of kind `Incomplete`.
    Interactive,
}

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// What the text is.
    pub mode: Mode,
    /// `co_filename`
    pub filename: &'a [u8],
    /// 0: all; 1: no assertions, `__debug__` is false; 2: no docstrings either.
    pub optimize: u8,
    /// Whether the line tables have columns.
    pub columns: bool,
    /// `from __future__ import annotations` holds from the start.
    pub future_annotations: bool,
    /// How deep the text may nest.
    pub max_depth: u16,
    /// Finds a character by its name.
    pub character: Option<fn(&str) -> Option<char>>,
}

impl Options<'_> {
    /// Everything kept, nothing special.
    pub const fn new(mode: Mode) -> Self {
        Options {
            mode,
            filename: b"<string>",
            optimize: 0,
            columns: true,
            future_annotations: false,
            max_depth: pyrite_syntax::Options::DEPTH,
            character: None,
        }
    }
}

/// Compiles a text to an image (not sealed: `image::seal` makes it fit to be kept).
///
/// `warn` receives each doubtful place with the text it refers to.
///
/// # Errors
/// [`CompileError`]
pub fn compile(
    source: &[u8],
    options: &Options<'_>,
    warn: &mut dyn FnMut(&Warning, &[u8]),
) -> Result<Buf<u32>, CompileError> {
    let source = Source::decode(source).map_err(CompileError::Syntax)?;
    let mode = match options.mode {
        Mode::Exec => pyrite_syntax::Mode::Exec,
        Mode::Eval => pyrite_syntax::Mode::Eval,
        Mode::Single => pyrite_syntax::Mode::Single,
        Mode::Interactive => pyrite_syntax::Mode::Interactive,
    };
    let mut parser_options = pyrite_syntax::Options::new(mode);
    parser_options.max_depth = options.max_depth;
    parser_options.character = options.character;
    let mut parser = Parser::new(&source, parser_options);
    let mut module = Module::new(source.text(), options).map_err(|_| CompileError::Memory)?;
    let mut ast = Ast::new();
    if options.mode == Mode::Eval {
        let value = parser.expression_only(&mut ast).map_err(CompileError::Syntax)?;
        module.value(&mut ast, value).map_err(|fault| module.explain(&ast, fault))?;
    } else {
        while let Some(id) = parser.next_statement(&mut ast).map_err(CompileError::Syntax)? {
            module.statement(&mut ast, id).map_err(|fault| module.explain(&ast, fault))?;
            ast.reset();
            for warning in parser.warnings() {
                warn(warning, source.text());
            }
            parser.clear_warnings();
        }
    }
    for warning in parser.warnings() {
        warn(warning, source.text());
    }
    module.finish(&mut ast)
}

/// A module being compiled.
struct Module<'t> {
    settings: Settings<'t>,
    scopes: Scopes,
    work: Work,
    /// Nothing but the docstring and `__future__` imports has come so far.
    at_start: bool,
    first: bool,
    has_annotations: bool,
}

impl<'t> Module<'t> {
    fn new(text: &'t [u8], options: &Options<'_>) -> Done<Self> {
        let settings = Settings {
            text,
            optimize: options.optimize,
            columns: options.columns,
            interactive: matches!(options.mode, Mode::Single | Mode::Interactive),
            future_annotations: options.future_annotations,
        };
        let mut work = Work::default();
        let columns = if options.columns { Columnar::Yes } else { Columnar::No };
        encode::begin_image(&mut work.out, options.filename, columns)?;
        work.unit.restart(0, 0, 1);
        work.unit.subtree_start = work.out.len();
        work.unit.names.append(b"<module>")?;
        work.unit.names.append(b"")?;
        let scopes = Scopes::default();
        Ok(Self { settings, scopes, work, at_start: true, first: true, has_annotations: false })
    }

    fn statement(&mut self, ast: &mut Ast, id: StmtId) -> Done {
        self.future(ast, id)?;
        self.prepare(ast, |builder| builder.stmt(id))?;
        let docstring = core::mem::replace(&mut self.first, false) && !self.settings.interactive;
        self.generate(ast, |gen_| {
            if docstring {
                gen_.module_docstring(id)?;
            }
            gen_.statement(id)
        })
    }

    fn value(&mut self, ast: &mut Ast, id: ExprId) -> Done {
        self.prepare(ast, |builder| builder.expr(id))?;
        self.generate(ast, |gen_| gen_.return_value(id))
    }

    /// Builds and resolves the scopes of a statement.
    fn prepare(&mut self, ast: &mut Ast, walk: impl FnOnce(&mut Builder<'_>) -> Done) -> Done {
        let known = Known::new(ast)?;
        let mut builder = Builder::new(ast, &mut self.scopes, known, self.settings.future_annotations)?;
        walk(&mut builder)?;
        let names = ClassNames { class: known.class, class_dict: known.class_dict };
        resolve(&mut self.scopes, names)
    }

    /// Runs the generator on a statement, twice if its jumps turn out to be long.
    fn generate(&mut self, ast: &mut Ast, mut emit: impl FnMut(&mut Gen<'_>) -> Done) -> Done {
        let known = Known::new(ast)?;
        let unit = core::mem::take(&mut self.work.unit);
        let scopes = &mut self.scopes;
        let mut gen_ =
            Gen { ast, scopes, known, settings: self.settings, unit, work: &mut self.work, scope: 0 };
        let annotates = gen_.scopes.scope(0).annotates && !self.has_annotations;
        self.has_annotations |= annotates;
        gen_.unit.reserve_loops(gen_.scopes.scope(0).loops)?;
        let (mark, image, constants) = (gen_.unit.mark(), gen_.work.out.len(), gen_.unit.constants.len());
        gen_.unit.far = false;
        let mut done = gen_.top_level(annotates, &mut emit);
        if matches!(done, Err(Fault::Far)) {
            gen_.unit.rewind(mark);
            gen_.work.out.truncate(image);
            gen_.unit.constants.truncate(constants);
            gen_.unit.far = true;
            gen_.scope = 0;
            done = gen_.top_level(annotates, &mut emit);
        }
        let unit = core::mem::take(&mut gen_.unit);
        self.work.unit = unit;
        done
    }

    fn finish(mut self, ast: &mut Ast) -> Result<Buf<u32>, CompileError> {
        let done = self.end(ast);
        done.map_err(|fault| self.explain(ast, fault))?;
        Ok(self.work.out)
    }

    /// The error that a fault stands for.
    fn explain(&self, ast: &Ast, fault: Fault) -> CompileError {
        let (span, template, subject) = self.scopes.failure();
        match fault {
            Fault::Memory => CompileError::Memory,
            Fault::Far | Fault::TooLarge => CompileError::TooLarge { span: self.work.unit.span },
            Fault::Meaning => Meaning::new(span, template, subject.text(ast, self.settings.text))
                .map_or(CompileError::Memory, CompileError::Meaning),
        }
    }

    fn end(&mut self, ast: &mut Ast) -> Done {
        let known = Known::new(ast)?;
        self.prepare(ast, |_| Ok(()))?;
        let unit = core::mem::take(&mut self.work.unit);
        let scopes = &mut self.scopes;
        let mut gen_ =
            Gen { ast, scopes, known, settings: self.settings, unit, work: &mut self.work, scope: 0 };
        if gen_.settings.future_annotations {
            gen_.unit.flags = gen_.unit.flags.with(CodeFlags::FUTURE_ANNOTATIONS);
        }
        let root = gen_.end_code()?;
        Ok(encode::end_image(&mut self.work.out, &self.work.pool, root)?)
    }

    /// `from __future__ import ...`
    fn future(&mut self, ast: &Ast, id: StmtId) -> Done {
        let stmt = ast.stmt(id);
        match stmt.kind {
            StmtKind::ImportFrom { module: Some(module), names, level: 0 }
                if ast.name(module) == b"__future__" =>
            {
                if !self.at_start {
                    let message = "from __future__ imports must occur at the beginning of the file";
                    return Err(self.scopes.fault(stmt.span, message));
                }
                for alias in ast.list(names) {
                    let alias = ast.alias(alias);
                    match ast.name(alias.name) {
                        b"annotations" => self.settings.future_annotations = true,
                        b"nested_scopes" | b"generators" | b"division" | b"absolute_import"
                        | b"with_statement" | b"print_function" | b"unicode_literals" | b"generator_stop"
                        | b"barry_as_FLUFL" => {}
                        b"braces" => return Err(self.scopes.fault(alias.span, "not a chance")),
                        _ => {
                            return Err(self.scopes.fault_named(
                                alias.span,
                                "future feature {} is not defined",
                                alias.name,
                            ));
                        }
                    }
                }
            }
            StmtKind::Expr { value }
                if self.first && matches!(ast.expr(value).kind, ExprKind::Constant(Constant::Str { .. })) => {
            }
            _ => self.at_start = false,
        }
        Ok(())
    }
}

impl Gen<'_> {
    /// Emits the code of a top-level statement and settles its jumps.
    fn top_level(&mut self, annotates: bool, emit: &mut impl FnMut(&mut Gen<'_>) -> Done) -> Done {
        if annotates {
            self.unit.abc(Op::SETUP_ANNOTATIONS, 0, 0, 0)?;
        }
        emit(self)?;
        self.unit.set_handler(None)?;
        self.unit.resolve_handlers()?;
        self.unit.resolve_jumps()?;
        write_lines(&mut self.unit, self.settings.text, self.settings.columns)
    }

    /// `__doc__` of the module.
    fn module_docstring(&mut self, id: StmtId) -> Done {
        let StmtKind::Expr { value } = self.ast.stmt(id).kind else { return Ok(()) };
        let ExprKind::Constant(constant @ Constant::Str { .. }) = self.ast.expr(value).kind else {
            return Ok(());
        };
        if self.settings.optimize >= 2 {
            return Ok(());
        }
        debug_assert_eq!(self.scopes.scope(0).owner, Owner::Module);
        let expr = self.expr_at(value);
        self.at(&expr);
        let work = self.unit.alloc()?;
        self.load_value(crate::consts::literal(constant), work)?;
        self.store_name(self.known.doc, crate::codegen::Operand { register: work, temporary: true })?;
        self.unit.free_from(work);
        Ok(())
    }
}
