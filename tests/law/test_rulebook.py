"""What must be true of the rulebook of A/RES/65/212 as a whole, and of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path

import pytest

from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import MET, NOT_APPLICABLE, Outcomes
from compliance.library.library import Library
from compliance.model.rulebook import Check, Rule
from compliance.model.value_sets import ValueSet

BOOK = "A-RES-65-212"
SOURCE = Path(__file__).parents[2] / "rules" / BOOK / "source.txt"

OPERATIVE_VERBS = """
1     Calls upon                                      call
2     urges                                           call
3     Reaffirms                                       duty
3 (a) urges                                           call
3 (b) reaffirms that … the duty                       duty
3 (c) Calls upon                                      call
3 (d) Calls upon                                      call
3 (e) Takes note of                                   statement
4     Also reaffirms the duty of                      duty
4 (a) Calls upon                                      call
4 (b) Urges                                           call
4 (c) Notes with appreciation                         statement
4 (d) Also notes with appreciation                    statement
4 (e) Requests                                        request
4 (f) Underlines … recalls that                       statement
4 (g) Reaffirms emphatically the duty of              duty
4 (h) Requests                                        request
4 (i) Encourages                                      encouragement
4 (j) Recalls that                                    statement
5     Emphasizes                                      statement
5 (a) Expresses its concern                           statement
5 (b) Also expresses its concern                      statement
5 (c) Welcomes … encourages                           encouragement
5 (d) Encourages                                      encouragement
5 (e) Calls upon                                      call
5 (f) Encourages                                      encouragement
5 (g) Urges                                           call
5 (h) Urges … calls upon                              call
6     Takes note with appreciation of … invites       encouragement
7     Encourages                                      encouragement
8     Encourages … also encourages                    encouragement
9     Stresses                                        statement
9 (a) Requests                                        request
9 (b) Encourages                                      encouragement
9 (c) Also encourages                                 encouragement
9 (d) Calls upon                                      call
9 (e) Requests                                        request
9 (f) Invites                                         encouragement
9 (g) Invites                                         encouragement
10    Requests                                        request
"""
"""Every unit in order, the verbs that carry it, and how strongly they speak."""

OTHER_FORCES = {
    "4 (f) not_punished": "duty",  # "States must ensure"
    "4 (f) reception": "duty",
}
ASKS_NOTHING = ["3", "3 (e)", "4 (c)", "5", "5 (a)", "5 (b)", "9"]
TO_OTHERS = ["9 (d)", "9 (f)", "9 (g)", "10"]


def _verbs() -> Iterator[tuple[str, list[str], str]]:
    for line in OPERATIVE_VERBS.strip().splitlines():
        match = re.fullmatch(r"(\d+(?: \([a-z]\))?) +(.+?) {2,}(\w+)", line)
        assert match is not None, line
        unit, verbs, force = match.groups()
        yield unit, verbs.split(" … "), force


@pytest.fixture(scope="module")
def rules(bundled: Library) -> dict[str, Rule]:
    """The rules of the resolution by provision, in order."""
    return {r.provision: r for r in bundled.rules.values() if r.instrument == BOOK}


@pytest.fixture(scope="module")
def checks(bundled: Library, rules: dict[str, Rule]) -> dict[str, tuple[Check, DecisionTable]]:
    """Every check with its table, by provision and id."""
    return {
        f"{rule.provision} {check.id}": (check, table)
        for rule in rules.values()
        if rule.checks
        for check, table in zip(rule.checks, bundled.tables[rule.id], strict=True)
    }


def test_there_are_forty_units_in_order(rules: dict[str, Rule]) -> None:
    assert len(rules) == 40
    assert list(rules) == [unit for unit, _, _ in _verbs()]


def test_the_texts_in_order_are_the_whole_operative_part(rules: dict[str, Rule]) -> None:
    whole = SOURCE.read_text(encoding="utf-8")
    operative = whole[whole.index("\n1. Calls upon") : whole.index("\n71st plenary meeting")]
    unnumbered = re.sub(r"\n(\d+\.|\([a-z]\)) |\[\^\d+\]", " ", operative)
    assert " ".join(" ".join(r.text or "" for r in rules.values()).split()) == " ".join(
        unnumbered.split()
    )


@pytest.mark.parametrize(("unit", "verbs", "force"), list(_verbs()))
def test_the_force_is_that_of_the_operative_verb(
    rules: dict[str, Rule], unit: str, verbs: list[str], force: str
) -> None:
    rule = rules[unit]
    framed = " … ".join(part.words for part in rule.frame if part.part in ("operative", "concern"))
    place = 0
    for verb in verbs:
        place = framed.index(verb, place) + len(verb)
    assert rule.force == force


def test_only_these_checks_have_a_force_of_their_own(
    checks: dict[str, tuple[Check, DecisionTable]],
) -> None:
    assert {name: c.force for name, (c, _) in checks.items() if c.force} == OTHER_FORCES


def test_what_asks_nothing_of_states_is_not_tested(rules: dict[str, Rule]) -> None:
    untested = [r for r in rules.values() if r.no_test]
    assert [r.provision for r in untested if r.addressee != "others"] == ASKS_NOTHING
    assert [r.provision for r in untested if r.addressee == "others"] == TO_OTHERS
    assert all(rule.checks for rule in rules.values() if not rule.no_test)


def _deciding(bundled: Library) -> list[DecisionTable]:
    return [table for tables in bundled.tables.values() for table in tables]


def test_every_fact_is_read_or_context(bundled: Library) -> None:
    read = {fact for table in _deciding(bundled) for fact in table.facts}
    assert {fact.id for fact in bundled.facts.values() if not fact.context} == read


def test_every_check_can_be_met(checks: dict[str, tuple[Check, DecisionTable]]) -> None:
    assert [n for n, (_, table) in checks.items() if not reduce(or_, table.cells) & MET] == []


OUTSIDE = ValueSet(values=frozenset({"signatory", "none"}))
PARTY = ValueSet(values=frozenset({"party"}))


@pytest.mark.parametrize(
    ("check", "treaty"),
    [
        ("4 (g) instructed", "vccr"),
        ("4 (g) communication", "vccr"),
        ("4 (g) information", "vccr"),
        ("5 (h) convention_implemented", "untoc"),
        ("5 (h) smuggling_protocol_implemented", "smuggling_protocol"),
        ("5 (h) trafficking_offence", "trafficking_protocol"),
        ("5 (h) trafficking_victims", "trafficking_protocol"),
    ],
)
def test_duties_of_parties_are_theirs_alone(
    checks: dict[str, tuple[Check, DecisionTable]], check: str, treaty: str
) -> None:
    table = checks[check][1]
    outside = table.decide(table.masks({f"treaties.{treaty}": OUTSIDE}))
    party = table.decide(table.masks({f"treaties.{treaty}": PARTY}))
    assert outside == NOT_APPLICABLE
    assert not party & NOT_APPLICABLE


@pytest.mark.parametrize(
    ("check", "treaty"),
    [
        ("5 (h) convention_considered", "untoc"),
        ("5 (h) smuggling_protocol_considered", "smuggling_protocol"),
        ("5 (h) trafficking_protocol_considered", "trafficking_protocol"),
    ],
)
def test_a_call_on_those_that_have_not_joined_leaves_parties_out(
    checks: dict[str, tuple[Check, DecisionTable]], check: str, treaty: str
) -> None:
    table = checks[check][1]
    assert table.decide(table.masks({f"treaties.{treaty}": PARTY})) == NOT_APPLICABLE
    outside = table.decide(table.masks({f"treaties.{treaty}": OUTSIDE}))
    assert not outside & NOT_APPLICABLE
    assert Outcomes.from_bits(outside).highest == "met"


def test_a_call_to_join_the_convention_is_met_by_a_party_and_speaks_to_all(
    checks: dict[str, tuple[Check, DecisionTable]],
) -> None:
    table = checks["3 (d) considered"][1]
    assert table.decide(table.masks({"treaties.icrmw": PARTY})) == MET
    assert Outcomes.from_bits(table.decide(table.full)).highest == "met"
    assert not table.decide(table.full) & NOT_APPLICABLE
