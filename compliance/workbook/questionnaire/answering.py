"""From the rows of a question to its answers: only what somebody changed is anything but before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, get_args

from compliance.errors import InputError, Location, Problem
from compliance.importers.tables.sheet import Cell, shown
from compliance.library.profiles import contradictions, evidence_faults
from compliance.library.source_texts import Source
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact, Voice
from compliance.model.value_sets import AnswerError, ValueSet, value_set
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.filled import FilledRow
from compliance.workbook.questionnaire.valuing import NO_VALUE, member_of, value_of
from compliance.workbook.reading import choice, day, text, yes_no

NOT_YET = "No statement yet."
"""The note of an answer of which only the institution is known that is to give it."""
_KEYS = {"value": f.ANSWER, "one of": f.ANSWER, "not": f.ANSWER, "at least": f.ANSWER}


@dataclass
class Answering:
    """The answers to one question: ``held`` before, of which the rows showed that at ``place``."""

    fact: Fact
    rows: Sequence[FilledRow]
    held: tuple[Answer, ...] = ()
    place: int = 0
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def answers(self, as_of: date) -> tuple[Answer, ...]:
        """The answers by now. What is wrong goes into ``problems``."""
        self._remark_on_what_was_emptied()
        changed = [row for row in self.rows if row.says_any()]
        if not changed:
            return self.held
        before = self.held[self.place] if self.held else Answer()
        parts = before.model_dump(exclude={"evidence"}) | {"evidence": before.evidence}
        self._take_value(parts, before)
        value_changed = any(parts[key] != getattr(before, key) for key in NO_VALUE)
        if self._is_taken_back():
            parts = Answer().model_dump(exclude={"evidence"}) | {"evidence": ()}
        self._take_evidence(parts, value_changed=value_changed)
        self._take_others(parts, value_changed=value_changed)
        answer = None if self.problems else self._answer(parts)
        if self.problems:
            return self.held
        kept = [one for n, one in enumerate(self.held) if n != self.place]
        found = (*self.held[: self.place], *([answer] if answer else ()))
        found = (*found, *self.held[self.place + 1 :]) if kept else found
        self._check(answer, found, as_of)
        return found

    @property
    def first(self) -> FilledRow:
        """The row in which what concerns the question as a whole is said."""
        return self.rows[0]

    @property
    def _first_about(self) -> str:
        """What the row is about that showed what goes with the answer; it may be gone."""
        return f.rows_of(self.fact)[0]

    def _is_taken_back(self) -> bool:
        return self.fact.type != "many" and self.first.clears(f.ANSWER)

    def _problems_of(self, work: Callable[[], Any]) -> Any:
        """What ``work`` comes to; None where something is wrong, which is kept."""
        try:
            return work()
        except InputError as error:
            self.problems += error.problems
            return None

    def _take_value(self, parts: dict[str, Any], before: Answer) -> None:
        if self.fact.type == "many":
            self._take_members(parts, before)
        elif self.first.says_any(f.VALUE_FIELDS):
            taken_back = self.first.clears(f.ANSWER)
            found = {} if taken_back else self._problems_of(partial(value_of, self.first))
            parts.update({**NO_VALUE, **(found or {})})

    def _take_members(self, parts: dict[str, Any], before: Answer) -> None:
        members = dict(before.value) if isinstance(before.value, dict) else {}
        for row in self.rows:
            if row.clears(f.ANSWER):
                members.pop(row.about, None)
            elif row.says_any(f.VALUE_FIELDS) and row.cell(f.ANSWER) is None:
                name = f.HOW_SURE if row.says(f.HOW_SURE) else f.OR
                what = "a member is answered by yes or no alone"
                self.problems.append(Problem(what, row.place(name), "leave the cell empty"))
            elif row.says_any(f.VALUE_FIELDS):
                members[row.about] = self._problems_of(partial(member_of, row))
        ordered = {name: members[name] for name in f.rows_of(self.fact) if name in members}
        if ordered != before.value:
            parts["value"] = ordered or None

    def _take_evidence(self, parts: dict[str, Any], *, value_changed: bool) -> None:
        held: tuple[Evidence, ...] = parts["evidence"]
        shown_, further = held[:1], held[1:]
        telling = [row for row in self.rows if row.says_any(f.EVIDENCE_FIELDS)]
        found: list[Evidence] = []
        if not any(row.about == self._first_about for row in telling):
            found += self._unchanged_evidence(shown_, value_changed=value_changed)
        for row in telling:
            if not row.clears(f.DOCUMENT):
                found += filter(None, [self._problems_of(partial(_evidence, row))])
        if further and value_changed and self.fact.type != "many":
            what = "the answer was changed, so more evidence that was held for it is left out"
            self.remarks.append(f"{self.first.place(f.ANSWER)}: {what}")
            further = ()
        parts["evidence"] = tuple(dict.fromkeys([*found, *further]))

    def _unchanged_evidence(
        self, held: tuple[Evidence, ...], *, value_changed: bool
    ) -> tuple[Evidence, ...]:
        """The evidence shown, if it is still there, for an answer that may be another."""
        if held and value_changed and self.fact.type != "many":
            if self.first.cell(f.DOCUMENT) is None:
                return ()
            what = "the answer was changed, and the evidence beside it is that of the former one"
            self.remarks.append(f"{self.first.place(f.DOCUMENT)}: {what}")
        return held

    def _take_others(self, parts: dict[str, Any], *, value_changed: bool) -> None:
        """Days, institution, note, public: said once for the whole question."""
        literal = value_changed and self.fact.type != "many"
        for name, read in _READERS.items():
            rows = [row for row in self.rows if row.says(name)]
            if not rows and not (literal and self.first.cell(name) is None):
                continue
            told = {
                row.about: (row, self._problems_of(partial(read, _cell(row, name))))
                for row in rows
                if not row.clears(name)
            }
            parts[name] = self._joined(name, told, parts[name] if rows else None)
        if parts["public"] is None:
            parts["public"] = True

    def _joined(self, name: str, told: Mapping[str, tuple[FilledRow, Any]], before: Any) -> Any:
        """What the rows say together, by what they are about."""
        if name == f.NOTE:
            return self._notes(told, before)
        values = list(dict.fromkeys(value for _, value in told.values() if value is not None))
        if name == f.LEAD:
            return "; ".join(values) or None
        if len(values) > 1:
            (one, value), *rest = told.values()
            other = next(row for row, its in rest if its not in (None, value))
            what = (
                f"this differs from {one.place(name)}, and a question has one for all its members"
            )
            self.problems.append(Problem(what, other.place(name), "say it once"))
        return values[0] if values else None

    def _notes(self, told: Mapping[str, tuple[FilledRow, Any]], before: str | None) -> str | None:
        """The notes of all rows; those on a member begin with its name."""
        first = self._first_about
        is_told_anew = any(row.about == first and row.says(f.NOTE) for row in self.rows)
        lines = [] if is_told_anew or not before else [before]
        for about, (_, note) in told.items():
            lines.append(note if about == first else f"{self._label(about)}: {note}")
        return "\n".join(filter(None, lines)) or None

    def _label(self, member: str) -> str:
        return self.fact.choices[member].label if member in self.fact.choices else "Any other"

    def _answer(self, parts: dict[str, Any]) -> Answer | None:
        answer = Answer(**parts)
        if answer.states_something or answer.note:
            return answer
        alone = [name for name in (f.SINCE, f.UNTIL, *f.EVIDENCE_FIELDS) if self._row_with(name)]
        if answer.evidence or answer.since or answer.until:
            name = alone[0] if alone else f.ANSWER
            what = "this goes with an answer, and there is none"
            hint = "fill in the answer, or say in the note why this is none"
            row = self._row_with(name) or self.first
            self.problems.append(Problem(what, row.place(name), hint))
        if answer.lead:
            return answer.model_copy(update={"note": NOT_YET})
        return None

    def _row_with(self, name: str) -> FilledRow | None:
        return next((row for row in self.rows if row.cell(name)), None)

    def _check(self, answer: Answer | None, found: Sequence[Answer], as_of: date) -> None:
        """Whether the answer can be true, alone and beside the others, and its quotations hold."""
        if answer is None:
            return
        if answer.since and answer.until and answer.since > answer.until:
            what = f"it ends ({answer.until}) before it begins ({answer.since})"
            self._report(f.UNTIL, what)
        understood: list[tuple[Answer, ValueSet]] = []
        for one in found:
            try:
                understood.append((one, value_set(self.fact, one)))
            except AnswerError as error:
                name = _KEYS.get(error.key[0], f.OR) if error.key else f.ANSWER
                self._report(name, error.problem.what, error.problem.hint)
        for what in contradictions(understood, as_of):
            self._report(f.ANSWER, f"`{self.fact.id}` {what}", "say since when this is so")
        for row in self.rows:
            self._check_evidence(row)

    def _check_evidence(self, row: FilledRow) -> None:
        if not row.says_any(f.EVIDENCE_FIELDS) or row.clears(f.DOCUMENT):
            return
        for name, what, hint in evidence_faults(_evidence(row), self.sources):
            plain = hint and hint.replace("`document: ", "`").replace("`place`", f.HEADERS[f.PLACE])
            self.problems.append(Problem(what, row.place(name), plain))

    def _report(self, name: str, what: str, hint: str | None = None) -> None:
        row = next((row for row in self.rows if row.says(name)), self.first)
        self.problems.append(Problem(what, row.place(name), hint))

    def _remark_on_what_was_emptied(self) -> None:
        for place, what in _emptied(self.rows):
            hint = "write (clear) to take it back"
            self.remarks.append(f"{place}: emptied, but what stood there is kept ({what}); {hint}")


def _emptied(rows: Sequence[FilledRow]) -> Iterator[tuple[Location, str]]:
    """The cells that were emptied without anything new beside them."""
    for row in rows:
        for group in (f.VALUE_FIELDS, f.EVIDENCE_FIELDS, *((name,) for name in _READERS)):
            if not row.says_any(group) and not row.says_any(f.VALUE_FIELDS):
                yield from ((row.place(name), shown(row.base[name])) for name in row.emptied(group))


def _cell(row: FilledRow, name: str) -> Cell:
    cell = row.cell(name)
    assert cell is not None
    return cell


def _evidence(row: FilledRow) -> Evidence:
    """The piece of evidence in a row. Raises InputError."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in f.EVIDENCE_FIELDS:
        cell = row.cell(name)
        if cell is None or row.clears(name):
            continue
        try:
            found[name] = (
                choice(cell, _VOICES, "no kind of speaker") if name == f.SAID_BY else text(cell)
            )
        except InputError as error:
            problems += error.problems
    for name, hint in _NEEDED.items():
        if name not in found and not any(p.where == row.place(name) for p in problems):
            what = f"`{f.HEADERS[name]}` is missing beside what is told of the evidence"
            problems.append(Problem(what, row.place(name), hint))
    if problems:
        raise InputError(problems)
    return Evidence(**found)


_VOICES = {voice: voice for voice in get_args(Voice)}
_NEEDED = {
    f.DOCUMENT: "name the document, by symbol or title",
    f.SAID_BY: "choose who is speaking there: it need not be who publishes it",
}
_READERS: Mapping[str, Callable[[Cell], Any]] = {
    f.SINCE: lambda cell: date.fromisoformat(day(cell)),
    f.UNTIL: lambda cell: date.fromisoformat(day(cell)),
    f.LEAD: text,
    f.NOTE: text,
    f.PUBLIC: lambda cell: yes_no(cell) == "yes",
}
