"""Questionnaires in other languages: filled in there, and read as the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from support.questionnaires import WHO, Filled, read

from compliance.library.library import Library, Scope
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.forms import questionnaires
from compliance.workbook.questionnaire.order import Order
from compliance.workbook.questionnaire.reading import FaultyError
from compliance.workbook.questionnaire.selection import questions, with_gates
from compliance.workbook.questionnaire.words import words_of
from compliance.workbook.questionnaire.workbook import annotated
from compliance.workbook.schema import column_name
from compliance.workbook.writing.printing import LANDSCAPE_WIDTH

SCOPE = Scope(topics=("detention", "education"))
ANSWERS = {
    # fact and member: field, English word
    "detention.used": {f.ANSWER: "yes"},
    "detention.law_demands necessity": {f.ANSWER: "yes"},
    "detention.law_demands others": {f.ANSWER: "no"},
    "education.entitlement": {f.ANSWER: "Every child, whatever the status", f.HOW_SURE: f.NOT},
    "detention.max_days": {f.ANSWER: 180, f.HOW_SURE: f.AT_MOST},
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.bundled()


def written(path: Path, library: Library, codes: str) -> Path:
    order = Order("QAT", SCOPE, words=words_of(codes, library))
    (content,) = questionnaires(order, library, path, divided=False).values()
    path.write_bytes(content)
    return path


def filled(path: Path, library: Library, codes: str) -> Path:
    """A questionnaire filled in with the words of its language, as its drop-downs offer them."""
    words = words_of(codes, library)
    book = load_workbook(written(path, library, codes))
    names = {name: one.attr_text for name, one in book.defined_names.items()}
    sheet = book[words.language("sheet.questions")]
    keys = {row[-1].value: row[0].row for row in sheet.iter_rows()}
    for key, cells in ANSWERS.items():
        fact = library.facts[key.partition(" ")[0]]
        for name, english in cells.items():
            column = names[column_name(f.QUESTIONS, name)].split("$")[1]
            shown = english if isinstance(english, int) else words.shown(name, fact, english)
            sheet[f"{column}{keys[key]}"].value = shown
    about = book[words.language("sheet.about")]
    for name, text in WHO.items():
        place = names[column_name(f.ABOUT, name)].rpartition("!")[2].replace("$", "")
        about[place].value = words.voice(text) if name == f.VOICE else text
    book.save(path)
    return path


@pytest.mark.parametrize("codes", ["es", "fr", "es en"])
def test_the_same_answers_whatever_the_language(
    tmp_path: Path, library: Library, codes: str
) -> None:
    english = read(library, filled(tmp_path / "en.xlsx", library, "en"))
    other = read(library, filled(tmp_path / "other.xlsx", library, codes))
    assert len(english.profile.answers) == 4
    assert other.profile.answers == english.profile.answers
    assert other.profile.voice == "government"
    assert len(other.remarks) == len(english.remarks) == 1  # the list that was closed


def test_copies_in_several_languages_are_put_together(tmp_path: Path, library: Library) -> None:
    files = [filled(tmp_path / f"{code}.xlsx", library, code) for code in ("es", "fr")]
    assert len(read(library, *files).profile.answers) == 4


def test_what_is_seen_is_translated_and_marked(tmp_path: Path, library: Library) -> None:
    book = load_workbook(written(tmp_path / "q.xlsx", library, "es"))
    assert book.sheetnames[:3] == ["Léame", "Quién responde", "Preguntas"]
    read_me = [cell.value for row in book["Léame"].iter_rows() for cell in row if cell.value]
    assert any("Ninguna autoridad la ha aprobado" in text for text in read_me)
    headers = [cell.value for cell in book["Preguntas"][1]]
    assert "Respuesta" in headers
    assert "En inglés" not in headers


def test_english_stands_beside_where_it_is_wanted(tmp_path: Path, library: Library) -> None:
    book = load_workbook(written(tmp_path / "q.xlsx", library, "fr en"))
    rows = list(book["Questions"].iter_rows(values_only=True))
    column = rows[0].index("En anglais")
    question = library.facts["education.entitlement"].question
    assert any(str(row[column]).startswith(question) for row in rows)


def test_an_english_questionnaire_says_nothing_of_languages(
    tmp_path: Path, library: Library
) -> None:
    path = written(tmp_path / "q.xlsx", library, "en")
    assert Filled(path).book.sheetnames[:3] == ["Read me", "Who answers", "Questions"]
    assert read(library, filled(path, library, "en")).identity.language == ""


def test_a_row_turns_grey_by_the_words_of_the_language(tmp_path: Path, library: Library) -> None:
    sheet = load_workbook(written(tmp_path / "q.xlsx", library, "es"))["Preguntas"]
    formulas = [
        formula
        for rules in sheet.conditional_formatting
        for rule in rules.rules
        for formula in rule.formula
    ]
    assert any('"no"' in formula and '"esto no"' in formula for formula in formulas)
    assert not any('"yes"' in formula or '"not this"' in formula for formula in formulas)


@pytest.mark.parametrize(
    ("codes", "heading", "beside"), [("es en", "En inglés", "en"), ("es fr", "Français", "fr")]
)
def test_the_language_that_is_asked_for_stands_beside(
    tmp_path: Path, library: Library, codes: str, heading: str, beside: str
) -> None:
    path = written(tmp_path / "q.xlsx", library, codes)
    rows = list(load_workbook(path)["Preguntas"].iter_rows(values_only=True))
    column = rows[0].index(heading)
    fact = library.in_language(beside).facts["education.entitlement"]
    (cell,) = [str(row[column]) for row in rows if row[-1] == fact.id]
    labels = [choice.label for choice in fact.choices.values()]
    for words in (fact.question, *labels, fact.evidence, fact.help):
        assert words is None or words in cell
    about = load_workbook(path)["Quién responde"]
    assert "Catar" in {cell.value for row in about.iter_rows() for cell in row}


def test_a_copy_sent_back_says_that_its_messages_are_english(
    tmp_path: Path, library: Library
) -> None:
    path = filled(tmp_path / "es.xlsx", library, "es")
    book = load_workbook(path)
    sheet = book["Preguntas"]
    (at,) = [row[0].row for row in sheet.iter_rows() if row[-1].value == "detention.max_days"]
    names = {name: one.attr_text for name, one in book.defined_names.items()}
    column = names[column_name(f.QUESTIONS, f.ANSWER)].split("$")[1]
    sheet[f"{column}{at}"].value = "muchos"
    book.save(path)
    with pytest.raises(FaultyError) as caught:
        read(library, path)
    (copy,) = caught.value.copies
    (tmp_path / "back.xlsx").write_bytes(annotated(copy, caught.value.problems, library))
    back = load_workbook(tmp_path / "back.xlsx")
    first = [cell.value for row in back["Léame"].iter_rows() for cell in row if cell.value]
    assert first[0] == "Lo que no se pudo leer"
    assert "Los mensajes están en inglés." in first
    notes = [c.comment.text for row in back["Preguntas"].iter_rows() for c in row if c.comment]
    assert any("El mensaje está en inglés." in text for text in notes)


def test_answers_print_beside_their_questions(tmp_path: Path, library: Library) -> None:
    for codes in ("en", "es en"):
        path = written(tmp_path / "q.xlsx", library, codes)
        book = load_workbook(path)
        sheet = book[words_of(codes, library).language("sheet.questions")]
        names = {name: one.attr_text for name, one in book.defined_names.items()}
        last = names[column_name(f.QUESTIONS, f.OR)].split("$")[1]
        (page_break,) = sheet.col_breaks.brk
        assert page_break.id == column_index_from_string(last)
        widths = [
            sheet.column_dimensions[get_column_letter(n)].width for n in range(1, page_break.id + 1)
        ]
        assert sum(widths) <= LANDSCAPE_WIDTH
        heading = words_of(codes, library).language("column.of_which")
        (cell,) = [one for one in sheet[1] if one.value == heading]
        assert sheet.print_title_cols == f"$A:${cell.column_letter}"
        assert sheet.page_setup.orientation == "landscape"


def test_a_topic_asks_its_own_questions_and_what_decides_whether_they_arise(
    library: Library,
) -> None:
    asked = questions(library, "QAT", SCOPE)
    own = {one.fact.id for one in asked if one.fact.topic in SCOPE.topics}
    assert own >= {"detention.used", "education.entitlement"}
    assert {one.fact.id for one in asked} == with_gates(own, library.facts)
    (entitled,) = [one for one in asked if one.fact.id == "education.entitlement"]
    every = {one.fact.id: one.serves for one in questions(library, "QAT", Scope())}
    assert set(entitled.serves) == set(every["education.entitlement"])


def test_each_topic_that_is_asked_for_is_a_form(tmp_path: Path, library: Library) -> None:
    found = questionnaires(Order("QAT", SCOPE), library, tmp_path / "q.xlsform.xlsx", divided=False)
    names = sorted(path.name for path in found)
    assert names == ["q-education.xlsform.xlsx", "q-liberty-and-detention.xlsform.xlsx"]
    one = Order("QAT", Scope(topics=("detention",)))
    (path,) = questionnaires(one, library, tmp_path / "d.xlsform.xlsx", divided=False)
    assert path.name == "d.xlsform.xlsx"
