"""Accounts side by side, and then and now: what a page lists, what it counts, what files hold."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from support.command_line import run
from support.golden import approved
from support.pages import (
    EARLIER,
    GOVERNMENT,
    NETWORK,
    filed,
    held,
    invented_library,
    on,
    plain_environment,
)
from support.screen import words

from compliance.assessment.comparison import Relation, compare
from compliance.assessment.history import Trend, changes
from compliance.library.library import Library
from compliance.report.changes import TREND_WORDS
from compliance.report.comparison import RELATION_WORDS

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


def rows_of(page: str, found: Any) -> list[dict[str, str]]:
    text = filed(page, "csv", found).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# Over accounts


def test_accounts_side_by_side_look(library: Library) -> None:
    text = on("compare", held(library, GOVERNMENT, NETWORK))
    assert len(text.splitlines()) <= 110
    assert text == approved("compare.txt", text)


def test_contradictions_come_first_with_source_strength_and_note(library: Library) -> None:
    found = held(library, GOVERNMENT, NETWORK)
    text = on("compare", found)
    headings = re.findall(r"^([A-Z][a-z ]+?) \(\d+\)", text, re.MULTILINE)
    assert headings[0] == "Contradictions"
    same = compare(found)
    for number, one in enumerate(same.contested, start=1):
        assert f"{number}. {words(one.fact.question)}" in words(text)
        for side in filter(None, one.sides):
            assert all(e.document.split()[0] in text for e in side.answer.evidence)
    assert " documented" in text
    assert " claimed" in text
    assert "no source named" in words(text)


def test_silence_is_counted_and_never_listed(library: Library) -> None:
    found = held(library, GOVERNMENT, NETWORK)
    text = words(on("compare", found, details=True))
    single = [f for f in compare(found).facts if f.relation is Relation.ONE_ANSWERS]
    assert f"{len(single)} questions are answered by one account only (A {len(single)})" in text
    assert single
    assert not any(words(one.fact.question) in text for one in single)


def test_every_source_is_quoted_with_details(library: Library) -> None:
    found = held(library, GOVERNMENT, NETWORK)
    quotes = [
        evidence.quote
        for one in compare(found).facts
        if one.relation is not Relation.ONE_ANSWERS
        for side in one.sides
        if side
        for evidence in side.answer.evidence
        if evidence.quote
    ]
    assert len(quotes) > 3
    text = words(on("compare", found, details=True))
    assert all(words(quote) in text for quote in quotes)


def test_without_a_contradiction_it_is_said(bundled: Library) -> None:
    names = ("ecu-2010-treaty-body", "ecu-2011-government")
    text = words(on("compare", held(bundled, *names)))
    assert "The accounts do not contradict each other on any question." in text
    assert "Ecuador: 2 accounts side by side" in text


def test_another_day_does_not_date_a_statement_anew() -> None:
    result = run("compare", "ECU", "--as-of", "2012-07-15", "--over", "voices")
    assert "Government of Ecuador, 14 July 2011; assessed for 15 July 2012" in words(result.stdout)


def test_a_comparison_in_files_is_the_comparison(library: Library) -> None:
    found = held(library, GOVERNMENT, NETWORK)
    same = compare([one.published() for one in found])
    told, rows = json.loads(filed("compare", "json", found)), rows_of("compare", found)
    assert [(a["fact"], a["relation"]) for a in told["answers"]] == [
        (f.fact.id, str(f.relation)) for f in same.facts
    ]
    assert [(f["rule"], f["relation"], f["higher"]) for f in told["findings"]] == [
        (f.rule.id, str(f.relation), list(f.higher)) for f in same.findings
    ]
    assert [(row["kind"], row["id"], row["relation"]) for row in rows] == [
        *(("answer", f.fact.id, str(f.relation)) for f in same.facts),
        *(("finding", f.rule.id, str(f.relation)) for f in same.findings),
    ]


# Over time


def test_what_changed_looks(library: Library) -> None:
    text = on("change", held(library, EARLIER, GOVERNMENT))
    assert len(text.splitlines()) <= 110
    assert text == approved("change.txt", text)


def test_changed_answers_come_first_and_new_ones_are_counted(library: Library) -> None:
    found = held(library, EARLIER, GOVERNMENT)
    same, text = changes(*found), on("change", found)
    changed = [one for one in same.answers if one.before and one.after]
    new = [one for one in same.answers if not one.before]
    assert changed
    assert new
    headings = re.findall(r"^([A-Z][A-Za-z ]+?) \((\d+)\)", text, re.MULTILINE)
    assert headings[0] == ("Changed answers", str(len(changed)))
    assert f"{len(new)} questions are answered now and were not then." in words(text)
    assert "Answered now, not then" not in text
    assert f"Answered now, not then ({len(new)})" in on("change", found, details=True)


def test_every_trend_has_its_words_and_counts(library: Library) -> None:
    found = held(library, EARLIER, GOVERNMENT)
    same, text = changes(*found), on("change", found)
    for trend in Trend:
        heading, _ = TREND_WORDS[trend]
        is_told = f"\n{heading} ({len(same.of(trend))})" in text
        assert is_told is (bool(same.of(trend)) and trend is not Trend.UNCHANGED)
    assert set(RELATION_WORDS) == set(Relation)


def test_a_change_in_files_is_the_change(library: Library) -> None:
    found = held(library, EARLIER, GOVERNMENT)
    same = changes(*(one.published() for one in found))
    told, rows = json.loads(filed("change", "json", found)), rows_of("change", found)
    assert [(f["rule"], f["turn"], f["cause"]) for f in told["findings"]] == [
        (f.rule, str(f.trend), f.cause and str(f.cause)) for f in same.findings
    ]
    assert [a["fact"] for a in told["answers"]] == [a.fact.id for a in same.answers]
    assert [(row["kind"], row["id"]) for row in rows] == [
        *(("finding", f.rule) for f in same.findings),
        *(("answer", a.fact.id) for a in same.answers),
    ]
