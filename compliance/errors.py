"""What can be wrong with the input, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: line and column count from 1; a spreadsheet has a cell instead."""

    path: str
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return self.cell
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.path, *numbers])


Level = Literal["problem", "unwritten", "warning"]
"""What a problem is: a mistake; work that is still to be done; what only looks like a mistake."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and how it might be mended."""

    what: str
    where: Location | None = None
    hint: str | None = None
    level: Level = "problem"

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")


def with_file(problem: Problem) -> Problem:
    """The problem, the file named before the cell of a spreadsheet."""
    where = problem.where
    if where is None or not where.cell or where.cell.startswith(where.path):
        return problem
    return replace(problem, where=replace(where, cell=f"{where.path}: {where.cell}"))


class ComplianceError(Exception):
    """The root of every error this package raises on purpose."""


class InputError(ComplianceError):
    """The input is at fault. Carries every problem found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems = tuple(sorted(unique, key=lambda p: p.where or Location("")))
        super().__init__("\n".join(map(str, self.problems)))


def counted(number: int, one: str, several: str) -> str:
    """``1 problem``, ``2 problems``."""
    return f"{number} {one if number == 1 else several}"


def fault(what: str, where: Location | None = None, hint: str | None = None) -> InputError:
    """The error for a single problem."""
    return InputError([Problem(what, where, hint)])


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` was probably meant to be, or None where none is near."""
    import difflib  # noqa: PLC0415 - only where something is amiss

    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.7)
    return found[0] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """A hint that names the nearest candidate, or None."""
    near = nearest(word, candidates)
    return f"did you mean `{near}`?" if near else None
