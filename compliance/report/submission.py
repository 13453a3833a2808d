"""A draft of a shadow report: what is not met, who says otherwise, what is not known.

Every fact is told once, with its sources; the statuses are ours and the text says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from compliance.assessment.assess import Assessment
from compliance.assessment.comparison import FactCompared, Relation, compare
from compliance.assessment.findings import CheckFinding, Finding, RequirementFinding
from compliance.assessment.questions import questions
from compliance.countries import country_name
from compliance.document.model import (
    Block,
    Column,
    Document,
    Group,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    SourceList,
    Table,
    note,
    walk,
    words,
)
from compliance.document.text import Text, emphasis, inlines, plain, quotation, strong
from compliance.engine.outcomes import Outcome
from compliance.engine.tokens import names_in
from compliance.model.rulebook import FORCES, FactId, Measure, number_in_document
from compliance.report import wording
from compliance.report.evidence_levels import strength
from compliance.report.statements import cites, day_words, sources, statements, time_words

MOST_ASKED = 5
"""How many of the open questions are named."""
_KEEPER = "the authors"


def document(assessments: Sequence[Assessment]) -> Document:
    """The draft of the first account's speaker, against the second where there is one.

    Without what is confidential. Raises InputError where the two are not of one country, or have
    no rule in common.
    """
    ours, *others = (one.published() for one in assessments)
    theirs = others[0] if others else None
    made = _Submission(ours, theirs)
    speaker, country = ours.profile.speaker, country_name(ours.profile.country)
    facts: list[tuple[Text, Text]] = [
        ("Country", country),
        ("Submitted by", speaker),
        ("Information as of", day_words(ours.as_of)),
        ("Held against", wording.listed(wording.symbols(ours), "and")),
    ]
    if theirs:
        facts.append(("Compared with", _account(theirs)))
    facts.append(("Whose reading", "The authors’. It is not a finding of the United Nations."))
    return Document(
        f"{country}: submission on the human rights of migrants",
        list(made.blocks()),
        subtitle=f"{speaker}, {day_words(ours.as_of)}",
        facts=facts,
        author=speaker,
        date=ours.as_of,
    )


def longest_paragraphs(made: Document) -> list[tuple[int, str]]:
    """The items of a submission by their words, the longest first, each with its beginning."""
    found = [
        (words([Items([item])]), f"{number}. " * part.is_ordered + plain(next(inlines(item.text))))
        for part in walk(made, annexes=False)
        if isinstance(part, Items)
        for number, item in enumerate(part.items, 1)
    ]
    return sorted(found, key=lambda one: -one[0])


@dataclass(frozen=True)
class _Gap:
    """A requirement that is not met or only partly met, and the checks that make it so."""

    finding: Finding
    requirement: RequirementFinding
    checks: tuple[CheckFinding, ...]

    @property
    def importance(self) -> tuple[int, int]:
        """Not met before partly met, then by force."""
        is_partly = self.requirement.outcomes.highest is not Outcome.NOT_MET
        return int(is_partly), FORCES.index(self.requirement.force)

    def facts(self, names: Iterable[FactId]) -> dict[FactId, Measure]:
        """The answers that make it so, and what each is about; not those on whether it applies."""
        known, found = set(names), dict[FactId, Measure]()
        for one in self.checks:
            decide = names_in(filter(None, (one.check.met, one.check.partly))) & known
            for fact in one.because:
                if fact in decide:
                    found.setdefault(fact, one.check.measure)
        return found


@dataclass
class _Told:
    """A paragraph: the requirement it begins with, its facts, and others that rest on the same."""

    gap: _Gap
    facts: dict[FactId, Measure]
    also: list[_Gap] = field(default_factory=list)
    known: frozenset[FactId] = frozenset()
    """All questions that there are."""

    @property
    def lead(self) -> _Gap:
        """The most special of its requirements that rest on all of its facts.

        It is of a rule that is filed first under the topic of the facts, and has the fewest
        checks. It gives the title and the recommendation.
        """
        topics = {fact.partition(".")[0] for fact in self.facts}
        gaps = [self.gap, *self.also]
        whole = [one for one in gaps if self.facts.keys() <= one.facts(self.known).keys()]
        rules = [(one, one.finding.rule) for one in whole]
        return min(rules, key=lambda pair: (pair[1].topics[0] not in topics, len(pair[1].checks)))[
            0
        ]

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would close it, as the checks say that its facts decide."""
        checks = self.lead.checks
        own = [one for one in checks if not self.facts.keys().isdisjoint(one.because)]
        return tuple(dict.fromkeys(one.check.remedy for one in own or checks))


