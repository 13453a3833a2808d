"""Whether a file from a stranger is a workbook, or a Word file, that is safe to open.

Told by the zip's entries and by the beginning of each part, before any part is parsed as a whole.
A file that came by e-mail may be made to fill the memory, or to fetch something.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from compliance.errors import InputError, Location, fault

MAX_UNPACKED = 100_000_000
"""Bytes that a file may come to: 2 MB can be made to fill the memory."""
MAX_ELEMENTS = 150_000
"""Elements in a part that is held as a whole. Excel keeps 65 490 formats of cells at most."""
MAX_TEXTS = 6_000_000
"""Elements in the shared texts: two million cells of a list, each with a text of its own."""
MAX_IN_A_TEXT = 500_000
"""Elements in the text of a Word file: a thousand pages."""
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a package is to be, and what its parts may come to."""

    noun: str
    ending: str
    made_by: str
    in_parts: str = ""
    """How the names of parts begin that are read piece by piece, whatever their elements."""
    most: Mapping[str, int] = field(default_factory=dict)
    """The elements of parts with such a word in their names, where it is not ``MAX_ELEMENTS``."""

    @property
    def save_as(self) -> str:
        """What to do about one that is not read."""
        return f"open it, and save it as {self.ending} without macros or a password"


WORKBOOK = Kind(
    "workbook", ".xlsx", "spreadsheet", "xl/worksheets/sheet", {"sharedStrings": MAX_TEXTS}
)
WORD = Kind("Word file", ".docx", "word processor", most={"word/document": MAX_IN_A_TEXT})


def check_package(
    content: bytes,
    where: Location,
    check_entries: Callable[[Sequence[zipfile.ZipInfo], Location], None] = lambda *_: None,
    kind: Kind = WORKBOOK,
) -> None:
    """Raises InputError for what is no package of this kind, or not one to be opened.

    ``check_entries`` raises it too, for entries that its caller does not want unpacked.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise fault(f"this is an old {kind.noun}, or has a password", where, kind.save_as)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_size(parts, where, kind)
            check_entries(parts, where)
            for part in parts:
                _check_part(package, part, where, kind)
    except InputError:
        raise
    except Exception as error:  # zipfile fails in many ways on what is damaged
        is_zip = zipfile.is_zipfile(io.BytesIO(content))
        what = f"the {kind.noun} is damaged" if is_zip else f"this is no {kind.noun}"
        again = f"open it, and save it again as {kind.ending}"
        hint = again if is_zip else "check that it is the right file"
        raise fault(what, where, hint) from error


def _check_size(parts: Sequence[zipfile.ZipInfo], where: Location, kind: Kind) -> None:
    """Raises InputError for macros, and for what is too large unpacked."""
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise fault(f"the {kind.noun} has macros", where, kind.save_as)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        what = f"unpacked, the {kind.noun} is larger than {MAX_UNPACKED // 1_000_000} MB"
        raise fault(what, where, f"copy what is needed into a new {kind.noun}")


def _check_part(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, where: Location, kind: Kind
) -> None:
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
        what = f"a part of the {kind.noun} declares entities, as no {kind.made_by} does"
        hint = f"ask for the file as it was saved by a {kind.made_by}"
        raise fault(what, where, hint) from None
    except (ParseError, LookupError):
        pass  # nobody asks for that part, or opening it says that the file is damaged
    if not (kind.in_parts and part.filename.startswith(kind.in_parts)):
        named = (most for word, most in kind.most.items() if word in part.filename)
        most = next(named, MAX_ELEMENTS)
        if _elements(package, part, most) > most:
            what = f"`{part.filename}` has more than {most} elements: no {kind.made_by} writes that"
            raise fault(what, where, f"copy what is needed into a new {kind.noun}")


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
