"""From the cells of a question to its answers: only what somebody changed is anything new.

Rows as they came back are in filled_rows.py, what they say in values.py and evidence.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from compliance.errors import InputError, Location, Problem
from compliance.importers.tables.sheet import Cell, shown
from compliance.library.profiles import contradictions, evidence_faults
from compliance.library.source_texts import Source
from compliance.model.profiles import Answer, Evidence, counts, of_members
from compliance.model.rulebook import Fact, choice_meant
from compliance.model.scalars import names_nothing
from compliance.model.value_sets import AnswerError, ValueSet, value_set
from compliance.report.wording import listed
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.evidence import as_public, evidence_in
from compliance.workbook.questionnaire.filled_rows import FilledRow
from compliance.workbook.questionnaire.values import NO_VALUE, member_of, value_of
from compliance.workbook.reading.words import plain_words

_NO_DAY = "an empty cell means: it is true on the date of the answers"
_PUBLIC_IS = (
    "write `no` to keep the answer confidential, `not the source` to keep back its source alone, "
    "or `yes`; an empty cell means that all may be published"
)
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
    where: Location | None = None
    """The file, for what is wrong with answers whose rows are gone."""

    def answers(self, as_of: date) -> tuple[Answer, ...]:
        """The answers by now. What is wrong goes into ``problems``."""
        self._remark_on_what_was_emptied()
        if not any(row.says_any() for row in self.rows):
            self._check_held()
            return self.held
        before = self.held[self.place] if self.held else Answer()
        parts = before.model_dump(exclude={"evidence"}) | {"evidence": before.evidence}
        self._take_value(parts, before)
        value_changed = any(parts[key] != getattr(before, key) for key in NO_VALUE)
        if self._is_taken_back():
            parts = Answer().model_dump(exclude={"evidence"}) | {"evidence": ()}
        self._take_evidence(parts, before, value_changed=value_changed)
        self._take_others(parts, as_of, value_changed=value_changed)
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
        elif self.first.says_any(f.VALUE_FIELDS) or self._confirms():
            taken_back = self.first.clears(f.ANSWER)
            found = {} if taken_back else self._problems_of(partial(value_of, self.first))
            parts.update({**NO_VALUE, **(found or {})})

    def _confirms(self) -> bool:
        """Whether somebody wrote evidence or days beside an answer that a list gave."""
        beside = (f.SINCE, f.UNTIL, *f.EVIDENCE_FIELDS)
        is_listed = not self.held and self.first.cell(f.ANSWER) is not None
        return is_listed and self.first.says_any(beside)

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
        self._remark_on_what_is_closed(members)
        ordered = {name: members[name] for name in f.rows_of(self.fact) if name in members}
        if ordered != before.value:
            parts["value"] = ordered or None

    def _remark_on_what_is_closed(self, members: Mapping[str, Any]) -> None:
        """Say which empty rows count as no because somebody closed the list."""
        row = next((row for row in self.rows if row.about == f.OTHERS), None)
        closed = [choice.label for name, choice in self.fact.choices.items() if name not in members]
        if row and row.says(f.ANSWER) and members.get(f.OTHERS) == "no" and closed:
            labels = listed((f"“{label}”" for label in closed), "and")
            self.remarks.append(f"{row.place(f.ANSWER)}: counted as no, though empty: {labels}")

    def _take_evidence(self, parts: dict[str, Any], before: Answer, *, value_changed: bool) -> None:
        if self.fact.type == "many" and parts["value"]:
            parts["evidence"] = self._evidence_of_members(before, parts["value"])
            return
        held: tuple[Evidence, ...] = parts["evidence"]
        shown_, further = held[:1], held[1:]
        telling = [row for row in self.rows if row.says_any(f.EVIDENCE_FIELDS)]
        found: list[Evidence] = []
        if not any(row.about == self._first_about for row in telling):
            found += self._unchanged_evidence(shown_, value_changed=value_changed)
        for row in telling:
            if not row.clears(f.DOCUMENT):
                found += filter(None, [self._problems_of(partial(evidence_in, row))])
        if further and value_changed:
            what = "the answer was changed, so more evidence that was held for it is left out"
            self.remarks.append(f"{self.first.place(f.ANSWER)}: {what}")
            further = ()
        parts["evidence"] = tuple(dict.fromkeys([*found, *further]))

    def _evidence_of_members(
        self, before: Answer, value: Mapping[str, str]
    ) -> tuple[Evidence, ...]:
        """The evidence of a list: a source counts for the row beside which it stands.

        What was held stays with the members that are answered as they were. Of a source of which
        another place or other words are given, the scope stays as well.
        """
        was = before.value if isinstance(before.value, dict) else {}
        same = {name for name, word in value.items() if was.get(name) == word}
        held = dict(enumerate((one, same & {*(one.members or was)}) for one in before.evidence))
        shown_ = f.sources_by_row(self.fact, before)
        told: list[tuple[Evidence, set[str]]] = []
        for row in self.rows:
            number = shown_.get(row.about, -1)
            if not row.says_any(f.EVIDENCE_FIELDS):
                if number in held and row.says(f.PUBLIC):
                    one, own = held[number]
                    held[number] = (as_public(one, row), own)
                continue
            _, own = held.pop(number, (None, set()))
            if row.clears(f.DOCUMENT):
                continue
            own = own if own and not row.says(f.DOCUMENT) else {row.about}
            if not own.intersection(value):
                self._report_lone(row, next(n for n in f.EVIDENCE_FIELDS if row.cell(n)))
            elif one := self._problems_of(partial(evidence_in, row)):
                told.append((one, own))
        covered = set[str]().union(*(own for _, own in (*told, *held.values())))
        if (told or held) and (
            bare := [self._label(name) for name in value if name not in covered]
        ):
            labels = listed((f"“{label}”" for label in bare), "and")
            what = f"a source counts for its own row; without a source are {labels}"
            self.remarks.append(f"{self.first.place(f.DOCUMENT)}: {what}")
        return of_members((*told, *held.values()), value)

    def _report_lone(self, row: FilledRow, name: str) -> None:
        what = "this goes with an answer, and there is none in its row"
        hint = "write it beside each answer of which it speaks, or leave the cell empty"
        self.problems.append(Problem(what, row.place(name), hint))

    def _unchanged_evidence(
        self, held: tuple[Evidence, ...], *, value_changed: bool
    ) -> tuple[Evidence, ...]:
        """The evidence shown, if it is still there, for an answer that may be another."""
        if held and value_changed:
            if self.first.cell(f.DOCUMENT) is None:
                return ()
            what = "the answer was changed, and the evidence beside it is that of the former one"
            self.remarks.append(f"{self.first.place(f.DOCUMENT)}: {what}")
        if not self.first.says(f.PUBLIC):
            return held
        return tuple(as_public(one, self.first) for one in held)

    def _take_others(self, parts: dict[str, Any], as_of: date, *, value_changed: bool) -> None:
        """Days, institution, note, public."""
        literal = value_changed and self.fact.type != "many"
        self._take_gathered(parts, literal=literal)
        for name, read in _READERS.items():
            rows = [row for row in self.rows if row.says(name)]
            if not rows and not (literal and self.first.cell(name) is None):
                continue
            told = [
                (row, found)
                for row in rows
                if not row.clears(name)
                and (found := self._problems_of(partial(read, row.filled(name)))) is not None
            ]
            if name == f.PUBLIC:
                parts[name] = self._public_of(told)
            elif self.fact.type == "many" and parts["value"]:
                parts[name] = self._day_of_members(name, told, parts, as_of)
            else:
                parts[name] = told[0][1] if told else None

    def _public_of(self, told: Sequence[tuple[FilledRow, bool]]) -> bool:
        """Whether the answer is public: not where any of its rows is confidential."""
        hidden = [row for row, is_public in told if not is_public]
        if hidden and self.fact.type == "many" and len(hidden) < len(self.rows):
            what = "the question is confidential with all its rows, as this row is"
            self.remarks.append(f"{hidden[0].place(f.PUBLIC)}: {what}")
        return not hidden

    def _day_of_members(
        self, name: str, told: Sequence[tuple[FilledRow, date]], parts: dict[str, Any], as_of: date
    ) -> date | None:
        """The day that all answered rows of a list have; days of single rows go into the note."""
        days = {row.about: day for row, day in told}
        if days.keys() >= parts["value"].keys() and len(set(days.values())) == 1:
            return next(iter(days.values()))
        notes = []
        for row, day in told:
            is_off = day > as_of if name == f.SINCE else day < as_of < date.max
            if row.about not in parts["value"]:
                self._report_lone(row, name)
            elif is_off:
                what = f"this answer does not hold on the date of the answers, {as_of}"
                hint = "leave the answer of this row empty, and say it under `Note`"
                self.problems.append(Problem(what, row.place(name), hint))
            else:
                notes.append(f"{self._label(row.about)}: {f.HEADERS[name].lower()} {day}")
        if notes:
            what = "not all answered rows have this day, so it is kept in the note"
            self.remarks.append(f"{told[0][0].place(name)}: {what} ({'; '.join(notes)})")
            parts[f.NOTE] = _LINKS[f.NOTE].join(filter(None, [parts[f.NOTE], *notes]))
        return None

    def _take_gathered(self, parts: dict[str, Any], *, literal: bool) -> None:
        """Notes and institutions of all rows and copies; notes on a member begin with its name."""
        for name in (f.NOTE, f.LEAD):
            rows = [r for r in self.rows if r.says(name) or any(b.says(name) for b in r.beside)]
            if not rows and not (literal and self.first.cell(name) is None):
                continue
            before = [] if any(r.about == self._first_about for r in rows) else [parts[name]]
            told = [*(before if rows else ())]
            for row in rows:
                found = self._problems_of(partial(row.told, name)) or []
                is_first = row.about == self._first_about or name == f.LEAD
                told += found if is_first else [f"{self._label(row.about)}: {t}" for t in found]
            parts[name] = _LINKS[name].join(dict.fromkeys(filter(None, told))) or None
        authors = [row.author for row in self.rows if row.author and row.says_any(_OWN)]
        if not parts[f.LEAD] and authors:
            parts[f.LEAD] = _LINKS[f.LEAD].join(dict.fromkeys(authors))

    def _label(self, member: str) -> str:
        return self.fact.choices[member].label if member in self.fact.choices else "All others"

    def _answer(self, parts: dict[str, Any]) -> Answer | None:
        answer = Answer(**parts)
        if answer.note and not answer.states_something and names_nothing(answer.note):
            row = next((row for row in self.rows if row.says(f.NOTE)), self.first)
            what = f"`{shown(answer.note)}` says nothing"
            self.problems.append(Problem(what, row.place(f.NOTE), "leave the cell empty"))
        if answer.states_something or answer.note:
            return answer
        alone = [name for name in (f.SINCE, f.UNTIL, *f.EVIDENCE_FIELDS) if self._row_with(name)]
        if answer.evidence or answer.since or answer.until:
            name = alone[0] if alone else f.ANSWER
            what = "this goes with an answer, and there is none"
            hint = "say in the note why this is no answer, or leave the cell empty"
            row = self._row_with(name) or self.first
            self.problems.append(Problem(what, row.place(name), hint))
        return answer if answer.lead else None

    def _row_with(self, name: str) -> FilledRow | None:
        return next((row for row in self.rows if row.cell(name)), None)

    def _check(self, answer: Answer | None, found: Sequence[Answer], as_of: date) -> None:
        """Whether the answer can be true, alone and beside the others, and its quotations hold."""
        if answer is None:
            return
        if answer.since and answer.until and answer.since > answer.until:
            what = f"it ends ({answer.until}) before it begins ({answer.since})"
            self._report(f.UNTIL, what)
        elif answer.states_something and not counts(answer, as_of, as_of) and answer == found[-1]:
            name = f.SINCE if answer.since and answer.since > as_of else f.UNTIL
            row = self._row_with(name) or self.first
            what = f"this answer does not count on the date of the answers, {as_of}"
            self.remarks.append(f"{row.place(name)}: {what}")
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

    def _check_held(self) -> None:
        """Whether what was kept can still be answered; a choice may have another name by now."""
        for one in self.held:
            try:
                value_set(self.fact, one)
            except AnswerError as error:
                given = one.value if isinstance(one.value, str) else ""
                hint = choice_meant(given, self.fact) or error.problem.hint
                what = (
                    f"the answer as it was sent fits the question no longer: {error.problem.what}"
                )
                where = self.first.place(f.ANSWER) if self.rows else self.where
                self.problems.append(Problem(what, where, hint))

    def _check_evidence(self, row: FilledRow) -> None:
        if not row.says_any(f.EVIDENCE_FIELDS) or row.clears(f.DOCUMENT):
            return
        for name, what, hint in evidence_faults(evidence_in(row), self.sources):
            plain = hint and hint.replace("`document: ", "`").replace("`place`", f.HEADERS[f.PLACE])
            self.problems.append(Problem(what, row.place(name), plain))

    def _report(self, name: str, what: str, hint: str | None = None) -> None:
        row = next((row for row in self.rows if row.says(name)), self.first)
        self.problems.append(Problem(what, row.place(name), hint))

    def _remark_on_what_was_emptied(self) -> None:
        for place, what in _emptied(self.rows, self.held):
            hint = "write (clear) to take it back"
            self.remarks.append(f"{place}: emptied, but what stood there is kept ({what}); {hint}")


def _emptied(rows: Sequence[FilledRow], held: Sequence[Answer]) -> Iterator[tuple[Location, str]]:
    """The cells that were emptied without anything new beside them."""
    for row in rows if held else ():
        for group in (
            f.VALUE_FIELDS,
            f.EVIDENCE_FIELDS,
            *((name,) for name in (*_READERS, f.LEAD, f.NOTE)),
        ):
            if not row.says_any(group) and not row.says_any(f.VALUE_FIELDS):
                yield from ((row.place(name), shown(row.base[name])) for name in row.emptied(group))


def _public(cell: Cell) -> bool:
    return plain_words(cell.text) == f.NOT_SOURCE or reading.yes_no(cell, _PUBLIC_IS) == "yes"


_READERS: Mapping[str, Callable[[Cell], Any]] = {
    f.SINCE: lambda cell: date.fromisoformat(reading.day(cell, _NO_DAY)),
    f.UNTIL: lambda cell: date.fromisoformat(reading.day(cell, _NO_DAY)),
    f.PUBLIC: _public,
}
_LINKS = {f.NOTE: "\n", f.LEAD: "; "}
"""How what several say stands side by side."""
_OWN = (*f.VALUE_FIELDS, *f.EVIDENCE_FIELDS, f.SINCE, f.UNTIL, f.NOTE)
"""What is an answer of the one who writes it."""
