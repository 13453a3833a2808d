"""The workbook as a place to work: what reviewers fill in, and how programs find it again."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import load_layer
from support.workbooks import opened, rows_of, texts_of

from compliance import export
from compliance.assessment.assess import Assessment, assess
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report.sections import section_of
from compliance.workbook import render
from compliance.workbook import schema as form
from compliance.workbook.sheets import account
from compliance.workbook.writing import package, style


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


@pytest.fixture(scope="module")
def society(library: Library) -> Assessment:
    return assess(library.profile("ata-2012-ngo"), library)


@pytest.fixture(scope="module")
def government(library: Library) -> Assessment:
    return assess(library.profile("ata-2011-government"), library)


@pytest.fixture(scope="module")
def content(society: Assessment) -> bytes:
    return render([society])


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def _area(book: Workbook, name: str) -> tuple[Worksheet, int, int, int]:
    """The sheet, the column, and the first and last row that a defined name is of."""
    sheet, _, place = book.defined_names[name].attr_text.partition("!")
    left, top, right, bottom = range_boundaries(place.replace("$", ""))
    assert left == right
    return book[sheet.strip("'")], left, top, bottom


def _column(book: Workbook, sheet: str, field: str) -> list[object]:
    """The cells that the name of a column leads to, without the header."""
    found, column, top, bottom = _area(book, form.column_name(sheet, field))
    assert (found.title, top) == (sheet, 1)
    assert found.cell(1, column).value == form.HEADERS[field]
    return [found.cell(row, column) for row in range(2, bottom + 1)]


@pytest.mark.parametrize("sheet", form.FIELDS)
def test_every_column_that_is_read_back_has_a_name_over_all_its_cells(
    book: Workbook, sheet: str
) -> None:
    rows = len(rows_of(book[sheet]))
    keys = [] if sheet == form.SIGN_OFF else [form.KEY]
    for field in (*keys, *form.FIELDS[sheet]):
        assert len(_column(book, sheet, field)) == rows


def test_a_sheet_with_nothing_to_list_has_its_columns_all_the_same(library: Library) -> None:
    silent = library.profile("ata-2011-government").model_copy(update={"answers": {}})
    empty = opened(assess(silent, library))
    assert not empty["Gaps"].tables
    assert [cell.value for cell in _column(empty, "Gaps", "key")] == [None]
    for name, place in empty.defined_names.items():
        assert "#REF" not in place.attr_text, name


def test_each_key_can_be_filled_in_at_one_place_alone(
    government: Assessment, society: Assessment
) -> None:
    book = opened(government, society)
    keys = [
        cell.value
        for sheet in form.FIELDS
        if sheet != form.SIGN_OFF
        for cell in _column(book, sheet, form.KEY)
        if cell.value
    ]
    assert len(set(keys)) == len(keys)
    findings = {
        form.finding_key(one.profile.id, found.rule.id)
        for one in (government, society)
        for found in one.findings
    }
    assert findings <= set(keys)
    asked = {
        f"{one.profile.id} {fact}" for one in (government, society) for fact in one.open_questions()
    }
    assert asked <= {" ".join(key.split(" ")[:2]) for key in keys}


def test_cells_to_fill_in_are_unlocked_tinted_and_framed_and_no_others(book: Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        open_ = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        for cell in open_:
            assert cell.value is None
            assert cell.fill.fgColor.rgb[2:] == style.ENTRY
            assert cell.border.left.style == cell.border.top.style == "thin"
        fields = form.FIELDS.get(sheet.title, ())
        if sheet.title == form.SIGN_OFF or not fields:
            continue
        filled = {
            (cell.row, cell.column)
            for field in fields
            for cell, key in zip(
                _column(book, sheet.title, field), _column(book, sheet.title, "key"), strict=True
            )
            if key.value
        }
        assert {(cell.row, cell.column) for cell in open_} == filled


def test_what_is_looked_at_can_be_filtered_sorted_and_widened(book: Workbook) -> None:
    for sheet in book:
        for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
            assert getattr(sheet.protection, allowed) is False, "True means: it is locked"
    assert book.security is None or not book.security.lockStructure


def test_gaps_are_reviewed_on_their_own_sheet_alone(book: Workbook, society: Assessment) -> None:
    gaps = [f.rule.id for f in society.findings if section_of(f).is_gap]
    assert gaps
    for row in rows_of(book["Findings"]):
        is_gap = row["Rule"] in gaps
        assert row["Your opinion"] == (form.SEE_GAPS if is_gap else None)
        assert (row["Key"] is None) is is_gap
    assert [row["Key"] for row in rows_of(book["Gaps"])].sort() == [
        form.finding_key("ata-2012-ngo", rule) for rule in gaps
    ].sort()


def test_what_is_still_open_is_answered_on_its_own_sheet_alone(library: Library) -> None:
    answer = Answer.model_validate({"one of": ["residents", "none"]})
    profile = library.profile("ata-2012-ngo")
    told = assess(profile.model_copy(update={"answers": {"children.school": (answer,)}}), library)
    assert "children.school" in told.open_questions()
    book = opened(told)
    (said,) = [r for r in rows_of(book["Evidence"]) if r["Fact"] == "children.school"]
    assert (said["Your answer"], said["Key"]) == (form.SEE_OPEN_QUESTIONS, None)
    (asked,) = [r for r in rows_of(book["Open questions"]) if r["Fact"] == "children.school"]
    assert asked["Key"] == "ata-2012-ngo children.school"
    assert str(asked["Answered so far"]).startswith("one of: ")


def _offers(sheet: Worksheet) -> dict[tuple[int, int], str]:
    return {
        cell: validation.formula1
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
        for cell in area.cells
    }


def test_drop_downs_are_lists_with_names_and_never_written_into_the_cell(book: Workbook) -> None:
    offered = {name: _offers(book[name]) for name in (*form.FIELDS, "Clauses", "Checks", "Summary")}
    names = {name for cells in offered.values() for name in cells.values()}
    assert {"list_opinion", "list_status", "list_yes_no", "list_said_by"} < names
    assert not offered["Clauses"] | offered["Checks"] | offered["Summary"]
    for name in names:
        sheet, column, top, bottom = _area(book, name)
        assert sheet.title == "_lists"
        assert sheet.cell(top - 1, column).value == name
        words = [sheet.cell(row, column).value for row in range(top, bottom + 1)]
        assert all(words)
    assert names == {name for name in book.defined_names if name.startswith("list_")}


def test_what_is_offered_is_what_can_be_answered(book: Workbook, library: Library) -> None:
    offers = _offers(book["Open questions"])
    asked = {str(row["Fact"]) for row in rows_of(book["Open questions"])}
    assert asked & {fact.id for fact in library.facts.values() if fact.type == "number"}
    for cell, key in zip(
        _column(book, "Open questions", "answer"),
        _column(book, "Open questions", "key"),
        strict=True,
    ):
        fact = library.facts[key.value.split(" ")[1]]
        name = offers.get((cell.row, cell.column))
        if not form.offered(fact):
            assert name is None
            continue
        sheet, column, top, bottom = _area(book, str(name))
        words = [sheet.cell(row, column).value for row in range(top, bottom + 1)]
        assert words == list(form.offered(fact))
    opinions, column, top, bottom = _area(book, "list_status")
    words = [opinions.cell(row, column).value for row in range(top, bottom + 1)]
    assert words == [str(status) for status in Status if status is not Status.NO_TEST]


def test_what_people_type_stays_as_they_typed_it(book: Workbook) -> None:
    for sheet, fields in form.FIELDS.items():
        for field in fields:
            formats = {
                c.number_format for c in _column(book, sheet, field) if not c.protection.locked
            }
            assert formats == {"yyyy-mm-dd" if field == "date" else "@"}


def test_what_is_filled_in_is_counted_live_and_the_count_is_stored(content: bytes) -> None:
    live = load_workbook(BytesIO(content))["Summary"]
    stored = load_workbook(BytesIO(content), data_only=True)["Summary"]
    left, top, right, bottom = range_boundaries(live.tables["Filled_in"].ref)
    told = {
        stored.cell(row, left).value: [
            stored.cell(row, n).value for n in range(left + 1, right + 1)
        ]
        for row in range(top + 1, bottom + 1)
    }
    assert set(told) == set(form.FIELDS)
    number = {
        name: len([c for c in _column(load_workbook(BytesIO(content)), name, "key") if c.value])
        for name in form.FIELDS
        if name != form.SIGN_OFF
    }
    assert told["Gaps"] == [0, 0, 0, 0, f"0 of {number['Gaps']}"]
    assert told["Findings"] == [0, 0, 0, 0, f"0 of {number['Findings']}"]
    assert told["Open questions"] == [None] * 4 + [f"0 of {number['Open questions']}"]
    assert told["Evidence"] == [None] * 4 + [f"0 of {number['Evidence']}"]
    assert told["Sign-off"] == [None] * 4 + ["0 signatures"]
    formulas = [c.value for row in live.iter_rows() for c in row if c.data_type == "f"]
    assert '=COUNTIF(Gaps_opinion,"agree in part")' in formulas
    used = {name for formula in formulas for name in re.findall(r"[A-Z]\w+_[a-z]\w*", formula)}
    assert used <= set(load_workbook(BytesIO(content)).defined_names)
    with ZipFile(BytesIO(content)) as archive:
        part = archive.read("xl/worksheets/sheet2.xml")
    assert part.count(b"<f>") == part.count(b"</f><v>") == len(formulas) > 10


def test_the_base_has_a_row_for_each_key_as_it_was_exported(
    book: Workbook, society: Assessment
) -> None:
    header, *rows = ([cell.value for cell in row] for row in book["_base"].iter_rows())
    assert header == [*form.BASE_COLUMNS, *form.BASE_FIELDS]
    held = [dict(zip(header, row, strict=True)) for row in rows]
    keys = [
        (sheet, cell.value)
        for sheet in form.FIELDS
        if sheet != form.SIGN_OFF
        for cell in _column(book, sheet, "key")
        if cell.value
    ]
    assert [(row["sheet"], row["key"]) for row in held] == keys
    facts, rules = society.library.facts, society.library.rules
    for row in held:
        name = row["key"].split(" ")[1]
        hash_ = form.rule_hash(rules[name]) if name in rules else form.fact_hash(facts[name])
        assert row["rule_hash"] == hash_
        assert not any(row[field] for field in form.BASE_FIELDS)


def test_the_workbook_says_which_export_it_is_on_a_hidden_sheet_and_in_its_properties(
    book: Workbook, society: Assessment
) -> None:
    told = {row[0].value: row[1].value for row in book["_identity"]}
    assert list(told) == list(form.PROPERTIES)
    assert {one.name: one.value for one in book.custom_doc_props.props} == told
    assert told["compliance_schema"] == "compliance/workbook/v1"
    assert told["compliance_kind"] == "gap report"
    assert told["compliance_profiles"] == "ata-2012-ngo"
    assert told["compliance_country"] == "ATA"
    assert told["compliance_voice"] == "civil society"
    assert told["compliance_as_of"] == str(society.as_of)
    rules = society.library.rules.values()
    assert json.loads(told["compliance_rulebooks"]) == {
        name: form.rulebook_hash(rule for rule in rules if rule.instrument == name)
        for name in ("T-1", "T-2")
    }
    for name in ("_identity", "_lists", "_base"):
        assert book[name].sheet_state == "hidden", "LibreOffice knows no very hidden sheets"


def _export(*assessments: Assessment) -> object:
    return {r[0].value: r[1].value for r in opened(*assessments)["_identity"]}["compliance_export"]


def test_the_same_export_has_the_same_id_and_another_has_another(
    library: Library, government: Assessment, society: Assessment
) -> None:
    again = assess(library.profile("ata-2012-ngo"), library)
    assert _export(society) == _export(again)
    other = library.profile("ata-2012-ngo").model_copy(update={"speaker": "Somebody else"})
    ids = [_export(society), _export(government), _export(society, government)]
    ids.append(_export(assess(other, library)))
    assert len(set(ids)) == len(ids)


def test_what_is_too_long_for_a_property_stands_on_the_hidden_sheet_alone(
    library: Library,
) -> None:
    speaker = "Friends of everyone " * 20
    profile = library.profile("ata-2012-ngo").model_copy(update={"speaker": speaker})
    book = opened(assess(profile, library))
    held = {one.name for one in book.custom_doc_props.props}
    assert set(form.PROPERTIES) - held == {"compliance_speaker"}
    assert {r[0].value: r[1].value for r in book["_identity"]}["compliance_speaker"] == speaker
    assert len(speaker) > package.MOST_IN_PROPERTY


def test_decision_tables_have_each_row_that_explain_prints(
    book: Workbook, society: Assessment
) -> None:
    rows = [r for r in rows_of(book["Decision tables"]) if r["Rule"] == "T-1.2"]
    entitlement = [r for r in rows if r["Check id"] == "entitlement"]
    assert [(r["Row"], r["Question, or when it is so"], r["Outcome"]) for r in entitlement] == [
        ("A", "Which migrant children does the law entitle to attend school?", None),
        ("1", "A: Every child, whatever the status", "● met"),
        ("2", "A: Only children with a residence right", "◐ partly met"),
        ("3", "A: No entitlement in law", "○ not met"),
    ]
    possible = [r["By the answers given"] for r in entitlement[1:]]
    assert possible == ["ruled out", "ruled out", "still possible"]
    checks = {(f.rule.id, c.check.id) for f in society.findings for c in f.checks}
    assert {(r["Rule"], r["Check id"]) for r in rows_of(book["Decision tables"])} == checks


def test_of_several_accounts_decision_tables_are_printed_once_and_rule_nothing_out(
    government: Assessment, society: Assessment
) -> None:
    alone, both = opened(society)["Decision tables"], opened(government, society)["Decision tables"]
    assert len(rows_of(both)) == len(rows_of(alone))
    assert "By the answers given" not in rows_of(both)[0]


def test_a_gap_names_the_institution_that_answers_for_it(library: Library) -> None:
    profile = library.profile("ata-2012-ngo")
    (answer,) = profile.answers["children.school"]
    led = answer.model_copy(update={"lead": "Board of Schools"})
    told = profile.model_copy(update={"answers": {**profile.answers, "children.school": (led,)}})
    rows = {r["Rule"]: r for r in rows_of(opened(assess(told, library))["Gaps"])}
    named = str(rows["T-1.2"]["Lead institution"]).splitlines()
    assert named == ["Board of Schools", "Ministry of Schools"], "each once, by the questions read"
    unled = {
        fact: tuple(answer.model_copy(update={"lead": None}) for answer in dated)
        for fact, dated in profile.answers.items()
    }
    told = profile.model_copy(update={"answers": unled})
    named_then = {r["Lead institution"] for r in rows_of(opened(assess(told, library))["Gaps"])}
    assert named_then == {"none named"}


def test_what_is_not_public_is_nowhere_in_the_file(library: Library) -> None:
    profile = library.profile("ata-2012-ngo")
    (answer,) = profile.answers["children.papers"]
    secret = answer.model_copy(
        update={"public": False, "note": "Xyzzyn", "lead": "Xyzzyl", "evidence": ()}
    )
    told = profile.model_copy(update={"answers": {**profile.answers, "children.papers": (secret,)}})
    for assessments in ([assess(told, library)], [assess(told, library), assess(profile, library)]):
        content = export.render(assessments[:1], "xlsx")
        with ZipFile(BytesIO(content)) as archive:
            assert not any(b"Xyzzy" in archive.read(name) for name in archive.namelist())
        facts = [row["Fact"] for row in rows_of(load_workbook(BytesIO(content))["Evidence"])]
        assert "children.papers" not in facts


def test_the_read_me_says_how_it_is_filled_in_and_how_a_status_is_decided(book: Workbook) -> None:
    text = " ".join(texts_of(book["Read me"]))
    for words in (
        "An empty cell says nothing. It is never read as no",
        "Silence is neither failure nor success",
        "never the only sign",
        form.CLEAR,
        *form.FIELDS,
        *(str(status) for status in Status),
    ):
        assert words in text


def test_names_of_sheets_are_ones_that_spreadsheets_take_and_none_like_another() -> None:
    wanted = ["a" * 40, "A" * 40, "x/y[z]", "History", "gaps", "'", "", "\x07"]
    names = account.sheet_names(wanted, ["Gaps"])
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'\x07") for name in names)
    assert not {name.casefold() for name in names} & {"gaps", "history"}
    assert account.sheet_names(["ecu-2011-government"]) == ["ecu-2011-government"]


def test_more_accounts_than_anyone_finds_have_no_sheets_of_their_own(
    society: Assessment, monkeypatch: pytest.MonkeyPatch, government: Assessment
) -> None:
    monkeypatch.setattr("compliance.workbook.gap_report.MOST_SHEETS", 1)
    book = opened(government, society)
    assert "ata-2012-ngo" not in book.sheetnames
    assert "Matrix T-1" in book.sheetnames


def test_nothing_that_spreadsheets_repair_is_in_the_file(content: bytes, book: Workbook) -> None:
    for sheet in book:
        assert sheet.auto_filter.ref is None
        for validation in sheet.data_validations.dataValidation:
            assert "," not in validation.formula1
            assert '"' not in validation.formula1
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
