# features: BI03 LG26
# encode, and the errors of codecs.
print("é€😀".encode(), "é".encode("latin-1"), "abc".encode("ascii"), "a".encode("utf-8", "strict"), "é".encode(encoding="utf8"))
print("é".encode("ascii", "ignore"), "aé".encode("ascii", "replace"), "é€".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"))
for args in (("ascii",), ("latin-1",)):
    try:
        "a€é".encode(*args)
    except UnicodeEncodeError as e:
        print(e, "|", e.encoding, e.start, e.end, e.object, e.reason)
try:
    "\ud800".encode()
except UnicodeEncodeError as e:
    print(e)
try:
    "a".encode("no-such-codec")
except LookupError as e:
    print(e)
print(b"\xe2\x82\xac".decode(), b"\xe9".decode("latin-1"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("ascii", "ignore"))
for bad in (b"\xff", b"a\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"):
    try:
        bad.decode()
    except UnicodeDecodeError as e:
        print(e)
