"""Questionnaires read back: one, or several that were filled in by different institutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from compliance.countries import is_country
from compliance.engine.expressions import fact_meant
from compliance.errors import InputError, Location, Problem, fault
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact, choice_meant
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.about import About, about_in, joined_about
from compliance.workbook.questionnaire.answering import Answering
from compliance.workbook.questionnaire.filled import FilledRow
from compliance.workbook.questionnaire.hidden import Sent, sent_in
from compliance.workbook.questionnaire.joining import joined_rows
from compliance.workbook.reading import (
    Book,
    Entries,
    Identity,
    columns_of,
    entries_of,
    find_sheet,
    identity_of,
    open_book,
)
from compliance.workbook.schema import KEY, QUESTIONNAIRE, fact_hash

_ALL = (KEY, *f.FIELDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """The profile that questionnaires come to, and what a user is to know of the reading."""

    profile: Profile
    remarks: tuple[str, ...]
    identity: Identity
    sent: Sent
    changed: frozenset[str]
    """The facts to which somebody answered something else than was sent."""

    def onto(self, before: Profile) -> Profile:
        """The profile with the answers of ``before`` that the questionnaires did not have.

        Raises InputError where both have another answer by now, or it is another's profile.
        """
        if before.id not in self.identity.profiles:
            whose = ", ".join(self.identity.profiles)
            what = f"the questionnaire was not filled in from `{before.id}`, but from {whose}"
            raise fault(what, Location("--onto"))
        answers = dict(self.profile.answers)
        problems = []
        for fact, dated in before.answers.items():
            public = tuple(answer for answer in dated if answer.public)
            sent = self.sent.held.get(fact, ())
            if fact not in self.changed:
                answers[fact] = dated
            elif public != sent or public != dated:
                what = f"`{fact}` has an answer in `{before.id}` that was not in the questionnaire"
                hint = "write into the profile which of the two is meant"
                problems.append(Problem(what, Location("--onto"), hint))
        if problems:
            raise InputError(problems)
        return self.profile.model_copy(update={"answers": answers})


@dataclass
class _Filled:
    """One questionnaire that came back."""

    book: Book
    identity: Identity
    sent: Sent
    about: About
    entries: Entries
    remarks: list[str] = field(default_factory=list)


def read_questionnaires(paths: Sequence[Path], library: Library, name: str) -> Reading:
    """The profile called ``name`` that the questionnaires come to together.

    Raises InputError with every problem, each with the cell in which it stands.
    """
    problems: list[Problem] = []
    filled: list[_Filled] = []
    for path in dict.fromkeys(paths):
        try:
            filled.append(_filled(path, library))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    try:
        _require_one(filled)
        return _Reader(filled, library, name).reading()
    except InputError as error:
        if len(filled) == 1:
            raise
        raise InputError([_with_file(problem) for problem in error.problems]) from None


def _filled(path: Path, library: Library) -> _Filled:
    book = open_book(path)
    identity = identity_of(book, QUESTIONNAIRE, library.instruments)
    grid = find_sheet(book, f.QUESTIONS, _ALL)
    if grid is None:
        hint = "take the answers over into the file as it was sent to you"
        raise fault(f"the sheet `{f.QUESTIONS}` is gone", book.where, hint)
    columns = columns_of(book, grid, f.QUESTIONS, _ALL, needed=(KEY, f.ANSWER))
    known = _keys(library.facts)
    entries = entries_of(grid, columns, known, f.FIELDS, lambda key: _meant(key, library.facts))
    about = about_in(book, identity)
    found = _Filled(book, identity, sent_in(book), about, entries)
    found.remarks += [*book.remarks, *columns.remarks, *entries.remarks, *about.remarks]
    if not found.sent.is_whole:
        what = "hidden sheets are gone; what is seen counts, and what rows could not show is lost"
        found.remarks.append(f"{path}: {what}")
    return found


def _keys(facts: Mapping[str, Fact]) -> set[str]:
    return {f.row_key(name, about) for name, fact in facts.items() for about in f.rows_of(fact)}


def _meant(key: str, facts: Mapping[str, Fact]) -> str | None:
    """A hint for a key that there is not: what it is called now."""
    name, _, member = key.partition(" ")
    if name not in facts:
        return fact_meant(name, facts)
    return choice_meant(member, facts[name]) if member else None


def _require_one(filled: Sequence[_Filled]) -> None:
    """Raises InputError where the workbooks are not of one questionnaire."""
    first = filled[0].identity
    others = [
        one
        for one in filled
        if (one.identity.country, one.identity.profiles) != (first.country, first.profiles)
    ]
    if others:
        what = f"this is not of the same questionnaire as {filled[0].book.path.name}"
        hint = "give those that were made together: of one country, and of one profile"
        raise InputError(Problem(what, one.book.where, hint) for one in others)


def _with_file(problem: Problem) -> Problem:
    """Where several files are read, places name the file too."""
    where = problem.where
    if where is None or not where.cell:
        return problem
    return replace(problem, where=replace(where, cell=f"{Path(where.path).name}: {where.cell}"))


class _Reader:
    """Joins what the questionnaires say, question by question."""

    def __init__(self, filled: Sequence[_Filled], library: Library, name: str) -> None:
        self.filled, self.library, self.name = filled, library, name
        self.problems = [problem for one in filled for problem in one.entries.problems]
        self.remarks = [remark for one in filled for remark in one.remarks]
        self.sent = _together([one.sent for one in filled])

    def reading(self) -> Reading:
        about, problems = joined_about([one.about for one in self.filled])
        self.problems += problems
        identity = self.filled[0].identity
        if not is_country(identity.country):
            what = f"there is no country `{identity.country}`"
            self.problems.append(Problem(what, self.filled[0].book.where))
        answers: dict[str, tuple[Answer, ...]] = {}
        changed: set[str] = set()
        for name, fact in self.library.facts.items():
            held = self.sent.held.get(name, ())
            found = self._answers(fact, held, about)
            if found:
                answers[name] = found
            if found != held:
                changed.add(name)
        unknown = [name for name in self.sent.held if name not in self.library.facts]
        self.problems += [
            Problem(
                f"there is no fact `{name}`",
                self.filled[0].book.where,
                _meant(name, self.library.facts),
            )
            for name in unknown
        ]
        if self.problems:
            raise InputError(self.problems)
        profile = Profile(
            id=self.name,
            country=identity.country,
            voice=about.voice,
            speaker=about.speaker,
            as_of=about.as_of,
            note=about.note,
            answers=answers,
            layer=str(self.filled[0].book.path),
        )
        return Reading(profile, tuple(self.remarks), identity, self.sent, frozenset(changed))

    def _answers(self, fact: Fact, held: tuple[Answer, ...], about: About) -> tuple[Answer, ...]:
        rows, problems = joined_rows(self._rows(fact), named=len(self.filled) > 1)
        self.problems += problems
        if problems or not rows:
            return held
        answering = Answering(
            fact, rows, held, self.sent.places.get(fact.id, 0), self.library.sources
        )
        found = answering.answers(about.as_of)
        self.problems += answering.problems
        self.remarks += answering.remarks
        if found != held:
            self._remark_on_changed_question(fact, rows[0])
        return found

    def _rows(self, fact: Fact) -> list[list[FilledRow]]:
        """The rows of a question: for each of them, from which workbooks there are one."""
        found = []
        for member in f.rows_of(fact):
            key = f.row_key(fact.id, member)
            found.append(
                [
                    FilledRow(fact, member, entry, one.sent.cells.get(key, {}))
                    for one in self.filled
                    if (entry := one.entries.by_key.get(key))
                ]
            )
        return found

    def _remark_on_changed_question(self, fact: Fact, row: FilledRow) -> None:
        before = self.sent.hashes.get(f.row_key(fact.id, row.about))
        if before and before != fact_hash(fact):
            what = "the question was changed since this was sent; check the answer against it"
            self.remarks.append(f"{row.place(f.ANSWER)}: {what}")


def _together(sent: Sequence[Sent]) -> Sent:
    """What was sent in all the workbooks."""
    whole = Sent({}, {}, {}, {}, is_whole=all(one.is_whole for one in sent))
    for one in sent:
        whole = Sent(
            {**whole.cells, **one.cells},
            {**whole.hashes, **one.hashes},
            {**whole.held, **one.held},
            {**whole.places, **one.places},
            whole.is_whole,
        )
    return whole
