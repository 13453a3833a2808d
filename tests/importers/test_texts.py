"""`compliance new rulebook`: what it makes of the text of a document, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from support.command_line import refused, run
from support.effort import times_as_long
from support.resolutions import PAGES, PARAGRAPHS, SUMMARY

from compliance.importers.package import MAX_IN_A_TEXT
from compliance.importers.texts.footnotes import marked
from compliance.importers.texts.splitting import SplitText, split
from compliance.library.clauses import reading, requirements
from compliance.library.layer_files import SCHEMAS
from compliance.library.library import Library
from compliance.library.numbering import Numbering, numbers_named
from compliance.library.source_texts import Source, folded, left_over
from compliance.library.yaml_reader import parse

ROOT = Path(__file__).parents[2]
HELD = ROOT / "rules/A-RES-65-212/source.txt"
COPY = Path(__file__).with_name("a-res-65-212.txt")


# Numbers


def test_items_count_on_and_nest() -> None:
    numbering = Numbering()
    numbering.paragraph("5")
    labels = ["a", "i", "ii", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    assert [numbering.item(label) for label in labels] == [
        "5 (a)", "5 (a) (i)", "5 (a) (ii)", "5 (b)", "5 (c)", "5 (d)", "5 (e)", "5 (f)", "5 (g)",
        "5 (h)", "5 (i)", "5 (j)",
    ]  # fmt: skip


def test_a_list_that_is_opened_begins_anew() -> None:
    numbering = Numbering()
    numbering.paragraph("5")
    for label in "abcdefgh":
        numbering.item(label)
    assert numbering.item("i", opens=True) == "5 (h) (i)"
    assert numbering.item("ii") == "5 (h) (ii)"
    assert numbering.item("i") == "5 (i)"


def test_a_label_that_does_not_follow_begins_nothing() -> None:
    numbering = Numbering()
    assert numbering.item("a") is None
    numbering.paragraph("5")
    assert numbering.item("c") is None
    assert numbering.item("iv") is None
    assert numbering.skip_to("c") == "5 (c)"


@pytest.mark.parametrize("text", ["", "a", "1-", "3-2", "1,,2", "1234"])
def test_what_is_no_list_of_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its message is the part in question
        list(numbers_named(text))


def test_lists_of_numbers_have_runs() -> None:
    assert list(numbers_named("2, 6-7,11")) == [2, 6, 7, 11]


# Footnote marks


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Rights2 and the Covenants,3", "Rights[^2] and the Covenants,[^3]"),
        ("of 10 May 200612 and", "of 10 May 2006[^12] and"),
        ("September 2010,1", "September 2010,[^1]"),
        ("a report;³", "a report;[^3]"),
        ("a report; 14", "a report;[^14]"),
    ],
)
def test_a_mark_is_set_apart(text: str, reads: str) -> None:
    found = marked(text, range(1, 22))
    assert (found.text, found.doubtful) == (reads, [])


@pytest.mark.parametrize(
    "text",
    [
        "A/HRC/17/33/Add.4 and resolution 64/166",
        "article 36, para. 3",
        "advisory opinion OC-16/99 of 1 October 1999",
        "in paragraphs 5, 12 and 14",
        "at least 30 days",
        "the G20, and carbon CO2",
    ],
)
def test_a_number_of_the_text_stays(text: str) -> None:
    assert marked(text, range(1, 40)).text == text


def test_a_mark_that_is_not_known_stays_and_is_told() -> None:
    found = marked("the Protocol; 14", ())
    assert found.text == "the Protocol; 14"
    assert len(found.doubtful) == 1
    assert marked("the Protocol; 14", (), [14]).text == "the Protocol;[^14]"


# Splitting


def splits(text: str, symbol: str = "T/RES/1/7") -> SplitText:
    return split(text.replace("\f", "\f\n").split("\n"), symbol)


def numbers(found: SplitText) -> list[str]:
    return [one.number for one in found.provisions]


def test_the_raw_copy_of_65_212_gives_all_its_provisions_to_the_letter() -> None:
    found = split(COPY.read_text(encoding="utf-8").split("\n"), "A/RES/65/212")
    held = Source(HELD.read_text(encoding="utf-8")).paragraphs
    assert len(held) == 40
    assert {one.number: folded(one.text) for one in found.provisions} == dict(held)
    assert found.doubts == []
    assert len(found.preamble) == 27
    assert sorted(found.footnotes) == list(range(1, 22))


def test_force_and_addressee_of_65_212_are_those_of_our_rules(bundled: Library) -> None:
    """Held against our reading; the words were chosen with these in view."""
    rules = [rule for rule in bundled.rules.values() if rule.instrument == "A-RES-65-212"]
    assert len(rules) == 40
    found = {rule.provision: reading(folded(rule.text or "")) for rule in rules}
    assert [n for n, told in found.items() if not told.is_sure] == []
    assert {n: (told.force, told.addressee) for n, told in found.items()} == {
        rule.provision: (rule.force, rule.addressee) for rule in rules
    }


def test_no_word_is_lost_between_frame_and_requirements(bundled: Library) -> None:
    """What neither takes has no letter in it, or stands in the provision more than once."""
    for rule in bundled.rules.values():
        if rule.instrument == "A-RES-65-212":
            text = folded(rule.text or "")
            told = [part.words for part in reading(text).frame]
            asked = [words for several in requirements(text, told) for words in several]
            over = left_over(text, [*told, *asked])
            assert [words for words in over if text.count(words) == 1] == []


def test_nested_items_and_what_stands_round_the_provisions() -> None:
    found = splits(PARAGRAPHS)
    assert numbers(found) == [
        "1", "2", "2 (a)", "2 (b)", "3", "3 (a)", "3 (a) (i)", "3 (a) (ii)", "3 (b)", "4",
    ]  # fmt: skip
    assert found.provisions[0].text.startswith("Calls upon all States to open shelters[^2] at")
    assert found.preamble[0] == "Recalling its earlier resolution,[^1]"
    assert found.closing == ["71st plenary meeting", "21 December 2010"]
    assert found.footnotes == {1: "T/RES/1/6.", 2: "See annex.", 3: "Treaty Series, vol. 1."}
    assert set(found.dropped) == {"T/RES/1/7", "[DU1]", "7"}


def test_lines_of_a_page_are_joined_and_a_number_behind_its_line_is_found() -> None:
    found = splits(PAGES, "T/RES/1/8")
    assert numbers(found) == [
        "12 (text; our division)", "12 (opening; our division)", "12 (a)", "12 (b)", "13", "14",
    ]  # fmt: skip
    texts = {one.number: one.text for one in found.provisions}
    assert texts["12 (b)"] == (
        "Train staff, as set out in article 5 (b) of the Shelter Convention, every year;"
    )
    assert texts["13"].startswith("Calls upon Governments to build shelters that are open to every")
    assert [str(doubt) for doubt in found.doubts if doubt.number == "13"] == [
        "para. 13: “…everyone, whatever the status; 4” may end with a footnote mark"
    ]


def test_a_number_behind_its_line_is_found_behind_a_footnote_mark_too() -> None:
    lines = (
        "1. Encourages States to consider joining the Shelter Convention and to carry\n"
        "out the Global Plan of Action on Shelter; 19\n"
        "Calls upon Governments to adopt or strengthen measures to protect the\n"
        "2.\n"
        "human rights of women in shelters, whatever their status, and to\n"
        "train the staff of shelters;\n"
    )
    found = splits(lines, "T/RES/1/9")
    assert numbers(found) == ["1", "2"]
    assert found.provisions[1].text.startswith("Calls upon Governments to adopt")
    assert "measures to protect the human rights" in found.provisions[1].text


def test_the_number_of_a_paragraph_amid_words_is_told() -> None:
    found = splits("1. Urges States to protect the 2. human rights of all.\n", "T/RES/1/9")
    assert [str(doubt) for doubt in found.doubts] == ["para. 1: “the 2. human” looks broken"]


def test_an_annex_ends_the_provisions_and_is_told() -> None:
    found = splits("1. Endorses the text in the annex.\n\nAnnex\n\n1. We commit to open.\n")
    assert numbers(found) == ["1"]
    assert "an annex follows" in str(found.doubts[0])


def test_a_sentence_without_a_number_is_kept_and_told() -> None:
    found = splits("1. Calls upon States to open.\n\nStates may also close them.\n\n2. Decides.\n")
    assert found.provisions[0].text == "Calls upon States to open. States may also close them."
    assert "has no number" in str(found.doubts[0])


def test_a_footnote_at_the_foot_of_a_page_goes_to_the_others() -> None:
    page = "1. Calls upon States to open1 and\n_____\n1 See annex.\nT/RES/1/7\f"
    found = splits(f"{page}to close.\n2. Decides.\n")
    assert found.provisions[0].text == "Calls upon States to open[^1] and to close."
    assert found.footnotes == {1: "See annex."}


# What is proposed for a provision


@pytest.mark.parametrize(
    ("text", "force", "addressee"),
    [
        ("We further commit to open shelters.", "commitment", "states"),
        ("Recommends that shelters be opened", "recommendation", "others"),
        ("Stresses that States have the duty to open shelters", "duty", "states"),
        ("Welcomes shelters, and calls upon States parties to open more", "call", "parties"),
        ("Requests the Secretary-General to report, and urges States to reply", "call", "states"),
        ("Decides to remain seized of the matter", "statement", "others"),
    ],
)
def test_force_and_addressee_are_proposed(text: str, force: str, addressee: str) -> None:
    told = reading(text)
    assert (told.force, told.addressee, told.is_sure) == (force, addressee, True)


def test_an_item_has_the_force_of_its_opening() -> None:
    assert reading("Open shelters at night;", "request").force == "request"
    assert not reading("Shelters are closed at night;").is_sure


def test_requirements_are_cut_where_another_thing_is_asked() -> None:
    text = "Urges States to open shelters, including by night, to train staff, and to count them;"
    assert requirements(text, ["Urges", "States"]) == [
        ["open shelters", "including by night"],
        ["train staff"],
        ["count them"],
    ]


# The layer


@pytest.fixture
def _here(ours: Path) -> None:
    assert ours
    Path("copy.txt").write_text(PARAGRAPHS, encoding="utf-8")
    Path("pages.txt").write_text(PAGES, encoding="utf-8")
    Path("summary.txt").write_text(SUMMARY, encoding="utf-8")


def drafted(name: str, symbol: str, *options: str) -> tuple[list[str], str]:
    """The files written, without the layer's folder, and what is said."""
    result = run("new", "rulebook", name, "--symbol", symbol, "-o", "mine", *options)
    assert result.exit_code == 0, result.output
    return result.stdout.replace("mine/rules/", "").splitlines(), result.stderr


