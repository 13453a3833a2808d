"""The sheet Summary: whose account this is, what came out, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment import Assessment
from compliance.countries import country_name
from compliance.counts import Count
from compliance.model import Force
from compliance.report import counting, wording
from compliance.report.remarks import remarks
from compliance.report.sections import QUESTIONS_SHOWN, most_deciding
from compliance.report.workbook import chart, printing, style
from compliance.report.workbook.listing import Content, Listing, Targets, status_content
from compliance.report.workbook.page import WIDTHS, Page
from compliance.report.workbook.style import Look

WHAT_THIS_IS = (
    "This workbook holds what one speaker says about a country against what documents of the "
    "United Nations ask, provision by provision. The findings follow from the answers by rules "
    "that are ours, as are titles and notes; they are not words or findings of the United "
    "Nations. Where the speaker is silent a finding is undetermined: silence is neither failure "
    "nor success. Nothing is averaged, weighed or ranked."
)
COUNTED = tuple(style.CHART_COLOURS)
"""The statuses that the chart by topic counts."""
_MOST_NAMED = 4


def title_of(assessments: Sequence[Assessment]) -> str:
    """What the workbook is called: ``Gap report: Ecuador, Cyprus``."""
    countries = dict.fromkeys(country_name(one.profile.country) for one in assessments)
    if len(countries) > _MOST_NAMED:
        return f"Gap report: {len(countries)} countries"
    return f"Gap report: {', '.join(countries)}"


def write_summary(
    sheet: Worksheet,
    assessments: Sequence[Assessment],
    listings: Sequence[Listing[Any]],
    targets: Targets,
    remarks: Sequence[str],
) -> None:
    """Fill the sheet. ``listings`` are the other sheets, ``remarks`` concern them all."""
    page = Page(sheet, targets)
    page.text(title_of(assessments), Look.TITLE)
    if len(assessments) > 1:
        page.text(f"{len(assessments)} accounts, one after the other, never merged", Look.SUBTITLE)
    else:
        page.text(wording.account(assessments[0]), Look.SUBTITLE)
    page.skip()
    page.text(WHAT_THIS_IS)
    _write_contents(page, listings)
    for remark in remarks:
        page.text(remark)
    for number, assessment in enumerate(assessments):
        if number:
            page.new_page()
        several = len(assessments) > 1
        page.heading(wording.title(assessment) if several else "Whose account")
        _Block(page, assessment).write()
    printing.set_up_page(sheet, len(WIDTHS), page.row)


def _write_contents(page: Page, listings: Sequence[Listing[Any]]) -> None:
    page.heading("Sheets")
    rows = [
        [Content(listing.title, Look.LINK, link=(listing.title, "")), Content(listing.about)]
        for listing in listings
    ]
    page.table("Sheets", ["Sheet", "What it holds"], rows)


class _Block:
    """What the Summary says of one assessment."""

    def __init__(self, page: Page, assessment: Assessment) -> None:
        self.page, self.assessment = page, assessment

    def write(self) -> None:
        """Identity, statuses, demands, topics."""
        self._write_identity()
        self._write_statuses()
        self._write_demands()
        self.page.new_page()
        self._write_questions()
        for instrument, symbol in self._instruments().items():
            self._write_topics(instrument, symbol)

    def _write_identity(self) -> None:
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
        for place, remark in enumerate(remarks(self.assessment)):
            page.labelled("" if place else "To bear in mind", remark)

    def _instruments(self) -> dict[str, str]:
        rules = [finding.rule for finding in self.assessment.findings]
        return {rule.instrument: rule.symbol for rule in rules}

    def _write_statuses(self) -> None:
        self.page.heading("Provisions by status")
        rows = [
            [status_content(status), Content(count), Content(wording.STATUS_MEANINGS[status])]
            for status, count in self.assessment.statuses().items()
        ]
        headers = ["Status", "Provisions", "What it means"]
        self.page.table("Statuses", headers, rows)

    def _write_demands(self) -> None:
        for statements in (False, True):
            counts = counting.demand_counts(self.assessment, statements=statements)
            for symbol, forces in counts.items():
                self.page.heading(counting.demands_heading(symbol, statements=statements))
                self._write_forces("Statements" if statements else "Demands", forces)
        if self.assessment.demands:
            self.page.text(counting.FORCE_SCALE, Look.MUTED)

    def _write_forces(self, name: str, forces: Sequence[tuple[Force, Count]]) -> None:
        headers = ["Force", "Met, at least", "Met, at most", "Apply, at least", "Apply, at most"]
        rows = [
            [
                Content(counting.FORCE_WORDS[force]),
                *(Content(n) for n in (*count.met, *count.applicable)),
                Content(counting.count_words(count)),
            ]
            for force, count in forces
        ]
        self.page.table(name, [*headers, "In words"], rows)

    def _write_questions(self) -> None:
        asked = most_deciding(self.assessment)[:QUESTIONS_SHOWN]
        if not asked:
            return
        self.page.heading(wording.DECIDE_MOST)
        facts = self.assessment.library.facts
        for fact, findings in asked:
            hang = wording.number_of(len(findings), "finding hangs", "findings hang")
            self.page.labelled(f"{hang} on it", facts[fact].question)

    def _write_topics(self, instrument: str, symbol: str) -> None:
        counts = _by_topic(self.assessment, instrument)
        if not counts:
            return
        page = self.page
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
