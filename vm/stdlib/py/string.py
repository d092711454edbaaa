"""A collection of string constants, Template and Formatter."""

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits',
           'printable', 'punctuation', 'whitespace', 'Formatter', 'Template']

import _string

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Split the argument into words, capitalize each, and join them."""
    return (sep or ' ').join(map(str.capitalize, s.split(sep)))


_none = {}


class Template:
    """A text with $names to be filled in."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = None

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile()

    @classmethod
    def _compile(cls):
        import re
        pattern = cls.__dict__.get('pattern')
        if pattern is None:
            delimiter = re.escape(cls.delimiter)
            braced = cls.braceidpattern or cls.idpattern
            pattern = (rf'{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{cls.idpattern})|'
                       rf'{{(?P<braced>{braced})}}|(?P<invalid>))')
        flags = re.IGNORECASE if cls.flags is None else cls.flags
        cls.pattern = re.compile(pattern, flags | re.VERBOSE)
        return cls.pattern

    def __init__(self, template):
        self.template = template

    @property
    def _pattern(self):
        # That of Template itself is made when it is first used.
        pattern = getattr(type(self), 'pattern', None)
        return pattern if pattern is not None else Template._compile()

    def _invalid(self, match):
        start = match.start('invalid')
        lines = self.template[:start].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column, line = start - len(''.join(lines[:-1])), len(lines)
        raise ValueError(f'Invalid placeholder in string: line {line}, col {column}')

    def _unknown(self, pattern):
        return ValueError('Unrecognized named group in pattern', pattern)

    def _mapping(self, mapping, kws):
        if mapping is _none:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=_none, /, **kws):
        mapping = self._mapping(mapping, kws)
        pattern = self._pattern

        def convert(match):
            name = match.group('named') or match.group('braced')
            if name is not None:
                return str(mapping[name])
            if match.group('escaped') is not None:
                return self.delimiter
            if match.group('invalid') is not None:
                self._invalid(match)
            raise self._unknown(pattern)
        return pattern.sub(convert, self.template)

    def safe_substitute(self, mapping=_none, /, **kws):
        mapping = self._mapping(mapping, kws)
        pattern = self._pattern

        def convert(match):
            name = match.group('named') or match.group('braced')
            if name is not None:
                try:
                    return str(mapping[name])
                except KeyError:
                    return match.group()
            if match.group('escaped') is not None:
                return self.delimiter
            if match.group('invalid') is not None:
                return match.group()
            raise self._unknown(pattern)
        return pattern.sub(convert, self.template)

    def is_valid(self):
        for match in self._pattern.finditer(self.template):
            if match.group('invalid') is not None:
                return False
            if not any(match.group(name) is not None for name in ('named', 'braced', 'escaped')):
                raise self._unknown(self._pattern)
        return True

    def get_identifiers(self):
        names = []
        for match in self._pattern.finditer(self.template):
            name = match.group('named') or match.group('braced')
            if name is not None:
                if name not in names:
                    names.append(name)
            elif match.group('invalid') is None and match.group('escaped') is None:
                raise self._unknown(self._pattern)
        return names


class Formatter:
    """See PEP 3101 for details and purpose of this class."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            first, _ = _string.formatter_field_name_split(name)
            if first == '':
                if auto_arg_index is False:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                name = str(auto_arg_index) + name
                auto_arg_index += 1
            elif isinstance(first, int):
                if auto_arg_index:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                auto_arg_index = False
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return ''.join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        function = {'s': str, 'r': repr, 'a': ascii}.get(conversion)
        if function is None:
            raise ValueError(f'Unknown conversion specifier {conversion!s}')
        return function(value)

    def parse(self, format_string):
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _string.formatter_field_name_split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attr, key in rest:
            obj = getattr(obj, key) if is_attr else obj[key]
        return obj, first