def data(name: str) -> dict[str, Any]:
    text = Path("mine/rules", f"{name}.yaml").read_text(encoding="utf-8")
    return dict(parse(text, name).data)


def files() -> dict[str, bytes]:
    found = sorted(path for path in Path("mine").rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if SCHEMAS not in path.parts}


pytestmark = pytest.mark.usefixtures("_here")


def test_a_text_becomes_drafts_in_which_nothing_is_wrong_but_that_they_are_drafts() -> None:
    written, said = drafted("copy.txt", "T/RES/1/7")
    assert len([name for name in written if name.endswith(".yaml")]) == 12
    assert "T/RES/1/7: 10 new in mine, 0 there already" in said
    assert "The preamble speaks to States: “encouraging States to consider building more”" in said
    found = refused("check", "mine")
    assert found.count("checks are still to be written") == 10
    assert found.endswith("\n10 things not yet written\n")
    assert data("T-RES-1-7/instrument")["title"] == "Shelter for everyone"
    assert data("T-RES-1-7/instrument")["operative"][5:8] == ["3 (a)", "3 (a) (i)", "3 (a) (ii)"]


def test_a_draft_says_what_is_proposed() -> None:
    drafted("copy.txt", "T/RES/1/7")
    rule = data("T-RES-1-7/2a")
    assert rule["frame"] == [
        {"as": "operative", "words": "Urges"},
        {"as": "addressee", "words": "States"},
        {"as": "condition", "words": "that have not done so"},
        {"as": "condition", "words": "where necessary"},
    ]
    assert (rule["force"], rule["addressee"], rule["draft"]) == ("call", "states", "yes")
    assert "confirm them" in rule["note"]
    text = Path("mine/rules/T-RES-1-7/2a.yaml").read_text(encoding="utf-8")
    proposed = text.partition("`remedy`.\n")[2].replace("# ", "")
    assert parse(proposed, "x").data == {"checks": [{"asks": "keep them open"}]}
    others = Path("mine/rules/T-RES-1-7/2b.yaml").read_text(encoding="utf-8")
    assert others.endswith("# no_test: It is addressed to others than States.\n")


