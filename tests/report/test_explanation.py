"""From clause to status: a rule laid open.

Its looks are in tests/golden; UPDATE_GOLDENS=1 in the environment writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.golden import approved
from support.layers import load_layer
from support.samples import a_check, a_fact, a_rule
from support.screen import on_screen, words
from support.strategies import Case, answered, cases, completions

from compliance.assessment import basis
from compliance.assessment.assess import Assessment, assess
from compliance.engine.compiler import compile_rule
from compliance.engine.conditions import Condition, as_data
from compliance.engine.decision_table import DecisionTable
from compliance.engine.expressions import parse
from compliance.engine.outcomes import Outcomes
from compliance.errors import InputError
from compliance.export import write
from compliance.library.library import Library
from compliance.model.value_sets import ValueSet
from compliance.report import decision
from compliance.report.explanation import Explained, document

GOVERNMENT, NGO = "ata-2011-government", "ata-2012-ngo"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("explanation"))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def explained(library: Library, rule: str, *profiles: str, details: bool = True) -> str:
    found = [assess(library.profile(profile), library) for profile in profiles]
    return shown(library, rule, found, details=details)


def shown(library: Library, rule: str, found: Sequence[Assessment], *, details: bool = True) -> str:
    subject = Explained(library.rules[rule], library, found)
    return on_screen(document(subject, details=details, next_steps=True))


def fits(text: str) -> bool:
    """Whether no line but a command to copy is longer than the screen."""
    lines = [line for line in text.splitlines() if "compliance explain" not in line]
    return max(map(len, lines)) <= 80


# What it looks like


@pytest.mark.parametrize(
    ("name", "rule", "profiles"),
    [
        ("explanation-alone.txt", "T-1.1", ()),
        ("explanation-one-profile.txt", "T-1.2", (GOVERNMENT,)),
        ("explanation-two-profiles.txt", "T-1.4", (GOVERNMENT, NGO)),
        ("explanation-members.txt", "T-1.3b", (GOVERNMENT,)),
        ("explanation-reported.txt", "T-2.9", (NGO,)),
        ("explanation-no-check.txt", "T-1.5", (GOVERNMENT,)),
    ],
)
def test_looks(library: Library, name: str, rule: str, profiles: tuple[str, ...]) -> None:
    text = explained(library, rule, *profiles)
    assert fits(text)
    assert text == approved(name, text)


def test_looks_of_a_dispute(library: Library) -> None:
    both = [library.profile(name) for name in (GOVERNMENT, NGO)]
    text = shown(library, "T-1.2", [assess(basis.Basis.together(both), library)])
    assert fits(text)
    assert text == approved("explanation-together.txt", text)


def test_looks_in_short(bundled: Library) -> None:
    text = explained(bundled, "A-RES-65-212.4a", "ecu-2011-government", details=False)
    assert len(text.splitlines()) <= 50
    assert fits(text)
    assert text == approved("explanation-short.txt", text)


# Whose words they are


def test_the_document_is_quoted_and_our_reading_called_ours(library: Library) -> None:
    text = words(explained(library, "T-1.2"))
    rule = library.rules["T-1.2"]
    assert f"The document's words “{rule.text}”" in text
    assert f"Our reading {rule.note}" in text
    assert f"Our reading {rule.checks[1].note}" in text
    assert "The reading is ours, not the United Nations'." in text
    assert f"Our reading {rule.note}" in words(explained(library, "T-1.2", details=False))


def test_what_all_tests_depend_on_is_said_once_under_the_words(bundled: Library) -> None:
    told = "applies only where the answer is “Party” to “Where does the State stand towards the"
    assert words(explained(bundled, "A-RES-65-212.4g", details=False)).count(told) == 1
    assert told in words(explained(bundled, "CMW-C-GC-1.33", details=False))
    assert "applies only where" not in explained(bundled, "A-RES-65-212.5f", details=False)


def test_the_preamble_is_read_together_with_the_rules_that_take_it_up(bundled: Library) -> None:
    one = words(explained(bundled, "A-RES-65-212.4g", details=False))
    assert "“recalling the obligations of States reaffirmed in both decisions”" in one
    short = words(explained(bundled, "A-RES-65-212.1", details=False))
    assert "We read it together with 7 passages of the preamble." in short
    whole = words(explained(bundled, "A-RES-65-212.1"))
    for passage in bundled.instruments["A-RES-65-212"].preamble_of(bundled.rules["A-RES-65-212.1"]):
        assert words(passage) in whole
    assert "preamble" not in words(explained(bundled, "A-RES-65-212.5f"))


def test_a_summary_is_never_passed_off_as_the_document(library: Library) -> None:
    text = words(explained(library, "T-2.9"))
    assert f"Our summary: Not the document's words {library.rules['T-2.9'].summary}" in text
    assert "The document's words" not in text
    assert "ask for no papers (our words)" in text
    assert "without quoting it" in text


def test_a_layer_that_is_not_ours_is_named(library: Library) -> None:
    assert "your own folder: our-rules" in words(explained(library, "T-1.1"))
    rule = library.rules["T-1.1"].model_copy(update={"layer": "bundled"})
    bundled = replace(library, rules={rule.id: rule})
    assert "our-rules" not in words(explained(bundled, "T-1.1"))


# From answers to status


def test_an_answer_comes_with_its_evidence(library: Library) -> None:
    text = words(explained(library, "T-1.2", GOVERNMENT, details=False))
    question = library.facts["children.school"].question
    assert f"{question} Only children with a residence right [1] [2]" in text
    assert "[1] T/3, para. 5: “residents' children go to school” (said by the government)" in text
    assert "[2] T/4 (said by civil society)" in text


def test_a_rule_that_is_open_names_what_it_depends_on(library: Library) -> None:
    silent = library.profile(NGO).model_copy(update={"answers": {}})
    text = words(shown(library, "T-1.2", [assess(silent, library)], details=False))
    assert "Result: ○◐● open. 2 questions are open." in text
    assert "No answer decides or narrows this result yet." in text
    asked = text[text.index("Open questions (2)") :]
    for fact in ("children.school", "children.papers"):
        assert library.facts[fact].question in asked


def test_an_answer_without_evidence_says_so(library: Library) -> None:
    assert "no (no source named)" in words(explained(library, "T-1.4", GOVERNMENT))


def test_an_answer_that_is_not_public_is_marked(library: Library) -> None:
    assert "No entitlement in law confidential" in words(explained(library, "T-1.7", NGO))
    public = [assess(library.profile(NGO), library).published()]
    assert "confidential" not in shown(library, "T-1.7", public)


def test_a_remedy_is_given_only_where_something_is_to_be_closed(library: Library) -> None:
    heading = "What would close the gap"
    assert heading not in explained(library, "T-1.1", GOVERNMENT, details=False)
    assert heading in explained(library, "T-1.2", GOVERNMENT, details=False)


def test_a_profile_marks_the_rows_still_possible(library: Library) -> None:
    text = explained(library, "T-1.4", GOVERNMENT)
    rows = re.findall(r"^(yes|no) +(yes|no|any) +\S+ +(.+?)  +(yes|no)$", text, re.MULTILINE)
    assert rows == [
        ("yes", "yes", "met", "no"),
        ("yes", "no", "not met", "yes"),
        ("no", "any", "n/a", "yes"),
    ]
    assert "Still possible" not in explained(library, "T-1.4")
    assert "Still possible" not in explained(library, "T-1.4", GOVERNMENT, NGO)


def test_of_several_accounts_the_results_stand_side_by_side(library: Library) -> None:
    few = explained(library, "T-1.4", GOVERNMENT, NGO, details=False)
    assert few.count("Who answered") == 1
    assert few.count("What it asks") == 2
    many = explained(library, "T-1.4", *[GOVERNMENT] * 4, details=False)
    assert many.count("Government of Antarctica") == 4
    assert "What it asks" not in many


# Files


def test_an_explanation_is_written_as_any_result_is(library: Library, tmp_path: Path) -> None:
    found = [assess(library.profile(NGO), library)]
    subject = Explained(library.rules["T-1.7"], library, found)
    for ending in ("md", "html", "docx", "json"):
        write(subject, tmp_path / f"x.{ending}")
        assert (tmp_path / f"x.{ending}").stat().st_size > 500
    assert "confidential" not in (tmp_path / "x.md").read_text("utf-8")
    with pytest.raises(InputError, match=r"no report has the ending `\.csv`"):
        write(subject, tmp_path / "x.csv")
    with pytest.raises(TypeError, match="there is no report of a int"):
        write(1, tmp_path / "x.md")


# Tables


def table_of(case: Case) -> DecisionTable:
    tables, _ = compile_rule(case.rule, case.facts)
    return tables[0]


def compiles(case: Case) -> bool:
    return bool(compile_rule(case.rule, case.facts)[0])


@settings(max_examples=50)
@given(answered().filter(lambda drawn: compiles(drawn[0])))
def test_the_rows_marked_are_the_outcomes_possible(drawn: tuple[Case, dict[str, Any]]) -> None:
    case, answers = drawn
    table = table_of(case)
    known: dict[str, ValueSet] = {name: answer.possible for name, answer in answers.items()}
    masks = table.masks(known)
    marked = {line.outcome for line in decision.lines(table, masks) if line.is_possible}
    assert marked == set(Outcomes.from_bits(table.decide(masks)))


@settings(max_examples=50)
@given(cases().filter(compiles))
def test_every_combination_stands_in_one_row(case: Case) -> None:
    table = table_of(case)
    found = decision.lines(table, table.full)
    for labels in product(
        *([c.label for c in partition.classes] for partition in table.partitions)
    ):
        rows = [
            line
            for line in found
            if all(
                label in cell or cell == (decision.WHATEVER,)
                for label, cell in zip(labels, line.cells, strict=True)
            )
        ]
        assert len(rows) == 1


def test_a_table_too_wide_for_the_screen_is_has_a_few_lines_a_row(library: Library) -> None:
    choices = [f"{letter}_{'long' * 7}" for letter in "abc"]
    facts = {f"topic.f{n}": a_fact(f"topic.f{n}", "choice", choices) for n in range(4)}
    met = " and ".join(f'{name} == "{choices[0]}"' for name in facts)
    rule = a_rule(a_check("wide", met)).model_copy(update={"topics": ("children",)})
    tables, _ = compile_rule(rule, facts)
    instruments = {**library.instruments, "I": library.instruments["T-1"]}
    wide = replace(
        library,
        rules={rule.id: rule},
        facts=facts,
        tables={rule.id: tuple(tables)},
        conditions={met: as_data(parse(met, facts).tree)},
        instruments=instruments,
    )
    text = explained(wide, rule.id)
    assert fits(text)
    told = words(text)
    assert f"A: {choices[0]} B: {choices[0]} C: {choices[0]} D: {choices[0]} ··● met" in told
    assert f"A: {choices[1]} or {choices[2]} " in told


# Conditions in words


_CLAUSE = re.compile(
    r"([A-Z]) (is one of|is none of|is not after|is not before|is not|is below|is at most"
    r"|is above|is at least|is before|is after|is) ([\w.-]+(?:, [\w.-]+)*)"
)


_TRUE: dict[str, Callable[[Any, list[Any]], bool]] = {
    "is": lambda value, named: value in named,
    "is not": lambda value, named: value not in named,
    "is one of": lambda value, named: value in named,
    "is none of": lambda value, named: value not in named,
    "is below": lambda value, named: value < named[0],
    "is before": lambda value, named: value < named[0],
    "is at most": lambda value, named: value <= named[0],
    "is not after": lambda value, named: value <= named[0],
    "is above": lambda value, named: value > named[0],
    "is after": lambda value, named: value > named[0],
    "is at least": lambda value, named: value >= named[0],
    "is not before": lambda value, named: value >= named[0],
}


def holds(sentence: str, values: dict[str, Any]) -> bool:
    """Whether a sentence over letters is true, by reading its English."""

    def clause(match: re.Match[str]) -> str:
        value = values[match[1]]
        named = match[3].split(", ")
        kind = type(value) if not isinstance(value, bool) else str
        shown = ("no", "yes")[value] if isinstance(value, bool) else value
        meant = [
            kind.fromisoformat(n) if hasattr(kind, "fromisoformat") else kind(n) for n in named
        ]
        return str(_TRUE[match[2]](shown, meant))

    logic = _CLAUSE.sub(clause, sentence)
    assert re.fullmatch(r"(?:True|False|and|or|not|[() ])+", logic), sentence
    return bool(eval(logic))  # noqa: S307 - nothing but logic is left


@settings(max_examples=70)
@given(cases().filter(compiles), st.data())
def test_conditions_in_words_mean_what_the_expressions_mean(
    case: Case, data: st.DataObject
) -> None:
    table = table_of(case)
    said = case.checks[0]
    meant = {"applies": said.applies, "met": said.met, "partly": said.partly}
    every = list(completions({known.fact.id: known.universe for known in case.known}))
    values = data.draw(st.sampled_from(every))
    letters = {
        q.letter: values[q.fact.id] if q.member is None else q.member in values[q.fact.id]
        for q in decision.questions(table)
    }

    def tree_of(text: str) -> Condition:
        return parse(text, case.facts).tree

    for label, sentence in decision.conditions(said.check, table, tree_of):
        expression = meant[label]
        assert expression is not None
        assert holds(sentence, letters) == expression.holds(values), sentence


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('t.c == "a"', "A is a"),
        ('"a" != t.c', "A is not a"),
        ('not t.c == "a"', "A is not a"),
        ('t.c in ["a", "b"]', "A is one of a, b"),
        ('not t.c in ["a", "b"]', "A is none of a, b"),
        ('t.c not in ["a"]', "A is not a"),
        ("t.y", "B is yes"),
        ("not t.y and not (t.y or t.n > 3)", "B is no and not (B is yes or C is above 3)"),
        ("3 <= t.n", "C is at least 3"),
        ("3 < t.n", "C is above 3"),
        ("3 > t.n", "C is below 3"),
        ("3 >= t.n", "C is at most 3"),
        ("3 == t.n or 4 != t.n", "C is 3 or C is not 4"),
        ("not 3 < t.n", "C is at most 3"),
        ("not t.n < -2.5", "C is at least -2.5"),
        ('t.d < d"2011-07-14"', "D is before 2011-07-14"),
        ('d"2011-07-14" <= t.d', "D is not before 2011-07-14"),
        ('"a" in t.m', "E is yes"),
        ('"a" not in t.m', "E is no"),
        ('not "a" in t.m', "E is no"),
    ],
)
def test_conditions_in_words(expression: str, words: str) -> None:
    facts = {
        "t.c": a_fact("t.c", "choice", "abc"),
        "t.y": a_fact("t.y", "yes_no"),
        "t.n": a_fact("t.n", "number"),
        "t.d": a_fact("t.d", "date"),
        "t.m": a_fact("t.m", "many", "ab"),
    }
    all_ = 't.c == "a" and t.y and t.n > 3 and t.d > d"2011-07-14" and "a" in t.m'
    tables, complaints = compile_rule(a_rule(a_check("all", all_)), facts)
    assert not complaints
    assert decision.in_words(parse(expression, facts).tree, tables[0]) == words


def test_letters_go_on_after_z() -> None:
    assert [decision._letters(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
