"""Words that make a question a judgement: whoever answers it would have to judge, not observe.

A fact is answered by pointing at a document ("Does the act name a limit in days?"); judgement lives
in the rule that reads it. "Is detention arbitrary?" asks the ministry for the outcome itself. What
somebody else found can be observed: "Did a court find that migrants were detained arbitrarily?"
"""

from __future__ import annotations

import re

_WORDS = (
    "(?:in)?adequate(?:ly)?",
    "(?:in)?appropriate(?:ly)?",
    "arbitrar(?:y|ily)",
    "(?:in )?breach(?:es|ed)?",
    "compl(?:y|ies|ied|iant|iance)",
    "(?:dis)?proportionate(?:ly)?",
    "(?:in)?effective(?:ly)?",
    "excessive(?:ly)?",
    "fully",
    "genuine(?:ly)?",
    "in (?:conformity|accordance) with international",
    "meaningful(?:ly)?",
    "(?:im)?proper(?:ly)?",
    "(?:un)?reasonabl[ey]",
    "(?:un)?satisfactor(?:y|ily)",
    "(?:in)?sufficient(?:ly)?",
    "(?:un)?suitabl[ey]",
    "unfair(?:ly)?",
)
_JUDGEMENT = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_FOUND_BY_SOMEBODY = re.compile(r"\b(?:find|finds|found|findings?|ruled?)\b", re.IGNORECASE)


def judgement_words(question: str) -> tuple[str, ...]:
    """The words of a question that ask for a judgement, as they stand there, each once.

    None where it asks what somebody found.
    """
    if _FOUND_BY_SOMEBODY.search(question):
        return ()
    return tuple(dict.fromkeys(match[0] for match in _JUDGEMENT.finditer(question)))
