# features: SM46
# Wrapping, filling, indenting.
import textwrap
from textwrap import dedent, fill, indent, shorten, wrap


def fails(function, *args, **kwargs):
    try:
        print("no error", function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


text = "Hello there, how are you this fine day?  I'm glad to hear it! Use the -b option--or not--of goof-ball e-mail."
for width in (5, 12, 20, 33, 50, 70, 200):
    print(wrap(text, width))
print(wrap("Hello there -- you goof-ball, use the -b option!", 45), wrap("this-is-a-useful-feature-for-reformatting posts from tim p'ly", 30))
print(wrap("supercalifragilisticexpialidocious", 10), wrap("a supercalifragilistic b", 10, break_long_words=False), wrap("", 5), wrap("   ", 5), wrap("  lead", 10))
print(wrap("one two three four", 9, initial_indent="* ", subsequent_indent="  "), wrap("a\tb\nc", 20), wrap("a\tb", 20, expand_tabs=False), wrap("a\nb", 20, replace_whitespace=False))
print(wrap("Sentence one. Sentence two! Three? \"Four.\" five.", 60, fix_sentence_endings=True), wrap("  keep  spaces ", 6, drop_whitespace=False))
print(wrap("goof-ball and-so-on", 6, break_on_hyphens=False), wrap("very-very-long-hyphenated", 8))
for limit in (1, 2, 3):
    print(wrap(text, 30, max_lines=limit), wrap(text, 30, max_lines=limit, placeholder="..."))
print(shorten("Hello  world!", 12), shorten("Hello  world!", 11), shorten("Hello world", width=10, placeholder="..."), shorten("hello", 10))
fails(wrap, "x", 0)
fails(wrap, "x y", 3, max_lines=1)
fails(shorten, "Hello world", 3)
print(repr(dedent("  a\n    b\n\n  c\n")), repr(dedent("\ta\n\t  b")), repr(dedent("  a\n\tb")), repr(dedent("   \n  x\n \n")), repr(dedent("a\n b")))
print(repr(indent("a\n\n b\n", "> ")), repr(indent("a\n\nb", "> ", lambda line: True)), repr(fill("a b c d", 3)))
w = textwrap.TextWrapper(width=10)
w.width = 15
print(w.wrap("reusable wrapper object here"), w.fill("another text for it"))
