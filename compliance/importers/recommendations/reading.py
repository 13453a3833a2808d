"""From a list to recommendations: every row read, those that say the same put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from compliance.countries import country_name, country_names
from compliance.errors import Location, Problem, fault, nearest
from compliance.files import REMOVE, UNUSABLE, unusable
from compliance.importers.recommendations import headings
from compliance.importers.recommendations.recommendation import (
    Recommendation,
    as_paragraph,
    disagreement,
    is_symbol,
    united,
)
from compliance.importers.recommendations.states import (
    parentheses_of_states,
    state_code,
    states_in,
)
from compliance.importers.recommendations.wording import (
    Words,
    decoded,
    no_recommendation,
    other_kind,
    words_of,
)
from compliance.importers.recommendations.words import verbs
from compliance.importers.tables import Cell, Row, Sheet, read_list
from compliance.importers.tables.sheet import shown

MAX_LENGTH = 32_767
"""Characters that a cell of a workbook can hold; a text as long as that was cut off there."""
_UNIVERSAL_PERIODIC_REVIEW = re.compile(r"\bUPR\b|universal periodic review", re.IGNORECASE)
_DASH = re.compile(r"(?:^|\n)\s*-\s+")
"""What the Universal Human Rights Index puts before each of several things in a cell."""
_SYMBOL_FIRST = re.compile(r"(?P<document>[A-Z]{1,6}/[A-Za-z0-9./-]*?)(?:/Add\.\d+)?[\s,;–-]")
_UNREADABLE = {
    "formula": ("a formula stands here", "copy the column, and paste it as values"),
    "error": ("an error stands here instead of a value", "mend the formula that gave it"),
    "object": ("this is neither a text nor a list of texts", "write it as a text"),
}
_OTHER = "another State"
_FEW = 3
_HINTED = 200
"""So many names that are no State's get a hint; to look for more takes its time."""

Watch = Callable[[Iterable[Row], int], Iterable[Row]]
"""Passes rows on, of which there are about so many, and shows how far it has come."""


