"""Markdown that shows somebody's words and does nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance.document.characters import clean

_SPECIAL = re.compile(r"[\\`*_\[\]#|~^$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_AT_THE_BEGINNING = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+=])")


def parts(documents: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """The lines of documents as they stand one after the other in a file, in UTF-8."""
    for number, lines in enumerate(documents):
        between = "\n---\n\n" if number else ""
        yield (between + "\n".join(lines) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """Somebody's words as Markdown that shows them and does nothing else, on one line."""
    words = _SPECIAL.sub(r"\\\g<0>", clean(text))
    words = re.sub(r"[&<>@]", lambda match: _ENTITIES[match[0]], words)
    words = words.replace("://", "&#58;//")
    words = re.sub(r"(www)\.", r"\1&#46;", words, flags=re.IGNORECASE)
    return _AT_THE_BEGINNING.sub(r"\1\\", words)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; what stands in its rows is somebody's words."""
    yield f"| {' | '.join(map(escaped, header))} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"
