"""The form of our workbooks: what those who write them and those who read them back agree on.

Names of sheets, fields and properties, the words of drop-downs, the keys of rows, and the hashes
by which an old export tells whether a rule or a question has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from compliance.model.actions import TrackedAction
from compliance.model.rulebook import Fact, FactId, Model, Rule

SCHEMA = "compliance/workbook/v1"
GAP_REPORT, QUESTIONNAIRE, PLAN = "gap report", "questionnaire", "plan"
GAP_REPORT_OF_MANY = "gap report of many"
"""A gap report of more accounts than a reviewer goes through; nothing in it is filled in."""
NEW_COUNTRY = "COUNTRY"
"""Stands in ``compliance_profiles`` of a questionnaire that was not filled from a profile."""

# The custom properties of the document, and column A of the sheet ``_identity``.
PROPERTY_SCHEMA = "compliance_schema"
PROPERTY_KIND = "compliance_kind"
PROPERTY_EXPORT = "compliance_export"
PROPERTY_RULEBOOKS = "compliance_rulebooks"
PROPERTY_PROFILES = "compliance_profiles"
PROPERTY_COUNTRY = "compliance_country"
PROPERTY_VOICE = "compliance_voice"
PROPERTY_SPEAKER = "compliance_speaker"
PROPERTY_AS_OF = "compliance_as_of"
PROPERTY_LANGUAGE = "compliance_language"
"""Of a questionnaire in another language than English: ``es``; ``es en`` with English beside."""
PROPERTIES = (
    PROPERTY_SCHEMA,
    PROPERTY_KIND,
    PROPERTY_EXPORT,
    PROPERTY_RULEBOOKS,
    PROPERTY_PROFILES,
    PROPERTY_COUNTRY,
    PROPERTY_VOICE,
    PROPERTY_SPEAKER,
    PROPERTY_AS_OF,
)

READ_ME = "Read me"
"""The first sheet of a questionnaire."""
SUMMARY, FINDINGS, QUESTIONS = "Summary", "Findings", "Questions"
ACTIONS, CLAUSES, COMPARISON = "Actions", "Clauses", "Comparison"
CHANGES = "Changes"
"""The one sheet of a comparison over time."""
IDENTITY, LISTS, BASE = "_identity", "_lists", "_base"
SENT = "_sent"
"""The hidden sheet with all texts as they were sent."""
SHEETS = (SUMMARY, FINDINGS, QUESTIONS, ACTIONS, CLAUSES, COMPARISON, IDENTITY, LISTS, BASE, SENT)
"""The sheets of a gap report. Comparison is there only where it has several accounts."""

KEY, ROW = "key", "row"
"""The key of a row; and, hidden between the cells to be filled in, the same once more.

Whoever sorts only the cells to be filled in moves the second with them, so that they are found
again.
"""
REVIEW_FIELDS = ("opinion", "comment", "name", "date")
"""What a reviewer fills in beside a finding."""
SIGN_OFF_FIELDS = ("name", "office", "date", "remark")
"""What a reviewer fills in on the Summary, for the report as a whole."""
ACTION_FIELDS = ("lead", "due", "state", "progress", "said_by", "source")
"""What is filled in beside an action: who leads, by when, how far it is, and what is new, said by
whom; and the document in which it is promised.
"""
HEADERS: Mapping[str, str] = {
    KEY: "Key",
    ROW: "Row (do not edit)",
    "opinion": "Your opinion",
    "comment": "Your comment",
    "name": "Your name",
    "date": "Date",
    "office": "Your office",
    "remark": "Signature, or remark on the whole",
    "lead": "Lead",
    "due": "Due date",
    "state": "State",
    "progress": "Progress note",
    "said_by": "Who says so",
    "source": "Source",
}
"""The headers of the columns to be filled in, the same on every sheet."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    FINDINGS: REVIEW_FIELDS,
    SUMMARY: SIGN_OFF_FIELDS,
    ACTIONS: ACTION_FIELDS,
}
"""The cells to be filled in, by sheet. Findings and Actions also have a hidden column ``key``."""
REVIEWED = (FINDINGS,)
"""The sheets on which reviewers fill in rows with keys. Answers are given in a questionnaire."""
SIGNED = SUMMARY
"""The sheet on which reviewers sign."""
BASE_COLUMNS = ("sheet", KEY, "rule_hash")
"""The first columns of the sheet ``_base``; the fields follow, each once."""
BASE_FIELDS = (*REVIEW_FIELDS, *ACTION_FIELDS)

