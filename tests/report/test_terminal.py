"""The gap report on the terminal.

Its looks are in tests/golden; UPDATE_GOLDENS=1 in the environment writes them anew.
"""

from __future__ import annotations

import codecs
import io
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.golden import approved
from support.layers import load_layer, with_words

from compliance.assessment.assess import Assessment, assess
from compliance.document.screen import Screen
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.report.explanation import print_explanation
from compliance.report.listing import print_facts, print_profiles, print_rules
from compliance.report.terminal import console, print_report

GOVERNMENT, NGO = "ata-2011-government", "ata-2012-ngo"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("terminal"))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


class Output:
    """A stream that writes bytes in an encoding, as a pipe or a file does."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.bytes = io.BytesIO()
        self.file = io.TextIOWrapper(self.bytes, encoding=encoding, newline="")

    @property
    def text(self) -> str:
        self.file.flush()
        return self.bytes.getvalue().decode(self.file.encoding)


def report(
    assessments: Iterable[Assessment],
    *,
    encoding: str = "utf-8",
    statuses: set[Status] | None = None,
) -> str:
    output = Output(encoding)
    print_report(console(output.file), list(assessments), statuses=statuses)
    return output.text


def both(library: Library) -> list[Assessment]:
    return [assess(library.profile(name), library) for name in (GOVERNMENT, NGO)]


def government(library: Library) -> list[Assessment]:
    return both(library)[:1]


# What it looks like


def test_looks_of_a_report(library: Library) -> None:
    text = report(government(library))
    assert text == approved("terminal.txt", text)


def test_looks_of_several_reports_with_every_status(library: Library) -> None:
    text = report(both(library), statuses=set(Status))
    assert text == approved("terminal-all.txt", text)


def test_looks_where_only_ascii_can_be_written(library: Library) -> None:
    text = report(government(library), encoding="ascii")
    assert text.isascii()
    assert text == approved("terminal-ascii.txt", text)


def test_looks_in_colour(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = report(government(library))
    assert text == approved("terminal-colour.txt", text)


# Its order


def test_what_needs_action_comes_first_and_the_summary_last(library: Library) -> None:
    text = report(government(library))
    order = [
        "Gaps:",
        "Gaps if they apply:",
        "Nothing that decides:",
        "Not listed:",
        "Open questions",
    ]
    places = [text.index(f"\n{heading}") for heading in [*order, "Summary", "Next"]]
    assert places == sorted(places)


def test_provisions_on_which_the_account_is_silent_stand_together(library: Library) -> None:
    text = report(government(library))
    assert "Nothing that decides: 2 rules" in text
    assert re.search(r"^  T/1  3b\n  T/2  9$", text, re.MULTILINE)
    listed = report(government(library), statuses={Status.UNDETERMINED})
    assert "Nothing that decides" not in listed
    assert re.search(r"^    T-1\.3b +□  Training", listed, re.MULTILINE)


def test_a_topic_is_named_by_its_label(library: Library) -> None:
    labelled = replace(library, topics={**library.topics, "detention": "Liberty"})
    assert "\n  Liberty\n" in report(government(labelled))


def test_without_a_gap_it_says_that_none_is_certain(library: Library) -> None:
    silent = library.profile(GOVERNMENT).model_copy(update={"answers": {}})
    text = report([assess(silent, library)])
    assert "Gaps: none is certain on the answers given" in text
    assert "It rests on 0 answers of the profile." in text


def test_only_the_statuses_asked_for_are_listed(library: Library) -> None:
    text = report(government(library), statuses={Status.MET})
    listed = re.findall(r"^    (T-\S+) +(.+?)  ", text, re.MULTILINE)
    assert listed == [("T-1.1", "●"), ("T-1.7", "●")]
    assert "Not listed: 2 gaps, 1 gaps if they apply, 2 undetermined" in text


def test_open_questions_that_decide_most_come_first(library: Library) -> None:
    silent = library.profile(GOVERNMENT).model_copy(update={"answers": {}})
    text = report([assess(silent, library)])
    asked = text[text.index("Open questions") : text.index("Summary")]
    counts = re.findall(r"^ +(\d) ", asked, re.MULTILINE)
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 1


def test_a_decided_finding_leaves_no_question_open(library: Library) -> None:
    (assessment,) = government(library)
    decided = {f.rule.id for f in assessment.findings if len(f.outcomes) == 1}
    asked = {f.rule.id for found in assessment.open_questions().values() for f in found}
    assert "T-1.2" in decided
    assert decided & asked == set()


def test_reports_of_several_voices_stand_one_after_the_other(library: Library) -> None:
    text = report(both(library))
    assert text.count("\nSummary\n") == 2
    assert text.count("\nNext\n") == 1
    first, second = text.split("=" * 80)
    assert "Friends of Antarctica" not in first
    assert "Government of Antarctica" not in second


def test_counts_are_pairs_by_force_and_instrument(library: Library) -> None:
    text = report(government(library))
    assert "    requests:         at least 0, at most 2 of 3\n" in text
    assert "  Demands of T/2 that are met" in text
    assert text.index("statements:") > text.index("Statements of T/1 that hold, counted apart")
    assert "%" not in text


# What it must not leave out


def test_answers_that_are_not_public_are_owned_up_to(library: Library) -> None:
    government, ngo = both(library)
    assert "counts 1 answer that is not public" in report([ngo])
    assert "counts 2 answers that are not public" in report([ngo, ngo])
    assert "not public" not in report([government])
    assert "not public" not in report([ngo.published()])


def test_an_answer_that_does_not_stand_yet_is_not_counted_as_not_public(library: Library) -> None:
    earlier = assess(library.profile(NGO), library, as_of=date(2010, 1, 1))
    assert not library.profile(NGO).answers["children.school"][0].public
    assert "not public" not in report([earlier])


def test_answers_given_earlier_are_as_last_stated(library: Library) -> None:
    later = assess(library.profile(GOVERNMENT), library, as_of=date(2020, 1, 1))
    assert "6 answers stand as last stated on 2011-07-14." in report([later])


def test_layers_are_named(library: Library) -> None:
    text = report(government(library))
    assert "Not bundled with this tool, but from our-rules: 10 rules." in text
    rules = {n: r.model_copy(update={"layer": "bundled"}) for n, r in library.rules.items()}
    rules["T-1.2"] = rules["T-1.2"].model_copy(update={"layer": "mine"})
    mixed = replace(library, rules=rules)
    assert "but from mine: T-1.2." in report(government(mixed))


def test_it_says_that_only_some_rules_were_looked_at(library: Library) -> None:
    some = assess(library.profile(GOVERNMENT), library, rulebooks=["T-2"])
    assert "Only 1 of 10 rules were looked at." in report([some])


# Its picture


def test_the_picture_of_the_readme_is_the_report(
    bundled: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = Path(__file__).parents[2] / "docs" / "picture.py"
    spec = spec_from_file_location("picture", script)
    assert spec is not None
    assert spec.loader is not None
    picture = module_from_spec(spec)
    spec.loader.exec_module(picture)
    monkeypatch.setattr(Library, "bundled", lambda: bundled)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)
    approved_of = script.with_name("terminal.svg").read_text(encoding="utf-8")
    assert approved_of == picture.drawn(), "draw it anew: python docs/picture.py"


# The commands to try next


def commands(text: str) -> list[list[str]]:
    lines = text[text.index("\nNext\n") :].splitlines()[2:]
    return [shlex.split(line[line.index("compliance") :]) for line in lines]


def test_next_commands_name_the_first_gap_and_the_profile(library: Library) -> None:
    explain, workbook = commands(report(government(library)))
    assert explain[:2] == ["compliance", "explain"]
    assert library.rule(explain[2]).id == "T-1.3a"
    assert explain[3] == GOVERNMENT
    assert explain[4:] == ["--layer", "our-rules"]
    assert workbook == [
        *["compliance", "assess", GOVERNMENT, "--layer", "our-rules", "-o", "report.xlsx"]
    ]


def test_a_country_with_one_profile_is_called_by_its_code(library: Library) -> None:
    alone = replace(library, profiles={GOVERNMENT: library.profile(GOVERNMENT)})
    text = report([assess(alone.profile(GOVERNMENT), alone)])
    assert commands(text)[0][3] == "ATA"


def test_a_profile_from_a_file_is_called_by_its_path(library: Library) -> None:
    path = {"id": "mine", "layer": "my answers.yaml"}
    mine = library.profile(GOVERNMENT).model_copy(update=path)
    assert commands(report([assess(mine, library)]))[0][3] == "my answers.yaml"


# Width


def _before_commands(text: str) -> str:
    """The report without the commands to copy at its end, which are never broken."""
    return text[: text.index("\nNext\n")]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 132])
def test_lines_fit_and_no_word_is_cut(
    library: Library, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = report(both(library), statuses=set(Status))
    assert max(map(len, _before_commands(text).splitlines())) <= columns
    words = set(text.split())
    for rule in library.rules.values():
        assert set(rule.title.split()) <= words
        assert rule.id in words
    for gap in government(library)[0].gaps():
        assert {word for remedy in gap.remedies[:1] for word in remedy.split()} <= words


@pytest.mark.parametrize("columns", ["", "0", "-5", "abc", "1e3", "99999", "٨٠"])
def test_a_width_that_makes_no_sense_is_eighty(
    library: Library, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    usual = report(government(library))
    monkeypatch.setenv("COLUMNS", columns)
    assert report(government(library)) == usual


def test_a_long_word_is_never_cut(library: Library) -> None:
    word = "A-" * 60 + "end"
    told = with_words(library, cycle([word]))
    assert word in report(government(told))


def test_scripts_without_spaces_are_broken_to_fit(library: Library) -> None:
    told = with_words(library, cycle(["移民儿童有权上学" * 20]))
    for line in _before_commands(report(government(told))).splitlines():
        assert sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= 80


def test_lines_fit_also_where_characters_are_replaced(library: Library) -> None:
    told = with_words(library, cycle(["… … 移 ½ … ① “…”"]))
    text = report(both(told), encoding="ascii", statuses=set(Status))
    assert "\\u79fb" in text
    assert max(map(len, _before_commands(text).splitlines())) <= 80


# Colour


def test_a_pipe_gets_no_colour(library: Library) -> None:
    assert "\x1b" not in report(both(library))


def test_no_color_wins_over_a_terminal(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = report(government(library))
    monkeypatch.setenv("NO_COLOR", "1")
    assert re.search(r"\x1b\[[0-9;]*3[1-6]m", coloured)
    assert not re.search(r"\x1b\[[0-9;]*3[1-6]m", report(government(library)))


def test_colour_never_says_anything_alone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = report(both(library), statuses=set(Status))
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = report(both(library), statuses=set(Status))
    assert coloured != usual
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == usual


# Whatever a profile holds


NASTY = [
    "[red]x[/red]",
    "\x1b[2J",
    "\x9b2J",
    "\ud800",
    "\ufffe",
    "\u202egnp.exe",
    "é",
    "e\u0301",
    "“q”",
    "移民",
    "😀",
    " ",
    "\u00a0",
    "\r\nx",
    "a\tb",
    "\u2028",
    ":smile:",
    "\x00",
    "\u200b",
]
texts = st.lists(
    st.sampled_from(NASTY) | st.text(st.characters(), min_size=1, max_size=20), min_size=1
)


def test_markup_of_others_is_shown_and_does_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = report(government(with_words(library, cycle(["[red]a[/red] :smile: [link=x]"]))))
    assert "[red]a[/red] :smile: [link=x]" in text


def test_commands_to_the_terminal_are_not_passed_on(library: Library) -> None:
    told = with_words(library, cycle(["a\x1b[2Jb\x9bc\rd\ne\u202ef\u2028g"]))
    text = report(both(told), statuses=set(Status))
    assert "a\ufffd[2Jb\ufffdc d e\ufffdf g" in " ".join(text.split())


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@settings(max_examples=12)
@given(texts)
def test_everything_can_be_written_everywhere(
    library: Library, encoding: str, words: list[str]
) -> None:
    told = with_words(library, cycle(words))
    output = Output(encoding)
    screen = console(output.file)
    print_report(screen, both(told), statuses=set(Status))
    for rule in told.rules.values():
        print_explanation(screen, rule, told, both(told))
    print_rules(screen, told)
    print_facts(screen, told)
    print_profiles(screen, told)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", output.text)
    for rule_id in told.rules:
        assert rule_id in output.text


def test_the_same_input_gives_the_same_report(library: Library) -> None:
    told = with_words(library, cycle([word for word in NASTY if word.strip()]))
    assert report(both(told)) == report(both(told))


def test_near_characters_stand_in_for_those_that_cannot_be_written() -> None:
    output = Output("ascii")
    Screen(console(output.file)).paragraph("“Où – l’été…” Łódź ½ 移 Æ\u00a0ﬁ ①")
    assert output.text == '"Ou - l\'ete..." Lodz 1/2 \\u79fb Ae fi 1\n'


def test_a_code_page_keeps_what_it_has() -> None:
    output = Output("cp1252")
    Screen(console(output.file)).paragraph("“Où – l’été…” ● 移")
    assert output.text == "“Où – l’été…” \\u25cf \\u79fb\n"


def test_a_stream_without_encoding_is_no_obstacle(library: Library) -> None:
    stream = io.StringIO()
    print_report(console(stream), government(library))
    assert stream.getvalue() == report(government(library))


def test_an_encoding_nobody_knows_gets_ascii(library: Library) -> None:
    class Strange(io.StringIO):
        encoding = "x-nobody-knows"  # type: ignore[assignment]

    with pytest.raises(LookupError):
        codecs.lookup(Strange.encoding)
    stream = Strange()
    print_report(console(stream), government(library))
    assert stream.getvalue().isascii()
