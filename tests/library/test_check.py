"""`compliance check`: what it takes, how it tells what a file is, and what it lets pass."""

import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command_line import refused, run
from support.layers import FILES, write_layer

RULE = FILES["rules/T-1/3a.yaml"]
PROFILE = FILES["profiles/ata-2012-ngo.yaml"]
FACTS = FILES["rules/facts/children.yaml"]


def passed(*paths: str) -> str:
    """What is said of files that are right."""
    result = run("check", *paths)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def write(name: str, text: str) -> str:
    """A file in the working folder; gives back its name."""
    write_layer(Path.cwd(), {name: text})
    return name


@pytest.mark.usefixtures("ours")
def test_without_a_path_our_own_library_is_checked() -> None:
    assert passed() == (
        "10 rules, 9 facts, 3 topics, 2 instruments, 1 text, 2 errata, 2 profiles: no problems\n"
    )


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        (".", "10 rules, 9 facts, 3 topics, 2 instruments, 1 text, 2 errata, 2 profiles"),
        ("rules", "10 rules, 9 facts, 3 topics, 2 instruments, 1 text, 2 errata"),
        ("rules/T-1", "9 rules, 1 instrument, 1 text, 1 errata"),
        ("rules/facts", "9 facts"),
        ("profiles", "2 profiles"),
        ("rules/T-1/3a.yaml", "1 rule"),
        ("rules/T-1/instrument.yaml", "1 instrument"),
        ("rules/T-1/source.txt", "1 text"),
        ("rules/T-1/errata.yaml", "1 errata"),
        ("rules/facts/children.yaml", "2 facts"),
        ("rules/topics.yaml", "3 topics"),
        ("profiles/ata-2012-ngo.yaml", "1 profile"),
    ],
)
def test_whatever_a_layer_has_can_be_checked(path: str, said: str) -> None:
    write_layer(Path.cwd() / "layer")
    os.chdir("layer")
    assert passed(path) == f"{said}: no problems\n"


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("answers.yaml", PROFILE, "1 profile"),
        ("answers.yml", PROFILE, "1 profile"),
        ("children.yaml", FACTS, "2 facts"),
        ("topics.yaml", "children: Children and young people", "3 topics"),
        ("3a.yaml", RULE, "1 rule"),
        ("T-1/3a.yaml", RULE, "1 rule"),
        ("T-1/instrument.yaml", FILES["rules/T-1/instrument.yaml"], "1 instrument"),
        ("T-1/errata.yaml", "errata: []", "1 errata"),
    ],
)
def test_a_file_anywhere_is_checked_as_if_it_lay_over_our_own(
    name: str, text: str, said: str
) -> None:
    assert passed(write(name, text)) == f"{said}: no problems\n"


@pytest.mark.usefixtures("ours")
def test_several_files_are_counted_together() -> None:
    paths = [write("a.yaml", PROFILE), write("b.yaml", PROFILE), write("3a.yaml", RULE)]
    assert passed(*paths) == "1 rule, 2 profiles: no problems\n"


@pytest.mark.usefixtures("ours")
def test_files_of_one_name_in_two_folders_are_both_checked() -> None:
    good, bad = write("a/x.yaml", PROFILE), write("b/x.yaml", PROFILE.replace("2012-01-31", "2012"))
    for paths in ([good, bad], [bad, good]):
        said = refused("check", *paths)
        assert said.startswith("b/x.yaml:4:8: `as_of` reads '2012'\n")
        assert said.endswith("\n1 problem\n")


@pytest.mark.usefixtures("ours")
def test_a_rulebook_of_ones_own_is_checked_by_what_lies_beside_the_file() -> None:
    write_layer(
        Path.cwd() / "mine",
        {
            "instrument.yaml": FILES["rules/T-1/instrument.yaml"].replace("T/1", "Z/1"),
            "source.txt": FILES["rules/T-1/source.txt"].replace("thirty", "forty"),
            "3a.yaml": RULE.replace("thirty", "forty"),
        },
    )
    assert passed("mine/3a.yaml") == "1 rule: no problems\n"
    shutil.move("mine/instrument.yaml", "instrument.old")
    assert "the text is not that of para. 3 (a)" in refused("check", "mine/3a.yaml")


