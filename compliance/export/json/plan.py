"""Plans as JSON: schema ``compliance/plan/v2``. What the keys mean stands in docs/json.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import Changes, FactChange
from compliance.assessment.plan import Action, Closing, Moved, Plan, Requirement
from compliance.export.json.assessments import as_text, outcomes_keys, profile_keys
from compliance.model.rulebook import Fact
from compliance.model.value_sets import ValueSet
from compliance.report import plan as report
from compliance.report import wording
from compliance.report.remedies import change_words

SCHEMA = "compliance/plan/v2"


def parts(plans: Sequence[Plan]) -> Iterator[bytes]:
    """The plans one after the other, in UTF-8."""
    told = {"schema": SCHEMA, "plans": [_plan(made) for made in plans]}
    yield as_text(told).encode("utf-8", "replace")


def _plan(made: Plan) -> dict[str, Any]:
    assessment = made.assessment
    return {
        "profile": profile_keys(assessment.profile),
        "as_of": assessment.as_of.isoformat(),
        "order": report.ORDER,
        "gaps": [_closing(closing, assessment) for closing in made.closings],
        "actions": [_action(action, assessment) for action in made.proposals],
    }


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "rule": requirement.finding.rule.id,
        "citation": requirement.finding.rule.citation,
        "asks": list(requirement.found.asks),
        "force": requirement.found.force,
    }


def _closing(closing: Closing, assessment: Assessment) -> dict[str, Any]:
    outcomes = closing.requirement.found.outcomes
    return {
        **_requirement(closing.requirement),
        **outcomes_keys(outcomes),
        "gap": outcomes.is_gap,
        "gap_if_it_applies": outcomes.is_gap_if_it_applies,
        "searched": closing.met.is_searched,
        "only_parts_are_actions": report.only_parts_are_actions(closing),
        "ways": closing.met.number if closing.met.is_searched else None,
        "to_meet": [_sets(part, assessment) for part in closing.met.parts],
        "to_meet_partly": _sets(closing.partly, assessment),
        "to_meet_partly_together": [
            _sets(part, assessment)
            for part in (closing.partly_together.parts if closing.partly_together.number else ())
        ],
    }


def _sets(sets: Iterable[Changes], assessment: Assessment) -> list[list[dict[str, Any]]]:
    return [[change_keys(change, assessment) for change in changes] for changes in sets]


def change_keys(change: FactChange, assessment: Assessment) -> dict[str, Any]:
    """A change of a fact: what, from what, and to what."""
    fact = assessment.library.facts[change.fact]
    return {
        "fact": change.fact,
        "question": fact.question,
        "member": change.member,
        "now": report.now_words(change, assessment),
        "to": change_words(change, fact),
        "values": _values(change, fact),
    }


def _values(change: FactChange, fact: Fact) -> list[str]:
    """The ids of the values that will do; of a number or day, words."""
    to: ValueSet = change.to
    if change.member is not None:
        inside = dict(to.members or ()).get(change.member, frozenset())
        return [word for word in ("yes", "no") if (word == "yes") in inside]
    if to.values is not None:
        names = ("yes", "no") if fact.type == "yes_no" else tuple(fact.choices)
        return [
            n
            for n in names
            if n in to.values or (fact.type == "yes_no" and (n == "yes") in to.values)
        ]
    return [wording.possible_words(to, fact)]


def _action(action: Action, assessment: Assessment) -> dict[str, Any]:
    return {
        "action": report.sentence_of(action, assessment),
        "changes": [change_keys(change, assessment) for change in action.changes],
        "force": action.force,
        "improves": [_moved(one) for one in action.moved],
        "worsens": [_moved(one) for one in action.worsened],
        "newly_applicable": [_moved(one) for one in action.newly_applicable],
        "asked_in": list(action.instruments),
        "responsible": list(action.responsible),
        "leads": list(action.leads),
        "remedies": list(action.remedies),
    }


def _moved(moved: Moved) -> dict[str, Any]:
    return {
        **_requirement(moved.requirement),
        "before": [str(outcome) for outcome in moved.requirement.found.outcomes],
        "after": [str(outcome) for outcome in moved.after],
    }
