"""The sheet Comparison: accounts side by side by provision, and the questions they dispute.

Nothing is ranked, averaged or merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import (
    Comparison,
    Relation,
    compare,
    latest_of_each_speaker,
)
from compliance.assessment.history import ComparisonOverTime
from compliance.engine.outcomes import Outcomes
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact, Rule
from compliance.report import wording
from compliance.report.changes import TREND_WORDS
from compliance.report.comparison import NEVER_MERGED, RELATION_WORDS
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.printing import LANDSCAPE_WIDTH
from compliance.workbook.writing.style import Look

_LEAD = (NEVER_MERGED,)
_KIND, _ABOUT, _TITLE, _RELATION, _LEAST = 10.0, 13.0, 30.0, 17.0, 20.0
_QUOTE = 200
_NOBODY = "no answer"
CONTESTED = (Relation.CONTESTED,)
"""The questions that a gap report lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """A provision or a question, and a cell for each account by the id of its profile."""

    kind: str
    about: str
    title: str
    cells: Mapping[str, Content]
    relation: Relation | None = None


@dataclass
class Accounts:
    """What is compared of accounts, noted one by one; so any number of them can be."""

    rules: dict[str, Rule] = field(default_factory=dict)
    results: dict[str, dict[str, Outcomes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, assessment: Assessment) -> None:
        """Note the results of one account."""
        profile = assessment.profile.id
        name = words.account_name(assessment)
        self.names[profile] = f"{name} ({profile})" if name in self.names.values() else name
        found = [one for one in assessment.findings if one.rule.checks]
        self.rules |= {one.rule.id: one.rule for one in found}
        self.results[profile] = {one.rule.id: one.outcomes for one in found}

    def rows(self, compared: Sequence[Comparison] = ()) -> Iterator[Row]:
        """Every provision that can be tested, with the result of each account.

        How accounts differ is said where they are all of one country, contradictions first.
        """
        only = compared[0].findings if len(compared) == 1 else ()
        relations: dict[str, Relation | None] = {one.rule.id: one.relation for one in only}
        order: dict[Relation | None, int] = {one: n for n, one in enumerate(RELATION_WORDS)}
        names = sorted(self.rules, key=lambda name: order.get(relations.get(name), 0))
        for name in names:
            rule = self.rules[name]
            cells = {
                profile: words.result(found[name])
                for profile, found in self.results.items()
                if name in found
            }
            relation = relations.get(name)
            yield Row("paragraph", words.paragraph(rule), rule.title, cells, relation)


def comparison(names: Mapping[str, str], *, has_relation: bool) -> Listing[Row]:
    """One row a provision or a question; ``names`` are those of the accounts by profile."""
    room = LANDSCAPE_WIDTH - _KIND - _ABOUT - _TITLE - _RELATION * has_relation
    width = max(_LEAST, min(44.0, room // len(names)))
    columns: list[Column[Row]] = [
        Column("Kind", _KIND, lambda r: Content(r.kind)),
        Column("Paragraph or topic", _ABOUT, lambda r: Content(r.about), names=True),
        Column("Title (ours) or question", _TITLE, lambda r: Content(r.title, Look.STRONG)),
    ]
    if has_relation:
        columns.append(Column("The accounts", _RELATION, _relation))
    columns += [Column(name, width, _cell_of(profile)) for profile, name in names.items()]
    return Listing(form.COMPARISON, columns, "There is nothing to compare.", _LEAD)


def _relation(row: Row) -> Content:
    return Content(RELATION_WORDS[row.relation] if row.relation else "")


def _cell_of(profile: str) -> Callable[[Row], Content]:
    return lambda row: row.cells.get(profile, Content(""))


def comparisons(assessments: Sequence[Assessment]) -> list[Comparison]:
    """The accounts of each country that has several, held against each other.

    Joint accounts are not compared with their own parts, nor a speaker with what the same speaker
    said before.
    """
    by_country: dict[str, dict[str, Assessment]] = {}
    for one in assessments:
        if not one.basis.is_joint:
            by_country.setdefault(one.profile.country, {}).setdefault(one.profile.id, one)
    latest = [latest_of_each_speaker(list(found.values())) for found in by_country.values()]
    return [compare(found) for found in latest if len(found) > 1 and _share_rules(found)]


def _share_rules(assessments: Iterable[Assessment]) -> bool:
    rules = [{found.rule.id for found in one.all_findings} for one in assessments]
    return bool(set.intersection(*rules))


def question_rows(
    found: Comparison, relations: Sequence[Relation] = tuple(Relation)
) -> Iterator[Row]:
    """The questions in one of these relations, in their order, with everybody's words."""
    library = found.assessments[0].library
    kept = [one for one in found.facts if one.relation in relations]
    for one in sorted(kept, key=lambda one: relations.index(one.relation)):
        cells = {
            assessment.profile.id: _said(one.fact, side)
            for assessment, side in zip(found.assessments, one.sides, strict=True)
        }
        topic = wording.topic_label(one.fact.topic, library)
        yield Row("question", topic, one.fact.question, cells, one.relation)


def _said(fact: Fact, side: EffectiveAnswer | None) -> Content:
    if side is None:
        return Content(_NOBODY, Look.MUTED)
    quoted = [wording.quotation(words.with_short_quote(e, _QUOTE)) for e in side.answer.evidence]
    told = words.bulleted(quoted) or "No source is named."
    return Content(f"{words.answer_words(fact, side)}\n{told}")


@dataclass(frozen=True, slots=True)
class Changed:
    """A provision or a question, then and now."""

    kind: str
    about: str
    title: str
    change: str
    then: Content
    now: Content


def changes(compared: ComparisonOverTime) -> Listing[Changed]:
    """The sheet of a comparison over time."""
    old, new = compared.old, compared.new
    columns: list[Column[Changed]] = [
        Column("Kind", _KIND, lambda c: Content(c.kind)),
        Column("Paragraph or question", 46, lambda c: Content(c.about), names=True),
        Column("Title (ours)", 30, lambda c: Content(c.title, Look.STRONG)),
        Column("Change", 23, lambda c: Content(c.change)),
        Column(f"Then: {old.speaker}, {old.day}", 40, lambda c: c.then),
        Column(f"Now: {new.profile.speaker}, {new.as_of}", 40, lambda c: c.now),
    ]
    return Listing(form.CHANGES, columns, "Nothing changed.")


def changed_rows(compared: ComparisonOverTime) -> Iterator[Changed]:
    """What changed: provisions from better to unchanged, then the answers that differ."""
    order = list(TREND_WORDS)
    for one in sorted(compared.findings, key=lambda one: order.index(one.trend)):
        cause = f" ({one.cause})" if one.cause else ""
        then, now = words.result(one.before), words.result(one.after)
        change = TREND_WORDS[one.trend][0] + cause
        yield Changed("paragraph", one.citation, one.title, change, then, now)
    for answer in compared.answers:
        then, now = (_answers(answer.fact, said) for said in (answer.before, answer.after))
        yield Changed("question", answer.fact.question, "", "answered otherwise", then, now)


def _answers(fact: Fact, answers: Iterable[Answer]) -> Content:
    told = [
        "\n".join([wording.answer_words(fact, one), *map(wording.quotation, one.evidence)])
        for one in answers
    ]
    return Content("\n".join(told)) if told else Content(_NOBODY, Look.MUTED)
