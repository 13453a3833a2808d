"""How questions are answered in the workbook: what cells offer, and what is said beside them."""

from __future__ import annotations

from typing import Protocol

from compliance.assessment.assess import Assessment
from compliance.model.rulebook import Fact, FactId
from compliance.workbook import schema as form
from compliance.workbook.writing.choosing import list_of


class OfFact(Protocol):
    """What is about a fact."""

    @property
    def fact(self) -> Fact:
        """The fact it is about."""


def answer_offers(field: str, subject: OfFact) -> str:
    """What the fields of an answer offer to choose from."""
    if field == "answer":
        return list_of(subject.fact)
    return form.LIST_SAID_BY if field == "said_by" else ""


def answers_words(fact: Fact) -> str:
    """What can be answered, for those who read on paper."""
    if fact.type in ("yes_no", "many"):
        return " or ".join(form.YES_NO)
    if fact.type == "date":
        return "a day, as 2011-07-26"
    if fact.type == "number":
        kind = "a whole number" if fact.integer else "a number"
        return f"{kind}: {fact.unit}" if fact.unit else kind
    return "\n".join(f"• {label}" for label in form.offered(fact))


def lead_of(assessment: Assessment, *facts: FactId) -> str:
    """The institutions that answer for these facts, as the profile names them, each once."""
    named = [
        answer.lead
        for account in assessment.basis.accounts
        for fact in facts
        for answer in account.answers.get(fact, ())
    ]
    return "\n".join(dict.fromkeys(name for name in named if name))
