"""A Word file: heading styles, a title page, tables whose headers repeat, page numbers.

The same document gives the same bytes. Needs python-docx, the extra ``word``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, assert_never

from compliance.document import style
from compliance.document.characters import clean, spaced
from compliance.document.columns import GAP, column_widths
from compliance.document.model import (
    Bar,
    Block,
    Cell,
    Details,
    Document,
    Facts,
    Group,
    Items,
    PageBreak,
    Paragraph,
    Section,
    SourceList,
    Table,
)
from compliance.document.text import (
    Cite,
    Form,
    Inline,
    Look,
    Mark,
    Span,
    Text,
    drawn,
    inlines,
    muted,
    plain,
    strong,
)
from compliance.errors import fault
from compliance.library.languages import speaking

_EPOCH = date(2000, 1, 1)
"""Of a document without a date."""
_CHARACTERS = 88
"""What a line of a table holds, between the margins of an A4 page."""
_TWIP, _TWIPS, _INSIDE = 635, 9638, 9400
"""A twentieth of a point in Word's units; of these between the margins, and inside a cell."""
_PAGE, _MARGIN, _INDENT = (7560310, 10692130), 720090, 0.75
_FONT, _MONOSPACED, _SYMBOLS = "Calibri", "Consolas", "Segoe UI Symbol"
_STYLES = {
    "Normal": (10.5, style.INK),
    "Title": (28, style.ACCENT),
    "Subtitle": (14, style.MUTED),
    "Note": (10.5, style.MUTED),
    "Quote": (10.5, style.INK),
    "Heading 1": (16, style.ACCENT),
    "Heading 2": (13, style.ACCENT),
    **{f"Heading {level}": (11, style.ACCENT) for level in range(3, 7)},
}
_LOOKS: dict[Look, dict[str, Any]] = {
    Look.STRONG: {"bold": True},
    Look.CODE: {"font": _MONOSPACED, "size": 9.5},
    Look.MUTED: {"colour": style.MUTED},
    Look.CONFIDENTIAL: {"bold": True, "colour": style.LIGHT[style.Tone.NOT_MET]},
}
_LONGEST_BAR, _BAR_SIGN, _PADDING = 28, 86, 240
"""Signs of a bar; in twips one of them (monospaced, 7 points), and what a cell has at its sides."""
_ALIGNED = {"start": 0, "center": 1, "end": 2}


def word(document: Document) -> bytes:
    """The document as a .docx file. Raises InputError where python-docx is not installed."""
    try:
        import docx  # noqa: F401, PLC0415 - an extra, and slow to import
    except ImportError:
        hint = 'install it: pip install "migrant-rights-compliance[word]"'
        raise fault("Word files need the package python-docx", hint=hint) from None
    with speaking(document.language):
        return _Word(document).content()


