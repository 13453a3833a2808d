"""What writers and readers of workbooks agree on: names, keys, hashes."""

from __future__ import annotations

import re

import pytest

from compliance.library.library import Library
from compliance.model.rulebook import Fact, Rule
from compliance.workbook import schema as form


@pytest.fixture
def rule(bundled: Library) -> Rule:
    return bundled.rules["A-RES-65-212.5f"]


def test_names_of_columns_and_lists_are_ones_that_spreadsheets_take(bundled: Library) -> None:
    names = [
        form.column_name(sheet, field)
        for sheet, fields in form.FIELDS.items()
        for field in (form.KEY, *fields)
    ]
    names += [form.list_name(fact) for fact in bundled.facts]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z_0-9]{4,254}", name) for name in names)
    assert form.column_name("Open questions", "said_by") == "Open_questions_said_by"


def test_keys_name_profile_and_rule_or_question() -> None:
    assert form.finding_key("ecu-2011", "A-RES-65-212.5f") == "ecu-2011 A-RES-65-212.5f"
    assert form.answer_key("ecu-2011", "a.b") == "ecu-2011 a.b"
    assert form.answer_key("ecu-2011", "a.b", "m") == "ecu-2011 a.b m"


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words;"},
        {"force": "duty"},
        {"checks": ()},
        {"no_test": "why"},
    ],
)
def test_a_rule_that_asks_or_decides_otherwise_has_another_hash(
    rule: Rule, change: dict[str, object]
) -> None:
    changed = rule.model_copy(update=change)
    assert form.rule_hash(changed) != form.rule_hash(rule)
    assert form.rulebook_hash([changed]) != form.rulebook_hash([rule])


def test_each_expression_of_a_check_counts_and_its_note_does_not(rule: Rule) -> None:
    def with_check(**change: object) -> str:
        first, *others = rule.checks
        checks = (first.model_copy(update=change), *others)
        return form.rule_hash(rule.model_copy(update={"checks": checks}))

    assert with_check() == with_check(note="a remark") == form.rule_hash(rule)
    changes = ("met", "partly", "applies", "remedy")
    assert len({with_check(**{key: "other"}) for key in changes} | {with_check()}) == 5


def test_labels_and_the_layer_make_no_other_rule(rule: Rule) -> None:
    changed = rule.model_copy(update={"title": "T", "topics": ("x",), "layer": "/else/where"})
    assert form.rule_hash(changed) == form.rule_hash(rule)


def test_the_order_of_rules_makes_no_other_rulebook(bundled: Library) -> None:
    rules = list(bundled.rules.values())
    assert form.rulebook_hash(rules) == form.rulebook_hash(rules[::-1])
    assert form.rulebook_hash(rules) != form.rulebook_hash(rules[1:])


def test_a_question_is_another_if_its_words_or_choices_change(bundled: Library) -> None:
    before = bundled.facts["education.entitlement"]
    choices = dict(list(before.choices.items())[1:])
    for change in ({"question": "Which?"}, {"choices": choices}, {"given": "a.b"}):
        assert form.fact_hash(before.model_copy(update=change)) != form.fact_hash(before)
    for change in ({"help": "h"}, {"evidence": "e"}, {"layer": "l"}):
        assert form.fact_hash(before.model_copy(update=change)) == form.fact_hash(before)


def test_hashes_are_never_taken_for_numbers(bundled: Library) -> None:
    hashes = [form.rule_hash(rule) for rule in bundled.rules.values()]
    assert all(re.fullmatch(r"h[0-9a-f]{16}", one) for one in hashes)
    assert len(set(hashes)) == len(hashes)


def _fact(**more: object) -> Fact:
    return Fact.model_validate(
        {"id": "a.b", "question": "Q?", "type": "choice", "evidence": "e", **more}
    )


def test_what_is_offered_stands_for_what_a_profile_says() -> None:
    assert form.offered(_fact(choices={"x": "One", "y": "Two"})) == {"One": "x", "Two": "y"}
    alike = _fact(choices={"x": "Same", "y": "Same", "z": "Other"})
    assert form.offered(alike) == {"Same (x)": "x", "Same (y)": "y", "Other": "z"}
    assert form.offered(_fact(type="yes_no")) == {"yes": "yes", "no": "no"}
    assert form.offered(_fact(type="many", choices={"x": "One"})) == {"yes": "yes", "no": "no"}
    assert form.offered(_fact(type="number")) == {}


def test_every_choice_of_the_vocabulary_is_offered_once(bundled: Library) -> None:
    for one in bundled.facts.values():
        if one.type == "choice":
            assert list(form.offered(one).values()) == list(one.choices)
