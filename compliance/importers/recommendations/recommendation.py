"""One recommendation as a list gives it: its number, its position, and whether two are the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import zip_longest

from compliance.errors import Location, Problem
from compliance.importers.recommendations.states import state_code
from compliance.importers.tables.sheet import shown
from compliance.library.source_texts import folded
from compliance.model.rulebook import PositionName, provision_stem

# The State's position

_SUPPORT = r"(?:(?:its|their) support|the support of (?P<whose>.+))"
_POSITIONS: Mapping[PositionName, str] = {
    "not supported": (
        rf"(?:did|does|do) not (?:enjoy {_SUPPORT}|support)|not (?:supported|accepted)|rejected"
        r"|(?:no (?:aceptad|apoyad)|rechazad)[ao]s?|no cuentan? con el apoyo(?: del Estado)?"
        r"|(?:non |pas )(?:accepté|appuyé)e?s?|(?:rejeté|refusé)e?s?"
        r"|ne recueill(?:e|ent) pas l['’]appui(?: de l['’]État)?"
    ),
    "already implemented": (
        r"(?:(?:supported|accepted); )?(?:(?:the )?(?:state|country) considers (?:it )?)?"
        r"already implemented(?: or in (?:the )?process(?: of implementation)?)?"
        r"|ya (?:aplicad|implementad|cumplid)[ao]s?|déjà (?:appliquée?s?|mises? en œuvre)"
    ),
    "noted": (
        r"noted|takes note|took note|anotad[ao]s?|tomad[ao]s? nota|(?:se )?(?:ha )?tom(?:a|ó|ado) "
        r"nota|notée?s?|(?:il est |a )?(?:prend|pris) (?:bonne )?note"
    ),
    "to be examined": (
        r"(?:to|will) be examined|pending|pendientes?|en estudio|serán? examinad[ao]s?"
        r"|en examen|à l['’]examen|en attente|(?:sera|seront) examinée?s?"
    ),
    "not stated": (
        r"(?:position )?not stated(?: in this document)?|no (?:clear )?(?:position|response)"
        r"|sin (?:posición|respuesta)|sans (?:position|réponse)"
    ),
    "supported": (
        rf"supported|accepted|(?:enjoy|enjoys|enjoyed) {_SUPPORT}"
        r"|(?:aceptad|apoyad)[ao]s?|cuentan? con el apoyo(?: del Estado)?"
        r"|(?:accepté|appuyé|soutenu)e?s?|recueill(?:e|ent) l['’]appui(?: de l['’]État)?"
    ),
}
"""The words of documents and lists, whole. Whatever is not among them is not guessed at."""
_ASIDE = re.compile(
    r"\s*\((?:see|response due|enjoys? its support|final position)\b[^()]*\)", re.IGNORECASE
)


@lru_cache(maxsize=1000)
def position_meant(words: str) -> PositionName | None:
    """The position that the words state; None where they say something else, or only in part.

    Remarks on where and until when a position is to be found do not count.
    """
    plain = _ASIDE.sub("", folded(words)).rstrip(" .")
    for name, ways in _POSITIONS.items():
        if found := re.fullmatch(ways, plain, re.IGNORECASE):
            whose = found.groupdict().get("whose")
            return name if whose is None or state_code(whose) else None
    return None


# Its number

_FIRST_CYCLE = re.compile(r"A/HRC/(?:[89]|1[0-9])/[0-9]+", re.IGNORECASE)
"""Reports of sessions 1 to 12 of the Working Group, 2008 to 2011, on one State each."""
_PARAGRAPH = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}[a-z]?(?: \([a-z0-9]{1,4}\)){0,2}")
_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,79}")
_SIGNS = str.maketrans("‘’‛“”„–—‐‑", "'''\"\"\"----")


def as_paragraph(text: str) -> str | None:
    """A paragraph's number as documents write it, ``97.2 (a)``; None where it is none."""
    bare = re.sub(r"^(?:paragraphs?|paras?\.?|§)\s*", "", folded(text), flags=re.IGNORECASE)
    bare = re.sub(r"\s*\(\s*", " (", bare.rstrip(".;:"))
    return bare if _PARAGRAPH.fullmatch(bare) else None


def is_symbol(document: str) -> bool:
    """Whether the document is named by a symbol such as A/HRC/15/11."""
    return _SYMBOL.fullmatch(document) is not None


def number_of_paragraph(document: str, paragraph: str) -> str:
    """The provision: ``97.2`` in a report of the first cycle, else ``97.2 (of A/HRC/29/13)``.

    A paragraph number recurs from document to document, and a rulebook gathers all that one
    State was recommended. So a paragraph goes by its number alone only in the report on the
    first review of a State, of which there is one for each.
    """
    return paragraph if _FIRST_CYCLE.fullmatch(document) else f"{paragraph} (of {document})"


