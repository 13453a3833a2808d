"""Who disagrees and how well it is shown, in the workbook; and accounts held together."""

from __future__ import annotations

from pathlib import Path

import pytest
from compliance.workbook.sheets.disagreements import DIFFERING
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from support.command_line import run
from support.layers import WITH_REGISTERS, load_layer
from support.voices import account
from support.workbooks import opened, rows_of, texts_of

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.basis import Basis as Held
from compliance.assessment.basis import EvidenceStandard
from compliance.assessment.comparison import Relation, compare
from compliance.engine.outcomes import Status
from compliance.export import render
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence
from compliance.report import wording
from compliance.report.comparison import account_words, earlier_words, outcomes_words
from compliance.report.evidence_levels import answers_words, levels, status_levels
from compliance.workbook import gap_report

EXAMPLES = Path(__file__).parents[2] / "examples"
LAYER = ("--layer", str(EXAMPLES / "three-voices"))
SCOPE = ("--rulebook", "A-RES-65-212", *LAYER)
ONE = "A-RES-65-212"
"""One instrument is enough, and written in a third of the time."""
GOVERNMENT, SOCIETY = "zza-2011-government", "zza-2011-civil-society"
COMMITTEE = "zza-2010-treaty-body"
SHEET, LEVELS = "Disagreements", "Evidence levels"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(["bundled", str(EXAMPLES / "three-voices")])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


def _assessed(library: Library, name: str) -> Assessment:
    return assess(library.profile(name), library, rulebooks=[ONE])


@pytest.fixture(scope="module")
def accounts(library: Library) -> list[Assessment]:
    names = (GOVERNMENT, SOCIETY, COMMITTEE)
    return [_assessed(library, name) for name in names]


@pytest.fixture(scope="module")
def book(accounts: list[Assessment]) -> Workbook:
    return opened(*accounts)


def test_everyone_is_quoted_on_each_question_on_which_accounts_differ(
    book: Workbook, accounts: list[Assessment]
) -> None:
    expected = [
        (
            one.fact.id,
            str(one.relation),
            account_words(assessment),
            wording.answer_words(one.fact, side.answer) if side else "no answer",
            [e.quote for e in side.answer.evidence if e.quote] if side else [],
        )
        for relation in DIFFERING
        for one in compare(accounts).facts
        if one.relation is relation
        for assessment, side in zip(accounts, one.sides, strict=True)
    ]
    rows = [row for row in rows_of(book[SHEET]) if row["On"] == "question"]
    rows = [row for row in rows if not str(row["Account"]).startswith("register")]
    assert len(rows) == len(expected) > 6
    for row, (fact, relation, who, says, quotes) in zip(rows, expected, strict=True):
        assert (row["Fact or rule"], row["Relation"], row["Account"]) == (fact, relation, who)
        assert row["What it says, or comes to"] == says
        assert all(quote in str(row["Evidence, or the answers it rests on"]) for quote in quotes)


def test_then_each_finding_with_the_set_of_each_account(accounts: list[Assessment]) -> None:
    accounts = accounts[:2]
    rows = rows_of(opened(*accounts)[SHEET])
    kinds = [row["On"] for row in rows]
    assert kinds == sorted(kinds, reverse=True)  # all questions before all findings
    found = [one for one in compare(accounts).findings if one.relation in DIFFERING]
    assert {one.relation for one in found} >= {Relation.ONE_HIGHER, Relation.COMPATIBLE}
    told = iter([row for row in rows if row["On"] == "finding"])
    for one in found:
        for place, assessment in enumerate(accounts):
            row = next(told)
            assert (row["Fact or rule"], row["Relation"]) == (one.rule.id, one.relation)
            assert row["Account"] == account_words(assessment)
            words = str(row["What it says, or comes to"])
            assert outcomes_words(one.findings[place].outcomes) in words
            assert ("higher" in words) == (place in one.higher)
            assert ("silent" in words) == (not one.speaking[place])
            facts = assessment.library.facts
            assert all(
                facts[f].question in str(row["Hangs on the dispute over"]) for f in one.depends_on
            )
    assert next(told, None) is None


def test_counts_stand_above_and_nobody_is_preferred(book: Workbook) -> None:
    said = " ".join(texts_of(book[SHEET])[:3])
    assert said.startswith("ZZA (an invented country): questions: 4 contested")
    assert "none is preferred, averaged or merged" in said


def test_a_register_that_contradicts_an_account_is_a_side(tmp_path: Path) -> None:
    library = load_layer(tmp_path, WITH_REGISTERS)
    claim = Answer(value="none", evidence=(Evidence(document="D", said_by="government"),))
    one = account("g", "government", {"treaties.x": claim}, "ECU")
    other = account("c", "civil society", {"detention.limited": Answer(value="yes")}, "ECU")
    book = opened(assess(one, library), assess(other, library))
    sides = [row for row in rows_of(book[SHEET]) if row["Fact or rule"] == "treaties.x"]
    says = [(row["Account"], row["What it says, or comes to"]) for row in sides]
    assert says[1:] == [
        ("C (civil society, 2011-07-14)", "no answer"),
        ("register: Parties to treaty X", library.facts["treaties.x"].choices["party"].label),
    ]
    assert {row["Relation"] for row in sides} == {"contested"}
    assert "T/9, para. 13" in str(sides[2]["Evidence, or the answers it rests on"])


