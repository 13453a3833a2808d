"""What changed over time, and whether the country did it or the rule."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.command_line import refused, run
from support.layers import load_layer
from support.voices import EXAMPLES, account, answers

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.findings import Finding
from compliance.assessment.history import (
    Cause,
    PreviousAssessment,
    Trend,
    changes,
    read_export,
    trend_of,
)
from compliance.engine.decision_table import bits_of
from compliance.engine.outcomes import NOT_APPLICABLE, Outcomes
from compliance.export import write
from compliance.library.library import Library
from compliance.model.profiles import Answer

LAYER = ("--layer", str(EXAMPLES / "three-voices"))
OLDER = (
    "--old-layer",
    str(EXAMPLES / "three-voices"),
    "--old-layer",
    str(EXAMPLES / "older-reading"),
)
OLD, MIDDLE, NEW = (f"zza-{year}-government" for year in (2009, 2010, 2011))
SCHOOL = "A-RES-65-212.5f"
_MIRRORED = {
    Trend.BETTER: Trend.WORSE,
    Trend.WORSE: Trend.BETTER,
    Trend.NEWLY_KNOWN: Trend.NEWLY_DOUBTFUL,
    Trend.NEWLY_DOUBTFUL: Trend.NEWLY_KNOWN,
    Trend.BETTER_OR_EQUAL: Trend.WORSE_OR_EQUAL,
    Trend.WORSE_OR_EQUAL: Trend.BETTER_OR_EQUAL,
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(["bundled", EXAMPLES / "three-voices"])


@pytest.fixture(scope="module")
def older() -> Library:
    return Library.load(["bundled", EXAMPLES / "three-voices", EXAMPLES / "older-reading"])


def found(library: Library, name: str) -> Any:
    return assess(library.profile(name), library)


def told(change: Any, rule: str = SCHOOL) -> Any:
    return next(one for one in change.findings if one.rule == rule)


@given(st.integers(1, 15), st.integers(1, 15))
def test_going_back_is_the_other_way_round(before: int, after: int) -> None:
    one, other = Outcomes.from_bits(before), Outcomes.from_bits(after)
    trend = trend_of(one, other)
    assert trend_of(other, one) is _MIRRORED.get(trend, trend)
    assert (trend is Trend.UNCHANGED) == (before == after)


def test_the_country_did_it(library: Library) -> None:
    change = changes(PreviousAssessment.of(found(library, OLD)), found(library, NEW))
    assert (told(change).trend, told(change).cause) == (Trend.BETTER, Cause.COUNTRY)
    assert "education.entitlement" in {one.fact.id for one in change.answers}
    assert all((one.cause is None) == (one.trend is Trend.UNCHANGED) for one in change.findings)
    assert {one.cause for one in change.findings} == {None, Cause.COUNTRY}


def test_the_rule_did_it(library: Library, older: Library) -> None:
    change = changes(PreviousAssessment.of(found(older, OLD)), found(library, OLD))
    assert [one.rule for one in change.findings if one.cause] == [SCHOOL]
    assert told(change).cause is Cause.RULE
    assert change.answers == ()


def test_both_did_it_and_each_is_told_apart(library: Library, older: Library) -> None:
    change = changes(PreviousAssessment.of(found(older, OLD)), found(library, NEW))
    one = told(change)
    assert one.cause is Cause.BOTH
    assert one.by_rule is not None
    assert one.before.bits != one.by_rule.bits != one.after.bits
    before = {f.rule.id: f.outcomes for f in found(library, OLD).findings}
    assert one.by_rule.bits == before[SCHOOL].bits


def test_an_export_tells_the_same_as_what_it_was_made_of(
    library: Library, older: Library, tmp_path: Path
) -> None:
    for name in (OLD, MIDDLE, NEW, "zza-2011-civil-society", "zza-2010-treaty-body"):
        then = found(older, name).published()
        write(then, tmp_path / "then.json")
        (read,) = read_export(tmp_path / "then.json")
        now = found(library, name).published()
        by_export, direct = changes(read, now), changes(PreviousAssessment.of(then), now)
        assert by_export.findings == direct.findings
        assert [a.fact.id for a in by_export.answers] == [a.fact.id for a in direct.answers] == []


def test_an_export_that_keeps_no_answers_says_that_the_cause_is_not_known(
    library: Library, tmp_path: Path
) -> None:
    write(found(library, OLD), tmp_path / "then.json")
    data = json.loads((tmp_path / "then.json").read_text())
    for answer in data["assessments"][0]["answers"]:
        del answer["given"]
    (tmp_path / "then.json").write_text(json.dumps(data))
    (read,) = read_export(tmp_path / "then.json")
    change = changes(read, found(library, NEW))
    assert (told(change).cause, told(change).by_rule) == (Cause.UNKNOWN, None)
    assert change.answers == ()


def test_answers_to_what_is_no_longer_asked_are_left_out_and_named(
    library: Library, tmp_path: Path
) -> None:
    write(found(library, OLD), tmp_path / "then.json")
    text = (tmp_path / "then.json").read_text().replace("education.entitlement", "education.gone")
    (tmp_path / "then.json").write_text(text)
    (read,) = read_export(tmp_path / "then.json")
    change = changes(read, found(library, NEW))
    assert change.unreadable == ("education.gone",)


def test_the_screen_says_which_way_and_why() -> None:
    words = " ".join(run("compare", OLD, NEW, *LAYER).stdout.split())
    assert "Better or equal (7): no possible result is worse than before Then Now" in words
    assert "5 (f) Migrant children in school ·◐· ·◐●" in words
    assert "Less certain than before (13): more results are possible" in words
    assert "The rule changed" not in words
    worse = " ".join(run("compare", NEW, OLD, *LAYER).stderr.split())
    assert "the first account (2011-06-30) is later than the second (2009-06-30)" in worse


def test_the_screen_says_that_the_rule_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run("compare", OLD, *LAYER, *OLDER).stdout
    words = " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 80
    assert "The rule changed, not the answers." in words
    assert "125 of 126 results are the same." in words
    with on_a_terminal(monkeypatch):
        both = " ".join(run("compare", OLD, NEW, *LAYER, *OLDER).stdout.split())
    assert "The rule and the answers changed. By today's rule the earlier result is" in both
    assert "The rule changed, not the answers." not in both


def test_an_export_is_compared_from_the_command_line(tmp_path: Path) -> None:
    export = tmp_path / "then.json"
    run("assess", OLD, "-o", str(export), *LAYER)
    told = json.loads(run("compare", str(export), NEW, "--format", "json", *LAYER).stdout)
    assert told["schema"] == "compliance/change/v1"
    assert told["then"]["source"] == str(export)
    (school,) = [one for one in told["findings"] if one["rule"] == SCHOOL]
    assert (school["turn"], school["then"]) == ("better or equal", ["partly met"])  # public: no
    assert {one["cause"] for one in told["findings"]} == {None, "the answers"}
    shown = run("compare", str(export), NEW, "--format", "csv", *LAYER).stdout
    rows = list(csv.DictReader(io.StringIO(shown.removeprefix("\ufeff"))))
    assert {row["kind"] for row in rows} == {"finding", "answer"}
    target = tmp_path / "changed.xlsx"
    run("compare", str(export), NEW, "-o", str(target), *LAYER)
    assert load_workbook(target).sheetnames == ["Changes"]


@contextmanager
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is confidential is shown on a terminal alone."""
    with monkeypatch.context() as patch:
        patch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
        patch.setenv("TERM", "dumb")
        yield


