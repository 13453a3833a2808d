"""A workbook as bytes, the same for the same input."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

CREATOR = "compliance"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can say."""


def to_bytes(workbook: Workbook, title: str, day: date) -> bytes:
    """The file, its properties dated ``day``: nothing in it tells when or where it was made."""
    properties = workbook.properties
    properties.title = title
    properties.creator = properties.lastModifiedBy = CREATOR
    properties.language = "en"
    stream = BytesIO()
    workbook.save(stream)
    properties.created = properties.modified = datetime.combine(day, time())
    core = tostring(properties.to_tree())
    return _without_times(stream, {ARC_CORE: core if isinstance(core, bytes) else core.encode()})


def _without_times(stream: BytesIO, replaced: dict[str, bytes]) -> bytes:
    result = BytesIO()
    with ZipFile(stream) as old, ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, replaced.get(name, old.read(name)))
    return result.getvalue()
