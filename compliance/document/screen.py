"""Lines on a terminal as a conversation prints them, one after the other.

A report is a document, which terminal.py draws whole.

Lines are broken here and not by rich, which cuts words in two or cuts them off; text that other
people wrote is never read as markup.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compliance.document.characters import clean, writable
from compliance.document.line_breaks import broken

_NARROWEST = 24


class Screen:
    """Prints lines on a console, each broken between words and indented under its beginning."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width
        self._has_begun = False

    def text(self, words: str, style: str = "") -> Text:
        """Somebody's words as they can be shown here, never read as markup."""
        return Text(writable(clean(words), self.console.encoding), style)

    def blank(self) -> None:
        """An empty line between what was printed and what comes."""
        if self._has_begun:
            self._print(Text())

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
        for line in broken(body, max(self.width - indent, _NARROWEST)):
            margin.pad_right(indent - margin.cell_len)
            lines.append(margin.append_text(line))
            margin = Text()
        self._print(*lines)

    def joined(self, *parts: Text) -> Text:
        """The parts that say something, with a space between them."""
        return Text(" ").join(part for part in parts if part)

    def _print(self, *lines: Text) -> None:
        self._has_begun = True
        for line in lines:
            line.rstrip()
        self.console.print(*lines, sep="\n", soft_wrap=True, highlight=False)
