"""The plan: what to do, who is responsible, what each action improves. One page.

An action is a plain sentence of a rule's own remedy. With details each gap has every smallest set
of changes that would close it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import Changes, FactChange, narrower
from compliance.assessment.plan import MOST_SETS, Action, Closing, Moved, Plan
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    Paragraph,
    Row,
    Section,
    Table,
    legend,
    note,
)
from compliance.document.text import Text, muted, sentence, status, strong
from compliance.engine.outcomes import Outcomes, Status
from compliance.library.library import EVERYTHING, Scope
from compliance.model.rulebook import FORCES
from compliance.report import (
    accounts,
    caveats,
    commands,
    reasons,
    remedies,
    wording,
)
from compliance.report.wording import listed

SETS_SHOWN = 6
"""Of more sets of changes that close a gap these are told, and how many more there are."""
ORDER = (
    "In the order of (1) how strongly the paragraph speaks, (2) how many requirements are "
    "improved, (3) how few changes are needed."
)
OTHER_WAYS = (
    "Actions and results are ours, not the United Nations'. Other ways are possible: what a State "
    "does is for it to decide. We assume that official lists are then updated."
)
HOW_GAPS_ARE_CLOSED = (
    "The fewest changes that are enough, whatever the open answers are. All steps are needed; "
    "within a step one of the ways is enough."
)
NOTHING_TO_DO = (
    "No gap was found on the answers given, so there is nothing to propose. This does not mean "
    "that everything is met: questions are still open."
)
NO_ACTION = "No single action of the State would improve the requirements that are not fully met."
NO_ANSWER = "No answer yet. Check first: this may already exist."
NOT_ALL_ANSWERED = "Not everything here has an answer. Check first: a part of it may already exist."
OPEN_NOW = "no answer yet"
NOT_SEARCHED = "There are too many combinations of answers: the ways to close it were not searched."
NO_WAY = "Nothing that a State can still change would close it."
NOT_NAMED = "Responsible institution not named"


def document(
    subject: Sequence[Plan],
    *,
    details: bool = False,
    next_steps: bool = False,
    scope: Scope = EVERYTHING,
) -> Document:
    """The plan of one account, or of several one after the other.

    With ``details`` also the ways to close each gap; ``next_steps`` adds the commands by which
    one goes on; ``scope`` is what the rules were narrowed to.
    """
    assessments = [made.assessment for made in subject]
    closing: list[Block] = []
    if any(made.proposals for made in subject):
        closing.append(note(f"{OTHER_WAYS} {ORDER}"))
    if next_steps:
        closing.append(_next(subject, scope))
    pages = [Page(made) for made in subject]
    return accounts.document_of(
        assessments, "plan", lambda place: pages[place].blocks(details=details), closing
    )


def _next(subject: Sequence[Plan], scope: Scope) -> Section:
    assessments = [made.assessment for made in subject]
    ask = ("Answer open questions first", commands.command("ask", assessments, scope))
    if not any(made.closings for made in subject):
        return commands.section([ask])
    plan = commands.command("plan", assessments, scope)
    return commands.section(
        [
            ask,
            ("How each gap is closed", f"{plan} --details"),
            ("Hand over", f"{plan} -o plan.docx"),
        ]
    )


class Page:
    """The plan of one account."""

    def __init__(self, made: Plan) -> None:
        self.plan, self.assessment = made, made.assessment
        self.numbered = dict(enumerate(self._in_order(), start=1))

    def _in_order(self) -> list[Action]:
        """The actions as they stand on the page: by who is responsible, then as planned."""
        found: dict[str, list[Action]] = {}
        for action in self.plan.proposals:
            found.setdefault(responsible_for(action).who, []).append(action)
        return [action for several in found.values() for action in several]

    def blocks(self, *, details: bool) -> Iterator[Block]:
        """How much is to be done, the actions, and with details the ways to close each gap."""
        yield from accounts.confidentiality([self.assessment])
        if not self.plan.closings:
            yield Paragraph(NOTHING_TO_DO)
            return
        yield Paragraph(head_words(self.plan))
        if later := caveats.later(self.assessment):
            yield note(" ".join(later))
        if self.numbered:
            yield self._table()
        else:
            yield Paragraph(NO_ACTION)
        if details:
            yield from self._ways()

    # Actions

    def _table(self) -> Table:
        groups: dict[str, list[Row]] = {}
        for number, action in self.numbered.items():
            changed = [change.fact for change in action.changes]
            changed += () if action.is_said else action.remedied
            told = reasons.marked(self._sentence(action), changed, self.assessment)
            cells: list[Cell] = [number, told]
            row = Row(cells, under=list(self._under(number, action)))
            groups.setdefault(responsible_for(action).who, []).append(row)
        columns = [Column(align="end"), Column(wraps=True, is_name=True)]
        return Table(columns, [Group(who, rows) for who, rows in groups.items()], "Actions")

    def _sentence(self, action: Action) -> Text:
        """What is to be done; with whom, where the heading does not say it."""
        parts: list[Text] = [strong(sentence_of(action, self.assessment))]
        with_whom = [words for words in (responsible_for(action).how, *action.leads) if words]
        return [*parts, muted(f" ({'; '.join(with_whom)})")] if with_whom else parts

    def _under(self, number: int, action: Action) -> Iterator[Text]:
        yield improvements(action.moved)
        if action.worsened:
            yield ["But: ", improvements(action.worsened)]
        if action.newly_applicable:
            yield newly_applicable_words(action.newly_applicable)
        if words := unanswered_words(action, self.assessment):
            yield words
        if others := self._alternatives(number):
            words = ngettext(
                "Alternative: action {numbers}, which improves the same at least as much.",
                "Alternatives: action {numbers}, each of which improves the same at least as much.",
                len(others),
            )
            yield words.format(numbers=listed(map(str, others)))

    def _alternatives(self, number: int) -> list[int]:
        """The actions each of which improves all that this one does, and as much."""
        own = _by_requirement(self.numbered[number].moved)
        found = []
        for other, action in self.numbered.items():
            theirs = _by_requirement(action.moved)
            if other != number and all(_is_as_good(theirs.get(k), v) for k, v in own.items()):
                found.append(other)
        return found

    # Ways to close each gap

    def _ways(self) -> Iterator[Block]:
        closings = sorted(self.plan.closings, key=lambda c: FORCES.index(c.requirement.found.force))
        columns = [Column(), Column(is_name=True, wraps=True, width=12), Column(wraps=True)]
        groups: dict[str, list[Row]] = {}
        for closing in closings:
            rule = closing.requirement.finding.rule
            found = closing.requirement.found
            asked: Text = [wording.asks_words(rule, found.asks), muted(f" ({found.force})")]
            known = (fact for check in closing.requirement.checks for fact in check.because)
            asked = reasons.marked(asked, known, self.assessment)
            cells: list[Cell] = [found.outcomes, strong(wording.paragraph(rule)), asked]
            row = Row(cells, under=list(self.ways_of(closing)))
            groups.setdefault(rule.symbol, []).append(row)
        table = Table(columns, [Group(s, rows) for s, rows in groups.items()], "Ways to close gaps")
        heading = f"Ways to close each gap ({len(closings)})"
        yield Section(heading, [note(HOW_GAPS_ARE_CLOSED), table])
        yield legend()

    def ways_of(self, closing: Closing) -> Iterator[str]:
        """The ways to close a gap, by the numbers of actions."""
        if why := why_no_way(closing):
            yield why
        else:
            steps = _steps(closing)
            for place, sets in enumerate(steps, start=1):
                label = "Met" if len(steps) == 1 else f"Met, step {place} of {len(steps)}"
                yield f"{label}: {self._either(sets)}"
        if closing.partly:
            yield f"At least partly met: {self._either(closing.partly)}"
        parts = closing.partly_together.parts if closing.partly_together.number else ()
        for place, sets in enumerate(parts, start=1):
            told = self._either(sets)
            yield f"Also at least partly met, step {place} of {len(parts)}: {told}"

    def _either(self, sets: Sequence[Changes]) -> str:
        told = list(dict.fromkeys(map(self.named, sets)))
        more = len(told) - SETS_SHOWN
        words = "; or ".join(told[:SETS_SHOWN])
        if more <= 0:
            return f"{words}."
        ways = ngettext("{n} other way", "{n} other ways", more).format(n=more)
        return f"{words}; or {ways}, which -o plan.json lists."

    def named(self, changes: Changes) -> str:
        """A set by the actions that it is made of; what no action does is spelled out.

        ``action 3; and “Is family unity considered?” yes``.
        """
        left, told = list(changes), list[str]()
        for number, action in self.numbered.items():
            covered = [c for c in left if any(_does(own, c) for own in action.changes)]
            if covered and len(covered) == len(action.changes):
                told.append(str(number))
                left = [change for change in left if change not in covered]
        words = [f"action {told[0]}" if len(told) == 1 else f"actions {listed(told, 'and')}"]
        parts = (words if told else []) + list(
            remedies.short_words(left, self.assessment.library.facts)
        )
        return "; and ".join(parts)


def _does(own: FactChange, wanted: FactChange) -> bool:
    """Whether a change of an action brings what a set wants of the same fact."""
    return own.key == wanted.key and (both := narrower(own, wanted)) is not None and both == own


def _steps(closing: Closing) -> list[Sequence[Changes]]:
    """Whole sets where they are few, else one of each part."""
    if closing.met.number <= SETS_SHOWN:
        return [list(closing.met)]
    return list(closing.met.parts)


def _by_requirement(moved: Iterable[Moved]) -> dict[int, Outcomes]:
    return {id(one.requirement): one.after for one in moved}


def _is_as_good(one: Outcomes | None, other: Outcomes) -> bool:
    """Whether one result is the same as another, or both its ends are as high."""
    if one is None or one == other:
        return one is not None
    low, high = one.lowest, one.highest
    return (
        low is not None
        and high is not None
        and other.lowest is not None
        and other.highest is not None
        and _RANK[low] >= _RANK[other.lowest]
        and _RANK[high] >= _RANK[other.highest]
    )


_RANK = {outcome: place for place, outcome in enumerate(Outcomes.from_bits(7))}


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is responsible for an action, and what else is said of it."""

    who: str
    how: str = ""


