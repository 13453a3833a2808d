"""Accounts held together, and how well answers must be shown, tried on every way to be right."""

from __future__ import annotations

import json
from datetime import date
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command_line import refused, run
from support.layers import WITH_REGISTERS, load_layer
from support.voices import EXAMPLES, account, accounts

from compliance.assessment import basis
from compliance.assessment.assess import Assessment, assess, finding_of, is_from
from compliance.assessment.basis import TOGETHER, EvidenceStandard
from compliance.assessment.history import changes
from compliance.engine.outcomes import Outcomes
from compliance.errors import InputError
from compliance.export import FORMATS, render
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.value_sets import Range, ValueSet, are_contested, common, either, value_set
from compliance.report.evidence_levels import strength


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("together"))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("registers"), WITH_REGISTERS)


def sets(assessment: Assessment) -> dict[str, Outcomes]:
    return {found.rule.id: found.outcomes for found in assessment.findings}


def _questions(profiles: list[Profile], library: Library) -> list[list[tuple[str, ValueSet]]]:
    """Every question with what each account says of it; in a list each member is one."""
    asked: dict[tuple[str, str | None], list[tuple[str, ValueSet]]] = {}
    for profile in profiles:
        for fact, (answer,) in profile.answers.items():
            said = value_set(library.facts[fact], answer)
            for name, inside in said.members or ():
                one = ValueSet(members=((name, inside),))
                asked.setdefault((fact, name), []).append((fact, one))
            if said.members is None:
                asked.setdefault((fact, None), []).append((fact, said))
    return list(asked.values())


@settings(max_examples=30)
@given(accounts())
def test_together_is_whatever_comes_of_believing_one_on_each_question(
    library: Library, profiles: list[Profile]
) -> None:
    found = sets(assess(basis.Basis.together(profiles), library))
    believed: dict[str, list[int]] = {rule: [] for rule in found}
    for picked in product(*_questions(profiles, library)):
        values: dict[str, ValueSet] = {}
        for fact, said in picked:
            before = values.get(fact)
            members = (*(before.members or () if before else ()), *(said.members or ()))
            values[fact] = ValueSet(members=members) if said.members is not None else said
        masks = library.partitions.masks(values)
        for rule in found:
            made = finding_of(library.rules[rule], library, "ZZZ", masks)
            believed[rule].append(made.outcomes.bits)
    assert {rule: one.bits for rule, one in found.items()} == {
        rule: reduce(or_, bits) for rule, bits in believed.items()
    }


@given(accounts())
def test_the_order_of_accounts_changes_no_finding(
    library: Library, profiles: list[Profile]
) -> None:
    forth = assess(basis.Basis.together(profiles), library)
    back = assess(basis.Basis.together(profiles[::-1]), library)
    assert sets(forth) == sets(back)
    assert set(forth.disputes) == set(back.disputes)


@given(accounts(1, 1))
def test_the_better_an_account_must_be_shown_the_more_is_open(
    library: Library, profiles: list[Profile]
) -> None:
    found = assess(profiles[0], library)
    any_, cited, independent = (sets(found.under(standard)) for standard in EvidenceStandard)
    for rule in any_:
        assert any_[rule] <= cited[rule] <= independent[rule]


SEEN = Evidence(document="D", said_by="civil society")
VOICES_OF_THREE = ("government", "government", "civil society")
SPEAKING_AGAIN = [
    ({"value": "none"}, {"value": "party"}, {"party"}),
    ({"value": "party"}, {"not": ["none"]}, {"party", "signatory"}),
    ({"value": "party"}, None, {"party"}),
]


@pytest.mark.parametrize(("earlier", "later", "counts"), SPEAKING_AGAIN)
def test_of_one_speaker_the_later_answer_counts(
    library: Library, earlier: dict[str, Any], later: dict[str, Any] | None, counts: set[str]
) -> None:
    said = {"treaties.x": Answer(**later)} if later else {}
    now = account("now", "government", said)
    then = account("then", "government", {"treaties.x": Answer(**earlier)})
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    for order in ([then, now], [now, then]):
        found = assess(basis.Basis.together(order), library).answers["treaties.x"]
        assert found.possible.values == counts
        assert not found.is_contested


