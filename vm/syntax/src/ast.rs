//! The tree of one top-level statement, in tables.
//!
//! Nodes and fields are those of the abstract grammar of CPython 3.13's `ast`
//! module; its documentation says what they mean. Differences in form:
//! `FunctionDef`, `AsyncFunctionDef` and `ClassDef` point to rows of their own
//! tables, and literals are one [`Constant`] each. A node stores the line it
//! starts on; columns come from its [`Span`] and the source text.
//!
//! Chains of left-associative operators, attributes and calls are as deep as
//! they are long and no depth limit covers them: walk `BinOp.left`,
//! `Attribute.value`, `Call.func` and `Subscript.value` in a loop. All other
//! nesting is within the parser's depth limit.

use crate::arena::{
    AliasId, ArgId, ArgumentsId, ClassId, ComprehensionId, ExprId, FunctionId, HandlerId, Item, Items,
    KeywordId, List, Lists, MatchCaseId, NameId, Names, PatternId, StmtId, TypeParamId, WithItemId,
};
use crate::span::Span;
use pyrite_algo::{Buf, OutOfMemory};

/// How a target-like expression is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Its value is read.
    Load,
    /// It is assigned to.
    Store,
    /// It is deleted.
    Del,
}

macro_rules! word_enums {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the variants are those of CPython's ast module")]
        pub enum $name { $($variant),* }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// Name of the node class in CPython's `ast`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }
        }

        impl Item for $name {
            fn to_word(self) -> u32 {
                self as u32
            }
            fn from_word(word: u32) -> Option<Self> {
                Self::ALL.get(word as usize).copied()
            }
        }
    )*};
}

word_enums! {
    /// `and`, `or`.
    BoolOp { And, Or }
    /// Arithmetic operators, also of augmented assignments.
    Operator { Add, Sub, Mult, MatMult, Div, Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd, FloorDiv }
    /// Prefix operators.
    UnaryOp { Invert, Not, UAdd, USub }
    /// Comparison operators.
    CmpOp { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn }
}

/// A range of [`Ast::data`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// Offset of the first byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

/// 64 bits in two words, so that a node stays four-byte aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide {
    low: u32,
    high: u32,
}

impl Wide {
    /// Splits `bits`.
    pub const fn new(bits: u64) -> Self {
        Self { low: bits as u32, high: (bits >> 32) as u32 }
    }

    /// All 64 bits.
    pub const fn bits(self) -> u64 {
        self.low as u64 | (self.high as u64) << 32
    }

    /// The bits as a signed number.
    pub const fn int(self) -> i64 {
        self.bits() as i64
    }

    /// The bits as a float.
    pub const fn float(self) -> f64 {
        f64::from_bits(self.bits())
    }
}

/// The value of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An int that fits an `i64` (never negative: a sign is an operator): [`Wide::int`].
    Int(Wide),
    /// A larger int: ASCII digits of this radix, without prefix and underscores.
    BigInt {
        /// 2, 8, 10 or 16.
        radix: u8,
        /// The digits.
        digits: Data,
    },
    /// A float: [`Wide::float`].
    Float(Wide),
    /// An imaginary number: the factor of `j`, [`Wide::float`].
    Imaginary(Wide),
    /// A string in UTF-8, in which a lone surrogate is encoded as if it were a character.
    Str {
        /// It holds at least one lone surrogate, so is not strict UTF-8.
        surrogates: bool,
        /// Its first part has the prefix `u` (`kind='u'` of CPython's node).
        unicode_prefix: bool,
        /// The bytes.
        data: Data,
    },
    /// A bytes literal.
    Bytes(Data),
}

/// An expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Where it stands. Parentheses around it do not count, but for a tuple's own.
    pub span: Span,
    /// Line in the low 31 bits, parenthesised in the top bit.
    place: u32,
    /// What it is.
    pub kind: ExprKind,
}

const PARENTHESISED: u32 = 1 << 31;

impl Expr {
    /// An expression without parentheses around it.
    pub const fn new(span: Span, line: u32, kind: ExprKind) -> Self {
        Self { span, place: line & !PARENTHESISED, kind }
    }

    /// Line of its first byte, from 1.
    pub const fn line(&self) -> u32 {
        self.place & !PARENTHESISED
    }

    /// Parentheses stand around it (the parentheses of a tuple count).
    pub const fn is_parenthesised(&self) -> bool {
        self.place & PARENTHESISED != 0
    }

