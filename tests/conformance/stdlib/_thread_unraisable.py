# features: TH01 TH07
# What a thread does not catch goes to sys.unraisablehook; SystemExit goes nowhere.
import _thread
import sys

done = _thread.allocate_lock()
done.acquire()


def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.exc_traceback is not None)
    print(args.err_msg.partition(" at 0x")[0], args.object)
    done.release()


sys.unraisablehook = hook


def fail(text):
    raise ValueError(text)


_thread.start_new_thread(fail, ("one",))
done.acquire()
_thread.start_new_thread(fail, ())
done.acquire()


def leave():
    try:
        raise SystemExit(3)
    finally:
        done.release()


_thread.start_new_thread(leave, ())
done.acquire()


# An exception that is being handled is the thread's own.
def look():
    print(sys.exc_info())
    try:
        1 / 0
    except ZeroDivisionError:
        done.release()
        again.acquire()
        print(sys.exception())
    done.release()


again = _thread.allocate_lock()
again.acquire()
try:
    raise KeyError("main")
except KeyError:
    _thread.start_new_thread(look, ())
    done.acquire()
    print(repr(sys.exc_info()[1]))
    again.release()
    done.acquire()
print(sys.exc_info()[1])
