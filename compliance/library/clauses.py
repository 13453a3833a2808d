"""How strongly a provision speaks, to whom, and what it asks: proposed from its words alone.

    Expresses its concern about the impact of crises, and in that regard urges Governments to
    combat unfair treatment of migrants

has two clauses, *expresses* (a statement) and *urges* (a call, to Governments); the force proposed
is that of the strongest clause that speaks to States.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import shorten
from typing import Any, cast

from compliance.library.source_texts import left_over, times_in
from compliance.library.yaml_reader import read
from compliance.model.rulebook import FORCES, Addressee, Force, FramePart, FramePartName

_ASKING = ("commitment", "call", "request", "encouragement", "recommendation", "duty")
_IMPERATIVE = re.compile(r"To [a-z]+|(?!(?:The|A|An|All|It)\b)[A-Z][a-z]*(?:[^\Ws]|ss)\b")
"""What an item can begin with that says what is to be done: "To limit", "Limit"."""
_SPLIT = re.compile(
    r";\s*(?:and\s+)?(?:to\s+)?"
    r"|,\s+(?:and\s+)?to\s+(?=(?!be\b)[a-z])"
    r"|\s+and\s+to\s+(?=[a-z])"
    r"|,\s+(?:and\s+)?(?=(?:including|by [a-z]+ing|as well as)\b)"
    r"|,\s+and\s+(?=[a-z]+\b)"
)
"""Where another thing is asked, or the same goes on."""
_JOINT = re.compile(r"[\s,;]+(?:and\s*)?(?:to\s*)?$")
_GOES_ON = re.compile(r"(?:including|by [a-z]+ing|as well as|that|through|with a view to)\b")
_TITLE_LENGTH = 70
_RECALLED = re.compile(
    r"\b(?:duty|duties|obligations?) of (?:all )?(?:Member )?States\b"
    r"|\bStates (?:parties )?have (?:the|a|an) (?:duty|obligation)\b"
)
"""A duty that is recalled or reaffirmed, whatever the verb's own force."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb of the body with what it governs, and to whom it is said."""

    verb: str
    force: Force
    addressee: str  # the words; empty where nobody is named
    kind: Addressee
    start: int  # in the text
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is proposed for a provision."""

    force: Force
    addressee: Addressee
    frame: tuple[FramePart, ...]
    is_sure: bool  # a verb of the body was found


def reading(text: str, opening: Force | None = None) -> Reading:
    """What is proposed for a provision with this text, footnote marks taken out.

    ``opening`` is the force of the words that open its list: an item that begins with what is to be
    done ("To limit", "Limit") has it from there.
    """
    found = list(clauses(text))
    to_states = [clause for clause in found if clause.kind != "others"]
    strongest = min(to_states, key=lambda one: FORCES.index(one.force), default=None)
    parts = tuple(_frame(text, found))
    if strongest:
        kinds = {one.kind for one in to_states if one.force == strongest.force}
        kind: Addressee = strongest.kind if len(kinds) == 1 else "states"
        return Reading(strongest.force, kind, parts, is_sure=True)
    if found:
        return Reading(found[0].force, "others", parts, is_sure=True)
    if opening and _IMPERATIVE.match(text):
        return Reading(opening, "states", parts, is_sure=True)
    return Reading("statement", "states", parts, is_sure=False)


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a provision: the one that it begins with, and those joined by "and"."""
    starts = [0, *(match.end() for match in _joints().finditer(text))]
    for start in starts:
        match = _verbs().match(text, start)
        if not match:
            continue
        verb = match[0].strip().rstrip(",")
        force = _force_of(verb)
        if force == "statement" and _RECALLED.search(text, match.end()) and _recalls(verb):
            force = "duty"
        addressee, kind, end = _addressee(text, match.end(), force)
        yield Clause(verb, force, addressee, kind, match.start(), end)


def requirements(text: str, sorted_already: Sequence[str]) -> list[list[str]]:
    """The proposed requirements, each as the fragments that may make its `asks`.

    What no fragment covers yet is cut where another thing is asked. What goes on with the same,
    such as "including by …", is a further fragment of it. Each fragment stands in the text once.
    """
    found: list[list[str]] = []
    for stretch in left_over(text, sorted_already):
        cuts = [0, *(match.end() for match in _SPLIT.finditer(stretch)), len(stretch)]
        for start, end in pairwise(cuts):
            words = _trimmed(_JOINT.sub("", stretch[start:end]))
            if not re.search(r"[^\W\d]", words) or times_in(words, text) != 1:
                continue
            if found and _GOES_ON.match(words):
                found[-1].append(words)
            else:
                found.append([words])
    return found


def title_of(text: str, told: Reading) -> str:
    """A title for a provision: the first words of what it asks or states, to be bettered."""
    asked = requirements(text, [part.words for part in told.frame])
    words = asked[0][0] if asked else " ".join(text.split())
    short = shorten(words[:1].upper() + words[1:], _TITLE_LENGTH, placeholder=" …")
    return short.rstrip(".;,:")


def _trimmed(words: str) -> str:
    plain = words.strip(" \n,;:.–-")
    return re.sub(r"^(?:(?:and|or|to|also)\b[\s,]*)+|[\s,]*\b(?:and|or|to)$", "", plain).strip()


