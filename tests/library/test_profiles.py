"""The two replies of 2011 read by hand, provision by provision, against what the engine finds.

The tables were drawn up from the replies in A/66/253 alone, before the engine had been run.
"""

import pytest

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.findings import Finding
from compliance.library.library import Library

ANY = "not met, partly met, met"
OR_NOT_APPLICABLE = ", not applicable"

ECUADOR = {
    # "had ratified the International Convention […] on 18 October 2001"
    "3 (d)": "met",
    # "All migrant children, irrespective of their legal status, are guaranteed the right to
    # education": the law is there; whether schools ask for papers is not said.
    "5 (f)": "partly met, met",
    # A party to the Convention on Migrant Workers, so every child must be admitted, and is.
    "4": "partly met, met",
    # "a national development plan for migrants, which aims […] to protect and promote their
    # human rights": a policy with rights in it; for which of the State's roles is not said.
    "1": ANY,
    # "the National Secretariat for Migrants had been elevated to the ministerial level": the rank
    # of one body, not a body in which all ministries agree.
    "9 (b)": ANY,
    # "parents of children who are Ecuadorian citizens are able to obtain a legal status" reunites
    # no family by itself, and of integration programmes nothing is said.
    "5 (c)": ANY,
    # Nationality for children born in the country, and votes for foreigners, decide nothing.
    "5 (e)": ANY,
    # Silence is neither failure nor success.
    "2": ANY,
    "3 (a)": ANY,
    "3 (b)": ANY,
    "3 (c)": ANY,
    "4 (a)": ANY,
    "4 (d)": "not met, met" + OR_NOT_APPLICABLE,
    "4 (g)": ANY + OR_NOT_APPLICABLE,
    # The exit permit's abolition is told of in para. 18 by the Committee, not by the Government.
    "4 (f)": ANY,
    # Of the treaties against organized crime the reply does not speak.
    "5 (h)": ANY,
    "8": ANY,
    "9 (a)": ANY,
    "3": "no test",
    "5 (b)": "no test",
    "9 (d)": "not applicable",
    "10": "not applicable",
}

CYPRUS = {
    # "had not ratified": signatory or neither; it may be on its way to joining.
    "3 (d)": ANY,
    # A plan in force for "third country nationals legally residing", with language, employment
    # and civic participation; of families and tolerance nothing.
    "5 (c)": "partly met, met",
    # An action plan, a coordinating group, "information materials and an awareness-raising event";
    # identification, trained units, the law and smuggling are not spoken of.
    "8": ANY,
    # "specific measures to protect the rights of migrants" are not named, so show nothing.
    "1": ANY,
    "4": ANY,
    "5 (d)": ANY,
    # "education" is a pillar of the plan; who may go to school is not said.
    "5 (f)": ANY,
    # That trafficking is fought says nothing of help for its victims, or of treaties.
    "7": ANY,
    "5 (h)": ANY,
    "9 (c)": ANY,
    # The Multidisciplinary Coordinating Group is one against trafficking, not on migration.
    "9 (b)": ANY,
    "2": ANY,
    "4 (a)": ANY,
    "4 (d)": "not met, met" + OR_NOT_APPLICABLE,
    "4 (g)": ANY + OR_NOT_APPLICABLE,
    "6": ANY,
    "4 (c)": "no test",
    "9": "no test",
    "9 (g)": "not applicable",
}

CHECKS = {
    "ecu-2011-government": {
        "1 comprehensive": ANY,
        "4 schooling": "met",
        "4 health_care": ANY + OR_NOT_APPLICABLE,
        "5 (f) entitlement": "met",
        "5 (f) no_deterrent": ANY,
        "9 (b) national": ANY,
        "9 (a) global_character": "not met, met",
    },
    "cyp-2011-government": {
        "5 (c) integration": "met",
        "5 (c) tolerance": "not met, met",
        "8 measures": ANY,
        "8 smuggling_measures": ANY,
        "8 legislation": ANY,
    },
}
READINGS = {"ecu-2011-government": ECUADOR, "cyp-2011-government": CYPRUS}


@pytest.fixture(scope="module")
def assessments(bundled: Library) -> dict[str, Assessment]:
    return {name: assess(bundled.profile(name), bundled) for name in READINGS}


def _finding(assessment: Assessment, provision: str) -> Finding:
    """What was found of a paragraph of the resolution."""
    found = {f.rule.provision: f for f in assessment.findings if f.rule.symbol == "A/RES/65/212"}
    return found[provision]


@pytest.mark.parametrize(
    ("profile", "provision", "expected"),
    [(profile, *row) for profile, reading in READINGS.items() for row in reading.items()],
)
def test_a_finding_is_what_the_reply_supports(
    assessments: dict[str, Assessment], profile: str, provision: str, expected: str
) -> None:
    found = _finding(assessments[profile], provision)
    assert (", ".join(found.outcomes) or str(found.status)) == expected


@pytest.mark.parametrize(
    ("profile", "check", "expected"),
    [(profile, *row) for profile, checks in CHECKS.items() for row in checks.items()],
)
def test_a_check_is_what_the_reply_supports(
    assessments: dict[str, Assessment], profile: str, check: str, expected: str
) -> None:
    provision, _, name = check.rpartition(" ")
    finding = _finding(assessments[profile], provision)
    assert ", ".join({c.check.id: c for c in finding.checks}[name].outcomes) == expected


@pytest.mark.parametrize("profile", READINGS)
def test_silence_is_no_failure(assessments: dict[str, Assessment], profile: str) -> None:
    """Whatever makes a gap is an answer that was given, by the speaker or by a register."""
    assessment = assessments[profile]
    for gap in assessment.gaps():
        for check in gap.failing_checks:
            assert check.because, gap.rule.id
            assert set(check.because) <= assessment.answers.keys()


@pytest.mark.parametrize("profile", READINGS)
def test_every_answer_quotes_the_governments_own_words(bundled: Library, profile: str) -> None:
    source = bundled.sources["A/66/253"]
    for fact, dated in bundled.profile(profile).answers.items():
        for answer in dated:
            assert answer.evidence, fact
            for evidence in answer.evidence:
                assert (evidence.document, evidence.said_by) == ("A/66/253", "government"), fact
                assert evidence.quote, fact
                assert source.has(evidence.quote), fact
