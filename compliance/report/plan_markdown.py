"""The plan as Markdown: every measure and every gap, to paste into a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Action, Closing, Moved, plan
from compliance.countries import country_name
from compliance.document import markdown_text
from compliance.document.markdown_text import escaped
from compliance.report import planning, wording
from compliance.report.caveats import later, remarks
from compliance.report.plan_page import Either, Gap, Named, PlanPage, by_outcomes


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The plans one after the other, in UTF-8; they are never merged."""
    yield from markdown_text.parts(map(_lines, assessments))


def _lines(assessment: Assessment) -> Iterator[str]:
    page = PlanPage(plan(assessment), whole=True)
    country = escaped(country_name(assessment.profile.country))
    yield f"# Plan: what would close the gaps of {country}"
    yield from ("", f"{escaped(wording.account(assessment))}.")
    for remark in (*later(assessment), *remarks(assessment)):
        yield from ("", escaped(remark))
    if not page.gaps:
        yield from ("", escaped(planning.NOTHING_TO_CLOSE))
        return
    yield from ("", escaped(planning.head_words(page.plan)))
    yield from ("", f"## Measures ({len(page.actions)})", "")
    yield escaped(planning.WHAT_A_MEASURE_IS if page.actions else f"{planning.NO_MEASURE}.")
    if page.actions:
        yield escaped(planning.ORDER)
    for number, action in enumerate(page.actions, start=1):
        yield from _action(assessment, number, action)
    yield from ("", f"## Gaps ({len(page.plan.closings)})", "")
    yield escaped(f"The strongest force first. {planning.HOW_GAPS_ARE_TOLD}")
    for gap in page.gaps:
        yield from _gap(assessment, gap)


def _action(assessment: Assessment, number: int, action: Action) -> Iterator[str]:
    moved = wording.number_of(len(action.moved), "demand")
    places = wording.listed(planning.symbols(action, assessment), "and")
    head = f"{number}. {action.force}; moves {moved}, asked in {places}"
    yield from ("", f"### {escaped(head)}", "")
    for change in action.changes:
        yield f"- {_change(assessment, change)}"
        yield f"  - now: {escaped(planning.now_words(change, assessment))}"
    yield from _moved("moves", action.moved)
    yield from _moved("sets back", action.worsened)
    yield from _moved("comes to apply", action.newly_applicable)
    for label, told in (
        ("falls to", action.responsible),
        ("lead", action.leads),
        ("remedies", action.remedies),
    ):
        if told:
            yield f"- {label}"
            yield from (f"  - {escaped(words)}" for words in told)


def _change(assessment: Assessment, change: FactChange) -> str:
    fact = assessment.library.facts[change.fact]
    to = planning.change_words(change, fact)
    return f"{escaped(fact.question)} **{escaped(to)}** ({escaped(fact.id)})"


def _moved(label: str, moved: Sequence[Moved]) -> Iterator[str]:
    if moved:
        yield f"- {label}"
    for outcomes, rules in by_outcomes(moved).items():
        names = (f"{name} ({n} demands)" if n > 1 else name for name, n in rules.items())
        words = f"{outcomes}: {', '.join(names)}"
        yield f"  - {escaped(words)}"


def _gap(assessment: Assessment, gap: Gap) -> Iterator[str]:
    for closing in gap.closings:
        yield from _requirement(closing)
    if gap.why_no_way:
        yield f"- closed by: {escaped(gap.why_no_way)}"
    for number, step in enumerate(gap.steps):
        yield from _either(assessment, "and" if number else "closed by", step)
    if gap.remark:
        yield f"- {escaped(gap.remark)}"
    if gap.partly.shown:
        yield from _either(assessment, "half-way", gap.partly)


def _requirement(closing: Closing) -> Iterator[str]:
    requirement = closing.requirement
    rule, found = requirement.finding.rule, requirement.found
    yield from ("", f"### {escaped(f'{rule.citation}: {rule.title}')}", "")
    yield f"- asks ({found.force}): {escaped(wording.asks_words(rule, found.asks))}"
    yield f"- now: {escaped(planning.outcomes_words(found.outcomes))}"


def _either(assessment: Assessment, label: str, sets: Either) -> Iterator[str]:
    if sets.is_numbers:
        numbers = (str(number) for one in sets.shown for number in one.actions)
        yield f"- {label}: {wording.listed(numbers)}"
        return
    yield f"- {label}{', any of these' if len(sets.shown) > 1 else ''}"
    for named in sets.shown:
        yield f"  - {_named(assessment, named)}"


def _named(assessment: Assessment, named: Named) -> str:
    words = [_change(assessment, change) for change in named.changes]
    if named.actions:
        words.insert(0, wording.listed(map(str, named.actions), "and"))
    return "; and ".join(words)
