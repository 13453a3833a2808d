"""Rules whose checks are still to be written: of use in a library, and never taken for finished."""

import json
import re
from pathlib import Path

import pytest
from support.command_line import refused, run
from support.layers import FILES, write_layer

from compliance.model.rulebook import provision_stem

INSTRUMENT = """
    symbol: Recommendations to Antarctica
    title: Recommendations for tests
    body: Working Group of Tests
    text_held: no
    operative: [6.1, 6.1 (of T/8/2), n1a2b3c4d5 (our number)]
    """
DRAFT = """
    provision: 6.1
    title: Schools
    text: Open schools to every child (Utopia);
    addressee: named states
    force: recommendation
    country: ATA
    topics: [children]
    document: T/7/1
    recommended_by: [Utopia, Erewhon]
    position: {words: did not enjoy its support, read_as: not supported}
    draft: yes
    """
LAYER = {
    "rules/R-ATA/instrument.yaml": INSTRUMENT,
    "rules/R-ATA/6_1.yaml": DRAFT,
    "rules/R-ATA/6_1-T-8-2.yaml": DRAFT.replace(": 6.1", ": 6.1 (of T/8/2)").replace("7/1", "8/2"),
    "rules/R-ATA/n1a2b3c4d5.yaml": DRAFT.replace(": 6.1", ": n1a2b3c4d5 (our number)"),
}
TO_WRITE = "the checks are still to be written"


@pytest.fixture(autouse=True)
def _layer(ours: Path) -> None:  # noqa: ARG001 - the folder that it leads to
    write_layer(Path("drafts"), LAYER)


def findings(profile: str) -> list[dict[str, str]]:
    result = run("assess", profile, "--layer", "drafts", "--format", "json", "--rulebook", "R-ATA")
    assert (result.exit_code, result.stderr) == (0, "")
    return list(json.loads(result.stdout)["assessments"][0]["findings"])


def test_a_draft_is_no_test_until_its_checks_are_written() -> None:
    (found, *_) = findings("ata-2011-government")
    assert (found["rule"], found["status"]) == ("R-ATA.6_1", "no test")
    assert found["reason"] == "Its checks are still to be written."


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_report_says_how_many_rules_are_drafts(form: str) -> None:
    said = run("assess", "ata-2011-government", "--layer", "drafts", "--format", form).stdout
    assert "3 rules are drafts: their tests are still to be written." in " ".join(said.split())


def test_a_report_is_not_against_what_concerns_other_states_alone() -> None:
    text = FILES["profiles/ata-2012-ngo.yaml"].replace("ATA", "NOR")
    write_layer(Path("drafts"), {"profiles/nor.yaml": text})
    said = run("assess", "nor", "--layer", "drafts").stdout
    assert said.startswith("Norway: gap report")
    assert "Recommendations to Antarctica" not in said
    assert "drafts: their" not in said
    alone = run("assess", "nor", "--layer", "drafts", "--rulebook", "R-ATA").stdout
    assert re.search(r"^Recommendations to ", alone, re.MULTILINE)


def test_a_draft_about_another_country_is_not_applicable() -> None:
    text = FILES["profiles/ata-2012-ngo.yaml"].replace("ATA", "NOR")
    write_layer(Path("drafts"), {"profiles/nor.yaml": text})
    assert {found["reason"] for found in findings("nor")} == {"Concerns Antarctica alone."}


def test_check_names_every_draft_with_its_place() -> None:
    said = refused("check", "drafts")
    assert said.startswith(
        f"drafts/rules/R-ATA/6_1-T-8-2.yaml:11:1: {TO_WRITE}\n"
        "  hint: confirm what is proposed, write `checks` (or `no_test`), and take `draft` out\n"
    )
    assert said.endswith("\n3 things not yet written\n")
    assert refused("check", "drafts/rules/R-ATA/6_1.yaml").count(TO_WRITE) == 1
    assert refused("check", "--layer", "drafts").count(TO_WRITE) == 3


