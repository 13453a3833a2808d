"""A workbook as a file, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from compliance.files import temporary_files
from compliance.workbook.writing.safe_text import escaped

CREATOR = "compliance"
MOST_IN_PROPERTY = 255
"""What is longer than that, programs cut or refuse in a property."""
_PART = 1 << 16


def to_bytes(
    workbook: Workbook, title: str, day: date, *, identity: Mapping[str, str] | None = None
) -> bytes:
    """The file in one piece; see :func:`parts`."""
    return b"".join(parts(workbook, title, day, identity=identity))


def parts(
    workbook: Workbook, title: str, day: date, *, identity: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """The file part by part, dated ``day``: nothing in it tells when or where it was made.

    ``identity`` goes into properties of its own, where it is short enough for one.
    """
    about = workbook.properties
    about.title = title
    about.creator = about.lastModifiedBy = CREATOR
    about.language = "en"
    about.created = about.modified = datetime.combine(day, time())
    for name, value in (identity or {}).items():
        if len(value) <= MOST_IN_PROPERTY:
            kept = workbook.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
            kept.append(StringProperty(name=name, value=escaped(value)))
    with temporary_files() as folder, (folder / "book.xlsx").open("w+b") as file:
        archive = _Archive(file, "w", ZIP_DEFLATED)
        try:
            _Writer(workbook, archive).save()
        finally:
            archive.fp = None  # where it failed: nothing more is written when it is let go
        file.seek(0)
        while part := file.read(_PART):
            yield part


class _Writer(ExcelWriter):
    """Writes a workbook of which some sheets are streamed and the others are not.

    openpyxl knows only workbooks of which all are, or none.
    """

    def write_worksheet(self, ws: Any) -> None:
        """A sheet; what was streamed is in a file already."""
        if type(ws) is Worksheet:
            super().write_worksheet(ws)
            return
        ws._drawing = SpreadsheetDrawing()
        ws.close()
        ws._rels = ws._writer._rels
        self._archive.write(ws._writer.out, ws.path[1:])  # type: ignore[attr-defined]
        self.manifest.append(ws)
        ws._writer.cleanup()


class _Archive(ZipFile):
    """An archive that tells no times."""

    def open(self, name: str | ZipInfo, mode: Any = "r", *args: Any, **more: Any) -> IO[bytes]:
        """The entry of this name, without a time."""
        entry = ZipInfo(name if isinstance(name, str) else name.filename)
        entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
        return super().open(entry, mode, *args, **more)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """A file of the disk, in pieces."""
        with open(filename, "rb") as source, self.open(arcname, "w", force_zip64=True) as entry:
            while part := source.read(_PART):
                entry.write(part)
