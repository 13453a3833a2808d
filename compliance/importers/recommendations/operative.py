"""The list of provisions in an instrument's file: extended without touching the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.errors import fault
from compliance.files import LINE_BREAK
from compliance.importers.recommendations.numbering import sort_key
from compliance.library.yaml_reader import Document, parse
from compliance.library.yaml_writer import written

_BY_HAND = "write `operative` as a list, one provision to a line"


def extended(text: str, path: str, provisions: Iterable[str]) -> str:
    """The text of an instrument's file with these provisions in ``operative``, where they belong.

    All else stays as it is, to the letter; so does the whole if nothing is missing. Raises
    InputError where the file cannot be read, or has no such list.
    """
    document = parse(text, path)
    listed = document.data.get("operative") if isinstance(document.data, dict) else None
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise fault("there is no list `operative` here", document.where(("operative",)), _BY_HAND)
    missing = [provision for provision in provisions if provision not in listed]
    if not missing:
        return text
    whole = _merged(listed, missing)
    start, end = _span(document, text)
    changed = text[:start] + written({"operative": whole}) + text[end:]
    if parse(changed, path).data != {**document.data, "operative": whole}:
        raise fault("this list cannot be extended", document.where(("operative",)), _BY_HAND)
    return changed


def _merged(listed: Sequence[str], missing: Iterable[str]) -> list[str]:
    """The list with each missing provision before the first that comes after it."""
    whole = list(listed)
    for provision in missing:
        later = (n for n, other in enumerate(whole) if sort_key(other) > sort_key(provision))
        whole.insert(next(later, len(whole)), provision)
    return whole


def _span(document: Document, text: str) -> tuple[int, int]:
    """From where to where the list stands in the text, its key included.

    Comments between it and the next key are that key's.
    """
    lines = [0, *(match.end() for match in LINE_BREAK.finditer(text)), len(text)]
    first = document.where(("operative",), key=True).line
    keys = [document.where((key,), key=True).line for key in document.data]
    last = min((line for line in keys if line > first), default=len(lines))
    while last - 1 > first and text[lines[last - 2] : lines[last - 1]].lstrip()[:1] in ("", "#"):
        last -= 1
    return lines[first - 1], lines[last - 1]
