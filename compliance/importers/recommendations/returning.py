"""A list read again, to be sent back: which of our rules each of its rows is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from compliance.assessment.assess import Assessment
from compliance.assessment.recommendations import ASSESSMENT, AnsweredList, ListedRow
from compliance.importers.recommendations import headings
from compliance.importers.recommendations.reading import Watch, read_recommendations
from compliance.importers.recommendations.recommendation import Recommendation
from compliance.importers.tables import Row, read_list
from compliance.library.library import Library
from compliance.model.actions import TrackedAction
from compliance.model.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Options:
    """How the list is read, as when it was imported."""

    named: Mapping[str, str]
    document: str | None = None
    watch: Watch = lambda rows, _: rows


def answered_list(
    path: Path,
    assessment: Assessment,
    actions: Sequence[TrackedAction],
    today: date,
    options: Options,
) -> tuple[AnsweredList, list[str]]:
    """The list beside an account, and what a user is to know. Raises InputError.

    Rows that cannot be read as recommendations, or of which there is no rule, stay as they are.
    """
    country, library = assessment.profile.country, assessment.library
    reading = read_recommendations(
        path, country, options.named, document=options.document, watch=options.watch
    )
    rules: dict[int, str] = {}
    unknown = 0
    for one in reading.recommendations:
        name = _held(one, library)
        unknown += name is None
        if name:
            rules |= dict.fromkeys(one.rows, name)
    parts = _parts(set(rules.values()), library)
    sheet = read_list(path, headings.known(options.named))
    rows = [_row(row, parts.get(rules.get(row.where.line, ""), ())) for row in sheet.rows]
    own = {
        field: column
        for field, column in headings.answer_columns(sheet).items()
        if field == ASSESSMENT or not any(row.rules and row.text(column) for row in rows)
    }
    place = (sheet.where.cell or "").rpartition("!")
    listed = AnsweredList(
        path,
        place[0],
        sheet.columns,
        sheet.where.line or 0,
        rows,
        assessment,
        tuple(actions),
        today,
        headings.columns_of(sheet, options.named),
        own,
        tuple(_row(row, ()) for row in sheet.above),
    )
    return listed, list(_remarks(listed, reading.bad_rows, unknown))


def _remarks(listed: AnsweredList, bad: int, unknown: int) -> Iterable[str]:
    kept = [str(row.number) for row in listed.rows if row.rules and listed.kept(row)]
    if kept:
        rows = "row" if len(kept) == 1 else "rows"
        heading = listed.columns[listed.own[ASSESSMENT]]
        yield f"{rows} {', '.join(kept)}: what stands under `{heading}` is kept as it is"
    if bad:
        rows = "1 row" if bad == 1 else f"{bad} rows"
        yield f"{rows} cannot be read as a recommendation; what stands there is kept"
    if unknown:
        some = "1 recommendation" if unknown == 1 else f"{unknown} recommendations"
        have = "has" if unknown == 1 else "have"
        yield (
            f"{some} of the list {have} no rule: nothing is written beside; "
            "`compliance import recommendations` adds rules to a layer (--layer)"
        )


def _row(row: Row, rules: tuple[str, ...]) -> ListedRow:
    texts = tuple(cell.text if cell and cell.text.strip() else "" for cell in row.cells)
    alone = sum(bool(text) for text in texts) == 1
    return ListedRow(row.where.line, texts, rules, not rules and (row.is_merged or alone))


def _held(one: Recommendation, library: Library) -> str | None:
    """The rule that was made of it; where the same words got a second position, its own."""
    if one.id in library.rules:
        return one.id
    whole = replace(one, is_split=False)
    rule = library.rules.get(whole.id)
    if rule is None or not one.is_split:
        return None
    held = replace(whole, position=rule.position.words if rule.position else None)
    return rule.id if held.position_key == one.position_key else None


def _parts(named: Iterable[str], library: Library) -> dict[str, tuple[str, ...]]:
    """Each rule with those of its parts: of 97.2 also 97.2 (a), unless the list has it as a row."""
    rows = set(named)
    by_number: dict[tuple[str, str, str], list[Rule]] = {}
    for rule in library.rules.values():
        number, _, source = rule.provision.partition(" (of ")
        whole = number.partition(" (")[0]
        if whole != number and rule.id not in rows:
            by_number.setdefault((rule.instrument, whole, source), []).append(rule)
    found = {}
    for name in rows:
        rule = library.rules[name]
        number, _, source = rule.provision.partition(" (of ")
        parts = [part.id for part in by_number.get((rule.instrument, number, source), ())]
        found[name] = (name, *parts) if not (parts and rule.draft) else tuple(parts)
    return found
