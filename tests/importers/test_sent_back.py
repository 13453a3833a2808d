"""`compliance export recommendations`: a list goes back as it came, each row answered."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from support.command_line import refused, run

from compliance.errors import Location
from compliance.importers.recommendations.drafting import Drafter
from compliance.importers.recommendations.recommendation import Recommendation
from compliance.library.library import Library
from compliance.model.scalars import BUNDLED

pytestmark = pytest.mark.usefixtures("ours")
CHECKS = """checks:
  - id: school
    asks: every child to school
    measure: structure
    met: children.school == "every_child"
    partly: children.school == "residents"
    remedy: Admit every child.
  - id: papers
    asks: whatever its papers
    measure: process
    met: not children.papers
    remedy: Ask for no papers.
"""
MATRIX = """Recommendation,Position,Themes,Assessment/comments on level of implementation
Theme: Right to education,,,
97.1 Admit every child to school whatever its papers;,Supported,- Right to education,
97.2 Train judges on the rights of migrants;,Noted,- Right to education,
-----,,,
"""
PROFILE = """country: ATA
voice: government
speaker: Government of Antarctica
as_of: 2012-01-31
answers:
  children.school:
    value: every_child
    evidence: [{document: "=Act 1", said_by: government, place: s. 2, quote: a permit}]
  children.papers: {value: yes, public: no, note: Nobody is to know.}
"""
ACTIONS = """country: ATA
actions:
  - action: Ask for no papers
    to: {children.papers: {value: no}}
    lead: "=Ministry of Schools"
    due: 2012-06-30
    state: under way
    progress: [{on: 2012-02-01, note: Drafted., said_by: Cabinet}]
  - action: Train them
    rules: UPR-ATA.97_2
    lead: Ministry of Justice
  - action: Visit camps
    to: {detention.visited: {value: yes}}
    lead: Nobody here
