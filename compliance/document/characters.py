"""Which characters of other people's texts may go into a report, and what replaces the others.

Profiles and rules quote scanned documents, mails and web pages; whatever they bring along must
neither break a file nor make a terminal do things.
"""

from __future__ import annotations

import unicodedata

_STAND_INS = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "…": "...",
    "·": "-",
    "•": "*",
    "⁄": "/",
    "◂": "<",
    "→": "->",
    "─": "-",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ß": "ss",
}
_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def clean(text: str) -> str:
    """``text`` on one line, white space folded, with nothing in it that cannot be seen."""
    return " ".join(visible(" ".join(text.split())).split())


def spaced(text: str) -> str:
    """Like :func:`clean`, but a space at either end is kept: for a part of a sentence."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"


def visible(text: str) -> str:
    """``text`` with a mark in place of what is no character for a reader.

    Control characters (so also the escape that begins a terminal's commands), lone surrogates,
    noncharacters, and the marks that make a line read in another order than it is stored.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if _is_broken(c) else c for c in text)


def _is_broken(character: str) -> bool:
    if unicodedata.category(character) in _UNSEEN or character in _TURNS_TEXT_AROUND:
        return True
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def can_write(text: str, encoding: str) -> bool:
    """Whether the encoding has every character of ``text``."""
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def writable(text: str, encoding: str) -> str:
    """``text`` in characters that the encoding has: near ones, or else their number."""
    if can_write(text, encoding):
        return text
    return "".join(c if can_write(c, encoding) else _near(c, encoding) for c in text)


def _near(character: str, encoding: str) -> str:
    plain = _STAND_INS.get(character) or _STAND_INS.get(character.lower(), "").capitalize()
    if not plain:
        decomposed = unicodedata.normalize("NFKD", character)
        letters = (c for c in decomposed if not unicodedata.combining(c))
        plain = "".join(_STAND_INS.get(c, c) for c in letters)
    if plain and plain != character and can_write(plain, encoding):
        return plain
    return character.encode("ascii", "backslashreplace").decode("ascii")
