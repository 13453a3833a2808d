"""The sheet Closing: every smallest set of changes that would close a gap.

Sets that share no fact stand as steps, each with its alternatives, and are never multiplied out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import Changes
from compliance.assessment.plan import Closing, Plan
from compliance.report import plan as planning
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets.actions import NOTHING, change_words, now_words
from compliance.workbook.writing.columns import outcomes_content, profile_column, provision_columns
from compliance.workbook.writing.listing import Column, Content, Listing, lead_of
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.subjects import Found

LEAD = (
    (
        "Every smallest set of changes: if one of them is left out, the rest does not do. Of "
        "several steps all are needed; of the alternatives of a step one will do."
    ),
    "What is open and not named may turn out either way. What cannot be changed is left alone.",
)
_GOALS = ("met", "at least partly met")


@dataclass(frozen=True, slots=True)
class Way:
    """One of the smallest sets for a step towards meeting a requirement, wholly or half-way."""

    number: int
    assessment: Assessment
    closing: Closing
    goal: str
    step: tuple[int, int] = (1, 1)
    """Which step of how many."""
    alternative: tuple[int, int] = (1, 1)
    """Which alternative of how many."""
    changes: Changes = ()
    why_none: str = ""
    """Why there is no set."""

    @property
    def key(self) -> str:
        """That of its finding."""
        return Found(self.number, self.assessment, self.closing.requirement.finding).key


def closing(
    plans: Sequence[Plan], nothing: str = NOTHING, *, is_linked: bool = True
) -> Listing[Way]:
    """One row a smallest set, gaps in the order of the provisions.

    The first row of a finding has its key. ``is_linked`` where the workbook has the clauses.
    """
    columns: list[Column[Way]] = [
        *profile_column([plan.assessment for plan in plans]),
        *provision_columns(
            lambda w: w.closing.requirement.finding.rule, grouping=True, is_linked=is_linked
        ),
        Column("What is asked", 30, _asks, grouping=True),
        Column("Finding of this demand", 16, _stands, grouping=True),
        Column("To be", 12, lambda w: Content(w.goal), grouping=True),
        Column("Step", 12, _step, grouping=True),
        Column("Alternative", 13, _alternative),
        Column("Changes", 36, _changes),
        Column("How it stands now", 28, lambda w: Content(now_words(w.changes, w.assessment))),
        Column("Force (our reading)", 16, _force, printed=False),
        Column("Smallest sets in all", 12, _sets, printed=False),
        Column("Facts", 32, _facts, printed=False),
        Column("Rule", 22, _rule, printed=False),
    ]
    subjects: dict[str, Way] = {}
    for number, plan in enumerate(plans):
        for one in plan.closings:
            for way in _ways(number, plan.assessment, one):
                key = way.key if way.key not in subjects else f"{way.key} {len(subjects)}"
                subjects[key] = way
    requirements = sum(len(plan.closings) for plan in plans)
    about = f"every smallest set of changes that closes a gap, of {_requirements(requirements)}"
    return Listing(
        *(form.CLOSING, columns, subjects, about, nothing, lambda way: way.number),
        lead=lead_of(*LEAD),
    )


def _requirements(number: int) -> str:
    return wording.number_of(number, "demand")


def _ways(number: int, assessment: Assessment, found: Closing) -> Iterator[Way]:
    met, partly = _GOALS
    told = (number, assessment, found)
    if not found.met.is_searched:
        yield Way(*told, met, why_none=planning.NOT_SEARCHED)
    else:
        for step, sets in enumerate(found.met.parts, start=1):
            steps = (step, len(found.met.parts))
            if not sets:
                yield Way(*told, met, steps, why_none=planning.NO_WAY)
            for way, changes in enumerate(sets, start=1):
                yield Way(*told, met, steps, (way, len(sets)), changes)
    for way, changes in enumerate(found.partly, start=1):
        yield Way(*told, partly, (1, 1), (way, len(found.partly)), changes)


def _asks(way: Way) -> Content:
    requirement = way.closing.requirement
    return Content(wording.asks_words(requirement.finding.rule, requirement.found.asks))


def _stands(way: Way) -> Content:
    return outcomes_content(way.closing.requirement.found.outcomes)


def _step(way: Way) -> Content:
    step, steps = way.step
    return Content("the only one" if steps == 1 else f"{step} of {steps}, all needed")


def _alternative(way: Way) -> Content:
    one, number = way.alternative
    if way.why_none:
        return Content("none", Look.MUTED)
    return Content("the only one" if number == 1 else f"{one} of {number}, one will do")


def _changes(way: Way) -> Content:
    if way.why_none:
        return Content(way.why_none, Look.MUTED)
    return Content(change_words(way.changes, way.assessment), Look.STRONG)


def _force(way: Way) -> Content:
    return Content(way.closing.requirement.found.force)


def _sets(way: Way) -> Content:
    return Content(way.closing.met.number if way.closing.met.is_searched else "")


def _facts(way: Way) -> Content:
    return Content("\n".join(dict.fromkeys(change.fact for change in way.changes)))


def _rule(way: Way) -> Content:
    return Content(way.closing.requirement.finding.rule.id)
