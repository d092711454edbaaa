//! `time.struct_time`: a tuple whose items have names.
//!
//! The zone is not among the nine items: it is UTC always.

use pyrite_algo::Buf;
use pyrite_api::types::{TUPLE, Tuple};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, TypeRef, Vm, py_type};

use super::calendar::Moment;

/// Items of the sequence.
const LEN: usize = 9;
/// Attributes in all: the items, `tm_zone` and `tm_gmtoff`.
const FIELDS: usize = 11;
const NAMES: [&str; LEN] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

/// The class, for the module's table.
pub fn class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&STRUCT_TIME).own())
}

/// The struct_time of a moment.
///
/// # Errors
/// MemoryError.
pub fn from_moment(vm: &Vm, moment: Moment) -> Outcome {
    let m = moment;
    let fields = [m.year, m.month, m.day, m.hour, m.minute, m.second, m.weekday, m.yearday, 0];
    let mut items = Buf::new();
    for field in fields {
        let item = vm.int(field)?;
        vm.memory(items.push(item))?;
    }
    of_items(vm, TypeRef::of(&STRUCT_TIME), &items)
}

fn of_items(vm: &Vm, type_: TypeRef, items: &[Ref]) -> Outcome {
    vm.memory(vm.build_tuple_of(type_, LEN, |index| items.get(index).cloned().unwrap_or_else(Ref::none)))
}

/// The moment that a tuple of nine ints tells, whatever their ranges.
///
/// # Errors
/// TypeError if it is none; OverflowError if an item does not fit C's `int`.
pub fn to_moment(vm: &Vm, tuple: &Obj) -> Result<Moment, Raised> {
    let Some(items) = tuple.cast::<Tuple>().map(This::items) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if items.len() != LEN {
        return Err(vm.type_error("function takes exactly 9 arguments"));
    }
    let mut fields = [0i64; LEN];
    for (field, item) in fields.iter_mut().zip(items) {
        let value = vm.index_object(item)?;
        let value = value.int().and_then(|value| value.to_i64()).and_then(|value| i32::try_from(value).ok());
        let Some(value) = value else {
            return Err(vm.overflow_error("Python int too large to convert to C int"));
        };
        *field = value.into();
    }
    let [year, month, day, hour, minute, second, weekday, yearday, _] = fields;
    Ok(Moment { year, month, day, hour, minute, second, weekday, yearday })
}

/// The moment, its fields checked for formatting: 0 stands for the first month, day and day
/// of the year.
///
/// # Errors
/// ValueError.
pub fn checked(vm: &Vm, moment: Moment) -> Result<Moment, Raised> {
    let first = |field: i64| if field == 0 { 1 } else { field };
    let moment = Moment {
        month: first(moment.month),
        day: first(moment.day),
        yearday: first(moment.yearday),
        weekday: if moment.weekday < -1 { moment.weekday } else { moment.weekday.rem_euclid(7) },
        ..moment
    };
    for (field, range, text) in [
        (moment.month, 1..=12, "month out of range"),
        (moment.day, 1..=31, "day of month out of range"),
        (moment.hour, 0..=23, "hour out of range"),
        (moment.minute, 0..=59, "minute out of range"),
        (moment.second, 0..=61, "seconds out of range"),
        (moment.weekday, 0..=6, "day of week out of range"),
        (moment.yearday, 1..=366, "day of year out of range"),
    ] {
        if !range.contains(&field) {
            return Err(vm.value_error(text));
        }
    }
    Ok(moment)
}

/// `struct_time(sequence)`: of nine to eleven items.
fn struct_time_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [sequence, dict] = vm.bind_new("struct_time", ["sequence", "dict"], args, names)?;
    let Some(sequence) = sequence else {
        return Err(vm.type_error("structseq() missing required argument 'sequence' (pos 1)"));
    };
    if dict.is_some_and(|dict| dict.cast::<pyrite_api::types::Dict>().is_none()) {
        return Err(vm.type_error("time.struct_time() takes a dict as second arg, if any"));
    }
    let items = vm.collect_tuple(sequence)?;
    let items = items.cast::<Tuple>().map_or(&[][..], This::items);
    if items.len() < LEN {
        return Err(vm.type_error(format_args!(
            "time.struct_time() takes an at least {LEN}-sequence ({}-sequence given)",
            items.len()
        )));
    }
    if items.len() > FIELDS {
        return Err(vm.type_error(format_args!(
            "time.struct_time() takes an at most {FIELDS}-sequence ({}-sequence given)",
            items.len()
        )));
    }
    of_items(vm, type_, items)
}

fn struct_time_repr(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    let mut text = Buf::new();
    vm.memory(text.extend_from_slice(b"time.struct_time("))?;
    for (index, (name, item)) in NAMES.iter().zip(this.items()).enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        for part in [separator, name, "="] {
            vm.memory(text.extend_from_slice(part.as_bytes()))?;
        }
        let repr = vm.repr(item)?;
        vm.append_utf8(&repr, &mut text)?;
    }
    vm.memory(text.push(b')'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn item<const INDEX: usize>(_vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    Ok(this.items().get(INDEX).cloned().unwrap_or_else(Ref::none))
}

fn zone(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("UTC")
}

fn offset(_vm: &Vm, _this: &Obj) -> Outcome {
    Ok(Ref::small(0))
}

fn number<const NUMBER: usize>(_vm: &Vm) -> Outcome {
    Ok(Ref::small(NUMBER as isize))
}

fn match_args(vm: &Vm) -> Outcome {
    let mut names = Buf::new();
    for name in NAMES {
        let name = vm.str(name)?;
        vm.memory(names.push(name))?;
    }
    vm.tuple_of(&names)
}

py_type! {
    /// `time.struct_time`
    pub static STRUCT_TIME: Tuple = "time.struct_time", "The time value as returned by gmtime(), localtime(), and strptime(), and accepted by asctime(), mktime() and strftime()." {
        base TUPLE;
        gc container;
        new struct_time_new;
        slots { repr: unary struct_time_repr, }
        attrs {
            getter "tm_year" () = item::<0>, "the year";
            getter "tm_mon" () = item::<1>, "month, 1 to 12";
            getter "tm_mday" () = item::<2>, "day, 1 to 31";
            getter "tm_hour" () = item::<3>, "hours, range [0, 23]";
            getter "tm_min" () = item::<4>, "minute, 0 to 59";
            getter "tm_sec" () = item::<5>, "second, 0 to 61";
            getter "tm_wday" () = item::<6>, "weekday, Monday is 0";
            getter "tm_yday" () = item::<7>, "day in the year, from 1";
            getter "tm_isdst" () = item::<8>, "1 in summer time, 0 not, -1 unknown";
            getter "tm_zone" () = zone, "name of the zone";
            getter "tm_gmtoff" () = offset, "seconds east of UTC";
            value "n_fields" () = number::<FIELDS>, "";
            value "n_sequence_fields" () = number::<LEN>, "";
            value "n_unnamed_fields" () = number::<0>, "";
            value "__match_args__" () = match_args, "";
        }
    }
}
