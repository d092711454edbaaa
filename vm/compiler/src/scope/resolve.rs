//! Decides where every symbol lives, once all of a statement's scopes are known.

use super::{Kind, NO_FREE, NONE, Place, Scopes, uses};
use crate::error::Done;
use pyrite_syntax::arena::NameId;

/// Locals (parameters included) that get a register; the rest of the 256 is for temporaries.
const LOCALS_MAX: u16 = 160;

/// Names with which a class serves the scopes in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClassNames {
    pub class: NameId,
    pub class_dict: NameId,
}

/// Resolves all scopes, the outer before the inner.
pub(crate) fn resolve(scopes: &mut Scopes, names: ClassNames) -> Done {
    for scope in 0..scopes.len() as u32 {
        let mut next = scopes.scope(scope).first_symbol;
        while let Some(&symbol) = scopes.symbol(next) {
            let place = classify(scopes, names, scope, next)?;
            if let (Some(symbol), Some(place)) = (scopes.symbol_mut(next), place) {
                symbol.place = place;
            }
            next = symbol.next;
        }
    }
    for scope in 0..scopes.len() as u32 {
        place_locals(scopes, scope);
    }
    Ok(())
}

/// The place of a symbol, unless an inner scope has decided it.
fn classify(scopes: &mut Scopes, names: ClassNames, scope: u32, index: u32) -> Done<Option<Place>> {
    let Some(&symbol) = scopes.symbol(index) else { return Ok(None) };
    let kind = scopes.scope(scope).kind;
    if symbol.uses & uses::GLOBAL != 0 {
        return Ok(Some(Place::GlobalExplicit));
    }
    if kind == Kind::Module {
        return Ok(Some(Place::Name));
    }
    if symbol.uses & uses::BOUND != 0 && symbol.uses & uses::NONLOCAL == 0 {
        return Ok(Some(if kind == Kind::Class { Place::Name } else { Place::Local }));
    }
    if symbol.uses & (uses::USED | uses::NONLOCAL) == 0 {
        return Ok(None);
    }
    let place = match find_owner(scopes, names, scope, symbol.name) {
        Some((owner, crossed)) => {
            if crossed {
                make_free(scopes, scope, owner, symbol.name)?;
            }
            if kind == Kind::Comprehension { Place::Outer } else { Place::Free }
        }
        None if symbol.uses & uses::NONLOCAL != 0 && symbol.uses & uses::ITERATION == 0 => {
            let directive = scopes.directives.iter().find(|entry| entry.0 == scope && entry.1 == symbol.name);
            let span = directive.map_or(scopes.scope(scope).span, |entry| entry.2);
            return Err(scopes.fault_named(span, "no binding for nonlocal '{}' found", symbol.name));
        }
        None => Place::GlobalImplicit,
    };
    Ok(Some(place))
}

/// The scope around `scope` in which `name` is bound, and whether a frame's border is between.
fn find_owner(scopes: &Scopes, names: ClassNames, mut scope: u32, name: NameId) -> Option<(u32, bool)> {
    let mut crossed = false;
    loop {
        crossed |= scopes.scope(scope).kind != Kind::Comprehension;
        scope = scopes.scope(scope).parent;
        match scopes.scope(scope).kind {
            Kind::Module => return None,
            Kind::Class => {
                if name == names.class || name == names.class_dict {
                    return Some((scope, crossed));
                }
                continue;
            }
            _ => {}
        }
        let Some(symbol) = scopes.find(scope, name).and_then(|index| scopes.symbol(index)) else { continue };
        if symbol.uses & uses::GLOBAL != 0 {
            return None;
        }
        if symbol.uses & uses::BOUND != 0 && symbol.uses & uses::NONLOCAL == 0 {
            return Some((scope, crossed));
        }
    }
}

/// Makes `name` of `owner` a cell, and a free variable of every frame from `scope` up to it.
fn make_free(scopes: &mut Scopes, mut scope: u32, owner: u32, name: NameId) -> Done {
    let index = scopes.intern(owner, name)?;
    if let Some(symbol) = scopes.symbol_mut(index) {
        symbol.place = Place::Cell;
    }
    let owner_unit = scopes.unit_of(owner);
    while scope != owner && scopes.unit_of(scope) != owner_unit {
        if scopes.scope(scope).kind != Kind::Comprehension {
            let index = scopes.intern(scope, name)?;
            let free = scopes.scope(scope).frees;
            let Some(symbol) = scopes.symbol_mut(index) else { break };
            if symbol.free == NO_FREE {
                symbol.free = free;
                if symbol.uses & uses::BOUND == 0 {
                    symbol.place = Place::Free;
                }
                if let Some(scope) = scopes.scope_mut(scope) {
                    scope.frees += 1;
                }
            }
        }
        scope = scopes.scope(scope).parent;
    }
    Ok(())
}

/// Gives the locals of a frame their registers, in order of first mention: parameters first.
fn place_locals(scopes: &mut Scopes, scope: u32) {
    let kind = scopes.scope(scope).kind;
    if kind == Kind::Comprehension || kind == Kind::Module {
        return;
    }
    let (mut registers, mut surplus) = (0u16, 0u16);
    let mut next = scopes.scope(scope).first_symbol;
    while next != NONE {
        let Some(symbol) = scopes.symbol_mut(next) else { break };
        if matches!(symbol.place, Place::Local | Place::Cell) {
            if registers < LOCALS_MAX || symbol.uses & uses::PARAMETER != 0 {
                symbol.index = registers;
                registers = registers.saturating_add(1);
            } else {
                symbol.place = Place::Surplus;
                symbol.index = surplus;
                surplus = surplus.saturating_add(1);
            }
        }
        next = symbol.next;
    }
    if let Some(scope) = scopes.scope_mut(scope) {
        scope.registers = registers;
        scope.surplus = surplus;
    }
}
