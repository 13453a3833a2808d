"""What is claimed, documented and confirmed: side by side in every report, and cheaply."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest
from hypothesis import given, settings
from support.command_line import run
from support.layers import WITH_REGISTERS, load_layer
from support.voices import EXAMPLES, account, accounts

from compliance.assessment import assess as engine
from compliance.assessment import basis
from compliance.assessment.assess import Assessment, assess
from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Status
from compliance.export import render
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.report.evidence_levels import answered, levels, status_levels

LAYER = ("--layer", str(EXAMPLES / "three-voices"))
GOVERNMENT = "zza-2011-government"
HEAD = "claimed  documented  confirmed"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("levels"), WITH_REGISTERS)


def answer(value: str, *said_by: str) -> Answer:
    evidence = tuple(Evidence.model_validate({"document": "T/3", "said_by": s}) for s in said_by)
    return Answer(value=value, evidence=evidence)


def holds_what_assessing_again_finds(found: Assessment) -> None:
    for standard in EvidenceStandard:
        again = found.under(standard)
        assert found.answers_by_standard[standard] == again.answers
        outcomes = {one.rule.id: one.outcomes for one in again.all_findings}
        assert found.outcomes_by_standard[standard] == outcomes


@settings(max_examples=40)
@given(accounts(1, 3))
def test_each_level_is_what_assessing_again_finds(listed: Library, told: list[Profile]) -> None:
    for standard in EvidenceStandard:
        held = basis.Basis(tuple(told), standard)
        holds_what_assessing_again_finds(assess(held, listed))


@pytest.mark.parametrize("country", ["ECU", "FRA"])
def test_each_level_is_so_where_registers_speak(bundled: Library, country: str) -> None:
    for profile in bundled.profiles_of(country):
        holds_what_assessing_again_finds(assess(profile, bundled))


def test_where_every_answer_is_documented_nothing_is_looked_at_again(
    listed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "children.papers": answer("no", "government"),
        "detention.days": answer("40", "government"),
    }
    found = assess(account("g", "government", said), listed)
    monkeypatch.setattr(engine, "finding_of", None)
    cited = found._outcomes_under(EvidenceStandard.CITED)
    assert cited == {one.rule.id: one.outcomes for one in found.all_findings}
    with pytest.raises(TypeError):
        found._outcomes_under(EvidenceStandard.INDEPENDENT)


def test_every_column_counts_the_same_rules(listed: Library) -> None:
    profile = listed.profile("ata-2011-government")
    for standard in EvidenceStandard:
        found = assess(profile, listed, evidence=standard)
        told = status_levels(found)
        totals = {sum(counts[one] for counts in told.values()) for one in EvidenceStandard}
        assert totals == {len(found.counted())}
        assert {status: counts[standard] for status, counts in told.items()} == found.statuses()


# How many answers


def counts(library: Library, **said: Answer) -> tuple[list[int], int, int]:
    named = {name.replace("__", "."): one for name, one in said.items()}
    told = answered(assess(account("g", "government", named, "ECU"), library))
    return list(told.read.values()), told.unread, told.counting


def test_an_answer_is_counted_as_well_as_it_is_shown(listed: Library) -> None:
    some = {
        "children__papers": answer("no"),
        "detention__visited": answer("no", "government"),
        "children__school": answer("none", "government", "treaty body"),
    }
    assert counts(listed, **some) == ([3, 2, 1], 0, 3)


def test_a_register_confirms_what_it_lists_and_contradicts_the_rest(listed: Library) -> None:
    assert counts(listed, treaties__x=answer("party")) == ([1, 1, 1], 0, 1)
    assert counts(listed, treaties__x=answer("none")) == ([1, 0, 0], 0, 1)


def test_answers_that_no_rule_reads_are_counted_apart(bundled: Library) -> None:
    [profile] = [p for p in bundled.profiles_of("ECU") if p.voice == "government"]
    whole = answered(assess(profile, bundled))
    found = assess(profile, bundled, topics=["treaties"])
    read = {fact for one in found.findings for c in one.checks for fact in c.table.facts}
    told = answered(found)
    assert told.read[EvidenceStandard.ANY] == len(found.answers.keys() & read)
    assert told.unread > whole.unread > 0
    assert (
        told.read[EvidenceStandard.ANY] + told.unread
        == whole.read[EvidenceStandard.ANY] + whole.unread
    )
    words = " ".join(
        run("assess", "ECU", "--voice", "government", "--topic", "treaties").stdout.split()
    )
    assert f"{told.unread} more answers are to questions that these paragraphs do not use" in words


def test_under_a_standard_it_says_that_other_answers_are_treated_as_unanswered() -> None:
    words = " ".join(run("assess", GOVERNMENT, "--evidence", "independent", *LAYER).stdout.split())
    assert "unless a source other than the speaker says the same." in words
    assert "The account answers 9 of" in words


# In every report


def test_the_list_is_shown_only_if_asked() -> None:
    usual = run("assess", GOVERNMENT, *LAYER).stdout
    asked = run("assess", GOVERNMENT, "--evidence", "any", *LAYER).stdout
    assert HEAD not in usual
    assert asked.count(HEAD) == 1


def test_json_counts_what_its_findings_say() -> None:
    [told] = json.loads(run("assess", GOVERNMENT, "--format", "json", *LAYER).stdout)["assessments"]
    summary = told["summary"]
    assert summary["levels"]["claimed"]["statuses"] == summary["statuses"]
    for level, counted in summary["levels"].items():
        sets = [one["by_evidence"][level] for one in told["findings"] if one["counted"]]
        statuses = Counter(_status(possible) for possible in sets)
        assert statuses == Counter({s: n for s, n in counted["statuses"].items() if n})


def _status(possible: list[str]) -> str:
    if not possible:
        return str(Status.NO_TEST)
    return possible[0] if len(possible) == 1 else str(Status.UNDETERMINED)


def test_csv_has_the_status_under_stricter_standards_at_its_end(listed: Library) -> None:
    found = assess(listed.profile("ata-2011-government"), listed)
    rows = list(csv.DictReader(io.StringIO(render([found], "csv").decode("utf-8-sig"))))
    assert list(rows[0])[-2:] == ["status as documented", "status as confirmed"]
    better = {
        shown.finding.rule.id: [str(one.status) for one in [*shown.outcomes.values()][1:]]
        for shown in levels(found)
    }
    assert {row["rule"]: list(row.values())[-2:] for row in rows} == better


def test_files_count_no_answer_that_is_not_public() -> None:
    told = json.loads(run("assess", GOVERNMENT, "--format", "json", *LAYER).stdout)
    [found] = told["assessments"]
    assert found["summary"]["levels"]["claimed"]["answers"] == 9
    assert "The account answers 9 of" in run("assess", GOVERNMENT, *LAYER).stdout
    [school] = [one for one in found["findings"] if one["rule"] == "A-RES-65-212.5f"]
    assert school["by_evidence"]["claimed"] != ["met"]
