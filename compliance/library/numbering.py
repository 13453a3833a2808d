"""How paragraphs and the items of their lists are numbered: ``5``, ``5 (a)``, ``5 (a) (ii)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Follows the labels of a text, one after the other, and says which provision each begins.

    ``(i)`` is the ninth letter or the first Roman number: the letter after ``(h)``, unless what
    stands before it opens a list.

        5.   5 (a)   5 (a) (i)   5 (a) (ii)   5 (b)      of the labels 5 a i ii b
    """

    def __init__(self) -> None:
        self.number = ""
        self._open: list[tuple[str, str]] = []  # the kind and the label of each level of lists

    def paragraph(self, number: str) -> str:
        """Begin a numbered paragraph."""
        self.number, self._open = number, []
        return number

    def item(self, label: str, *, opens: bool = False) -> str | None:
        """The provision that an item of a list begins; None where its label does not follow.

        ``opens`` says that what stands before it opens a list.
        """
        if not self.number:
            return None
        if opens and self._begins_level(label):
            return self.provision
        for depth in reversed(range(len(self._open))):
            kind, last = self._open[depth]
            if _next(kind, last) == label:
                self._open[depth:] = [(kind, label)]
                return self.provision
        return self.provision if self._begins_level(label) else None

    def skip_to(self, label: str) -> str | None:
        """The provision of a letter before which some are missing; None where it is no such letter.

        At most three are, as in a copy whose ``(a)`` reads ``(@``.
        """
        last = self._open[0][1] if self._open else chr(ord("a") - 1)
        if not self.number or len(label) != 1 or len(last) != 1:
            return None
        if not 1 < ord(label) - ord(last) <= 4:
            return None
        self._open = [("letter", label)]
        return self.provision

    @property
    def provision(self) -> str:
        """The provision that was begun last."""
        return " ".join([self.number, *(f"({label})" for _, label in self._open)])

    def _begins_level(self, label: str) -> bool:
        kinds = {kind for kind, _ in self._open}
        kind = {"a": "letter", "i": "roman"}.get(label)
        if kind is None or kind in kinds:
            return False
        self._open.append((kind, label))
        return True


def _next(kind: str, label: str) -> str:
    if kind == "roman":
        return roman(_ROMAN_VALUES.get(label, 98) + 1)
    if len(label) > 1 or label == "z":
        return chr(ord(label[0]) + 1) * len(label) if label != "z" else "aa"
    return chr(ord(label) + 1)


def roman(number: int) -> str:
    """A number below 100 in small Roman figures."""
    tens, rest = divmod(number, 10)
    found = "x" * tens
    for value, sign in _ROMAN[1:]:
        times, rest = divmod(rest, value)
        found += sign * times
    return found


_ROMAN_VALUES = {roman(number): number for number in range(1, 90)}


def numbers_named(text: str) -> Iterator[int]:
    """The numbers in a list such as ``2,6-7``. Raises ValueError where it is none."""
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?", part)
        if not match or (match[2] and int(match[2]) < int(match[1])):
            raise ValueError(part.strip())
        yield from range(int(match[1]), int(match[2] or match[1]) + 1)
