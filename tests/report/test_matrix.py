"""The matrix: countries against provisions, on the screen, as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command_line import refused, run
from support.golden import approved

from compliance.assessment.assess import assess
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.report.matrix import Matrix, states_words

pytestmark = pytest.mark.usefixtures("ours_with_registers")


def _csv() -> list[dict[str, str]]:
    text = run("matrix", "--format", "csv").stdout.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_looks() -> None:
    text = run("matrix").stdout
    assert text == approved("matrix.txt", text)


def test_there_is_a_row_for_every_account_of_every_state_by_name() -> None:
    rows = _csv()
    assert [(row["country"], row["voice"]) for row in rows] == [
        ("ATA", "government"),
        ("ATA", "civil society"),
        ("BEL", "register"),
        ("CYP", "register"),
        ("ECU", "register"),
    ]
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)


def test_a_cell_says_what_a_finding_can_still_be() -> None:
    row = next(row for row in _csv() if row["country"] == "CYP")
    assert row["T-1.1"] == "not applicable"
    assert row["T-1.2"] == "undetermined: anything from not met to met"


def test_provisions_that_ask_nothing_of_states_are_left_out() -> None:
    told = {column for column in _csv()[0] if "." in column}
    rules = run("rules", "--format", "csv")
    assert rules.exit_code == 2
    assert "T-1.3" not in told
    assert {"T-1.1", "T-1.3b", "T-2.9"} <= told


def test_a_state_counts_once_however_many_speak_of_it(bundled: Library) -> None:
    profiles = [bundled.profile(name) for name in ("ecu-2011-government", "ecu-2010-treaty-body")]
    alone = bundled.unspoken("FRA")
    assert alone is not None
    matrix = Matrix.of(assess(profile, bundled) for profile in [*profiles, alone])
    counts = matrix.states_by_status(bundled.rules["A-RES-65-212.3d"])
    assert counts == {Status.UNDETERMINED: 1, Status.MET: 1}
    assert states_words(counts) == "open 1, met 1"
    told_apart = matrix.states_by_status(bundled.rules["A-RES-65-212.5f"])
    assert sum(told_apart.values()) == 2


def test_the_report_lists_44_parties(bundled: Library) -> None:
    accounts = [
        account
        for country in bundled.members
        for account in (bundled.profiles_of(country) or [bundled.unspoken(country)])
        if account
    ]
    matrix = Matrix.of(assess(one, bundled, rulebooks=["A-66-253"]) for one in accounts)
    counts = matrix.states_by_status(bundled.rules["A-66-253.13"])
    parties = len(bundled.registers["icrmw-parties"].members)
    assert counts[Status.MET] == parties
    assert sum(counts.values()) == len(bundled.members)


def test_states_that_come_out_alike_share_a_row_on_the_screen_only() -> None:
    shared = " ".join(run("matrix", "--rulebook", "T-2").stdout.split())
    assert "#1 3 States of which only official lists speak: Belgium; Cyprus; Ecuador" in shared
    each = run("matrix", "--rulebook", "T-2", "--each").stdout
    assert "of which only official lists speak" not in each
    assert all(f"\n{code} " in each for code in ("BEL", "CYP", "ECU"))


def test_one_account_has_its_results_in_words() -> None:
    text = run("matrix", "ata-2012-ngo").stdout
    assert "paragraph by paragraph" in text
    assert "Friends of Antarctica" in text
    assert re.search(r"[○◐●·]{3}  (met|not met|partly met|open)", text)
    assert "In the order of the alphabet" not in text


def test_without_a_row_it_is_said_why_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "Country,Recommendation,Recommending State,Response\n"
        "Ecuador,Open a shelter for domestic workers,Peru,Supported\n",
        encoding="utf-8",
    )
    layer = str(tmp_path / "layer")
    run("import", "recommendations", str(tmp_path / "list.csv"), "-o", layer)
    narrowed = ("ECU", "--layer", layer, "--rulebook", "UPR-ECU")
    result = run("matrix", *narrowed)
    assert result.exit_code == 0
    assert "Nothing to show: 1 rule is a draft." in result.stdout
    for ending in ("csv", "xlsx", "md", "html", "docx"):
        assert run("matrix", *narrowed, "-o", f"m.{ending}").exit_code == 0
    assert "Nothing to show: 1 rule is a draft." in Path("m.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_lines_fit_the_screen(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, run("matrix").stdout.splitlines())) <= width


def test_the_workbook_has_a_row_a_provision_and_a_column_an_account() -> None:
    assert run("matrix", "-o", "m.xlsx", "-o", "m.csv").exit_code == 0
    book = load_workbook("m.xlsx")
    assert book.sheetnames == ["Comparison"]
    told = "\n".join(str(cell.value) for row in book["Comparison"].iter_rows() for cell in row)
    assert "Migrant children in school" in told
    assert all(name in told for name in ("Antarctica", "Cyprus", "Ecuador"))
    assert Path("m.csv").read_bytes() == run("matrix", "--format", "csv").stdout_bytes


def test_the_same_input_gives_the_same_bytes() -> None:
    run("matrix", "-o", "one.xlsx")
    run("matrix", "-o", "two.xlsx")
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_what_is_not_public_is_in_no_file() -> None:
    rows = {row["profile"]: row["T-1.2"] for row in _csv()}
    assert rows["ata-2012-ngo"] != run("matrix", "ata-2012-ngo").stdout
    public = run("assess", "ata-2012-ngo", "--format", "csv").stdout.removeprefix("\ufeff")
    told = next(r for r in csv.DictReader(io.StringIO(public)) if r["rule"] == "T-1.2")
    assert rows["ata-2012-ngo"].startswith(told["status"])


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-o", "m.pdf"], "no report has the ending `.pdf`"),
        (["Nowhere"], "there is no profile and no country `Nowhere`"),
        (["ECU", "--all-states"], "PROFILE and --all-states contradict each other"),
        (["--rulebook", "T-9"], "there is no rulebook `T-9`"),
        (["--as-of", "soon"], "`soon` is no day"),
    ],
)
def test_bad_input_is_refused(arguments: list[str], what: str) -> None:
    assert what in refused("matrix", *arguments)
