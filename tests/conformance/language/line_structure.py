# features: LG01
# Continuations, semicolons, comments, blank lines, indentation.
x = 1; y = 2; print(x, y);
z = (1 +
     2  # a comment inside
     + 3)
w = 1 + \
    2
print(z, w)
if x: print("one line"); print("two")
if True:
        print("deep")
        if True:
         print("odd")
        print("back")

# A comment at column 0 inside a block
def f():
    a = 1
# does not end it
    return a
print(f(), [
    1,
    2,
], {"k": 1,
})
class C: pass
for i in range(1): pass
while 0: pass
else: print("else")
