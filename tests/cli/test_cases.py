"""`compliance new cases` and `compliance test`: cases in a layer, drawn and run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.command_line import refused, run
from support.shelter import SHELTER, shelter

from compliance.assessment.assess import assess
from compliance.assessment.cases import alone, lacking, read_cases
from compliance.assessment.invented_states import invented_states
from compliance.engine.outcomes import Outcomes
from compliance.engine.rule_tables import RuleTables
from compliance.library.library import Library

pytestmark = pytest.mark.usefixtures("ours")

CASES = "cases/INV-1/1.yaml"
WRONG = """
    rule: INV-1.1
    cases:
      - name: Everyone has a place, nobody is trained
        answers: {shelter.entitlement: everyone, shelter.trained: {others: no}}
        status: met
    """


def test_a_case_that_comes_out_otherwise_is_told_with_its_reason() -> None:
    result = run("test", shelter({**SHELTER, CASES: WRONG}))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"shelter/{CASES}:3: Everyone has a place, nobody is trained",
        "  INV/1, para. 1: expected met, found partly met",
        "  the checks:",
        "    place: met because of shelter.entitlement",
        "    training: not met because of shelter.trained",
        "INV-1.1: no case says not met, partly met",
        "1 case: 0 as expected, 1 otherwise",
    ]


def test_a_case_that_comes_out_as_expected_passes() -> None:
    name = shelter({**SHELTER, CASES: WRONG.replace("status: met", "status: partly met")})
    for path in (name, f"{name}/cases", f"{name}/{CASES}"):
        result = run("test", path)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("\n1 case: 1 as expected\n")


def test_the_working_folder_is_the_layer_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(shelter({**SHELTER, CASES: WRONG}))
    assert run("test").stdout.endswith("\n1 case: 0 as expected, 1 otherwise\n")


@pytest.mark.parametrize("status", ["status:", "status: ''", ""])
def test_a_case_without_a_status_is_named_and_never_passes(status: str) -> None:
    result = run("test", shelter({**SHELTER, CASES: WRONG.replace("status: met", status)}))
    assert result.exit_code == 1
    assert "no `status` is written: write what you expect" in result.stdout
    assert result.stdout.endswith("\n1 case: 0 as expected, 1 without a status\n")


def test_a_layer_without_cases_is_refused_with_the_command_that_draws_some() -> None:
    assert "`compliance new cases RULE -o LAYER` draws some" in refused("test", shelter())
    assert "there is no such file" in refused("test", "nowhere")


def test_check_knows_the_folder_of_cases_and_says_how_another_should_be_called() -> None:
    assert run("check", shelter({**SHELTER, CASES: WRONG})).exit_code == 0
    said = refused("check", shelter({**SHELTER, "tests/INV-1/1.yaml": WRONG}))
    assert "cases are read by `compliance test`, in a folder `cases`: call it so" in said


def test_drawn_states_wait_for_the_lawyer_and_are_then_compared() -> None:
    name = shelter()
    drawn = run("new", "cases", "INV-1.1", "-o", name)
    assert (drawn.exit_code, drawn.stdout) == (0, "")
    assert run("test", name).stdout.endswith("\n3 cases: 0 as expected, 3 without a status\n")
    path = Path(name, CASES)
    statuses = iter(["met", "partly met", "not met"])
    text = re.sub(r"status:\n", lambda _: f"status: {next(statuses)}\n", path.read_text())
    path.write_text(text, encoding="utf-8")
    assert run("test", name).stdout == "3 cases: 3 as expected\n"
    assert "there are cases already" in refused("new", "cases", "INV-1.1", "-o", name)
    assert path.read_text(encoding="utf-8") == text


def test_without_a_place_they_are_printed_as_they_would_be_written() -> None:
    name = shelter()
    printed = run("new", "cases", "INV-1.1", "--layer", name).stdout
    run("new", "cases", "INV-1.1", "-o", name)
    assert Path(name, CASES).read_text(encoding="utf-8") == printed


def test_a_rule_without_checks_has_no_cases() -> None:
    assert "T-1.6 has no checks" in refused("new", "cases", "T-1.6")


def test_the_states_drawn_for_our_own_rules_show_every_outcome(
    bundled: Library, tmp_path: Path
) -> None:
    """Read, assessed and counted: each status of the rule and outcome of each check is there."""
    library = alone(bundled)
    for rule in list(library.rules.values())[::5]:
        if not rule.checks:
            continue
        states = invented_states(rule, library)
        lines = [f"  - {{name: S{n}, answers: {told}}}" for n, told in enumerate(states)]
        path = tmp_path / rule.instrument / f"{rule.stem}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([f"rule: {rule.id}", "cases:", *lines]), encoding="utf-8")
        seen, statuses = set(), set()
        for case in read_cases(path, library):
            (state,) = case.states
            found = assess(state, library, topics=rule.topics).findings
            (finding,) = (one for one in found if one.rule.id == rule.id)
            assert len(finding.outcomes) == 1, f"{rule.id} {state.answers}"
            statuses |= set(finding.outcomes)
            seen |= {(check.check.id, *check.outcomes) for check in finding.checks}
        tables = library.tables[rule.id]
        every = RuleTables(tables).decide(tuple(table.full for table in tables))
        assert statuses == set(Outcomes.from_bits(every)), rule.id
        for check, table in zip(rule.checks, tables, strict=True):
            for outcome in Outcomes.from_bits(table.decide(table.full)):
                assert (check.id, outcome) in seen, f"{rule.id} {check.id} {outcome}"
        most = max(len(Outcomes.from_bits(table.decide(table.full))) for table in tables)
        assert len(states) <= 2 * most + 2, rule.id
        assert set(lacking(rule, [], library)) == set(map(str, statuses))
