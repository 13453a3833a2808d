"""Catalogues of translations: what is translated, what is missing, what became doubtful."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from support.command_line import run
from support.layers import FILES, load_layer, write_layer

from compliance.errors import InputError
from compliance.interface import TEXTS
from compliance.library.languages import (
    Language,
    catalogue,
    completeness,
    language,
    languages,
    texts,
)
from compliance.library.library import Library

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"X-Language-Name: Español\n"
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # layers of tests are named relative to it


def library(folder: Path, *entries: str) -> Library:
    """The library of tests with a Spanish catalogue of these entries."""
    return load_layer(folder, {**FILES, "translations/es.po": HEADER + "\n".join(entries)})


def entry(id_: str, english: str, words: str, flag: str = "") -> str:
    mark = f"#, {flag}\n" if flag else ""
    return f'\n{mark}msgctxt "{id_}"\nmsgid "{english}"\nmsgstr "{words}"\n'


TOPIC = entry("topic:detention", "Detention", "Detención")


def problems(work: Callable[[], Any]) -> list[str]:
    with pytest.raises(InputError) as caught:
        work()
    return [str(problem) for problem in caught.value.problems]


def test_a_question_is_shown_in_another_language(tmp_path: Path) -> None:
    wanted = (
        entry("fact:treaties.x:question", "What is the State's position on treaty X?", "¿Cuál es?"),
        entry("fact:treaties.x:choice:party", "Party", "Parte"),
    )
    found = library(tmp_path, *wanted)
    spanish = language("es", found)
    fact = spanish.fact(found.facts["treaties.x"])
    assert (fact.question, fact.choices["party"].label) == ("¿Cuál es?", "Parte")
    assert fact.choices["none"].label == "Neither"  # not translated, so in English
    assert fact.evidence == "The depositary's list"
    assert (languages(found), spanish.name, spanish.direction) == (("en", "es"), "Español", "ltr")


def test_a_translation_of_other_english_is_not_shown(tmp_path: Path) -> None:
    changed = entry("topic:detention", "Liberty", "Libertad")
    found = library(tmp_path, changed, entry("topic:children", "Children", "Niños", "fuzzy"))
    spanish = language("es", found)
    assert spanish.topic("detention", "Detention") == "Detention"
    assert spanish.topic("children", "Children") == "Children"
    assert completeness(spanish, found).doubtful == ("topic:detention", "topic:children")


def test_what_is_missing_or_gone_is_named(tmp_path: Path) -> None:
    gone = entry("topic:fishing", "Fishing", "Pesca")
    found = completeness(language("es", library(tmp_path, TOPIC, gone)), library(tmp_path, TOPIC))
    assert "topic:treaties" in found.missing
    assert "topic:detention" not in found.missing
    assert found.unknown == ("topic:fishing",)
    assert found.in_words().startswith(f"es: {found.of:,} texts, {found.of - 1} not translated (")


def test_everything_that_is_asked_is_to_be_translated(tmp_path: Path) -> None:
    wanted = texts(library(tmp_path))
    assert set(TEXTS) < set(wanted)
    assert wanted["fact:detention.days:unit"] == "days"
    assert wanted["fact:detention.trained:choice:judges"] == "Judges"


def test_a_written_catalogue_is_read_again_and_keeps_what_was_done(tmp_path: Path) -> None:
    old = entry("topic:children", "Youth", "Juventud")
    found = library(tmp_path, TOPIC, old)
    written = catalogue(language("es", found), found)
    again = load_layer(tmp_path, {**FILES, "translations/es.po": written})
    spanish = language("es", again)
    assert spanish.topic("detention", "Detention") == "Detención"
    assert completeness(spanish, again).doubtful == ("topic:children",)
    kept = next(one for one in polib.pofile(written) if one.msgctxt == "topic:children")
    assert (kept.previous_msgid, kept.msgid, kept.msgstr) == ("Youth", "Children", "Juventud")
    assert catalogue(spanish, again) == written


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((TOPIC, TOPIC), "`topic:detention` stands in line"),
        (('\nmsgid "Detention"\nmsgstr "Detención"\n',), "this entry has no `msgctxt`"),
        (("\nmsgcontext topic\n",), "this is not written as a catalogue is"),
        (
            (entry("questionnaire.title", TEXTS["questionnaire.title"], "Cuestionario: {país}"),),
            "the names in braces are not those of the English: country",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, entries: tuple[str, ...], said: str) -> None:
    found = library(tmp_path, *entries)
    (problem,) = problems(lambda: language("es", found))
    assert said in problem
    assert "translations/es.po:" in problem


@pytest.mark.parametrize("named", ["own", "own/translations", "own/translations/es.po"])
def test_check_tells_the_faults_of_a_catalogue(tmp_path: Path, named: str) -> None:
    write_layer(tmp_path / "own", {"translations/es.po": HEADER + TOPIC + TOPIC})
    for more in ((), ("--format", "json")):
        result = run("check", named, *more)
        assert result.exit_code == 2
        assert "`topic:detention` stands in line" in result.output
    write_layer(tmp_path / "own", {"translations/es.po": HEADER + TOPIC})
    assert run("check", named).stdout.startswith("1 translation: no problems")


def test_a_layer_adds_translations_to_ours(tmp_path: Path) -> None:
    write_layer(tmp_path / "own", {"translations/es.po": HEADER + TOPIC})
    over = Library.load(["bundled", "own"])
    spanish = language("es", over)
    assert spanish.topic("detention", "Detention") == "Detención"
    assert spanish.topic("treaties", "Treaties") == "Tratados"


def test_a_language_that_there_is_not(tmp_path: Path) -> None:
    found = library(tmp_path, TOPIC)
    assert "languages are en, es" in problems(lambda: language("e", found))[0]


@pytest.mark.parametrize("code", ["es", "fr"])
def test_our_own_translations_are_whole(code: str) -> None:
    ours = Library.bundled()
    found = completeness(language(code, ours), ours)
    assert (found.missing, found.doubtful, found.unknown) == ((), (), ())


@pytest.mark.parametrize("code", ["es", "fr"])
def test_choices_of_a_question_stay_apart_in_translation(code: str) -> None:
    ours = Library.bundled()
    other = language(code, ours)
    for fact in ours.facts.values():
        labels = [choice.label for choice in other.fact(fact).choices.values()]
        assert len({label.casefold() for label in labels}) == len(labels), fact.id


def test_english_is_as_it_is() -> None:
    ours = Library.bundled()
    fact = ours.facts["education.entitlement"]
    assert Language().fact(fact) is fact
    assert language("en", ours)("questionnaire.title", country="X") == "Questionnaire: X"
