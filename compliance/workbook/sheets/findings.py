"""The sheet Findings: every provision with its result, gaps first, and what reviewers think of it.

Long texts are shortened here; the sheets Clauses, Questions and Actions have them whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import Status
from compliance.library.languages import say
from compliance.model.rulebook import FORCES, FactId
from compliance.report import reasons, statements, wording
from compliance.report.remedies import RemedyWords, ToDo
from compliance.report.sections import is_silent, section_of
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import BLANK, Column, Content, Listing
from compliance.workbook.writing.style import Look

_ASKED, _ASKED_OF_REST, _ANSWER, _QUOTE, _CLOSE = 200, 50, 180, 80, 320
_SHORT_ANSWER = 90
"""How many characters are shown, so that a provision takes a few lines."""
_MOST_SOURCES = _MOST_REASONS = 2
_WIDTHS = {"opinion": 9.0, "comment": 12.5, "name": 8.0, "date": 8.0}
_REVIEWERS = (form.REVIEW_FIELDS[0], form.ROW, *form.REVIEW_FIELDS[1:])
_WITHOUT_REASON = "The same whatever the answers are."


class Rank(IntEnum):
    """In which order findings are listed."""

    GAP = 0
    PARTLY_KNOWN = 1
    OPEN = 2
    MET = 3
    NOT_APPLICABLE = 4
    NO_TEST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of an assessment."""

    assessment: Assessment
    finding: Finding
    rank: Rank
    to_do: tuple[ToDo, ...] = ()
    """What would close it; nothing where it is no gap."""

    @property
    def needs_action(self) -> bool:
        """Whether it is a gap, or partly known."""
        return self.rank < Rank.OPEN

    @property
    def key(self) -> str:
        """By which programs find its row."""
        return form.finding_key(self.assessment.profile.id, self.finding.rule.id)


_DECIDED = {
    Status.MET: Rank.MET,
    Status.NOT_APPLICABLE: Rank.NOT_APPLICABLE,
    Status.NO_TEST: Rank.NO_TEST,
}


def rank(finding: Finding, assessment: Assessment) -> Rank:
    """Where a finding is listed: gaps, then what is partly known, then what is open."""
    if section_of(finding).is_gap:
        return Rank.GAP
    if finding.status is not Status.UNDETERMINED:
        return _DECIDED[finding.status]
    return Rank.OPEN if is_silent(finding, assessment.disputes) else Rank.PARTLY_KNOWN


def found_in(assessment: Assessment) -> list[Found]:
    """Every finding: gaps first, by force, then in the order of the documents."""

    def order(found: Found) -> tuple[int, int]:
        return found.rank, FORCES.index(found.finding.rule.force)

    remedies = RemedyWords(assessment)
    found = (
        Found(assessment, one, rank(one, assessment), tuple(remedies.of(one)))
        for one in assessment.findings
    )
    return sorted(found, key=order)


def findings(assessments: Sequence[Assessment], *, is_reviewed: bool) -> Listing[Found]:
    """One row a provision and account, with the reviewer's columns if ``is_reviewed``."""
    several = len(assessments) > 1

    def paragraph(found: Found) -> Content:
        """With the account in short: its column is not printed."""
        profile, place = found.assessment.profile, words.paragraph(found.finding.rule)
        return Content(f"{place}\n{profile.country}, {profile.voice}" if several else place)

    columns: list[Column[Found]] = [
        Column("Paragraph", 15 if several else 13, paragraph, names=True),
        Column("Title (ours)", 17, _of_rule(lambda f: Content(f.finding.rule.title, Look.STRONG))),
        Column("Result", 11, _result),
        Column("Requirements not met", 11.5, lambda f: Content(words.not_met([f.finding]))),
        Column("What is asked", 19 if several else 20, _asked),
        Column("Why", 24 if several else 25, _why),
        Column("Source", 22, _source),
        Column("What would close it", 20, _close),
        *(_reviewers_column(field) for field in _REVIEWERS if is_reviewed),
        *words.account_column(assessments, printed=False),
        Column("Responsible", 24, _responsible, printed=False),
        *(
            Column(header, width, _of_rule(say), printed=False, hidden=header == _RULE)
            for header, width, say in _ABOUT_RULE
        ),
    ]
    if is_reviewed:
        key = form.HEADERS[form.KEY]
        columns.append(
            Column(key, 34, lambda f: Content(f.key), printed=False, hidden=True, field=form.KEY)
        )
    nothing = "No provision was looked at."
    return Listing(
        form.FINDINGS, columns, nothing, hash_of=lambda f: form.rule_hash(f.finding.rule)
    )


def _of_rule(say: Callable[[Found], Content]) -> Callable[[Found], Content]:
    """What is said of a rule, worked out once for all accounts."""
    known: dict[str, Content] = {}

    def content(found: Found) -> Content:
        rule = found.finding.rule.id
        if rule not in known:
            known[rule] = say(found)
        return known[rule]

    return content


def _topics(found: Found) -> Content:
    return Content("; ".join(wording.topic_labels(found.finding.rule, found.assessment.library)))


