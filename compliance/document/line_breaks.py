"""Where lines break on a terminal: between words; a word is never cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text


def broken(words: Text, width: int) -> Iterator[Text]:
    """The lines of a text, broken between words; a longer word has a line of its own."""
    for line in words.divide(list(_breaks(words.plain, width))):
        line.rstrip()
        yield line


def _breaks(plain: str, width: int) -> Iterator[int]:
    used = 0
    for start, piece in _pieces(plain):
        if used and used + cell_len(piece.rstrip()) > width:
            yield start
            used = 0
        used += cell_len(piece)


def _pieces(plain: str) -> Iterator[tuple[int, str]]:
    """Words with the space after them; scripts without spaces may break before any character."""
    for word in re.finditer(r" *[^ ]+ *| +", plain):
        start = word.start()
        for place in range(start + 1, start if word[0].isascii() else word.end()):
            if cell_len(plain[place]) == 2:
                yield start, plain[start:place]
                start = place
        yield start, plain[start : word.end()]
