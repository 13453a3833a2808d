"""From clause to status: a rule laid open, so that one can agree or say where one does not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.document.screen import LABELS_AT, Screen
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.model.rulebook import Check, Fact, FactId, Rule
from compliance.report import decision, wording
from compliance.report.found_screen import FoundOfRule
from compliance.report.reading import OURS, print_clause, print_reading

_LETTERS_AT, _QUESTIONS_AT, _MEANINGS_AT = 4, 8, 32


def print_explanation(
    console: Console, rule: Rule, library: Library, assessments: Sequence[Assessment] = ()
) -> None:
    """Print the clause, how it is read, each check with its table, and what was found.

    Without assessments, the rule alone. With exactly one, the tables show which rows are still
    possible.
    """
    _Explanation(Screen(console), rule, library, assessments).print()


class _Explanation:
    """The explanation of one rule."""

    def __init__(
        self, screen: Screen, rule: Rule, library: Library, assessments: Sequence[Assessment]
    ) -> None:
        self.screen, self.rule, self.library = screen, rule, library
        self.tables = library.tables.get(rule.id, ())
        self.found = [
            FoundOfRule(screen, assessment, finding, beside=len(assessments) - 1)
            for assessment in assessments
            for finding in assessment.findings
            if finding.rule.id == rule.id
        ]

    def print(self) -> None:
        """Clause, reading, checks, outcomes."""
        print_clause(self.screen, self.rule, self.library)
        print_reading(self.screen, self.rule, self.library)
        for place, (check, table) in enumerate(zip(self.rule.checks, self.tables, strict=True)):
            self._print_check(check, table)
            for one in self.found:
                one.print_check(place)
        if self.rule.why_untested:
            self.screen.heading("No check")
            self.screen.paragraph(self.rule.why_untested, LABELS_AT)
        for one in self.found:
            one.print_outcome()
        self._print_where_to_disagree()

    def _print_check(self, check: Check, table: DecisionTable) -> None:
        force = wording.with_article(self.rule.force_of(check))
        measure = wording.MEASURE_WORDS[check.measure]
        role = f", as a country of {check.role}" if check.role else ""
        self.screen.heading(f"Check {check.id}", f"our test of {force}; looks at {measure}{role}")
        self.screen.labelled("asks", wording.asks_words(self.rule, check.asks))
        elsewhere = self.library.echoes.get((self.rule.id, check.id), ())
        if words := wording.also_asked_words(self.rule, elsewhere):
            self.screen.labelled("also in", words)
        self._print_questions(table)
        for label, words in decision.conditions(check, table, self.library.condition):
            self.screen.labelled(label, words)
        if check.note:
            self.screen.labelled(OURS, check.note)
        if not self.found:
            self.screen.labelled("to close", check.remedy)
        self._print_table(table)

    def _print_questions(self, table: DecisionTable) -> None:
        """The facts the check reads, with their letters; members under their fact."""
        shown: set[FactId] = set()
        for question in decision.questions(table):
            fact, head = question.fact, self.screen.text(question.letter, "bold")
            words = self.screen.joined(
                self.screen.text(fact.question), self.screen.text(fact.id, "dim")
            )
            if question.member is None:
                self.screen.item(head, words, _QUESTIONS_AT, at=_LETTERS_AT)
            else:
                if fact.id not in shown:
                    self.screen.paragraph(words, _LETTERS_AT)
                member = wording.label(fact, question.member)
                self.screen.item(head, member, _QUESTIONS_AT, at=_LETTERS_AT)
            if fact.id not in shown:
                self._print_choices(fact, table)
            shown.add(fact.id)

    def _print_choices(self, fact: Fact, table: DecisionTable) -> None:
        """What the answers mean, and when the question arises."""
        if fact.type == "choice":
            widest = _QUESTIONS_AT + max(map(len, fact.choices)) + 2
            for choice, meaning in fact.choices.items():
                indent = min(widest, _MEANINGS_AT)
                self.screen.item(choice, meaning.label, indent, "dim", at=_QUESTIONS_AT)
        if fact.given:
            when = decision.in_words(self.library.condition(fact.given), table)
            self.screen.paragraph(f"asked only where {when}", _QUESTIONS_AT, "dim")

    def _print_table(self, table: DecisionTable) -> None:
        one = self.found[0].assessment if len(self.found) == 1 else None
        known = {f: a.possible for f, a in one.answers.items()} if one else {}
        rows = decision.lines(table, table.masks(known))
        letters = [question.letter for question in decision.questions(table)]
        widths = decision.grid(rows, self.screen.width - _LETTERS_AT - 20)
        self.screen.blank()
        if widths is None:
            for row in rows:
                self._print_as_sentence(letters, row, marked=one is not None)
        else:
            self._print_as_grid(letters, widths, rows, marked=one is not None)
        if one:
            words = f"{self._mark()} still possible on the answers given"
            self.screen.paragraph(words, _LETTERS_AT, "dim")

    def _mark(self) -> str:
        return "<" if self.screen.is_plain else "◂"

    def _print_as_grid(
        self,
        letters: Sequence[str],
        widths: Sequence[int],
        rows: Sequence[decision.Line],
        *,
        marked: bool,
    ) -> None:
        """One row of the table after the other, each alternative on a line of its own."""
        self._print_cells(letters, widths, Text("outcome"), "bold")
        for row in rows:
            end = self._outcome(row, marked=marked)
            for number in range(max((len(cell) for cell in row.cells), default=1)):
                cells = [cell[number] if number < len(cell) else "" for cell in row.cells]
                style = "" if row.is_possible or not marked else "dim"
                self._print_cells(cells, widths, Text() if number else end, style)

    def _print_cells(
        self, cells: Sequence[str], widths: Sequence[int], end: Text, style: str
    ) -> None:
        padded = [f"{cell:<{width}}  " for cell, width in zip(cells, widths, strict=True)]
        line = self.screen.unbroken("".join(padded), style).append_text(end)
        self.screen.paragraph(line, _LETTERS_AT)

    def _print_as_sentence(
        self, letters: Sequence[str], row: decision.Line, *, marked: bool
    ) -> None:
        """A row of a table too wide for the screen."""
        pairs = zip(letters, row.cells, strict=True)
        told = [
            f"{letter} {wording.listed(cell)}"
            for letter, cell in pairs
            if cell != (decision.WHATEVER,)
        ]
        words = "; ".join(told) or "whatever the answers"
        self.screen.item(self._outcome(row, marked=marked), words, _MEANINGS_AT, at=_LETTERS_AT)

    def _outcome(self, row: decision.Line, *, marked: bool) -> Text:
        words = self.screen.status(Status(row.outcome))
        if marked and not row.is_possible:
            words.stylize("dim")
        return words.append(f" {self._mark()}") if marked and row.is_possible else words

    def _print_where_to_disagree(self) -> None:
        file = f"rules/{self.rule.instrument}/{self.rule.stem}.yaml"
        self.screen.heading("To disagree")
        words = (
            f"The reading is ours and stands in {file}; a file of the same name in a folder of "
            "your own is laid over it. The answers are the profile's, with their evidence."
        )
        self.screen.paragraph(words, LABELS_AT)
