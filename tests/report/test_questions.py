"""What to ask next: one ranking, what each answer would settle, and the same in every file."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from support.golden import approved
from support.pages import NETWORK, filed, held, invented_library, on, plain_environment
from support.screen import words

from compliance.assessment.assess import assess
from compliance.assessment.questions import questions
from compliance.library.library import Library
from compliance.report import accounts, gap_report
from compliance.report import questions as report

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


def test_looks(library: Library) -> None:
    text = on("ask", held(library, NETWORK))
    assert len(text.splitlines()) <= 100
    assert text == approved("ask.txt", text)


def test_the_ranking_is_that_of_the_gap_report(bundled: Library) -> None:
    assessment = assess(bundled.profile("ecu-2011-government"), bundled)
    asked = [question.fact.question for question in questions(assessment)]
    text = words(on("ask", [assessment]))
    places = [text.index(f"{n} {words(q)}") for n, q in enumerate(asked[:10], start=1)]
    assert places == sorted(places)
    first = gap_report.document([assessment])
    assert asked[0] in str(first)


def test_ten_fit_on_a_screen_and_it_is_said(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    number = len(questions(assessment))
    assert number > 10
    text = words(on("ask", found))
    assert f"{number} questions are open. These are the first 10." in text
    everything = words(on("ask", found, everything=True))
    assert f"{number} questions are open. " in everything
    assert "These are the first" not in everything
    assert all(words(q.fact.question) in everything for q in questions(assessment))


def test_each_answer_says_what_it_would_settle(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    text = words(on("ask", found, everything=True))
    tried = 0
    for question in questions(assessment)[:20]:
        for one in question.consequences:
            if one.decided:
                assert report.answer_words(one, question.fact) in text
                after = one.decided[0].after
                cited = accounts.cited(f.finding for f in one.decided if f.after == after)
                assert words(cited) in text
                tried += 1
    assert tried > 10


def test_the_questions_as_json_and_csv_are_the_questions(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    asked = questions(assessment.published())
    (told,) = json.loads(filed("ask", "json", found))["accounts"]
    assert [one["fact"] for one in told["questions"]] == [one.fact.id for one in asked]
    for one, question in zip(told["questions"], asked, strict=True):
        assert one["could_decide"] == [f.rule.id for f in question.could_decide]
        assert one["hanging"] == [f.rule.id for f in question.hanging]
        for answer, same in zip(one["answers"], question.consequences, strict=True):
            assert answer["member"] == same.member
            assert [f["rule"] for f in answer["decided"]] == [
                f.finding.rule.id for f in same.decided
            ]
    text = filed("ask", "csv", found).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    pairs = [(question, one) for question in asked for one in question.consequences]
    for row, (question, one) in zip(rows, pairs, strict=True):
        assert row["fact"] == question.fact.id
        assert row["answer"] == report.answer_words(one, question.fact)


def test_files_have_all_questions(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    text = filed("ask", "html", found).decode()
    number = len(questions(assessment.published()))
    assert f"{number} questions are open." in text
    assert len(re.findall("Evidence: ", text)) == number