class _Word:
    """One file in the making. ``into`` is the file, or the cell of a table."""

    def __init__(self, document: Document) -> None:
        import docx  # noqa: PLC0415

        self.document = document
        self.day = datetime.combine(document.date or _EPOCH, time())
        self.file: Any = docx.Document()
        self.file.styles.add_style("Note", 1).base_style = self.file.styles["Normal"]
        self.styles = {name: self.file.styles[name].style_id for name in _STYLES}
        self.bookmarks = {anchor: f"r{n}" for n, anchor in enumerate(sorted(document.anchors))}

    def content(self) -> bytes:
        """The bytes of the file."""
        self.page()
        self.dress_styles()
        self.properties()
        self.title_page()
        self.blocks(self.file, self.document.blocks, 1)
        held = io.BytesIO()
        self.file.save(held)
        return _same_bytes(held.getvalue())

    # The file as such

    def page(self) -> None:
        """Size, margins, header and footer; the first page has neither of the two."""
        section = self.file.sections[0]
        section.page_width, section.page_height = _PAGE
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, _MARGIN)
        section.different_first_page_header_footer = True
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        self.write(header, Span(self.document.title, Look.MUTED))
        footer.alignment = _ALIGNED["end"]
        for number, name in enumerate(("PAGE", "NUMPAGES")):
            footer.add_run(" / " * number)
            footer.add_run()._r.extend(
                [
                    _element("w:fldChar", fldCharType="begin"),
                    _element("w:instrText", name),
                    _element("w:fldChar", fldCharType="end"),
                ]
            )

    def dress_styles(self) -> None:
        """Fonts, sizes and colours of the styles that are used."""
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        styles = self.file.styles
        for name, (size, colour) in _STYLES.items():
            one = styles[name]
            one.font.name, one.font.size, one.font.italic = _FONT, Pt(size), False
            one.font.color.rgb = RGBColor.from_string(colour)
            fonts = one.element.rPr.rFonts
            for key in [key for key in fonts.attrib if "Theme" in key]:
                del fonts.attrib[key]
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for border in styles["Title"].element.findall(f".//{_name('w:pBdr')}"):
            border.getparent().remove(border)
        for language in styles.element.iter(_name("w:lang")):
            language.set(_name("w:val"), self.document.language.code)

    def properties(self) -> None:
        """Title, author, dates: what the file says of itself, and nothing of python-docx."""
        core = self.file.core_properties
        core.title, core.author = clean(self.document.title), clean(self.document.author)
        core.subject = clean(plain(self.document.subtitle))
        core.comments, core.keywords, core.language = "", "", self.document.language.code
        core.last_modified_by, core.revision = core.author, 1
        core.created = core.modified = self.day
        relations = self.file.part.package.rels
        for key in [k for k, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]

    def title_page(self) -> None:
        """Title, subtitle and facts; with facts, on a page of their own."""
        facts = tuple(self.document.facts)
        title = self.new(self.file, style_name="Title")
        title.paragraph_format.space_before = _MARGIN * 5 if facts else 0
        self.write(title, self.document.title)
        if self.document.subtitle:
            self.write(self.new(self.file, style_name="Subtitle"), self.document.subtitle)
        if facts:
            self.facts(self.file, Facts(facts))
            self.file.add_page_break()

    # Blocks

    def blocks(self, into: Any, blocks: Iterable[Block], level: int, indent: int = 0) -> None:
        """Blocks one after the other."""
        for block in blocks:
            self.block(into, block, level, indent)

    def block(self, into: Any, block: Block, level: int, indent: int) -> None:
        """One block."""
        match block:
            case Section():
                self.section(into, block, level, indent)
            case Paragraph():
                self.paragraph(into, block, indent)
            case Facts():
                self.facts(into, block, indent)
            case Items():
                self.items(into, block, level, indent)
            case Table():
                self.table(into, block, level)
            case Details():
                self.write(self.new(into, indent), strong(plain(block.summary)))
                self.blocks(into, block.blocks, level, indent)
            case SourceList():
                for number, source in enumerate(self.document.sources, 1):
                    self.hung(into, f"[{number}]", source.text, 1.0)
            case PageBreak():
                self.file.add_page_break()
            case _:
                assert_never(block)

    def section(self, into: Any, section: Section, level: int, indent: int) -> None:
        """Heading, remark, blocks."""
        heading = self.new(into, style_name=f"Heading {min(level, 6)}")
        self.write(heading, section.heading, anchor=section.anchor)
        if section.remark:
            remark = self.new(into, indent, "Note")
            self.write(remark, section.remark)
            remark.paragraph_format.keep_with_next = True
        self.blocks(into, section.blocks, level + 1, indent)

    def paragraph(self, into: Any, paragraph: Paragraph, indent: int) -> None:
        """A paragraph, with its comments in the margin."""
        named = {"body": "Normal", "note": "Note", "quote": "Quote"}[paragraph.kind]
        made = self.new(into, indent + (paragraph.kind == "quote"), named)
        self.write(made, paragraph.text)
        for comment in paragraph.comments:
            author = clean(comment.author)
            initials = "".join(word[0] for word in author.split())
            added = self.file.add_comment(made.runs, clean(comment.text), author, initials)
            added._comment_elm.set(_name("w:date"), f"{self.day.isoformat()}Z")

    def facts(self, into: Any, facts: Facts, indent: int = 0) -> None:
        """Terms, and beside each what is said of it."""
        pairs = tuple(facts.pairs)
        longest = max((len(plain(term)) for term, _ in pairs), default=0)
        for term, said in pairs:
            margin = min(0.6 + 0.2 * longest, 7)
            self.hung(into, [muted(plain(term))], said, margin, indent=indent)

    def items(self, into: Any, items: Items, level: int, indent: int) -> None:
        """A list, with what is under each item."""
        for number, item in enumerate(items.items, 1):
            head = f"{number}." if items.is_ordered else style.SIGNS.bullet
            self.hung(into, head, item.text, 0.6, indent=indent, anchor=item.anchor)
            self.blocks(into, item.blocks, level + 1, indent + 1)

    def hung(  # noqa: PLR0913 - what it looks like is named
        self,
        into: Any,
        head: Text,
        body: Text,
        margin: float,
        *,
        indent: int = 0,
        anchor: str = "",
    ) -> None:
        """A head, and beside it a body whose lines begin ``margin`` centimetres further on."""
        from docx.shared import Cm  # noqa: PLC0415

        made = self.new(into)
        form = made.paragraph_format
        form.left_indent, form.first_line_indent = Cm(indent * _INDENT + margin), Cm(-margin)
        form.space_after = Cm(0.1)
        self.write(made, [*inlines(head), "\t", *inlines(body)], anchor=anchor)

    def new(self, into: Any, indent: int = 0, style_name: str = "Normal") -> Any:
        """A new paragraph; a new cell has one already."""
        from docx.shared import Cm  # noqa: PLC0415

        is_fresh = hasattr(into, "_tc") and len(into._tc) <= 2 and not into.paragraphs[0].runs
        made = into.paragraphs[0] if is_fresh else into.add_paragraph()
        if style_name != "Normal":
            made._p.style = self.styles[style_name]  # by its id: looked up, it takes half the time
        if indent:
            made.paragraph_format.left_indent = Cm(indent * _INDENT)
        return made

    # Tables

    def table(self, into: Any, table: Table, level: int) -> None:
        """A table with widths, a header row that repeats, and rows that are not split."""
        made = into.add_table(0, len(table.columns))
        made.autofit = False
        made._tbl.tblPr.append(_borders())
        widths = [width + GAP + 1 for width in column_widths(table, _CHARACTERS, _words_of)]
        room = _INSIDE if hasattr(into, "_tc") else _TWIPS
        twips = [width * room // sum(widths) for width in widths]
        for grid, width in zip(made._tbl.tblGrid, twips, strict=True):
            grid.set(_name("w:w"), str(width))
        if any(column.heading for column in table.columns):
            cells = self.row(made, twips, "w:tblHeader", "w:cantSplit")
            for cell, column in zip(cells, table.columns, strict=True):
                cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill=style.PALE))
                self.cell(cell, strong(column.heading), column.align)
        for group in table.groups:
            self.group(made, table, group, twips, level)
        after = into.paragraphs[-1] if hasattr(into, "_tc") else into.add_paragraph()
        _dress(after.add_run(), size=4)
        after.paragraph_format.space_after = 0

    def group(self, made: Any, table: Table, group: Group, twips: list[int], level: int) -> None:
        """The rows of a group, each with its details under it."""
        if group.heading:
            cell = self.merged(made, twips, "w:cantSplit")
            self.cell(cell, strong(plain(group.heading)), "start", group.anchor)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        for row in group.rows:
            cells = self.row(made, twips, "w:cantSplit")
            for place, (cell, shown) in enumerate(zip(cells, row.cells, strict=True)):
                column = table.columns[place]
                align = "end" if isinstance(shown, int) else column.align
                if isinstance(shown, Bar):
                    self.bar(cell, shown, twips[place])
                else:
                    self.cell(cell, shown, align, row.anchor if place == 0 else "")
                if place == table.main:
                    for line in row.under:
                        self.hung(cell, style.SIGNS.arrow, line, 0.5)
                for paragraph in cell.paragraphs if row.details else ():
                    paragraph.paragraph_format.keep_with_next = True
            if row.details:
                self.block(self.merged(made, twips), row.details, level, 0)

    def row(self, made: Any, twips: list[int], *marks: str) -> list[Any]:
        """The cells of a new row, each with its width."""
        row = made.add_row()
        row._tr.get_or_add_trPr().extend([_element(mark) for mark in sorted(marks)])
        cells = list(row.cells)
        for cell, width in zip(cells, twips, strict=True):
            cell.width = width * _TWIP
        return cells

    def merged(self, made: Any, twips: list[int], *marks: str) -> Any:
        """The one cell of a new row that reaches from side to side."""
        cells = self.row(made, twips, *marks)
        return cells[0].merge(cells[-1])

    def bar(self, into: Any, bar: Bar, twips: int) -> None:
        """Counts as a bar on one line of a cell that is so many twips wide."""
        made = self.new(into)
        made.paragraph_format.space_after = 0
        most = max(1, min(_LONGEST_BAR, (twips - _PADDING) // _BAR_SIGN))
        for tone, length in style.bar_parts(bar.counts, most):
            run = made.add_run(style.SIGNS.bar[tone] * length)
            _dress(run, colour=style.FILLS[tone], font=_MONOSPACED, size=7)

    def cell(self, into: Any, cell: int | Text, align: str, anchor: str = "") -> None:
        """What a cell holds."""
        made = self.new(into)
        made.alignment, made.paragraph_format.space_after = _ALIGNED[align], 0
        if isinstance(cell, int):
            self.write(made, str(cell) if cell else muted(style.SIGNS.none))
        else:
            self.write(made, cell, anchor=anchor)

    # Words

    def write(self, made: Any, text: Text, *, anchor: str = "") -> None:
        """Write a text into a paragraph; ``anchor`` is where links to it lead."""
        if anchor:
            name = self.bookmarks[anchor]
            made._p.append(_element("w:bookmarkStart", id=name[1:], name=name))
            made._p.append(_element("w:bookmarkEnd", id=name[1:]))
        for part in inlines(text):
            self.inline(made, part)

    def inline(self, made: Any, part: Inline) -> None:
        """Write an inline into a paragraph."""
        if isinstance(part, Cite):
            _dress(made.add_run(f"[{self.document.number_of(part.source)}]"), colour=style.MUTED)
        elif isinstance(part, Mark):
            _mark(made, part)
        else:
            run = made.add_run("\t" if part.text == "\t" else spaced(part.words))
            _dress(run, **_LOOKS.get(part.look, {}))
            run.italic = part.look is Look.EMPHASIS or None
            if part.language not in ("", "und", self.document.language.code):
                run._r.get_or_add_rPr().append(_element("w:lang", val=part.language))
            self.lead(made, run, part)

    def lead(self, made: Any, run: Any, span: Span) -> None:
        """Make a run a link, if its words lead somewhere."""
        if not self.document.target(span):
            return
        _dress(run, colour=style.ACCENT)
        run.font.underline = True
        link = _element("w:hyperlink")
        if span.to in self.bookmarks:
            link.set(_name("w:anchor"), self.bookmarks[span.to])
        else:
            from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

            kind = RELATIONSHIP_TYPE.HYPERLINK
            link.set(_name("r:id"), made.part.relate_to(span.to, kind, is_external=True))
        run._r.addprevious(link)
        link.append(run._r)


def _mark(made: Any, mark: Mark) -> None:
    """Write a status: signs in a font that has them, and words, in its colour."""
    signs, words = drawn(mark, style.SIGNS)
    tone = style.tone(mark.outcomes)
    if signs:
        colours = style.FILLS if mark.form is Form.SWATCH else style.LIGHT
        _dress(made.add_run(signs), colour=colours[tone], font=_SYMBOLS)
    if words:
        _dress(made.add_run(f" {words}" if signs else words), colour=style.LIGHT[tone])


def _dress(
    run: Any,
    *,
    colour: str = "",
    font: str = "",
    size: float = 0,
    bold: bool = False,
) -> None:
    """Give a run its look."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if font:
        run.font.name = font
        for script in ("w:eastAsia", "w:cs"):
            run._r.rPr.rFonts.set(_name(script), font)
    if size:
        run.font.size = Pt(size)
    run.bold = bold or None


def _words_of(cell: Cell) -> str:
    """What a cell shows, as far as its width is concerned."""
    if isinstance(cell, int | Bar):
        return str(cell) if isinstance(cell, int) else ""
    return "".join(
        f"{drawn(part, style.SIGNS)[0] * 2}{drawn(part, style.SIGNS)[1]}"  # signs are wide
        if isinstance(part, Mark)
        else plain(part)
        for part in inlines(cell)
    )


def _name(name: str) -> str:
    """The full name of ``w:p``, with its namespace."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(name)


def _element(tag: str, text: str = "", /, **attributes: str) -> Any:
    """A new element of Word's, with attributes of the same namespace."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(_name(f"w:{key}"), value)
    if text:
        made.text = text
    return made


def _borders() -> Any:
    """Lines above, under and between rows."""
    made = _element("w:tblBorders")
    made.extend(
        [
            _element(f"w:{side}", val="single", sz="4", space="0", color=style.LINE)
            for side in ("top", "bottom", "insideH")
        ]
    )
    return made


def _same_bytes(content: bytes) -> bytes:
    """The same package without the time at which it was written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return held.getvalue()