class _Submission:
    """One submission in the making."""

    def __init__(self, ours: Assessment, theirs: Assessment | None) -> None:
        self.ours, self.theirs = ours, theirs
        self.facts = ours.library.facts
        self.compared = compare([ours, theirs]).facts if theirs else ()
        self.told = list(_paragraphs(_gaps(ours), self.facts))

    def blocks(self) -> Iterator[Block]:
        """All parts, in the order of reading."""
        ours, theirs = self.ours, self.theirs
        against = f", and with the answers of {theirs.profile.speaker}" if theirs else ""
        symbols = wording.listed(wording.symbols(ours), "and")
        ask = "asks" if len(wording.symbols(ours)) == 1 else "ask"
        yield Paragraph(
            f"This submission compares the answers of {ours.profile.speaker} with what {symbols} "
            f"{ask} of States, paragraph by paragraph{against}. Whether a requirement is met is "
            "our reading of these documents and of the sources in the annex, not a finding of the "
            "United Nations."
        )
        yield from self.divergences()
        yield self.not_met()
        yield from self.agreed()
        yield self.not_known()
        remark = (
            "Confidential sources are on file with the authors; confidential answers are left out."
        )
        yield Section("Annex: sources", [SourceList()], remark, is_annex=True)

    # Who says otherwise

    def divergences(self) -> Iterator[Section]:
        """The questions on which the two cannot both be right, the most important first."""
        if not self.theirs:
            return
        contested = [one for one in self.compared if one.relation.is_dispute]
        heading = "Where the accounts differ"
        if not contested:
            text = "On every question that both answer, both can be right."
            yield Section(heading, [Paragraph(text)])
            return
        rank = {fact: place for place, told in enumerate(self.told) for fact in told.facts}
        contested.sort(key=lambda one: rank.get(one.fact.id, len(rank)))
        columns = [
            Column(is_name=True),
            Column("Answer", wraps=True),
            Column("Sources"),
            Column("Strength"),
            Column("Day", wraps=True, width=16),
        ]
        rows = [Group(one.fact.question, self.sides(one)) for one in contested]
        remark = (
            f"They: {_account(self.theirs)}. Claimed: no source is named; documented: a source is "
            "named; confirmed: someone other than the speaker says so."
        )
        yield Section(heading, [Table(columns, rows, heading)], remark)

    def sides(self, one: FactCompared) -> Iterator[Row]:
        """What each account answers to a question, with sources, strength and day."""
        assert self.theirs
        accounts = (("We", self.ours), ("They", self.theirs))
        for (name, account), told in zip(accounts, one.sides, strict=True):
            if told is None:
                yield Row([name, "no answer", "", "", ""])
                continue
            day = day_words(told.answer.since or account.profile.as_of)
            yield Row(
                [
                    name,
                    strong(wording.answer_words(one.fact, told.answer)),
                    cites(sources(told, _KEEPER))[1:] or "none",
                    strength(told, account.profile.voice),
                    f"since {day}" if told.answer.since else day,
                ]
            )

    # What is not met

    def not_met(self) -> Section:
        """One paragraph for each requirement, or for those that rest on the same answers."""
        heading = "What is not met or only partly met"
        if not self.told:
            text = "On the answers given, no requirement is certain to fall short."
            return Section(heading, [Paragraph(text)])
        items = [Item(self.paragraph(one), [self.recommendation(one)]) for one in self.told]
        return Section(heading, [Items(items, is_ordered=True), *self.if_they_apply()])

    def if_they_apply(self) -> Iterator[Paragraph]:
        """How many more fall short where they apply, which is open."""
        count = sum(
            requirement.outcomes.is_gap_if_it_applies
            for finding in self.ours.counted()
            for requirement in finding.requirements
        )
        if count:
            one = (
                "more requirement falls short if it applies to the State; whether it does is open."
            )
            more = (
                "more requirements fall short if they apply to the State; whether they do is open."
            )
            yield note(wording.number_of(count, one, more))

    def paragraph(self, told: _Told) -> list[Text]:
        """Title, then law apart from practice, then the clauses in brackets."""
        parts: list[Text] = [strong(f"{told.lead.finding.rule.title}.")]
        by_measure: dict[Measure, list[FactId]] = {}
        for fact, measure in told.facts.items():
            by_measure.setdefault(measure, []).append(fact)
        for measure in sorted(by_measure, key=list(wording.MEASURE_WORDS).index):
            label = wording.MEASURE_WORDS[measure]
            parts += [" ", emphasis(f"{label[0].upper()}{label[1:]}:")]
            for fact in by_measure[measure]:
                parts += self.fact(fact)
        return [*parts, f" ({'; '.join(_clauses([told.gap, *told.also]))})"]

    def fact(self, name: FactId) -> Iterator[Text]:
        """One fact: what is so, the words of a source, the sources, the note."""
        fact, first = self.facts[name], self.ours.answers[name]
        for side in first.all_sources():
            answer = side.answer
            if side.register:
                but = " The register " if side is first else " But the register "
                yield [but, emphasis(side.register.title), " says:"]
            yield f" {' '.join(statements(fact, answer, self.ours.profile.speaker))}"
            if when := time_words(side):
                yield f" {when}"
            quotes = [e for e in answer.evidence if e.quote and e.public]
            if quotes and not side.register:
                yield [" ", quotation(quotes[0].quote or "")]
            found = sources(side, _KEEPER)
            yield cites(found) if found else " (No source is named.)"
            if answer.note and not side.register:
                yield [" ", emphasis("Note:"), f" {answer.note}"]

    def recommendation(self, told: _Told) -> Paragraph:
        """What would close it, without who is responsible."""
        remedies = " ".join(wording.action_words(one) for one in told.remedies)
        return Paragraph([strong("Recommendation:"), f" {remedies}"])

    # What both say, and what is not known

    def agreed(self) -> Iterator[Section]:
        """What both accounts answer alike; and where one says only less."""
        if not self.theirs:
            return
        same = [one for one in self.compared if one.relation is Relation.AGREE]
        less = [one for one in self.compared if one.relation is Relation.COMPATIBLE]
        blocks: list[Block] = []
        if same:
            blocks.append(Items([Item(self.both(one)) for one in same]))
        if less:
            count = wording.number_of(len(less), "more question", "more questions")
            blocks.append(Paragraph(f"On {count} both can be right; one says less than the other."))
        yield Section("What both say", blocks or [Paragraph("No question is answered alike.")])

    def both(self, one: FactCompared) -> list[Text]:
        """What both say, with the sources of each."""
        first, *rest = (side for side in one.sides if side)
        found = [source for side in (first, *rest) for source in sources(side, _KEEPER)]
        said = " ".join(statements(one.fact, first.answer, "both accounts"))
        return [said, *cites(dict.fromkeys(found))]

    def not_known(self) -> Section:
        """How many questions are open, and those that could decide most."""
        found = questions(self.ours)
        heading = "What could not be found out"
        if not found:
            return Section(heading, [Paragraph("No question is open.")])
        count = wording.number_of(len(found), "question is", "questions are")
        text = (
            f"{count} open: we have no answer, or not the whole answer. Nothing follows from this"
        )
        text += " for or against the State."
        asked = found[:MOST_ASKED]
        most = "These could decide most:" if len(found) > len(asked) else "They are:"
        questions_ = Items([Item(one.fact.question) for one in asked])
        return Section(heading, [Paragraph(f"{text} {most}"), questions_])


