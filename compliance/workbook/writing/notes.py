"""Notes of ours at cells of a workbook that goes back to people."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from compliance.errors import Problem
from compliance.workbook.reading.notes import ours
from compliance.workbook.writing.safe_text import safe

_TINT = "F9C6C9"
_LINE_POINTS, _LINE_LETTERS, _WIDTH = 14, 52, 330


def add_note(sheet: Worksheet, cell: str, text: str) -> None:
    """Put a note to a cell, large enough; read again, it is known as ours."""
    lines = sum(1 + len(line) // _LINE_LETTERS for line in text.splitlines())
    height = (lines + 1) * _LINE_POINTS
    sheet[cell].comment = Comment(safe(ours(text)), "compliance", height, _WIDTH)


def tint(sheet: Worksheet, cell: str, condition: str = "TRUE") -> None:
    """Colour a cell while a condition holds."""
    fill = PatternFill("solid", start_color=_TINT, end_color=_TINT)
    rule = FormulaRule([condition], fill=fill)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cell, rule)


def fault_words(problem: Problem) -> str:
    """What is wrong and what to do, in sentences."""
    if problem.hint is None:
        return f"{problem.what}."
    hint = problem.hint[0].upper() + problem.hint[1:]
    return f"{problem.what}. {hint}" + ("" if hint.endswith((".", "?")) else ".")
