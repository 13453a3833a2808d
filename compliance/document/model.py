"""What a report says, in no format: a document of blocks, their text from :mod:`.text`.

A builder writes a document in the order in which it is read::

    rows = [
        Row(
            [finding.outcomes, strong(name(finding)), finding.rule.title, status(finding.outcomes)],
            under=actions(finding),
            details=Details("The words and the reason", reason(finding)),
            filters=Filters(finding.outcomes, "A/66/253", ("Treaties",)),
            anchor=finding.rule.id,
        )
        for finding in gaps
    ]
    columns = [Column(), Column(is_name=True, wraps=True, width=12), Column(wraps=True), Column()]
    counts = {"A/66/253": Counter(finding.outcomes for finding in findings)}
    blocks = [tally("Where it stands", counts), Section("Gaps (2)", [Table(columns, rows)])]
    document = Document("Spain: gap report", blocks, subtitle="Government of Spain, 15 July 2010")

Fields of blocks, rows and items take any iterable. Statuses stay values: the renderer draws them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

from compliance.document.style import BAR_EXAMPLES
from compliance.document.text import (
    Cite,
    Form,
    Mark,
    Source,
    Span,
    Text,
    inlines,
    marked_status,
    strong,
    words_of,
)
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.library.languages import Language, say, spoken


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin of a paragraph; in Word a comment."""

    author: str
    text: str


@dataclass(frozen=True)
class Part:
    """A part of a document. Iterators that it is given are read once, when it is made."""

    reads: ClassVar[tuple[str, ...]] = ()
    """The fields a reader reads, in their order."""

    def __post_init__(self) -> None:
        for given in fields(self):
            value = getattr(self, given.name, None)
            if isinstance(value, Iterator):
                object.__setattr__(self, given.name, tuple(value))


Kind = Literal["body", "note", "quote"]


@dataclass(frozen=True)
class Paragraph(Part):
    """A paragraph; a note has less weight, a quote is set apart."""

    reads: ClassVar = ("text",)
    text: Text
    comments: Iterable[Comment] = ()
    kind: Kind = "body"


def note(text: Text) -> Paragraph:
    """A remark of less weight."""
    return Paragraph(text, kind="note")


def quote(text: Text) -> Paragraph:
    """A passage set apart, for instance a clause; its marks are in the text."""
    return Paragraph(text, kind="quote")


@dataclass(frozen=True)
class Section(Part):
    """A heading and what is under it; its level is how deep it lies.

    ``remark`` says in one line what the section holds. An annex is not counted in words.
    """

    reads: ClassVar = ("heading", "remark", "blocks")
    heading: Text
    blocks: Iterable[Block] = ()
    remark: Text = ""
    anchor: str = ""
    is_annex: bool = False


@dataclass(frozen=True)
class Details(Part):
    """Blocks that a reader opens when needed: closed in HTML, printed in full elsewhere."""

    reads: ClassVar = ("summary", "blocks")
    summary: Text
    blocks: Iterable[Block] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """By what an HTML reader finds a row or an item."""

    outcomes: Outcomes | None = None
    instrument: str = ""
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class Item(Part):
    """An item of a list, with blocks under it."""

    reads: ClassVar = ("text", "blocks")
    text: Text
    blocks: Iterable[Block] = ()
    anchor: str = ""
    filters: Filters | None = None


@dataclass(frozen=True)
class Items(Part):
    """A list, numbered where ``is_ordered``."""

    reads: ClassVar = ("items",)
    items: Iterable[Item]
    is_ordered: bool = False


def items(texts: Iterable[Text], *, is_ordered: bool = False) -> Items:
    """A list of texts without more under them."""
    return Items([Item(text) for text in texts], is_ordered)


@dataclass(frozen=True)
class Facts(Part):
    """Terms and what is said of each: ``Facts([("Speaker", "Government of Spain")])``."""

    reads: ClassVar = ("pairs",)
    pairs: Iterable[tuple[Text, Text]]


Counts: TypeAlias = Mapping[Outcomes, int]
"""How many results have each set of outcomes: ``Counter(f.outcomes for f in findings)``."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Counts as a bar; what does not apply or is not tested is left out of it."""

    counts: Counts


Cell: TypeAlias = "Text | int | Bar"
"""What a table's cell holds. A number is set to the right, and nought is shown as a dash."""


@dataclass(frozen=True)
class Column(Part):
    """A column: its heading, and how it behaves when space is short.

    ``wraps``: may be broken over lines; ``width``: then at least so many characters wide. Columns
    that wrap and name no width share the room, and a row's ``under`` lines begin in the first of
    them. ``is_name``: its cell names the row.
    """

    reads: ClassVar = ("heading",)
    heading: str = ""
    wraps: bool = False
    width: int = 0
    align: Literal["start", "end", "center"] = "start"
    is_name: bool = False


@dataclass(frozen=True)
class Row(Part):
    """A row: cells, then lines that follow from them (``under``, drawn with an arrow), details."""

    reads: ClassVar = ("cells", "under", "details")
    cells: Sequence[Cell]
    under: Iterable[Text] = ()
    details: Details | None = None
    anchor: str = ""
    filters: Filters | None = None


@dataclass(frozen=True)
class Group(Part):
    """Rows of a table under a heading of their own."""

    reads: ClassVar = ("heading", "rows")
    heading: Text
    rows: Iterable[Row]
    anchor: str = ""


