"""The gap report on a terminal: what needs action first, the summary last, then what to try."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.console import Console
from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.document.screen import Screen, console
from compliance.engine.outcomes import Count, Outcome, Outcomes, Status
from compliance.lazy import MOST_HELD
from compliance.library.library import EVERYTHING, Scope
from compliance.model.rulebook import Force
from compliance.report import wording
from compliance.report.caveats import later, remarks
from compliance.report.evidence_levels import has_levels, status_levels
from compliance.report.levels_screen import counts_in_a_row, print_level_counts, print_levels
from compliance.report.many_screen import print_many
from compliance.report.next_steps import print_next
from compliance.report.reasons import details, disputes, disputes_words, reason
from compliance.report.sections import (
    QUESTIONS_SHOWN,
    Section,
    by_topic,
    disputed_in,
    is_silent,
    most_deciding,
    sections,
)

__all__ = ["console", "print_report"]

_IDS_AT, _LABELS_AT, _DETAILS_AT = 4, 6, 16


def _remark(section: Section) -> str:
    meaning = wording.SECTION_MEANINGS[section].removesuffix(".")
    return meaning[0].lower() + meaning[1:]


_REMARKS = {
    Section.GAP: _remark(Section.GAP),
    Section.GAP_IF_IT_APPLIES: _remark(Section.GAP_IF_IT_APPLIES),
    Section.UNDETERMINED: "from not met to met unless said; open questions counted",
}
_BOTH_ENDS = Outcomes.of(Outcome.NOT_MET, Outcome.MET)


def print_report(
    console: Console,
    assessments: Sequence[Assessment],
    *,
    statuses: Collection[Status] | None = None,
    scope: Scope = EVERYTHING,
    levels: bool = False,
) -> None:
    """Print one assessment after the other; they are never merged.

    Without ``statuses``, what needs action is listed and the rest counted; of many, a line each.
    With ``levels`` also the rules that hang on how well answers are shown. ``scope`` is what the
    rules were narrowed to.
    """
    screen = Screen(console)
    if len(assessments) > MOST_HELD and statuses is None:
        print_many(screen, assessments)
    else:
        for number, assessment in enumerate(assessments):
            if number:
                screen.rule()
            _Report(screen, assessment, statuses).print()
    if levels:
        print_levels(screen, assessments)
    screen.unpublished(sum(one.unpublished() for one in assessments))
    if assessments:
        print_next(screen, assessments, scope)


_Groups = dict[Section, list[Finding]]


class _Report:
    """The report of one assessment."""

    def __init__(
        self, screen: Screen, assessment: Assessment, statuses: Collection[Status] | None
    ) -> None:
        self.screen, self.assessment, self.statuses = screen, assessment, statuses
        self.names = _short_ids(assessment)

    def print(self) -> None:
        """Title, sections, open questions, summary."""
        self._print_title()
        groups = sections(self.assessment.findings)
        shown = {
            section: [finding for finding in findings if self._is_shown(section, finding)]
            for section, findings in groups.items()
        }
        if not groups[Section.GAP]:
            self.screen.heading(Section.GAP, wording.NO_GAP)
        for section, findings in shown.items():
            if findings:
                self._print_section(section, findings)
            if section is Section.UNDETERMINED and self.statuses is None:
                self._print_silent(groups[section])
        self._print_disputes()
        self._print_counts_of_hidden(groups, shown)
        self._print_questions()
        self._print_summary()

    def _print_title(self) -> None:
        assessment = self.assessment
        country = country_name(assessment.profile.country)
        against = wording.listed(wording.symbols(assessment), "and")
        self.screen.paragraph(f"{country} against {against or 'no rules'}", style="bold")
        self.screen.paragraph(wording.account(assessment))
        for remark in later(assessment):
            self.screen.paragraph(remark, style="dim")

    def _is_shown(self, section: Section, finding: Finding) -> bool:
        """As asked for; else what needs action, but for what nothing is said of."""
        if self.statuses is not None:
            return finding.status in self.statuses
        is_open = section is Section.UNDETERMINED
        return section.needs_action and not (
            is_open and is_silent(finding, self.assessment.disputes)
        )

    def _print_silent(self, findings: Sequence[Finding]) -> None:
        """The provisions of which no answer tells how far they are met, by instrument."""
        by_symbol: dict[str, list[str]] = {}
        for finding in findings:
            if is_silent(finding, self.assessment.disputes):
                by_symbol.setdefault(finding.rule.symbol, []).append(finding.rule.stem)
        if not by_symbol:
            return
        rules = wording.number_of(sum(map(len, by_symbol.values())), "rule")
        remark = "no answer tells how far; silence is neither failure nor success"
        self.screen.heading("Nothing that decides", f"{rules}; {remark}")
        widest = max(map(len, by_symbol))
        for symbol, stems in by_symbol.items():
            self.screen.item(self.screen.text(symbol, "dim"), ", ".join(stems), widest + 4, at=2)

    def _set_columns(self, section: Section, findings: Sequence[Finding]) -> None:
        """The places of statuses and titles: as far left as the ids and statuses shown allow."""
        names = [self.screen.text(self.names[finding.rule.id]).cell_len for finding in findings]
        words = [self._status(section, finding).cell_len for finding in findings]
        self.status_at = _IDS_AT + max(names, default=0) + 2
        self.title_at = self.status_at + max(words, default=0) + 2

    def _print_section(self, section: Section, findings: list[Finding]) -> None:
        self._set_columns(section, findings)
        remark = f"; {_REMARKS[section]}" if section in _REMARKS else ""
        self.screen.heading(section, f"{wording.number_of(len(findings), 'rule')}{remark}")
        library = self.assessment.library
        for topic, group in by_topic(findings, library).items():
            self.screen.paragraph(wording.topic_label(topic, library), 2, "italic")
            for finding in group:
                self._print_finding(section, finding)

    def _print_finding(self, section: Section, finding: Finding) -> None:
        screen = self.screen
        head = screen.joined(screen.text(self.names[finding.rule.id], "bold"))
        head.pad_right(self.status_at - _IDS_AT - head.cell_len)
        head.append_text(self._status(section, finding))
        words = screen.joined(screen.text(finding.rule.title), self._still_open(finding, section))
        screen.item(head, words, self.title_at, at=_IDS_AT)
        if not finding.is_counted:
            self._print_detail("counted", f"no: {wording.NOT_COUNTED}")
        if section.is_gap:
            self._print_gap(finding)
        elif finding.reason:
            self._print_detail("reason", finding.reason)
        elif section is Section.NOT_APPLICABLE:
            for known in dict.fromkeys(reason(self.assessment, c).known for c in finding.checks):
                self._print_detail("because", known)

    def _status(self, section: Section, finding: Finding) -> Text:
        """The glyph, with its word where the section's heading does not say it of all."""
        status = self.screen.status(finding.status)
        return status if section.is_gap else status.split("\N{NO-BREAK SPACE}")[0]

    def _still_open(self, finding: Finding, section: Section) -> Text:
        """How many questions are open, and what an undetermined finding can still become."""
        if finding.status is not Status.UNDETERMINED:
            return Text()
        rest = f"; {wording.still_possible(finding.outcomes)})"
        if section is Section.UNDETERMINED and finding.outcomes >= _BOTH_ENDS:
            rest = "; or not applicable)" if Outcome.NOT_APPLICABLE in finding.outcomes else ")"
        contested = len(disputed_in(finding, self.assessment.disputes))
        words = f", {contested} of them contested" if contested else ""
        count = self.screen.unbroken(f"({len(finding.missing)} open{words}", "dim")
        return count.append_text(self.screen.text(rest, "dim"))

    def _print_gap(self, finding: Finding) -> None:
        """The gap, without its evidence, of which there is more than a screen holds."""
        for detail in details(self.assessment, finding):
            if detail.label != "evidence":
                self._print_detail(detail.label, detail.words)

    def _print_detail(self, label: str, words: str) -> None:
        self.screen.item(self.screen.text(label, "dim"), words, _DETAILS_AT, at=_LABELS_AT)

    def _print_counts_of_hidden(self, groups: _Groups, shown: _Groups) -> None:
        counts = [
            f"{hidden} {section.lower()}"
            for section, findings in groups.items()
            if (hidden := len(findings) - len(shown[section]))
            and not (section.needs_action and self.statuses is None)
        ]
        if counts:
            self.screen.heading("Not listed", wording.listed(counts, "and"))

    def _print_disputes(self) -> None:
        """The answers that a register or another account contradicts, each with its sources."""
        told = list(disputes(self.assessment))
        if told:
            number = wording.number_of(len(told), "answer")
            called, remark = disputes_words(self.assessment)
            self.screen.heading(called, f"{number}; {remark}")
        for fact, sides in told:
            asked = (self.screen.text(fact.question), self.screen.text(fact.id, "dim"))
            self.screen.paragraph(self.screen.joined(*asked), _IDS_AT)
            for label, words in sides:
                self._print_detail(label, words)

    def _print_questions(self) -> None:
        asked = most_deciding(self.assessment)
        if not asked:
            return
        screen, facts = self.screen, self.assessment.library.facts
        shown = asked[:QUESTIONS_SHOWN]
        of = f"{len(shown)} of {len(asked)}" if len(shown) < len(asked) else f"{len(asked)}"
        screen.heading(wording.DECIDE_MOST, f"{of}, with the findings that hang on each")
        for fact, findings in shown:
            head = Text(f"{len(findings):5}", "bold")
            words = screen.joined(screen.text(facts[fact].question), screen.text(fact, "dim"))
            screen.item(head, words, 7)

    def _print_summary(self) -> None:
        screen, assessment = self.screen, self.assessment
        screen.heading("Summary")
        screen.paragraph(wording.title(assessment), 2)
        self._print_statuses()
        for statements in (False, True):
            counted = wording.demand_counts(assessment, statements=statements)
            for symbol, counts in counted.items():
                screen.paragraph(wording.demands_heading(symbol, statements=statements), 2)
                self._print_counts(counts)
        if assessment.requirements:
            screen.paragraph(wording.FORCE_SCALE, 2, "dim")
        for remark in remarks(assessment):
            screen.paragraph(remark, 2)

    def _print_statuses(self) -> None:
        screen, assessment = self.screen, self.assessment
        total = wording.number_of(len(assessment.counted()), "rule")
        if has_levels(assessment):
            print_level_counts(screen, assessment, total)
        else:
            told, standard = status_levels(assessment), assessment.basis.standard
            screen.item(total, counts_in_a_row(screen, told, standard), len(total) + 4, at=2)

    def _print_counts(self, counts: Sequence[tuple[Force, Count]]) -> None:
        for force, count in counts:
            words = wording.count_words(count)
            self.screen.item(f"{wording.FORCE_WORDS[force]}:", words, 22, at=4)


def _short_ids(assessment: Assessment) -> dict[str, str]:
    """What rules are called here: ``5f`` where they are all of one instrument."""
    rules = [finding.rule for finding in assessment.findings]
    is_one = len({rule.instrument for rule in rules}) == 1
    return {rule.id: rule.stem if is_one else rule.id for rule in rules}
