# features: LG10
# Order of clauses, matching by class and tuple, the `else` branch.
def f(e):
    try:
        if e:
            raise e
    except (KeyError, IndexError) as x:
        return "lookup " + type(x).__name__
    except ArithmeticError:
        return "arithmetic"
    except Exception as x:
        return "other " + str(x)
    else:
        return "nothing"
    finally:
        print("-", end=" ")
for e in (None, KeyError("k"), IndexError, ZeroDivisionError(), ValueError("v")):
    print(f(e))
try:
    try:
        raise ValueError("inner")
    except TypeError:
        print("never")
    finally:
        print("passes by")
except ValueError as e:
    print("caught", e)
def els():
    try:
        pass
    except ValueError:
        print("not here")
    else:
        raise ValueError("from else")
try:
    els()
except ValueError as e:
    print(e)
try:
    raise
except RuntimeError as e:
    print(e)
