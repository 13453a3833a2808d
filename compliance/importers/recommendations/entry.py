"""One recommendation as a list gives it, and a row of a list read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from compliance.countries import country_names
from compliance.errors import InputError, Location, Problem, did_you_mean
from compliance.files import REMOVE, UNUSABLE, unusable
from compliance.importers.recommendations import numbering
from compliance.importers.recommendations.states import recommending_states, state_code, states_in
from compliance.importers.tables import Cell, Row
from compliance.importers.tables.sheet import shown
from compliance.library.source_texts import folded
from compliance.model.rulebook import provision_stem

MAX_LENGTH = 32_767
"""Characters that a cell of a workbook can hold; a text as long as that was cut off there."""
_UNIVERSAL_PERIODIC_REVIEW = re.compile(r"\bUPR\b|universal periodic review", re.IGNORECASE)
_DASH = re.compile(r"(?:^|\n)\s*-\s+")
"""What the Universal Human Rights Index puts before each of several things in a cell."""
_NO_TEXT = {
    "formula": ("a formula stands here", "copy the column, and paste it as values"),
    "error": ("an error stands here instead of a value", "mend the formula that gave it"),
    "object": ("this is neither a text nor a list of texts", "write it as a text"),
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What one or more States recommended to another, as a list gives it."""

    country: str
    text: str
    where: Location
    document: str | None = None
    paragraph: str | None = None
    session: str | None = None
    recommended_by: tuple[str, ...] = ()
    position: str | None = None
    body: str | None = None
    topic: str | None = None
    footnote: str | None = None
    publication_date: str | None = None

    @property
    def provision(self) -> str:
        """Its number, which depends on nothing else in the list."""
        if self.document and self.paragraph:
            return numbering.of_paragraph(self.document, self.paragraph)
        return numbering.of_text(self.document or self.session or "", self.text)

    @property
    def rulebook(self) -> str:
        """The folder of all that was recommended to the State."""
        return f"UPR-{self.country}"

    @property
    def stem(self) -> str:
        """The name of its file."""
        return provision_stem(self.provision)

    @property
    def id(self) -> str:
        """The id of its rule."""
        return f"{self.rulebook}.{self.stem}"


class Entry:
    """A row of a list, with what is wrong with it and what a user is to know of it."""

    def __init__(self, row: Row, columns: Mapping[str, int], width: int) -> None:
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        self._row = row
        self._columns = columns
        if any(row.cells[width:]):
            hint = "put a text with commas in it into quotation marks, or give the column a heading"
            self._report("the row has more cells than there are headings", hint)

    def country(self) -> str | None:
        """The code of the State under review; None, and a problem, where there is none."""
        cell = self._cell("state_under_review")
        name = folded(_on_one_line(cell.text)) if cell else ""
        if code := state_code(name):
            return code
        if not self._stands("state_under_review"):
            self._report("the State under review is missing", "name it, or leave the row out")
        elif len(states_in(name)[0]) > 1:
            self._report(f"“{cell}” are several States", "give each a row of its own", cell)
        elif cell:
            near = did_you_mean(name, country_names())
            hint = near or "write its name as the United Nations does, or its ISO 3166 code"
            self._report(f"there is no State “{cell}”", hint, cell)
        return None

    def recommendation(self, country: str) -> Recommendation:
        """The recommendation in the row. Raises InputError with all that is wrong with it."""
        text, document, body = self._text(), self._words("document"), self._words("body")
        if body and not _UNIVERSAL_PERIODIC_REVIEW.search(body):
            what = f"a recommendation by “{shown(body)}”, not of the universal periodic review"
            self._report(what, "leave it out; what treaty bodies say is another rulebook")
        found = Recommendation(
            country,
            text,
            self._row.where,
            document=document,
            paragraph=self._paragraph(document),
            session=self._words("session"),
            recommended_by=self._recommended_by(text),
            position=self._words("position"),
            body=body,
            topic=self._words("topic"),
            footnote=self._words("footnote"),
            publication_date=self._words("publication_date"),
        )
        if self.problems:
            raise InputError(self.problems)
        return found

    def _text(self) -> str:
        cell = self._cell("text")
        if not self._stands("text"):
            self._report("the text is missing", "write it, or leave the row out")
        elif cell and cell.kind != "text":
            self._report(f"the text is no text, but “{cell}”", "check the column", cell)
        return cell.text.strip().replace("\r\n", "\n") if cell else ""

    def _paragraph(self, document: str | None) -> str | None:
        cell = self._cell("paragraph")
        if cell is None:
            return None
        paragraph = numbering.as_paragraph(cell.text)
        if cell.kind == "date" or (cell.kind == "number" and "." in cell.text):
            what = f"the paragraph is a {cell.kind} here (“{cell}”), so 97.1 and 97.10 are the same"
            self._report(what, "make it a text, and write the numbers anew", cell)
        elif paragraph is None:
            self._report(f"“{cell}” is no number of a paragraph", "write it as 97.2", cell)
        if document is None:
            what = f"of which document “{cell}” is a paragraph is not said"
            hint = "numbers recur: fill in the column `document`, or leave the paragraph out"
            self._report(what, hint, cell)
        elif not numbering.is_symbol(document):
            hint = "write it as A/HRC/15/11, or leave the paragraph out"
            self._report(f"“{shown(document)}” is no symbol of a document", hint, cell)
        return paragraph

    def _recommended_by(self, text: str) -> tuple[str, ...]:
        """The States that recommend it: as the column names them, else the text at its end."""
        cell = self._cell("recommending_states")
        if cell is None:
            return tuple(recommending_states(text))
        found, unknown = states_in(_on_one_line(cell.text))
        for name in unknown:
            near = did_you_mean(name, country_names())
            hint = f" ({near})" if near else ""
            self.remarks.append(f"{cell.where}: “{shown(name)}” is no State and is left out{hint}")
        return tuple(found)

    def _words(self, field: str) -> str | None:
        cell = self._cell(field)
        return _on_one_line(cell.text) if cell else None

    def _stands(self, field: str) -> Cell | None:
        """The cell of a field, if anything stands in it."""
        number = self._columns.get(field, len(self._row.cells))
        return self._row.cells[number] if number < len(self._row.cells) else None

    def _cell(self, field: str) -> Cell | None:
        """The cell of a field, if something that can be used stands in it."""
        cell = self._stands(field)
        if cell is None:
            return None
        if cell.kind in _NO_TEXT:
            self._report(*_NO_TEXT[cell.kind], cell)
        elif bad := UNUSABLE.search(cell.text):
            self._report(unusable(bad[0]), REMOVE, cell)
        elif len(cell.text) >= MAX_LENGTH:
            what = f"the text has {len(cell.text)} characters, and {MAX_LENGTH - 1} are allowed"
            self._report(what, "a workbook cuts longer ones off: see whether it is whole", cell)
        else:
            return cell
        return None

    def _report(self, what: str, hint: str, cell: Cell | None = None) -> None:
        self.problems.append(Problem(what, cell.where if cell else self._row.where, hint))


def _on_one_line(text: str) -> str:
    """A text on one line, and of several things with a dash before each a list."""
    parts = [" ".join(part.split()) for part in _DASH.split(text)]
    return "; ".join(part for part in parts if part)