class Told:
    """What is said of rows, once for all rows of which it is so: with the first, and how many."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str | None], list[Location]] = {}

    def add(self, what: str, where: Location, hint: str | None = None) -> None:
        """Say it of this place too."""
        self._rows.setdefault((what, hint), []).append(where)

    def problems(self) -> list[Problem]:
        """Each with the first place and the number of the others."""
        return [
            Problem(f"{what}{_others(places)}", places[0], hint)
            for (what, hint), places in self._rows.items()
        ]


def _others(places: list[Location]) -> str:
    """The rows beside the first: `` (also rows 5 and 7)``, `` (and 12 more rows)``."""
    lines = list(dict.fromkeys(str(where.line) for where in places if where.line))[1:]
    if not lines:
        return ""
    if len(lines) > _FEW:
        return f" (and {len(lines)} more rows: {', '.join(lines[:_FEW])}, …)"
    return f" (also row {lines[0]})" if len(lines) == 1 else f" (also rows {', '.join(lines)})"


@dataclass
class Reading:
    """The recommendations of a list, what is wrong with others, and what a user is to know."""

    recommendations: list[Recommendation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    bad_rows: int = 0
    """How many rows have a problem."""


def read_recommendations(
    path: Path,
    country: str | None,
    named: Mapping[str, str],
    *,
    document: str | None = None,
    watch: Watch = lambda rows, _: rows,
) -> Reading:
    """The recommendations in a list: to one State alone, where its code is given.

    ``named`` are columns that the user gives a meaning; ``document`` is that of the rows that
    name none. Raises InputError where the list as a whole cannot be read, or has nothing; a row
    that cannot be read is a problem of the reading.
    """
    sheet = read_list(path, headings.known(named))
    if not sheet.columns:
        raise fault("the list is empty", sheet.where)
    columns = headings.columns_of(sheet, named)
    headings.require(sheet, columns, ["text"] if country else ["text", "state_under_review"])
    reader = _Rows(sheet, columns, country, document)
    read = list(reader.of(watch(sheet.rows, sheet.total)))
    recommendations = _put_together(read, reader)
    problems = reader.problems.problems()
    remarks = [*sheet.remarks, *headings.remarks(sheet, columns)]
    remarks += map(str, reader.remarks.problems())
    if not recommendations and not problems:
        whose = f" to {country_name(country)}" if country else ""
        hint = "; ".join(remarks) or None
        raise fault(f"there is no recommendation{whose} in this list", sheet.where, hint)
    return Reading(recommendations, problems, remarks, len(reader.bad_rows))


class _Rows:
    """Reads the rows of a list, and gathers what is wrong with them and what a user is to know."""

    def __init__(
        self, sheet: Sheet, columns: Mapping[str, int], country: str | None, document: str | None
    ) -> None:
        self.problems = Told()
        self.remarks = Told()
        self._columns = columns
        self._country = country
        self._document = document
        self.bad_rows: set[int] = set()
        self._has_states = "state_under_review" in columns
        self._width = len(sheet.columns)
        self._lone: list[tuple[Row, Recommendation]] = []

    def of(self, rows: Iterable[Row]) -> Iterator[Recommendation]:
        """The recommendations in the rows that can be read."""
        have_position = False
        for row in rows:
            found = self._read(row)
            if found is None:
                continue
            if sum(cell is not None for cell in row.cells) == 1 and self._width > 1:
                self._lone.append((row, found))
                continue
            have_position |= found.position is not None
            yield found
        for row, found in self._lone:
            if have_position and not (found.paragraph or _is_asked(found.text)):
                self._leave_out("a heading", row.where)
            else:
                yield found

    def _leave_out(self, what: str, where: Location) -> None:
        self.remarks.add(f"left out, because it is no recommendation: {what}", where)

    def _read(self, row: Row) -> Recommendation | None:
        """The recommendation in a row; None where there is none, which is told."""
        entry = _Entry(row, self._columns, self.remarks)
        if entry.is_heading():
            self._leave_out("a heading", row.where)
            return None
        own = entry.country(self._country) if self._has_states else self._country
        if self._country and own not in (self._country, None):
            return None
        if any(row.cells[self._width :]):
            hint = "put a text with commas in it into quotation marks, or give the column a heading"
            entry.report("the row has more cells than there are headings", hint)
        elif what := entry.other_kind(own):
            self._leave_out(what, row.where)
            return None
        found = entry.recommendation(own or "", self._document)
        for problem in dict.fromkeys(entry.problems):
            self.problems.add(problem.what, problem.where or row.where, problem.hint)
            self.bad_rows.add(row.where.line)
        return None if entry.problems else found


class _Entry:
    """A row of a list, with what is wrong with it."""

    def __init__(self, row: Row, columns: Mapping[str, int], remarks: Told) -> None:
        self.problems: list[Problem] = []
        self._row = row
        self._columns = columns
        self._remarks = remarks
        self._cells: dict[str, Cell | None] = {}

    def is_heading(self) -> bool:
        """Whether only a text stands here, merged across the table or without a State."""
        if sum(cell is not None for cell in self._row.cells) != 1 or not self._stands("text"):
            return False
        return self._row.is_merged or (
            "state_under_review" in self._columns and not _is_asked(self._text_words().text)
        )

    def country(self, wanted: str | None) -> str | None:
        """The code of the State under review; None, and a problem, where there is none.

        Where one State is ``wanted``, rows that are surely of another are no problem.
        """
        cell = self._cell("state_under_review")
        name = _on_one_line(decoded(cell.text)) if cell else ""
        if code := state_code(name.strip("* ")):
            return code
        if not self._stands("state_under_review"):
            self.report("the State under review is missing", "name it, or leave the row out")
        elif cell and len(states := states_in(name)[0]) > 1:
            if wanted and wanted not in map(state_code, states):
                return state_code(states[0])
            self.report(f"“{cell}” are several States", "give each a row of its own", cell)
        elif cell:
            near = _nearest_state(name)
            if wanted and (near is None or state_code(near) != wanted):
                self._remarks.add(f"“{shown(name)}” is no State: left out", self._row.where)
                return _OTHER
            hint = near and f"did you mean `{near}`?"
            hint = hint or "write its name as the United Nations does, or its ISO 3166 code"
            self.report(f"there is no State “{shown(name)}”", hint, cell)
        return None

    def other_kind(self, country: str | None) -> str | None:
        """What the row is, where it is no recommendation to the State."""
        kinds = (self._words("type"), self._words("position"))
        if kind := next((kind for words in kinds if words and (kind := other_kind(words))), None):
            return kind
        body = self._words("body")
        if body and not _UNIVERSAL_PERIODIC_REVIEW.search(body):
            return f"by “{shown(body)}”, not of the universal periodic review"
        names = states_in(self._words("recommending_states") or "")[0]
        if country and [state_code(name) for name in names] == [country]:
            return "a pledge (the State recommends it to itself)"
        cell = self._stands("text")
        if cell is None or (cell.kind != "error" and self._cell("text") is None):
            return None
        what = no_recommendation(self._text_words().text if cell.kind == "text" else "")
        return what and (f"no text, but “{cell}”" if what == "no text" else what)

    def recommendation(self, country: str, document: str | None) -> Recommendation:
        """The recommendation in the row, to be used if there are no problems."""
        words = self._text_words()
        if self._cell("text") is None and not self._stands("text"):
            self.report("the text is missing", "write it, or leave the row out")
        own = self._words("document") or document
        source = _SYMBOL_FIRST.match(f"{words.position_source} ") if not own else None
        paragraph, label = self._paragraph(words, own)
        if source and paragraph:
            own = source["document"]
            said = f"the list names no document, and that of the position is taken: {own}"
            self._remarks.add(said, self._row.where)
        if paragraph and own is None and "paragraph" not in self._columns:
            said = "the number before the text is a paragraph of a document that is not named"
            self._remarks.add(f"{said}; --document names it", self._row.where)
            paragraph, label = None, paragraph
        return Recommendation(
            country,
            words.text,
            self._row.where,
            rows=(self._row.where.line,),
            document=own,
            document_is_of_the_position=source is not None and paragraph is not None,
            paragraph=paragraph,
            label=label,
            recommended_by=self._recommended_by(words.text, country),
            position=self._position(),
            position_source=words.position_source,
            session=self._words("session"),
            body=self._words("body"),
            topic=self._words("topic"),
            footnote=self._words("footnote"),
            reference=self._words("reference"),
            publication_date=self._words("publication_date"),
        )

    def _text_words(self) -> Words:
        """The document's words in the text's cell; none where it cannot be used."""
        cell = self._cell("text")
        if cell is None:
            return Words("")
        text = decoded(cell.text)
        if text != cell.text.strip().replace("\r\n", "\n"):
            said = "entities, tags or signs that nobody sees were taken out of the text"
            self._remarks.add(said, self._row.where)
        if bad := UNUSABLE.search(text):
            self.report(unusable(bad[0]), REMOVE, cell)
        return words_of(text)

    def _paragraph(self, words: Words, document: str | None) -> tuple[str | None, str | None]:
        """The paragraph of the document, and the number in the list that is none."""
        cell = self._cell("paragraph")
        if cell is None:
            return words.paragraph, words.label
        paragraph = as_paragraph(cell.text)
        if cell.kind == "date" or (cell.kind == "number" and "." in cell.text):
            what = f"the paragraph is a {cell.kind} here (“{cell}”), so 97.1 and 97.10 are the same"
            self.report(what, "make it a text, and write the numbers anew", cell)
        elif paragraph is None:
            self.report(f"“{cell}” is no number of a paragraph", "write it as 97.2", cell)
        elif words.paragraph and not words.paragraph.startswith(paragraph):
            what = f"the text begins with {words.paragraph}, and the paragraph here is {paragraph}"
            self.report(what, "see which is right", cell)
        if document is None:
            what = f"of which document “{cell}” is a paragraph is not said"
            hint = "fill in the column `document`, name it with --document, or leave this out"
            self.report(what, hint, cell)
        elif not is_symbol(document):
            hint = "write it as A/HRC/15/11, or leave the paragraph out"
            self.report(f"“{shown(document)}” is no symbol of a document", hint, cell)
        if words.label and words.label.isalpha() and paragraph:
            return f"{paragraph} ({words.label})", None
        return words.paragraph or paragraph, words.label

    def _position(self) -> str | None:
        """The position; a column of IMPACT OSS says `true` where it was accepted."""
        words = self._words("position")
        return {"true": "accepted", "false": "accepted: false"}.get((words or "").lower(), words)

    def _recommended_by(self, text: str, country: str) -> tuple[str, ...]:
        """The States that recommend it: as the column names them, else the text."""
        cell = self._cell("recommending_states")
        if cell is None:
            return tuple(parentheses_of_states(text)[1])
        found, unknown = states_in(_on_one_line(decoded(cell.text)))
        for name in unknown:
            near = _nearest_state(name)
            hint = f" (did you mean `{near}`?)" if near else ""
            what = f"“{shown(name)}” is no State and is left out of those who recommend"
            self._remarks.add(what + hint, cell.where)
        if any(state_code(name) == country for name in found):
            self._remarks.add("a State is named as recommending to itself: left out", cell.where)
        return tuple(name for name in found if state_code(name) != country)

    def _words(self, field: str) -> str | None:
        cell = self._cell(field)
        return _on_one_line(decoded(cell.text)) or None if cell else None

    def _stands(self, field: str) -> Cell | None:
        """The cell of a field, if anything stands in it."""
        number = self._columns.get(field, len(self._row.cells))
        return self._row.cells[number] if number < len(self._row.cells) else None

    def _cell(self, field: str) -> Cell | None:
        """The cell of a field, if something that can be used stands in it."""
        if field not in self._cells:
            self._cells[field] = self._usable(self._stands(field))
        return self._cells[field]

    def _usable(self, cell: Cell | None) -> Cell | None:
        if cell is None:
            return None
        if cell.kind in _UNREADABLE:
            self.report(*_UNREADABLE[cell.kind], cell)
        elif bad := UNUSABLE.search(cell.text):
            self.report(unusable(bad[0]), REMOVE, cell)
        elif len(cell.text) >= MAX_LENGTH:
            what = f"the text has {len(cell.text)} characters, and {MAX_LENGTH - 1} are allowed"
            self.report(what, "a workbook cuts longer ones off: see whether it is whole", cell)
        else:
            return cell
        return None

    def report(self, what: str, hint: str, cell: Cell | None = None) -> None:
        """Say that something is wrong with the row, or with a cell of it."""
        self.problems.append(Problem(what, cell.where if cell else self._row.where, hint))


def _is_asked(text: str) -> bool:
    """Whether a text that stands alone in its row is surely a recommendation."""
    words = words_of(text)
    first = words.text.split(maxsplit=1)[:1]
    is_verb = bool(first) and first[0].lower().rstrip(",") in verbs()
    return bool(words.paragraph or words.label or parentheses_of_states(text)[0]) or is_verb


@lru_cache(maxsize=_HINTED)
def _nearest_state(name: str) -> str | None:
    return nearest(name, country_names())


def _on_one_line(text: str) -> str:
    """A text on one line, and of several things with a dash before each a list."""
    parts = [" ".join(part.split()) for part in _DASH.split(text)]
    return "; ".join(part for part in parts if part)


def _put_together(read: Iterable[Recommendation], rows: _Rows) -> list[Recommendation]:
    """Count a recommendation once, however many rows have it; leave out those that disagree.

    The same words without a paragraph, with two positions, are two recommendations.
    """
    groups: dict[str, list[Recommendation]] = {}
    for one in read:
        groups.setdefault(one.id, []).append(one)
    for name, group in list(groups.items()):
        if not group[0].paragraph and len({one.position_key for one in group if one.position}) > 1:
            del groups[name]
            for one in (replace(one, is_split=True) for one in group):
                groups.setdefault(one.id, []).append(one)
            said = "these words have several positions: each is a recommendation of its own"
            rows.remarks.add(said, group[0].where)
    return [united(group) for group in groups.values() if _agree(group, rows)]


def _agree(group: Sequence[Recommendation], rows: _Rows) -> bool:
    """Whether all that have one number can be one recommendation; if not, it is told."""
    first, *others = group
    pairs = (disagreement(first, other, ("document", "position")) for other in others)
    found = [problem for problem in pairs if problem]
    for problem in found:
        rows.problems.add(problem.what, problem.where or first.where, problem.hint)
    if found:
        rows.bad_rows |= {row for one in group for row in one.rows}
        return False
    for other in others:
        rows.remarks.add("the same as a row above, counted once", other.where)
    return True
