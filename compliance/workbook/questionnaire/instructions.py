"""The sheets for people beside the questions: how to fill it in, and who answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.styles import Alignment

from compliance.countries import country_name
from compliance.errors import Problem
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.schema import CLEAR, column_name
from compliance.workbook.writing import fitting, printing, style
from compliance.workbook.writing.cells import propose_height, put
from compliance.workbook.writing.listing import Content
from compliance.workbook.writing.notes import fault_words
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

WHAT_IT_IS = (
    "This questionnaire asks for facts. Each answer can be shown by pointing at a document. It "
    "does not ask whether your country complies: what follows from the answers is worked out by "
    "rules that anyone can read. “Migrants” are all migrants, also those without a permit, "
    "unless the question says otherwise."
)
STEPS = (
    (
        f.ABOUT,
        "Begin there: your institution, and the date of your answers, for example 2012-06-30.",
    ),
    (
        "Green cells",
        (
            "Only the green cells can be filled in. To change others: Review > Unprotect Sheet "
            "(there is no password). What you write elsewhere is not read."
        ),
    ),
    (
        f.HEADERS[f.ANSWER],
        (
            "Choose from the list, or write a number or a date. Leave the cell empty if you do not "
            "know: empty never means no, and the question stays open. You can say why in the "
            "column Note."
        ),
    ),
    (
        "Lists",
        (
            "A question with several rows (Of which) is answered row by row. The last row, "
            f"“{f.OTHERS_LABEL}”, is empty unless you choose NO there; then every row above that "
            "you left empty counts as no, and these rows are named to whoever reads the file."
        ),
    ),
    (
        f.HEADERS[f.HOW_SURE],
        (
            f"Leave it empty if you are sure. “{f.ONE_OF}”: it is one of two, you do not know "
            f"which; the second goes under {f.HEADERS[f.OR]}. “{f.NOT}”: anything but this. For "
            f"numbers and dates also “{f.AT_LEAST}”, “{f.AT_MOST}” and “{f.BETWEEN}” (the second "
            f"number under {f.HEADERS[f.OR]}). Several answers go into one cell, each on its own "
            "line (Alt+Enter)."
        ),
    ),
    (
        "Since, Until",
        "The first and the last day on which the answer was true. Empty: it is true now.",
    ),
    (
        "Sources",
        (
            "Document: its symbol or title. Place in it: page or article. Quotation: copy the "
            f"words; no quotation marks are needed. {f.HEADERS[f.SAID_BY]}: whose words these "
            "are (your Government: “government”), not who publishes them. No document: leave "
            "all four empty."
        ),
    ),
    (
        f.HEADERS[f.PUBLIC],
        (
            "Empty or “yes”: may be published. “no”: the answer is confidential. "
            f"“{f.NOT_SOURCE}”: the answer may be published, its source may not."
        ),
    ),
    (
        "Grey rows",
        "A row turns grey when your answers above show that the question does not apply.",
    ),
    (
        "Known already",
        (
            "Answers that are there already stay until you change them. To take one back, write "
            f"{CLEAR}: an emptied cell changes nothing."
        ),
    ),
    (
        "Changing the sheet",
        (
            "You may format cells, hide, move and insert columns, rename headers, filter, sort and "
            "delete rows. Sort whole rows."
        ),
    ),
    (
        "Sending it back",
        (
            "Save it as .xlsx. Several institutions can fill in copies: they are put together, and "
            "where two answers differ both are asked."
        ),
    ),
)
PREFILLED = (
    "It is filled in with the answers of {profile}. What you do not change counts as stated "
    "again, on the date of your answers. Confidential answers are not in it."
)


def write_faults(page: Page, problems: Sequence[Problem], remarks: Sequence[str]) -> None:
    """What could not be read in somebody's copy, before anything else."""
    page.text("What could not be read", Look.TITLE)
    page.text(
        "These cells have a note on the sheet Questions. Mend them here, and send this file back. "
        "It was made anew: sheets, columns and formats of your own are not in it."
    )
    for problem in problems:
        where = f"{problem.where}: " if problem.where else ""
        page.text(f"{where}{fault_words(problem)}")
    if remarks:
        page.heading("Not read, and other remarks")
    for remark in remarks:
        page.text(remark)
    page.skip(2)


def write_read_me(page: Page, country: str, asked: str, profile: str | None, lead: str) -> None:
    """The first sheet."""
    page.text(f"Questionnaire: {country_name(country)}", Look.TITLE)
    page.text(f"{asked}{f', for {lead}' if lead else ''}", Look.SUBTITLE)
    page.heading("What this is")
    page.text(WHAT_IT_IS)
    if profile:
        page.skip()
        page.text(PREFILLED.format(profile=profile))
    page.heading("How to fill it in")
    for label, words in STEPS:
        page.labelled(label, words)
    page.skip()
    links = [
        [
            Content(f.ABOUT, Look.LINK, link=(f.ABOUT, "")),
            Content("your institution, and the date"),
        ],
        [Content(f.QUESTIONS, Look.LINK, link=(f.QUESTIONS, "")), Content(asked)],
    ]
    page.table("Sheets", ["Sheet", "What it holds"], links)
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)


_HINTS = {
    f.VOICE: "Choose from the list; for a ministry: government.",
    f.SPEAKER: "For example “Ministry of the Interior”.",
    f.AS_OF: "For example 2012-06-30.",
    f.NOTE: "Where the answers come from, and what is still missing.",
}
_WIDTHS = (28.0, 48.0, 52.0)


def _height(text: str) -> float:
    return max(21.0, fitting.row_height([(text, _WIDTHS[1], style.SIZE)])[0])


def write_about(page: Page, country: str, sent: Mapping[str, str]) -> dict[str, str]:
    """The sheet on which it is said who answers. Returns the defined names of its cells."""
    sheet = page.sheet
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for letter in "DEF":
        sheet.column_dimensions[letter].width = 8.0
    page.text(f.ABOUT, Look.TITLE)
    page.skip()
    style.dress_free(put(sheet, page.row, 1, "Country"), Look.MUTED)
    style.dress_free(put(sheet, page.row, 2, country_name(country)), Look.STRONG)
    names = {}
    for name, label in f.ABOUT_LABELS.items():
        page.row += 1
        style.dress_free(put(sheet, page.row, 1, label), Look.MUTED)
        look = Look.ENTRY_DATE if name == f.AS_OF else Look.ENTRY
        cell = put(sheet, page.row, 2, sent[name])
        style.dress(cell, look)
        cell.alignment = Alignment(vertical="center", indent=1, wrap_text=True)
        style.dress_free(put(sheet, page.row, 3, _HINTS[name]), Look.MUTED)
        propose_height(sheet, page.row, _height(sent[name]))
        names[column_name(f.ABOUT, name)] = f"'{sheet.title}'!$B${page.row}"
    page.row += 1
    printing.set_up_page(sheet, 3, page.row)
    return names
