"""The results of one account in tables, as the gap report lists them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.document.model import (
    Block,
    Column,
    Details,
    Filters,
    Group,
    Paragraph,
    Row,
    Section,
    Table,
    note,
)
from compliance.document.style import says_nothing
from compliance.document.text import Text, english, muted, status, strong
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.library.languages import say
from compliance.report import reasons, sections, wording
from compliance.report.remedies import RemedyWords
from compliance.report.sections import Section as Part

NOT_MET = Outcomes.of(Outcome.NOT_MET)
AT_LEAST_PARTLY = Outcomes.of(Outcome.PARTLY_MET, Outcome.MET)
NAMES = {
    Part.GAP: "report.gaps",
    Part.GAP_IF_IT_APPLIES: "report.gaps_if",
    Part.UNDETERMINED: "report.partly_known",
    Part.MET: "report.met",
    Part.NOT_APPLICABLE: "report.not_applicable",
    Part.NO_TEST: "report.not_tested",
}
"""The ids of their names; with ``.gist`` of what their results have in common."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of it is told."""

    details: bool = False
    """With each result the words, the reason and the sources."""
    everything: bool = False
    """Every provision, also what is met, does not apply, or has no answer."""
    statuses: Collection[Status] | None = None
    """Only results with these statuses; counts stay those of all."""
    levels: bool = False
    """Also the results that depend on how well answers are documented."""


def shown_of(
    part: Part, findings: list[Finding], extent: Extent, *, by_itself: bool = False
) -> list[Finding]:
    """What is listed of a part: as asked for, else what is a gap or partly known."""
    if extent.statuses is not None:
        return [finding for finding in findings if finding.status in extent.statuses]
    usual = (part.is_gap or part is Part.UNDETERMINED) and not by_itself
    return findings if usual or extent.everything else []


class Listing:
    """Results in tables, of one account."""

    def __init__(self, assessment: Assessment, extent: Extent, prefix: str) -> None:
        self.assessment, self.extent, self.prefix = assessment, extent, prefix
        self.order = sections.instruments(
            (f.rule for f in assessment.all_findings), assessment.library
        )
        self.linked: set[str] = set()
        self.remedies = RemedyWords(assessment)

    def part(self, part: Part, findings: Sequence[Finding]) -> Section:
        """A part of the report, with what its results have in common."""
        heading = headed(NAMES[part], len(findings))
        if not findings:
            return Section(heading, remark=say("report.gaps.none"))
        gist = say(f"{NAMES[part]}.gist")
        if part is Part.UNDETERMINED and all(f.outcomes is AT_LEAST_PARTLY for f in findings):
            gist = say("report.partly_known.at_least")
        return self.section(part, heading, gist, findings)

    def section(self, part: Part, heading: str, gist: str, findings: Iterable[Finding]) -> Section:
        """The results by instrument, in the order of force, then as numbered."""
        by_symbol: dict[str, list[Finding]] = {symbol: [] for symbol in self.order}
        for finding in sections.by_force(findings):
            by_symbol[finding.rule.symbol].append(finding)
        last = Column(wraps=True, width=18) if part.is_gap else Column(align="end")
        columns = [Column(), Column(is_name=True, wraps=True, width=12), Column(wraps=True), last]
        groups = [
            Group(symbol, [self.row(finding) for finding in found], self.anchor(symbol))
            for symbol, found in by_symbol.items()
            if found
        ]
        return Section(heading, [Table(columns, groups, heading)], remark=gist)

    def anchor(self, symbol: str) -> str:
        """The anchor of an instrument, where it is listed first."""
        if symbol in self.linked:
            return ""
        self.linked.add(symbol)
        return f"{self.prefix}{symbol}"

    def silent(self, findings: list[Finding], hidden: str) -> Iterator[Section]:
        """The provisions that no answer tells of: how many; listed only where that is asked for.

        ``hidden`` says what else is not listed.
        """
        shown = shown_of(Part.UNDETERMINED, findings, self.extent, by_itself=True)
        gist = say("report.silent.gist")
        if shown:
            heading = headed("report.silent", len(shown))
            yield self.section(Part.UNDETERMINED, heading, gist, shown)
        elif self.extent.statuses is None:
            more = [note(hidden)] if hidden else []
            yield Section(headed("report.silent", len(findings)), more, remark=gist)

    def row(self, finding: Finding) -> Row:
        """Mark, paragraph, what is asked, result; then what would close a gap."""
        rule, library = finding.rule, self.assessment.library
        title: list[Text] = [rule.title]
        if sections.disputed_in(finding, self.assessment.disputes):
            title.append(muted(f" {say('report.contested')}"))
        if sections.section_of(finding) is Part.UNDETERMINED:
            result: Text = say("report.open", n=len(finding.missing))
            if not _is_plainly_open(finding):
                title += [" (", status(finding.outcomes), ")"]
        else:
            result = result_words(finding)
        if not finding.is_counted:
            title.append(muted(f" {say('report.not_counted')}"))
        if self.assessment.confidential:  # else there is no need to look for the reason
            title += reasons.mark(finding.because, self.assessment)
        actions = [
            reasons.marked(one.action, one.facts, self.assessment)
            for one in self.remedies.of(finding)
        ]
        return Row(
            [finding.outcomes, strong(wording.paragraph(rule)), title, result],
            under=actions,
            details=self.details(finding),
            anchor=f"{self.prefix}{rule.id}",
            filters=Filters(finding.outcomes, rule.symbol, wording.topic_labels(rule, library)),
        )

    def details(self, finding: Finding) -> Details | None:
        """The words, the reason with its sources, what is contested and open."""
        if not self.extent.details:
            return None
        from compliance.report import explanation  # noqa: PLC0415 - not needed in short

        rule, assessment = finding.rule, self.assessment
        heading = say("report.words" if rule.text else "report.words_ours")
        blocks: list[Block] = [Section(heading, explanation.clause(rule))]
        told = explanation.result_parts(assessment, finding, details=self.extent.everything)
        blocks += [Section(name, found) for name, found in told]
        if rule.note:
            blocks.append(Section(say("report.reading"), [Paragraph(english(rule.note))]))
        if self.extent.everything:
            blocks += self.tests(finding)
        return Details(say("report.details"), blocks)

    def tests(self, finding: Finding) -> Iterator[Section]:
        """The decision table of each test."""
        from compliance.report import explanation  # noqa: PLC0415

        rule, library = finding.rule, self.assessment.library
        for found in finding.checks:
            told = explanation.test(rule, found.check, found.table, library)
            table = explanation.decision_table(found.table, found)
            yield Section(explanation.test_heading(found.check), [*told, *table])


def headed(id_: str, number: int) -> str:
    """The name of a part, and how many it has."""
    return say("report.heading", part=say(id_), n=number)


def result_words(finding: Finding) -> Text:
    """The result in words; of a gap also how many of several requirements are not met."""
    words = status(finding.outcomes)
    unmet, all_ = (
        sum(r.outcomes is NOT_MET for r in finding.requirements),
        len(finding.requirements),
    )
    if sections.section_of(finding).is_gap and unmet and all_ > 1:
        told = say("report.requirements_unmet", unmet=unmet, all=all_)
        return [words, muted(f", {told}")]
    return words


def _is_plainly_open(finding: Finding) -> bool:
    """Whether the signs alone say it: open, or at least partly met."""
    return finding.outcomes is AT_LEAST_PARTLY or says_nothing(finding.outcomes)
