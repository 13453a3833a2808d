"""The terminal: a console that can write anything anywhere, and the few shapes reports use.

Lines are broken here and not by rich, which cuts words in two or cuts them off; text that other
people wrote is never read as markup.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import IO, Any, cast

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from compliance.document.characters import (
    can_write,
    clean,
    visible,
    writable,
)
from compliance.document.style import ASCII_SIGNS, SIGNS
from compliance.engine.outcomes import Status

WIDTH = 80
WIDEST = 100
"""Longer lines are hard to read, however wide the window."""
_NARROWEST = 24
LABELS_AT, _LABELLED_AT = 2, 18
_UNBROKEN = "\N{NO-BREAK SPACE}"

STYLES = {
    Status.NOT_MET: "red",
    Status.PARTLY_MET: "yellow",
    Status.UNDETERMINED: "cyan",
    Status.MET: "green",
    Status.NOT_APPLICABLE: "dim",
    Status.NO_TEST: "dim",
}


class _Tolerant:
    """A stream that is never given a character it cannot write."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(writable(text, getattr(self._file, "encoding", None) or "utf-8"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def console(file: IO[str] | None = None) -> Console:
    """The console for a stream, or for standard output.

    Honours NO_COLOR, FORCE_COLOR and COLUMNS; 80 columns wide where it is no terminal.
    """
    stream = file or sys.stdout
    return Console(file=cast("IO[str]", _Tolerant(stream)), width=_width(stream))


def _width(stream: IO[str]) -> int:
    asked = os.environ.get("COLUMNS", "")
    if re.fullmatch(r"[1-9]\d{0,3}", asked):
        return max(int(asked), _NARROWEST)
    try:
        if stream.isatty():
            columns = os.get_terminal_size(stream.fileno()).columns or WIDTH
            return max(min(columns, WIDEST), _NARROWEST)
    except (OSError, ValueError):
        pass
    return WIDTH


class Screen:
    """Prints lines on a console, each broken between words and indented under its beginning."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width
        self.is_plain = not can_write("".join(SIGNS.statuses.values()) + "◂", console.encoding)
        self._glyphs = ASCII_SIGNS.statuses if self.is_plain else SIGNS.statuses
        self._has_begun = False

    def text(self, words: str, style: str = "") -> Text:
        """Somebody's words as they can be shown here, never read as markup."""
        return Text(writable(clean(words), self.console.encoding), style)

    def glyph(self, status: Status) -> str:
        """The glyph of a status, in characters that can be shown here."""
        return self._glyphs[status]

    @property
    def arrow(self) -> str:
        """What stands between a thing and what would follow from it."""
        return "->" if self.is_plain else "→"

    def status(self, status: Status) -> Text:
        """A status by glyph, word and colour."""
        return self.unbroken(f"{self.glyph(status)} {status}", STYLES[status])

    def unbroken(self, words: str, style: str = "") -> Text:
        """Words that stay on one line, such as a command that is to be copied."""
        shown = writable(visible(words), self.console.encoding)
        return Text(shown.replace(" ", _UNBROKEN), style)

    def kept(self, line: Text) -> Text:
        """A line that is laid out already and is not broken."""
        line.plain = line.plain.replace(" ", _UNBROKEN)
        return line

    def blank(self) -> None:
        """An empty line between what was printed and what comes."""
        if self._has_begun:
            self._print(Text())

    def rule(self) -> None:
        """A line across, between reports that are not to be taken as one."""
        self.blank()
        self._print(Text("=" * self.width, "dim"))
        self.blank()

    def heading(self, words: str, rest: str = "") -> None:
        """An empty line, then a heading, with a remark after it."""
        self.blank()
        name = self.text(f"{words}:" if rest else words, "bold")
        self.paragraph(self.joined(name, self.text(rest, "dim")))

    def paragraph(self, words: Text | str, indent: int = 0, style: str = "") -> None:
        """Words from ``indent`` on."""
        self.item("", words, indent, style)

    def item(
        self, head: Text | str, words: Text | str, indent: int, style: str = "", *, at: int = 0
    ) -> None:
        """A head in the margin, from ``at`` on, and words beside it, all lines from ``indent``.

        A head that does not fit the margin, or leaves too little room beside it, has a line of
        its own; it is never cut.
        """
        if self.width - indent < _NARROWEST:
            indent = at + 2
        margin = Text(" " * at).append_text(self.text(head) if isinstance(head, str) else head)
        body = self.text(words, style) if isinstance(words, str) else words
        lines = []
        if head and margin.cell_len >= indent:
            lines.append(margin)
            margin = Text()
        for line in _broken(body, max(self.width - indent, _NARROWEST)):
            margin.pad_right(indent - margin.cell_len)
            lines.append(margin.append_text(line))
            margin = Text()
        self._print(*lines)

    def unpublished(self, number: int) -> None:
        """How many of the answers counted here are left out of every file; nothing if none."""
        if number:
            answers = f"{number} {'answer that is' if number == 1 else 'answers that are'}"
            self.blank()
            self.paragraph(f"This screen counts {answers} not public; files leave them out.")

    def labelled(self, label: str, words: Text | str, style: str = "") -> None:
        """A label in the margin, and beside it what it labels."""
        self.item(self.text(label, "dim"), words, _LABELLED_AT, style, at=LABELS_AT)

    def broken(self, words: str, width: int) -> list[Text]:
        """The lines of a text that is to stand in a column ``width`` wide."""
        return list(_broken(self.text(words), width))

    def joined(self, *parts: Text) -> Text:
        """The parts that say something, with a space between them."""
        return Text(" ").join(part for part in parts if part)

    def _print(self, *lines: Text) -> None:
        self._has_begun = True
        for line in lines:
            line.rstrip()
            line.plain = line.plain.replace(_UNBROKEN, " ")
        self.console.print(*lines, sep="\n", soft_wrap=True, highlight=False)


def _broken(words: Text, width: int) -> Iterator[Text]:
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