def test_what_was_said_of_a_member_stands_where_it_is_not_answered_anew(library: Library) -> None:
    told = [{"border_police": "yes", "judges": "yes"}, {"judges": "no"}]
    then, now = (
        account(name, "government", {"detention.trained": Answer(value=said)})
        for name, said in zip(("then", "now"), told, strict=True)
    )
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    found = assess(basis.Basis.together([then, now]), library).answers["detention.trained"]
    assert found.possible.member("border_police") == {True}
    assert found.possible.member("judges") == {False}
    assert not found.is_contested


def test_what_was_said_of_a_member_and_unsaid_since_is_no_side_of_a_dispute(
    library: Library,
) -> None:
    told: list[dict[str, str]] = [
        {"border_police": "yes", "others": "no"},
        {"judges": "yes"},
        {"border_police": "no"},
    ]
    then, now, other = (
        account(name, voice, {"detention.trained": Answer(value=said)})
        for name, voice, said in zip(("then", "now", "other"), VOICES_OF_THREE, told, strict=True)
    )
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    found = assess(basis.Basis.together([then, now, other]), library)
    standing = found.answers["detention.trained"]
    assert [side.answer.value for side in standing.all_sources()] == [
        {"border_police": "yes", "doctors": "no"},
        *told[1:],
    ]
    assert standing.is_contested
    assert standing.possible.member("judges") == {True}
    assert changes(found, found).answers == ()


def test_who_says_the_same_again_has_the_evidence_of_both(library: Library) -> None:
    then = account("then", "government", {"detention.limited": answer("yes", "government")})
    now = account("now", "government", {"detention.limited": answer("yes")})
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    found = assess(basis.Basis.together([now, then], EvidenceStandard.CITED), library)
    assert found.answers["detention.limited"].possible.values == {True}


def test_of_a_list_what_is_shown_is_looked_at_member_by_member(library: Library) -> None:
    told = [
        (Answer(value={"border_police": "yes", "judges": "yes"}), "government"),
        (Answer(value={"border_police": "yes"}, evidence=(SEEN,)), "civil society"),
    ]
    claims, seen = (account(voice[0], voice, {"detention.trained": said}) for said, voice in told)
    for standard in (EvidenceStandard.CITED, EvidenceStandard.INDEPENDENT):
        held = basis.Basis.together([claims, seen], standard)
        found = assess(held, library).answers["detention.trained"]
        assert found.possible.members == (("border_police", frozenset([True])),)
    alone = assess(claims, library, evidence="cited")
    assert "detention.trained" not in alone.answers


def test_a_source_for_one_member_shows_no_other(library: Library) -> None:
    one = SEEN.of(["judges"])
    told = Answer(value={"border_police": "yes", "judges": "yes", "others": "no"}, evidence=(one,))
    claim = account("g", "government", {"detention.trained": told})
    found = assess(claim, library, evidence="cited").answers["detention.trained"]
    assert found.possible.members == (("judges", frozenset([True])),)
    assert (found.answer.value, found.answer.evidence) == ({"judges": "yes"}, (SEEN,))
    side = assess(claim, library).answers["detention.trained"]
    assert strength(side, "government") == "claimed"
    closed = told.model_copy(update={"evidence": (SEEN.of(["others"]),)})
    claim = account("g", "government", {"detention.trained": closed})
    found = assess(claim, library, evidence="cited").answers["detention.trained"]
    assert found.possible.members == (("doctors", frozenset([False])),)


def test_who_says_the_same_of_a_member_again_has_the_evidence_of_both(library: Library) -> None:
    first = Answer(value={"border_police": "yes", "judges": "no"}, evidence=(SEEN,))
    then = account("then", "government", {"detention.trained": first})
    again = Answer(value={"border_police": "yes", "judges": "yes"})
    now = account("now", "government", {"detention.trained": again})
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    held = basis.Basis.together([then, now], EvidenceStandard.CITED)
    found = assess(held, library).answers["detention.trained"]
    assert found.possible.members == (("border_police", frozenset([True])),)
    assert [side.answer.value for side in found.all_sources()] == [{"border_police": "yes"}] * 2


