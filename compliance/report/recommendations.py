"""A list of recommendations as it goes back: its rows in their order, and what became of each.

The statuses are those of our tests. A recommendation without a test says so; none is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from gettext import ngettext

from compliance.assessment.findings import Finding
from compliance.assessment.recommendations import AnsweredList, ListedRow
from compliance.document.model import (
    Block,
    Column,
    Document,
    Group,
    Paragraph,
    Row,
    Table,
    note,
)
from compliance.document.style import outcomes_words
from compliance.document.text import Text, strong
from compliance.engine.outcomes import Status
from compliance.library.library import EVERYTHING, Scope
from compliance.model.actions import TrackedAction
from compliance.model.profiles import Evidence
from compliance.report import accounts, gap_report, reasons, statements, wording

FIELDS = ("status", "why", "source", "responsible", "due", "progress")
"""What stands beside a recommendation."""
HEADINGS = {
    "assessment": "Assessment/comments on level of implementation",
    "status": "Status (our tests)",
    "why": "Why",
    "source": "Source",
    "responsible": "Responsible",
    "due": "Due",
    "progress": "Progress",
    "link": "Link to the document",
}
OURS = (
    "The statuses are results of our tests on the answers of this account, not findings of the "
    "United Nations. A recommendation without a test has no status."
)
NOT_YET_TESTED = "not yet tested"
NO_SOURCE = "no source named"
_MOST_ANSWERS, _MOST_SOURCES = 3, 3
_SHOWN = ("paragraph", "text", "position", "recommending_states")
"""Of a list with many columns these are shown on a page."""
_MOST_COLUMNS = 4
_SYMBOL = re.compile(r"A/HRC/[A-Z0-9/.]+")
"""The symbol of a document of the Human Rights Council."""
_NARROW = 14
"""Characters that a column needs that is not the text itself."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands beside a recommendation, in words; all empty beside what is none."""

    status: str = ""
    why: str = ""
    source: str = ""
    responsible: str = ""
    due: str = ""
    progress: str = ""
    link: str = ""

    def text(self, name: str) -> str:
        """What stands in a column; ``assessment`` is all of it."""
        return self.whole if name == "assessment" else str(getattr(self, name))

    @property
    def whole(self) -> str:
        """All of it, as one text: ``Not met. The law … Responsible: …``."""
        if not self.status:
            return ""
        status = f"{self.status[:1].upper()}{self.status[1:]}."
        why = "" if self.status == NOT_YET_TESTED else self.why
        told = [f"{status} {why}".strip()]
        if self.source:
            told.append(f"Source: {self.source}")
        if self.responsible:
            told.append(f"Responsible: {self.responsible}")
        if self.due:
            told.append(f"Due: {self.due}")
        if self.progress:
            told.append(f"Progress: {self.progress}")
        return "\n".join(told)


def answered(row: ListedRow, subject: AnsweredList) -> Answered:
    """What stands beside a row."""
    findings = subject.findings_of(row)
    actions = sorted(subject.actions_of(row), key=lambda one: (one.due or date.max, one.key))
    promised = [one for one in actions if one.is_promised]
    if not findings:
        return Answered()
    return Answered(
        _by_part(findings, [_status(finding) for finding in findings]),
        _by_part(findings, [_why(finding, subject) for finding in findings]),
        "\n".join(_sources(findings, subject)),
        "; ".join(dict.fromkeys(one.lead for one in promised if one.lead)),
        "; ".join(sorted({one.due.isoformat() for one in promised if one.due})),
        "\n".join(_progress(one, subject, several=len(actions) > 1) for one in actions),
        link_to(findings[0]) or "",
    )


def columns_of(subject: AnsweredList) -> tuple[str, ...]:
    """What is filled in: one column with all of it in OHCHR's matrix, else one for each."""
    has_link = any(link_to(f) for row in subject.rows for f in subject.findings_of(row)[:1])
    return ("assessment",) if subject.is_matrix else (*FIELDS, *(["link"] if has_link else []))


def link_to(finding: Finding) -> str | None:
    """Where the document of a recommendation is found by its symbol: ``https://undocs.org/…``."""
    symbol = finding.rule.document or ""
    return f"https://undocs.org/{symbol}" if _SYMBOL.fullmatch(symbol) else None


def _by_part(findings: list[Finding], told: list[str]) -> str:
    """What is said of one rule; of several rules each with its paragraph."""
    if len(findings) == 1:
        return told[0]
    named = zip(findings, told, strict=True)
    return "; ".join(f"{wording.paragraph(f.rule)}: {words.rstrip('.')}" for f, words in named)


def _status(finding: Finding) -> str:
    """``partly met``; ``not yet tested`` for a draft."""
    if finding.status is Status.NO_TEST:
        return NOT_YET_TESTED if finding.rule.draft else "not tested"
    if finding.status is Status.UNDETERMINED and not finding.because:
        return "open"
    return outcomes_words(finding.outcomes)


def _why(finding: Finding, subject: AnsweredList) -> str:
    """Why a result is as it is, in one sentence, and how many questions are open."""
    if finding.reason:
        return finding.reason
    facts, answers = subject.assessment.library.facts, subject.assessment.answers
    told = [
        statements.statements_of(facts[fact], answers[fact], members).rstrip(".")
        for fact, members in reasons.deciding(finding, subject.assessment).items()
        if fact in answers
    ]
    first, *others = list(filter(None, told[:_MOST_ANSWERS])) or [""]
    said = "; ".join([first, *(f"{one[0].lower()}{one[1:]}" for one in others)])
    words = [f"{said}."] if said else []
    if open_ := len(finding.missing):
        still = ngettext("{n} question is open.", "{n} questions are open.", open_)
        words.append(
            still.format(n=open_) if said else f"No answer decides it yet. {still.format(n=open_)}"
        )
    return " ".join(words) or "The result is the same, whatever the answers are."


