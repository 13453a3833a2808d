"""A draft of a shadow report: what is not met, who says otherwise, what is not known.

Every fact is told once, with its sources; the statuses are ours and the text says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import FactCompared, Relation, compare
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
from compliance.document.text import Text, emphasis, inlines, muted, plain, quotation, strong
from compliance.model.rulebook import FactId, Measure
from compliance.report import wording
from compliance.report.evidence_levels import strength
from compliance.report.remedies import RemedyWords
from compliance.report.shortfalls import Told, clauses, gaps, paragraphs
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


class _Submission:
    """One submission in the making."""

    def __init__(self, ours: Assessment, theirs: Assessment | None) -> None:
        self.ours, self.theirs = ours, theirs
        self.facts = ours.library.facts
        self.remedies = RemedyWords(ours)
        self.compared = compare([ours, theirs]).facts if theirs else ()
        self.told = paragraphs(gaps(ours), ours)

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
        yield from self.also_reported()
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
        yield Section(heading, [self.side_by_side(contested, heading)], self.who_they_are())

    def who_they_are(self) -> str:
        """Who "they" are in the tables, and what the strengths mean."""
        assert self.theirs
        return (
            f"They: {_account(self.theirs)}. Claimed: no source is named; documented: a source is "
            "named; confirmed: someone other than the speaker says so."
        )

    def side_by_side(self, compared: Iterable[FactCompared], heading: str) -> Table:
        """Questions, and under each what the two accounts answer."""
        columns = [
            Column(is_name=True),
            Column("Answer", wraps=True),
            Column("Sources"),
            Column("Strength"),
            Column("Day", wraps=True, width=16),
        ]
        rows = [Group(one.fact.question, self.sides(one)) for one in compared]
        return Table(columns, rows, heading)

    def sides(self, one: FactCompared) -> Iterator[Row]:
        """What each account answers to a question, with sources, strength and day."""
        assert self.theirs
        accounts = (("We", self.ours), ("They", self.theirs))
        for (name, account), told in zip(accounts, one.sides, strict=True):
            if told is None:
                yield Row([name, "no answer", "", "", ""])
                continue
            day = day_words(told.answer.since or account.profile.as_of)
            answer: list[Text] = [strong(wording.answer_words(one.fact, told.answer))]
            if told.answer.note:
                answer.append(muted(f" (Note: {told.answer.note})"))
            yield Row(
                [
                    name,
                    answer,
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

    def paragraph(self, told: Told) -> list[Text]:
        """Title, then law apart from practice, then the clauses in brackets."""
        parts: list[Text] = [strong(f"{self.title(told)}.")]
        by_measure: dict[Measure, list[FactId]] = {}
        for fact, measure in told.facts.items():
            by_measure.setdefault(measure, []).append(fact)
        for measure in sorted(by_measure, key=list(wording.MEASURE_WORDS).index):
            label = wording.MEASURE_WORDS[measure]
            parts += [" ", emphasis(f"{label[0].upper()}{label[1:]}:")]
            for fact in by_measure[measure]:
                parts += self.fact(fact)
        if told.beside:
            parts += [" ", emphasis("Also reported:")]
            for fact in told.beside:
                parts += self.fact(fact)
        if told.elsewhere:
            numbers = wording.listed((f"no. {place + 1}" for place in told.elsewhere), "and")
            parts.append(f" See also {numbers}.")
        return [*parts, f" ({'; '.join(clauses(told.gaps))})"]

    def title(self, told: Told) -> str:
        """Its rule's; with the words that ask, where another paragraph has the same title."""
        rule, asks = told.lead.finding.rule, told.lead.requirement.asks
        alike = [one.lead for one in self.told if one.lead.finding.rule.title == rule.title]
        if all(one.requirement.asks == asks for one in alike):
            return rule.title
        return f"{rule.title}: {wording.asks_words(rule, asks)}"

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
            yield from _note(side)

    def recommendation(self, told: Told) -> Paragraph:
        """What would close it, without who is responsible."""
        words = self.remedies.to_do(told.remedied).action
        return Paragraph([strong("Recommendation:"), f" {words}"])

    # What else is said

    def also_reported(self) -> Iterator[Section]:
        """The other answers of the account, each with its sources."""
        told = {fact for one in self.told for fact in (*one.facts, *one.beside)}
        told |= {one.fact.id for one in self.compared if one.relation in _COMPARED}
        own = {fact for fact, side in self.ours.answers.items() if _is_own(side)}
        found = [fact for fact in self.facts if fact in own - told and self.ours.concerns(fact)]
        if found:
            rest = [Item(_without_space(self.fact(fact))) for fact in found]
            remark = "These answers decide none of the paragraphs above."
            yield Section("Also reported", [Items(rest)], remark)

    # What both say, and what is not known

    def agreed(self) -> Iterator[Section]:
        """What both accounts answer alike; and where they differ without contradiction."""
        if not self.theirs:
            return
        same = [one for one in self.compared if one.relation is Relation.AGREE]
        differ = [one for one in self.compared if one.relation in _BOTH_RIGHT]
        blocks: list[Block] = []
        if same:
            blocks.append(Items([Item(self.both(one)) for one in same]))
        yield Section("What both say", blocks or [Paragraph("No question is answered alike.")])
        if differ:
            heading = "Where the answers differ and both can be right"
            has_table = any(one.relation.is_dispute for one in self.compared)
            remark = "" if has_table else self.who_they_are()
            yield Section(heading, [self.side_by_side(differ, heading)], remark)

    def both(self, one: FactCompared) -> list[Text]:
        """What both say, with the sources of each."""
        first, *rest = (side for side in one.sides if side)
        found = [source for side in (first, *rest) for source in sources(side, _KEEPER)]
        said = " ".join(statements(one.fact, first.answer, "both accounts"))
        notes = [part for side in (first, *rest) for part in _note(side)]
        return [said, *cites(dict.fromkeys(found)), *notes]

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


_BOTH_RIGHT = (Relation.COMPATIBLE, Relation.OTHER_TIMES)
_COMPARED = (*(one for one in Relation if one.is_dispute), Relation.AGREE, *_BOTH_RIGHT)
"""What is told where the accounts are compared."""


def _is_own(told: EffectiveAnswer) -> bool:
    """Whether the account itself answers; not only a register."""
    return not told.register and told.answer.states_something


def _note(side: EffectiveAnswer) -> Iterator[Text]:
    """What the speaker adds to an answer: it may qualify it."""
    if side.answer.note and not side.register:
        yield [" ", emphasis("Note:"), f" {side.answer.note}"]


def _without_space(parts: Iterable[Text]) -> list[Text]:
    """The parts of a sentence, to stand at the beginning."""
    first, *rest = parts
    return [first.lstrip() if isinstance(first, str) else first, *rest]


def _account(one: Assessment) -> str:
    return f"{one.profile.speaker}, {day_words(one.profile.as_of)}"
