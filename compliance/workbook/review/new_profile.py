"""A new profile of what reviewers answered, on top of the one that they reviewed.

The old file is never touched. Its answers are taken along as they are; where a reviewer answers
otherwise, the new answer says what stood there before. Who answered is a source of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from compliance.errors import InputError, Location, Problem, fault
from compliance.library.library import Library
from compliance.library.profiles import evidence_faults, load_profile
from compliance.library.validation import Loader
from compliance.library.yaml_reader import parse, read
from compliance.library.yaml_writer import Data, written
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.rulebook import Fact
from compliance.report.wording import answer_words, evidence_place
from compliance.workbook import schema as form
from compliance.workbook.review.answers import Given, Proposal
from compliance.workbook.review.filled import Signature
from compliance.workbook.review.merging import Written

Entries = list[dict[str, Any]]
"""The answers to a fact as its file has them: text, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in the new profile, and of which day."""

    voice: str
    name: str
    as_of: date


@dataclass(frozen=True)
class NewProfile:
    """What is to be written, and what is to be said of it."""

    content: bytes
    taken: int
    """The questions whose answer is a reviewer's."""
    otherwise: tuple[str, ...]
    """Facts that the old profile answers otherwise."""
    unpublished: int
    """Facts with answers that are not copied, since they are not public."""


def new_profile(  # noqa: PLR0913 - all that it is made of
    old: Profile,
    proposals: Iterable[Proposal],
    signatures: Iterable[Signature],
    speaker: Speaker,
    library: Library,
    *,
    reviewed: str = "",
) -> NewProfile:
    """The profile with the answers taken over. Raises InputError where one cannot be.

    ``reviewed`` is what the reviewers had before them where it is not the old profile alone: the
    id of several accounts held together, of which that is one.
    """
    reviewed = reviewed or old.id
    taken = [one for one in proposals if one.is_taken and one.subject.profile == reviewed]
    if not taken:
        hint = "`--format json` gives the reason for each answer that is not taken over"
        raise fault(f"there is no answer to take over into {old.id}", Location("--profile"), hint)
    if problems := [problem for one in taken for problem in _misquoted(one, library)]:
        raise InputError(problems)
    made = _Making(old, _held(old, library), tuple(signatures), speaker, reviewed)
    by_fact: dict[str, list[Proposal]] = defaultdict(list)
    for one in taken:
        by_fact[one.subject.name].append(one)
    for name, ones in by_fact.items():
        made.answer(library.facts[name], ones)
    content = written(made.data())
    _check(content, library)
    return NewProfile(content.encode(), len(by_fact), tuple(made.otherwise), old.unpublished())


