"""Registers: what a dated list answers for every Member, and where an account contradicts it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command_line import refused, run
from support.layers import PARTIES, WITH_REGISTERS, load_layer, write_layer

from compliance.assessment.assess import Assessment, assess
from compliance.export import render
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.model.value_sets import Range, ValueSet


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("registers"), WITH_REGISTERS)


def _of(library: Library, country: str, day: str | None = None) -> Assessment:
    profile = library.unspoken(country)
    assert profile is not None
    return assess(profile, library, as_of=date.fromisoformat(day) if day else None)


def _possible(assessment: Assessment, rule: str) -> list[str]:
    return next(list(f.outcomes) for f in assessment.findings if f.rule.id == rule)


def test_a_state_that_is_listed_is_what_the_list_says(library: Library) -> None:
    found = _of(library, "ECU")
    answer = found.answers["treaties.x"]
    assert (answer.answer.value, answer.register and answer.register.id) == ("party", "x-parties")
    assert answer.answer.evidence[0].quote == "Ecuador"
    assert "not applicable" not in _possible(found, "T-1.1")


def test_a_register_that_says_nothing_of_others_answers_nothing_for_them(library: Library) -> None:
    register = library.registers["x-parties"].model_copy(update={"not_listed": ()})
    assert register.answer("CYP") is None
    listed = register.answer("ECU")
    assert listed is not None
    assert listed.value == "party"


def test_of_a_member_that_is_not_listed_it_says_what_may_be_so(library: Library) -> None:
    found = _of(library, "CYP")
    assert found.answers["treaties.x"].possible.values == {"signatory", "none"}
    assert _possible(found, "T-1.1") == ["not applicable"]


@pytest.mark.parametrize(
    ("country", "day", "values"),
    [
        ("CYP", "2009-06-30", None),
        ("CYP", "2009-07-01", {"signatory", "none"}),
        ("CYP", "2011-07-26", {"signatory", "none"}),
        ("CYP", "2011-07-27", None),
        ("ECU", "2009-06-30", None),
        ("ECU", "2015-01-01", {"party"}),
        ("BEL", "2010-05-31", None),
        ("BEL", "2010-06-01", {"party"}),
    ],
)
def test_a_listing_stands_afterwards_and_its_lack_only_at_the_own_days(
    library: Library, country: str, day: str, values: set[str] | None
) -> None:
    answer = _of(library, country, day).answers.get("treaties.x")
    assert (answer and answer.possible.values) == values


def test_a_later_register_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    later = PARTIES.replace("2009-07-01", "2011-01-01").replace("country: ECU", "country: CYP")
    files = {**WITH_REGISTERS, "rules/registers/a-later-list.yaml": later}
    told = load_layer(tmp_path, files)
    assert _of(told, "CYP", "2011-07-01").answers["treaties.x"].possible.values == {"party"}
    assert _of(told, "CYP", "2010-12-31").answers["treaties.x"].possible.values == {
        "signatory",
        "none",
    }


def test_it_says_nothing_of_what_is_no_member(library: Library) -> None:
    assert library.unspoken("ZZZ") is None
    profile = Profile(id="z", country="ZZZ", voice="government", speaker="Z", as_of="2011-07-14")
    assert assess(profile, library).answers == {}


def test_where_an_account_contradicts_it_both_are_kept(library: Library) -> None:
    profile = library.profile("ata-2011-government")
    found = assess(profile, library)
    answer = found.answers["treaties.x"]
    assert answer.answer.value == "party"
    assert answer.possible.values == {"party", "signatory", "none"}
    assert answer.contradicted_by
    assert answer.contradicted_by.register
    assert list(found.disputes) == ["treaties.x"]
    assert _possible(found, "T-1.1") == ["met", "not applicable"]
    alone = assess(profile, replace(library, registers={}))
    assert _possible(alone, "T-1.1") == ["met"]


def test_an_account_that_can_be_true_as_well_stands_as_it_is(library: Library) -> None:
    found = assess(library.profile("ata-2012-ngo"), library, as_of=date(2011, 7, 20))
    assert not found.disputes


@pytest.mark.usefixtures("ours_with_registers")
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_form_shows_both_sources_of_a_contradiction(form: str) -> None:
    command = ("assess", "ata-2011-government", "--details", "--format", form)
    said = " ".join(run(*command).stdout.split())
    for words in ("we joined treaty X", "T/9, para. 13" if form != "json" else '"T/9"'):
        assert words in said, words


@pytest.mark.usefixtures("ours_with_registers")
def test_explain_shows_the_registers_doubt_beside_its_answer() -> None:
    said = " ".join(run("explain", "T-1.1", "ata-2011-government").stdout.split())
    assert "Signatory only or Neither" in said
    assert "official list" in said
    assert "The day is in doubt." in said
    assert "T/9, para. 13" in said


@pytest.mark.usefixtures("ours_with_registers")
def test_a_state_without_an_account_has_what_registers_say() -> None:
    said = run("assess", "Cyprus").stdout
    assert "No answers from this country yet. Only official lists were used." in said
    assert "there is no profile" in refused("assess", "FRA")


@pytest.mark.usefixtures("ours_with_registers")
def test_all_states_are_the_members_by_name() -> None:
    rows = run("assess", "--all-states", "--format", "csv").stdout.splitlines()[1:]
    names = dict.fromkeys(row.split(",")[0] for row in rows if row[:4] in ("ata-", "bel-", "cyp-"))
    assert list(names) == ["ata-2011-government", "ata-2012-ngo", "bel-registers", "cyp-registers"]
    assert "contradict each other" in refused("assess", "ECU", "--all-states")
    assert "there is no PROFILE" in refused("assess")


@pytest.mark.usefixtures("ours")
def test_without_a_register_of_members_there_are_no_states_to_run_through() -> None:
    assert "there is no register of the Members" in refused("assess", "--all-states")


def test_answers_of_registers_are_told_apart_from_those_of_the_speaker(library: Library) -> None:
    text = render([_of(library, "ECU")], "md").decode()
    both = render([assess(library.profile("ata-2011-government"), library)], "md").decode()
    assert "The account answers 6 of 9 questions." in both
    assert "The account answers" not in text
    assert "Only official lists were used." in text
    assert "T/9, para. 13" in text


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("treaties.x", "treaties.y", ":1:7: there is no fact `treaties.y`"),
        ("listed: party\n", "listed: partner\n", "`partner` is no choice of `treaties.x`"),
        ("signatory, none]", "signator]", "`signator` is no choice of `treaties.x`"),
        ("    listed: party\n", "", ": `listed` is missing"),
        ("until: 2011-07-26", "until: 2009-06-30", "it ends (2009-06-30) before it begins"),
        ("country: ECU", "country: EQU", "there is no country `EQU`"),
        ("country: BEL", "country: ECU", "`ECU` is listed twice"),
        ("since: 2010-06-01", "since: 2012-06-01", "after the last of the register's own days"),
        ("since: 2010-06-01", "since: soon", "`since` reads 'soon'"),
        ("members:", "states:", "`states` is no key here"),
    ],
)
@pytest.mark.usefixtures("ours")
def test_a_register_written_wrongly_is_refused_with_its_place(
    old: str, new: str, what: str
) -> None:
    assert old in PARTIES
    write_layer(Path(), {"ours/rules/registers/x.yaml": PARTIES.replace(old, new)})
    said = refused("check", "ours/rules/registers/x.yaml")
    assert what in said
    assert said.startswith("ours/rules/registers/x.yaml")


# Our own registers.


def test_our_register_of_parties_lists_the_44_of_para_13(bundled: Library) -> None:
    register = bundled.registers["icrmw-parties"]
    paragraph = bundled.sources["A/66/253"].paragraphs["13"]
    told, _, rest = paragraph.partition("had ratified the Convention: ")
    names = rest.partition(". ")[0].replace(" and Uruguay", ", Uruguay").split(", ")
    assert [entry.name for entry in register.members] == [n.removeprefix("the ") for n in names]
    assert f"{len(names)} States " in told


@pytest.mark.parametrize(
    ("register", "paragraph", "among", "number"),
    [
        ("ratification-letters", "31", r"nine States \((.+?)\)", 9),
        ("special-rapporteur-missions", "11", r"country missions to (.+?)\.$", 3),
    ],
)
def test_our_other_registers_list_all_whom_their_paragraph_names(
    bundled: Library, register: str, paragraph: str, among: str, number: int
) -> None:
    words = re.sub(r" \(A/HRC/[^)]*\)", "", bundled.sources["A/66/253"].paragraphs[paragraph])
    found = re.search(among, words.strip())
    assert found is not None
    named = found[1].replace(" and ", ", ").split(", ")
    assert [entry.name for entry in bundled.registers[register].members] == named
    assert len(named) == number


def test_who_got_a_letter_is_asked_to_ratify_and_no_other(bundled: Library) -> None:
    for country, outcomes in (("BEL", "not met, partly met"), ("FRA", "not applicable")):
        profile = bundled.unspoken(country)
        assert profile is not None
        found = assess(profile, bundled, as_of=date(2011, 7, 26)).all_findings
        letter = next(finding for finding in found if finding.rule.id == "A-66-253.31")
        assert ", ".join(letter.outcomes) == outcomes


def test_every_party_is_a_member(bundled: Library) -> None:
    assert set(bundled.registers["icrmw-parties"].by_country) <= set(bundled.members)


# Whether two answers can both be true.

_VALUES = st.frozensets(st.sampled_from("abc"), min_size=1)
_RANGES = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: Range(*sorted(ends)))
_MEMBERS = st.dictionaries(
    st.sampled_from("pq"), st.frozensets(st.booleans(), min_size=1), max_size=2
)


@given(_VALUES, _VALUES)
def test_two_choices_fit_where_they_share_a_value(
    one: frozenset[str], other: frozenset[str]
) -> None:
    assert ValueSet(values=one).fits(ValueSet(values=other)) == bool(one & other)


@given(_RANGES, _RANGES)
def test_two_stretches_fit_where_they_share_a_number(one: Range, other: Range) -> None:
    shared = any(one.has(n) and other.has(n) for n in range(10))
    assert ValueSet(ranges=(one,)).fits(ValueSet(ranges=(other,))) == shared


@given(_MEMBERS, _MEMBERS)
def test_two_lists_fit_where_no_member_is_both_in_and_out(
    one: dict[str, frozenset[bool]], other: dict[str, frozenset[bool]]
) -> None:
    two = [ValueSet(members=tuple(told.items())) for told in (one, other)]
    shared = all(two[0].member(name) & two[1].member(name) for name in "pq")
    assert two[0].fits(two[1]) == shared == two[1].fits(two[0])
