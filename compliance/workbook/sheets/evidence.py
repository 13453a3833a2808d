"""The sheet Evidence: what was said, with the evidence for it; and room to answer otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact, FactId
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets.answering import answer_offers
from compliance.workbook.writing.columns import profile_column, provisions
from compliance.workbook.writing.entries import LOCKED, Entries
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with one piece of evidence for its answer, or one of its members with what is said.

    An answer without evidence, and a note that answers nothing, have a row as well.
    """

    number: int
    assessment: Assessment
    fact: Fact
    standing: EffectiveAnswer | None
    answer: Answer | None
    """The answer as given; it may be a note that answers nothing."""
    evidence: Evidence | None
    open_for: tuple[Finding, ...]
    is_first: bool = True
    """Whether it is the first row of its fact."""
    member: str | None = None
    said_of_member: bool = False

    @property
    def key(self) -> str:
        """By which programs find its row; empty where it cannot be filled in."""
        profile, is_many = self.assessment.profile.id, self.fact.type == "many"
        if self.member:
            return form.answer_key(profile, self.fact.id, self.member)
        is_open = bool(self.open_for)
        return "" if is_open or is_many or not self.is_first else f"{profile} {self.fact.id}"


def evidence(assessments: Sequence[Assessment]) -> Listing[Said]:
    """One row a piece of evidence and a member, facts in the order of the vocabulary."""
    entries: Entries[Said] = Entries(form.EVIDENCE, lambda s: s.key, answer_offers, _instead)
    everything = [said for n, one in enumerate(assessments) for said in _said_in(n, one)]
    columns: list[Column[Said]] = [
        *profile_column(assessments),
        Column("Question", 28, lambda s: Content(s.fact.question, Look.STRONG), grouping=True),
        Column("Answer", 22, _answer, grouping=True),
        Column("When", 12, _when, grouping=True),
        Column("Document", 13, lambda s: Content(s.evidence.document if s.evidence else "")),
        Column("Place", 14, lambda s: Content((s.evidence and s.evidence.place) or "")),
        Column("Quotation", 34, lambda s: Content((s.evidence and s.evidence.quote) or "")),
        Column("Who says so", 12, lambda s: Content(s.evidence.said_by if s.evidence else "")),
        Column("Note", 18, _note, grouping=True),
        Column("Still open for", 21, lambda s: Content(provisions(s.open_for)), grouping=True),
        *entries.columns(),
        Column("Lead institution", 24, _lead, printed=False),
        Column("What would show it", 36, lambda s: Content(s.fact.evidence), printed=False),
        Column("Topic", 20, _topic, printed=False),
        Column("Fact", 32, lambda s: Content(s.fact.id, Look.MUTED), printed=False),
        entries.key_column(),
    ]
    subjects = {f"{place}": said for place, said in enumerate(everything)}
    about = f"{_how_many(everything)} with the evidence for them, and room to answer otherwise"
    nothing = "The profile has no answer."
    return Listing(
        form.EVIDENCE,
        columns,
        subjects,
        about,
        nothing,
        lambda said: said.number,
        lambda said: form.fact_hash(said.fact),
    )


def _how_many(everything: Sequence[Said]) -> str:
    answered = {(said.number, said.fact.id) for said in everything if said.standing}
    return wording.number_of(len(answered), "answer")


def _said_in(number: int, assessment: Assessment) -> Iterator[Said]:
    """What was said of each fact that is answered or noted."""
    asked = assessment.open_questions()
    for fact in assessment.library.facts.values():
        open_for = asked.get(fact.id, ())
        standing = assessment.answers.get(fact.id)
        given = [standing.answer] if standing else _notes(assessment, fact.id)
        is_first = True
        for answer in given:
            for evidence in answer.evidence or (None,):
                yield Said(number, assessment, fact, standing, answer, evidence, open_for, is_first)
                is_first = False
        for member, is_in in _settled(fact, standing):
            yield Said(
                *(number, assessment, fact, standing, None, None, ()),
                is_first=False,
                member=member,
                said_of_member=is_in,
            )
        for side in list(standing.all_sources())[1:] if standing else ():
            for evidence in side.answer.evidence or (None,):
                told = (number, assessment, fact, side, side.answer, evidence, open_for)
                yield Said(*told, is_first=False)


def _settled(fact: Fact, standing: EffectiveAnswer | None) -> Iterator[tuple[str, bool]]:
    """The members of a fact of which the answer tells whether they are in, in their order."""
    told = dict((standing and standing.possible.members) or ())
    for member in fact.choices:
        if len(found := told.get(member, ())) == 1:
            yield member, next(iter(found))


def _notes(assessment: Assessment, fact: FactId) -> list[Answer]:
    """The entries of the profile that leave the fact open but carry a note on it."""
    accounts = assessment.basis.accounts
    dated = [answer for account in accounts for answer in account.answers.get(fact, ())]
    return [answer for answer in dated if not answer.states_something]


def _instead(said: Said) -> Content:
    """Where else something can be said of it."""
    if said.open_for and said.is_first:
        return Content(form.SEE_OPEN_QUESTIONS, Look.LINK, link=(form.OPEN_QUESTIONS, ""))
    return LOCKED


def _answer(said: Said) -> Content:
    if said.member:
        yes_no = "yes" if said.said_of_member else "no"
        return Content(f"{wording.label(said.fact, said.member)}: {yes_no}")
    if said.standing is None:
        return Content("no answer", Look.MUTED)
    return Content(wording.standing_words(said.fact, said.standing))


def _note(said: Said) -> Content:
    """The note on the answer, or that of the register that it is from."""
    if said.member:
        return Content("")
    register = said.standing and said.standing.register
    return Content((register.note if register else said.answer and said.answer.note) or "")


def _when(said: Said) -> Content:
    return Content(wording.time_words(said.standing) if said.standing else "")


def _lead(said: Said) -> Content:
    return Content((said.answer and said.answer.lead) or "")


def _topic(said: Said) -> Content:
    return Content(wording.topic_label(said.fact.topic, said.assessment.library))
