"""Questions in the terminal: answers are taken, refused, saved; what was there is never lost."""

from __future__ import annotations

import errno
import json
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.command_line import refused, run
from support.instants import watched
from support.samples import a_fact

from compliance.cli import main
from compliance.errors import InputError, fault
from compliance.library.library import Library
from compliance.library.profile_editor import NewProfile, answer_typed, as_data, with_answer
from compliance.library.yaml_reader import parse
from compliance.library.yaml_writer import written
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.value_sets import AnswerError

pytestmark = pytest.mark.usefixtures("ours")
FACT = a_fact("t.one", "choice", ["law", "draft", "none"])


def sitting(*lines: str, profile: str = "ata-2012-ngo", more: tuple[str, ...] = ()) -> Result:
    """A sitting in which these lines are typed after the two on who answers."""
    typed = "\n".join(["", "", *lines, ""])
    return CliRunner().invoke(main, ["ask", profile, "-i", *more], input=typed)


# What is typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("law", {"value": "law"}),
        ("2", {"value": "draft"}),
        ("NONE", {"value": "none"}),
        ("1 or draft", {"one of": ("law", "draft")}),
        ("law, 2", {"one of": ("law", "draft")}),
        ("not law", {"not": ("law",)}),
    ],
)
def test_a_choice_is_meant_by_its_number_or_name(typed: str, meant: dict[str, object]) -> None:
    assert answer_typed(typed, FACT) == Answer(**meant)


@pytest.mark.parametrize("typed", ["4", "0", "lw", "yes", "", "not", "law or"])
def test_what_is_no_choice_is_refused_in_clear_words(typed: str) -> None:
    with pytest.raises(AnswerError) as caught:
        answer_typed(typed, FACT)
    assert "type a number from 1 to 3, or one of law, draft, none" in str(caught.value.problem)


def test_numbers_and_days_can_be_given_by_their_ends() -> None:
    days = a_fact("t.days", "number", integer="yes", min="0", max="100")
    assert answer_typed("30", days) == Answer(value="30")
    assert answer_typed("at least 5 and at most 9", days) == Answer(
        **{"at least": "5", "at most": "9"}
    )
    with pytest.raises(AnswerError, match="above the most"):
        answer_typed("200", days)
    with pytest.raises(AnswerError, match="does not fit"):
        answer_typed("many", days)


# What was said before


def profile(*answers: Answer) -> Profile:
    told = {"t.one": answers} if answers else {}
    names = {"id": "p", "country": "ZZZ", "voice": "government", "speaker": "Nobody"}
    return Profile(**names, as_of=date(2011, 7, 14), answers=told)


def test_an_answer_for_an_earlier_day_leaves_what_began_later() -> None:
    later = Answer(value="law", since=date(2011, 1, 1))
    new = with_answer(profile(later), FACT, Answer(value="draft"), date(2010, 1, 1))
    assert new.answers["t.one"] == (later, Answer(value="draft", since=date(2010, 1, 1)))


def test_an_answer_for_the_day_on_which_another_began_replaces_it() -> None:
    begun = Answer(value="law", since=date(2011, 7, 14))
    new = with_answer(profile(begun), FACT, Answer(value="none"), date(2011, 7, 14))
    assert new.answers["t.one"] == (Answer(value="none"),)


def test_what_held_since_an_earlier_day_did_until_the_day_before() -> None:
    begun = Answer(value="law", since=date(2010, 1, 1))
    new = with_answer(profile(begun), FACT, Answer(value="none"), date(2011, 7, 14))
    assert [(a.value, a.since, a.until) for a in new.answers["t.one"]] == [
        ("law", date(2010, 1, 1), date(2011, 7, 13)),
        ("none", date(2011, 7, 14), None),
    ]


def test_a_quotation_that_is_false_is_not_saved() -> None:
    library = Library.load()
    symbol = next(iter(library.sources))
    told = Evidence(document=symbol, said_by="government", quote="These words stand nowhere.")
    file = NewProfile(Path("mine.yaml"), library.facts, library.sources)
    account = profile().model_copy(update={"country": "ATA"})
    unsound = {"children.papers": (Answer(value="no", evidence=(told,)),)}
    with pytest.raises(InputError, match="the quotation does not stand in"):
        file.save(account.model_copy(update={"answers": unsound}))
    assert not Path("mine.yaml").exists()
    file.save(account.model_copy(update={"answers": {"children.papers": (Answer(value="no"),)}}))
    assert Path("mine.yaml").is_file()


