"""What is confidential: on an answer its question is open to others, on a source it is on file."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from support.command_line import run
from support.layers import WITH_REGISTERS, load_layer
from support.voices import account, accounts

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.basis import Basis, EvidenceStandard
from compliance.engine.outcomes import Outcomes
from compliance.export import FORMATS, REPORTS
from compliance.library.library import Library
from compliance.library.profile_editor import as_data
from compliance.model.profiles import ON_FILE, Answer, Evidence, Profile

PAPERS, TRAINED, CAMPS = "children.papers", "detention.trained", "detention.has_camps"
DAY = date(2011, 7, 14)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("confidential"))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("registers"), WITH_REGISTERS)


def ngo(fact: str, *dated: Answer, **told: Any) -> Profile:
    return account("ngo", "civil society", {}).model_copy(
        update={"answers": {fact: dated}, "speaker": "NGO", **told}
    )


def government(**answers: Answer) -> Profile:
    return account("gov", "government", {f.replace("__", "."): a for f, a in answers.items()})


def outcomes(assessment: Assessment, rule: str) -> Outcomes:
    return next(f.outcomes for f in assessment.all_findings if f.rule.id == rule)


def is_open(assessment: Assessment, fact: str) -> bool:
    return fact not in assessment.answers


def test_of_several_answers_to_a_question_one_can_be_confidential(library: Library) -> None:
    """It is counted, and what is published has the other alone."""
    secret = Answer(value="yes", public="no", since=DAY)
    before = Answer(value="no", until=date(2011, 7, 13))
    told = assess(ngo(PAPERS, before, secret), library)
    assert (told.profile.unpublished(), told.unpublished()) == (1, 1)
    assert not is_open(told, PAPERS)
    published = told.published()
    assert is_open(published, PAPERS)
    assert published.profile.answers == {PAPERS: (before,)}
    assert published.profile.unpublished() == 0


def test_another_account_does_not_answer_for_one_that_withholds_its_answer(
    library: Library,
) -> None:
    """Schools ask for papers, says one in confidence; they do not, says the Government."""
    yes, no = Answer(value="yes", public="no"), Answer(value="no")
    told = assess(Basis.together([ngo(PAPERS, yes), government(children__papers=no)]), library)
    assert told.disputes.keys() == {PAPERS}
    published = told.published()
    assert is_open(published, PAPERS)
    assert outcomes(published, "T-2.9") == outcomes(told, "T-2.9")
    assert len(outcomes(published, "T-2.9")) == 2
    assert PAPERS in published.open_questions()


@pytest.mark.parametrize("standard", EvidenceStandard)
def test_nor_does_it_under_any_standard_of_evidence(
    library: Library, standard: EvidenceStandard
) -> None:
    shown = (Evidence(document="D", said_by="treaty body"),)
    yes = Answer(value="yes", public="no", evidence=shown)
    both = [ngo(PAPERS, yes), government(children__papers=Answer(value="no", evidence=shown))]
    published = assess(Basis.together(both, standard), library).published()
    assert is_open(published, PAPERS)
    assert all(PAPERS not in answers for answers in published.answers_by_standard.values())


def test_an_older_answer_of_the_speaker_does_not_come_back(library: Library) -> None:
    earlier = ngo(PAPERS, Answer(value="no"), id="old", as_of=date(2009, 1, 1))
    later = ngo(PAPERS, Answer(value="yes", public="no"))
    told = assess(Basis.together([earlier, later]), library)
    assert told.answers[PAPERS].answer.value == "yes"
    assert is_open(told.published(), PAPERS)


def test_what_the_speaker_has_since_said_in_public_counts(library: Library) -> None:
    earlier = ngo(PAPERS, Answer(value="no", public="no"), id="old", as_of=date(2009, 1, 1))
    for said in ("yes", "no"):
        later = ngo(PAPERS, Answer(value=said))
        published = assess(Basis.together([earlier, later]), library).published()
        assert published.answers[PAPERS].answer.value == said
        assert published.has_withheld


@pytest.mark.parametrize(
    ("later", "is_left_open"),
    [
        ({"judges": "yes"}, True),
        ({"judges": "yes", "doctors": "no"}, False),
        ({"judges": "yes", "others": "no"}, False),
    ],
)
def test_of_a_list_all_that_was_withheld_must_have_been_said_since(
    library: Library, later: dict[str, str], *, is_left_open: bool
) -> None:
    secret = Answer(value={"judges": "no", "doctors": "yes"}, public="no")
    earlier = ngo(TRAINED, secret, id="old", as_of=date(2009, 1, 1))
    since = ngo(TRAINED, Answer(value=later))
    published = assess(Basis.together([earlier, since]), library).published()
    assert is_open(published, TRAINED) == is_left_open


def test_a_register_does_not_answer_for_it_either(listed: Library) -> None:
    secret = Answer(value="none", public="no")
    account_ = ngo("treaties.x", secret, country="ECU")
    told = assess(account_, listed)
    assert told.disputes.keys() == {"treaties.x"}
    assert is_open(told.published(), "treaties.x")
    assert not is_open(assess(ngo(PAPERS, country="ECU"), listed), "treaties.x")


def test_a_dated_answer_is_withheld_on_its_own_days_alone(library: Library) -> None:
    before = Answer(value="no", since="2001-01-01", until="2010-05-31")
    after = Answer(value="yes", since="2010-06-01", public="no")
    told = ngo(PAPERS, before, after)
    assert is_open(assess(told, library).published(), PAPERS)
    earlier = assess(told, library, as_of=date(2009, 1, 1)).published()
    assert earlier.answers[PAPERS].answer.value == "no"


def test_an_answer_with_a_public_and_a_confidential_entry(library: Library) -> None:
    told = ngo(PAPERS, Answer(value="yes"), Answer(value="yes", public="no", note="Hush"))
    assert told.unpublished() == 1
    published = assess(told, library).published()
    assert "Hush" not in str(published.profile)
    assert is_open(published, PAPERS)


def test_a_confidential_note_alone_withholds_nothing(library: Library) -> None:
    told = ngo(PAPERS, Answer(note="Hush", public="no"))
    other = government(children__papers=Answer(value="no"))
    published = assess(Basis.together([told, other]), library).published()
    assert published.answers[PAPERS].answer.value == "no"
    assert not published.has_withheld
    assert "Hush" not in str(published)


@settings(max_examples=40)
@given(accounts())
def test_what_is_published_is_never_more_certain(library: Library, profiles: list[Profile]) -> None:
    """Whatever is withheld, what is said in public leaves all possible that is in truth."""
    secret = {
        fact: tuple(a.model_copy(update={"public": False}) for a in dated)
        for fact, dated in profiles[0].answers.items()
    }
    told = [profiles[0].model_copy(update={"answers": secret}), *profiles[1:]]
    whole = assess(Basis.together(told), library)
    published = whole.published()
    assert not published.answers.keys() & secret.keys()
    for one, own in zip(published.all_findings, whole.all_findings, strict=True):
        assert own.outcomes <= one.outcomes


def test_a_page_learns_that_answers_may_be_withheld_and_no_more(library: Library) -> None:
    told = assess(ngo(PAPERS, Answer(value="yes", public="no")), library)
    assert told.has_withheld
    assert told.published().has_withheld
    assert told.published().unpublished() == 0
    assert told.published().profile.answers == {}
    assert "papers" not in repr(told.published().profile)
    assert not assess(ngo(PAPERS, Answer(value="yes")), library).has_withheld


# A source that is confidential

ACT = Evidence(document="Act", said_by="government", place="art. 1")
TALK = Evidence(document="Interview 7", said_by="affected persons", quote="Hush.", public="no")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_claim_is_published_and_the_source_is_on_file(library: Library, ending: str) -> None:
    told = ngo(PAPERS, Answer(value="yes", evidence=(ACT, TALK)))
    for standard in EvidenceStandard:
        whole = assess(told, library, evidence=standard)
        published = whole.published()
        assert published.answers[PAPERS].possible == whole.answers[PAPERS].possible
        said = [one.source for one in published.answers[PAPERS].answer.evidence]
        assert said == ["Act, art. 1", ON_FILE]
        assert published.published() is published
    options = {"details": True} if ending in ("md", "docx") else {}
    content = _text(b"".join(REPORTS["gap_report"].parts([whole], ending, **options)))
    assert b"Interview" not in content
    assert b"Hush" not in content
    assert ON_FILE.encode() in content


def _text(content: bytes) -> bytes:
    """A file, or all the files that it packs."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def test_it_is_written_as_it_was_read() -> None:
    told = as_data(ngo(PAPERS, Answer(value="yes", evidence=(ACT, TALK))))
    answers: Any = told["answers"]
    assert [one.get("public") for one in answers[PAPERS]["evidence"]] == [None, "no"]


@pytest.mark.usefixtures("ours")
def test_the_list_of_profiles_counts_what_is_public() -> None:
    listed = json.loads(run("profiles", "--format", "json").stdout)["profiles"]
    counts = {one["id"]: one["answers"] for one in listed}
    assert counts["ata-2012-ngo"] == 2
