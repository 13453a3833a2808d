"""What an account makes of a rule, in an explanation: why, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.assessment.questions import (
    Dependency,
    SourceEffect,
    by_itself,
    dependencies,
    if_source_is_right,
)
from compliance.document.screen import LABELS_AT, STYLES, Screen
from compliance.engine.outcomes import Outcomes, Status
from compliance.model.rulebook import FactId
from compliance.report import decision, hanging, wording
from compliance.report.reasons import WHATEVER_THE_ANSWERS

_CHECKS_AT, _IF_AT, _ANSWERS_AT = 4, 18, 21
_ALIGNED = 20
"""Of answers no longer than this, what would be left stands in a column."""
_MOST_BESIDE = 3
"""Of more accounts than these, what each answer would leave is not gone through."""


class FoundOfRule:
    """The finding of one rule for one account; ``beside`` others that are explained as well."""

    def __init__(
        self, screen: Screen, assessment: Assessment, finding: Finding, *, beside: int
    ) -> None:
        self.screen, self.assessment, self.finding = screen, assessment, finding
        self.library = assessment.library
        self.is_alone = beside == 0
        self.is_brief = beside >= _MOST_BESIDE
        self.has_one_check = len(finding.checks) == 1

    def print_check(self, place: int) -> None:
        """What a check comes to, on which answers it rests, and what is missing."""
        if not self.finding.checks:
            return
        found, screen = self.finding.checks[place], self.screen
        screen.blank()
        if not self.is_alone:
            screen.labelled("account of", wording.account(self.assessment))
        screen.labelled("outcome", self._status(found.outcomes, reserved=found.is_reserved))
        check = _Hanging(by_itself(self.finding, found), self.assessment)
        letters = decision.letters_of(found.table)
        for fact in letters:
            standing = self.assessment.answers.get(fact)
            if standing and (fact in found.because or standing.is_contested):
                self._print_answer(fact, standing, letters[fact])
                self._print_settled(check, fact)
        if not found.because and not found.missing:
            screen.labelled("because", WHATEVER_THE_ANSWERS)
        for fact in letters:
            if fact in found.missing:
                self._print_missing(check, fact, letters[fact])
        if self.has_one_check:
            self._print_where_the_rest_is(check)
        if not found.outcomes.status.is_closed:
            screen.labelled("to close", found.check.remedy)

    def _print_missing(self, check: _Hanging, fact: FactId, letter: str) -> None:
        evidence = self.library.facts[fact].evidence
        self.screen.labelled("missing", f"{letter}. To show: {evidence}")
        self._print_unanswering(fact)
        if self.has_one_check or self.is_alone:
            self._print_answers(check, fact)

    def print_outcome(self) -> None:
        """What the rule comes to, and why, where it has several checks that say it each."""
        screen, finding = self.screen, self.finding
        screen.heading(wording.title(self.assessment))
        if remark := wording.layer_remark(self.assessment.profile.layer):
            screen.paragraph(f"The profile is {remark}.", LABELS_AT)
        reserved = finding.status is Status.NOT_APPLICABLE and bool(finding.reserved)
        screen.labelled("this rule", self._status(finding.outcomes, reserved=reserved))
        if len(finding.checks) > 1:
            self._print_why()
        if finding.reason:
            screen.labelled("reason", finding.reason)
        if not finding.is_counted:
            screen.labelled("counted", f"no: {wording.NOT_COUNTED}")
        if len(finding.checks) > 1:
            self._print_checks()

    def _print_checks(self) -> None:
        screen, checks = self.screen, self.finding.checks
        widest = max(len(found.check.id) for found in checks)
        for found in checks:
            status = screen.status(found.outcomes.status)
            if found.is_reserved:
                status.append(f", {wording.BY_RESERVATION}")
            screen.item(found.check.id, status, _CHECKS_AT + widest + 2, at=_CHECKS_AT)
        screen.paragraph(wording.RULE_OF_CHECKS, LABELS_AT, "dim")

    def _print_why(self) -> None:
        """What the rule itself rests on and hangs on."""
        finding, screen = self.finding, self.screen
        rule = _Hanging(finding, self.assessment)
        for fact in finding.because:
            self._print_answer(fact, self.assessment.answers[fact])
            self._print_settled(rule, fact)
        if not finding.because and not finding.missing:
            screen.labelled("because", WHATEVER_THE_ANSWERS)
        for fact in finding.missing:
            asked = self.library.facts[fact]
            words = screen.joined(screen.text(asked.question), screen.text(fact, "dim"))
            screen.labelled("hangs on", words)
            self._print_answers(rule, fact)
        self._print_where_the_rest_is(rule)

    def _status(self, outcomes: Outcomes, *, reserved: bool = False) -> Text:
        words = self.screen.status(outcomes.status)
        if reserved:
            return words.append(f", {wording.BY_RESERVATION}")
        if outcomes.status is not Status.UNDETERMINED:
            return words
        rest = self.screen.text(f"({wording.still_possible(outcomes)})")
        return self.screen.joined(words, rest)

    # Why

    def _print_answer(self, fact: FactId, standing: EffectiveAnswer, letter: str = "") -> None:
        """The answer with its sources, then what others and a register say against it.

        It is told by its letter, where it stands under a table, else under its question.
        """
        named = f"{letter}." if letter else self.library.facts[fact].question
        sides = list(standing.all_sources())
        if letter or len(sides) == 1:
            self._print_sides("because", fact, sides, named)
        else:
            self.screen.labelled("because", named)
            self._print_sides("it is said", fact, sides)

    def _print_sides(
        self, label: str, fact: FactId, sides: Sequence[EffectiveAnswer], named: str = ""
    ) -> None:
        for side in sides:
            if side.register and side is not sides[0]:
                self.screen.labelled("", "But a register says otherwise; both are kept.")
            self._print_side(label, fact, side, named)

    def _print_side(self, label: str, fact: FactId, side: EffectiveAnswer, named: str) -> None:
        answer, asked = side.answer, self.library.facts[fact]
        said = [named, wording.answer_words(asked, answer), wording.by_words(side)]
        if times := wording.time_words(side):
            said.append(f"({times})")
        if not answer.public:
            said.append("(not public)")
        self.screen.labelled(label, " ".join(filter(None, said)))
        for evidence in answer.evidence:
            self.screen.labelled("", wording.quotation(evidence))
        if not answer.evidence:
            self.screen.labelled("", "no evidence is given", "dim")
        if note := side.register.note if side.register else answer.note:
            self.screen.labelled("", f"Note: {note}")

    def _print_settled(self, of: _Hanging, fact: FactId) -> None:
        """Of a dispute on which nothing hangs, that nothing does."""
        if fact in of.disputes and fact not in of.dependencies:
            self.screen.labelled("", hanging.WHOEVER_IS_RIGHT)

    def _print_unanswering(self, fact: FactId) -> None:
        """What the speaker says that comes near and does not answer."""
        for name, answer in wording.said_without_answering(self.assessment.basis):
            if name == fact:
                for evidence in answer.evidence:
                    self.screen.labelled("", wording.quotation(evidence))
                self.screen.labelled("", f"Note: {answer.note}")

    # On what it hangs

    def _print_answers(self, of: _Hanging, fact: FactId) -> None:
        """What each answer would leave, or in a dispute each side, if it is right."""
        if self.is_brief or fact not in of.shown:
            return
        screen, asked = self.screen, self.library.facts[fact]
        if fact in of.disputes:
            self._print_ifs(hanging.sides_of(of.disputes[fact], asked).each)
            return
        for answers in hanging.answers_of(of.dependencies[fact], asked):
            tells = answers.tells(of.finding)
            if answers.members:
                end = ":" if tells else f": {hanging.DECIDES_NOTHING}"
                screen.labelled("", f"{hanging.members_words(answers.members)}{end}")
            elif not tells:
                screen.labelled("", hanging.DECIDES_NOTHING)
            if tells:
                self._print_ifs(answers.each)

    def _print_ifs(self, each: Iterable[hanging.If]) -> None:
        screen, told = self.screen, list(each)
        widest = max(len(answer) for answer, _ in told)
        for answer, after in told:
            said = screen.text(answer)
            if widest <= _ALIGNED:
                said = screen.unbroken(f"{answer:{widest}}")
            left = screen.text(hanging.after_words(after), STYLES[after.status])
            words = screen.joined(said, screen.text(screen.arrow), left)
            screen.item(screen.text("if", "dim"), words, _ANSWERS_AT, at=_IF_AT)

    def _print_where_the_rest_is(self, of: _Hanging) -> None:
        """What an ``if`` means, and where answers stand that are not gone through."""
        if not of.dependencies:
            return
        if self.is_brief:
            words = "What each answer leaves: name one account, or --format json."
        elif rest := len(of.dependencies) - len(of.shown):
            without = wording.number_of(rest, "question")
            words = f"{hanging.IF_MEANS} For the {without} without one: --format json."
        else:
            words = hanging.IF_MEANS
        self.screen.labelled("", words, "dim")


class _Hanging:
    """On what a finding, or a check of it, hangs."""

    def __init__(self, finding: Finding, assessment: Assessment) -> None:
        self.finding = finding
        self._assessment = assessment

    @cached_property
    def dependencies(self) -> Mapping[FactId, Dependency]:
        """Its open questions."""
        return {dependency.fact: dependency for dependency in dependencies(self.finding)}

    @cached_property
    def shown(self) -> frozenset[FactId]:
        """Those whose answers are gone through."""
        found = hanging.gone_through(list(self.dependencies.values()), self.finding)
        return frozenset(dependency.fact for dependency in found)

    @cached_property
    def disputes(self) -> Mapping[FactId, tuple[SourceEffect, ...]]:
        """The disputes about what it reads."""
        return if_source_is_right(self.finding, self._assessment)
