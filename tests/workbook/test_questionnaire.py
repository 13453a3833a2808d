"""`compliance questionnaire` and what comes back: form, order, and every doubt by its cell."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.command_line import refused, run
from support.questionnaires import WHO, Filled, library_of_tests, read, written

from compliance.errors import InputError
from compliance.library.library import Library, Scope
from compliance.library.yaml_reader import parse
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.selection import file_of, gates_of, questions
from compliance.workbook.schema import ROW

EVERY_CHILD = "Every child, whatever the status"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of_tests(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def blank(library: Library, tmp_path: Path) -> Filled:
    """A questionnaire in which only who answers is filled in."""
    return Filled(written(tmp_path / "q.xlsx", library)).about(**WHO)


def problems(library: Library, *paths: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(library, *paths)
    said = [str(problem) for problem in caught.value.problems]
    assert all(line.startswith(tuple(f"{path}: " for path in paths)) for line in said), said
    return [line.partition(": ")[2] for line in said]


# What is asked, and in which order.


def test_what_a_question_hangs_on_stands_before_it(bundled: Library) -> None:
    for profile in (None, bundled.profile("ecu-2011-government")):
        asked = [q.fact.id for q in questions(bundled, "ECU", Scope(), profile)]
        places = {name: place for place, name in enumerate(asked)}
        assert len(places) == len(asked) > 300
        late = [
            (gate, name)
            for name in asked
            for gate in gates_of(bundled.facts[name], bundled.facts)
            if bundled.facts[gate].topic == bundled.facts[name].topic
            and places[gate] > places[name]
        ]
        assert late == []


def test_topics_stand_together_and_what_decides_most_stands_first(library: Library) -> None:
    asked = [q.fact.id for q in questions(library, "ATA", Scope())]
    assert asked == [
        *("treaties.x", "treaties.joined"),
        *("detention.limited", "detention.days", "detention.trained"),
        *("detention.has_camps", "detention.visited"),
        *("children.school", "children.papers"),
    ]
    one = questions(library, "ATA", library.scope(["T-2"]))
    assert [q.fact.id for q in one] == ["children.papers"]


def test_open_questions_stand_before_those_that_are_answered(library: Library) -> None:
    profile = library.profile("ata-2011-government").model_copy(
        update={"answers": {"children.papers": (Answer(value="yes"),)}}
    )
    asked = [q.fact.id for q in questions(library, "ATA", Scope(), profile)]
    assert asked.index("children.school") < asked.index("children.papers")


# The form of the workbook.


def test_the_cells_to_be_filled_in_are_unlocked_and_tinted_and_no_others(blank: Filled) -> None:
    for key, row in blank.rows.items():
        if key == f.HEADERS["key"]:
            continue
        for cell in blank.sheet[row]:
            field = next((n for n, c in blank.columns.items() if c == cell.column), "")
            is_member = " " in key and field in (f.HOW_SURE, f.OR)
            fillable = field in (ROW, *f.FIELDS) and not is_member
            assert cell.protection.locked is not fillable, cell.coordinate
            assert (cell.fill.fgColor.rgb == "00EEF6EA") is fillable
    assert blank.sheet.protection.sheet
    assert blank.sheet.protection.password is None
    assert blank.sheet.print_title_rows == "$1:$1"
    assert blank.sheet.page_setup.orientation == "landscape"


def test_every_list_that_a_cell_offers_is_there(blank: Filled) -> None:
    offered = [v for v in blank.sheet.data_validations.dataValidation if v.type == "list"]
    assert offered
    for validation in offered:
        place = blank.book.defined_names[validation.formula1].attr_text
        sheet, _, cells = place.rpartition("!")
        words = [cell.value for (cell,) in blank.book[sheet.strip("'")][cells.replace("$", "")]]
        assert words
        assert None not in words


def test_people_see_labels_and_programs_keep_ids(library: Library, tmp_path: Path) -> None:
    profile = library.profile("ata-2011-government")
    filled = Filled(written(tmp_path / "q.xlsx", library, profile))
    assert filled.sheet[filled.place("children.school", f.ANSWER)].value == (
        "Only children with a residence right"
    )
    answer = Answer(
        value="every_child",
        lead="Ministry",
        evidence=(
            Evidence(document="Act 1", said_by="government"),
            Evidence(document="Act 2", said_by="civil society", quote="all"),
        ),
    )
    more = profile.model_copy(update={"answers": {"children.school": (answer,)}})
    filled = Filled(written(tmp_path / "q.xlsx", library, more))
    besides = [cell.value for cell in filled.sheet[filled.rows["children.school"]]]
    assert "More evidence: “all”, Act 2 (said by civil society)" in besides


def test_answers_that_are_not_public_are_nowhere_in_the_file(
    library: Library, tmp_path: Path
) -> None:
    secret = Answer(value="no", note="between us", public=False)
    profile = library.profile("ata-2011-government")
    hidden = profile.model_copy(update={"answers": {"children.papers": (secret,)}})
    without = profile.model_copy(update={"answers": {}})
    with_it = written(tmp_path / "a.xlsx", library, hidden).read_bytes()
    assert with_it == written(tmp_path / "b.xlsx", library, without).read_bytes()


# What a filled-in cell comes to.


@pytest.mark.parametrize(
    ("key", "cells", "said"),
    [
        ("children.school", {"answer": EVERY_CHILD}, {"value": "every_child"}),
        (
            "children.school",
            {"answer": "every_child", "how_sure": "Certain"},
            {"value": "every_child"},
        ),
        (
            "children.school",
            {"answer": EVERY_CHILD, "or_answer": "No entitlement in law"},
            {"one of": ["every_child", "none"]},
        ),
        (
            "children.school",
            {"answer": EVERY_CHILD, "how_sure": "not this", "or_answer": "residents"},
            {"not": ["every_child", "residents"]},
        ),
        (
            "children.school",
            {"answer": f"{EVERY_CHILD}; residents", "how_sure": "one of"},
            {"one of": ["every_child", "residents"]},
        ),
        ("detention.days", {"answer": 30, "how_sure": "at least"}, {"at least": "30"}),
        (
            "detention.days",
            {"answer": "30 days", "how_sure": "between", "or_answer": "60"},
            {"at least": "30", "at most": "60"},
        ),
        (
            "treaties.joined",
            {"answer": "14 July 2001", "how_sure": "not before"},
            {"at least": "2001-07-14"},
        ),
        ("detention.limited", {"answer": True, "public": "no"}, {"value": "yes", "public": "no"}),
        ("detention.trained others", {"answer": "No"}, {"value": {"others": "no"}}),
        ("children.papers", {"note": "Asked, no reply."}, {"note": "Asked, no reply."}),
        (
            "children.papers",
            {"lead": "Ministry"},
            {"lead": "Ministry"},
        ),
        (
            "children.papers",
            {
                "answer": "yes",
                "document": "A law",
                "said_by": "government",
                "public": "Not the source",
            },
            {
                "value": "yes",
                "evidence": [{"document": "A law", "said_by": "government", "public": False}],
            },
        ),
    ],
)
def test_a_row_says_what_an_answer_can_say(
    key: str, cells: dict[str, Any], said: dict[str, Any], library: Library, blank: Filled
) -> None:
    reading = read(library, blank.put(key, **cells).save())
    fact = key.partition(" ")[0]
    assert reading.profile.answers == {fact: (Answer(**said),)}


def test_members_are_put_together_with_their_evidence(library: Library, blank: Filled) -> None:
    told = {"document": "Course 3", "said_by": "government"}
    blank.put("detention.trained judges", answer="yes", note="Since spring.", **told)
    blank.put("detention.trained border_police", answer="no", since="2010-01-02")
    reading = read(library, blank.save())
    (found,) = reading.profile.answers["detention.trained"]
    assert found.value == {"border_police": "no", "judges": "yes"}
    assert found.evidence == (Evidence(**told, members=["judges"]),)
    assert found.since is None
    assert found.note == "Judges: Since spring.\nBorder police: since 2010-01-02"
    said = "\n".join(reading.remarks)
    assert "a source counts for its own row; without a source are “Border police”" in said
    assert "kept in the note (Border police: since 2010-01-02)" in said


def test_what_stands_beside_every_answered_row_is_of_the_whole(
    library: Library, blank: Filled
) -> None:
    told = {"document": "Course 3", "said_by": "government", "since": "2010-01-02"}
    for member in ("border_police", "judges"):
        blank.put(f"detention.trained {member}", answer="yes", **told)
    reading = read(library, blank.save())
    (found,) = reading.profile.answers["detention.trained"]
    assert found.evidence == (Evidence(document="Course 3", said_by="government"),)
    assert (str(found.since), found.note, reading.remarks) == ("2010-01-02", None, ())


def test_days_of_two_rows_may_differ(library: Library, blank: Filled) -> None:
    blank.put("detention.trained judges", answer="yes", since="2010-01-02")
    blank.put("detention.trained border_police", answer="yes", since="2009-01-02")
    (found,) = read(library, blank.save()).profile.answers["detention.trained"]
    assert found.since is None
    assert found.note == "Border police: since 2009-01-02\nJudges: since 2010-01-02"


def test_a_source_beside_a_row_without_an_answer_is_asked_back(
    library: Library, blank: Filled
) -> None:
    blank.put("detention.trained border_police", document="Course 3", said_by="government")
    blank.put("detention.trained judges", answer="yes")
    (found,) = problems(library, blank.save())
    place = blank.place("detention.trained border_police", "document")
    assert f"Questions!{place}: this goes with an answer, and there is none in its row" in found


def test_a_row_that_does_not_hold_on_the_date_is_asked_back(
    library: Library, blank: Filled
) -> None:
    blank.put("detention.trained judges", answer="yes", since="2013-01-01")
    blank.put("detention.trained doctors", answer="yes")
    (found,) = problems(library, blank.save())
    place = blank.place("detention.trained judges", "since")
    what = "this answer does not hold on the date of the answers, 2011-07-14"
    assert f"Questions!{place}: {what}" in found


def test_one_confidential_row_keeps_the_question_back(library: Library, blank: Filled) -> None:
    blank.put("detention.trained judges", answer="yes", public="no")
    blank.put("detention.trained border_police", answer="yes", public="yes")
    reading = read(library, blank.save())
    (found,) = reading.profile.answers["detention.trained"]
    assert not found.public
    assert "the question is confidential with all its rows" in "\n".join(reading.remarks)


def test_a_source_that_was_held_stays_with_the_members_it_spoke_of(
    library: Library, tmp_path: Path
) -> None:
    course = Evidence(document="Course 3", said_by="press", place="p. 3")
    held = Answer(value={"judges": "yes", "doctors": "no"}, evidence=(course,))
    about = {"id": "ata-2011-government", "country": "ATA", "voice": "government"}
    answers = {"detention.trained": (held,)}
    profile = Profile(**about, speaker="G", as_of=date(2011, 7, 14), answers=answers)
    path = written(tmp_path / "q.xlsx", library, profile)
    key = "detention.trained border_police"
    filled = Filled(path).put(key, answer="yes", place="p. 4")
    (found,) = read(library, filled.save(tmp_path / "a.xlsx")).profile.answers["detention.trained"]
    assert [(one.place, one.members) for one in found.evidence] == [("p. 4", ("judges", "doctors"))]
    filled.put(key, document="Course 4")
    (found,) = read(library, filled.save(tmp_path / "b.xlsx")).profile.answers["detention.trained"]
    assert [(one.document, one.members) for one in found.evidence] == [
        ("Course 4", ("border_police",))
    ]
    again = profile.model_copy(update={"answers": {"detention.trained": (found,)}})
    told = Filled(written(tmp_path / "again.xlsx", library, again))
    assert told.sheet[told.place(key, "document")].value == "Course 4"
    assert read(library, told.about(**WHO).save()).profile.answers == again.answers


PROBLEMS: list[tuple[str, dict[str, Any], str, str]] = [
    ("children.school", {"answer": "Every chlid, whatever the status"}, "answer", "did you mean"),
    ("children.school", {"answer": "=B7"}, "answer", "a formula stands here"),
    ("children.papers", {"answer": "maybe"}, "answer", "neither yes nor no"),
    ("detention.days", {"answer": "1,000"}, "answer", "thousands or decimals"),
    ("detention.days", {"answer": 31.5}, "answer", "counted in whole days"),
    ("detention.days", {"answer": -1}, "answer", "below the least possible"),
    ("detention.days", {"answer": 9, "how_sure": "between"}, "or_answer", "needs both"),
    (
        "detention.days",
        {"answer": 9, "how_sure": "between", "or_answer": 3},
        "or_answer",
        "nothing lies between",
    ),
    ("treaties.joined", {"answer": "03/04/2011"}, "answer", "can be two days"),
    ("children.school", {"how_sure": "not this"}, "how_sure", "there is none"),
    ("children.school", {"answer": "none", "how_sure": "one of these"}, "or_answer", "is not said"),
    (
        "children.school",
        {"answer": "none", "or_answer": "residents", "how_sure": "certain"},
        "or_answer",
        "said to be certain",
    ),
    ("children.school", {"answer": "none", "how_sure": "at least"}, "how_sure", "has no order"),
    (
        "children.school",
        {"answer": "none", "how_sure": "perhaps"},
        "how_sure",
        "no word for how sure",
    ),
    ("children.papers", {"answer": "yes", "document": "Act 1"}, "said_by", "is missing"),
    (
        "children.papers",
        {"answer": "yes", "quote": "so", "said_by": "government"},
        "document",
        "is missing",
    ),
    ("children.papers", {"document": "Act", "said_by": "government"}, "document", "there is none"),
    ("children.papers", {"answer": "yes", "since": "soon"}, "since", "is no day"),
    (
        "children.papers",
        {"answer": "yes", "since": "2011-01-02", "until": "2011-01-01"},
        "until",
        "before it begins",
    ),
    (
        "children.papers",
        {"answer": "yes", "document": "T/1", "said_by": "government", "quote": "never said"},
        "quote",
        "does not stand in T/1",
    ),
    (
        "children.papers",
        {"answer": "yes", "document": "t 1", "said_by": "government"},
        "document",
        "is held as T/1",
    ),
    ("detention.trained others", {"answer": "yes"}, "answer", "this row takes `no` alone"),
    (
        "detention.trained judges",
        {"answer": "yes", "how_sure": "certain"},
        "how_sure",
        "by yes or no",
    ),
]


@pytest.mark.parametrize(("key", "cells", "field", "said"), PROBLEMS)
def test_what_is_wrong_is_named_by_its_cell(  # noqa: PLR0913, PLR0917 - one argument a part of it
    key: str, cells: dict[str, Any], field: str, said: str, library: Library, blank: Filled
) -> None:
    (found,) = problems(library, blank.put(key, **cells).save())
    assert found.startswith(f"Questions!{blank.place(key, field)}: ")
    assert said in found


def test_all_that_is_wrong_is_said_at_once(library: Library, blank: Filled) -> None:
    seen: set[str] = set()
    for key, cells, _, _ in PROBLEMS:
        if key not in seen:
            blank.put(key, **cells)
            seen.add(key)
    blank.about(as_of="someday", voice=None)
    found = problems(library, blank.save())
    assert len(found) == len(seen) + 2
    assert [
        line for line in found if not re.match(r"(Questions|Who answers)![A-Z]+\d+: ", line)
    ] == []


def test_an_answer_is_taken_back_by_saying_so_alone(library: Library, tmp_path: Path) -> None:
    profile = library.profile("ata-2011-government")
    filled = Filled(written(tmp_path / "q.xlsx", library, profile))
    filled.put("children.school", answer="(clear)")
    filled.put("treaties.x", answer=None, how_sure=None)
    reading = read(library, filled.save())
    assert "children.school" not in reading.profile.answers
    assert reading.profile.answers["treaties.x"] == profile.answers["treaties.x"]
    assert [remark for remark in reading.remarks if "emptied" in remark]


def test_a_changed_answer_does_not_keep_the_evidence_of_the_former_unsaid(
    library: Library, tmp_path: Path
) -> None:
    profile = library.profile("ata-2011-government")
    filled = Filled(written(tmp_path / "q.xlsx", library, profile))
    reading = read(library, filled.put("children.school", answer="none").save())
    (answer,) = reading.profile.answers["children.school"]
    (first, *more) = profile.answers["children.school"][0].evidence
    assert (answer.value, answer.evidence, len(more)) == ("none", (first,), 1)
    assert any("more evidence that was held for it is left out" in r for r in reading.remarks)
    assert any("is that of the former one" in remark for remark in reading.remarks)


# On the command line.


def test_a_questionnaire_is_assessed_as_it_is_and_made_into_a_profile(ours: Path) -> None:
    assert run("questionnaire", "ATA", "--from", "ata-2011-government", "-o", "q.xlsx").stdout == (
        "q.xlsx\n"
    )
    from_profile = run("assess", "ata-2011-government", "--format", "csv").stdout
    found = run("assess", "q.xlsx", "--format", "csv")
    assert found.exit_code == 0, found.stderr
    own = [line.replace("ata-2011-government", "q") for line in from_profile.splitlines()]
    assert [line.split(",")[1:3] for line in found.stdout.splitlines()] == [
        line.split(",")[1:3] for line in own
    ]
    run("import", "questionnaire", "q.xlsx", "-o", "mine.yaml")
    made = dict(parse(Path("mine.yaml").read_text(encoding="utf-8"), "mine").data)
    source = Path(ours, "profiles/ata-2011-government.yaml").read_text(encoding="utf-8")
    assert made["answers"] == parse(source, "x").data["answers"]
    assert run("check", "mine.yaml").exit_code == 0


def test_nothing_that_is_there_is_replaced_unasked(ours: Path) -> None:
    assert ours
    Path("q.xlsx").write_text("mine", encoding="utf-8")
    assert "there is such a file already" in refused("questionnaire", "ATA", "-o", "q.xlsx")
    assert Path("q.xlsx").read_text(encoding="utf-8") == "mine"
    assert run("questionnaire", "ATA", "-o", "q.xlsx", "--overwrite").exit_code == 0
    filled = Filled(Path("q.xlsx")).about(**WHO).save()
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    said = refused("import", "questionnaire", str(filled), "-o", "mine.yaml")
    assert "there is such a file already" in said
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_asked_is_refused(ours: Path) -> None:
    assert ours
    assert "there is no country" in refused("questionnaire", "Atlantis", "-o", "q.xlsx")
    said = refused(
        *("questionnaire", "ECU", "--from", "ata-2011-government", "-o", "q.xlsx"),
        *("--voice", "civil society"),
    )
    assert "is a profile of ATA, not of ECU" in said
    assert "its answers are not those of civil society" in said
    said = refused("questionnaire", "ATA", "-o", "q.xlsx", "--by-lead")
    assert "no question has a lead institution" in said
    assert not Path("q.xlsx").exists()


def lead_profile() -> None:
    """A profile in which two ministries are named."""
    Path("led.yaml").write_text(
        """country: ATA
