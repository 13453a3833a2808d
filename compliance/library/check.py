"""Checking files before they are used: whole libraries, folders, and single files anywhere.

Everything is checked by building the library it would be part of: a file inside a layer with
that layer over our own rules, any other file as if it lay over them by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from compliance.errors import InputError, Location, Problem, fault
from compliance.library.builder import Builder
from compliance.library.coverage import coverage_of
from compliance.library.layers import (
    PARTS,
    LayerFile,
    bundled_root,
    files_in,
    files_of,
    shown,
    slot,
)
from compliance.library.unread_files import unread
from compliance.library.validation import keys_of
from compliance.library.yaml_reader import read
from compliance.model.actions import ActionList
from compliance.model.profiles import Profile, Register
from compliance.model.rulebook import Errata, Instrument, Model, Rule, provision_stem
from compliance.model.scalars import BUNDLED

_MODELS: dict[str, type[Model]] = {
    "profile": Profile,  # first, for a lone `country` is a profile just begun
    "register": Register,
    "rule": Rule,
    "instrument": Instrument,
    "errata": Errata,
    "actions": ActionList,
}
_KINDS = (
    "rule",
    "fact",
    "topic",
    "instrument",
    "text",
    "errata",
    "register",
    "profile",
    "action",
    "translation",
)
_KINDS_BY_NAME = {
    "instrument.yaml": "instrument",
    "errata.yaml": "errata",
    "topics.yaml": "topic",
    "source.txt": "text",
}
_FOLDERS_BY_KIND = {
    "facts": "rules/facts",
    "register": "rules/registers",
    "profile": "profiles",
    "actions": "actions",
}
_BESIDE = ("instrument.yaml", "source.txt")
_UNKNOWN_HINT = "a rule has `provision`, a profile `country`; facts are a list"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, each kind with its number, and everything that is wrong with it."""

    counts: dict[str, int]
    problems: tuple[Problem, ...]


def check_library(layers: Sequence[str | Path], *, strict: bool = False) -> Checked:
    """Check whole layers, each over the one before, and that no rule or fact is left out.

    With ``strict`` also what we demand of rules beyond that, as warnings.

    What a layer other than our own holds and nothing reads is a problem too.
    """
    files = files_of(layers)
    builder = Builder(files)
    builder.build()
    holes = coverage_of(builder).holes
    roots = [Path(layer) for layer in layers if str(layer) != BUNDLED]
    passed_over = (problem for root in roots for problem in unread(root, _paths(root)))
    found = (*builder.problems, *builder.contradictions(), *holes, *passed_over)
    found = (*found, *_catalogues(files.values()), *_warnings(builder, strict))
    return Checked(_counts(builder, files.values()), found)


def check_paths(
    paths: Iterable[str], layers: Sequence[str | Path], *, strict: bool = False
) -> Checked:
    """Check files and folders, over ``layers``; with ``strict`` also what we demand beyond that.

    Reported is what is wrong with them, and what a folder holds and nothing reads. If nothing
    is wrong, or where a whole layer is given, also what is wrong with what they lie over: it may
    be their doing, and they are of no use with it.
    """
    given = _Given(list(layers))
    for path in paths:
        given.add(Path(path))
    files = given.files()
    builder = Builder(files)
    builder.build()
    asked = [file for file in files.values() if given.asks_for(file)]
    holes = coverage_of(builder).holes if given.folders else ()
    names = {file.shown for file in [*asked, *given.beside]}
    found = [*builder.problems, *builder.drafts(), *builder.contradictions(), *holes]
    found += [*_catalogues(asked), *_warnings(builder, strict)]
    own = [problem for problem in found if problem.where and problem.where.path in names]
    own = [*given.problems, *own, *given.unread(file.path for file in files.values())]
    others = builder.problems if given.is_layer or not own else []
    return Checked(_counts(builder, asked), (*own, *others))


def _catalogues(files: Iterable[LayerFile]) -> list[Problem]:
    """What is wrong in translations, which nothing is built from."""
    from compliance.library.languages import FOLDER, faults_of  # noqa: PLC0415 - needs polib

    return [fault_ for file in files if file.folder == FOLDER for fault_ in faults_of(file)]


