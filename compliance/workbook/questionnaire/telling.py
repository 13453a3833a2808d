"""What the rows of a question show of the answers that are held, and what they cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.model.profiles import Answer, first_day
from compliance.model.rulebook import Fact
from compliance.report import wording
from compliance.workbook.questionnaire import fields as f

Cells = Mapping[str, str]
"""What stands in the cells of a row, by field; blank ones are left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answers to one question as its rows show them."""

    place: int
    """Which of the answers the rows show; the others hold at other times."""
    cells: Mapping[str, Cells]
    """By what a row is about: a member, or nothing."""
    also: str
    """What is held besides, in words."""


NOTHING = Told(0, {}, "")


def told(fact: Fact, dated: Sequence[Answer], as_of: date) -> Told:
    """What the rows show of the answers to ``fact``: of several the one that holds on ``as_of``."""
    if not dated:
        return NOTHING
    place = next((n for n, a in enumerate(dated) if _holds(a, as_of)), len(dated) - 1)
    answer = dated[place]
    cells = _value_cells(fact, answer)
    first = cells.setdefault(f.rows_of(fact)[0], {})
    first.update(_other_cells(answer))
    others = [one for n, one in enumerate(dated) if n != place]
    return Told(
        place, {about: own for about, own in cells.items() if own}, _also(fact, answer, others)
    )


def _holds(answer: Answer, day: date) -> bool:
    begins = first_day(answer, day)
    return answer.states_something and begins <= day <= (answer.until or date.max)


def _value_cells(fact: Fact, answer: Answer) -> dict[str, dict[str, str]]:
    if isinstance(answer.value, dict):
        return {member: {f.ANSWER: word} for member, word in answer.value.items()}
    return {"": _single_cells(fact, answer)}


def _single_cells(fact: Fact, answer: Answer) -> dict[str, str]:
    if isinstance(answer.value, str):
        return {f.ANSWER: f.label_of(fact, answer.value), f.HOW_SURE: f.CERTAIN}
    for values, sure in ((answer.one_of, f.ONE_OF), (answer.not_, f.NOT)):
        if values:
            first, *rest = (f.label_of(fact, value) for value in values)
            more = {f.OR: "\n".join(rest)} if rest else {}
            return {f.ANSWER: first, f.HOW_SURE: sure, **more}
    low, high = answer.at_least, answer.at_most
    if low is not None and high is not None:
        return {f.ANSWER: low, f.HOW_SURE: f.BETWEEN, f.OR: high}
    if low is not None:
        return {f.ANSWER: low, f.HOW_SURE: f.AT_LEAST}
    return {f.ANSWER: high, f.HOW_SURE: f.AT_MOST} if high is not None else {}


def _other_cells(answer: Answer) -> dict[str, str]:
    """What goes with an answer, the first piece of its evidence included."""
    found = {
        f.SINCE: answer.since and answer.since.isoformat(),
        f.UNTIL: answer.until and answer.until.isoformat(),
        f.LEAD: answer.lead,
        f.NOTE: answer.note,
    }
    if answer.evidence:
        first = answer.evidence[0]
        found |= {
            f.DOCUMENT: first.document,
            f.PLACE: first.place,
            f.QUOTE: first.quote,
            f.SAID_BY: first.said_by,
        }
    return {field: text for field, text in found.items() if text}


def _also(fact: Fact, answer: Answer, others: Sequence[Answer]) -> str:
    lines = [f"More evidence: {wording.quotation(one)}" for one in answer.evidence[1:]]
    for other in others:
        lines.append(f"At another time: {_other_words(fact, other)}")
        lines += [f"  {wording.quotation(one)}" for one in other.evidence]
    return "\n".join(lines)


def _other_words(fact: Fact, answer: Answer) -> str:
    days = [(word, day) for word, day in (("since", answer.since), ("until", answer.until)) if day]
    note = [f"({answer.note})"] if answer.note else []
    words = [wording.answer_words(fact, answer), *(f"{word} {day}" for word, day in days), *note]
    return " ".join(words)
