"""What to try next: the last lines of a report on a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from compliance.accounts import Profile
from compliance.assessment import Assessment
from compliance.errors import InputError
from compliance.finding import Finding
from compliance.library import Library
from compliance.model import Rule
from compliance.report.screen import Screen
from compliance.report.sections import Section, by_topic, sections


def print_next(screen: Screen, assessments: Sequence[Assessment]) -> None:
    """The commands by which one reads on."""
    screen.heading("Next")
    assessment = assessments[0]
    profile = _profile_reference(assessment.testimony.accounts[0], assessment.library)
    over = "".join(f" --layer {shlex.quote(name)}" for name in assessment.library.layers)
    if rule := _worth_explaining(assessment):
        reference = _rule_reference(rule, assessment.library)
        command = screen.unbroken(f"compliance explain {reference} {profile}{over}", "bold")
        screen.item("clause to status", command, 21, at=2)
    if accounts := assessment.testimony.accounts[1:]:
        names = [_profile_reference(one, assessment.library) for one in accounts]
        profile = " ".join([profile, *names, "--together"])
    command = screen.unbroken(f"compliance assess {profile}{over} -o report.xlsx", "bold")
    screen.item("all in a workbook", command, 21, at=2)


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
