"""Schemas for editors: they accept what `check` accepts, and tell what each key means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from jsonschema import Draft202012Validator
from support.actions import ACTIONS, SCHOOL, filled_in
from support.command_line import refused, run
from support.editors import complaints, kinds_in, schema
from support.layers import FILES, write_layer
from support.shelter import SHELTER
from support.voices import account, answers

from compliance.cli import main
from compliance.cli.check import _renew_schemas
from compliance.export.schemas import KINDS, schema_of
from compliance.library.layer_files import SCHEMAS
from compliance.library.library import Library
from compliance.library.profile_editor import as_data
from compliance.library.watch import Watch
from compliance.library.yaml_writer import written
from compliance.model.profiles import Answer

ROOT = Path(__file__).parents[2]
FIRST_LINE = "# yaml-language-server: $schema="
OF_FILES = [kind for kind in KINDS if kind != "assessment"]


@pytest.fixture(scope="module")
def ours_as_schemas(bundled: Library) -> dict[str, dict[str, Any]]:
    """Every schema with the facts of our own library."""
    return {kind: schema_of(kind, bundled) for kind in KINDS}


def all_complaints(root: Path, schemas: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What editors say of the files of a layer."""
    for kind, path in kinds_in(root):
        for complaint in complaints(path.read_text(encoding="utf-8"), schemas[kind]):
            yield f"{path.relative_to(root)}: {complaint}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str, ours: Path) -> None:
    assert ours.is_dir()
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_our_own_files_are_valid(ours_as_schemas: dict[str, dict[str, Any]]) -> None:
    kinds = {kind for kind, _ in kinds_in(ROOT)}
    assert kinds == {*OF_FILES} - {"actions", "cases"}
    assert list(all_complaints(ROOT, ours_as_schemas)) == []


@pytest.mark.parametrize("name", ["older-reading", "our-layer", "three-voices"])
def test_the_examples_are_valid(name: str, ours_as_schemas: dict[str, dict[str, Any]]) -> None:
    assert list(kinds_in(ROOT / "examples" / name))
    assert list(all_complaints(ROOT / "examples" / name, ours_as_schemas)) == []


def test_the_cases_of_our_rules_are_valid(ours_as_schemas: dict[str, dict[str, Any]]) -> None:
    files = sorted((ROOT / "tests" / "law" / "rules").glob("*/*.yaml"))
    assert len(files) > 100
    found = [complaints(path.read_text("utf-8"), ours_as_schemas["cases"]) for path in files]
    assert [told for told in found if told] == []


@pytest.mark.parametrize("files", [FILES, SHELTER, {**FILES, "actions/zzz.yaml": ACTIONS}])
def test_layers_of_tests_are_valid(files: dict[str, str], tmp_path: Path) -> None:
    root = write_layer(tmp_path / "layer", files)
    library = Library.load([root])
    schemas = {kind: schema_of(kind, library) for kind in KINDS}
    assert list(kinds_in(root))
    assert list(all_complaints(root, schemas)) == []


@pytest.fixture(scope="module")
def schema_of_profiles(small_library: Path) -> dict[str, Any]:
    """That of profiles, with the questions of the library of tests."""
    return schema_of("profile", Library.load([small_library]))


@given(said=answers())
def test_whatever_an_account_can_say_is_valid(
    said: dict[str, Answer], schema_of_profiles: dict[str, Any]
) -> None:
    text = written(as_data(account("zzz-2011-x", "government", said)))
    assert complaints(text, schema_of_profiles) == []


