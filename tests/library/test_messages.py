"""What is said of the slips that lawyers make: the cause, alone, and how it is mended.

Each layer is the invented one of support/shelter.py with one slip.
"""

from __future__ import annotations

import pytest
from support.command_line import refused, run
from support.shelter import (
    FACTS,
    INSTRUMENT,
    RULE,
    SHELTER,
    SOURCE,
    TEXT,
    fact,
    shelter,
    spoilt,
)

pytestmark = pytest.mark.usefixtures("ours")

MET = 'met: \'"officials" in shelter.trained and "private" in shelter.trained\''
PLACE = 'met: shelter.entitlement == "everyone"'
PAPERS = (FACTS, "the act\n", "the act" + fact("papers", "Do shelters ask for papers?") + "\n")
MARKS, WHOLE = "in single quotation marks", "'\"officials\" in shelter.trained'"
COUNTING = {
    "rules/INV-1/1a.yaml": """
        provision: 1 (a)
        title: Counting
        text: To count the beds;
        addressee: states
        force: call
        topics: [shelter]
        frame: [{as: manner, words: To count the beds}]
        no_test: Counting by itself gives nobody a bed.
        """
}
"""The rule of an item that is added to the list."""
OPENING = "To this end States will draw from the following actions:"


def said(files: dict[str, str]) -> list[str]:
    """The lines of what ``check`` says, without the count."""
    lines = refused("check", shelter(files)).splitlines()
    assert lines[-1] == "1 problem", lines
    return lines[:-1]


def test_the_layer_without_a_slip_has_no_problems() -> None:
    result = run("check", shelter(SHELTER))
    assert result.stdout == "1 rule, 2 facts, 4 topics, 1 instrument, 1 text: no problems\n"


def test_a_comma_in_braces_ends_the_entry() -> None:
    files = spoilt((FACTS, "private operators}", "private operators, and the operators}"))
    assert said(files) == [
        f"shelter/{FACTS}:9:72: a comma inside {{ }} ends an entry: `and the operators`",
        "  hint: put the text that has the comma in quotation marks",
    ]


def test_a_colon_in_a_text_is_named_with_its_key() -> None:
    files = spoilt((INSTRUMENT, "title: Declaration", "title: Shelter: a declaration"))
    assert said(files) == [
        f"shelter/{INSTRUMENT}:2:15: the text of `title` has a colon with a space behind it",
        "  hint: put the whole text in quotation marks, or below `title: >-`, indented",
    ]


def test_an_entry_in_braces_may_be_empty_where_it_has_its_colon() -> None:
    files = spoilt((FACTS, "private: Staff of private operators}", "private: }"))
    assert "`label` is empty" in refused("check", shelter(files))


def test_an_expression_that_begins_with_a_quotation_mark_is_put_in_marks_whole() -> None:
    files = spoilt((RULE, MET, 'met: "officials" in shelter.trained'))
    assert said(files) == [
        "shelter/rules/INV-1/1.yaml:20:10: the text goes on after its closing quotation mark",
        f"  hint: put the whole text, its marks included, {MARKS}: {WHOLE}",
    ]


@pytest.mark.parametrize(
    ("expression", "what", "hint"),
    [
        ("shelter.entitlement == everyone", "`everyone` lacks its quotation marks", '"everyone"'),
        ("shelter.papers == no", "`shelter.papers` is answered by yes or no", "not shelter.papers"),
        ("shelter.papers == yes", "`shelter.papers` is answered by yes or no", "shelter.papers"),
        ("not shelter.papers AND shelter.papers", "`AND` has no meaning here", "and"),
        ("shelter.papers OR (shelter.papers)", "`OR` has no meaning here", "or"),
        ("NOT shelter.papers", "`NOT` has no meaning here", "not"),
        ("shelter.papers && shelter.papers", "`&&` has no meaning here", "and"),
    ],
)
def test_words_of_other_languages_are_told_with_ours(expression: str, what: str, hint: str) -> None:
    more = [PAPERS] if "papers" in expression else []
    lines = said(spoilt(*more, (RULE, PLACE, f"met: {expression}")))
    assert lines[0].endswith(what)
    assert lines[1] == f"  hint: write `{hint}`"


def test_curly_quotation_marks_are_told_with_straight_ones() -> None:
    lines = said(spoilt((RULE, PLACE, "met: shelter.entitlement == “everyone”")))
    assert lines[0].endswith("`“` has no meaning here")
    assert lines[1] == '  hint: write straight quotation marks: `"everyone"`'


def test_and_beside_or_needs_parentheses() -> None:
    mixed = f"{PLACE} or shelter.papers and not shelter.papers"
    lines = said(spoilt(PAPERS, (RULE, PLACE, mixed)))
    assert "`and` and `or` are mixed without parentheses" in lines[0]


DIVIDED = {
    INSTRUMENT: SHELTER[INSTRUMENT].replace(
        "[1]", "[1 (opening; our division), 1 (actions; our division)]"
    ),
    SOURCE: f"1. {TEXT} {OPENING}",
    "rules/INV-1/1-opening.yaml": SHELTER[RULE].replace(
        "provision: 1", "provision: 1 (opening; our division)"
    ),
    "rules/INV-1/1-actions.yaml": f"""
        provision: 1 (actions)
        title: Actions
        text: "{OPENING}"
        addressee: states
        force: call
        topics: [shelter]
        frame: [{{as: account, words: "{OPENING}"}}]
        no_test: It opens a list.
        """,
}


