"""The gap report: where an account stands, what is missing, what to ask next. One screen.

Every account is by itself: none is merged with another, averaged or ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.assessment.questions import questions
from compliance.document.model import (
    Block,
    Column,
    Document,
    Group,
    PageBreak,
    Paragraph,
    Program,
    Row,
    Section,
    Table,
    bar_legend,
    items,
    legend,
    note,
    tally,
)
from compliance.document.text import strong
from compliance.engine.outcomes import Outcomes, Status
from compliance.lazy import MOST_HELD
from compliance.library.languages import say, speaking, spoken
from compliance.library.library import EVERYTHING, Scope
from compliance.model.rulebook import Rule
from compliance.report import caveats, commands, reasons, sections, wording
from compliance.report.evidence_levels import LEVEL_WORDS, has_levels, levels
from compliance.report.results import NAMES, NOT_MET, Extent, Listing, headed, shown_of
from compliance.report.sections import QUESTIONS_SHOWN
from compliance.report.sections import Section as Part


def document(  # noqa: PLR0913 - what is told is named
    subject: Sequence[Assessment],
    *,
    details: bool = False,
    everything: bool = False,
    statuses: Collection[Status] | None = None,
    levels: bool = False,
    next_steps: bool = False,
    trial: bool = False,
    scope: Scope = EVERYTHING,
) -> Document:
    """The gap report of one account, or of several one after the other.

    Of more than twelve only a table with a row an account, but for ``statuses``. ``next_steps``
    adds the commands by which one goes on; ``trial`` lets the reader of a page change an answer
    and see what would follow; ``scope`` is what the rules were narrowed to.
    """
    extent = Extent(details, everything, statuses, levels)
    with speaking(subject[0].library.language):
        return _document(subject, extent, scope, next_steps=next_steps, trial=trial)


def _document(
    subject: Sequence[Assessment],
    extent: Extent,
    scope: Scope,
    *,
    next_steps: bool,
    trial: bool,
) -> Document:
    first, statuses = subject[0], extent.statuses
    is_one, is_short = len(subject) == 1, len(subject) > MOST_HELD and statuses is None
    lines = [_Line.of(one) for one in subject]
    countries = {line.country for line in lines}
    blocks: list[Block] = [Paragraph(say("report.nobody_ranked")), _table(lines)]
    if is_one:
        blocks = list(_account(first, extent))
    if not is_one and not is_short:
        blocks += _one_by_one(subject, extent, with_country=len(countries) > 1)
    blocks += reasons.sources(blocks)
    has_answers = any(line.has_answers for line in lines)
    if has_answers or is_short:
        blocks += [legend(), bar_legend(), note(say("report.ours"))]
    if next_steps and len(subject) <= MOST_HELD:
        rule = worth_explaining(first)
        told = commands.next_commands(subject, scope, rule, has_answers=has_answers)
        blocks.append(commands.section(told))
    return Document(
        title(countries, "title", len(lines)),
        [*translated(), *blocks],
        subtitle=subtitle(first) if is_one else "",
        date=first.as_of,
        program=_program(first) if trial and is_one and not is_short else None,
    )


def _program(assessment: Assessment) -> Program:
    from compliance.report import trials  # noqa: PLC0415 - needs jinja2

    return trials.program(assessment)


def title(countries: Collection[str], id_: str, number: int) -> str:
    """``Ecuador: gap report``; of several countries how many accounts there are.

    ``id_`` is that of the title of one country.
    """
    if len(countries) == 1:
        return say(f"report.{id_}", country=wording.country(next(iter(countries))))
    return say(f"report.{id_}_of_several", n=number)


def translated() -> list[Block]:
    """That a report is a translation, and of what; nothing in English."""
    return [note(say("report.translation"))] if spoken().entries else []


def subtitle(assessment: Assessment) -> str:
    """Who answered and when, and what kind of speaker it is."""
    profile = assessment.profile
    if is_unanswered(assessment) and profile.voice == "register":
        return say("report.only_lists")
    if assessment.basis.is_joint or profile.voice == "government":
        return wording.who_answered(assessment)
    return f"{wording.who_answered(assessment)} ({wording.voice(profile.voice)})"


def is_unanswered(assessment: Assessment) -> bool:
    """Whether nobody has answered a question; lists may have."""
    return not any(account.answered() for account in assessment.basis.accounts)


# Several accounts


@dataclass(frozen=True, slots=True)
class _Line:
    """What a table of accounts has of one of them, which is then let go."""

    country: str
    voice: str
    who: str
    id: str
    has_answers: bool
    counts: Mapping[str, Counter[Outcomes]]

    @classmethod
    def of(cls, one: Assessment) -> _Line:
        """The line of an account."""
        profile, who = one.profile, wording.who_answered(one)
        answered = not is_unanswered(one)
        return cls(profile.country, profile.voice, who, profile.id, answered, counts_of(one))


def _table(lines: Sequence[_Line]) -> Table:
    """A row an account, by instrument: there is no sum over instruments."""
    is_one_country = len({line.country for line in lines}) == 1
    labels = [
        line.who
        if is_one_country
        else f"{wording.country(line.country)} ({wording.voice(line.voice)})"
        for line in lines
    ]
    times = Counter(labels)
    found: dict[str, dict[str, Counter[Outcomes]]] = {}
    anchors: dict[str, str] = {}
    for number, (line, words) in enumerate(zip(lines, labels, strict=True)):
        label = f"{words} ({line.id})" if times[words] > 1 else words
        anchors[label] = f"account-{number}"
        for symbol, counts in line.counts.items():
            found.setdefault(symbol, {})[label] = counts
    heading = say("report.standing")
    tables = {symbol: tally(heading, rows, anchors) for symbol, rows in found.items()}
    if len(tables) == 1:
        return next(iter(tables.values()))
    groups = [Group(symbol, rows_of(table)) for symbol, table in tables.items()]
    return Table(tally(heading, {}).columns, groups, heading)


def rows_of(table: Table) -> list[Row]:
    """The rows of a table, out of their groups."""
    return [row for group in table.groups for row in group.rows]


def _one_by_one(
    subject: Sequence[Assessment], extent: Extent, *, with_country: bool
) -> Iterator[Block]:
    """The report of each account, under who answered."""
    for number, one in enumerate(subject):
        blocks = list(_account(one, extent, prefix=f"{number}-"))
        heading = subtitle(one)
        if with_country:
            country = wording.country(one.profile.country)
            heading = say("report.told_of", whom=country, told=heading)
        yield PageBreak()
        yield Section(heading, blocks, anchor=f"account-{number}")


# One account


def _account(assessment: Assessment, extent: Extent, prefix: str = "") -> Iterator[Block]:
    """Where it stands, what is missing, what is open."""
    yield from _standing(assessment, extent, prefix)
    if is_unanswered(assessment) and extent == Extent():
        return
    yield from _results(assessment, extent, prefix)
    yield from _contradictions(assessment, extent)
    if extent.statuses is None:
        yield from _ask_next(assessment)
    if extent.levels:
        yield from _by_level(assessment)
    more = caveats.more_remarks(assessment)
    if more and (extent.details or extent.everything):
        yield Section(say("report.notes"), [items(more)])


def _results(assessment: Assessment, extent: Extent, prefix: str) -> Iterator[Block]:
    """The results part by part, then how many are not listed."""
    parts = sections.sections(assessment.findings)
    open_ = parts[Part.UNDETERMINED]
    silent: list[Finding] = []
    known: list[Finding] = []
    for finding in open_:
        is_silent = sections.is_silent(finding, assessment.disputes)
        (silent if is_silent else known).append(finding)
    parts[Part.UNDETERMINED] = known
    listing = Listing(assessment, extent, prefix)
    shown = {part: shown_of(part, found, extent) for part, found in parts.items()}
    hidden = _hidden(parts, shown)
    for part, findings in shown.items():
        if findings or (part is Part.GAP and not parts[part]):
            yield listing.part(part, findings)
        if part is Part.UNDETERMINED and silent:
            yield from listing.silent(silent, hidden)
    if hidden and (not silent or extent.statuses is not None):
        yield note(hidden)


def _hidden(parts: Mapping[Part, list[Finding]], shown: Mapping[Part, list[Finding]]) -> str:
    """How many results are not listed, by part; empty where all are."""
    counts = [(len(found) - len(shown[part]), part) for part, found in parts.items()]
    told = ", ".join(
        say("report.not_listed.part", n=number, part=say(NAMES[part]).lower())
        for number, part in counts
        if number
    )
    return say("report.not_listed", told=told) if told else ""


def _standing(assessment: Assessment, extent: Extent, prefix: str) -> Iterator[Block]:
    """The table by instrument, how many requirements are not met, and what it all rests on."""
    counts = counts_of(assessment)
    shown = [f.rule.symbol for f in assessment.findings if _is_listed(f, assessment, extent)]
    anchors = {symbol: f"{prefix}{symbol}" for symbol in shown}
    if counts:
        yield tally(say("report.standing"), counts, anchors)
    if words := unmet_words(assessment):
        yield Paragraph(strong(words))
    told = caveats.short_remarks(assessment)
    if is_unanswered(assessment) and getattr(assessment, "has_withheld", False):
        told.append(say("report.may_be_withheld"))
    if is_unanswered(assessment):
        told += _gaps_in_a_line(assessment)
    if told:
        yield note(" ".join(dict.fromkeys(told)))
    if number := assessment.unpublished():
        yield reasons.unpublished(number)


def _is_listed(finding: Finding, assessment: Assessment, extent: Extent) -> bool:
    part = sections.section_of(finding)
    is_open = part is Part.UNDETERMINED and sections.is_silent(finding, assessment.disputes)
    return bool(shown_of(part, [finding], extent, by_itself=is_open))


def counts_of(assessment: Assessment) -> dict[str, Counter[Outcomes]]:
    """How many results have each set of outcomes, by instrument; those that are counted.

    An instrument that is about other States alone is left out.
    """
    shown = set(wording.symbols(assessment))
    order = sections.instruments((f.rule for f in assessment.all_findings), assessment.library)
    by_symbol = {symbol: Counter[Outcomes]() for symbol in order if symbol in shown}
    for finding in assessment.counted():
        if finding.rule.symbol in shown:
            by_symbol[finding.rule.symbol][finding.outcomes] += 1
    return by_symbol


def unmet_words(assessment: Assessment) -> str:
    """How many requirements are not met, by instrument: *partly met* must not hide them."""
    found: dict[str, tuple[int, int]] = {}
    for finding in assessment.counted():
        unmet, all_ = found.get(finding.rule.symbol, (0, 0))
        here = sum(one.outcomes is NOT_MET for one in finding.requirements)
        found[finding.rule.symbol] = (unmet + here, all_ + len(finding.requirements))
    order = sections.instruments((f.rule for f in assessment.all_findings), assessment.library)
    told = [say("report.unmet_of", symbol=symbol, n=found[symbol][0], all=found[symbol][1])
            for symbol in order if symbol in found and found[symbol][0]]  # fmt: skip
    return say("report.unmet", told="; ".join(told)) if told else ""


def _gaps_in_a_line(assessment: Assessment) -> Iterator[str]:
    """The gaps that lists alone decide, without a table: nobody has answered yet."""
    gaps = [finding for finding in assessment.findings if finding.outcomes.is_gap]
    if gaps:
        cited = "; ".join(f"{f.rule.symbol}, {wording.paragraph(f.rule)}" for f in gaps)
        yield say("report.gaps_by_list", n=len(gaps), cited=cited)


def _contradictions(assessment: Assessment, extent: Extent) -> Iterator[Section]:
    blocks = reasons.contradictions(assessment, has_sources=extent.details)
    if blocks:
        who = "accounts" if assessment.basis.is_joint else "list"
        heading = headed("report.contradictions", len(assessment.disputes))
        yield Section(heading, blocks, remark=say(f"report.contradictions.{who}"))
    if within := list(reasons.within_accounts(assessment)):
        heading = headed("report.contradictions_within", len(within))
        remark = say("report.contradictions_within.gist")
        yield Section(heading, [items(within)], remark=remark)


def _ask_next(assessment: Assessment) -> Iterator[Section]:
    """The questions whose answer could decide most results."""
    asked = questions(assessment, QUESTIONS_SHOWN)
    if asked:
        columns = [Column(align="end"), Column(wraps=True, is_name=True)]
        rows = [Row([len(one.could_decide), one.fact.question]) for one in asked]
        heading = say("report.ask_next")
        remark = say("report.ask_next.gist")
        yield Section(heading, [Table(columns, rows, heading)], remark=remark)


def _by_level(assessment: Assessment) -> Iterator[Section]:
    """The results that depend on how well answers are documented."""
    if not has_levels(assessment):
        return
    differing = [shown for shown in levels(assessment) if shown.differs]
    paragraph = say("report.by_level.paragraph")
    columns = [Column(paragraph, is_name=True, wraps=True, width=12), Column("", wraps=True)]
    columns += [Column(say(f"report.level.{level}")) for level in LEVEL_WORDS]
    rows = [
        Row([
            strong(wording.paragraph(shown.finding.rule)),
            f"{shown.finding.rule.title} ({shown.finding.rule.symbol})",
            *(shown.outcomes[standard] for standard in LEVEL_WORDS),
        ])
        for shown in differing
    ]  # fmt: skip
    blocks: list[Block] = [note(say("report.level_meanings"))]
    if rows:
        blocks.insert(0, Table(columns, rows, say("report.by_level.table")))
    yield Section(headed("report.by_level", len(differing)), blocks)


def worth_explaining(assessment: Assessment) -> Rule | None:
    """The rule of the first gap listed; else of the open result that says most; else of any."""
    for part, findings in sections.sections(assessment.findings).items():
        tested = [finding for finding in sections.by_force(findings) if finding.checks]
        if part is Part.UNDETERMINED and tested:
            told = [f for f in tested if not sections.is_silent(f, assessment.disputes)]
            return min(told or tested, key=lambda f: len(f.missing)).rule
        if tested:
            return tested[0].rule
    return None
