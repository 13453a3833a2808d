"""What is proposed for a recommendation: its topics, the rules that ask the same, its verb.

By a method that one can follow and that errs on the side of few: the words in wordlists. A person
confirms what it comes to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from compliance.importers.recommendations.wordlists import (
    FALLBACK,
    HEDGES,
    SUBJECTS,
    TREATIES,
    VERBS,
)
from compliance.library.source_texts import anchor_fault, folded
from compliance.model.rulebook import Rule

_MOST_TOPICS = 3
_MOST_ECHOES = 2
_LEAST_ALIKE = 0.5
_VERBS = frozenset(VERBS.split())
_HEDGES = frozenset(HEDGES.split())

Subject = tuple[str, str]
"""A topic and an expression, or ``treaty`` and the name of one."""


@lru_cache(maxsize=2000)
def subjects(text: str) -> frozenset[Subject]:
    """What is spoken of in the text."""
    words = folded(text)
    found: set[Subject] = set()
    for name, pattern in TREATIES.items():
        words, count = re.subn(rf"\b(?:{pattern})(?!\w)", " # ", words, flags=re.IGNORECASE)
        if count:
            found.add(("treaty", name))
    for topic, expressions in SUBJECTS.items():
        for expression in expressions:
            if _pattern(expression).search(words):
                found.add((topic, expression))
    return frozenset(found)


@lru_cache
def _pattern(expression: str) -> re.Pattern[str]:
    ways = (re.escape(way.strip()).replace(r"\*", r"\w*") for way in expression.split("|"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)


def topics(text: str, known: Iterable[str]) -> list[str]:
    """The topics proposed for a text, of those that are known, the most spoken of first."""
    order = list(known)
    counts = Counter(topic for topic, _ in subjects(text) if topic in order)
    found = sorted(counts, key=lambda topic: (-counts[topic], order.index(topic)))[:_MOST_TOPICS]
    return found or [FALLBACK if FALLBACK in order else order[0]]


def echoes(text: str, country: str, rules: Mapping[str, Rule]) -> list[str]:
    """The rules that seem to ask the same of the State, the likest first: few, to be confirmed.

    Alike are two that share at least two subjects, and at least half of what both speak of.
    """
    own = subjects(text)
    alike = {
        name: _likeness(own, _asked(rule))
        for name, rule in rules.items()
        if rule.checks and rule.country in (None, country)
    }
    found = sorted((n for n in alike if alike[n] >= _LEAST_ALIKE), key=lambda n: (-alike[n], n))
    return found[:_MOST_ECHOES]


def _asked(rule: Rule) -> frozenset[Subject]:
    return subjects(" … ".join(words for check in rule.checks for words in check.asks))


def _likeness(one: frozenset[Subject], other: frozenset[Subject]) -> float:
    shared = len(one & other)
    return 2 * shared / (len(one) + len(other)) if shared > 1 else 0.0


def operative(text: str) -> str | None:
    """The verb that the text begins with, and what belongs to it: ``Consider ratifying``.

    None where none is known, or where the words stand in the text again and could not be told
    apart.
    """
    words = text.split(" ")
    count = _verb(words, 0)
    if count and words[count : count + 1] in (["and"], ["or"]) and _verb(words, count + 1):
        count = _verb(words, count + 1)
    found = " ".join(words[:count]).rstrip(",;:.")
    return found if found and anchor_fault(found, text) is None else None


def _verb(words: list[str], at: int) -> int:
    """Where the verb at this place ends; 0 if there is none."""
    plain = [word.lower().rstrip(",;:.") for word in words[at : at + 5]] + [""] * 3
    skipped = 2 if plain[:2] == ["do", "not"] else 0
    while plain[skipped].endswith("ly") and plain[skipped] not in _VERBS:
        skipped += 1
    verb, after, further = plain[skipped : skipped + 3]
    if not {verb, verb.removesuffix("s")} & _VERBS:
        return 0
    end = at + skipped + 1
    if verb not in _HEDGES or words[end - 1].endswith(","):
        return end
    if after.endswith("ing"):
        return end + 1
    return end + 2 if after == "to" and further else end
