"""What people and hostile files do to questionnaires, each with what is right."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.command_line import refused, run
from support.layers import FILES
from support.questionnaires import WHO, Filled, library_of_tests, read, written

from compliance.errors import InputError
from compliance.library.library import Library
from compliance.library.yaml_reader import parse
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.schema import column_name


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of_tests(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def blank(library: Library, tmp_path: Path) -> Filled:
    return Filled(written(tmp_path / "q.xlsx", library)).about(**WHO)


def said(library: Library, *paths: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(library, *paths)
    return "\n".join(str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("word", ["N/A", "don't know", "-", "unknown", "?", "tbd"])
@pytest.mark.parametrize("key", ["children.papers", "children.school", "detention.days"])
def test_no_hint_asks_for_an_answer_that_nobody_has(
    key: str, word: str, library: Library, blank: Filled
) -> None:
    found = said(library, blank.put(key, answer=word).save())
    assert "leave the cell empty and say why under `Note`" in found
    assert "write `yes`" not in found


@pytest.mark.parametrize("word", ["confidential", "Secret", "N/A", "unknown", "source no"])
def test_no_hint_publishes_what_is_to_be_kept_back(
    word: str, library: Library, blank: Filled
) -> None:
    source = {"document": "An act", "said_by": "government"}
    found = said(library, blank.put("children.papers", answer="yes", public=word, **source).save())
    assert f"Questions!{blank.place('children.papers', 'public')}: `{word}` is neither" in found
    assert "write `no` to keep the answer confidential, `not the source` to keep back" in found
    assert "leave the cell empty" not in found


@pytest.mark.parametrize("word", ["don't know", "unsure", "N/A"])
@pytest.mark.parametrize("name", ["how_sure", "or_answer"])
def test_no_hint_makes_a_doubtful_answer_certain(
    name: str, word: str, library: Library, blank: Filled
) -> None:
    found = said(library, blank.put("children.school", answer="none", **{name: word}).save())
    assert f"Questions!{blank.place('children.school', name)}: " in found
    assert "empty the row" in found
    assert "leave the cell empty" not in found


def test_what_a_list_says_to_other_words_fits_its_empty_cells(blank: Filled) -> None:
    def words(name: str) -> str:
        place = blank.sheet[blank.place("children.school", name)].coordinate
        (found,) = (v for v in blank.sheet.data_validations.dataValidation if place in v.cells)
        return found.error or ""

    assert words("answer") == "Choose from the list, or leave the cell empty."
    assert words("public") == "Choose from the list. An empty cell means: may be published."
    assert words("how_sure") == "Choose from the list. An empty cell means: certain."


def test_a_number_in_another_unit_is_told_in_which_it_is_counted(
    library: Library, blank: Filled
) -> None:
    found = said(library, blank.put("detention.days", answer="18 months").save())
    assert "`18 months` is no number" in found
    assert "hint: write the number of days alone, such as 30" in found


@pytest.mark.parametrize("word", ["N/A", "-", "—", "none", "nil", "tbd", "?", "idem"])
@pytest.mark.parametrize("name", ["document", "place", "quote", "lead"])
def test_what_names_nothing_is_refused_at_its_cell(
    name: str, word: str, library: Library, blank: Filled
) -> None:
    source = {"document": "An act", "said_by": "government"}
    blank.put("children.papers", answer="yes", **(source | {name: word}))
    found = said(library, blank.save())
    assert f"Questions!{blank.place('children.papers', name)}: `{word}` names nothing" in found


def test_a_placeholder_alone_is_no_note_and_no_speaker(library: Library, blank: Filled) -> None:
    found = said(library, blank.put("children.papers", note="-").about(speaker="N/A").save())
    assert f"Questions!{blank.place('children.papers', 'note')}: `-` says nothing" in found
    assert "Who answers!B5: `N/A` names nothing" in found


@pytest.mark.parametrize("mark", ["“{}”", '"{}"', "„{}“", "«{}»", "'{}'", "{}\u00ad", "\u200b{}"])
def test_marks_around_a_quotation_and_unseen_signs_are_taken_off(
    mark: str, library: Library, blank: Filled
) -> None:
    words = "admit every child to school"
    blank.put("children.papers", answer="yes", document="T/1", said_by="united nations")
    (answer,) = read(
        library, blank.put("children.papers", quote=mark.format(words)).save()
    ).profile.answers["children.papers"]
    assert answer.evidence[0].quote == words


def test_closing_a_list_is_its_own_answer_and_says_what_it_closed(
    library: Library, blank: Filled
) -> None:
    row = blank.rows["detention.trained others"]
    texts = [cell.value for cell in blank.sheet[row]]
    assert "All rows above that I left empty: the answer is NO" in texts
    assert "no" not in texts
    blank.put("detention.trained judges", answer="yes").save()
    reading = read(library, blank.path)
    assert reading.profile.answers["detention.trained"][0].value == {"judges": "yes"}
    reading = read(library, blank.put("detention.trained others", answer="no").save())
    (remark,) = reading.remarks
    assert remark.endswith("counted as no, though empty: “Border police” and “Doctors”")


def test_what_is_written_beside_the_answers_is_named(library: Library, blank: Filled) -> None:
    sheet = blank.sheet
    column = sheet.max_column + 1
    sheet.cell(1, column).value, sheet.cell(2, column).value = "Our comments", "not for us"
    sheet["C2"].value = "typed over"
    blank.book.create_sheet("Remarks")["A1"].value = "question 4 is not for us"
    remarks = "\n".join(read(library, blank.put("children.papers", answer="yes").save()).remarks)
    assert "the column `Our comments` is not read: Questions!" in remarks
    assert "Questions!C2: “typed over” was written into a cell that is not for entries" in remarks
    assert "the sheet `Remarks` was added: it is not read (1 cell)" in remarks


def test_hidden_rows_count_and_are_said_and_of_merged_cells_the_first(
    library: Library, blank: Filled
) -> None:
    blank.put("children.papers", answer="yes")
    row = blank.rows["children.papers"]
    blank.sheet.row_dimensions[row].hidden = True
    place = blank.place("children.papers", "note")
    blank.sheet.merge_cells(f"{place}:{place.rstrip('0123456789')}{row + 1}")
    reading = read(library, blank.save())
    assert reading.profile.answers["children.papers"][0].value == "yes"
    remarks = "\n".join(reading.remarks)
    assert f"hidden or filtered rows were filled in, and count: Questions!{row}" in remarks
    assert f"Questions!{place}:" in remarks
    assert "they count for the first of them alone" in remarks


def test_green_cells_sorted_alone_are_read_for_their_own_rows(
    library: Library, blank: Filled
) -> None:
    blank.put("children.papers", answer="yes", note="Of papers.")
    one, other = blank.rows["children.papers"], blank.rows["children.school"]
    for name in ("row", *f.FIELDS):
        cells = [blank.sheet.cell(row, blank.columns[name]) for row in (one, other)]
        cells[0].value, cells[1].value = cells[1].value, cells[0].value
    reading = read(library, blank.save())
    assert set(reading.profile.answers) == {"children.papers"}
    assert "sorted without the others" in "\n".join(reading.remarks)


def test_a_choice_renamed_on_the_way_is_said_and_never_written(tmp_path: Path) -> None:
    before = library_of_tests(tmp_path / "one")
    path = written(tmp_path / "q.xlsx", before, before.profile("ata-2011-government"))
    facts = FILES["rules/facts/children.yaml"].replace("residents:", "settled:")
    rules = {n: t.replace("residents", "settled") for n, t in FILES.items() if "/T-" in n}
    profiles = {n: "" for n in FILES if n.startswith("profiles/")}
    kept = {n: t for n, t in FILES.items() if n not in profiles}
    after = library_of_tests(tmp_path / "two", kept | rules | {"rules/facts/children.yaml": facts})
    found = said(after, path)
    assert "fits the question no longer: `residents` is no choice of `children.school`" in found


def renamed(tmp_path: Path) -> Library:
    """The library in which the question of papers has another id."""
    files = {
        name: text.replace("children.papers", "children.documents") for name, text in FILES.items()
    }
    return library_of_tests(tmp_path / "other", files)


def test_a_question_that_is_no_longer_asked_and_has_no_answer_keeps_nothing_back(
    library: Library, tmp_path: Path
) -> None:
    filled = Filled(written(tmp_path / "q.xlsx", renamed(tmp_path))).about(**WHO)
    reading = read(library, filled.put("children.school", answer="every_child").save())
    assert set(reading.profile.answers) == {"children.school"}
    (remark,) = reading.remarks
    place = f"Questions!{filled.place('children.documents', 'key')}"
    assert remark == (
        f"{filled.path}: {place}: there is no `children.documents` here; "
        "nothing is filled in in its row"
    )


def test_an_answer_to_a_question_that_is_no_longer_asked_is_not_passed_over(
    library: Library, tmp_path: Path
) -> None:
    filled = Filled(written(tmp_path / "q.xlsx", renamed(tmp_path))).about(**WHO)
    found = said(library, filled.put("children.documents", answer="yes").save())
    assert found == (
        f"{filled.path}: Questions!{filled.place('children.documents', 'answer')}: "
        "there is no `children.documents` here\n"
        "  hint: give the `--layer` it is from; if it is no longer asked, empty its cells"
    )


def test_answers_that_contradict_each_other_are_said_as_they_are_read(
    library: Library, blank: Filled
) -> None:
    blank.put("detention.limited", answer="no").put("detention.days", answer="180")
    (remark,) = read(library, blank.save()).remarks
    assert remark == (
        f"{blank.path}: Questions!{blank.place('detention.days', 'answer')}: `detention.days` has "
        "an answer, and by the answer to `detention.limited` the question does not arise; "
        "`compliance check` refuses the account until one of them is changed"
    )


def test_an_answer_that_does_not_count_on_the_date_is_said_as_it_is_read(
    library: Library, blank: Filled
) -> None:
    blank.put("children.school", answer="none", since="2012-12-31")
    (remark,) = read(library, blank.save()).remarks
    place = blank.place("children.school", "since")
    what = "this answer does not count on the date of the answers, 2011-07-14"
    assert remark == f"{blank.path}: Questions!{place}: {what}"


def test_where_the_sent_texts_are_gone_what_is_beside_is_named_all_the_same(
    library: Library, blank: Filled
) -> None:
    column = blank.sheet.max_column + 1
    blank.sheet.cell(1, column).value, blank.sheet.cell(2, column).value = "Ours", "not for us"
    blank.book.create_sheet("Remarks")["A1"].value = "question 4 is not for us"
    del blank.book["_sent"]
    remarks = "\n".join(read(library, blank.put("children.papers", answer="yes").save()).remarks)
    assert "the hidden sheet _sent is gone, or an older version made the workbook" in remarks
    assert "the sheet `Remarks` was added: it is not read (1 cell)" in remarks
    assert "the column `Ours` is not read: Questions!" in remarks
    assert "Read me" not in remarks


@pytest.mark.parametrize("sheet", ["_base", "_kept"])
def test_a_hidden_sheet_that_was_emptied_is_told(
    sheet: str, library: Library, blank: Filled
) -> None:
    blank.book[sheet].delete_rows(1, blank.book[sheet].max_row)
    assert "the hidden sheets were changed" in said(library, blank.save())


def test_a_stray_cell_far_down_costs_nothing(library: Library, blank: Filled) -> None:
    blank.sheet["A1048576"].value = "x"
    assert "Questions!1048576: not read" in "\n".join(
        read(library, blank.put("children.papers", answer="yes").save()).remarks
    )


def two(library: Library, tmp_path: Path, **answers: dict[str, Any]) -> list[str]:
    """A copy for each institution, of other dates."""
    names = []
    for number, (name, cells) in enumerate(answers.items(), 1):
        filled = Filled(written(tmp_path / f"{name}.xlsx", library))
        filled.about(voice="government", speaker=f"Ministry {name}", as_of=f"2012-0{number}-15")
        names.append(str(filled.put("children.papers", **cells).save()))
    return names


@pytest.mark.usefixtures("ours")
def test_institutions_and_dates_that_differ_are_told_at_once_and_set_for_all(
    library: Library, tmp_path: Path
) -> None:
    names = two(library, tmp_path, a={"answer": "yes", "note": "Of A."}, b={"note": "Of B."})
    found = refused("import", "questionnaire", *names, "-o", "x.yaml")
    assert "differ in `Name of your institution`: Ministry a (a.xlsx); Ministry b (b.xlsx)" in found
    assert "differ in `Date of your answers`: 2012-01-15 (a.xlsx); 2012-02-15 (b.xlsx)" in found
    done = run(
        *("import", "questionnaire", *names, "-o", "x.yaml"),
        *("--speaker", "Government", "--as-of", "2012-06-30"),
    )
    assert done.exit_code == 0, done.stderr
    assert "  Ministry a: 1 of 9 questions (a.xlsx)\n  Ministry b: 0 of 9" in done.stderr
    assert "1 question answered in all; 1 entry new or changed." in done.stderr
    data = parse(Path("x.yaml").read_text(encoding="utf-8"), "x").data
    assert (data["speaker"], data["as_of"]) == ("Government", "2012-06-30")
    assert "a.xlsx (Ministry a, 2012-01-15), b.xlsx (Ministry b, 2012-02-15)" in " ".join(
        data["note"].split()
    )
    answer = data["answers"]["children.papers"]
    assert (answer["value"], answer["lead"]) == ("yes", "Ministry a")
    assert answer["note"] == "Of A.\nOf B."
    said_ = refused("import", "questionnaire", names[0], "-o", "y.yaml", "--speaker", "N/A")
    assert "--speaker: `N/A` names nobody" in said_


@pytest.mark.usefixtures("ours")
def test_faulty_copies_go_back_annotated_and_what_is_sound_is_assessed() -> None:
    run("questionnaire", "ATA", "-o", "q.xlsx")
    filled = Filled(Path("q.xlsx")).about(**WHO)
    filled.put("children.papers", answer="maybe", note="Asked.").put(
        "children.school", answer="none"
    )
    filled.sheet["C2"].value = "=HYPERLINK(1)"
    filled.save()
    found = refused("import", "questionnaire", "q.xlsx", "-o", "x.yaml", "--annotated", "back")
    place = filled.place("children.papers", f.ANSWER)
    assert f"q.xlsx: Questions!{place}: `maybe` is neither yes nor no" in found
    assert os.listdir("back") == ["q-annotated.xlsx"]
    book = load_workbook("back/q-annotated.xlsx")
    cell = book["Questions"][place]
    assert (cell.value, "neither yes nor no" in cell.comment.text) == ("maybe", True)
    assert not str(book["Questions"]["C2"].value).startswith("=")
    name = book.defined_names[column_name(f.ABOUT, f.SPEAKER)].attr_text.replace("$", "")
    assert book[f.ABOUT][name.rpartition("!")[2]].value == "Ministry of Tests"
    mended = Filled(Path("back/q-annotated.xlsx")).put("children.papers", answer="no").save()
    done = run("import", "questionnaire", str(mended), "-o", "mended.yaml")
    answers = parse(Path("mended.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert (done.exit_code, answers) == (
        0,
        {
            "children.school": {"value": "none"},
            "children.papers": {"value": "no", "note": "Asked."},
        },
    )
    for command in (("assess", "q.xlsx"), ("import", "questionnaire", "q.xlsx", "-o", "x.yaml")):
        assert refused(*command)
        done = run(*command, "--keep-going")
        assert done.exit_code == 0
        assert f"q.xlsx: Questions!{place}: `maybe` is neither yes nor no" in done.stderr
        assert "left open" in done.stderr
    answers = parse(Path("x.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert answers == {"children.school": {"value": "none"}}
    printed = run("assess", "q.xlsx", "--keep-going").stdout
    commands = re.findall(r"compliance .*", printed.partition("\nNext\n")[2].replace(" \n", " "))
    assert commands[0] == "compliance import questionnaire q.xlsx --keep-going -o q.yaml"
    for command in commands:
        done = run(*shlex.split(command)[1:])
        assert done.exit_code == 0, done.stderr


@pytest.mark.usefixtures("ours")
def test_topics_are_assigned_by_id_or_title_and_the_institution_leaves_no_note() -> None:
    order = ("questionnaire", "ATA", "--by-lead", "-o", "q.xlsx")
    said_ = refused(*order, "--assign", "Schools=X", "--assign", "children")
    assert "there is no topic `Schools`" in said_
    assert "`children` assigns no topic" in said_
    assigned = ("--assign", "CHILDREN=Ministry of Education", "--assign", "detention=Police")
    files = run(*order, *assigned).stdout.split()
    assert files == ["q-police.xlsx", "q-ministry-of-education.xlsx", "q-rest.xlsx"]
    filled = Filled(Path(files[1])).about(**WHO).put("children.papers", answer="yes").save()
    assert run("import", "questionnaire", str(filled), "-o", "x.yaml").exit_code == 0
    assert run("check", "x.yaml").exit_code == 0
    answers = parse(Path("x.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    assert answers["children.papers"] == {"value": "yes", "lead": "Ministry of Education"}
    assert answers["children.school"] == {"lead": "Ministry of Education"}


def test_what_official_lists_say_is_filled_in_marked_and_no_answer_of_the_speaker(
    bundled: Library, tmp_path: Path
) -> None:
    from compliance.workbook.questionnaire.forms import questionnaires  # noqa: PLC0415
    from compliance.workbook.questionnaire.order import Order  # noqa: PLC0415
    from compliance.workbook.questionnaire.reading import Order as Reading  # noqa: PLC0415
    from compliance.workbook.questionnaire.reading import read_questionnaires  # noqa: PLC0415

    scope = bundled.scope(["A-RES-65-212"], ["treaties"])
    path = tmp_path / "q.xlsx"
    (content,) = questionnaires(Order("ECU", scope), bundled, path, divided=False).values()
    path.write_bytes(content)
    filled = Filled(path).about(**WHO)
    assert filled.sheet[filled.place("treaties.icrmw", f.ANSWER)].value == "Party"
    texts = [str(cell.value) for cell in filled.sheet[filled.rows["treaties.icrmw"]]]
    assert any(text.startswith("Filled in from an official list") for text in texts)
    assert any("A/RES/65/212, para. " in text for text in texts)
    found = read_questionnaires([filled.save()], bundled, Reading("made"))
    assert found.profile.answers == {}
    (copy,) = found.copies
    assert copy.counts()[0] == 0
    source = {"document": "Gazette 5", "said_by": "government"}
    found = read_questionnaires(
        [filled.put("treaties.icrmw", **source).save()], bundled, Reading("m")
    )
    (answer,) = found.profile.answers["treaties.icrmw"]
    assert (answer.value, answer.evidence[0].document) == ("party", "Gazette 5")
    (copy,) = found.copies
    assert copy.counts()[0] == 1


@pytest.mark.usefixtures("ours")
def test_no_output_is_written_over_an_input() -> None:
    run("questionnaire", "ATA", "-o", "q.xlsx")
    Filled(Path("q.xlsx")).about(**WHO).save()
    before = Path("q.xlsx").read_bytes()
    for command in ("assess", "plan", "ask", "matrix"):
        assert "this file is one of those to be read" in refused(
            command, "q.xlsx", "-o", "./q.xlsx"
        )
    assert Path("q.xlsx").read_bytes() == before


@pytest.mark.usefixtures("ours")
def test_a_workbook_given_to_check_is_told_what_reads_it() -> None:
    Path("q.xlsx").write_bytes(b"PK\xc7")
    found = refused("check", "q.xlsx")
    assert "this is a workbook" in found
    assert "compliance import questionnaire" in found
    assert "UTF-8" not in found


@pytest.mark.usefixtures("ours")
def test_messages_carry_nothing_that_a_terminal_obeys() -> None:
    for name in ("a\x1b[31mb.yaml", "a\u202eb.yaml", "a\nb.yaml"):
        found = refused("check", name)
        assert len(found.splitlines()) == 3
        assert not {"\x1b", "\u202e"} & set(found)