def test_what_was_unsaid_since_is_no_evidence(library: Library) -> None:
    """A documented answer that its speaker takes back without a document leaves it open."""
    then = account("then", "government", {"detention.limited": answer("yes", "government")})
    now = account("now", "government", {"detention.limited": answer("no")})
    then = then.model_copy(update={"speaker": now.speaker, "as_of": date(2009, 1, 1)})
    assert not assess(basis.Basis.together([now, then], EvidenceStandard.CITED), library).answers


def test_a_claim_that_is_not_shown_contests_nothing(library: Library) -> None:
    claim = account("g", "government", {"detention.limited": answer("yes")})
    other = account("c", "civil society", {"detention.limited": answer("no", "civil society")})
    found = assess(basis.Basis.together([claim, other]), library)
    assert found.answers["detention.limited"].is_contested
    shown = found.under(EvidenceStandard.CITED).answers["detention.limited"]
    assert (shown.is_contested, shown.possible.values) == (False, {False})


ranges = st.builds(
    lambda low, more: Range(low, None if more is None else (low or 0) + more),
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 4),
)
values = (
    st.sets(st.sampled_from("abc"), min_size=1).map(lambda v: ValueSet(values=frozenset(v)))
    | st.lists(ranges, min_size=1, max_size=2).map(lambda r: ValueSet(ranges=tuple(r)))
    | st.dictionaries(
        st.sampled_from("ab"), st.sets(st.booleans(), min_size=1).map(frozenset), max_size=2
    ).map(lambda m: ValueSet(members=tuple(m.items())))
)


def _of_one_kind(values: list[ValueSet]) -> bool:
    kinds = {(v.values is None, v.ranges is None, v.members is None) for v in values}
    return len(kinds) == 1


def _holds(value: ValueSet) -> set[Any]:
    """The values of a small universe that are possible."""
    if value.values is not None:
        return set(value.values)
    if value.ranges is not None:
        return {n for n in range(-1, 10) if any(r.has(n) for r in value.ranges)}
    pairs = product([True, False], repeat=2)
    return {p for p in pairs if p[0] in value.member("a") and p[1] in value.member("b")}


@settings(max_examples=300)
@given(st.lists(values, min_size=1, max_size=3).filter(_of_one_kind))
def test_answers_are_contested_where_no_value_is_possible_by_all(values: list[ValueSet]) -> None:
    shared = set.intersection(*map(_holds, values))
    assert are_contested(values) == (not shared)
    if len(values) == 2 and shared:
        both = common(*values)
        assert both is not None
        assert _holds(both) == shared
    if len(values) == 2:
        assert _holds(either(*values)) >= (_holds(values[0]) | _holds(values[1])) or (
            values[0].members is not None
        )


def test_three_that_fit_two_by_two_may_still_not_all_be_right() -> None:
    two_by_two = [ValueSet(values=frozenset(v)) for v in ("ab", "bc", "ac")]
    assert all(a.fits(b) for a in two_by_two for b in two_by_two)
    assert are_contested(two_by_two)


def test_who_is_silent_on_a_member_contests_nothing() -> None:
    one = ValueSet(members=(("a", frozenset([True])),))
    other = ValueSet(members=(("b", frozenset([False])),))
    assert either(one, other) == ValueSet(
        members=(("a", frozenset([True])), ("b", frozenset([False])))
    )


def answer(value: str, *said_by: str) -> Answer:
    shown = tuple(Evidence(document="D", said_by=who) for who in said_by)
    return Answer(value=value, evidence=shown)


@pytest.mark.parametrize(
    ("said_by", "counts"),
    [
        ((), {"any"}),
        (("government",), {"any", "cited"}),
        (("treaty body",), {"any", "cited", "independent"}),
        (("government", "civil society"), {"any", "cited", "independent"}),
    ],
)
def test_an_answer_counts_as_well_as_it_is_shown(
    library: Library, said_by: tuple[str, ...], counts: set[str]
) -> None:
    profile = account("g", "government", {"detention.limited": answer("yes", *said_by)})
    found = {s for s in EvidenceStandard if assess(profile, library, evidence=s).answers}
    assert {str(standard) for standard in found} == counts


def test_who_prints_it_is_not_who_says_it(library: Library) -> None:
    """The Government's words in a document of the United Nations are the Government's."""
    said = Evidence(document="A/66/253", said_by="government")
    profile = account(
        "g", "government", {"detention.limited": Answer(value="yes", evidence=(said,))}
    )
    assert not assess(profile, library, evidence="independent").answers


