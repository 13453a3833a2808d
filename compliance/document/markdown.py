"""GitHub Markdown that shows a document; other people's words do nothing in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from compliance.document import style
from compliance.document.characters import clean, spaced
from compliance.document.model import (
    Bar,
    Block,
    Cell,
    Details,
    Document,
    Facts,
    Group,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    SourceList,
    Table,
    anchor_id,
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
    plain,
    strong,
)
from compliance.library.languages import speaking

_SPECIAL = re.compile(r"[\\`*_\[\]#|~^$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_AT_THE_BEGINNING = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+=])")
_AROUND = {
    Look.STRONG: ("**", "**"),
    Look.EMPHASIS: ("*", "*"),
    Look.CODE: ("<code>", "</code>"),
    Look.CONFIDENTIAL: ("**\\[", "\\]**"),
}
_BAR = 20


def markdown(document: Document) -> str:
    """The document as GitHub Markdown."""
    with speaking(document.language):
        lines = "\n".join(_Markdown(document).lines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def escaped(text: str) -> str:
    """Somebody's words as Markdown that shows them and does nothing else, on one line."""
    words = _SPECIAL.sub(r"\\\g<0>", spaced(text))
    words = re.sub(r"[&<>@]", lambda match: _ENTITIES[match[0]], words)
    words = words.replace("://", "&#58;//")
    return re.sub(r"(www)\.", r"\1&#46;", words, flags=re.IGNORECASE)


def begun(words: str) -> str:
    """Escaped words at the beginning of a line, where more characters mean something."""
    return _AT_THE_BEGINNING.sub(r"\1\\", words.lstrip())


