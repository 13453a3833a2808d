"""One document with every kind of block, and words that try to be more than words."""

from __future__ import annotations

from collections import Counter
from datetime import date

from compliance.document.model import (
    Column,
    Comment,
    Details,
    Document,
    Facts,
    Filters,
    Group,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    SourceList,
    Table,
    bar_legend,
    items,
    legend,
    note,
    quote,
    tally,
)
from compliance.document.text import (
    Cite,
    Source,
    code,
    confidential,
    emphasis,
    link,
    marked_status,
    muted,
    quotation,
    sentence,
    sign,
    status,
    strong,
)
from compliance.engine.outcomes import Outcome, Outcomes

NOT, PARTLY, MET, OFF = (Outcomes.of(outcome) for outcome in Outcome)
AT_MOST = Outcomes.of(Outcome.NOT_MET, Outcome.PARTLY_MET)
AT_LEAST = Outcomes.of(Outcome.PARTLY_MET, Outcome.MET)
OPEN = Outcomes.of(Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.MET)
UNTESTED = Outcomes.of()

HOSTILE = (
    "[red]not markup[/red] <script>alert(1)</script> **bold** | `code` "
    "\x1b[31mescape\x07 \u202eesrever\u202c &amp; </style> {{ jinja }} https://example.org @all"
)
STATUTE = Source("Education Act, section 4 (government)")
SHADOW = Source(["Shadow report, p. 7: ", quotation("Pupils were turned away.")])


def results() -> Table:
    """Gaps in two groups, with actions, details and filters."""
    columns = [
        Column(),
        Column(is_name=True, wraps=True, width=12),
        Column(wraps=True),
        Column(align="end"),
    ]
    school = Row(
        [AT_MOST, strong("5 (f)"), "Migrant children in school", status(AT_MOST)],
        under=[
            "Extend the right to schooling in the education act to every child.",
            "Tell schools.",
        ],
        details=Details(
            "The words and the reason",
            [
                quote([quotation("the enjoyment of the right to education"), " ", muted("5 (f)")]),
                Facts(
                    [("why", ["A law says so ", Cite(STATUTE), "."]), ("open", "Who may enrol?")]
                ),
            ],
        ),
        anchor="A-RES-65-212.5f",
        filters=Filters(AT_MOST, "A/RES/65/212", ["Children", "Education"]),
    )
    equality = Row(
        [
            PARTLY,
            strong("19 children and women"),
            "Equality for children and women",
            status(PARTLY),
        ],
        anchor="A-66-253.19",
        filters=Filters(PARTLY, "A/66/253", ["Children"]),
    )
    health = Row(
        [OPEN, strong("36 (e)"), "The obligation to protect everyone", status(OPEN)],
        filters=Filters(OPEN, "A/66/253", ["Health"]),
    )
    groups = [Group("A/RES/65/212", [school]), Group("A/66/253", [equality, health], "A/66/253")]
    return Table(columns, groups, "Results")


def matrix() -> Table:
    """Signs, numbers, nought, and cells of every status."""
    columns = [
        Column("Provision", wraps=True, is_name=True),
        Column("Spain", align="center"),
        Column("Open", align="end"),
    ]
    every = (NOT, PARTLY, MET, OFF, OPEN, UNTESTED)
    return Table(columns, (Row([f"para. {n}", sign(o), n]) for n, o in enumerate(every)), "Matrix")


def document(hostile: str = "") -> Document:
    """The sample; with ``hostile`` words in every place that takes words."""
    h = f" {hostile}" if hostile else ""
    counts = {
        f"A/RES/65/212{h}": Counter({MET: 1, AT_MOST: 1, AT_LEAST: 3, OPEN: 20, OFF: 11}),
        "A/66/253": Counter({MET: 2, NOT: 1, OPEN: 5}),
        "CMW/C/GC/1": Counter({OFF: 39}),
    }
    words = [
        Paragraph(
            sentence(
                f"The account answers {{n}} of 319 questions, says {{words}} in {{law}}{h}.",
                n=strong("19"),
                words=quotation(f"all migrants{h}"),
                law=emphasis("Act 4"),
            ),
            comments=[Comment("Ministry of Justice", f"Which paragraph?{h}")],
        ),
        note(["See ", link("5 (f)", "A-RES-65-212.5f"), ", ", link("nowhere", "nowhere"), "."]),
        Paragraph([confidential("confidential"), " Told in an interview ", Cite(SHADOW), "."]),
        Paragraph(
            [link("The text", "https://example.org/a?b=1"), " ", link("bad", "javascript:x")]
        ),
        items([f"one{h}", "two"], is_ordered=True),
        Items([Item(["An item that is ", marked_status(MET), "."], [items(["inner"])])]),
    ]
    blocks = [
        tally("Where it stands", counts, {"A/66/253": "A/66/253"}),
        Section("Gaps (2)", [results()], remark="not fully met, whatever the open answers"),
        Section(f"Words{h}", [*words, Section("A section in it", [matrix()])], anchor="words"),
        legend(),
        bar_legend(),
        PageBreak(),
        Section(
            "Next",
            [Facts([(code("compliance explain 5f ESP"), f"why a result is as it is{h}")])],
        ),
        Section("Sources", [SourceList()], is_annex=True),
    ]
    return Document(
        f"Spain: gap report{h}",
        iter(blocks),
        subtitle=f"Government of Spain, 15 July 2010{h}",
        facts=[("Account", f"Government of Spain{h}"), ("As of", "15 July 2010")],
        author="Ministry of Justice",
        date=date(2010, 7, 15),
    )
