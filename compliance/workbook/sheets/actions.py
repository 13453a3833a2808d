"""The sheet Actions: what to do, what it improves, who is responsible, how gaps are closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import Action, Closing, Moved, Plan
from compliance.report import plan as planning
from compliance.report.accounts import cited
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.statuses import outcomes_words
from compliance.workbook.writing.style import Look

_MOST_SHOWN = 6
"""How many requirements are told one by one; of more, the paragraphs alone."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action of a plan, its number there, and the gaps that it helps to close."""

    assessment: Assessment
    number: int
    action: Action
    ways: tuple[str, ...]
    """``A/66/253, 19 equality. Met: actions 3 and 5.``"""


def steps(plan: Plan) -> Iterator[Step]:
    """The actions of a plan, with the numbers that the plan itself gives them."""
    page = planning.Page(plan)
    closings = {id(closing.requirement): closing for closing in plan.closings}
    for number, action in page.numbered.items():
        ways = tuple(
            _way(closings[id(one.requirement)], page)
            for one in action.moved
            if id(one.requirement) in closings
        )
        yield Step(plan.assessment, number, action, ways)


def _way(closing: Closing, page: planning.Page) -> str:
    """The ways to close a gap; all steps are needed, one way of each is enough."""
    return f"{cited([closing.requirement.finding])}. {' '.join(page.ways_of(closing))}"


def actions(assessments: Sequence[Assessment]) -> Listing[Step]:
    """One row an action."""
    several = len(assessments) > 1
    columns: list[Column[Step]] = [
        *words.account_column(assessments),
        Column("No.", 5, lambda s: Content(s.number)),
        Column("Action", 40 if several else 47, _action, names=True),
        Column("What it improves", 38 if several else 44, _improves),
        Column("Responsible", 22, _responsible),
        Column("Ways to close the gaps", 43 if several else 45, _ways),
        Column("Force (our reading)", 14, lambda s: Content(s.action.force)),
        Column("Answers that change", 60, _changes, printed=False),
        Column("Requirements improved", 13, lambda s: Content(len(s.action.moved)), printed=False),
    ]
    lead = (planning.OTHER_WAYS, planning.HOW_GAPS_ARE_CLOSED)
    return Listing(form.ACTIONS, columns, planning.NOTHING_TO_DO, lead)


def _action(step: Step) -> Content:
    """What is to be done, in the imperative."""
    return Content(planning.sentence_of(step.action, step.assessment), Look.STRONG)


def _improves(step: Step) -> Content:
    action = step.action
    lines = [_moved_words(one) for one in action.moved[:_MOST_SHOWN]]
    if more := action.moved[_MOST_SHOWN:]:
        lines.append(f"Also: {cited(one.requirement.finding for one in more)}")
    lines += [f"But: {_moved_words(one)}" for one in action.worsened]
    if action.newly_applicable:
        lines.append(planning.newly_applicable_words(action.newly_applicable))
    return Content(words.bulleted(lines))


def _moved_words(moved: Moved) -> str:
    """``A/RES/65/212, 4 (g): partly met → met``."""
    before = outcomes_words(moved.requirement.found.outcomes)
    return f"{cited([moved.requirement.finding])}: {before} → {outcomes_words(moved.after)}"


def _responsible(step: Step) -> Content:
    """The institutions that the account names, and who is responsible as the remedy says."""
    found = planning.responsible_for(step.action)
    how = f", {found.how}" if found.how else ""
    return Content(words.bulleted([*step.action.leads, f"{found.who}{how}"]))


def _ways(step: Step) -> Content:
    more = len(step.ways) - _MOST_SHOWN
    rest = [f"{more} more: compliance plan --details"] if more > 0 else []
    return Content(words.bulleted([*step.ways[:_MOST_SHOWN], *rest]))


def _changes(step: Step) -> Content:
    """The questions whose answers change, how they are answered now, and what they become."""
    facts = step.assessment.library.facts
    told = []
    for change in step.action.changes:
        fact = facts[change.fact]
        to = planning.change_words(change, fact)
        now = planning.now_words(change, step.assessment)
        told.append(f"{fact.question} To become: {to}. Now: {now}.")
    return Content(words.bulleted(told))
