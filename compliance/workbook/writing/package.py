"""A workbook as bytes, the same for the same input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from compliance.workbook.writing.safe_text import escaped

CREATOR = "compliance"
MOST_IN_PROPERTY = 255
"""What is longer than that, programs cut or refuse in a property."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can say."""
_FORMULA = re.compile(
    rb'(?P<cell><c r="(?P<place>[A-Z]+\d+)"[^>]*?)(?: t="\w+")?'
    rb"(?P<rest>><f>[^<]*</f>)<v ?(?:/>|></v>)"
)
"""A formula as openpyxl writes it, with nothing that it comes to."""
Live = Mapping[str, Mapping[str, str | int]]
"""What formulas come to, by sheet and cell."""


def to_bytes(
    workbook: Workbook,
    title: str,
    day: date,
    *,
    identity: Mapping[str, str] | None = None,
    live: Live | None = None,
) -> bytes:
    """The file, its properties dated ``day``: nothing in it tells when or where it was made.

    ``identity`` goes into properties of its own, where it is short enough for one. ``live`` is
    stored as what formulas come to, so that viewers show it that work nothing out.
    """
    properties = workbook.properties
    properties.title = title
    properties.creator = properties.lastModifiedBy = CREATOR
    properties.language = "en"
    for name, value in (identity or {}).items():
        if len(value) <= MOST_IN_PROPERTY:
            kept = workbook.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
            kept.append(StringProperty(name=name, value=escaped(value)))
    stream = BytesIO()
    workbook.save(stream)
    properties.created = properties.modified = datetime.combine(day, time())
    replaced = {ARC_CORE: _as_bytes(tostring(properties.to_tree()))}
    with ZipFile(stream) as archive:
        for sheet, values in (live or {}).items():
            name = f"xl/worksheets/sheet{workbook.sheetnames.index(sheet) + 1}.xml"
            replaced[name] = _with_values(archive.read(name), values)
    return _without_times(stream, replaced)


def _with_values(part: bytes, values: Mapping[str, str | int]) -> bytes:
    """The part of a sheet, beside each of its formulas what it comes to.

    It is changed in place and not parsed and written anew, which would give every element a
    prefix that some readers do not understand.
    """

    def with_value(match: re.Match[bytes]) -> bytes:
        value = values.get(match["place"].decode())
        if value is None:  # somebody's own, in a workbook that is written again
            return match[0]
        kind = "n" if isinstance(value, int) else "str"
        stored = f"<v>{escape(str(value))}</v>"
        return b'%b t="%b"%b%b' % (match["cell"], kind.encode(), match["rest"], stored.encode())

    return _FORMULA.sub(with_value, part)


def _as_bytes(xml: object) -> bytes:
    return xml if isinstance(xml, bytes) else cast("str", xml).encode()


def _without_times(stream: BytesIO, replaced: Mapping[str, bytes]) -> bytes:
    result = BytesIO()
    with ZipFile(stream) as old, ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, replaced[name] if name in replaced else old.read(name))
    return result.getvalue()