    pub(crate) fn set_parenthesised(&mut self) {
        self.place |= PARENTHESISED;
    }
}

/// The kinds of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "nodes and fields are those of CPython's ast module")]
pub enum ExprKind {
    BoolOp {
        op: BoolOp,
        values: List<ExprId>,
    },
    NamedExpr {
        target: ExprId,
        value: ExprId,
    },
    BinOp {
        left: ExprId,
        op: Operator,
        right: ExprId,
    },
    UnaryOp {
        op: UnaryOp,
        operand: ExprId,
    },
    Lambda {
        args: ArgumentsId,
        body: ExprId,
    },
    IfExp {
        test: ExprId,
        body: ExprId,
        orelse: ExprId,
    },
    /// A key of `None` marks `**value`.
    Dict {
        keys: List<Option<ExprId>>,
        values: List<ExprId>,
    },
    Set {
        elts: List<ExprId>,
    },
    ListComp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    SetComp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    DictComp {
        key: ExprId,
        value: ExprId,
        generators: List<ComprehensionId>,
    },
    GeneratorExp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    Await {
        value: ExprId,
    },
    Yield {
        value: Option<ExprId>,
    },
    YieldFrom {
        value: ExprId,
    },
    Compare {
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
    },
    Call {
        func: ExprId,
        args: List<ExprId>,
        keywords: List<KeywordId>,
    },
    /// `conversion` is 0 (none), `b's'`, `b'r'` or `b'a'`; `format_spec` is a `JoinedStr`.
    FormattedValue {
        value: ExprId,
        conversion: u8,
        format_spec: Option<ExprId>,
    },
    JoinedStr {
        values: List<ExprId>,
    },
    Constant(Constant),
    Attribute {
        value: ExprId,
        attr: NameId,
        ctx: Context,
    },
    Subscript {
        value: ExprId,
        slice: ExprId,
        ctx: Context,
    },
    Starred {
        value: ExprId,
        ctx: Context,
    },
    Name {
        id: NameId,
        ctx: Context,
    },
    List {
        elts: List<ExprId>,
        ctx: Context,
    },
    Tuple {
        elts: List<ExprId>,
        ctx: Context,
    },
    Slice {
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
    },
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stmt {
    /// Where it stands, without decorators.
    pub span: Span,
    /// Line of its first byte, from 1.
    pub line: u32,
    /// What it is.
    pub kind: StmtKind,
}

/// The kinds of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "nodes and fields are those of CPython's ast module")]
pub enum StmtKind {
    FunctionDef(FunctionId),
    AsyncFunctionDef(FunctionId),
    ClassDef(ClassId),
    Return { value: Option<ExprId> },
    Delete { targets: List<ExprId> },
    Assign { targets: List<ExprId>, value: ExprId },
    TypeAlias { name: ExprId, type_params: List<TypeParamId>, value: ExprId },
    AugAssign { target: ExprId, op: Operator, value: ExprId },
    AnnAssign { target: ExprId, annotation: ExprId, value: Option<ExprId>, simple: bool },
    For { target: ExprId, iter: ExprId, body: List<StmtId>, orelse: List<StmtId> },
    AsyncFor { target: ExprId, iter: ExprId, body: List<StmtId>, orelse: List<StmtId> },
    While { test: ExprId, body: List<StmtId>, orelse: List<StmtId> },
    If { test: ExprId, body: List<StmtId>, orelse: List<StmtId> },
    With { items: List<WithItemId>, body: List<StmtId> },
    AsyncWith { items: List<WithItemId>, body: List<StmtId> },
    Match { subject: ExprId, cases: List<MatchCaseId> },
    Raise { exc: Option<ExprId>, cause: Option<ExprId> },
    Try { body: List<StmtId>, handlers: List<HandlerId>, orelse: List<StmtId>, finalbody: List<StmtId> },
    TryStar { body: List<StmtId>, handlers: List<HandlerId>, orelse: List<StmtId>, finalbody: List<StmtId> },
    Assert { test: ExprId, msg: Option<ExprId> },
    Import { names: List<AliasId> },
    ImportFrom { module: Option<NameId>, names: List<AliasId>, level: u32 },
    Global { names: List<NameId> },
    Nonlocal { names: List<NameId> },
    Expr { value: ExprId },
    Pass,
    Break,
    Continue,
}

/// The row of a `FunctionDef` or `AsyncFunctionDef`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Function {
    pub name: NameId,
    pub args: ArgumentsId,
    pub body: List<StmtId>,
    pub decorator_list: List<ExprId>,
    pub returns: Option<ExprId>,
    pub type_params: List<TypeParamId>,
}

