"""Accounts side by side: what they contradict each other on, and what both say.

Nothing is averaged or merged, and nobody is preferred. Silence is counted and never listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import Comparison, FactCompared, FindingCompared, Relation
from compliance.countries import country_name
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    Paragraph,
    Row,
    Section,
    Table,
    legend,
    note,
)
from compliance.document.text import Cite, Text, muted, strong
from compliance.engine.outcomes import Outcomes, Status
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact
from compliance.report import accounts, reasons, wording
from compliance.report.evidence_levels import strength
from compliance.report.wording import listed

SHOWN = 8
"""Of answers that do not contradict each other so many fit on a page; with details all."""
RESULTS_SHOWN = 12
NEVER_MERGED = "Accounts are side by side: none is preferred, averaged or merged."
RELATION_WORDS = {
    Relation.ONE_HIGHER: "contradiction: one account gives the better result",
    Relation.CONTESTED: "contradiction",
    Relation.CONTESTED_ANSWERS: "the result may be the same, but the answers contradict each other",
    Relation.COMPATIBLE: "no contradiction: all can be right",
    Relation.OTHER_TIMES: "no contradiction: the accounts speak of different times",
    Relation.AGREE: "the same",
    Relation.ONE_ANSWERS: "only one account answers",
    Relation.NOBODY: "no account answers",
}
SILENT = "no answer"


def document(subject: Comparison, *, details: bool = False) -> Document:
    """The accounts of one country held against each other.

    With ``details`` also the words of every source, and every answer that does not differ.
    """
    compared = subject.assessments
    page = _Page(subject, details=details)
    blocks = list(page.blocks())
    blocks += reasons.sources(blocks)
    return Document(
        compared_title(subject),
        [*blocks, legend(), note(NEVER_MERGED)],
        facts=[
            (strong(name), account_words(one))
            for name, one in zip(page.letters, compared, strict=True)
        ],
        date=max(one.as_of for one in compared),
    )


class _Page:
    """What is told of one comparison."""

    def __init__(self, comparison: Comparison, *, details: bool) -> None:
        self.comparison, self.details = comparison, details
        self.letters = [letter(place) for place in range(len(comparison.assessments))]
        self.contested = {one.fact.id: n for n, one in enumerate(comparison.contested, start=1)}

    def blocks(self) -> Iterator[Block]:
        """The contradictions, the results that differ, what both say, how much is silent."""
        yield from accounts.standard(self.comparison.assessments)
        yield from accounts.confidentiality(self.comparison.assessments)
        yield Paragraph(" ".join(self._counts()))
        yield from self._answers(Relation.CONTESTED, "Contradictions")
        yield from self._results()
        yield from self._answers(Relation.COMPATIBLE, "Different answers, no contradiction")
        yield from self._answers(Relation.OTHER_TIMES, "Answers of different times")
        yield from self._both_say()

    def _counts(self) -> Iterator[str]:
        found = [one.relation for one in self.comparison.facts]
        if number := len(self.contested):
            words = ngettext(
                "The accounts contradict each other on {n} question.",
                "The accounts contradict each other on {n} questions.",
                number,
            )
            yield words.format(n=number)
        else:
            yield "The accounts do not contradict each other on any question."
        if number := found.count(Relation.AGREE):
            words = ngettext(
                "On {n} question they say the same.", "On {n} questions they say the same.", number
            )
            yield words.format(n=number)
        single = [one for one in self.comparison.facts if one.relation is Relation.ONE_ANSWERS]
        if single:
            number = len(single)
            words = ngettext(
                "{n} question is answered by one account only ({who}): the silence of the others "
                "is neither yes nor no.",
                "{n} questions are answered by one account only ({who}): the silence of the others "
                "is neither yes nor no.",
                number,
            )
            counts = [sum(bool(one.sides[p]) for one in single) for p in range(len(self.letters))]
            who = [f"{name} {n}" for name, n in zip(self.letters, counts, strict=True) if n]
            yield words.format(n=number, who=", ".join(who))

    # Questions

    def _answers(self, relation: Relation, heading: str) -> Iterator[Section]:
        found = [one for one in self.comparison.facts if one.relation is relation]
        shown = found if self.details or relation.is_dispute else found[:SHOWN]
        if not found:
            return
        columns = [
            Column(is_name=True),
            Column("Answer", wraps=True),
            Column("Source", wraps=True, width=20),
            Column("Strength"),
        ]
        groups = [Group(self._question(one), self._sides(one)) for one in shown]
        blocks: list[Block] = [Table(columns, groups, heading), *_more(found, shown)]
        remark = "who says what, and how well it is documented" if relation.is_dispute else ""
        yield Section(f"{heading} ({len(found)})", blocks, remark=remark)

    def _question(self, one: FactCompared) -> str:
        number = self.contested.get(one.fact.id)
        return f"{number}. {one.fact.question}" if number else one.fact.question

    def _sides(self, one: FactCompared) -> Iterator[Row]:
        for place, side in enumerate(one.sides):
            if side:
                voice = self.comparison.assessments[place].profile.voice
                yield self._side(self.letters[place], one.fact, side, voice)
        if one.register and one.register.register:
            yield self._side("Official list", one.fact, one.register, "register")

    def _side(self, name: str, fact: Fact, side: EffectiveAnswer, voice: str) -> Row:
        given = side.answer
        answer: list[Text] = [strong(wording.answer_words(fact, given))]
        if times := wording.time_words(side):
            answer.append(f" ({times})")
        if not given.public:
            answer += [" ", reasons.confidential_mark()]
        if given.note:
            answer.append(muted(f" (Note: {given.note})"))
        sources = _cited(given) if self.details else "; ".join(_places(given))
        cells: list[Cell] = [strong(name), answer, sources, strength(side, voice)]
        return Row(cells)

    def _both_say(self) -> Iterator[Section]:
        found = [one for one in self.comparison.facts if one.relation is Relation.AGREE]
        if not found:
            return
        shown = found if self.details else found[:SHOWN]
        rows = []
        for one in shown:
            sides = [side for side in one.sides if side]
            answer: list[Text] = [strong(wording.answer_words(one.fact, sides[0].answer))]
            if any(not side.answer.public for side in sides):
                answer += [" ", reasons.confidential_mark()]
            if self.details:
                answer += [[" ", *_cited(side.answer)] for side in sides]
            rows.append(Row([one.fact.question, answer]))
        columns = [Column("Question", wraps=True, is_name=True), Column("Answer", wraps=True)]
        everybody = "Both" if len(self.letters) == 2 else "All who answer"
        heading = f"{everybody} say the same ({len(found)})"
        yield Section(heading, [Table(columns, rows, heading), *_more(found, shown)])

    # Results

    def _results(self) -> Iterator[Section]:
        findings = self.comparison.findings
        contradict = [one for one in findings if one.relation.is_dispute]
        differ = [one for one in findings if one.relation is Relation.COMPATIBLE]
        depend = [one for one in findings if one.relation is Relation.CONTESTED_ANSWERS]
        yield from self._differing("Results that contradict each other", contradict)
        yield from self._differing("Results that depend on contradicting answers", depend)
        yield from self._differing("Results that differ without contradiction", differ)
        if words := _rest_words(findings):
            yield Section("Other results", [Paragraph(words)])

    def _differing(self, heading: str, found: Sequence[FindingCompared]) -> Iterator[Section]:
        if not found:
            return
        columns = [Column(is_name=True, wraps=True, width=12), Column(wraps=True)]
        columns += [Column(name) for name in self.letters]
        groups: dict[str, list[Row]] = {}
        shown = found if self.details or found[0].relation.is_dispute else found[:RESULTS_SHOWN]
        for one in shown:
            pairs = zip(one.findings, self.comparison.assessments, strict=True)
            mark = next(filter(None, (reasons.mark(f.because, of) for f, of in pairs)), None)
            title: Text = [one.rule.title, *mark] if mark else one.rule.title
            cells: list[Cell] = [strong(wording.paragraph(one.rule)), title]
            for finding, speaks in zip(one.findings, one.speaking, strict=True):
                cells.append(finding.outcomes if speaks else muted(SILENT))
            row = Row(cells, under=list(self._because(one)))
            groups.setdefault(one.rule.symbol, []).append(row)
        table = Table(columns, [Group(s, rows) for s, rows in groups.items()], heading)
        yield Section(f"{heading} ({len(found)})", [table, *_more(found, shown)])

    def _because(self, one: FindingCompared) -> Iterator[str]:
        if one.higher:
            better = listed((self.letters[place] for place in one.higher), "and")
            words = ngettext(
                "Account {who} gives the better result.",
                "Accounts {who} give the better result.",
                len(one.higher),
            )
            yield words.format(who=better)
        known = sorted(self.contested[f] for f in one.depends_on if f in self.contested)
        if numbers := list(map(str, known)):
            words = ngettext(
                "The accounts contradict each other on question {numbers}.",
                "The accounts contradict each other on questions {numbers}.",
                len(numbers),
            )
            yield words.format(numbers=listed(numbers, "and"))


def _rest_words(findings: Iterable[FindingCompared]) -> str:
    """How many results are the same, rest on one account, or on none."""
    found = [one.relation for one in findings if one.rule.checks]
    told = []
    if number := found.count(Relation.AGREE):
        told.append(ngettext("{n} result is the same.", "{n} results are the same.", number))
        told[-1] = told[-1].format(n=number)
    if number := found.count(Relation.ONE_ANSWERS):
        words = ngettext(
            "For {n} result only one account has answers.",
            "For {n} results only one account has answers.",
            number,
        )
        told.append(words.format(n=number))
    if number := found.count(Relation.NOBODY):
        words = ngettext(
            "For {n} result no account has answers.",
            "For {n} results no account has answers.",
            number,
        )
        told.append(words.format(n=number))
    return " ".join(told)


def _more(found: Sequence[object], shown: Sequence[object]) -> Iterator[Paragraph]:
    """How many are not listed here; nothing where all are."""
    if more := len(found) - len(shown):
        words = ngettext("{n} more with --details.", "{n} more with --details.", more)
        yield note(words.format(n=more))


def _cited(answer: Answer) -> list[Text]:
    """References to the sources of an answer."""
    sources = [reasons.source(one, is_confidential=not answer.public) for one in answer.evidence]
    return [Cite(source) for source in sources] or [muted("no source named")]


def _places(answer: Answer) -> list[str]:
    """The documents and places that an answer names as its sources."""
    found = [
        f"{one.source} ({members})" if (members := wording.members_words(one)) else one.source
        for one in answer.evidence
    ]
    return list(dict.fromkeys(found)) or ["no source named"]


# Words that files and workbooks share


def letter(place: int) -> str:
    """By what an account is called beside the others: ``A``; a number after the 26th."""
    return chr(ord("A") + place) if place < 26 else f"{place + 1}"


def account_words(assessment: Assessment) -> str:
    """``Government of Ecuador, 14 July 2011 (government)``."""
    return f"{wording.who_answered(assessment)} ({assessment.profile.voice})"


def earlier_words(names: Iterable[str]) -> str:
    """Which accounts are not compared: who says otherwise later contradicts nobody."""
    return f"Left out, because the same speaker has a later account: {', '.join(names)}."


def compared_title(comparison: Comparison) -> str:
    """``Ecuador: 2 accounts side by side``."""
    country = country_name(comparison.assessments[0].profile.country)
    return f"{country}: {len(comparison.assessments)} accounts side by side"


def outcomes_words(outcomes: Outcomes) -> str:
    """``met``, or ``undetermined: at most partly met``, as files for programs have it."""
    status = outcomes.status
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {wording.still_possible(outcomes)}"


def side_words(fact: Fact, side: EffectiveAnswer | None) -> str:
    """What an account answers, with every quotation and its place."""
    return SILENT if side is None else said_words(fact, [side.answer])


def said_words(fact: Fact, answers: Iterable[Answer]) -> str:
    """Answers to one question with their evidence; it is said where there is none."""
    told = [
        "; ".join(
            [
                wording.answer_words(fact, answer),
                *(list(map(wording.quotation, answer.evidence)) or ["no source named"]),
            ]
        )
        for answer in answers
    ]
    return " | ".join(told) or SILENT


def finding_side(compared: FindingCompared, place: int) -> str:
    """What one account makes of a rule; that it has no answer where it has none."""
    words = wording.finding_words(compared.findings[place])
    return words if compared.speaking[place] else f"{words} ({SILENT})"