class _Markdown:
    """The lines of one document. Empty lines part blocks; several are made one in the end."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def lines(self) -> Iterator[str]:
        """All lines: title, facts, blocks."""
        document = self.document
        yield from (f"# {self.text(document.title)}", "", self.line(document.subtitle), "")
        yield from self.blocks([Facts(document.facts), *document.blocks], 2)

    def blocks(self, blocks: Iterable[Block], level: int) -> Iterator[str]:
        """Blocks with an empty line after each."""
        for block in blocks:
            yield from self.block(block, level)
            yield ""

    def block(self, block: Block, level: int) -> Iterator[str]:
        """The lines of one block."""
        match block:
            case Section():
                yield from self.section(block, level)
            case Paragraph():
                yield from self.paragraph(block)
            case Facts():
                yield from (f"- {self.line(term)}: {self.text(said)}" for term, said in block.pairs)
            case Items():
                yield from self.items(block, level)
            case Table():
                yield from self.table(block, level)
            case Details():
                yield from self.details(block, "", level)
            case SourceList():
                yield from self.sources()
            case PageBreak():
                yield "---"
            case _:
                assert_never(block)

    def section(self, section: Section, level: int) -> Iterator[str]:
        """Heading, remark, blocks."""
        heading = self.anchor(section.anchor) + self.text(section.heading)
        yield from (f"{'#' * min(level, 6)} {heading}", "", self.line(section.remark), "")
        yield from self.blocks(section.blocks, level + 1)

    def paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        """A paragraph, and the comments on it."""
        yield f"{'> ' * (paragraph.kind == 'quote')}{self.line(paragraph.text)}"
        for comment in paragraph.comments:
            yield from ("", f"> {self.line([strong(f'{comment.author}: '), comment.text])}")

    def sources(self) -> Iterator[str]:
        """The numbered sources."""
        for number, source in enumerate(self.document.sources, 1):
            yield f'{number}. <a id="source-{number}"></a>{self.text(source.text)}'

    def items(self, items: Items, level: int) -> Iterator[str]:
        """A list; what is under an item is indented."""
        for number, item in enumerate(items.items, 1):
            head = f"{number}. " if items.is_ordered else "- "
            yield f"{head}{self.anchor(item.anchor)}{self.line(item.text)}"
            inner = list(self.blocks(item.blocks, level + 1))
            yield from ["", *(" " * len(head) + line if line else "" for line in inner)] * any(
                inner
            )

    def details(self, details: Details, of: str, level: int) -> Iterator[str]:
        """What GitHub folds away; ``of`` names the row. A summary is HTML and no Markdown."""
        summary = html.escape(clean(f"{of}: " * bool(of) + plain(details.summary)))
        yield from (f"<details><summary>{summary}</summary>", "")
        yield from self.blocks(details.blocks, level + 1)
        yield from ("</details>", "")

    def table(self, table: Table, level: int) -> Iterator[str]:
        """A table, then the details of its rows."""
        ends = {"start": "---", "end": "---:", "center": ":---:"}
        yield f"| {' | '.join(self.text(column.heading) for column in table.columns)} |"
        yield f"|{'|'.join(ends[column.align] for column in table.columns)}|"
        groups = list(table.groups)
        for group in groups:
            if group.heading:
                yield self.group(group, len(table.columns))
            for row in group.rows:
                yield f"| {' | '.join(self.cells(table, row))} |"
        yield ""
        name = next((p for p, column in enumerate(table.columns) if column.is_name), table.main)
        for row in (row for group in groups for row in group.rows):
            if row.details:
                yield from self.details(row.details, _plain_cell(row.cells[name]), level)

    def group(self, group: Group, columns: int) -> str:
        """A row that names those under it."""
        heading = f"{self.anchor(group.anchor)}{self.text(strong(plain(group.heading)))}"
        return f"| {heading} |{' |' * (columns - 1)}"

    def cells(self, table: Table, row: Row) -> Iterator[str]:
        """The cells of a row, with what follows from it in the main one."""
        for place, cell in enumerate(row.cells):
            words = (self.anchor(row.anchor) if place == 0 else "") + self.cell(cell)
            if place == table.main:
                words += "".join(f"<br>{style.SIGNS.arrow} {self.text(line)}" for line in row.under)
            yield words

    def cell(self, cell: Cell) -> str:
        """What a cell holds."""
        if isinstance(cell, Bar):
            parts = style.bar_parts(cell.counts, _BAR)
            return "".join(style.SIGNS.bar[tone] * length for tone, length in parts)
        if isinstance(cell, int):
            return str(cell or style.SIGNS.none)
        return self.text(cell)

    def anchor(self, anchor: str) -> str:
        """Where links lead to; nothing where nothing leads."""
        return f'<a id="{anchor_id(anchor)}"></a>' if anchor else ""

    def line(self, text: Text) -> str:
        """A text at the beginning of a line, where more characters mean something."""
        return begun(self.text(text))

    def text(self, text: Text) -> str:
        """A text on one line."""
        return "".join(map(self.inline, inlines(text)))

    def inline(self, part: Inline) -> str:
        """An inline."""
        if isinstance(part, Cite):
            number = self.document.number_of(part.source)
            return f"[\\[{number}\\]](#source-{number})"
        if isinstance(part, Mark):
            return " ".join(filter(None, map(str.strip, drawn(part, style.SIGNS))))
        return self.span(part)

    def span(self, span: Span) -> str:
        """Words with their look; spaces stay outside the signs, which mean nothing before one."""
        words = escaped(span.words)
        inner, (before, after) = words.strip(), _AROUND.get(span.look, ("", ""))
        if not inner:
            return words
        marked = f"{before}{inner}{after}"
        if span.look is Look.CODE and re.fullmatch(r"[\w ./:=,-]+", span.text):
            marked = f"`{span.text.strip()}`"
        if target := self.document.target(span):
            marked = f"[{marked}]({re.sub(r'[()<> ]', lambda c: f'%{ord(c[0]):02X}', target)})"
        return words.replace(inner, marked, 1)


def _plain_cell(cell: Cell) -> str:
    return "" if isinstance(cell, Bar) else str(cell) if isinstance(cell, int) else plain(cell)