@pytest.mark.parametrize("names", [[GOVERNMENT], ["prt-2010-government", "qat-2010-government"]])
def test_without_two_accounts_of_one_country_there_is_no_such_sheet(
    library: Library, names: list[str]
) -> None:
    book = opened(*(_assessed(library, name) for name in names))
    assert SHEET not in book.sheetnames
    assert SHEET not in " ".join(texts_of(book["Read me"]))


def test_accounts_are_held_against_those_of_the_same_country_alone(library: Library) -> None:
    ecuador = ("ecu-2011-government", "ecu-2010-treaty-body")
    names = (GOVERNMENT, ecuador[0], SOCIETY, ecuador[1], "aze-2011-government")
    book = opened(*(assess(library.profile(name), library) for name in names))
    countries = [row["Country"] for row in rows_of(book[SHEET])]
    assert list(dict.fromkeys(countries)) == ["ZZA (an invented country)", "Ecuador"]
    assert not any("Azerbaijan" in str(row["Account"]) for row in rows_of(book[SHEET]))


def test_who_says_otherwise_later_contradicts_nobody(library: Library) -> None:
    earlier = ["zza-2009-government", "zza-2010-government"]
    assessed = [_assessed(library, name) for name in (*earlier, COMMITTEE, GOVERNMENT)]
    book = opened(*assessed)
    accounts = {str(row["Account"]) for row in rows_of(book[SHEET])}
    spoken = {name for name in accounts if not name.startswith("register")}
    assert spoken == set(map(account_words, assessed[2:]))
    assert earlier_words(earlier) in " ".join(texts_of(book[SHEET]))
    assert SHEET not in opened(*assessed[:2]).sheetnames


def test_accounts_without_a_rule_in_common_and_joint_ones_are_not_compared(
    library: Library,
) -> None:
    one, other = (library.profile(name) for name in (GOVERNMENT, SOCIETY))
    apart = [
        assess(one, library, rulebooks=["A-RES-65-212"]),
        assess(other, library, rulebooks=["A-66-253"]),
    ]
    joint = [assess(Held.together([one, other]), library), assess(one, library)]
    for accounts in (apart, joint):
        assert gap_report.GapReport(accounts).comparisons == []


def test_what_is_claimed_documented_and_confirmed_stands_side_by_side(
    library: Library,
) -> None:
    found = _assessed(library, GOVERNMENT)
    book = opened(found)
    differing = [shown for shown in levels(found) if shown.differs]
    rows = rows_of(book[LEVELS])
    assert [row["Rule"] for row in rows] == [shown.finding.rule.id for shown in differing]
    assert len(rows) > 3
    for row, shown in zip(rows, differing, strict=True):
        for header, standard in zip(
            ("Claimed", "Documented", "Confirmed"), EvidenceStandard, strict=True
        ):
            assert str(row[header])[2:] == outcomes_words(shown.outcomes[standard])
    texts = texts_of(book["Summary"])
    assert (
        f"{len(rows)} of {len(found.findings)} findings hang on how well answers are shown" in texts
    )
    told_of = " ".join(answers_words(found))
    assert told_of in " ".join(texts)
    sheet = book["Summary"]
    counted = [[cell.value for cell in row] for row in sheet[sheet.tables["Levels"].ref][1:]]
    told = status_levels(found)
    assert {str(row[0])[2:] for row in counted} == {s for s in told if any(told[s].values())}
    for status, *numbers in counted:
        assert numbers == list(told[Status(str(status)[2:])].values())


def test_where_nothing_is_claimed_no_level_differs(library: Library) -> None:
    silent = library.profile(GOVERNMENT).model_copy(update={"answers": {}})
    book = opened(assess(silent, library))
    assert not book[LEVELS].tables
    assert "No finding hangs on how well the answers are shown." in texts_of(book[LEVELS])


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "#REF!", "_x0041_"])
def test_dangerous_words_stay_words(small: Library, text: str) -> None:
    told = (Evidence(document=text, said_by="government", quote=text),)
    one = account("a", "government", {"children.papers": Answer(value="yes", evidence=told)})
    other = account("b", "civil society", {"children.papers": Answer(value="no", evidence=told)})
    speaking = other.model_copy(update={"speaker": text})
    sheet = opened(assess(one, small), assess(speaking, small))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    said = [c for c in cells if str(c.value).startswith(text.replace("_x", "_x005F_x"))]
    assert said
    assert all(cell.quotePrefix == text.startswith(("=", "@", "-")) for cell in said)


