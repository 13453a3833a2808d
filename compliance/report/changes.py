"""What changed from one account to a later one: changed answers first, then the paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from gettext import ngettext

from compliance.assessment.history import (
    AnswerChanged,
    Cause,
    ComparisonOverTime,
    FindingChanged,
    Trend,
)
from compliance.countries import country_name
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Group,
    Paragraph,
    Row,
    Section,
    Table,
    legend,
    note,
)
from compliance.document.text import Cite, Text, marked_status, muted, sentence, strong
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact
from compliance.report import accounts, reasons, wording
from compliance.report.comparison import SILENT

SHOWN = 8
"""Of paragraphs of which only more or less is known so many fit on a page."""
TREND_WORDS = {
    "better": ("Better", "all that is possible now is better than all that was possible"),
    "worse": ("Worse", "all that is possible now is worse than all that was possible"),
    "better or equal": ("Better or equal", "no possible result is worse than before"),
    "worse or equal": ("Worse or equal", "no possible result is better than before"),
    "newly known": ("More is known than before", "fewer results are possible"),
    "newly doubtful": ("Less certain than before", "more results are possible"),
    "otherwise changed": ("Other changes", "cannot be compared"),
    "unchanged": ("Unchanged", "the same result"),
}
"""What each trend is called, and what it means."""
_IN_FULL = frozenset({"better", "worse", "better or equal", "worse or equal"})


def document(subject: ComparisonOverTime, *, details: bool = False) -> Document:
    """What changed from the earlier account to the later one.

    With ``details`` also the sources of answers, those that are new or gone, and all paragraphs.
    """
    blocks = list(_blocks(subject, details=details))
    blocks += reasons.sources(blocks)
    return Document(
        change_title(subject),
        [*blocks, legend()],
        subtitle=_speakers(subject),
        facts=[("Then", then_words(subject)), ("Now", now_words(subject))],
        date=subject.new.as_of,
    )


def _blocks(change: ComparisonOverTime, *, details: bool) -> Iterator[Block]:
    yield from accounts.standard([change.new])
    yield from accounts.confidentiality([change.new])
    changed = [one for one in change.answers if one.before and one.after]
    new = [one for one in change.answers if not one.before]
    gone = [one for one in change.answers if not one.after]
    yield Paragraph(" ".join(_counts(change, changed, new, gone)))
    if changed:
        yield _answers(f"Changed answers ({len(changed)})", changed, details=details)
    for trend in Trend:
        found = change.of(trend)
        if found and trend is not Trend.UNCHANGED:
            yield _paragraphs(change, trend, found, details=details)
    if details and new:
        yield _answers(f"Answered now, not then ({len(new)})", new, details=True)
    if details and gone:
        yield _answers(f"Answered then, not now ({len(gone)})", gone, details=True)
    if told := list(rules_words(change)):
        yield Section("In one of the two only", [Facts(told)])


def _counts(
    change: ComparisonOverTime,
    changed: Sequence[AnswerChanged],
    new: Sequence[AnswerChanged],
    gone: Sequence[AnswerChanged],
) -> Iterator[str]:
    if change.old.answers is None:
        yield "The earlier record does not keep its answers: only results are compared."
    else:
        words = ngettext("{n} answer changed.", "{n} answers changed.", len(changed))
        yield words.format(n=len(changed))
    if new:
        words = ngettext(
            "{n} question is answered now and was not then.",
            "{n} questions are answered now and were not then.",
            len(new),
        )
        yield words.format(n=len(new))
    if gone:
        words = ngettext(
            "{n} question was answered then and is not now.",
            "{n} questions were answered then and are not now.",
            len(gone),
        )
        yield words.format(n=len(gone))
    same = len(change.of(Trend.UNCHANGED))
    words = ngettext(
        "{n} of {of} result is the same.", "{n} of {of} results are the same.", len(change.findings)
    )
    yield words.format(n=same, of=len(change.findings))


# Answers


def _answers(heading: str, found: Iterable[AnswerChanged], *, details: bool) -> Section:
    columns = [
        Column("Question", wraps=True, is_name=True),
        Column("Then", wraps=True),
        Column("Now", wraps=True),
    ]
    rows = [
        Row([one.fact.question, *(_said(one.fact, side, details=details) for side in _sides(one))])
        for one in found
    ]
    return Section(heading, [Table(columns, rows, heading)])


def _sides(one: AnswerChanged) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
    return one.before, one.after


def _said(fact: Fact, answers: Sequence[Answer], *, details: bool) -> Text:
    """What was answered; several answers where sources differ."""
    parts: list[Text] = []
    for answer in answers:
        parts += ["; or "] * bool(parts)
        parts.append(strong(wording.answer_words(fact, answer)))
        if not answer.public:
            parts += [" ", reasons.confidential_mark()]
        if answer.note:
            parts.append(muted(f" (Note: {answer.note})"))
        for evidence in answer.evidence if details else ():
            source = reasons.source(evidence, is_confidential=not answer.public)
            parts += [" ", Cite(source)]
    return parts or muted(SILENT)


# Paragraphs


def _paragraphs(
    change: ComparisonOverTime, trend: Trend, found: Sequence[FindingChanged], *, details: bool
) -> Section:
    """The paragraphs that changed this way, then and now."""
    heading, meaning = TREND_WORDS[trend]
    shown = found if details or trend in _IN_FULL else found[:SHOWN]
    columns = [
        Column(is_name=True, wraps=True, width=12),
        Column(wraps=True),
        Column("Then"),
        Column("Now"),
    ]
    groups: dict[str, list[Row]] = {}
    because = {found.rule.id: found.because for found in change.new.all_findings}
    for one in shown:
        rule = change.new.library.rules[one.rule]
        title = reasons.marked(one.title, because.get(rule.id, ()), change.new)
        cells: list[Cell] = [strong(wording.paragraph(rule)), title, one.before, one.after]
        groups.setdefault(rule.symbol, []).append(Row(cells, under=list(_because(one))))
    table = Table(columns, [Group(s, rows) for s, rows in groups.items()], heading)
    blocks: list[Block] = [table]
    if more := len(found) - len(shown):
        words = ngettext("{n} more with --details.", "{n} more with --details.", more)
        blocks.append(note(words.format(n=more)))
    return Section(f"{heading} ({len(found)})", blocks, remark=meaning)


def _because(one: FindingChanged) -> Iterator[Text]:
    """What made it change, where that is not the answers alone."""
    if one.cause is Cause.RULE:
        yield "The rule changed, not the answers."
    elif one.cause is Cause.BOTH and one.by_rule is not None:
        yield sentence(
            "The rule and the answers changed. By today's rule the earlier result is {status}.",
            status=marked_status(one.by_rule),
        )
    elif one.cause is Cause.UNKNOWN:
        yield "Whether the answers or the rule changed is not known."


# Who, and what else


def change_title(change: ComparisonOverTime) -> str:
    """``Ecuador: what changed from 1 January 2010 to 14 July 2011``: the days of the accounts."""
    profile = change.new.profile
    then, now = wording.day_words(change.old.stated_on), wording.day_words(profile.as_of)
    country = country_name(profile.country)
    return f"{country}: what changed from {then} to {now}"


def _speakers(change: ComparisonOverTime) -> str:
    profile = change.new.profile
    speakers = " / ".join(dict.fromkeys([change.old.speaker, profile.speaker]))
    return speakers if profile.voice == "government" else f"{speakers} ({profile.voice})"


def then_words(change: ComparisonOverTime) -> str:
    """The earlier account, and what it is from."""
    old = change.old
    source = "" if old.source == old.id else f", from {old.source}"
    return f"{old.speaker}, {wording.day_words(old.stated_on)} ({old.id}{source})"


def now_words(change: ComparisonOverTime) -> str:
    """The later account."""
    return f"{wording.who_answered(change.new)} ({change.new.profile.id})"


def rules_words(change: ComparisonOverTime) -> Iterator[tuple[str, str]]:
    """The rules and answers of only one of the two, under what they are called."""
    if change.rules_added:
        yield "New rules", ", ".join(change.rules_added)
    if change.rules_gone:
        yield "Rules that are gone", ", ".join(change.rules_gone)
    if change.unreadable:
        words = f"{', '.join(change.unreadable)}: no longer asked, or asked in another way"
        yield "Answers left out", words
