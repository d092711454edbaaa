"""Text wrapping and filling."""

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_whitespace = '\t\n\x0b\x0c\r '


def _is_letter(text, at):
    return 0 <= at < len(text) and (text[at].isalpha() or text[at] == '_')


def _split_word(word):
    # Breaks behind hyphens between letters, and around dashes of two or more hyphens.
    pieces, start, at = [], 0, 0
    while (at := word.find('-', at)) >= 0:
        end = at + 1
        while word[end:end + 1] == '-':
            end += 1
        if end - at > 1:
            before, after = word[at - 1:at] if at else '', word[end:end + 1]
            if at > start and before and (before.isalnum() or before in '_!"\'&.,?') and \
                    (after.isalnum() or after == '_'):
                pieces += word[start:at], word[at:end]
                start = end
        elif _is_letter(word, at - 1) and \
                (_is_letter(word, at - 2) or word[at - 2:at - 1] == '-' and _is_letter(word, at - 3)) and \
                _is_letter(word, end) and \
                (_is_letter(word, end + 1) or word[end + 1:end + 2] == '-' and _is_letter(word, end + 2)):
            pieces.append(word[start:end])
            start = end
        at = end
    if start < len(word):
        pieces.append(word[start:])
    return pieces


class TextWrapper:
    """Object for wrapping/filling text."""

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(dict.fromkeys(map(ord, _whitespace), ' '))
        return text

    def _split(self, text):
        chunks, at = [], 0
        while at < len(text):
            start = at
            blank = text[at] in _whitespace
            while at < len(text) and (text[at] in _whitespace) == blank:
                at += 1
            run = text[start:at]
            if blank or not self.break_on_hyphens:
                chunks.append(run)
            else:
                chunks += _split_word(run)
        return chunks

    def _fix_sentence_endings(self, chunks):
        for index in range(len(chunks) - 1):
            end = chunks[index]
            if end[-1:] in ('"', "'"):
                end = end[:-1]
            if chunks[index + 1] == ' ' and end[-1:] in ('.', '!', '?') and 'a' <= end[-2:-1] <= 'z':
                chunks[index + 1] = '  '

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        room = width - cur_len if width >= 1 else 1
        if self.break_long_words:
            chunk = reversed_chunks[-1]
            end = room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind('-', 0, room)
                if hyphen > 0 and any(each != '-' for each in chunk[:hyphen]):
                    end = hyphen + 1
            head, reversed_chunks[-1] = chunk[:end], chunk[end:]
            cur_line.append(head)
        elif not cur_line:
            cur_line += [reversed_chunks.pop()]

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f'invalid width {self.width!r} (must be > 0)')
        limit = self.max_lines
        if limit is not None:
            indent = self.subsequent_indent if limit > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')
        lines = []
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                del chunks[-1]
            line, size = [], 0
            while chunks and size + len(chunks[-1]) <= width:
                size += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, line, size, width)
                size = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                size -= len(line.pop())
            if not line:
                continue
            rest = chunks and not (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
            if limit is None or len(lines) + 1 < limit or not rest and size <= width:
                lines.append(indent + ''.join(line))
                continue
            # The last line that there may be, and there is more.
            while line:
                if line[-1].strip() and size + len(self.placeholder) <= width:
                    lines.append(indent + ''.join(line) + self.placeholder)
                    break
                size -= len(line.pop())
            else:
                if lines:
                    last = lines[-1].rstrip()
                    if len(last) + len(self.placeholder) <= self.width:
                        lines[-1] = last + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def wrap(self, text):
        """Reformat the single paragraph in 'text' so it fits in lines of no more than 'width' columns."""
        chunks = self._split(self._munge_whitespace(text))
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """Reformat the single paragraph in 'text' to fit in lines, and return a new string."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """Wrap a single paragraph of text, returning a list of wrapped lines."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """Fill a single paragraph of text, returning a new string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Collapse and truncate the given text to fit in the given width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    """Remove any common leading whitespace from every line in `text`."""
    lines = text.split('\n')
    margin = None
    for index, line in enumerate(lines):
        rest = line.lstrip(' \t')
        if not rest.strip(' \t\n'):
            lines[index] = ''
            continue
        indent = line[:len(line) - len(rest)]
        if margin is None:
            margin = indent
        while not indent.startswith(margin):
            margin = margin[:-1]
    if margin:
        lines = [line[len(margin):] for line in lines]
    return '\n'.join(lines)


def indent(text, prefix, predicate=None):
    """Adds 'prefix' to the beginning of selected lines in 'text'."""
    if predicate is None:
        predicate = str.strip
    return ''.join([prefix + line if predicate(line) else line for line in text.splitlines(True)])
