"""How plans put things: changes of facts, what they move, and the order in which they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from compliance.assessment.assess import Assessment
from compliance.engine.outcomes import Outcomes, Status
from compliance.model.rulebook import FORCES, Fact, FactId
from compliance.report import wording
from compliance.report.wording import FORCE_WORDS, listed, number_of, possible_words, yes_no

if TYPE_CHECKING:  # others put values in words by this and make no plan
    from compliance.assessment.minimal_changes import Changes, FactChange
    from compliance.assessment.plan import Action, Closing, Moved, Plan

PLAN_FORMATS = {
    "json": "compliance.export.json.plan",
    "csv": "compliance.export.csv.plan",
    "md": "compliance.report.plan_markdown",
    "xlsx": "compliance.workbook.plan",
}
"""The formats of a plan."""

ORDER = (
    "By the strongest force of what a measure moves, then by how many demands it moves, then by "
    "how few changes it takes. Nothing is weighed."
)
WHAT_A_MEASURE_IS = (
    "A change of a fact, or the few that only work together; registers are taken to follow. It is "
    "a way, not the way: what a State does is for it to decide."
)
HOW_GAPS_ARE_TOLD = (
    "Closed: met wherever it applies. Half-way: at least partly met wherever it applies. Either "
    "holds whatever is open turns out to be. Numbers are those of measures; named together, all of "
    "them are needed."
)
NO_MEASURE = "none: no such change by itself would move a demand"
NOTHING_TO_CLOSE = (
    "No demand is a gap on the answers given, so there is nothing to close. That is not to say "
    "that all is met: `compliance ask` lists what is open."
)
WHERE_ALL_IS = (
    "-o plan.md, plan.csv or plan.json has everything; --topic or --rulebook narrows the plan."
)
OPEN_NOW = "no answer; it may be so already"
NOT_SEARCHED = "its checks share too many facts to be gone through"
NO_WAY = "no change of a fact that can be changed would do"


def change_words(change: FactChange, fact: Fact) -> str:
    """What a fact is to become: ``Every child, whatever the status``; ``Judges: yes``."""
    if change.member is not None:
        return f"{wording.label(fact, change.member)}: {_member_to(change)}"
    return possible_words(change.to, fact)


def _member_to(change: FactChange) -> str:
    assert change.member is not None
    values = dict(change.to.members or ()).get(change.member, frozenset())
    return listed(map(yes_no, sorted(values)))


def now_words(change: FactChange, assessment: Assessment) -> str:
    """How the fact stands: the answer that counts, of a member its own."""
    fact = assessment.library.facts[change.fact]
    told = assessment.answers.get(change.fact)
    if told is None:
        return OPEN_NOW
    if change.member is None:
        return wording.standing_words(fact, told)
    values = told.possible.member(change.member)
    return OPEN_NOW if len(values) > 1 else listed(map(yes_no, values))


def moved_words(moved: Moved) -> str:
    """``not met → met``, with what stays open."""
    before = outcomes_words(moved.requirement.found.outcomes)
    return f"{before} → {outcomes_words(moved.after)}"


def outcomes_words(outcomes: Outcomes) -> str:
    """The one outcome left, or what is still possible."""
    if outcomes.status is Status.UNDETERMINED:
        return f"open ({wording.still_possible(outcomes)})"
    return str(outcomes.status)


def symbols(action: Action, assessment: Assessment) -> list[str]:
    """The instruments in which what it moves is asked."""
    return [assessment.library.instruments[name].symbol for name in action.instruments]


def short_words(changes: Changes, assessment: Assessment) -> list[str]:
    """Each fact by its id, with what it is to become: ``labour.visits: at least 2``."""
    facts = assessment.library.facts
    words: dict[tuple[FactId, str], list[str]] = {}
    for change in changes:
        fact = facts[change.fact]
        if change.member is None:
            words[fact.id, change_words(change, fact)] = []
        else:
            of = words.setdefault((fact.id, _member_to(change)), [])
            of.append(wording.label(fact, change.member))
    return [
        f"{fact} ({listed(members, 'and')}): {to}" if members else f"{fact}: {to}"
        for (fact, to), members in words.items()
    ]


def standing_now(changes: Changes, assessment: Assessment) -> list[str]:
    """How several facts stand: each that something is known of, then the rest together."""
    known = [(one, now_words(one, assessment)) for one in changes]
    told = [(one, now) for one, now in known if now != OPEN_NOW]
    words = [
        f"{one.fact}{f' ({_label(one, assessment)})' if one.member else ''}: {now}"
        for one, now in told
    ]
    if not told:
        return ["no answer to any of them; they may be so already"]
    if len(told) < len(known):
        words.append("no answer to the others; they may be so already")
    return words


def _label(change: FactChange, assessment: Assessment) -> str:
    return wording.label(assessment.library.facts[change.fact], change.member or "")


def full_words(change: FactChange, assessment: Assessment) -> str:
    """The question, and what its answer is to become."""
    fact = assessment.library.facts[change.fact]
    return f"{fact.question} {change_words(change, fact)}"


def why_no_way(closing: Closing) -> str:
    """Why nothing closes it; empty where something does."""
    if not closing.met.is_searched:
        return NOT_SEARCHED
    return "" if closing.met.number else NO_WAY


def head_words(made: Plan) -> str:
    """How many requirements are to be closed, of which force, by how many measures."""
    forces = Counter(closing.requirement.found.force for closing in made.closings)
    words = [number_of(forces[one], one, FORCE_WORDS[one]) for one in FORCES if one in forces]
    requirements = number_of(len(made.closings), "demand")
    told = [f"{requirements} to close ({', '.join(words)})"]
    outcomes = [closing.requirement.found.outcomes for closing in made.closings]
    if if_it_applies := sum(one.is_gap_if_it_applies for one in outcomes):
        it = "it applies" if if_it_applies == 1 else "they apply"
        told.append(f"{if_it_applies} of them a gap only if {it}")
    if with_others := sum(not one.is_gap and not one.is_gap_if_it_applies for one in outcomes):
        told.append(f"{with_others} of them a gap only together with others")
    told.append(number_of(len(made.actions), "measure"))
    return f"{'; '.join(told)}."


def applying_words(moved: Sequence[Moved], assessment: Assessment) -> str:
    """How many requirements come to apply, in which instruments, and how they would stand."""
    instruments = assessment.library.instruments
    where = Counter(instruments[one.requirement.finding.rule.instrument].symbol for one in moved)
    stand = Counter(_status_words(one.after) for one in moved)
    places = listed((f"{count} of {symbol}" for symbol, count in where.items()), "and")
    then = [f"{count} {status}" for status, count in stand.items()]
    words = f"then {listed(then, 'and')}" if len(stand) > 1 else f"then {next(iter(stand))}"
    return f"{number_of(len(moved), 'demand')}, {places}; {words}"


def _status_words(outcomes: Outcomes) -> str:
    return "open" if outcomes.status is Status.UNDETERMINED else str(outcomes.status)
