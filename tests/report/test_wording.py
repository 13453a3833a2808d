"""Answers and reasons as every report puts them."""

from __future__ import annotations

import pytest
from support.voices import account
from support.workbooks import opened, rows_of

from compliance.assessment.assess import Assessment, assess
from compliance.document.markdown import markdown
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import explanation, reasons, sections, wording
from compliance.workbook import schema as form

JUDGMENT = {"document": "Case 1 (invented)", "said_by": "court"}


@pytest.mark.parametrize(
    ("fact", "given", "words"),
    [
        ("justice.support", {"value": {"others": "no"}}, "none of these"),
        ("detention.of_children", {"one of": ["never"]}, "Never"),
    ],
)
def test_an_answer_is_told_as_people_say_it(
    bundled: Library, fact: str, given: dict[str, object], words: str
) -> None:
    answer = Answer.model_validate(given)
    assert wording.answer_words(bundled.facts[fact], answer) == words


@pytest.fixture(scope="module")
def judged(bundled: Library) -> Assessment:
    """A result that a judgment decides, and an answer for which no source is named."""
    given = {
        "detention.used": {"value": "yes"},
        "detention.of_children": {"value": "last_resort"},
        "detention.court_review": {"value": "no", "evidence": [JUDGMENT]},
    }
    answers = {fact: Answer.model_validate(told) for fact, told in given.items()}
    own = account("a", "civil society", answers)
    return assess(own, bundled, rulebooks=["A-66-253"], topics=["detention"])


def test_the_best_documented_reason_comes_first_in_every_report(judged: Assessment) -> None:
    rule = "A-66-253.36f"
    [finding] = [one for one in judged.findings if one.rule.id == rule]
    assert next(iter(reasons.deciding(finding, judged))) == "detention.court_review"
    subject = explanation.Explained(finding.rule, judged.library, [judged])
    told = markdown(explanation.document(subject))
    assert told.index("Does a court review") < told.index("May children be detained")
    [row] = [
        row for row in rows_of(opened(judged)[form.FINDINGS]) if "36 (f)" in str(row["Paragraph"])
    ]
    assert str(row["Why"]).startswith("• A court reviews the decision to detain neither")
    assert "Case 1 (invented)" in str(row["Source"])


def test_a_narrower_report_has_its_instruments_in_the_same_order(bundled: Library) -> None:
    rules = list(bundled.rules.values())
    whole = sections.instruments(rules, bundled)
    for topic in bundled.topics:
        some = [rule for rule in rules if topic in rule.topics]
        shown = {rule.symbol for rule in some}
        assert sections.instruments(some, bundled) == [one for one in whole if one in shown]
