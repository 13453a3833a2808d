"""Text that a spreadsheet takes as text, whatever is in it.

What cannot be shown, or is more than a cell holds, is replaced or cut; the cell itself says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from compliance.document.characters import visible
from compliance.report.wording import number_of

MOST_UNITS = 32_767
"""The most that one cell holds, in UTF-16 units."""
REPLACEMENT = "\ufffd"
_KEPT = re.compile(r"([\n\t])")
"""Control characters that a cell shows as what they are."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


@lru_cache(maxsize=4096)
def safe(text: str) -> str:
    """``text`` as a cell can hold it: line ends as ``\\n``, the rest unchanged where possible.

    What :func:`visible` replaces is replaced, and what is longer than a cell is cut; a remark
    in brackets at the end says so.
    """
    plain = _with_plain_line_ends(text)
    text = "".join(part if _KEPT.match(part) else visible(part) for part in _KEPT.split(plain))
    remark = _replaced_remark(text.count(REPLACEMENT) - plain.count(REPLACEMENT))
    if _units(escaped(text + remark)) <= MOST_UNITS:
        return text + remark
    remark = f" … [cut here: {len(text)} characters in all]{remark}"
    text = text[:MOST_UNITS]
    while (excess := _units(escaped(text + remark)) - MOST_UNITS) > 0:
        text = text[: -((excess + 1) // 2)]
    return text + remark


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _replaced_remark(replaced: int) -> str:
    if not replaced:
        return ""
    return f" [{number_of(replaced, 'character')} that cannot be shown: {REPLACEMENT}]"


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def escaped(text: str) -> str:
    """``text`` as it stands in the file, where ``_x0041_`` would be read as ``A``."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def may_look_like_formula(text: str) -> bool:
    """Whether a spreadsheet, on editing the cell, might take the text for a formula."""
    return text.startswith(_STARTS_A_FORMULA)