def _gaps(assessment: Assessment) -> list[_Gap]:
    """The requirements that are not met or only partly met, the most important first."""
    found = (
        _Gap(finding, requirement, _failing(finding, requirement))
        for finding in assessment.counted()
        for requirement in finding.requirements
        if requirement.outcomes.is_gap
    )
    return sorted(found, key=lambda one: one.importance)


def _failing(finding: Finding, requirement: RequirementFinding) -> tuple[CheckFinding, ...]:
    """The checks of a requirement that make it a gap; those that may, where none does alone."""
    own = [one for one in finding.checks if one.check.asks == requirement.asks]
    failing = [one for one in own if one.outcomes.is_gap]
    return tuple(failing or [o for o in own if o.outcomes.lowest not in (None, Outcome.MET)])


def _paragraphs(gaps: Iterable[_Gap], names: Iterable[FactId]) -> Iterator[_Told]:
    """Each fact in one paragraph; a requirement whose facts are all told before is cited there."""
    known, where = frozenset(names), dict[FactId, _Told]()
    made: list[_Told] = []
    for gap in gaps:
        facts = gap.facts(known)
        new = {fact: measure for fact, measure in facts.items() if fact not in where}
        if facts and not new:
            for told in {id(where[fact]): where[fact] for fact in facts}.values():
                told.also.append(gap)
            continue
        one = _Told(gap, new, known=known)
        where |= dict.fromkeys(new, one)
        made.append(one)
    yield from made


def _clauses(gaps: Iterable[_Gap]) -> Iterator[str]:
    """``not met: A/RES/65/212, paras. 4 and 5 (f)``, the clauses of one status together."""
    by_status: dict[str, dict[str, dict[str, None]]] = {}
    for gap in gaps:
        outcomes, rule = gap.requirement.outcomes, gap.finding.rule
        status = str(outcomes.status) if len(outcomes) == 1 else wording.still_possible(outcomes)
        number = number_in_document(rule.provision)
        document = rule.citation.removesuffix(number)
        by_status.setdefault(status, {}).setdefault(document, {})[number] = None
    for status, documents in by_status.items():
        told = [
            f"{document.replace('para. ', 'paras. ') if len(numbers) > 1 else document}"
            f"{wording.listed(numbers, 'and')}"
            for document, numbers in documents.items()
        ]
        yield f"{status}: {'; '.join(told)}"


def _account(one: Assessment) -> str:
    return f"{one.profile.speaker}, {day_words(one.profile.as_of)}"
