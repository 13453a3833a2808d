"""The form of our workbooks: what those who write them and those who read them back agree on.

Names of sheets, fields and properties, the words of drop-downs, the keys of rows, and the hashes
by which an old export tells whether a rule or a question has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from compliance.engine.outcomes import Status
from compliance.model.rulebook import Fact, FactId, Model, Rule

SCHEMA = "compliance/workbook/v1"
GAP_REPORT, QUESTIONNAIRE = "gap report", "questionnaire"
GAP_REPORT_OF_MANY = "gap report of many"
"""The findings of more accounts than a reviewer goes through; nothing in it is filled in."""
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

READ_ME, SUMMARY, GAPS, FINDINGS = "Read me", "Summary", "Gaps", "Findings"
MEASURES, CLOSING = "Measures", "Closing"
OPEN_QUESTIONS, EVIDENCE, CLAUSES = "Open questions", "Evidence", "Clauses"
DISAGREEMENTS, LEVELS = "Disagreements", "Evidence levels"
CHECKS, DECISION_TABLES, SIGN_OFF = "Checks", "Decision tables", "Sign-off"
IDENTITY, LISTS, BASE = "_identity", "_lists", "_base"
SHEETS = (
    READ_ME,
    SUMMARY,
    GAPS,
    MEASURES,
    CLOSING,
    FINDINGS,
    OPEN_QUESTIONS,
    EVIDENCE,
    LEVELS,
    DISAGREEMENTS,
    CLAUSES,
    CHECKS,
    DECISION_TABLES,
    SIGN_OFF,
    IDENTITY,
    LISTS,
    BASE,
)
"""All sheets of a gap report; one of several accounts has some more behind the Summary.

Disagreements is there only where several accounts are of one country.
"""

KEY = "key"
REVIEW_FIELDS = ("opinion", "status", "comment", "evidence", "name", "date")
"""What a reviewer fills in beside a finding."""
ANSWER_FIELDS = (
    "answer",
    "document",
    "place",
    "quote",
    "said_by",
    "name",
    "date",
    "comment",
)
"""What a reviewer fills in beside a question, answered or open."""
SIGN_OFF_FIELDS = ("name", "role", "institution", "date", "decision")
HEADERS: Mapping[str, str] = {
    KEY: "Key",
    "opinion": "Your opinion",
    "status": "Status you propose",
    "comment": "Your comment",
    "evidence": "Your evidence",
    "name": "Your name",
    "date": "Date of your entry",
    "answer": "Your answer",
    "document": "Your document",
    "place": "Place in your document",
    "quote": "Your quotation",
    "said_by": "Who says so there",
    "role": "Your role",
    "institution": "Your institution",
    "decision": "Your decision",
}
"""What stands over the columns of fields, alike on every sheet; no other column is called so."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    GAPS: REVIEW_FIELDS,
    FINDINGS: REVIEW_FIELDS,
    OPEN_QUESTIONS: ANSWER_FIELDS,
    EVIDENCE: ANSWER_FIELDS,
    SIGN_OFF: SIGN_OFF_FIELDS,
}
"""The cells to be filled in, by sheet. All but Sign-off have a ``key`` beside them.

A key can be filled in at one place alone. A row with nothing to fill in has no key: on Findings a
gap, which has its row on Gaps; on Evidence what is still open, which is on Open questions, and of
an answer with several pieces of evidence all rows but the first. Of a fact with many members each
member has a row and a key.
"""
BASE_COLUMNS = ("sheet", KEY, "rule_hash")
"""The first columns of the sheet ``_base``; the fields follow, each once."""
BASE_FIELDS = tuple(dict.fromkeys((*REVIEW_FIELDS, *ANSWER_FIELDS)))

OPINIONS = ("agree", "agree in part", "disagree", "cannot tell")
PROPOSED_STATUSES = tuple(status.value for status in Status if status is not Status.NO_TEST)
DECISIONS = ("approved", "approved with the comments made", "to be revised")
CLEAR = "(clear)"
"""Takes an answer back; an empty cell says nothing."""
SEE_GAPS, SEE_OPEN_QUESTIONS = f"see {GAPS}", f"see {OPEN_QUESTIONS}"
"""Stand where a cell is locked because the same can be said on another sheet."""
YES_NO = ("yes", "no")

LIST_OPINION, LIST_STATUS, LIST_DECISION = "list_opinion", "list_status", "list_decision"
LIST_YES_NO, LIST_SAID_BY = "list_yes_no", "list_said_by"


def column_name(sheet: str, field: str) -> str:
    """The defined name of a column: ``Gaps_opinion``, ``Open_questions_said_by``."""
    return f"{re.sub('[^A-Za-z0-9]', '_', sheet)}_{field}"


def list_name(fact: FactId) -> str:
    """The defined name of the list of a fact's choices: ``list_education_entitlement``."""
    return f"list_{fact.replace('.', '_')}"


def finding_key(profile: str, rule: str) -> str:
    """The key of a finding's row."""
    return f"{profile} {rule}"


def answer_key(profile: str, fact: FactId, member: str | None = None) -> str:
    """The key of a question's row; of a fact with many members each has its own."""
    return " ".join((profile, fact, *([member] if member else [])))


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


_LABELS = {"layer", "title", "topics", "related", "echoes", "frame", "note"}
"""What may change in a rule without a finding being another."""


def rule_hash(rule: Rule) -> str:
    """Tells whether what a rule asks, or how it decides, is still the same."""
    checks = {"__all__": {"note", "was"}}
    return _hash_of(rule, {**dict.fromkeys(_LABELS, True), "checks": checks})


def fact_hash(fact: Fact) -> str:
    """Tells whether a question, and what can be answered to it, is still the same."""
    choices = {"__all__": {"was"}}
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