def test_another_answer_has_only_its_own_evidence_and_note() -> None:
    before = Evidence(document="A", said_by="government")
    after = Evidence(document="B", said_by="government")
    old = Answer(**{"not": "none"}, evidence=(before,), note="As told.", public="no")
    new = with_answer(profile(old), FACT, Answer(value="law", evidence=(after,)), date(2011, 7, 14))
    [answer] = new.answers["t.one"]
    assert (answer.value, answer.not_) == ("law", None)
    assert answer.evidence == (after,)
    assert (answer.note, answer.public) == (None, False)
    again = Answer(**{"one of": ["law", "draft"]}, evidence=(after,))
    new = with_answer(profile(old), FACT, again, date(2011, 7, 14))
    [answer] = new.answers["t.one"]
    assert (answer.evidence, answer.note) == ((before, after), "As told.")


def test_a_source_for_one_member_stays_with_it_when_another_is_answered() -> None:
    fact = FACT.model_copy(update={"type": "many"})
    before, after = (Evidence(document=name, said_by="government") for name in "AB")
    old = Answer(value={"law": "yes"}, evidence=(before,))
    told = Answer(value={"draft": "no"}, evidence=(after,))
    [answer] = with_answer(profile(old), fact, told, date(2011, 7, 14)).answers["t.one"]
    assert answer.value == {"law": "yes", "draft": "no"}
    assert answer.evidence == (before.of(["law"]), after.of(["draft"]))


def test_what_held_before_still_did_until_the_day() -> None:
    old = Answer(**{"not": "none"}, since="2001-01-01")
    new = with_answer(profile(old), FACT, Answer(value="law"), date(2011, 7, 14))
    first, second = new.answers["t.one"]
    assert (first.until, second.since) == (date(2011, 7, 13), date(2011, 7, 14))


def test_a_note_that_answers_nothing_stays_beside_the_answer() -> None:
    old = Answer(note="No answer: asked for in May.")
    new = with_answer(profile(old), FACT, Answer(value="law"), date(2011, 7, 14))
    assert new.answers["t.one"] == (old, Answer(value="law"))


def test_a_written_profile_reads_back_the_same(bundled: Library, tmp_path: Path) -> None:
    for one in bundled.profiles.values():
        path = tmp_path / f"{one.id}.yaml"
        path.write_text(written(as_data(one)), encoding="utf-8")
        again = bundled.read_profile(path)
        assert again.model_copy(update={"layer": one.layer}) == one


# A sitting


def test_answers_are_saved_and_the_list_orders_itself_anew() -> None:
    result = sitting("yes", "", "stop")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Saved" in result.stderr
    file = Path("ata-2012-ngo-answers.yaml")
    assert f"Saved: {file}" in result.stderr
    assert run("check", str(file)).exit_code == 0
    first = json.loads(run("ask", "ata-2012-ngo", "--format", "json").stdout)
    then = json.loads(run("ask", str(file), "--format", "json").stdout)
    asked = [[q["fact"] for q in one["accounts"][0]["questions"]] for one in (first, then)]
    assert set(asked[1]) < set(asked[0])


def test_an_answer_out_of_its_choices_is_told_and_asked_again() -> None:
    result = sitting("perhaps", "yes", "", "stop")
    assert result.exit_code == 0
    assert "`perhaps` is neither yes nor no" in result.stderr
    assert "1 question answered" in result.stderr


def test_who_speaks_in_a_document_need_not_be_who_answers() -> None:
    more = ("-o", "mine.yaml")
    found = sitting("yes", "A list", "p. 1", "", "nobody", "Register", "stop", more=more)
    assert "`nobody` is no voice: it is government" in found.stderr
    assert "said_by: register" in Path("mine.yaml").read_text(encoding="utf-8")


def made(*lines: str) -> dict[str, Any]:
    """The answers of the file that a sitting makes."""
    found = sitting(*lines, more=("-o", "mine.yaml"))
    assert found.exit_code == 0, found.stderr
    answers = parse(Path("mine.yaml").read_text(encoding="utf-8"), "x").data["answers"]
    before = Library.bundled().profile("ata-2012-ngo").answers
    return {name: told for name, told in answers.items() if name not in before}


