"""The sheet Measures: what could be changed, what each change would move, and to whom it falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import MOST_SETS, Action, Moved, Plan
from compliance.model.rulebook import Fact, FactId
from compliance.report import plan as planning
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.writing.columns import bulleted, numbered, profile_column, provisions
from compliance.workbook.writing.listing import Column, Content, Listing, lead_of
from compliance.workbook.writing.style import Look

NOTHING = (
    "No demand is a gap on the answers given, so there is nothing to close. That is not to say "
    f"that all is met: open questions are on the sheet {form.OPEN_QUESTIONS}."
)
"""What is said where there is no measure in a gap report."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A measure of the plan of the ``number``-th assessment, and its place there."""

    number: int
    assessment: Assessment
    place: int
    action: Action


def actions(plans: Sequence[Plan], nothing: str = NOTHING) -> Listing[Proposed]:
    """One row a measure, in the order of the plan."""
    columns: list[Column[Proposed]] = [
        *profile_column([plan.assessment for plan in plans]),
        Column("No.", 6, lambda p: Content(p.place)),
        Column("Change", 36, _change),
        Column("How it stands now", 22, _now),
        Column("Force (our reading)", 15, lambda p: Content(p.action.force)),
        Column("Demands moved", 11, lambda p: Content(len(p.action.moved))),
        Column("What it moves", 34, _moves),
        Column("Asked in", 13, _asked_in),
        Column("Falls to", 19, lambda p: Content("\n".join(bulleted(p.action.responsible)))),
        Column("What would show it", 19, _shown_by),
        Column("Lead institution", 24, _lead, printed=False),
        Column("What is to be done (ours)", 60, _remedies, printed=False),
        Column("Changes", 10, lambda p: Content(len(p.action.changes)), printed=False),
        Column("Facts", 32, _facts, printed=False),
        Column("Rules moved", 26, _rules, printed=False),
    ]
    subjects = {
        f"{number} {place}": Proposed(number, plan.assessment, place, action)
        for number, plan in enumerate(plans)
        for place, action in enumerate(plan.actions, start=1)
    }
    about = f"{wording.number_of(len(subjects), 'measure')}: what each moves, to whom it falls"
    lead = lead_of(planning.OTHER_WAYS, f"Order: {_decapitalised(planning.ORDER)}")
    return Listing(
        *(form.MEASURES, columns, subjects, about, nothing, lambda proposed: proposed.number),
        lead=[*lead, *lead_of(*only_parts(plans))],
    )


def _decapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def only_parts(plans: Iterable[Plan]) -> Iterator[str]:
    """Of which requirements only the parts of their smallest sets are listed as measures."""
    cited = dict.fromkeys(
        closing.requirement.finding.citation
        for plan in plans
        for closing in plan.closings
        if planning.only_parts_are_actions(closing)
    )
    if cited:
        yield (
            f"Of demands with more than {MOST_SETS} smallest sets only the parts of the sets are "
            f"listed as measures: {'; '.join(cited)}."
        )


def _change(proposed: Proposed) -> Content:
    return Content(change_words(proposed.action.changes, proposed.assessment), Look.STRONG)


def _now(proposed: Proposed) -> Content:
    return Content(now_words(proposed.action.changes, proposed.assessment))


def change_words(changes: Sequence[FactChange], assessment: Assessment) -> str:
    """What is to be changed, numbered by question; of one with many members all that change."""
    return numbered(
        [
            f"{fact.question} {'; '.join(planning.change_words(one, fact) for one in of_it)}"
            for fact, of_it in _by_question(changes, assessment)
        ]
    )


def now_words(changes: Sequence[FactChange], assessment: Assessment) -> str:
    """How what is changed stands now, by the same numbers; what stands alike is said once."""
    asked = _by_question(changes, assessment)
    return numbered([_now_of(fact, of_it, assessment) for fact, of_it in asked])


def _by_question(
    changes: Sequence[FactChange], assessment: Assessment
) -> list[tuple[Fact, list[FactChange]]]:
    facts = assessment.library.facts
    asked: dict[FactId, list[FactChange]] = {}
    for change in changes:
        asked.setdefault(change.fact, []).append(change)
    return [(facts[name], of_it) for name, of_it in asked.items()]


def _now_of(fact: Fact, changes: Sequence[FactChange], assessment: Assessment) -> str:
    """How one question stands, or those of its members that are to change."""
    stands: dict[str, list[str]] = {}
    for one in changes:
        label = wording.label(fact, one.member) if one.member else ""
        stands.setdefault(planning.now_words(one, assessment), []).append(label)
    if len(stands) == 1:
        return next(iter(stands))
    return "; ".join(f"{', '.join(labels)}: {words}" for words, labels in stands.items())


def _moves(proposed: Proposed) -> Content:
    """What rises, and, said to be so, what falls or comes to apply by it."""
    action = proposed.action
    lines = _each(action.moved)
    lines += [f"Sets back {words}" for words in _each(action.worsened)]
    if new := action.newly_applicable:
        number = wording.number_of(len(new), "demand comes to apply", "demands come to apply")
        where = provisions(
            {one.requirement.finding.rule.id: one.requirement.finding for one in new}.values()
        )
        lines.append(f"{number}: {where}")
    return Content("\n".join(bulleted(lines)))


def _each(moved: Iterable[Moved]) -> list[str]:
    return [f"{one.requirement.finding.citation}: {planning.moved_words(one)}" for one in moved]


def _asked_in(proposed: Proposed) -> Content:
    symbols = planning.symbols(proposed.action, proposed.assessment)
    return Content("\n".join([wording.number_of(len(symbols), "instrument"), *symbols]))


def _shown_by(proposed: Proposed) -> Content:
    asked = _by_question(proposed.action.changes, proposed.assessment)
    return Content(numbered([fact.evidence for fact, _ in asked]))


def _lead(proposed: Proposed) -> Content:
    return Content("\n".join(proposed.action.leads))


def _remedies(proposed: Proposed) -> Content:
    return Content("\n".join(bulleted(proposed.action.remedies)))


def _facts(proposed: Proposed) -> Content:
    return Content("\n".join(dict.fromkeys(one.fact for one in proposed.action.changes)))


def _rules(proposed: Proposed) -> Content:
    rules = [one.requirement.finding.rule.id for one in proposed.action.moved]
    return Content("\n".join(dict.fromkeys(rules)))
