//! Containers from outside: length, items, membership, iteration.

use crate::coll::dict::Dict;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::names;
use crate::raw::tuple::Tuple;
use crate::types::exceptions;

impl Vm {
    /// `len(object)`
    ///
    /// # Errors
    /// TypeError if it has none; what `__len__` raises.
    pub fn len(&self, object: &Obj) -> Result<usize, Raised> {
        let type_ = object.type_();
        let Some(length) = type_.sequence().length.or(type_.mapping().length) else {
            return Err(self.type_error(format_args!("object of type '{}' has no len()", type_.short_name())));
        };
        usize::try_from(length(object)).map_err(|_| Raised::already_set())
    }

    /// `len(object)` if it has one, else `__length_hint__`, else `default`.
    ///
    /// # Errors
    /// What these raise, TypeError excepted.
    pub fn length_hint(&self, object: &Obj, default: usize) -> Result<usize, Raised> {
        let type_ = object.type_();
        if type_.sequence().length.or(type_.mapping().length).is_some() {
            return match self.len(object) {
                Ok(len) => Ok(len),
                Err(raised) => self.suppress(raised, &exceptions::TYPE_ERROR).map(|()| default),
            };
        }
        let Some(hint) = self.lookup_special(object, names::LENGTH_HINT())? else { return Ok(default) };
        match self.call(&hint, &[]) {
            Ok(hint) if hint.is(Obj::NOT_IMPLEMENTED) => Ok(default),
            Ok(hint) => Ok(usize::try_from(self.index(&hint)?).unwrap_or(default)),
            Err(raised) => self.suppress(raised, &exceptions::TYPE_ERROR).map(|()| default),
        }
    }

    /// `object[key]`
    ///
    /// # Errors
    /// TypeError if it is not subscriptable; what the operation raises.
    pub fn get_item(&self, object: &Obj, key: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        let type_ = object.type_();
        if let Some(subscript) = type_.mapping().subscript {
            return subscript(object, key);
        }
        if let Some(item) = type_.sequence().item {
            let index = self.sequence_index(object, key)?;
            return item(object, index);
        }
        if type_.has(crate::model::flags::TYPE)
            && let Some(method) = self.find_attr(object, names::CLASS_GETITEM())?
        {
            return self.call_one(&method, key);
        }
        if type_.has(crate::model::flags::TYPE) {
            return Err(self.type_error(format_args!(
                "type '{}' is not subscriptable",
                crate::class::type_of(object).map_or("?", |class| class.short_name())
            )));
        }
        Err(self.type_error(format_args!("'{}' object is not subscriptable", type_.short_name())))
    }

    /// A key as index of a sequence slot: negative ones count from the end.
    pub(crate) fn sequence_index(&self, object: &Obj, key: &Obj) -> Result<isize, Raised> {
        if key.int().is_none() && key.type_().number().index.is_none() {
            return Err(self.type_error(format_args!(
                "sequence index must be integer, not '{}'",
                key.type_().short_name()
            )));
        }
        let index = self.index(key)?;
        match object.type_().sequence().length {
            Some(length) if index < 0 => match length(object) {
                -1 => Err(Raised::already_set()),
                length => Ok(index + length),
            },
            _ => Ok(index),
        }
    }

    /// `object[key] = value`, or `del object[key]` without a value.
    ///
    /// # Errors
    /// TypeError if it does not support it; what the operation raises.
    pub fn store_item(&self, object: &Obj, key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
        let _guard = self.enter_native()?;
        let type_ = object.type_();
        let result = if let Some(store) = type_.mapping().ass_subscript {
            store(object, key, value)
        } else if let Some(store) = type_.sequence().ass_item {
            store(object, self.sequence_index(object, key)?, value)
        } else {
            let what = if value.is_some() {
                "does not support item assignment"
            } else {
                "doesn't support item deletion"
            };
            return Err(self.type_error(format_args!("'{}' object {what}", type_.short_name())));
        };
        if result < 0 { Err(Raised::already_set()) } else { Ok(()) }
    }

    /// `object[key] = value`
    ///
    /// # Errors
    /// As [`Vm::store_item`].
    pub fn set_item(&self, object: &Obj, key: &Obj, value: &Obj) -> Result<(), Raised> {
        self.store_item(object, key, Some(value))
    }