def test_one_means_yes_and_a_second_source_a_note_and_a_day_go_with_the_answer() -> None:
    lines = ("1", "note", "Asked twice.", "date", "soon", "2011-05-01")
    lines += ("A list", "p. 1", "", "register", "N/A", "A law", "", "", "", "", "stop")
    (answer,) = made(*lines).values()
    assert (answer["value"], answer["note"], answer["since"]) == (
        "yes",
        "Asked twice.",
        "2011-05-01",
    )
    assert [one["document"] for one in answer["evidence"]] == ["A list", "A law"]


def test_an_answer_or_its_source_alone_can_be_confidential() -> None:
    (answer,) = made("yes", "confidential", "", "", "stop").values()
    assert answer["public"] == "no"
    Path("mine.yaml").unlink()
    (answer,) = made("yes", "confidential", "source", "A list", "", "", "", "", "stop").values()
    assert "public" not in answer
    assert answer["evidence"][0]["public"] == "no"


def test_one_can_go_back_to_the_question_before_and_to_the_answer() -> None:
    found = sitting("back", "yes", "A list", "back", "no", "", "back", "yes", "", "stop")
    assert "This is the first question." in found.stderr
    assert "now   yes" not in found.stderr
    assert [line.split()[1] for line in found.stderr.splitlines() if "now  " in line] == ["no"]
    assert "1 question answered." in found.stderr
    assert "back" not in Path("ata-2012-ngo-answers.yaml").read_text(encoding="utf-8")


def test_characters_that_cannot_be_read_are_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed = iter(["", "", "yes", "D\udce9cret", "Decret", "", "", "", "", "stop"])
    monkeypatch.setattr("builtins.input", lambda: next(typed))
    result = run("ask", "ata-2012-ngo", "-i")
    assert result.exit_code == 0
    assert "characters that cannot be read; type it again" in result.stderr
    assert "Decret" in Path("ata-2012-ngo-answers.yaml").read_text(encoding="utf-8")


def test_the_file_keeps_the_rights_of_the_profile_and_needs_no_hard_links(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refusing)
    source = Path("own.yaml")
    source.write_bytes((ours / "profiles/ata-2012-ngo.yaml").read_bytes())
    source.chmod(0o600)
    assert sitting("yes", "", "stop", profile="own.yaml").exit_code == 0
    assert Path("own-answers.yaml").stat().st_mode & 0o777 == 0o600


def test_a_signal_to_end_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def ending(_: str) -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("it goes on")

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("compliance.document.markdown.escaped", ending)
    try:
        result = run("ask", "ATA", "-o", "x.json", "-o", "x.md")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (result.exit_code, list(Path().iterdir())) == (143, [])


def test_nothing_answered_writes_no_file() -> None:
    result = sitting("skip", "stop")
    assert "no file was written" in result.stderr
    assert list(Path().glob("*.yaml")) == []


def test_the_end_of_the_input_is_a_stop() -> None:
    result = CliRunner().invoke(main, ["ask", "ata-2012-ngo", "-i"], input="\n\nyes\n\n")
    assert result.exit_code == 0
    assert Path("ata-2012-ngo-answers.yaml").is_file()


def test_an_interrupt_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["", "", "yes", ""])

    def typing() -> str:
        try:
            return next(typed)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("builtins.input", typing)
    result = run("ask", "ata-2012-ngo", "-i")
    assert result.exit_code == 130
    assert "Interrupted." in result.stderr
    assert "1 question answered. Saved: ata-2012-ngo-answers.yaml" in result.stderr
    assert run("check", "ata-2012-ngo-answers.yaml").exit_code == 0


@pytest.mark.parametrize("typed", [["yes"], ["yes", "An act"], ["yes", "An act", "p. 3"]])
@pytest.mark.parametrize("end", [KeyboardInterrupt, EOFError, "stop"])
def test_an_answer_is_saved_also_if_typing_ends_amid_its_evidence(
    typed: list[str], end: type[BaseException] | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["", "", *typed])

    def typing() -> str:
        if (line := next(lines, None)) is not None:
            return line
        if isinstance(end, str):
            return end
        raise end

    monkeypatch.setattr("builtins.input", typing)
    result = run("ask", "ata-2012-ngo", "-i")
    assert result.exit_code == (130 if end is KeyboardInterrupt else 0)
    assert "1 question answered. Saved: ata-2012-ngo-answers.yaml" in result.stderr
    assert run("check", "ata-2012-ngo-answers.yaml").exit_code == 0
    text = Path("ata-2012-ngo-answers.yaml").read_text(encoding="utf-8")
    assert [word in text for word in typed[1:]] == [True] * len(typed[1:])


