"""OSCAL: valid by the models of its schema; what is open is no finding and is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from oscal_bindings.v1.models import AssessmentResultsDocument, CatalogDocument
from pydantic import ValidationError
from support.command_line import refused, run

from compliance import Library, assess
from compliance.assessment.assess import Assessment
from compliance.engine.outcomes import Status
from compliance.export.oscal import assessment_results, catalog, objective
from compliance.model.profiles import Answer

STATES = {
    Status.MET: {"state": "satisfied", "reason": "pass"},
    Status.PARTLY_MET: {"state": "not-satisfied", "reason": "other"},
    Status.NOT_MET: {"state": "not-satisfied", "reason": "fail"},
}


@pytest.fixture(scope="module")
def accounts(bundled: Library) -> list[Assessment]:
    return [assess(profile, bundled) for profile in bundled.profiles.values()]


def results(assessments: list[Assessment]) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads(assessment_results(assessments))
    found: list[dict[str, Any]] = told["assessment-results"]["results"]
    return found


def named(result: dict[str, Any], name: str) -> list[str]:
    return [prop["value"] for prop in result["props"] if prop["name"] == name]


def test_both_are_valid(bundled: Library, accounts: list[Assessment]) -> None:
    """The models are generated from the official JSON Schema of OSCAL 1.2."""
    told = json.loads(catalog(bundled))
    CatalogDocument.model_validate(told)
    AssessmentResultsDocument.model_validate(json.loads(assessment_results(accounts)))
    told["catalog"]["invented"] = "x"
    with pytest.raises(ValidationError, match="invented"):
        CatalogDocument.model_validate(told)


def test_every_provision_is_a_control_in_the_words_of_its_document(bundled: Library) -> None:
    groups = json.loads(catalog(bundled))["catalog"]["groups"]
    controls = {one["id"]: one for group in groups for one in group["controls"]}
    assert controls.keys() == bundled.rules.keys()
    for name, rule in bundled.rules.items():
        statement, *objectives = controls[name]["parts"]
        assert statement["prose"] == rule.wording
        assert statement["props"][0]["value"] == ("of the document" if rule.text else "ours")
        assert [one["id"] for one in objectives] == [objective(rule, c) for c in rule.checks]


def test_every_check_is_a_finding_or_named_as_left_out(accounts: list[Assessment]) -> None:
    for one, result in zip(accounts, results(accounts), strict=True):
        public = one.published()
        by_status: dict[Status, set[str]] = {}
        for finding in public.findings:
            for found in finding.checks:
                own = by_status.setdefault(found.outcomes.status, set())
                own.add(objective(finding.rule, found.check))
        told = {f["target"]["target-id"]: f["target"]["status"] for f in result.get("findings", ())}
        for status, state in STATES.items():
            assert set(by_status.get(status, ())) == {name for name in told if told[name] == state}
        assert set(named(result, "not-assessed")) == by_status.get(Status.UNDETERMINED, set())
        assert set(named(result, "not-applicable")) == by_status.get(Status.NOT_APPLICABLE, set())


def test_silence_is_no_failure(bundled: Library) -> None:
    account = bundled.profile("ecu-2011-government").model_copy(update={"answers": {}})
    (result,) = results([assess(account, bundled)])
    states = {f["target"]["status"]["state"] for f in result.get("findings", ())}
    assert len(result.get("findings", ())) < 10, states
    assert len(named(result, "not-assessed")) > 150
    selection = result["reviewed-controls"]["control-objective-selections"][0]
    left_out = {one["objective-id"] for one in selection["exclude-objectives"]}
    assert set(named(result, "not-assessed")) <= left_out


def test_every_finding_has_its_reason_and_sources(accounts: list[Assessment]) -> None:
    for result in results(accounts):
        observed = {one["uuid"]: one for one in result.get("observations", ())}
        for finding in result.get("findings", ()):
            (related,) = finding["related-observations"]
            assert observed[related["observation-uuid"]]["description"]


def test_nothing_confidential_and_the_same_bytes(bundled: Library) -> None:
    profile = bundled.profile("ecu-2011-government")
    fact, (answer, *_) = next(
        (fact, dated) for fact, dated in profile.answers.items() if dated[0].states_something
    )
    hidden = answer.model_copy(update={"public": False, "note": "SECRET"})
    secret = profile.model_copy(update={"answers": {**profile.answers, fact: (hidden,)}})
    assert isinstance(hidden, Answer)
    text = assessment_results([assess(secret, bundled)])
    assert "SECRET" not in text
    assert "may have confidential answers" in text
    assert text == assessment_results([assess(secret, bundled)])


@pytest.mark.usefixtures("ours")
def test_the_command_writes_the_catalog_and_the_results() -> None:
    assert run("export", "oscal", "out").stderr == "Wrote 1 file to out\n"
    assert "there is such a file already" in refused("export", "oscal", "out", "ATA")
    assert run("export", "oscal", "out", "ATA", "--overwrite").exit_code == 0
    told = json.loads(Path("out/assessment-results.json").read_text("utf-8"))
    AssessmentResultsDocument.model_validate(told)
    assert len(told["assessment-results"]["results"]) > 1
