"""Encodings by name, and streams over them."""

import builtins

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = BOM32_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = BOM32_BE = b"\xfe\xff"
BOM_UTF32_LE = BOM64_LE = b"\xff\xfe\0\0"
BOM_UTF32_BE = BOM64_BE = b"\0\0\xfe\xff"
BOM = BOM_UTF16 = BOM_LE
BOM_UTF32 = BOM_UTF32_LE


class CodecInfo(tuple):
    """What lookup finds: four functions and two classes, of which the first four are items."""

    _is_text_encoding = True

    def __new__(
        cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None,
        name=None, *, _is_text_encoding=None
    ):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name, self.encode, self.decode = name, encode, decode
        self.streamreader, self.streamwriter = streamreader, streamwriter
        self.incrementalencoder, self.incrementaldecoder = incrementalencoder, incrementaldecoder
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} object for encoding {self.name} at {id(self):#x}>"


class Codec:
    """An encoder and decoder without state."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes text that comes in pieces."""

    def __init__(self, errors="strict"):
        self.errors, self.buffer = errors, ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps what a piece leaves over for the next one."""

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_encode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    """Decodes bytes that come in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return b"", 0

    def setstate(self, state):
        pass


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps what a piece leaves over for the next one."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, used = self._buffer_decode(data, self.errors, final)
        self.buffer = data[used:]
        return result

    def reset(self):
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


def _whole(data, width, name):
    """How many bytes of `data` are whole characters."""
    if width == 4:
        return len(data) // 4 * 4
    if width == 2:
        size = len(data) // 2 * 2
        high = data[size - 1 if name.endswith("le") or name == "utf-16" else size - 2] if size else 0
        return size - 2 if 0xD8 <= high < 0xDC else size
    size = len(data)
    for back in range(1, min(3, size) + 1):
        byte = data[size - back]
        if byte >= 0xC0:
            need = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return size - back if need > back else size
        if byte < 0x80:
            break
    return size


_WIDTHS = {"utf-8": 0, "ascii": 1, "iso8859-1": 1, "utf-16": 2, "utf-16-le": 2, "utf-16-be": 2, "utf-32": 4,
           "utf-32-le": 4, "utf-32-be": 4}


def _codec(name):
    """The codec of an encoding that the machine has."""
    width = _WIDTHS[name]

    def encode(input, errors="strict"):
        return str.encode(input, name, errors), len(input)

    def decode(input, errors="strict"):
        return str(bytes(input), name, errors or "strict"), len(input)

    class Incremental(IncrementalEncoder):
        def encode(self, input, final=False):
            return str.encode(input, name, self.errors)

    class Decremental(BufferedIncrementalDecoder):
        def _buffer_decode(self, input, errors, final):
            size = len(input) if final or width == 1 else _whole(input, width, name)
            return str(bytes(input[:size]), name, errors), size

    class Reader(StreamReader):
        pass

    class Writer(StreamWriter):
        pass

    Reader.decode = Writer.decode = staticmethod(decode)
    Reader.encode = Writer.encode = staticmethod(encode)
    return CodecInfo(encode, decode, Reader, Writer, Incremental, Decremental, name)


_ALIASES = {"utf8": "utf-8", "u8": "utf-8", "utf": "utf-8", "cp65001": "utf-8", "us-ascii": "ascii", "646": "ascii",
            "latin-1": "iso8859-1", "latin1": "iso8859-1", "latin": "iso8859-1", "l1": "iso8859-1",
            "iso-8859-1": "iso8859-1", "8859": "iso8859-1", "cp819": "iso8859-1", "utf16": "utf-16",
            "u16": "utf-16", "utf32": "utf-32", "u32": "utf-32"}
_found = {}
_searches = []


def lookup(encoding):
    """The CodecInfo of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    key = encoding.lower().replace("_", "-").replace(" ", "-")
    name = _ALIASES.get(key, key)
    if name in _found:
        return _found[name]
    for search in _searches:
        info = search(key.replace("-", "_"))
        if info is not None:
            _found[name] = info
            return info
    if name in _WIDTHS:
        info = _codec(name)
    elif name in _OWN:
        encode, decode = _OWN[name]
        info = CodecInfo(encode, decode, name=name)
    else:
        raise LookupError(f"unknown encoding: {encoding}")
    _found[name] = info
    return info


def _code(kind, encoding, function, object, errors, wanted):
    result = function(object, errors)[0]
    if not isinstance(result, wanted):
        raise TypeError(
            f"'{encoding}' {kind}r returned '{type(result).__name__}' instead of '{wanted.__name__}'; "
            f"use codecs.{kind}() to {kind} to arbitrary types"
        )
    return result


def _encode(encoding, object, errors):
    """What str.encode asks for an encoding that the machine has not got."""
    return _code("encode", encoding, lookup(encoding).encode, object, errors, bytes)


def _decode(encoding, object, errors):
    """What bytes.decode asks for an encoding that the machine has not got."""
    return _code("decode", encoding, lookup(encoding).decode, object, errors, str)


def _code_point(number):
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def _raw_encode(input, errors="strict"):
    text = "".join(char if char <= "\xff" else _code_point(ord(char)) for char in input)
    return text.encode("latin-1"), len(input)


def _escape_encode(input, errors="strict"):
    short = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    text = "".join(
        short.get(char) or (char if " " <= char <= "~" else _code_point(ord(char))) for char in input
    )
    return text.encode("latin-1"), len(input)


def _unescape(input, errors, name, letters):
    """Text in which a backslash and one of `letters` stand for a character."""
    data = input.encode() if isinstance(input, str) else bytes(input)
    text, out, at = data.decode("latin-1"), [], 0
    while True:
        slash = text.find("\\", at)
        if slash < 0 or slash + 1 == len(text) and not letters:
            break
        out.append(text[at:slash])
        letter = text[slash + 1 : slash + 2]
        at = slash + 2
        width = {"x": 2, "u": 4, "U": 8}.get(letter, 0) if letter in (letters or "uU") else 0
        if width:
            digits = text[at : at + width]
            good = len(digits) == width and all(digit in "0123456789abcdefABCDEF" for digit in digits)
            number = int(digits, 16) if good else 0x110000
            if number < 0x110000:
                out.append(chr(number))
                at += width
                continue
            size = at
            while size < at + width and text[size : size + 1] in set("0123456789abcdefABCDEF"):
                size += 1
            out_of_range = "illegal Unicode character" if letters else "\\Uxxxxxxxx out of range"
            reason = out_of_range if good else f"truncated \\{letter}{'X' * width} escape"
            error = UnicodeDecodeError(name, data, slash, size, reason)
            piece, at = lookup_error(errors)(error)
            out.append(piece)
        elif not letters:
            out.append("\\" + letter)
        elif letter and letter in "01234567":
            end = at
            while end < at + 2 and text[end : end + 1] in set("01234567"):
                end += 1
            out.append(chr(int(text[at - 1 : end], 8)))
            at = end
        elif not letter:
            error = UnicodeDecodeError(name, data, slash, slash + 1, "\\ at end of string")
            piece, at = lookup_error(errors)(error)
            out.append(piece)
        else:
            plain = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
                     "t": "\t", "v": "\v", "\n": ""}
            out.append(plain.get(letter, "\\" + letter))
    out.append(text[at:])
    return "".join(out), len(data)


def _raw_decode(input, errors="strict"):
    return _unescape(input, errors, "rawunicodeescape", "")


def _escape_text(input, errors="strict"):
    return _unescape(input, errors, "unicodeescape", "xuU")


def _sig_encode(input, errors="strict"):
    return BOM_UTF8 + input.encode("utf-8", errors), len(input)


def _sig_decode(input, errors="strict"):
    data = bytes(input)
    return data.removeprefix(BOM_UTF8).decode("utf-8", errors), len(data)


_OWN = {
    "raw-unicode-escape": (_raw_encode, _raw_decode), "unicode-escape": (_escape_encode, _escape_text),
    "utf-8-sig": (_sig_encode, _sig_decode),
}


def register(search_function):
    """Let a function find encodings."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searches.append(search_function)


def unregister(search_function):
    """Forget a function that finds encodings."""
    if search_function in _searches:
        _searches.remove(search_function)
        _found.clear()


def encode(obj, encoding="utf-8", errors="strict"):
    """Encode with the codec of a name."""
    return lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    """Decode with the codec of a name."""
    return lookup(encoding).decode(obj, errors)[0]


def getencoder(encoding):
    """The function that encodes."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The function that decodes."""
    return lookup(encoding).decode


def _need(kind, encoding):
    if kind is None:
        raise LookupError(encoding)
    return kind


def getincrementalencoder(encoding):
    """The class that encodes pieces."""
    return _need(lookup(encoding).incrementalencoder, encoding)


def getincrementaldecoder(encoding):
    """The class that decodes pieces."""
    return _need(lookup(encoding).incrementaldecoder, encoding)


def getreader(encoding):
    """The class of streams that decode."""
    return lookup(encoding).streamreader


def getwriter(encoding):
    """The class of streams that encode."""
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """Encode pieces."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if output := encoder.encode(piece):
            yield output
    if output := encoder.encode("", True):
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """Decode pieces."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        if output := decoder.decode(piece):
            yield output
    if output := decoder.decode(b"", True):
        yield output


class _Stream(Codec):
    def __init__(self, stream, errors="strict"):
        self.stream, self.errors = stream, errors

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


class StreamWriter(_Stream):
    """Encodes what is written."""

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        for text in list:
            self.write(text)

    def reset(self):
        pass


class StreamReader(_Stream):
    """Decodes what is read: all of the stream at the first read."""

    _rest = None

    def _fill(self):
        if self._rest is None:
            import io
            self._rest = io.StringIO(self.decode(self.stream.read(), self.errors)[0], newline="")
        return self._rest

    def read(self, size=-1, chars=-1, firstline=False):
        return self._fill().read(chars if chars >= 0 else size)

    def readline(self, size=None, keepends=True):
        line = self._fill().readline()
        return line if keepends else line.splitlines()[0] if line else line

    def readlines(self, sizehint=None, keepends=True):
        return self._fill().read().splitlines(keepends)

    def __iter__(self):
        return self

    def __next__(self):
        if line := self.readline():
            return line
        raise StopIteration

    def reset(self):
        self._rest = None

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()


class StreamReaderWriter(_Stream):
    """A stream that decodes and encodes."""

    def __init__(self, stream, Reader, Writer, errors="strict"):
        super().__init__(stream, errors)
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)
        for name in ("read", "readline", "readlines", "seek"):
            setattr(self, name, getattr(self.reader, name))
        for name in ("write", "writelines"):
            setattr(self, name, getattr(self.writer, name))

    def __iter__(self):
        return iter(self.reader)


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """A file of text in an encoding, its line ends as they are."""
    if encoding is None:
        return builtins.open(filename, mode, buffering)
    if "b" not in mode:
        mode += "b"
    info = lookup(encoding)
    stream = builtins.open(filename, mode, buffering)
    return StreamReaderWriter(stream, info.streamreader, info.streamwriter, errors)


