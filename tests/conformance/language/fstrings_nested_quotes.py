# features: LG04
# python: 3.12
# Any expression, with the quotes of the string itself (PEP 701).
d = {"k": "v"}
print(f"{d["k"]} {"x" + "y"} {f"{f"{1}"}"}")
print(f"{'\n'.join(["a", "b"])}")
print(f"{
    d["k"]  # a comment
}")