def _sources(findings: list[Finding], subject: AnsweredList) -> list[str]:
    """The documents behind what decides; that none is named, where answers alone decide."""
    found: dict[str, None] = {}
    is_decided = False
    for finding in findings:
        facts = reasons.deciding(finding, subject.assessment)
        is_decided |= any(fact in subject.assessment.answers for fact in facts)
        for _, evidence in reasons.evidence_of(subject.assessment, facts):
            found[_source(evidence)] = None
    told = list(found) or [NO_SOURCE] * is_decided
    more = len(told) - _MOST_SOURCES
    return [*told[:_MOST_SOURCES], *([f"{more} more"] if more > 0 else [])]


def _source(evidence: Evidence) -> str:
    """``A/66/253, para. 4``, with who speaks there."""
    if not evidence.public:
        return f"on file with the speaker ({wording.said_by(evidence)})"
    place = f", {evidence.place}" if evidence.place else ""
    return f"{evidence.document}{place} ({wording.said_by(evidence)})"


def _progress(one: TrackedAction, subject: AnsweredList, *, several: bool) -> str:
    """How far an action is, and the latest that was said of it; of several also which and whose."""
    words = f"{one.state}, overdue" if one.is_overdue(subject.today) else one.state
    if several:
        due = f"due {one.due}" if one.due and one.is_promised else None
        who = "; ".join(filter(None, [one.lead if one.is_promised else None, due]))
        words = f"{one.action.rstrip('.')}{f' ({who})' if who else ''}: {words}"
    latest = one.latest
    if latest is None:
        return f"{words}."
    return f"{words}. {latest.on}, {latest.said_by}: {latest.note}"


# As a document


def document(
    subject: AnsweredList,
    *,
    details: bool = False,
    next_steps: bool = False,  # noqa: ARG001 - nothing follows from it
    scope: Scope = EVERYTHING,  # noqa: ARG001 - the list says what it is about
) -> Document:
    """How many recommendations stand where, and with ``details`` each row with its answer."""
    told = [(row, answered(row, subject)) for row in subject.rows]
    counts = Counter(one.status for _, one in told if one.status)
    blocks: list[Block] = list(accounts.confidentiality([subject.assessment]))
    blocks.append(Paragraph(head_words(counts)))
    rows = [Row([status, number]) for status, number in counts.most_common()]
    columns = [Column("Status", is_name=True, wraps=True), Column("Recommendations", align="end")]
    if rows:
        blocks.append(Table(columns, rows, "Statuses"))
    if details:
        blocks.append(_table(subject, told))
    blocks.append(note(OURS))
    return Document(
        accounts.title({subject.assessment.profile.country}, "recommendations", 1),
        blocks,
        subtitle=gap_report.subtitle(subject.assessment),
        date=subject.today,
    )


def head_words(counts: Counter[str]) -> str:
    """How many recommendations of the list there are among the rules."""
    number = counts.total()
    return ngettext(
        "{n} row of the list is a recommendation that has a rule.",
        "{n} rows of the list are recommendations that have a rule.",
        number,
    ).format(n=number)


def _table(subject: AnsweredList, told: list[tuple[ListedRow, Answered]]) -> Table:
    """The rows in their order, under the headings that stand between them."""
    places = list(_places(subject))
    name = "assessment" if subject.is_matrix else ""
    last = subject.columns[subject.own[name]] if name else HEADINGS["assessment"]
    text = subject.fields.get("text")
    columns = [
        Column(subject.columns[n], wraps=True, width=0 if n == text else _NARROW) for n in places
    ]
    columns = [*columns, Column(last, wraps=True)]
    groups: list[tuple[str, list[Row]]] = [("", [])]
    for row, one in told:
        cells = [_on_one_line(row.text(n)) for n in places]
        if row.is_heading:
            groups.append((next(filter(None, row.texts), ""), []))
        elif any(cells):
            facts = (fact for found in subject.findings_of(row) for fact in found.because)
            answer: Text = _on_one_line(subject.kept(row))
            if not answer:
                answer = reasons.marked(_in_a_cell(one), facts, subject.assessment)
            groups[-1][1].append(Row([*cells, answer]))
    shown = [Group(heading, rows) for heading, rows in groups if rows]
    return Table(columns, shown, "Recommendations")


def _in_a_cell(one: Answered) -> Text:
    """All that is said of a recommendation, its labels in bold."""
    if not one.status:
        return ""
    status, *lines = one.whole.split("\n")
    head, _, rest = status.partition(". ")
    told: list[Text] = [strong(f"{head.rstrip('.')}."), f" {rest}" if rest else ""]
    for line in lines:
        label, colon, words = line.partition(": ")
        is_label = bool(colon) and label in HEADINGS.values()
        told += [" ", strong(f"{label}:"), f" {words}"] if is_label else [f"; {line}"]
    return told


def _on_one_line(text: str) -> str:
    """A cell of the list on one line: lines with dashes below each other become a list."""
    lines = [line.strip().removeprefix("- ") for line in text.splitlines()]
    told = ""
    for line in filter(None, lines):
        between = "" if not told else " " if told[-1] in ".,;:" else "; "
        told += f"{between}{line}"
    return told


def _places(subject: AnsweredList) -> Iterator[int]:
    """The columns of the list that fit on a page, in its order."""
    free = [n for n in range(len(subject.columns)) if n not in subject.own.values()]
    if len(free) <= _MOST_COLUMNS:
        yield from free
    else:
        yield from sorted(subject.fields[name] for name in _SHOWN if name in subject.fields)