def test_a_unit_that_we_number_ourselves_says_so() -> None:
    files = {**SHELTER, **DIVIDED}
    del files[RULE]
    assert said(files) == [
        "shelter/rules/INV-1/1-actions.yaml:1:12: `1 (actions)` is not what the file is named",
        "  hint: a unit that we number ourselves is written `1 (actions; our division)`",
    ]


def test_an_opening_without_a_number_is_joined_to_the_block_above() -> None:
    lines = said(
        spoilt(
            (INSTRUMENT, "[1]", "[1, 1 (a)]"),
            (SOURCE, TEXT, f"{TEXT}\n\n{OPENING}\n\n(a) To count the beds;"),
            **COUNTING,
        )
    )
    assert lines[0].endswith(f"“{OPENING}” stands between the provisions and belongs to none")
    assert "join it to the block above and divide that paragraph" in lines[1]
    assert "`1 (opening; our division)`" in lines[1]


@pytest.mark.parametrize("space", ["\t", " \t ", "\u00a0"])
def test_a_tab_after_a_number_or_letter_is_white_space(space: str) -> None:
    files = spoilt(
        (INSTRUMENT, "[1]", "[1, 1 (a)]"),
        (SOURCE, f"1. {TEXT}", f"1.{space}{TEXT}\n\n(a){space}To count the beds;"),
        **COUNTING,
    )
    assert run("check", shelter(files)).exit_code == 0


def test_a_fragment_that_stands_there_twice_is_told_once() -> None:
    text = "Urges all States to give a bed in winter and a bed in summer, and to train the staff;"
    files = spoilt(
        (RULE, TEXT, text),
        (SOURCE, TEXT, text),
        (RULE, '"to give every migrant a bed, a meal and a shower"', "[to give, a bed, in winter]"),
        (RULE, "to train the staff of shelters", "[in summer, to train the staff]"),
    )
    (line,) = said(files)
    assert line.endswith("“a bed” stands there more than once: take in a word more")


def test_one_wrong_word_in_the_text_is_told_once() -> None:
    assert said(
        spoilt(
            (RULE, "text: Urges all States to give every", "text: Urges all States to give each")
        )
    ) == [
        "shelter/rules/INV-1/1.yaml:3:7: the text is not that of para. 1",
        "  hint: it agrees as far as “Urges all States to give”",
    ]


def test_a_fragment_that_neither_text_has_is_told_all_the_same() -> None:
    files = spoilt(
        (RULE, "text: Urges all States to give every", "text: Urges all States to give each"),
        (RULE, "asks: to train the staff of", "asks: to teach the staff of"),
    )
    assert "does not stand in the provision" in refused("check", shelter(files))


def test_both_ways_to_mend_what_is_asked_only_given_are_told_with_their_effects() -> None:
    more = fact("visited", "May others visit?") + fact(
        "findings", "Was it mended?", given="shelter.visited"
    )
    lines = said(
        spoilt(
            (FACTS, "the act\n", f"the act{more}\n"),
            (RULE, PLACE, f"{PLACE} and shelter.findings"),
        )
    )
    assert "the outcome of `place` varies with `shelter.findings`" in lines[0]
    assert lines[1] == (
        "  hint: `shelter.findings` arises only given shelter.visited. Decide what follows for a "
        "State where that is not so: with `shelter.visited` in `applies` the check does not apply "
        "and the State escapes it; with `shelter.visited and …` in `met` the State fails it"
    )


def _half_written(*changes: tuple[str, str, str]) -> dict[str, str]:
    more = "".join(fact(f"beds_{number}") for number in range(2, 7))
    paragraphs = "".join(f"\n\n{number}. Urges beds {number};" for number in range(2, 7))
    return spoilt(
        (FACTS, "the act\n", f"the act{more}\n"),
        (INSTRUMENT, "[1]", "[1, 2, 3, 4, 5, 6]"),
        (SOURCE, TEXT, f"{TEXT}{paragraphs}"),
        *changes,
    )


def test_what_is_not_yet_written_is_counted_where_something_is_wrong() -> None:
    files = _half_written((RULE, PLACE, PLACE.replace("entitlement", "entitlment")))
    assert refused("check", shelter(files)).splitlines() == [
        "shelter/rules/INV-1/1.yaml:14:10: there is no fact `shelter.entitlment`",
        "  hint: did you mean `shelter.entitlement`?",
        "1 problem; 10 things not yet written",
        "  hint: mend what is wrong; after that, what is not yet written is listed",
    ]


def test_what_is_not_yet_written_is_listed_where_nothing_is_wrong() -> None:
    lines = refused("check", shelter(_half_written())).splitlines()
    assert lines[-1] == "10 things not yet written"
    assert sum("has no rule" in line for line in lines) == 5
    assert sum("no check reads" in line for line in lines) == 5