def test_evidence_that_cannot_be_saved_ends_the_sitting_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusing(*_: object) -> None:
        raise fault("the disk is full")

    monkeypatch.setattr(NewProfile, "save", refusing)
    result = CliRunner().invoke(main, ["ask", "ata-2012-ngo", "-i"], input="\n\nyes\n")
    assert result.exit_code == 0
    assert "the disk is full" in result.stderr
    assert "This answer is not saved; those before it are.\n" in result.stderr


def test_a_question_mark_tells_what_would_follow() -> None:
    assert "if  yes: " in " ".join(
        line.strip() for line in sitting("?", "stop").stderr.splitlines()
    )


def test_who_answers_is_asked() -> None:
    CliRunner().invoke(
        main, ["ask", "ata-2012-ngo", "-i"], input="Ministry\nking\ncivil society\nyes\n\nstop\n"
    )
    text = Path("ata-2012-ngo-answers.yaml").read_text(encoding="utf-8")
    assert "speaker: Ministry" in text
    assert "voice: civil society" in text
    assert "were added in the terminal" in text


def test_another_voice_takes_over_no_answers() -> None:
    lines = ["My Union", "national institution", *["skip"] * 3, "stop"]
    found = CliRunner().invoke(main, ["ask", "ata-2012-ngo", "-i"], input="\n".join(lines))
    assert "The answers of ata-2012-ngo are not taken over" in found.stderr
    assert not Path("ata-2012-ngo-answers.yaml").exists()


def test_a_file_that_is_there_is_never_written_over() -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    said = refused("ask", "ata-2012-ngo", "-i", "-o", "mine.yaml")
    assert "nothing is written over" in said
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"
    Path("ata-2012-ngo-answers.yaml").write_text("mine", encoding="utf-8")
    assert sitting("yes", "", "stop").exit_code == 0
    assert Path("ata-2012-ngo-answers.yaml").read_text(encoding="utf-8") == "mine"
    assert Path("ata-2012-ngo-answers-2.yaml").is_file()


def test_at_every_step_a_profile_of_answers_is_whole(ours: Path) -> None:
    """As `ask --interactive` saves it: there is none, then one, then the next."""
    library = Library.load([ours])
    profile = library.profile("ata-2012-ngo")
    path = Path("answers.yaml")
    new = NewProfile(path, library.facts, library.sources)
    with watched([path]) as seen:
        new.save(profile)
        new.save(profile.model_copy(update={"speaker": "Others"}))
    nothing, first, second = seen[path.absolute()]
    assert nothing is None
    assert (first or b"").replace(b"Friends of Antarctica", b"Others") == second


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_comes_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    if not has_links:  # as on a memory stick
        monkeypatch.setattr(os, "link", refuses)
    folder = tmp_path / "folder"
    folder.mkdir()
    place = folder / "new.yaml"
    file = NewProfile(place, {"t.one": FACT}, {})
    place.write_text("another's", encoding="utf-8")
    with pytest.raises(InputError, match="nothing is written over"):
        file.save(profile(Answer(value="law")))
    assert os.listdir(folder) == ["new.yaml"]
    assert place.read_text(encoding="utf-8") == "another's"
    place.unlink()
    file.save(profile(Answer(value="law")))
    file.save(profile(Answer(value="none")))
    assert "value: none" in place.read_text(encoding="utf-8")
    assert os.listdir(folder) == ["new.yaml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ATA", "-i"), "questions are put to one account at a time"),
        (("ata-2012-ngo", "-i", "--format", "json"), "contradict each other"),
        (("ata-2012-ngo", "-i", "-o", "x.txt"), "a profile is a .yaml file"),
        (("ata-2012-ngo", "-i", "-o", "no/x.yaml"), "there is no folder `no`"),
        (("ata-2012-ngo", "-o", "x.pdf"), "no report has the ending `.pdf`"),
        (("nobody",), "there is no profile and no country `nobody`"),
        ((), "there is no PROFILE"),
        (("ATA", "--topic", "cats"), "there is no topic `cats`"),
    ],
)
def test_bad_input_is_refused(arguments: tuple[str, ...], words: str) -> None:
    assert words in refused("ask", *arguments)


# The list


