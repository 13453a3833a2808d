"""Finding questions by words: for `facts --search`, a worksheet, and a new question.

A question is found by its own words, its choices, its topic, the evidence that it asks for, and
the words of the provisions whose checks read it. How well it fits is Okapi's BM25 over the stems
of these words, each part of a question with its own weight: rare words count more than common
ones, and the same words always find the same questions in the same order.

    stems("Detained children")          == ("detain", "child")
    stems("to detain a child")          == ("detain", "child")
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compliance.library.cross_references import deciding_facts
from compliance.library.languages import ENGLISH, Language
from compliance.library.library import Library
from compliance.library.source_texts import folded
from compliance.model.rulebook import Check, Fact, FactId, Rule

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.6
"""BM25's k1 and b: how soon a repeated word stops to add, and how much a long text is held back."""

_QUESTION, _CHOICES, _TOPIC, _CLAUSES, _EVIDENCE = 3.0, 1.5, 1.5, 1.0, 0.75
_FEW = 0.35
"""A question that fits less well than this part of the best one is noise beside it."""

_STOP_WORDS = frozenset(
    """
    a about after all also an and any are as at be been being both but by can do does every for
    from had has have how if in including into is it its just many may more much must nor not of on
    one only or other others ought out over own same shall should so some such than that the their
    them then there these they this those through to under up upon was well were what when where
    whether which while who whom whose will with within without would
    state states government governments member country countries all inter alia
    al con cuando de del el en es ese esta estas este estos ha hay la las lo los no por para pero
    que se si sin sobre son su sus un una unas uno unos
    au aux avec ce ces cette dans des du elle est et il ils la le les leur leurs ne ou par pas pour
    qu quand que qui ses sont sur un une
    """.split()  # noqa: SIM905 - read as a text
)
"""Words that say nothing of what a question is about: English, Spanish, French."""

_ENDINGS = (
    "isations", "izations", "isation", "ization", "ations", "ation", "ising", "izing",
    "ised", "ized", "ises", "izes", "ise", "ize",
    "ities", "ity", "ments", "ment", "ingly", "edly", "ings", "ing", "ions", "ion", "ively", "ives",
    "ive", "ences", "ence", "ances", "ance", "ants", "ant", "ents", "ent", "ers", "ors", "er", "or",
    "ally", "als", "al", "ies", "ied", "ed", "ly", "es", "s", "y", "e",
)  # fmt: skip
"""Endings that are taken off, the longest that fits, where at least four letters are left."""

_IRREGULAR = {
    "children": "child",
    "women": "woman",
    "men": "man",
    "detention": "detain",
    "detentions": "detain",
    "detainee": "detain",
    "detainees": "detain",
    "expulsion": "expel",
    "expulsions": "expel",
    "expelled": "expel",
    "laws": "law",
    "acts": "act",
    "labour": "work",
    "labor": "work",
    "worker": "work",
    "workers": "work",
    "works": "work",
    "employer": "employ",
    "schools": "school",
    "schooling": "school",
    "educational": "educat",
    "trafficking": "traffick",
    "traffickers": "traffick",
    "trafficked": "traffick",
    "accession": "acced",
    "acceding": "acced",
    "accede": "acced",
}
"""Words of the field whose forms no ending tells."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What is the same in the forms of a word, in small letters: ``remitt`` of ``remittances``."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text that say what it is about, in their order.

    Accents do not count: people leave them out where they search.
    """
    decomposed = unicodedata.normalize("NFKD", folded(text))
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    words = re.findall(r"[^\W\d_]{2,}", plain)
    return tuple(stem(word) for word in words if word.lower() not in _STOP_WORDS)


@dataclass(frozen=True, slots=True)
class Match:
    """A question that was found, how well it fits, and by which stems."""

    fact: Fact
    score: float
    shared: frozenset[str]


