"""The words of questionnaires and reports around the questions, by lasting ids; English first.

A translation is found by the id (``translations/es.po``), so that English can be mended without
losing it: one made from other English than stands here is doubtful, and is not shown.
Names in braces are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from compliance.interface.page import FORM, QUESTIONNAIRE, TRIAL
from compliance.interface.report import REPORT

OUTCOMES: Final = (
    *("met", "partly met", "not met", "open", "not tested", "n/a"),
    *("at least partly met", "at most partly met", "(at most) partly met", "not met or met"),
    *("met, if it applies", "partly met, if it applies", "not met, if it applies"),
    *("at least partly met, if it applies", "at most partly met, if it applies"),
    "not met or met, if it applies",
)
"""The words for sets of outcomes, as ``document/style.py`` puts them; each is its own id."""

TEXTS: Final[Mapping[str, str]] = {
    "status": "Working translation. No authority has approved it.",
    # The page in a browser, and a reader's trial in a report.
    **{f"page.{id_}": text for id_, text in {**FORM, **TRIAL, **QUESTIONNAIRE}.items()},
    **{f"report.{id_}": text for id_, text in REPORT.items()},
    # What is still possible of a result.
    **{f"outcomes.{words}": words for words in OUTCOMES},
    # Words of drop-downs. They come back, so each language's are told apart from one another.
    "word.yes": "yes",
    "word.no": "no",
    "word.certain": "certain",
    "word.one_of": "one of these",
    "word.not": "not this",
    "word.at_least": "at least",
    "word.at_most": "at most",
    "word.between": "between",
    "word.not_source": "not the source",
    "voice.government": "government",
    "voice.parliament": "parliament",
    "voice.court": "court",
    "voice.national_institution": "national institution",
    "voice.civil_society": "civil society",
    "voice.academia": "academia",
    "voice.press": "press",
    "voice.affected_persons": "affected persons",
    "voice.treaty_body": "treaty body",
    "voice.special_procedure": "special procedure",
    "voice.united_nations": "united nations",
    "voice.regional_organization": "regional organization",
    "voice.register": "register",
    # The questionnaire, as a workbook.
    "questionnaire.title": "Questionnaire: {country}",
    "questionnaire.working_translation": (
        "This is a working translation. No authority has approved it. The English text decides."
    ),
    "questionnaire.question": "{n} question",
    "questionnaire.questions": "{n} questions",
    "questionnaire.for": "{questions}, for {lead}",
    "questionnaire.all_others": "all others",
    "questionnaire.what_this_is": "What this is",
    "questionnaire.what_it_is": (
        "This questionnaire asks for facts. Each answer can be shown by pointing at a document. It "
        "does not ask whether your country complies: what follows from the answers is worked out "
        "by rules that anyone can read. “Migrants” are all migrants, also those without a permit, "
        "unless the question says otherwise."
    ),
    "questionnaire.prefilled": (
        "It is filled in with the answers of {profile}. What you do not change counts as stated "
        "again, on the date of your answers. Confidential answers are not in it."
    ),
    "questionnaire.how": "How to fill it in",
    "questionnaire.step.about": (
        "Begin there: your institution, and the date of your answers, for example 2012-06-30."
    ),
    "questionnaire.step.green": "Green cells",
    "questionnaire.step.green.words": (
        "Only the green cells can be filled in. To change others: Review > Unprotect Sheet (there "
        "is no password). What you write elsewhere is not read."
    ),
    "questionnaire.step.answer": (
        "Choose from the list, or write a number or a date. Leave the cell empty if you do not "
        "know: empty never means no, and the question stays open. You can say why in the column "
        "{note}."
    ),
    "questionnaire.step.lists": "Lists",
    "questionnaire.step.lists.words": (
        "A question with several rows ({of_which}) is answered row by row. The last row, "
        "“{others}”, is empty unless you choose {no} there; then every row above that you left "
        "empty counts as no, and these rows are named to whoever reads the file. A source or a "
        "date counts for its own row alone; write it beside each row of which it speaks."
    ),
    "questionnaire.step.sure": (
        "Leave it empty if you are sure. “{one_of}”: it is one of two, you do not know which; the "
        "second goes under {or_}. “{not_}”: anything but this. For numbers and dates also "
        "“{at_least}”, “{at_most}” and “{between}” (the second number under {or_}). Several "
        "answers go into one cell, each on its own line (Alt+Enter)."
    ),
    "questionnaire.step.dates": "{since}, {until}",
    "questionnaire.step.dates.words": (
        "The first and the last day on which the answer was true. Empty: it is true now."
    ),
    "questionnaire.step.sources": "Sources",
    "questionnaire.step.sources.words": (
        "{document}: its symbol or title. {place}: page or article. {quote}: copy the words; no "
        "quotation marks are needed. {said_by}: whose words these are (your Government: "
        "“{government}”), not who publishes them. No document: leave all four empty."
    ),
    "questionnaire.step.public": (
        "Empty or “{yes}”: may be published. “{no}”: the answer is confidential, with its note and "
        "its sources. “{not_source}”: the answer and its note may be published, its source may not."
    ),
    "questionnaire.step.grey": "Grey rows",
    "questionnaire.step.grey.words": (
        "A row turns grey when your answers above show that the question does not apply."
    ),
    "questionnaire.step.known": (
        "Answers that are there already stay until you change them. To take one back, write "
        "{clear}: an emptied cell changes nothing."
    ),
    "questionnaire.step.sheet": "Changing the sheet",
    "questionnaire.step.sheet.words": (
        "You may format cells, hide, move and insert columns, rename headers, filter, sort and "
        "delete rows. Sort whole rows."
    ),
    "questionnaire.step.back": "Sending it back",
    "questionnaire.step.back.words": (
        "Save it as .xlsx. Several institutions can fill in copies: they are put together, and "
        "where two answers differ both are asked."
    ),
    "questionnaire.sheets": "Sheets",
    "questionnaire.sheet": "Sheet",
    "questionnaire.holds": "What it holds",
    "questionnaire.holds.about": "your institution, and the date",
    "questionnaire.nothing": "There is nothing to ask.",
    "questionnaire.not_in_list": "Not in the list",
    "questionnaire.not_in_list.words": "Choose from the list, or leave the cell empty.",
    "questionnaire.not_in_public.words": (
        "Choose from the list. An empty cell means: may be published."
    ),
    "questionnaire.not_in_sure.words": "Choose from the list. An empty cell means: certain.",
    "questionnaire.no_day": "No day",
    "questionnaire.no_day.words": "Write a day as 2011-07-26: year, month, day.",
    "questionnaire.no_number": "Not such a number",
    "questionnaire.no_number.words": "Write {wanted}. See the help.",
    # A copy that goes back, with what could not be read.
    "faults.title": "What could not be read",
    "faults.what_to_do": (
        "These cells have a note on the sheet {sheet}. Mend them here, and send this file back. It "
        "was made anew: sheets, columns and formats of your own are not in it."
    ),
    "faults.in_english": "The messages are in English.",
    "faults.note": "This cell could not be read. The message is in English.",
    "faults.remarks": "Not read, and other remarks",
    # Its sheets.
    "sheet.read_me": "Read me",
    "sheet.about": "Who answers",
    "sheet.questions": "Questions",
    "sheet.page_of": "Page {n} of {all}",
    # The sheet on which it is said who answers.
    "about.country": "Country",
    "about.voice": "Kind of institution",
    "about.speaker": "Name of your institution",
    "about.as_of": "Date of your answers",
    "about.note": "Note on all answers",
    "about.voice.hint": "Choose from the list; for a ministry: {government}.",
    "about.speaker.hint": "For example “Ministry of the Interior”.",
    "about.as_of.hint": "For example 2012-06-30.",
    "about.note.hint": "Where the answers come from, and what is still missing.",
    # Its columns.
    "column.number": "No.",
    "column.topic": "Topic",
    "column.question": "Question",
    "column.english": "In English",
    "column.of_which": "Of which",
    "column.help": "Help",
    "column.evidence": "What would show it",
    "column.answer": "Answer",
    "column.how_sure": "How sure",
    "column.or_answer": "Or",
    "column.since": "Since",
    "column.until": "Until",
    "column.document": "Document",
    "column.place": "Place in it",
    "column.quote": "Quotation",
    "column.said_by": "Type of source",
    "column.lead": "Lead institution",
    "column.note": "Note",
    "column.public": "Public",
    "column.known": "Known already",
    "column.serves": "Paragraphs that depend on this answer",
    # What its cells say.
    "cell.others": "All rows above that I left empty: the answer is NO",
    "cell.yes_or_no": "{yes} or {no}",
    "cell.a_day": "a day, as 2011-07-26",
    "cell.a_whole_number": "a whole number",
    "cell.a_number": "a number",
    "cell.with_unit": "{kind}: {unit}",
    "cell.from_list": "Filled in from an official list. You need not answer it again.",
    "cell.from_list_named": (
        "Filled in from an official list: {source}. You need not answer it again."
    ),
    "cell.more_evidence": "More evidence: {quotation}",
    "cell.at_another_time": "At another time: {answer}",
    # When a question is to be answered.
    "given.only_if": "Answer only if you answered {condition}.",
    "given.question": "question {number}",
    "given.yes_to": "{yes} to {question}",
    "given.member": "{yes} to “{label}” in {question}",
    "given.is": "{values} to {question}",
    "given.is_not": "anything but {values} to {question}",
    "given.less": "less than {value}",
    "given.at_most": "at most {value}",
    "given.more": "more than {value}",
    "given.at_least": "at least {value}",
    "given.and": "{first} and {second}",
    "given.or": "{first} or {second}",
}
"""English by id. A new text is added here, and to the catalogues in ``translations/``."""
