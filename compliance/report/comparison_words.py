"""How reports put who disagrees and what changed; every form says it by these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import Comparison, FindingCompared, Relation
from compliance.assessment.history import ComparisonOverTime, Trend
from compliance.countries import country_name
from compliance.engine.outcomes import Outcomes, Status
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact
from compliance.report import wording

COMPARISON_FORMATS = {
    "json": "compliance.export.json.comparison",
    "csv": "compliance.export.csv.comparison",
    "md": "compliance.report.comparison_markdown",
    "xlsx": "compliance.workbook.comparison",
}
"""The formats of a comparison, over voices and over time."""

NEVER_MERGED = (
    "Accounts are shown side by side: none is preferred, averaged or merged. "
    "`assess --together` shows what stands whoever is right."
)
RELATION_MEANINGS = {
    Relation.ONE_HIGHER: "not both can be right, and one lies above the other",
    Relation.CONTESTED: "not all that is said can be right",
    Relation.CONTESTED_ANSWERS: "the results can be the same, but not all answers behind them "
    "can be right",
    Relation.COMPATIBLE: "all can be right; one merely says less",
    Relation.OTHER_TIMES: "all can be right, for they speak of different times",
    Relation.AGREE: "the same is said",
    Relation.ONE_ANSWERS: "the others are silent, which is neither yes nor no",
    Relation.NOBODY: "no answer of any account tells how far it is met",
}
TURN_MEANINGS = {
    Trend.BETTER: "all that is possible now lies above what was",
    Trend.BETTER_OR_EQUAL: "better than it was or the same, whatever is still open",
    Trend.WORSE: "all that is possible now lies below what was",
    Trend.WORSE_OR_EQUAL: "worse than it was or the same, whatever is still open",
    Trend.NEWLY_KNOWN: "less is open than was",
    Trend.NEWLY_DOUBTFUL: "more is open than was",
    Trend.OTHERWISE: "came to apply or ceased to, or may be as it was or not",
    Trend.UNCHANGED: "as it was",
}
SILENT = "no answer"


def outcomes_words(outcomes: Outcomes) -> str:
    """``met``, or ``undetermined: at most partly met``."""
    status = outcomes.status
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {wording.still_possible(outcomes)}"


def letter(place: int) -> str:
    """By what an account is called beside the others: ``A``; a number after the 26th."""
    return chr(ord("A") + place) if place < 26 else f"{place + 1}"


def earlier_words(names: Iterable[str]) -> str:
    """Which accounts are not compared: who says otherwise later contradicts nobody."""
    return f"Left out, since their speaker gave a later account: {', '.join(names)}."


def account_words(assessment: Assessment) -> str:
    """``Government of Ecuador (government, 2011-07-14)``, short enough for a list.

    The day is that of the statement, whatever day is assessed.
    """
    profile = assessment.profile
    later = f", assessed for {assessment.as_of}" if assessment.as_of != profile.as_of else ""
    counting = wording.counting_words(assessment)
    return f"{profile.speaker} ({profile.voice}, {profile.as_of}{later}{counting})"


def side_words(fact: Fact, side: EffectiveAnswer | None) -> str:
    """What an account answers, with every quotation and where it stands."""
    if side is None:
        return SILENT
    return said_words(fact, [side.answer])


def said_words(fact: Fact, answers: Iterable[Answer]) -> str:
    """Answers to one question with their evidence, each said to have none where it has none."""
    told = [
        "; ".join(
            [
                wording.answer_words(fact, answer),
                *(list(map(wording.quotation, answer.evidence)) or ["no evidence is given"]),
            ]
        )
        for answer in answers
    ]
    return " | ".join(told) or SILENT


def finding_side(compared: FindingCompared, place: int) -> str:
    """What one account makes of a rule; that it is silent where it is."""
    words = wording.finding_words(compared.findings[place])
    return words if compared.speaking[place] else f"{words} (silent)"


def compared_title(comparison: Comparison) -> str:
    """``Ecuador: 2 accounts side by side``."""
    country = country_name(comparison.assessments[0].profile.country)
    return f"{country}: {len(comparison.assessments)} accounts side by side"


def change_title(change: ComparisonOverTime) -> str:
    """``Ecuador, government: from 2010-01-01 to 2011-07-14``."""
    profile = change.new.profile
    days = f"from {change.old.stated_on} to {profile.as_of}"
    return f"{country_name(profile.country)}, {profile.voice}: {days}"


def then_words(change: ComparisonOverTime) -> str:
    """Whose account of then it is, and what it is from."""
    old = change.old
    return f"{old.speaker} ({old.id}, {old.stated_on}), from {old.source}"


def now_words(change: ComparisonOverTime) -> str:
    """Whose account of now it is."""
    return f"{wording.account(change.new)} ({change.new.profile.id})"


def rules_words(change: ComparisonOverTime) -> Iterator[tuple[str, str]]:
    """The rules and answers of only one of the two, under what they are called."""
    if change.rules_added:
        yield "new rules", ", ".join(change.rules_added)
    if change.rules_gone:
        yield "rules gone", ", ".join(change.rules_gone)
    if change.unreadable:
        yield "left out", f"{', '.join(change.unreadable)}: no longer asked, or no longer so"