def test_footnote_marks_and_page_matter_are_listed() -> None:
    drafted("copy.txt", "T/RES/1/7")
    listed = data("T-RES-1-7/errata")["errata"]
    assert [(e["place"], e["held"], e["reads"]) for e in listed] == [
        ("preamble", "earlier resolution,1", "earlier resolution,[^1]"),
        ("para. 1", "open shelters2", "open shelters[^2]"),
        ("para. 3", "Shelter Convention,3", "Shelter Convention,[^3]"),
        ("page matter", "T/RES/1/7", ""),
        ("page matter", "[DU1]", ""),
        ("page matter", "7", ""),
    ]


def test_a_second_run_adds_only_what_is_new() -> None:
    drafted("copy.txt", "T/RES/1/7", "--paragraphs", "1,3")
    path = Path("mine/rules/T-RES-1-7/1.yaml")
    path.write_text(path.read_text().replace("draft: yes", "draft: yes  # mine"))
    before = files()
    written, said = drafted("copy.txt", "T/RES/1/7", "--paragraphs", "1-4")
    assert sorted(written) == [
        f"T-RES-1-7/{name}" for name in ("2.yaml", "2a.yaml", "2b.yaml", "4.yaml")
    ] + ["T-RES-1-7/instrument.yaml", "T-RES-1-7/source.txt"]
    assert "4 new in mine, 6 there already" in said
    after = files()
    assert {name for name in before if after[name] != before[name]} == {
        "mine/rules/T-RES-1-7/instrument.yaml",
        "mine/rules/T-RES-1-7/source.txt",
    }
    held = Source(Path("mine/rules/T-RES-1-7/source.txt").read_text(encoding="utf-8"))
    assert list(held.paragraphs) == data("T-RES-1-7/instrument")["operative"]
    assert refused("check", "mine").count("\n  hint:") == 10
    again, said = drafted("copy.txt", "T/RES/1/7", "--paragraphs", "1-4")
    assert (again, files()) == ([], after)
    assert "0 new in mine, 10 there already" in said


