"""Text read from a file, and every way in which that can fail."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from compliance.errors import Location, fault

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
