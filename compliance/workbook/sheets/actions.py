"""The sheet Actions: what can be done, what it improves, who is responsible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Action, Moved, Plan
from compliance.report import planning, wording
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.statuses import outcomes_words
from compliance.workbook.writing.style import Look

_LEAD = (
    "Actions that would improve the result: by the force of the paragraph, then by how much.",
    (
        "Other ways are possible; what a State does is for it to decide. We assume that official "
        "lists are then updated."
    ),
)
_NOTHING = "No gap was found on the answers given. Open questions are on the sheet Questions."
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Step:
    """An action, its number in its plan, and what it does together with others."""

    assessment: Assessment
    number: int
    action: Action
    together: tuple[str, ...]
    """``With action 5: A/66/253, 19 (equality): partly met → met``."""


def steps(plan: Plan) -> Iterator[Step]:
    """The actions of a plan that contain no other; what only several do is said beside them.

    Of actions in the same words the first is kept, which improves most.
    """
    changes = [frozenset(action.changes) for action in plan.actions]
    by_words: dict[tuple[str, ...], int] = {}
    for place, own in enumerate(changes):
        if not any(one < own for one in changes):
            by_words.setdefault(plan.actions[place].remedies, place)
    numbers = {place: number for number, place in enumerate(by_words.values(), start=1)}
    for place, number in numbers.items():
        wider = [n for n, own in enumerate(changes) if changes[place] < own]
        together = [_together(plan, numbers, changes, place, n) for n in wider]
        told = tuple(dict.fromkeys(filter(None, together)))
        yield Step(plan.assessment, number, plan.actions[place], told)


def _together(
    plan: Plan,
    numbers: dict[int, int],
    changes: Sequence[frozenset[FactChange]],
    place: int,
    wider: int,
) -> str:
    """What an action does with others; empty where something is needed that is no action."""
    parts = [n for n in numbers if changes[n] <= changes[wider]]
    if frozenset().union(*(changes[n] for n in parts)) != changes[wider]:
        return ""
    others = [str(numbers[n]) for n in parts if n != place]
    moved = "; ".join(_moved_words(one) for one in plan.actions[wider].moved)
    kind = "action" if len(others) == 1 else "actions"
    return f"With {kind} {wording.listed(others, 'and')}: {moved}"


def actions(assessments: Sequence[Assessment]) -> Listing[Step]:
    """One row an action."""
    several = len(assessments) > 1
    columns: list[Column[Step]] = [
        *words.account_column(assessments),
        Column("No.", 5, lambda s: Content(s.number)),
        Column("Action", 45 if several else 51, _action, names=True),
        Column("What it improves", 47 if several else 55, _improves),
        Column("Responsible", 26, _responsible),
        Column("Together with other actions", 25 if several else 26, _together_words),
        Column("Force (our reading)", 14, lambda s: Content(s.action.force)),
        Column("Answers that change", 60, _changes, printed=False),
        Column("Requirements improved", 13, lambda s: Content(len(s.action.moved)), printed=False),
    ]
    return Listing(form.ACTIONS, columns, _NOTHING, _LEAD)


def _action(step: Step) -> Content:
    """What is to be done, as the rules say it in the imperative."""
    return Content(words.bulleted(_done(step.action)), Look.STRONG)


def _done(action: Action) -> list[str]:
    return [words.responsible_in(remedy)[0] for remedy in action.remedies]


def _improves(step: Step) -> Content:
    action = step.action
    lines = [_moved_words(one) for one in action.moved]
    shown = lines if len(lines) <= _MOST_SHOWN else lines[:_MOST_SHOWN]
    if len(lines) > len(shown):
        more = [one.requirement.finding for one in action.moved[_MOST_SHOWN:]]
        shown = [*shown, f"also {words.paragraphs(more)}"]
    shown += [f"But: {_moved_words(one)}" for one in action.worsened]
    if new := action.newly_applicable:
        paras = words.paragraphs(one.requirement.finding for one in new)
        shown.append(f"Newly applicable: {paras}")
    return Content(words.bulleted(shown))


def _moved_words(moved: Moved) -> str:
    """``A/RES/65/212: 4 (g): partly met → met``."""
    before = outcomes_words(moved.requirement.found.outcomes)
    paragraph = words.paragraphs([moved.requirement.finding])
    return f"{paragraph}: {before} → {outcomes_words(moved.after)}"


def _responsible(step: Step) -> Content:
    named = [one for remedy in step.action.remedies for one in words.responsible_in(remedy)[1]]
    return Content(words.bulleted([*step.action.leads, *named]))


def _together_words(step: Step) -> Content:
    told = step.together
    more = len(told) - _MOST_SHOWN
    rest = [f"{more} more combinations"] if more > 0 else []
    return Content(words.bulleted([*told[:_MOST_SHOWN], *rest]))


def _changes(step: Step) -> Content:
    """The questions whose answers change, how they are answered now, and what they become."""
    facts = step.assessment.library.facts
    told = []
    for change in step.action.changes:
        fact = facts[change.fact]
        now = step.assessment.answers.get(fact.id)
        told.append(
            f"{fact.question} To become: {planning.change_words(change, fact)}. "
            f"Now: {words.answer_words(fact, now) if now else words.NO_ANSWER}."
        )
    return Content(words.bulleted(told))