@dataclass(frozen=True)
class Table(Part):
    """Columns, and rows or groups of rows. ``label`` names it where no heading is seen."""

    reads: ClassVar = ("columns", "rows")
    columns: Sequence[Column]
    rows: Iterable[Row | Group]
    label: str = ""

    @property
    def groups(self) -> Iterator[Group]:
        """The rows in groups; rows that belong to none are in groups without a heading."""
        free: list[Row] = []
        for part in self.rows:
            if isinstance(part, Row):
                free.append(part)
                continue
            if free:
                yield Group("", free)
                free = []
            yield part
        if free:
            yield Group("", free)

    @property
    def main(self) -> int:
        """The column that has most to say: the first that wraps and names no width."""
        places = range(len(self.columns))
        wrapping = [place for place in places if self.columns[place].wraps]
        free = [place for place in wrapping if not self.columns[place].width]
        return (free or wrapping or [len(self.columns) - 1])[0]


_TALLIED = (
    Status.MET,
    Status.PARTLY_MET,
    Status.NOT_MET,
    Status.UNDETERMINED,
    Status.NOT_APPLICABLE,
)


def tally(heading: str, counts: Mapping[str, Counts], anchors: Mapping[str, str] = {}) -> Table:
    """A table of how many results are met, partly met, not met, open, n/a, with a bar for each.

    ``anchors`` names, for labels of rows, where in the document they lead.
    """
    numbers = [
        Column(say(f"report.tally.{status.name.lower()}"), align="end") for status in _TALLIED
    ]
    columns = [Column(heading, wraps=True, width=10, is_name=True), *numbers, Column()]
    rows = []
    for label, row in counts.items():
        told = [sum(n for o, n in row.items() if o.status is status) for status in _TALLIED]
        rows.append(Row([strong(label, anchors.get(label, "")), *told, Bar(row)]))
    return Table(columns, rows, heading)


def legend() -> Paragraph:
    """The three signs and their words, and what more than one sign means."""
    scale = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.MET)
    parts: list[Text] = []
    for outcome in scale:
        parts += [marked_status(Outcomes.of(outcome)), "; "]
    return note([*parts, say("report.several_signs")])


def bar_legend() -> Paragraph:
    """The parts of a bar and their words."""
    parts: list[Text] = [Mark(BAR_EXAMPLES[0], Form.SWATCH)]
    for outcomes in BAR_EXAMPLES[1:]:
        parts += ["; ", Mark(outcomes, Form.SWATCH)]
    return note(parts)


@dataclass(frozen=True)
class SourceList(Part):
    """The list of all sources that the document refers to, numbered."""


@dataclass(frozen=True)
class PageBreak(Part):
    """A new page; on a terminal a line across."""


Block: TypeAlias = (
    Section | Paragraph | Facts | Items | Table | Details | SourceList | PageBreak
)  # what a document is made of


@dataclass(frozen=True)
class Program:
    """A program for a page in a browser, and its data as JSON; other formats leave it out."""

    script: str
    data: str


@dataclass(frozen=True)
class Document(Part):
    """A whole report. Raises ValueError where an anchor is used twice or sources have no list.

    ``facts`` are what a title page says; ``author`` and ``date`` go into the properties of a
    file. It is drawn in its ``language``, the one that is spoken when it is made.
    """

    reads: ClassVar = ("blocks",)
    title: str
    blocks: Iterable[Block] = ()
    subtitle: Text = ""
    facts: Iterable[tuple[Text, Text]] = ()
    author: str = ""
    date: date | None = None
    language: Language = field(default_factory=spoken)
    program: Program | None = None
    anchors: frozenset[str] = field(init=False, repr=False)
    sources: tuple[Source, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        parts = list(walk(self))
        anchors = [part.anchor for part in parts if getattr(part, "anchor", "")]
        if len(set(anchors)) < len(anchors):
            twice = sorted({anchor for anchor in anchors if anchors.count(anchor) > 1})
            raise ValueError(f"anchors used twice: {', '.join(twice)}")
        sources = tuple(dict.fromkeys(part.source for part in parts if isinstance(part, Cite)))
        if sources and not any(isinstance(part, SourceList) for part in parts):
            raise ValueError("the document refers to sources and has no SourceList")
        object.__setattr__(self, "anchors", frozenset(anchors))
        object.__setattr__(self, "sources", sources)

    def number_of(self, source: Source) -> int:
        """The number of a source, from 1."""
        return self.sources.index(source) + 1

    def target(self, span: Span) -> str:
        """Where a span leads: ``#anchor``, an address, or empty where there is no such place."""
        if re.fullmatch(r"https?://[!-~]+", span.to):
            return span.to
        return f"#{anchor_id(span.to)}" if span.to in self.anchors else ""


def anchor_id(anchor: str) -> str:
    """An anchor as an id that HTML and Markdown take; different anchors stay different."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found[0]):x}_", f"r-{anchor}")


def walk(part: Any, *, annexes: bool = True) -> Iterator[Any]:
    """Every block, row, item and inline in a part of a document, in the order of reading."""
    if isinstance(part, Section) and part.is_annex and not annexes:
        return
    if isinstance(part, Part):
        yield part
        for name in part.reads:
            yield from walk(getattr(part, name), annexes=annexes)
    elif isinstance(part, str | Span | Mark | Cite | Outcomes):
        yield from inlines(part)
    elif isinstance(part, int):
        yield Span(str(part))
    elif isinstance(part, Iterable):
        for one in part:
            yield from walk(one, annexes=annexes)


def words(blocks: Document | Iterable[Block], *, annexes: bool = False) -> int:
    """How many words there are in a document or in blocks, without title page and annexes.

    Signs, numbers of sources and comments are not words; a status in words is.
    """
    roots = [blocks] if isinstance(blocks, Document) else blocks
    found = 0
    for root in roots:
        for part in walk(root, annexes=annexes):
            if isinstance(part, Span) or (
                isinstance(part, Mark) and part.form in (Form.WORDS, Form.BOTH)
            ):
                found += len(words_of(part).split())
    return found
