"""Whether a file is a workbook to be opened at all: told by its zip entries, before any is parsed.

What is in a workbook that came by e-mail may be there to fill the memory, to run, or to fetch
something from elsewhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from compliance.errors import Location, fault
from compliance.files import content_of
from compliance.importers.package import check_package

MAX_PACKED = 20_000_000
MAX_PARTS = 2_000
MAX_PART = 30_000_000
"""Bytes of a part that is held as a whole: styles, texts, everything but the sheets."""
MAX_RATIO = 300
"""How many times its size a part may come to; a million rows with nothing in them come to 50."""
_SMALL = 1_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "open it in a spreadsheet program, and save it as .xlsx"
_AS_SENT = "ask for the file as it was filled in, or copy the answers into a new questionnaire"


def package_of(path: Path) -> bytes:
    """The bytes of the workbook. Raises InputError for what is none, or not to be opened."""
    where = Location(str(path))
    ending = path.suffix.lower()
    if ending != ".xlsx":
        what = f"a workbook ending in `{ending}` is not read" if ending else "this is no .xlsx file"
        hint = _SAVE_AS + (", without its macros" if ending == ".xlsm" else "")
        raise fault(what, where, hint)
    content = content_of(path, str(path), at_most=MAX_PACKED)
    _check_kind(content, where)
    check_package(content, where, _check_entries)
    return content


def _check_entries(parts: Sequence[zipfile.ZipInfo], where: Location) -> None:
    _check_names([part.filename for part in parts], where)
    _check_sizes(parts, where)


def _check_kind(content: bytes, where: Location) -> None:
    """Raises InputError for other kinds of files, whatever their name."""
    if content.startswith(_OLD_OR_LOCKED):
        if _LOCKED in content:
            hint = "open it, remove the password (File, Info, Protect Workbook), and save it"
            raise fault("the workbook is encrypted with a password", where, hint)
        raise fault("this is a workbook of the old kind (.xls)", where, _SAVE_AS)
    if content[:200].find(b"mimetypeapplication/vnd.oasis") > 0:
        raise fault("this is an OpenDocument spreadsheet (.ods)", where, _SAVE_AS)


def _check_names(names: Sequence[str], where: Location) -> None:
    if len(names) > MAX_PARTS:
        raise fault(f"the workbook has more than {MAX_PARTS} parts", where, _AS_SENT)
    if len(set(names)) < len(names):
        raise fault("the workbook has two parts of one name", where, _AS_SENT)
    if any(name.startswith("xl/externalLinks/") for name in names):
        hint = "in Excel: Data, Edit Links, Break Link; then save it"
        raise fault("the workbook has links to other workbooks", where, hint)
    if any(name == "xl/connections.xml" for name in names):
        hint = "remove the connections (Data, Queries & Connections), and save it"
        raise fault("the workbook fetches data from elsewhere", where, hint)
    if "xl/workbook.bin" in names:
        raise fault("this is a binary workbook (.xlsb)", where, _SAVE_AS)


def _check_sizes(parts: Sequence[zipfile.ZipInfo], where: Location) -> None:
    """By what the entries declare: zipfile never unpacks more of one than that."""
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        is_sheet = part.filename.startswith("xl/worksheets/")
        if (part.file_size > MAX_PART and not is_sheet) or (
            ratio > MAX_RATIO and part.file_size > _SMALL
        ):
            what = "unpacked, a part of the workbook is far larger than any that was filled in"
            raise fault(what, where, _AS_SENT)
