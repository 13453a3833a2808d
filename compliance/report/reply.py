"""A draft of a Government's reply to the note verbale, paragraph by paragraph.

It says what the account says, with its sources, and holds no status of ours. What is for those
who draft alone (open questions, notes of the account) stands in comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.document.model import (
    Block,
    Comment,
    Document,
    Paragraph,
    Section,
    SourceList,
    note,
    quote,
)
from compliance.document.text import Source, Text, emphasis, link, quotation, strong
from compliance.engine.outcomes import Status
from compliance.engine.tokens import names_in
from compliance.model.profiles import Answer, first_day
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.report import wording
from compliance.report.statements import (
    cites,
    day_words,
    source,
    sources,
    statements,
    time_words,
)

AUTHOR = "Draft"
"""Who speaks in the comments."""
_SPEAKER = _KEEPER = "the Government"


def document(assessment: Assessment) -> Document:
    """The draft reply of a Government's account; without what is confidential."""
    public = assessment.published()
    profile, reply = public.profile, _Reply(public)
    sections = [*reply.instruments()]
    annex = [Section("Sources", [SourceList()], is_annex=True)] if reply.has_sources else []
    return Document(
        f"{country_name(profile.country)}: draft reply on the human rights of migrants",
        [reply.opening(), *sections, *annex],
        subtitle=f"{profile.speaker}, {day_words(public.as_of)}",
        facts=[
            ("State", country_name(profile.country)),
            ("Submitted by", profile.speaker),
            ("Information as of", day_words(public.as_of)),
            ("On", wording.listed(wording.symbols(public), "and")),
        ],
        author=profile.speaker,
        date=public.as_of,
    )


