"""Accounts against provisions, by instrument: in the order of the alphabet, never ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name, sorting_name
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Row,
    Section,
    Table,
    note,
)
from compliance.document.style import STATUS_WORDS
from compliance.document.text import Form, Mark, Text, sign, status, strong
from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status
from compliance.lazy import MOST_HELD
from compliance.library.library import Library, Scope
from compliance.model.rulebook import Rule
from compliance.report import accounts, gap_report, reasons, wording

COLUMNS = 6
"""So many accounts stand beside each other; more follow in a table of their own."""

NO_RANKING = "In the order of the alphabet: nothing is ranked, weighed or averaged."
_LEGEND = (
    Outcomes.of(Outcome.MET),
    Outcomes.of(Outcome.PARTLY_MET),
    Outcomes.of(Outcome.NOT_MET),
    Outcomes.of(*SCALE),
    Outcomes.of(Outcome.NOT_APPLICABLE),
)


@dataclass(frozen=True)
class Matrix:
    """Accounts of States against the provisions that can be tested, or are for one State alone.

    Provisions that ask nothing of States are left out: they say the same of all.
    """

    assessments: tuple[Assessment, ...]

    @classmethod
    def of(cls, assessments: Iterable[Assessment]) -> Matrix:
        """The matrix of these assessments, by the names of the States and then of the profiles."""
        by_name = sorted(assessments, key=lambda a: (sorting_name(a.profile.country), a.profile.id))
        return cls(tuple(by_name))

    @property
    def library(self) -> Library:
        """The library by which all were assessed."""
        return self.assessments[0].library

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The provisions with checks, instrument by instrument."""
        return tuple(f.rule for f in self.assessments[0].all_findings if f.rule.checks)

    @cached_property
    def rulebooks(self) -> Mapping[str, tuple[Rule, ...]]:
        """The provisions by the id of their instrument."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.instrument, []).append(rule)
        return {instrument: tuple(rules) for instrument, rules in found.items()}

    @cached_property
    def _found(self) -> list[dict[str, Finding]]:
        return [{f.rule.id: f for f in one.all_findings} for one in self.assessments]

    def findings(self, place: int) -> Mapping[str, Finding]:
        """What was found by the ``place``-th account, by the id of the rule."""
        return self._found[place]

    def states_by_status(self, rule: Rule) -> dict[Status | None, int]:
        """How many States have each status; None for those whose accounts come out differently.

        A State with several accounts counts once.
        """
        by_state: dict[str, set[Status]] = {}
        for place, one in enumerate(self.assessments):
            status = self._found[place][rule.id].status
            by_state.setdefault(one.profile.country, set()).add(status)
        agreed = [min(found) if len(found) == 1 else None for found in by_state.values()]
        return {status: agreed.count(status) for status in (*Status, None) if status in agreed}


def name_of(assessment: Assessment) -> str:
    """What the State is called."""
    return country_name(assessment.profile.country)


def states_words(counts: Mapping[Status | None, int]) -> str:
    """``met 44, open 148, accounts differ 1``."""
    words = {None: "accounts differ"} | STATUS_WORDS
    return ", ".join(f"{words[status]} {n}" for status, n in counts.items())


# The report


def document(
    subject: Sequence[Assessment],
    *,
    each: bool = False,
    scope: Scope | None = None,  # noqa: ARG001 - every report is given it
) -> Document:
    """Accounts as columns against provisions as rows, a table an instrument.

    States of which only official lists speak share a column where they come out alike, unless
    ``each`` is to have its own. Of one account the statuses stand in words.
    """
    matrix = Matrix.of(subject)
    countries = {one.profile.country for one in matrix.assessments}
    is_one = len(subject) == 1
    blocks = [Paragraph(nothing_words(matrix))] if not matrix.rules else list(_blocks(matrix, each))
    return Document(
        accounts.title(countries, "paragraph by paragraph", len(subject)),
        blocks,
        subtitle=gap_report.subtitle(subject[0]) if is_one else "",
        date=max(one.as_of for one in matrix.assessments),
    )


def nothing_words(matrix: Matrix) -> str:
    """Why there is no row: ``Nothing to show: 1 rule is a draft.``"""
    rules = [finding.rule for finding in matrix.assessments[0].all_findings]
    told = []
    if drafts := sum(rule.draft for rule in rules):
        words = ngettext("{n} rule is a draft", "{n} rules are drafts", drafts)
        told.append(words.format(n=drafts))
    if rest := len(rules) - drafts:
        words = ngettext(
            "{n} paragraph asks nothing of States that could be tested",
            "{n} paragraphs ask nothing of States that could be tested",
            rest,
        )
        told.append(words.format(n=rest))
    return f"Nothing to show: {wording.listed(told, 'and')}."


def _blocks(matrix: Matrix, each: bool) -> Iterator[Block]:
    columns = list(_columns(matrix, each=each))
    is_one = len(matrix.assessments) == 1
    if not is_one:
        yield Paragraph(NO_RANKING)
    yield from accounts.confidentiality(matrix.assessments)
    for instrument, rules in matrix.rulebooks.items():
        known = matrix.library.instruments[instrument]
        starts = range(0, len(columns), COLUMNS)
        blocks: list[Block] = [
            _table(rules, columns[start : start + COLUMNS], is_one=is_one) for start in starts
        ]
        if len(matrix.assessments) > MOST_HELD:
            blocks.append(_counts(matrix, rules))
        yield Section(known.symbol, blocks, remark=known.title)
    if not is_one:
        yield Section("Accounts", [Facts((strong(one.head), one.words) for one in columns)])
    yield _legend()


@dataclass(frozen=True, slots=True)
class _Column:
    """An account, or States of which only official lists speak and which come out alike."""

    head: str
    words: str
    outcomes: Mapping[str, Outcomes]
    confidential: frozenset[str] = frozenset()
    """The rules whose results rest on answers that are not public."""


def _columns(matrix: Matrix, *, each: bool) -> Iterator[_Column]:
    """Accounts by name; alike States of which only official lists speak together, last."""
    heads = _heads(matrix.assessments)
    alike: dict[tuple[Outcomes, ...], list[int]] = {}
    for place, one in enumerate(matrix.assessments):
        found = {rule.id: matrix.findings(place)[rule.id].outcomes for rule in matrix.rules}
        if each or one.profile.voice != "register":
            words = f"{name_of(one)}: {wording.who_answered(one)} ({one.profile.voice})"
            results = matrix.findings(place).values()
            marked = frozenset(f.rule.id for f in results if reasons.mark(f.because, one))
            yield _Column(heads[place], words, found, marked)
        else:
            alike.setdefault(tuple(found.values()), []).append(place)
    for number, places in enumerate(alike.values(), start=1):
        names = "; ".join(name_of(matrix.assessments[place]) for place in places)
        words = ngettext(
            "{n} State of which only official lists speak: {names}",
            "{n} States of which only official lists speak: {names}",
            len(places),
        )
        first = matrix.findings(places[0])
        found = {rule.id: first[rule.id].outcomes for rule in matrix.rules}
        yield _Column(f"#{number}", words.format(n=len(places), names=names), found)


def _heads(assessments: Sequence[Assessment]) -> list[str]:
    """``ECU``; ``ECU 1``, ``ECU 2`` where a State has several accounts."""
    countries = [one.profile.country for one in assessments]
    seen = Counter[str]()
    heads = []
    for country in countries:
        seen[country] += 1
        heads.append(f"{country} {seen[country]}" if countries.count(country) > 1 else country)
    return heads


def _table(rules: Sequence[Rule], shown: Sequence[_Column], *, is_one: bool) -> Table:
    columns = [Column("Paragraph", is_name=True, wraps=True, width=12), Column(wraps=True)]
    columns += [Column()] * is_one
    columns += [Column("" if is_one else one.head, align="center") for one in shown]
    rows = []
    for rule in rules:
        is_marked = any(rule.id in one.confidential for one in shown)
        title: Text = [rule.title, " ", reasons.confidential_mark()] if is_marked else rule.title
        cells: list[Cell] = [strong(wording.paragraph(rule)), title]
        found = [one.outcomes[rule.id] for one in shown]
        cells += [found[0], status(found[0])] if is_one else list(map(sign, found))
        rows.append(Row(cells))
    if is_one:
        columns[-1] = Column(wraps=True, width=18)
    return Table(columns, rows, "Paragraph by paragraph")


def _counts(matrix: Matrix, rules: Sequence[Rule]) -> Section:
    """How many States have each status, with the provisions of which that is so."""
    counted: dict[str, list[str]] = {}
    for rule in rules:
        words = states_words(matrix.states_by_status(rule))
        counted.setdefault(words, []).append(wording.paragraph(rule))
    pairs = ((words, "; ".join(paragraphs)) for words, paragraphs in counted.items())
    remark = "each State once, whatever the number of its accounts"
    return Section("States by result", [Facts(pairs)], remark=remark)


def _legend() -> Paragraph:
    parts: list[Text] = []
    for outcomes in _LEGEND:
        parts += ["; "] * bool(parts)
        parts += [Mark(outcomes, Form.SIGN), f" {STATUS_WORDS[outcomes.status]}"]
    return note(parts)