def test_marks_are_listed_only_of_what_is_laid_anew() -> None:
    drafted("pages.txt", "T/RES/1/8", "--paragraphs", "13")
    drafted("pages.txt", "T/RES/1/8", "--marks", "4-5")
    held = [e["held"] for e in data("T-RES-1-8/errata")["errata"] if e["reads"]]
    assert held == ["sleep outside, 5"]
    assert refused("check", "mine").endswith("\n6 things not yet written\n")


def test_a_paragraph_that_was_mended_is_quoted_as_it_is_held() -> None:
    drafted("pages.txt", "T/RES/1/8", "--title", "Shelter")
    source = Path("mine/rules/T-RES-1-8/source.txt")
    source.write_text(source.read_text().replace("status; 4", "status;[^4]"))
    Path("mine/rules/T-RES-1-8/13.yaml").unlink()
    drafted("pages.txt", "T/RES/1/8")
    assert data("T-RES-1-8/13")["text"].endswith("whatever the status;")


def test_an_opening_without_a_number_is_divided_from_its_paragraph() -> None:
    _, said = drafted("pages.txt", "T/RES/1/8", "--marks", "4-5")
    assert "footnote" not in said
    assert data("T-RES-1-8/12-opening")["text"].startswith("To realize this commitment, we will")
    assert data("T-RES-1-8/12a")["force"] == "encouragement"
    assert "promises none of them" in data("T-RES-1-8/12a")["note"]
    assert data("T-RES-1-8/14")["text"].startswith("Urges States to count the persons who sleep")
    found = refused("check", "mine")
    assert found.count("\n  hint:") == found.count("checks are still to be written") == 6


def test_a_summary_is_said_to_be_none_and_only_what_is_sure_is_drafted() -> None:
    written, said = drafted("summary.txt", "T/9/1")
    assert said.startswith("This does not read as a resolution: 0 of 4 paragraphs begin with")
    assert "Not drafted, and not held: 1-4, 4 (b)." in said
    assert "Give `title` and `body` in mine/rules/T-9-1/instrument.yaml." in said
    assert "T-9-1/4a.yaml" in written
    assert data("T-9-1/instrument")["operative"] == ["4 (a)"]


