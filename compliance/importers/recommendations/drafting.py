"""From a recommendation to the rule that a person goes on with, and to the rulebook it is of.

Topics, rules that ask the same and verbs are proposed by a method that one can follow and that
errs on the side of few: the words in words.yaml. A person confirms what it comes to.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from compliance.countries import country_name
from compliance.importers.recommendations import words
from compliance.importers.recommendations.recommendation import Recommendation, position_meant
from compliance.importers.recommendations.states import parentheses_of_states
from compliance.library.library import Library
from compliance.library.source_texts import folded, times_in
from compliance.library.yaml_writer import Data
from compliance.model.rulebook import Rule

_TITLE_LENGTH = 70
_MOST_TOPICS = 3
_MOST_ECHOES = 2
_LEAST_ALIKE = 0.5
_WORKING_GROUP = "Working Group on the Universal Periodic Review"
_OF_A_LIST = (
    "No document, but what `compliance import recommendations` gathered. Texts and positions are "
    "as the lists have them that were imported; each rule names its document."
)

Subject = tuple[str, str]
"""A topic and an expression, or ``treaty`` and the name of one."""


class Drafter:
    """Makes rules of recommendations; topics and echoes are proposed from the library."""

    def __init__(self, library: Library) -> None:
        self._topics = list(library.topics)
        self._themes = library.themes
        self._asked = asked_of(library.rules)
        self._country_of = {name: rule.country for name, rule in library.rules.items()}

    def draft(self, told: Recommendation) -> dict[str, Data]:
        """The rule's file: all that the list says, and what is proposed for the rest."""
        alike = echoes(told.text, told.country, self._asked, self._country_of)
        states, _ = parentheses_of_states(told.text)
        data: dict[str, Data | None] = {
            "provision": told.provision,
            "title": _title(told.text, states),
            "text": told.text,
            "addressee": "named states",
            "force": "recommendation",
            "country": told.country,
            "topics": topics(told.text, self._topics, self._of_themes(told.topic)),
            "echoes": alike,
            "document": told.document,
            "recommended_by": list(told.recommended_by),
            "position": _position(told),
            "frame": list(_frame(told.text, states)),
            "note": " ".join(_notes(told, proposed="Topics and echoes" if alike else "Topics")),
            "draft": "yes",
        }
        return {key: value for key, value in data.items() if value}

    def _of_themes(self, listed: str | None) -> list[str]:
        """The topics that are about the themes under which a list has the recommendation."""
        named = folded(listed or "").casefold()
        return [
            topic
            for topic, themes in self._themes.items()
            if any(theme.casefold() in named for theme in themes)
        ]


def instrument(recommendations: Iterable[Recommendation], operative: list[str]) -> dict[str, Data]:
    """The file of the rulebook: all that was recommended to one State."""
    told = list(recommendations)
    country = country_name(told[0].country)
    bodies = {one.body for one in told}
    body = bodies.pop() if len(bodies) == 1 else None
    return {
        "symbol": f"UPR recommendations to {country}",
        "title": f"Recommendations to {country} in the universal periodic review",
        "body": body or _WORKING_GROUP,
        "text_held": "no",
        "operative": operative,
        "note": _OF_A_LIST,
    }


def _title(text: str, states: Iterable[str]) -> str:
    """The first words of the text, without the States that recommend it."""
    for parenthesis in states:
        text = text.replace(parenthesis, "")
    whole = re.sub(r" +(?=[;,.])", "", folded(text))
    short = textwrap.shorten(whole, _TITLE_LENGTH, placeholder=" …")
    return short.rstrip(".;,:") if len(short) > 2 else f"{whole[:_TITLE_LENGTH]} …"


def _position(told: Recommendation) -> dict[str, Data] | None:
    meant = position_meant(told.position) if told.position else None
    if not told.position or not meant:
        return None
    source: dict[str, Data] = {"source": told.position_source} if told.position_source else {}
    return {"words": told.position, "read_as": meant, **source}


def _frame(text: str, states: Iterable[str]) -> Iterator[Data]:
    """The parts of the frame that can be told: the verb, and who recommends it."""
    if verb := operative(text):
        yield {"as": "operative", "words": verb}
    for parenthesis in states:
        if times_in(parenthesis, text) == 1:
            yield {"as": "account", "words": parenthesis}


