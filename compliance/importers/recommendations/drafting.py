"""From a recommendation to the rule that a person goes on with, and to the rulebook it is of."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from compliance.countries import country_name
from compliance.importers.recommendations.entry import Recommendation
from compliance.importers.recommendations.position import position_meant
from compliance.importers.recommendations.proposing import echoes, operative, topics
from compliance.importers.recommendations.states import last_parenthesis
from compliance.library.library import Library
from compliance.library.source_texts import anchor_fault, folded
from compliance.library.yaml_writer import Data

_TITLE_LENGTH = 70
_WORKING_GROUP = "Working Group on the Universal Periodic Review"
_OF_A_LIST = (
    "No document, but what `compliance import recommendations` gathered. Texts and positions are "
    "as the lists have them that were imported; each rule names its document."
)


def draft(recommendation: Recommendation, library: Library) -> dict[str, Data]:
    """The rule's file: all that the list says, and what is proposed for the rest."""
    told = recommendation
    alike = echoes(told.text, told.country, library.rules)
    data: dict[str, Data | None] = {
        "provision": told.provision,
        "title": _title(told.text),
        "text": told.text,
        "addressee": "named states",
        "force": "recommendation",
        "country": told.country,
        "topics": topics(told.text, library.topics),
        "echoes": alike,
        "document": told.document,
        "recommended_by": list(told.recommended_by),
        "position": _position(told),
        "frame": list(_frame(told.text)),
        "note": " ".join(_notes(told, proposed="Topics and echoes" if alike else "Topics")),
        "draft": "yes",
    }
    return {key: value for key, value in data.items() if value}


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


def _title(text: str) -> str:
    """The first words of the text, without the States at its end."""
    words = folded(text)
    states = last_parenthesis(words)
    words = words.rpartition(states)[0].strip() if states else words
    short = textwrap.shorten(words, _TITLE_LENGTH, placeholder=" …")
    return short.rstrip(".;,:") if len(short) > 2 else f"{words[:_TITLE_LENGTH]} …"


def _position(told: Recommendation) -> dict[str, Data] | None:
    meant = position_meant(told.position) if told.position else None
    return {"words": told.position, "read_as": meant} if told.position and meant else None


def _frame(text: str) -> Iterator[Data]:
    """The parts of the frame that can be told: the verb, and who recommends it."""
    if verb := operative(text):
        yield {"as": "operative", "words": verb}
    if (states := last_parenthesis(text)) and anchor_fault(states, text) is None:
        yield {"as": "account", "words": states}


def _notes(told: Recommendation, *, proposed: str) -> Iterator[str]:
    yield f"{proposed} are proposed by the words of the text and must be confirmed."
    if not told.paragraph:
        yield "The list names no paragraph; the number is ours."
    if told.position and not position_meant(told.position):
        yield f"The list gives the position as “{told.position}”, which is not read as any of ours."
    beside = {
        "under": told.topic and f"“{told.topic}”",
        "footnote": told.footnote,
        "session": told.session,
        "published": told.publication_date,
    }
    words = [f"{label} {value}" for label, value in beside.items() if value]
    if words:
        yield f"In the list: {', '.join(words)}."
