"""Container datatypes: deque, defaultdict, namedtuple, OrderedDict, Counter, ChainMap, UserDict & co."""
# Classes written in Python are made when they are first asked for.

from _collections import OrderedDict, _count_elements, _tuplegetter, defaultdict, deque

__all__ = ['ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString', 'defaultdict', 'deque',
           'namedtuple']

_homes = {'Counter': '_counter', 'ChainMap': '_user', 'UserDict': '_user', 'UserList': '_user',
          'UserString': '_user', 'abc': 'abc'}


def __getattr__(name):
    home = _homes.get(name)
    if home is None:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    module = __import__(f'{__name__}.{home}', fromlist=(name,))
    value = globals()[name] = module if name == home else getattr(module, name)
    return value


def _make(cls, iterable):
    result = tuple.__new__(cls, iterable)
    expected = len(cls._fields)
    if len(result) != expected:
        raise TypeError(f'Expected {expected} arguments, got {len(result)}')
    return result


def _replace(self, /, **kwds):
    result = self._make([kwds.pop(name, value) for name, value in zip(self._fields, self)])
    if kwds:
        raise TypeError(f'Got unexpected field names: {list(kwds)!r}')
    return result


def _repr(self):
    'Return a nicely formatted representation string'
    fields = ', '.join([f'{name}={value!r}' for name, value in zip(self._fields, self)])
    return f'{self.__class__.__name__}({fields})'


def _asdict(self):
    'Return a new dict which maps field names to their values.'
    return dict(zip(self._fields, self))


def _getnewargs(self):
    'Return self as a plain tuple.  Used by copy and pickle.'
    return tuple(self)


_repr.__name__ = '__repr__'
_getnewargs.__name__ = '__getnewargs__'
_make = classmethod(_make)
_globals = {'__builtins__': {}, '_new': tuple.__new__}


def _check_names(typename, field_names, rename):
    # The names of the fields, fit to be attributes.
    from keyword import iskeyword
    seen = set()
    if rename:
        for index, name in enumerate(field_names):
            if not name.isidentifier() or iskeyword(name) or name[0] == '_' or name in seen:
                field_names[index] = f'_{index}'
            seen.add(name)
        seen.clear()
    for name in [typename, *field_names]:
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')
    for name in field_names:
        if name[0] == '_' and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if name in seen:
            raise ValueError(f'Encountered duplicate field name: {name!r}')
        seen.add(name)
    return tuple(field_names)


def _make_many(typename, fields):
    # `__new__` for more fields than a function can have parameters.
    def make(_cls, /, *args, **kwargs):
        first = len(fields) - len(make.__defaults__ or ())
        values = list(args)
        for index in range(len(args), len(fields)):
            name = fields[index]
            if name in kwargs:
                values.append(kwargs.pop(name))
            elif index >= first:
                values.append(make.__defaults__[index - first])
            else:
                raise TypeError(f"{typename}.__new__() missing a required argument: {name!r}")
        if kwargs or len(values) > len(fields):
            raise TypeError(f'{typename}.__new__() takes {len(fields) + 1} positional arguments')
        return tuple.__new__(_cls, values)
    return make


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Returns a new subclass of tuple with named fields."""
    import sys
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    typename = sys.intern(str(typename))
    fields = _check_names(typename, list(map(sys.intern, map(str, field_names))), rename)
    defaults = () if defaults is None else tuple(defaults)
    if len(defaults) > len(fields):
        raise TypeError('Got more default values than field names')
    arguments = ', '.join(fields)
    if len(fields) <= 200:
        make = eval(f'lambda _cls, {arguments}: _new(_cls, ({arguments}{"," if fields else ""}))', _globals)
    else:
        make = _make_many(typename, fields)
    make.__name__ = '__new__'
    make.__qualname__ = f'{typename}.__new__'
    make.__doc__ = f'Create new instance of {typename}({arguments})'
    if defaults:
        make.__defaults__ = defaults
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get('__name__', '__main__')
        except (AttributeError, ValueError):
            module = '__main__'
    make.__module__ = f'namedtuple_{typename}'
    namespace = {
        '__doc__': f'{typename}({arguments})', '__slots__': (), '_fields': fields,
        '_field_defaults': dict(zip(fields[len(fields) - len(defaults):], defaults)),
        '__new__': make, '_make': _make, '_replace': _replace, '__replace__': _replace, '__repr__': _repr,
        '_asdict': _asdict, '__getnewargs__': _getnewargs, '__match_args__': fields, '__module__': module,
    }
    for index, name in enumerate(fields):
        namespace[name] = _tuplegetter(index)
    return type(typename, (tuple,), namespace)
