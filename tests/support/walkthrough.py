"""A page of docs/ followed as its reader does: from the top, in an empty folder of one's own.

The page is written for the reader; what a test must know stands in comments before a block:

``<!-- file: NAME -->``
    The block is a file that the reader writes. ``add to`` puts it below what stands there.
``<!-- change: NAME -->``
    A block of ``diff``: the lines with ``-`` become those with ``+``. With ``copied: OURS`` before
    it, the file is first copied from ours.
``<!-- filled in: FILE.xlsx as NEW.xlsx -->``
    A table of cells that somebody fills in: sheet, row, column, what is written. The row is named
    by how one of its cells begins, or by several such beginnings with `` / `` between; the column
    by its heading or its letter.
``<!-- typed: yes | | stop -->``
    The lines typed while the next command asks.
``<!-- exit: 2 -->``
    The next command ends with this code, and not with 0.

After a block of ``console`` a block of ``text`` shows what the last command prints, as a terminal
has it: lines as they stand there, in this order, and unbroken but where it says ``…``.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from support.command_line import run

OURS = Path(__file__).parents[2]
FOLLOWED = "<!-- followed by tests, from the top -->"
"""What a page says of itself that is read like this."""
_TOKEN = re.compile(
    r"^<!-- (?P<mark>[a-z ]+): (?P<of>.*?) -->$"
    r"|^```(?P<language>\w+)\n(?P<block>.*?)^```$"
    r"|(?P<table>(?:^\|[^\n]*\|$\n?)+)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """A block of a page, with the marks that stand before it."""

    kind: str
    """The language of the block, or ``table``."""
    text: str
    marks: dict[str, str]


def steps(page: str) -> list[Step]:
    """What there is to do on a page, in order; tables only where they are filled in."""
    found = []
    marks: dict[str, str] = {}
    for token in _TOKEN.finditer(page):
        if token["mark"]:
            marks[token["mark"]] = token["of"]
        elif token["language"] or "filled in" in marks:
            kind = token["language"] or "table"
            found.append(Step(kind, token["block"] or token["table"], marks))
            marks = {}
    return found


class Reader:
    """Somebody who follows a page in the folder that is the current one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.printed: str | None = None
        self.commands: list[str] = []

    def follow(self, page: str) -> None:
        for step in steps(page):
            self._take(step)

    def _take(self, step: Step) -> None:
        marks = step.marks
        if step.kind == "console":
            self._run(step)
        elif step.kind == "text" and not marks:
            assert self.printed is not None, f"no command has printed this:\n{step.text}"
            assert_shown(step.text, self.printed, self.commands[-1])
        elif step.kind == "table":
            fill_in(marks["filled in"], step.text)
        elif "file" in marks:
            write(Path(marks["file"]), step.text)
        elif "add to" in marks:
            target = Path(marks["add to"])
            target.write_text(target.read_text(encoding="utf-8") + step.text, encoding="utf-8")
        elif "change" in marks:
            target = Path(marks["change"])
            if "copied" in marks:
                write(target, (OURS / marks["copied"]).read_text(encoding="utf-8"))
            change(target, step.text)
        else:
            raise AssertionError(f"nobody is told what to do with this:\n{step.text}")

    def _run(self, step: Step) -> None:
        code = int(step.marks.get("exit", "0"))
        for command in step.text.splitlines():
            program, *arguments = shlex.split(command)
            assert program == "compliance", f"not a command of ours: {command}"
            result = self._typing(arguments, step.marks.get("typed"))
            assert result.exit_code == code, f"{command}\n{result.output}"
            self.printed = result.output
            self.commands.append(command)

    def _typing(self, arguments: Sequence[str], typed: str | None) -> Result:
        """Run a command while somebody types; a terminal shows what is typed."""
        lines = iter(() if typed is None else map(str.strip, typed.split("|")))

        def typing() -> str:
            line = next(lines)
            sys.stderr.write(f"{line}\n")
            return line

        with self.patch.context() as patch:
            patch.setattr("builtins.input", typing)
            result = run(*arguments)
        assert list(lines) == [], f"not all was typed:\n{result.output}"
        return result


def assert_shown(shown: str, printed: str, command: str) -> None:
    """Assert that the lines stand in what was printed, unbroken but for ``…``."""
    rest = [line.rstrip() for line in printed.splitlines()]
    for part in _parts(shown.rstrip("\n").split("\n")):
        size = len(part)
        place = next((n for n in range(len(rest)) if rest[n : n + size] == part), None)
        assert place is not None, "\n".join([f"$ {command}", "does not show", *part, "but", *rest])
        rest = rest[place + size :]


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        if line.strip() == "…":
            yield part
            part = []
        else:
            part.append(line)
    yield part


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(path: Path, lines: str) -> None:
    """Put the lines with ``+`` in the place of those with ``-``, which stand there once."""
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines.splitlines() if line[0] == sign) for sign in "-+"
    )
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"not once in {path}:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def fill_in(files: str, table: str) -> None:
    """Write what the table says into the cells of a workbook, as somebody does by hand."""
    source, _, target = files.partition(" as ")
    book = load_workbook(source)
    rows = [
        [cell.strip() for cell in row.strip().strip("|").split("|")] for row in table.splitlines()
    ]
    for sheet, row, column, value in rows[2:]:
        cell = cell_of(book[sheet], row.split(" / "), column)
        assert not cell.protection.locked, f"{sheet}!{cell.coordinate} cannot be filled in"
        cell.value = value
    book.save(target or source)


def cell_of(sheet: Worksheet, row: Sequence[str], column: str) -> Cell:
    """The cell in the row that begins so, under the heading or in the column of that letter."""
    found = [
        cells
        for cells in sheet.iter_rows()
        if all(any(str(cell.value or "").startswith(word) for cell in cells) for word in row)
    ]
    assert len(found) == 1, f"{len(found)} rows of {sheet.title} have {row}"
    if len(column) == 1:
        return sheet[f"{column}{found[0][0].row}"]
    headings = [cell for cells in sheet.iter_rows() for cell in cells if cell.value == column]
    assert headings, f"{sheet.title} has no column {column}"
    return found[0][headings[0].column - 1]
