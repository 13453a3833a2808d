"""What reports on accounts have in common: one account after the other, none merged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.document.model import Block, Document, PageBreak, Paragraph, Section, note
from compliance.library.languages import say
from compliance.model.rulebook import Rule
from compliance.report import caveats, gap_report, reasons, wording


def document_of(
    assessments: Sequence[Assessment],
    kind: str,
    account: Callable[[int], Iterable[Block]],
    closing: Iterable[Block] = (),
) -> Document:
    """A document on one account, or on several one after the other.

    ``account`` gives the blocks of the account at a place, ``closing`` comes once at the end.
    """
    first = assessments[0]
    is_one = len(assessments) == 1
    blocks = list(account(0)) if is_one else list(_one_after_the_other(assessments, account))
    blocks += reasons.sources(blocks)
    return Document(
        title(_countries(assessments), kind, len(assessments)),
        [*blocks, *closing],
        subtitle=gap_report.subtitle(first) if is_one else "",
        date=first.as_of,
    )


def title(countries: Collection[str], kind: str, number: int) -> str:
    """``Ecuador: plan``; of several countries how many accounts there are."""
    if len(countries) == 1:
        return f"{country_name(next(iter(countries)))}: {kind}"
    return f"{kind.capitalize()}: {number} accounts"


def _countries(assessments: Iterable[Assessment]) -> set[str]:
    return {one.profile.country for one in assessments}


def _one_after_the_other(
    assessments: Sequence[Assessment], account: Callable[[int], Iterable[Block]]
) -> Iterator[Block]:
    is_one_country = len(_countries(assessments)) == 1
    for place, one in enumerate(assessments):
        if place:
            yield PageBreak()
        country = "" if is_one_country else f"{country_name(one.profile.country)}: "
        yield Section(f"{country}{gap_report.subtitle(one)}", account(place))


def confidentiality(assessments: Iterable[Assessment]) -> Iterator[Block]:
    """That confidential answers count here, or that some may be left out; else nothing."""
    several = list(assessments)
    if number := sum(one.unpublished() for one in several):
        yield reasons.unpublished(number)
    elif any(getattr(one, "has_withheld", False) for one in several):
        yield note(say("report.may_be_withheld"))


def standard(assessments: Iterable[Assessment]) -> Iterator[Block]:
    """Which answers count, where that is not all of them; else nothing."""
    for one in dict.fromkeys(one.basis.standard for one in assessments):
        yield from map(Paragraph, caveats.standard_words(one))


def cited(findings: Iterable[Finding]) -> str:
    """``A/RES/65/212, 4 (a), 4 (g); A/66/253, 19 treaties``: each provision once."""
    return cited_rules(finding.rule for finding in findings)


def cited_rules(rules: Iterable[Rule]) -> str:
    """The provisions of rules, by document, each once."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules:
        found.setdefault(rule.document_symbol, {})[wording.paragraph(rule)] = None
    return "; ".join(f"{symbol}, {', '.join(named)}" for symbol, named in found.items())
