# features: SM46
# Names of types, classes made by functions.
import types


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def f():
    yield


async def co():
    pass


class C:
    __slots__ = "slot",

    def m(self):
        pass


c = co()
for value, kind in ((f, types.FunctionType), (lambda: 1, types.LambdaType), (f(), types.GeneratorType), (f.__code__, types.CodeType),
                    (C().m, types.MethodType), (len, types.BuiltinFunctionType), (types, types.ModuleType), (type.__dict__, types.MappingProxyType),
                    (None, types.NoneType), (..., types.EllipsisType), (NotImplemented, types.NotImplementedType), (list[int], types.GenericAlias),
                    (int | str, types.UnionType), (c, types.CoroutineType), (C.slot, types.MemberDescriptorType), (str.join, types.MethodDescriptorType),
                    (types.SimpleNamespace(), types.SimpleNamespace), (object.__init__, types.WrapperDescriptorType), ([].append, types.BuiltinMethodType)):
    print(kind.__name__, isinstance(value, kind))
c.close()
try:
    1 / 0
except ZeroDivisionError as error:
    print(isinstance(error.__traceback__, types.TracebackType), isinstance(error.__traceback__.tb_frame, types.FrameType))
print(types.SimpleNamespace(a=1, b="x"), types.MappingProxyType({"a": 1})["a"])


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        return {"prepared": sorted(kw)}

    def __new__(mcls, name, bases, ns, **kw):
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)


X = types.new_class("X", (int,), {"metaclass": Meta, "z": 1}, lambda ns: ns.update(y=5))
print(X.prepared, X.y, type(X).__name__, X.__mro__[1], X(3) + 1)
print(types.prepare_class("Y", (X,), {"k": 2})[1:], types.new_class("Z").__name__)


class Entry:
    def __mro_entries__(self, bases):
        return (dict,)


e = Entry()
print(types.resolve_bases((int, e)), types.resolve_bases((int,)), types.new_class("W", (e,)).__orig_bases__ == (e,), types.get_original_bases(types.new_class("W", (e,)))[0] is e if hasattr(types, "get_original_bases") else True)
fails(types.new_class, "Bad", (), {"metaclass": type, "nothing": 1})


class D:
    def __init__(self):
        self._v = 1

    @types.DynamicClassAttribute
    def v(self):
        "Doc."
        return self._v

    @v.setter
    def v(self, value):
        self._v = value


d = D()
d.v = 7
print(d.v, D.__dict__["v"].__doc__)
fails(lambda: D.v)
fails(delattr, d, "v")


@types.coroutine
def old():
    return (yield "yielded")


async def user():
    return await old()


u = user()
print(u.send(None))
try:
    u.send("sent")
except StopIteration as stop:
    print(stop.value)
fails(types.coroutine, 3)
