"""Many accounts: each is made, written and let go, and none of them says less than alone."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import weakref
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from report.test_formats import texts
from support.command_line import refused, run
from support.layers import load_layer, with_words
from support.libreoffice import office
from support.workbooks import Rows, rows_of

from compliance.assessment.assess import Assessment, assess
from compliance.cli.profile_names import chosen
from compliance.document.style import STATUS_WORDS
from compliance.engine.outcomes import Status
from compliance.errors import InputError
from compliance.export import FORMATS, REPORTS, parts, render, write
from compliance.lazy import MOST_HELD, LazySequence, made
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.workbook import schema as form
from compliance.workbook.sheets.words import account_name, paragraph
from compliance.workbook.writing import table_sheet
from compliance.workbook.writing.safe_text import escaped, safe

MOST_MIBS = 150
ALONE = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
"""On Linux the peak of a process is at least that of the one that started it: a small one."""
MEASURED = """
import resource, sys
from compliance.assessment.assess import assess
from compliance.cli.profile_names import chosen
from compliance.library.library import Library
from compliance.lazy import made
from compliance.export import write
import compliance.workbook
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
start = peak()
library = Library.bundled()
profiles = chosen((), library, None, all_states=True)
write(made(profiles, lambda profile: assess(profile, library)), sys.argv[1])
print(peak() - start)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="module")
def states(bundled: Library) -> list[Assessment]:
    """Every Member of the United Nations against one rulebook."""
    profiles = chosen((), bundled, None, all_states=True)
    return [assess(profile, bundled, rulebooks=["A/66/253"]) for profile in profiles]


@pytest.fixture(scope="module")
def content(states: list[Assessment]) -> bytes:
    return render(states, "xlsx")


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def numbered(profile: Profile, count: int) -> list[Profile]:
    return [profile.model_copy(update={"id": f"number-{n}"}) for n in range(count)]


def many(library: Library, count: int = MOST_HELD + 1) -> list[Assessment]:
    profile = library.profile("ata-2011-government")
    return [assess(one, library) for one in numbered(profile, count)]


def opened(assessments: Sequence[Assessment]) -> Workbook:
    return load_workbook(io.BytesIO(render(assessments, "xlsx")))


