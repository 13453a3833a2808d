"""Who disagrees, on a terminal: the disputes first, with both sides' words, then the counts."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compliance.assessment.comparison import Comparison, FactCompared, FindingCompared, Relation
from compliance.document.screen import Screen
from compliance.report import wording
from compliance.report.comparison_words import (
    NEVER_MERGED,
    RELATION_MEANINGS,
    account_words,
    compared_title,
    letter,
    side_words,
)
from compliance.report.levels_screen import outcome

_SIDES_AT, _WORDS_AT = 4, 8
_LISTED = (
    Relation.ONE_HIGHER,
    Relation.CONTESTED,
    Relation.CONTESTED_ANSWERS,
    Relation.COMPATIBLE,
)
_FACTS_LISTED = (
    Relation.CONTESTED,
    Relation.OTHER_TIMES,
    Relation.COMPATIBLE,
    Relation.AGREE,
)


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print a comparison of accounts."""
    _Comparison(Screen(console), comparison).print()


class _Comparison:
    """The comparison on one screen."""

    def __init__(self, screen: Screen, comparison: Comparison) -> None:
        self.screen, self.comparison = screen, comparison

    def print(self) -> None:
        """Who speaks, the questions, the findings, the counts."""
        screen, comparison = self.screen, self.comparison
        screen.paragraph(compared_title(comparison), style="bold")
        for place, one in enumerate(comparison.assessments):
            screen.item(screen.text(letter(place), "bold"), account_words(one), 4, at=2)
        screen.paragraph(NEVER_MERGED, 2, "dim")
        for relation in _FACTS_LISTED:
            self._print_facts(relation)
        self._print_single()
        for relation in _LISTED:
            self._print_findings(relation)
        self._print_counts()

    def _heading(self, of: str, relation: Relation, number: str) -> None:
        self.screen.heading(f"{of}: {relation}", f"{number}; {RELATION_MEANINGS[relation]}")

    def _print_facts(self, relation: Relation) -> None:
        facts = [one for one in self.comparison.facts if one.relation is relation]
        if facts:
            self._heading("Answers", relation, wording.number_of(len(facts), "question"))
            for one in facts:
                self._print_fact(one)

    def _print_fact(self, one: FactCompared) -> None:
        screen = self.screen
        asked = screen.joined(screen.text(one.fact.question), screen.text(one.fact.id, "dim"))
        screen.paragraph(asked, 2)
        for place, side in enumerate(one.sides):
            self._print_side(letter(place), side_words(one.fact, side))
        if one.register and one.register.register:
            words = side_words(one.fact, one.register)
            self._print_side("register", f"{wording.by_words(one.register)} {words}")

    def _print_single(self) -> None:
        """The questions that only one account answers, by account: there may be many."""
        single = [one for one in self.comparison.facts if one.relation is Relation.ONE_ANSWERS]
        if not single:
            return
        number = wording.number_of(len(single), "question")
        self._heading("Answers", Relation.ONE_ANSWERS, number)
        for place in range(len(self.comparison.assessments)):
            own = [one.fact.id for one in single if one.sides[place]]
            if own:
                self._print_side(letter(place), ", ".join(own))

    def _print_side(self, name: str, words: str) -> None:
        at = _WORDS_AT if len(name) == 1 else _SIDES_AT + len(name) + 1
        self.screen.item(self.screen.text(name, "bold"), words, at, at=_SIDES_AT)

    def _print_findings(self, relation: Relation) -> None:
        found = [one for one in self.comparison.findings if one.relation is relation]
        if found:
            self._heading("Findings", relation, wording.number_of(len(found), "rule"))
            for one in found:
                self._print_finding(one)

    def _print_finding(self, one: FindingCompared) -> None:
        screen = self.screen
        head = screen.joined(screen.text(one.rule.id, "bold"), screen.text(one.rule.title))
        screen.paragraph(head, 2)
        for place, found in enumerate(one.findings):
            words = outcome(screen, found.outcomes)
            if place in one.higher:
                words.append(", higher")
            if not one.speaking[place]:
                words.append(", silent", "dim")
            screen.item(screen.text(letter(place), "bold"), words, _WORDS_AT, at=_SIDES_AT)
        if one.depends_on:
            words = screen.text(f"hangs on {', '.join(one.depends_on)}", "dim")
            screen.paragraph(words, _SIDES_AT)

    def _print_counts(self) -> None:
        screen = self.screen
        screen.heading("Summary")
        facts = [(r, [one.relation for one in self.comparison.facts].count(r)) for r in Relation]
        words = ", ".join(f"{relation} {count}" for relation, count in facts if count)
        screen.item("answers", words or "none", 16, at=2)
        for symbol, counts in self.comparison.by_instrument().items():
            words = ", ".join(f"{relation} {count}" for relation, count in counts.items() if count)
            screen.item(symbol, words, 16, at=2)
        for relation in Relation:
            meaning = RELATION_MEANINGS[relation]
            screen.item(Text(relation, "dim"), screen.text(meaning, "dim"), 22, at=2)
        unpublished = sum(
            not side.answer.public for one in self.comparison.facts for side in one.sides if side
        )
        screen.unpublished(unpublished)
