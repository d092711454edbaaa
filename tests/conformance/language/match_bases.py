# features: LG09
# The first class of the order that is a sequence or a mapping decides what instances match.
import collections
import collections.abc


class Other:
    pass


class A(Other, collections.UserDict, collections.abc.Sequence):
    pass


class B(Other, collections.UserList, collections.abc.Mapping):
    __len__ = collections.UserList.__len__
    __getitem__ = collections.UserList.__getitem__
    __iter__ = collections.UserList.__iter__


class C(collections.UserDict, Other, list):
    pass


class D(B):
    pass


for made in A(), B(), C(), D(), Other():
    match made:
        case [*_]:
            print(type(made).__name__, "sequence")
        case {}:
            print(type(made).__name__, "mapping")
        case _:
            print(type(made).__name__, "neither")