def responsible_for(action: Action) -> Responsible:
    """Who is responsible: ``Parliament``, and ``on a bill of the ministry of labour``."""
    words = wording.responsible_words(action.remedy)
    if not words:
        return Responsible(NOT_NAMED)
    for first in ("parliament", "the government"):
        rest = words.removeprefix(first)
        if rest != words and not rest[:1].isalpha():
            return Responsible(_named(first), rest.strip(" ,()"))
    return Responsible(_named(words))


def _named(who: str) -> str:
    who = who.removeprefix("the ")
    return f"{who[:1].upper()}{who[1:]}"


def sentence_of(action: Action, assessment: Assessment) -> str:
    """What is to be done, in the imperative; without a remedy what would have to be so.

    Nobody is told to bring about an answer: what is so comes first, and the answer follows.
    """
    facts, words = assessment.library.facts, wording.action_words(action.remedy)
    if action.is_said:
        return words
    if action.remedy:
        return remedies.exact_words(words, action.changes, facts)
    needed = list(remedies.needed_words(action.changes, facts))
    if not all(needed):
        needed = [f"{'; '.join(remedies.short_words(action.changes, facts))}."]
    return f"What would have to be so: {' '.join(needed)}"


def unanswered_words(action: Action, assessment: Assessment) -> str:
    """That some of it may be so already; empty where every question is answered."""
    open_ = sum(now_words(change, assessment) == OPEN_NOW for change in action.changes)
    if not open_:
        return ""
    return NO_ANSWER if open_ == len(action.changes) else NOT_ALL_ANSWERED