PROFILE = """
country: ZZZ
voice: government
speaker: Somebody
as_of: 2011-01-01
answers:
  education.entitlement: {value: every_child}
"""
ACTION = """
country: ZZZ
actions:
  - action: Open the schools
    to: {education.entitlement: {value: every_child}}
"""
CASE = """
rule: A-RES-65-212.5f
cases:
  - name: Everybody
    answers: {education.entitlement: every_child}
    status:
"""
INSTRUMENT = "{symbol: X/1, title: T, body: B, text_held: no, operative: [1, 2 (a), 2.1]}"
FACT = "[{id: a.b, question: Is it so, type: yes_no, evidence: The act}]"
RULE = """
{provision: 1, title: T, summary: Do it, addressee: states, force: call, topics: [education],
 draft: yes}
"""
ERRATA = 'errata: [{place: para. 1, kind: scan, held: a a, reads: "", why: Twice.}]'
REGISTER = """
fact: treaties.icrmw
title: Parties
listed: party
as_of: 2011-01-01
evidence: {document: List, said_by: register}
members: [{country: ZZZ, name: The State of Examples}]
"""
SPOILT = [
    ("profile", PROFILE, "voice: government", "voice: goverment"),
    ("profile", PROFILE, "education.entitlement", "education.entitlment"),
    ("profile", PROFILE, "every_child", "everyone"),
    ("profile", PROFILE, "{value: every_child}", "every_child"),
    ("profile", PROFILE, "{value: every_child}", "{at least: every_child}"),
    ("profile", PROFILE, "{value: every_child}", "{value: every_child, since: 1 May 2011}"),
    ("profile", PROFILE, "as_of: 2011-01-01", "as_off: 2011-01-01"),
    ("actions", ACTION, "action:", "what:"),
    ("actions", ACTION, "value: every_child", "value: every_child, since: 2011-01-01"),
    ("cases", CASE, "every_child", "everyone"),
    ("cases", CASE, "status:", "status: fulfilled"),
    ("cases", CASE, "rule:", "rules:"),
    ("instrument", INSTRUMENT, "text_held: no", "text_held: none"),
    ("instrument", INSTRUMENT, "symbol: X/1", "symbol: [X/1]"),
    ("fact", FACT, "yes_no", "boolean"),
    ("fact", FACT, "id: a.b", "extends: a.b"),
    ("fact", FACT, "id: a.b", "id: ab"),
    ("rule", RULE, "force: call", "force: order"),
    ("rule", RULE, "[education]", "[educatoin]"),
    ("rule", RULE, "draft: yes", "draft: true"),
    ("errata", ERRATA, "kind: scan", "kind: slip"),
    ("register", REGISTER, "treaties.icrmw", "treaties.icmrw"),
    ("topics", "housing: Housing", "Housing", "{same_as: [Housing]}"),
]


@pytest.mark.parametrize(("kind", "text", "right", "wrong"), SPOILT)
def test_a_spoilt_file_is_not_valid(
    kind: str, text: str, right: str, wrong: str, ours_as_schemas: dict[str, dict[str, Any]]
) -> None:
    assert complaints(text, ours_as_schemas[kind]) == []
    assert right in text
    assert complaints(text.replace(right, wrong), ours_as_schemas[kind]) != []


def test_every_kind_of_file_is_spoilt_above() -> None:
    assert {kind for kind, *_ in SPOILT} == {*OF_FILES}


def test_texts_that_look_like_something_else_are_valid(
    ours_as_schemas: dict[str, dict[str, Any]],
) -> None:
    text = PROFILE.replace("Somebody", "2011").replace(
        "{value: every_child}", "{value: every_child, note: True}"
    )
    assert complaints(text, ours_as_schemas["profile"]) == []


@pytest.mark.parametrize("kind", OF_FILES)
def test_every_key_says_what_it_means(
    kind: str, ours_as_schemas: dict[str, dict[str, Any]]
) -> None:
    whole = ours_as_schemas[kind]
    told = [whole, *(one for one in whole.get("$defs", {}).values() if "title" in one)]
    silent = [
        f"{one.get('title')}.{key}"
        for one in told
        for key, of_key in one.get("properties", {}).items()
        if "description" not in of_key
    ]
    assert silent == {"cases": ["Cases of a rule.cases"], "errata": ["Errata.errata"]}.get(kind, [])


def test_a_profile_shows_question_and_choices(ours_as_schemas: dict[str, dict[str, Any]]) -> None:
    whole = ours_as_schemas["profile"]
    asked = whole["properties"]["answers"]["properties"]["education.entitlement"]
    assert asked["description"].startswith("Which migrant children")
    assert "\nevery_child: " in asked["description"]
    assert whole["$defs"]["education.entitlement"]["enum"][0] == "every_child"


