"""Follow-up: who does what by when, what is overdue, and what will be met if promises are kept."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from gettext import ngettext

from compliance.assessment.findings import Finding
from compliance.assessment.follow_up import FollowUp, Step
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Group,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    bar_legend,
    legend,
    note,
    tally,
)
from compliance.document.style import outcomes_words
from compliance.document.text import Text, muted, sentence, status, strong
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.library.library import EVERYTHING, Scope
from compliance.model.actions import TrackedAction
from compliance.report import accounts, commands, gap_report, reasons, wording

NO_LEAD = "Nobody is named as responsible"
NO_DATE = "without a date"
PROMISES = (
    "An action is a promise. It is no answer and counts in no result: the results change when an "
    "account says, with a source, that the action is done."
)
IF_KEPT = (
    "What the results would be if every action that is not given up were done by its date, and "
    "nothing else changed. We assume that official lists are then updated."
)
BETTER = outcomes_words(Outcomes.of(Outcome.PARTLY_MET, Outcome.MET))
NO_ACTIONS = "No list of actions for this country was found."
NOTHING_CHANGES = "No result would change."
STILL_SHOWN = 12
"""So many results that would still be gaps fit on a screen."""


def document(
    subject: Sequence[FollowUp],
    *,
    details: bool = False,
    next_steps: bool = False,
    scope: Scope = EVERYTHING,
    files: Sequence[str] = (),
) -> Document:
    """The actions of a State, then for each account of it what would change.

    With ``details`` every result that would still be a gap; ``next_steps`` adds the commands by
    which one goes on; ``scope`` is what the rules were narrowed to, ``files`` are the lists of
    actions that were named.
    """
    first = subject[0]
    blocks: list[Block] = list(_actions(first))
    if any(one.is_promised for one in first.actions):
        for place, one in enumerate(subject):
            own = list(_if_kept(one, details=details))
            if len(subject) > 1:
                blocks += [PageBreak()] if place else []
                own = [Section(gap_report.subtitle(one.assessment), own)]
            blocks += own
        blocks += [legend(), bar_legend()]
    blocks.append(note(PROMISES))
    if next_steps:
        blocks.append(_next(subject, scope, files))
    is_one = len(subject) == 1
    return Document(
        accounts.title({first.assessment.profile.country}, "follow-up", 1),
        blocks,
        subtitle=gap_report.subtitle(first.assessment) if is_one else "",
        date=first.today,
    )


def _next(subject: Sequence[FollowUp], scope: Scope, files: Sequence[str]) -> Section:
    assessments = [one.assessment for one in subject]
    lists = "".join(f" --actions {shlex.quote(name)}" for name in files)
    told = [
        ("What else to do", commands.command("plan", assessments, scope)),
        (
            "Hand over",
            f"{commands.command('follow-up', assessments, scope)}{lists} -o follow-up.docx",
        ),
    ]
    return commands.section(told)


# Who does what by when


def _actions(subject: FollowUp) -> Iterator[Block]:
    if not subject.actions:
        yield Paragraph(NO_ACTIONS)
        return
    yield Paragraph(head_words(subject))
    columns = [
        Column("Due"),
        Column("State"),
        Column("Action", wraps=True, is_name=True),
    ]
    rows = {lead: [_row(one, subject) for one in own] for lead, own in by_lead(subject).items()}
    yield Table(columns, [Group(lead, own) for lead, own in rows.items()], "Actions")


def head_words(subject: FollowUp) -> str:
    """How many actions there are, how many are overdue, and on which day that is so."""
    number = len(subject.actions)
    words = ngettext("{n} action.", "{n} actions.", number).format(n=number)
    late = len(subject.overdue)
    told = ngettext("{n} is overdue", "{n} are overdue", late).format(n=late)
    return f"{words} {told if late else 'None is overdue'} on {wording.day_words(subject.today)}."


def by_lead(subject: FollowUp) -> dict[str, list[TrackedAction]]:
    """The actions by institution, those first that have most overdue since the earliest day.

    Within an institution: what is overdue, then by date, then what is done or given up.
    """
    found: dict[str, list[TrackedAction]] = {}
    for one in sorted(subject.actions, key=lambda one: _order(one, subject.today)):
        found.setdefault(one.lead or NO_LEAD, []).append(one)
    return found


def _order(one: TrackedAction, today: date) -> tuple[bool, bool, bool, date, str]:
    due = one.due or date.max
    return (not one.is_overdue(today), not one.is_pending, not one.is_promised, due, one.key)


def _row(one: TrackedAction, subject: FollowUp) -> Row:
    cells: list[Cell] = [
        one.due.isoformat() if one.due else "no date",
        _state(one, subject),
        strong(one.action),
    ]
    return Row(cells, under=list(_under(one, subject)))


def _state(one: TrackedAction, subject: FollowUp) -> Text:
    return strong("overdue") if one.is_overdue(subject.today) else one.state


def _under(one: TrackedAction, subject: FollowUp) -> Iterator[Text]:
    if one.is_overdue(subject.today) and one.due:
        days = (subject.today - one.due).days
        words = ngettext("{n} day overdue, {state}.", "{n} days overdue, {state}.", days)
        yield words.format(n=days, state=one.state)
    if told := one.latest:
        yield f"{told.on}, {told.said_by}: {told.note}"
    if one.to:
        yield muted("; ".join(answer_words(one, subject)))
    if rules := rules_words(one, subject):
        yield rules
    if one.source:
        yield f"Source: {one.source}"
    if said := not_shown_words(one, subject):
        yield said


def change_words(one: TrackedAction, subject: FollowUp) -> Iterator[str]:
    """The answers that an action leads to, and the recommendations that it carries out."""
    yield from answer_words(one, subject)
    yield rules_words(one, subject)


def rules_words(one: TrackedAction, subject: FollowUp) -> str:
    """``Carries out UPR-ECU, 97.2.``; empty where it names none."""
    rules = subject.rules_of(one)
    return f"Carries out {accounts.cited_rules(rules)}." if rules else ""


def answer_words(one: TrackedAction, subject: FollowUp) -> Iterator[str]:
    """Each question with the answer that the action leads to."""
    facts = subject.assessment.library.facts
    for name, answer in one.to.items():
        yield f"“{facts[name].question}” {wording.answer_words(facts[name], answer)}"


def not_shown_words(one: TrackedAction, subject: FollowUp) -> str:
    """That an action is said to be done and no account says so; empty where that is not so."""
    if one.state != "done" or not one.to or subject.is_answered(one):
        return ""
    return (
        "Said to be done, but the account does not say so yet: answer the question, with a source."
    )


# What would be met if every promise is kept


def _if_kept(subject: FollowUp, *, details: bool) -> Iterator[Block]:
    yield from accounts.confidentiality([subject.assessment])
    blocks: list[Block] = [note(IF_KEPT)]
    changes = any(step.changed for step in subject.steps)
    if changes:
        blocks += [_by_date(subject), _changes(subject)]
    else:
        blocks.append(Paragraph(NOTHING_CHANGES))
    if without := [one for one in subject.actions if one.is_promised and not one.to]:
        words = ngettext(
            "Of {n} action it is not said which answers it changes, so it changes no result here.",
            "Of {n} actions it is not said which answers they change, so they change no result "
            "here.",
            len(without),
        )
        blocks.append(note(words.format(n=len(without))))
    yield Section("If every promise is kept", blocks)
    yield from _still(subject, details=details)


def step_label(step: Step, today: date) -> str:
    """``by 2026-12-31``; ``overdue since 2026-01-31``; ``without a date``."""
    if step.due is None:
        return NO_DATE
    return f"by {step.due.isoformat()}" if step.due >= today else f"due {step.due.isoformat()}"


def _by_date(subject: FollowUp) -> Table:
    """For each instrument in which something changes the results today and by each date."""
    moved = {after.rule.symbol for step in subject.steps for _, after in step.changed}
    lines: list[tuple[str, Sequence[Finding]]] = [("today", subject.assessment.all_findings)]
    lines += [(step_label(s, subject.today), s.findings) for s in subject.steps if s.changed]
    tables = {
        symbol: tally("", {label: _counts(found, symbol) for label, found in lines})
        for symbol in dict.fromkeys(f.rule.symbol for f in subject.assessment.all_findings)
        if symbol in moved
    }
    first = next(iter(tables.values()))
    groups = [Group(symbol, list(_rows(table))) for symbol, table in tables.items()]
    return Table(first.columns, groups, "Results by date")


def _rows(table: Table) -> Iterator[Row]:
    for part in table.rows:
        assert isinstance(part, Row)
        yield part


def _counts(findings: Iterable[Finding], symbol: str) -> Counter[Outcomes]:
    return Counter(f.outcomes for f in findings if f.is_counted and f.rule.symbol == symbol)


def _changes(subject: FollowUp) -> Table:
    """Every result that changes, under the date by which it does.

    Results that stay open in other words, such as those of paragraphs that then apply, are told
    in one line.
    """
    columns = [Column(), Column(is_name=True, wraps=True, width=14), Column(wraps=True)]
    groups = []
    for step in subject.steps:
        rows, alike = [], list[Finding]()
        for before, after in step.changed:
            if outcomes_words(before.outcomes) == outcomes_words(after.outcomes):
                alike.append(after)
            else:
                known = [*before.because, *after.because]
                title = reasons.marked(after.rule.title, known, subject.assessment)
                cells: list[Cell] = [after.outcomes, strong(_cited(after)), title]
                changed = {"before": _status(before), "after": _status(after)}
                rows.append(Row(cells, under=[sentence("{before} → {after}", **changed)]))
        if alike:
            words = ngettext(
                "{n} more result stays open; what is still possible changes.",
                "{n} more results stay open; what is still possible changes.",
                len(alike),
            )
            rows.append(Row(["", "", muted(words.format(n=len(alike)))]))
        if rows:
            label = step_label(step, subject.today)
            groups.append(Group(f"{label[:1].upper()}{label[1:]}", rows))
    return Table(columns, groups, "What changes")


def _status(finding: Finding) -> Text:
    return status(finding.outcomes)


def _cited(finding: Finding) -> str:
    return accounts.cited([finding])


def _still(subject: FollowUp, *, details: bool) -> Iterator[Block]:
    """What would still be a gap, and what would still be open."""
    after = [found for found in subject.after_all if found.is_counted]
    gaps = [found for found in after if found.outcomes.is_gap]
    open_ = [f for f in after if f.status is Status.UNDETERMINED and not f.outcomes.is_gap]
    if gaps:
        shown = gaps if details else gaps[:STILL_SHOWN]
        columns = [Column(), Column(is_name=True, wraps=True, width=14), Column(wraps=True)]
        rows = []
        for one in shown:
            title = reasons.marked(one.rule.title, one.because, subject.assessment)
            rows.append(Row([one.outcomes, strong(_cited(one)), title]))
        blocks: list[Block] = [Table(columns, rows, "Still not fully met")]
        if more := len(gaps) - len(shown):
            blocks.append(note(f"And {more} more; --details lists them all."))
        yield Section(f"Still not fully met then ({len(gaps)})", blocks)
    if open_:
        questions = {fact for found in open_ for fact in found.missing}
        words = ngettext("{n} question", "{n} questions", len(questions)).format(n=len(questions))
        where = Counter(found.rule.symbol for found in open_)
        told = "; ".join(f"{symbol}: {n} results" for symbol, n in where.items())
        if details:
            told = accounts.cited(open_)
        text = f"They depend on {words} without an answer. {told}."
        if better := sum(outcomes_words(found.outcomes) == BETTER for found in open_):
            text += f" Of these, {better} would be {BETTER} already."
        yield Section(f"Still open then ({len(open_)})", [Paragraph(text)])
