"""The gap report: what it says first, what it must not leave out, and how it looks.

Its looks are in tests/golden; UPDATE_GOLDENS=1 in the environment writes them anew.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.golden import approved
from support.layers import WITH_REGISTERS, load_layer, with_words
from support.screen import on_screen, words
from support.voices import EXAMPLES

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.basis import Basis
from compliance.assessment.questions import questions
from compliance.document.html import html
from compliance.document.markdown import markdown
from compliance.document.model import Document
from compliance.document.terminal import console, render_terminal
from compliance.engine.outcomes import Status
from compliance.export import REPORTS
from compliance.library.library import Library, Scope
from compliance.model.profiles import Answer
from compliance.model.rulebook import Instrument
from compliance.report import catalogue, explanation, gap_report, summary, wording
from compliance.report.catalogue import Catalogue

GOVERNMENT, NGO = "ata-2011-government", "ata-2012-ngo"
VOICES = ("zza-2010-treaty-body", "zza-2011-civil-society", "zza-2011-government")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("gap-report"))


@pytest.fixture
def three_voices(monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.chdir(EXAMPLES)  # the commands to go on name the layer as it was given
    return Library.load(["bundled", "three-voices"])


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def document(assessments: Iterable[Assessment], **options: Any) -> Document:
    return gap_report.document(list(assessments), next_steps=True, **options)


def report(assessments: Iterable[Assessment], *, encoding: str = "utf-8", **options: Any) -> str:
    return on_screen(document(assessments, **options), encoding)


def both(library: Library) -> list[Assessment]:
    return [assess(library.profile(name), library) for name in (GOVERNMENT, NGO)]


def government(library: Library) -> list[Assessment]:
    return both(library)[:1]


def answered(library: Library, **said: Any) -> Assessment:
    """The small account of the Government with these answers in place of its own."""
    answers = {name.replace("__", "."): (Answer(**given),) for name, given in said.items()}
    return assess(library.profile(GOVERNMENT).model_copy(update={"answers": answers}), library)


def section(text: str, heading: str) -> str:
    """What is under a heading, up to the next empty line."""
    return text[text.index(f"\n{heading}") :].split("\n\n", maxsplit=1)[0]


# What it looks like


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("ecu-2011-government", "gap-report-ecu.txt"),
        ("esp-2010-government", "gap-report-esp.txt"),
    ],
)
def test_looks_of_real_accounts(bundled: Library, name: str, golden: str) -> None:
    text = report([assess(bundled.profile(name), bundled)])
    assert len(text.splitlines()) <= 80
    assert text == approved(golden, text)


def test_looks_of_a_country_without_answers(bundled: Library) -> None:
    unspoken = bundled.unspoken("FRA")
    assert unspoken is not None
    text = report([assess(unspoken, bundled)])
    assert len(text.splitlines()) <= 15
    assert text == approved("gap-report-fra.txt", text)


def test_looks_of_three_voices_one_by_one(three_voices: Library) -> None:
    text = report(assess(three_voices.profile(name), three_voices) for name in VOICES)
    assert text == approved("gap-report-zza.txt", text)


def test_looks_of_three_voices_together(three_voices: Library) -> None:
    basis = Basis.together([three_voices.profile(name) for name in VOICES])
    text = report([assess(basis, three_voices)])
    assert text == approved("gap-report-together.txt", text)


def test_looks_with_details_of_everything(library: Library) -> None:
    text = report(both(library), details=True, everything=True)
    assert text == approved("gap-report-all.txt", text)


def test_looks_where_only_ascii_can_be_written(library: Library) -> None:
    text = report(government(library), encoding="ascii")
    assert text.isascii()
    assert text == approved("gap-report-ascii.txt", text)


def test_looks_in_colour(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = report(government(library))
    assert text == approved("gap-report-colour.txt", text)


def test_looks_of_a_page_for_the_minister(bundled: Library) -> None:
    found = [assess(bundled.profile("prt-2010-government"), bundled)]
    text = on_screen(summary.document(found))
    assert len(text.splitlines()) <= 50
    assert text == approved("summary-prt.txt", text)


# Its order


def test_what_is_missing_comes_before_what_is_open_and_unknown(library: Library) -> None:
    text = report(government(library))
    order = ["Where it stands", "Gaps (2)", "Gaps if they apply (1)", "No information (2)"]
    order += ["Not listed", "Ask next", "Next"]
    places = [text.index(f"\n{heading}") for heading in order]
    assert places == sorted(places)


def test_gaps_come_in_the_order_of_force_then_paragraph(three_voices: Library) -> None:
    found = assess(three_voices.profile("zza-2011-civil-society"), three_voices)
    text = section(report([found]), "Gaps (8)")
    names = re.findall(r"^[○◐●·]{3}  (\d+(?: \(\w\))?(?: \w+)?)  ", text, re.MULTILINE)
    assert names == ["36 (e)", "19 equality", "19 children", "4", "4 (a)", "5 (f)", "57", "59"]


def test_a_gap_has_its_action_without_who_is_responsible(library: Library) -> None:
    rule = library.rules["T-1.3a"]
    [check] = rule.checks
    for tail in (" Falls to parliament, on a bill.", " Responsible: parliament, on a bill."):
        told = check.model_copy(update={"remedy": f"Write a limit into the act.{tail}"})
        assert wording.action_words(told.remedy) == "Write a limit into the act."
        assert wording.responsible_words(told.remedy) == "parliament, on a bill"
        rules = {**library.rules, rule.id: rule.model_copy(update={"checks": (told,)})}
        text = report(government(replace(library, rules=rules)))
        assert "→ Write a limit into the act.\n" in text
        assert "parliament" not in text


def test_how_many_requirements_are_not_met_stands_beside_partly_met(library: Library) -> None:
    found = answered(
        library, children__school={"value": "every_child"}, children__papers={"value": "yes"}
    )
    text = words(report([found]))
    assert "partly met, 1 of 2 not met" in text
    assert "Requirements not met: T/1 1 of 7; T/2 1 of 1." in text
    assert "Requirements not met" not in report(government(library))


def test_questions_are_ranked_by_what_they_could_decide(bundled: Library) -> None:
    found = assess(bundled.profile("ecu-2011-government"), bundled)
    asked = words(section(report([found]), "Ask next"))
    ranked = questions(found)
    for place, one in enumerate(ranked[:7]):
        assert (f"{len(one.could_decide)} {one.fact.question}" in asked) == (place < 5)


def test_without_a_gap_it_does_not_say_that_all_is_well(library: Library) -> None:
    text = report([answered(library, treaties__x={"value": "party"})])
    assert "Gaps (0): None for certain on these answers" in text


def test_a_paragraph_without_any_answer_is_counted_and_not_listed(library: Library) -> None:
    text = report(government(library))
    assert "No information (2): No answer about these paragraphs yet" in text
    assert "Training" not in text
    assert "Training" in report(government(library), everything=True)


def test_only_the_statuses_asked_for_are_listed_and_counts_stay(library: Library) -> None:
    text = report(government(library), statuses={Status.MET})
    assert re.findall(r"^··●  (\w+) ", text, re.MULTILINE) == ["1", "7"]
    assert "Not listed: 2 gaps, 1 gaps if they apply, 1 not applicable, 2 not tested." in text
    assert report(government(library)).split("\n\n")[1] == text.split("\n\n")[1]


# Accounts


def test_several_accounts_have_one_table_then_each_its_own(library: Library) -> None:
    text = report(both(library))
    table, first, second = text.split(f"\n{'─' * 80}\n\n")
    assert table.count("Government of Antarctica") == table.count("Friends of Antarctica") == 2
    assert "Friends of Antarctica" not in first
    assert "Government of Antarctica" not in second
    assert text.count("\nNext\n") == 1


def test_more_than_twelve_accounts_are_a_row_each(library: Library) -> None:
    profile = library.profile(GOVERNMENT)
    many = [assess(profile.model_copy(update={"id": f"n{n}"}), library) for n in range(13)]
    text = report(many)
    assert "Gap" not in text.replace("Gap report", "").replace("gap report", "")
    assert all(len(re.findall(rf"\(n{n}\)", text)) == 2 for n in range(13))
    assert "Gaps" in report(many[:12])
    assert "Not listed" in report(many, statuses={Status.MET})


def test_together_says_in_plain_words_how(library: Library) -> None:
    basis = Basis.together([library.profile(name) for name in (GOVERNMENT, NGO)])
    text = words(report([assess(basis, library)]))
    assert "Where the accounts differ, the result covers both" in text
    assert "Contradictions (2): The accounts do not agree" in text


def test_a_silent_account_is_sent_to_the_questionnaire(library: Library) -> None:
    text = report([answered(library)])
    assert "Gaps" not in text
    assert "The account answers 0 of 9 questions. What has no answer is open" in words(text)
    ask, rules = commands(text)
    assert ask[:3] == ["compliance", "questionnaire", "ATA"]
    assert rules[:2] == ["compliance", "rules"]


# What it must not leave out


def test_confidential_answers_are_marked_and_owned_up_to(library: Library) -> None:
    secret = {"value": "none", "public": "no"}
    found = answered(library, children__school=secret, children__papers={"value": "no"})
    text = report([found], details=True)
    assert "confidential: 1 confidential answer counts on this screen." in text
    assert "Migrant children in school confidential" in words(text)
    assert "No entitlement in law confidential" in words(text)
    assert "confidential" not in report([found.published()], details=True)


def test_what_is_published_of_a_withheld_account_says_that_it_may_be(library: Library) -> None:
    class Withheld(Assessment):
        has_withheld = True

    found = Withheld(**{n: getattr(government(library)[0], n) for n in Assessment.__match_args__})
    for made in (gap_report.document([found]), summary.document([found])):
        assert "may have answers that are not published" in words(on_screen(made))
    subject = explanation.Explained(library.rules["T-1.2"], library, [found])
    assert "may have answers that are not published" in words(
        on_screen(explanation.document(subject))
    )


def test_what_it_rests_on_is_said_in_short(library: Library) -> None:
    text = words(report(government(library)))
    assert "The account answers 6 of 9 questions. Documented (a source is named): 2." in text
    assert "Confirmed (a source other than the speaker says the same): 1." in text


def test_an_account_from_a_file_is_named_without_its_folders(library: Library) -> None:
    for layer in ("secret client/f.yaml", r"C:\secret client\f.yaml"):
        profile = library.profile(GOVERNMENT).model_copy(update={"layer": layer})
        found = [assess(profile, library)]
        assert "Your own file: f.yaml." in words(report(found))
        assert "secret" not in on_screen(gap_report.document(found, details=True, everything=True))


def test_what_is_later_or_last_stated_or_left_out_is_said(library: Library) -> None:
    profile = library.profile(GOVERNMENT)
    early = words(report([assess(profile, library, as_of=date(2010, 1, 1))]))
    assert "Later than this account: T/1 (21 December 2010)." in early
    known = {"at least": "2010-11-22", "at most": "2010-12-03"}
    between = _dated(library, {"adopted": known, "issued": "2011-02-23"})
    said = "Later than this account: T/1 (22 November to 3 December 2010)."
    for day, is_later in (("2010-11-21", True), ("2010-11-22", False), ("2010-12-03", False)):
        told = words(report([assess(profile, between, as_of=date.fromisoformat(day))]))
        assert (said in told) == is_later, day
    only_issued = _dated(library, {"issued": {"at least": "2011-07-26"}})
    told = words(report([assess(profile, only_issued, as_of=date(2011, 7, 25))]))
    assert "Later than this account: T/1 (26 July 2011 or later)." in told
    late = words(report([assess(profile, library, as_of=date(2020, 1, 1))]))
    assert "6 answers are as last stated, the latest on 14 July 2011." in late
    some = words(report([assess(profile, library, rulebooks=["T-2"])]))
    assert "This report covers 1 of 10 paragraphs." in some


def test_answers_about_a_later_time_are_counted_as_such(library: Library) -> None:
    profile = library.profile(GOVERNMENT)
    before = "answers are about a time after 14 July 2011 and do not count."
    assert before.removeprefix("answers") not in words(report([assess(profile, library)]))
    later = {
        fact: tuple(one.model_copy(update={"since": date(2011, 7, 15)}) for one in own)
        for fact, own in list(profile.answers.items())[:2]
    }
    told = profile.model_copy(update={"answers": {**profile.answers, **later}})
    assert f"2 {before}" in words(report([assess(told, library)]))
    assert before not in words(report([assess(told, library, as_of=date(2011, 7, 15))]))


def _dated(library: Library, days: dict[str, Any]) -> Library:
    """The library, with other days of its first instrument."""
    told = library.instruments["T-1"].model_dump(by_alias=True) | {"adopted": None} | days
    changed = Instrument.model_validate(told)
    return replace(library, instruments={**library.instruments, "T-1": changed})


def test_official_lists_are_named(tmp_path: Path) -> None:
    listed = load_layer(tmp_path, WITH_REGISTERS)
    unspoken = listed.unspoken("BEL")
    assert unspoken is not None
    text = words(report([assess(unspoken, listed)]))
    assert "No answers from this country yet. Only official lists were used." in text
    assert "1 answer comes from an official list: T/9, para. 13." in text


def test_details_have_the_words_the_answers_their_sources_and_notes(library: Library) -> None:
    found = assess(library.profile(NGO), library)
    text = words(report([found], details=True))
    assert f"“{library.rules['T-1.2'].text}”" in text
    assert "Do schools ask for residence papers? yes [1]" in text
    assert "[1] Our visits, School 1 (said by civil society)" in text
    noted = answered(library, children__school={"value": "none", "note": "In law, not in fact."})
    assert "(Note: In law, not in fact.)" in words(report([noted], details=True))
    assert "[1]" not in report([found])


def test_results_that_depend_on_evidence_are_listed_where_it_was_asked(library: Library) -> None:
    text = words(report(government(library), levels=True))
    assert "Results that depend on how well answers are documented" in text
    assert "claimed documented confirmed" in text
    assert "claimed" not in report(government(library))


# Files


def test_html_opens_each_result_to_its_reason_and_filters_all_of_them(library: Library) -> None:
    made = REPORTS["gap_report"].document(government(library), "html")
    page = html(made)
    assert page.count(" data-result ") == page.count("<details>") == len(library.rules)
    assert "Decision table" in page
    assert 'data-topics="Children|Detention"' in page
    assert "compliance explain" not in page


def test_markdown_is_what_the_screen_is_without_commands(library: Library) -> None:
    text = markdown(REPORTS["gap_report"].document(government(library), "md"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert headings[:4] == [
        "Antarctica: gap report",
        "Gaps (2)",
        "Gaps if they apply (1)",
        "No information (2)",
    ]
    assert "compliance assess" not in text


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


def test_next_commands_name_the_first_gap_the_profile_and_the_layer(library: Library) -> None:
    explain, details, ask, plan, save = commands(report(government(library)))
    layer = ["--layer", "our-rules"]
    assert explain == ["compliance", "explain", "2", GOVERNMENT, *layer]
    assert details == ["compliance", "assess", GOVERNMENT, *layer, "--details"]
    assert ask == [
        "compliance",
        "questionnaire",
        "ATA",
        "--from",
        GOVERNMENT,
        *layer,
        "-o",
        "q.xlsx",
    ]
    assert plan == ["compliance", "plan", GOVERNMENT, *layer]
    assert save[-4:] == ["-o", "report.xlsx", "-o", "report.docx"]


def test_next_commands_are_narrowed_as_the_report_is(library: Library) -> None:
    basis = Basis.together([library.profile(name) for name in (GOVERNMENT, NGO)])
    found = assess(basis, library, rulebooks=["T-1"], as_of=date(2013, 1, 1))
    text = report([found], scope=Scope(("T-1",), ("children",)))
    for line in commands(text):
        assert ("--together" in line) == (line[1] in ("explain", "assess"))
        if line[1] == "assess":
            assert line[2:8] == ["ATA", "--together", "--rulebook", "T-1", "--topic", "children"]
            assert line[8:10] == ["--as-of", "2013-01-01"]


def test_a_country_with_one_profile_is_called_by_its_code(library: Library) -> None:
    alone = replace(library, profiles={GOVERNMENT: library.profile(GOVERNMENT)})
    text = report([assess(alone.profile(GOVERNMENT), alone)])
    assert commands(text)[0][3] == "ATA"


def test_a_profile_from_a_file_is_called_by_its_path(library: Library) -> None:
    path = {"id": "mine", "layer": "my answers.yaml"}
    mine = library.profile(GOVERNMENT).model_copy(update=path)
    assert commands(report([assess(mine, library)]))[0][3] == "my answers.yaml"


# Width and colour


def _before_commands(text: str) -> str:
    """The report without the commands to copy at its end, which are never broken."""
    return text[: text.index("\nNext\n")]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 132])
def test_lines_fit_and_no_word_is_cut(
    library: Library, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = report(both(library), details=True, everything=True)
    assert max(map(len, _before_commands(text).splitlines())) <= columns
    shown = set(text.split())
    for rule in library.rules.values():
        assert set(rule.title.split()) <= shown
    for gap in government(library)[0].gaps():
        assert {word for remedy in gap.remedies for word in remedy.split()} <= shown


def test_colour_never_says_anything_alone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = report(both(library), everything=True)
    assert "\x1b" not in usual
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = report(both(library), everything=True)
    assert re.search(r"\x1b\[[0-9;]*3[1-6]m", coloured)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == usual
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[1-6]m", report(both(library)))


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


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@settings(max_examples=8)
@given(texts)
def test_everything_can_be_written_everywhere(
    library: Library, encoding: str, words: list[str]
) -> None:
    told = with_words(library, cycle(words))
    output = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    screen = console(output)
    render_terminal(document(both(told), details=True, everything=True), screen)
    for rule in told.rules.values():
        subject = explanation.Explained(rule, told, both(told))
        render_terminal(explanation.document(subject, details=True), screen)
    render_terminal(catalogue.document(Catalogue("rules", told)), screen)
    render_terminal(catalogue.document(Catalogue("facts", told)), screen)
    render_terminal(catalogue.document(Catalogue("profiles", told)), screen)
    output.flush()
    text = output.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


@settings(max_examples=8)
@given(texts)
def test_the_same_input_gives_the_same_report(library: Library, words: list[str]) -> None:
    told = with_words(library, cycle(words))
    options: dict[str, Any] = {"details": True, "everything": True}
    first, again = (gap_report.document(both(told), **options) for _ in range(2))
    assert on_screen(first) == on_screen(again)
    assert html(first) == html(again)
    assert markdown(first) == markdown(again)
