"""Every rule tried on the cases under tests/law/rules, and the cases tried for completeness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.layers import load_layer, write_layer

from compliance.assessment.cases import Placed, lacking, read_cases
from compliance.assessment.cases import alone as without_registers
from compliance.errors import InputError
from compliance.library.library import Library
from compliance.library.yaml_reader import read

HERE = Path(__file__).parent / "rules"
FILES = sorted(HERE.glob("*/*.yaml"))


def _named() -> Iterator[object]:
    """Each case by its file and number; read in full only where it is tried."""
    for file in FILES:
        data = read(file).data
        for number, case in enumerate(data["cases"]):
            yield pytest.param(file, number, id=f"{file.stem}: {case['name']}")


@pytest.fixture(scope="module")
def alone(bundled: Library) -> Library:
    """Our library without registers: a case is all that is known of its State."""
    return without_registers(bundled)


@pytest.fixture(scope="module")
def cases(bundled: Library) -> dict[Path, list[Placed]]:
    return {file: read_cases(file, bundled) for file in FILES}


@pytest.mark.parametrize(("file", "number"), list(_named()))
def test_the_engine_finds_what_a_lawyer_finds(
    alone: Library, cases: dict[Path, list[Placed]], file: Path, number: int
) -> None:
    complaint = cases[file][number].complaint(alone)
    assert not complaint, complaint


def test_every_rule_with_checks_has_cases(bundled: Library) -> None:
    with_checks = {rule.id for rule in bundled.rules.values() if rule.checks}
    assert {f"{file.parent.name}.{file.stem}" for file in FILES} == with_checks


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_status_and_every_outcome_of_every_check_has_a_case(
    bundled: Library, cases: dict[Path, list[Placed]], file: Path
) -> None:
    told = [one.case for one in cases[file]]
    assert list(lacking(cases[file][0].rule, told, bundled)) == []
    assert any(case.status == "undetermined" for case in told)
    assert any(case.checks for case in told)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_two_cases_tell_the_same(cases: dict[Path, list[Placed]], file: Path) -> None:
    names = [one.case.name for one in cases[file]]
    answers = [str(sorted(one.case.answers.items())) for one in cases[file]]
    assert len(set(names)) == len(set(answers)) == len(cases[file])


# How the cases are read and what is said where they fail.


@pytest.fixture
def small(tmp_path: Path) -> Library:
    return load_layer(tmp_path)


CASE = """
rule: T-1.2
cases:
  - name: Children of residents may go to school
    answers:
      children.school: {answers}
    status: {status}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages call files as from where one works."""
    monkeypatch.chdir(tmp_path)


def _read(folder: Path, library: Library, text: str) -> list[Placed]:
    write_layer(folder, {"rules/T-1/2.yaml": text})
    return read_cases(folder / "rules/T-1/2.yaml", library)


def test_a_failure_tells_where_what_was_expected_and_why_it_is_not_so(
    small: Library, tmp_path: Path
) -> None:
    text = CASE.format(answers="residents", status="met") + "    checks: {entitlement: met}"
    (case,) = _read(tmp_path, small, text)
    assert case.complaint(small).splitlines() == [
        "rules/T-1/2.yaml:3: Children of residents may go to school",
        "T/1, para. 2: expected met, found partly met",
        "entitlement: expected met, found partly met",
        "the checks:",
        "  entitlement: partly met because of children.school",
        "  enrolment: not met or met, open: children.papers",
        "  no_checks: not met or met, open: children.papers",
    ]
    (right,) = _read(tmp_path, small, CASE.format(answers="residents", status="partly met"))
    assert right.complaint(small) == ""


@pytest.mark.parametrize(
    ("answers", "status", "what"),
    [
        ("resident", "met", "5:24: `resident` is no choice of `children.school`"),
        ("{not: [none, one]}", "met", "5:24: `one` is no choice of `children.school`"),
        ("{value: none}", "met", "5:24: `children.school` takes one value, not several"),
        ("{a: [b]}", "met", "5:24: `children.school` is not answered as in a profile"),
        ("none", "so so", "6:13: `status` cannot be 'so so'"),
        ("none", "undetermined", "6:13: say which outcomes are `possible`"),
        ("none\n      children.schol: none", "met", "6:7: there is no fact `children.schol`"),
        ("none\n      treaties.x: none", "met", "6:7: no check of T-1.2 reads `treaties.x`"),
        ("none", "met\n    possible: [met, not met]", "7:15: nothing else is possible"),
        ("none", "met\n    checks: {enrolment: good}", "7:25: `good` is no outcome"),
        ("none", "met\n    checks: {enrol: met}", "7:14: T-1.2 has no check `enrol`"),
        ("none", "met\n    check: met", "7:5: `check` is no key here"),
    ],
)
def test_a_case_written_wrongly_is_refused_with_its_place(
    small: Library, tmp_path: Path, answers: str, status: str, what: str
) -> None:
    with pytest.raises(InputError) as error:
        _read(tmp_path, small, CASE.format(answers=answers, status=status))
    assert str(error.value).startswith(f"rules/T-1/2.yaml:{what}")


def test_any_one_is_each_member_in_turn(small: Library, tmp_path: Path) -> None:
    text = """
        rule: T-1.3b
        cases:
          - name: Whoever else is trained, one of the two is not
            answers: {detention.trained: {any one: no}}
            status: undetermined
            possible: [not met, partly met]
        """
    write_layer(tmp_path, {"rules/T-1/3b.yaml": text})
    (case,) = read_cases(tmp_path / "rules/T-1/3b.yaml", small)
    assert [state.speaker for state in case.states] == [
        "Whoever else is trained, one of the two is not (border_police)",
        "Whoever else is trained, one of the two is not (judges)",
    ]
    assert case.complaint(small) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("rule: T-1.1\ncases: []", ":1:7: this is not the rule that the file is named after"),
        ("rule: T-1.2\ncases: []", ":1:1: there are no cases"),
    ],
)
def test_a_file_that_tries_nothing_is_refused(
    small: Library, tmp_path: Path, text: str, what: str
) -> None:
    with pytest.raises(InputError) as error:
        _read(tmp_path, small, text)
    assert str(error.value).startswith(f"rules/T-1/2.yaml{what}")