/// The row of a `ClassDef`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Class {
    pub name: NameId,
    pub bases: List<ExprId>,
    pub keywords: List<KeywordId>,
    pub body: List<StmtId>,
    pub decorator_list: List<ExprId>,
    pub type_params: List<TypeParamId>,
}

/// The parameters of a function or lambda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Arguments {
    pub posonlyargs: List<ArgId>,
    pub args: List<ArgId>,
    pub vararg: Option<ArgId>,
    pub kwonlyargs: List<ArgId>,
    /// One for each of `kwonlyargs`.
    pub kw_defaults: List<Option<ExprId>>,
    pub kwarg: Option<ArgId>,
    /// Of the last of `posonlyargs` and `args`.
    pub defaults: List<ExprId>,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Arg {
    pub span: Span,
    pub line: u32,
    pub arg: NameId,
    pub annotation: Option<ExprId>,
}

/// A keyword argument; without a name it is `**value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Keyword {
    pub span: Span,
    pub line: u32,
    pub arg: Option<NameId>,
    pub value: ExprId,
}

/// One `for` clause of a comprehension and its conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Comprehension {
    pub target: ExprId,
    pub iter: ExprId,
    pub ifs: List<ExprId>,
    pub is_async: bool,
}

/// An `except` clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct ExceptHandler {
    pub span: Span,
    pub line: u32,
    pub type_: Option<ExprId>,
    pub name: Option<NameId>,
    pub body: List<StmtId>,
}

/// One name of an import; `name` is dotted text or `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct Alias {
    pub span: Span,
    pub line: u32,
    pub name: NameId,
    pub asname: Option<NameId>,
}

/// One item of a `with`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct WithItem {
    pub context_expr: ExprId,
    pub optional_vars: Option<ExprId>,
}

/// One `case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are those of CPython's ast module")]
pub struct MatchCase {
    pub pattern: PatternId,
    pub guard: Option<ExprId>,
    pub body: List<StmtId>,
}

/// A pattern of a `case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Where it stands.
    pub span: Span,
    /// Line of its first byte, from 1.
    pub line: u32,
    /// What it is.
    pub kind: PatternKind,
}

/// The kinds of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "nodes and fields are those of CPython's ast module")]
pub enum PatternKind {
    MatchValue {
        value: ExprId,
    },
    /// `None`, `True` or `False`.
    MatchSingleton {
        value: Constant,
    },
    MatchSequence {
        patterns: List<PatternId>,
    },
    MatchMapping {
        keys: List<ExprId>,
        patterns: List<PatternId>,
        rest: Option<NameId>,
    },
    MatchClass {
        cls: ExprId,
        patterns: List<PatternId>,
        kwd_attrs: List<NameId>,
        kwd_patterns: List<PatternId>,
    },
    MatchStar {
        name: Option<NameId>,
    },
    MatchAs {
        pattern: Option<PatternId>,
        name: Option<NameId>,
    },
    MatchOr {
        patterns: List<PatternId>,
    },
}

/// A type parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeParam {
    /// Where it stands.
    pub span: Span,
    /// Line of its first byte, from 1.
    pub line: u32,
    /// What it is.
    pub kind: TypeParamKind,
}

/// The kinds of type parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "nodes and fields are those of CPython's ast module")]
pub enum TypeParamKind {
    TypeVar { name: NameId, bound: Option<ExprId>, default_value: Option<ExprId> },
    ParamSpec { name: NameId, default_value: Option<ExprId> },
    TypeVarTuple { name: NameId, default_value: Option<ExprId> },
}

/// The tables of one tree.
#[derive(Debug, Default)]
pub struct Ast {
    exprs: Buf<Expr>,
    stmts: Buf<Stmt>,
    functions: Buf<Function>,
    classes: Buf<Class>,
    arguments: Buf<Arguments>,
    args: Buf<Arg>,
    keywords: Buf<Keyword>,
    comprehensions: Buf<Comprehension>,
    handlers: Buf<ExceptHandler>,
    aliases: Buf<Alias>,
    with_items: Buf<WithItem>,
    match_cases: Buf<MatchCase>,
    patterns: Buf<Pattern>,
    type_params: Buf<TypeParam>,
    lists: Lists,
    names: Names,
    bytes: Buf<u8>,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $get:ident, $add:ident: $field:ident, $id:ident => $row:ident, else $missing:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// An id of another tree gives some row, never a panic.
        pub fn $get(&self, id: $id) -> &$row {
            static MISSING: $row = $missing;
            self.$field.get(id.index()).unwrap_or(&MISSING)
        }

