"""Writing into a user's layer: new files, and lists that grow; what is there stays as it is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, fault
from compliance.files import LINE_BREAK, not_written, replace_all
from compliance.library.yaml_reader import Document, parse
from compliance.library.yaml_writer import Data, written

SCHEMAS = ".schemas"
"""The folder of a layer with the schemas that its files name, for editors. Hidden: no part of it
is read here."""


def naming_schema(text: str, kind: str, depth: int) -> str:
    """The text of a new file below a layer, with the schema of its kind named for editors.

    ``depth`` is how many folders of the layer it lies in: 2 for ``rules/OUR-1/1.yaml``.
    """
    return f"# yaml-language-server: $schema={'../' * depth}{SCHEMAS}/{kind}.json\n{text}"


def home_of(path: Path) -> int | None:
    """In how many folders of its layer a profile or a list of actions lies.

    None where it lies in no layer, and no schemas lie beside it.
    """
    folder = path.absolute().parent
    if folder.name in ("profiles", "actions"):
        return 1
    return 0 if (folder / SCHEMAS).is_dir() else None


def naming_schema_around(text: str, kind: str, path: Path) -> str:
    """The text of a new profile or list of actions, with its schema named if it has one."""
    home = home_of(path)
    return text if home is None else naming_schema(text, kind, home)


def check_layer(root: Path) -> None:
    """Raises InputError where the folder is no layer and cannot become one."""
    where, path = Location(str(root)), root.absolute()
    if os.path.isfile(path):
        raise fault("this is a file, not a folder", where, "name a folder")
    if path.name in ("rules", "profiles") or path.parent.name == "rules":
        raise fault("this folder lies within a layer", where, "name the one that holds `rules`")
    if not os.path.isdir(path):
        if not os.path.isdir(path.parent):
            hint = "make the folder first, or choose another place"
            raise fault(f"there is no folder `{root.parent}`", where, hint)
        return
    try:
        names = os.listdir(path)
    except OSError as error:
        raise InputError([not_written(root, error)]) from error
    if names and not {"rules", "profiles"} & set(names):
        hint = "name a new folder, or one that holds `rules` or `profiles`"
        raise fault("this folder holds other things than rules and profiles", where, hint)


def write_files(
    contents: Mapping[Path, Iterable[bytes]], advance: Callable[[], None] = lambda: None
) -> None:
    """Write all files and the folders they lie in, or none; ``advance`` is called before each.

    Raises InputError.
    """

    def watched(content: Iterable[bytes]) -> Iterator[bytes]:
        advance()
        yield from content

    made: list[Path] = []
    try:
        for folder in dict.fromkeys(path.parent for path in contents):
            _make(folder, made)
        replace_all({path: watched(content) for path, content in contents.items()})
    except InputError:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those it lies in, and note which are new."""
    if os.path.isdir(folder):
        return
    _make(folder.parent, made)
    try:
        folder.mkdir()
    except OSError as error:
        raise InputError([not_written(folder, error)]) from error
    made.append(folder)


def extended(
    text: str, path: str, key: str, entries: Iterable[str], order: Callable[[str], Any]
) -> str:
    """The text of a YAML file with these entries in the list at ``key``, where they belong.

    ``order`` gives what entries are sorted by. All else stays as it is, to the letter; so does the
    whole if nothing is missing. Raises InputError where the file cannot be read, or has no such
    list.
    """
    document = parse(text, path)
    hint = f"write `{key}` as a list, one entry to a line"
    listed = document.data.get(key) if isinstance(document.data, dict) else None
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise fault(f"there is no list `{key}` here", document.where((key,)), hint)
    missing = [entry for entry in entries if entry not in listed]
    if not missing:
        return text
    whole = _merged(listed, missing, order)
    start, end = _span(document, text, key)
    changed = text[:start] + written({key: whole}) + text[end:]
    if parse(changed, path).data != {**document.data, key: whole}:
        raise fault("this list cannot be extended", document.where((key,)), hint)
    return changed


def _merged(
    listed: Sequence[str], missing: Iterable[str], order: Callable[[str], Any]
) -> list[str]:
    """The list with each missing entry before the first that comes after it."""
    whole = list(listed)
    for entry in missing:
        later = (n for n, other in enumerate(whole) if order(other) > order(entry))
        whole.insert(next(later, len(whole)), entry)
    return whole


def _span(document: Document, text: str, key: str) -> tuple[int, int]:
    """From where to where the list stands in the text, its key included.

    Comments between it and the next key are that key's.
    """
    lines = [0, *(match.end() for match in LINE_BREAK.finditer(text)), len(text)]
    first = document.where((key,), key=True).line
    keys = [document.where((one,), key=True).line for one in document.data]
    last = min((line for line in keys if line > first), default=len(lines))
    while last - 1 > first and text[lines[last - 2] : lines[last - 1]].lstrip()[:1] in ("", "#"):
        last -= 1
    return lines[first - 1], lines[last - 1]


def appended(text: str, path: str, entry: Mapping[str, Data], key: str | None = None) -> str:
    """The text of a YAML file with one entry more at the end of its list.

    The file is that list, or its last key ``key`` is. All else stays as it is, to the letter; so
    does the whole if the list has such an entry. Raises InputError where the file cannot be read,
    or has no such list.
    """
    is_blank = all(line.lstrip()[:1] in ("", "#") for line in LINE_BREAK.split(text))
    document = None if is_blank else parse(text, path)
    data = document.data if document else ({key: []} if key else None)
    held = data.get(key) if key and isinstance(data, dict) else data
    keys: tuple[str, ...] = (key,) if key else ()
    if not isinstance(held, list | None):
        hint = "write it as a list, each entry after `- `"
        raise fault("there is no list here to add to", Location(path), hint)
    if held and entry in held:
        return text
    margin = document.where((*keys, 0)).column - 3 if document and held else 2 * len(keys)
    lines = written(entry).splitlines()
    block = [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]
    added = "".join(f"{' ' * max(margin, 0)}{line}".rstrip() + "\n" for line in block)
    changed = text + ("" if not text or text.endswith("\n") else "\n") + added
    whole = [*(held or []), entry]
    with contextlib.suppress(InputError):
        if parse(changed, path).data == ({**data, key: whole} if key and data else whole):
            return changed
    hint = "add it by hand: " + ", ".join(f"{name}: {value}" for name, value in entry.items())
    raise fault("nothing can be added at the end of this list", Location(path), hint)
