"""The documents tell the truth: examples are sound, keys are named, links and commands work."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest
from support.command_line import run
from support.layers import write_layer
from support.walkthrough import FOLLOWED

from compliance.assessment.cases import Case
from compliance.errors import InputError, Problem
from compliance.importers.recommendations.words import headings
from compliance.library.builder import Builder
from compliance.library.coverage import coverage_of
from compliance.library.layers import files_of
from compliance.library.validation import keys_of
from compliance.library.yaml_reader import parse
from compliance.model.actions import ActionList, ActionState, ProgressNote, TrackedAction
from compliance.model.profiles import Answer, Entry, Evidence, Profile, Register
from compliance.model.rulebook import (
    Addressee,
    Check,
    Choice,
    DocumentDay,
    Erratum,
    Extension,
    Fact,
    FactType,
    Force,
    FramePart,
    FramePartName,
    Instrument,
    Measure,
    Model,
    Position,
    PositionName,
    PreambleSentence,
    Rule,
    Voice,
)
from compliance.workbook import schema as form

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FILES = (ROOT / "docs/files.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (.*?) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)

SECTIONS: dict[str, tuple[type[Model], ...]] = {
    "A fact": (Fact, Choice, Extension),
    "An instrument": (Instrument, Erratum, PreambleSentence, DocumentDay),
    "A rule": (Rule, FramePart, Check, Position),
    "A register": (Register, Entry),
    "A profile": (Profile, Answer, Evidence),
    "Actions": (ActionList, TrackedAction, ProgressNote),
    "Cases": (Case,),
}


def section(heading: str) -> str:
    """The part of docs/files.md under the heading."""
    return FILES.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def example_files() -> Iterator[tuple[str, str]]:
    """The files that docs/files.md shows: their names in the layer, and what is in them."""
    for mark, language, text in BLOCK.findall(FILES):
        if mark.startswith("file: "):
            yield mark.removeprefix("file: "), text
        elif language == "yaml" and mark != "fragment":
            name = re.match(r"# (\S+\.yaml)\n", text)
            assert name, f"no file is named, and it is no fragment:\n{text}"
            yield name[1], text


EXAMPLES = dict(example_files())


def problems_of(folder: Path, files: dict[str, str]) -> list[Problem]:
    """What is wrong with the files as a library of their own."""
    builder = Builder(files_of([write_layer(folder, files)]))
    builder.build()
    return [*builder.problems, *coverage_of(builder).holes]


def test_the_examples_are_sound(tmp_path: Path) -> None:
    assert {"topics", "housing", "instrument", "errata", "1", "2a", "zzz-2011-example"} <= {
        Path(name).stem for name in EXAMPLES
    }
    assert problems_of(tmp_path, EXAMPLES) == []


MISTAKES = re.findall(
    r"^\| `([^|]+)` \| `([^|]+)` \| (.+) \|$", section("Typical mistakes"), re.MULTILINE
)


def test_the_mistakes_are_read_from_the_table() -> None:
    rows = [line for line in section("Typical mistakes").splitlines() if line.startswith("| `")]
    assert len(MISTAKES) == len(rows) > 10


@pytest.mark.parametrize(("right", "wrong", "answer"), MISTAKES)
def test_a_typical_mistake_gives_the_message(
    right: str, wrong: str, answer: str, tmp_path: Path
) -> None:
    changed = {name: text.replace(right, wrong) for name, text in EXAMPLES.items()}
    assert changed != EXAMPLES
    assert answer in "\n".join(map(str, problems_of(tmp_path, changed)))


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_of_a_file_is_explained(heading: str) -> None:
    told = section(heading)
    keys = set(chain.from_iterable(map(keys_of, SECTIONS[heading])))
    assert {key for key in keys if f"`{key}`" not in told} == set()


@pytest.mark.parametrize("heading", SECTIONS)
def test_no_key_is_explained_that_there_is_not(heading: str) -> None:
    tables = re.findall(r"^\| key .*?\n\n", section(heading), re.MULTILINE | re.DOTALL)
    cells = re.findall(r"^\| (`.*?) \|", "\n".join(tables), re.MULTILINE)
    told = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    assert told
    assert told <= set(chain.from_iterable(map(keys_of, SECTIONS[heading])))


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("A fact", FactType),
        ("A rule", Force),
        ("A rule", Addressee),
        ("A rule", Measure),
        ("A rule", FramePartName),
        ("A rule", PositionName),
        ("A profile", Voice),
        ("Actions", ActionState),
    ],
)
def test_every_word_that_a_key_takes_is_named(heading: str, words: Any) -> None:
    assert [word for word in get_args(words) if f"`{word}`" not in section(heading)] == []


def test_every_column_of_a_list_is_told() -> None:
    told = section("Recommendations from a list")
    assert [field for field in headings() if f"`{field}`" not in told] == []


def read_as(text: str) -> Any:
    """The data in the text, or None where it is refused."""
    try:
        return parse(text, "x").data
    except InputError:
        return None


def test_an_answer_of_each_form_is_shown() -> None:
    profile = parse(EXAMPLES["profiles/zzz-2011-example.yaml"], "profile").data
    answers = chain.from_iterable(
        answer if isinstance(answer, list) else [answer] for answer in profile["answers"].values()
    )
    shown = set(chain.from_iterable(answers))
    shown |= set(re.findall(r"`(not):", section("A profile")))
    assert shown == {*keys_of(Answer)}


def test_a_sharp_sign_cuts_a_text_off_as_the_document_says() -> None:
    assert parse("quote: see note #3 on camps", "x").data == {"quote": "see note"}
    assert "`quote: see note #3 on camps` only `see note` is left" in " ".join(FILES.split())


@pytest.mark.parametrize("start", [*"\"'[]{}>|*&!%@`", "- ", "? "])
def test_a_text_cannot_begin_like_this_without_quotation_marks(start: str) -> None:
    assert start.strip() in section("YAML in six lines")
    assert read_as(f"note: {start}word") != {"note": f"{start}word"}


@pytest.mark.parametrize("line", re.findall(r"`(note: [\"'].+?[\"'])`", FILES))
def test_quotation_marks_help(line: str) -> None:
    assert parse(line, "x").data["note"].strip("'\"")


def test_a_folded_text_is_safe_and_an_indented_line_goes_on() -> None:
    assert (
        parse("note: >-\n  see #3: camps\n  and more", "x").data["note"] == "see #3: camps and more"
    )
    assert parse("note: see camps\n  and more", "x").data["note"] == "see camps and more"


def test_a_colon_in_a_text_is_refused() -> None:
    with pytest.raises(InputError, match="colon"):
        parse("note: No answer: nothing is said.", "x")


@pytest.mark.parametrize("document", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    own = [link for link in links if "://" not in link]
    assert [link for link in own if not (document.parent / link).exists()] == []


def commands() -> Iterator[str]:
    """The commands in docs/, but for those not to be run, and those that tutorials run in order.

    Those of docs/commands.md are run by test_readme.py.
    """
    documents = [document for document in DOCS[1:] if document.name != "commands.md"]
    for text in (document.read_text(encoding="utf-8") for document in documents):
        for mark, language, block in [] if FOLLOWED in text else BLOCK.findall(text):
            if language == "console" and not mark.startswith("not run"):
                yield from re.findall(r"^compliance .+$", block, re.MULTILINE)
        yield from re.findall(r"`(compliance [^`\n]+)`", BLOCK.sub("", text))


COMMANDS = sorted(set(commands()))


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) > 2


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_documents_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_layer(tmp_path / "our-rules", EXAMPLES)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(command)[1:])
    said = [line for line in result.stderr.splitlines() if not line.startswith("Wrote ")]
    assert (result.exit_code, said) == (0, [])
    assert result.stdout


THREE_VOICES = shlex.quote(str(ROOT / "examples/three-voices"))
SHOWN = re.findall(
    r"```console\n(compliance [^\n]+)\n```\n\n```text\n(.*?)```",
    "".join(
        (ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("method", "reports")
    ),
    re.DOTALL,
)


def test_documents_show_what_commands_print() -> None:
    assert len(SHOWN) > 4


@pytest.mark.parametrize(("command", "lines"), SHOWN)
def test_what_documents_show_is_printed_in_this_order(
    command: str, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    printed = iter(run(*shlex.split(command)[1:]).stdout.splitlines())
    assert [line for line in lines.splitlines() if line not in printed] == []


def _keys(told: object) -> set[str]:
    """The keys of objects, but for those that are statuses, relations, ids and forces."""
    if isinstance(told, list):
        return set().union(*map(_keys, told))
    if not isinstance(told, dict):
        return set()
    named = ("statuses", "demands", "relations", "choices")
    inner = (v for k, v in told.items() if k not in named)
    return set(told) | set().union(*map(_keys, inner))


@pytest.mark.parametrize(
    "command",
    [
        "assess ECU --format json",
        "rules --format json",
        "profiles --format json",
        "plan PRT --format json",
        "ask ECU --format json",
        "compare ECU --format json",
        "explain 5f ECU --format json",
        f"explain 5f ZZA --together --format json --layer {THREE_VOICES}",
        f"compare zza-2009-government zza-2011-government --format json --layer {THREE_VOICES}",
    ],
)
def test_every_key_of_the_json_is_told(command: str) -> None:
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "json.md").read_text(encoding="utf-8")))
    found = _keys(json.loads(run(*shlex.split(command)).stdout))
    assert found - told == set()


def test_the_document_on_the_workbook_names_its_sheets_and_properties() -> None:
    text = (ROOT / "docs/workbook.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z][^|]*?) \|", text, re.MULTILINE)
    shown = [name for name in form.SHEETS if not name.startswith("_")]
    assert set(rows) == set(shown)
    for name in (*form.PROPERTIES, form.SCHEMA, form.IDENTITY, form.LISTS, form.BASE):
        assert f"`{name}`" in text
