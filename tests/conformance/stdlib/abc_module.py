# features: SM46
# Abstract classes: methods, registration, caches, hooks.
import abc
from abc import ABC, ABCMeta, abstractmethod


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


class A(ABC):
    @abstractmethod
    def one(self):
        return "one"

    @property
    @abstractmethod
    def two(self):
        pass

    @classmethod
    @abstractmethod
    def three(cls):
        pass

    @staticmethod
    @abstractmethod
    def four():
        pass

    def concrete(self):
        return 1


fails(A)
print(sorted(A.__abstractmethods__), A.one.__isabstractmethod__, A.__dict__["two"].__isabstractmethod__)


class B(A):
    def one(self):
        return super().one() + "!"
    two = 2


fails(B)


class C(B):
    @classmethod
    def three(cls):
        return 3

    @staticmethod
    def four():
        return 4


print(C().one(), C().concrete(), C.__abstractmethods__, isinstance(C(), A), issubclass(C, A), isinstance(3, A))


class Single(ABC):
    @abstractmethod
    def f(self):
        pass


fails(Single)


class Base(metaclass=ABCMeta):
    pass


class Other:
    pass


class Derived(Other):
    pass


print(isinstance(Other(), Base), issubclass(Derived, Base))
token = abc.get_cache_token()
print(Base.register(Other) is Other, abc.get_cache_token() != token)
print(isinstance(Other(), Base), issubclass(Derived, Base), isinstance(Derived(), Base), isinstance(3, Base))
fails(Base.register, 3)


class Sub(Base):
    pass


fails(Sub.register, Base)
print(Base.register(Sub) is Sub)


@Base.register
class Decorated:
    pass


print(issubclass(Decorated, Base), isinstance(Decorated(), Base), issubclass(Base, Decorated))


class Hooked(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        if cls is Hooked:
            return hasattr(C, "quack") or NotImplemented
        return NotImplemented


class Duck:
    quack = 1


class BadHook(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        return 3


print(issubclass(Duck, Hooked), isinstance(Duck(), Hooked), issubclass(int, Hooked))
fails(issubclass, int, BadHook)
fails(issubclass, 3, Hooked)


class Later(ABC):
    @abstractmethod
    def f(self):
        pass


def f(self):
    return "f"


Later.f = f
fails(Later)
abc.update_abstractmethods(Later)
print(Later().f(), Later.__abstractmethods__)


class WithInit(ABC):
    def __init__(self, x):
        self.x = x

    @abstractmethod
    def f(self):
        pass


fails(WithInit, 1)
fails(type("Full", (WithInit,), {"f": f}))
print(type("Full", (WithInit,), {"f": f})(5).x)


class Meta(ABCMeta):
    def __instancecheck__(cls, instance):
        return instance == 5 or super().__instancecheck__(instance)


class M(metaclass=Meta):
    pass


print(isinstance(5, M), isinstance(4, M), isinstance(M(), M))
for i in range(60):
    isinstance(type("T%d" % i, (), {})(), Base)
print(isinstance(Other(), Base), ABC.__doc__ is not None)