def test_a_word_file_is_read_with_the_numbers_that_word_makes() -> None:
    document = docx.Document()
    document.add_paragraph("The General Assembly,")
    document.add_paragraph("Calls upon States to open shelters;", style="List Number")
    document.add_paragraph("Urges States to train staff:", style="List Number")
    document.add_paragraph("(a)\tBy day;")
    document.save("copy.docx")
    drafted("copy.docx", "T/RES/1/9")
    assert data("T-RES-1-9/instrument")["operative"] == ["1", "2", "2 (a)"]
    assert data("T-RES-1-9/2")["text"] == "Urges States to train staff:"


PARTS = "word/document.xml", "word/styles.xml"


def spoilt(change: Callable[[bytes], bytes], part: str) -> None:
    """A Word file with a part that was changed by hand, ``copy.docx``."""
    document = docx.Document()
    document.add_paragraph("1. Calls upon States to protect migrants;")
    document.save("sound.docx")
    with ZipFile("sound.docx") as sound, ZipFile("copy.docx", "w", ZIP_DEFLATED) as package:
        for name in sound.namelist():
            content = sound.read(name)
            package.writestr(name, change(content) if name == part else content)


@pytest.mark.parametrize("part", PARTS)
def test_a_word_file_that_declares_entities_is_refused(part: str) -> None:
    declared = b'?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hosts">]>'
    spoilt(lambda content: content.replace(b"?>", declared, 1), part)
    said = refused("new", "rulebook", "copy.docx", "--symbol", "T/RES/1/9", "-o", "drafts")
    assert "a part of the Word file declares entities, as no word processor does\n" in said


def test_a_word_file_made_to_fill_the_memory_is_refused() -> None:
    more = b"<w:p/>" * (MAX_IN_A_TEXT + 1) + b"<w:sectPr"
    spoilt(lambda content: content.replace(b"<w:sectPr", more, 1), PARTS[0])
    said = refused("new", "rulebook", "copy.docx", "--symbol", "T/RES/1/9", "-o", "drafts")
    assert "`word/document.xml` has more than 500000 elements: no word processor" in said


def test_a_number_without_words_is_no_provision() -> None:
    found = splits("The Council,\n\n1. Calls upon States to act;\n\n2. [^1]\n\n3. Requests all.")
    assert numbers(found) == ["1", "3"]
    assert "2 has no words and is left out (line 5)" in map(str, found.doubts)


def test_a_word_without_an_end_takes_no_more_time_than_many() -> None:
    long, many = f"1. Calls upon {'(' * 20_000}", f"1. Calls upon {'( ' * 10_000}"
    assert times_as_long(lambda: splits(long), lambda: splits(many)) < 10


def test_a_word_file_with_typed_numbers_is_read_as_a_text() -> None:
    document = docx.Document()
    for line in PARAGRAPHS.splitlines():
        document.add_paragraph(line)
    document.save("copy.docx")
    drafted("copy.docx", "T/RES/1/7")
    assert len(data("T-RES-1-7/instrument")["operative"]) == 10
    assert data("T-RES-1-7/1")["text"].startswith("Calls upon all States to open shelters at night")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no.txt", "T/RES/1/7"), "no.txt: there is no such file"),
        (("copy.pdf", "T/RES/1/7"), "save the document as plain text (.txt) or as a Word file"),
        (("copy.txt", "T/RES/1/7", "--paragraphs", "2,x"), "--paragraphs: `x` is no number"),
        (("copy.txt", "T/RES/1/7", "--paragraphs", "9"), "the text has no para. 9"),
        (("copy.txt", "T/1"), "--symbol: ours has a rulebook of T/1 already"),
        (("copy.txt", "//"), "--symbol: `//` is no symbol"),
        (("empty.txt", "T/RES/1/7"), "the file is empty"),
        (("prose.txt", "T/RES/1/7"), "there is no numbered paragraph in the text"),
        (("bad.docx", "T/RES/1/7"), "this is no Word file\n"),
        (("plain.txt", "T/RES/1/7"), "This does not read as a resolution"),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_nothing_written(
    arguments: tuple[str, ...], said: str
) -> None:
    Path("empty.txt").write_text(" \n")
    Path("prose.txt").write_text("A text without a number.\n")
    Path("bad.docx").write_text("no zip")
    Path("plain.txt").write_text("1. Shelters are open.\n\n2. They are full.\n")
    name, symbol, *options = arguments
    assert said in refused("new", "rulebook", name, "--symbol", symbol, "-o", "mine", *options)
    assert not Path("mine").exists()