voice: government
speaker: Government of Antarctica
as_of: 2011-07-14
answers:
  children.papers: {value: yes, lead: Ministry of Education}
  detention.limited: {note: Asked for., lead: "Ministère de l'Intérieur / ../x"}
""",
        encoding="utf-8",
    )


def test_a_workbook_for_each_ministry_and_back(ours: Path) -> None:
    assert ours
    lead_profile()
    made = run("questionnaire", "ATA", "--from", "led.yaml", "--by-lead", "-o", "q.xlsx").stdout
    files = made.split()
    assert files == [
        "q-ministere-de-l-interieur-x.xlsx",
        "q-ministry-of-education.xlsx",
        "q-rest.xlsx",
    ]
    assert [k for k in Filled(Path(files[1])).rows if k][1:] == ["children.papers"]
    Filled(Path(files[0])).put("detention.limited", answer="yes").save()
    Filled(Path(files[2])).put("children.school", answer="none").save()
    said = run("import", "questionnaire", *files, "-o", "led2.yaml")
    assert said.exit_code == 0, said.stderr
    answers = parse(Path("led2.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert answers["detention.limited"]["value"] == "yes"
    assert answers["children.school"] == {"value": "none"}
    assert answers["children.papers"] == {"value": "yes", "lead": "Ministry of Education"}


def test_each_ministry_can_say_something_of_the_whole(ours: Path) -> None:
    """Last year's note says nothing of this year's answers, and notes contradict nobody."""
    assert ours
    lead_profile()
    told = Path("led.yaml").read_text(encoding="utf-8")
    Path("led.yaml").write_text(told + "note: Of last year.\n", encoding="utf-8")
    order = ("questionnaire", "ATA", "--from", "led.yaml", "--by-lead")
    files = run(*order, "--as-of", "2012-06-30", "-o", "q.xlsx").stdout.split()
    Filled(Path(files[0])).about(note="Two offices answered.").save()
    Filled(Path(files[1])).about(note="Schools were asked.").save()
    assert run("import", "questionnaire", *files, "-o", "led2.yaml").exit_code == 0
    note = parse(Path("led2.yaml").read_text(encoding="utf-8"), "x").data["note"]
    assert note.startswith("Two offices answered. Schools were asked.")
    assert "Of last year." not in note
    run(*order, "-o", "same.xlsx")
    run("import", "questionnaire", "same-rest.xlsx", "-o", "same.yaml")
    note = parse(Path("same.yaml").read_text(encoding="utf-8"), "x").data["note"]
    assert note.startswith("Of last year.")


def test_two_who_answer_differently_are_both_named(ours: Path) -> None:
    assert ours
    run("questionnaire", "ATA", "-o", "q.xlsx")
    for name, answer in (("a.xlsx", "yes"), ("b.xlsx", "no")):
        filled = Filled(Path("q.xlsx")).about(**WHO).put("children.papers", answer=answer)
        place = filled.place("children.papers", f.ANSWER)
        filled.save(Path(name))
    said = refused("import", "questionnaire", "a.xlsx", "b.xlsx", "-o", "x.yaml")
    assert (
        f"b.xlsx: Questions!{place}: this is answered otherwise in a.xlsx: Questions!{place}: "
        "“yes”, and here “no”"
    ) in said
    assert not Path("x.yaml").exists()


def test_answers_that_were_not_in_the_file_are_taken_from_the_profile(ours: Path) -> None:
    assert ours
    lead_profile()
    text = Path("led.yaml").read_text(encoding="utf-8")
    Path("led.yaml").write_text(
        text + "  treaties.x: {value: party, public: no}\n", encoding="utf-8"
    )
    said = run("questionnaire", "ATA", "--from", "led.yaml", "-o", "q.xlsx").stderr
    assert "Left out, for they are not public: answers to 1 of the questions." in said
    result = run("import", "questionnaire", "q.xlsx", "-o", "x.yaml", "--onto", "led.yaml")
    assert result.exit_code == 0, result.stderr
    answers = parse(Path("x.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert answers["treaties.x"] == {"value": "party", "public": "no"}


def test_a_source_that_was_kept_back_comes_back_beside_a_new_note(ours: Path) -> None:
    assert ours
    lead_profile()
    text = Path("led.yaml").read_text(encoding="utf-8")
    source = "{document: A memo, said_by: press, public: no}"
    Path("led.yaml").write_text(
        f"{text}  treaties.x: {{value: party, evidence: [{source}]}}\n", encoding="utf-8"
    )
    run("questionnaire", "ATA", "--from", "led.yaml", "-o", "q.xlsx")
    filled = Filled(Path("q.xlsx")).put("treaties.x", note="Since asked again.")
    assert "memo" not in str([cell.value for row in filled.sheet.iter_rows() for cell in row])
    filled.save()
    result = run("import", "questionnaire", "q.xlsx", "-o", "x.yaml", "--onto", "led.yaml")
    assert result.exit_code == 0, result.stderr
    answers = parse(Path("x.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert answers["treaties.x"] == {
        "value": "party",
        "evidence": [{"document": "A memo", "said_by": "press", "public": "no"}],
        "note": "Since asked again.",
    }


def test_another_workbook_is_told_what_it_is(ours: Path) -> None:
    assert ours
    book = openpyxl.Workbook()
    book.save("other.xlsx")
    assert "is not a questionnaire of ours" in refused("assess", "other.xlsx")
    run("assess", "ata-2011-government", "-o", "report.xlsx")
    said = refused("assess", "report.xlsx")
    assert "this is a gap report, not a questionnaire" in said
    assert "compliance review" in said


def test_names_of_files_are_of_letters_and_digits_alone() -> None:
    taken: dict[Path, bytes] = {}
    for lead in ("../../etc", "../../etc", "وزارة", "Ñandú " * 40, ""):
        taken[file_of(Path("a/q.xlsx"), lead, taken)] = b""
    names = [path.name for path in taken]
    assert names[:3] == ["q-etc.xlsx", "q-etc-2.xlsx", "q-institution.xlsx"]
    assert names[4] == "q-rest.xlsx"
    assert all(
        len(name) < 80 and path.parent == Path("a") for name, path in zip(names, taken, strict=True)
    )


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_whatever_stands_in_the_cells_is_read_or_named(
    library: Library, tmp_path: Path, data: st.DataObject
) -> None:
    """No traceback, and every problem with its cell."""
    filled = Filled(written(tmp_path / "q.xlsx", library)).about(**WHO)
    anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9) | st.integers()
    anything |= st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.datetimes()
    anything |= st.sampled_from(["yes", "none", "=1", "(clear)", "certain", "at least", "not this"])
    for _ in range(6):
        key = data.draw(st.sampled_from([key for key in filled.rows if key != f.HEADERS["key"]]))
        filled.put(key, **{data.draw(st.sampled_from(f.FIELDS)): data.draw(anything)})
    try:
        read(library, filled.save())
    except InputError as error:
        places = [str(problem.where) for problem in error.problems]
        named = re.escape(f"{tmp_path / 'q.xlsx'}: ") + r"Questions![A-Z]+\d+"
        assert all(re.fullmatch(named, place) for place in places), places


def test_a_workbook_of_another_rulebook_is_refused(library: Library, blank: Filled) -> None:
    sheet = blank.book["_identity"]
    for row in sheet.iter_rows():
        if row[0].value == "compliance_rulebooks":
            row[1].value = '{"T-1": "h0", "OTHER-1": "h1"}'
    (found,) = problems(library, blank.save())
    assert "it was made of the rulebook `OTHER-1`, which there is not" in found


def test_a_key_that_there_is_not_or_twice_is_named(library: Library, blank: Filled) -> None:
    for key, new in (("children.papers", "children.paper"), ("treaties.x", "treaties.joined")):
        blank.put(key, key=new, row=new, note="Said.")
    found = problems(library, blank.save())
    places = [blank.place("treaties.joined", "key"), blank.place("children.papers", "note")]
    assert [line.partition(": ")[0] for line in found] == [f"Questions!{place}" for place in places]
    assert "did you mean `children.papers`?" in found[1]


def test_hidden_sheets_that_were_changed_are_told_from_answers(
    library: Library, tmp_path: Path
) -> None:
    profile = library.profile("ata-2011-government")
    filled = Filled(written(tmp_path / "q.xlsx", library, profile))
    filled.book["_kept"]["D2"].value = "[{}, 3"
    assert "the hidden sheets were changed" in problems(library, filled.save())[0]
    del filled.book["_kept"]
    reading = read(library, filled.save())
    assert reading.profile.answers["treaties.x"][0].value == "party"
    assert any("hidden sheets are gone" in remark for remark in reading.remarks)
