"""What a row is about: a rule, or a fact and perhaps one of its members, and of which profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compliance.library.library import Library
from compliance.model.rulebook import Fact, Rule
from compliance.workbook import schema as form
from compliance.workbook.review.filled import Line


@dataclass(frozen=True, slots=True)
class Subject:
    """A row's subject. Rule and fact are None where the library no longer has them."""

    profile: str
    name: str
    """The id of the rule or of the fact."""
    member: str | None = None
    rule: Rule | None = None
    fact: Fact | None = None

    @property
    def is_there(self) -> bool:
        """Whether the library has what the row is about, the member too."""
        if self.fact is not None and self.member is not None:
            return self.member in self.fact.choices
        return (self.rule or self.fact) is not None


def subject_of(line: Line, profiles: Iterable[str], library: Library) -> Subject:
    """What the row is about. ``profiles`` are those of the workbook: their ids may have spaces."""
    whose = [name for name in profiles if line.key.startswith(f"{name} ")]
    profile = max(whose, key=len) if whose else line.key.partition(" ")[0]
    name, _, member = line.key.removeprefix(profile).strip().partition(" ")
    if line.sheet in (form.GAPS, form.FINDINGS):
        return Subject(profile, name, rule=library.rules.get(name))
    return Subject(profile, name, member or None, fact=library.facts.get(name))


def is_same(subject: Subject, exported: str) -> bool:
    """Whether the rule or the question is still as it was exported."""
    if not subject.is_there:
        return False
    now = form.rule_hash(subject.rule) if subject.rule else ""
    return exported == (form.fact_hash(subject.fact) if subject.fact else now)
