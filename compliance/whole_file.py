"""Files that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from compliance.errors import InputError, Location, Problem


def _anywhere(_: Path) -> None:
    """No objection to a place."""


def replace_all(
    contents: Mapping[Path, Iterable[bytes]], check: Callable[[Path], None] = _anywhere
) -> None:
    """Put each content, given in parts, at its target; where one cannot be written, none is.

    Raises InputError, also for targets that ``check`` raises it for.
    """
    finished: list[tuple[Path, Path]] = []
    try:
        problems = _stage(contents, check, finished)
        for path, target in finished if not problems else ():
            try:
                path.replace(os.path.realpath(target))
            except OSError as error:
                problems.append(not_written(target, error))
    finally:
        for path, _ in finished:
            path.unlink(missing_ok=True)
    if problems:
        raise InputError(problems)


def _stage(
    contents: Mapping[Path, Iterable[bytes]],
    check: Callable[[Path], None],
    finished: list[tuple[Path, Path]],
) -> list[Problem]:
    """Finish a file beside each target; what stands in the way of it."""
    problems: list[Problem] = []
    for target, content in contents.items():
        try:
            check(target)
            finished.append((staged(target, content), target))
        except OSError as error:
            problems.append(not_written(target, error))
        except InputError as error:
            problems += error.problems
    return problems


def not_written(target: Path, error: OSError) -> Problem:
    """What is said where nothing can be written."""
    what = f"this cannot be written: {(error.strerror or str(error)).lower()}"
    return Problem(what, Location(str(target)), "choose another place")


def staged(target: Path, content: Iterable[bytes]) -> Path:
    """A finished file beside ``target``, to be renamed; with the rights of the one it replaces.

    Raises OSError, and then leaves nothing behind.
    """
    place = os.path.realpath(target)
    folder, name = os.path.split(place)
    longest = os.pathconf(folder, "PC_NAME_MAX") if hasattr(os, "pathconf") else 255
    if len(os.fsencode(name)) > longest:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    handle, name = tempfile.mkstemp(dir=folder, prefix=".compliance-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
        path.chmod(_rights(place))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _rights(place: str) -> int:
    """The rights of the file that is there, or those a new one gets."""
    if os.path.exists(place):
        return stat.S_IMODE(os.stat(place).st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
