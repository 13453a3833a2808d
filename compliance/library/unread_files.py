"""What lies in a folder and is not read: named, so that "no problems" is said of all of it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from compliance.errors import Location, Problem
from compliance.library.layers import shown

READ_BY_OTHER_COMMANDS: frozenset[str] = frozenset({"cases"})
"""Names of folders that a layer may have besides, because another command reads them."""

_BESIDE_THE_POINT = (
    *(".*", "*~", "#*#", "*.bak", "*.orig", "*.tmp", "*.swp", "*.swo"),
    *("~$*", "desktop.ini", "thumbs.db", "__pycache__"),
    *("readme*", "license*", "licence*", "notice*", "changelog*", "contributing*"),
)
_BOOKS = "`compliance import questionnaire` reads a questionnaire, `compliance review` a gap report"
_LIST = "`compliance import recommendations` reads a list of recommendations"
_TEXT = "the text of an instrument is read as `source.txt` in the folder of its rulebook"
_HINTS = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), f"{_BOOKS}; move it elsewhere"),
    **dict.fromkeys((".csv", ".tsv", ".json"), f"{_LIST}; move it elsewhere"),
    **dict.fromkeys((".txt", ".docx", ".pdf"), f"{_TEXT}; move other texts elsewhere"),
    ".yaml": "lay it in `profiles`, in `actions` or in a folder of `rules`",
    ".yml": "let its name end in .yaml",
}


def unread(folder: Path, read: Collection[Path]) -> Iterator[Problem]:
    """A problem for each file and folder below ``folder`` that is none of the files ``read``.

    A folder in which nothing is read is named once, without what it holds. Hidden files, an
    editor's backups, a README and the like are passed over, and so are empty folders.
    """
    kept = {path for file in read for path in (file, *file.parents)}
    for place, folders, files in os.walk(folder):
        inner = sorted(name for name in folders if _matters(name))
        folders[:] = [name for name in inner if Path(place, name) in kept]
        for name in inner:
            path = Path(place, name)
            if path not in kept and name not in READ_BY_OTHER_COMMANDS and _holds_something(path):
                yield Problem("nothing in this folder is read", Location(shown(path)), _home(path))
        for name in sorted(filter(_matters, files)):
            path = Path(place, name)
            if path not in kept:
                hint = _HINTS.get(path.suffix.lower(), "move it elsewhere")
                yield Problem("this file is not read", Location(shown(path)), hint)


def _matters(name: str) -> bool:
    return not any(fnmatch(name.lower(), pattern) for pattern in _BESIDE_THE_POINT)


def _holds_something(folder: Path) -> bool:
    """Whether a file lies in the folder that a person would mean, or nobody may look."""
    if not os.access(folder, os.R_OK | os.X_OK):
        return True
    for _, folders, files in os.walk(folder):
        folders[:] = filter(_matters, folders)
        if any(map(_matters, files)):
            return True
    return False


def _home(folder: Path) -> str:
    """Where the content of the folder would be read."""
    if (folder / "instrument.yaml").is_file():
        return f"rulebooks are read in a folder `rules`: move it to rules/{folder.name}"
    if folder.name == "tests":
        return "cases are read by `compliance test`, in a folder `cases`: call it so"
    if folder.name in ("facts", "registers"):
        return f"they are read in a folder `rules`: move it to rules/{folder.name}"
    return "a layer has the folders `rules`, `profiles` and `actions`; move others elsewhere"
