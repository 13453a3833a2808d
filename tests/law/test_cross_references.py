"""Echoes: in how many instruments the same is asked, check by check."""

from __future__ import annotations

import json

from support.command_line import run
from support.samples import a_check, a_fact

from compliance.assessment.assess import assess
from compliance.export import render
from compliance.library.cross_references import deciding_facts, echoes_of
from compliance.library.library import Library
from compliance.model.rulebook import Check, Rule

FACTS = {
    fact.id: fact
    for fact in (
        a_fact("a.used", "yes_no"),
        a_fact("a.limit", "yes_no", given="a.used"),
        a_fact("a.other", "yes_no", given="a.used"),
        a_fact("b.free", "yes_no"),
    )
}


def _rule(instrument: str, *checks: Check, echoes: tuple[str, ...] = ()) -> Rule:
    names = {"instrument": instrument, "symbol": instrument, "provision": "1", "title": "One"}
    told = {"addressee": "states", "force": "duty", "topics": ("a",), "echoes": echoes}
    return Rule(**names, **told, checks=checks)


def _echoes(*rules: Rule) -> dict[tuple[str, str], list[str]]:
    found = echoes_of({rule.id: rule for rule in rules}, FACTS)
    return {key: [rule.id for rule in others] for key, others in found.items() if others}


def test_an_echo_counts_in_both_directions() -> None:
    one = _rule("I", a_check("c", "b.free"), echoes=("J.1",))
    other = _rule("J", a_check("d", "not b.free"))
    assert _echoes(one, other) == {("I.1", "c"): ["J.1"], ("J.1", "d"): ["I.1"]}


def test_rules_that_are_not_linked_are_no_echoes_whatever_they_read() -> None:
    assert _echoes(_rule("I", a_check("c", "b.free")), _rule("J", a_check("d", "b.free"))) == {}


def test_only_the_demand_that_recurs_is_an_echo() -> None:
    one = _rule("I", a_check("c", "b.free"), a_check("e", "a.other"), echoes=("J.1",))
    other = _rule("J", a_check("d", "b.free"))
    assert ("I.1", "e") not in _echoes(one, other)


def test_a_fact_on_which_hangs_whether_others_arise_makes_no_echo() -> None:
    one = _rule("I", a_check("c", "not a.used or a.limit"), echoes=("J.1",))
    other = _rule("J", a_check("d", "not a.used or a.other"))
    assert deciding_facts(one.checks[0], FACTS) == {"a.limit"}
    assert _echoes(one, other) == {}


def test_what_applies_makes_no_echo() -> None:
    one = _rule("I", a_check("c", "a.limit", applies="b.free"), echoes=("J.1",))
    other = _rule("J", a_check("d", "a.other", applies="b.free"))
    assert _echoes(one, other) == {}


# In our own rulebooks.


def _linked(library: Library, rule: str) -> set[str]:
    return {
        other.id
        for check in library.rules[rule].checks
        for other in library.echoes.get((rule, check.id), ())
    }


def test_alternatives_to_detention_are_asked_in_the_resolution_and_in_the_report(
    bundled: Library,
) -> None:
    places = {"A-RES-65-212.4a", "A-RES-65-212.4d", "A-66-253.19-detention", "A-66-253.36f"}
    for place in places:
        assert places - {place} <= _linked(bundled, place), place


def test_a_gap_says_in_how_many_instruments_it_is_asked(bundled: Library) -> None:
    told = {"detention.used": "yes", "detention.alternatives_in_law": "none"}
    answers = {fact: [{"value": value}] for fact, value in told.items()}
    profile = bundled.profile("ecu-2011-government").model_validate(
        {
            "id": "zzz",
            "country": "ZZZ",
            "voice": "government",
            "speaker": "Z",
            "as_of": "2011-07-14",
            "answers": answers,
        }
    )
    assessment = assess(profile, bundled)
    gap = next(f for f in assessment.findings if f.rule.id == "A-RES-65-212.4a")
    check = next(c for c in gap.checks if c.check.id == "alternatives")
    asked = {rule.instrument for rule in assessment.also_asked(gap, check)}
    assert asked >= {"A-RES-65-212", "A-66-253"}
    (told,) = json.loads(render([assessment], "json"))["assessments"]
    (found,) = (one for one in told["findings"] if one["rule"] == "A-RES-65-212.4a")
    (own,) = (one for one in found["checks"] if one["id"] == "alternatives")
    assert {rule.split(".")[0] for rule in own["also_asked"]} >= {"A-RES-65-212", "A-66-253"}
    said = " ".join(run("explain", "A-RES-65-212.4a", "--details").stdout.split())
    assert "The same is asked in A/RES/65/212, 4 (d)" in said
