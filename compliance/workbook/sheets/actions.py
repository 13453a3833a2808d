"""The sheet Actions: what to do, what it improves, who does it by when, how gaps are closed.

Beside each action are cells to be filled in, under a key that lasts: the answers it leads to, or
the recommendation that it carries out. Below the actions that the plan proposes stand those of the
country's lists that it does not, and the recommendations without a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.follow_up import FollowUp, action_key
from compliance.assessment.plan import Action, Closing, Moved, Plan
from compliance.engine.outcomes import Status
from compliance.model.actions import TrackedAction
from compliance.report import accounts, follow_up
from compliance.report import plan as planning
from compliance.report.remedies import change_words
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import BLANK, Column, Content, Listing
from compliance.workbook.writing.statuses import outcomes_words
from compliance.workbook.writing.style import Look

_MOST_SHOWN = 6
"""How many requirements are told one by one; of more, the paragraphs alone."""
HOW_TO_FILL_IN = (
    "Fill in the green cells: who leads, by when, how far it is, and what is new. An action is a "
    "promise, not an answer: what was done is answered in a questionnaire, with a source."
)
NOT_PROPOSED = "In the list of actions; the plan does not propose it."
NOT_YET_TESTED = "Not yet tested: the checks of this recommendation are still to be written."
_WIDTHS = {
    "lead": 14.0,
    "due": 10.0,
    "state": 10.0,
    "progress": 20.0,
    "said_by": 13.0,
    "source": 14.0,
}
_ENTRIES = (form.ACTION_FIELDS[0], form.ROW, *form.ACTION_FIELDS[1:])


@dataclass(frozen=True, slots=True)
class Step:
    """A row: an action that is proposed, or one that is tracked, or both."""

    assessment: Assessment
    what: str
    """What is to be done, in the imperative."""
    key: str = ""
    """Its lasting key; empty where nothing is filled in."""
    number: int = 0
    """Its number in the plan."""
    proposal: Action | None = None
    ways: tuple[str, ...] = ()
    """The gaps that it helps to close: ``A/66/253, 19 equality. Met: actions 3 and 5.``"""
    about: str = ""
    """What is said of an action that the plan does not propose."""
    tracked: TrackedAction | None = None
    is_printed: bool = True


class Actions:
    """The rows of the sheet. Actions of one country are filled in, each at its first row."""

    def __init__(self, assessments: Sequence[Assessment]) -> None:
        self._assessments = assessments
        countries = {one.profile.country for one in assessments}
        self.is_filled_in = len(countries) == 1
        self._tracked: dict[str, TrackedAction] = {}
        self._begun: set[str] = set()
        if self.is_filled_in:
            for listed in assessments[0].library.actions_of(*countries):
                for one in listed.actions:
                    self._tracked.setdefault(one.key, one)

    def listing(self) -> Listing[Step]:
        """The sheet."""
        several, filled = len(self._assessments) > 1, self.is_filled_in
        columns: list[Column[Step]] = [
            *words.account_column(self._assessments),
            Column("No.", 4.5, lambda s: Content(s.number) if s.number else BLANK),
            Column("Action", 30 if several else 37, _action, names=True),
            Column("What it improves", 27 if several else 34, _improves),
            Column("Responsible", 16 if several else 18, _responsible),
            *(_entry(name) for name in _ENTRIES if filled),
            Column("Ways to close the gaps", 90, _ways, printed=False),
            Column("Force (our reading)", 14, _force, printed=False),
            Column("Answers that change", 60, _changes, printed=False),
            Column("Requirements improved", 13, _improved, printed=False),
        ]
        if filled:
            if any(one.progress for one in self._tracked.values()):
                columns.append(Column("Progress so far", 44, _so_far, printed=False))
            key = form.HEADERS[form.KEY]
            columns.append(
                Column(key, 34, lambda s: Content(s.key), printed=False, hidden=True, field="key")
            )
        how = (HOW_TO_FILL_IN,) if filled else ()
        lead = (*how, planning.OTHER_WAYS, planning.HOW_GAPS_ARE_CLOSED)
        return Listing(
            form.ACTIONS, columns, planning.NOTHING_TO_DO, lead, printed=lambda s: s.is_printed
        )

    def steps(self, plan: Plan) -> Iterator[Step]:
        """The actions of a plan, with the numbers that the plan itself gives them."""
        page, facts = planning.Page(plan), plan.assessment.library.facts
        closings = {id(closing.requirement): closing for closing in plan.closings}
        for number, action in page.numbered.items():
            ways = tuple(
                _way(closings[id(one.requirement)], page)
                for one in action.moved
                if id(one.requirement) in closings
            )
            key = self._first(action_key(action, facts))
            yield Step(
                plan.assessment,
                planning.sentence_of(action, plan.assessment),
                key,
                number,
                action,
                ways,
                tracked=self._tracked.get(key),
            )

    def others(self) -> Iterator[Step]:
        """What the plans do not propose: tracked actions, then recommendations without a test."""
        if not self.is_filled_in:
            return
        assessment = self._assessments[0]
        told = FollowUp(assessment, tuple(self._tracked.values()), assessment.as_of)
        for key, one in self._tracked.items():
            if self._first(key):
                self._begun.update(one.rules)
                about = words.bulleted([NOT_PROPOSED, *follow_up.change_words(one, told)])
                yield Step(assessment, one.action, key, about=about, tracked=one)
        for finding in assessment.all_findings:
            rule = finding.rule
            is_draft = rule.draft and finding.status is Status.NO_TEST
            if is_draft and self._first(rule.id):
                what = f"Carry out {accounts.cited_rules([rule])}: {rule.title}"
                yield Step(assessment, what, rule.id, about=NOT_YET_TESTED, is_printed=False)

    def _first(self, key: str) -> str:
        """The key, if this is its first row and it is to be filled in."""
        if not self.is_filled_in or key in self._begun:
            return ""
        self._begun.add(key)
        return key


def _way(closing: Closing, page: planning.Page) -> str:
    """The ways to close a gap; all steps are needed, one way of each is enough."""
    return f"{accounts.cited([closing.requirement.finding])}. {' '.join(page.ways_of(closing))}"


# To be filled in


def _entry(name: str) -> Column[Step]:
    if name == form.ROW:
        return Column(form.HEADERS[name], 8.0, lambda s: Content(s.key), hidden=True, field=name)
    look = Look.ENTRY_DATE if name == "due" else Look.ENTRY
    offers = form.LIST_STATE if name == "state" else ""

    def content(step: Step) -> Content:
        if not step.key:
            return BLANK
        return Content(form.action_entry(step.tracked, name), look, offers=offers)

    return Column(form.HEADERS[name], _WIDTHS[name], content, field=name)


def _so_far(step: Step) -> Content:
    notes = sorted(step.tracked.progress, key=lambda n: n.on) if step.tracked else []
    return Content(words.bulleted(f"{note.on}, {note.said_by}: {note.note}" for note in notes))


# To be read


def _force(step: Step) -> Content:
    return Content(step.proposal.force) if step.proposal else BLANK


def _improved(step: Step) -> Content:
    return Content(len(step.proposal.moved)) if step.proposal else BLANK


def _action(step: Step) -> Content:
    return Content(step.what, Look.STRONG)


def _improves(step: Step) -> Content:
    action = step.proposal
    if action is None:
        return Content(step.about)
    lines = [_moved_words(one) for one in action.moved[:_MOST_SHOWN]]
    if more := action.moved[_MOST_SHOWN:]:
        lines.append(f"Also: {accounts.cited(one.requirement.finding for one in more)}")
    lines += [f"But: {_moved_words(one)}" for one in action.worsened]
    if action.newly_applicable:
        lines.append(planning.newly_applicable_words(action.newly_applicable))
    return Content(words.bulleted(lines))


def _moved_words(moved: Moved) -> str:
    """``A/RES/65/212, 4 (g): partly met → met``."""
    before = outcomes_words(moved.requirement.found.outcomes)
    return (
        f"{accounts.cited([moved.requirement.finding])}: {before} → {outcomes_words(moved.after)}"
    )


def _responsible(step: Step) -> Content:
    """The institutions that the account names, and who is responsible as the remedy says."""
    if step.proposal is None:
        return BLANK
    found = planning.responsible_for(step.proposal)
    how = f", {found.how}" if found.how else ""
    return Content(words.bulleted([*step.proposal.leads, f"{found.who}{how}"]))


def _ways(step: Step) -> Content:
    more = len(step.ways) - _MOST_SHOWN
    rest = [f"{more} more: compliance plan --details"] if more > 0 else []
    return Content(words.bulleted([*step.ways[:_MOST_SHOWN], *rest]))


def _changes(step: Step) -> Content:
    """The questions whose answers change, how they are answered now, and what they become."""
    facts = step.assessment.library.facts
    told = []
    for change in step.proposal.changes if step.proposal else ():
        fact = facts[change.fact]
        to = change_words(change, fact)
        now = planning.now_words(change, step.assessment)
        told.append(f"{fact.question} To become: {to}. Now: {now}.")
    return Content(words.bulleted(told))
