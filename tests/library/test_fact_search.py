"""Questions found by words: the same search for lists, worksheets and new questions."""

from __future__ import annotations

import pytest
from support.command_line import refused, run

from compliance.library.cross_references import deciding_facts
from compliance.library.fact_search import FactSearch, readers, stem, stems
from compliance.library.judgement_words import judgement_words
from compliance.library.languages import language
from compliance.library.library import Library


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("children", "child"),
        ("remittances", "remittance"),
        ("detained", "detention"),
        ("entitlement", "entitle"),
        ("organization", "organise"),
        ("policies", "policy"),
        ("workers", "labour"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("parties", "party"), ("rest", "resting")])
def test_a_short_word_is_left_whole(one: str, other: str) -> None:
    assert len(stem(one)) >= min(4, len(one))
    assert len(stem(other)) >= min(4, len(other))


def test_words_that_say_nothing_are_left_out() -> None:
    assert stems("Do all of the States that have not done so") == ("done",)
    assert stems("in 2010, on 3 (d)") == ()


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("migrant children attend school", "education.entitlement"),
        ("independent visits to places of detention", "detention.independent_visits"),
        ("unlawful obstacles to transfer of remittances", "remittances.obstacles_found_unlawful"),
        ("lawyer free of charge for detained migrants", "detention.legal_aid"),
    ],
)
def test_a_question_is_found_by_its_words(bundled: Library, words: str, fact: str) -> None:
    found = FactSearch(bundled).find(words, at_most=5)
    assert fact in [match.fact.id for match in found]
    assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)


def test_most_requirements_find_a_question_that_decides_them(bundled: Library) -> None:
    """Each requirement of ours, held against the questions as if its rule were not written."""
    right = wanted = 0
    for rule in bundled.rules.values():
        search = FactSearch(bundled, without=[rule.id]) if rule.checks else None
        for asks, places in rule.requirements().items():
            assert search
            facts = {f for n in places for f in deciding_facts(rule.checks[n], bundled.facts)}
            found = {match.fact.id for match in search.find(" ".join(asks), at_most=8)}
            right += bool(found & facts)
            wanted += 1
    assert wanted > 200
    assert right / wanted > 0.85


def test_what_shares_a_common_word_alone_is_noise(bundled: Library) -> None:
    assert FactSearch(bundled).find("children zzz", at_most=9) == []
    assert FactSearch(bundled).find("zzz", at_most=9) == []
    assert FactSearch(bundled).find("", at_most=9) == []


def test_a_question_is_read_where_it_decides(bundled: Library) -> None:
    named = {rule.id for rule in readers(bundled)["education.entitlement"]}
    assert "A-RES-65-212.5f" in named
    joined = {rule.id for rule in readers(bundled)["treaties.icrmw"]}
    assert "A-RES-65-212.3d" in joined
    assert "CMW-C-GC-1.28" not in joined  # there it says only to whom the paragraph applies


# Questions that are judgements


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is detention arbitrary or in breach of the law?", ("arbitrary", "in breach")),
        ("Does the State comply with the Convention?", ("comply",)),
        ("Are there adequate and sufficient shelters?", ("adequate", "sufficient")),
        ("Did a court find that migrants were detained arbitrarily?", ()),
        ("Does the act name a limit in days?", ()),
    ],
)
def test_words_of_judgement_are_named(question: str, words: tuple[str, ...]) -> None:
    assert judgement_words(question) == words


def test_our_own_questions_can_be_observed(bundled: Library) -> None:
    assert [fact.id for fact in bundled.facts.values() if judgement_words(fact.question)] == []


@pytest.mark.parametrize(
    ("code", "words", "fact"),
    [
        ("es", "visitas independientes a lugares de detención", "detention.independent_visits"),
        ("es", "educacion de los ninos migrantes en la escuela", "education.entitlement"),
        ("fr", "visites indépendantes des lieux de détention", "detention.independent_visits"),
    ],
)
def test_a_question_is_found_by_the_words_of_another_language(
    bundled: Library, code: str, words: str, fact: str
) -> None:
    spoken = language(code, bundled)
    found = FactSearch(bundled, spoken=spoken).find(words, at_most=5)
    assert fact in [match.fact.id for match in found]
    assert fact in [
        match.fact.id
        for match in FactSearch(bundled, spoken=spoken).find(
            bundled.facts[fact].question, at_most=5
        )
    ]


def test_the_command_searches_and_shows_the_language_that_is_named() -> None:
    told = run("facts", "--lang", "es", "--search", "visitas a lugares de detención")
    assert told.exit_code == 0
    assert "¿" in told.stdout
    assert "detention.independent_visits" in told.stdout
    said = refused("facts", "--lang", "xx", "--topic", "cats")
    assert "--lang: there is no translation `xx`\n" in said
    assert "there is no topic `cats`\n" in said
