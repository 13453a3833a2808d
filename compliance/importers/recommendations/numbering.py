"""Numbers that a recommendation keeps, whatever else is imported, and in whatever order.

A paragraph number recurs from document to document, and a rulebook gathers all that one State was
recommended. So a paragraph goes by its number alone only in the report on the first review of a
State, of which there is one for each; anywhere else its document goes with it. Where a list names
no paragraph, the number is ours: made from the document (or the session) and the text.
"""

from __future__ import annotations

import hashlib
import re

from compliance.library.source_texts import folded

_FIRST_CYCLE = re.compile(r"A/HRC/(?:[89]|1[0-9])/[0-9]+", re.IGNORECASE)
"""Reports of sessions 1 to 12 of the Working Group, 2008 to 2011, on one State each."""
_PARAGRAPH = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}[a-z]?(?: \([a-z0-9]{1,4}\)){0,2}")
_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,79}")


def as_paragraph(text: str) -> str | None:
    """A paragraph's number as documents write it, ``97.2 (a)``; None where it is none."""
    bare = re.sub(r"^(?:paragraphs?|paras?\.?|§)\s*", "", folded(text), flags=re.IGNORECASE)
    bare = re.sub(r"\s*\(\s*", " (", bare.rstrip(".;:"))
    return bare if _PARAGRAPH.fullmatch(bare) else None


def is_symbol(document: str) -> bool:
    """Whether the document is named by a symbol such as A/HRC/15/11."""
    return _SYMBOL.fullmatch(document) is not None


def of_paragraph(document: str, paragraph: str) -> str:
    """The provision: ``97.2`` in a report of the first cycle, else ``97.2 (of A/HRC/29/13)``."""
    return paragraph if _FIRST_CYCLE.fullmatch(document) else f"{paragraph} (of {document})"


def of_text(source: str, text: str) -> str:
    """The provision of a text without a number, found in a document or a session."""
    content = f"{folded(source).casefold()}\n{folded(text)}"
    return f"n{hashlib.sha256(content.encode()).hexdigest()[:10]} (our number)"


def sort_key(provision: str) -> tuple[object, ...]:
    """The order of provisions: by document, and there as one counts; ours come last."""
    number, _, rest = provision.partition(" (of ")
    return (not provision[:1].isdigit(), *_counted(rest), (), *_counted(number))


def _counted(text: str) -> list[tuple[bool, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts]
