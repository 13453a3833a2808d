"""The sheet Questions: its rows, what each column says, what is checked and greyed as one types."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compliance.library.languages import Language
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, first_day
from compliance.model.rulebook import Fact, FactId
from compliance.report import wording
from compliance.report.conditions import condition_words
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.formulas import CellPlaces, not_arising
from compliance.workbook.questionnaire.selection import Question
from compliance.workbook.questionnaire.words import Words
from compliance.workbook.schema import (
    KEY,
    LIST_SAID_BY,
    LIST_YES_NO,
    ROW,
    fact_hash,
    list_name,
    offered,
)
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import MUTED, Look

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


def told(
    fact: Fact,
    dated: Sequence[Answer],
    as_of: date,
    listed: Answer | None = None,
    words: Words | None = None,
) -> Told:
    """What the rows show of the answers to ``fact``: of several the one that holds on ``as_of``.

    Where there is none, what a register ``listed`` is shown, and marked.
    """
    words = words or Words()
    if not any(answer.states_something for answer in dated) and listed:
        shown = told(fact, [listed], as_of)
        (source,) = listed.evidence[:1] or (None,)
        value = {
            about: {k: v for k, v in own.items() if k in f.VALUE_FIELDS}
            for about, own in shown.cells.items()
        }
        own = told(fact, dated, as_of, words=words)
        cells = {
            about: {**value.get(about, {}), **own.cells.get(about, {})}
            for about in {**value, **own.cells}
        }
        also = words.language("cell.from_list")
        if source:
            named = wording.evidence_place(source)
            also = words.language("cell.from_list_named", source=named)
        return Told(own.place, cells, "\n".join(filter(None, [also, own.also])))
    if not dated:
        return NOTHING
    place = next((n for n, a in enumerate(dated) if _holds(a, as_of)), len(dated) - 1)
    answer = dated[place]
    cells = _value_cells(fact, answer)
    cells.setdefault(f.rows_of(fact)[0], {}).update(_other_cells(answer))
    shown_ = f.sources_by_row(fact, answer)
    for about, number in shown_.items():
        cells.setdefault(about, {}).update(_evidence_cells(answer.evidence[number]))
    more = [one for n, one in enumerate(answer.evidence) if n not in shown_.values()]
    others = [one for n, one in enumerate(dated) if n != place]
    return Told(
        place,
        {about: own for about, own in cells.items() if own},
        _also(fact, more, others, words),
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
    """What goes with an answer, but for its evidence."""
    found = {
        f.SINCE: answer.since and answer.since.isoformat(),
        f.UNTIL: answer.until and answer.until.isoformat(),
        f.LEAD: answer.lead,
        f.NOTE: answer.note,
    }
    return {field: text for field, text in found.items() if text}


def _evidence_cells(evidence: Evidence) -> dict[str, str]:
    found = {
        f.DOCUMENT: evidence.document,
        f.PLACE: evidence.place,
        f.QUOTE: evidence.quote,
        f.SAID_BY: evidence.said_by,
        f.PUBLIC: None if evidence.public else f.NOT_SOURCE,
    }
    return {field: text for field, text in found.items() if text}


def _also(fact: Fact, more: Sequence[Evidence], others: Sequence[Answer], words: Words) -> str:
    lines = [words.language("cell.more_evidence", quotation=wording.quotation(one)) for one in more]
    for other in others:
        told_ = _other_words(words.fact(fact), other)
        lines.append(words.language("cell.at_another_time", answer=told_))
        lines += [f"  {wording.quotation(one)}" for one in other.evidence]
    return "\n".join(lines)


def _other_words(fact: Fact, answer: Answer) -> str:
    days = [(word, day) for word, day in (("since", answer.since), ("until", answer.until)) if day]
    note = [f"({answer.note})"] if answer.note else []
    words = [wording.answer_words(fact, answer), *(f"{word} {day}" for word, day in days), *note]
    return " ".join(words)


_WIDTHS = {
    f.ANSWER: 21.0,
    f.HOW_SURE: 10.5,
    f.OR: 15.0,
    ROW: 10.0,
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
    number: int
    """The question's number in the sheet."""
    conditions: str = ""
    """When the question is to be answered, in words."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What somebody wrote into its fields, in a copy that is sent back to them."""
    words: Words = field(default_factory=Words)

    @property
    def asked(self) -> Fact:
        """The fact as it is asked, in the language of the questionnaire."""
        return self.words.fact(self.fact)

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
        """What stands in a field when the questionnaire is sent, in English."""
        return self.told.cells.get(self.about, {}).get(name, "")

    def shown(self, name: str) -> str:
        """What stands in a field of this copy."""
        return self.typed.get(name, self.words.shown(name, self.fact, self.text(name)))


