"""Text that a spreadsheet takes as text, whatever is in it.

What no spreadsheet can hold is replaced or cut, and the cell itself says so.
"""

from __future__ import annotations

import re

MOST_UNITS = 32_767
"""The most that one cell holds, in UTF-16 units."""
REPLACEMENT = "\ufffd"
_UNHOLDABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


def safe(text: str) -> str:
    """``text`` as a cell can hold it: line ends as ``\\n``, the rest unchanged where possible.

    Control characters, lone surrogates and noncharacters become U+FFFD, and what is longer
    than a cell is cut; a remark in brackets at the end says so.
    """
    text, replaced = _UNHOLDABLE.subn(REPLACEMENT, _with_plain_line_ends(text))
    remark = _replaced_remark(replaced)
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
    things = "1 character" if replaced == 1 else f"{replaced} characters"
    return f" [{things} that no spreadsheet can hold: {REPLACEMENT}]"


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def escaped(text: str) -> str:
    """``text`` as it stands in the file, where ``_x0041_`` would be read as ``A``."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def may_look_like_formula(text: str) -> bool:
    """Whether a spreadsheet, on editing the cell, might take the text for a formula."""
    return text.startswith(_STARTS_A_FORMULA)
