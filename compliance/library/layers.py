"""Where rules, facts and profiles lie: our own files, and a user's folder laid over them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from compliance.errors import InputError, Location, Problem
from compliance.model.scalars import BUNDLED

_PACKAGE = Path(__file__).parent.parent
_TOPICS = "topics.yaml"
_KINDS = (
    f"rules/{_TOPICS}",
    "rules/*/*.yaml",
    "rules/*/source.txt",
    "profiles/*.yaml",
    "actions/*.yaml",
    "translations/*.po",
)
_NO_RULES = ("instrument.yaml", "errata.yaml", "source.txt")
_OVERLOOKED = tuple(
    f"{folder}/*.{ending}"
    for folder in ("rules", "rules/*", "profiles", "actions")
    for ending in ("yml", "YML", "YAML")
)
_TOO_SHALLOW = ("rules/*.yaml",)
_TOO_DEEP = ("rules/*/*/*.yaml", "profiles/*/*.yaml", "actions/*/*.yaml")
_DEPTH = 2
"""How many folders deep a layer is looked through."""
PARTS = ("rules", "profiles", "actions", "translations")
"""The folders of a layer; it has one of them at least."""
_PARTS_NAMED = "`rules`, `profiles`, `actions` or `translations`"


@dataclass(frozen=True, slots=True)
class LayerFile:
    """A file of the library: its place within its layer, and on disk."""

    name: PurePosixPath
    path: Path
    layer: str

    @property
    def folder(self) -> str:
        """Where it lies: a rulebook's id, ``facts``, ``profiles``, ``actions`` …"""
        return self.name.parent.name

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule of a rulebook."""
        in_rulebook = self.name.parts[0] == "rules" and len(self.name.parts) == 3
        is_no_rulebook = self.folder in ("facts", "registers")
        return in_rulebook and not is_no_rulebook and self.name.name not in _NO_RULES

    @property
    def shown(self) -> str:
        """What messages call the file: relative to the working folder where that is shorter."""
        return shown(self.path)


def shown(path: Path) -> str:
    """What messages call a path: relative to the working folder where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def bundled_root() -> Path:
    """The folder with our own rules and profiles: inside the wheel, or the checkout's top."""
    data = _PACKAGE / "_data"
    return data if data.is_dir() else _PACKAGE.parent


def files_of(layers: Sequence[str | Path]) -> dict[str, LayerFile]:
    """The files of all layers, by name and then by layer.

    A later layer's file replaces an earlier one's of the same name; see ``slot``.

    Raises InputError for a layer that is no folder with ``rules`` or the like in it, and
    for files that would be passed over without a word.
    """
    found: dict[str, LayerFile] = {}
    problems: list[Problem] = []
    for layer in layers:
        root = _root_of(layer)
        if not any(os.path.isdir(root / part) for part in PARTS):
            what = (
                "there is no folder `rules`, `profiles`, `actions` or `translations` in this layer"
            )
            hint = "name the folder that holds them"
            problems.append(Problem(what, Location(str(layer)), hint))
            continue
        names = _names(root)
        found |= {slot(file.name, file.layer): file for file in _files(layer, names)}
        problems += map(_stray, _seen(root, names, _OVERLOOKED))
        shallow = _seen(root, names, _TOO_SHALLOW)
        problems += [_misplaced(path) for path in shallow if path.name != _TOPICS]
        problems += map(_misplaced, _seen(root, names, _TOO_DEEP))
        folders = [*(root / part for part in PARTS), *_seen(root, names, ["rules/*"])]
        problems += [_closed(path) for path in folders if _is_closed(path)]
    if problems:
        raise InputError(problems)
    order = {str(layer): number for number, layer in enumerate(layers)}
    return dict(
        sorted(found.items(), key=lambda one: (str(one[1].name), order[one[1].layer], one[0]))
    )


def files_in(layer: str | Path) -> Iterator[LayerFile]:
    """The files of one layer that are read, in any order; hidden files are not."""
    return _files(layer, _names(_root_of(layer)))


def _files(layer: str | Path, names: Sequence[str]) -> Iterator[LayerFile]:
    root = _root_of(layer)
    for name in _matching(names, _KINDS):
        yield LayerFile(PurePosixPath(name), root / name, str(layer))


def _names(root: Path) -> list[str]:
    """What lies in the folders of a layer, three levels deep, as ``rules/facts/work.yaml``.

    Without what is hidden, such as ``._3a.yaml`` of another system.
    """
    names: list[str] = []
    folders = [(part, 0) for part in PARTS]
    for folder, depth in folders:  # grows while it is gone through
        with contextlib.suppress(OSError), os.scandir(root / folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    names.append(f"{folder}/{entry.name}")
                    if depth < _DEPTH and os.path.isdir(entry.path):
                        folders.append((names[-1], depth + 1))
    return names


def _matching(names: Iterable[str], kinds: Iterable[str]) -> Iterator[str]:
    pattern = "|".join(re.escape(kind).replace(r"\*", "[^/]*") for kind in kinds)
    return filter(re.compile(pattern).fullmatch, names)


def _seen(root: Path, names: Iterable[str], kinds: Iterable[str]) -> Iterator[Path]:
    return (root / name for name in _matching(names, kinds))


def _root_of(layer: str | Path) -> Path:
    return bundled_root() if str(layer) == BUNDLED else Path(layer)


def _is_closed(folder: Path) -> bool:
    return os.path.isdir(folder) and not os.access(folder, os.R_OK | os.X_OK)


def _closed(folder: Path) -> Problem:
    return Problem("this folder cannot be read", Location(shown(folder)), "see to its rights")


def _misplaced(path: Path) -> Problem:
    hint = "lay rules in the folder of their rulebook, facts in the folder `facts`"
    return Problem("files that lie here are not read", Location(shown(path)), hint)


def _stray(path: Path) -> Problem:
    hint = f"call it {path.stem}.yaml"
    return Problem("only files that end in .yaml are read", Location(shown(path)), hint)


def slot(name: PurePosixPath, layer: str) -> str:
    """What the file stands in for. Topics, facts, translations add up; all else is replaced."""
    adds_up = name.name == _TOPICS or name.parts[0] == "translations" or name.parent.name == "facts"
    return f"{name} {layer}" if adds_up else str(name)


def fingerprint(files: Mapping[str, LayerFile], package: Iterable[Path]) -> str:
    """A hash of the content of the files, and of the code that reads them."""
    digest = hashlib.sha256()
    for place, file in files.items():
        # Names come from the file system and may hold bytes that are no text.
        digest.update(f"{place}\0{file.layer}\0".encode("utf-8", "surrogateescape"))
        digest.update(_content_hash(file.path))
    for path in sorted(package):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _content_hash(path: Path) -> bytes:
    """The hash of a file's content; what is no file or cannot be read is found out later."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # to open a pipe is to wait for it
            return hashlib.sha256(b"").digest()
        with open(path, "rb", buffering=0) as file:
            return hashlib.sha256(file.read()).digest()
    except (OSError, ValueError):
        return b""
