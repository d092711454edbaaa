"""Octets as text: base 16, 32, 64 and 85."""

import binascii
import struct

__all__ = [
    "encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode", "b32decode",
    "b32hexencode", "b32hexdecode", "b16encode", "b16decode", "b85encode", "b85decode", "a85encode", "a85decode",
    "z85encode", "z85decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode",
]


def _octets(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, not "
                        + repr(s.__class__.__name__)) from None


def b64encode(s, altchars=None):
    """Encode in Base64; altchars stand for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """Decode Base64; with validate, other characters are an error."""
    s = _octets(s)
    if altchars is not None:
        altchars = _octets(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Encode in Base64."""
    return b64encode(s)


def standard_b64decode(s):
    """Decode Base64."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Encode in Base64 with - and _ in place of + and /."""
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    """Decode Base64 with - and _ in place of + and /."""
    return b64decode(s, b"-_")


_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B32HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"


def _encode_32(alphabet, s):
    s = memoryview(s).tobytes() if not isinstance(s, (bytes, bytearray)) else s
    out = bytearray()
    for at in range(0, len(s), 5):
        group = s[at:at + 5]
        bits = int.from_bytes(group, "big") << 8 * (5 - len(group))
        used = (len(group) * 8 + 4) // 5
        for place in range(8):
            out.append(alphabet[bits >> 35 - 5 * place & 31] if place < used else 61)
    return bytes(out)


def _decode_32(alphabet, s, casefold=False, map01=None):
    s = _octets(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _octets(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    data = s.rstrip(b"=")
    pads = len(s) - len(data)
    out = bytearray()
    for at in range(0, len(data), 8):
        bits = 0
        group = data[at:at + 8]
        for character in group:
            digit = alphabet.find(character)
            if digit < 0:
                raise binascii.Error("Non-base32 digit found")
            bits = bits << 5 | digit
        out += (bits << 5 * (8 - len(group))).to_bytes(5, "big")
    if pads not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if pads and out:
        del out[-(5 - (40 - 5 * pads) // 8):]
    return bytes(out)


def b32encode(s):
    """Encode in Base32."""
    return _encode_32(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """Decode Base32."""
    return _decode_32(_B32, s, casefold, map01)


def b32hexencode(s):
    """Encode in Base32 with the extended hexadecimal alphabet."""
    return _encode_32(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    """Decode Base32 with the extended hexadecimal alphabet."""
    return _decode_32(_B32HEX, s, casefold)


def b16encode(s):
    """Encode in Base16."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode Base16."""
    s = _octets(s)
    if casefold:
        s = s.upper()
    if s.strip(b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    for character in s:
        if character not in b"0123456789ABCDEF":
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def _encode_85(b, alphabet, pad=False, zero=b"", spaces=b""):
    if not isinstance(b, (bytes, bytearray)):
        b = memoryview(b).tobytes()
    missing = -len(b) % 4
    b = bytes(b) + bytes(missing)
    out = bytearray()
    for (word,) in struct.iter_unpack("!I", b):
        if zero and not word:
            out += zero
        elif spaces and word == 0x20202020:
            out += spaces
        else:
            digits = bytearray(5)
            for place in range(4, -1, -1):
                word, digit = divmod(word, 85)
                digits[place] = alphabet[digit]
            out += digits
    if missing and not pad:
        if zero and out[-1:] == zero:
            out[-1:] = alphabet[:1] * 5
        del out[-missing:]
    return bytes(out)


_A85 = bytes(range(33, 118))


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode in Ascii85."""
    out = _encode_85(b, _A85, pad, b"z", b"y" if foldspaces else b"")
    if adobe:
        out = b"<~" + out
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [out[at:at + wrapcol] for at in range(0, len(out), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        out = b"\n".join(lines)
    return out + b"~>" if adobe else out


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """Decode Ascii85."""
    b = _octets(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    out = bytearray()
    group = []
    for character in b + b"u" * 4:
        if 33 <= character <= 117:
            group.append(character - 33)
            if len(group) == 5:
                word = 0
                for digit in group:
                    word = word * 85 + digit
                if word > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                out += word.to_bytes(4, "big")
                group.clear()
        elif character == 122:
            if group:
                raise ValueError("z inside Ascii85 5-tuple")
            out += bytes(4)
        elif foldspaces and character == 121:
            if group:
                raise ValueError("y inside Ascii85 5-tuple")
            out += b"    "
        elif character not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % character)
    # Of the four characters added, those that filled no group were needed by none.
    missing = 4 - len(group)
    return bytes(out[:-missing] if missing else out)


_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_Z85 = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"


def b85encode(b, pad=False):
    """Encode in base 85, as Git does."""
    return _encode_85(b, _B85, pad)


def _decode_85(b, alphabet, name):
    b = _octets(b)
    missing = -len(b) % 5
    b = bytes(b) + alphabet[84:85] * missing
    out = bytearray()
    for at in range(0, len(b), 5):
        word = 0
        for place in range(at, at + 5):
            digit = alphabet.find(b[place])
            if digit < 0:
                raise ValueError(f"bad {name} character at position {place}")
            word = word * 85 + digit
        if word > 0xFFFFFFFF:
            raise ValueError(f"{name} overflow in hunk starting at byte {at}")
        out += word.to_bytes(4, "big")
    return bytes(out[:-missing] if missing else out)


def b85decode(b):
    """Decode base 85, as Git does."""
    return _decode_85(b, _B85, "base85")


def z85encode(s):
    """Encode in Z85."""
    return _encode_85(s, _Z85)


def z85decode(s):
    """Decode Z85."""
    return _decode_85(s, _Z85, "z85")


_LINE = 57


def encode(input, output):
    """Encode a file in lines of Base64."""
    while piece := input.read(_LINE):
        while len(piece) < _LINE and (more := input.read(_LINE - len(piece))):
            piece += more
        output.write(binascii.b2a_base64(piece))


def decode(input, output):
    """Decode a file of lines of Base64."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def encodebytes(s):
    """Encode in lines of Base64."""
    s = memoryview(s).tobytes()
    return b"".join(binascii.b2a_base64(s[at:at + _LINE]) for at in range(0, len(s), _LINE))


def decodebytes(s):
    """Decode lines of Base64."""
    return binascii.a2b_base64(memoryview(s).tobytes())
