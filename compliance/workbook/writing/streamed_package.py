"""A workbook with streamed sheets, as a file: the same bytes for the same input.

What is too much to be packed twice; see :mod:`compliance.workbook.writing.package` for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.writer.excel import ExcelWriter

from compliance.workbook.writing.package import CREATOR
from compliance.workbook.writing.streaming import Stream

_PART = 1 << 16
_MOST_IN_PROPERTY = 255
"""What is longer than that, programs cut or refuse in a property."""
_SIZE = re.compile(rb'(?<=<dimension ref=")[^"]*')
_NO_ROWS = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")


def parts(
    workbook: Workbook,
    streams: Sequence[Stream],
    title: str,
    day: date,
    identity: Mapping[str, str],
) -> Iterator[bytes]:
    """The file part by part, dated ``day``: nothing in it tells when or where it was made.

    ``identity`` goes into properties of its own, where it is short enough for one.
    """
    about = workbook.properties
    about.title = title
    about.creator = about.lastModifiedBy = CREATOR
    about.language = "en"
    about.created = about.modified = datetime.combine(day, time())
    for name, value in identity.items():
        if len(value) <= _MOST_IN_PROPERTY:
            held = StringProperty(name=name, value=value)
            workbook.custom_doc_props.append(held)  # type: ignore[attr-defined]
    with TemporaryFile() as file:
        ExcelWriter(workbook, _Archive(file, streams)).save()
        file.seek(0)
        while part := file.read(_PART):
            yield part


class _Archive(ZipFile):
    """An archive that tells no times, and puts the rows of streams into their sheets."""

    def __init__(self, file: IO[bytes], streams: Sequence[Stream]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._streams = streams

    def open(self, name: str | ZipInfo, mode: Any = "r", *args: Any, **more: Any) -> IO[bytes]:
        """The entry of this name, without a time."""
        entry = ZipInfo(name if isinstance(name, str) else name.filename)
        entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
        return super().open(entry, mode, *args, **more)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """A sheet that openpyxl has written, and in it the rows of its stream."""
        sheet = Path(filename).read_bytes()
        streams = {stream.sheet.path.removeprefix("/"): stream for stream in self._streams}
        with self.open(arcname, "w", force_zip64=True) as entry:
            if arcname not in streams:
                entry.write(sheet)
                return
            stream = streams[arcname]
            before, after = _NO_ROWS.split(_SIZE.sub(stream.ref.encode(), sheet))
            entry.write(before + b"<sheetData>")
            for rows in stream.xml():
                entry.write(rows)
            entry.write(b"</sheetData>" + after)