def rows(
    asked: Sequence[Question],
    told: Mapping[FactId, Told],
    library: Library,
    typed: Mapping[str, Mapping[str, str]],
    words: Words,
) -> list[Row]:
    """The rows of the questions, in order; ``typed`` is what stands in them, by their keys."""
    numbers = {question.fact.id: number for number, question in enumerate(asked, start=1)}
    return [
        Row(
            question,
            about,
            told.get(question.fact.id, NOTHING),
            numbers[question.fact.id],
            _arises(question.fact, library, numbers, words),
            typed.get(f.row_key(question.fact.id, about), {}),
            words,
        )
        for question in asked
        for about in f.rows_of(question.fact)
    ]


def questions_sheet(library: Library, words: Words) -> Listing[Row]:
    """The sheet, one row a question or a member."""
    say = words.language
    columns: list[Column[Row]] = [
        Column(
            say("column.number"), 5, lambda r: Content(r.number if r.is_first else 0, Look.COUNT)
        ),
        Column(say("column.topic"), 11, lambda r: _topic(r, library), grouping=True),
        Column(
            say("column.question"),
            31,
            lambda r: Content(r.asked.question, Look.STRONG),
            grouping=True,
        ),
        *(_beside_column(one, say) for one in words.beside),
        Column(say("column.of_which"), 17, lambda r: Content(_about(r), Look.TEXT)),
        Column(say("column.help"), 25, _help),
        Column(say("column.evidence"), 17, _evidence),
        *(_field_column(name, words) for name in (*f.VALUE_FIELDS, ROW)),
        *(_field_column(name, words) for name in f.FIELDS if name not in f.VALUE_FIELDS),
        Column(say("column.known"), 30, _besides, printed=False),
        Column(say("column.serves"), 26, _serves, printed=False),
        Column(f.HEADERS[KEY], 34, lambda r: Content(r.key, Look.MUTED), printed=False, field=KEY),
    ]
    return Listing(
        f.QUESTIONS,
        columns,
        say("questionnaire.nothing"),
        block=lambda row: row.fact.topic,
        hash_of=lambda row: fact_hash(row.fact),
        least_height=18.0,
        splits=False,
        not_in_list=(say("questionnaire.not_in_list"), say("questionnaire.not_in_list.words")),
        not_in={
            f.LIST_PUBLIC: say("questionnaire.not_in_public.words"),
            **{name: say("questionnaire.not_in_sure.words") for name in f.SURE},
        },
    )


def _number(row: Row) -> Content:
    return Content(row.number if row.is_first else 0, Look.COUNT)


def _question(row: Row) -> Content:
    return Content(row.asked.question, Look.STRONG)


def _topic(row: Row, library: Library) -> Content:
    title = wording.topic_label(row.fact.topic, library)
    topic = row.words.language.topic(row.fact.topic, title)
    return Content(topic, Look.MUTED)


def _about(row: Row) -> str:
    if row.about == f.OTHERS:
        return row.words.language("cell.others")
    return row.asked.choices[row.about].label if row.about else ""


