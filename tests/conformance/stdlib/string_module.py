# features: SM46
# Constants, templates, formatters.
import string
from string import Formatter, Template


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
print(string.capwords("hello  big world"), string.capwords("a-b c-d", "-"))
t = Template("$who likes ${what}s, $$5 for $who")
print(t.substitute(who="tim", what="pie"), t.substitute({"who": "x", "what": "y"}), t.substitute({"who": "x"}, what="z"))
fails(t.substitute, who="tim")
print(t.safe_substitute(who="tim"), t.template, t.get_identifiers(), t.is_valid())
bad = Template("one\n two $ three")
fails(bad.substitute)
print(bad.safe_substitute(), bad.is_valid())
fails(Template("$100").substitute)


class Percent(Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"


print(Percent("%a_b %ab %%").safe_substitute(a_b="X"), Template("$mapping").substitute(mapping=1), Template("$self").substitute(self="s"))
f = Formatter()
print(f.format("{0} {1} {0}", 1, 2), f.format("{} {}", "a", "b"), f.format("{x.real} {y[0]} {y[-1]}" if False else "{x.real} {y[0]}", x=5, y=[7]))
print(f.format("{0:>{1}}|{0!r}|{0!s}|{0!a}", "é", 5), f.format("{{}} {0:{{<5}}}" if False else "{{}}"), f.format("{:x}", 255))
fails(f.format, "{0} {}", 1, 2)
fails(f.format, "{} {0}", 1, 2)
fails(f.format, "{0!z}", 1)
fails(f.format, "{")
fails(f.format, "}")
fails(f.format, "{0", 1)
fails(f.format, "{0[}", [1])
fails(f.format, "{0.}", 1)
fails(f.format, "{nope}")
fails(f.format, "{5}", 1)
print(list(f.parse("a{b!r:c}d{{e}}{f:{g}}")), list(f.parse("")), list(f.parse("plain")))


class Default(Formatter):
    def get_value(self, key, args, kwargs):
        if isinstance(key, str):
            return kwargs.get(key, "<" + key + ">")
        return super().get_value(key, args, kwargs)

    def check_unused_args(self, used, args, kwargs):
        print("used", sorted(map(str, used)))


print(Default().format("{a} {b} {0}", "zero", a=1))
print(f.vformat("{0}{x}", [1], {"x": 2}), f.convert_field(1, None), f.format_field(1.5, ".2f"), f.get_field("0.real", [3], {}))
