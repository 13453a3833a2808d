"""One HTML file: no network, a strict content policy, whole without JavaScript.

What a block looks like is in ``page.html.j2``, ``page.css`` and ``page.js`` beside this file.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from compliance.browser import STARTED
from compliance.browser import program as scripts_of
from compliance.document import style
from compliance.document.characters import clean, spaced
from compliance.document.model import (
    Bar,
    Document,
    Filters,
    Item,
    Row,
    Section,
    Table,
    anchor_id,
    walk,
)
from compliance.document.text import (
    Cite,
    Form,
    Look,
    Mark,
    Span,
    Text,
    drawn,
    inlines,
    plain,
)
from compliance.engine.outcomes import SCALE, Outcome, Outcomes
from compliance.files import packaged
from compliance.library.languages import say, speaking

_TAGS = {
    Look.PLAIN: "{}",
    Look.STRONG: "<strong>{}</strong>",
    Look.EMPHASIS: "<em>{}</em>",
    Look.QUOTATION: '<span class="quotation">{}</span>',
    Look.CODE: "<code>{}</code>",
    Look.MUTED: '<span class="muted">{}</span>',
    Look.CONFIDENTIAL: '<strong class="confidential">{}</strong>',
}
_PACKAGE = "compliance.document"
_BAR = 240
_CIRCLES = {Outcome.NOT_MET: "ring", Outcome.PARTLY_MET: "half", Outcome.MET: "disc"}


def html(document: Document) -> str:
    """The document as a page that needs nothing but itself."""
    with speaking(document.language):
        return _html(document)


def _html(document: Document) -> str:
    page, css, script = page_template(_PACKAGE), style_sheet(), packaged(_PACKAGE, "page.js")
    program = document.program
    scripts = [script]
    if program:
        scripts = [scripts_of("starting"), script, program.script, STARTED]
    return page.render(
        document=document,
        page=_Page(document),
        say=say,
        policy=content_policy(css, *scripts),
        style=Markup(css),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files
        data=Markup(program.data) if program else "",  # noqa: S704 - made safe where it is made
    )


@cache
def page_template(package: str) -> Template:
    """The template ``page.html.j2`` of a package. What is put in is escaped; a gap is an error."""
    environment = Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("page.html.j2")


def content_policy(css: str, *scripts: str) -> str:
    """What a page may do: use its own style and run its own scripts, known by their hashes."""
    hashes = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def style_sheet() -> str:
    """The colours of :mod:`style` as properties, then the rules that use them."""
    names = {tone: tone.name.lower().replace("_", "-") for tone in style.Tone}
    light = "".join(f"--{names[tone]}:#{colour};" for tone, colour in style.LIGHT.items())
    light += "".join(f"--{names[tone]}-fill:#{colour};" for tone, colour in style.FILLS.items())
    dark = "".join(
        f"--{names[tone]}:#{colour};--{names[tone]}-fill:#{colour};"
        for tone, colour in style.DARK.items()
    )
    dark += f"--open-fill:#{style.DARK_LINE};"
    light += (
        f"--paper:#fff;--ink:#{style.INK};--muted:#{style.MUTED};--accent:#{style.ACCENT};"
        f"--line:#{style.LINE};--pale:#{style.PALE};"
    )
    dark += (
        f"--paper:#{style.DARK_PAPER};--ink:#{style.DARK_INK};--muted:#{style.DARK_MUTED};"
        f"--accent:#{style.DARK_ACCENT};--line:#{style.DARK_LINE};--pale:#{style.DARK_PALE};"
    )
    screen = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f":root{{{light}}}{screen}\n{packaged(_PACKAGE, 'page.css')}"


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def mark_symbol(outcomes: Outcomes) -> Markup:
    """The drawing of a status, once for the whole page: three circles."""
    parts = []
    for place, outcome in enumerate(SCALE):
        x, is_possible = 6 + 12 * place, outcome in outcomes
        name = f"{_CIRCLES[outcome]} possible" if is_possible else "ruled-out"
        if style.tone(outcomes) is style.Tone.OFF:
            name = "ruled-out"
        circle = Markup('<circle class="{}" cx="{}" cy="6" r="{}"/>')
        parts.append(circle.format(name, x, "4.5" if is_possible else "1.2"))
        if is_possible and outcome is Outcome.PARTLY_MET:
            half = Markup('<path class="half-filled" d="M{} 1.5a4.5 4.5 0 0 0 0 9z"/>')
            parts.append(half.format(x))
    return Markup("").join(parts)


class _Page:
    """What the template asks of the document."""

    none = style.SIGNS.none
    arrow = style.SIGNS.arrow

    def __init__(self, document: Document) -> None:
        self.document = document
        parts = list(walk(document))
        self._sections = {
            id(part): number
            for number, part in enumerate(p for p in parts if isinstance(p, Section))
        }
        found = [p.filters for p in parts if isinstance(p, Row | Item) and p.filters]
        self.filtered = len(found)
        drawn_ = (Form.MARK, Form.BOTH)
        marks = {p.outcomes for p in parts if isinstance(p, Mark) and p.form in drawn_}
        if document.program:
            marks = set(map(Outcomes.from_bits, range(16)))
        self.marks = sorted(marks, key=lambda outcomes: outcomes.bits)
        statuses = {one.outcomes for one in found if one.outcomes is not None}
        self.statuses = list(
            dict.fromkeys(map(style.outcomes_words, sorted(statuses, key=lambda o: o.bits)))
        )
        self.instruments = sorted({one.instrument for one in found if one.instrument})
        self.topics = sorted({topic for one in found for topic in one.topics})

    def kind(self, part: object) -> str:
        """The name of a block's type, in lower case."""
        return type(part).__name__.lower()

    def section_id(self, section: Section) -> str:
        """The id of a section, of its own where it names no anchor."""
        if section.anchor:
            return anchor_id(section.anchor)
        return f"section-{self._sections[id(section)]}"

    def contents(self) -> list[Section]:
        """The sections that the table of contents names."""
        return [block for block in self.document.blocks if isinstance(block, Section)]

    def id(self, anchor: str) -> Markup:
        """The attribute ``id``; nothing without an anchor."""
        return Markup(' id="{}"').format(anchor_id(anchor)) if anchor else Markup("")

    def filters(self, filters: Filters | None) -> Markup:
        """The attributes that the filter reads; nothing without filters."""
        if not filters:
            return Markup("")
        words = "" if filters.outcomes is None else style.outcomes_words(filters.outcomes)
        topics = "|".join(clean(topic) for topic in filters.topics)
        return Markup(' data-result data-status="{}" data-instrument="{}" data-topics="{}"').format(
            words, clean(filters.instrument), topics
        )

    def has_headings(self, table: Table) -> bool:
        """Whether a table has a row of headings."""
        return any(column.heading for column in table.columns)

    def classes(self, table: Table, place: int, cell: object) -> str:
        """The classes of a cell: where it is aligned, and whether it stays on one line."""
        column = table.columns[place]
        found = {
            column.align: column.align != "start",
            "short": not column.wraps,
            "hinted": column.width > 0,
            "bar": isinstance(cell, Bar),
            "main": place == table.main,
            "nought": isinstance(cell, int) and cell == 0,
        }
        return " ".join(name for name, is_so in found.items() if is_so)

    def plain(self, text: Text) -> str:
        """A text as words alone."""
        return clean(plain(text))

    def text(self, text: Text) -> Markup:
        """A text with its looks, links and statuses."""
        return Markup("").join(map(self._inline, inlines(text)))

    def _inline(self, part: Span | Mark | Cite) -> Markup:
        if isinstance(part, Cite):
            number = self.document.number_of(part.source)
            return Markup('<a class="cite" href="#source-{0}">[{0}]</a>').format(number)
        return self._mark(part) if isinstance(part, Mark) else self._span(part)

    def _span(self, span: Span) -> Markup:
        words = Markup(_TAGS[span.look]).format(spaced(span.words))  # noqa: S704 - ours
        if span.language not in ("", self.document.language.code):
            tag = span.language.removeprefix("und")  # empty: in a language that nobody knows
            words = Markup('<span lang="{}" dir="auto">{}</span>').format(tag, words)
        target = self.document.target(span)
        if not target:
            return words
        outside = "" if target.startswith("#") else Markup(' rel="noreferrer"')
        return Markup('<a href="{}"{}>{}</a>').format(target, outside, words)

    def _mark(self, mark: Mark) -> Markup:
        words, tone = style.outcomes_words(mark.outcomes), style.tone(mark.outcomes)
        named = Markup('<span class="{}">{}</span>').format(_class(tone), words)
        if mark.form is Form.WORDS:
            return named
        if mark.form is Form.SIGN:
            one = Markup('<span class="{}" role="img" aria-label="{}">{}</span>')
            return one.format(_class(tone), words, drawn(mark, style.SIGNS)[0])
        if mark.form is Form.SWATCH:
            named = Markup('<span class="swatch {}"></span>{}')
            return named.format(_class(tone), style.tone_words(mark.outcomes))
        drawing = Markup('<use href="#mark-{}"/></svg>').format(mark.outcomes.bits)
        if mark.form is Form.BOTH:
            return Markup('<svg class="mark" aria-hidden="true">{} {}').format(drawing, named)
        named = Markup('<svg class="mark" role="img" aria-label="{}">{}')
        return named.format(words, drawing)

    symbol = staticmethod(mark_symbol)

    def bar(self, bar: Bar) -> Markup:
        """Counts as a bar with words for those who do not see it."""
        x, parts, words = 0, [], []
        for tone, length in style.bar_parts(bar.counts, _BAR):
            rect = Markup('<rect class="{}" x="{}" width="{}" height="12"/>')
            parts.append(rect.format(_class(tone), x, length - 1))
            number = sum(n for o, n in bar.counts.items() if style.tone(o) is tone)
            words.append(f"{number} {say(f'outcomes.{tone}')}")
            x += length
        if not parts:
            return Markup("")
        svg = Markup(
            '<svg role="img" aria-label="{}" viewBox="0 0 {} 12" preserveAspectRatio="none">'
            "{}</svg>"
        )
        return svg.format(", ".join(words), _BAR, Markup("").join(parts))


def statuses() -> list[dict[str, str]]:
    """The words and the class of each set of outcomes, by its bits, for the programs of a page."""
    every = [Outcomes.from_bits(bits) for bits in range(16)]
    return [
        {
            "words": style.outcomes_words(one),
            "tone": _class(style.tone(one)).removeprefix("t-"),
        }
        for one in every
    ]


def _class(tone: style.Tone) -> str:
    return f"t-{tone.name.lower().replace('_', '-')}"
