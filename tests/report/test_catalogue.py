"""Lists of rules, questions and accounts, and the coverage of rulebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markupsafe import escape
from support.command_line import refused, run
from support.golden import approved
from support.layers import load_layer
from support.screen import on_screen, words

from compliance.document.html import html
from compliance.export.json.identifiers import akn4un
from compliance.library.coverage import coverage
from compliance.library.layers import files_of
from compliance.library.library import Library
from compliance.report import catalogue
from compliance.report import coverage as coverage_report
from compliance.report.catalogue import Catalogue, Kind
from compliance.report.wording import paragraph

KINDS: tuple[Kind, ...] = ("rules", "facts", "profiles")


def listed(library: Library, kind: Kind) -> str:
    return on_screen(catalogue.document(Catalogue(kind, library)))


def test_lists_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    library = load_layer(tmp_path)
    text = "\n".join(listed(library, kind) for kind in KINDS)
    assert max(map(len, text.splitlines())) <= 80
    assert text == approved("listing.txt", text)


def test_nothing_is_left_out(bundled: Library) -> None:
    rules, facts, profiles = (html(catalogue.document(Catalogue(kind, bundled))) for kind in KINDS)
    assert all(escape(rule.title) in rules for rule in bundled.rules.values())
    assert all(escape(fact.question) in facts for fact in bundled.facts.values())
    assert all(name in facts for name in bundled.facts)
    assert all(name in profiles for name in bundled.profiles)


def test_lists_are_written_in_every_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("rules", "--rulebook", "65/212", "-o", "r.docx", "-o", "r.html", "-o", "r.json")
    assert result.exit_code == 0
    assert Path("r.docx").read_bytes().startswith(b"PK")
    assert b"A-RES-65-212.5f" in Path("r.html").read_bytes()
    told = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert {rule["id"].split(".")[0] for rule in told["rules"]} == {"A-RES-65-212"}


@pytest.mark.parametrize("name", ["65/212", "A/RES/65/212", "A-RES-65-212", "a/res/65/212"])
def test_an_instrument_is_named_as_people_name_it(name: str) -> None:
    same = run("rules", "--rulebook", "A-RES-65-212").stdout
    assert run("rules", "--rulebook", name).stdout == same


def test_a_topic_is_named_by_its_title_too(bundled: Library) -> None:
    for topic, title in bundled.topics.items():
        assert bundled.topic(title) == bundled.topic(topic.upper()) == topic
    assert "did you mean `labour`?" in refused("rules", "--topic", "labor")


def test_an_end_that_several_have_names_none() -> None:
    assert "there is no rulebook `212`" in refused("rules", "--rulebook", "212")


def test_all_problems_are_told_at_once() -> None:
    told = refused("profiles", "--voice", "martian", "--layer", "nowhere")
    assert "there is no voice `martian`" in told
    assert "nowhere" in told


# Coverage


def test_no_hole_says_what_it_covers() -> None:
    found = coverage(files_of(["bundled"]))
    text = words(on_screen(coverage_report.document(found)))
    assert found.holes == ()
    assert "In A/66/253, A/RES/65/212 and CMW/C/GC/1 every provision that is declared" in text
    assert "The text of CMW/C/GC/1 is not held" in text
    for book in found.rulebooks:
        for provision in book.provisions:
            assert provision.rule is not None
            assert set(paragraph(provision.rule).split()) <= set(text.split())
        for passage in book.instrument.preamble:
            assert " ".join(passage.words.split()[:5]) in text
            assert words(passage.reason or "") in text
    assert "Of the preamble of A/RES/65/212 the passages named here are covered" in text
    assert "What stands before the first provision is not covered (A/66/253 and CMW/C/GC/1)" in text
    assert "neither held nor declared: 1 to 27." in text
    assert "Para. 21 tells of OHCHR's own work" in text  # why two paragraphs have no rule


def test_a_hole_is_listed_with_its_place(tmp_path: Path) -> None:
    result = run("coverage", "--rulebook", "65/212", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["holes"]) == (0, [])
    load_layer(tmp_path)
    (removed,) = tmp_path.rglob("T-1/7.yaml")
    removed.unlink()
    found = coverage(files_of([removed.parents[2]]))
    text = words(on_screen(coverage_report.document(found)))
    assert found.holes
    assert f"Holes ({len(found.holes)})" in text
    assert all(words(hole.what) in text for hole in found.holes)


def test_a_resolution_has_the_identifier_of_the_united_nations_xml(bundled: Library) -> None:
    told = {name: akn4un(one) for name, one in bundled.instruments.items()}
    resolution = "/akn/un/statement/deliberation/unga/2010-12-21/65-212"
    assert told.pop("A-RES-65-212") == resolution
    assert set(told.values()) == {None}


def test_questions_are_searched_the_best_first_with_who_reads_them(ours: Path) -> None:
    assert ours
    text = run("facts", "--search", "residence papers at school").stdout
    assert "Questions about “residence papers at school”" in text
    assert text.index("children.papers") < text.index("children.school")
    assert "Read by T/1, 2; T/2, 9." in text
    told = json.loads(run("facts", "--search", "papers at school", "--format", "json").stdout)
    assert told["facts"][0]["id"] == "children.papers"


def test_a_search_that_finds_nothing_says_so(ours: Path) -> None:
    assert ours
    assert "No question fits “zzz”." in run("facts", "--search", "zzz").stdout
    assert "--search: there are no words to search for" in refused("facts", "--search", " ")