def number_of_text(source: str, text: str, position: str = "") -> str:
    """The provision of a text without a number, found in a document or a session.

    It is ours. It depends on the words alone, not on the signs by which lists write them; and
    on the ``position`` where the same words got two.
    """
    content = f"{folded(source).casefold()}\n{comparable(text)}"
    content += f"\n{position.casefold()}" if position else ""
    return f"n{hashlib.sha256(content.encode()).hexdigest()[:10]} (our number)"


def comparable(text: str) -> str:
    """A text as it is compared: one kind of quotation mark and dash, no sign at its end."""
    return folded(text).translate(_SIGNS).rstrip(" ;.,")


def sort_key(provision: str) -> tuple[object, ...]:
    """The order of provisions: by document, and there as one counts; ours come last."""
    number, _, rest = provision.partition(" (of ")
    return (not re.match("[0-9]", provision), *_counted(rest), (), *_counted(number))


def _counted(text: str) -> list[tuple[bool, int, str, str]]:
    """Numbers as they count, whatever their length: 9 before 10; and what stands between them."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", text)
    return [(bool(n), len(n.lstrip("0")), n.lstrip("0"), other or n) for n, other in parts]


@dataclass(frozen=True)
class Recommendation:
    """What one or more States recommended to another, as a list gives it."""

    country: str
    text: str
    where: Location
    rows: tuple[int, ...] = ()  # of the list, all that have it
    document: str | None = None
    document_is_of_the_position: bool = False  # the list names no other
    paragraph: str | None = None
    label: str | None = None  # a number before the text that is no paragraph of a document
    session: str | None = None
    recommended_by: tuple[str, ...] = ()
    position: str | None = None
    position_source: str | None = None
    is_split: bool = False  # the same words have another position elsewhere in the list
    body: str | None = None
    topic: str | None = None
    footnote: str | None = None
    reference: str | None = None
    publication_date: str | None = None

    @cached_property
    def provision(self) -> str:
        """Its number, which depends on nothing else in the list but a second position."""
        if self.document and self.paragraph:
            return number_of_paragraph(self.document, self.paragraph)
        source = self.document or self.session or ""
        return number_of_text(source, self.text, self.position_key if self.is_split else "")

    @property
    def position_key(self) -> str:
        """The position, so that two ways to write one are the same."""
        words = self.position or ""
        return position_meant(words) or folded(words).casefold()

    @property
    def rulebook(self) -> str:
        """The folder of all that was recommended to the State."""
        return f"UPR-{self.country}"

    @property
    def stem(self) -> str:
        """The name of its file."""
        return provision_stem(self.provision)

    @property
    def id(self) -> str:
        """The id of its rule."""
        return f"{self.rulebook}.{self.stem}"


# Two that have the same number


def disagreement(
    first: Recommendation, other: Recommendation, fields: Iterable[str] = ("document",)
) -> Problem | None:
    """Why the two cannot be one recommendation: another text, or other ``fields``."""
    if comparable(first.text) != comparable(other.text):
        what = f"{first.where} has the same number ({first.provision}) and another text"
        return Problem(what, other.where, _side_by_side(first.text, other.text))
    for name in fields:
        one, two = getattr(first, name), getattr(other, name)
        is_same = first.position_key == other.position_key if name == "position" else False
        if one and two and one.casefold() != two.casefold() and not is_same:
            what = f"{first.where} has the same recommendation with another {name}"
            return Problem(what, other.where, f"there “{shown(one)}”, here “{shown(two)}”")
    return None


def _side_by_side(one: str, other: str) -> str:
    """The texts from where they part: ``there “… schools to all”, here “… schools to girls”``."""
    texts = folded(one).split(), folded(other).split()
    at = next((n for n, pair in enumerate(zip_longest(*texts)) if pair[0] != pair[1]), 0)
    start = max(at - 3, 0)
    told = [f"{'… ' * (start > 0)}{' '.join(words[start:])}" for words in texts]
    return f"there “{shown(told[0])}”, here “{shown(told[1])}”"


def united(group: Sequence[Recommendation]) -> Recommendation:
    """One of several that agree, with the States of all and the position that any has."""
    if len(group) == 1:
        return group[0]
    states: dict[str | None, str] = {}
    for name in (name for one in group for name in one.recommended_by):
        states.setdefault(state_code(name), name)
    placed = next((one for one in group if one.position), group[0])
    return replace(
        group[0],
        rows=tuple(row for one in group for row in one.rows),
        recommended_by=tuple(states.values()),
        position=placed.position,
        position_source=placed.position_source,
    )


def news(held: Recommendation, told: Recommendation) -> list[str]:
    """What one says of the State's position and of who recommends that the other does not."""
    found = []
    if told.position and told.position.casefold() != (held.position or "").casefold():
        found.append(f"the position “{shown(told.position)}”")
    known = set(map(state_code, held.recommended_by))
    states = [name for name in told.recommended_by if state_code(name) not in known]
    if states:
        found.append(f"{', '.join(states)} among those who recommend it")
    return found
