"""What can be answered to a question, for those who read on paper."""

from __future__ import annotations

from compliance.model.rulebook import Fact
from compliance.workbook import schema as form


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
