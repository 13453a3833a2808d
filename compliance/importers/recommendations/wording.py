"""The document's words in a cell, and what the list has put beside them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from compliance.importers.recommendations.words import verbs
from compliance.library.source_texts import folded

# Marks of the system that exported the list

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|i|li|ol|p|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ASTERISK = re.compile(r"(?<=\w)\*+(?=\s*[,;)])")
_UNSEEN = re.compile(
    "[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<=[\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?=[\0-\x7f])"
)
"""Signs that nobody sees; of the joiners only those that join no letters of other scripts."""
_SPACE = re.compile("[\xa0\u2002-\u200a\u202f\u205f\u3000]")


def decoded(text: str) -> str:
    """The text without entities, tags, unseen signs, and asterisks behind names.

    ``Fran&ccedil;ois&#8217; <i>papers</i>`` becomes ``François’ papers``.
    """
    for _ in range(2):  # some systems write them twice: &amp;rsquo;
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    text = _SPACE.sub(" ", _UNSEEN.sub("", text))
    return _ASTERISK.sub("", text.replace("\r\n", "\n")).strip()


# What stands before and behind the words

_SOURCE = re.compile(r"(?:^|(?<=[;.)\s]))Source\s+of\s+position\s*:\s*(.+)", re.I | re.S)
_NUMBER = r"[1-9]\d{0,2}(?:\.\d{1,4}){1,3}[a-z]?(?:\s?\([a-z0-9]{1,4}\)){0,2}"
_LETTERED = r"\d{1,3}\s?\((?:[a-z]|[ivx]{1,4})\)"
_ANY = rf"{_NUMBER}|{_LETTERED}|\d{{1,3}}"
_PARA = r"(?:§+|para(?:graph)?s?\.?)\s*"
_SUB = r"\s+(?:(?P<sub>\d{1,3})[.)]\s+)?"
_LEADS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Recommendations contained in paragraph 12.3 of the report: Ratify it
        rf"recommendations? (?:contained )?in {_PARA}(?P<n>{_ANY})\b[^:]{{0,100}}(?P<sign>:){_SUB}",
        # para. 8: 4. Ratify it
        rf"{_PARA}(?P<n>{_ANY})(?P<sign>[.:)]*){_SUB}",
        # 12.3. Ratify it
        rf"(?P<n>{_NUMBER}|{_LETTERED})(?P<sign>[.:)]?)\s+",
    )
)
_LABEL = re.compile(r"\(?(?P<n>[a-z]|\d{1,3})\)\s+|(?P<m>\d{1,3})\.\s+(?=[A-Z])")
_BEGINS = re.compile(r"[^\Wa-z\d_]|[“\"'‘(\[]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a recommendation, and what stood beside them."""

    text: str
    paragraph: str | None = None
    label: str | None = None  # a number that is no paragraph's: ``c`` of ``c) Ratify it``
    position_source: str | None = None


def words_of(cell: str) -> Words:
    """The document's words in a cell that was decoded."""
    source = _SOURCE.search(cell)
    text = cell[: source.start()].rstrip() if source else cell
    paragraph, label, text = _numbered(text)
    where = " ".join(source[1].split()).rstrip(" ;.") if source else None
    return Words(text, paragraph, label, where)


def _numbered(text: str) -> tuple[str | None, str | None, str]:
    """The number before the text, as paragraph or as label, and the text behind it.

    ``5 years`` and ``0.7 per cent`` are no numbers of paragraphs; nor is ``(1)`` where ``(2)``
    follows in the text.
    """
    for lead in _LEADS:
        found = lead.match(text)
        if found and (found["sign"] or _begins(text[found.end() :])) and found.end() < len(text):
            number = re.sub(r"\s*\(", " (", found["n"])
            sub = found.groupdict().get("sub")
            return (f"{number} ({sub})" if sub else number), None, text[found.end() :]
    found = _LABEL.match(text)
    if found and not re.search(rf"\b{_next(found['n'] or found['m'])}[).]", text):
        return None, found["n"] or found["m"], text[found.end() :]
    return None, None, text


def _begins(rest: str) -> bool:
    """Whether a recommendation may begin so: with a capital, a verb, ``to`` or ``that``."""
    first = rest.split(maxsplit=1)[0].lower() if rest else ""
    return _BEGINS.match(rest) is not None or first in verbs() or first in ("to", "that")


def _next(label: str) -> str:
    """The number that follows: 2 after 1, b after a."""
    return str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)


# What is no recommendation

_PLACEHOLDER = re.compile(
    r"n\.?\s?/?\s?a\.?|nan|nil|null|none|tbc|tbd|idem|ditto"
    r"|#(?:ref!|n/a|value!|name\?|null!|num!|div/0!|spill!|calc!)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:themes?|clusters?|sections?|chapters?|topics?|issues?)\s*:", re.I)
_TOTAL = re.compile(
    r"(?:grand |sub-?\s?)?totals?(?: (?:number|of|recommendations?|supported|accepted|noted))*"
    r"\s*[:=]?[\s\d.,]*",
    re.IGNORECASE,
)
_PLEDGE = re.compile(
    r"(?:voluntary )?(?:pledge|commitment)|compromisos? voluntarios?|engagements? volontaires?",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:general )?(?:concern|observation|repl(?:y|ies)\b|responses? (?:of|by|from)\b|statement"
    r"|comment)",
    re.IGNORECASE,
)


def no_recommendation(text: str) -> str | None:
    """What stands in the place of a text where it is none: no text, a heading, a total."""
    plain = folded(text)
    words = re.findall(r"[^\W\d_]+", plain)
    if _HEADING.match(plain):
        return "a heading"
    if words and _TOTAL.fullmatch(plain):
        return "a total"
    is_word = len(words) == 1 and len(words[0]) < 20  # some scripts set no spaces
    return "no text" if not words or is_word or _PLACEHOLDER.fullmatch(plain) else None


def other_kind(words: str) -> str | None:
    """What a type or a position says a row is, where that is no recommendation.

    UHRI's type ``Concerns/Observations``, UPR Info's response ``Voluntary Pledge``.
    """
    plain = folded(words)
    if re.search("recommendation", plain, re.IGNORECASE):
        return None
    if _PLEDGE.match(plain):
        return "a pledge"
    return "an observation or a reply" if _OTHER.match(plain) else None
