"""Rules and findings in OSCAL 1.2, the language in which auditors' systems exchange theirs.

A provision is a control, a check an objective of it. OSCAL knows *satisfied* and *not satisfied*
alone. So a check that answers leave undetermined has no finding: it is left out and named as not
assessed, else silence would be failure. *Partly met* is not satisfied, for another reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import metadata
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding
from compliance.countries import country_name
from compliance.engine.outcomes import Status
from compliance.export import published
from compliance.library.library import Library
from compliance.model.rulebook import Check, Rule
from compliance.report import wording
from compliance.report.reasons import evidence_of, reason

OSCAL_VERSION = "1.2.1"
NAMESPACE = "urn:migrant-rights-compliance"
CATALOG = "catalog.json"
RESULTS = "assessment-results.json"
_OURS = uuid5(NAMESPACE_URL, NAMESPACE)
_DECIDED = {
    Status.MET: ("satisfied", "pass"),
    Status.PARTLY_MET: ("not-satisfied", "other"),
    Status.NOT_MET: ("not-satisfied", "fail"),
}
"""The state that OSCAL has for a status, and the reason."""


def catalog(library: Library) -> str:
    """All provisions as a catalog: a group an instrument, a control a provision."""
    known = [one.since for one in library.instruments.values() if one.since]
    days = [day for one in known if (day := one.latest or one.earliest)]
    groups = [
        {
            "id": instrument.id,
            "title": f"{instrument.symbol}: {instrument.title}",
            "controls": [_control(r) for r in library.rules.values() if r.instrument == book],
        }
        for book, instrument in library.instruments.items()
    ]
    told = {
        "uuid": str(_uuid("catalog", *library.rules)),
        "metadata": _metadata(
            "Provisions of United Nations documents on the human rights of migrants",
            max(days, default=date.min),
            "The part statement has the document's own words, or says that they are ours. Titles, "
            "objectives and guidance are our reading, and not the words of the United Nations.",
        ),
        "groups": [group for group in groups if group["controls"]],
    }
    return _text({"catalog": told})


def assessment_results(assessments: Sequence[Assessment]) -> str:
    """The decided checks of each account as findings, a result an account, as others may see them.

    Accounts stand apart. What is undetermined or does not apply is no finding; it is named.
    """
    public = [published(one) for one in assessments]
    plan = str(_uuid("plan"))
    told = {
        "uuid": str(_uuid("results", *(_key(one) for one in public))),
        "metadata": _metadata(
            "Results on the human rights of migrants",
            max(one.as_of for one in public),
            "Results are by account, as one speaker gave it at a date: they are not to be added "
            "up, averaged or ranked. What is not assessed is open, and no failure.",
        ),
        "import-ap": {"href": f"#{plan}"},
        "results": [_result(one) for one in public],
        "back-matter": {
            "resources": [
                {
                    "uuid": plan,
                    "title": "The rules",
                    "description": "There is no assessment plan: each rule of the catalog says "
                    "how it is decided.",
                    "rlinks": [{"href": CATALOG, "media-type": "application/json"}],
                }
            ]
        },
    }
    return _text({"assessment-results": told})


def _text(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _uuid(*of: str) -> UUID:
    """The same for the same things: a file made again has the same bytes."""
    return uuid5(_OURS, "\0".join(of))


def _key(assessment: Assessment) -> str:
    return f"{assessment.profile.id}@{assessment.as_of}+{assessment.basis.standard}"


def _metadata(title: str, day: date, remarks: str) -> dict[str, Any]:
    return {
        "title": title,
        "last-modified": _moment(day),
        "version": _version(),
        "oscal-version": OSCAL_VERSION,
        "remarks": remarks,
    }


def _version() -> str:
    try:
        return metadata.version("migrant-rights-compliance")
    except metadata.PackageNotFoundError:
        return "not installed"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _prop(name: str, value: str, remarks: str | None = None) -> dict[str, str]:
    """A property of ours: OSCAL wants one line."""
    told = {"name": name, "ns": NAMESPACE, "value": " ".join(value.split())}
    return {**told, "remarks": remarks} if remarks else told


# The catalog


def objective(rule: Rule, check: Check) -> str:
    """The id of a check as an objective."""
    return f"{rule.id}.{check.id}"


def _control(rule: Rule) -> dict[str, Any]:
    facts = {
        "citation": rule.citation,
        "force": rule.force,
        "addressee": rule.addressee,
        "country": rule.country,
        "asked-by": rule.asked_by,
        "not-tested": rule.why_untested,
    }
    statement = {
        "id": f"{rule.id}_statement",
        "name": "statement",
        "props": [_prop("words", "of the document" if rule.text else "ours")],
        "prose": rule.wording,
    }
    return {
        "id": rule.id,
        "title": rule.title,
        "props": [_prop(name, value) for name, value in facts.items() if value],
        "parts": [statement, *(_objective(rule, check) for check in rule.checks)],
    }


def _objective(rule: Rule, check: Check) -> dict[str, Any]:
    return {
        "id": objective(rule, check),
        "name": "assessment-objective",
        "props": [_prop("measure", check.measure), _prop("force", rule.force_of(check))],
        "prose": " … ".join(check.asks),
        "parts": [{"name": "guidance", "prose": check.remedy}],
    }


# The results


def _result(assessment: Assessment) -> dict[str, Any]:
    profile = assessment.profile
    decided = [pair for pair in _checks(assessment) if pair[1].outcomes.status in _DECIDED]
    told = {
        "uuid": str(_uuid("result", _key(assessment))),
        "title": f"{country_name(profile.country)}: {profile.speaker}, {profile.as_of}",
        "description": "By the answers of one speaker, as things stood on "
        f"{assessment.as_of.isoformat()}.",
        "start": _moment(assessment.as_of),
        "props": [
            _prop("country", profile.country),
            _prop("account", profile.id),
            _prop("voice", profile.voice),
            _prop("evidence", str(assessment.basis.standard)),
            *_left_out(assessment),
        ],
        "reviewed-controls": _reviewed(assessment, decided),
    }
    if decided:
        told["observations"] = [_observation(assessment, *pair) for pair in decided]
        told["findings"] = [_finding(assessment, *pair) for pair in decided]
    if assessment.has_withheld:
        told["remarks"] = (
            "This account may have confidential answers. They are left out, and their questions "
            "are open here."
        )
    return told


def _checks(assessment: Assessment) -> Iterator[tuple[Finding, CheckFinding]]:
    for finding in assessment.findings:
        yield from ((finding, found) for found in finding.checks)


def _left_out(assessment: Assessment) -> Iterator[dict[str, str]]:
    """The objectives without a finding, each with the reason."""
    for finding, found in _checks(assessment):
        name = objective(finding.rule, found.check)
        if found.outcomes.status is Status.UNDETERMINED:
            may_be = wording.listed([str(outcome) for outcome in found.outcomes])
            open_ = ", ".join(found.missing)
            yield _prop("not-assessed", name, f"It can be {may_be}. Open questions: {open_}.")
        elif found.outcomes.status is Status.NOT_APPLICABLE:
            yield _prop("not-applicable", name)
    for finding in assessment.findings:
        if not finding.checks:
            yield _prop("not-tested", finding.rule.id, finding.reason)


def _reviewed(
    assessment: Assessment, decided: Iterable[tuple[Finding, CheckFinding]]
) -> dict[str, Any]:
    """The controls and objectives that have a finding; all others are named as not reviewed."""
    names = {objective(f.rule, c.check): f.rule.id for f, c in decided}
    controls = dict.fromkeys(names.values())
    others = [f.rule.id for f in assessment.findings if f.rule.id not in controls]
    not_assessed = [
        objective(f.rule, c.check)
        for f, c in _checks(assessment)
        if objective(f.rule, c.check) not in names
    ]
    control_key, objective_key = "control-id", "objective-id"
    return {
        "description": "Reviewed is what the answers decide. What is excluded is not assessed, "
        "since answers are open, or does not apply: see the properties of the result.",
        "control-selections": [_selection("controls", control_key, [*controls], others)],
        "control-objective-selections": [
            _selection("objectives", objective_key, [*names], not_assessed)
        ],
    }


def _selection(of: str, key: str, included: list[str], excluded: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = (
        {f"include-{of}": [{key: name} for name in included]} if included else {"include-all": {}}
    )
    if excluded:
        told[f"exclude-{of}"] = [{key: name} for name in excluded]
    return told


def _of_check(assessment: Assessment, finding: Finding, found: CheckFinding) -> tuple[str, str]:
    return _key(assessment), objective(finding.rule, found.check)


def _observation(assessment: Assessment, finding: Finding, found: CheckFinding) -> dict[str, Any]:
    evidence = [
        {"description": f"{fact}: {wording.quotation(told)}"}
        for fact, told in evidence_of(assessment, found.because)
    ]
    told = {
        "uuid": str(_uuid("observation", *_of_check(assessment, finding, found))),
        "description": reason(assessment, found).known,
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "collected": _moment(assessment.profile.as_of),
    }
    return {**told, "relevant-evidence": evidence} if evidence else told


def _finding(assessment: Assessment, finding: Finding, found: CheckFinding) -> dict[str, Any]:
    status = found.outcomes.status
    state, why = _DECIDED[status]
    of_check = _of_check(assessment, finding, found)
    props = [_prop("status", str(status)), _prop("force", found.force)]
    if not finding.is_counted:
        props.append(_prop("counted", "no"))
    return {
        "uuid": str(_uuid("finding", *of_check)),
        "title": f"{finding.citation}: {finding.rule.title}",
        "description": " … ".join(found.check.asks),
        "props": props,
        "target": {
            "type": "objective-id",
            "target-id": of_check[1],
            "status": {"state": state, "reason": why},
        },
        "related-observations": [{"observation-uuid": str(_uuid("observation", *of_check))}],
    }
