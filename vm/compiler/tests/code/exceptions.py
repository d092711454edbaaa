def all_of_it(x):
    try:
        x()
    except (ValueError, TypeError) as e:
        print(e)
        return e
    except KeyError:
        raise
    except:
        raise RuntimeError from None
    else:
        x.done()
    finally:
        x.close()
    return e


def in_loop(items):
    for item in items:
        try:
            if item:
                continue
            break
        finally:
            print(item)


def with_two(a, b):
    with a as x, b() as (y, z):
        return x + y
    assert a, "message"


def groups():
    try:
        f()
    except* OSError as e:
        g(e)
    except* (A, B):
        pass


del with_two, groups.x, groups[0]
