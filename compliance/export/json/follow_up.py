"""Follow-up as JSON: schema ``compliance/follow-up/v1``. What the keys mean is in docs/json.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.assessment.findings import Finding
from compliance.assessment.follow_up import FollowUp, Step
from compliance.export.json.assessments import as_text, outcomes_keys, profile_keys
from compliance.model.actions import TrackedAction

SCHEMA = "compliance/follow-up/v1"


def parts(subject: Sequence[FollowUp]) -> Iterator[bytes]:
    """The follow-up of each account, in UTF-8."""
    told = {"schema": SCHEMA, "follow_up": [_follow_up(one) for one in subject]}
    yield as_text(told).encode("utf-8", "replace")


def _follow_up(subject: FollowUp) -> dict[str, Any]:
    return {
        "profile": profile_keys(subject.assessment.profile),
        "as_of": subject.assessment.as_of.isoformat(),
        "today": subject.today.isoformat(),
        "actions": [_action(one, subject) for one in subject.actions],
        "if_every_promise_is_kept": [_step(step) for step in subject.steps],
        "still_gaps": [_result(f) for f in subject.after_all if f.is_counted and f.outcomes.is_gap],
    }


def _action(one: TrackedAction, subject: FollowUp) -> dict[str, Any]:
    return {
        "key": one.key,
        "action": one.action,
        "to": {
            fact: answer.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
            for fact, answer in one.to.items()
        },
        "rules": list(one.rules),
        "lead": one.lead,
        "due": one.due.isoformat() if one.due else None,
        "state": one.state,
        "overdue": one.is_overdue(subject.today),
        "answered": subject.is_answered(one),
        "progress": [
            {"on": told.on.isoformat(), "note": told.note, "said_by": told.said_by}
            for told in one.progress
        ],
        "source": one.source,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "due": step.due.isoformat() if step.due else None,
        "actions": [one.key for one in step.actions],
        "changes": [
            {
                "rule": after.rule.id,
                "citation": after.rule.citation,
                "before": [str(outcome) for outcome in before.outcomes],
                "after": [str(outcome) for outcome in after.outcomes],
            }
            for before, after in step.changed
        ],
    }


def _result(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "citation": finding.rule.citation,
        **outcomes_keys(finding.outcomes),
    }
