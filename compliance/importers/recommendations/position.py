"""What a State said to a recommendation, read so that positions can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compliance.importers.recommendations.states import state_code
from compliance.library.source_texts import folded
from compliance.model.rulebook import PositionName

_SUPPORT = r"(?:(?:its|their) support|the support of (?P<whose>.+))"
_WAYS: Mapping[PositionName, str] = {
    "not supported": (
        rf"(?:did|does|do) not (?:enjoy {_SUPPORT}|support)|not (?:supported|accepted)|rejected"
    ),
    "already implemented": (
        r"(?:(?:supported|accepted); )?(?:(?:the )?(?:state|country) considers (?:it )?)?"
        r"already implemented(?: or in (?:the )?process(?: of implementation)?)?"
    ),
    "noted": r"noted|takes note|took note",
    "to be examined": r"(?:to|will) be examined|pending",
    "not stated": (
        r"(?:position )?not stated(?: in this document)?|no (?:clear )?(?:position|response)"
    ),
    "supported": rf"supported|accepted|(?:enjoy|enjoys|enjoyed) {_SUPPORT}",
}
_ASIDE = re.compile(
    r"\s*\((?:see|response due|enjoys? its support|final position)\b[^()]*\)", re.IGNORECASE
)
"""The words of documents and lists, whole. Whatever is not among them is not guessed at."""


def position_meant(words: str) -> PositionName | None:
    """The position that the words state; None where they say something else, or only in part.

    Remarks on where and until when a position is to be found do not count.
    """
    plain = _ASIDE.sub("", folded(words)).rstrip(" .")
    for name, ways in _WAYS.items():
        if found := re.fullmatch(ways, plain, re.IGNORECASE):
            whose = found.groupdict().get("whose")
            return name if whose is None or state_code(whose) else None
    return None