class FactSearch:
    """The questions of a library, to be searched by words. Made once, it answers many times."""

    def __init__(
        self, library: Library, *, without: Collection[str] = (), spoken: Language = ENGLISH
    ) -> None:
        """``without`` names rules whose words are not counted, such as the one in question.

        Where another language is ``spoken``, its words find a question beside the English.
        """
        clauses = _clauses(library, frozenset(without))
        self._facts: Sequence[Fact] = tuple(library.facts.values())
        self._weights = [_weighted(fact, library, clauses, spoken) for fact in self._facts]
        lengths = [sum(weights.values()) for weights in self._weights]
        average = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [
            _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length / average)
            for length in lengths
        ]
        held = Counter(one for weights in self._weights for one in weights)
        self._rarity = {
            one: math.log(1 + (len(self._facts) - count + 0.5) / (count + 0.5))
            for one, count in held.items()
        }

    def find(self, words: str, *, at_most: int) -> list[Match]:
        """The questions that the words may well mean, the best first.

        What shares but one stem with them is noise, unless they have no second, and so is what fits
        less than a third as well as the best.
        """
        wanted = dict.fromkeys(stems(words))
        found = [
            match for number in range(len(self._facts)) if (match := self._match(number, wanted))
        ]
        found.sort(key=lambda match: -match.score)  # stable: alike ones as they stand in the files
        best = found[0].score if found else 0.0
        least = min(2, len(wanted))
        fitting = [m for m in found if len(m.shared) >= least and m.score >= _FEW * best]
        return fitting[:at_most]

    def _match(self, number: int, wanted: Iterable[str]) -> Match | None:
        weights, norm = self._weights[number], self._norms[number]
        shared = [one for one in wanted if one in weights]
        if not shared:
            return None
        score = sum(
            self._rarity[one] * weights[one] * (_SATURATION + 1) / (weights[one] + norm)
            for one in shared
        )
        return Match(self._facts[number], score, frozenset(shared))


def readers(library: Library) -> Mapping[FactId, tuple[Rule, ...]]:
    """The rules that each fact decides a check of, in the order of the library.

    Those are left out in which it only says whether a check applies, or another question arises.
    """
    found: dict[FactId, dict[str, Rule]] = {}
    for rule, _, facts in _decided(library):
        for fact in facts:
            found.setdefault(fact, {})[rule.id] = rule
    return {fact: tuple(rules.values()) for fact, rules in found.items()}


def _decided(library: Library) -> Iterator[tuple[Rule, Check, set[FactId]]]:
    for rule in library.rules.values():
        for check in rule.checks:
            yield rule, check, deciding_facts(check, library.facts)


def _clauses(library: Library, without: Collection[str]) -> Mapping[FactId, set[str]]:
    """The stems of the words that ask for each fact, of all provisions together."""
    found: dict[FactId, set[str]] = {}
    for rule, check, facts in _decided(library):
        for fact in facts if rule.id not in without else ():
            found.setdefault(fact, set()).update(*map(stems, check.asks))
    return found


def _weighted(
    fact: Fact, library: Library, clauses: Mapping[FactId, set[str]], spoken: Language
) -> dict[str, float]:
    """The stems that a question is found by, each with its weight."""
    found: dict[str, float] = {}
    told = dict.fromkeys((*_parts(fact, library), *_parts(spoken.fact(fact), library, spoken)))
    for weight, words in told:
        for one in stems(words):
            found[one] = found.get(one, 0.0) + weight
    for one in clauses.get(fact.id, ()):
        found[one] = found.get(one, 0.0) + _CLAUSES
    return found


def _parts(fact: Fact, library: Library, spoken: Language = ENGLISH) -> Iterator[tuple[float, str]]:
    yield _QUESTION, f"{fact.question} {fact.id.partition('.')[2].replace('_', ' ')}"
    yield _CHOICES, " ".join(choice.label for choice in fact.choices.values())
    yield _TOPIC, spoken.topic(fact.topic, library.topics.get(fact.topic, fact.topic))
    yield _EVIDENCE, f"{fact.evidence} {fact.help or ''}"
