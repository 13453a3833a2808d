"""The plan on a terminal: what would close each gap, then the measures over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from compliance.assessment import Assessment
from compliance.changing import Change, Changes
from compliance.countries import country_name
from compliance.planning import Closing, Measure, Moved, plan
from compliance.report import planning, saying, wording
from compliance.report.screen import Screen

MEASURES_SHOWN = 20
"""More than that nobody reads on a screen; files have them all."""
_WAYS_SHOWN = 6
_LABELS_AT, _WORDS_AT = 4, 14


def print_plans(console: Console, assessments: Sequence[Assessment]) -> None:
    """Print the plan of one assessment after the other; they are never merged."""
    screen = Screen(console)
    for number, assessment in enumerate(assessments):
        if number:
            screen.rule()
        _PlanOnScreen(screen, assessment).print()


class _PlanOnScreen:
    """The plan of one assessment."""

    def __init__(self, screen: Screen, assessment: Assessment) -> None:
        self.screen, self.assessment = screen, assessment
        self.plan = plan(assessment)

    def print(self) -> None:
        """Title, gaps, measures."""
        screen, country = self.screen, country_name(self.assessment.profile.country)
        screen.paragraph(f"{country}: what would close the gaps", style="bold")
        screen.paragraph(wording.account(self.assessment))
        if not self.plan.closings:
            screen.blank()
            screen.paragraph(
                "No demand is a gap on the answers given, so there is nothing to close. That is "
                "not to say that all is met: `compliance ask` lists what is open."
            )
            return
        number = wording.number_of(len(self.plan.closings), "demand")
        screen.heading("Gaps", f"{number}, each with every smallest set of changes")
        for closing in self.plan.closings:
            self._print_closing(closing)
        self._print_measures()
        if unpublished := self.assessment.profile.unpublished():
            answers = wording.number_of(unpublished, "answer that is", "answers that are")
            screen.blank()
            screen.paragraph(f"This screen counts {answers} not public; files leave them out.")

    def _print_closing(self, closing: Closing) -> None:
        screen, demand = self.screen, closing.demand
        rule = demand.finding.rule
        screen.blank()
        screen.paragraph(screen.joined(screen.text(rule.id, "bold"), screen.text(rule.title)), 2)
        self._detail("asks", wording.asks_words(rule, demand.found.asks))
        force = wording.with_article(demand.found.force)
        stands = planning.outcomes_words(demand.found.outcomes)
        self._detail("now", f"{stands}; {force}")
        if why := planning.why_no_way(closing):
            self._detail("to meet", why)
        for number, part in enumerate(closing.met.parts if closing.met.is_searched else ()):
            self._print_ways("and" if number else "to meet", part)
        if closing.partly:
            self._print_ways("half-way", closing.partly)

    def _print_ways(self, label: str, sets: Sequence[Changes]) -> None:
        for number, changes in enumerate(sets[:_WAYS_SHOWN]):
            self._detail("or" if number else label, planning.set_words(changes, self.assessment))
        if len(sets) > _WAYS_SHOWN:
            more = wording.number_of(len(sets) - _WAYS_SHOWN, "other way")
            self._detail("", f"and {more}; JSON has them")

    def _detail(self, label: str, words: str) -> None:
        self.screen.item(self.screen.text(label, "dim"), words, _WORDS_AT, at=_LABELS_AT)

    def _print_measures(self) -> None:
        screen, measures = self.screen, self.plan.measures
        shown = measures[:MEASURES_SHOWN]
        of = f"{len(shown)} of {len(measures)}" if len(shown) < len(measures) else f"{len(shown)}"
        screen.heading("Measures", of)
        screen.paragraph(planning.WHAT_A_MEASURE_IS, 2, "dim")
        screen.paragraph(planning.ORDER, 2, "dim")
        for number, measure in enumerate(shown, start=1):
            self._print_measure(number, measure)
        if len(shown) < len(measures):
            screen.blank()
            screen.paragraph("All of them: -o plan.csv or -o plan.json", 2)

    def _print_measure(self, number: int, measure: Measure) -> None:
        screen = self.screen
        screen.blank()
        moved = wording.number_of(len(measure.moved), "demand")
        instruments = wording.number_of(len(measure.instruments), "instrument")
        head = f"{measure.force}; moves {moved}, asked in {instruments}"
        screen.item(screen.text(f"{number:>3}", "bold"), head, 4)
        self._detail("change", planning.set_words(measure.changes, self.assessment))
        for change in measure.changes:
            self._print_now(change, several=len(measure.changes) > 1)
        self._print_moved("moves", measure.moved)
        self._print_moved("sets back", measure.set_back)
        self._print_moved("applies", measure.comes_to_apply)
        self._detail("asked in", wording.listed(planning.symbols(measure, self.assessment), "and"))
        if measure.falls_to:
            self._detail("falls to", "; ".join(measure.falls_to))
        if measure.leads:
            self._detail("lead", "; ".join(measure.leads))

    def _print_now(self, change: Change, *, several: bool) -> None:
        """How things stand; of several changes, with what it is that stands so."""
        fact = self.assessment.library.facts[change.fact]
        of = f" {saying.label(fact, change.member)}" if change.member else ""
        about = f"{of or f' {fact.id}'}: " if several else " "
        self._detail("", f"now{about}{planning.now_words(change, self.assessment)}")

    def _print_moved(self, label: str, moved: Iterable[Moved]) -> None:
        arrow = "->" if self.screen.is_plain else "→"
        for number, one in enumerate(moved):
            words = planning.moved_words(one).replace("→", arrow)
            self._detail("" if number else label, f"{one.demand.finding.rule.id}: {words}")
