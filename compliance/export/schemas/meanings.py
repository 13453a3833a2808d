"""What each key of a file means, as docs/files.md tells it: one source for readers and editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]
_IN_THE_WHEEL = _PACKAGE / "_data" / "files.md"
_IN_A_CHECKOUT = _PACKAGE.parent / "docs" / "files.md"

_TABLES: Mapping[str, tuple[str, str]] = {
    "Fact": ("A fact", "key"),
    "Choice": ("A fact", "key of a choice"),
    "Extension": ("A fact", "key of what is added"),
    "Instrument": ("An instrument", "key"),
    "PreambleSentence": ("An instrument", "key of a passage"),
    "DocumentDay": ("An instrument", "key of a day"),
    "Erratum": ("An instrument", "key of an erratum"),
    "Rule": ("A rule", "key"),
    "Position": ("A rule", "key of a position"),
    "FramePart": ("A rule", "key of a part"),
    "Check": ("A rule", "key of a check"),
    "Register": ("A register", "key"),
    "Entry": ("A register", "key of a State"),
    "Profile": ("A profile", "key"),
    "Answer": ("A profile", "key of an answer"),
    "Evidence": ("A profile", "key of a source"),
    "ActionList": ("Actions", "key"),
    "TrackedAction": ("Actions", "key of an action"),
    "ProgressNote": ("Actions", "key of a note on progress"),
    "Case": ("Cases", "key"),
}
"""For each model the section of docs/files.md, and the first heading of its table there."""


def meaning(model: str, key: str) -> str | None:
    """What a key of a model means, as plain text; None where no table tells of it.

    Editors show a description as it is: signs of Markdown in it would be seen.
    """
    return _tables().get(_TABLES.get(model, ("", "")), {}).get(key)


@cache
def _tables() -> Mapping[tuple[str, str], Mapping[str, str]]:
    page = _IN_THE_WHEEL if _IN_THE_WHEEL.is_file() else _IN_A_CHECKOUT
    text = page.read_text(encoding="utf-8")
    found: dict[tuple[str, str], dict[str, str]] = {}
    section, table = "", ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        if not line.startswith("|"):
            table = ""
            continue
        first, *rest = (cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
        table = table or first
        for key in _keys(first):
            found.setdefault((section, table), {})[key] = re.sub(r"[`*]|\\(?=\|)", "", rest[0])
    return found


def _keys(cell: str) -> Iterator[str]:
    """The keys of a row: those in the first cell that stand in backticks, and nothing else."""
    if re.fullmatch(r"`[^`]+`(?:, `[^`]+`)*", cell):
        yield from re.findall(r"`([^`]+)`", cell)