"""
DOCUMENT = "A/HRC/8/48"


def imported(text: str = MATRIX, name: str = "list.csv") -> Path:
    """A list that is imported; the first of its recommendations has tests."""
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    Path("me.yaml").write_text(PROFILE, encoding="utf-8")
    done = run("import", "recommendations", name, "--country", "ATA", *OF_DOCUMENT, "-o", "layer")
    assert done.exit_code == 0, done.output
    rule = Path("layer/rules/UPR-ATA/97_1.yaml")
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("draft: yes\n", CHECKS), encoding="utf-8")
    Path("layer/actions").mkdir()
    Path("layer/actions/ata.yaml").write_text(ACTIONS, encoding="utf-8")
    return path


OF_DOCUMENT = ("--document", DOCUMENT)


def sent_back(path: Path, *targets: str, code: int = 0) -> str:
    options = [part for target in targets for part in ("-o", target)]
    layer = ("--layer", "layer", "--as-of", "2012-10-01")
    result = run("export", "recommendations", str(path), "me.yaml", *layer, *OF_DOCUMENT, *options)
    assert result.exit_code == code, result.output
    return result.stderr


def rows_in(name: str) -> list[list[str]]:
    text = Path(name).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_of_a_matrix_the_last_column_is_filled_in_and_nothing_else_changes() -> None:
    sent_back(imported(), "back.csv")
    came, back = list(csv.reader(io.StringIO(MATRIX))), rows_in("back.csv")
    assert [row[:3] for row in back] == [row[:3] for row in came]
    assert back[0] == came[0]
    assert back[2][3] == (
        "At least partly met. Asked “Which migrant children does the law entitle to attend "
        "school?”, the "
        "speaker answers: “Every child, whatever the status”. 1 question is open.\n"
        "Source: =Act 1, s. 2 (said by the government)\n"
        "Responsible: =Ministry of Schools\n"
        "Due: 2012-06-30\n"
        "Progress: under way, overdue. 2012-02-01, Cabinet: Drafted."
    )
    assert back[3][3] == ("Not yet tested.\nResponsible: Ministry of Justice\nProgress: planned.")
    assert back[1] == came[1]
    assert back[4] == came[4]


SPANISH = """Recomendación,Posición,Temas,Evaluación/comentarios sobre el nivel de cumplimiento
97.1 Admit every child to school whatever its papers;,Aceptada,- Derecho a la educación,
97.2 Train judges on the rights of migrants;,Se toma nota,- Derecho a la educación,
"""
FRENCH = """Recommandation,Position,Thèmes,Évaluation/commentaires sur le niveau de mise en œuvre
97.1 Admit every child to school whatever its papers;,Acceptée,- Droit à l'éducation,
97.2 Train judges on the rights of migrants;,Notée,- Droit à l'éducation,
"""


@pytest.mark.parametrize("text", [SPANISH, FRENCH], ids=["es", "fr"])
def test_a_matrix_with_headings_in_spanish_or_french_is_read_and_filled_in(text: str) -> None:
    sent_back(imported(text), "back.csv")
    header, first, second = rows_in("back.csv")
    assert header == text.splitlines()[0].split(",")
    assert first[3].startswith("At least partly met.")
    assert second[3].startswith("Not yet tested.")
    library = Library.load([BUNDLED, "layer"])
    positions = [library.rules[f"UPR-ATA.97_{n}"].position for n in (1, 2)]
    assert [one and one.read_as for one in positions] == ["supported", "noted"]


def test_a_list_in_spanish_names_its_states() -> None:
    Path("lista.csv").write_text(
        "Estado examinado,Texto,Estados que recomiendan,Documento,Párrafo\n"
        'Antártida,"Admit every child to school whatever its papers;","Perú, Países Bajos",'
        "A/HRC/8/48,97.1\nPerú,Train judges;,Francia,A/HRC/8/37,52.1\n",
        encoding="utf-8",
    )
    done = run("import", "recommendations", "lista.csv", "-o", "layer")
    assert done.exit_code == 0, done.output
    rules = Library.load([BUNDLED, "layer"]).rules
    assert rules["UPR-ATA.97_1"].recommended_by == ("Perú", "Países Bajos")
    assert rules["UPR-PER.52_1"].recommended_by == ("Francia",)


WRITTEN = "Achieved in 2011, says the ministry."


def test_what_people_wrote_into_a_matrix_is_kept_and_only_empty_cells_are_filled_in() -> None:
    filled = MATRIX.replace(",Supported,- Right to education,", f',Supported,x,"{WRITTEN}"')
    path = imported(filled)
    said = sent_back(path, "back.csv", "back.xlsx", "back.md")
    assert said.startswith(
        "row 3: what stands under `Assessment/comments on level of implementation` is kept as it "
        "is\n"
    )
    header, _, first, second, _ = rows_in("back.csv")
    assert header == MATRIX.splitlines()[0].split(",")
    assert first[3] == WRITTEN
    assert second[3].startswith("Not yet tested.\n")
    sheet = openpyxl.load_workbook("back.xlsx").worksheets[0]
    assert (sheet["D3"].value, sheet["E1"].value) == (WRITTEN, None)
    assert str(sheet["D4"].value).startswith("Not yet tested.\n")
    assert f"| {WRITTEN} |" in Path("back.md").read_text(encoding="utf-8")


def test_nothing_confidential_is_in_any_of_them() -> None:
    names = ["back.csv", "back.json", "back.md", "back.html", "back.docx", "back.xlsx"]
    said = sent_back(imported(), *names)
    assert "Nobody is to know" not in said
    told = json.loads(Path("back.json").read_text(encoding="utf-8"))
    # With the answer that is not published it would be partly met for certain.
    [first, second] = [row for row in told["rows"] if "status" in row]
    assert first["status"] == "at least partly met"
    assert first["rules"][0]["possible"] == ["partly met", "met"]
    assert (second["status"], second["rules"][0]["draft"]) == ("not yet tested", True)
    assert first["rules"][0]["document_url"] == f"https://undocs.org/{DOCUMENT}"
    assert [one["lead"] for one in first["actions"]] == ["=Ministry of Schools"]
    assert "Nobody is to know" not in Path("back.md").read_text(encoding="utf-8")


def test_a_workbook_keeps_its_form_and_its_other_sheets() -> None:
    imported()
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "UPR"
    sheet.append(["Recommendations to Antarctica"])
    for row in csv.reader(io.StringIO(MATRIX)):
        sheet.append(row)
    sheet.merge_cells("A3:D3")
    sheet["A4"].font = Font(bold=True)
    sheet["F4"] = "=1+1"
    sheet["F2"] = "Ours"
    book.create_sheet("Notes")["A1"] = "kept"
    book.save("matrix.xlsx")
    sent_back(Path("matrix.xlsx"), "back.xlsx")
    back = openpyxl.load_workbook("back.xlsx")
    found = back["UPR"]
    assert back["Notes"]["A1"].value == "kept"
    assert [str(area) for area in found.merged_cells.ranges] == ["A3:D3"]
    assert found["A4"].font.bold
    assert found["F4"].value == "=1+1"
    assert str(found["D4"].value).startswith("At least partly met. ")
    assert str(found["D5"].value).startswith("Not yet tested.")
    assert [found[f"A{n}"].value for n in (1, 3, 6)] == [
        "Recommendations to Antarctica",
        "Theme: Right to education",
        "-----",
    ]
    first = Path("back.xlsx").read_bytes()
    sent_back(Path("matrix.xlsx"), "again.xlsx")
    assert Path("again.xlsx").read_bytes() == first


PLAIN = """Text,Paragraph,Document,Status
Admit every child to school whatever its papers;,97.1,A/HRC/8/48,
"=HYPERLINK(""http://x"")",,,
Train judges on the rights of migrants;,97.2,A/HRC/8/48,
Open a shelter;,97.3,A/HRC/8/48,
"""


def test_a_list_without_such_a_column_gets_one_for_each_and_its_own_status_is_used() -> None:
    imported()
    Path("plain.csv").write_text(PLAIN, encoding="utf-8")
    said = sent_back(Path("plain.csv"), "back.csv", "back.xlsx")
    assert "2 recommendations of the list have no rule: nothing is written beside" in said
    header, first, formula, second, third = rows_in("back.csv")
    assert header == [
        *("Text", "Paragraph", "Document", "Status", "Why", "Source", "Responsible", "Due"),
        *("Progress", "Link to the document"),
    ]
    assert first[3] == "at least partly met"
    assert first[6:9] == [
        "'=Ministry of Schools",
        "2012-06-30",
        "under way, overdue. 2012-02-01, Cabinet: Drafted.",
    ]
    assert formula[0] == '\'=HYPERLINK("http://x")'
    assert second[3:] == [
        "not yet tested",
        "Its checks are still to be written.",
        "",
        "Ministry of Justice",
        "",
        "planned.",
        f"https://undocs.org/{DOCUMENT}",
    ]
    assert third == ["Open a shelter;", "97.3", DOCUMENT, ""]
    sheet = openpyxl.load_workbook("back.xlsx").worksheets[0]
    assert sheet["G2"].value == "=Ministry of Schools"
    assert sheet["G2"].data_type == "s"
    assert sheet["J2"].hyperlink.target == f"https://undocs.org/{DOCUMENT}"


def test_a_column_that_holds_something_is_left_as_it_is() -> None:
    imported()
    filled = PLAIN.replace(f"97.1,{DOCUMENT},", f"97.1,{DOCUMENT},Under review")
    Path("plain.csv").write_text(filled, encoding="utf-8")
    sent_back(Path("plain.csv"), "back.csv")
    header, first, *_ = rows_in("back.csv")
    assert header[3:5] == ["Status", "Status (our tests)"]
    assert first[3:5] == ["Under review", "at least partly met"]


def test_the_parts_of_a_recommendation_are_each_told() -> None:
    imported()
    folder = Path("layer/rules/UPR-ATA")
    text = (folder / "97_1.yaml").read_text(encoding="utf-8")
    part = (
        text.replace("provision: '97.1'", "provision: 97.1 (a)")
        .replace('provision: "97.1"', "provision: 97.1 (a)")
        .replace("provision: 97.1\n", "provision: 97.1 (a)\n")
    )
    (folder / "97_1a.yaml").write_text(part, encoding="utf-8")
    listing = folder / "instrument.yaml"
    told = listing.read_text(encoding="utf-8")
    assert "97.1" in told
    sent_back(Path("list.csv"), "back.json")
    rows = json.loads(Path("back.json").read_text(encoding="utf-8"))["rows"]
    assert rows[1]["status"] == "97.1: at least partly met; 97.1 (a): at least partly met"


def test_one_account_answers_and_the_list_is_not_written_over() -> None:
    path = imported()
    layer = ("--layer", "layer")
    said = refused("export", "recommendations", str(path), "ATA", *layer)
    assert "a list is answered by one account, and several are named\n" in said
    said = refused("export", "recommendations", str(path), "me.yaml", *layer, "-o", str(path))
    assert "this file is one of those to be read\n" in said
    assert path.read_text(encoding="utf-8") == MATRIX


def test_of_cells_merged_downwards_each_row_gets_its_own_answer() -> None:
    imported()
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in csv.reader(io.StringIO(MATRIX)):
        sheet.append(row)
    sheet.merge_cells("D3:D4")
    book.save("matrix.xlsx")
    sent_back(Path("matrix.xlsx"), "back.xlsx")
    back = openpyxl.load_workbook("back.xlsx").worksheets[0]
    assert [str(back[f"D{row}"].value).partition(".")[0] for row in (3, 4)] == [
        "At least partly met",
        "Not yet tested",
    ]


def test_a_list_of_actions_is_not_written_over() -> None:
    path = imported()
    Path("actions.json").write_text('{"country": "ATA", "actions": []}', encoding="utf-8")
    named = ("me.yaml", "--layer", "layer", "--actions", "actions.json", "-o", "actions.json")
    for command in (("export", "recommendations", str(path)), ("follow-up",)):
        assert "this file is one of those to be read\n" in refused(*command, *named)
    assert Path("actions.json").read_text(encoding="utf-8").endswith('"actions": []}')


MORE_ACTIONS = """
  - action: Write a circular
    rules: UPR-ATA.97_1
    lead: Inspectorate
    due: 2013-01-31
    progress: [{on: 2012-03-01, note: Begun., said_by: Cabinet}]
  - action: Close the schools
    to: {children.school: {value: none}}
    lead: Nobody any more
    due: 2014-01-31
    state: given up
