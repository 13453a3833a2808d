"""The sheets for people beside the questions: how to fill it in, and who answers."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment

from compliance.countries import country_name
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.schema import CLEAR, column_name
from compliance.workbook.writing import fitting, printing, style
from compliance.workbook.writing.cells import propose_height, put
from compliance.workbook.writing.listing import Content
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

WHAT_IT_IS = (
    "This questionnaire asks for facts, each of which can be shown by pointing at a document. From "
    "the answers it follows, by rules that anyone can read, what can be said of provisions of "
    "United Nations documents on the human rights of migrants. It does not ask whether the State "
    "complies. Migrants in an irregular situation are meant wherever it says “whatever the status”."
)
STEPS = (
    (
        f.ABOUT,
        "First say there who answers, and on which day: answers are a statement of that day.",
    ),
    (
        f.HEADERS[f.ANSWER],
        (
            "Choose from the list, or write a number or a day (as 2011-07-26). What you leave "
            "empty is no statement: it is never read as no, and the question stays open."
        ),
    ),
    (
        f.HEADERS[f.HOW_SURE],
        (
            f"Empty or “{f.CERTAIN}”: just this. “{f.ONE_OF}”: one of two, not known which; the "
            f"other goes under {f.HEADERS[f.OR]}. “{f.NOT}”: anything but this. For numbers and "
            f"days also “{f.AT_LEAST}”, “{f.AT_MOST}”, and “{f.BETWEEN}” with the most under "
            f"{f.HEADERS[f.OR]}. Several go into one cell on a line each (Alt+Enter)."
        ),
    ),
    (
        "Of which",
        (
            "A question about many has a row for each: answer those that you know. “Any other "
            "than these: no” says that all those without an answer are no."
        ),
    ),
    (
        "Since, until",
        (
            "The first and the last day on which the answer held. Without them it counts on the "
            "day of the statement, and stands."
        ),
    ),
    (
        "Evidence",
        (
            "The document by its symbol or title, the place in it, the words as they stand there, "
            "and whose words they are: not who publishes them. Words from documents that we hold "
            "are compared, so copy them."
        ),
    ),
    (
        f.HEADERS[f.NOTE],
        (
            "What a reader must know to trust the answer. A note without an answer is welcome too: "
            "it says why the question stays open."
        ),
    ),
    (
        f.HEADERS[f.PUBLIC],
        "“no”: the answer counts, and goes into no report that is written to a file.",
    ),
    (
        "Grey rows",
        (
            "Grey and in italics is what does not arise by the answers above. The help says on "
            "what it hangs."
        ),
    ),
    (
        "Taking back",
        (
            f"What stands here already stays as it is until you change it. To take an answer back, "
            f"write {CLEAR} into it; to empty the cell is not enough."
        ),
    ),
    (
        "Locked",
        (
            "Only the framed, tinted cells under the green headers can be filled in. The rest is "
            "locked, without a password, so that nothing is changed by a slip."
        ),
    ),
    (
        "Sending it on",
        (
            "Send the file back as .xlsx. Sheets and columns of your own do no harm. Several "
            "institutions can fill in copies; they are put together, and where two answer "
            "differently both are asked."
        ),
    ),
)
PREFILLED = (
    "It was filled in beforehand from {profile}. What you do not change counts as said again, on "
    "the day of the statement. Answers that are not public are not in it."
)


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
        [Content(f.ABOUT, Look.LINK, link=(f.ABOUT, "")), Content("who answers, and on which day")],
        [Content(f.QUESTIONS, Look.LINK, link=(f.QUESTIONS, "")), Content(asked)],
    ]
    page.table("Sheets", ["Sheet", "What it holds"], links)
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)


_HINTS = {
    f.VOICE: "Choose: whose statement this is.",
    f.SPEAKER: "As they call themselves, such as “Ministry of the Interior”.",
    f.AS_OF: "As 2011-07-26.",
    f.NOTE: "Where the answers come from, and what is left open.",
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
