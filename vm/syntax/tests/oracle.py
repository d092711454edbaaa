"""The trees CPython makes, in the form of `pyrite_syntax::dump`.

Reads a path a line; answers with the length in bytes, a line end, and the text.
A leading `@` asks for the statements of the prompt (`single`).
"""
import ast, re, struct, sys, warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def data(value):
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    out = []
    for b in value:
        c = chr(b)
        out.append("\\" + c if c in "\\'" else c if 32 <= b < 127 else "\\x%02x" % b)
    return "".join(out)


def constant(node, value, lines):
    if value is None or value is True or value is False:
        return repr(value)
    if value is Ellipsis:
        return "Ellipsis"
    if isinstance(value, int):
        if value < 1 << 63:
            return str(value)
        line = lines[node.lineno - 1]
        text = line[node.col_offset:node.end_col_offset].decode().replace("_", "")
        radix = {"0x": 16, "0o": 8, "0b": 2}.get(text[:2].lower(), 10)
        return "int(%d, '%s')" % (radix, text if radix == 10 else text[2:])
    if isinstance(value, float):
        return "float(%s)" % struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "complex(%s)" % struct.pack(">d", value.imag).hex()
    if isinstance(value, str):
        return "'" + data(value) + "'"
    return "b'" + data(value) + "'"


def dump(node, lines, depth=0):
    pad = "\n" + " " * (depth + 1)
    if isinstance(node, list):
        return "[" + ",".join(pad + dump(n, lines, depth + 1) for n in node) + "]"
    if not isinstance(node, ast.AST):
        return repr(node) if node is None or isinstance(node, int) else "'" + node + "'"
    name = type(node).__name__
    fields = list(node._fields)
    if name in ("FunctionDef", "AsyncFunctionDef", "ClassDef") and "type_params" not in fields:
        fields.append("type_params")
    if name in ("TypeVar", "ParamSpec", "TypeVarTuple") and "default_value" not in fields:
        fields.append("default_value")
    parts = []
    for field in fields:
        missing = [] if field == "type_params" else None
        value = getattr(node, field, missing)
        if name in ("Constant", "MatchSingleton") and field == "value":
            text = constant(node, value, lines)
        else:
            text = dump(value, lines, depth + 1)
        parts.append(pad + field + "=" + text)
    return name + "(" + ",".join(parts) + ")"


def main():
    stdin, out = sys.stdin, sys.stdout.buffer
    for path in stdin:
        path = path.rstrip("\n")
        try:
            source = open(path, "rb").read()
            tree = ast.parse(source)
            lines = re.split(rb"\r\n|\n|\r", source)
            if source.startswith(b"\xef\xbb\xbf"):
                lines[0] = lines[0][3:]
            text = "".join(dump(s, lines) + "\n" for s in tree.body)
        except SyntaxError as e:
            text = "%s|%s|%s|%s" % (type(e).__name__, e.msg, e.lineno, e.offset)
        except (ValueError, RecursionError, MemoryError, LookupError) as e:
            text = "%s|%s|0|0" % (type(e).__name__, e)
        text = text.encode("utf-8", "surrogatepass")
        out.write(b"%d\n" % len(text) + text + b"\n")
        out.flush()


main()