def test_a_draft_hides_no_other_fault_and_is_no_obstacle_to_another_file() -> None:
    assert run("check", "drafts/rules/R-ATA/instrument.yaml").exit_code == 0
    path = "drafts/rules/R-ATA/6_1.yaml"
    write_layer(Path(), {path: DRAFT.replace("[children]", "[childern]")})
    assert "there is no topic `childern`" in refused("check", path)


def test_coverage_has_a_hole_for_every_draft() -> None:
    result = run("coverage", "--layer", "drafts", "--rulebook", "R-ATA", "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [hole["what"] for hole in document["holes"]] == [TO_WRITE] * 3
    assert [p["holes"] for p in document["rulebooks"][0]["provisions"]] == [1, 1, 1]


def test_a_rule_is_a_draft_or_finished() -> None:
    text = DRAFT.replace("draft: yes", "draft: yes\n    no_test: It asks nothing.")
    write_layer(Path("drafts"), {"rules/R-ATA/6_1.yaml": text})
    assert "or is a `draft`" in refused("rules", "--layer", "drafts")


# What is said of a recommendation, draft or not.


def explained(reference: str, *arguments: str) -> str:
    result = run("explain", reference, *arguments, "--layer", "drafts")
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def test_a_recommendation_is_shown_with_its_authors_and_the_position() -> None:
    text = explained("R-ATA.6_1", "ATA")
    assert "Recommended by: Utopia; Erewhon." in text
    position = "did not enjoy its support (which we read as: not supported)"
    assert f"Position of the State, as the list has it: {position}." in text
    assert "“did not" not in text
    assert "Accepted is not implemented" in text
    assert "What it asks Its checks are still to be written." in text
    assert "Accepted is not implemented" not in explained("T-1.2")


@pytest.mark.parametrize(
    ("reference", "citation"),
    [
        ("R-ATA.6_1", "T/7/1, para. 6.1"),
        ("T/7/1, para. 6.1", "T/7/1, para. 6.1"),
        ("8/2 6.1", "T/8/2, para. 6.1"),
        ("R-ATA.n1a2b3c4d5", "T/7/1, n1a2b3c4d5 (our number)"),
    ],
)
def test_a_recommendation_is_cited_by_the_document_it_stands_in(
    reference: str, citation: str
) -> None:
    assert explained(reference).startswith(f"{citation}: Schools")


def test_the_listing_says_what_is_a_draft_and_what_was_said_to_it() -> None:
    assert "R-ATA.6_1 Schools (draft; your own folder: recommendation – drafts)" in " ".join(
        run("rules", "--layer", "drafts").stdout.split()
    )
    listed = json.loads(run("rules", "--layer", "drafts", "--format", "json").stdout)["rules"]
    (rule,) = (rule for rule in listed if rule["id"] == "R-ATA.6_1")
    assert (rule["draft"], rule["country"], rule["document"]) == (True, "ATA", "T/7/1")
    assert rule["recommended_by"] == ["Utopia", "Erewhon"]
    assert rule["position"]["read_as"] == "not supported"


def test_a_paragraph_number_that_two_documents_have_must_be_told_apart() -> None:
    assert "several instruments have a provision `6.1`" in refused(
        "explain", "6.1", "--layer", "drafts"
    )


@pytest.mark.parametrize(
    ("provision", "stem"),
    [
        ("97.10", "97_10"),
        ("97.2 (a)", "97_2a"),
        ("97.2 (of A/HRC/29/13)", "97_2-A-HRC-29-13"),
        ("97.2 (of A/HRC/29/13/Add.1)", "97_2-A-HRC-29-13-ADD-1"),
        ("n1a2b3c4d5 (our number)", "n1a2b3c4d5"),
    ],
)
def test_a_provision_gives_its_rule_a_name(provision: str, stem: str) -> None:
    assert provision_stem(provision) == stem