def improvements(moved: Sequence[Moved]) -> list[Text]:
    """What changes, paragraphs that change alike together: ``A/66/253, 13: open → met``."""
    found: dict[tuple[Outcomes, Outcomes], list[Moved]] = {}
    for one in moved:
        found.setdefault((one.requirement.found.outcomes, one.after), []).append(one)
    parts: list[Text] = []
    for (before, after), several in found.items():
        template = "; {cited}: {before} → {after}" if parts else "{cited}: {before} → {after}"
        findings = [one.requirement.finding for one in several]
        parts += sentence(
            template, cited=accounts.cited(findings), before=status(before), after=status(after)
        )
    return parts


def newly_applicable_words(moved: Sequence[Moved]) -> str:
    """How many requirements then apply, by instrument: ``Then 12 more requirements apply: …``."""
    counts: dict[str, int] = {}
    for one in moved:
        symbol = one.requirement.finding.rule.symbol
        counts[symbol] = counts.get(symbol, 0) + 1
    words = ngettext(
        "Then {n} more requirement applies: {where}.",
        "Then {n} more requirements apply: {where}.",
        len(moved),
    )
    where = listed((f"{number} of {symbol}" for symbol, number in counts.items()), "and")
    return words.format(n=len(moved), where=where)


def head_words(made: Plan) -> str:
    """How many requirements are gaps, and how many actions would improve them."""
    outcomes = [closing.requirement.found.outcomes for closing in made.closings]
    gaps = sum(one.is_gap for one in outcomes)
    told = [
        ngettext(
            "{n} requirement is not fully met.", "{n} requirements are not fully met.", gaps
        ).format(n=gaps)
    ]
    if number := sum(one.is_gap_if_it_applies for one in outcomes):
        words = ngettext(
            "{n} more is not fully met, if it applies.",
            "{n} more are not fully met, if they apply.",
            number,
        )
        told.append(words.format(n=number))
    if number := len(outcomes) - gaps - sum(one.is_gap_if_it_applies for one in outcomes):
        words = ngettext(
            "{n} more is a gap only together with others.",
            "{n} more are gaps only together with others.",
            number,
        )
        told.append(words.format(n=number))
    if number := len(made.proposals):
        words = ngettext(
            "{n} action would improve the result.", "{n} actions would improve the result.", number
        )
        told.append(words.format(n=number))
    return " ".join(told)


# Changes of facts, in words


def now_words(change: FactChange, assessment: Assessment) -> str:
    """What is answered today, of a member its own answer."""
    fact = assessment.library.facts[change.fact]
    told = assessment.answers.get(change.fact)
    if told is None:
        return OPEN_NOW
    if change.member is None:
        return wording.standing_words(fact, told)
    values = told.possible.member(change.member)
    return OPEN_NOW if len(values) > 1 else listed(map(wording.yes_no, values))


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
    """The instruments in which what it improves is asked."""
    return [assessment.library.instruments[name].symbol for name in action.instruments]


def why_no_way(closing: Closing) -> str:
    """Why nothing closes it; empty where something does."""
    if not closing.met.is_searched:
        return NOT_SEARCHED
    return "" if closing.met.number else NO_WAY


def only_parts_are_actions(closing: Closing) -> bool:
    """Whether it has more smallest sets than are looked at one by one for actions."""
    return closing.met.number > MOST_SETS and len(closing.met.parts) > 1
