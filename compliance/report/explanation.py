"""From clause to status: a rule laid open, so that one can agree or say where one does not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compliance.assessment import Assessment
from compliance.finding import CheckFinding, Finding
from compliance.library import Library
from compliance.model import Check, Fact, FactId, Rule
from compliance.outcome import Outcomes, Status
from compliance.report import decision, saying, wording
from compliance.report.reading import OURS, print_clause, print_reading
from compliance.report.reasons import WHATEVER_THE_ANSWERS
from compliance.report.screen import LABELS_AT, Screen
from compliance.standing import Standing
from compliance.table import Table

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
            (assessment, finding)
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
            for assessment, finding in self.found:
                self._print_check_finding(assessment, finding.checks, place)
        if self.rule.why_untested:
            self.screen.heading("No check")
            self.screen.paragraph(self.rule.why_untested, LABELS_AT)
        for assessment, finding in self.found:
            self._print_outcome(assessment, finding)
        self._print_where_to_disagree()

    def _print_check(self, check: Check, table: Table) -> None:
        force = wording.with_article(self.rule.force_of(check))
        measure = wording.MEASURE_WORDS[check.measure]
        role = f", as a country of {check.role}" if check.role else ""
        self.screen.heading(f"Check {check.id}", f"our test of {force}; looks at {measure}{role}")
        self.screen.labelled("asks", wording.asks_words(self.rule, check.asks))
        elsewhere = self.library.echoes.get((self.rule.id, check.id), ())
        if words := wording.also_asked_words(self.rule, elsewhere):
            self.screen.labelled("also in", words)
        self._print_questions(table)
        for label, words in decision.conditions(check, table):
            self.screen.labelled(label, words)
        if check.note:
            self.screen.labelled(OURS, check.note)
        if not self.found:
            self.screen.labelled("to close", check.remedy)
        self._print_table(table)

    def _print_questions(self, table: Table) -> None:
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
                member = saying.label(fact, question.member)
                self.screen.item(head, member, _QUESTIONS_AT, at=_LETTERS_AT)
            if fact.id not in shown:
                self._print_choices(fact, table)
            shown.add(fact.id)

    def _print_choices(self, fact: Fact, table: Table) -> None:
        """What the answers mean, and when the question arises."""
        if fact.type == "choice":
            widest = _QUESTIONS_AT + max(map(len, fact.choices)) + 2
            for choice, meaning in fact.choices.items():
                indent = min(widest, _MEANINGS_AT)
                self.screen.item(choice, meaning.label, indent, "dim", at=_QUESTIONS_AT)
        if fact.given:
            words = f"asked only where {decision.in_words(fact.given, table)}"
            self.screen.paragraph(words, _QUESTIONS_AT, "dim")

    def _print_table(self, table: Table) -> None:
        one = self.found[0][0] if len(self.found) == 1 else None
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

    def _print_check_finding(
        self, assessment: Assessment, checks: Sequence[CheckFinding], place: int
    ) -> None:
        if not checks:
            return
        found = checks[place]
        self.screen.blank()
        if len(self.found) > 1:
            self.screen.labelled("account of", wording.account(assessment))
        self.screen.labelled("outcome", self._status(found.outcomes, reserved=found.is_reserved))
        letters = decision.letters_of(found.table)
        for fact in letters:
            standing = assessment.answers.get(fact)
            if standing and (fact in found.because or standing.is_contested):
                self._print_answer(fact, standing, letters[fact])
        if not found.because and not found.missing:
            self.screen.labelled("because", WHATEVER_THE_ANSWERS)
        for fact in letters:
            if fact in found.missing:
                evidence = self.library.facts[fact].evidence
                self.screen.labelled("missing", f"{letters[fact]}. To show: {evidence}")
                self._print_unanswering(assessment, fact)
        if not found.outcomes.status.is_closed:
            self.screen.labelled("to close", found.check.remedy)

    def _print_unanswering(self, assessment: Assessment, fact: FactId) -> None:
        """What the speaker says that comes near and does not answer."""
        for name, answer in saying.said_without_answering(assessment.testimony):
            if name == fact:
                for evidence in answer.evidence:
                    self.screen.labelled("", saying.quotation(evidence))
                self.screen.labelled("", f"Note: {answer.note}")

    def _status(self, outcomes: Outcomes, *, reserved: bool = False) -> Text:
        words = self.screen.status(outcomes.status)
        if reserved:
            return words.append(f", {wording.BY_RESERVATION}")
        if outcomes.status is not Status.UNDETERMINED:
            return words
        rest = self.screen.text(f"({wording.still_possible(outcomes)})")
        return self.screen.joined(words, rest)

    def _print_answer(self, fact: FactId, standing: Standing, letter: str = "") -> None:
        """The answer with its sources, then what a register says against it.

        It is told by its letter, where it stands under a table, else with its question.
        """
        answer, asked = standing.answer, self.library.facts[fact]
        named = f"{letter}." if letter else asked.question
        said = [f"{named} {saying.answer_words(asked, answer)}"]
        if by := saying.by_words(standing):
            said.append(by)
        if times := saying.time_words(standing):
            said.append(f"({times})")
        if not answer.public:
            said.append("(not public)")
        self.screen.labelled("because", " ".join(said))
        for evidence in answer.evidence:
            self.screen.labelled("", saying.quotation(evidence))
        if not answer.evidence:
            self.screen.labelled("", "no evidence is given", "dim")
        if note := standing.register.note if standing.register else answer.note:
            self.screen.labelled("", f"Note: {note}")
        for other in standing.others:
            self._print_answer(fact, other, letter)
        if standing.against:
            self.screen.labelled("", "But a register says otherwise; both are kept.")
            self._print_answer(fact, standing.against, letter)

    def _print_outcome(self, assessment: Assessment, finding: Finding) -> None:
        screen = self.screen
        screen.heading(wording.title(assessment))
        if remark := wording.layer_remark(assessment.profile.layer):
            screen.paragraph(f"The profile is {remark}.", LABELS_AT)
        reserved = finding.status is Status.NOT_APPLICABLE and bool(finding.reserved)
        self.screen.labelled("this rule", self._status(finding.outcomes, reserved=reserved))
        self._print_why(assessment, finding)
        if finding.reason:
            self.screen.labelled("reason", finding.reason)
        if not finding.is_counted:
            self.screen.labelled("counted", f"no: {wording.NOT_COUNTED}")
        if len(finding.checks) > 1:
            widest = max(len(found.check.id) for found in finding.checks)
            for found in finding.checks:
                status = screen.status(found.outcomes.status)
                if found.is_reserved:
                    status.append(f", {wording.BY_RESERVATION}")
                screen.item(found.check.id, status, _LETTERS_AT + widest + 2, at=_LETTERS_AT)
            screen.paragraph(wording.RULE_OF_CHECKS, LABELS_AT, "dim")

    def _print_why(self, assessment: Assessment, finding: Finding) -> None:
        """What the rule itself rests and hangs on, where it has several checks that say it each."""
        if len(finding.checks) < 2:
            return
        for fact in finding.because:
            self._print_answer(fact, assessment.answers[fact])
        if not finding.because and not finding.missing:
            self.screen.labelled("because", WHATEVER_THE_ANSWERS)
        for number, fact in enumerate(finding.missing):
            asked = self.library.facts[fact]
            words = self.screen.joined(
                self.screen.text(asked.question), self.screen.text(fact, "dim")
            )
            self.screen.labelled("" if number else "hangs on", words)

    def _print_where_to_disagree(self) -> None:
        file = f"rules/{self.rule.instrument}/{self.rule.stem}.yaml"
        self.screen.heading("To disagree")
        words = (
            f"The reading is ours and stands in {file}; a file of the same name in a folder of "
            "your own is laid over it. The answers are the profile's, with their evidence."
        )
        self.screen.paragraph(words, LABELS_AT)
