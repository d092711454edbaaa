# features: LG23
# The message is evaluated only on failure.
def note():
    print("message made")
    return "text"
assert True, note()
try:
    assert 0, note()
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e), e.args)
try:
    assert None, (1, 2)
except AssertionError as e:
    print(e.args)
print(__debug__)
