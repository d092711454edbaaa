# features: SM46
# Warnings: filters, registries, records.
import warnings
def warn(text, category=UserWarning):
    warnings.warn(text, category)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for i in range(2):
        warn("a")
    print([(str(w.message), w.category.__name__, w.lineno) for w in log])
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("default")
    for i in range(2):
        warn("b")
    warn("c", RuntimeWarning)
    print([str(w.message) for w in log])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warn("d", DeprecationWarning)
    except DeprecationWarning as e:
        print(repr(e))
    warnings.filterwarnings("ignore", "skip.*")
    warn("skip me")
    try:
        warn("not me")
    except UserWarning as e:
        print(repr(e))
with warnings.catch_warnings(record=True) as log:
    warnings.resetwarnings()
    warnings.filterwarnings("once", category=UserWarning)
    warnings.filterwarnings("error", module="nothing")
    def level():
        warnings.warn("e", stacklevel=2)
    level()
    level()
    print(len(log), log[0].lineno, str(log[0])[:60])
    warnings.warn_explicit("x", UserWarning, "file.py", 7)
    print(log[-1].filename, log[-1].lineno)
print(repr(warnings.formatwarning("text", UserWarning, "file.py", 3, "  line")))
shown = []
with warnings.catch_warnings():
    warnings.simplefilter("always")
    warnings.showwarning = lambda *args: shown.append(args[:2])
    warn("f")
print(shown)
for wrong in (lambda: warnings.warn("x", int), lambda: warnings.simplefilter("bad"), lambda: warnings.filterwarnings("ignore", 3), lambda: warnings.simplefilter("ignore", lineno=-1)):
    try:
        print(wrong())
    except (TypeError, ValueError, AssertionError) as e:
        print(type(e).__name__ in ("TypeError", "ValueError", "AssertionError"))
manager = warnings.catch_warnings(record=True)
with manager:
    try:
        manager.__enter__()
    except RuntimeError as e:
        print(e)
