"""Files that the page saved, put together by `import questionnaire`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.command_line import refused, run

from compliance.library.library import Library
from compliance.model.profiles import Answer

Answers = dict[str, list[dict[str, Any]]]
ABOUT = {"country": "PRT", "voice": "government", "as_of": "2012-06-30"}


def saved(name: str, speaker: str, answers: Answers, **more: Any) -> str:
    """A file as the page saves it: JSON, in a .yaml or a .json."""
    Path(name).write_text(
        json.dumps({**ABOUT, "speaker": speaker, **more, "answers": answers}), encoding="utf-8"
    )
    return name


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SCHOOL: Answers = {"education.entitlement": [{"value": "every_child", "note": "Act 5"}]}
DETENTION: Answers = {"detention.used": [{"value": "yes", "public": "no"}]}
ONE_SPEAKER = ("--speaker", "Government of Portugal", "-o", "prt-2012.yaml")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_several_are_put_together(bundled: Library, ending: str) -> None:
    first = saved(f"a.{ending}", "Ministry of Education", SCHOOL)
    second = saved(f"b.{ending}", "Ministry of the Interior", DETENTION)
    told = run("import", "questionnaire", first, second, *ONE_SPEAKER)
    assert (told.exit_code, told.stdout) == (0, "prt-2012.yaml\n"), told.output
    assert f"Ministry of Education: 1 question (a.{ending})" in told.stderr
    assert "2 questions answered in all." in told.stderr
    profile = bundled.read_profile(Path("prt-2012.yaml"))
    assert profile.speaker == "Government of Portugal"
    assert profile.answers == {
        "detention.used": (Answer(value="yes", public="no", lead="Ministry of the Interior"),),
        "education.entitlement": (
            Answer(value="every_child", note="Act 5", lead="Ministry of Education"),
        ),
    }
    assert f"a.{ending} (Ministry of Education, 2012-06-30)" in (profile.note or "")


def test_what_two_answer_alike_stands_once_with_both_notes(bundled: Library) -> None:
    other: Answers = {"education.entitlement": [{"value": "every_child", "note": "Decree 7"}]}
    first, second = saved("a.yaml", "Education", SCHOOL), saved("b.yaml", "Justice", other)
    assert run("import", "questionnaire", first, second, *ONE_SPEAKER).exit_code == 0
    (answer,) = bundled.read_profile(Path("prt-2012.yaml")).answers["education.entitlement"]
    assert (answer.note, answer.lead) == ("Act 5 Decree 7", "Education; Justice")


def test_where_two_differ_both_files_are_named_and_nothing_is_written(bundled: Library) -> None:
    other: Answers = {"education.entitlement": [{"value": "none"}], **DETENTION}
    first, second = saved("a.yaml", "Education", SCHOOL), saved("b.yaml", "Education", other)
    command = ("import", "questionnaire", first, second, "-o", "prt-2012.yaml")
    told = refused(*command)
    assert "b.yaml: `education.entitlement` is answered otherwise in a.yaml" in told
    assert not Path("prt-2012.yaml").exists()
    result = run(*command, "--keep-going")
    assert "1 problem; these questions are left open." in result.stderr
    assert set(bundled.read_profile(Path("prt-2012.yaml")).answers) == {"detention.used"}


def test_what_nobody_changed_is_as_it_was_sent(bundled: Library) -> None:
    before = saved("prt-2011.yaml", "Government", SCHOOL)
    changed: Answers = {"education.entitlement": [{"value": "none"}]}
    first, second = saved("a.yaml", "Government", SCHOOL), saved("b.yaml", "Government", changed)
    command = ("import", "questionnaire", first, second, "--onto", before, "-o", "prt-2012.yaml")
    assert run(*command).exit_code == 0
    profile = bundled.read_profile(Path("prt-2012.yaml"))
    assert profile.answers["education.entitlement"] == (Answer(value="none"),)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"speaker": "Ministry of Health"}, "these files differ in `Name of your institution`"),
        ({"as_of": "2012-07-01"}, "these files differ in `Date of your answers`"),
        ({"country": "ESP"}, "b.yaml: this account is of ESP, not of PRT"),
        ({"answers": {"no.such": [{"value": "yes"}]}}, "no.such"),
    ],
)
def test_what_does_not_belong_together_is_refused(more: dict[str, Any], said: str) -> None:
    first = saved("a.yaml", "Education", SCHOOL)
    about = {**ABOUT, "speaker": "Education", "answers": DETENTION, **more}
    Path("b.yaml").write_text(json.dumps(about), encoding="utf-8")
    assert said in refused("import", "questionnaire", first, "b.yaml", "-o", "prt-2012.yaml")
    assert not Path("prt-2012.yaml").exists()


def test_files_of_the_page_beside_workbooks_are_refused_with_what_to_do() -> None:
    first = saved("a.yaml", "Education", SCHOOL)
    assert run("questionnaire", "PRT", "--topic", "education", "-o", "q.xlsx").exit_code == 0
    told = refused("import", "questionnaire", first, "q.xlsx", "-o", "prt-2012.yaml")
    assert "q.xlsx: this is no file that the page saved" in told
    assert "import the others into an account of their own first" in told
