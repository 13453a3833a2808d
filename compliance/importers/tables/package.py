"""Whether a file from a stranger is a workbook that is safe to open.

Told by the zip's entries and by the beginning of each part, before any part is parsed as a whole.
A workbook that came by e-mail may be made to fill the memory, or to fetch something.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from compliance.errors import InputError, Location, fault

MAX_UNPACKED = 100_000_000
"""Bytes that a workbook may come to: 2 MB can be made to fill the memory."""
MAX_ELEMENTS = 150_000
"""Elements in a part that is held as a whole. Excel keeps 65 490 formats of cells at most."""
MAX_TEXTS = 6_000_000
"""Elements in the shared texts: two million cells of a list, each with a text of its own."""
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "open it, and save it as .xlsx without macros or a password"


def check_package(
    content: bytes,
    where: Location,
    check_entries: Callable[[Sequence[zipfile.ZipInfo], Location], None] = lambda *_: None,
) -> None:
    """Raises InputError for what is no workbook, or not one to be opened.

    ``check_entries`` raises it too, for entries that its caller does not want unpacked.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise fault("this is an old workbook, or has a password", where, _SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_size(parts, where)
            check_entries(parts, where)
            for part in parts:
                _check_part(package, part, where)
    except InputError:
        raise
    except Exception as error:  # zipfile fails in many ways on what is damaged
        is_zip = zipfile.is_zipfile(io.BytesIO(content))
        what = "the workbook is damaged" if is_zip else "this is no workbook"
        hint = (
            "open it, and save it again as .xlsx" if is_zip else "check that it is the right file"
        )
        raise fault(what, where, hint) from error


def _check_size(parts: Sequence[zipfile.ZipInfo], where: Location) -> None:
    """Raises InputError for macros, and for what is too large unpacked."""
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise fault("the workbook has macros", where, _SAVE_AS)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        what = f"unpacked, the workbook is larger than {MAX_UNPACKED // 1_000_000} MB"
        raise fault(what, where, "copy what is needed into a new workbook")


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, where: Location) -> None:
    """Raises InputError for a part that declares entities, or has too many elements."""
    with package.open(part) as file:
        begin = file.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if not begin.startswith(b"<"):
        return
    try:
        with package.open(part) as file:
            # A declaration stands before the first element, in whatever encoding.
            next(iter(iterparse(file, ("start",), forbid_dtd=True)), None)
    except DefusedXmlException:
        what = "a part of the workbook declares entities, as no spreadsheet does"
        raise fault(what, where, "ask for the file as it was saved by a spreadsheet") from None
    except (ParseError, LookupError):
        pass  # nobody asks for that part, or opening it says that the workbook is damaged
    if not part.filename.startswith("xl/worksheets/sheet"):
        most = MAX_TEXTS if "sharedStrings" in part.filename else MAX_ELEMENTS
        if _elements(package, part, most) > most:
            what = f"`{part.filename}` has more than {most} elements: no spreadsheet writes that"
            raise fault(what, where, "copy what is needed into a new workbook")


def _elements(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The opening tags of a part, more or less; counted until they are more than ``most``."""
    found = 0
    for chunk in _chunks(package, part):
        found += chunk.count(b"<") - chunk.count(b"</")
        if found > most:
            break
    return found


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as file:
        while chunk := file.read(1 << 20):
            yield chunk