def test_what_is_not_public_is_in_no_sheet(small: Library) -> None:
    """Neither the answer, nor the dispute over it, nor what follows from it."""
    secret = Answer(value="none", public="no", note="Hush", lead="Hush office")
    society = small.profile("ata-2012-ngo")
    government = assess(small.profile("ata-2011-government"), small)
    told = society.model_copy(update={"answers": {**society.answers, "children.school": (secret,)}})
    answers = {name: said for name, said in society.answers.items() if name != "children.school"}
    silent = society.model_copy(update={"answers": answers})
    contested = compare([government, assess(told, small)]).contested
    assert "children.school" in {one.fact.id for one in contested}
    for others in ([government], []):
        assert render([*others, assess(told, small)], "xlsx") == render(
            [*others, assess(silent, small)], "xlsx"
        )


def _joint(library: Library) -> Assessment:
    held = Held.together([library.profile(GOVERNMENT), library.profile(SOCIETY)])
    return assess(held, library, rulebooks=[ONE]).published()


def test_evidence_of_accounts_held_together_shows_each_side(library: Library) -> None:
    joint = _joint(library)
    rows = rows_of(opened(joint)["Evidence"])
    assert joint.disputes
    for name, told in joint.disputes.items():
        of_it = [row for row in rows if row["Fact"] == name]
        for side in told.all_sources():
            assert side.account or side.register
            words = wording.by_words(side)
            assert any(words in str(row["Answer"]) for row in of_it)
            for evidence in side.answer.evidence:
                shown = (evidence.document, evidence.place, evidence.quote, evidence.said_by)
                columns = ("Document", "Place", "Quotation", "Who says so")
                assert shown in [tuple(row[column] for column in columns) for row in of_it]


def _write(file: Path, sheet: str, row: int, **values: str) -> None:
    book = load_workbook(file)
    for field, value in values.items():
        place = book.defined_names[f"{sheet}_{field}"].attr_text.rpartition("!")[2]
        column = range_boundaries(place.replace("$", ""))[0]
        book[sheet.replace("_", " ")].cell(row, column).value = value
    book.save(file)


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A gap report of two accounts held together, filled in and sent back."""
    file = tmp_path / "ana.xlsx"
    assert not run("assess", GOVERNMENT, SOCIETY, "--together", *SCOPE, "-o", str(file)).exit_code
    _write(file, "Findings", 2, opinion="disagree", name="Ana")
    row = next(
        cell.row
        for cell in load_workbook(file)["Open questions"]["A"]
        if cell.row > 1
        and load_workbook(file)["Open questions"].cell(cell.row, 4).value == "yes or no"
    )
    _write(file, "Open_questions", row, answer="yes", name="Ana")
    return file


def test_a_review_of_accounts_held_together_comes_back(reviewed: Path) -> None:
    merged = reviewed.with_name("merged.xlsx")
    found = run("review", str(reviewed), *LAYER, "-o", str(merged))
    assert found.exit_code == 0, found.stderr
    assert "Ana 2 rows; disagree 1; 1 answer" in " ".join(found.stdout.split())
    again = run("review", str(merged), *LAYER)
    assert "Ana 2 rows; disagree 1; 1 answer" in " ".join(again.stdout.split())
    assert "is none of our sheets" not in found.stderr + again.stderr


def test_its_answers_go_into_a_profile_on_one_of_the_accounts(reviewed: Path) -> None:
    new = reviewed.with_name("new.yaml")
    told = ("--profile", str(new), "--voice", "government", "--speaker", "Ministry")
    which = run("review", str(reviewed), *LAYER, *told)
    assert which.exit_code == 2
    assert f"say which with --from: {GOVERNMENT}, {SOCIETY}" in which.stderr
    other = run("review", str(reviewed), *LAYER, *told, "--from", COMMITTEE)
    assert other.exit_code == 2
    assert f"it is of {GOVERNMENT}, {SOCIETY}" in other.stderr
    assert not new.exists()
    made = run("review", str(reviewed), *LAYER, *told, "--from", SOCIETY)
    assert made.exit_code == 0, made.stderr
    text = " ".join(new.read_text(encoding="utf-8").split())
    assert f"From a review of the gap report of {GOVERNMENT}+{SOCIETY}" in text
    assert f"All other answers are those of {SOCIETY} (" in text
    assert "as_of: 2011-09-01" in text
    assert run("check", str(new), *LAYER).exit_code == 0


def test_a_review_of_several_accounts_comes_back_with_all_sheets(tmp_path: Path) -> None:
    file, merged = tmp_path / "ana.xlsx", tmp_path / "merged.xlsx"
    run("assess", GOVERNMENT, SOCIETY, *SCOPE, "-o", str(file))
    before = load_workbook(file)
    _write(file, "Findings", 2, opinion="agree", name="Ana")
    found = run("review", str(file), *LAYER, "-o", str(merged))
    assert (found.exit_code, found.stderr) == (0, f"Wrote {merged}\n")
    after = load_workbook(merged)
    for name in ("Measures", "Closing", SHEET, LEVELS):
        assert texts_of(after[name]) == texts_of(before[name])
