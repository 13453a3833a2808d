"""The matrix of countries and provisions on a terminal: accounts as columns, a glyph a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.document.screen import STYLES, Screen
from compliance.document.style import SIGNS
from compliance.engine.outcomes import Status
from compliance.model.rulebook import Rule, Voice
from compliance.report import wording
from compliance.report.matrix import NO_RANKING, Matrix, name_of, states_words

_PLAIN = {
    Status.NOT_MET: "!",
    Status.PARTLY_MET: "~",
    Status.UNDETERMINED: ".",
    Status.MET: "+",
    Status.NOT_APPLICABLE: "-",
    Status.NO_TEST: " ",
}
_VOICES: dict[Voice, str] = {
    "government": "g",
    "parliament": "p",
    "court": "j",
    "national institution": "n",
    "civil society": "c",
    "academia": "a",
    "press": "m",
    "affected persons": "v",
    "treaty body": "t",
    "special procedure": "s",
    "united nations": "u",
    "regional organization": "o",
    "register": "r",
}
_WIDEST_STEM, _TITLE, _FIVE = 30, 26, 5
"""Columns stand in groups of five, so that the eye finds its way."""


@dataclass(frozen=True, slots=True)
class _Column:
    """An account, or States of which only registers speak and which come out alike."""

    head: str
    """Read downwards: the State's code, and the voice where it has several accounts."""
    name: str
    statuses: Mapping[str, Status]
    states: tuple[str, ...] = ()


def print_matrix(console: Console, matrix: Matrix, *, each: bool = False) -> None:
    """Print the matrix, instrument by instrument, and how many States have each status.

    States of which only registers speak share a column where they come out alike, unless
    ``each`` is to have its own.
    """
    _Printer(Screen(console), matrix, each=each).print()


class _Printer:
    """The matrix on one screen."""

    def __init__(self, screen: Screen, matrix: Matrix, *, each: bool) -> None:
        self.screen, self.matrix, self.each = screen, matrix, each
        self.columns = list(self._columns())
        stems = [len(rule.stem) for rule in matrix.rules]
        self.title_at = min(max(stems), _WIDEST_STEM) + 4
        self.cells_at = min(self.title_at + _TITLE, screen.width // 2 + self.title_at // 2)

    def print(self) -> None:
        """What is compared with what, the columns, each instrument, who shares a column."""
        screen, matrix = self.screen, self.matrix
        states = {one.profile.country for one in matrix.assessments}
        parts = [
            wording.number_of(len(states), "State"),
            wording.number_of(len(matrix.assessments), "account"),
        ]
        provisions = wording.number_of(len(matrix.rules), "provision")
        screen.paragraph(f"{', '.join(parts)}, against {provisions}", style="bold")
        screen.paragraph(NO_RANKING)
        screen.blank()
        screen.paragraph(self._legend())
        for instrument, rules in matrix.rulebooks.items():
            self._print_instrument(instrument, rules)
        self._print_columns()

    def _columns(self) -> Iterator[_Column]:
        """Accounts by name; alike States of which only registers speak together, last."""
        alike: dict[tuple[Status, ...], list[int]] = {}
        for place, one in enumerate(self.matrix.assessments):
            statuses = self._statuses(place)
            if self.each or one.profile.voice != "register":
                yield _Column(self._head(one), wording.title(one), statuses)
            else:
                alike.setdefault(tuple(statuses.values()), []).append(place)
        for number, places in enumerate(alike.values(), 1):
            names = tuple(name_of(self.matrix.assessments[place]) for place in places)
            name = f"{wording.number_of(len(names), 'State')} of which only registers speak"
            yield _Column(f"#{number}", name, self._statuses(places[0]), names)

    def _statuses(self, place: int) -> dict[str, Status]:
        found = self.matrix.findings(place)
        return {rule.id: found[rule.id].status for rule in self.matrix.rules}

    def _head(self, one: Assessment) -> str:
        """``ECU``, or ``ECUg`` where more than its government speaks."""
        countries = [other.profile.country for other in self.matrix.assessments]
        several = countries.count(one.profile.country) > 1
        return one.profile.country + (_VOICES[one.profile.voice] if several else "")

    def _legend(self) -> Text:
        parts = [
            self.screen.kept(self.screen.joined(self._glyph(status), self.screen.text(status)))
            for status in Status
            if status is not Status.NO_TEST
        ]
        return Text("   ").join(parts)

    def _glyph(self, status: Status) -> Text:
        glyph = _PLAIN[status] if self.screen.is_plain else SIGNS.statuses[status]
        return Text(glyph, STYLES[status])

    def _print_instrument(self, instrument: str, rules: Sequence[Rule]) -> None:
        known = self.matrix.library.instruments[instrument]
        self.screen.heading(known.symbol, known.title)
        room = self.screen.width - self.cells_at
        fitting = max(room * _FIVE // (_FIVE + 1) - 1, 1)
        for start in range(0, len(self.columns), fitting):
            self._print_block(rules, self.columns[start : start + fitting])
        self._print_counts(rules)

    def _print_block(self, rules: Sequence[Rule], columns: Sequence[_Column]) -> None:
        self.screen.blank()
        height = max(len(column.head) for column in columns)
        for line in range(height):
            letters = [Text(column.head.ljust(height)[line], "dim") for column in columns]
            self._print_row(Text(), "", letters)
        for rule in rules:
            glyphs = [self._glyph(column.statuses[rule.id]) for column in columns]
            self._print_row(self.screen.text(rule.stem, "bold"), rule.title, glyphs)

    def _print_row(self, stem: Text, title: str, cells: Sequence[Text]) -> None:
        """The provision, the cells beside its first line, the rest of its title below."""
        first, *rest = self.screen.broken(title, self.cells_at - self.title_at - 2) or [Text()]
        line = stem.copy()
        line.pad_right(self.title_at - 2 - line.cell_len)
        line.append_text(first)
        line.pad_right(self.cells_at - 2 - line.cell_len)
        for number, cell in enumerate(cells):
            line.append(" " if number and number % _FIVE == 0 else "")
            line.append_text(cell)
        self.screen.paragraph(self.screen.kept(line), 2)
        for more in rest:
            self.screen.paragraph(more, self.title_at)

    def _print_counts(self, rules: Sequence[Rule]) -> None:
        """How many States have each status, with the provisions of which that is so."""
        counted: dict[str, list[str]] = {}
        for rule in rules:
            words = states_words(self.matrix.states_by_status(rule))
            counted.setdefault(words, []).append(rule.stem)
        self.screen.blank()
        self.screen.paragraph("States by status, each once, whatever the number of its accounts:")
        for words, stems in counted.items():
            self.screen.paragraph(
                self.screen.joined(
                    self.screen.text(f"{words}:", "bold"), self.screen.text(", ".join(stems))
                ),
                2,
            )

    def _print_columns(self) -> None:
        """What the heads of the columns stand for."""
        self.screen.heading("Columns")
        for column in self.columns:
            states = f": {'; '.join(column.states)}" if column.states else ""
            head = self.screen.text(column.head, "bold")
            self.screen.item(head, f"{column.name}{states}", 8, at=2)
