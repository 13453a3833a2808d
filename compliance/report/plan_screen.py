"""The plan on a terminal: the measures, what each moves, then what closes each gap."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import Action, Closing, Moved, plan
from compliance.countries import country_name
from compliance.document.screen import Screen
from compliance.report import planning, wording
from compliance.report.plan_page import Either, Gap, Named, PlanPage, by_outcomes

_RULES_SHOWN = 8
"""Of the rules that go the same way; files have them all."""
_NUMBERS_AT, _LABELS_AT, _WORDS_AT = 1, 5, 16


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
        self.page = PlanPage(plan(assessment))
        self.told = set(self.page.asked_in)
        """The facts whose question stands somewhere on the page."""

    def print(self) -> None:
        """Title, measures, gaps, and the questions behind the ids."""
        screen, country = self.screen, country_name(self.assessment.profile.country)
        screen.paragraph(f"{country}: what would close the gaps", style="bold")
        screen.paragraph(wording.account(self.assessment))
        if not self.page.gaps:
            screen.blank()
            screen.paragraph(planning.NOTHING_TO_CLOSE)
        else:
            screen.paragraph(planning.head_words(self.page.plan))
            self._print_measures()
            self._print_gaps()
            self._print_questions()
            self._print_end()
        screen.unpublished(self.assessment.unpublished())

    def _detail(self, label: str, words: str) -> None:
        self.screen.item(self.screen.text(label, "dim"), words, _WORDS_AT, at=_LABELS_AT)

    # Measures

    def _print_measures(self) -> None:
        screen, page = self.screen, self.page
        shown, all_ = len(page.actions), len(page.plan.actions)
        if not all_:
            screen.heading("Measures", planning.NO_MEASURE)
            return
        screen.heading("Measures", f"{shown} of {all_}" if shown < all_ else f"{all_}")
        screen.paragraph(planning.WHAT_A_MEASURE_IS, 2, "dim")
        screen.paragraph(planning.ORDER, 2, "dim")
        for number, action in enumerate(page.actions, start=1):
            screen.blank()
            self._print_measure(number, action)

    def _print_measure(self, number: int, action: Action) -> None:
        screen = self.screen
        moved = wording.number_of(len(action.moved), "demand")
        places = wording.listed(planning.symbols(action, self.assessment), "and")
        head = screen.text(f"{action.force}; moves {moved}, asked in {places}", "bold")
        screen.item(screen.text(f"{number:>2}.", "bold"), head, _LABELS_AT, at=_NUMBERS_AT)
        if len(action.changes) == 1:
            self._print_change(number, action)
        else:
            self._print_changes(action)
        if number in self.page.alike:
            self._detail("moves", f"as {self.page.alike[number]} does")
        else:
            self._print_effect(action)
        if action.responsible:
            self._detail("falls to", "; ".join(action.responsible))
        if action.leads:
            self._detail("lead", "; ".join(action.leads))

    def _print_effect(self, action: Action) -> None:
        self._print_moved("moves", action.moved)
        self._print_moved("sets back", action.worsened)
        if action.newly_applicable:
            words = planning.applying_words(action.newly_applicable, self.assessment)
            self._detail("applies", words)

    def _print_change(self, number: int, action: Action) -> None:
        screen = self.screen
        [change] = action.changes
        fact = self.assessment.library.facts[change.fact]
        first = self.page.asked_in[fact.id]
        question = fact.question if first == number else f"The question of {first}:"
        asked = screen.joined(screen.text(question), screen.text(fact.id, "dim"))
        screen.paragraph(asked, _LABELS_AT)
        self._detail("to", planning.change_words(change, fact))
        if first == number or self.page.actions[first - 1].changes[0].key != change.key:
            self._detail("now", planning.now_words(change, self.assessment))

    def _print_changes(self, action: Action) -> None:
        named = self.page.composed(action)
        label = "change"
        if named.actions:
            self._detail(label, f"all of {_numbers(named.actions, 'and')}")
            label = "and"
        facts = self.assessment.library.facts
        for fact in dict.fromkeys(change.fact for change in named.changes):
            own = tuple(change for change in named.changes if change.fact == fact)
            for words in planning.short_words(own, self.assessment):
                asked = "" if fact in self.told else f"{facts[fact].question} "
                self.told.add(fact)
                self._detail(label, f"{asked}{words}")
                label = "and"
        for words in planning.standing_now(named.changes, self.assessment) if named.changes else ():
            self._detail("now" if label else "", words)
            label = ""

    def _print_moved(self, label: str, moved: Sequence[Moved]) -> None:
        for outcomes, rules in by_outcomes(moved).items():
            words = [f"{name} ({n} demands)" if n > 1 else name for name, n in rules.items()]
            if len(words) > _RULES_SHOWN:
                words[_RULES_SHOWN:] = [wording.number_of(len(words) - _RULES_SHOWN, "other rule")]
            became = outcomes.replace("→", self.screen.arrow)
            self._detail(label, f"{became}: {', '.join(words)}")
            label = ""

    # Gaps

    def _print_gaps(self) -> None:
        screen, closings = self.screen, self.page.plan.closings
        screen.heading("Gaps", f"{len(closings)}, the strongest force first")
        screen.paragraph(planning.HOW_GAPS_ARE_TOLD, 2, "dim")
        for gap in self.page.gaps:
            screen.blank()
            for closing in gap.closings:
                self._print_demand(closing)
            self._print_ways(gap)

    def _print_demand(self, closing: Closing) -> None:
        screen, requirement = self.screen, closing.requirement
        rule = requirement.finding.rule
        screen.paragraph(screen.joined(screen.text(rule.id, "bold"), screen.text(rule.title)), 2)
        force = wording.with_article(requirement.found.force)
        self._detail("asks", wording.asks_words(rule, requirement.found.asks))
        self._detail("now", f"{planning.outcomes_words(requirement.found.outcomes)}; {force}")

    def _print_ways(self, gap: Gap) -> None:
        if gap.why_no_way:
            self._detail("closed by", gap.why_no_way)
        for number, step in enumerate(gap.steps):
            self._print_either("and" if number else "closed by", step)
        if gap.remark:
            self._detail("", gap.remark)
        self._print_either("half-way", gap.partly)

    def _print_either(self, label: str, sets: Either) -> None:
        if sets.shown and sets.is_numbers:
            self._detail(label, _numbers([n for one in sets.shown for n in one.actions], "or"))
        else:
            for number, named in enumerate(sets.shown):
                self._detail("or" if number else label, self._named(named))
        if sets.more:
            self._detail("", f"and {wording.number_of(sets.more, 'other way')}; files have them")

    def _named(self, named: Named) -> str:
        words = planning.short_words(named.changes, self.assessment)
        if named.actions:
            words.insert(0, _numbers(named.actions, "and"))
        return "; and ".join(words)

    # The end

    def _print_questions(self) -> None:
        untold = [fact for fact in self.page.questions if fact.id not in self.told]
        if untold:
            self.screen.heading("Questions", "those that are named by their ids alone")
            for fact in untold:
                self.screen.item(self.screen.text(fact.id, "dim"), fact.question, 6, at=2)

    def _print_end(self) -> None:
        screen, page = self.screen, self.page
        left_out = []
        if page.more_measures:
            left_out.append(wording.number_of(page.more_measures, "measure"))
        if page.more_gaps:
            left_out.append(wording.number_of(page.more_gaps, "gap"))
        if left_out:
            screen.blank()
            words = f"{wording.listed(left_out, 'and')} more: {planning.WHERE_ALL_IS}"
            screen.paragraph(words)


def _numbers(numbers: Sequence[int], last: str) -> str:
    return wording.listed(map(str, numbers), last)