_RULE = "Rule"
_ABOUT_RULE: tuple[tuple[str, float, Callable[[Found], Content]], ...] = (
    ("Document", 14, lambda f: Content(f.finding.rule.symbol)),
    ("Force (our reading)", 16, lambda f: Content(f.finding.rule.force)),
    ("Topics", 28, _topics),
    (_RULE, 22, lambda f: Content(f.finding.rule.id)),
)
"""For filters, and for programs; not printed."""


def _reviewers_column(field: str) -> Column[Found]:
    if field == form.ROW:
        header = form.HEADERS[field]
        return Column(header, 8.0, lambda f: Content(f.key), hidden=True, field=field)
    look = Look.ENTRY_DATE if field == "date" else Look.ENTRY
    content = Content("", look, offers=form.LIST_OPINION if field == "opinion" else "")
    return Column(form.HEADERS[field], _WIDTHS[field], lambda _: content, field=field)


def _result(found: Found) -> Content:
    finding = found.finding
    reserved = finding.status is Status.NOT_APPLICABLE and finding.reserved
    return words.result(finding.outcomes, say("report.by_reservation") if reserved else "")


def _asked(found: Found) -> Content:
    """The words of the requirements that make it a gap; else the beginning of the provision."""
    rule, failing = found.finding.rule, found.finding.failing_checks
    if found.rank > Rank.MET:
        return BLANK
    if failing:
        asks = dict.fromkeys(check.check.asks for check in failing)
        most = _ASKED // len(asks)
        said = [_quoted(rule.text, words.shortened(" … ".join(one), most)) for one in asks]
    else:
        said = [_quoted(rule.text, words.shortened(rule.wording, _ASKED_OF_REST))]
    return Content(words.bulleted(said))


def _quoted(text: str | None, part: str) -> str:
    """Words of the document in quotation marks; ours said to be ours."""
    return f"“{part}”" if text else f"(in our words) {part}"


def _why(found: Found) -> Content:
    """The answers that decide it, and how many questions are open."""
    finding = found.finding
    if not finding.checks:
        return Content(words.shortened(finding.reason or "", _SHORT_ANSWER))
    told = _reasons(found)
    said = [_answer(found, fact, told[fact]) for fact in list(told)[:_MOST_REASONS]]
    if more := len(told) - len(said):
        said.append(f"{more} more {'answer' if more == 1 else 'answers'} on the sheet Questions.")
    open_ = len(finding.missing)
    if open_:
        still = "1 question is open." if open_ == 1 else f"{open_} questions are open."
        said.append(still if said else f"No answer decides it yet. {still}")
    if not finding.is_counted:
        said.append(f"Not counted: {wording.NOT_COUNTED}.")
    return Content(words.bulleted(said) or _WITHOUT_REASON)


def _reasons(found: Found) -> dict[FactId, set[str]]:
    """The answers on which it rests; none where no answer tells how far it is met."""
    return {} if found.rank is Rank.OPEN else reasons.deciding(found.finding, found.assessment)


def _answer(found: Found, name: FactId, members: set[str]) -> str:
    """What the account answers, in whole sentences; shorter where nothing is to be done."""
    fact, told = found.assessment.library.facts[name], found.assessment.answers[name]
    most = _ANSWER if found.needs_action else _SHORT_ANSWER
    return words.shortened(statements.statements_of(fact, told, members), most)


def _source(found: Found) -> Content:
    facts = _reasons(found)
    if not facts:
        return BLANK
    told = words.sources(
        found.assessment, facts, _QUOTE, _MOST_SOURCES if found.needs_action else 1
    )
    if not told:
        return Content("No source is named.", Look.MUTED)
    return Content(words.bulleted(told))


def _close(found: Found) -> Content:
    if not found.to_do:
        return BLANK
    shown = list(_whole([one.action for one in found.to_do]))
    if more := len(found.to_do) - len(shown):
        shown.append(f"{more} more on the sheet Actions.")
    responsible = _responsible_for(found)
    if responsible:
        shown.append(f"Responsible: {'; '.join(responsible)}")
    return Content(words.bulleted(shown))


def _whole(actions: Sequence[str]) -> Iterator[str]:
    """The first actions, whole, as far as there is room; the first is shortened if need be."""
    left = _CLOSE
    for place, action in enumerate(actions):
        if place and len(action) > left:
            return
        yield words.shortened(action, _CLOSE)
        left -= len(action)


def _responsible(found: Found) -> Content:
    if not found.to_do:
        return BLANK
    return Content(words.bulleted(_responsible_for(found)))


def _responsible_for(found: Found) -> list[str]:
    """The institutions that the account names, and who is responsible as the remedies say."""
    named = [one.responsible for one in found.to_do]
    leads = [
        side.answer.lead
        for fact in (_reasons(found) if found.finding.failing_checks else ())
        for side in found.assessment.answers[fact].all_sources()
    ]
    return list(dict.fromkeys(filter(None, [*leads, *named])))
