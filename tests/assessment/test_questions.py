"""What is said to follow from an answer follows: it is given, and the profile assessed again."""

from __future__ import annotations

import random

import pytest
from support.invented import a_profile, changed

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.questions import OpenQuestion, questions
from compliance.engine.outcomes import Outcomes
from compliance.library.library import Library
from compliance.model.profiles import Profile


def without_registers(library: Library, seed: int) -> Profile:
    """An account of a State of which no register speaks: each answer is the speaker's own."""
    return a_profile(library, seed).model_copy(update={"country": "ZZZ"})


def outcomes(found: Assessment) -> dict[str, Outcomes]:
    return {finding.rule.id: finding.outcomes for finding in found.all_findings}


def asked(library: Library, seed: int) -> tuple[Assessment, list[OpenQuestion]]:
    assessment = assess(without_registers(library, seed), library)
    found = list(questions(assessment))
    chance = random.Random(seed)
    return assessment, chance.sample(found, min(6, len(found)))


@pytest.mark.parametrize("seed", range(8))
def test_what_follows_from_an_answer_is_found(bundled: Library, seed: int) -> None:
    assessment, some = asked(bundled, seed)
    before, chance = outcomes(assessment), random.Random(seed)
    for question in some:
        for one in question.consequences:
            step = (question.fact.id, one.member, one.answer)
            profile = changed(assessment.profile, [step], chance)
            after = outcomes(assess(profile, bundled))
            told = {f.finding.rule.id: f.after for f in (*one.decided, *one.narrowed)}
            assert {r: o for r, o in after.items() if o != before[r]} == told
            decided = {f.finding.rule.id for f in one.decided}
            assert decided == {r for r in told if len(told[r]) == 1}


@pytest.mark.parametrize("seed", range(10, 16))
def test_what_an_answer_could_decide_is_counted_exactly(bundled: Library, seed: int) -> None:
    assessment, some = asked(bundled, seed)
    chance = random.Random(seed)
    for question in some:
        if question.fact.type == "many":
            continue
        decided = []
        for one in question.consequences:
            profile = changed(assessment.profile, [(question.fact.id, None, one.answer)], chance)
            after = outcomes(assess(profile, bundled))
            decided.append({f.rule.id for f in question.hanging if len(after[f.rule.id]) == 1})
        assert {f.rule.id for f in question.could_decide} == set().union(*decided)
        assert {f.rule.id for f in question.decides} == set.intersection(*decided)


@pytest.mark.parametrize("seed", range(20, 26))
def test_whole_answers_about_many_members_decide_no_more(bundled: Library, seed: int) -> None:
    assessment, _ = asked(bundled, seed)
    chance = random.Random(seed)
    many = [q for q in questions(assessment) if q.fact.type == "many"][:4]
    for question in many:
        could = {finding.rule.id for finding in question.could_decide}
        surely = {finding.rule.id for finding in question.decides}
        for _ in range(6):
            by_member = {
                one.member: one
                for one in chance.sample(question.consequences, k=len(question.consequences))
            }
            steps = [(question.fact.id, member, one.answer) for member, one in by_member.items()]
            after = outcomes(assess(changed(assessment.profile, steps, chance), bundled))
            decided = {f.rule.id for f in question.hanging if len(after[f.rule.id]) == 1}
            assert surely <= decided <= could


def test_the_order_is_by_what_could_be_decided(bundled: Library) -> None:
    found = questions(assess(bundled.profile("ecu-2011-government"), bundled))
    keys = [(-len(q.could_decide), -len(q.hanging), q.fact.id) for q in found]
    assert keys == sorted(keys)
    assert len(found[0].could_decide) > 1


@pytest.mark.parametrize("seed", range(20, 24))
def test_the_most_useful_alone_are_the_first_of_all(bundled: Library, seed: int) -> None:
    assessment = assess(a_profile(bundled, seed), bundled)
    every = [(q.fact.id, q.hanging, q.could_decide, q.decides) for q in questions(assessment)]
    for most in (1, 5, 40):
        some = questions(assessment, most)
        assert [(q.fact.id, q.hanging, q.could_decide, q.decides) for q in some] == every[:most]


@pytest.mark.parametrize("seed", range(30, 33))
def test_a_finding_depends_on_what_is_missing_and_on_nothing_else(
    bundled: Library, seed: int
) -> None:
    for finding in assess(a_profile(bundled, seed), bundled).findings:
        assert {f for f in bundled.facts if finding.depends_on(f)} == set(finding.missing)
        assert set(finding.missing) <= set(finding.open_facts)
