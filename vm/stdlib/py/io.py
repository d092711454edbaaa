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
    "DEFAULT_BUFFER_SIZE",
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


RawIOBase.register(FileIO)
for _class in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair):
    BufferedIOBase.register(_class)
for _class in (StringIO, TextIOWrapper):
    TextIOBase.register(_class)
del _class
