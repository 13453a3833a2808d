"""Questionnaires in other languages: filled in there, and read as the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.questionnaires import WHO, Filled, read

from compliance.library.library import Library, Scope
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.forms import questionnaires
from compliance.workbook.questionnaire.order import Order
from compliance.workbook.questionnaire.words import words_of
from compliance.workbook.schema import column_name

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
