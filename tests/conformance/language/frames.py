# features: LG36 SM16
# What a program sees of frames: place, names, callers.
import sys
def plain(a):
    b = 2
    frame = sys._getframe()
    print(frame is sys._getframe(), frame.f_lineno, sorted(frame.f_locals), frame.f_code.co_name)
    print(frame.f_back.f_lineno, frame.f_back.f_code.co_name, frame.f_back.f_back, frame.f_globals is globals())
    return frame
frame = plain(1)
print(frame.f_code is plain.__code__, repr(frame)[:10])
def key(value):
    frame = sys._getframe()
    print(frame.f_lineno, frame.f_back.f_lineno, frame.f_back.f_code.co_name)
    return value
def native_between():
    [3, 1].sort(
        key=key)
    sorted([1], key=key)
native_between()
class Class:
    frame = sys._getframe()
    print(frame.f_lineno, "frame" in frame.f_locals)
    def __init__(self):
        frame = sys._getframe()
        print(frame.f_lineno, frame.f_code.co_qualname, frame.f_back.f_lineno)
    def __add__(self, other):
        return sys._getframe(1).f_lineno
print(Class() +
      1)
def generator():
    yield sys._getframe().f_back.f_lineno
    yield sys._getframe().f_back.f_lineno
for line in generator():
    print(line)
def fails():
    return [][1]
try:
    fails()
except IndexError as e:
    entry = e.__traceback__
    print(entry.tb_lineno, entry.tb_frame.f_lineno)
    entry = entry.tb_next
    print(entry.tb_lineno, entry.tb_frame.f_lineno, entry.tb_frame.f_code is fails.__code__, entry.tb_next)
    print(list(fails.__code__.co_positions())[entry.tb_lasti // 2] == (37, 37, 11, 16))
    made = type(entry)(None, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    print(made.tb_lineno, made.tb_next)
def deep(n):
    return sys._getframe(n).f_code.co_name
print(deep(0), deep(1))
for n in (100, -1):
    try:
        print(deep(n))
    except ValueError as e:
        print(e)
print(sorted({line for _, _, line in plain.__code__.co_lines() if line and line > 4}))
print(plain.__code__.co_nlocals, "sys" in plain.__code__.co_names)
def running():
    frame = sys._getframe()
    try:
        frame.clear()
    except RuntimeError as e:
        print(e)
    return frame
running().clear()
