"""`check --strict`: each demand on an invented layer, and how a note answers it."""

from __future__ import annotations

import pytest
from support.command_line import run
from support.shelter import (
    FACTS,
    RULE,
    SHELTER,
    fact,
    shelter,
    spoilt,
)

from compliance.library.quality import answers

pytestmark = pytest.mark.usefixtures("ours")

PLACE = 'met: shelter.entitlement == "everyone"'
ENTITLEMENT = "          evidence: The article of the act\n"
INSPECTED = (FACTS, "the act\n", "the act" + fact("inspected", "Are they inspected?") + "\n")
ASKS = 'asks: "to give every migrant a bed, a meal and a shower"'


def warnings(files: dict[str, str]) -> list[str]:
    """What ``check --strict`` warns of, without hints and the count."""
    result = run("check", "--strict", shelter(files))
    assert run("check", "shelter").exit_code == 0, result.stderr
    lines = result.stderr.splitlines()
    assert result.exit_code == (1 if lines else 0)
    return [line for line in lines[:-1] if not line.startswith("  hint")]


def only(files: dict[str, str]) -> str:
    """The one warning there is."""
    (line,) = warnings(files)
    return line


def test_a_sound_layer_has_no_warnings() -> None:
    assert warnings(SHELTER) == []


REVERSED = spoilt(INSPECTED, (RULE, PLACE, f"{PLACE} and shelter.inspected"))


def test_a_better_answer_that_makes_it_worse() -> None:
    assert only(REVERSED) == (
        "shelter/rules/INV-1/1.yaml:14:10: a better answer to `shelter.entitlement` makes it "
        "worse: where `shelter.inspected` is no, `residents` is partly met and `everyone` not met; "
        "where `shelter.inspected` is yes, `everyone` comes to more"
    )


def test_a_note_answers_a_warning_with_its_word_and_a_colon() -> None:
    note = '            note: "Ours. Order: an uninspected right for all is worth less."\n'
    remedy = '            remedy: "Open'
    assert warnings({**REVERSED, RULE: REVERSED[RULE].replace(remedy, note + remedy)}) == []
    other = note.replace("Order:", "In order:")
    assert warnings({**REVERSED, RULE: REVERSED[RULE].replace(remedy, other + remedy)})


@pytest.mark.parametrize(
    ("note", "is_answer"),
    [
        ("Half-way: the clause names it.", True),
        ("Ours. Half-way: the clause\nnames it.", True),
        ("We read it so (ours). Half-way:\nthe clause names it.", True),
        ("Half-way:", False),
        ("half-way: the clause names it.", False),
        ("It is Half-way: so.", False),
        (None, False),
    ],
)
def test_what_is_an_answer(note: str | None, is_answer: bool) -> None:
    assert answers("Half-way", note) == is_answer


def _any_of(count: int, partly: str) -> dict[str, str]:
    names = [f"shelter.{name}" for name in ("bed", "meal", "shower", "light")[:count]]
    more = "".join(fact(name.partition(".")[2]) for name in names)
    old = f'{PLACE}\n            partly: shelter.entitlement == "residents"'
    new = f"met: {' and '.join(names)}\n            partly: {partly}"
    training = 'met: \'"officials" in shelter.trained and "private" in shelter.trained\''
    reads = f'{training[:-1]} and shelter.entitlement == "everyone"\''
    return spoilt(
        (FACTS, "the act\n", f"the act{more}\n"),
        (FACTS, "choices: {everyone: Everyone, residents: Residents, none: Nobody}",
         "choices: {everyone: Everyone, none: Nobody}"),
        (RULE, old, new),
        (RULE, training, reads),
    )  # fmt: skip


def test_any_one_of_many_is_no_half_way_house() -> None:
    line = only(_any_of(3, "shelter.bed or shelter.meal or shelter.shower"))
    assert line.endswith("any one answer is half-way in `place`, and `met` takes 3")


@pytest.mark.parametrize(
    ("count", "partly"),
    [
        (2, "shelter.bed or shelter.meal"),
        (3, "shelter.bed"),
        (3, "shelter.bed and (shelter.meal or shelter.shower)"),
        (4, "(shelter.bed and shelter.meal) or (shelter.shower and shelter.light)"),
    ],
)
def test_half_of_them_or_the_one_that_is_named_is_half_way(count: int, partly: str) -> None:
    assert warnings(_any_of(count, partly)) == []


def test_a_member_that_no_check_reads() -> None:
    files = spoilt((FACTS, "operators}", "operators, volunteers: Volunteers}"))
    assert only(files).endswith("`volunteers` of `shelter.trained` is read by no check")


