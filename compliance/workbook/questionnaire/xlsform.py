"""The questionnaire as forms for a phone or a browser (XLSForm), as KoboToolbox and ODK take them.

One form a topic, or an institution. Names have no dots: ``detention__max_days`` is the fact
``detention.max_days``, ``detention__law_demands__necessity`` one of its members, and a field of the
answer stands behind three signs: ``detention__max_days___document``. Nothing is filled in
beforehand: what comes back is only what somebody said.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from openpyxl import Workbook

from compliance.countries import country_name
from compliance.errors import fault
from compliance.library.languages import ENGLISH, Language
from compliance.library.library import Library
from compliance.model.rulebook import Fact, FactId, Voice
from compliance.report.conditions import condition_words
from compliance.workbook import schema as form
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.formulas import Notation, XPath, not_arising
from compliance.workbook.questionnaire.order import NO_DAY, Asked
from compliance.workbook.questionnaire.selection import Question
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.package import to_bytes

MEMBER, FIELD = "__", "___"
IDENTITY = "compliance_form"
"""The calculated field by which a submission is known: country, profile, languages."""
_ID = re.compile("[a-z][a-z0-9_]*")
YES_NO, ONLY_NO, SURE, SURE_NUMBER = "yes_no", "only_no", "sure", "sure_number"
VOICES, PUBLIC = "voices", "public"
_WHO = {f.VOICE: f"select_one {VOICES}", f.SPEAKER: "text", f.AS_OF: "date", f.NOTE: "text"}


def name_of(fact: FactId, member: str = "", name: str = f.ANSWER) -> str:
    """The name of a field in a form. Raises InputError for ids that would not be found again."""
    if MEMBER in fact or MEMBER in member or fact.endswith("_") or member.endswith("_"):
        what = f"`{fact} {member}`".replace(" `", "`")
        hint = "write it as .xlsx, or give the fact another id"
        raise fault(f"{what} has two `_` in a row, which a form cannot hold", hint=hint)
    whole = MEMBER.join([*fact.split(".", 1), *([member] if member else [])])
    return whole if name == f.ANSWER else f"{whole}{FIELD}{name}"


def place_of(name: str) -> tuple[str, str]:
    """The key of a row and the field that a name stands for: the reverse of ``name_of``."""
    whole, _, field_name = name.partition(FIELD)
    parts = whole.split(MEMBER)
    if len(parts) not in (2, 3) or not all(map(_ID.fullmatch, parts)):
        return "", ""
    return f.row_key(
        ".".join(parts[:2]), parts[2] if len(parts) == 3 else ""
    ), field_name or f.ANSWER


def word_id(english: str) -> str:
    """How a form writes a word of a drop-down: ``not the source`` as ``not_the_source``."""
    return english.replace(" ", "_")


@dataclass(frozen=True)
class _FormPlaces:
    """Where answers stand in a form."""

    asked: frozenset[FactId]
    facts: Mapping[FactId, Fact]
    notation: Notation = field(default_factory=XPath)

    def cell(self, fact: FactId, member: str, name: str) -> str | None:
        """``${detention__used}``; fields that a question does not have never hold anything."""
        if fact not in self.asked:
            return None
        kind = self.facts[fact].type
        if name in (f.HOW_SURE, f.OR) and kind == "yes_no":
            return "''"
        return f"${{{name_of(fact, member, name)}}}"

    def word(self, english: str) -> str:
        """Its id."""
        return word_id(english)

    def value(self, fact: Fact, value: str) -> str:  # noqa: ARG002 - ids are told apart by lists
        """The choice's own id."""
        return value


Row = dict[str, str]


