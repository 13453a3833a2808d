"""The sheet Questions: its rows, and what each column says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.engine.expressions import Leaf, Member, Truth, in_words
from compliance.library.library import Library
from compliance.model.rulebook import Fact, FactId
from compliance.report import wording
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.asking import Question
from compliance.workbook.questionnaire.telling import NOTHING, Told
from compliance.workbook.schema import KEY, LIST_SAID_BY, LIST_YES_NO, fact_hash, list_name
from compliance.workbook.sheets.answering import answers_words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look

_WIDTHS = {
    f.ANSWER: 21.0,
    f.HOW_SURE: 10.5,
    f.OR: 15.0,
    f.SINCE: 11.0,
    f.DOCUMENT: 15.0,
    f.PLACE: 12.0,
    f.QUOTE: 24.0,
    f.SAID_BY: 12.0,
    f.UNTIL: 11.0,
    f.LEAD: 24.0,
    f.NOTE: 30.0,
    f.PUBLIC: 9.0,
}
_PRINTED = frozenset((*f.VALUE_FIELDS, f.SINCE, *f.EVIDENCE_FIELDS))
_SURE = {"choice": f.LIST_CHOSEN, "number": f.LIST_MEASURED, "date": f.LIST_MEASURED}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, or one member of one that has many."""

    question: Question
    about: str
    told: Told
    conditions: str
    """When the question arises, in words."""

    @property
    def fact(self) -> Fact:
        """The fact that is asked for."""
        return self.question.fact

    @property
    def key(self) -> str:
        """By which the row is found again."""
        return f.row_key(self.fact.id, self.about)

    @property
    def is_first(self) -> bool:
        """Whether it is the first row of its question."""
        return self.about == f.rows_of(self.fact)[0]

    def text(self, name: str) -> str:
        """What stands in a field when the questionnaire is sent."""
        return self.told.cells.get(self.about, {}).get(name, "")


def rows(asked: Sequence[Question], told: Mapping[FactId, Told], library: Library) -> list[Row]:
    """The rows of the questions, in order."""
    return [
        Row(question, about, told.get(question.fact.id, NOTHING), _arises(question.fact, library))
        for question in asked
        for about in f.rows_of(question.fact)
    ]


def questions_sheet(library: Library) -> Listing[Row]:
    """The sheet, one row a question or a member."""
    columns: list[Column[Row]] = [
        Column("Topic", 13, lambda r: _topic(r, library), grouping=True),
        Column("Question", 31, lambda r: Content(r.fact.question, Look.STRONG), grouping=True),
        Column("Of which", 17, lambda r: Content(_about(r), Look.TEXT)),
        Column("Help", 25, _help),
        Column("What would show it", 17, _evidence),
        *(_field_column(name) for name in f.FIELDS),
        Column("Held besides", 34, _besides, printed=False),
        Column("Provisions that hang on it", 12, _decides, printed=False),
        Column(f.HEADERS[KEY], 34, lambda r: Content(r.key, Look.MUTED), printed=False, field=KEY),
    ]
    return Listing(
        f.QUESTIONS,
        columns,
        "There is nothing to ask.",
        block=lambda row: row.fact.topic,
        hash_of=lambda row: fact_hash(row.fact),
        least_height=18.0,
    )


def _topic(row: Row, library: Library) -> Content:
    return Content(wording.topic_label(row.fact.topic, library), Look.MUTED)


def _about(row: Row) -> str:
    if row.about == f.OTHERS:
        return "Any other than these"
    return row.fact.choices[row.about].label if row.about else ""


def _help(row: Row) -> Content:
    """A remark, what can be answered, and when the question arises."""
    if not row.is_first:
        return Content("")
    words = "" if row.about else answers_words(row.fact)
    return Content("\n".join(filter(None, [row.fact.help, words, row.conditions])))


def _evidence(row: Row) -> Content:
    return Content(row.fact.evidence if row.is_first else "")


def _besides(row: Row) -> Content:
    return Content(row.told.also if row.is_first else "")


def _decides(row: Row) -> Content:
    return Content(row.question.decides if row.is_first else 0, Look.COUNT)


def _field_column(name: str) -> Column[Row]:
    look = Look.ENTRY_DATE if name in (f.SINCE, f.UNTIL) else Look.ENTRY

    def content(row: Row) -> Content:
        if row.about and name in (f.HOW_SURE, f.OR):
            return Content("")
        return Content(row.text(name), look, offers=_offers(name, row))

    printed = name in _PRINTED
    return Column(f.HEADERS[name], _WIDTHS[name], content, printed=printed, field=name)


def _offers(name: str, row: Row) -> str:
    """The name of the list that a cell offers."""
    kind = row.fact.type
    if name in (f.ANSWER, f.OR):
        if row.about == f.OTHERS:
            return f.LIST_NO
        if kind in ("yes_no", "many"):
            return LIST_YES_NO
        return list_name(row.fact.id) if kind == "choice" else ""
    if name == f.HOW_SURE:
        return _SURE.get(kind, f.LIST_CERTAIN)
    return {f.SAID_BY: LIST_SAID_BY, f.PUBLIC: LIST_YES_NO}.get(name, "")


def _arises(fact: Fact, library: Library) -> str:
    """``Only asked if …``, in the words of the questions on which it hangs."""
    if fact.given is None:
        return ""
    tree = library.condition(fact.given)
    words = in_words(tree, lambda leaf, holds: _leaf(leaf, library.facts[leaf.fact], holds=holds))
    return f"Only asked if {words}."


_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "just"}


def _leaf(of: Leaf, fact: Fact, *, holds: bool) -> str:
    asked = f"“{fact.question}”"
    if isinstance(of, Truth):
        return f"{asked} is answered {'yes' if holds else 'no'}"
    if isinstance(of, Member):
        label = fact.choices[of.choice].label
        return f"{asked} has {'yes' if holds else 'no'} for “{label}”"
    holds = holds if of.operator != "!=" else not holds
    labels = wording.listed(f"“{f.label_of(fact, one)}”" for one in of.literals)
    sign = "" if fact.type in ("choice", "yes_no") else f"{_SIGNS.get(of.operator, 'just')} "
    return f"{asked} is {'' if holds else 'not '}{sign}{labels}"


def sheet_texts(listed: Sequence[Row]) -> Iterator[str]:
    """What the rows hold, so that two exports can be told apart."""
    for row in listed:
        yield row.key
        yield fact_hash(row.fact)
        yield from (row.text(name) for name in f.FIELDS)
        yield row.told.also