    /// `item in object`
    ///
    /// # Errors
    /// TypeError if it is no container; what comparisons raise.
    pub fn contains(&self, object: &Obj, item: &Obj) -> Result<bool, Raised> {
        let _guard = self.enter_native()?;
        if let Some(contains) = object.type_().sequence().contains {
            let result = contains(object, item);
            return if result < 0 { Err(Raised::already_set()) } else { Ok(result != 0) };
        }
        self.contains_by_iteration(object, item)
    }

    /// `item in object` of iterables without `__contains__`.
    ///
    /// # Errors
    /// As [`Vm::contains`].
    pub fn contains_by_iteration(&self, object: &Obj, item: &Obj) -> Result<bool, Raised> {
        let type_ = object.type_();
        if type_.iter().is_none() && type_.sequence().item.is_none() {
            return Err(
                self.type_error(format_args!("argument of type '{}' is not iterable", type_.short_name()))
            );
        }
        let iterator = self.iter(object)?;
        while let Some(each) = self.next(&iterator)? {
            if self.equals(&each, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `iter(object)`
    ///
    /// # Errors
    /// TypeError if it is not iterable.
    pub fn iter(&self, object: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        let type_ = object.type_();
        if let Some(iter) = type_.iter() {
            let iterator = iter(object)?;
            if iterator.type_().iternext().is_none() {
                return Err(self.type_error(format_args!(
                    "iter() returned non-iterator of type '{}'",
                    iterator.type_().short_name()
                )));
            }
            return Ok(iterator);
        }
        if type_.sequence().item.is_some() && object.cast::<Dict>().is_none() {
            return crate::types::iterators::sequence_iterator(self, object);
        }
        Err(self.type_error(format_args!("'{}' object is not iterable", type_.short_name())))
    }

    /// The next item of an iterator, or `None` at its end.
    ///
    /// # Errors
    /// What `__next__` raises; StopIteration is the end.
    #[inline]
    pub fn next(&self, iterator: &Obj) -> Result<Option<Ref>, Raised> {
        let Some(next) = iterator.type_().iternext() else {
            return Err(self
                .type_error(format_args!("'{}' object is not an iterator", iterator.type_().short_name())));
        };
        match next(iterator) {
            Some(item) => Ok(Some(item)),
            None if !self.is_raised() => Ok(None),
            None => self.suppress(Raised::already_set(), &exceptions::STOP_ITERATION).map(|()| None),
        }
    }

    /// The next item of an iterator, or at its end the value of its StopIteration.
    ///
    /// # Errors
    /// As [`Vm::next`].
    pub fn next_or_stop(&self, iterator: &Obj) -> Result<Result<Ref, Ref>, Raised> {
        let Some(next) = iterator.type_().iternext() else {
            return Err(self
                .type_error(format_args!("'{}' object is not an iterator", iterator.type_().short_name())));
        };
        match next(iterator) {
            Some(item) => Ok(Ok(item)),
            None if !self.is_raised() => Ok(Err(Ref::none())),
            None if self.raised_is(&exceptions::STOP_ITERATION) => {
                let exception = self.take_raised(Raised::already_set());
                self.get_attr(&exception, names::VALUE()).map(Err)
            }
            None => Err(Raised::already_set()),
        }
    }

    /// Calls `each` with every item of an iterable.
    ///
    /// # Errors
    /// What iterating or `each` raises.
    pub fn for_each(
        &self,
        iterable: &Obj,
        mut each: impl FnMut(Ref) -> Result<(), Raised>,
    ) -> Result<(), Raised> {
        if let Some(tuple) = iterable.exact::<Tuple>() {
            return tuple.items().iter().try_for_each(|item| each(item.clone()));
        }
        if let Some(list) = iterable.exact::<List>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                each(item)?;
                index += 1;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            each(item)?;
        }
        Ok(())
    }

    /// The items of an iterable, as list storage.
    ///
    /// # Errors
    /// What iterating raises, MemoryError.
    pub fn collect_list(&self, iterable: &Obj) -> Result<List, Raised> {
        let list = List::new();
        self.for_each(iterable, |item| self.memory(list.push(self, item)))?;
        Ok(list)
    }

    /// The items of an iterable as a tuple object; a tuple is returned as it is.
    ///
    /// # Errors
    /// As [`Vm::collect_list`].
    pub fn collect_tuple(&self, iterable: &Obj) -> Outcome {
        if iterable.exact::<Tuple>().is_some() {
            return Ok(iterable.own());
        }
        let list = self.collect_list(iterable)?;
        self.memory(self.build_tuple(list.len(), |index| list.get(index).unwrap_or_else(Ref::none)))
    }
}
