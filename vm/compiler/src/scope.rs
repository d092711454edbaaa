//! The symbol table of one top-level statement: which name means what where.
//!
//! [`build`] walks the tree and notes how each scope uses its names; [`resolve`] then decides
//! for every symbol whether it is a register, a cell, a free variable or a global.
//! Reference: Python Language Reference, "Naming and binding"; PEP 227, 572, 695, 709.

pub(crate) mod build;
pub(crate) mod resolve;

use crate::error::Fault;
use core::cell::Cell;
use pyrite_algo::{Buf, OutOfMemory};
use pyrite_syntax::arena::NameId;
use pyrite_syntax::ast::Ast;
use pyrite_syntax::span::Span;

/// What a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Module,
    Function,
    Lambda,
    Class,
    /// A list, set or dict comprehension: compiled into the code around it.
    Comprehension,
    /// A generator expression: a function.
    Generator,
    /// The type parameters of a function, class or alias: a function called at once.
    TypeParams,
    /// A lazily evaluated bound, constraint, default or alias value: a function.
    Lazy,
}

impl Kind {
    /// Its names live in registers of its own frame.
    pub fn is_function(self) -> bool {
        !matches!(self, Kind::Module | Kind::Class | Kind::Comprehension)
    }
}

/// How a scope uses a name.
pub(crate) mod uses {
    pub const PARAMETER: u16 = 1;
    pub const ASSIGNED: u16 = 2;
    pub const USED: u16 = 4;
    pub const GLOBAL: u16 = 8;
    pub const NONLOCAL: u16 = 16;
    pub const ANNOTATED: u16 = 32;
    /// May become unbound again: `del`, or the name of an `except`.
    pub const DELETED: u16 = 64;
    /// Bound by `:=` somewhere, so that its register may change within an expression.
    pub const WALRUS: u16 = 128;
    /// Target of a comprehension.
    pub const ITERATION: u16 = 256;
    pub const TYPE_PARAM: u16 = 512;
    pub const BOUND: u16 = PARAMETER | ASSIGNED | TYPE_PARAM;
}

/// Where a symbol lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Register `Symbol::index`.
    Local,
    /// A cell in register `Symbol::index`.
    Cell,
    /// A cell in item `Symbol::index` of the list of surplus locals.
    Surplus,
    /// Free variable `Symbol::free`.
    Free,
    /// Of the scope around this comprehension.
    Outer,
    /// Declared `global`.
    GlobalExplicit,
    /// Found nowhere else.
    GlobalImplicit,
    /// In the namespace of the module or class.
    Name,
}

/// Marks "none" in links and indices.
pub(crate) const NONE: u32 = u32::MAX;

/// A name in a scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    pub name: NameId,
    pub scope: u32,
    /// Next symbol of the scope, in order of first mention.
    pub next: u32,
    pub uses: u16,
    pub place: Place,
    pub index: u16,
    /// Index among the scope's free variables, or `NO_FREE`.
    pub free: u16,
}

pub(crate) const NO_FREE: u16 = u16::MAX;

/// Which node a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Module,
    Expr(usize),
    Function(usize),
    Class(usize),
    FunctionTypes(usize),
    ClassTypes(usize),
    AliasTypes(usize),
    AliasValue(usize),
    TypeParamBound(usize),
    TypeParamDefault(usize),
}

/// A scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    pub kind: Kind,
    pub owner: Owner,
    pub parent: u32,
    pub first_symbol: u32,
    last_symbol: u32,
    /// The class whose name mangles `__names`.
    pub class_name: Option<NameId>,
    pub span: Span,
    pub is_async: bool,
    pub has_yield: bool,
    pub has_await: bool,
    /// A function scope is around it.
    pub nested: bool,
    /// Sees the names of the class directly around it.
    pub sees_class: bool,
    /// Variables of this namespace are annotated.
    pub annotates: bool,
    /// Deepest nesting of `for` loops, the inlined comprehensions' included.
    pub loops: u16,
    pub frees: u16,
    /// Registers of parameters and locals.
    pub registers: u16,
    /// Locals for which there is no register.
    pub surplus: u16,
}

/// What an error message names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Subject {
    #[default]
    Nothing,
    Name(NameId),
    Text(Span),
}

impl Subject {
    /// The words for it.
    pub fn text<'a>(self, ast: &'a Ast, text: &'a [u8]) -> &'a [u8] {
        match self {
            Subject::Nothing => &[],
            Subject::Name(name) => ast.name(name),
            Subject::Text(span) => span.of(text),
        }
    }
}

/// All scopes of one top-level statement.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    scopes: Buf<Scope>,
    symbols: Buf<Symbol>,
    /// Symbol + 1 by hash of scope and name; 0 is free.
    slots: Buf<u32>,
    /// Class, name and mangled name.
    mangled: Buf<(NameId, NameId, NameId)>,
    /// Dotted names of imports, and their first parts.
    first_parts: Buf<(NameId, NameId)>,
    /// Scope, name and place of each `global` and `nonlocal`.
    directives: Buf<(u32, NameId, Span)>,
    /// The error found, when a [`Fault::Meaning`] is on its way.
    failure: Cell<(Span, &'static str, Subject)>,
    /// Where the last search by owner ended.
    hint: Cell<usize>,
}

impl Scopes {
    /// Forgets everything but the room.
    pub fn clear(&mut self) {
        self.scopes.clear();
        self.symbols.clear();
        self.slots.fill(0);
        self.mangled.clear();
        self.directives.clear();
        self.first_parts.clear();
        self.hint.set(0);
    }

    /// A SyntaxError at `span`.
    pub fn fault(&self, span: Span, message: &'static str) -> Fault {
        self.failure.set((span, message, Subject::Nothing));
        Fault::Meaning
    }

