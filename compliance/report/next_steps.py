"""What to try next: the last lines of a report on a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.assessment.findings import Finding
from compliance.document.screen import Screen
from compliance.errors import InputError
from compliance.library.library import Library, Scope
from compliance.model.profiles import Profile
from compliance.model.rulebook import Rule
from compliance.report.sections import Section, by_topic, sections


def print_next(screen: Screen, assessments: Sequence[Assessment], scope: Scope) -> None:
    """The commands by which one reads on, narrowed as this report is."""
    screen.heading("Next")
    assessment = assessments[0]
    profile = _profile_reference(assessment.basis.accounts[0], assessment.library)
    over = "".join(f" --layer {shlex.quote(name)}" for name in assessment.library.layers)
    if rule := _worth_explaining(assessment):
        reference = _rule_reference(rule, assessment.library)
        command = f"compliance explain {reference} {profile}{_held(assessment)}{over}"
        screen.item("clause to status", screen.unbroken(command, "bold"), 21, at=2)
    if accounts := assessment.basis.accounts[1:]:
        names = [_profile_reference(one, assessment.library) for one in accounts]
        profile = " ".join([profile, *names, "--together"])
    options = f"{_narrowed(scope)}{_held(assessment)}{over}"
    command = f"compliance assess {profile}{options} -o report.xlsx"
    screen.item("all in a workbook", screen.unbroken(command, "bold"), 21, at=2)


def _narrowed(scope: Scope) -> str:
    """The options that narrow the rules."""
    books = "".join(f" --rulebook {shlex.quote(name)}" for name in sorted(scope.rulebooks))
    return books + "".join(f" --topic {shlex.quote(name)}" for name in sorted(scope.topics))


def _held(assessment: Assessment) -> str:
    """The options that say on which day, and how well answers must be shown."""
    basis = assessment.basis
    is_other_day = assessment.as_of != basis.profile.as_of
    day = f" --as-of {assessment.as_of}" if is_other_day else ""
    is_strict = basis.standard is not EvidenceStandard.ANY
    return day + (f" --evidence {basis.standard}" if is_strict else "")


def _worth_explaining(assessment: Assessment) -> Rule | None:
    """The rule of the first gap listed; else of the open finding that says most; else of any."""
    for section, findings in sections(assessment.findings).items():
        in_order = [f for group in by_topic(findings, assessment.library).values() for f in group]
        tested = [finding for finding in in_order if finding.checks]
        if section is Section.UNDETERMINED:
            tested.sort(key=_how_open)
        if tested:
            return tested[0].rule
    return None


def _how_open(finding: Finding) -> tuple[bool, int]:
    is_silent = not any(found.because for found in finding.checks)
    return is_silent, len(finding.missing)


def _rule_reference(rule: Rule, library: Library) -> str:
    """The shortest name by which the command line finds the rule."""
    try:
        return rule.stem if library.rule(rule.stem).id == rule.id else rule.id
    except InputError:
        return rule.id


def _profile_reference(profile: Profile, library: Library) -> str:
    """The country where that names this account alone, else its id, or else its file."""
    if profile == library.unspoken(profile.country):
        return profile.country
    if library.profiles.get(profile.id) != profile:
        return shlex.quote(profile.layer)
    alone = [p.id for p in library.profiles.values() if p.country == profile.country]
    return profile.country if alone == [profile.id] else profile.id
