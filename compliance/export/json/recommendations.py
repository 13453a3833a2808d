"""A list of recommendations as JSON: schema ``compliance/recommendations/v1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.assessment.findings import Finding
from compliance.assessment.recommendations import AnsweredList, ListedRow
from compliance.export.json.assessments import as_text, outcomes_keys, profile_keys
from compliance.report.recommendations import answered, link_to

SCHEMA = "compliance/recommendations/v1"


def parts(subject: AnsweredList) -> Iterator[bytes]:
    """The list, in UTF-8."""
    told = {
        "schema": SCHEMA,
        "profile": profile_keys(subject.assessment.profile),
        "as_of": subject.assessment.as_of.isoformat(),
        "today": subject.today.isoformat(),
        "list": subject.path.name,
        "columns": list(subject.columns),
        "rows": [_row(row, subject) for row in subject.rows],
    }
    yield as_text(told).encode("utf-8", "replace")


def _row(row: ListedRow, subject: AnsweredList) -> dict[str, Any]:
    told, actions = answered(row, subject), subject.actions_of(row)
    found: dict[str, Any] = {"number": row.number, "cells": list(row.texts)}
    if told.status:
        found |= {
            "status": told.status,
            "why": told.why,
            "source": told.source.splitlines(),
            "rules": [_rule(finding) for finding in subject.findings_of(row)],
            "actions": [
                {
                    "key": one.key,
                    "lead": one.lead,
                    "due": one.due.isoformat() if one.due else None,
                    "state": one.state,
                    "overdue": one.is_overdue(subject.today),
                    "progress": [
                        {"on": n.on.isoformat(), "note": n.note, "said_by": n.said_by}
                        for n in one.progress
                    ],
                }
                for one in actions
            ],
        }
    return found


def _rule(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "citation": rule.citation,
        "document": rule.document,
        "document_url": link_to(finding),
        "draft": rule.draft,
        **outcomes_keys(finding.outcomes),
    }
