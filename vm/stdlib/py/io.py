"""Streams: files, memory, text and bytes."""

import abc
import _io
from _io import (
    DEFAULT_BUFFER_SIZE, BufferedRWPair, BufferedRandom, BufferedReader, BufferedWriter, BytesIO, FileIO,
    StringIO, TextIOWrapper, UnsupportedOperation, open, open_code, text_encoding,
)

__all__ = [
    "BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO",
    "BufferedIOBase", "BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase",
    "TextIOWrapper", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "text_encoding",
    "DEFAULT_BUFFER_SIZE", "IncrementalNewlineDecoder",
]

BlockingIOError = BlockingIOError

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    """The base of all streams."""


class RawIOBase(_io._RawIOBase, IOBase):
    """The base of streams of bytes without a buffer."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """The base of streams of bytes with a buffer."""


class TextIOBase(_io._TextIOBase, IOBase):
    """The base of streams of text."""


class IncrementalNewlineDecoder:
    """Decodes pieces and turns their line ends into `\\n`."""

    def __init__(self, decoder, translate, errors="strict"):
        self.decoder, self.translate, self.errors = decoder, translate, errors
        self._pending, self._seen = False, 0

    def decode(self, input, final=False):
        """The text of a piece; a carriage return at its end waits for the next."""
        text = input if self.decoder is None else self.decoder.decode(input, final=final)
        if self._pending and (text or final):
            text, self._pending = "\r" + text, False
        if text.endswith("\r") and not final:
            text, self._pending = text[:-1], True
        pairs = text.count("\r\n")
        returns = text.count("\r") - pairs
        feeds = text.count("\n") - pairs
        self._seen |= (feeds > 0) * 1 | (returns > 0) * 2 | (pairs > 0) * 4
        if self.translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def getstate(self):
        """What waits, and flags."""
        state, flag = (b"", 0) if self.decoder is None else self.decoder.getstate()
        return state, flag << 1 | self._pending

    def setstate(self, state):
        """Go back to a state."""
        state, flag = state
        self._pending = bool(flag & 1)
        if self.decoder is not None:
            self.decoder.setstate((state, flag >> 1))

    def reset(self):
        """Forget all."""
        self._pending, self._seen = False, 0
        if self.decoder is not None:
            self.decoder.reset()

    @property
    def newlines(self):
        """The kinds of line ends seen."""
        seen = tuple(end for bit, end in ((2, "\r"), (1, "\n"), (4, "\r\n")) if self._seen & bit)
        return seen if len(seen) > 1 else seen[0] if seen else None


RawIOBase.register(FileIO)
for _class in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair):
    BufferedIOBase.register(_class)
for _class in (StringIO, TextIOWrapper):
    TextIOBase.register(_class)
del _class
