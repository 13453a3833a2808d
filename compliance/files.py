"""Text read from a file, and every way in which that can fail."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault

MAX_BYTES = 2_000_000
BREAK = "(?>\r\n|[\r\n\x85\u2028\u2029])"  # as YAML 1.1 counts lines
LINE_BREAK = re.compile(BREAK)
UNUSABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""A character that cannot stand in a text: control characters, lone surrogates, noncharacters."""
REMOVE = "remove it; such characters come along unseen when text is copied"

_SAVE_AS_UTF8 = "save the file again with the encoding UTF-8"


def text_of(path: Path, shown: str, *, at_most: int = MAX_BYTES) -> str:
    """The text in the file at ``path``, which messages call ``shown``.

    Raises InputError where there is no such file, or it is not one, or not in UTF-8, or larger
    than ``at_most`` bytes.
    """
    data = content_of(path, shown, at_most=at_most).removeprefix(codecs.BOM_UTF8)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise fault("the file is written in UTF-16", Location(shown), _SAVE_AS_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = place_after(shown, data[: error.start].decode("utf-8"))
        what = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise fault(what, where, _SAVE_AS_UTF8) from None


@cache
def packaged(package: str, name: str) -> str:
    """The text of a file that comes with a package of ours."""
    return resources.files(package).joinpath(name).read_text("utf-8")


def unusable(character: str) -> str:
    """What is wrong where one of these characters stands."""
    return f"the character U+{ord(character):04X} cannot stand in a text"


def place_after(path: str, before: str) -> Location:
    """The place in a file that follows the text ``before``."""
    lines = LINE_BREAK.split(before)
    return Location(path, len(lines), len(lines[-1]) + 1)


def content_of(path: Path, shown: str, *, at_most: int) -> bytes:
    """The bytes of the file. Raises InputError, as ``text_of`` does.

    The file is looked at before it is opened: to open a pipe is to wait for it.
    """
    where = Location(shown)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise fault("this is a folder, not a file", where, "name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise fault("this is a pipe or a device, not a file", where, "save the text to a file")
        with path.open("rb") as file:
            data = file.read(at_most + 1) if status.st_size <= at_most else b""
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        raise fault("there is no such file", where, "check the spelling of its name") from None
    except PermissionError:
        raise fault("the file may not be read", where, "ask for the right to read it") from None
    except OSError as error:
        raise fault(f"the file cannot be read: {error.strerror}", where) from error
    if max(status.st_size, len(data)) > at_most:
        size = f"{at_most // 1_000_000} MB"
        raise fault(f"the file is larger than {size}", where, "check that it is the right file")
    return data


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


def staged(target: Path, content: Iterable[bytes], *, rights: int | None = None) -> Path:
    """A finished file beside ``target``, to be renamed; with the rights of the one it replaces.

    Or with these ``rights``. Raises OSError, and then leaves nothing behind.
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
            file.flush()
            _on_disk(file.fileno())
        with contextlib.suppress(PermissionError):  # some file systems have no rights of their own
            path.chmod(_rights(place) if rights is None else rights)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


_NO_SUCH_OPERATION = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


def _on_disk(handle: int) -> None:
    """Wait until a file is on the disk: only then may it take the place of another.

    Some disks say only now that they are full. Raises OSError.
    """
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_OPERATION:  # some shares and pipes have none
            raise


@contextlib.contextmanager
def temporary_files() -> Iterator[Path]:
    """A folder that is there until the block ends. Raises InputError where it cannot be used."""
    try:
        with tempfile.TemporaryDirectory(prefix="compliance-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        what = f"temporary files cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "make room where they are, or name another folder in TMPDIR"
        raise InputError([Problem(what, Location(_temporary_place()), hint)]) from error


def _temporary_place() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:  # none can be written
        return "TMPDIR"


def _rights(place: str) -> int:
    """The rights of the file that is there, or those a new one gets."""
    if os.path.exists(place):
        return stat.S_IMODE(os.stat(place).st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
