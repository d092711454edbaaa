# features: LG13
# Exceptions thrown in, and clean-up on close.
def g():
    try:
        while True:
            try:
                yield 1
            except ValueError as e:
                print("caught", e)
                yield "handled"
    finally:
        print("clean")
it = g()
print(next(it), it.throw(ValueError("v")), next(it))
try:
    it.throw(KeyError("k"))
except KeyError as e:
    print("out", e)
print(next(it, "dead"))
it = g()
next(it)
print(it.close(), it.close(), next(it, "closed"))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
f = g()
try:
    f.throw(KeyError("early"))
except KeyError as e:
    print("early", e)