def escape_decode(input, errors="strict"):
    """Bytes with the escapes of a literal, decoded."""
    text = bytes(input).decode("latin-1").replace("\\\n", "")
    out, at = bytearray(), 0
    plain = {"\\": 92, "'": 39, '"': 34, "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
    while at < len(text):
        letter = text[at]
        at += 1
        if letter != "\\":
            out.append(ord(letter))
            continue
        if at == len(text):
            raise ValueError("Trailing \\ in string")
        letter = text[at]
        at += 1
        if letter in plain:
            out.append(plain[letter])
        elif letter == "x":
            out.append(int(text[at : at + 2], 16))
            at += 2
        elif letter in "01234567":
            end = at
            while end < at + 2 and text[end : end + 1] in set("01234567"):
                end += 1
            out.append(int(text[at - 1 : end], 8) & 255)
            at = end
        else:
            out += b"\\" + letter.encode("latin-1")
    return bytes(out), len(input)


def strict_errors(error):
    """Raise the error."""
    raise error


def ignore_errors(error):
    """Leave out what cannot be coded."""
    return "", error.end


def replace_errors(error):
    """Put a mark for what cannot be coded."""
    if isinstance(error, UnicodeEncodeError):
        return "?" * (error.end - error.start), error.end
    return "\ufffd" * (1 if isinstance(error, UnicodeDecodeError) else error.end - error.start), error.end


def backslashreplace_errors(error):
    """Escape what cannot be coded."""
    part = error.object[error.start : error.end]
    if isinstance(error, UnicodeDecodeError):
        return "".join(f"\\x{byte:02x}" for byte in part), error.end
    return part.encode("ascii", "backslashreplace").decode(), error.end


def xmlcharrefreplace_errors(error):
    """Write references for what cannot be coded."""
    return "".join(f"&#{ord(char)};" for char in error.object[error.start : error.end]), error.end


_handlers = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
    "backslashreplace": backslashreplace_errors, "xmlcharrefreplace": xmlcharrefreplace_errors,
}


def lookup_error(name):
    """The function that handles errors under a name."""
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"unknown error handler name '{name}'") from None