@pytest.mark.usefixtures("ours")
def test_what_lies_beside_a_rule_must_itself_be_right() -> None:
    text = FILES["rules/T-1/instrument.yaml"].replace("body:", "bodi:")
    write_layer(
        Path.cwd() / "mine",
        {"instrument.yaml": text, "source.txt": FILES["rules/T-1/source.txt"], "3a.yaml": RULE},
    )
    assert "mine/instrument.yaml:3:1: `bodi` is no key here" in refused("check", "mine/3a.yaml")


@pytest.mark.usefixtures("ours")
def test_a_rule_is_found_its_rulebook_by_its_words_where_two_have_such_a_provision() -> None:
    write_layer(
        Path.cwd() / "layer",
        {
            "rules/T-0/instrument.yaml": FILES["rules/T-1/instrument.yaml"].replace("T/1", "T/0"),
            "rules/T-0/source.txt": FILES["rules/T-1/source.txt"].replace("thirty", "forty"),
        },
    )
    path = write("3a.yaml", RULE)
    result = run("check", path, "--layer", "layer")
    assert (result.exit_code, result.stdout) == (0, "1 rule: no problems\n")
    other = write("3a.yaml", RULE.replace("thirty days;", "fifty days;"))
    assert refused("check", other, "--layer", "layer") == (
        "3a.yaml: it cannot be told to which rulebook this belongs\n"
        "  hint: lay it in a folder named as its rulebook (T-0, T-1, T-2)\n"
        "1 problem\n"
    )


@pytest.mark.usefixtures("ours")
def test_faults_elsewhere_are_told_only_if_the_file_itself_has_none() -> None:
    write_layer(Path.cwd() / "layer")
    write("layer/rules/T-1/7.yaml", FILES["rules/T-1/7.yaml"].replace("[children]", "[none]"))
    fault = "layer/rules/T-1/7.yaml:6:10: there is no topic `none`"
    assert fault in refused("check", "layer/rules/T-1/3a.yaml")
    write("layer/rules/T-1/3a.yaml", RULE.replace("[detention]", "[detentoin]"))
    said = refused("check", "layer/rules/T-1/3a.yaml")
    assert "there is no topic `detentoin`" in said
    assert fault not in said


@pytest.mark.usefixtures("ours")
def test_one_missing_path_among_good_ones_is_told() -> None:
    assert refused("check", write("a.yaml", PROFILE), "b.yaml", "c/d.yaml") == (
        "b.yaml: there is no such file\n"
        "  hint: check the spelling of its name\n"
        "c/d.yaml: there is no such file\n"
        "  hint: check the spelling of its name\n"
        "2 problems\n"
    )


@pytest.mark.usefixtures("ours")
def test_a_name_that_no_disk_could_have_is_a_missing_file() -> None:
    assert ": there is no such file\n" in refused("check", "x" * 5000)


