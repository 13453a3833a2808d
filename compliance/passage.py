"""Whether evidence is the very passage that a rule is made of: it would confirm itself."""

from __future__ import annotations

import re

from compliance.accounts import Evidence
from compliance.anchor import Source
from compliance.library import Library
from compliance.model import Rule, divided_from


def is_from(evidence: Evidence, rule: Rule, library: Library) -> bool:
    """Whether the words quoted stand in the passage that the rule is made of."""
    if evidence.document != rule.symbol or evidence.quote is None:
        return False
    if Source(rule.wording).has(evidence.quote):
        return True
    number = divided_from(rule.provision) or rule.provision
    named = re.findall(r"\d+", evidence.place or "")
    if named and number not in named:  # spares looking into the whole document
        return False
    source = library.sources.get(rule.symbol)
    return bool(source and Source(source.paragraphs.get(number, "")).has(evidence.quote))
