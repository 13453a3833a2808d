"""On what a finding depends: each answer is given, each side believed, and it is made again."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from support.command_line import run
from support.invented import a_profile, changed
from support.layers import load_layer
from support.screen import on_screen, words
from support.voices import EXAMPLES, account, accounts

from compliance.assessment import basis
from compliance.assessment.assess import Assessment, assess, finding_of
from compliance.assessment.findings import Finding
from compliance.assessment.questions import (
    RemainingOutcomes,
    by_itself,
    dependencies,
    if_source_is_right,
    questions,
)
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.model.value_sets import ValueSet, value_set
from compliance.report import reasons
from compliance.report.explanation import Explained, document

LAYER = ("--layer", str(EXAMPLES / "three-voices"))
SCHOOL = "A-RES-65-212.5f"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("dependencies"))


def found_again(finding: Finding, profile: Profile, library: Library) -> Finding:
    again = assess(profile, library, rulebooks=[finding.rule.instrument])
    return next(one for one in again.all_findings if one.rule.id == finding.rule.id)


def single(left: RemainingOutcomes) -> list[ValueSet]:
    """Its answers one by one: for a member in and out, else all of them as one."""
    if left.member is None:
        return [left.answer]
    inside = left.answer.member(left.member)
    return [ValueSet(members=((left.member, frozenset({one})),)) for one in inside]


def some_open(library: Library, seed: int) -> tuple[Assessment, list[Finding]]:
    profile = a_profile(library, seed).model_copy(update={"country": "ZZZ"})
    assessment = assess(profile, library)
    found = [one for one in assessment.findings if one.missing]
    return assessment, random.Random(seed).sample(found, min(4, len(found)))


@pytest.mark.parametrize("seed", range(5))
def test_an_answer_leaves_what_it_is_said_to(bundled: Library, seed: int) -> None:
    chance = random.Random(seed)
    assessment, findings = some_open(bundled, seed)
    for finding in findings:
        found = [
            dependency
            for dependency in dependencies(finding)
            if bundled.facts[dependency.fact].type != "date"
        ]
        assert tuple(dependency.fact for dependency in dependencies(finding)) == finding.missing
        for dependency in found[:3]:
            for left in dependency.answers:
                for answer in single(left):
                    step = (dependency.fact, left.member, answer)
                    again = found_again(
                        finding, changed(assessment.profile, [step], chance), bundled
                    )
                    assert again.outcomes is left.after


@pytest.mark.parametrize("seed", range(5, 8))
def test_it_says_what_the_questions_say(bundled: Library, seed: int) -> None:
    """`ask` and `explain` never tell different things of the same answer."""
    assessment, findings = some_open(bundled, seed)
    asked = {question.fact.id: question for question in questions(assessment)}
    for finding in findings:
        for dependency in dependencies(finding):
            for one in asked[dependency.fact].consequences:
                told = {f.finding.rule.id: f.after for f in (*one.decided, *one.narrowed)}
                after = told.get(finding.rule.id, finding.outcomes)
                left = {left.after for left in dependency.answers if left.member == one.member}
                assert after in (left or {finding.outcomes})


def test_answers_that_leave_the_same_are_told_as_one(bundled: Library) -> None:
    for finding in some_open(bundled, 3)[1]:
        for dependency in dependencies(finding):
            keys = [(left.member, left.after) for left in dependency.answers]
            assert len(keys) == len(set(keys))


def test_what_is_ruled_out_already_is_no_answer(library: Library) -> None:
    ruled_out = Answer.model_validate({"not": ("none",)})
    found = assess(account("g", "government", {"children.school": ruled_out}), library)
    finding = next(one for one in found.findings if one.rule.id == "T-1.2")
    [dependency] = [
        dependency for dependency in dependencies(finding) if dependency.fact == "children.school"
    ]
    values = [value for left in dependency.answers for value in left.answer.values or ()]
    assert sorted(map(str, values)) == ["every_child", "residents"]


def test_a_check_by_itself_is_a_finding_of_its_own(bundled: Library) -> None:
    finding = next(one for one in some_open(bundled, 1)[1] if len(one.checks) > 1)
    for found in finding.checks:
        alone = by_itself(finding, found)
        assert (alone.outcomes, alone.missing) == (found.outcomes, found.missing)
        assert alone.because == found.because


# Disputes


def believed(assessment: Assessment, fact: str, side: Answer) -> dict[str, ValueSet]:
    """What would be possible if one side were right in all that it says."""
    library = assessment.library
    values = {name: told.possible for name, told in assessment.answers.items()}
    said = value_set(library.facts[fact], side)
    if said.members is not None:
        said = ValueSet(
            members=tuple((dict(values[fact].members or ()) | dict(said.members)).items())
        )
    return values | {fact: said}


@settings(max_examples=40)
@given(accounts())
def test_what_stands_if_a_side_is_right(library: Library, profiles: list[Profile]) -> None:
    assessment = assess(basis.Basis.together(profiles), library)
    for finding in assessment.findings:
        told = if_source_is_right(finding, assessment)
        read = {fact for found in finding.checks for fact in found.table.facts}
        assert told.keys() == read & assessment.disputes.keys()
        for fact, sides in told.items():
            said = [one for side in sides for one in side.said]
            assert len(said) == len(list(assessment.answers[fact].all_sources()))
            for side in sides:
                for one in side.said:
                    masks = library.partitions.masks(believed(assessment, fact, one.answer))
                    again = finding_of(finding.rule, library, "ZZZ", masks)
                    assert again.outcomes is side.after


# On the screen


def explained(
    library: Library, rule: str, *found: Assessment, encoding: str = "utf-8", details: bool = True
) -> str:
    subject = Explained(library.rules[rule], library, found)
    return on_screen(document(subject, details=details), encoding)


def silent(library: Library, **said: str) -> Assessment:
    answers = {name.replace("__", "."): Answer(value=value) for name, value in said.items()}
    return assess(account("g", "government", answers), library)


def test_the_answers_to_what_a_rule_depends_on_are_gone_through(library: Library) -> None:
    text = words(explained(library, "T-1.2", silent(library)))
    question = library.facts["children.school"].question
    every = library.facts["children.school"].choices["every_child"].label
    asked = text[text.index("Open questions (2)") :]
    assert f"{question} {every} at least partly met" in asked
    assert "No entitlement in law at most partly met" in asked


def test_members_for_which_answers_leave_the_same_stand_together(library: Library) -> None:
    text = words(explained(library, "T-1.3b", silent(library)))
    assert "Border police; Judges, each alone: yes at least partly met" in text
    some = assess(
        account("g", "government", {"detention.trained": Answer(value={"judges": "yes"})}), library
    )
    text = words(explained(library, "T-1.3b", some))
    assert "Border police: yes met Border police: no partly met" in text


def test_of_many_questions_those_that_do_most_come_first(bundled: Library) -> None:
    found = assess(bundled.profile("prt-2010-government"), bundled)
    rule = next(one for one in found.findings if one.rule.id == "A-66-253.36g")
    ranked = reasons.ranked(rule)
    assert {one.fact for one in ranked} == set(rule.missing)
    decides = [any(len(left.after) == 1 for left in one.answers) for one in ranked]
    assert decides == sorted(decides, reverse=True)
    text = words(explained(bundled, "A-66-253.36g", found, details=False))
    assert f"Open questions ({len(ranked)})" in text
    assert f"and {len(ranked) - 5} more questions" in text
    text = text[text.index("Open questions") :]
    for place, one in enumerate(ranked):
        assert (bundled.facts[one.fact].question in text) == (place < 5)


def test_of_a_dispute_it_is_said_what_the_result_is_if_each_side_is_right() -> None:
    text = run("explain", SCHOOL, "ZZA", "--together", *LAYER, "--format", "md").stdout
    network = "Invented network for migrants in ZZA (1 September 2011)"
    government = "Government of ZZA (invented) (30 June 2011)"
    assert f"| **yes** ({network})" in text
    assert f"| **no** ({government}) | at least partly met |" in text
    every = (
        "| **Every child, whatever the status** (Government of ZZA (invented) (30 June 2010) and"
    )
    assert f"{every} {government})" in text


def test_a_dispute_on_which_nothing_hangs_is_said_to_be_settled(library: Library) -> None:
    """Whether schools ask for papers or not: the law is half-way, and so is the rule."""
    said = {
        "g": {"children.school": "residents", "children.papers": "no"},
        "c": {"children.school": "residents", "children.papers": "yes"},
    }
    voices = {"g": "government", "c": "civil society"}
    told = [
        account(name, voices[name], {fact: Answer(value=v) for fact, v in answers.items()})
        for name, answers in said.items()
    ]
    found = assess(basis.Basis.together(told), library)
    finding = next(one for one in found.findings if one.rule.id == "T-1.2")
    assert len(finding.outcomes) == 1
    [(fact, sides)] = if_source_is_right(finding, found).items()
    assert fact == "children.papers"
    assert {side.after for side in sides} == {finding.outcomes}


# As JSON


def as_json(*arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("explain", *arguments, "--format", "json").stdout)
    return told


def test_the_json_lays_the_rule_open() -> None:
    told = as_json("5f")
    assert (told["schema"], told["accounts"]) == ("compliance/explanation/v1", [])
    entitlement, no_deterrent = told["rule"]["checks"]
    assert entitlement["conditions"][0] == {"then": "met", "if": "A is every_child"}
    assert [column["letter"] for column in no_deterrent["columns"]] == ["A", "B", "C"]
    rows = [(row["when"], row["outcome"]) for row in no_deterrent["rows"]]
    taught = ["every_child", "regular_residents"]
    assert ([taught, ["yes"], ["yes"]], "not met") in rows
    assert told["rule"]["frame"][0] == {"words": "Encourages", "as": "operative"}


def test_the_json_says_what_each_answer_leaves() -> None:
    [account] = as_json("5f", "ecu-2011-government")["accounts"]
    assert account["because"] == ["education.entitlement"]
    assert account["answers"][0]["evidence"][0]["document"] == "A/66/253"
    papers = account["hangs_on"][0]
    assert papers["fact"] == "education.enrolment_needs_residence_papers"
    assert [(one["answer"], one["possible"]) for one in papers["answers"]] == [
        ("yes", ["partly met"]),
        ("no", ["partly met", "met"]),
    ]
    entitlement, no_deterrent = account["checks"]
    assert (entitlement["hangs_on"], entitlement["rows_possible"]) == ([], [True, False, False])
    assert no_deterrent["hangs_on"][0]["answers"][0]["highest"] == "partly met"


def test_the_json_of_several_accounts_has_each_and_together_the_sides() -> None:
    assert len(as_json("5f", "ECU")["accounts"]) == 2
    [account] = as_json("5f", "ZZA", "--together", *LAYER)["accounts"]
    assert len(account["together"]) == 5
    school = account["disputes"][0]
    assert school["fact"] == "education.entitlement"
    assert [(side["by"][-1], side["possible"]) for side in school["sides"]] == [
        ("zza-2011-government", ["partly met", "met"]),
        ("zza-2011-civil-society", ["partly met"]),
    ]


def test_the_json_has_no_answer_that_is_not_public_nor_what_follows() -> None:
    """That schools report no one is not for publication."""
    [account] = as_json(SCHOOL, "zza-2011-government", *LAYER)["accounts"]
    assert "education.schools_report_status" not in {one["fact"] for one in account["answers"]}
    assert "education.schools_report_status" in account["missing"]
    assert "draft" not in json.dumps(account["answers"])


def test_a_register_that_an_answer_is_from_is_told() -> None:
    told = as_json("CMW-C-GC-1.49", "FRA")
    registers = {one["register"] for one in told["accounts"][0]["answers"] if one["register"]}
    assert registers
    assert registers == {one["id"] for one in told["registers"]}


def test_a_rule_without_checks_has_only_its_reason() -> None:
    told = as_json("A-RES-65-212.5a", "ecu-2011-government")
    [account] = told["accounts"]
    assert (account["status"], account["checks"], account["hangs_on"]) == ("no test", [], [])
    assert account["reason"] == told["rule"]["no_test"]


def test_a_finding_that_is_decided_hangs_on_nothing(library: Library) -> None:
    found = silent(library, children__school="none", children__papers="yes")
    decided = [one for one in found.findings if len(one.outcomes) == 1]
    assert decided
    assert not any(dependencies(one) for one in decided)
    assert dependencies(replace(decided[0], joint=None)) == ()
