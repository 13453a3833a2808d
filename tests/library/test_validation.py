"""Files with thousands of faults: as many are told as people mend, in time that grows with them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from support.effort import times_as_long
from support.layers import FILES, load_layer

from compliance.errors import Problem
from compliance.library.library import Library
from compliance.library.profiles import load_profile
from compliance.library.validation import MAX_PROBLEMS, Loader, TooManyProblemsError
from compliance.library.yaml_reader import parse

HEAD = "country: ATA\nvoice: government\nspeaker: Somebody\nas_of: 2011-07-14\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("library"), FILES)


def found(library: Library, text: str) -> list[Problem]:
    loader = Loader(parse(HEAD + text, "p.yaml"))
    with suppress(TooManyProblemsError):
        load_profile(loader, library.facts, library.sources, id="p", layer="p.yaml")
    return loader.problems


def unknown_keys(number: int) -> str:
    return "answers: {}\n" + "".join(f"k{n}: x\n" for n in range(number))


def unknown_facts(number: int) -> str:
    return "answers:\n" + "".join(f"  t.k{n}: {{value: yes}}\n" for n in range(number))


@pytest.mark.parametrize("faults", [unknown_keys, unknown_facts])
def test_after_a_thousand_problems_checking_stops(library: Library, faults: object) -> None:
    assert callable(faults)
    assert len(found(library, faults(MAX_PROBLEMS))) == MAX_PROBLEMS
    problems = found(library, faults(MAX_PROBLEMS + 1))
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].what == "checking stopped here"
    assert problems[-1].where == found(library, faults(5 * MAX_PROBLEMS))[-1].where


def test_an_unknown_key_is_told_without_the_model_being_described_anew(library: Library) -> None:
    text = unknown_keys(500)
    found(library, text)
    reading = times_as_long(lambda: found(library, text), lambda: parse(HEAD + text, "p.yaml"))
    assert reading < 60


@pytest.mark.parametrize("key", ["one of", "not"])
def test_an_answer_that_may_be_nothing_is_none(library: Library, key: str) -> None:
    [problem] = found(library, f"answers:\n  children.school: {{{key}: []}}\n")
    assert problem.what == f"`{key}` is empty"


def dated(number: int, *values: str) -> str:
    lines = "".join(f"    - {{value: {values[n % len(values)]}}}\n" for n in range(number))
    return f"answers:\n  children.school:\n{lines}"


def test_answers_that_contradict_each_other_are_told_once(library: Library) -> None:
    [problem] = found(library, dated(400, "none", "residents"))
    assert problem.what == "`children.school` has two different answers on 2011-07-14"


def test_many_answers_to_one_question_are_not_compared_pair_by_pair(library: Library) -> None:
    many, few = dated(4000, "none"), dated(500, "none")
    assert found(library, many) == []
    assert times_as_long(lambda: found(library, many), lambda: found(library, few)) < 20


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        (["none, until: 2005-01-01", "residents, since: 2005-01-01"], ["2005-01-01"]),
        (["none, until: 2004-12-31", "residents, since: 2005-01-01"], []),
        (["none, since: 2001-01-01", "none", "residents, since: 2005-01-01"],
         ["2005-01-01", "2011-07-14"]),
        (["none, since: 2001-01-01", "residents, since: 2002-01-01, until: 2002-02-01",
          "every_child, since: 2003-01-01, until: 2003-02-01", "none, since: 2003-01-15"],
         ["2002-01-01", "2003-01-01", "2003-01-15"]),
        (["none, since: 2001-01-01, until: 2009-01-01", "none, until: 2002-02-02",
          "residents, since: 2008-01-01, until: 2008-02-01", "every_child, since: 2009-01-02"],
         ["2008-01-01"]),
    ],
)  # fmt: skip
def test_each_day_on_which_answers_contradict_is_told(
    library: Library, answers: list[str], days: list[str]
) -> None:
    lines = "".join(f"    - {{value: {answer}}}\n" for answer in answers)
    said = [problem.what for problem in found(library, f"answers:\n  children.school:\n{lines}")]
    assert said == [f"`children.school` has two different answers on {day}" for day in days]
