"""How plans put things: changes of facts, what they move, and the order in which they stand."""

from __future__ import annotations

from datetime import date

from compliance.assessment import Assessment
from compliance.changes import Change, Changes, Ways
from compliance.model import Fact
from compliance.outcome import Outcomes, Status
from compliance.plan import Closing, Measure, Moved
from compliance.possible import Point, Possible, Range, limits
from compliance.report import saying, wording
from compliance.report.wording import listed, number_of

PLAN_FORMATS = {
    "json": "compliance.report.plan_json",
    "csv": "compliance.report.plan_csv",
    "xlsx": "compliance.report.workbook.plan",
}
"""The formats of a plan."""

ORDER = (
    "By the strongest force of what a measure moves, then by how many demands it moves, then by "
    "how few changes it takes. Nothing is weighed."
)
WHAT_A_MEASURE_IS = (
    "A change of a fact, or the few that only work together. It is a way, not the way: what a "
    "State does is for it to decide."
)
OPEN_NOW = "no answer; it may be so already"
NOT_SEARCHED = "its checks share too many facts to be gone through"
NO_WAY = "no change of a fact that can be changed would do"


def change_words(change: Change, fact: Fact) -> str:
    """What a fact is to become: ``Every child, whatever the status``; ``Judges: yes``."""
    to = change.to
    if change.member is not None:
        values = dict(to.members or ()).get(change.member, frozenset())
        return f"{saying.label(fact, change.member)}: {listed(map(_yes_no, sorted(values)))}"
    return possible_words(to, fact)


def possible_words(to: Possible, fact: Fact) -> str:
    """The values of a fact without members, in words."""
    if to.values is not None:
        order = ["yes", "no"] if fact.type == "yes_no" else list(fact.choices)
        texts = [_yes_no(v) if isinstance(v, bool) else v for v in to.values]
        return listed(saying.label(fact, text) for text in sorted(texts, key=order.index))
    if to.ranges is not None:
        words = listed(_stretch(one, fact) for one in to.ranges)
        return f"{words} {fact.unit}" if fact.unit else words
    return "any"


def _yes_no(value: bool | str) -> str:
    return value if isinstance(value, str) else ("yes" if value else "no")


def _stretch(one: Range, fact: Fact) -> str:
    domain = limits(fact)
    if one.low is not None and one.low == one.high:
        return _point(one.low, fact)
    ends = []
    if one.low is not None and one.low != domain.low:
        ends.append(
            f"{'more than' if one.low in one.without else 'at least'} {_point(one.low, fact)}"
        )
    if one.high is not None and one.high != domain.high:
        ends.append(
            f"{'less than' if one.high in one.without else 'at most'} {_point(one.high, fact)}"
        )
    return " and ".join(ends) or "any"


def _point(at: Point, fact: Fact) -> str:
    return date.fromordinal(int(at)).isoformat() if fact.type == "date" else f"{at:f}"


def now_words(change: Change, assessment: Assessment) -> str:
    """How the fact stands: the answer that counts, of a member its own."""
    fact = assessment.library.facts[change.fact]
    told = assessment.answers.get(change.fact)
    if told is None:
        return OPEN_NOW
    if change.member is None:
        return saying.standing_words(fact, told)
    values = told.possible.member(change.member)
    return OPEN_NOW if len(values) > 1 else listed(map(_yes_no, values))


def moved_words(moved: Moved) -> str:
    """``not met → met``, with what stays open."""
    before = outcomes_words(moved.demand.found.outcomes)
    return f"{before} → {outcomes_words(moved.after)}"


def outcomes_words(outcomes: Outcomes) -> str:
    """The one outcome left, or what is still possible."""
    if outcomes.status is Status.UNDETERMINED:
        return f"open ({wording.still_possible(outcomes)})"
    return str(outcomes.status)


def symbols(measure: Measure, assessment: Assessment) -> list[str]:
    """The instruments in which what it moves is asked."""
    return [assessment.library.instruments[name].symbol for name in measure.instruments]


def set_words(changes: Changes, assessment: Assessment) -> str:
    """The changes in one line, each question once: ``question: value; and question: value``."""
    facts = assessment.library.facts
    asked: dict[str, list[str]] = {}
    for change in changes:
        asked.setdefault(change.fact, []).append(change_words(change, facts[change.fact]))
    return "; and ".join(f"{facts[fact].question} {', '.join(to)}" for fact, to in asked.items())


def full_words(change: Change, assessment: Assessment) -> str:
    """The question, and what its answer is to become."""
    fact = assessment.library.facts[change.fact]
    return f"{fact.question} {change_words(change, fact)}"


def why_no_way(closing: Closing) -> str:
    """Why nothing closes it; empty where something does."""
    if not closing.met.is_searched:
        return NOT_SEARCHED
    return "" if closing.met.number else NO_WAY


def number_of_ways(ways: Ways) -> str:
    """``1 way``, ``4 ways``."""
    return number_of(ways.number, "way")
