"""The States that a text names one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from compliance.countries import country_code, is_country
from compliance.library.source_texts import folded

_BETWEEN = re.compile(r"[;/|]")
_PERHAPS_BETWEEN = re.compile(r"\s*,\s*|\s+(?:and|&)\s+")
_LONGEST = 100
"""No name of a State has more characters."""
_LAST_PARENTHESIS = re.compile(r"(\([^()]*(?:\([^()]*\)[^()]*)*\))[\s.;,]*$")


@lru_cache(maxsize=1000)
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
    """
    found: dict[str, str] = {}
    unknown: list[str] = []
    for part in _BETWEEN.split(folded(names)):
        for name in _longest_names(part.strip()):
            if code := state_code(name):
                found.setdefault(code, name)
            else:
                unknown.append(name)
    return list(found.values()), unknown


def _longest_names(text: str) -> Iterator[str]:
    """The text cut into names, each the longest from where it begins that is a State's."""
    while text:
        cuts = [match.span() for match in _PERHAPS_BETWEEN.finditer(text, 0, _LONGEST)]
        ways = [(text[:end], text[begin:]) for end, begin in reversed([*cuts, (len(text),) * 2])]
        name, text = next((way for way in ways if state_code(way[0])), ways[-1])
        if name:
            yield name


def last_parenthesis(text: str) -> str | None:
    """The parenthesis at the end of a recommendation, if it names States and nothing else."""
    found = _LAST_PARENTHESIS.search(text)
    return found[1] if found and recommending_states(text) else None


def recommending_states(text: str) -> list[str]:
    """The States in the last parenthesis of a recommendation; none if it holds anything else."""
    last = _LAST_PARENTHESIS.search(text)
    names = last[1][1:-1] if last else ""
    found, unknown = states_in(names)
    is_code = re.fullmatch(r"[A-Za-z]{2,3}", names.strip())  # CAT and CAN look alike
    return [] if unknown or is_code else found
