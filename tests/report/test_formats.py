"""Reports as JSON and CSV, and what a library holds.

Their looks are in tests/golden; UPDATE_GOLDENS=1 in the environment writes them anew.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.golden import approved
from support.layers import load_layer, with_words

from compliance.assessment.assess import Assessment, assess
from compliance.document.characters import clean
from compliance.document.markdown import begun, escaped
from compliance.engine.outcomes import Status
from compliance.export import FORMATS, RENDERERS, render, write
from compliance.export.csv import cell
from compliance.export.csv.assessments import COLUMNS
from compliance.export.json.catalogue import facts_json, profiles_json, rules_json
from compliance.library.library import Library
from compliance.model.profiles import Answer

GOVERNMENT, NGO = "ata-2011-government", "ata-2012-ngo"
TEXT_FORMATS = ("json", "csv")
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    '"=1"',
    "a\r\nb",
    "a\nb",
    "a|b",
    "`a`",
    "<b>bold</b>",
    "<!-- x",
    "&lt;",
    "&#124;",
    "[a](http://x.y)",
    "![a](x)",
    "http://x.y",
    "www.x.y",
    "# a",
    "- a",
    "1. a",
    "1) a",
    "> a",
    "---",
    "```",
    "~~~",
    "| a | b |",
    "*a* _a_ __a__ ~~a~~",
    "a\\",
    "\\|",
    "$x$",
    "a  \nb",
    "\x1b[2J",
    "\x00",
    "\ud800",
    "\ufffe",
    "\u202e",
    "\u2028",
    "移民",
    " ",
]
texts = st.lists(
    st.sampled_from(NASTY) | st.text(st.characters(), min_size=1, max_size=20), min_size=1
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("formats"))


@pytest.fixture(scope="module")
def both(library: Library) -> list[Assessment]:
    return assessed(library)


def assessed(library: Library) -> list[Assessment]:
    return [assess(library.profile(name), library) for name in (GOVERNMENT, NGO)]


# All formats


@pytest.mark.parametrize("ending", TEXT_FORMATS)
def test_looks(both: list[Assessment], ending: str) -> None:
    text = render(both, ending).decode()
    assert text == approved(f"report.{ending}", text)


@pytest.mark.parametrize("ending", TEXT_FORMATS)
@settings(max_examples=25)
@given(texts)
def test_any_text_can_be_written_and_always_alike(
    library: Library, ending: str, words: list[str]
) -> None:
    told = with_words(library, cycle(words))
    first = render(assessed(told), ending)
    assert first == render(assessed(told), ending)
    first.decode("utf-8")


@pytest.mark.parametrize("ending", FORMATS)
def test_without_an_assessment_there_is_no_report(ending: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no assessment to report"):
        render([], ending)
    with pytest.raises(ValueError, match="there is no assessment to report"):
        write([], tmp_path / f"report.{ending}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [*TEXT_FORMATS, "md"])
def test_answers_that_are_not_public_are_in_no_file(
    library: Library, ending: str, tmp_path: Path
) -> None:
    secret = Answer(value="none", public="no", note="Hush", lead="Hush office")
    profile = library.profile(NGO).model_copy(update={"answers": {"children.school": (secret,)}})
    found = assess(profile, library)
    assert found.gaps()
    path = tmp_path / f"report.{ending}"
    write(found, path)
    text = path.read_text(encoding="utf-8")
    assert "Hush" not in text
    assert "No entitlement in law" not in text
    silent = assess(profile.model_copy(update={"answers": {}}), library)
    # Only that it may have such answers tells it from an account that says nothing.
    said = set(text.splitlines()) - set(render([silent], ending).decode().splitlines())
    assert all("may have" in line or "published" in line for line in said), said


def test_leaving_out_answers_keeps_what_was_asked_for(library: Library) -> None:
    profile = library.profile(NGO)
    narrowed = assess(profile, library, rulebooks=["T-1"]).only({Status.NOT_MET})
    published = narrowed.published()
    assert [f.rule for f in published.all_findings] == [f.rule for f in narrowed.all_findings]
    assert {f.status for f in narrowed.findings} == {Status.NOT_MET}
    # What is not met only by an unpublished answer is not shown as such, for that would tell it.
    assert published.findings == ()
    assert published.published() is published


def test_every_format_is_tried_here_or_in_the_tests_of_documents_and_of_the_workbook() -> None:
    assert set(FORMATS) == {*TEXT_FORMATS, *RENDERERS, "xlsx"}


# JSON


def test_json_has_the_keys_of_the_contract(both: list[Assessment]) -> None:
    told = json.loads(render(both, "json"))
    assert told["schema"] == "compliance/assessments/v1"
    assessment = told["assessments"][0]
    assert {"profile", "as_of", "summary", "findings"} <= assessment.keys()
    assert {"id", "country", "voice", "speaker", "as_of"} <= assessment["profile"].keys()
    assert list(assessment["summary"]["statuses"]) == [str(status) for status in Status]
    assert assessment["summary"]["demands"]["T-1"]["request"] == {
        "met": [0, 2],
        "applicable": [3, 3],
    }
    finding = assessment["findings"][1]
    assert {
        "rule": "T-1.2",
        "citation": "T/1, para. 2",
        "title": "Migrant children in school",
        "force": "call",
        "topics": ["children", "detention"],
        "status": "partly met",
        "possible": ["partly met"],
        "lowest": "partly met",
        "highest": "partly met",
        "reason": None,
    }.items() <= finding.items()
    check = finding["checks"][0]
    assert check["id"] == "entitlement"
    assert check["asks"] == ["admit every child to school"]
    assert check["measure"] == "structure"
    assert (check["status"], check["possible"]) == ("partly met", ["partly met"])
    assert (check["lowest"], check["highest"]) == ("partly met", "partly met")
    assert (check["because"], check["missing"]) == (["children.school"], [])
    assert check["remedy"].startswith("Extend the right")
    assert check["evidence"] == [
        {
            "fact": "children.school",
            "document": "T/3",
            "said_by": "government",
            "place": "para. 5",
            "quote": "residents' children go to school",
            "members": [],
        },
        {
            "fact": "children.school",
            "document": "T/4",
            "said_by": "civil society",
            "place": None,
            "quote": None,
            "members": [],
        },
    ]


def test_json_has_the_evidence_of_every_answer_read_decisive_or_not(
    both: list[Assessment],
) -> None:
    findings = json.loads(render(both, "json"))["assessments"][0]["findings"]
    enrolment = findings[1]["checks"][1]
    assert enrolment["because"] == []
    assert {told["fact"] for told in enrolment["evidence"]} == {"children.school"}


def test_json_has_the_ends_of_what_is_possible(both: list[Assessment]) -> None:
    findings = json.loads(render(both, "json"))["assessments"][0]["findings"]
    by_rule = {finding["rule"]: finding for finding in findings}
    assert by_rule["T-1.4"]["possible"] == ["not met", "not applicable"]
    assert by_rule["T-1.4"]["gap_if_it_applies"] is True
    assert by_rule["T-1.3a"]["gap"] is True
    no_test = by_rule["T-1.6"]
    assert (no_test["status"], no_test["possible"]) == ("no test", [])
    assert (no_test["lowest"], no_test["highest"]) == (None, None)
    assert no_test["reason"] == "Expresses a concern and asks nothing of States."


def test_json_names_layers_that_are_not_ours(library: Library) -> None:
    told = json.loads(render(assessed(library), "json"))["assessments"][0]
    assert told["profile"]["layer"] == told["findings"][0]["layer"] == "our-rules"
    rules = {n: r.model_copy(update={"layer": "bundled"}) for n, r in library.rules.items()}
    ours = json.loads(render(assessed(replace(library, rules=rules)), "json"))
    assert "layer" not in ours["assessments"][0]["findings"][0]


def test_json_says_when_an_answer_is_as_last_stated(library: Library) -> None:
    later = assess(library.profile(GOVERNMENT), library, as_of=date(2020, 1, 1))
    answers = json.loads(render([later], "json"))["assessments"][0]["answers"]
    assert {answer["as_last_stated"] for answer in answers} == {"2011-07-14"}
    assert answers[-1]["fact"] == "treaties.x"
    assert answers[-1]["answer"] == "Party"


def test_json_is_readable_text(both: list[Assessment]) -> None:
    text = render(with_quotes(both), "json").decode()
    assert "“é”" in text
    assert text.endswith("}\n")
    assert '\n  "assessments": [' in text


def with_quotes(both: list[Assessment]) -> list[Assessment]:
    return assessed(with_words(both[0].library, cycle(["“é”"])))


# CSV


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_is_what_excel_takes_for_utf_8(both: list[Assessment]) -> None:
    content = render(both, "csv")
    assert content.startswith("\ufeffprofile,".encode())
    assert content.endswith(b"\r\n")
    assert content.count(b"\r") == content.count(b"\r\n")


def test_csv_has_a_row_a_finding(both: list[Assessment]) -> None:
    found = rows(render(both[:1], "csv"))
    assert [row["rule"] for row in found] == [f.rule.id for f in both[0].all_findings]


def test_csv_says_why_and_what_is_missing(both: list[Assessment]) -> None:
    found = {row["rule"]: row for row in rows(render(both[:1], "csv"))}
    limit = found["T-1.3a"]
    assert limit["because"].endswith("detention.days: at least 31 and at most 60 days")
    assert limit["missing"] == "detention.limited"
    assert (limit["status"], limit["possible"]) == ("undetermined", "not met\npartly met")
    assert (limit["gap"], found["T-1.4"]["gap"]) == ("yes", "if it applies")
    school = found["T-1.2"]
    assert (school["requirements"], school["requirements not met"]) == ("2", "0")
    assert found["T-1.5"]["reason"] == "Addressed to the Secretary-General."
    quoted = "“residents' children go to school”, T/3, para. 5 (said by the government)"
    assert school["evidence"].startswith(f"children.school: {quoted}")
    assert limit["remedy"] == both[0].library.rules["T-1.3a"].checks[0].remedy
    assert found["T-1.3b"]["remedy"] == ""


def test_csv_says_why_of_every_decided_finding(both: list[Assessment]) -> None:
    for row in rows(render(both, "csv")):
        decided = row["status"] not in ("undetermined", "no test")
        assert row["because"] or row["reason"] or not decided
        assert row["missing"] or row["reason"] or decided


def test_csv_repeats_nothing_that_is_the_same_for_every_account(bundled: Library) -> None:
    """Of all States it had 76 MB: the remedies of all checks in the rows of every account."""
    account = bundled.unspoken("AFG")
    assert account
    found = assess(account, bundled)
    assert len(render([found], "csv")) < 10_000_000 / 194
    remedies = {check.remedy for rule in bundled.rules.values() for check in rule.checks}
    told = {row["remedy"] for row in rows(render([found], "csv"))}
    assert len(told & remedies) <= len(found.gaps())


def test_csv_keeps_several_accounts_apart(both: list[Assessment]) -> None:
    found = rows(render(both, "csv"))
    assert list(found[0])[:5] == ["profile", "country", "voice", "speaker", "as of"]
    speakers = [row["speaker"] for row in found]
    assert speakers == ["Government of Antarctica"] * 10 + ["Friends of Antarctica"] * 10


@pytest.mark.parametrize(
    "begin",
    ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"]
    + [f"{unseen}=" for unseen in "\u200b\ufeff\u00a0\u2060\u200e\u061c\u00ad\u180e\u202f"],
)
def test_csv_cells_are_no_formulas(begin: str) -> None:
    assert cell(f"{begin}1").startswith("'")


@pytest.mark.parametrize("text", ["", "1", "a=b", "(–)", "'=1", '"=1"', "a\n=1"])
def test_csv_cells_are_otherwise_as_they_were(text: str) -> None:
    assert cell(text) == text


@settings(max_examples=25)
@given(texts)
def test_no_text_becomes_a_formula_or_another_row(library: Library, words: list[str]) -> None:
    found = assessed(with_words(library, cycle(words)))
    lines = list(csv.reader(io.StringIO(render(found, "csv").decode("utf-8-sig"), newline="")))
    assert lines[0] == list(COLUMNS)
    assert len(lines) == 1 + 2 * 10
    for line in lines:
        assert len(line) == len(COLUMNS)
        for text in line:
            assert text.lstrip(" \u00a0")[:1] not in {*"=+-@\t\r\n＝＋－＠"} - {""}
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


# Markdown


@pytest.mark.parametrize(
    ("around", "before", "after"),
    [
        ("{}", "", ""),
        ("- {}", "", ""),
        ("### x {} (y)", "x ", " (y)"),
        ("| h | k |\n|---|---|\n| {} | end |", "hk", "end"),
    ],
)
@given(text=st.sampled_from(NASTY) | st.text(st.characters(), max_size=30))
def test_escaped_words_read_as_they_were(around: str, before: str, after: str, text: str) -> None:
    assume(clean(text) or around == "{}")
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    shown = "".join(
        child.content
        for token in parser.parse(around.format(begun(escaped(clean(text)))))
        if token.type == "inline"
        for child in token.children or []
    )
    assert shown == f"{before}{clean(text)}{after}"


def test_markdown_opens_no_link_on_its_own() -> None:
    assert "://" not in escaped("see https://x.y")
    assert "www." not in escaped("see WWW.x.y and www.x.y").lower()
    assert "@" not in escaped("mail a@b.c")


# What a library holds


def test_rules_as_json(library: Library) -> None:
    rules: list[dict[str, Any]] = json.loads(rules_json(library))["rules"]
    assert [rule["id"] for rule in rules] == list(library.rules)
    rule = next(rule for rule in rules if rule["id"] == "T-1.2")
    keys = "id citation provision title text force addressee topics echoes no_test checks"
    assert set(keys.split()) <= rule.keys()
    assert rule["echoes"] == ["T-2.9"]
    check = rule["checks"][1]
    assert check["id"] == "enrolment"
    assert check["asks"] == ["admit every child to school"]
    assert (check["measure"], check["force"]) == ("process", "call")
    assert check["facts"] == ["children.papers", "children.school"]
    assert rule["checks"][2]["force"] == "request"
    assert rules[4]["checks"] or rules[4]["no_test"]
    reported = rules[-1]
    assert reported["text"] is None
    assert reported["summary"] == library.rules["T-2.9"].summary


def test_profiles_as_json(library: Library) -> None:
    assert json.loads(profiles_json(library))["profiles"][1] == {
        "id": NGO,
        "country": "ATA",
        "voice": "civil society",
        "speaker": "Friends of Antarctica",
        "as_of": "2012-01-31",
        "answers": 2,
        "layer": "our-rules",
    }


def test_facts_as_json(library: Library) -> None:
    facts = {fact["id"]: fact for fact in json.loads(facts_json(library))["facts"]}
    assert facts.keys() == library.facts.keys()
    days = facts["detention.days"]
    assert (days["type"], days["unit"], days["integer"]) == ("number", "days", True)
    assert (days["min"], days["max"]) == (0, None)
    assert days["given"] == "detention.limited"
    assert days["rules"] == ["T-1.3a"]
    assert facts["children.school"]["choices"]["none"] == "No entitlement in law"
    assert facts["children.papers"]["rules"] == ["T-1.2", "T-2.9"]