def met(expression: str) -> str:
    return RULE.replace("detention.limited and detention.days <= 30", expression)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (
            " or ".join(["detention.limited"] * 5000),
            "the expression has 104996 characters; 4000 are allowed\n  hint: split this check",
        ),
        (
            " or ".join(["a.b"] * 500),
            "more than 400 words and signs\n  hint: split this check",
        ),
        (
            "(" * 1000 + "detention.limited" + ")" * 1000,
            "more than 20 parentheses inside each other",
        ),
    ],
)
def test_a_monstrous_expression_is_refused(expression: str, said: str) -> None:
    assert said in refused("check", write("3a.yaml", met(expression)))


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("depth", [10_000, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    Path("deep.yaml").write_text("country: " + "[" * depth, encoding="utf-8")
    said = (
        "deep.yaml:1:49: this is nested deeper than 40 levels\n"
        "  hint: look for a `[` or `{` that is never closed\n"
        "1 problem\n"
    )
    assert refused("check", "deep.yaml") == said
    assert refused("assess", "deep.yaml") == said


@pytest.mark.usefixtures("ours")
def test_a_file_of_200_megabytes_is_refused_unread() -> None:
    with Path("large.yaml").open("wb") as file:
        file.truncate(200_000_000)
    said = (
        "large.yaml: the file is larger than 2 MB\n"
        "  hint: check that it is the right file\n"
        "1 problem\n"
    )
    assert refused("check", "large.yaml") == said
    assert refused("assess", "large.yaml") == said


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("name", ["rules/T-1/3a.yaml", "profiles/x.yaml", "rules/T-1/source.txt"])
def test_a_layer_may_hold_things_that_are_no_files(name: str) -> None:
    Path("layer", name).mkdir(parents=True)
    said = f"layer/{name}: this is a folder, not a file\n  hint: name a file in it\n1 problem\n"
    assert refused("assess", "ATA", "--layer", "layer") == said
    Path("layer", name).rmdir()
    os.mkfifo(Path("layer", name))
    command = "profiles" if name.startswith("profiles") else "rules"
    assert f"layer/{name}: this is a pipe or a device" in refused(command, "--layer", "layer")


@pytest.mark.usefixtures("ours")
def test_a_link_that_leads_nowhere_is_a_missing_file() -> None:
    Path("layer/profiles").mkdir(parents=True)
    Path("layer/profiles/x.yaml").symlink_to("nowhere")
    said = "layer/profiles/x.yaml: there is no such file"
    assert said in refused("profiles", "--layer", "layer")
    assert said in refused("check", "layer")


def _spoilt(text: str, seed: int) -> str:
    """The text after a few accidents: lines and characters lost, doubled, moved, mistyped."""
    chance = random.Random(seed)
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        place = chance.randrange(len(lines[at]) + 1)
        sign = chance.choice("\t\n :;,-[]{}()&*!|>'\"%@`#?=<+~0aZé\x00\ufeff\u2028")
        accident = chance.randrange(6)
        if accident == 0 and len(lines) > 1:
            del lines[at]
        elif accident == 1:
            lines.insert(at, lines[other])
        elif accident == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif accident == 3:
            lines[at] = lines[at][:place] + sign + lines[at][place:]
        elif accident == 4:
            lines[at] = lines[at][:place] + lines[at][place + 1 :]
        else:
            key, colon, rest = lines[at].partition(":")
            lines[at] = key + colon + chance.choice([" []\n", " {}\n", " no\n", "\n", f"x{rest}"])
    return "".join(lines)


SPOILT = [
    "rules/T-1/2.yaml",
    "rules/T-1/3a.yaml",
    "rules/T-1/3b.yaml",
    "rules/T-1/5.yaml",
    "rules/T-2/9.yaml",
    "rules/T-1/instrument.yaml",
    "rules/T-1/source.txt",
    "rules/facts/treaties.yaml",
    "rules/facts/detention.yaml",
    "rules/topics.yaml",
    "profiles/ata-2011-government.yaml",
    "profiles/ata-2012-ngo.yaml",
]


@pytest.mark.usefixtures("ours")
def test_a_spoilt_file_is_refused_or_right_and_never_our_fault() -> None:
    @given(st.sampled_from(SPOILT), st.integers(0, 2**32))
    def spoil(name: str, seed: int) -> None:
        text = _spoilt((Path("good") / name).read_text(encoding="utf-8"), seed)
        shutil.rmtree("layer", ignore_errors=True)
        path = Path("layer", name)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        for fails, *arguments in (
            (2, "check", str(path)),
            (1, "coverage", "--layer", "layer"),
        ):
            result = run(*arguments)
            assert result.exit_code in (0, fails), result.stderr
            assert bool(result.stdout) == (result.exit_code != 2)

    write_layer(Path("good"))
    spoil()


@pytest.mark.usefixtures("ours")
def test_a_missing_file_hides_nothing_of_the_others() -> None:
    Path("wrong.yaml").write_text("country: ATA\nvoice: nobody\n", encoding="utf-8")
    said = refused("check", "wrong.yaml", "missing.yaml")
    assert "missing.yaml: there is no such file" in said
    assert "wrong.yaml:2:8: `voice` cannot be 'nobody'" in said


PLAIN = """country: Antarctica
voice: gov
speaker: Somebody
as_of: 2012-01-01
answers:
  children.school: every_child
  children.meals: [free, paid]
"""
INDEPENDENT = """country: Antarctica
id: x
voice: gov
speaker: Somebody
as_of: 2012-01-01
answers:
  children.school:
    value: every_kid
    since: 2012
    sourse: x
    evidence:
      - document: X
        said_by: gov
  children.scool: {value: every_child}
"""


@pytest.mark.usefixtures("ours")
def test_an_answer_without_its_key_is_shown_how_it_is_written() -> None:
    Path("x.yaml").write_text(PLAIN, encoding="utf-8")
    said = refused("check", "x.yaml")
    assert (
        "x.yaml:6:20: `children.school` reads 'every_child'\n"
        "  hint: an answer is written as `value: every_child`\n"
    ) in said
    assert (
        "x.yaml:7:19: `children.meals` reads ['free', 'paid']\n"
        "  hint: an answer is written as `value: free`; what may be one of several, as "
        "`one of: [free, paid]`\n"
    ) in said


@pytest.mark.usefixtures("ours")
def test_no_mistake_in_a_profile_hides_another() -> None:
    Path("x.yaml").write_text(INDEPENDENT, encoding="utf-8")
    said = refused("check", "x.yaml")
    for what in (
        "x.yaml:1:10: `Antarctica` is not written",
        "x.yaml:2:1: `id` follows from",
        "x.yaml:3:8: `voice` cannot be",
        "x.yaml:8:12: `every_kid` is no choice",
        "x.yaml:9:12: `since` reads",
        "x.yaml:10:5: `sourse` is no key here",
        "x.yaml:13:18: `said_by` cannot be",
        "x.yaml:14:3: there is no fact `children.scool`",
    ):
        assert what in said
    assert said.endswith("\n8 problems\n")


UNREAD = {
    "answers.yaml": PROFILE,
    "rules/T-1/notes.txt": "To do",
    "rules/T-1/answers.xlsx": "",
    "rules/T-1/older/3a.yaml": RULE,
    "profiles/list.csv": "",
    "profiles/letter.odt": "",
    "T-9/instrument.yaml": FILES["rules/T-1/instrument.yaml"],
    "facts/children.yaml": FACTS,
    "trials/1/case.yaml": "met: yes",
}
MEANT_FOR_PEOPLE = (
    *("README.md", "LICENSE", "rules/readme.txt", ".git/config", ".gitignore"),
    *("profiles/.hidden.yaml", "profiles/ata-2012-ngo.yaml~", "rules/T-1/.3a.yaml.swp"),
    *("rules/T-1/3a.yaml.bak", "notes/.keep", "notes/deep/x.swp", "~$answers.xlsx"),
)


@pytest.mark.usefixtures("ours")
def test_what_lies_in_a_folder_and_is_not_read_is_named_and_does_not_pass() -> None:
    write_layer(Path.cwd() / "layer")
    Path("layer/rules/T-1/older").mkdir()
    write_layer(Path("layer"), UNREAD)
    said = refused("check", "layer")
    book, listed = "`compliance import questionnaire`", "`compliance import recommendations`"
    for what in (
        f"layer/rules/T-1/answers.xlsx: this file is not read\n  hint: {book} reads",
        f"layer/profiles/list.csv: this file is not read\n  hint: {listed} reads",
        "layer/rules/T-1/notes.txt: this file is not read\n  hint: the text of an instrument",
        "layer/profiles/letter.odt: this file is not read\n  hint: move it elsewhere",
        "layer/answers.yaml: this file is not read\n  hint: lay it in `profiles`",
        "layer/T-9: nothing in this folder is read\n  hint: rulebooks are read in a folder `rules`",
        "layer/facts: nothing in this folder is read\n  hint: they are read in a folder `rules`",
        "layer/trials: nothing in this folder is read\n  hint: a layer has the folders",
    ):
        assert what in said
    assert "layer/rules/T-1/older/3a.yaml: files that lie here are not read\n" in said
    assert said.endswith("\n9 problems\n")
    assert "notes.txt: this file is not read" in refused("check", "layer/rules/T-1")
    shutil.rmtree("layer/rules/T-1/older")
    assert refused("check", "--layer", "layer") == refused("check", "layer")
    assert passed("layer/rules/facts", "layer/profiles/ata-2012-ngo.yaml")


@pytest.mark.usefixtures("ours")
def test_a_folder_of_rulebooks_under_another_name_does_not_pass() -> None:
    write_layer(Path.cwd() / "layer")
    shutil.move("layer/rules", "rulebooks")
    said = refused("check", "rulebooks")
    assert "rulebooks/T-1: nothing in this folder is read\n" in said
    assert "rulebooks/facts: nothing in this folder is read\n" in said


@pytest.mark.usefixtures("ours")
def test_what_is_there_for_people_and_editors_is_passed_over() -> None:
    write_layer(Path.cwd() / "layer")
    write_layer(Path("layer"), dict.fromkeys(MEANT_FOR_PEOPLE, "Not for us"))
    assert passed("layer") == passed()
