"""A new profile of what reviewers answered: what is taken over, from whom, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.gap_reports import PROFILE, filled, gap_report, library_in
from support.layers import FILES

from compliance.errors import InputError
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.workbook.review.new_profile import NewProfile, Speaker, new_profile
from compliance.workbook.review.reading import read_copy
from compliance.workbook.review.review import review

DAY = date(2012, 1, 1)
PRIVATE = "detention.visited: {value: no, public: no}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def report(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return gap_report(Path("report.xlsx"), library)


def made(library: Library, *paths: Path, day: date = DAY) -> tuple[NewProfile, Profile]:
    found = review([read_copy(path, library) for path in paths], library)
    speaker = Speaker("government", "Ministry of Schools", day)
    new = new_profile(library.profile(PROFILE), found.proposals, found.signatures, speaker, library)
    path = Path("new.yaml")
    path.write_bytes(new.content)
    return new, library.read_profile(path)


def question(about: str, **values: Any) -> tuple[str, str, Mapping[str, Any]]:
    sheet = "Evidence" if about in ("children.school", "treaties.x") else "Open questions"
    return sheet, about, values


def test_an_answer_is_taken_over_with_its_source_and_the_reviewer(
    library: Library, report: Path
) -> None:
    told = {"document": "Rules", "place": "art. 2", "quote": "no papers", "said_by": "government"}
    row = question("children.papers", answer="No", name="Ana", date="2011-12-24", **told)
    new, profile = made(library, filled(report, "a.xlsx", row))
    (answer,) = profile.answers["children.papers"]
    assert answer.value == "no"
    assert [(e.document, e.place, e.quote, e.said_by) for e in answer.evidence] == [
        ("Rules", "art. 2", "no papers", "government"),
        (
            f"Review of the gap report of {PROFILE}",
            "Ana, on 2011-12-24",
            None,
            "government",
        ),
    ]
    assert (new.taken, new.otherwise, profile.as_of) == (1, (), DAY)
    assert "answered by: Ana." in (profile.note or "")
    assert f"{PROFILE} (Government of Antarctica, 2011-07-14)" in (profile.note or "")


def test_all_other_answers_stay_as_they_were_and_say_of_which_day(
    library: Library, report: Path
) -> None:
    row = question("children.papers", answer="no", name="Ana")
    old = library.profile(PROFILE)
    same_day = made(library, filled(report, "a.xlsx", row), day=old.as_of)[1]
    assert {k: v for k, v in same_day.answers.items() if k != "children.papers"} == old.answers
    (later,) = made(library, filled(report, "a.xlsx", row))[1].answers["treaties.x"]
    assert later.note == "As stated on 2011-07-14."
    assert later.evidence == old.answers["treaties.x"][0].evidence


def test_who_answers_otherwise_is_taken_and_the_note_says_what_stood_there(
    library: Library, report: Path
) -> None:
    row = question("children.school", answer="Every child, whatever the status", name="Ana")
    new, profile = made(library, filled(report, "a.xlsx", row))
    (answer,) = profile.answers["children.school"]
    assert (answer.value, new.otherwise) == ("every_child", ("children.school",))
    assert answer.note == (
        "Before the review, ata-2011-government: Only children with a residence right (T/3, "
        "para. 5 (said by the government); T/4 (said by civil society))."
    )
    assert [e.document for e in answer.evidence] == [f"Review of the gap report of {PROFILE}"]


def test_who_answers_the_same_adds_a_source(library: Library, report: Path) -> None:
    row = question("treaties.x", answer="party", name="Ana", document="T/5")
    new, profile = made(library, filled(report, "a.xlsx", row))
    (answer,) = profile.answers["treaties.x"]
    documents = ["T/3", "T/5", f"Review of the gap report of {PROFILE}"]
    assert [e.document for e in answer.evidence] == documents
    assert new.otherwise == ()


def test_members_are_answered_one_by_one_and_the_others_stay(
    library: Library, report: Path
) -> None:
    row = question("detention.trained judges", answer="yes", name="Ana")
    new, profile = made(library, filled(report, "a.xlsx", row))
    assert profile.answers["detention.trained"][0].value == {"doctors": "yes", "judges": "yes"}
    assert new.otherwise == ()


def test_an_answer_can_be_taken_back(library: Library, report: Path) -> None:
    row = question("treaties.x", answer="(clear)", name="Ana")
    (answer,) = made(library, filled(report, "a.xlsx", row))[1].answers["treaties.x"]
    assert not answer.states_something
    assert (answer.note or "").endswith("Party (T/3, para. 4 (said by the government)).")


def test_two_who_agree_are_both_sources_each_with_its_own_place(
    library: Library, report: Path
) -> None:
    ana = question("children.papers", answer="no", name="Ana", document="Rules")
    ben = question("children.papers", answer="no", name="Ben", place="p. 3", comment="Sure")
    paths = [filled(report, f"{n}.xlsx", row) for n, row in (("a", ana), ("b", ben))]
    (answer,) = made(library, *paths)[1].answers["children.papers"]
    assert [(e.document.split()[0], e.place) for e in answer.evidence] == [
        ("Rules", None),
        ("Review", "Ana"),
        ("Review", "Ben"),
    ]
    assert answer.note == "Ben: Sure"


def test_answers_that_differ_are_not_taken_over(library: Library, report: Path) -> None:
    ana = question("children.papers", answer="no", name="Ana")
    ben = question("children.papers", answer="yes", name="Ben")
    paths = [filled(report, f"{n}.xlsx", row) for n, row in (("a", ana), ("b", ben))]
    with pytest.raises(InputError, match="there is no answer to take over"):
        made(library, *paths)


def test_a_quotation_that_does_not_stand_in_a_document_we_hold_is_named_by_its_cell(
    library: Library, report: Path
) -> None:
    row = question("children.papers", answer="no", document="t/1", quote="open to all")
    with pytest.raises(InputError) as caught:
        made(library, filled(report, "a.xlsx", row))
    assert [str(p).split("\n")[0] for p in caught.value.problems] == [
        "a.xlsx: Open questions!E2: “t/1” is held as T/1",
        "a.xlsx: Open questions!G2: the quotation does not stand in t/1",
    ]


def test_answers_that_are_not_public_stay_in_the_old_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"profiles/{PROFILE}.yaml"
    secret = FILES[name].replace("detention.visited: {value: no}", PRIVATE)
    library = library_in(tmp_path, FILES | {name: secret})
    report = gap_report(Path("report.xlsx"), library)
    row = question("children.papers", answer="no", name="Ana")
    new, profile = made(library, filled(report, "a.xlsx", row))
    assert "detention.visited" in library.profile(PROFILE).answers
    assert "detention.visited" not in profile.answers
    assert new.unpublished == 1
