//! Members: the places that `__slots__` gives the instances of a class.

use pyrite_algo::Buf;

use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::names;
use crate::new::Text;
use crate::raw::str::Str;
use crate::types::member::Member;

/// What `__slots__` asks for.
#[derive(Default)]
pub struct Wish {
    /// There is a `__slots__`.
    pub given: bool,
    /// Names of members, private ones mangled, sorted.
    pub names: Buf<Ref>,
    /// `__dict__` is among them.
    pub dict: bool,
    /// `__weakref__` is among them.
    pub weakref: bool,
}

/// Reads `__slots__` from the namespace of class `class_name`.
///
/// # Errors
/// TypeError for items that are no identifiers; ValueError for names the class defines as well.
pub fn wish(vm: &Vm, class_name: &Obj, namespace: &Dict) -> Result<Wish, Raised> {
    let mut wish = Wish::default();
    let Some(slots) = namespace.get_name(names::SLOTS()) else { return Ok(wish) };
    wish.given = true;
    let items = if slots.cast::<Str>().is_some() { vm.tuple(&[&slots])? } else { vm.collect_tuple(&slots)? };
    let items = items.cast::<crate::raw::tuple::Tuple>().map_or(&[][..], |items| items.items());
    for item in items {
        let Some(text) = item.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "__slots__ items must be strings, not '{}'",
                item.type_().short_name()
            )));
        };
        if !is_identifier(text) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        if item.is(names::DICT()) || crate::ops::call::str_is(item, "__dict__") {
            if wish.dict {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            wish.dict = true;
        } else if crate::ops::call::str_is(item, "__weakref__") {
            wish.weakref = true;
        } else {
            let name = mangled(vm, class_name, item)?;
            if namespace.get_name(&name).is_some()
                && !name.is(names::QUALNAME())
                && !name.is(names::CLASSCELL())
            {
                return Err(vm.value_error(format_args!(
                    "{} in __slots__ conflicts with class variable",
                    Quoted(&name)
                )));
            }
            if !wish.names.iter().any(|each| each.is(&name)) {
                vm.memory(wish.names.push(name))?;
            }
        }
    }
    Ok(wish)
}

/// A name in single quotes.
struct Quoted<'a>(&'a Obj);

impl core::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "'{}'", Text(self.0))
    }
}

fn is_identifier(text: crate::model::This<'_, Str>) -> bool {
    let is_first =
        |c: u32| c == '_'.into() || c >= 0x80 || char::from_u32(c).is_some_and(|c| c.is_ascii_alphabetic());
    let mut characters = text.chars().iter();
    characters.next().is_some_and(is_first)
        && characters.all(|c| is_first(c) || char::from_u32(c).is_some_and(|c| c.is_ascii_digit()))
}

/// A private name (`__x`) as the class mangles it, interned.
fn mangled(vm: &Vm, class_name: &Obj, name: &Obj) -> Outcome {
    let class =
        class_name.cast::<Str>().and_then(|class| class.ascii()).unwrap_or("").trim_start_matches('_');
    match name.cast::<Str>().and_then(|name| name.ascii()) {
        Some(text) if text.starts_with("__") && !text.ends_with("__") && !class.is_empty() => {
            let text = vm.str_fmt(format_args!("_{class}{text}"))?;
            vm.memory(vm.intern_str(&text))
        }
        _ => vm.memory(vm.intern_str(name)),
    }
}

/// The member descriptors of class `type_`, put into its namespace.
///
/// # Errors
/// MemoryError.
pub fn add(
    vm: &Vm,
    type_: TypeRef,
    names: &[Ref],
    first_offset: usize,
    namespace: &Dict,
) -> Result<(), Raised> {
    for (index, name) in names.iter().enumerate() {
        let offset = first_offset + index * size_of::<usize>();
        let member = crate::types::member::make(vm, type_, name, offset)?;
        namespace.set_name(vm, name, member)?;
    }
    Ok(())
}

fn slot(object: &Obj, offset: usize) -> *mut Option<Ref> {
    // SAFETY: the callers have checked that the object is an instance of the member's class,
    // whose instances have a member there.
    unsafe { object.as_ptr().byte_add(offset).cast::<Option<Ref>>().as_ptr() }
}

/// Whether the object has the member.
fn has(member: &Member, object: &Obj) -> bool {
    object.is_pointer() && object.type_().is_subtype_of(member.owner())
}

/// Reads a member; `None` if it is empty or the object has none.
pub fn get(member: &Member, object: &Obj) -> Option<Ref> {
    if !has(member, object) {
        return None;
    }
    // SAFETY: the member holds an owned reference or nothing.
    unsafe { (*slot(object, member.offset)).clone() }
}

/// Replaces a member, returns what was there.
pub fn set(member: &Member, object: &Obj, value: Option<Ref>) -> Option<Ref> {
    if !has(member, object) {
        return None;
    }
    // SAFETY: as in `get`; the old value is given to the caller.
    unsafe { slot(object, member.offset).replace(value) }
}

/// Whether two classes have members of the same names in the same order.
pub fn same_names(a: TypeRef, b: TypeRef) -> bool {
    let collect = |class: TypeRef, offset: usize| -> Option<Ref> {
        let dict = class.dict()?.cast::<Dict>()?;
        let mut position = 0;
        while let Some((next, name, value)) = dict.next_entry(position) {
            if value.exact::<Member>().is_some_and(|member| member.offset == offset) {
                return Some(name);
            }
            position = next;
        }
        None
    };
    let Some(part) = a.heap_part() else { return false };
    // SAFETY: the part lives as long as the type.
    let (start, count) = unsafe { ((*part.as_ptr()).members_offset, (*part.as_ptr()).member_count) };
    (0..usize::from(count)).all(|index| {
        let offset = start + index * size_of::<usize>();
        match (collect(a, offset), collect(b, offset)) {
            (Some(a), Some(b)) => a.is(&b),
            _ => false,
        }
    })
}
