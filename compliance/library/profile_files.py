"""The profiles of a library: each read from its file when it is asked for, and kept nowhere else.

They may hold what is confidential, so no cache has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import TYPE_CHECKING

from compliance.errors import InputError, Problem
from compliance.library.layers import LayerFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from compliance.model.profiles import Profile


class ProfileFiles(Mapping[str, "Profile"]):
    """The profiles by their ids. To look one up raises InputError where its file is not sound."""

    def __init__(
        self, files: Mapping[str, LayerFile], load: Callable[[LayerFile], Profile]
    ) -> None:
        self._files = {f.name.stem: f for f in files.values() if f.folder == "profiles"}
        self._load = load
        self._read: dict[str, Profile] = {}

    def __getitem__(self, name: str) -> Profile:
        if name not in self._read:
            self._read[name] = self._load(self._files[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def values(self) -> ValuesView[Profile]:
        """All of them. Raises InputError with every problem in every file."""
        self._read_all(self._files)
        return super().values()

    def of(self, country: str) -> list[Profile]:
        """Those of a country, by its code; the files of others are not read any further."""
        names = [name for name, file in self._files.items() if _may_name(file, country)]
        self._read_all(names)
        return [self[name] for name in names if self[name].country == country]

    def _read_all(self, names: Iterable[str]) -> None:
        problems: list[Problem] = []
        for name in names:
            try:
                self[name]
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)


def _may_name(file: LayerFile, country: str) -> bool:
    """Whether the country's code may stand in the file: as it is, or written with escapes."""
    try:
        content = file.path.read_bytes() if file.path.is_file() else b"\\"
    except OSError:
        return True  # what is wrong with it is said where it is read
    return country.encode() in content or b"\\" in content