def test_the_facts_of_a_layer_are_in_its_schemas(ours: Path, tmp_path: Path) -> None:
    assert ours.is_dir()
    layer = write_layer(tmp_path / "layer", {k: SHELTER[k] for k in list(SHELTER)})
    asked = schema("profile", layer)["properties"]["answers"]["properties"]
    assert {"shelter.trained", "detention.days"} <= asked.keys()


# Where editors find them


def named(path: Path) -> Path:
    """The schema that a file names in its first line."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(FIRST_LINE), f"{path}: {first}"
    return path.parent / first.removeprefix(FIRST_LINE)


def assert_all_valid(layer: Path, *, kinds: set[str]) -> None:
    """Every file of the layer names its schema, which lies there and accepts it."""
    found = list(kinds_in(layer))
    assert {kind for kind, _ in found} == kinds
    for kind, path in found:
        target = named(path)
        assert target.resolve() == (layer / SCHEMAS / f"{kind}.json").resolve()
        whole = json.loads(target.read_text(encoding="utf-8"))
        assert complaints(path.read_text(encoding="utf-8"), whole) == []


TEXT = """Recalling the duty of States to shelter every child,

1.  Calls upon States to give every child a place in a shelter;1

2.  Requests the Secretary-General to report.
"""
WHO = ("--speaker", "Somebody", "--voice", "government", "--as-of", "2012-01-01")
FACT_OPTIONS = ("--type", "yes_no", "--evidence", "The act", "--topic-title", "Shelter")


def test_what_new_writes_names_its_schema(ours: Path) -> None:
    assert ours.is_dir()
    Path("text.txt").write_text(TEXT, encoding="utf-8")
    assert run("new", "rulebook", "text.txt", "--symbol", "INV/1", "-o", "L").exit_code == 0
    asked = ("shelter.open", "Is a shelter open to every child?")
    result = run("new", "fact", *asked, *FACT_OPTIONS, "-o", "L")
    assert result.exit_code == 0, result.output
    assert_all_valid(Path("L"), kinds={"rule", "instrument", "errata", "fact", "topics"})
    whole = json.loads(Path("L", SCHEMAS, "profile.json").read_text(encoding="utf-8"))
    assert "shelter.open" in whole["properties"]["answers"]["properties"]
    assert (
        "shelter"
        in json.loads(Path("L", SCHEMAS, "rule.json").read_text("utf-8"))["properties"]["topics"][
            "items"
        ]["enum"]
    )
    assert "is not read" not in run("check", "L").output


def test_cases_name_their_schema(ours: Path) -> None:
    assert ours.is_dir()
    write_layer(Path("L"), SHELTER)
    assert run("new", "cases", "INV-1.1", "--layer", "L", "-o", "L").exit_code == 0
    path = Path("L/cases/INV-1/1.yaml")
    whole = json.loads(named(path).read_text(encoding="utf-8"))
    assert complaints(path.read_text(encoding="utf-8"), whole) == []


def test_recommendations_name_their_schema(ours: Path) -> None:
    assert ours.is_dir()
    Path("list.csv").write_text(
        "Text,State under review\nRatify the Convention (Peru);,Sweden\n", encoding="utf-8"
    )
    assert run("import", "recommendations", "list.csv", "-o", "L").exit_code == 0
    assert_all_valid(Path("L"), kinds={"rule", "instrument"})


@pytest.mark.parametrize("folder", ["profiles", "."])
def test_a_profile_names_its_schema_in_a_layer(folder: str, ours: Path) -> None:
    assert ours.is_dir()
    Path(folder).mkdir(exist_ok=True)
    result = run("questionnaire", "ATA", *WHO, "-o", "q.xlsx")
    assert result.exit_code == 0, result.output
    target = Path(folder, "zzz-2012-government.yaml")
    result = run("import", "questionnaire", "q.xlsx", "-o", str(target))
    assert result.exit_code == 0, result.output
    if folder == ".":  # it may lie anywhere: nothing is put beside it
        assert not Path(SCHEMAS).exists()
        assert target.read_text(encoding="utf-8").startswith("country: ")
        return
    whole = json.loads(named(target).read_text(encoding="utf-8"))
    assert complaints(target.read_text(encoding="utf-8"), whole) == []


def test_actions_and_answers_name_their_schemas_in_a_layer(ours: Path) -> None:
    assert ours.is_dir()
    for folder in ("L", "L/actions", "L/profiles"):
        Path(folder).mkdir()
    book = filled_in("plan.xlsx", {SCHOOL: ("Ministry", "2012-06-30", "under way", None, "Plan")})
    to = ("--country", "ATA", "-o", "L/actions/ata.yaml")
    assert run("import", "actions", book, *to).exit_code == 0
    asked = ["ask", "ata-2012-ngo", "-i", "-o", "L/profiles/ata-2013-ngo.yaml"]
    result = CliRunner().invoke(main, asked, input="\n\nyes\n\nstop\n")
    assert result.exit_code == 0, result.output
    assert_all_valid(Path("L"), kinds={"actions", "profile"})


def test_a_profile_anywhere_names_a_schema_that_lies_beside_it(ours: Path) -> None:
    assert ours.is_dir()
    assert run("schema", "--all", "-o", SCHEMAS).exit_code == 0
    result = run("questionnaire", "ATA", *WHO, "-o", "q.xlsx")
    assert result.exit_code == 0, result.output
    assert run("import", "questionnaire", "q.xlsx", "-o", "zzz-2012-x.yaml").exit_code == 0
    assert named(Path("zzz-2012-x.yaml")).is_file()


def test_while_it_watches_schemas_follow_the_questions(ours: Path) -> None:
    layer = write_layer(Path("L"), SHELTER)
    watch = Watch([ours, layer])
    _renew_schemas(layer, watch)
    assert not (layer / SCHEMAS).exists()  # nobody wanted any
    assert run("schema", "--all", "--layer", "L", "-o", f"L/{SCHEMAS}").exit_code == 0
    facts = layer / "rules/facts/shelter.yaml"
    facts.write_text(facts.read_text("utf-8").replace("private:", "hired:"), encoding="utf-8")
    watch.saved(facts)
    _renew_schemas(layer, watch)
    whole = json.loads(Path("L", SCHEMAS, "profile.json").read_text(encoding="utf-8"))
    assert "hired" in whole["$defs"]["shelter.trained"]["properties"]


# The command


def test_the_command_says_what_it_lacks() -> None:
    assert "name one KIND, or give --all" in refused("schema")
    assert "--all needs a folder" in refused("schema", "--all")
    assert "name one KIND, or give --all" in refused("schema", "rule", "--all", "-o", "x")


def test_a_schema_is_written_to_a_file(ours: Path) -> None:
    assert ours.is_dir()
    result = run("schema", "instrument", "-o", "i.json")
    assert result.stdout == "i.json\n"
    assert json.loads(Path("i.json").read_text(encoding="utf-8"))["title"] == "Instrument"


# Assessments


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(part) for key, part in schema.items()}
    return {**found, "additionalProperties": False} if "properties" in schema else found


@pytest.mark.parametrize(
    "arguments",
    [
        ("ECU",),
        ("ECU", "--evidence", "cited", "--as-of", "2012-01-01"),
        ("zza-2011-civil-society", "--layer", str(ROOT / "examples/three-voices")),
        ("ZZA", "--together", "--layer", str(ROOT / "examples/three-voices")),
    ],
)
def test_the_json_of_an_assessment_is_valid(
    arguments: tuple[str, ...], ours_as_schemas: dict[str, dict[str, Any]]
) -> None:
    printed = json.loads(run("assess", *arguments, "--format", "json").stdout)
    whole = Draft202012Validator(closed(ours_as_schemas["assessment"]))
    assert [one.message[:200] for one in whole.iter_errors(printed)] == []
    del printed["assessments"][0]["findings"][0]["status"]
    assert not Draft202012Validator(ours_as_schemas["assessment"]).is_valid(printed)