"""


def test_of_several_actions_each_has_its_lead_and_day_and_what_was_given_up_has_none() -> None:
    path = imported()
    actions = Path("layer/actions/ata.yaml")
    actions.write_text(ACTIONS + MORE_ACTIONS, encoding="utf-8")
    sent_back(path, "back.csv")
    assert rows_in("back.csv")[2][3].splitlines()[-5:] == [
        "Responsible: =Ministry of Schools; Inspectorate",
        "Due: 2012-06-30; 2013-01-31",
        (
            "Progress: Ask for no papers (=Ministry of Schools; due 2012-06-30): under way, "
            "overdue. 2012-02-01, Cabinet: Drafted."
        ),
        "Write a circular (Inspectorate; due 2013-01-31): planned. 2012-03-01, Cabinet: Begun.",
        "Close the schools: given up.",
    ]


def test_an_answer_without_a_source_says_so() -> None:
    path = imported()
    text = PROFILE.partition("    evidence")[0]
    Path("me.yaml").write_text(text, encoding="utf-8")
    sent_back(path, "back.csv")
    assert "\nSource: no source named\n" in rows_in("back.csv")[2][3]


def test_a_list_that_was_sent_back_can_be_read_again() -> None:
    imported()
    Path("plain.csv").write_text(PLAIN, encoding="utf-8")
    sent_back(Path("plain.csv"), "back.csv")
    again = run("import", "recommendations", "back.csv", "--country", "ATA", "-o", "layer")
    assert again.exit_code == 0, again.output


def test_a_list_to_one_state_says_how_to_name_it() -> None:
    Path("list.csv").write_text(MATRIX, encoding="utf-8")
    said = refused("import", "recommendations", "list.csv", "-o", "layer")
    assert "=state_under_review; if all are to one State, name it with --country\n" in said


def test_a_theme_of_the_list_proposes_its_topic() -> None:
    themes = 'detention:\n  label: Detention\n  same_as: ["Freedom from arrest"]\n'
    Path("mine/rules").mkdir(parents=True)
    Path("mine/rules/topics.yaml").write_text(themes, encoding="utf-8")
    library = Library.load([BUNDLED, "mine"])
    assert library.themes == {"detention": ("Freedom from arrest",)}
    assert library.topics["detention"] == "Detention"
    told = Recommendation("ATA", "Do better;", Location("x"), topic="- Freedom from arrest")
    assert Drafter(library).draft(told)["topics"] == ["detention"]
    assert Drafter(library).draft(replace(told, topic=None))["topics"] != ["detention"]


def test_what_is_wrong_with_a_theme_is_told() -> None:
    Path("mine/rules").mkdir(parents=True)
    faulty = "detention:\n  label: Detention\n  same: [x]\ntreaties:\n  label: T\n  same_as: x\n"
    Path("mine/rules/topics.yaml").write_text(faulty, encoding="utf-8")
    said = refused("check", "mine")
    assert "`same` is no key here\n" in said
    assert "`same_as` is a list of themes\n" in said
