"""The matrix of countries and provisions on a terminal: a glyph a cell, as wide as the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from compliance.assessment import Assessment
from compliance.model import Rule
from compliance.outcome import Status
from compliance.report import wording
from compliance.report.matrix import NO_RANKING, Matrix, name_of, states_words
from compliance.report.screen import STYLES, Screen

_WIDEST_NAME = 34
_PLAIN = {
    Status.NOT_MET: "!",
    Status.PARTLY_MET: "~",
    Status.UNDETERMINED: ".",
    Status.MET: "+",
    Status.NOT_APPLICABLE: "-",
    Status.NO_TEST: " ",
}
_FIVE = 5
"""Columns stand in groups of five, so that the eye finds its way."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the matrix: an account, or States of which only registers speak, all alike."""

    name: str
    statuses: tuple[Status, ...]
    states: tuple[str, ...] = ()


def print_matrix(console: Console, matrix: Matrix, *, each: bool = False) -> None:
    """Print the matrix, instrument by instrument, and how many States have each status.

    States of which only registers speak stand in one row where they come out alike in an
    instrument, unless ``each`` is to have its own.
    """
    screen = Screen(console)
    states = {one.profile.country for one in matrix.assessments}
    accounts = wording.number_of(len(matrix.assessments), "account")
    screen.paragraph(
        f"{wording.number_of(len(states), 'State')}, {accounts}, against "
        f"{wording.number_of(len(matrix.rules), 'provision')}",
        style="bold",
    )
    screen.paragraph(NO_RANKING)
    for instrument, rules in matrix.rulebooks.items():
        _Block(screen, matrix, instrument, rules, each=each).print()
    screen.blank()
    _print_legend(screen)


def _glyph(screen: Screen, status: Status) -> Text:
    glyph = _PLAIN[status] if screen.is_plain else wording.GLYPHS[status]
    return Text(glyph, STYLES[status])


def _print_legend(screen: Screen) -> None:
    parts = [
        screen.joined(_glyph(screen, status), screen.unbroken(status))
        for status in Status
        if status is not Status.NO_TEST
    ]
    screen.paragraph(Text("   ").join(parts))


class _Block:
    """One instrument: its provisions as columns, and below them the States counted."""

    def __init__(
        self, screen: Screen, matrix: Matrix, instrument: str, rules: Sequence[Rule], *, each: bool
    ) -> None:
        self.screen, self.matrix, self.rules, self.each = screen, matrix, rules, each
        self.instrument = matrix.library.instruments[instrument]
        self.rows = list(self._rows())
        names = [self.screen.text(row.name).cell_len for row in self.rows]
        self.names = min(max(names, default=0), _WIDEST_NAME, screen.width // 2) + 2

    def print(self) -> None:
        """Columns as far as they fit, then the next ones."""
        self.screen.heading(self.instrument.symbol, self.instrument.title)
        fitting = max((self.screen.width - self.names) * _FIVE // (_FIVE + 1), _FIVE)
        for start in range(0, len(self.rules), fitting):
            self._print_columns(range(start, min(start + fitting, len(self.rules))))
        self._print_groups()
        self._print_counts()

    def _rows(self) -> Iterator[_Row]:
        """Accounts by name; alike States of which only registers speak together, last."""
        alike: dict[tuple[Status, ...], list[str]] = {}
        for place, one in enumerate(self.matrix.assessments):
            found = self.matrix.findings(place)
            statuses = tuple(found[rule.id].status for rule in self.rules)
            if self.each or one.profile.voice != "register":
                yield _Row(self._name(one), statuses)
            else:
                alike.setdefault(statuses, []).append(name_of(one))
        groups = [(statuses, names) for statuses, names in alike.items() if len(names) > 1]
        yield from (_Row(names[0], own) for own, names in alike.items() if len(names) == 1)
        for number, (statuses, names) in enumerate(groups):
            yield _Row(f"{len(names)} States ({_letter(number)})", statuses, tuple(names))

    def _name(self, one: Assessment) -> str:
        """The State, with the voice where it has several accounts."""
        profile, others = one.profile, self.matrix.assessments
        same = [other for other in others if other.profile.country == profile.country]
        if len(same) == 1:
            return name_of(one)
        return f"{name_of(one)} ({profile.voice}, {one.as_of.year})"

    def _print_columns(self, places: range) -> None:
        self.screen.blank()
        stems = [self.rules[place].stem for place in places]
        height = max(map(len, stems))
        for line in range(height):
            letters = [Text(stem.rjust(height)[line], "dim") for stem in stems]
            self._print_line(Text(), letters)
        for row in self.rows:
            glyphs = [_glyph(self.screen, row.statuses[place]) for place in places]
            self._print_line(self.screen.text(row.name), glyphs)

    def _print_line(self, name: Text, cells: Sequence[Text]) -> None:
        line = Text()
        for number, cell in enumerate(cells):
            line.append(" " if number and number % _FIVE == 0 else "")
            line.append_text(cell)
        line.plain = line.plain.replace(" ", "\N{NO-BREAK SPACE}")
        self.screen.item(name, line, self.names)

    def _print_groups(self) -> None:
        """Which States stand together in one row."""
        groups = [row for row in self.rows if row.states]
        if groups:
            self.screen.blank()
            self.screen.paragraph("Only registers speak of these States, and all come out alike:")
        for row in groups:
            self.screen.item(f"{row.name}:", "; ".join(row.states), 4)

    def _print_counts(self) -> None:
        """The States by status, provision by provision; where nothing is decided, not listed."""
        self.screen.blank()
        self.screen.paragraph("States by status, each once, whatever the number of its accounts:")
        widest = max(len(rule.stem) for rule in self.rules) + 4
        undecided = []
        for rule in self.rules:
            counts = self.matrix.states_by_status(rule)
            if set(counts) <= {Status.UNDETERMINED}:
                undecided.append(rule.stem)
                continue
            head = self.screen.text(rule.stem, "bold")
            self.screen.item(head, states_words(counts), widest, at=2)
        if undecided:
            words = f"undetermined for every State: {', '.join(undecided)}"
            self.screen.paragraph(words, 2, "dim")


def _letter(number: int) -> str:
    """``a`` to ``z``, then ``aa``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