        pub(crate) fn $add(&mut self, row: $row) -> Result<$id, OutOfMemory> {
            let id = $id::at(self.$field.len())?;
            self.$field.push(row)?;
            Ok(id)
        }
    )*};
}

const NOWHERE: Span = Span::new(0, 0);
const NO_EXPR: Expr = Expr::new(NOWHERE, 0, ExprKind::Constant(Constant::None));
const NO_ARGUMENTS: Arguments = Arguments {
    posonlyargs: List::EMPTY,
    args: List::EMPTY,
    vararg: None,
    kwonlyargs: List::EMPTY,
    kw_defaults: List::EMPTY,
    kwarg: None,
    defaults: List::EMPTY,
};
const NO_FUNCTION: Function = Function {
    name: NameId::FIRST,
    args: ArgumentsId::FIRST,
    body: List::EMPTY,
    decorator_list: List::EMPTY,
    returns: None,
    type_params: List::EMPTY,
};
const NO_CLASS: Class = Class {
    name: NameId::FIRST,
    bases: List::EMPTY,
    keywords: List::EMPTY,
    body: List::EMPTY,
    decorator_list: List::EMPTY,
    type_params: List::EMPTY,
};
const NO_PATTERN: Pattern =
    Pattern { span: NOWHERE, line: 0, kind: PatternKind::MatchSequence { patterns: List::EMPTY } };
const NO_TYPE_PARAM: TypeParam = TypeParam {
    span: NOWHERE,
    line: 0,
    kind: TypeParamKind::ParamSpec { name: NameId::FIRST, default_value: None },
};

impl Ast {
    /// A tree without nodes; allocates nothing.
    pub fn new() -> Self {
        Self::default()
    }

    tables! {
        /// The expression `id`.
        expr, add_expr: exprs, ExprId => Expr, else NO_EXPR;
        /// The statement `id`.
        stmt, add_stmt: stmts, StmtId => Stmt, else Stmt { span: NOWHERE, line: 0, kind: StmtKind::Pass };
        /// The function definition `id`.
        function, add_function: functions, FunctionId => Function, else NO_FUNCTION;
        /// The class definition `id`.
        class, add_class: classes, ClassId => Class, else NO_CLASS;
        /// The parameters `id`.
        arguments, add_arguments: arguments, ArgumentsId => Arguments, else NO_ARGUMENTS;
        /// The parameter `id`.
        arg, add_arg: args, ArgId => Arg,
            else Arg { span: NOWHERE, line: 0, arg: NameId::FIRST, annotation: None };
        /// The keyword argument `id`.
        keyword, add_keyword: keywords, KeywordId => Keyword,
            else Keyword { span: NOWHERE, line: 0, arg: None, value: ExprId::FIRST };
        /// The comprehension clause `id`.
        comprehension, add_comprehension: comprehensions, ComprehensionId => Comprehension,
            else Comprehension { target: ExprId::FIRST, iter: ExprId::FIRST, ifs: List::EMPTY, is_async: false };
        /// The `except` clause `id`.
        handler, add_handler: handlers, HandlerId => ExceptHandler,
            else ExceptHandler { span: NOWHERE, line: 0, type_: None, name: None, body: List::EMPTY };
        /// The imported name `id`.
        alias, add_alias: aliases, AliasId => Alias,
            else Alias { span: NOWHERE, line: 0, name: NameId::FIRST, asname: None };
        /// The `with` item `id`.
        with_item, add_with_item: with_items, WithItemId => WithItem,
            else WithItem { context_expr: ExprId::FIRST, optional_vars: None };
        /// The `case` `id`.
        match_case, add_match_case: match_cases, MatchCaseId => MatchCase,
            else MatchCase { pattern: PatternId::FIRST, guard: None, body: List::EMPTY };
        /// The pattern `id`.
        pattern, add_pattern: patterns, PatternId => Pattern, else NO_PATTERN;
        /// The type parameter `id`.
        type_param, add_type_param: type_params, TypeParamId => TypeParam, else NO_TYPE_PARAM;
    }

