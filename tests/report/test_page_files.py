"""The files of plans, questions and comparisons hold what the library finds, and all of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from itertools import chain, cycle
from typing import Any

import pytest
from compliance.report.plan_page import PlanPage
from support.command_line import run
from support.layers import load_layer, with_words
from support.markdown_parts import structure
from support.pages import EARLIER, GOVERNMENT, NETWORK, PAGES, filed, held, invented_library
from support.voices import EXAMPLES

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.comparison import compare
from compliance.assessment.history import changes
from compliance.assessment.plan import Moved, plan
from compliance.assessment.questions import questions
from compliance.document.markdown_text import escaped
from compliance.engine.outcomes import Outcomes
from compliance.library.library import Library
from compliance.model.value_sets import ValueSet

ENDINGS = ("json", "csv", "md")


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


def as_json(page: str, found: list[Assessment]) -> Any:
    return json.loads(filed(page, "json", found))


def as_rows(page: str, found: list[Assessment]) -> list[dict[str, str]]:
    text = filed(page, "csv", found).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_markdown(page: str, found: list[Assessment]) -> str:
    return filed(page, "md", found).decode("utf-8")


def words(outcomes: Outcomes) -> list[str]:
    return [str(outcome) for outcome in outcomes]


def lines(*told: str) -> str:
    return "\n".join(told)


# The plan


def test_the_plan_as_json_is_the_plan(library: Library) -> None:
    found = held(library, NETWORK, EARLIER)
    told = as_json("plan", found)["plans"]
    assert [one["profile"]["id"] for one in told] == [NETWORK, EARLIER]
    for one, assessment in zip(told, found, strict=True):
        made = plan(assessment)
        for gap, closing in zip(one["gaps"], made.closings, strict=True):
            assert gap["rule"] == closing.requirement.finding.rule.id
            assert gap["asks"] == list(closing.requirement.found.asks)
            assert gap["possible"] == words(closing.requirement.found.outcomes)
            assert (gap["ways"], gap["searched"]) == (closing.met.number, True)
            assert gap["only_parts_are_measures"] is False
            assert [keys(part) for part in gap["to_meet"]] == list(map(sets_of, closing.met.parts))
            assert keys(gap["to_meet_partly"]) == sets_of(closing.partly)
        for measure, same in zip(one["measures"], made.actions, strict=True):
            assert keys([measure["changes"]]) == sets_of([same.changes])
            assert measure["force"] == same.force
            for key, moved in (
                ("moves", same.moved),
                ("sets_back", same.worsened),
                ("comes_to_apply", same.newly_applicable),
            ):
                assert [(m["rule"], m["asks"], m["before"], m["after"]) for m in measure[key]] == [
                    effect(m) for m in moved
                ]
            assert measure["remedies"] == list(same.remedies)
            assert measure["falls_to"] == list(same.responsible)


def effect(moved: Moved) -> tuple[str, list[str], list[str], list[str]]:
    found = moved.requirement.found
    rule = moved.requirement.finding.rule.id
    return rule, list(found.asks), words(found.outcomes), words(moved.after)


def keys(sets: Iterable[Iterable[dict[str, Any]]]) -> list[list[tuple[str, str | None, set[str]]]]:
    return [[(c["fact"], c["member"], set(c["values"])) for c in one] for one in sets]


def sets_of(sets: Iterable[Any]) -> list[list[tuple[str, str | None, set[str]]]]:
    return [[(c.fact, c.member, values(c.to, c.member)) for c in one] for one in sets]


def values(to: ValueSet, member: str | None) -> set[str]:
    inside = to.values if member is None else dict(to.members or ())[member]
    assert inside is not None
    return {{True: "yes", False: "no"}.get(value, str(value)) for value in inside}


def test_the_plan_as_csv_has_every_measure(library: Library) -> None:
    found = held(library, NETWORK, EARLIER)
    rows = as_rows("plan", found)
    actions = [(one, m) for one in found for m in plan(one).actions]
    assert len(rows) == len(actions)
    for row, (assessment, measure) in zip(rows, actions, strict=True):
        assert row["profile"] == assessment.profile.id
        assert row["facts"].split("\n") == list(dict.fromkeys(c.fact for c in measure.changes))
        assert row["force"] == measure.force
        assert row["demands moved"] == str(len(measure.moved))
        assert row["moves"].count("→") == len(measure.moved)
        assert row["comes to apply"].count("→") == len(measure.newly_applicable)
        assert row["remedies"] == lines(*measure.remedies)
        for change in measure.changes:
            assert assessment.library.facts[change.fact].question in row["changes"]


@pytest.mark.parametrize("name", [NETWORK, "prt-2010-government"])
def test_the_plan_as_markdown_leaves_nothing_out(library: Library, name: str) -> None:
    (assessment,) = found = held(library, name)
    text, made = as_markdown("plan", found), plan(assessment)
    heads = re.findall(r"^### (\d+)\\\. (\w+); moves (\d+) demand", text, re.MULTILINE)
    assert heads == [
        (str(n), m.force, str(len(m.moved))) for n, m in enumerate(made.actions, start=1)
    ]
    blocks = re.split(r"^### ", text.split("\n## Gaps")[0], flags=re.MULTILINE)[1:]
    for block, measure in zip(blocks, made.actions, strict=True):
        for change in measure.changes:
            assert escaped(assessment.library.facts[change.fact].question) in block
            assert f"({escaped(change.fact)})" in block
        for moved in (*measure.moved, *measure.worsened, *measure.newly_applicable):
            assert escaped(moved.requirement.finding.rule.id) in block
        assert all(escaped(remedy) in block for remedy in measure.remedies)
    gaps = text.split("\n## Gaps")[1]
    for gap in PlanPage(made, whole=True).gaps:
        for closing in gap.closings:
            assert escaped(closing.requirement.finding.rule.citation) in gaps
            assert all(escaped(words) in gaps for words in closing.requirement.found.asks)
        for named in chain.from_iterable(step.shown for step in (*gap.steps, gap.partly)):
            assert all(f"({escaped(change.fact)})" in gaps for change in named.changes)


# The questions


def test_the_questions_as_json_are_the_questions(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    (told,) = as_json("ask", found)["accounts"]
    for one, question in zip(told["questions"], questions(assessment), strict=True):
        assert one["fact"] == question.fact.id
        assert one["could_decide"] == [f.rule.id for f in question.could_decide]
        assert one["decides"] == [f.rule.id for f in question.decides]
        assert one["hanging"] == [f.rule.id for f in question.hanging]
        for answer, same in zip(one["answers"], question.consequences, strict=True):
            assert answer["member"] == same.member
            for key, follows in (("decided", same.decided), ("narrowed", same.narrowed)):
                assert [(f["rule"], f["before"], f["after"]) for f in answer[key]] == [
                    (f.finding.rule.id, words(f.finding.outcomes), words(f.after)) for f in follows
                ]


def test_the_questions_as_csv_and_markdown_have_every_answer(library: Library) -> None:
    (assessment,) = found = held(library, NETWORK)
    rows, text = as_rows("ask", found), as_markdown("ask", found)
    asked = questions(assessment)
    blocks = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    pairs = [(question, one) for question in asked for one in question.consequences]
    for row, (question, one) in zip(rows, pairs, strict=True):
        assert row["fact"] == question.fact.id
        assert row["could decide"] == str(len(question.could_decide))
        decided = {f"would be {next(iter(f.after))}": [] for f in one.decided}
        for follows in one.decided:
            decided[f"would be {next(iter(follows.after))}"].append(follows.finding.rule.id)
        assert {k: v for k, v in row.items() if k.startswith("would be ") and v} == {
            **{column: lines(*rules) for column, rules in decided.items()},
            **({"would be narrowed": row["would be narrowed"]} if one.narrowed else {}),
        }
        assert row["would be narrowed"] == lines(*(f.finding.rule.id for f in one.narrowed))
    for block, question in zip(blocks, asked, strict=True):
        assert escaped(question.fact.question) in block
        table = [line for line in block.splitlines() if line.startswith("| ")][1:]
        assert len(table) == len(question.consequences)
        for line, one in zip(table, question.consequences, strict=True):
            for follows in (*one.decided, *one.narrowed):
                assert re.search(rf"\b{re.escape(escaped(follows.finding.rule.id))}(?=[,; ])", line)


# Comparisons


def test_a_comparison_in_files_is_the_comparison(library: Library) -> None:
    found = [one.published() for one in held(library, GOVERNMENT, NETWORK)]
    same = compare(found)
    told, rows = as_json("compare", found), as_rows("compare", found)
    assert [(a["fact"], a["relation"]) for a in told["answers"]] == [
        (f.fact.id, str(f.relation)) for f in same.facts
    ]
    assert [(f["rule"], f["relation"], f["possible"], f["higher"]) for f in told["findings"]] == [
        (f.rule.id, str(f.relation), [words(x.outcomes) for x in f.findings], list(f.higher))
        for f in same.findings
    ]
    assert [(row["kind"], row["id"], row["relation"]) for row in rows] == [
        *(("answer", f.fact.id, str(f.relation)) for f in same.facts),
        *(("finding", f.rule.id, str(f.relation)) for f in same.findings),
    ]
    text = as_markdown("compare", found)
    for relation in {f.relation for f in same.facts}:
        assert f"## Answers: {relation} ({sum(f.relation is relation for f in same.facts)})" in text
    for relation in {f.relation for f in same.findings}:
        number = sum(f.relation is relation for f in same.findings)
        assert f"## Findings: {relation} ({number})" in text
    assert all(text.count(f"| {escaped(f.rule.citation)} |") == 1 for f in same.findings)
    quotes = [e.quote for f in same.facts for s in f.sides if s for e in s.answer.evidence]
    assert len(quotes) > 5
    assert all(escaped(quote) in text for quote in quotes if quote)


def test_a_change_in_files_is_the_change(library: Library) -> None:
    found = [one.published() for one in held(library, EARLIER, GOVERNMENT)]
    same = changes(found[0], found[1])
    told, rows = as_json("change", found), as_rows("change", found)
    assert [(f["rule"], f["turn"], f["cause"], f["then"], f["now"]) for f in told["findings"]] == [
        (f.rule, str(f.trend), f.cause and str(f.cause), words(f.before), words(f.after))
        for f in same.findings
    ]
    assert [a["fact"] for a in told["answers"]] == [a.fact.id for a in same.answers]
    assert [(row["kind"], row["id"]) for row in rows] == [
        *(("finding", f.rule) for f in same.findings),
        *(("answer", a.fact.id) for a in same.answers),
    ]
    text = as_markdown("change", found)
    for turn in {f.trend for f in same.findings}:
        assert f"## {turn.capitalize()} ({len(same.of(turn))})" in text
    assert all(text.count(f"| {escaped(f.citation)} |") == 1 for f in same.findings)
    assert all(escaped(a.fact.question) in text for a in same.answers)


# What must be in no file


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_public_is_in_no_file(library: Library, page: str, ending: str) -> None:
    """A file on all answers is the file on those that are public, byte for byte."""
    names = {"plan": (GOVERNMENT, NETWORK), "ask": (GOVERNMENT,)}.get(page, PAGES[page][0])
    found = held(library, *names)
    assert any(one.profile.unpublished() for one in found)
    content = filed(page, ending, found)
    assert content == filed(page, ending, [one.published() for one in found])
    assert b"Not for publication" not in content
    assert b"still a draft" not in content


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("page", ["plan", "ask"])
def test_a_gap_that_rests_on_what_is_not_public_is_in_no_file(
    page: str, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = load_layer(tmp_path_factory.mktemp("small"))
    found = held(small, "ata-2012-ngo")
    closings = [c.requirement.finding.rule.id for c in plan(found[0]).closings]
    public = [c.requirement.finding.rule.id for c in plan(found[0].published()).closings]
    assert closings != public
    assert filed(page, ending, found) == filed(page, ending, [found[0].published()])


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("page", PAGES)
def test_the_command_line_exports_what_is_public(library: Library, page: str, ending: str) -> None:
    command = {"change": "compare"}.get(page, page)
    layer = str(EXAMPLES / "three-voices")
    result = run(command, *PAGES[page][0], "--layer", layer, "--format", ending)
    public = [one.published() for one in held(library, *PAGES[page][0])]
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == filed(page, ending, public)


# Markdown


@pytest.mark.parametrize("page", PAGES)
def test_tables_in_markdown_are_whole_and_lines_are_lists(library: Library, page: str) -> None:
    text = as_markdown(page, held(library, *PAGES[page][0]))
    assert text.count("\n# ") + text.startswith("# ") == 1
    assert text.endswith("\n")
    columns = 0
    for line in text.splitlines():
        assert re.match(r"(#{1,3} |- |  - |\| |\|---|---$|$|[A-Z0-9(“])", line), line
        if line.startswith("|"):
            cells = len(re.findall(r"(?<!\\)\|", line)) - 1
            assert columns in (0, cells), line
            columns = cells
        else:
            columns = 0


NASTY = ("a|b", "`a`", "<b>x</b>", "[a](http://x.y)", "# a", "- a", "1. a", "---", "*a* _a_", "a\\")


@pytest.mark.parametrize("page", PAGES)
def test_nobodys_words_change_what_markdown_is_built_of(
    page: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = load_layer(tmp_path_factory.mktemp("small"))

    def built(words: Iterable[str]) -> list[tuple[str, str, int]]:
        told = with_words(small, cycle(words))
        found = held(told, *("ata-2011-government", "ata-2012-ngo"))
        if page == "change":
            found = [assess(found[0].profile, told, as_of=date(2011, 1, 1)), found[0]]
        return list(structure(as_markdown(page, found)))

    plain = built(f"word{number}" for number in range(len(NASTY)))
    assert built(f"{word}{number}" for number, word in enumerate(NASTY)) == plain
    assert len(plain) > 50


@pytest.mark.parametrize("page", PAGES)
def test_several_accounts_stand_one_after_the_other(library: Library, page: str) -> None:
    if page in ("plan", "ask"):
        text = as_markdown(page, held(library, NETWORK, EARLIER))
        first, second = text.split("\n---\n\n")
        assert "Invented network" in first
        assert "Invented network" not in second
