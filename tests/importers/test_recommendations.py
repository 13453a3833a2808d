"""What is read out of a recommendation: positions, States, numbers, topics, echoes, verbs."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import InputError
from compliance.importers.recommendations import words
from compliance.importers.recommendations.drafting import asked_of, operative, topics
from compliance.importers.recommendations.drafting import echoes as echoes_of
from compliance.importers.recommendations.recommendation import (
    as_paragraph,
    comparable,
    number_of_paragraph,
    number_of_text,
    position_meant,
    sort_key,
)
from compliance.importers.recommendations.states import parentheses_of_states, states_in
from compliance.importers.recommendations.wording import (
    decoded,
    no_recommendation,
    other_kind,
    words_of,
)
from compliance.library.layer_files import extended
from compliance.library.library import Library
from compliance.library.source_texts import times_in
from compliance.library.yaml_reader import parse
from compliance.library.yaml_writer import written
from compliance.model.rulebook import PositionName, provision_stem

# Positions

READ = {
    "supported": "supported",
    "Accepted": "supported",
    "supported (enjoy its support)": "supported",
    "enjoys the support of Sweden": "supported",
    "enjoyed the support of the Libyan Arab Jamahiriya.": "supported",
    "did not enjoy the support of Austria": "not supported",
    "Does not enjoy its support": "not supported",
    "did not enjoy the support of ZZZ": "not supported",
    "enjoys the support of SWE": "supported",
    "Rejected": "not supported",
    "noted": "noted",
    "supported; State considers already implemented or in process": "already implemented",
    "considered": None,
    "to be examined (response due by 15th HRC session)": "to be examined",
    "to be examined (response due by 16th HRC session; final position is elsewhere)": (
        "to be examined"
    ),
    "position not stated in this document (see A/HRC/16/11/Add.1)": "not stated",
    "No response": "not stated",
    "accepted in part": None,
    "partially supported": None,
    "supported (in part)": None,
    "supported (noted)": None,
    "enjoys the support of Sweden in part": None,
    "not supported; State considers already implemented": None,
    "State does not consider it already implemented": None,
    "unsupported": None,
    "": None,
    "Aceptada": "supported",
    "Cuenta con el apoyo del Estado": "supported",
    "No aceptada": "not supported",
    "Se toma nota": "noted",
    "Anotadas": "noted",
    "Ya implementada": "already implemented",
    "Pendiente": "to be examined",
    "Aceptada parcialmente": None,
    "Recibida": None,
    "Tomada en serio": None,
    "Acceptée": "supported",
    "Recueille l’appui de l’État": "supported",
    "Ne recueille pas l'appui": "not supported",
    "Refusées": "not supported",
    "Notée": "noted",
    "Déjà mise en œuvre": "already implemented",
    "À l’examen": "to be examined",
    "Acceptée en partie": None,
}


@pytest.mark.parametrize(("words", "meant"), READ.items())
def test_a_position_is_read_by_its_whole_words_or_not_at_all(words: str, meant: str | None) -> None:
    assert position_meant(words) == meant


def test_every_position_can_be_told() -> None:
    assert set(READ.values()) - {None} == set(get_args(PositionName))


# States


@pytest.mark.parametrize(
    ("names", "found", "unknown"),
    [
        ("Norway", ["Norway"], []),
        ("Norway, Peru and Chile", ["Norway", "Peru", "Chile"], []),
        ("Norway;Peru / Chile|Cuba", ["Norway", "Peru", "Chile", "Cuba"], []),
        ("Bosnia and Herzegovina and Cuba", ["Bosnia and Herzegovina", "Cuba"], []),
        ("Iran, Islamic Republic of, Cuba", ["Iran, Islamic Republic of", "Cuba"], []),
        ("Iran (Islamic Republic of), Cuba", ["Iran (Islamic Republic of)", "Cuba"], []),
        ("Guatemala; Guatemala, Guatemala", ["Guatemala"], []),
        ("Turkey, Türkiye", ["Turkey"], []),
        ("Perú, Francia y Bosnia y Herzegovina", ["Perú", "Francia", "Bosnia y Herzegovina"], []),
        ("Suède et Trinité-et-Tobago", ["Suède", "Trinité-et-Tobago"], []),
        ("Irán (República Islámica del) e Italia", ["Irán (República Islámica del)", "Italia"], []),
        ("ICMW, Cuba, on behalf of some", ["Cuba"], ["ICMW", "on behalf of some"]),
        (", ;and", [], ["and"]),
        ("", [], []),
    ],
)
def test_states_are_found_in_a_list_by_their_longest_names(
    names: str, found: list[str], unknown: list[str]
) -> None:
    assert states_in(names) == (found, unknown)


@given(st.text(st.sampled_from("Cuba,; and()/"), max_size=60))
def test_nothing_in_a_list_of_states_is_lost(names: str) -> None:
    found, unknown = states_in(names)
    kept = sorted(re.findall(r"\w", "".join([*found, *unknown])))
    assert set(kept) <= set(re.findall(r"\w", names))


def test_a_list_with_more_commas_than_there_are_states_is_not_looked_at_name_by_name() -> None:
    names = ", ".join(f"name {n}" for n in range(1000))
    assert states_in(names) == ([], [names])
    assert len(states_in(", ".join(f"name {n}" for n in range(390)))[1]) == 390


@pytest.mark.parametrize(
    ("text", "parentheses", "states"),
    [
        ("Open schools (Norway);", ["(Norway)"], ["Norway"]),
        ("Open schools (Norway, Cuba).", ["(Norway, Cuba)"], ["Norway", "Cuba"]),
        (
            "Open schools (Iran (Islamic Republic of))",
            ["(Iran (Islamic Republic of))"],
            ["Iran (Islamic Republic of)"],
        ),
        ("Open schools (all) (Cuba)", ["(Cuba)"], ["Cuba"]),
        (
            "Open schools (Peru) (Ghana) (Togo);",
            ["(Peru) (Ghana) (Togo)"],
            ["Peru", "Ghana", "Togo"],
        ),
        ("Open (Peru); keep open (Ghana);", ["(Peru)", "(Ghana)"], ["Peru", "Ghana"]),
        ("Sign (Turkey) / Ratify (Mexico)", ["(Turkey)", "(Mexico)"], ["Turkey", "Mexico"]),
        ("Ratify it (Cuba) and apply it (Cuba)", ["(Cuba)", "(Cuba)"], ["Cuba"]),
        ("Ratify the Convention (ICRMW) (Peru)", ["(Peru)"], ["Peru"]),
        ("Ratify Convention (No. 29)", [], []),
        ("Ratify it (Serbia*, Kosovo*)", [], []),
        ("Ratify it (Serbia*)", ["(Serbia*)"], ["Serbia"]),
        ("Open schools (Cuba) to all", [], []),
        ("Open schools (Cuba on behalf of some)", [], []),
        ("Join CAT and CAN (CAN)", [], []),
        ("Open schools (Cuba", [], []),
        ("", [], []),
    ],
)
def test_who_recommends_stands_in_parentheses_of_states_and_nothing_else(
    text: str, parentheses: list[str], states: list[str]
) -> None:
    assert parentheses_of_states(text) == (parentheses, states)


# What a cell has beside the words


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Fran&ccedil;ois&#8217; papers &amp; rights", "François’ papers & rights"),
        ("men &amp;rsquo;s", "men ’s"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("a &unknown; b", "a &unknown; b"),
        ("<p>Open <b>schools</b></p>", "Open schools"),
        ("Open<br/>schools", "Open\nschools"),
        ("where x < y and y > z", "where x < y and y > z"),
        ("\u200eOpen\u200b schoo\u00adls\u00a0now", "Open schools now"),
        ("Ratify it (Serbia*, Peru**);", "Ratify it (Serbia, Peru);"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_marks_of_the_exporting_system_are_no_words_of_the_document(cell: str, text: str) -> None:
    assert decoded(cell) == text


@pytest.mark.parametrize(
    ("cell", "paragraph", "label", "text"),
    [
        ("12.3 Ratify it", "12.3", None, "Ratify it"),
        ("12.3. Ratify it", "12.3", None, "Ratify it"),
        ("12.3 to ratify it", "12.3", None, "to ratify it"),
        ("§ 12.3 Ratify it", "12.3", None, "Ratify it"),
        ("para. 8: 4. Ratify it", "8 (4)", None, "Ratify it"),
        ("Paragraph 8. Ratify it", "8", None, "Ratify it"),
        ("7(b). Ratify it", "7 (b)", None, "Ratify it"),
        ("c) Ratify it", None, "c", "Ratify it"),
        ("12. Ratify it", None, "12", "Ratify it"),
        (
            "Recommendations contained in para. 12.3 of the report: Ratify it",
            "12.3",
            None,
            "Ratify it",
        ),
        *(
            (text, None, None, text)
            for text in (
                "5 years of school for all",
                "2030 Agenda: apply it",
                "0.7 per cent of its product",
                "1.5 million people need papers",
                "(1) Open schools (2) train judges",
                "a) Open schools; b) train judges",
                "Paragraph 8 of its law should be amended",
                "A. Smith's case must be solved",
                "Ratify it",
                "12.3",
                "",
            )
        ),
    ],
)
def test_a_number_before_the_text_is_told_from_the_documents_words(
    cell: str, paragraph: str | None, label: str | None, text: str
) -> None:
    found = words_of(cell)
    assert (found.paragraph, found.label, found.text) == (paragraph, label, text)


@pytest.mark.parametrize(
    "before", ["Ratify it (Peru);\n", "Ratify it (Peru); ", "Ratify it (Peru)\n\n"]
)
def test_the_source_of_the_position_is_no_part_of_the_text(before: str) -> None:
    found = words_of(f"{before}Source of Position: A/HRC/9/1/Add.1 -\nPara. 3;")
    assert found.position_source == "A/HRC/9/1/Add.1 - Para. 3"
    assert found.text == before.strip()
    assert words_of("Name the source of position papers").position_source is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *((text, "no text") for text in ("-----", ".", "1", "NA", "n/a", "NaN", "null", "")),
        *((text, "no text") for text in ("#REF!", "#N/A", "Annex", "— … —", "12.3.")),
        ("Theme: A12 Acceptance of norms", "a heading"),
        ("Cluster: detention", "a heading"),
        ("Total: 195", "a total"),
        ("Total recommendations accepted: 12", "a total"),
        ("Total ban on torture", None),
        ("Ratify ICRMW", None),
        ("Namibia must open schools", None),
        ("开放学校给所有移徙儿童不论其证件如何都应当入学接受教育", None),
    ],
)
def test_what_is_no_recommendation_is_told_by_its_text(text: str, what: str | None) -> None:
    assert no_recommendation(text) == what


@pytest.mark.parametrize(
    ("words_", "what"),
    [
        ("Voluntary Pledge", "a pledge"),
        ("- Concerns/Observations", "an observation or a reply"),
        ("Observation", "an observation or a reply"),
        ("Response of Ecuador", "an observation or a reply"),
        ("Recommendations", None),
        ("- Recommendation", None),
        ("Noted", None),
        ("No response", None),
        ("Supported, see the statement of Ecuador", None),
    ],
)
def test_what_is_no_recommendation_is_told_by_its_type_or_position(
    words_: str, what: str | None
) -> None:
    assert other_kind(words_.removeprefix("- ")) == what


# Numbers


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("97.10", "97.10"),
        (" para. 97.2. ", "97.2"),
        ("Paragraph 5", "5"),
        ("§ 6.1(b)", "6.1 (b)"),
        ("6.1 (b) (ii)", "6.1 (b) (ii)"),
        ("97 .2", None),
        ("..", None),
        ("1/2", None),
        ("1" * 9, None),
        ("", None),
    ],
)
def test_a_paragraph_is_read_as_documents_write_it(text: str, paragraph: str | None) -> None:
    assert as_paragraph(text) == paragraph


@pytest.mark.parametrize(
    ("document", "provision"),
    [
        ("A/HRC/8/20", "7"),
        ("A/HRC/19/3", "7"),
        ("A/HRC/20/3", "7 (of A/HRC/20/3)"),
        ("A/HRC/15/11/Add.1", "7 (of A/HRC/15/11/Add.1)"),
        ("A/66/253", "7 (of A/66/253)"),
    ],
)
def test_a_number_stands_alone_only_in_reports_of_the_first_cycle(
    document: str, provision: str
) -> None:
    assert number_of_paragraph(document, "7") == provision


DOCUMENTS = st.from_regex(r"(A/HRC/(8|15|20|29)/[1-9](/Add\.1)?|CAT/C/1)", fullmatch=True)
PARAGRAPHS = st.from_regex(r"[1-9](\.1[0-2]?)?[ab]?( \([ab]\))?", fullmatch=True)


@given(DOCUMENTS, PARAGRAPHS, DOCUMENTS, PARAGRAPHS)
def test_different_paragraphs_have_different_names_on_disk(
    document: str, paragraph: str, other: str, another: str
) -> None:
    of = [number_of_paragraph(d, p) for d, p in ((document, paragraph), (other, another))]
    same = provision_stem(of[0]) == provision_stem(of[1])
    first = [number_of_paragraph(d, "1") == "1" for d in (document, other)]
    folded = [p.replace(" (", "").replace(")", "") for p in (paragraph, another)]
    assert same == (folded[0] == folded[1] and (document == other or all(first)))


def test_a_number_of_ours_hangs_on_the_words_and_not_on_white_space() -> None:
    one = number_of_text("A/1", "Open  schools\n")
    assert one == number_of_text("a/1", "Open schools")
    assert len({one, number_of_text("A/2", "Open schools"), number_of_text("A/1", "Open")}) == 3
    assert re.fullmatch(r"n[0-9a-f]{10} \(our number\)", one)


def test_how_a_list_writes_quotation_marks_and_ends_a_text_makes_no_other_number() -> None:
    assert comparable("Open “schools” – now;") == comparable('Open "schools" - now')
    assert number_of_text("", "Open ‘schools’ .") == number_of_text("", "Open 'schools';")
    assert number_of_text("", "Open", "noted") != number_of_text("", "Open", "supported")


def test_provisions_are_ordered_as_one_counts() -> None:
    ordered = ["97", "97.2", "97.2 (a)", "97.10", "6.1 (of A/HRC/8/1/Add.1)"]
    ordered += ["6.2 (of A/HRC/8/1/Add.1)", "1 (of A/HRC/29/13)", "n12 (our number)"]
    assert sorted({*ordered}, key=sort_key) == ordered


def test_numbers_of_any_kind_and_length_have_an_order() -> None:
    """A number raised by a sign is none; one of thousands of digits is only long."""
    ordered = ["5", "5²", "9", "10", "9" * 5000, "1" + "0" * 5000]
    assert sorted({*ordered}, key=sort_key) == ordered


# Topics, echoes, verbs


def test_every_topic_has_its_words(bundled: Library) -> None:
    assert {topic for topic, _ in words.subjects()} == set(bundled.topics)
    assert words.fallback() in bundled.topics


def echoes(text: str, country: str, library: Library) -> list[str]:
    countries = {name: rule.country for name, rule in library.rules.items()}
    return echoes_of(text, country, asked_of(library.rules), countries)


ICRMW = (
    "the International Convention on the Protection of the Rights of All Migrant Workers and "
    "Members of Their Families"
)
CRC = "the Convention on the Rights of the Child"


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        (f"Ratify {ICRMW} (Cuba);", ["treaties"]),
        (f"Sign and ratify {CRC} and ICRMW", ["treaties"]),
        ("Fulfil its duties under the Vienna Convention on Consular Relations", ["consular"]),
        ("Protect migrant workers", ["labour"]),
        ("Admit migrant children to schools", ["children", "education"]),
        ("Train border guards to look for victims of trafficking", ["transit", "trafficking"]),
        ("Respect minorities", ["policy"]),
        ("", ["policy"]),
        ("Detain no woman, child, worker or patient at the border", ["detention", "transit"]),
    ],
)
def test_topics_are_proposed_by_the_words(text: str, proposed: list[str], bundled: Library) -> None:
    assert topics(text, bundled.topics)[: len(proposed)] == proposed
    assert len(topics(text, bundled.topics)) <= 3


def test_without_the_fallback_the_first_topic_is_proposed() -> None:
    assert topics("Respect minorities", ["housing", "health"]) == ["housing"]


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        (f"Accede to {ICRMW}", "A-RES-65-212.3d"),
        ("Become party to ICMW", "A-RES-65-212.3d"),
        ("Consider alternatives to the detention of migrants", "A-RES-65-212.4d"),
        ("Guarantee the right to education of all migrant boys and girls", "A-RES-65-212.5f"),
    ],
)
def test_rules_that_ask_the_same_are_proposed(text: str, proposed: str, bundled: Library) -> None:
    found = echoes(text, "SWE", bundled)
    assert proposed in found
    assert len(found) <= 2


@pytest.mark.parametrize(
    "text",
    ["", "Ratify", f"Ratify {CRC}", "Protect all migrants", "Respect the rights of migrants"],
)
def test_where_little_is_shared_nothing_is_proposed(text: str, bundled: Library) -> None:
    assert echoes(text, "SWE", bundled) == []


def test_rules_about_another_state_are_not_proposed(bundled: Library) -> None:
    for rule in bundled.rules.values():
        if rule.country:
            assert rule.id not in echoes(rule.wording, "SWE", bundled)


@pytest.mark.parametrize("pattern", words.treaties().values())
def test_patterns_of_treaties_are_sound(pattern: re.Pattern[str]) -> None:
    assert not pattern.search("")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ratify ICMW (Cuba);", "Ratify"),
        ("Ratify, as early as possible, ICMW", "Ratify"),
        ("Sign and ratify ICMW", "Sign and ratify"),
        ("Consider ratifying ICMW", "Consider ratifying"),
        ("Consider alternatives to detention", "Consider"),
        ("Continue to train judges", "Continue to train"),
        ("Do not detain children", "Do not detain"),
        ("Fully respect rights", "Fully respect"),
        ("Increases its efforts", "Increases"),
        ("Comply with it", "Comply"),
        ("Review laws. Review practice", None),
        ("In line with the Convention, ratify it", None),
        ("Do not", None),
        ("Really", None),
        ("", None),
    ],
)
def test_the_verb_that_asks_is_told(text: str, verb: str | None) -> None:
    assert operative(text) == verb


@given(st.text(st.sampled_from("Ratify and consider ing to, Do not. ly"), max_size=60))
def test_a_verb_that_is_told_is_an_anchor(text: str) -> None:
    verb = operative(text)
    assert verb is None or times_in(verb, text) == 1


# The list of provisions

PROVISIONS = st.lists(
    st.sampled_from(["1", "1.2", "1.10", "2 (a)", "7", "7 (of A/B)", "n12 (our number)"]),
    unique=True,
)
BEFORE = st.sampled_from(["", "# Mine\n", "symbol: 'x: y' # so\n\n", 'title: "operative:"\n'])
AFTER = st.sampled_from(["", "# End\n", "\n# On the note\nnote: >-\n  operative: [1]\n\n  x\n"])


@given(BEFORE, PROVISIONS, AFTER, PROVISIONS)
def test_only_the_list_is_extended(
    before: str, listed: list[str], after: str, more: list[str]
) -> None:
    text = before + written({"operative": listed}) + after
    changed = extended(text, "x", "operative", more, sort_key)
    assert changed.startswith(before)
    assert changed.endswith(after)
    found = parse(changed, "x").data["operative"]
    assert [provision for provision in found if provision in listed] == listed
    assert set(found) == {*listed, *more}
    assert extended(changed, "x", "operative", more, sort_key) == changed
    if listed == sorted(listed, key=sort_key):
        assert found == sorted(found, key=sort_key)


@pytest.mark.parametrize("text", ["a: b", "operative: x", "operative: {a: b}", "operative: [[a]]"])
def test_what_is_no_list_is_not_extended(text: str) -> None:
    with pytest.raises(InputError, match="there is no list `operative` here"):
        extended(text, "x", "operative", ["1"], sort_key)