def _frame(text: str, found: Sequence[Clause]) -> Iterator[FramePart]:
    """The parts of the frame that the words tell, each of them where it stands once."""
    parts = [part for place in range(len(found)) for part in _clause_parts(text, found, place)]
    told = [words for name, words in parts if name in ("to_others", "account", "concern")]
    for name, patterns in _words()["conditions"].items():
        matches = (m for pattern in patterns for m in re.finditer(rf"\b(?:{pattern})\b", text))
        parts += [
            (cast("FramePartName", name), match[0])
            for match in matches
            if not any(match[0] in words for words in told)
        ]
    for name, words in dict.fromkeys(parts):
        if words and times_in(words, text) == 1:
            yield FramePart(**{"words": words, "as": name})


def _clause_parts(
    text: str, found: Sequence[Clause], place: int
) -> Iterator[tuple[FramePartName, str]]:
    """What a clause gives to the frame: its verb and its addressee, or all of what it tells."""
    clause = found[place]
    following = found[place + 1].start if place + 1 < len(found) else len(text)
    whole = _TAIL.sub("", text[clause.start : following])
    if clause.kind == "others":
        yield "to_others", whole
    elif clause.force == "statement" and _is_told(clause.verb, "concerns"):
        yield "concern", whole
    elif clause.addressee and times_in(clause.addressee, text) > 1:
        yield "operative", text[clause.start : clause.end]
    else:
        yield "operative", clause.verb
        if clause.addressee:
            yield "addressee", clause.addressee
        if clause.force == "statement" and _is_told(clause.verb, "accounts"):
            yield "account", _TAIL.sub("", text[clause.end : following]).strip()


_OPEN_END = re.compile(r"(?: (?:and|of|on|the|to|for|in|by|against))+$")
_TAIL = re.compile(
    r"[\s,;.:]+(?:and[\s,]*)?(?:(?:in (?:this|that) (?:regard|context)|therefore)[\s,:]*)?$"
)
"""What leads from one clause to the next, and belongs to neither."""


def _is_told(verb: str, what: str) -> bool:
    """Whether a verb only tells of something, or of a concern."""
    return any(name in verb.lower().split() for name in _words()[what].split())


def _recalls(verb: str) -> bool:
    return _is_told(verb, "recalling")


def _addressee(text: str, at: int, force: Force) -> tuple[str, Addressee, int]:
    """To whom the words from here on are said: how the text names them, their kind, the end."""
    for kind, pattern in _addressees():
        if match := pattern.match(text, at):
            words = _OPEN_END.sub("", match[0])
            return words.strip(), kind, match.start() + len(words)
    if force == "duty":
        nearby = next(_addressees_within(text, at), None)
        return nearby or ("", "states", at)
    if force in ("statement", "commitment"):
        return "", "others" if _is_of_the_body(text, at) else "states", at
    return "", "others", at


def _addressees_within(text: str, at: int) -> Iterator[tuple[str, Addressee, int]]:
    for kind, pattern in _addressees():
        if match := re.compile(rf"\s*(?:of |that )?({pattern.pattern})").match(text, at):
            yield match[1].strip(), kind, match.end()


def _is_of_the_body(text: str, at: int) -> bool:
    """Whether a verb is of what the body itself will do: "decides to remain seized"."""
    return text[:at].rstrip().lower().endswith(("decides", "remains", "looks forward"))


def _force_of(verb: str) -> Force:
    whole = " ".join(verb.lower().replace(",", "").split())
    plain = " ".join(word for word in whole.split() if word not in _besides() - {"in"})
    for force, names in _words()["verbs"].items():
        if {whole, plain, plain.removeprefix("we ")} & set(names):
            return cast("Force", force)
    for force, names in _words()["verbs"].items():
        if any(f"{plain.removeprefix('we ')} ".startswith(f"{name} ") for name in names):
            return cast("Force", force)
    return "statement"


# The words


@cache
def _words() -> Mapping[str, Any]:
    path = Path(__file__).with_name("clauses.yaml")
    return dict(read(path, shown=path.name).data)


@cache
def _besides() -> frozenset[str]:
    return frozenset(_words()["besides"].split())


@cache
def _verbs() -> re.Pattern[str]:
    """A verb of the body, with the words beside it, from where one is looked for."""
    names = sorted((v for vs in _words()["verbs"].values() for v in vs), key=len, reverse=True)
    beside = rf"(?:(?:{'|'.join(sorted(_besides()))})\b,?\s+)"
    verbs = "|".join(map(re.escape, names))
    behind = (
        "(?:,? (?:in this regard|also|further|with appreciation|with interest|with concern),?)*"
    )
    return re.compile(
        rf"(?:{beside}*we\s+)?{beside}*(?:{verbs})\b{behind}(?: that\b)?,?", re.IGNORECASE
    )


@cache
def _joints() -> re.Pattern[str]:
    """Where another clause can begin: behind a comma and "and", or a semicolon."""
    return re.compile(
        r"[,;] (?:and|while|as well as)?,? ?(?:in (?:this|that) (?:regard|context|respect),? )?"
        r"(?=[a-z])|(?<=[.;] )(?=[A-Z])"
    )


@cache
def _addressees() -> tuple[tuple[Addressee, re.Pattern[str]], ...]:
    return tuple(
        (cast("Addressee", kind), re.compile(rf"\s*(?:on )?{pattern}\b(?! system)"))
        for kind, patterns in _words()["addressees"].items()
        for pattern in patterns
    )
