"""Words as two people may write them who mean the same."""

from __future__ import annotations

import unicodedata


def held_words(text: str) -> str:
    """The text as it was meant to stand there: one kind of space, and nothing that is not seen."""
    whole = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c for c in whole if unicodedata.category(c) != "Cf").split())


def plain_words(text: str) -> str:
    """The words without regard to case, accents, kinds of spaces and what is not seen."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(
        _plain(character)
        for character in parts
        if unicodedata.category(character) not in ("Mn", "Me", "Cf")
    )
    return " ".join(seen.split())


def _plain(character: str) -> str:
    """Digits of every script as ours, and the quotation marks and dashes of word processors."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return _SIGNS.get(character, character)


_SIGNS = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "−": "-",
}
