"""The sheets for people beside the questions: how to fill it in, and who answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.styles import Alignment

from compliance.countries import country_name
from compliance.errors import Problem
from compliance.library.languages import Language
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.schema import CLEAR, column_name
from compliance.workbook.writing import fitting, printing, style
from compliance.workbook.writing.cells import propose_height, put
from compliance.workbook.writing.listing import Content
from compliance.workbook.writing.notes import fault_words
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

_STEPS = (
    ("sheet.about", "questionnaire.step.about"),
    ("questionnaire.step.green", "questionnaire.step.green.words"),
    ("column.answer", "questionnaire.step.answer"),
    ("questionnaire.step.lists", "questionnaire.step.lists.words"),
    ("column.how_sure", "questionnaire.step.sure"),
    ("questionnaire.step.dates", "questionnaire.step.dates.words"),
    ("questionnaire.step.sources", "questionnaire.step.sources.words"),
    ("column.public", "questionnaire.step.public"),
    ("questionnaire.step.grey", "questionnaire.step.grey.words"),
    ("column.known", "questionnaire.step.known"),
    ("questionnaire.step.sheet", "questionnaire.step.sheet.words"),
    ("questionnaire.step.back", "questionnaire.step.back.words"),
)
"""The ids of the label and the words of each step."""


def _steps(language: Language) -> Iterator[tuple[str, str]]:
    """How to fill it in: the other texts that a step names are put in as they are shown."""
    named = {
        "no": language("word.no").upper(),
        "yes": language("word.yes"),
        "not_": language("word.not"),
        "or_": language("column.or_answer"),
        "others": language("cell.others"),
        "government": language("voice.government"),
        "clear": CLEAR,
        **{name: language(f"word.{name}") for name in _NAMED_WORDS},
        **{name: language(f"column.{name}") for name in _NAMED_COLUMNS},
    }
    for label, words in _STEPS:
        own = {**named, "no": language("word.no")} if label == "column.public" else named
        yield language(label, **named), language(words, **own)


_NAMED_WORDS = ("one_of", "at_least", "at_most", "between", "not_source")
_NAMED_COLUMNS = ("note", "of_which", "since", "until", "document", "place", "quote", "said_by")


def write_faults(
    page: Page, problems: Sequence[Problem], remarks: Sequence[str], language: Language
) -> None:
    """What could not be read in somebody's copy, before anything else.

    The messages are the program's, in English; in another language it is said that they are.
    """
    page.text(language("faults.title"), Look.TITLE)
    page.text(language("faults.what_to_do", sheet=language("sheet.questions")))
    if language.entries:
        page.text(language("faults.in_english"))
    for problem in problems:
        where = f"{problem.where}: " if problem.where else ""
        page.text(f"{where}{fault_words(problem)}")
    if remarks:
        page.heading(language("faults.remarks"))
    for remark in remarks:
        page.text(remark)
    page.skip(2)


def write_read_me(  # noqa: PLR0913, PLR0917 - what it says is named
    page: Page, country: str, asked: str, profile: str | None, lead: str, language: Language
) -> None:
    """The first sheet."""
    page.text(
        language("questionnaire.title", country=country_name(country, language.code)), Look.TITLE
    )
    whose = language("questionnaire.for", questions=asked, lead=lead) if lead else asked
    page.text(whose, Look.SUBTITLE)
    if language.entries:
        page.text(language("questionnaire.working_translation"))
    page.heading(language("questionnaire.what_this_is"))
    page.text(language("questionnaire.what_it_is"))
    if profile:
        page.skip()
        page.text(language("questionnaire.prefilled", profile=profile))
    page.heading(language("questionnaire.how"))
    for label, words in _steps(language):
        page.labelled(label, words)
    page.skip()
    links = [
        [
            Content(language("sheet.about"), Look.LINK, link=(f.ABOUT, "")),
            Content(language("questionnaire.holds.about")),
        ],
        [Content(language("sheet.questions"), Look.LINK, link=(f.QUESTIONS, "")), Content(asked)],
    ]
    headers = [language("questionnaire.sheet"), language("questionnaire.holds")]
    page.table(language("questionnaire.sheets"), headers, links)
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)


_WIDTHS = (26.0, 46.0, 50.0)


def _height(text: str) -> float:
    return max(21.0, fitting.row_height([(text, _WIDTHS[1], style.SIZE)])[0])


def write_about(
    page: Page, country: str, sent: Mapping[str, str], language: Language
) -> dict[str, str]:
    """The sheet on which it is said who answers. Returns the defined names of its cells."""
    sheet = page.sheet
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for letter in "DEF":
        sheet.column_dimensions[letter].width = 8.0
    page.text(language("sheet.about"), Look.TITLE)
    page.skip()
    style.dress_free(put(sheet, page.row, 1, language("about.country")), Look.MUTED)
    style.dress_free(put(sheet, page.row, 2, country_name(country, language.code)), Look.STRONG)
    names = {}
    for name in f.ABOUT_LABELS:
        page.row += 1
        style.dress_free(put(sheet, page.row, 1, language(f"about.{name}")), Look.MUTED)
        look = Look.ENTRY_DATE if name == f.AS_OF else Look.ENTRY
        cell = put(sheet, page.row, 2, sent[name])
        style.dress(cell, look)
        cell.alignment = Alignment(vertical="center", indent=1, wrap_text=True)
        hint = language(f"about.{name}.hint", government=language("voice.government"))
        style.dress_free(put(sheet, page.row, 3, hint), Look.MUTED)
        propose_height(sheet, page.row, _height(sent[name]))
        names[column_name(f.ABOUT, name)] = f"'{sheet.title}'!$B${page.row}"
    page.row += 1
    printing.set_up_page(sheet, 3, page.row)
    return names
