"""The form of a questionnaire: its sheets, its columns, and the words of its drop-downs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from compliance.interface import TEXTS
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact, FactId
from compliance.workbook import schema
from compliance.workbook.schema import KEY, ROW, offered

QUESTIONS, ABOUT = TEXTS["sheet.questions"], TEXTS["sheet.about"]
KEPT = "_kept"
"""The hidden sheet with the answers as they were, also where a row cannot show them whole."""

ANSWER, HOW_SURE, OR = "answer", "how_sure", "or_answer"
SINCE, UNTIL = "since", "until"
DOCUMENT, PLACE, QUOTE, SAID_BY = "document", "place", "quote", "said_by"
LEAD, NOTE, PUBLIC = "lead", "note", "public"

VALUE_FIELDS = (ANSWER, HOW_SURE, OR)
EVIDENCE_FIELDS = (DOCUMENT, PLACE, QUOTE, SAID_BY)
FIELDS = (*VALUE_FIELDS, SINCE, *EVIDENCE_FIELDS, UNTIL, LEAD, NOTE, PUBLIC)
"""The cells to be filled in, in the order of their columns."""
WORDS = frozenset({ANSWER, HOW_SURE, OR, SAID_BY, PUBLIC})
"""Fields with words to choose from, in which case and spaces say nothing."""
HEADERS: Final[Mapping[str, str]] = {
    KEY: schema.HEADERS[KEY],
    ROW: schema.HEADERS[ROW],
    **{name: TEXTS[f"column.{name}"] for name in FIELDS},
}

COUNTRY, VOICE, SPEAKER, AS_OF = "country", "voice", "speaker", "as_of"
ABOUT_LABELS: Final[Mapping[str, str]] = {
    name: TEXTS[f"about.{name}"] for name in (VOICE, SPEAKER, AS_OF, NOTE)
}
"""What is said of the whole: filled in once, on its own sheet."""

NOT_SOURCE = "not the source"
"""Under *Public*: the answer is published, the source is not."""
CERTAIN, ONE_OF, NOT = "certain", "one of these", "not this"
AT_LEAST, AT_MOST, BETWEEN = "at least", "at most", "between"
OTHERS = "others"
"""Stands for the members that are not named: ``no`` closes the list."""
OTHERS_LABEL = TEXTS["cell.others"]

LIST_CHOSEN, LIST_MEASURED, LIST_CERTAIN = "list_sure", "list_sure_number", "list_sure_yes_no"
LIST_NO, LIST_VOICE, LIST_PUBLIC = "list_no", "list_voice", "list_public"
SURE: Final[Mapping[str, tuple[str, ...]]] = {
    LIST_CHOSEN: (CERTAIN, ONE_OF, NOT),
    LIST_MEASURED: (CERTAIN, AT_LEAST, AT_MOST, BETWEEN, ONE_OF, NOT),
    LIST_CERTAIN: (CERTAIN,),
}
ALL_SURE = SURE[LIST_MEASURED]
WORD_IDS: Final[Mapping[str, str]] = {
    "yes": "word.yes",
    "no": "word.no",
    NOT_SOURCE: "word.not_source",
    CERTAIN: "word.certain",
    ONE_OF: "word.one_of",
    NOT: "word.not",
    AT_LEAST: "word.at_least",
    AT_MOST: "word.at_most",
    BETWEEN: "word.between",
}
"""The ids of the words of drop-downs, by which their translations are found."""


def sources_by_row(fact: Fact, answer: Answer) -> dict[str, int]:
    """Which piece of its evidence each row shows, by what the row is about: the first of its own.

    Evidence for the whole answer stands in the first row.
    """
    found: dict[str, int] = {}
    for number, one in enumerate(answer.evidence):
        about = next((row for row in rows_of(fact) if row in one.members), rows_of(fact)[0])
        found.setdefault(about, number)
    return found


def row_key(fact: FactId, member: str = "") -> str:
    """The key of a row: the fact, and of one with many members the member."""
    return f"{fact} {member}" if member else fact


def rows_of(fact: Fact) -> tuple[str, ...]:
    """What the rows of a fact are about: itself, or each member and what is not named."""
    return (*fact.choices, OTHERS) if fact.type == "many" else ("",)


def labels_of(fact: Fact) -> dict[str, str]:
    """What a person reads for each value that can be chosen."""
    return {value: label for label, value in offered(fact).items()}


def label_of(fact: Fact, value: str) -> str:
    """What a person reads for a value; numbers and days are as they are."""
    return labels_of(fact).get(value, value)
