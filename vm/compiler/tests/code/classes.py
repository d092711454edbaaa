class Base(metaclass=Meta):
    """Documented."""

    x: int = 1
    y: str

    def __init__(self, value):
        self.value = value
        self.__hidden = 0

    def get(self):
        return super().get() + __class__.x


@register
class Derived(Base, *mixins, key=1, **options):
    pairs = [(a, b) for a in Base.x for b in a]