class _Reply:
    """One reply in the making: what was said already is not said at length again."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.profile = assessment.profile
        self.facts = assessment.library.facts
        self.told: dict[FactId, Rule] = {}
        """The questions answered so far, and where first."""
        self.asked: set[FactId] = set()
        self.quoted: set[tuple[str, Source]] = set()
        self.has_sources = False

    def opening(self) -> Paragraph:
        """The first sentence, and what those who draft must know of the whole."""
        symbols = wording.listed(wording.symbols(self.assessment), "and")
        remarks = (
            "Complete this sentence with the number and the date of the note verbale.",
            f"This draft says what the account {self.profile.id} says, and nothing else.",
            "It does not judge whether a paragraph is met. Check each sentence against its source.",
            "Answers that are marked as confidential are left out.",
            "Comments are for those who draft: delete them before the reply is sent.",
        )
        speaker = self.profile.speaker
        article = "The " if speaker.startswith("Government") else ""
        text = f"{article}{speaker} submits the following information on {symbols}."
        return Paragraph(text, [Comment(AUTHOR, remark) for remark in remarks])

    def instruments(self) -> Iterator[Section]:
        """A section for each instrument: what is answered, then what is not."""
        by_instrument: dict[str, list[Finding]] = {}
        for found in self.assessment.all_findings:
            if found.rule.checks and found.status is not Status.NOT_APPLICABLE:
                by_instrument.setdefault(found.rule.instrument, []).append(found)
        for name, findings in by_instrument.items():
            instrument = self.assessment.library.instruments[name]
            answered: list[Block] = []
            unanswered: list[Finding] = []
            for finding in findings:
                said = [*self.said(finding)]
                if said:
                    answered.append(self.provision(finding, said))
                else:
                    unanswered.append(finding)
            left = [self.unanswered(unanswered)] if unanswered else []
            yield Section(f"{instrument.symbol}: {instrument.title}", [*answered, *left])

    def provision(self, finding: Finding, said: list[Paragraph]) -> Section:
        """The clause, what is said of it, and in comments what is open."""
        rule, last = finding.rule, said[-1]
        comments = [*last.comments, *self.questions(finding.missing)]
        return Section(
            f"{_place(rule)}: {rule.title}",
            [*_clause(rule), *said[:-1], Paragraph(last.text, comments)],
            anchor=rule.id,
        )

    def unanswered(self, findings: Iterable[Finding]) -> Section:
        """The paragraphs of which the account says nothing, with their questions in comments."""
        lines = []
        for finding in findings:
            count = wording.number_of(len(finding.missing), "open question")
            text = f"{_place(finding.rule)}: {finding.rule.title} ({count})"
            lines.append(Paragraph(text, [*self.questions(finding.missing)]))
        remark = "Complete these, or delete this section, before the reply is sent."
        return Section("Paragraphs without information so far", lines, remark)

    # What is said of one provision

    def said(self, finding: Finding) -> Iterator[Paragraph]:
        """What the account says on the questions that a provision asks, question by question."""
        for fact in self.read_by(finding):
            if told := self.assessment.answers.get(fact.id):
                yield self.answer(fact, told, finding.rule)
                self.told.setdefault(fact.id, finding.rule)
            yield from self.to_come(fact)
            yield from self.kept(fact, finding.rule)

    def read_by(self, finding: Finding) -> list[Fact]:
        """The questions that decide how far it is met; not those on whether it applies."""
        named = [
            names_in(filter(None, (found.check.met, found.check.partly)))
            for found in finding.checks
        ]
        order = list(self.facts)
        found = dict.fromkeys(
            fact for names in named for fact in sorted(names & self.facts.keys(), key=order.index)
        )
        return [self.facts[fact] for fact in found]

    def answer(self, fact: Fact, told: EffectiveAnswer, rule: Rule) -> Paragraph:
        """An answer in sentences, with its sources; quoted where it is told for the first time."""
        words = " ".join(statements(fact, told.answer, _SPEAKER))
        found = sources(told, _KEEPER)
        self.has_sources |= bool(found)
        parts: list[Text] = [words]
        if told.register:
            parts = ["The list ", emphasis(told.register.title), f" says: {words}"]
        if when := time_words(told):
            parts += [" ", when]
        first = self.told.get(fact.id)
        if first and first.id != rule.id:
            parts += [*cites(found), " (See also ", link(_citation(first), first.id), ".)"]
        elif told.register:
            parts += cites(found)
        else:
            parts += self.quotations(told.answer, rule)
        return Paragraph(parts, [] if first else [*self.remarks(told)])

    def quotations(self, answer: Answer, rule: Rule) -> Iterator[Text]:
        """Each source with its words, which are quoted once in a provision."""
        for one in answer.evidence:
            where = source(one, _KEEPER)
            self.has_sources = True
            is_on_file = not one.public
            if one.quote and not is_on_file and (rule.id, where) not in self.quoted:
                yield [" ", quotation(one.quote)]
            self.quoted.add((rule.id, where))
            yield from cites([where])

    def remarks(self, told: EffectiveAnswer) -> Iterator[Comment]:
        """What those who draft must know of an answer."""
        if told.register:
            what = "The account does not say this itself; a register does. Say it yourselves."
            yield Comment(AUTHOR, what)
        elif not told.answer.evidence:
            yield Comment(AUTHOR, "The account names no source for this. Name one.")
        if told.answer.note:
            yield Comment(AUTHOR, f"Note in the account: {told.answer.note}")
        if told.contradicted_by:
            yield Comment(AUTHOR, _contradiction(told.contradicted_by))

    def to_come(self, fact: Fact) -> Iterator[Paragraph]:
        """Answers that hold only from a later day."""
        for answer in self.profile.answers.get(fact.id, ()):
            day = first_day(answer, self.profile.as_of)
            if answer.states_something and day > self.assessment.as_of:
                found = [source(one, _KEEPER) for one in answer.evidence]
                self.has_sources |= bool(found)
                words = " ".join(statements(fact, answer, _SPEAKER))
                yield Paragraph(
                    [strong("In preparation: "), f"from {day_words(day)}: {words}", *cites(found)],
                    [Comment(AUTHOR, f"Note in the account: {answer.note}")] * bool(answer.note),
                )

    def kept(self, fact: Fact, rule: Rule) -> Iterator[Paragraph]:
        """What the account quotes that comes near a question and does not answer it."""
        for answer in self.profile.answers.get(fact.id, ()):
            if answer.states_something or not answer.evidence:
                continue
            new = [e for e in answer.evidence if (rule.id, source(e, _KEEPER)) not in self.quoted]
            if new and fact.id not in self.told:
                told = answer.model_copy(update={"evidence": tuple(new)})
                words = ["The Government also states:", *self.quotations(told, rule)]
                note_ = f" Note in the account: {answer.note}" if answer.note else ""
                question = f"This does not answer the question: {fact.question}"
                yield Paragraph(words, [Comment(AUTHOR, f"{question}{note_}")])
                self.told.setdefault(fact.id, rule)

    def questions(self, names: Iterable[FactId]) -> Iterator[Comment]:
        """The open questions, each asked once in the whole reply."""
        for name in names:
            if name not in self.asked:
                self.asked.add(name)
                fact = self.facts[name]
                words = [
                    f"Open question: {fact.question}",
                    f"What would show it: {fact.evidence}.",
                    *self.leads(name),
                ]
                yield Comment(AUTHOR, " ".join(words))

    def leads(self, name: FactId) -> Iterator[str]:
        """What the account notes of a question, and who is responsible for the answer."""
        for answer in self.profile.answers.get(name, ()):
            if answer.note and not answer.states_something and not answer.evidence:
                yield f"Note in the account: {answer.note}"
            if answer.lead:
                yield f"Responsible: {answer.lead}."


def _clause(rule: Rule) -> Iterator[Paragraph]:
    """The words of a provision, and whose they are where the document only summarises them."""
    if rule.asked_by:
        yield note(f"Asked by: {wording.summarised_words(rule)}.")
    if rule.text:
        yield quote(quotation(rule.text))
    else:
        yield note(f"In our words, for the text is not held: {rule.summary or ''}")


def _place(rule: Rule) -> str:
    """``Para. 5 (f)``."""
    words = _citation(rule).removeprefix(f"{rule.document_symbol}, ")
    return words[0].upper() + words[1:]


def _citation(rule: Rule) -> str:
    """The citation without "as summarised in", which stands under the heading."""
    return rule.citation.removeprefix("as summarised in ")


def _contradiction(other: EffectiveAnswer) -> str:
    register = other.register
    name = wording.register_words(register) if register else "a register"
    return f"A register says otherwise: {name}. Both are kept; explain the difference."