def test_the_list_fits_the_screen_and_names_what_follows() -> None:
    result = run("ask", "ATA")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "could decide" in result.stdout
    assert " → " in result.stdout


def test_the_list_goes_into_files() -> None:
    result = run("ask", "ata-2012-ngo", "-o", "q.csv", "-o", "q.json")
    assert "Wrote q.csv" in result.stderr
    told = json.loads(Path("q.json").read_text(encoding="utf-8"))
    assert told["schema"] == "compliance/questions/v1"
    assert Path("q.csv").read_bytes().startswith(b"\xef\xbb\xbfprofile,country,")
    assert "children.school" in json.dumps(told)


def test_what_is_not_public_is_in_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer that is not public leaves its question open in files."""
    said = "This account may have answers that are not published."
    for command in ("ask", "plan"):
        for more in ((), ("--rulebook", "T-2")):
            assert said in run(command, "ata-2012-ngo", *more).stdout
            assert said not in run(command, "ata-2011-government", *more).stdout
    question = "Which migrant children does the law entitle to attend school?"
    assert question in run("ask", "ata-2012-ngo").stdout
    with monkeypatch.context() as patch:
        patch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
        patch.setenv("TERM", "dumb")
        counted = "1 confidential answer counts on this screen. It is in no file."
        for command in ("ask", "plan"):
            shown = run(command, "ata-2012-ngo").stdout
            assert counted in shown
            assert question not in shown
            assert "counts on this" not in run(command, "ata-2012-ngo", "--rulebook", "T-2").stdout
    assert "No entitlement in law" not in run("plan", "ata-2012-ngo", "--details").stdout
    told = json.loads(run("ask", "ata-2012-ngo", "--format", "json").stdout)
    assert "children.school" in [q["fact"] for q in told["accounts"][0]["questions"]]
    told = json.loads(run("plan", "ata-2012-ngo", "--format", "json").stdout)
    assert "No entitlement in law" not in json.dumps(told)


# The plan, on the command line


def test_the_plan_fits_the_screen_and_tells_its_order() -> None:
    result = run("plan", "ATA")
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= 80
    said = " ".join(result.stdout.split())
    assert (
        "In the order of (1) how strongly the paragraph speaks, (2) how many requirements are "
        "improved, (3) how few changes are needed."
    ) in said
    assert "2 requirements are not fully met. 1 more is not fully met, if it applies." in said
    assert "→ T/1, 4: not met, if it applies → met, if it applies" in said


def test_the_plan_goes_into_files() -> None:
    result = run("plan", "ATA", "-o", "p.json", "-o", "p.csv")
    assert "Wrote p.json" in result.stderr
    told = json.loads(Path("p.json").read_text(encoding="utf-8"))
    assert told["schema"] == "compliance/plan/v2"
    assert [one["profile"]["id"] for one in told["plans"]] == [
        "ata-2011-government",
        "ata-2012-ngo",
    ]
    first = told["plans"][0]["actions"][0]
    assert [one["rule"] for one in first["improves"]] == ["T-1.2"]
    assert Path("p.csv").read_bytes().startswith(b"\xef\xbb\xbfprofile,country,")


@pytest.mark.parametrize("command", ["plan", "ask", "compare"])
def test_an_interrupt_leaves_files_as_they_were(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    Path("x.md").write_text("mine", encoding="utf-8")
    monkeypatch.setattr("compliance.document.markdown.escaped", interrupted)
    result = run(command, "ATA", "-o", "x.json", "-o", "x.md")
    assert (result.exit_code, result.stdout) == (130, "")
    assert [path.name for path in Path().iterdir()] == ["x.md"]
    assert Path("x.md").read_text(encoding="utf-8") == "mine"


def test_where_there_is_no_gap_that_is_said() -> None:
    result = run("plan", "ata-2011-government", "--topic", "treaties")
    said = " ".join(result.stdout.split())
    assert "No gap was found on the answers given, so there is nothing to propose." in said
    assert "This does not mean that everything is met: questions are still open." in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ATA", "-o", "x.pdf"), "no report has the ending `.pdf`"),
        (("ATA", "--as-of", "soon"), "`soon` is no day"),
        (("ATA", "--rulebook", "X"), "there is no rulebook `X`"),
        ((), "there is no PROFILE"),
    ],
)
def test_bad_input_to_plan_is_refused(arguments: tuple[str, ...], words: str) -> None:
    assert words in refused("plan", *arguments)