def _beside_column(other: Language, say: Language) -> Column[Row]:
    """What is asked, in another language."""
    heading = other.name if other.entries else say("column.english")

    def content(row: Row) -> Content:
        return Content(_in_language(row, other.fact(row.fact)), Look.MUTED)

    return Column(heading, 24, content, grouping=True)


def _in_language(row: Row, fact: Fact) -> str:
    """The question with what can be chosen, help, and what would show it; of a member its label."""
    whole = [fact.question] if row.is_first else []
    if row.about in fact.choices:
        whole.append(fact.choices[row.about].label)
    elif not row.about and fact.type == "choice":
        whole += [f"• {label}" for label in offered(fact)]
    if row.is_first:
        whole += [text for text in (fact.help, fact.evidence) if text]
    return "\n".join(whole)


def _help(row: Row) -> Content:
    """A remark, what can be answered, and when the question arises."""
    if not row.is_first:
        return Content("")
    words = "" if row.about else _answers(row)
    return Content("\n".join(filter(None, [row.asked.help, words, row.conditions])))


def _answers(row: Row) -> str:
    """What can be answered, for those who read on paper."""
    fact, say = row.asked, row.words.language
    if fact.type in ("yes_no", "many"):
        return say("cell.yes_or_no", yes=say("word.yes"), no=say("word.no"))
    if fact.type == "date":
        return say("cell.a_day")
    if fact.type == "number":
        kind = say("cell.a_whole_number" if fact.integer else "cell.a_number")
        return say("cell.with_unit", kind=kind, unit=fact.unit) if fact.unit else kind
    return "\n".join(f"• {label}" for label in offered(fact))


def _evidence(row: Row) -> Content:
    return Content(row.asked.evidence if row.is_first else "")


def _besides(row: Row) -> Content:
    return Content(row.told.also if row.is_first else "")


def _serves(row: Row) -> Content:
    return Content("\n".join(row.question.serves) if row.is_first else "")


def _field_column(name: str, words: Words) -> Column[Row]:
    look = Look.ENTRY_DATE if name in (f.SINCE, f.UNTIL) else Look.ENTRY

    def content(row: Row) -> Content:
        if name == ROW:
            return Content(row.key, Look.ENTRY)
        if row.about and name in (f.HOW_SURE, f.OR):
            return Content("")
        return Content(row.shown(name), look, offers=_offers(name, row))

    printed = name in _PRINTED or name == ROW
    header = f.HEADERS[name] if name == ROW else words.language(f"column.{name}")
    return Column(header, _WIDTHS[name], content, printed=printed, field=name)


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
    return {f.SAID_BY: LIST_SAID_BY, f.PUBLIC: f.LIST_PUBLIC}.get(name, "")


def _arises(fact: Fact, library: Library, numbers: Mapping[FactId, int], words: Words) -> str:
    """``Answer only if you answered yes to question 12``."""
    if fact.given is None:
        return ""
    tree = library.condition(fact.given)
    condition = condition_words(tree, library.facts, numbers, words.language)
    return words.language("given.only_if", condition=condition)


def sheet_texts(listed: Sequence[Row]) -> Iterator[str]:
    """What the rows hold, so that two exports can be told apart."""
    for row in listed:
        yield row.key
        yield fact_hash(row.fact)
        yield from (row.text(name) for name in f.FIELDS)
        yield from row.question.serves
        yield row.told.also


# What is alive in the sheet.


