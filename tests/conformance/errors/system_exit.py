# features: BI16
# SystemExit is no Exception and carries its code.
import sys
for args in ((), (0,), (3,), ("text",), (None,), (1, 2)):
    try:
        sys.exit(*args)
    except SystemExit as e:
        print(repr(e), e.code)
    except TypeError as e:
        print(e)
try:
    try:
        sys.exit(1)
    except Exception:
        print("never")
    finally:
        print("finally")
except BaseException as e:
    print(type(e).__name__)
