"""Tidy tables: they say what the assessment says, keys hold, nothing confidential is in them."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft7Validator
from support.actions import write_actions
from support.command_line import refused, run
from support.layers import WITH_REGISTERS, write_layer

from compliance import Library, assess, to_frame, write_data
from compliance.assessment.assess import Assessment
from compliance.assessment.basis import Basis
from compliance.engine.outcomes import Outcome
from compliance.errors import InputError
from compliance.export.data import TABLES
from compliance.export.data.views import VIEWS
from compliance.model.profiles import Answer, Evidence, Profile

GOVERNMENT, NGO = "ata-2011-government", "ata-2012-ngo"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLIANCE_CACHE_DIR", str(folder / "cache"))
        layers = [write_layer(folder / "small", WITH_REGISTERS), write_actions(folder / "ours")]
        return Library.load(layers)


@pytest.fixture(scope="module")
def both(library: Library) -> list[Assessment]:
    """As others may see them: that is what is compared."""
    return [assess(library.profile(name), library).published() for name in (GOVERNMENT, NGO)]


def check_package(described: object) -> list[object]:
    """What is wrong by the official schema of the standard, which the package dplib-py carries."""
    found = find_spec("dplib")
    assert found
    assert found.submodule_search_locations
    path = Path(found.submodule_search_locations[0], "profiles/2.0/datapackage.json")
    schema = json.loads(path.read_text("utf-8"))
    return list(Draft7Validator(schema).iter_errors(described))


def rows(database: Path, query: str, *values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        return [dict(row) for row in opened.execute(query, values)]


def written(assessments: Sequence[Assessment], folder: Path) -> Path:
    write_data(assessments, folder / "x.db")
    return folder / "x.db"


def all_forms(assessments: Sequence[Assessment], folder: Path) -> Iterator[bytes]:
    """Everything that is ever written, as bytes and as a text of the values."""
    write_data(assessments, folder / "tables")
    yield from (path.read_bytes() for path in sorted((folder / "tables").iterdir()))
    yield written(assessments, folder).read_bytes()
    for name in [*(table.name for table in TABLES), *VIEWS]:
        yield repr(to_frame(assessments, name).fetchall()).encode()
    write_data(assessments, folder / "x.parquet", "answers")
    yield (folder / "x.parquet").read_bytes()


# What they say


def test_findings_are_those_of_the_assessment(both: list[Assessment], tmp_path: Path) -> None:
    database = written(both, tmp_path)
    for one in both:
        told = rows(database, "SELECT * FROM results WHERE account = ?", one.profile.id)
        assert {row["provision"]: row["status"] for row in told} == {
            found.rule.id: str(found.status) for found in one.all_findings
        }
        for row, found in zip(told, sorted(one.all_findings, key=_by_id), strict=True):
            for outcome in Outcome:
                column = f"can_be_{outcome.replace(' ', '_')}"
                assert row[column] == (outcome in found.outcomes), (found.rule.id, column)


def _by_id(found: Any) -> str:
    return str(found.rule.id)


def test_why_and_what_is_open_is_told_of_findings_and_checks(
    both: list[Assessment], tmp_path: Path
) -> None:
    database = written(both[:1], tmp_path)
    query = "SELECT fact, role FROM finding_facts WHERE provision = ?"
    of_check = "SELECT fact, role FROM check_finding_facts WHERE provision = ? AND check_id = ?"
    for found in both[0].all_findings:
        told = {(row["fact"], row["role"]) for row in rows(database, query, found.rule.id)}
        assert told == {(f, "because") for f in found.because} | {
            (f, "missing") for f in found.missing
        }
        for one in found.checks:
            of = rows(database, of_check, found.rule.id, one.check.id)
            assert {row["fact"] for row in of} == {*one.because, *one.missing}


def test_counts_are_the_pairs_of_the_assessment_by_instrument(
    both: list[Assessment], tmp_path: Path
) -> None:
    told = rows(written(both[:1], tmp_path), "SELECT * FROM requirement_counts")
    assert {
        (row["instrument"], row["force"]): (
            (row["met_at_least"], row["met_at_most"]),
            (row["applicable_at_least"], row["applicable_at_most"]),
        )
        for row in told
    } == {
        (instrument, force): (count.met, count.applicable)
        for instrument, forces in both[0].requirements.items()
        for force, count in forces.items()
    }


def test_no_table_and_no_view_adds_up_over_instruments() -> None:
    for view in VIEWS.values():
        if "GROUP BY" in view.query:
            assert "GROUP BY assessment, instrument" in view.query


def test_answers_have_their_values_one_a_row(both: list[Assessment], tmp_path: Path) -> None:
    database = written(both[:1], tmp_path)
    query = "SELECT form, member, value FROM answer_values WHERE fact = ? AND answer = 1"
    for fact, standing in both[0].answers.items():
        told = [(row["form"], row["member"], row["value"]) for row in rows(database, query, fact)]
        answer = standing.answer
        members = answer.value if isinstance(answer.value, dict) else {}
        assert [(member, value) for form, member, value in told if form == "member"] == [
            *members.items()
        ]
        assert len(told) == (len(members) or len(list(answer.stated_values()))) > 0


def test_a_register_is_no_account(both: list[Assessment], tmp_path: Path) -> None:
    told = rows(written(both, tmp_path), "SELECT * FROM answers")
    assert {bool(row["account"]) + bool(row["register"]) for row in told} == {1}
    assert {row["register"] for row in told} > {None}


def test_an_action_is_in_its_own_table_and_in_no_finding(
    both: list[Assessment], tmp_path: Path
) -> None:
    database = written(both, tmp_path)
    told = rows(database, "SELECT * FROM actions")
    assert [row["state"] for row in told].count("given up") == 1
    assert len(told) == 6
    assert rows(database, "SELECT provision FROM action_provisions") == [{"provision": "T-1.5"}]
    assert len(rows(database, "SELECT * FROM action_progress")) == 2


def test_accounts_taken_together_name_each_account(library: Library, tmp_path: Path) -> None:
    accounts = [library.profile(GOVERNMENT), library.profile(NGO)]
    database = written([assess(Basis.together(accounts), library)], tmp_path)
    names = [row["account"] for row in rows(database, "SELECT account FROM accounts")]
    assert names == [GOVERNMENT, f"{GOVERNMENT}+{NGO}", NGO]
    sides = rows(database, "SELECT DISTINCT account FROM answers WHERE account NOT NULL")
    assert {row["account"] for row in sides} == {GOVERNMENT, NGO}


# Keys, types and the description


def test_keys_and_references_hold(both: list[Assessment], tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(both, tmp_path))) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_references_hold_for_our_own_library(bundled: Library, tmp_path: Path) -> None:
    accounts = [assess(bundled.profile(name), bundled) for name in list(bundled.profiles)[:6]]
    with closing(sqlite3.connect(written(accounts, tmp_path))) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_description_is_a_valid_data_package(both: list[Assessment], tmp_path: Path) -> None:
    write_data(both, tmp_path / "tables")
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_text("utf-8"))
    assert check_package(described) == []
    broken = {**described, "resources": [{"name": "No Such Name!"}]}
    assert check_package(broken) != []


def test_every_file_is_as_described(both: list[Assessment], tmp_path: Path) -> None:
    write_data(both, tmp_path / "tables")
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_text("utf-8"))
    files = {path.name for path in (tmp_path / "tables").iterdir()}
    assert files == {"datapackage.json", *(one["path"] for one in described["resources"])}
    readers = {
        "string": str,
        "date": date.fromisoformat,
        "integer": int,
        "boolean": {"true": True, "false": False}.__getitem__,
    }
    for resource in described["resources"]:
        with (tmp_path / "tables" / resource["path"]).open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        keys = resource["schema"]["primaryKey"]
        assert len({tuple(line[key] for key in keys) for line in lines}) == len(lines)
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            for value in (line[field["name"]] for line in lines):
                assert value or not limits.get("required"), (resource["name"], field["name"])
                if value:
                    readers[field["type"]](value)
                    assert value in limits.get("enum", [value])


def test_a_database_explains_itself(both: list[Assessment], tmp_path: Path) -> None:
    told = rows(written(both, tmp_path), "SELECT * FROM meanings")
    assert {row["table_name"] for row in told} == {table.name for table in TABLES} | {*VIEWS}
    assert all(row["about"] for row in told)


def test_parquet_and_frame_say_the_same_as_the_database(
    both: list[Assessment], tmp_path: Path
) -> None:
    database = written(both, tmp_path)
    for name in ("results", "check_results", "requirement_counts", "evidence"):
        write_data(both, tmp_path / "x.parquet", name)
        held = duckdb.connect().read_parquet(str(tmp_path / "x.parquet"))
        assert sorted(map(str, held.fetchall())) == sorted(
            map(str, to_frame(both, name).fetchall())
        )
        wanted = rows(database, f"SELECT * FROM {name}")  # noqa: S608 - names of ours
        assert list(held.columns) == list(wanted[0])
        told = [[_plain(value) for value in row] for row in held.fetchall()]
        assert sorted(told, key=str) == sorted((list(row.values()) for row in wanted), key=str)


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def test_a_frame_is_of_one_assessment_or_of_several(both: list[Assessment]) -> None:
    count = len(both[0].all_findings)
    assert len(both[0].to_frame().fetchall()) == count
    assert len(to_frame(both).fetchall()) == 2 * count
    assert both[0].to_frame("accounts").fetchall()[0][0] == GOVERNMENT


def test_the_same_bytes_for_the_same_input(both: list[Assessment], tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
    assert list(all_forms(both, tmp_path / "a")) == list(all_forms(both, tmp_path / "b"))


# What is never in them


def test_nothing_confidential_is_in_any_of_them(library: Library, tmp_path: Path) -> None:
    on_file = Evidence(document="SECRET-DOCUMENT", said_by="press", public="no")
    told = {
        "children.papers": (
            Answer(value="yes", public="no", note="SECRET-NOTE", lead="SECRET-LEAD"),
        ),
        "children.school": (Answer(value="every_child", evidence=(on_file,)),),
    }
    ours = library.profile(GOVERNMENT).model_copy(update={"answers": told})
    found = assess(ours, library)
    assert "children.papers" in found.answers
    for content in all_forms([found], tmp_path):
        assert b"SECRET" not in content
    database = tmp_path / "x.db"
    assert rows(database, "SELECT * FROM answers WHERE fact = 'children.papers'") == []
    assert rows(database, "SELECT may_withhold FROM accounts") == [{"may_withhold": 1}]
    assert rows(database, "SELECT document, on_file FROM evidence WHERE fact LIKE 'children%'") == [
        {"document": "on file with the speaker", "on_file": 1}
    ]


def test_no_path_of_the_machine_is_in_any_of_them(
    library: Library, both: list[Assessment], tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "country: ATA\nvoice: press\nspeaker: A paper\nas_of: 2012-01-01\nanswers: {}\n", "utf-8"
    )
    own = assess(library.read_profile(path), library)
    folders = [str(tmp_path), *library.layers]
    for content in all_forms([*both, own], tmp_path):
        assert not [folder for folder in folders if folder.encode() in content]
    layers = {row["layer"] for row in rows(tmp_path / "x.db", "SELECT layer FROM accounts")}
    assert layers == {"small", "file"}


# Many, and again


def test_only_one_assessment_is_held_at_a_time(library: Library, tmp_path: Path) -> None:
    alive: list[int] = []

    class Counted(Sequence[Assessment]):
        def __len__(self) -> int:
            return 20

        def __getitem__(self, place: Any) -> Any:
            if place >= 20:
                raise IndexError
            alive.append(place)
            profile = library.profile(GOVERNMENT).model_copy(update={"id": f"a-{place}"})
            return assess(profile, library)

    write_data(Counted(), tmp_path / "x.db")
    assert alive == [0, *range(20)]  # the first is asked for its library
    assert len(rows(tmp_path / "x.db", "SELECT * FROM accounts")) == 20


def test_one_account_on_several_days_is_one_account(library: Library, tmp_path: Path) -> None:
    profile: Profile = library.profile(GOVERNMENT)
    days = [date(year, 12, 31) for year in (2010, 2011, 2012)]
    database = written([assess(profile, library, as_of=day) for day in days], tmp_path)
    assert len(rows(database, "SELECT * FROM accounts")) == 1
    told = rows(database, "SELECT DISTINCT as_of FROM results ORDER BY as_of")
    assert [row["as_of"] for row in told] == [day.isoformat() for day in days]


def test_the_same_twice_is_refused(both: list[Assessment], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two assessments"):
        write_data([both[0], both[0]], tmp_path / "x.db")
    with pytest.raises(ValueError, match="no assessment"):
        write_data([], tmp_path / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_export_is_replaced_and_a_folder_of_others_is_not(
    both: list[Assessment], tmp_path: Path
) -> None:
    write_data(both, tmp_path / "tables")
    write_data(both[:1], tmp_path / "tables")
    assert (tmp_path / "tables" / "accounts.csv").read_text("utf-8").count("\n") == 2
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "accounts.csv").write_text("of the bank", "utf-8")
    with pytest.raises(InputError, match="holds other files"):
        write_data(both, mine)
    assert (mine / "accounts.csv").read_text("utf-8") == "of the bank"


# The command


@pytest.mark.usefixtures("ours")
def test_the_command_writes_all_accounts_or_those_named() -> None:
    assert run("export", "data", "all").stderr == "Wrote all\n"
    assert run("export", "data", "one.db", GOVERNMENT).exit_code == 0
    assert len(rows(Path("one.db"), "SELECT * FROM accounts")) == 1
    with Path("all/accounts.csv").open(encoding="utf-8", newline="") as file:
        assert {row["account"] for row in csv.DictReader(file)} >= {GOVERNMENT, NGO}


@pytest.mark.usefixtures("ours")
def test_years_are_rows_of_one_table() -> None:
    assert run("export", "data", "x.db", GOVERNMENT, "--years", "2010-2012").exit_code == 0
    told = rows(Path("x.db"), "SELECT DISTINCT as_of FROM results ORDER BY 1")
    assert [row["as_of"] for row in told] == ["2010-12-31", "2011-12-31", "2012-12-31"]


@pytest.mark.usefixtures("ours")
def test_one_table_as_parquet() -> None:
    result = run("export", "data", "x.parquet", GOVERNMENT, "--table", "check_results")
    assert (result.exit_code, result.stderr) == (0, "Wrote x.parquet\n")
    assert "check_id" in duckdb.connect().read_parquet("x.parquet").columns


@pytest.mark.usefixtures("ours")
def test_all_that_is_wrong_is_said_at_once() -> None:
    told = refused(
        *("export", "data", "x.db", "nobody", "--table", "results"), "--years", "2012-2010"
    )
    assert "--table: only a .parquet file holds one table\n" in told
    assert "--years: `2012-2010` is no stretch of years\n" in told
    assert "there is no profile and no country `nobody`\n" in told
    assert told.endswith("3 problems\n")
    assert not list(Path().iterdir())


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.xlsx"], "x.xlsx: tables are not written as `.xlsx`"),
        (["x.parquet", "--table", "result"], "did you mean `results`?"),
        (["ATA"], "`ATA` is a country, and no folder for tables"),
        (["no/such/folder"], "there is no folder `no/such`"),
        (["x.db", "--years", "10"], "`10` is no year and no stretch of years"),
        (["x.db", "--years", "2010", "--as-of", "2010-01-01"], "contradict each other"),
    ],
)
def test_what_cannot_be_is_refused_with_a_hint(arguments: list[str], said: str) -> None:
    assert said in refused("export", "data", *arguments)
    assert not list(Path().iterdir())


@pytest.mark.usefixtures("ours")
def test_without_duckdb_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert refused("export", "data", "x.parquet", GOVERNMENT) == (
        "Parquet and tables in memory need DuckDB, which is not here\n"
        '  hint: install it: python -m pip install "migrant-rights-compliance[data]"\n'
        "1 problem\n"
    )
    assert run("export", "data", "x.db", GOVERNMENT).exit_code == 0


@pytest.mark.usefixtures("ours")
def test_a_fault_of_the_disk_in_duckdb_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write_parquet(self, *_: object, **__: object) -> None:
            raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr("compliance.export.data.duck.to_frame", lambda *_: Full())
    said = refused("export", "data", "x.parquet", GOVERNMENT)
    assert "temporary files cannot be written: could not write file: no space left" in said
    assert not list(Path().iterdir())