def _notes(told: Recommendation, *, proposed: str) -> Iterator[str]:
    yield f"{proposed} are proposed by the words of the text and must be confirmed."
    if not told.paragraph:
        yield "The list names no paragraph; the number is ours."
    if told.document_is_of_the_position:
        yield "The list names no document; this is that of the position."
    if told.position and not position_meant(told.position):
        yield f"The list gives the position as “{told.position}”, which is not read as any of ours."
    beside = {
        "under": told.topic and f"“{told.topic}”",
        "number": told.label,
        "reference": told.reference,
        "footnote": told.footnote,
        "session": told.session,
        "published": told.publication_date,
    }
    found = [f"{label} {value}" for label, value in beside.items() if value]
    if found:
        yield f"In the list: {', '.join(found)}."


# What is proposed


@lru_cache(maxsize=2000)
def subjects(text: str) -> frozenset[Subject]:
    """What is spoken of in the text."""
    rest = folded(text)
    found: set[Subject] = set()
    for name, pattern in words.treaties().items():
        rest, count = pattern.subn(" # ", rest)
        if count:
            found.add(("treaty", name))
    return frozenset(
        {*found, *(s for s, pattern in words.subjects().items() if pattern.search(rest))}
    )


def topics(text: str, known: Iterable[str], of_themes: Iterable[str] = ()) -> list[str]:
    """The topics proposed for a text, of those that are known, the most spoken of first.

    Then those of the themes under which it stands in a list.
    """
    order = list(known)
    counts = Counter(topic for topic, _ in subjects(text) if topic in order)
    spoken_of = sorted(counts, key=lambda topic: (-counts[topic], order.index(topic)))
    found = list(dict.fromkeys([*spoken_of, *of_themes]))[:_MOST_TOPICS]
    return found or [words.fallback() if words.fallback() in order else order[0]]


def asked_of(rules: Mapping[str, Rule]) -> dict[str, frozenset[Subject]]:
    """What is spoken of in the words that each rule with checks asks with."""
    return {
        name: subjects(" … ".join(words for check in rule.checks for words in check.asks))
        for name, rule in rules.items()
        if rule.checks
    }


def echoes(
    text: str,
    country: str,
    asked: Mapping[str, frozenset[Subject]],
    country_of: Mapping[str, str | None],
) -> list[str]:
    """The rules that seem to ask the same of the State, the likest first: few, to be confirmed.

    Alike are two that share at least two subjects, and at least half of what both speak of.
    """
    own = subjects(text)
    alike = {
        name: _likeness(own, subjects_of)
        for name, subjects_of in asked.items()
        if country_of[name] in (None, country)
    }
    found = sorted((n for n in alike if alike[n] >= _LEAST_ALIKE), key=lambda n: (-alike[n], n))
    return found[:_MOST_ECHOES]


def _likeness(one: frozenset[Subject], other: frozenset[Subject]) -> float:
    shared = len(one & other)
    return 2 * shared / (len(one) + len(other)) if shared > 1 else 0.0


def operative(text: str) -> str | None:
    """The verb that the text begins with, and what belongs to it: ``Consider ratifying``.

    None where none is known, or where the words stand in the text again and could not be told
    apart.
    """
    split = text.split(" ")
    count = _verb(split, 0)
    if count and split[count : count + 1] in (["and"], ["or"]) and _verb(split, count + 1):
        count = _verb(split, count + 1)
    found = " ".join(split[:count]).rstrip(",;:.")
    return found if found and times_in(found, text) == 1 else None


def _verb(split: list[str], at: int) -> int:
    """Where the verb at this place ends; 0 if there is none."""
    plain = [word.lower().rstrip(",;:.") for word in split[at : at + 5]] + [""] * 3
    skipped = 2 if plain[:2] == ["do", "not"] else 0
    while plain[skipped].endswith("ly") and plain[skipped] not in words.verbs():
        skipped += 1
    verb, after, further = plain[skipped : skipped + 3]
    if not {verb, verb.removesuffix("s")} & words.verbs():
        return 0
    end = at + skipped + 1
    if verb not in words.hedges() or split[end - 1].endswith(","):
        return end
    if after.endswith("ing"):
        return end + 1
    return end + 2 if after == "to" and further else end