def test_what_is_not_public_is_in_no_file(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = "education.schools_report_status"
    question = library.facts[hidden].question
    details = ("--details", *LAYER)
    with on_a_terminal(monkeypatch):
        shown = " ".join(run("compare", MIDDLE, NEW, *details).stdout.split())
    assert question[:20] in shown
    assert "1 confidential answer counts on this screen. It is in no file." in shown
    for form in ("table", "json", "csv", "md"):
        said = run("compare", MIDDLE, NEW, "--format", form, *details).stdout
        assert hidden not in said
        assert question not in " ".join(said.split())


def test_another_standard_of_evidence_is_no_change(tmp_path: Path) -> None:
    then = str(tmp_path / "then.json")
    run("assess", NEW, "--evidence", "independent", "-o", then, *LAYER)
    assert "give --evidence independent" in refused("compare", then, NEW, *LAYER)
    found = run("compare", then, NEW, "--evidence", "independent", "--format", "json", *LAYER)
    assert {one["turn"] for one in json.loads(found.stdout)["findings"]} == {"unchanged"}


def test_an_export_of_many_accounts_can_be_read_back(tmp_path: Path) -> None:
    then = tmp_path / "then.json"
    run("assess", "ZZA", "-o", str(then), *LAYER)
    assert then.stat().st_size > 2_000_000
    assert "there are several accounts of then" in refused("compare", str(then), NEW, *LAYER)


def test_what_an_export_leaves_out_has_not_changed(tmp_path: Path) -> None:
    """The same account, first as an export: the answer that is not public is no news."""
    then = tmp_path / "then.json"
    run("assess", NEW, "-o", str(then), *LAYER)
    found = run("compare", str(then), NEW, *LAYER)
    assert "education.schools_report_status" not in found.stdout
    assert "1 confidential answer is left out: an export keeps none." in found.stderr


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "this is no JSON"),
        ("{", "this is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "it has no schema"),
        ('{"schema": "compliance/coverage/v2"}', "its schema is `compliance/coverage/v2`"),
        ('{"schema": "compliance/assessments/v1"}', "damaged"),
        ('{"schema": "compliance/assessments/v1", "assessments": {}}', "there is no assessment"),
        ('{"schema": "compliance/assessments/v1", "assessments": ""}', "there is no assessment"),
        ('{"schema": "compliance/assessments/v1", "assessments": {"a": 1}}', "damaged"),
        (f'{{"a": {"1" * 5000}}}', "this is no JSON that can be read"),
        ('{"schema": "compliance/assessments/v1", "assessments": [{}]}', "damaged"),
        ('{"schema": "compliance/assessments/v1", "assessments": 3}', "damaged"),
        ('{"schema": "compliance/assessments/v1", "assessments": []}', "there is no assessment"),
    ],
)
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: str, what: str) -> None:
    file = tmp_path / "then.json"
    file.write_text(content)
    said = refused("compare", str(file), NEW, *LAYER)
    assert what in said
    assert "1 problem" in said


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((OLD, MIDDLE, NEW, "--over", "time", *LAYER), "there are several accounts of now"),
        ((OLD, "--over", "time", *LAYER), "there is no account of now"),
        (
            (OLD, NEW, "--over", "voices", *LAYER, *OLDER),
            "an export or --old-layer is compared over time",
        ),
        (
            (OLD, "--old-layer", "nowhere", *LAYER),
            "no folder `rules`, `profiles`, `actions` or `translations`",
        ),
        ((OLD, "ecu-2011-government", "--over", "time", *LAYER), "different countries"),
    ],
)
def test_what_cannot_be_compared_over_time_is_said(arguments: tuple[str, ...], what: str) -> None:
    assert what in refused("compare", *arguments)