OPINIONS = ("agree", "agree in part", "disagree", "cannot tell")
CLEAR = "(clear)"
"""Takes an answer back; an empty cell says nothing."""
YES_NO = ("yes", "no")

LIST_OPINION, LIST_STATE = "list_opinion", "list_state"
LIST_YES_NO, LIST_SAID_BY = "list_yes_no", "list_said_by"


def column_name(sheet: str, field: str) -> str:
    """The defined name of a column: ``Findings_opinion``, ``Summary_office``."""
    return f"{re.sub('[^A-Za-z0-9]', '_', sheet)}_{field}"


def list_name(fact: FactId) -> str:
    """The defined name of the list of a fact's choices: ``list_education_entitlement``."""
    return f"list_{fact.replace('.', '_')}"


def finding_key(profile: str, rule: str) -> str:
    """The key of a finding's row."""
    return f"{profile} {rule}"


def action_entry(tracked: TrackedAction | None, name: str) -> str:
    """What the cell of a field holds before anybody fills it in; notes on progress are new."""
    if tracked is None or name in ("progress", "said_by"):
        return ""
    return str(getattr(tracked, name) or "")


def offered(fact: Fact) -> dict[str, str]:
    """What the drop-down of a question offers, and what each of it stands for in a profile.

    Of a fact with many members it is what each of them is answered by. Numbers and dates have
    nothing to choose from. A label that two choices share is told apart by their ids.
    """
    if fact.type in ("yes_no", "many"):
        return {word: word for word in YES_NO}
    labels = [" ".join(choice.label.split()) for choice in fact.choices.values()]
    return {
        label if labels.count(label) == 1 else f"{label} ({name})": name
        for label, name in zip(labels, fact.choices, strict=True)
    }


_LABELS = {"layer", "title", "topics", "related", "echoes", "frame", "note", "applies"}
"""What may change in a rule without a finding being another; ``applies`` counts in the checks."""


def rule_hash(rule: Rule) -> str:
    """Tells whether what a rule asks, or how it decides, is still the same."""
    checks = {"__all__": {"note", "was"}}
    return _hash_of(rule, {**dict.fromkeys(_LABELS, True), "checks": checks})


def fact_hash(fact: Fact) -> str:
    """Tells whether a question, and what can be answered to it, is still the same."""
    choices = {"__all__": {"was", "layer"}}
    dropped = dict.fromkeys(("layer", "help", "evidence", "context", "was"), True)
    return _hash_of(fact, {**dropped, "choices": choices})


def rulebook_hash(rules: Iterable[Rule]) -> str:
    """Tells whether the rules of an instrument are still the same, whatever their order."""
    return hash_of_texts(sorted(f"{rule.id} {rule_hash(rule)}" for rule in rules))


def hash_of_texts(texts: Iterable[str]) -> str:
    """A hash of the texts in their order; begins with a letter, so that none reads as a number."""
    held = json.dumps(list(texts))
    return f"h{hashlib.sha256(held.encode()).hexdigest()[:16]}"


def _hash_of(model: Model, dropped: Mapping[str, object]) -> str:
    held = model.model_dump(mode="json", exclude=dict(dropped))  # type: ignore[arg-type]
    return hash_of_texts([json.dumps(held, sort_keys=True)])
