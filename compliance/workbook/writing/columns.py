"""Columns and contents that several sheets have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding
from compliance.engine.outcomes import Outcomes
from compliance.model.rulebook import FactId, Rule
from compliance.report import wording
from compliance.report.comparison import outcomes_words
from compliance.report.reasons import reason
from compliance.workbook.schema import CLAUSES
from compliance.workbook.writing.listing import Column, Content, Subject, with_glyph
from compliance.workbook.writing.style import Look


class OfAssessment(Protocol):
    """What is of one assessment."""

    @property
    def assessment(self) -> Assessment:
        """The assessment it is of."""


Part = TypeVar("Part", bound=OfAssessment)


def profile_column(assessments: Sequence[Assessment]) -> list[Column[Part]]:
    """The column that says which profile a row is of, where the workbook has several."""
    if len(assessments) < 2:
        return []
    return [Column("Profile", 15, lambda subject: Content(subject.assessment.profile.id))]


def provision_columns(
    rule_of: Callable[[Subject], Rule],
    width: float = 19,
    *,
    grouping: bool = False,
    is_linked: bool = True,
) -> list[Column[Subject]]:
    """The provision, and a link to its clause, if the workbook has the clauses.

    The link is a word of its own: LibreOffice never breaks the lines of a link, and a citation
    may be long.
    """

    def provision(subject: Subject) -> Content:
        return Content(rule_of(subject).citation)

    def clause(subject: Subject) -> Content:
        return Content("clause", Look.LINK, link=(CLAUSES, rule_of(subject).id))

    found = [Column("Provision", width, provision, grouping=grouping)]
    return [*found, Column("Clause", 8, clause, grouping=grouping)] if is_linked else found


def outcomes_content(outcomes: Outcomes, *notes: str) -> Content:
    """A set of outcomes by glyph, words and colour; ``notes`` stand in brackets behind it."""
    words = with_glyph(outcomes.status, outcomes_words(outcomes))
    return Content(f"{words} ({', '.join(notes)})" if notes else words, status=outcomes.status)


def title(rule: Rule) -> Content:
    """The title that we gave the provision."""
    return Content(rule.title, Look.STRONG)


def topics(rule: Rule, assessment: Assessment) -> Content:
    """The labels of the rule's topics."""
    return Content("; ".join(wording.topic_labels(rule, assessment.library)))


def questions(assessment: Assessment, facts: Iterable[FactId]) -> Content:
    """The questions of facts, one a line, with a mark before each where there are several."""
    asked = [assessment.library.facts[fact].question for fact in facts]
    return Content("\n".join(bulleted(asked)))


def bulleted(texts: Sequence[str]) -> list[str]:
    """The texts, with a mark before each where there are several."""
    return [f"• {text}" for text in texts] if len(texts) > 1 else list(texts)


def provisions(findings: Iterable[Finding]) -> str:
    """``A/RES/65/212, paras. 4 (a), 5 (f)``: the provisions in as few words as will do."""
    by_symbol: dict[str, list[str]] = {}
    for finding in findings:
        by_symbol.setdefault(finding.rule.symbol, []).append(finding.rule.provision)
    return "; ".join(
        f"{symbol}, {'para.' if len(paras) == 1 else 'paras.'} {', '.join(paras)}"
        for symbol, paras in by_symbol.items()
    )


def why(assessment: Assessment, found: CheckFinding) -> str:
    """The answers that narrow a check's outcome; what it hangs on stands in its own column."""
    return reason(assessment, found).known or "no answer given narrows it"


def numbered(texts: Sequence[str]) -> str:
    """``1. …`` and ``2. …``, a line each; alike ones once, and a single one without a number."""
    places: dict[str, list[str]] = {}
    for number, text in enumerate(texts, start=1):
        places.setdefault(text, []).append(str(number))
    if len(places) < 2:
        return "".join(places)
    return "\n".join(f"{', '.join(numbers)}. {text}" for text, numbers in places.items())
