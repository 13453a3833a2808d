"""One page for a minister: where the State stands, the gaps, what to do first, on what basis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.document.model import (
    Block,
    Column,
    Document,
    Group,
    Item,
    Items,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    note,
    tally,
)
from compliance.document.text import Text, strong
from compliance.library.languages import say, speaking
from compliance.report import caveats, explanation, gap_report, reasons, results, sections, wording
from compliance.report.remedies import RemedyWords, ToDo
from compliance.report.sections import Section as Part

_ACTIONS = 5


def document(subject: Sequence[Assessment], **_: object) -> Document:
    """A page for each account; options of the gap report are passed over."""
    with speaking(subject[0].library.language):
        return _document(subject)


def _document(subject: Sequence[Assessment]) -> Document:
    first = subject[0]
    if len(subject) == 1:
        blocks = list(_page(first))
    else:
        blocks = [block for one in subject for block in _section(one)][1:]
    countries = {one.profile.country for one in subject}
    title = gap_report.title(countries, "summary_title", len(subject))
    said = gap_report.subtitle(first) if len(subject) == 1 else ""
    return Document(title, [*gap_report.translated(), *blocks], subtitle=said, date=first.as_of)


def _section(assessment: Assessment) -> list[Block]:
    country, told = wording.country(assessment.profile.country), gap_report.subtitle(assessment)
    heading = say("report.told_of", whom=country, told=told)
    return [PageBreak(), Section(heading, list(_page(assessment)))]


def _page(assessment: Assessment) -> Iterator[Block]:
    parts = sections.sections(assessment.findings)
    gaps = sections.by_force([*parts[Part.GAP], *parts[Part.GAP_IF_IT_APPLIES]])
    yield tally(say("report.standing"), gap_report.counts_of(assessment))
    if number := assessment.unpublished():
        yield reasons.unpublished(number)
    if words := gap_report.unmet_words(assessment):
        yield Paragraph(strong(words))
    if gaps:
        yield Section(results.headed("report.gaps", len(gaps)), [_gaps(gaps, assessment)])
    else:
        none = say("report.gaps.none")
        yield Section(results.headed("report.gaps", 0), remark=none)
    if actions := list(_actions(gaps, assessment)):
        shown = Items([Item(words) for words in actions[:_ACTIONS]], is_ordered=True)
        heading, gist = say("report.first_actions"), say("report.first_actions.gist")
        yield Section(heading, [shown], remark=gist)
    yield Section(say("report.unknown"), [Paragraph(_unknown(parts, assessment))])
    remarks = caveats.short_remarks(assessment)
    yield Section(say("report.basis"), [note(" ".join([*remarks, say("report.ours")]))])


def _gaps(gaps: Sequence[Finding], assessment: Assessment) -> Table:
    columns = [
        Column(is_name=True, wraps=True, width=12),
        Column(wraps=True),
        Column(wraps=True, width=18),
    ]
    groups = []
    for symbol in sections.instruments(
        (f.rule for f in assessment.all_findings), assessment.library
    ):
        rows = [
            Row(
                [
                    strong(wording.paragraph(f.rule)),
                    reasons.marked(f.rule.title, f.because, assessment),
                    results.result_words(f),
                ]
            )
            for f in gaps
            if f.rule.symbol == symbol
        ]
        groups += [Group(symbol, rows)] if rows else []
    return Table(columns, groups, say("report.gaps"))


def _actions(gaps: Sequence[Finding], assessment: Assessment) -> Iterator[Text]:
    """The actions of most gaps first, each once, with who is responsible."""
    found: dict[ToDo, list[Finding]] = {}
    words = RemedyWords(assessment)
    for finding in gaps:
        for to_do in words.of(finding):
            found.setdefault(to_do, []).append(finding)
    for to_do in sorted(found, key=lambda one: -len(found[one])):
        told: list[Text] = [explanation.action_text(to_do)]
        is_confidential = all(reasons.mark(one.because, assessment) for one in found[to_do])
        if is_confidential or reasons.mark(to_do.facts, assessment):
            told += [" ", reasons.confidential_mark()]
        yield told


def _unknown(parts: dict[Part, list[Finding]], assessment: Assessment) -> str:
    open_ = parts[Part.UNDETERMINED]
    silent = sum(sections.is_silent(one, assessment.disputes) for one in open_)
    results = say("report.unknown.results", n=len(open_), silent=silent)
    return f"{results} {say('report.unknown.questions', n=len(assessment.open_questions()))}"
