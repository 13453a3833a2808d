"""Who disagrees: everyone's words on a question, and what each account makes of a rule.

A row is what one account says: any number of accounts can stand below each other, and none is
preferred.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import (
    Comparison,
    FactCompared,
    FindingCompared,
    Relation,
    compare,
    latest_of_each_speaker,
)
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.model.rulebook import FactId
from compliance.report import wording
from compliance.report.comparison_words import (
    NEVER_MERGED,
    RELATION_MEANINGS,
    SILENT,
    account_words,
    earlier_words,
)
from compliance.workbook import schema as form
from compliance.workbook.writing.columns import bulleted, outcomes_content
from compliance.workbook.writing.listing import Column, Content, Listing, lead_of
from compliance.workbook.writing.style import Look

DIFFERING = (
    Relation.ONE_HIGHER,
    Relation.CONTESTED,
    Relation.CONTESTED_ANSWERS,
    Relation.COMPATIBLE,
    Relation.OTHER_TIMES,
)
"""What is listed in a gap report."""
QUESTION, FINDING = "question", "finding"
EVERY_ACCOUNT = "every account"


@dataclass(frozen=True, slots=True)
class Side:
    """What one account, or a register, says to a question, or makes of a rule."""

    comparison: Comparison
    kind: str
    about: str
    """The question, or the provision."""
    name: str
    """The id of the fact or of the rule."""
    relation: Relation
    who: str
    says: Content
    rests_on: str
    depends_on: Sequence[FactId] = ()
    """The contested questions that the rule's checks read."""