@pytest.mark.parametrize(
    ("voice", "confirms"),
    [("treaty body", False), ("special procedure", False), ("government", True), ("press", True)],
)
def test_the_united_nations_do_not_confirm_their_own_bodies(
    library: Library, voice: str, confirms: bool
) -> None:
    profile = account("x", voice, {"detention.limited": answer("yes", "united nations")})
    assert bool(assess(profile, library, evidence="independent").answers) == confirms
    own = account("x", "united nations", {"detention.limited": answer("yes", "treaty body")})
    assert assess(own, library, evidence="independent").answers


def test_what_the_secretary_general_narrates_confirms_no_account_of_the_committee(
    bundled: Library,
) -> None:
    told = [one for one in bundled.profiles.values() if one.voice == "treaty body"]
    assert {one.country for one in told} == {"ALB", "ECU", "MEX", "SEN"}
    for profile in told:
        voices = {
            evidence.said_by
            for dated in profile.answers.values()
            for one in dated
            for evidence in one.evidence
        }
        assert voices == {"treaty body", "united nations"}, profile.id
        found = assess(profile, bundled, evidence="independent").answers
        assert all(one.register for one in found.values()), profile.id


def test_two_voices_that_say_the_same_confirm_each_other(library: Library) -> None:
    same = {"detention.limited": answer("yes", "government")}
    also = {"detention.limited": answer("yes", "treaty body")}
    one, other = account("g", "government", same), account("t", "treaty body", also)
    assert not assess(one, library, evidence="independent").answers
    assert not assess(other, library, evidence="independent").answers
    held = basis.Basis.together([one, other], EvidenceStandard.INDEPENDENT)
    assert list(assess(held, library).answers) == ["detention.limited"]


def test_a_register_speaks_where_a_claim_is_not_shown_well_enough(listed: Library) -> None:
    claim = account("g", "government", {"treaties.x": answer("none", "government")}, "ECU")
    disputed = assess(claim, listed).answers["treaties.x"]
    assert disputed.is_contested
    assert disputed.possible.values == {"none", "party"}
    alone = assess(claim, listed, evidence="independent").answers["treaties.x"]
    assert alone.register
    assert not alone.is_contested


def test_a_claim_against_a_register_is_a_dispute_of_accounts_together(listed: Library) -> None:
    claims = [
        account("g", "government", {"treaties.x": answer("none", "government")}, "ECU"),
        account("c", "civil society", {"treaties.x": answer("none", "civil society")}, "ECU"),
    ]
    found = assess(basis.Basis.together(claims), listed).answers["treaties.x"]
    assert found.is_contested
    assert [bool(side.register) for side in found.all_sources()] == [False, True, False]


def test_accounts_of_different_countries_are_not_held_together() -> None:
    two = [account("a", "government", {}), account("b", "government", {}, "ECU")]
    with pytest.raises(InputError, match=r"different countries: ZZZ .* \(a\); Ecuador \(b\)"):
        basis.Basis.together(two)


THREE = ("zza-2011-government", "zza-2011-civil-society", "zza-2010-treaty-body")
LAYER = ("--layer", str(EXAMPLES / "three-voices"))


def test_together_says_on_the_screen_what_stands_and_what_is_contested() -> None:
    report = run("assess", *THREE, "--together", *LAYER).stdout
    assert max(map(len, report[: report.index("Next")].splitlines())) <= 80
    words = " ".join(report.split())
    assert "Contradictions (4): The accounts do not agree; all is kept" in words
    assert "Results that are decided are the same whichever account is right." in words
    assert "Taken together: Government of ZZA (invented) (30 June 2011); Invented" in words