def test_choices_that_no_check_tells_apart() -> None:
    files = spoilt((FACTS, "none: Nobody}", "some: Some, none: Nobody}"))
    assert only(files).endswith("no check tells `some` and `none` of `shelter.entitlement` apart")
    note = f"{ENTITLEMENT}          note: 'Alike: some is not enough, and no less than that.'\n"
    assert warnings({**files, FACTS: files[FACTS].replace(ENTITLEMENT, note)}) == []


def test_an_echo_that_shares_no_deciding_question() -> None:
    files = spoilt((RULE, "topics: [shelter]", "topics: [shelter]\n        echoes: [T-1.7]"))
    assert only(files).endswith(
        "no question decides both here and in `T-1.7`: the echo counts for nothing"
    )


def test_a_remedy_that_names_nobody() -> None:
    files = spoilt((RULE, " Responsible: parliament.", ""))
    assert only(files).endswith("the remedy of `place` does not end with who is responsible")


def test_words_that_are_asked_and_framed() -> None:
    frame = "words: all States}"
    files = spoilt((RULE, frame, f"{frame}\n          - {{as: manner, words: the staff}}"))
    line = only(files)
    assert line.endswith("words of “the staff” stand in `asks` of `training` as well")


def test_entries_that_a_comma_cut() -> None:
    files = spoilt((RULE, ASKS, ASKS.replace('"', "[", 1).replace('"', "]")))
    assert only(files).endswith(
        "“to give every migrant a bed” and “a meal and a shower” read like one text"
    )
    quoted = 'asks: ["to give every migrant a bed", "a meal and a shower"]'
    assert warnings(spoilt((RULE, ASKS, quoted))) == []


def test_entries_that_begin_with_a_number_or_and() -> None:
    related = "topics: [shelter]\n        related: [OPCAT arts. 3, 4 and 5, and 19]"
    lines = warnings(spoilt((RULE, "topics: [shelter]", related)))
    assert [line.rpartition(": ")[2] for line in lines] == [
        "“OPCAT arts. 3” and “4 and 5” read like one text",
        "“4 and 5” and “and 19” read like one text",
    ]
    quoted = related.replace("[OPCAT", '["OPCAT').replace("19]", '19"]')
    assert warnings(spoilt((RULE, "topics: [shelter]", quoted))) == []


def test_checks_that_are_decided_alike() -> None:
    training = 'met: \'"officials" in shelter.trained and "private" in shelter.trained\''
    twice = f"{training}\n            partly: '\"officials\" in shelter.trained'"
    same = spoilt(
        (RULE, training, PLACE + '\n            partly: shelter.entitlement == "residents"')
    )
    del same[FACTS]
    facts = SHELTER[FACTS].partition("        - id: shelter.trained")[0]
    assert only({**same, FACTS: facts}).endswith("`training` is decided as `place` is")
    assert warnings(spoilt((RULE, training, twice))) == []


def test_a_question_that_is_a_judgement() -> None:
    files = spoilt((FACTS, "trained in receiving migrants", "adequate in receiving migrants"))
    assert only(files).endswith("“adequate” asks for a judgement")
    note = "          note: 'Question: the act itself uses the word adequate.'\n"
    answered = files[FACTS].replace(
        "          evidence: The programme", note + "          evidence: The programme"
    )
    assert warnings({**files, FACTS: answered}) == []


def test_of_single_files_only_their_own_warnings_are_told() -> None:
    files = spoilt(
        (RULE, " Responsible: parliament.", ""),
        (FACTS, "operators}", "operators, volunteers: Volunteers}"),
    )
    name = shelter(files)
    said = run("check", "--strict", f"{name}/{RULE}").stderr
    assert said.endswith("\n1 warning\n")
    assert "responsible" in said


def test_problems_and_warnings_are_counted_apart_and_problems_decide_the_exit_code() -> None:
    files = spoilt((RULE, " Responsible: parliament.", ""), (RULE, "[shelter]", "[shelters]"))
    result = run("check", "--strict", shelter(files))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("\n1 problem; 1 warning\n")


def test_a_rule_in_a_file_of_another_name_is_a_problem_and_no_crash() -> None:
    files = {
        ("rules/INV-1/2.yaml" if name == RULE else name): text for name, text in SHELTER.items()
    }
    result = run("check", "--strict", shelter(files))
    assert result.exit_code == 2
    assert "call the file 1.yaml, or mend `provision`" in result.stderr