def comparisons(assessments: Sequence[Assessment]) -> list[Comparison]:
    """The accounts of each country that has several, held against each other.

    Accounts that are held together already are not held against their own parts, nor a speaker
    against what the same speaker said before.
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


def disagreements(found: Sequence[Comparison], assessments: Sequence[Assessment]) -> Listing[Side]:
    """The sheet of a gap report: where accounts differ, first by question, then by finding.

    ``found`` are the comparisons of those of the ``assessments`` that can be compared.
    """
    sides = [
        side
        for one in found
        for side in (*by_question(one, DIFFERING), *by_finding(one, DIFFERING))
    ]
    counts = [f"{_country(one)}: {relations_words(one)}" for one in found]
    contested = sum(len(one.contested) for one in found)
    about = f"{wording.number_of(contested, 'contested question')}, and what hangs on them"
    earlier = [
        one.profile.id
        for one in assessments
        if any(_is_left_out(one, comparison) for comparison in found)
    ]
    lead = (*counts, *([earlier_words(earlier)] if earlier else []), NEVER_MERGED)
    nothing = "The accounts agree wherever more than one of them answers."
    return listing(form.DISAGREEMENTS, sides, about, nothing, lead)


def _is_left_out(assessment: Assessment, comparison: Comparison) -> bool:
    """Whether it is an account of the State compared, and not one of those compared."""
    compared = [one.profile for one in comparison.assessments]
    profile = assessment.profile
    is_of_state = not assessment.basis.is_joint and profile.country == compared[0].country
    return is_of_state and profile not in compared


def _country(comparison: Comparison) -> str:
    return country_name(comparison.assessments[0].profile.country)


def relations_words(comparison: Comparison) -> str:
    """``questions: 3 contested, 1 agree; findings: 2 one higher, 4 only one answers``."""
    questions = _counts(one.relation for one in comparison.facts)
    findings = _counts(one.relation for one in comparison.findings)
    return f"questions: {questions}; findings: {findings}"


def _counts(relations: Iterable[Relation]) -> str:
    found = list(relations)
    counts = [f"{found.count(one)} {one}" for one in RELATION_MEANINGS if one in found]
    return ", ".join(counts) or "none"


def listing(
    title: str, sides: Sequence[Side], about: str, nothing: str, lead: Sequence[str]
) -> Listing[Side]:
    """A sheet of sides, one a row."""
    is_of_several = len({id(side.comparison) for side in sides}) > 1
    columns: list[Column[Side]] = [
        *([Column("Country", 14, _state, grouping=True)] if is_of_several else []),
        Column("On", 9, lambda s: Content(s.kind), grouping=True),
        Column("Question or provision", 33, _about, grouping=True),
        Column("Relation", 13, lambda s: Content(s.relation), grouping=True),
        Column("Account", 25, lambda s: Content(s.who)),
        Column("What it says, or comes to", 26, lambda s: s.says),
        Column("Evidence, or the answers it rests on", 38, lambda s: Content(s.rests_on)),
        Column("Hangs on the dispute over", 30, _depends_on, grouping=True),
        Column("Fact or rule", 30, lambda s: Content(s.name, Look.MUTED), printed=False),
    ]
    subjects = {f"{place}": side for place, side in enumerate(sides)}
    return Listing(
        *(title, columns, subjects, about, nothing, lambda side: id(side.comparison)),
        lead=lead_of(*lead),
    )


def _state(side: Side) -> Content:
    return Content(_country(side.comparison))


def _about(side: Side) -> Content:
    return Content(side.about, Look.STRONG)


def _depends_on(side: Side) -> Content:
    facts = side.comparison.assessments[0].library.facts
    return Content("\n".join(bulleted([facts[name].question for name in side.depends_on])))


def by_question(
    comparison: Comparison, relations: Collection[Relation] = tuple(Relation)
) -> Iterator[Side]:
    """What each account answers, disputes first; what a register says where it is contradicted."""
    for one in _ordered(comparison.facts):
        if one.relation in relations:
            for assessment, side in zip(comparison.assessments, one.sides, strict=True):
                yield _answered(comparison, one, account_words(assessment), side)
            if one.register and one.register.register:
                who = f"register: {one.register.register.title}"
                yield _answered(comparison, one, who, one.register)


def _ordered(facts: Iterable[FactCompared]) -> list[FactCompared]:
    order = list(RELATION_MEANINGS)
    return sorted(facts, key=lambda one: order.index(one.relation))


def _answered(
    comparison: Comparison, one: FactCompared, who: str, side: EffectiveAnswer | None
) -> Side:
    told = (comparison, QUESTION, one.fact.question, one.fact.id, one.relation, who)
    if side is None:
        return Side(*told, Content(SILENT, Look.MUTED), "")
    quoted = [wording.quotation(evidence) for evidence in side.answer.evidence]
    words = "\n".join(bulleted(quoted)) or "no evidence is given"
    return Side(*told, Content(wording.answer_words(one.fact, side.answer)), words)


def by_finding(
    comparison: Comparison, relations: Collection[Relation] = tuple(Relation)
) -> Iterator[Side]:
    """What each account makes of each rule, in the order of the provisions."""
    for one in comparison.findings:
        if one.relation not in relations:
            continue
        made = [_made(comparison, one, place) for place in range(len(one.findings))]
        if one.relation is Relation.NOBODY and len({side.says.value for side in made}) == 1:
            yield replace(made[0], who=EVERY_ACCOUNT)
        else:
            yield from made


def _made(comparison: Comparison, one: FindingCompared, place: int) -> Side:
    notes = ["higher"] * (place in one.higher) + ["silent"] * (not one.speaking[place])
    finding, assessment = one.findings[place], comparison.assessments[place]
    return Side(
        *(comparison, FINDING, f"{one.rule.citation}: {one.rule.title}", one.rule.id),
        *(one.relation, account_words(assessment), outcomes_content(finding.outcomes, *notes)),
        _because(finding, assessment),
        one.depends_on,
    )


def _because(finding: Finding, assessment: Assessment) -> str:
    """The smallest set of answers given that alone yields its outcomes."""
    facts, answers = assessment.library.facts, assessment.answers
    words = [
        f"{facts[name].question} {wording.standing_words(facts[name], answers[name])}"
        for name in finding.because
    ]
    return "\n".join(bulleted(words))