class _Form:
    """One form in the making: the rows of its sheets ``survey`` and ``choices``."""

    def __init__(
        self,
        questions: Sequence[Question],
        library: Library,
        languages: Sequence[Language],
        country: str,
    ) -> None:
        self.questions, self.library, self.languages = questions, library, languages
        self.country = country
        self.survey: list[Row] = []
        self.choices: list[Row] = []
        self.places = _FormPlaces(frozenset(q.fact.id for q in questions), library.facts)
        self.numbers = {q.fact.id: n for n, q in enumerate(questions, start=1)}
        self.is_english = [*languages] == [ENGLISH]

    def texts(self, id_: str) -> Row:
        """A text of the interface in each language."""
        return {self._column(one): one(id_) for one in self.languages}

    def choice(self, fact: Fact, name: str) -> Row:
        """The label of a choice or member in each language."""
        return {self._column(one): one.fact(fact).choices[name].label for one in self.languages}

    def _column(self, language: Language) -> str:
        return "label" if self.is_english else f"label::{language.name} ({language.code})"

    def write(self, profile: str) -> None:
        """All rows."""
        told = " ".join([self.country, profile or form.NEW_COUNTRY])
        self._add("calculate", IDENTITY, calculation=f"'{told}'")
        self._add("begin_group", "about", **self.texts("sheet.about"))
        if any(one.entries for one in self.languages):
            working = self.texts("questionnaire.working_translation")
            self._add("note", "working_translation", **working)
        self._add("note", "what_it_is", **self.texts("questionnaire.what_it_is"))
        for name, kind in _WHO.items():
            label = self.texts(f"about.{name}")
            required = {} if name == f.NOTE else {"required": "yes"}
            self._add(kind, f"about{FIELD}{name}", **label, **required)
        self._add("end_group", "about")
        for question in self.questions:
            self._question(question.fact)
        self._fixed_choices()

    def _question(self, fact: Fact) -> None:
        group = f"{name_of(fact.id)}{FIELD}group"
        label = {
            self._column(one): f"{self.numbers[fact.id]}. {one.fact(fact).question}"
            for one in self.languages
        }
        self._add("begin_group", group, **label, **self._relevant(fact))
        self._add("note", f"{name_of(fact.id)}{FIELD}help", **self._hint(fact))
        if fact.type == "many":
            for member in fact.choices:
                label = self.choice(fact, member)
                self._add(f"select_one {YES_NO}", name_of(fact.id, member), **label)
            others = self.texts("cell.others")
            self._add(f"select_one {ONLY_NO}", name_of(fact.id, f.OTHERS), **others)
            answered = [f"${{{name_of(fact.id, member)}}} != ''" for member in f.rows_of(fact)]
        else:
            self._single(fact)
            answered = [f"${{{name_of(fact.id)}}} != ''"]
        self._source(fact, " or ".join(answered))
        self._add("end_group", group)

    def _single(self, fact: Fact) -> None:
        kind = self._kind(fact)
        limits = self._limits(fact)
        self._add(kind, name_of(fact.id), **self.texts("column.answer"), **limits)
        if fact.type == "yes_no":
            return
        given = f"${{{name_of(fact.id)}}} != ''"
        sure = name_of(fact.id, name=f.HOW_SURE)
        offered = SURE if fact.type == "choice" else SURE_NUMBER
        label = self.texts("column.how_sure")
        self._add(f"select_one {offered}", sure, **label, relevant=given)
        more = [word_id(word) for word in (f.ONE_OF, f.NOT, f.BETWEEN)]
        relevant = " or ".join(f"${{{sure}}} = '{word}'" for word in more)
        label = self.texts("column.or_answer")
        other = name_of(fact.id, name=f.OR)
        self._add(kind, other, **label, relevant=f"{given} and ({relevant})", **limits)
        if fact.type == "choice":
            for value in fact.choices:
                self._offer(form.list_name(fact.id), value, self.choice(fact, value))

    @staticmethod
    def _kind(fact: Fact) -> str:
        if fact.type == "yes_no":
            return f"select_one {YES_NO}"
        if fact.type == "choice":
            return f"select_one {form.list_name(fact.id)}"
        return "date" if fact.type == "date" else ("integer" if fact.integer else "decimal")

    def _limits(self, fact: Fact) -> Row:
        if fact.type != "number":
            return {}
        bounds = ((">=", fact.min), ("<=", fact.max))
        found = " and ".join(f". {sign} {limit}" for sign, limit in bounds if limit is not None)
        return {"constraint": found} if found else {}

    def _hint(self, fact: Fact) -> Row:
        """What would show an answer, with help and unit, in each language."""
        found = {}
        for one in self.languages:
            shown = one.fact(fact)
            lines = [f"{one('column.evidence')}: {shown.evidence}", shown.help, shown.unit]
            if fact.given:
                tree = self.library.condition(fact.given)
                words = condition_words(tree, self.library.facts, self.numbers, one)
                lines.append(one("given.only_if", condition=words))
            found[self._column(one)] = "\n".join(line for line in lines if line)
        return found

    def _relevant(self, fact: Fact) -> Row:
        if fact.given is None:
            return {}
        formula = not_arising(self.library.condition(fact.given), self.library.facts, self.places)
        return {"relevant": f"not({formula})"} if formula else {}

    def _source(self, fact: Fact, answered: str) -> None:
        """What goes with an answer; lead and note also without one."""
        group = f"{name_of(fact.id)}{FIELD}source"
        label = self.texts("questionnaire.step.sources")
        self._add("begin_group", group, **label, relevant=answered)
        kinds = {
            **dict.fromkeys((f.SINCE, f.UNTIL), "date"),
            **dict.fromkeys((f.DOCUMENT, f.PLACE, f.QUOTE), "text"),
            f.SAID_BY: f"select_one {VOICES}",
            f.PUBLIC: f"select_one {PUBLIC}",
        }
        for name, kind in kinds.items():
            label = self.texts(f"column.{name}")
            self._add(kind, name_of(fact.id, name=name), **label)
        self._add("end_group", group)
        self._add("text", name_of(fact.id, name=f.NOTE), **self.texts("column.note"))

    def _fixed_choices(self) -> None:
        words = {
            YES_NO: form.YES_NO,
            ONLY_NO: ("no",),
            SURE: f.SURE[f.LIST_CHOSEN],
            SURE_NUMBER: f.SURE[f.LIST_MEASURED],
            PUBLIC: (*form.YES_NO, f.NOT_SOURCE),
        }
        for listed, offered in words.items():
            for word in offered:
                self._offer(listed, word_id(word), self.texts(f.WORD_IDS[word]))
        for voice in get_args(Voice):
            name = word_id(voice)
            self._offer(VOICES, name, self.texts(f"voice.{name}"))

    def _offer(self, listed: str, name: str, label: Row) -> None:
        self.choices.append({"list_name": listed, "name": name, **label})

    def _add(self, kind: str, name: str, **columns: str) -> None:
        self.survey.append({"type": kind, "name": name, **columns})


def render(asked: Asked, library: Library) -> bytes:
    """A form: the same bytes for the same input."""
    first, *_ = languages = (asked.words.language, *asked.words.beside)
    made = _Form(asked.questions, library, languages, asked.country)
    made.write(asked.profile)
    title = first("questionnaire.title", country=country_name(asked.country, first.code))
    if part := asked.lead or asked.topic:
        title = f"{title}, {part}"
    names = "\n".join(one.fact.id for one in asked.questions)
    version = hashlib.sha256(names.encode()).hexdigest()[:8]
    settings = {"form_title": title, "form_id": f"{_id(title)}_{version}", "version": version}
    if not made.is_english:
        settings["default_language"] = f"{first.name} ({first.code})"
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheets = {"survey": made.survey, "choices": made.choices, "settings": [settings]}
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows], start=1):
            for place, column in enumerate(columns, start=1):
                put(sheet, number, place, row.get(column, ""))
    return to_bytes(workbook, title, NO_DAY)


def _id(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return f"compliance_{re.sub(r'[^a-z0-9]+', '_', plain.lower()).strip('_')}"