def test_without_a_common_rulebook_nothing_is_compared(tmp_path: Path) -> None:
    export = str(tmp_path / "then.json")
    run("assess", OLD, "--rulebook", "A-66-253", "-o", export, *LAYER)
    said = refused("compare", export, NEW, "--rulebook", "A-RES-65-212", *LAYER)
    assert "the two have no rulebook in common" in said
    assert "hint: assess both against the same instruments" in said


def test_an_export_comes_first_and_alone(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        run("assess", OLD, "-o", str(tmp_path / name), *LAYER)
    one, other = str(tmp_path / "a.json"), str(tmp_path / "b.json")
    assert "one export is compared with one profile" in refused("compare", one, other, *LAYER)
    assert "one export is compared with one profile" in refused("compare", NEW, one, *LAYER)
    run("assess", "ECU", "--voice", "government", "-o", one)
    assert "different countries: Ecuador" in refused("compare", one, NEW, *LAYER)


# What cannot have fallen, tried on every completion


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("small"))


def _completions(was: Finding, now: Finding) -> Iterator[tuple[int, int]]:
    """Every pair of outcomes then and now; what is left alike on both days is the same."""
    assert was.joint
    assert now.joint
    keys = list(was.joint.readers)
    before = [was.joint.left(key, was.masks) for key in keys]
    after = [now.joint.left(key, now.masks) for key in keys]
    pairs = [
        [(bit, bit) for bit in bits_of(b)] if b == a else list(product(bits_of(b), bits_of(a)))
        for b, a in zip(before, after, strict=True)
    ]
    for chosen in product(*pairs):
        then, later = was.masks, now.masks
        for key, (b, a) in zip(keys, chosen, strict=True):
            then = was.joint.with_class(key, b, then)
            later = now.joint.with_class(key, a, later)
        yield was.joint.decide(then), now.joint.decide(later)