def test_what_is_decided_together_is_decided_alike_by_each(bundled: Library) -> None:
    library = Library.load(["bundled", EXAMPLES / "three-voices"])
    profiles = [library.profile(name) for name in THREE]
    joint = sets(assess(basis.Basis.together(profiles), library))
    decided = {rule for rule, outcomes in joint.items() if len(outcomes) == 1}
    assert decided
    assert joint["A-RES-65-212.5f"].status == "undetermined"
    assert bundled.rules.keys() == joint.keys()


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_that_accounts_are_held_together(form: str) -> None:
    library = Library.load(["bundled", EXAMPLES / "three-voices"])
    profiles = [library.profile(name) for name in THREE]
    content = render([assess(basis.Basis.together(profiles), library)], form)
    if form == "xlsx":
        import io  # noqa: PLC0415

        from openpyxl import load_workbook  # noqa: PLC0415

        book = load_workbook(io.BytesIO(content))
        cells = [str(c.value) for sheet in book.worksheets for row in sheet.rows for c in row]
        assert any("Taken together: " in text for text in cells)
        assert not any("still a draft" in text for text in cells)
        return
    if form == "docx":
        return  # the same document as Markdown
    text = content.decode()
    assert (TOGETHER if form in ("json", "csv") else "Taken together: ") in text
    assert "still a draft" not in text  # marked `public: no`
    if form == "json":
        (told,) = json.loads(text)["assessments"]
        assert told["together"] == list(THREE)
        contested = [a["fact"] for a in told["answers"] if a["contested"]]
        assert "education.entitlement" in contested
        (school,) = [a for a in told["answers"] if a["fact"] == "education.entitlement"]
        assert [one["profile"] for one in school["others"]] == list(THREE[1:])


def test_evidence_shows_what_is_claimed_documented_and_confirmed_side_by_side() -> None:
    report = run("assess", THREE[0], "--evidence", "cited", *LAYER).stdout
    words = " ".join(report.split())
    assert "claimed documented confirmed" in words
    assert "Documented (a source is named): 7." in words
    assert "5 (f) Migrant children in school ·◐● ·◐● ○◐● (A/RES/65/212)" in words
    assert "Answers without a source are treated as unanswered." in words


def test_json_has_all_three_whatever_counts() -> None:
    (told,) = json.loads(run("assess", THREE[0], "--format", "json", *LAYER).stdout)["assessments"]
    (school,) = [f for f in told["findings"] if f["rule"] == "A-RES-65-212.5f"]
    assert told["evidence"] == "any"
    assert school["by_evidence"]["claimed"] == school["possible"]
    assert set(school["by_evidence"]["claimed"]) <= set(school["by_evidence"]["confirmed"])


def test_explain_counts_by_the_same_standard() -> None:
    told = run("explain", "A-RES-65-212.5f", THREE[0], "--evidence", "independent", *LAYER).stdout
    assert "Every child, whatever the status; " not in told
    assert "open" in told


def test_one_account_is_not_held_together_and_a_standard_must_be_known() -> None:
    assert "there is only one account to hold together" in refused(
        "assess", THREE[0], "--together", *LAYER
    )
    assert "'any', 'cited', 'independent'" in refused("assess", "ECU", "--evidence", "good")
    assert "different countries" in refused("assess", "ECU", "AZE", "--together")


@pytest.mark.parametrize(
    ("place", "is_there"),
    [("para. 15", True), ("paras. 9 and 15", True), (None, True), ("para. 9", False)],
)
def test_words_are_from_a_passage_where_the_paragraph_named_is_its_own(
    bundled: Library, place: str | None, is_there: bool
) -> None:
    """The words stand in paragraph 15, of which the rule is a part, but not in that part."""
    rule, opening = bundled.rules["A-66-253.15-data"], bundled.rules["A-66-253.15-opening"]
    words = " ".join(opening.wording.split()[:10])
    told = Evidence(document=rule.symbol, said_by="united nations", quote=words, place=place)
    assert is_from(told, rule, bundled) is is_there
    assert is_from(told.model_copy(update={"quote": rule.wording}), rule, bundled)
    assert not is_from(told.model_copy(update={"document": "T/1"}), rule, bundled)


@pytest.mark.parametrize(
    ("day", "last_stated"), [("2011-07-14", None), ("2011-07-15", date(2011, 7, 14))]
)
def test_a_register_is_last_stated_on_its_last_day(
    listed: Library, day: str, last_stated: date | None
) -> None:
    told = basis.told_by_registers(
        "ATA", listed.facts, date.fromisoformat(day), listed.registers_of("ATA")
    )
    assert told["united_nations.member_since"].last_stated == last_stated
