"""The command line: what each command takes and gives, its exit codes, and what it says."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import click
import pytest
from support.command_line import in_a_process, refused, run
from support.layers import FILES, write_layer

from compliance.cli import main, reports
from compliance.cli.errors import Commands

NGO = FILES["profiles/ata-2012-ngo.yaml"]
pytestmark = pytest.mark.usefixtures("ours")


def assessed(*arguments: str) -> list[dict[str, Any]]:
    """The assessments that ``assess --format json`` gives."""
    result = run("assess", *arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    document = json.loads(result.stdout)
    assert document["schema"] == "compliance/assessments/v1"
    return list(document["assessments"])


def ids(*arguments: str) -> list[str]:
    """The profiles that were assessed."""
    return [assessment["profile"]["id"] for assessment in assessed(*arguments)]


# What a profile can be called.


@pytest.mark.parametrize("name", ["ATA", "ata", "Antarctica", "antarctica", "AQ"])
def test_a_country_stands_for_all_its_profiles(name: str) -> None:
    assert ids(name) == ["ata-2011-government", "ata-2012-ngo"]


def test_a_profile_is_named_by_its_id_or_its_file() -> None:
    write_layer(Path.cwd(), {"mine.yaml": NGO})
    assert ids("ata-2012-ngo") == ["ata-2012-ngo"]
    assert ids("mine.yaml") == ["mine"]
    assert ids("./mine.yaml", "ATA") == ["mine", "ata-2011-government", "ata-2012-ngo"]


def test_a_profile_named_twice_is_assessed_once(ours: Path) -> None:
    path = str(ours / "profiles" / "ata-2012-ngo.yaml")
    assert ids("ata-2012-ngo", "ATA", path) == ["ata-2012-ngo", "ata-2011-government"]


def test_a_voice_narrows_a_country() -> None:
    assert ids("ATA", "--voice", "government") == ["ata-2011-government"]
    assert ids("ATA", "--voice", "Civil-Society") == ["ata-2012-ngo"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Peru",
            "there is no profile of Peru\n  hint: there are profiles of Antarctica (ATA)\n",
        ),
        (
            "BOL",
            "there is no profile of Bolivia\n  hint: there are profiles of Antarctica (ATA)\n",
        ),
        (
            "Antartica",
            "there is no profile and no country `Antartica`\n  hint: did you mean `Antarctica`?\n",
        ),
        (
            "Portugall",
            "there is no profile and no country `Portugall`\n  hint: did you mean `Portugal`?\n",
        ),
        (
            "ata-2011-goverment",
            (
                "there is no profile and no country `ata-2011-goverment`\n"
                "  hint: did you mean `ata-2011-government`? (--layer DIR adds those of your "
                "folder)\n"
            ),
        ),
        (
            "Korea",
            (
                "`Korea` may be several countries\n  hint: did you mean Korea, Republic of "
                "(KOR) or Korea, Democratic People's Republic of (PRK)?\n"
            ),
        ),
        (
            "XYZ",
            (
                "there is no profile of XYZ (an invented country)\n"
                "  hint: there are profiles of Antarctica (ATA) (--layer DIR adds those of your "
                "folder)\n"
            ),
        ),
        (
            "ZXY",
            (
                "there is no profile and no country `ZXY`\n  hint: name a file, a profile, or a "
                "country; there are profiles of Antarctica (ATA)\n"
            ),
        ),
        (
            "",
            (
                "there is no profile and no country ``\n  hint: name a file, a profile, or a "
                "country; there are profiles of Antarctica (ATA)\n"
            ),
        ),
        (
            "mine.yaml",
            "mine.yaml: there is no such file\n  hint: check the spelling of its name\n",
        ),
    ],
)
def test_an_unknown_profile_is_said_to_be_so(name: str, said: str) -> None:
    assert sorted(refused("assess", name)) == sorted(said + "1 problem\n")


def test_a_country_without_that_voice_is_said_to_be_so() -> None:
    assert refused("assess", "ATA", "--voice", "register") == (
        "`ATA` has no profile with the voice `register`\n"
        "  hint: it has: government, civil society\n"
        "1 problem\n"
    )


def test_every_problem_is_told_at_once() -> None:
    Path("folder.xlsx").mkdir()
    options = ["--topic", "childern", "--topic", "tax", "--rulebook", "T-3", "--status", "meet"]
    options += ["--voice", "radio", "--as-of", "2011-02-30", "--format", "json"]
    options += ["-o", "nowhere/x.md", "-o", "folder.xlsx", "-o", "x.pdf", "-o", "report"]
    assert refused("assess", "Peru", "mine.yaml", *options) == (
        "there is no profile of Peru\n"
        "  hint: there are profiles of Antarctica (ATA)\n"
        "--as-of: `2011-02-30` is no day\n"
        "  hint: there is no such day: 2011-02-30\n"
        "--rulebook: there is no rulebook `T-3`\n"
        "  hint: rulebooks are T-1, T-2\n"
        "--status: there is no status `meet`\n"
        "  hint: did you mean `met`?\n"
        "--topic: there is no topic `childern`\n"
        "  hint: did you mean `children`?\n"
        "--topic: there is no topic `tax`\n"
        "  hint: topics are treaties, detention, children\n"
        "--voice: there is no voice `radio`\n"
        "  hint: it can be government, parliament, court, national institution, civil society, "
        "academia, press, affected persons, treaty body, special procedure, united nations, "
        "regional organization, register\n"
        "folder.xlsx: this is a folder, not a file\n"
        "  hint: name a file in it\n"
        "mine.yaml: there is no such file\n"
        "  hint: check the spelling of its name\n"
        "nowhere/x.md: there is no folder `nowhere`\n"
        "  hint: make the folder first, or choose another place\n"
        "report: the file has no ending\n"
        "  hint: endings are .json, .csv, .xlsx, .md, .html, .docx\n"
        "x.pdf: no report has the ending `.pdf`\n"
        "  hint: endings are .json, .csv, .xlsx, .md, .html, .docx\n"
        "12 problems\n"
    )


@pytest.mark.parametrize("text", ["14 July 2011", "2011-7-14", "20110714", "2011-07-14T00:00", ""])
def test_a_day_is_written_in_one_way_only(text: str) -> None:
    assert refused("assess", "ATA", "--as-of", text) == (
        f"--as-of: `{text}` is no day\n  hint: write the day as YYYY-MM-DD\n1 problem\n"
    )


# What is assessed.


def test_the_day_of_the_assessment_can_be_chosen() -> None:
    assert [a["as_of"] for a in assessed("ATA")] == ["2011-07-14", "2012-01-31"]
    assert [a["as_of"] for a in assessed("ATA", "--as-of", "2001-01-01")] == ["2001-01-01"] * 2
    (then,) = assessed("ata-2011-government", "--as-of", "2001-01-01")
    assert then["summary"]["statuses"]["undetermined"] > 4


def rules_of(*arguments: str) -> list[str]:
    return [f["rule"] for f in assessed("ata-2011-government", *arguments)[0]["findings"]]


def test_rulebooks_and_topics_narrow_what_is_assessed() -> None:
    assert len(rules_of()) == 10
    assert rules_of("--rulebook", "T-2") == rules_of("--rulebook", "t/2") == ["T-2.9"]
    assert rules_of("--topic", "treaties") == ["T-1.1", "T-1.5"]
    assert rules_of("--topic", "treaties", "--topic", "children", "--rulebook", "T-1") == [
        "T-1.1",
        "T-1.2",
        "T-1.5",
        "T-1.6",
        "T-1.7",
    ]


def test_nothing_to_assess_by_is_a_problem_and_not_an_empty_report() -> None:
    assert refused("assess", "ATA", "--rulebook", "T-2", "--topic", "treaties") == (
        "--rulebook: there are no rules here\n"
        "  hint: `compliance rules` lists all rules\n"
        "1 problem\n"
    )


def test_a_status_narrows_what_is_shown_and_never_the_counts() -> None:
    (whole,) = assessed("ata-2011-government")
    (some,) = assessed("ata-2011-government", "--status", "partly-met", "--status", "no test")
    assert {f["status"] for f in some["findings"]} == {"partly met", "no test"}
    assert some["summary"] == whole["summary"]
    expected = [f for f in whole["findings"] if f["status"] in ("partly met", "no test")]
    assert some["findings"] == expected
    table = run("assess", "ata-2011-government", "--status", "no-test").stdout
    assert "A concern" in table
    assert "Visits to camps" not in table
    usual = run("assess", "ata-2011-government").stdout
    assert table.split("\n\n")[1] == usual.split("\n\n")[1]


def test_a_workbook_has_every_finding_whatever_the_status() -> None:
    for name, given in (("all.xlsx", []), ("some.xlsx", ["--status", "met"])):
        assert run("assess", "ATA", "-o", name, *given).exit_code == 0
    assert Path("all.xlsx").read_bytes() == Path("some.xlsx").read_bytes()


def test_a_layer_lies_over_our_own_rules() -> None:
    text = FILES["rules/T-1/7.yaml"].replace('!= "none"', '== "residents"')
    write_layer(Path("ours"), {"rules/T-1/7.yaml": text, "profiles/ata-2013-x.yaml": NGO})
    findings = assessed("ata-2011-government", "--layer", "ours")[0]["findings"]
    assert [f["status"] for f in findings if f["rule"] == "T-1.7"] == ["met"]
    assert ids("ATA", "--layer", "ours")[-1] == "ata-2013-x"
    write_layer(Path("theirs"), {"rules/T-1/7.yaml": FILES["rules/T-1/7.yaml"]})
    over = ["--layer", "ours", "--layer", "theirs"]
    layers = [f.get("layer") for f in assessed("ATA", *over)[0]["findings"] if f["rule"] == "T-1.7"]
    assert layers == ["theirs"]


# What is not to be published.


def test_what_is_not_public_counts_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [name for ending in ("json", "csv", "md", "xlsx") for name in ("-o", f"a.{ending}")]
    piped = run("assess", "ata-2012-ngo", "--details", *files).stdout
    with monkeypatch.context() as patch:
        patch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
        patch.setenv("TERM", "dumb")
        shown = run("assess", "ata-2012-ngo", "--details").stdout
        assert "No entitlement in law" in shown
        assert "confidential" in shown
        assert "1 confidential answer counts on this screen. It is in no file." in shown
        assert "No entitlement in law confidential" in " ".join(
            run("explain", "7", "ATA").stdout.split()
        )
    with zipfile.ZipFile("a.xlsx") as workbook:
        sheets = b"".join(workbook.read(name) for name in workbook.namelist())
    for text in (Path("a.json"), Path("a.csv"), Path("a.md")):
        sheets += text.read_bytes()
    for text_ in (piped, Path("a.md").read_text("utf-8"), Path("a.csv").read_text("utf-8")):
        assert "No entitlement in law" not in text_
    assert b"children.papers" in sheets


WITH_LEAD = NGO.replace("none, public: no}", "none, public: no, lead: Somebody}")
PROMISE = """
    country: ATA
    actions:
      - {action: Admit all, to: {children.school: {value: every_child}}, due: 2012-06-30}
    """


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (("matrix", "me.yaml"), ["7 Children are protected confidential ○·· not met"]),
        (("matrix", "me.yaml", "ata-2011-government"), ["7 Children are protected confidential ●"]),
        (
            ("assess", "me.yaml", "--summary"),
            [
                "7 Children are protected confidential not met",
                "4. Entitle children to school. confidential",
            ],
        ),
        (
            ("plan", "me.yaml", "--details"),
            ["(Somebody) confidential", "“protect children” (statement) confidential"],
        ),
        (
            ("follow-up", "me.yaml", "--actions", "a.yaml"),
            [
                "T/1, 7 Children are protected confidential",
                "T/1, 2 Migrant children in school conf",
            ],
        ),
        (
            ("compare", "me.yaml", "other.yaml"),
            ["No entitlement in law attend school? confidential"],
        ),
    ],
)
def test_each_line_that_rests_on_what_is_not_public_says_so(
    command: tuple[str, ...], lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_layer(
        Path.cwd(),
        {
            "me.yaml": WITH_LEAD,
            "a.yaml": PROMISE,
            "other.yaml": WITH_LEAD.replace("Friends", "Enemies").replace("public: no, ", ""),
        },
    )
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    monkeypatch.setenv("TERM", "dumb")
    shown = " ".join(run(*command).stdout.split())
    assert "1 confidential answer counts on this screen." in shown
    assert [line for line in lines if line not in shown] == []


# Files.


def test_files_are_written_and_the_report_is_printed_all_the_same() -> None:
    files = ["-o", "a.xlsx", "-o", "a.json", "-o", "A.MD", "-o", "a.csv", "-o", "a.json"]
    result = run("assess", "ATA", *files)
    assert result.exit_code == 0
    assert result.stdout == run("assess", "ATA").stdout
    assert result.stderr == "Wrote a.xlsx\nWrote a.json\nWrote A.MD\nWrote a.csv\n"
    assert sorted(os.listdir()) == ["A.MD", "a.csv", "a.json", "a.xlsx"]
    assert Path("a.json").read_bytes() == run("assess", "ATA", "--format", "json").stdout_bytes
    assert zipfile.is_zipfile("a.xlsx")


def test_a_file_replaces_the_one_that_was_there_through_a_link_too() -> None:
    Path("real").mkdir()
    Path("real/a.md").write_text("old", encoding="utf-8")
    Path("a.md").symlink_to("real/a.md")
    assert run("assess", "ATA", "-o", "a.md").exit_code == 0
    assert Path("a.md").is_symlink()
    assert Path("real/a.md").read_text(encoding="utf-8").startswith("# Antarctica: gap report")
    assert os.listdir("real") == ["a.md"]


def test_one_file_that_cannot_be_written_leaves_all_as_they_were() -> None:
    Path("a.json").write_text("old", encoding="utf-8")
    assert refused("assess", "ATA", "-o", "a.json", "-o", "nowhere/b.json") == (
        "nowhere/b.json: there is no folder `nowhere`\n"
        "  hint: make the folder first, or choose another place\n"
        "1 problem\n"
    )
    assert Path("a.json").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["a.json"]


def test_a_disk_that_fails_late_leaves_all_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.json").write_text("old", encoding="utf-8")
    whole = os.fdopen
    count = iter(range(9))

    def failing(*arguments: Any) -> Any:
        if next(count) == 1:
            os.close(arguments[0])
            raise OSError(28, "No space left on device")
        return whole(*arguments)

    monkeypatch.setattr(os, "fdopen", failing)
    assert refused("assess", "ATA", "-o", "a.json", "-o", "a.md") == (
        "a.md: this cannot be written: no space left on device\n"
        "  hint: choose another place\n"
        "1 problem\n"
    )
    assert Path("a.json").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["a.json"]


def test_a_name_too_long_leaves_all_as_they_were() -> None:
    Path("a.json").write_text("old", encoding="utf-8")
    assert "file name too long" in refused("assess", "ATA", "-o", "a.json", "-o", f"{'a' * 300}.md")
    assert Path("a.json").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["a.json"]


def test_what_is_no_ordinary_file_is_not_replaced() -> None:
    os.mkfifo("pipe.json")
    Path("away.json").symlink_to("away.json")
    said = refused("assess", "ATA", "-o", "pipe.json", "-o", "away.json")
    assert said.count("this is no ordinary file") == 2
    assert Path("pipe.json").is_fifo()


def test_a_file_keeps_the_rights_it_had() -> None:
    Path("a.json").write_text("old", encoding="utf-8")
    Path("a.json").chmod(0o600)
    assert run("assess", "ATA", "-o", "a.json").exit_code == 0
    assert Path("a.json").stat().st_mode & 0o777 == 0o600


def test_two_profiles_of_one_id_are_refused() -> None:
    for folder, speaker in (("one", "One"), ("other", "Other")):
        Path(folder).mkdir()
        text = NGO.replace("Friends of Antarctica", speaker)
        Path(folder, "answers.yaml").write_text(text, encoding="utf-8")
    assert refused("assess", "one/answers.yaml", "other/answers.yaml") == (
        "two different profiles are called `answers`\n"
        "  hint: a profile is called as its file; rename one of them\n"
        "1 problem\n"
    )


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("COMPLIANCE_CACHE_DIR")
    monkeypatch.setattr("platformdirs.user_cache_dir", homeless)
    assert run("assess", "ATA").exit_code == 0


# Exit codes.


def test_gaps_are_no_error_unless_one_asks_for_it() -> None:
    assert run("assess", "ata-2011-government").exit_code == 0
    result = run("assess", "ata-2011-government", "--fail-on", "gap")
    assert (result.exit_code, result.stderr) == (1, "--fail-on: 2 gaps\n")
    assert result.stdout == run("assess", "ata-2011-government").stdout
    both = ["--fail-on", "gap", "--fail-on", "undetermined"]
    assert run("assess", "ATA", *both).stderr == "--fail-on: 5 gaps and 7 undetermined\n"


def test_a_threshold_that_is_not_reached_is_no_error() -> None:
    narrow = ["ata-2011-government", "--topic", "treaties", "--fail-on", "gap"]
    assert run("assess", *narrow).exit_code == 0
    assert run("assess", *narrow, "--fail-on", "undetermined").exit_code == 0


def test_a_threshold_looks_at_all_findings_not_only_those_shown() -> None:
    assert run("assess", "ATA", "--status", "met", "--fail-on", "gap").exit_code == 1


def test_our_own_fault_is_owned_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("nothing over nothing")

    monkeypatch.setattr(reports, "load", fail)
    result = run("assess", "ATA")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "Something went wrong, and it is our fault, not yours "
        "(ZeroDivisionError: nothing over nothing).\n"
        "  hint: please report it to the project, with the command and its files;\n"
        "        COMPLIANCE_DEBUG=1 in the environment shows where it happened\n"
    )
    monkeypatch.setenv("COMPLIANCE_DEBUG", "1")
    assert "Traceback (most recent call last):" in run("assess", "ATA").stderr


def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reports, "load", interrupt)
    result = run("assess", "ATA")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_a_library_that_is_wrong_is_told_with_what_else_is() -> None:
    write_layer(Path("ours"), {"rules/T-1/7.yaml": "provision: 7\n"})
    said = refused("assess", "ATA", "--layer", "ours", "--status", "x")
    assert "--status: there is no status `x`" in said
    assert "ours/rules/T-1/7.yaml:1:1: `title` is missing" in said


# Usage.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["asses", "ATA"], "there is no command `asses`\n  hint: did you mean `assess`?\n"),
        (["x"], "there is no command `x`\n  hint: `compliance --help` lists the commands\n"),
        (
            ["assess"],
            (
                "there is no PROFILE\n"
                "  hint: name a file, a profile or a country, or give --all-states\n"
            ),
        ),
        (
            ["assess", "ATA", "--format", "pdf"],
            (
                "compliance assess: Invalid value for '--format': 'pdf' is not one of 'table', "
                "'json', 'csv', 'md', 'html'.\n"
                "  hint: `compliance assess --help` shows how it is used\n"
            ),
        ),
        (
            ["explain", "T-1.2", "--voice", "government"],
            "--voice: there is no PROFILE to choose from\n",
        ),
    ],
)
def test_wrong_usage_is_said_to_be_so(arguments: list[str], said: str) -> None:
    assert refused(*arguments) == said + "1 problem\n"


def test_an_unknown_option_names_the_help() -> None:
    said = refused("assess", "ATA", "--formt", "json")
    assert said.startswith("compliance assess: No such option")
    assert "--format" in said
    assert "  hint: `compliance assess --help` shows how it is used\n1 problem\n" in said


def test_without_a_command_the_help_is_shown_as_a_message() -> None:
    assert refused().startswith("Usage: compliance [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize(
    "command",
    [
        *("", "assess", "explain", "rules", "facts", "profiles", "check", "coverage"),
        "compare",
        *("import", "import recommendations"),
    ],
)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself_with_examples(command: str, option: str) -> None:
    result = run(*command.split(), option)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"  compliance {command}".rstrip() in result.stdout
    assert "Example" in result.stdout
    assert "..." not in result.stdout.partition("Commands:")[2]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("compliance ")


# explain, rules, facts, profiles.


@pytest.mark.parametrize("reference", ["T-1.3a", "T/1, para. 3 (a)", "t/1 3(a)", "3 (a)", "3a"])
def test_a_rule_is_explained_by_its_id_or_a_citation(reference: str) -> None:
    result = run("explain", reference)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "“To limit detention, for example to thirty days;”" in result.stdout


def test_a_rule_is_explained_for_the_profiles_asked_for() -> None:
    assert "Friends of Antarctica" not in run("explain", "T-1.2").stdout
    both = run("explain", "T-1.2", "Antarctica").stdout
    assert "Friends of Antarctica" in both
    assert "Government of Antarctica" in both
    one = run("explain", "T-1.2", "ATA", "--voice", "government", "--as-of", "2012-12-31").stdout
    assert "Friends of Antarctica" not in one
    assert "2012-12-31" in one


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("T-1.3b4", "there is no rule `T-1.3b4`\n  hint: did you mean `T-1.3b`?\n"),
        (
            "65/212 4(e)",
            "there is no rule `65/212 4(e)`\n  hint: `compliance rules` lists them all\n",
        ),
    ],
)
def test_an_unknown_rule_is_said_to_be_so(reference: str, said: str) -> None:
    assert refused("explain", reference) == said + "1 problem\n"


def test_a_provision_that_two_instruments_have_must_be_told_apart() -> None:
    text = FILES["rules/T-2/9.yaml"].replace("provision: 9", "provision: 3 (a)")
    write_layer(Path("ours"), {"rules/T-2/3a.yaml": text})
    assert refused("explain", "3(a)", "--layer", "ours") == (
        "several instruments have a provision `3(a)`\n"
        "  hint: say which: T-1.3a, T-2.3a\n"
        "1 problem\n"
    )


def listed(*arguments: str) -> list[str]:
    """The ids that a listing gives as JSON."""
    result = run(*arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return [entry["id"] for entry in json.loads(result.stdout)[arguments[0]]]


def test_rules_are_listed_and_narrowed() -> None:
    assert len(listed("rules")) == 10
    assert listed("rules", "--rulebook", "T/2") == ["T-2.9"]
    assert listed("rules", "--topic", "treaties") == ["T-1.1", "T-1.5"]
    assert "T-1.5" in run("rules", "--topic", "treaties").stdout
    assert "T-1.2" not in run("rules", "--topic", "treaties").stdout


def test_facts_are_listed_and_narrowed() -> None:
    assert len(listed("facts")) == 9
    assert listed("facts", "--topic", "children") == ["children.school", "children.papers"]
    assert listed("facts", "--rulebook", "T-2") == ["children.papers"]
    assert listed("facts", "--rulebook", "T-2", "--topic", "detention") == []
    assert "children.papers" in run("facts", "--rulebook", "T-2").stdout
    nothing = run("facts", "--rulebook", "T-2", "--topic", "detention")
    assert nothing.stdout == "Questions that an account answers\n\nThere are none.\n"
    assert nothing.stderr == ""


def test_profiles_are_listed_and_narrowed() -> None:
    assert listed("profiles") == ["ata-2011-government", "ata-2012-ngo"]
    assert listed("profiles", "--voice", "civil society") == ["ata-2012-ngo"]
    assert "Friends of Antarctica" in run("profiles").stdout


@pytest.mark.parametrize("command", ["rules", "facts"])
def test_a_listing_refuses_what_there_is_not(command: str) -> None:
    assert refused(command, "--topic", "childern", "--rulebook", "T-3") == (
        "--rulebook: there is no rulebook `T-3`\n"
        "  hint: rulebooks are T-1, T-2\n"
        "--topic: there is no topic `childern`\n"
        "  hint: did you mean `children`?\n"
        "2 problems\n"
    )


# As a process of its own.


def test_a_standard_output_that_cannot_be_written_is_bad_input(ours: Path) -> None:
    Path("read-only").touch()
    with Path("read-only").open("rb") as closed:
        command = in_a_process(ours, "rules")
        result = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False)
    said = b"standard output cannot be written: Bad file descriptor\n1 problem\n"
    assert (result.returncode, result.stderr) == (2, said)


def test_an_interrupted_process_is_quiet(ours: Path) -> None:
    waiting = "import time; from compliance.cli import reports; "
    waiting += "reports.load = lambda *_: (print('.', flush=True), time.sleep(60))"
    command = subprocess.Popen(
        in_a_process(ours, "assess", "ATA", first=waiting),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout
    assert command.stdout.read(2) == b".\n"
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=20)
    assert (command.returncode, said.strip()) == (130, b"")


def test_an_interrupt_while_the_program_is_loaded_is_quiet() -> None:
    code = [
        "import os, signal, sys",
        "class Interrupting:",
        "    def find_spec(self, name, *_):",
        "        if name == 'click': os.kill(os.getpid(), signal.SIGINT)",
        "sys.meta_path.insert(0, Interrupting())",
        "from compliance.__main__ import main",
        "main()",
    ]
    command = [sys.executable, "-c", "\n".join(code)]
    result = subprocess.run(command, capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


def test_colour_and_width_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("assess", "ATA").stdout
    assert "\x1b[" not in plain
    assert max(map(len, plain.splitlines())) <= 80
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("assess", "ATA").stdout
    assert "\x1b[" not in run("assess", "ATA", "--format", "json").stdout
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("COLUMNS", "120")
    assert max(map(len, run("assess", "ATA").stdout.splitlines())) > 80


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_any_stream_can_take_what_is_printed(ours: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for arguments in (["assess", "ATA"], ["explain", "2", "ATA"], ["coverage"], ["rules"]):
        result = subprocess.run(
            in_a_process(ours, *arguments), capture_output=True, env=environment, check=False
        )
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.decode(encoding)
    as_json = in_a_process(ours, "assess", "ATA", "--format", "json")
    result = subprocess.run(as_json, capture_output=True, env=environment, check=True)
    assert json.loads(result.stdout.decode("utf-8"))


def test_help_needs_nothing_heavy() -> None:
    heavy = ["pydantic", "rich", "yaml", "openpyxl", "rule_engine", "pycountry"]
    code = (
        "import sys, contextlib\n"
        "from compliance.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['assess', '--help'])\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.endswith(b"\n[]\n")


def test_a_second_run_compiles_nothing_and_opens_no_workbook(ours: Path) -> None:
    heavy = ["openpyxl", "rule_engine", "compliance.library.builder"]
    last = f"print([name for name in {heavy} if name in sys.modules])"
    assert run("rules").exit_code == 0
    command = in_a_process(ours, "assess", "ATA", last=last)
    result = subprocess.run(command, capture_output=True, check=True)
    assert result.stdout.endswith(b"\n[]\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("compliance ass", {"assess"}),
        ("compliance assess ata-2011", {"ata-2011-government"}),
        ("compliance explain T-1.3", {"T-1.3", "T-1.3a", "T-1.3b"}),
        ("compliance rules --topic d", {"detention"}),
        ("compliance assess --rulebook T-2", {"T-2"}),
    ],
)
def test_names_are_completed(ours: Path, words: str, offered: set[str]) -> None:
    environment = {
        **os.environ,
        "_COMPLIANCE_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    result = subprocess.run(
        in_a_process(ours), capture_output=True, env=environment, check=False, text=True
    )
    assert {line.partition(",")[2] for line in result.stdout.splitlines()} == offered


def test_it_can_be_run_as_a_module() -> None:
    command = [sys.executable, "-m", "compliance", "--help"]
    result = subprocess.run(command, capture_output=True, check=True)
    assert result.stdout.startswith(b"Usage: compliance [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsb", "xlsm"])
def test_a_workbook_of_another_kind_is_not_taken_for_text(ending: str) -> None:
    Path(f"answers.{ending}").write_bytes(b"PK\x03\x04\xc7")
    said = refused("assess", f"answers.{ending}")
    assert said.startswith(f"answers.{ending}: a workbook ending in `.{ending}` is not read\n")
    assert "save it as .xlsx" in said


def test_the_help_of_the_program_says_what_each_command_says_first() -> None:
    """The line of each command stands in a table, so that help loads no command."""
    context = click.Context(main)
    for commands in (main, *(main.get_command(context, name) for name in ("import", "new"))):
        assert isinstance(commands, Commands)
        for lines in commands.sections.values():
            for name, line in lines.items():
                command = commands.get_command(context, name)
                assert command is not None
                assert command.get_short_help_str(200) == line