def lines_of(assessments: Sequence[Assessment], ending: str = "csv", **more: Any) -> Rows:
    text = b"".join(parts(assessments, ending, **more)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# The same as elsewhere


def test_the_findings_are_those_of_the_csv(book: Workbook, states: list[Assessment]) -> None:
    told = {(row["profile"], row["rule"]): row for row in lines_of(states)}
    rows = rows_of(book["Findings"])
    names = {account_name(one): one.profile.id for one in states}
    found = [(names[str(row["Who answered"])], row["Rule"]) for row in rows]
    assert sorted(found) == sorted(told)
    assert [profile for profile, _ in found] == [profile for profile, _ in told]
    for pair, row in zip(found, rows, strict=True):
        line = told[pair]
        status = STATUS_WORDS[Status(line["status"])]
        assert str(row["Result"]).partition(" ")[2].startswith(status)
        assert row["Why"]


def test_the_comparison_is_the_matrix_of_the_csv(book: Workbook, states: list[Assessment]) -> None:
    lines = {line["profile"]: line for line in lines_of(states, formats=REPORTS["matrix"].data)}
    rules = {paragraph(f.rule): f.rule for f in states[0].all_findings if f.rule.checks}
    rows = rows_of(book["Comparison"])
    assert [row["Paragraph or topic"] for row in rows] == list(rules)
    for row in rows:
        rule = rules[str(row["Paragraph or topic"])]
        for one in states:
            status = Status(lines[one.profile.id][rule.id].partition(":")[0])
            words = str(row[account_name(one)]).partition(" ")[2]
            assert words.startswith(STATUS_WORDS[status])


def test_the_same_sheets_but_for_what_is_filled_in_or_only_open(
    book: Workbook, states: list[Assessment]
) -> None:
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["Summary", "Findings", "Questions", "Clauses", "Comparison"]
    assert all(cell.protection.locked for s in book for row in s.iter_rows() for cell in row)
    filled_in = {form.HEADERS[name] for name in form.REVIEW_FIELDS}
    assert not filled_in & {str(cell.value) for cell in book["Findings"][1]}
    told = {f: one for one in states for f in one.answers if f in one.read}
    assert {row["Question id"] for row in rows_of(book["Questions"])} - {None} == told.keys()
    summary = rows_of(book["Summary"])
    assert len(summary) == len(states)
    met = [sum(f.status is Status.MET for f in one.counted()) for one in states]
    assert [row["met"] for row in summary] == met
    clauses = {row["Rule"]: row["Text, word for word"] for row in rows_of(book["Clauses"])}
    assert clauses == {f.rule.id: f.rule.text for f in states[0].findings}
    texts = [str(cell.value) for row in book["Summary"] for cell in row]
    assert texts[0] == "Gap report: 193 countries"
    assert any("silence is neither failure nor success" in text for text in texts)


def test_it_tells_programs_what_it_is(book: Workbook, states: list[Assessment]) -> None:
    hidden = book[form.IDENTITY]
    assert hidden.sheet_state == "hidden"
    told = {str(row[0].value): str(row[1].value) for row in hidden}
    assert told[form.PROPERTY_SCHEMA] == form.SCHEMA
    assert told[form.PROPERTY_KIND] == form.GAP_REPORT_OF_MANY
    assert told[form.PROPERTY_PROFILES].split(",") == [one.profile.id for one in states]
    properties = {p.name: p.value for p in book.custom_doc_props.props}  # type: ignore[attr-defined]
    assert properties[form.PROPERTY_EXPORT] == told[form.PROPERTY_EXPORT]
    other = {str(r[0].value): r[1].value for r in opened(states[1:])[form.IDENTITY]}
    assert other[form.PROPERTY_EXPORT] != told[form.PROPERTY_EXPORT]
    assert other[form.PROPERTY_RULEBOOKS] == told[form.PROPERTY_RULEBOOKS]


def test_the_same_bytes_each_time(library: Library) -> None:
    assert render(many(library), "xlsx") == render(many(library), "xlsx")


# The form is taken where there are many


def test_up_to_twelve_accounts_have_the_report_that_is_reviewed(library: Library) -> None:
    assert MOST_HELD == 12
    assert form.BASE in opened(many(library, 12)).sheetnames
    assert form.BASE not in opened(many(library, 13)).sheetnames


# Nothing is held


@pytest.mark.parametrize("ending", FORMATS)
def test_an_account_is_let_go_before_the_next_but_one_is_made(
    library: Library, ending: str
) -> None:
    alive: weakref.WeakSet[Assessment] = weakref.WeakSet()
    most = 0

    def make(profile: Profile) -> Assessment:
        nonlocal most
        found = _Traced(**vars(assess(profile, library)))
        alive.add(found)
        most = max(most, len(alive))
        return found

    profiles = numbered(library.profile("ata-2012-ngo"), 60)
    written = b"".join(parts(made(profiles, make), ending))
    assert written == render([assess(profile, library) for profile in profiles], ending)
    assert most <= 3


class _Traced(Assessment):
    """An assessment that is told apart from others that say the same."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def test_all_states_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    command = [sys.executable, "-c", MEASURED, str(path)]
    alone = [sys.executable, "-c", ALONE]
    done = subprocess.run([*alone, *command], check=True, capture_output=True, text=True)
    assert 0 < float(done.stdout) < MOST_MIBS
    assert path.stat().st_size > 1_000_000


def test_a_sequence_makes_what_is_asked_for_and_no_more() -> None:
    asked: list[int] = []
    doubled = LazySequence(range(100), lambda n: asked.append(n) or 2 * n)
    assert (len(doubled), doubled[3], doubled[-1]) == (100, 6, 198)
    assert list(doubled[10:12]) == [20, 22]
    assert asked == [3, 99, 10, 11]
    assert isinstance(made(range(MOST_HELD), str), list)
    assert not isinstance(made(range(MOST_HELD + 1), str), list)


# What is remembered


def test_what_is_remembered_is_what_would_be_found_anew(bundled: Library) -> None:
    for profile in bundled.profiles.values():
        remembered = assess(profile, bundled)
        anew = assess(profile, replace(bundled))
        assert [f.outcomes for f in remembered.findings] == [f.outcomes for f in anew.findings]
        assert remembered.all_findings == anew.all_findings


def test_another_library_remembers_nothing_of_the_first(library: Library) -> None:
    assess(library.profile("ata-2012-ngo"), library)
    assert library.remembered
    assert not replace(library, rules={}).remembered


def test_what_is_remembered_is_bounded(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.assessment.assess.MAX_REMEMBERED", 3)
    own = replace(library)
    for profile in numbered(library.profile("ata-2012-ngo"), 4):
        assess(profile.model_copy(update={"answers": {}}), own)
        assess(profile, own)
        assert len(own.remembered) <= 4


# Faults, and what other people write


@settings(max_examples=25)
@given(texts)
def test_any_text_stands_in_it_as_text(library: Library, words: list[str]) -> None:
    told = with_words(library, cycle(words))
    assessments = many(told)
    book = opened(assessments)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = {rule.id: escaped(safe(rule.text)) for rule in told.rules.values() if rule.text}
    clauses = {row["Rule"]: row["Text, word for word"] for row in rows_of(book["Clauses"])}
    assert {rule: clauses[rule] for rule in texts} == texts
    assert render(assessments, "xlsx") == render(many(told), "xlsx")


def test_answers_that_are_not_public_are_not_in_it(library: Library) -> None:
    profile = library.profile("ata-2011-government")
    secret = Answer(value="none", public="no", note="Hush", lead="Hush office")
    told = profile.model_copy(update={"answers": {**profile.answers, "treaties.x": (secret,)}})
    silent = {fact: dated for fact, dated in told.answers.items() if fact != "treaties.x"}
    without = profile.model_copy(update={"answers": silent})
    hidden, said = (
        render([assess(one, library) for one in numbered(account, 13)], "xlsx")
        for account in (told, without)
    )
    assert hidden == said


def test_a_sheet_that_is_full_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_sheet, "MOST_ROWS", 100)
    with pytest.raises(InputError, match="the sheet Findings holds no more than 100 rows"):
        render(many(library), "xlsx")


@pytest.mark.parametrize("ending", FORMATS)
def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(
    library: Library, tmp_path: Path, ending: str
) -> None:
    def make(profile: Profile) -> Assessment:
        if profile.id == "number-40":
            raise RuntimeError("half-way")
        return assess(profile, library)

    target = tmp_path / f"all.{ending}"
    target.write_text("old")
    profiles = numbered(library.profile("ata-2012-ngo"), 60)
    with pytest.raises(RuntimeError, match="half-way"):
        write(made(profiles, make), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


# On the command line


@pytest.mark.usefixtures("ours_with_registers")
def test_few_and_many_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Gaps" in run("assess", "--all-states").stdout
    monkeypatch.setattr("compliance.lazy.MOST_HELD", 1)
    monkeypatch.setattr("compliance.report.gap_report.MOST_HELD", 1)
    text = run("assess", "--all-states", "-o", "all.csv", "-o", "all.json").stdout
    assert "Gap report: 5 accounts" in text
    assert "Gaps" not in text
    for form_ in ("csv", "json"):
        printed = run("assess", "--all-states", "--format", form_).stdout_bytes
        assert printed == Path(f"all.{form_}").read_bytes()
    assert "Not listed" in run("assess", "--all-states", "--status", "met").stdout


@pytest.mark.usefixtures("ours")
def test_a_file_that_cannot_be_written_keeps_the_others_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("compliance.lazy.MOST_HELD", 0)
    Path("folder.json").mkdir()
    refused("assess", "ATA", "-o", "a.csv", "-o", "folder.json")
    assert [path.name for path in Path().iterdir()] == ["folder.json"]


# For real


def test_libreoffice_opens_it_and_keeps_every_cell(
    content: bytes, book: Workbook, tmp_path: Path
) -> None:
    (tmp_path / "all.xlsx").write_bytes(content)
    profile = (tmp_path / "profile").as_uri()
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "kept")]
    subprocess.run(
        [*command, str(tmp_path / "all.xlsx")], check=True, capture_output=True, timeout=120
    )
    after = load_workbook(tmp_path / "kept" / "all.xlsx")
    assert after.sheetnames == book.sheetnames
    for sheet in book:
        other = after[sheet.title]
        assert list(other.values) == list(sheet.values)
        assert dict(other.tables.items()) == dict(sheet.tables.items())
        assert other.sheet_state == sheet.sheet_state
