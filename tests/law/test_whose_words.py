"""Whose words are whose: ours never look like the United Nations', and nothing confirms itself."""

from __future__ import annotations

import pytest
from support.command_line import run

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.report.wording import summarised_words

ITSELF = "the Committee welcomed the abolition of the exit permit requirement for nationals"
ELSEWHERE = "All migrant children, irrespective of their legal status"


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    "command",
    [
        "explain T-2.9 ata-2012-ngo",
        *(f"assess ata-2012-ngo --details --format {form}" for form in ("table", "md")),
    ],
)
def test_our_summary_stands_in_no_quotation_marks(command: str) -> None:
    said = " ".join(run(*command.split()).stdout.split())
    assert "ask for no papers" in said
    assert "(our words)" in said.replace("&#40;", "(").replace("\\", "")
    assert "“ask for no papers”" not in said


def test_every_rule_without_a_text_is_of_an_instrument_that_says_so(bundled: Library) -> None:
    for rule in bundled.rules.values():
        assert bool(rule.text) == bundled.instruments[rule.instrument].holds(rule.provision), (
            rule.id
        )
        assert bool(rule.summary) != bool(rule.text), rule.id


def test_what_the_report_summarises_is_cited_so(bundled: Library) -> None:
    told = [rule for rule in bundled.rules.values() if rule.asked_by]
    assert {rule.instrument for rule in told} == {"A-66-253"}
    for rule in told:
        assert rule.citation == f"as summarised in A/66/253, para. {rule.provision}"
    checks = {rule.id for rule in bundled.rules.values() if rule.checks}
    own = {"A-66-253.13", *(f"A-66-253.36{letter}" for letter in "bdefg")}
    assert {r for r in checks if r.startswith("A-66-253")} - {rule.id for rule in told} == own


@pytest.mark.parametrize(
    ("prefix", "whom"),
    [("19-", "“a number of States”"), ("15-", "Albania, Senegal, Ecuador and Mexico")],
)
def test_what_was_asked_of_some_is_never_told_as_asked_of_all(
    bundled: Library, prefix: str, whom: str
) -> None:
    for rule in bundled.rules.values():
        if rule.instrument == "A-66-253" and rule.stem.startswith(prefix) and rule.checks:
            assert summarised_words(rule).startswith(f"{rule.asked_by}, of {whom}"), rule.id


def test_a_gap_says_of_whom_it_was_asked() -> None:
    said = " ".join(run("explain", "19-treaties", "CYP").stdout.split())
    assert (
        "universal periodic review, of “a number of States”, which the paragraph does not" in said
    )


@pytest.mark.parametrize("number", range(4, 14))
def test_a_kind_of_review_recommendation_cites_what_its_footnote_cites(
    bundled: Library, number: int
) -> None:
    source = bundled.sources["A/66/253"].text
    footnote = " ".join(source.split(f"[^{number}]:")[1].split("[^")[0].split())
    kinds = [rule for rule in bundled.rules.values() if rule.stem.startswith("19-")]
    cited = [
        rule
        for rule in kinds
        if any(words in footnote for words in rule.related if "A/HRC" in words)
    ]
    assert len(cited) == 1
    for words in (words for words in cited[0].related if "A/HRC" in words):
        assert words in footnote


def test_an_issue_raised_of_four_states_answers_nothing_about_one(bundled: Library) -> None:
    raised = [r for r in bundled.rules.values() if r.stem.startswith("15-") and r.checks]
    states = ("Albania", "Senegal", "Ecuador", "Mexico")
    for rule in raised:
        assert rule.note
        assert all(state in rule.note for state in states), rule.id
        assert "ours" in rule.note, rule.id


def _ecuador(library: Library, *sources: tuple[str, str]) -> Assessment:
    told = {
        "value": {"exit_permit": "no"},
        "evidence": [
            {"document": "A/66/253", "said_by": "treaty body", "place": place, "quote": quote}
            for quote, place in sources
        ],
    }
    national = {**told, "value": "no"}
    answers = {"return.leaving_needs": [told], "return.nationals_exit_permit": [national]}
    return assess(
        Profile.model_validate(
            {
                "id": "e",
                "country": "ECU",
                "voice": "treaty body",
                "speaker": "Committee",
                "as_of": "2010-12-03",
                "answers": answers,
            }
        ),
        library,
    )


def _exit(assessment: Assessment) -> Finding:
    return next(f for f in assessment.findings if f.rule.id == "A-66-253.18-ecuador-exit")


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        (ITSELF, "para. 18"),
        (ITSELF, "Ecuador, third para."),
        (ITSELF, "para. 19"),
        ("the Committee recognized the efforts made and the steps taken", "para. 18"),
    ],
)
def test_what_confirms_itself_is_shown_and_not_counted(
    bundled: Library, quote: str, place: str
) -> None:
    found = _ecuador(bundled, (quote, place))
    finding = _exit(found)
    assert finding.status is Status.MET
    assert not finding.is_counted
    assert finding in found.findings
    assert sum(found.statuses().values()) == len(found.all_findings) - 1


@pytest.mark.parametrize("place", ["Ecuador, third para.", "para. 19"])
def test_with_evidence_from_elsewhere_it_counts(bundled: Library, place: str) -> None:
    assert _exit(_ecuador(bundled, (ELSEWHERE, place))).is_counted
    assert _exit(_ecuador(bundled, (ITSELF, "para. 18"), (ELSEWHERE, place))).is_counted


def test_a_rule_about_one_state_concerns_no_other(bundled: Library) -> None:
    found = assess(bundled.profile("mex-2011-treaty-body"), bundled)
    finding = _exit(found)
    assert finding.status is Status.NOT_APPLICABLE
    assert finding.reason == "Concerns Ecuador alone."
    assert finding.is_counted
