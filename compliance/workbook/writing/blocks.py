"""What pages say of one account: identity, statuses, requirements, what is short of met, topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.engine.outcomes import Count
from compliance.model.rulebook import Force
from compliance.report import wording
from compliance.report.caveats import later, remarks
from compliance.report.evidence_levels import LEVEL_MEANINGS, LEVEL_WORDS, has_levels, status_levels
from compliance.report.sections import QUESTIONS_SHOWN, Section, is_silent, most_deciding, sections
from compliance.workbook import schema as form
from compliance.workbook.writing import chart, style
from compliance.workbook.writing.listing import Content, status_content
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.subjects import Found

COUNTED = tuple(style.CHART_COLOURS)
"""The statuses that the chart by topic counts."""
_ABOVE_TABLE = 4
"""How many rows the headings of a table take."""
NARROWED = "Undetermined, but something is known of them"


class Block:
    """What is said of the ``number``-th assessment of the workbook."""

    def __init__(self, page: Page, number: int, assessment: Assessment) -> None:
        self.page, self.number, self.assessment = page, number, assessment

    def write_identity(self) -> None:
        """Whose account it is, held against what, and what to bear in mind."""
        page, profile = self.page, self.assessment.profile
        page.labelled("Country", f"{country_name(profile.country)} ({profile.country})")
        page.labelled("Speaker", wording.speaker(profile))
        page.labelled("Answers given as of", str(profile.as_of))
        page.labelled("Assessed as of", str(self.assessment.as_of))
        page.labelled("Profile", profile.id)
        if profile.note:
            page.labelled("Note", profile.note)
        for instrument in self._instruments():
            known = self.assessment.library.instruments[instrument]
            words = f"{known.symbol}, {wording.instrument_words(known)}"
            page.labelled("Held against", words)
        for place, remark in enumerate([*later(self.assessment), *remarks(self.assessment)]):
            page.labelled("" if place else "To bear in mind", remark)

    def _instruments(self) -> dict[str, str]:
        rules = [finding.rule for finding in self.assessment.findings]
        return {rule.instrument: rule.symbol for rule in rules}

    def write_statuses(self) -> None:
        """How many provisions have each status."""
        self.page.heading("Provisions by status")
        rows = [
            [status_content(status), Content(count), Content(wording.STATUS_MEANINGS[status])]
            for status, count in self.assessment.statuses().items()
        ]
        headers = ["Status", "Provisions", "What it means"]
        self.page.table("Statuses", headers, rows)

    def write_demands(self) -> None:
        """Demands by instrument and force, as pairs; statements apart."""
        for statements in (False, True):
            counts = wording.demand_counts(self.assessment, statements=statements)
            for symbol, forces in counts.items():
                self.page.keep_together(len(forces) + _ABOVE_TABLE)
                self.page.heading(wording.demands_heading(symbol, statements=statements))
                self._write_forces("Statements" if statements else "Demands", forces)
        if self.assessment.requirements:
            self.page.text(wording.FORCE_SCALE, Look.MUTED)

    def _write_forces(self, name: str, forces: Sequence[tuple[Force, Count]]) -> None:
        headers = ["Force", "Met, at least", "Met, at most", "Apply, at least", "Apply, at most"]
        rows = [
            [
                Content(wording.FORCE_WORDS[force]),
                *(Content(n) for n in (*count.met, *count.applicable)),
                Content(wording.count_words(count)),
            ]
            for force, count in forces
        ]
        self.page.table(name, [*headers, "In words"], rows)

    def write_levels(self) -> None:
        """How many provisions have each status at each level of evidence."""
        if not has_levels(self.assessment):
            return
        found = {
            s: told for s, told in status_levels(self.assessment).items() if any(told.values())
        }
        self.page.keep_together(len(found) + _ABOVE_TABLE)
        self.page.heading("How well it is shown")
        self.page.text(LEVEL_MEANINGS, Look.MUTED)
        rows = [
            [status_content(status), *map(Content, told.values())] for status, told in found.items()
        ]
        words = [LEVEL_WORDS[level].capitalize() for level in EvidenceStandard]
        self.page.table("Levels", ["Status", *words], rows)

    def write_short_of_met(self) -> None:
        """The gaps, and the findings that are open but narrowed, each leading to its row."""
        found = sections(self.assessment.findings)
        disputes = self.assessment.disputes
        narrowed = [one for one in found[Section.UNDETERMINED] if not is_silent(one, disputes)]
        self._write_findings("Gaps", found[Section.GAP], form.GAPS)
        self._write_findings("Gaps if they apply", found[Section.GAP_IF_IT_APPLIES], form.GAPS)
        self._write_findings(NARROWED, narrowed, form.FINDINGS)

    def _write_findings(self, heading: str, findings: Iterable[Finding], sheet: str) -> None:
        listed = list(findings)
        if not listed:
            return
        self.page.heading(f"{heading}: {len(listed)}")
        for finding in listed:
            key = Found(self.number, self.assessment, finding).key
            link = Content(finding.citation, Look.LINK, link=(sheet, key))
            words = f"{finding.rule.title}. {wording.finding_words(finding).capitalize()}."
            self.page.linked(link, words)

    def write_questions(self) -> None:
        """The open questions that decide most."""
        asked = most_deciding(self.assessment)[:QUESTIONS_SHOWN]
        if not asked:
            return
        self.page.heading(wording.DECIDE_MOST)
        facts = self.assessment.library.facts
        for fact, findings in asked:
            hang = wording.number_of(len(findings), "finding hangs", "findings hang")
            self.page.labelled(f"{hang} on it", facts[fact].question)

    def write_topics(self) -> None:
        """Provisions by topic and status, a table and a chart for each instrument."""
        for instrument, symbol in self._instruments().items():
            self._write_topics_of(instrument, symbol)

    def _write_topics_of(self, instrument: str, symbol: str) -> None:
        counts = _by_topic(self.assessment, instrument)
        if not counts:
            return
        page = self.page
        page.keep_together(len(counts) + _ABOVE_TABLE)
        page.heading(f"Provisions of {symbol} by topic")
        page.text(
            "A provision with several topics is counted under each. Provisions that do not apply "
            "or ask nothing are left out.",
            Look.MUTED,
        )
        rows = [
            [Content(topic), *(Content(number, Look.COUNT) for number in numbers)]
            for topic, numbers in counts
        ]
        headers = ["Topic", *map(str, COUNTED)]
        top = page.table("Topics", headers, rows)
        page.skip()
        page.draw(chart.stacked_bars(page.sheet, top, [numbers for _, numbers in counts], COUNTED))


def _by_topic(assessment: Assessment, instrument: str) -> list[tuple[str, list[int]]]:
    """How many provisions of each topic have each status, topics in their order."""
    found: list[tuple[str, list[int]]] = []
    for topic, label in assessment.library.topics.items():
        statuses = [
            finding.status
            for finding in assessment.findings
            if finding.rule.instrument == instrument and topic in finding.rule.topics
        ]
        counts = [statuses.count(status) for status in COUNTED]
        if any(counts):
            found.append((label, counts))
    return found