    /// A SyntaxError whose message has `name` in place of `{}`.
    pub fn fault_named(&self, span: Span, message: &'static str, name: NameId) -> Fault {
        self.failure.set((span, message, Subject::Name(name)));
        Fault::Meaning
    }

    /// A SyntaxError whose message has a part of the source in place of `{}`.
    pub fn fault_text(&self, span: Span, message: &'static str, text: Span) -> Fault {
        self.failure.set((span, message, Subject::Text(text)));
        Fault::Meaning
    }

    /// The SyntaxError noted last.
    pub fn failure(&self) -> (Span, &'static str, Subject) {
        self.failure.get()
    }

    pub fn len(&self) -> usize {
        self.scopes.len()
    }

    /// Scope `index`; any index gives some scope.
    pub fn scope(&self, index: u32) -> &Scope {
        self.scopes.get(index as usize).unwrap_or(&NO_SCOPE)
    }

    pub fn scope_mut(&mut self, index: u32) -> Option<&mut Scope> {
        self.scopes.get_mut(index as usize)
    }

    pub fn symbol(&self, index: u32) -> Option<&Symbol> {
        self.symbols.get(index as usize)
    }

    pub fn symbol_mut(&mut self, index: u32) -> Option<&mut Symbol> {
        self.symbols.get_mut(index as usize)
    }

    /// The scope of a node. Nodes are asked for in nearly the order in which they were added.
    pub fn find_scope(&self, owner: Owner) -> Option<u32> {
        let start = self.hint.get();
        let (before, behind) = self.scopes.split_at_checked(start)?;
        let ahead = behind.iter().position(|scope| scope.owner == owner).map(|at| at + start);
        let at = ahead.or_else(|| before.iter().position(|scope| scope.owner == owner))?;
        self.hint.set(at);
        Some(at as u32)
    }

    fn start_slot(&self, scope: u32, name: NameId) -> usize {
        let hash = (scope.wrapping_mul(0x9e37_79b1) ^ name.index() as u32).wrapping_mul(0x85eb_ca6b);
        (hash ^ hash >> 15) as usize & self.slots.len().wrapping_sub(1)
    }

    /// The symbol of `name` in `scope`.
    pub fn find(&self, scope: u32, name: NameId) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = self.start_slot(scope, name);
        loop {
            let index = self.slots.get(slot)?.checked_sub(1)?;
            let symbol = self.symbol(index)?;
            if symbol.scope == scope && symbol.name == name {
                return Some(index);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// The symbol of `name` in `scope`, made if there is none.
    pub fn intern(&mut self, scope: u32, name: NameId) -> Result<u32, OutOfMemory> {
        if let Some(found) = self.find(scope, name) {
            return Ok(found);
        }
        if self.symbols.len() * 4 >= self.slots.len() * 3 {
            self.grow()?;
        }
        let index = self.symbols.len() as u32;
        let place = Place::GlobalImplicit;
        self.symbols.push(Symbol { name, scope, next: NONE, uses: 0, place, index: 0, free: NO_FREE })?;
        self.enter_slot(index, scope, name);
        let last = match self.scope_mut(scope) {
            Some(scope) => {
                let last = core::mem::replace(&mut scope.last_symbol, index);
                if last == NONE {
                    scope.first_symbol = index;
                }
                last
            }
            None => NONE,
        };
        if let Some(last) = self.symbol_mut(last) {
            last.next = index;
        }
        Ok(index)
    }

    fn enter_slot(&mut self, index: u32, scope: u32, name: NameId) {
        let mut slot = self.start_slot(scope, name);
        while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = index + 1;
        }
    }

    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let cap = (self.slots.len() * 2).max(32);
        let mut slots = Buf::with_capacity(cap)?;
        slots.resize(cap, 0u32)?;
        self.slots = slots;
        for index in 0..self.symbols.len() as u32 {
            if let Some(&Symbol { scope, name, .. }) = self.symbol(index) {
                self.enter_slot(index, scope, name);
            }
        }
        Ok(())
    }

    /// The symbols of a scope, in order of first mention.
    pub fn symbols_of(&self, scope: u32) -> impl Iterator<Item = &Symbol> + '_ {
        let mut next = self.scope(scope).first_symbol;
        core::iter::from_fn(move || {
            let symbol = self.symbol(next)?;
            next = symbol.next;
            Some(symbol)
        })
    }

    /// `name` as seen in a scope of class `class_name`.
    pub fn mangle(&self, class_name: Option<NameId>, name: NameId) -> NameId {
        let found = self.mangled.iter().find(|entry| Some(entry.0) == class_name && entry.1 == name);
        found.map_or(name, |entry| entry.2)
    }

    /// What `import a.b.c` binds: `a`.
    pub fn first_part(&self, name: NameId) -> NameId {
        self.first_parts.iter().find(|entry| entry.0 == name).map_or(name, |entry| entry.1)
    }

    /// The scope whose frame holds the variables of `scope`.
    pub fn unit_of(&self, mut scope: u32) -> u32 {
        while self.scope(scope).kind == Kind::Comprehension {
            scope = self.scope(scope).parent;
        }
        scope
    }

    fn add_scope(&mut self, scope: Scope) -> Result<u32, OutOfMemory> {
        let index = self.scopes.len() as u32;
        self.scopes.push(scope)?;
        Ok(index)
    }
}

const NO_SCOPE: Scope = Scope {
    kind: Kind::Module,
    owner: Owner::Module,
    parent: NONE,
    first_symbol: NONE,
    last_symbol: NONE,
    class_name: None,
    span: Span::new(0, 0),
    is_async: false,
    has_yield: false,
    has_await: false,
    nested: false,
    sees_class: false,
    annotates: false,
    loops: 0,
    frees: 0,
    registers: 0,
    surplus: 0,
};