_DAY, _ANY_NUMBER = "yyyy-mm-dd", "General"
_FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets count days wrongly, so earlier ones are texts."""
_UNASKED = "E3E6EA"
_LONGEST = 15
"""Digits of a number that a spreadsheet keeps."""


def type_cells(
    sheet: Worksheet, rows: Sequence[Row], columns: Mapping[str, str], language: Language
) -> None:
    """Make numbers and days what they are, and let the sheet object to what is neither."""
    days = [f"{columns[name]}2:{columns[name]}{len(rows) + 1}" for name in (f.SINCE, f.UNTIL)]
    measured: dict[FactId, tuple[Fact, list[str]]] = {}
    for at, row in enumerate(rows, start=2):
        for name in (f.SINCE, f.UNTIL):
            _put_day(sheet, f"{columns[name]}{at}", row.shown(name))
        if row.fact.type not in ("number", "date"):
            continue
        cells = [f"{columns[name]}{at}" for name in (f.ANSWER, f.OR)]
        for name, cell in zip((f.ANSWER, f.OR), cells, strict=True):
            if row.fact.type == "date":
                sheet[cell].number_format = _DAY
                _put_day(sheet, cell, row.shown(name))
            else:
                sheet[cell].number_format = _ANY_NUMBER
                _put_number(sheet, cell, row.shown(name))
        if row.fact.type == "date":
            days += cells
        else:
            measured[row.fact.id] = (row.asked, cells)
    if rows:
        sheet.add_data_validation(_day_validation(days, language))
    for fact, cells in measured.values():
        sheet.add_data_validation(_number_validation(fact, cells, language))


def _put_day(sheet: Worksheet, cell: str, text: str) -> None:
    with contextlib.suppress(ValueError):  # what somebody typed need not be a day
        day = date.fromisoformat(text)
        if day >= _FIRST_DAY:
            sheet[cell].value = day
            sheet[cell].number_format = _DAY


def _put_number(sheet: Worksheet, cell: str, text: str) -> None:
    with contextlib.suppress(InvalidOperation, ValueError, OverflowError):
        number = Decimal(text)
        value = int(number) if number == int(number) else float(number)
        if str(value) == text and len(text) <= _LONGEST:  # else the text says more
            sheet[cell].value = value


def _day_validation(cells: Sequence[str], language: Language) -> DataValidation:
    return DataValidation(
        type="date",
        operator="greaterThan",
        formula1="1",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=language("questionnaire.no_day"),
        error=language("questionnaire.no_day.words"),
        sqref=" ".join(cells),
    )


def _number_validation(fact: Fact, cells: Sequence[str], language: Language) -> DataValidation:
    limits = [str(limit) for limit in (fact.min, fact.max) if limit is not None]
    ends = {"between": limits} if len(limits) == 2 else {}
    if not ends:
        low = fact.min is not None or fact.max is None
        ends = {"greaterThanOrEqual" if low else "lessThanOrEqual": limits or ["-1E+15"]}
    (operator, formulas), *_ = ends.items()
    kind = language("cell.a_whole_number" if fact.integer else "cell.a_number")
    wanted = language("cell.with_unit", kind=kind, unit=fact.unit) if fact.unit else kind
    return DataValidation(
        type="whole" if fact.integer else "decimal",
        operator=operator,  # type: ignore[arg-type]
        formula1=formulas[0],
        formula2=formulas[1] if len(formulas) > 1 else None,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=language("questionnaire.no_number"),
        error=language("questionnaire.no_number.words", wanted=wanted),
        sqref=" ".join(cells),
    )


def grey_what_does_not_arise(
    sheet: Worksheet,
    questions: Sequence[Question],
    library: Library,
    places: CellPlaces,
    last_column: str,
) -> None:
    """Grey the rows of questions that the answers in the sheet rule out, in italics as well."""
    for question in questions:
        given = question.fact.given
        formula = given and not_arising(library.condition(given), library.facts, places)
        if not formula:
            continue
        at = [places.rows[question.fact.id, about] for about in f.rows_of(question.fact)]
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[formula],
            font=Font(italic=True, color=MUTED),
            fill=PatternFill("solid", start_color=_UNASKED, end_color=_UNASKED),
        )
        sheet.conditional_formatting.add(f"A{min(at)}:{last_column}{max(at)}", rule)
