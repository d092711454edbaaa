# Classes: inheritance, descriptors, slots, metaclasses, operators, finalizers, super.
class Meta(type):
    def __new__(meta, name, bases, namespace, **options):
        made = super().__new__(meta, name, bases, namespace)
        made.options = options
        return made


class Checked:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name} is {value}")
        setattr(instance, self.name, value)


class Shape(metaclass=Meta, sides=0):
    size = Checked()

    def __init__(self, size):
        self.size = size

    def __repr__(self):
        return f"{type(self).__name__}({self.size})"

    def __eq__(self, other):
        return isinstance(other, Shape) and self.size == other.size

    def __hash__(self):
        return hash(self.size)

    def __lt__(self, other):
        return self.size < other.size

    def __add__(self, other):
        return type(self)(self.size + other.size)

    def __getattr__(self, name):
        if name.startswith("lazy"):
            return name.upper()
        raise AttributeError(name)

    def __call__(self, *args, **names):
        return args, sorted(names.items())

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        if index >= self.size:
            raise IndexError(index)
        return index * 2

    @classmethod
    def unit(cls):
        return cls(1)

    @staticmethod
    def helper():
        return "static"


class Square(Shape, sides=4):
    def __init__(self, size):
        super().__init__(size)
        self.extra = [size]

    def __del__(self):
        gone.append(self.size)


class Point:
    __slots__ = "x", "y"

    def __init__(self, x, y):
        self.x, self.y = x, y


class Names(dict):
    def __missing__(self, key):
        return key * 2


gone = []
shapes = [Square(3), Shape(2), Square.unit()]
print(sorted(shapes), shapes[0] + shapes[1], {Shape(2): 1}[Shape(2)], Square.options, Square.__mro__)
print(shapes[0].lazy_one, shapes[0](1, k=2), len(shapes[0]), list(shapes[0]), Shape.helper())
try:
    shapes[1].size = -1
except ValueError as error:
    print(error)
shapes.clear()
print(gone, Names(a=1)["b"], Point(1, 2).y, hasattr(Point(0, 0), "z"))
for n in range(5):
    node = Shape(n)
    node.self = node
del node
print(type("Made", (Shape,), {"x": 5})(4).x, isinstance(True, int), issubclass(Square, Shape), vars(Shape(1)))
