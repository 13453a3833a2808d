"""What the YAML parser complains of, in plain words."""

from __future__ import annotations

import re
from typing import Any

import yaml

from compliance.errors import Location, Problem
from compliance.text_file import LINE_BREAK

QUOTE = "put the whole text in quotation marks"
WRITE_OUT = f"write the value out, or {QUOTE}"
_INDENTED = "check how far the line is indented"

# The parser's words (libyaml's or the pure one's), what they mean, a hint, and whether the
# place to show is where the broken thing begins (True) or where the parser gave up.
_MEANINGS = (
    (
        "quoted scalar.*unexpected (end of stream|document)",
        "the quotation mark opened here is never closed",
        "write the closing quotation mark; inside '…' an apostrophe is written twice",
        True,
    ),
    (
        "quoted scalar",
        "this backslash begins no character that YAML knows",
        "write two backslashes for one, or '…' instead of \"…\"",
        False,
    ),
    (
        "simple key",
        "a colon is missing: this reads like a key without one",
        "write `key: value`; a text that continues the line above must be indented",
        True,
    ),
    (
        "mapping values",
        "a colon is not expected here",
        f"{_INDENTED}; a text with a colon and a space in it needs quotation marks",
        False,
    ),
    (
        "',' or '[]}]'",
        "what `{found}` opens here breaks off at line {line}, column {column}",
        "put a comma between any two entries, and close what you open",
        True,
    ),
    (
        "block scalar",
        "no text may follow `|` or `>` on its line",
        "begin the text on the next line",
        False,
    ),
    (
        "expected key|block end|'-'|document start",
        "this does not fit what stands before it",
        f"{_INDENTED}, and that quotation marks close where they should",
        False,
    ),
    (r"\ba tag\b|tag handle", "a tag is not allowed", WRITE_OUT, True),
    ("directive|alias|anchor|any token", "a text cannot begin with `{found}`", QUOTE, True),
    ("", "`{found}` is not expected here", f"remove it, or {QUOTE}", False),
)


def explain(error: yaml.MarkedYAMLError, path: str, text: str) -> Problem:
    """The parser's complaint in plain words."""
    lines = LINE_BREAK.split(text)
    end = Location(path, len(lines), len(lines[-1]) + 1)  # libyaml may give up beyond it
    stop = min(end, place(path, error.problem_mark))
    if _character(lines, stop) == "\t":
        what = "a tab character is used for indentation"
        return Problem(what, stop, "YAML wants spaces: replace the tab by spaces")
    words = f"{error.context} {error.problem}"
    _, what, hint, at_opening = next(m for m in _MEANINGS if re.search(m[0], words))
    opened = at_opening and error.context_mark is not None
    where = place(path, error.context_mark) if opened else stop
    if where == end:
        return Problem("the file ends too early", where, "close what is open: `[`, `{` or quotes")
    found = _character(lines, where)
    return Problem(what.format(found=found, line=stop.line, column=stop.column), where, hint)


def _character(lines: list[str], where: Location) -> str:
    return lines[where.line - 1][where.column - 1 : where.column]


def place(path: str, mark: Any) -> Location:
    """Where a mark of the parser points to."""
    return Location(path, mark.line + 1, mark.column + 1)
