"""The States that a text names one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from compliance.countries import country_code, is_country
from compliance.library.source_texts import folded

_BETWEEN = re.compile(r"[;/|]")
_PERHAPS_BETWEEN = re.compile(r"\s*,\s*|\s+(?:and|y|e|et|&)\s+")
_LONGEST = 100
"""No name of a State has more characters."""
_MOST = 400
"""No list of States has more commas; to look at each name in a longer one takes its time."""
_PARENTHESIS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_CODE = re.compile(r"[A-Za-z]{2,3}")
_END = re.compile(r"[\s.;,]*")


@lru_cache(maxsize=10_000)
def state_code(name: str) -> str | None:
    """The code of the State called so, or None.

    Of codes only those of three capital letters count: AND is Andorra, "and" is not.
    """
    if len(name) > _LONGEST or (len(name) <= 3 and not re.fullmatch("[A-Z]{3}|UK", name)):
        return None
    code = country_code(folded(name))
    return code if code and is_country(code) else None


def states_in(names: str) -> tuple[list[str], list[str]]:
    """The States in a list, each once and as it is named there, and what is none.

    The longest name that is one counts: "Bosnia and Herzegovina", "Iran, Islamic Republic of".
    An asterisk behind a name is a mark of the list.
    """
    if len(_PERHAPS_BETWEEN.findall(names)) > _MOST:
        return [], [names]
    found: dict[str, str] = {}
    unknown: dict[str, None] = {}
    for part in _BETWEEN.split(folded(names)):
        for named in _longest_names(part.strip()):
            name = named.strip("* ")
            if code := state_code(name):
                found.setdefault(code, name)
            elif name:
                unknown[name] = None
    return list(found.values()), list(unknown)


def _longest_names(text: str) -> Iterator[str]:
    """The text cut into names, each the longest from where it begins that is a State's."""
    at = 0
    while at < len(text):
        cuts = [match.span() for match in _PERHAPS_BETWEEN.finditer(text, at, at + _LONGEST)]
        cuts.append((len(text), len(text)))
        ways = ((end, begin) for end, begin in reversed(cuts) if end - at <= _LONGEST)
        end, begin = next(
            (way for way in ways if state_code(text[at : way[0]].strip("* "))), cuts[0]
        )
        if end > at:
            yield text[at:end]
        at = begin


def parentheses_of_states(text: str) -> tuple[list[str], list[str]]:
    """The parentheses that say who recommends, and the States in them, each once.

    They name States and nothing else, and the last of them ends the text: "Ratify it (Peru);
    apply it (Ghana) (Togo);". Those that follow each other are one: "(Ghana) (Togo)". An
    acronym is no State: "(ICRMW)", "(CAN)".
    """
    spans: list[tuple[int, int]] = []
    named: dict[str | None, str] = {}
    end = 0
    for found in _PARENTHESIS.finditer(text):
        states, unknown = states_in(found[1])
        if unknown or not states or _CODE.fullmatch(found[1].strip()):
            continue
        for name in states:
            named.setdefault(state_code(name), name)
        if spans and not text[end : found.start()].strip():
            spans[-1] = (spans[-1][0], found.end())
        else:
            spans.append(found.span())
        end = found.end()
    if not spans or not _END.fullmatch(text, end):
        return [], []
    return [text[begin:end] for begin, end in spans], list(named.values())
