"""Open questions as Markdown: each with what would follow from every answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.questions import OpenQuestion, questions
from compliance.countries import country_name
from compliance.document import markdown_text
from compliance.document.markdown_text import escaped, table
from compliance.report import asking, wording
from compliance.report.caveats import later, remarks


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The questions of one account after the other, in UTF-8; they are never merged."""
    yield from markdown_text.parts(map(_lines, assessments))


def _lines(assessment: Assessment) -> Iterator[str]:
    found = questions(assessment)
    yield f"# What to ask next: {escaped(country_name(assessment.profile.country))}"
    yield from ("", f"{escaped(wording.account(assessment))}.")
    for remark in (*later(assessment), *remarks(assessment)):
        yield from ("", escaped(remark))
    if not found:
        yield from ("", escaped(asking.silence_words(assessment)))
        return
    yield from ("", f"## Open questions ({len(found)})", "", escaped(asking.ORDER))
    for number, question in enumerate(found, start=1):
        yield from _question(number, question)


def _question(number: int, question: OpenQuestion) -> Iterator[str]:
    fact = question.fact
    yield from ("", f"### {escaped(f'{number}. {fact.question}')}", "")
    yield f"- {escaped(asking.weight_words(question))} ({escaped(fact.id)})"
    if fact.help:
        yield f"- help: {escaped(fact.help)}"
    yield f"- to show: {escaped(fact.evidence)}"
    yield ""
    rows = (
        (asking.answer_words(one, fact), asking.decided_words(one), asking.narrowed_words(one))
        for one in question.consequences
    )
    yield from table(("if the answer is", "it decides", "it narrows"), rows)