def _warnings(builder: Builder, strict: bool) -> list[Problem]:
    if not strict:
        return []
    from compliance.library.quality import warnings  # noqa: PLC0415 - seldom asked for

    return warnings(builder)


@dataclass
class _Given:
    """The files and folders given, sorted out: layers, what lies in them, and loose files."""

    layers: list[str | Path]
    is_layer: bool = False
    problems: list[Problem] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    inside: set[Path] = field(default_factory=set)
    loose: dict[Path, None] = field(default_factory=dict)
    beside: list[LayerFile] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Take a file or folder in."""
        path = path.absolute()
        if not os.path.exists(path):  # Path.exists raises where a name is too long
            hint = "check the spelling of its name"
            self.problems.append(Problem("there is no such file", Location(shown(path)), hint))
        elif path.is_dir():
            self._add_folder(path)
        elif root := _layer_around(path):
            self._add_layer(root)
            self.inside.add(path)
        else:
            self.loose[path] = None

    def _add_folder(self, folder: Path) -> None:
        is_layer = any((folder / part).is_dir() for part in PARTS)
        self.is_layer |= is_layer
        root = folder if is_layer else _layer_around(folder)
        if root:
            self._add_layer(root)
            self.folders.append(folder)
            return
        self.folders.append(folder)
        self.loose |= dict.fromkeys(sorted(folder.glob("[!.]*.yaml")))

    def _add_layer(self, root: Path) -> None:
        known = [bundled_root() if str(name) == BUNDLED else Path(name) for name in self.layers]
        if root.resolve() not in [path.resolve() for path in known]:
            self.layers.append(root)

    def asks_for(self, file: LayerFile) -> bool:
        """Whether the file was given, by itself or with its folder."""
        path = file.path.absolute()
        by_folder = any(path.is_relative_to(folder) for folder in self.folders)
        return by_folder or path in self.inside or path in self.loose

    def files(self) -> dict[str, LayerFile]:
        """The files of all layers, with the loose files laid over them. Raises InputError."""
        try:
            files = self._files()
        except InputError as error:
            told = [Path(problem.where.path) for problem in error.problems if problem.where]
            read = [path for layer in self.layers for path in _paths(layer)]
            rest = self.unread([*told, *read])
            raise InputError([*self.problems, *error.problems, *rest]) from None
        for folder in self.folders:
            if not any(f.path.absolute().is_relative_to(folder) for f in files.values()):
                hint = "name a layer, a rulebook, or a folder of rules, facts, profiles or actions"
                what = "there is nothing to check in this folder"
                self.problems.append(Problem(what, Location(shown(folder)), hint))
        return files

    def unread(self, read: Iterable[Path]) -> list[Problem]:
        """What the folders hold that is none of the files ``read``; nothing of an empty one."""
        known = {path.absolute() for path in read} | set(self.loose)
        return [problem for folder in self.folders for problem in unread(folder, known)]

    def _files(self) -> dict[str, LayerFile]:
        files = files_of(self.layers)
        known = {file.path.absolute() for file in files.values()}
        self.loose |= dict.fromkeys(sorted(self.inside - known))
        placed = [(path, self._place(path, files)) for path in self.loose]
        taken: set[str] = set()
        for path, name in placed:
            if name is None:
                continue
            file = LayerFile(name, path, shown(path))
            key = slot(name, file.layer)
            files[f"{key} {path}" if key in taken else key] = file
            taken.add(key)
        for file in self.beside:
            if str(file.name) not in taken:
                files[str(file.name)] = file
        return files

    def _place(self, path: Path, files: dict[str, LayerFile]) -> PurePosixPath | None:
        """Where in a layer the loose file would lie; None if that cannot be told."""
        try:
            kind = _KINDS_BY_NAME.get(path.name) or _kind_by_keys(path)
            if kind == "topic":
                return PurePosixPath("rules/topics.yaml")
            if folder := _FOLDERS_BY_KIND.get(kind):
                return PurePosixPath(folder, f"{path.stem}.yaml")
            book = self._rulebook(path, kind, files)
        except InputError as error:
            self.problems += error.problems
            return None
        name = path.name if kind != "rule" else f"{path.stem}.yaml"
        return PurePosixPath("rules", book, name)

    def _rulebook(self, path: Path, kind: str, files: dict[str, LayerFile]) -> str:
        """The rulebook of a loose file: by what lies beside it, its folder, or its provision."""
        folder = path.parent
        if (folder / "instrument.yaml").is_file():
            for name in _BESIDE:
                if (folder / name).is_file():
                    place = PurePosixPath("rules", folder.name, name)
                    self.beside.append(LayerFile(place, folder / name, shown(folder / name)))
            return folder.name
        books = {f.folder for f in files.values() if f.name.name == "instrument.yaml"}
        if folder.name in books:
            return folder.name
        found = _books_with(path, files) if kind == "rule" else []
        if len(found) == 1:
            return found[0]
        hint = f"lay it in a folder named as its rulebook ({', '.join(sorted(books))})"
        what = "it cannot be told to which rulebook this belongs"
        raise fault(what, Location(shown(path)), hint)


def _paths(layer: str | Path) -> list[Path]:
    """Where the files of a layer lie."""
    return [file.path for file in files_in(layer)]


def _layer_around(path: Path) -> Path | None:
    """The layer that the path lies in by its place: under ``rules``, ``profiles`` or the like."""
    for root in path.parents:
        parts = path.relative_to(root).parts
        depth = {"rules": 3, "profiles": 2, "actions": 2, "translations": 2}.get(parts[0], 0)
        if len(parts) <= depth:
            return root
    return None


def _kind_by_keys(path: Path) -> str:
    """What a YAML file is, by the keys it has."""
    document = read(path, shown=shown(path))
    if isinstance(document.data, list):
        return "facts"
    keys = set(document.data) if isinstance(document.data, dict) else set()
    scores = {kind: len(keys.intersection(keys_of(model))) for kind, model in _MODELS.items()}
    kind = max(scores, key=lambda kind: scores[kind])
    if not scores[kind]:
        what = "it cannot be told what this file is"
        raise fault(what, Location(shown(path)), _UNKNOWN_HINT)
    return kind


def _books_with(path: Path, files: dict[str, LayerFile]) -> list[str]:
    """The rulebooks in which the rule's provision is operative, by its text if by nothing less."""
    data = read(path, shown=shown(path)).data
    builder = Builder(files)
    builder.read_instruments()
    stem = provision_stem(str(data.get("provision", path.stem)))
    found = [
        book for book in builder.instruments.values() if stem in map(provision_stem, book.operative)
    ]
    text = str(data.get("text", ""))
    of_text = [
        book.id
        for book in found
        if (source := builder.sources.get(book.symbol)) and source.has(text)
    ]
    return of_text or [book.id for book in found]


def _counts(builder: Builder, files: Iterable[LayerFile]) -> dict[str, int]:
    """How many of each kind the files hold."""
    counts = dict.fromkeys(_KINDS, 0)
    for kind, number in _contents(builder, files):
        counts[kind] += number
    return {kind: number for kind, number in counts.items() if number}


def _contents(builder: Builder, files: Iterable[LayerFile]) -> Iterator[tuple[str, int]]:
    for file in files:
        if file.is_rule:
            yield "rule", 1
        elif file.folder == "facts":
            own = [fact for fact in builder.facts.values() if fact.layer == file.layer]
            yield "fact", sum(fact.topic == file.name.stem for fact in own)
        elif file.folder == "actions":
            listed = builder.actions.get(file.name.stem)
            yield "action", len(listed.actions) if listed else 0
        elif file.folder in ("profiles", "registers", "translations"):
            yield file.folder.removesuffix("s"), 1
        elif file.name.name == "topics.yaml":
            yield "topic", len(builder.topics)
        else:
            yield _KINDS_BY_NAME[file.name.name], 1
