"""The terminal: a console that can write anything anywhere, and a document on it.

Colour is never alone, other people's words are never read as markup, and a command is not cut.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any, assert_never, cast

from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.text import Text as Line

from compliance.document import style
from compliance.document.characters import clean, spaced, writable
from compliance.document.columns import GAP, column_widths
from compliance.document.line_breaks import broken
from compliance.document.model import (
    Bar,
    Block,
    Cell,
    Details,
    Document,
    Facts,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    SourceList,
    Table,
)
from compliance.document.text import (
    Cite,
    Inline,
    Look,
    Mark,
    Span,
    Text,
    drawn,
    inlines,
)
from compliance.library.languages import speaking

WIDTH = 80
WIDEST = 100
"""Longer lines are hard to read, however wide the window."""
_NARROWEST, _HEIGHT = 24, 25
_BAR = 20
_UNBROKEN = "\N{NO-BREAK SPACE}"
_LOOKS = {
    Look.PLAIN: "",
    Look.STRONG: "bold",
    Look.EMPHASIS: "italic",
    Look.QUOTATION: "",
    Look.CODE: "",
    Look.MUTED: "dim",
    Look.CONFIDENTIAL: "bold magenta",
}
_JUSTIFIED: dict[str, JustifyMethod] = {"start": "left", "end": "right", "center": "center"}
_KINDS = {"body": "", "note": "dim", "quote": ""}


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
    tolerant = cast("IO[str]", _Tolerant(stream))
    # The height is never used; where it is left out, rich reads COLUMNS and LINES unchecked.
    return Console(file=tolerant, width=_width(stream), height=_HEIGHT)


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


def render_terminal(document: Document, console: Console) -> None:
    """Print a document on a console: plain text where it has no colours, ASCII where it must."""
    with speaking(document.language):
        lines = list(_Screen(document, console).lines())
    for line in lines:
        line.rstrip()
        line.plain = line.plain.replace(_UNBROKEN, " ")
    console.print(*lines, sep="\n", soft_wrap=True, highlight=False)


class _Screen:
    """The lines of one document for one console."""

    def __init__(self, document: Document, console: Console) -> None:
        self.document, self.console, self.width = document, console, console.width
        self.signs = style.signs_for(console.encoding)

    def lines(self) -> Iterator[Line]:
        """All lines: title, facts, blocks."""
        document = self.document
        yield from self.wrapped(self.text(document.title, "bold"), 0)
        yield from self.wrapped(self.text(document.subtitle), 0)
        yield from self.facts(Facts(document.facts), 0)
        yield from self.blocks(document.blocks, 0, 1)

    def blocks(self, blocks: Iterable[Block], indent: int, level: int) -> Iterator[Line]:
        """Blocks one after the other; notes and details follow without an empty line."""
        before: Block | None = None
        for block in blocks:
            is_first = before is None and level > 1
            is_note = isinstance(block, Paragraph) and block.kind == "note"
            is_note &= not isinstance(before, Section)
            if not is_first and not is_note and not isinstance(block, Details):
                yield Line()
            yield from self.block(block, indent, level)
            before = block

    def block(self, block: Block, indent: int, level: int) -> Iterator[Line]:
        """The lines of one block."""
        match block:
            case Section():
                yield from self.section(block, indent, level)
            case Paragraph():
                yield from self.paragraph(block, indent)
            case Facts():
                yield from self.facts(block, indent)
            case Items():
                yield from self.items(block, indent, level)
            case Table():
                yield from self.table(block, indent, level)
            case Details():
                yield from self.details(block, indent, level)
            case SourceList():
                for number, source in enumerate(self.document.sources, 1):
                    yield from self.hung(Line(f"[{number}] "), self.text(source.text), indent)
            case PageBreak():
                yield Line(self.signs.line * self.width, "dim")
            case _:
                assert_never(block)

    def section(self, section: Section, indent: int, level: int) -> Iterator[Line]:
        """Heading and remark on one line where they fit, then the blocks."""
        heading = self.text(section.heading, "bold" if level == 1 else "bold italic")
        remark = self.text(section.remark, "dim")
        if remark and cell_len(f"{heading.plain}: {remark.plain}") <= self.width - indent:
            heading, remark = heading.append(": ", "dim").append_text(remark), Line()
        yield from self.wrapped(heading, indent)
        yield from self.wrapped(remark, indent)
        yield from self.blocks(section.blocks, indent, level + 1)

    def paragraph(self, paragraph: Paragraph, indent: int) -> Iterator[Line]:
        """A paragraph and the comments on it."""
        inner = indent + 2 if paragraph.kind == "quote" else indent
        yield from self.wrapped(self.text(paragraph.text, _KINDS[paragraph.kind]), inner)
        for comment in paragraph.comments:
            words = self.text([f"{comment.author}: ", comment.text], "dim")
            yield from self.wrapped(words, inner + 2)

    def details(self, details: Details, indent: int, level: int) -> Iterator[Line]:
        """The summary, and the blocks under it."""
        yield from self.wrapped(self.text(details.summary, "dim"), indent)
        yield from self.blocks(details.blocks, indent + 2, level + 1)

    def facts(self, facts: Facts, indent: int) -> Iterator[Line]:
        """Terms in the margin, and beside each what is said of it."""
        pairs = [(self.text(term, "dim"), self.text(said)) for term, said in facts.pairs]
        longest = max((term.cell_len for term, _ in pairs), default=0)
        margin = min(longest, (self.width - indent) // 2 + 2) + GAP
        for term, said in pairs:
            term.pad_right(margin - term.cell_len)
            yield from self.hung(term, said, indent, margin)

    def items(self, items: Items, indent: int, level: int) -> Iterator[Line]:
        """A list, with what is under each item."""
        for number, item in enumerate(items.items, 1):
            head = f"{number}. " if items.is_ordered else f"{self.signs.bullet} "
            yield from self.hung(Line(head), self.text(item.text), indent)
            yield from self.blocks(item.blocks, indent + len(head), level + 1)

    # Tables

    def table(self, table: Table, indent: int, level: int) -> Iterator[Line]:
        """A real table where there is room; else a few lines for each row."""
        widths = column_widths(table, self.width - indent, lambda cell: self.cell(cell, 0).plain)
        width = sum(widths) + GAP * (len(widths) - 1)
        is_stacked = width > self.width - indent
        if any(column.heading for column in table.columns) and not is_stacked:
            headings = [Line(clean(column.heading), "bold") for column in table.columns]
            yield from self.grid(table, widths, [headings], indent)
            yield Line(" " * indent + self.signs.line * width, "dim")
        elif is_stacked:
            names = [column.heading for column in table.columns if column.is_name]
            yield from self.wrapped(self.text(names, "bold"), indent)
        for group in table.groups:
            yield from self.wrapped(self.text(group.heading, "bold"), indent)
            held: list[list[Line]] = []
            for row in group.rows:
                if is_stacked:
                    yield from self.stacked(table, row, indent)
                else:
                    pairs = zip(row.cells, widths, strict=True)
                    held.append([self.cell(cell, width) for cell, width in pairs])
                if row.under or row.details:
                    yield from self.grid(table, widths, held, indent)
                    held = []
                    start = sum(widths[: table.main]) + GAP * table.main
                    yield from self.under(row, indent + (2 if is_stacked else start))
                    if row.details:
                        yield from self.details(row.details, indent + 4, level)
            yield from self.grid(table, widths, held, indent)

    def grid(
        self, table: Table, widths: list[int], rows: list[list[Line]], indent: int
    ) -> Iterator[Line]:
        """Rows in columns of these widths, without a frame."""
        for row in rows:
            cells = [
                cell.wrap(self.console, width, justify=_JUSTIFIED[column.align], overflow="fold")
                for column, cell, width in zip(table.columns, row, widths, strict=True)
            ]
            for number in range(max(map(len, cells))):
                line = Line(" " * indent)
                for place, (lines, width) in enumerate(zip(cells, widths, strict=True)):
                    line.append(" " * GAP if place else "")
                    line.append_text(lines[number] if number < len(lines) else Line(" " * width))
                yield line

    def under(self, row: Row, indent: int) -> Iterator[Line]:
        """What follows from a row, from the beginning of its main column to the right edge."""
        for words in row.under:
            arrow = Line(f"{self.signs.arrow} ", "bold")
            yield from self.hung(arrow, self.text(words), indent)

    def stacked(self, table: Table, row: Row, indent: int) -> Iterator[Line]:
        """A row without columns: what is short on one line, what is long under it."""
        head, rest = Line(), []
        for column, cell in zip(table.columns, row.cells, strict=True):
            words = self.cell(cell, self.width - indent - 4)
            if isinstance(cell, int) and column.heading:
                words = Line(f"{cell} {clean(column.heading)}") if cell else Line()
            elif column.heading and not column.is_name and not isinstance(cell, Bar) and words:
                words = Line.assemble((f"{clean(column.heading)}: ", "dim"), words)
            if (column.wraps and not column.is_name) or isinstance(cell, Bar):
                rest.append(words)
            elif words:
                if words.cell_len <= self.width // 2:
                    words.plain = words.plain.replace(" ", _UNBROKEN)
                head.append("  " if head else "").append_text(words)
        yield from self.wrapped(head, indent)
        for words in rest:
            yield from self.wrapped(words, indent + 2)

    # Words

    def cell(self, cell: Cell, width: int) -> Line:
        """What a cell holds, on one line."""
        if isinstance(cell, Bar):
            return self.bar(cell, width)
        if isinstance(cell, int):
            return Line(str(cell)) if cell else Line(self.signs.none, "dim")
        return self.text(cell)

    def bar(self, bar: Bar, width: int) -> Line:
        """Counts as a bar, in signs that differ without colours too."""
        line = Line()
        for tone, length in style.bar_parts(bar.counts, min(width, _BAR + 10)):
            line.append(self.signs.bar[tone] * length, style.TERMINAL[tone])
        return line

    def text(self, text: Text, look: str = "") -> Line:
        """A text as it can be shown here."""
        line = Line(style=look)
        for part in inlines(text):
            line.append_text(self.inline(part))
        return line

    def inline(self, part: Inline) -> Line:
        """An inline as it can be shown here."""
        if isinstance(part, Span):
            words = writable(spaced(part.words), self.console.encoding)
            if part.look is Look.CODE:
                words = words.replace(" ", _UNBROKEN)
            return Line(words, _LOOKS[part.look])
        if isinstance(part, Cite):
            return Line(f"[{self.document.number_of(part.source)}]", "dim")
        return self.mark(part)

    def mark(self, mark: Mark) -> Line:
        """A status by signs, words or both, in its colour."""
        words = " ".join(filter(None, drawn(mark, self.signs)))
        return Line(words, style.TERMINAL[style.tone(mark.outcomes)])

    def hung(self, head: Line, body: Line, indent: int, margin: int = 0) -> Iterator[Line]:
        """A head, and a body beside it whose lines begin under one another.

        A head that is longer than the margin has a line of its own.
        """
        margin = margin or head.cell_len
        first = Line(" " * indent).append_text(head)
        if head.cell_len > margin or self.width - indent - margin < _NARROWEST // 2:
            yield from self.wrapped(head, indent)
            first, margin = Line(" " * (indent + 2)), 2
        for line in broken(body, max(self.width - indent - margin, _NARROWEST // 2)):
            yield first.append_text(line)
            first = Line(" " * (indent + margin))

    def wrapped(self, words: Line, indent: int) -> Iterator[Line]:
        """Words broken between words; nothing where there are none."""
        if words.plain.strip():
            for line in broken(words, max(self.width - indent, _NARROWEST // 2)):
                yield Line(" " * indent).append_text(line)