class _Making:
    """The profile in the making."""

    def __init__(
        self,
        old: Profile,
        held: Mapping[str, Entries],
        signatures: Sequence[Signature],
        speaker: Speaker,
        reviewed: str,
    ) -> None:
        self.old, self.speaker, self.signatures = old, speaker, signatures
        self.reviewed = reviewed
        self.answers = {name: kept for name, told in held.items() if (kept := self._kept(told))}
        self.reviewers: dict[str, None] = {}
        self.otherwise: list[str] = []

    def data(self) -> dict[str, Data]:
        """The profile as it is written."""
        who = "; ".join(self.reviewers)
        old = f"{self.old.id} ({self.old.speaker}, {self.old.as_of})"
        is_alone = self.reviewed == self.old.id
        note = (
            f"From a review of the gap report of {old if is_alone else self.reviewed}, answered "
            f"by: {who}. All other answers are those of {'that profile' if is_alone else old}."
        )
        answers = {name: told[0] if len(told) == 1 else told for name, told in self.answers.items()}
        return {
            "country": self.old.country,
            "voice": self.speaker.voice,
            "speaker": self.speaker.name,
            "as_of": self.speaker.as_of.isoformat(),
            "note": note,
            "answers": cast("Data", answers),
        }

    def answer(self, fact: Fact, proposals: Sequence[Proposal]) -> None:
        """Answer a fact as reviewers do: as a whole, or those of its members that they name."""
        held = self.answers.get(fact.id, [])
        before = [told for told in held if "until" not in told]
        value = self._value(fact, proposals, before)
        given = [one for proposal in proposals for one in proposal.given]
        remarks = [f"{one.author}: {one.text('comment')}" for one in given if one.text("comment")]
        remarks += self._before(fact, proposals, value)
        goes_on = fact.type == "many" or any(told.get("value") == value for told in before)
        kept = before if goes_on else []
        sources = [source for told in kept for source in told.get("evidence", ())]
        sources += [source for one in given for source in self._sources(one, proposals[0])]
        notes = [told["note"] for told in kept if "note" in told] + remarks
        notes += [] if value or notes else ["Taken back in the review."]
        leads = [told["lead"] for told in before if "lead" in told]
        told = {"value": value} if value else {}
        told |= {"evidence": _each_once(sources)}
        told |= {"lead": leads[-1]} if leads else {}
        told |= {"note": " ".join(notes)} if notes else {}
        self.answers[fact.id] = [*(one for one in held if "until" in one), told]

    def _value(
        self, fact: Fact, proposals: Sequence[Proposal], before: Sequence[Mapping[str, Any]]
    ) -> Any:
        if fact.type != "many":
            value = proposals[0].value
            return None if value == form.CLEAR else value
        values = [told["value"] for told in before if isinstance(told.get("value"), dict)]
        members = dict(values[-1]) if values else {}
        for proposal in proposals:
            assert proposal.subject.member is not None
            members.pop(proposal.subject.member, None)
            if proposal.value != form.CLEAR:
                members[proposal.subject.member] = proposal.value
        if "others" in members:  # it closes the list, and so stands at its end
            members["others"] = members.pop("others")
        return members

    def _before(self, fact: Fact, proposals: Sequence[Proposal], value: Any) -> Iterable[str]:
        """What the old profile said, where it is not the same."""
        for answer in self.old.published().answers.get(fact.id, ()):
            if answer.until is None and _is_otherwise(answer, proposals, value):
                self.otherwise.append(fact.id)
                places = "; ".join(map(evidence_place, answer.evidence))
                said = answer_words(fact, answer)
                yield f"Before the review, {self.old.id}: {said}{f' ({places})' if places else ''}."

    def _sources(self, one: Given, proposal: Proposal) -> Iterable[dict[str, str]]:
        """What a reviewer points to, and the reviewer."""
        if one.text("document"):
            told = {name: one.text(name) for name in ("place", "quote") if one.text(name)}
            said_by = one.text("said_by") or self.speaker.voice
            yield {"document": one.text("document"), "said_by": said_by, **told}
        who = self._who(one)
        self.reviewers[who.partition(", on ")[0]] = None
        yield {
            "document": f"Review of the gap report of {proposal.subject.profile}",
            "said_by": self.speaker.voice,
            "place": who,
        }

    def _who(self, one: Given) -> str:
        """A reviewer by name, role and institution, and on which day."""
        signed = [s for s in self.signatures if s.name == one.author]
        titles = [part for s in signed[:1] for part in (s.role, s.institution) if part]
        day = [f"on {one.text('date')}"] if one.text("date") else []
        return ", ".join([one.author, *titles, *day])

    def _kept(self, told: Entries) -> Entries:
        """The old answers: those that are public, as they are, and said to be of their day."""
        kept = [dict(one) for one in told if one.get("public") != "no"]
        if self.speaker.as_of != self.old.as_of:
            for one in kept:
                as_stated = f"As stated on {self.old.as_of}."
                one["note"] = f"{one['note']} {as_stated}" if "note" in one else as_stated
        return kept


def _is_otherwise(answer: Answer, proposals: Sequence[Proposal], value: Any) -> bool:
    """Whether an answer of before is not what is answered now; of members, those now named."""
    if not isinstance(answer.value, dict):
        return answer.states_something and answer.value != value
    named = {one.subject.member or "": one.value for one in proposals}
    return any(answer.value.get(name, said) != said for name, said in named.items())


def _held(old: Profile, library: Library) -> dict[str, Entries]:
    """The answers as the old profile's file has them; none where it has no file."""
    file = library.files.get(f"profiles/{old.id}.yaml") if old.id in library.profiles else None
    path = file.path if file and library.profiles[old.id] == old else Path(old.layer)
    if not path.is_file():
        return {}
    answers = read(path).data.get("answers", {})
    return {name: told if isinstance(told, list) else [told] for name, told in answers.items()}


def _misquoted(proposal: Proposal, library: Library) -> Iterable[Problem]:
    """What stands beside an answer as a quotation and is none, where we hold the document."""
    for one in proposal.given:
        if "quote" in one.beside and "document" not in one.beside:
            what = "a quotation needs the document it is from"
            yield Problem(what, _where(one.beside["quote"]), "name the document")
        if "document" in one.beside:
            told = {name: one.text(name) or None for name in ("document", "quote")}
            said_by = one.text("said_by") or "government"
            evidence = Evidence.model_validate(told | {"said_by": said_by})
            for key, what, hint in evidence_faults(evidence, library.sources):
                yield Problem(what, _where(one.beside[key]), hint)


def _where(entry: Written) -> Location:
    return Location(entry.file, cell=f"{entry.file}: {entry.cell}")


def _each_once(found: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(sorted(one.items())): one for one in found}.values())


def _check(content: str, library: Library) -> None:
    """Raises InputError where the profile would not be read again as it is meant."""
    loader = Loader(parse(content, "the new profile"))
    profile = load_profile(loader, library.facts, library.sources, id="new", layer="new")
    if profile is None or loader.problems:
        raise InputError(loader.problems)
