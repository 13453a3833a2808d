"""Reservations: what a State has kept off of a treaty's article is not held against it."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from support.command_line import run
from support.layers import FILES, load_layer, write_layer

from compliance.assessment.assess import assess
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import Outcome, Status
from compliance.export import FORMATS, render
from compliance.library.builder import Builder
from compliance.library.layers import files_of
from compliance.library.library import Library
from compliance.model.profiles import Profile

RULE = """
    provision: 4
    title: Visits to camps
    text: Urges States that run closed camps to open them to visitors;
    addressee: states
    force: call
    topics: [detention]
    frame:
      - {words: Urges, as: operative}
      - {words: States, as: addressee}
      - {words: that run closed camps, as: condition}
    checks:
      - id: visits
        asks: open them to visitors
        measure: outcome
        applies: treaties.x == "party"
        reservation: '"article_3" in treaties.reserved'
        met: detention.visited
        remedy: Let visitors in.
    """
FACT = """
- id: treaties.reserved
  question: What is kept off by reservation?
  type: many
  given: treaties.x == "party"
  choices: {article_3: Article 3, article_4: Article 4}
  evidence: The depositary's list
"""
RESERVED = {
    "rules/facts/treaties.yaml": FILES["rules/facts/treaties.yaml"].rstrip()
    + FACT.replace("\n", "\n        "),
    "rules/T-1/4.yaml": RULE,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("reserved"), {**FILES, **RESERVED})


def profile(**answers: Any) -> Profile:
    told = {
        "id": "x",
        "country": "ZZZ",
        "voice": "government",
        "speaker": "S",
        "as_of": "2011-07-14",
    }
    named = {name.replace("_", ".", 1): {"value": said} for name, said in answers.items()}
    return Profile.model_validate({**told, "answers": named})


def found(library: Library, **answers: Any) -> Finding:
    held = assess(profile(**answers), library)
    return next(f for f in held.findings if f.rule.id == "T-1.4")


@pytest.mark.parametrize("visited", ["yes", "no"])
def test_what_is_reserved_does_not_apply_whatever_is_done(library: Library, visited: str) -> None:
    finding = found(
        library,
        treaties_x="party",
        treaties_reserved={"article_3": "yes"},
        detention_visited=visited,
    )
    assert finding.status is Status.NOT_APPLICABLE
    assert [one.check.id for one in finding.reserved] == ["visits"]
    assert finding.checks[0].because == ("treaties.reserved",)


def test_a_reservation_to_another_article_changes_nothing(library: Library) -> None:
    finding = found(
        library,
        treaties_x="party",
        treaties_reserved={"article_4": "yes", "others": "no"},
        detention_visited="no",
    )
    assert (finding.status, finding.reserved) == (Status.NOT_MET, ())


def test_silence_on_reservations_is_neither(library: Library) -> None:
    finding = found(library, treaties_x="party", detention_visited="no")
    assert set(finding.outcomes) == {Outcome.NOT_MET, Outcome.NOT_APPLICABLE}
    assert finding.outcomes.is_gap_if_it_applies
    assert finding.missing == ("treaties.reserved",)


def test_who_is_no_party_is_not_bound_for_that_reason(library: Library) -> None:
    finding = found(library, treaties_x="none", treaties_reserved={"article_3": "yes"})
    assert (finding.status, finding.reserved) == (Status.NOT_APPLICABLE, ())


def test_only_what_is_said_of_reservations_makes_it_one(library: Library) -> None:
    """On every answer: reserved is what applies to a party and does so no more by reservation."""
    said = (None, "party", "signatory", "none"), (None, "yes", "no"), (None, "yes", "no")
    for x, kept, visited in product(*said):
        answers: dict[str, Any] = {}
        if x:
            answers["treaties_x"] = x
        if kept:
            answers["treaties_reserved"] = {"article_3": kept}
        if visited:
            answers["detention_visited"] = visited
        is_reserved = bool(found(library, **answers).reserved)
        assert is_reserved == (kept == "yes" and x in (None, "party")), answers


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_by_reservation(library: Library, form: str) -> None:
    held = assess(profile(treaties_x="party", treaties_reserved={"article_3": "yes"}), library)
    content = render([held], form)
    if form == "json":
        checks = [c for f in json.loads(content)["assessments"][0]["findings"] for c in f["checks"]]
        assert [c["id"] for c in checks if c["by_reservation"]] == ["visits"]
    elif form == "csv":
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        assert [row["rule"] for row in rows if row["by reservation"] == "yes"] == ["T-1.4"]
    elif form in ("md", "html"):
        assert "by reservation" in content.decode()
    elif form == "docx":
        from docx import Document  # noqa: PLC0415

        found = Document(io.BytesIO(content)).paragraphs
        assert any("by reservation" in paragraph.text for paragraph in found)
    else:
        from openpyxl import load_workbook  # noqa: PLC0415

        book = load_workbook(io.BytesIO(content))
        cells = [str(c.value) for sheet in book.worksheets for row in sheet.rows for c in row]
        assert sum("by reservation" in text for text in cells) >= 2


PROFILE = """
    country: ZZZ
    voice: government
    speaker: Somebody
    as_of: 2011-07-14
    answers:
      treaties.x: {value: party}
      treaties.reserved:
        value: {article_3: yes}
        evidence:
          - {document: List, said_by: register, quote: keeps off article 3}
    """


@pytest.mark.usefixtures("ours")
def test_the_screen_says_it_with_the_words_of_the_reservation() -> None:
    write_layer(
        Path("layer"), {"rules/topics.yaml": "{}", **RESERVED, "profiles/zzz.yaml": PROFILE}
    )
    explained = run("explain", "T-1.4", "zzz", "--layer", "layer", "--details").stdout
    assert "n/a, by reservation" in explained
    assert "“keeps off article 3”" in explained
    assert "Reserved if" in explained
    report = " ".join(run("assess", "zzz", "--layer", "layer").stdout.split())
    assert "T/1, 4 does not apply by reservation. Whether it is valid is not for us" in report


def test_a_reservation_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    idle = RULE.replace("in treaties.reserved'", 'in treaties.reserved and treaties.x != "party"\'')
    files = write_layer(tmp_path, {**FILES, **RESERVED, "rules/T-1/4.yaml": idle})
    builder = Builder(files_of([files]))
    builder.build()
    (problem,) = builder.problems
    assert problem.what == "`treaties.reserved` changes no outcome of `visits`"


def test_our_rule_on_article_29_says_so(bundled: Library) -> None:
    rule = bundled.rules["CMW-C-GC-1.58"]
    assert all(check.reservation for check in rule.checks)
    reserving = {
        rule.id for rule in bundled.rules.values() if any(c.reservation for c in rule.checks)
    }
    assert reserving == {"CMW-C-GC-1.58"}
