# A bit of everything, short enough to fail each of its allocations in turn.
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def __iter__(self):
        node = self
        while node is not None:
            yield node.value
            node = node.next


def build(n):
    head = None
    for i in range(n):
        head = Node(i * i, head)
    return head


def guarded(f, *args):
    try:
        return f(*args)
    except ZeroDivisionError as e:
        return "error: " + str(e)
    finally:
        log.append(f.__name__)


log = []
print(list(build(5)), sum(build(4)))
print(guarded(lambda a, b: a // b, 1, 0), log)
squares = {n: str(n ** 20) for n in range(3, 6)}
print(squares, sorted(squares, reverse=True), f"{3.14159:.3f} {'x':>5} {255:#x}")
print(" ".join(word.title() for word in "a quick test".split()), b"bytes".hex(), (1, *[2, 3]), {**squares, 1: 2}[1])