    /// The items of a child list.
    pub fn list<T: Item>(&self, list: List<T>) -> Items<'_, T> {
        Items::new(self.lists.words(list))
    }

    /// Number of items of a child list.
    pub fn list_len<T>(&self, list: List<T>) -> usize {
        self.lists.words(list).len()
    }

    /// Item `index` of a child list, if it has so many.
    pub fn item<T: Item>(&self, list: List<T>, index: usize) -> Option<T> {
        self.lists.words(list).get(index).and_then(|&word| T::from_word(word))
    }

    /// The text of an identifier, in UTF-8.
    pub fn name(&self, id: NameId) -> &[u8] {
        self.names.get(id)
    }

    /// The text of an identifier as `str`; O(length), `name` is cheaper.
    pub fn name_str(&self, id: NameId) -> &str {
        core::str::from_utf8(self.names.get(id)).unwrap_or("")
    }

    /// Number of names; ids are given in order of first use, from index 0.
    pub fn names_len(&self) -> usize {
        self.names.len()
    }

    /// Interns a name, for names the compiler makes up.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the names are as before.
    pub fn intern(&mut self, name: &[u8]) -> Result<NameId, OutOfMemory> {
        self.names.intern(name)
    }

    /// The bytes of a literal.
    pub fn data(&self, data: Data) -> &[u8] {
        let start = data.start as usize;
        self.bytes.get(start..start.saturating_add(data.len as usize)).unwrap_or(&[])
    }

    /// Number of expressions; their ids have the indices below it.
    pub fn exprs_len(&self) -> usize {
        self.exprs.len()
    }

    /// Empties all tables and keeps their room.
    pub fn reset(&mut self) {
        self.reset_nodes();
        self.names.clear();
    }

    /// Empties all tables but the names, whose ids stay valid.
    pub fn reset_nodes(&mut self) {
        self.truncate(Mark::default());
        self.lists.clear();
    }

    pub(crate) fn expr_mut(&mut self, id: ExprId) -> Option<&mut Expr> {
        self.exprs.get_mut(id.index())
    }

    /// Gives an `If` its `orelse` and, if that has one, its end.
    pub(crate) fn set_orelse(&mut self, id: StmtId, list: List<StmtId>, end: Option<u32>) {
        if let Some(stmt) = self.stmts.get_mut(id.index())
            && let StmtKind::If { orelse, .. } = &mut stmt.kind
        {
            *orelse = list;
            stmt.span.end = end.unwrap_or(stmt.span.end);
        }
    }

    pub(crate) fn add_list<T>(&mut self, words: &[u32]) -> Result<List<T>, OutOfMemory> {
        self.lists.add(words)
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut Buf<u8> {
        &mut self.bytes
    }

    pub(crate) fn bytes_len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes added since `start`, as data of a literal.
    pub(crate) fn data_since(&self, start: usize) -> Result<Data, OutOfMemory> {
        let len = self.bytes.len().saturating_sub(start);
        match (u32::try_from(start), u32::try_from(len)) {
            (Ok(start), Ok(len)) => Ok(Data { start, len }),
            _ => Err(OutOfMemory),
        }
    }

    /// Where the tables end now, to drop what a failed attempt added.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            exprs: self.exprs.len(),
            lists: self.lists.len(),
            bytes: self.bytes.len(),
            with_items: self.with_items.len(),
        }
    }

    /// Drops what was added to the tables an attempt can touch; rows of rare tables stay until the reset.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.exprs.truncate(mark.exprs);
        self.lists.truncate(mark.lists);
        self.bytes.truncate(mark.bytes);
        self.with_items.truncate(mark.with_items);
    }

    fn truncate(&mut self, mark: Mark) {
        self.rewind(mark);
        self.stmts.clear();
        self.functions.clear();
        self.classes.clear();
        self.arguments.clear();
        self.args.clear();
        self.keywords.clear();
        self.comprehensions.clear();
        self.handlers.clear();
        self.aliases.clear();
        self.match_cases.clear();
        self.patterns.clear();
        self.type_params.clear();
    }
}

/// Lengths of the tables at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    exprs: usize,
    lists: usize,
    bytes: usize,
    with_items: usize,
}

const _: () = {
    assert!(size_of::<Expr>() == 28);
    assert!(size_of::<Stmt>() == 32);
    assert!(size_of::<Pattern>() == 32);
    assert!(size_of::<Option<ExprId>>() == 4);
};