@settings(max_examples=150)
@given(answers(), answers())
def test_better_or_equal_is_so_whatever_is_open(
    small: Library, before: dict[str, Answer], after: dict[str, Answer]
) -> None:
    old = assess(account("one", "government", before), small)
    new = assess(account("one", "government", after), small)
    by_rule = {one.rule.id: one for one in old.all_findings}
    change = changes(old, new)
    back = {one.rule: one.trend for one in changes(new, old).findings}
    for one, now in zip(change.findings, new.all_findings, strict=True):
        assert back[one.rule] is _MIRRORED.get(one.trend, one.trend)
        up = one.trend in (Trend.BETTER, Trend.BETTER_OR_EQUAL)
        if up or one.trend in (Trend.WORSE, Trend.WORSE_OR_EQUAL):
            for pair in _completions(by_rule[one.rule], now):
                low, high = pair if up else pair[::-1]
                assert low == high or (NOT_APPLICABLE not in pair and low < high)


def _of(small: Library, **told: Answer) -> Assessment:
    answered = {name.replace("__", "."): answer for name, answer in told.items()}
    return assess(account("one", "government", answered), small)


def test_a_law_widened_and_narrowed_beside_what_is_open(small: Library) -> None:
    """Whether schools ask for papers is open both times."""
    residents, every = (Answer(value=to) for to in ("residents", "every_child"))
    narrow, wide = _of(small, children__school=residents), _of(small, children__school=every)
    assert told(changes(narrow, wide), "T-1.2").trend is Trend.BETTER_OR_EQUAL
    assert told(changes(wide, narrow), "T-1.2").trend is Trend.WORSE_OR_EQUAL
    silent = _of(small)
    assert told(changes(silent, wide), "T-1.2").trend is Trend.NEWLY_KNOWN
    assert told(changes(wide, silent), "T-1.2").trend is Trend.NEWLY_DOUBTFUL


def test_silence_is_counted_apart(small: Library) -> None:
    yes, no = Answer(value="yes"), Answer(value="no")
    then = _of(small, children__papers=yes, detention__limited=yes)
    now = _of(small, children__papers=no, detention__visited=yes, detention__has_camps=yes)
    change = changes(then, now)
    assert [one.fact.id for one in change.answered_otherwise] == ["children.papers"]
    assert {one.fact.id for one in change.newly_answered} == {
        "detention.visited",
        "detention.has_camps",
    }
    assert [one.fact.id for one in change.no_longer_answered] == ["detention.limited"]
    assert len(change.answers) == 4


# Whose accounts they are


def _two(first: str, second: str) -> list[str]:
    told = "country: ZZZ\nvoice: civil society\nanswers: {children.papers: {value: %s}}\n"
    names = []
    for speaker, year, value in ((first, 2011, "yes"), (second, 2012, "no")):
        name = f"{year}.yaml"
        Path(name).write_text(f"{told % value}speaker: {speaker}\nas_of: {year}-01-01\n")
        names.append(name)
    return names


@pytest.mark.usefixtures("ours")
def test_two_speakers_of_one_voice_are_side_by_side() -> None:
    names = _two("Shelter network", "Child rights society")
    shown = run("compare", *names).stdout
    assert "2 accounts side by side" in shown
    assert "The accounts contradict each other on 1 question." in shown
    run("assess", names[0], "-o", "then.json")
    said = refused("compare", "then.json", names[1])
    assert "by Shelter network, the later by Child rights society" in said
    assert "give --over time if these are two names of one speaker" in said
    for then in (names[0], "then.json"):
        shown = run("compare", then, names[1], "--over", "time").stdout
        assert "from 1 January 2011 to 1 January 2012" in shown


@pytest.mark.usefixtures("ours")
def test_one_speaker_is_then_and_now_on_the_days_of_the_statements() -> None:
    names = _two("Shelter network", "Shelter network")
    for day in ([], ["--as-of", "2025-11-15"]):
        shown = run("compare", *names, *day).stdout
        assert "from 1 January 2011 to 1 January 2012" in shown
        data = json.loads(run("compare", *names, *day, "--format", "json").stdout)
        stated = [data[side]["stated_on"] for side in ("then", "now")]
        assert stated == ["2011-01-01", "2012-01-01"]
        said = refused("compare", *names[::-1], *day)
        assert "the first account (2012-01-01) is later than the second (2011-01-01)" in said
