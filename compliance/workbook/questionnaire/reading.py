"""Questionnaires read back: one, or several that were filled in by different institutions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from compliance.countries import is_country
from compliance.errors import InputError, Location, Problem, fault, with_file
from compliance.library.contradictions import unasked, unasked_words
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.rulebook import Fact
from compliance.workbook.merging import Copy, Place, Written, merge
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.answers import Answering
from compliance.workbook.questionnaire.filled_rows import FilledRow
from compliance.workbook.questionnaire.returned import Original, Returned, returned
from compliance.workbook.questionnaire.submissions import ENDINGS, submissions
from compliance.workbook.reading import Identity
from compliance.workbook.schema import NEW_COUNTRY, fact_hash

_ANSWER_FIELDS = tuple(name for name in f.FIELDS if name not in (f.LEAD, f.NOTE))
"""What makes one answer. Notes and institutions of several stand side by side."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The profile that questionnaires come to, and what a user is to know of the reading."""

    profile: Profile
    remarks: tuple[str, ...]
    identity: Identity
    sent: Original
    changed: frozenset[str]
    """The facts to which somebody answered something else than was sent."""
    copies: tuple[Returned, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What could not be read, where its questions were to be left open."""

    def onto(self, before: Profile) -> Profile:
        """The profile with the answers of ``before`` that the questionnaires did not have.

        A confidential source comes back where its answer still has that it is on file. Raises
        InputError where both have another answer by now, or it is another's profile.
        """
        is_blank = self.identity.profiles == (NEW_COUNTRY,) and not self.sent.held
        if before.country != self.profile.country:
            what = f"`{before.id}` is of {before.country}, not of {self.profile.country}"
            raise fault(what, Location("--onto"))
        if before.id not in self.identity.profiles and not is_blank:
            whose = ", ".join(self.identity.profiles)
            what = f"the questionnaire was not filled in from `{before.id}`, but from {whose}"
            raise fault(what, Location("--onto"))
        answers = dict(self.profile.answers)
        problems = []
        for fact, dated in before.answers.items():
            public = tuple(answer.published() for answer in dated if answer.public)
            if fact not in self.changed:
                answers[fact] = dated
            elif public == self.sent.held.get(fact, ()) and len(public) == len(dated):
                answers[fact] = _with_sources(self.profile.answers.get(fact, ()), dated)
            else:
                what = f"`{fact}` has an answer in `{before.id}` that was not in the questionnaire"
                hint = "write into the profile which of the two is meant"
                problems.append(Problem(what, Location("--onto"), hint))
        if problems:
            raise InputError(problems)
        return self.profile.model_copy(update={"answers": answers})

    def sources(self) -> str:
        """From which files the answers are; of several, by whom each was filled in, and when."""
        if len(self.copies) == 1:
            return f"From {self.copies[0].book.path.name}."
        told = [f"{one.book.path.name} ({_by(one)})" for one in self.copies]
        return f"From {', '.join(told)}."


def _with_sources(now: Sequence[Answer], before: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers with the sources of those before in place of what was sent in their place."""
    held: dict[Evidence, list[Evidence]] = {}
    for source in (one for answer in before for one in answer.evidence):
        held.setdefault(source.published().of(()), []).append(source)
    return tuple(
        answer.model_copy(
            update={
                "evidence": tuple(
                    dict.fromkeys(
                        one.of(told.members)
                        for told in answer.evidence
                        for one in held.get(told.of(()), [told])
                    )
                )
            }
        )
        for answer in now
    )


def _by(one: Returned) -> str:
    values = (one.who.values.get(name) for name in (f.SPEAKER, f.AS_OF))
    return ", ".join(str(value) for value in values if value)


class FaultyError(InputError):
    """What is wrong in questionnaires, with those that could be opened, to be marked."""

    def __init__(self, problems: Iterable[Problem], copies: Sequence[Returned]) -> None:
        super().__init__(problems)
        self.copies = copies


@dataclass(frozen=True, slots=True)
class Order:
    """How questionnaires are to be read: the profile's name, and who speaks if that is said."""

    name: str
    voice: str | None = None
    speaker: str | None = None
    as_of: date | None = None
    keep_going: bool = False
    """Leave questions open whose answers cannot be read, and tell the problems."""


def read_questionnaires(paths: Sequence[Path], library: Library, order: Order) -> Reading:
    """The profile that the questionnaires come to together.

    Raises InputError with every problem, each with the file and the cell in which it stands.
    """
    problems: list[Problem] = []
    copies: list[Returned] = []
    for path in dict.fromkeys(paths):
        try:
            if path.suffix.lower() in ENDINGS:
                copies += submissions(path, library)
            else:
                copies.append(returned(path, library))
        except InputError as error:
            problems += error.problems
    if copies:
        problems += _strangers(copies)
    reader = _Reader(copies, library, order)
    if problems or not copies:
        raise FaultyError([*problems, *reader.problems_of_cells()], copies)
    return reader.reading()


def _strangers(copies: Sequence[Returned]) -> list[Problem]:
    """What keeps workbooks from being put together: they are not of one questionnaire."""
    first = copies[0].identity
    what = f"this is not of the same questionnaire as {copies[0].book.path.name}"
    hint = "give those that were made together: of one country, and of one profile"
    return [
        Problem(what, one.book.where, hint)
        for one in copies
        if (one.identity.country, one.identity.profiles) != (first.country, first.profiles)
    ]


class _Reader:
    """Joins what the questionnaires say, question by question."""

    def __init__(self, copies: Sequence[Returned], library: Library, order: Order) -> None:
        self.copies, self.library, self.order = copies, library, order
        self.problems = [problem for one in copies for problem in one.entries.problems]
        self.remarks = [remark for one in copies for remark in one.remarks]
        self.sent = Original()
        for one in copies:
            self.sent = self.sent.beside(one.original)
        self.changed: set[str] = set()

    def reading(self) -> Reading:
        """What they come to. Raises InputError."""
        about, fatal = self._about()
        identity = self.copies[0].identity
        if not is_country(identity.country):
            what = f"there is no country `{identity.country}`"
            fatal.append(Problem(what, self.copies[0].book.where))
        answers = self._all_answers(about)
        found = [with_file(problem) for problem in (*fatal, *self.problems)]
        if fatal or (found and not self.order.keep_going):
            raise FaultyError(found, self.copies)
        profile = Profile(
            id=self.order.name,
            country=identity.country,
            voice=about[f.VOICE],
            speaker=about[f.SPEAKER],
            as_of=about[f.AS_OF],
            note=about[f.NOTE],
            answers=answers,
            layer=str(self.copies[0].book.path),
        )
        remarks = tuple(dict.fromkeys([*self.remarks, *self._contradictions(profile)]))
        changed = frozenset(self.changed)
        return Reading(
            profile, remarks, identity, self.sent, changed, tuple(self.copies), tuple(found)
        )

    def _contradictions(self, profile: Profile) -> Iterator[str]:
        """Answers to questions that by other answers do not arise, each at its cell."""
        library = self.library
        for fact, because in unasked(profile, library.facts, library.givens, profile.as_of):
            rows = self._rows(library.facts[fact], {f.SPEAKER: ""})
            filled = [row for same in rows for row in same if row.cell(f.ANSWER)]
            where = f"{self._file(filled)}{filled[0].place(f.ANSWER)}: " if filled else ""
            refused = "`compliance check` refuses the account until one of them is changed"
            yield f"{where}{unasked_words(fact, because)}; {refused}"

    def problems_of_cells(self) -> list[Problem]:
        """All that is wrong in those that could be opened."""
        about, fatal = self._about() if self.copies else ({}, [])
        if self.copies:
            self._all_answers(about)
        return [with_file(problem) for problem in (*fatal, *self.problems)]

    def _about(self) -> tuple[dict[str, Any], list[Problem]]:
        """Who speaks, and of which day: as it is ordered, else as all the files say."""
        ordered = {
            f.VOICE: self.order.voice,
            f.SPEAKER: self.order.speaker,
            f.AS_OF: self.order.as_of,
        }
        values: dict[str, Any] = {f.VOICE: "government", f.SPEAKER: "nobody", f.AS_OF: date.max}
        problems: list[Problem] = []
        for name, value in ordered.items():
            if value is not None:
                values[name] = value
                continue
            places = {one.who.places[name] for one in self.copies}
            problems += [p for one in self.copies for p in one.who.problems if p.where in places]
            told = {one.who.values[name]: one for one in self.copies if name in one.who.values}
            values[name] = next(iter(told), values[name])
            if len(told) > 1:
                problems.append(self._differing(name, told))
        notes = dict.fromkeys(note for one in self.copies if (note := one.who.values[f.NOTE]))
        return {**values, f.NOTE: " ".join(notes) or None}, list(dict.fromkeys(problems))

    @staticmethod
    def _differing(name: str, told: Mapping[Any, Returned]) -> Problem:
        others = "; ".join(f"{value} ({one.book.path.name})" for value, one in told.items())
        what = f"these files differ in `{f.ABOUT_LABELS[name]}`: {others}"
        last = list(told.values())[-1]
        return Problem(what, last.who.places[name], ONE_SPEAKER[name])

    def _all_answers(self, about: Mapping[str, Any]) -> dict[str, tuple[Answer, ...]]:
        answers: dict[str, tuple[Answer, ...]] = {}
        for name, fact in self.library.facts.items():
            held = self.sent.held.get(name, ())
            found = self._answers(fact, held, about)
            if found:
                answers[name] = found
            if found != held:
                self.changed.add(name)
        self.remarks += [
            f"{self.copies[0].file}: `{name}` is no longer asked; the answer sent is left out"
            for name in self.sent.held
            if name not in self.library.facts
        ]
        return answers

    def _answers(
        self, fact: Fact, held: tuple[Answer, ...], about: Mapping[str, Any]
    ) -> tuple[Answer, ...]:
        rows, problems = joined_rows(self._rows(fact, about))
        self.problems += problems
        if problems:
            return ()
        if not rows and not held:
            return held
        place, where = self.sent.places.get(fact.id, 0), self.copies[0].book.where
        answering = Answering(fact, rows, held, place, self.library.sources, where=where)
        found = answering.answers(about[f.AS_OF])
        self.problems += answering.problems
        self.remarks += [f"{self._file(rows)}{remark}" for remark in answering.remarks]
        if answering.problems:
            return ()
        if found != held:
            self._remark_on_changed_question(fact, rows[0])
        return found

    @staticmethod
    def _file(rows: Sequence[FilledRow]) -> str:
        return f"{rows[0].place(f.ANSWER).path}: " if rows else ""

    def _rows(self, fact: Fact, about: Mapping[str, Any]) -> list[list[FilledRow]]:
        """The rows of a question: for each of them, from which workbooks there are one."""
        found = []
        for member in f.rows_of(fact):
            key = f.row_key(fact.id, member)
            found.append(
                [
                    FilledRow(
                        fact, member, entry, one.original.cells.get(key, {}), _author(one, about)
                    )
                    for one in self.copies
                    if (entry := one.entries.by_key.get(key))
                ]
            )
        return found

    def _remark_on_changed_question(self, fact: Fact, row: FilledRow) -> None:
        before = self.sent.hashes.get(f.row_key(fact.id, row.about))
        if before and before != fact_hash(fact):
            what = "the question was changed since this was sent; check the answer against it"
            self.remarks.append(f"{self._file([row])}{row.place(f.ANSWER)}: {what}")


ONE_SPEAKER = {
    f.VOICE: "set one for all with `--voice government`",
    f.SPEAKER: (
        'set one for all with `--speaker "Government of …"`; each institution is then named as the '
        "lead of its own answers"
    ),
    f.AS_OF: "set one for all with `--as-of 2012-06-30`",
}


def _author(one: Returned, about: Mapping[str, Any]) -> str:
    """The institution that filled it in, where another speaks for all."""
    speaker = one.who.values.get(f.SPEAKER, "")
    return "" if speaker == about[f.SPEAKER] else str(speaker)


def joined_rows(
    rows: Sequence[Sequence[FilledRow]],
) -> tuple[list[FilledRow], list[Problem]]:
    """One row for each, and a problem for each that two filled in differently.

    An answer with its evidence, days and confidentiality is one thing, so that nobody's source
    comes to stand beside another's answer. Notes and institutions of several are kept.
    """
    found: list[FilledRow] = []
    problems: list[Problem] = []
    for copies in rows:
        if not copies:
            continue
        place = Place(f.QUESTIONS, f.row_key(copies[0].fact.id, copies[0].about), f.ANSWER)
        by_entry = {
            Written(str(number), _told(row)): row
            for number, row in enumerate(copies)
            if row.says_any(_ANSWER_FIELDS)
        }
        cell = merge({}, [Copy({place: frozenset(by_entry)})])[place] if by_entry else None
        variants = [[by_entry[one] for one in same] for same in cell.variants] if cell else []
        telling = sorted((_agreed(rows) for rows in variants), key=lambda row: row.entry.grid.path)
        problems += [_conflict(telling[0], other) for other in telling[1:]]
        chosen = telling[0] if telling else copies[0]
        beside = tuple(
            row
            for row in copies
            if row.entry is not chosen.entry and row.says_any((f.LEAD, f.NOTE))
        )
        found.append(replace(chosen, beside=beside))
    return found, problems


def _agreed(rows: Sequence[FilledRow]) -> FilledRow:
    """The row of those who answer the same, with the names of all of them."""
    authors = dict.fromkeys(row.author for row in rows if row.author)
    return replace(rows[0], author="; ".join(authors))


def _told(row: FilledRow) -> str:
    """The answer in a row as it is compared with others."""
    words = row.words()
    return "\x1f".join(f"{name}={words[name]}" for name in _ANSWER_FIELDS if name in words)


def _conflict(one: FilledRow, other: FilledRow) -> Problem:
    words, others = one.words(), other.words()
    name = next(n for n in _ANSWER_FIELDS if words.get(n) != others.get(n))
    place = one.place(name)
    said = f"{_said(one, name)}, and here {_said(other, name)}"
    what = f"this is answered otherwise in {Path(place.path).name}: {place}: {said}"
    return Problem(what, other.place(name), "agree on one answer, and empty the other row")


def _said(row: FilledRow, name: str) -> str:
    cell = row.cell(name)
    return f"“{cell}”" if cell else "nothing"
