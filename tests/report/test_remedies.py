"""What would close a gap, in words: no more than is left to be done."""

from __future__ import annotations

import pytest
from support.invented import a_profile
from support.voices import account
from support.workbooks import opened, rows_of

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.remedies import Remedies
from compliance.document.markdown import markdown
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import explanation, gap_report, summary
from compliance.report.remedies import RemedyWords
from compliance.workbook import schema as form

HALF_DONE = {
    "justice.access": {"value": "everyone"},
    "justice.support": {"value": {"legal_aid": "yes", "interpretation": "yes", "others": "no"}},
    "detention.used": {"value": "yes"},
    "detention.law_demands": {"value": {"listed_ground": "yes", "necessity": "no"}},
    "detention.court_review": {"value": "yes"},
}
COURTS = (
    "Of this, still to be done or shown: “What do migrants in proceedings have, whatever their "
    "status?” Assurance that going to court is not reported to immigration authorities: yes."
)
DETENTION = (
    "Make sure of the following: Before a migrant is detained, the law demands that detention be "
    "necessary in the single case."
)


@pytest.fixture(scope="module")
def half_done(bundled: Library) -> Assessment:
    given = {fact: Answer.model_validate(told) for fact, told in HALF_DONE.items()}
    return assess(account("a", "government", given), bundled, rulebooks=["A-RES-65-212"])


def test_every_report_says_what_is_left_to_be_done(half_done: Assessment) -> None:
    library = half_done.library
    told = [markdown(make([half_done])) for make in (gap_report.document, summary.document)]
    for rule in ("A-RES-65-212.4j", "A-RES-65-212.4a"):
        subject = explanation.Explained(library.rules[rule], library, [half_done])
        told.append(markdown(explanation.document(subject)))
    sheet = rows_of(opened(half_done)[form.FINDINGS])
    told.append(" ".join(str(row["What would close it"]) for row in sheet))
    text = [one.replace("\\", "") for one in told]
    assert all("List the grounds of detention" not in one for one in text)
    assert [COURTS in one for one in text] == [True, True, True, False, True]
    assert [DETENTION in one for one in text] == [True, True, False, True, True]


def test_what_is_so_is_never_left_to_be_done(bundled: Library) -> None:
    """Of accounts made by chance: what is to change is something else today, or open."""
    looked_at = 0
    for seed in range(4):
        assessment = assess(a_profile(bundled, seed), bundled)
        remedies = Remedies.of(assessment)
        for finding in assessment.findings:
            for found in finding.failing_checks:
                answers = assessment.answers
                for change in (one for way in remedies.left(found) for one in way):
                    looked_at += 1
                    if change.fact not in answers:
                        continue
                    now = answers[change.fact].possible
                    if change.member is None and now.values is not None:
                        assert not now.values <= (change.to.values or now.values)
                    elif change.member is not None:
                        assert not now.member(change.member) <= change.to.member(change.member)
    assert looked_at > 20


def test_a_remedy_of_which_nothing_is_so_stays_as_it_is(bundled: Library) -> None:
    given = {"justice.support": Answer(value={"others": "no"})}
    assessment = assess(account("a", "government", given), bundled)
    [finding] = [one for one in assessment.findings if one.rule.id == "A-RES-65-212.4j"]
    told = RemedyWords(assessment).to_do(finding.checks[1:])
    assert told.action.startswith("Give migrants legal aid and an interpreter")
    assert "still to be done" not in told.action
    assert told.responsible == "the ministry of justice"


def test_what_is_so_by_a_confidential_answer_is_marked(bundled: Library) -> None:
    """That a remedy is told in part says what is so already."""
    given = {fact: Answer.model_validate(told) for fact, told in HALF_DONE.items()}
    hidden = {"detention.law_demands": given["detention.law_demands"]}
    given |= {f: a.model_copy(update={"public": False}) for f, a in hidden.items()}
    assessment = assess(account("a", "government", given), bundled, rulebooks=["A-RES-65-212"])
    for make in (gap_report.document, summary.document):
        rest = markdown(make([assessment])).replace("\\", "").split(DETENTION)[1]
        assert "confidential" in rest.splitlines()[0]
        assert DETENTION not in markdown(make([assessment.published()]))
