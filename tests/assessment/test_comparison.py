"""Who disagrees: by question, by finding and by instrument, with everyone's words."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.command_line import refused, run
from support.layers import WITH_REGISTERS, load_layer
from support.voices import EXAMPLES, account, accounts

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.comparison import FactCompared, Relation, compare, is_above
from compliance.engine.outcomes import SCALE, Outcomes
from compliance.errors import InputError
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile

THREE = ("zza-2011-government", "zza-2011-civil-society", "zza-2010-treaty-body")
LAYER = ("--layer", str(EXAMPLES / "three-voices"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("compared"), WITH_REGISTERS)


def held(profiles: list[Profile], library: Library) -> list[Assessment]:
    return [assess(profile, library) for profile in profiles]


@settings(max_examples=60)
@given(accounts(2, 2))
def test_it_does_not_matter_who_is_named_first(library: Library, profiles: list[Profile]) -> None:
    forth, back = (compare(held(order, library)) for order in (profiles, profiles[::-1]))
    assert {f.fact.id: f.relation for f in forth.facts} == {
        f.fact.id: f.relation for f in back.facts
    }
    for one, other in zip(forth.findings, back.findings, strict=True):
        assert one.relation is other.relation
        assert {1 - place for place in one.higher} == set(other.higher)
        assert one.speaking == other.speaking[::-1]


@settings(max_examples=60)
@given(accounts(2, 3))
def test_a_relation_is_what_the_sets_say(library: Library, profiles: list[Profile]) -> None:
    found = compare(held(profiles, library))
    for one in found.findings:
        told = [f.outcomes for f, says in zip(one.findings, one.speaking, strict=True) if says]
        shared = set.intersection(*map(set, told)) if told else set()
        if len(told) < 2:
            assert one.relation in (Relation.ONE_ANSWERS, Relation.NOBODY)
        elif one.relation in (Relation.AGREE, Relation.NOBODY):
            assert len({o.bits for o in told}) == 1
            assert one.relation is Relation.NOBODY or not one.depends_on
        elif one.relation is Relation.COMPATIBLE:
            assert shared
            assert not one.depends_on
        elif one.relation is Relation.CONTESTED_ANSWERS:
            assert shared
            assert one.depends_on
        else:
            assert not shared
    for fact in found.facts:
        answering = sum(side is not None for side in fact.sides)
        assert (fact.relation is Relation.ONE_ANSWERS) == (answering == 1)
    counted = sum(sum(counts.values()) for counts in found.by_instrument().values())
    assert counted == len(found.findings)


@given(st.integers(0, 15), st.integers(0, 15))
def test_above_is_above_in_every_case(one: int, other: int) -> None:
    upper, lower = Outcomes.from_bits(one), Outcomes.from_bits(other)
    on_scale = upper and lower and {*upper, *lower} <= set(SCALE)
    wholly = on_scale and all(SCALE.index(a) > SCALE.index(b) for a in upper for b in lower)
    assert is_above(upper, lower) == bool(wholly)
    nearly = on_scale and all(SCALE.index(a) >= SCALE.index(b) for a in upper for b in lower)
    assert is_above(upper, lower, or_equal=True) == bool(nearly)
    assert not (is_above(upper, lower) and is_above(lower, upper))


def yes(who: str, value: str = "yes") -> Answer:
    return Answer(value=value, evidence=(Evidence(document="D", said_by=who, quote=f"by {who}"),))


def test_a_claim_against_a_register_is_a_dispute(library: Library) -> None:
    one = account("g", "government", {"treaties.x": yes("government", "none")}, "ECU")
    other = account("c", "civil society", {"detention.limited": yes("civil society")}, "ECU")
    found = compare(held([one, other], library))
    (fact,) = [f for f in found.facts if f.fact.id == "treaties.x"]
    assert fact.relation is Relation.CONTESTED
    assert fact.register
    assert fact.register.register
    assert fact.sides[1] is None
    assert [f.fact.id for f in found.contested] == ["treaties.x"]


def test_where_one_is_silent_nothing_is_contested(library: Library) -> None:
    one = account("g", "government", {"detention.limited": yes("government")})
    other = account("c", "civil society", {})
    found = compare(held([one, other], library))
    assert {f.relation for f in found.facts} == {Relation.ONE_ANSWERS}
    assert {f.relation for f in found.findings} <= {Relation.ONE_ANSWERS, Relation.NOBODY}


def dated(answer: Answer, **days: str) -> Answer:
    return answer.model_copy(update={k: date.fromisoformat(day) for k, day in days.items()})


def facts_of(profiles: list[Profile], library: Library, **told: Any) -> dict[str, FactCompared]:
    found = compare([assess(one, library, **told) for one in profiles])
    return {one.fact.id: one for one in found.facts}


@pytest.mark.parametrize(
    ("days", "relation"),
    [
        ({"since": "2001-01-01", "until": "2005-12-31"}, Relation.OTHER_TIMES),
        ({"since": "2001-01-01", "until": "2011-07-13"}, Relation.OTHER_TIMES),
        ({"since": "2001-01-01", "until": "2011-07-14"}, Relation.CONTESTED),
        ({"since": "2001-01-01"}, Relation.CONTESTED),
        ({}, Relation.CONTESTED),
    ],
)
def test_answers_of_different_times_contradict_nobody(
    library: Library, days: dict[str, str], relation: Relation
) -> None:
    """One says what was so until a day, the other what is so from a later one on."""
    limited = "detention.limited"
    one = account("g", "government", {limited: dated(yes("government", "no"), **days)})
    one = one.model_copy(update={"as_of": date(2005, 6, 1)})
    other = account("c", "civil society", {limited: yes("civil society")})
    for order in ([one, other], [other, one]):
        assert facts_of(order, library)[limited].relation is relation
    same = account("c", "civil society", {limited: yes("civil society", "no")})
    assert facts_of([one, same], library)[limited].relation is Relation.AGREE


def test_of_three_those_of_one_time_are_held_against_each_other(library: Library) -> None:
    limited = "detention.limited"
    before = dated(yes("government", "no"), since="2001-01-01", until="2005-12-31")
    early = account("g", "government", {limited: before})
    early = early.model_copy(update={"as_of": date(2005, 6, 1)})
    later = account("c", "civil society", {limited: yes("civil society")})
    against = account("t", "treaty body", {limited: yes("treaty body", "no")})
    assert facts_of([early, later, later], library)[limited].relation is Relation.OTHER_TIMES
    assert facts_of([early, later, against], library)[limited].relation is Relation.CONTESTED


def test_another_day_never_changes_when_something_was_said(library: Library) -> None:
    one = account("g", "government", {"detention.limited": yes("government")})
    other = account("c", "civil society", {"detention.limited": yes("civil society")})
    told = facts_of([one, other], library, as_of=date(2025, 1, 1))["detention.limited"]
    for side in told.sides:
        assert side is not None
        assert side.stated_on == side.last_stated == date(2011, 7, 14)


def test_results_on_contested_answers_are_not_called_compatible(library: Library) -> None:
    """40 days or 50: either leaves the same possible, and both cannot be right."""
    limit = account("g", "government", {"detention.days": Answer(value="40")})
    longer = account("c", "civil society", {"detention.days": Answer(value="50")})
    found = compare(held([limit, longer], library))
    told = {f.rule.id: f for f in found.findings}["T-1.3a"]
    assert (told.relation, told.depends_on) == (Relation.CONTESTED_ANSWERS, ("detention.days",))


def test_who_alone_answers_is_counted(library: Library) -> None:
    one = account(
        "g",
        "government",
        {"detention.limited": yes("government"), "detention.visited": yes("government")},
    )
    other = account(
        "c",
        "civil society",
        {"detention.has_camps": yes("civil society"), "detention.visited": yes("civil society")},
    )
    assert compare(held([one, other], library)).answered_alone == (1, 1)
    silent = account("t", "treaty body", {})
    assert compare(held([one, silent], library)).answered_alone == (2, 0)


def test_there_must_be_two_of_one_country(library: Library) -> None:
    one = account("g", "government", {})
    with pytest.raises(InputError, match=r"only one account to compare \(`g`\)"):
        compare(held([one, one], library))
    with pytest.raises(InputError, match="different countries"):
        compare(held([one, account("h", "government", {}, "ECU")], library))
    first = assess(one, library, rulebooks=["T-1"])
    second = assess(account("h", "treaty body", {}), library, rulebooks=["T-2"])
    with pytest.raises(InputError, match="no rulebook in common"):
        compare([first, second])


@pytest.mark.parametrize("width", ["80", "60"])
def test_the_screen_shows_both_quotations(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for details in ([], ["--details"]):
        shown = run("compare", *THREE, *details, *LAYER).stdout
        assert max(map(len, shown.splitlines())) <= int(width)
    words = " ".join(shown.split())
    for quote in (
        "“Every child living in the country attends school.”",
        "“'Living' means with a permit.”",
    ):
        assert quote in words
    assert "The accounts contradict each other on 4 questions." in words
    assert "→ The accounts contradict each other on questions 3 and 4." in words
    assert "none is preferred, averaged or merged" in words
    assert "This account may have answers that are not published." in words


def test_a_country_stands_for_its_accounts_and_ours_of_ecuador_do_not_contradict() -> None:
    words = " ".join(run("compare", "ECU").stdout.split())
    assert "Ecuador: 2 accounts side by side" in words
    assert "The accounts do not contradict each other on any question." in words
    assert "On 2 questions they say the same." in words
    assert "16 questions are answered by one account only (A 9, B 7)" in words
    assert "Contradictions" not in words
    assert "contradict each other on question" not in words


def test_of_one_speaker_the_latest_account_is_compared_and_the_rest_are_named() -> None:
    found = run("compare", "ZZA", "--format", "json", *LAYER)
    accounts = [one["id"] for one in json.loads(found.stdout)["accounts"]]
    assert sorted(accounts) == sorted(THREE)
    assert "zza-2009-government, zza-2010-government" in found.stderr
    two = ("zza-2009-government", "zza-2011-government")
    both = run("compare", *two, "--over", "voices", "--format", "json", *LAYER)
    assert [one["id"] for one in json.loads(both.stdout)["accounts"]] == list(two)


def test_accounts_of_one_speaker_alone_are_no_voices() -> None:
    three = [f"zza-{year}-government" for year in (2009, 2010, 2011)]
    said = refused("compare", *three, *LAYER)
    assert "these are accounts of one speaker" in said
    assert "name two of them" in said


def test_the_head_says_which_answers_count() -> None:
    words = " ".join(run("compare", *THREE, "--evidence", "cited", *LAYER).stdout.split())
    assert words.count("Answers without a source are treated as unanswered.") == 1
    assert "treated as unanswered" not in run("compare", *THREE, *LAYER).stdout


def test_what_is_contested_does_not_stand_under_silence() -> None:
    """Both answer what alternatives to detention there are; one rule depends on that."""
    shown = run("assess", *THREE[:2], "--together", "--topic", "detention", *LAYER).stdout
    partly = shown[shown.index("Partly known") : shown.index("No information")]
    assert "Considering alternatives to detention (contested)" in " ".join(partly.split())


def test_what_the_rules_looked_at_do_not_read_is_left_out() -> None:
    narrowed = run("compare", *THREE, "--topic", "detention", "--format", "json", *LAYER)
    asked = {one["fact"] for one in json.loads(narrowed.stdout)["answers"]}
    assert "detention.max_days" in asked
    assert "education.entitlement" not in asked


def test_as_json_and_csv_without_what_is_not_public() -> None:
    told = json.loads(run("compare", *THREE, "--format", "json", *LAYER).stdout)
    assert told["schema"] == "compliance/comparison/v1"
    assert [one["id"] for one in told["accounts"]] == list(THREE)
    relations = {one["fact"]: one["relation"] for one in told["answers"]}
    assert relations["education.entitlement"] == "contested"
    assert relations["treaties.icrmw"] == "compatible"
    assert "education.schools_report_status" not in relations
    (school,) = [one for one in told["findings"] if one["rule"] == "A-RES-65-212.5f"]
    assert school["hangs_on"] == [
        "education.enrolment_needs_residence_papers",
        "education.entitlement",
    ]
    assert sum(sum(one["relations"].values()) for one in told["instruments"]) == len(
        told["findings"]
    )
    shown = run("compare", *THREE, "--format", "csv", *LAYER).stdout.removeprefix("\ufeff")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(shown))}
    assert rows["education.entitlement"]["relation"] == "contested"
    assert "“'Living' means with a permit.”" in rows["education.entitlement"][THREE[1]]
    assert rows.keys() == {*relations, *(one["rule"] for one in told["findings"])}


def test_as_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "compared.xlsx"
    result = run("compare", *THREE, *LAYER, "-o", str(target))
    assert (result.exit_code, result.stderr) == (0, f"Wrote {target}\n")
    book = load_workbook(target)
    assert book.sheetnames == ["Comparison"]
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert any("“'Living' means with a permit.”" in text for text in cells)
    assert any("none is preferred" in text for text in cells)
    again = tmp_path / "again.xlsx"
    run("compare", *THREE, *LAYER, "-o", str(again))
    assert target.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "there is no PROFILE to compare"),
        (("ECU", "AZE"), "these are accounts of different countries: Ecuador"),
        (("AZE",), "there is only one account to compare (`aze-2011-government`)"),
        (("ECU", "--over", "time"), "the earlier account is by the voice treaty body"),
        (("ECU", "--format", "yaml"), "'yaml' is not one of"),
        (("ECU", "-o", "x.doc"), "no report has the ending `.doc`"),
        (("ECU", "--rulebook", "X-1"), "there is no rulebook `X-1`"),
        (("nowhere.json", "ECU"), "nowhere.json"),
    ],
)
def test_bad_input_is_said_in_clear_words(arguments: tuple[str, ...], what: str) -> None:
    assert what in refused("compare", *arguments)
