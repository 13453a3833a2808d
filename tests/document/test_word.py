"""The sample as a Word file, read again."""

import io
import sys
import zipfile
from datetime import datetime

import docx
import pytest
from document import sample

from compliance.document.model import Document, Paragraph, tally
from compliance.document.word import word
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.errors import InputError

_TEXTS = ("t", "tab", "instrText")


@pytest.fixture(scope="module")
def content():
    return word(sample.document())


@pytest.fixture(scope="module")
def read(content):
    return docx.Document(io.BytesIO(content))


def _w(name):
    return docx.oxml.ns.qn(f"w:{name}")


def _words(element):
    return "".join(
        "\t" if one.tag == _w("tab") else one.text for one in element.iter(*map(_w, _TEXTS))
    )


def _text(read):
    return "\n".join(map(_words, read.element.body.iter(_w("p"))))


def test_the_sample(read, approved):
    lines = []
    for one in read.element.body.iter(_w("p")):
        style = one.find(f"{_w('pPr')}/{_w('pStyle')}")
        name = "" if style is None else f"[{style.get(_w('val'))}] "
        lines.append(f"{name}{_words(one)}".rstrip())
    found = "\n".join(lines) + "\n"
    assert found == approved("sample-word.txt", found)


def test_the_same_document_gives_the_same_bytes(content):
    assert word(sample.document()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in b"".join(map(package.read, package.namelist()))


def test_properties_are_the_documents(read):
    core = read.core_properties
    assert (core.title, core.author) == ("Spain: gap report", "Ministry of Justice")
    assert core.created == core.modified == datetime(2010, 7, 15, tzinfo=core.created.tzinfo)
    assert core.language == "en"


def test_header_rows_repeat_and_no_row_of_results_is_split(read):
    tally, results, matrix = read.tables
    for table in (tally, matrix):
        marks = [row._tr.find(f"{_w('trPr')}/{_w('tblHeader')}") is not None for row in table.rows]
        assert marks == [True] + [False] * (len(marks) - 1)
    whole = [row._tr.find(f"{_w('trPr')}/{_w('cantSplit')}") is not None for row in results.rows]
    assert whole == [True, True, False, True, True, True]


def test_widths_are_set_on_columns_and_cells(read):
    for table in read.tables:
        grid = [int(column.get(_w("w"))) for column in table._tbl.tblGrid]
        assert sum(grid) <= 9638
        assert min(grid) > 300
        first = table.rows[0]._tr.tc_lst
        if len(first) == len(grid):
            assert [round(cell.width / 635) for cell in first] == grid


@pytest.mark.parametrize("name", ["A/66/253", "Committee on the Rights of Those Who Migrate" * 2])
def test_a_bar_is_one_line_of_its_cell(name):
    """A sign of a bar is 4.3 points wide; a cell has 12 points at its sides."""
    met, open_ = Outcomes.of(Outcome.MET), Outcomes.of(*Outcome)
    made = word(Document("x", [tally("Where it stands", {name: {met: 3, open_: 20}})]))
    cell = docx.Document(io.BytesIO(made)).tables[0].rows[-1].cells[-1]
    bar = cell.paragraphs[0].text
    assert len(set(bar)) == 2
    assert len(bar) * 4.3 + 12 <= cell.width.pt


def test_comments_page_numbers_and_headings(read):
    (comment,) = read.comments
    assert (comment.author, comment.text) == ("Ministry of Justice", "Which paragraph?")
    assert comment.timestamp == datetime(2010, 7, 15, tzinfo=comment.timestamp.tzinfo)
    footer = _words(read.sections[0].footer._element)
    assert footer == "PAGE / NUMPAGES"
    levels = [p.style.name for p in read.paragraphs if p.style.name.startswith(("Head", "Title"))]
    assert levels == ["Title", *["Heading 1"] * 2, "Heading 2", *["Heading 1"] * 2]


def test_links_lead_to_bookmarks(read):
    names = {one.get(_w("name")) for one in read.element.body.iter(_w("bookmarkStart"))}
    links = {one.get(_w("anchor")) for one in read.element.body.iter(_w("hyperlink"))} - {None}
    assert links
    assert links <= names


def test_hostile_words_are_only_words():
    found = _text(docx.Document(io.BytesIO(word(sample.document(sample.HOSTILE)))))
    assert found.count("[red]not markup[/red] <script>alert(1)</script> **bold**") >= 8
    assert not set(found) & set("\x1b\x07\u202e\u202c")


def test_without_python_docx_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputError, match=r"migrant-rights-compliance\[word\]"):
        word(Document("x", [Paragraph("y")]))
