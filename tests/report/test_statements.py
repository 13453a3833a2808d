"""The sentences of answers: every answer that has one, exactly what it answers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.voices import EXAMPLES

from compliance.assessment.basis import EffectiveAnswer
from compliance.document.text import plain
from compliance.library.builder import Builder
from compliance.library.layers import files_of
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact
from compliance.model.value_sets import UNKNOWN
from compliance.report.statements import source, statements, time_words

HANDED_OVER = ("education", "detention", "health")
SCHOOL: dict[str, Any] = {
    "id": "a.school",
    "question": "Who may go to school?",
    "type": "choice",
    "evidence": "The act",
    "choices": {"every": "Every child", "some": "Some children", "none": "Nobody"},
    "says": {"every": "Every child may.", "some": "Some may.", "none": "Nobody may."},
}

EITHER = (
    "One of the following is true, and it is not said which: (1) Every child may; (2) Some may."
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(["bundled", EXAMPLES / "three-voices", EXAMPLES / "our-layer"])


def answered(library: Library) -> set[str]:
    return {
        fact
        for profile in library.profiles.values()
        for fact, dated in profile.answers.items()
        if any(answer.states_something for answer in dated)
    }


def test_every_answer_that_is_handed_over_has_a_sentence(library: Library) -> None:
    facts = [f for f in library.facts.values() if f.topic in HANDED_OVER]
    facts += [library.facts[name] for name in answered(library)]
    assert len(facts) > 50
    assert [fact.id for fact in facts if not fact.says] == []


def test_a_fact_that_has_sentences_has_one_for_each_answer(library: Library) -> None:
    for fact in filter(lambda fact: fact.says, library.facts.values()):
        needed = {key for key in fact.sayable if fact.type != "choice" or " " not in key}
        assert needed - fact.says.keys() == set(), fact.id
        assert len(set(fact.says.values())) == len(fact.says), fact.id


def test_sentences_are_whole_and_observable(library: Library) -> None:
    for fact in library.facts.values():
        for sentence in fact.says.values():
            assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
            assert not re.search(r"\b(complies|comply|violates|should|must not)\b", sentence), (
                sentence
            )
            assert not re.search(r"\. [A-Z]", sentence), sentence


def test_no_account_falls_back_on_question_and_label(library: Library) -> None:
    for profile in library.profiles.values():
        for name, dated in profile.answers.items():
            for answer in dated:
                told = statements(library.facts[name], answer, "the Government")
                assert not any(one.startswith("Asked") for one in told), name


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"value": "every"}, ["Every child may."]),
        ({"one of": ["every"]}, ["Every child may."]),
        (
            {"one of": ["every", "some"]},
            [EITHER],
        ),
        (
            {"not": ["none"]},
            [EITHER],
        ),
        ({"not": ["none", "some"]}, ["Every child may."]),
        ({"note": "Nothing is said."}, []),
    ],
)
def test_a_choice(answer: dict[str, Any], told: list[str]) -> None:
    assert statements(Fact(**SCHOOL), Answer(**answer), "we") == told


def test_what_is_ruled_out_by_its_own_sentence() -> None:
    fact = Fact(**{**SCHOOL, "says": {**SCHOOL["says"], "not none": "Children may."}})
    for answer in ({"not": "none"}, {"one of": ["every", "some"]}):
        assert statements(fact, Answer(**answer), "we") == ["Children may."]


def test_without_a_sentence_question_and_label_are_told() -> None:
    fact = Fact(**{**SCHOOL, "says": {"every": "Every child may."}})
    told = statements(fact, Answer(**{"one of": ["every", "none"]}), "the Government")
    assert told == [
        "Asked “Who may go to school?”, the Government answers: “one of: Every child or Nobody”."
    ]


def test_members_one_by_one_and_all_the_others() -> None:
    says = {key: f"{key}!" for one in ("a", "b", "c") for key in (one, f"not {one}")}
    fact = Fact(
        **{**SCHOOL, "type": "many", "choices": {"a": "A", "b": "B", "c": "C"}, "says": says}
    )
    assert statements(fact, Answer(value={"b": "yes", "a": "no"}), "we") == ["b!", "not a!"]
    assert statements(fact, Answer(value={"b": "yes", "others": "no"}), "we") == [
        "b!",
        "not a!",
        "not c!",
    ]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"value": "30"}, "It lasts 30 days."),
        ({"at least": "45"}, "It lasts at least 45 days."),
        ({"at least": "5", "at most": "9"}, "It lasts at least 5 and at most 9 days."),
    ],
)
def test_a_number(answer: dict[str, str], told: str) -> None:
    plain_ = {"choices": {}, "type": "number", "unit": "days"}
    fact = Fact(**{**SCHOOL, **plain_, "says": {"value": "It lasts {} days."}})
    assert statements(fact, Answer(**answer), "we") == [told]


def test_from_when_to_when() -> None:
    day, end = date(2010, 1, 1), date(2011, 2, 3)
    for days, words in {
        (day, None): "This has been so since 1 January 2010.",
        (day, end): "This is said of the time from 1 January 2010 to 3 February 2011.",
        (None, end): "This is said of the time until 3 February 2011.",
        (None, None): "",
    }.items():
        told = EffectiveAnswer(Answer(value="yes", since=days[0], until=days[1]), UNKNOWN)
        assert time_words(told) == words


def test_a_source_that_is_not_public_is_on_file() -> None:
    evidence = Evidence(
        document="Interview", place="Room 4", quote="I saw it.", said_by="press", public=False
    )
    assert plain(source(evidence, "the authors").text) == (
        "On file with the authors (said by the press)"
    )


def test_a_sentence_for_what_is_no_answer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules/facts").mkdir(parents=True)
    (tmp_path / "rules/topics.yaml").write_text("a: A\n")
    (tmp_path / "rules/facts/a.yaml").write_text(
        "- id: a.school\n  question: Q?\n  type: yes_no\n  says:\n    yess: It is.\n"
        "  evidence: E\n"
        "- id: a.days\n  question: Q?\n  type: number\n  says:\n    value: It lasts long.\n"
        "  evidence: E\n"
    )
    builder = Builder(files_of([tmp_path]))
    builder.build()
    told = "\n".join(map(str, builder.problems))
    assert "a.yaml:5:5: `yess` is no answer to this fact" in told
    assert "did you mean `yes`?" in told
    assert "a.yaml:11:12: the sentence has no place for the answer" in told
