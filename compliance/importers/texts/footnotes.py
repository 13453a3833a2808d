"""Footnote marks that are glued to the words of a text: taken off where they are sure.

Rights2 and        fundamental          Rights[^2] and     2 is a footnote of the document
10 May 200612 and                       10 May 2006[^12]   a year has four figures
Protocol; 14                            left as it is      14 may be a number: it is told
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NO_END = r"(?<!\bAdd\.)(?<!\bRev\.)(?<!\bCorr\.)(?<!\bNo\.)(?<!\bart\.)(?<!\bvol\.)(?<!\bp\.)"
"""Before a number, these end no sentence: ``A/HRC/17/33/Add.4``."""
_GLUED = re.compile(
    rf"(?<=[a-z)\]”’\"'][,;.:]){_NO_END}(\d{{1,3}})(?=[\s,;.:)]|$)"
    r"|(?<=[a-z)”\"])(\d{1,3})(?=[\s,;.:)]|$)"
)
_AFTER_YEAR = re.compile(
    r"(?<=\b(?:19|20)\d\d)(\d{1,2})(?!\d)|(?<=\b(?:19|20)\d\d[,;.:])(\d{1,2})(?!\w)"
)
_LOOSE = re.compile(r"(?<=[a-z)”\"][,;]) (\d{1,2})(?=\s+[a-z]|\s*$)")
_AFTER_WORD = re.compile(r"(?<=[a-z)”\"]) (\d{1,2})(?=\s+[a-z]|[,;]|\s*$)")
_OWN = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark that was taken off: the words as the copy has them, and as they read."""

    held: str
    reads: str


@dataclass(slots=True)
class Marked:
    """A text whose footnote marks are set apart as ``[^1]``, and what may be more of them."""

    text: str
    marks: list[Mark] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


def marked(text: str, known: Collection[int], told: Collection[int] = ()) -> Marked:
    """The text with its footnote marks set apart; ``known`` are the footnotes of the document.

    A number behind a word is a mark where the document has such a footnote, or where nothing but
    a mark is glued like that. One with a blank before it is taken off only where it is known, and
    one behind a word and a blank only where somebody has ``told`` that it is a mark.
    """
    found = Marked(text)

    def take(match: re.Match[str]) -> str:
        number = next(group for group in match.groups() if group)
        if known and int(number) not in {*known, *told}:
            found.doubtful.append(_around(match))
            return match[0]
        return _set_apart(match, number)

    def take_loose(match: re.Match[str]) -> str:
        number = next(group for group in match.groups() if group)
        if int(number) in (told if match.re is _AFTER_WORD else {*known, *told}):
            return _set_apart(match, number)
        found.doubtful.append(_around(match))
        return match[0]

    def _set_apart(match: re.Match[str], number: str) -> str:
        before = match.string[: match.start()].rsplit(None, 2)
        word = " ".join(before[-2:])
        word = word[-40:].lstrip()
        found.marks.append(Mark(f"{word}{match[0]}", f"{word}[^{number}]"))
        return f"[^{number}]"

    plain = _SUPERSCRIPT.sub(lambda m: f"[^{m[0].translate(_SUPERSCRIPTS)}]", text)
    for pattern, change in ((_AFTER_YEAR, take), (_GLUED, take), (_LOOSE, take_loose)):
        plain = pattern.sub(change, plain)
    if told:
        plain = _AFTER_WORD.sub(take_loose, plain)
    found.text = plain
    near = {*numbers_in(plain), *(int(match[1]) for match in _LOOSE.finditer(plain))}
    beside = {number + step for number in near for step in (-1, 1)}
    found.doubtful += [
        _around(m) for m in _AFTER_WORD.finditer(plain) if int(m[1]) in beside and not told
    ]
    return found


def _around(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 30) : match.start()]
    return f"…{before}{match[0]}"


def numbers_in(text: str) -> set[int]:
    """The footnotes whose marks are set apart in a text already."""
    return {int(number) for number in _OWN.findall(text)}
