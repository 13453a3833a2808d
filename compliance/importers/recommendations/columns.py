"""Which column of a list says what: by its heading, or as the user says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from compliance.errors import InputError, Location, Problem, did_you_mean
from compliance.importers.tables import Sheet
from compliance.importers.tables.sheet import shown

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("Text", "Recommendation", "Recommendations"),
    "state_under_review": (
        "state_under_review",
        "Countries",
        "Countries Concerned",
        "Country",
        "SuR",
        "To",
    ),
    "recommending_states": (
        "recommending_states",
        "Recommending State",
        "UPR Recommending States",
        "UPR Reccomending States",
        "From",
        "recommending_states_guess",
    ),
    "document": ("document", "Symbol", "Document Symbol"),
    "paragraph": ("paragraph", "Paragraph Number"),
    "position": (
        "position",
        "UPR Position",
        "Response",
        "Accepted/Noted",
    ),
    "session": ("session", "UPR Session"),
    "body": ("body", "Recommending Body", "Reccomending Body"),
    "topic": ("topic", "Themes", "Theme", "Issues", "Issue"),
    "footnote": ("footnote",),
    "publication_date": ("PublicationDate", "Document Publication Date"),
}
"""What is read, each with the headings that it has: in lists like ours, in the Universal Human
Rights Index (which spells "Reccomending") and with UPR Info. Of several such columns the first
is taken."""

_MAP = Location("--map")


def parsed(mappings: Iterable[str]) -> dict[str, str]:
    """The columns that the user names, each with its field: ``Recommendation text=text``."""
    found: dict[str, str] = {}
    problems = []
    for mapping in mappings:
        column, sign, field = mapping.rpartition("=")
        if not sign or not column.strip():
            what, hint = f"`{mapping}` names no column", 'write --map "Heading of the column"=text'
            problems.append(Problem(what, _MAP, hint))
        elif field not in FIELDS:
            hint = did_you_mean(field, FIELDS) or f"it can be {', '.join(FIELDS)}"
            problems.append(Problem(f"nothing is called `{field}` here", _MAP, hint))
        else:
            found[column] = field
    if problems:
        raise InputError(problems)
    return found


def known(named: Mapping[str, str]) -> Callable[[Sequence[str]], int]:
    """A count of the headings in a row that are known, or named by the user."""
    headings = {_key(name) for names in FIELDS.values() for name in names} | set(map(_key, named))
    return lambda row: len({_key(name) for name in row} & headings)


def columns_of(sheet: Sheet, named: Mapping[str, str]) -> dict[str, int]:
    """The column of each field that the list has. Raises InputError."""
    keys = [_key(name) for name in sheet.columns]
    problems = [
        Problem(f"there is no column `{column}`", _MAP, _there_are(sheet))
        for column in named
        if _key(column) not in keys
    ]
    found: dict[str, int] = {}
    for field, names in _headings(named).items():
        own = next((name for name in names if name in keys), None)
        if own is None:
            continue
        found[field] = keys.index(own)
        if keys.count(own) > 1:
            what = f"two columns are called `{shown(sheet.columns[found[field]])}`"
            problems.append(Problem(what, sheet.where, "take one out, or rename it"))
    if problems:
        raise InputError(problems)
    return found


def _headings(named: Mapping[str, str]) -> dict[str, list[str]]:
    """The headings of each field: those the user names, else those that are known."""
    meant = {_key(column): field for column, field in named.items()}
    return {
        field: [key for key, own in meant.items() if own == field]
        or [key for key in map(_key, names) if key not in meant]
        for field, names in FIELDS.items()
    }


def require(sheet: Sheet, columns: Mapping[str, int], fields: Iterable[str]) -> None:
    """Raises InputError for the fields without which nothing can be read."""
    missing = [field for field in fields if field not in columns]
    if missing:
        hint = f'{_there_are(sheet)}; name yours with --map "…"='
        raise InputError(
            Problem(f"there is no column for `{field}`", sheet.where, f"{hint}{field}")
            for field in missing
        )


def unused(sheet: Sheet, columns: Mapping[str, int]) -> list[str]:
    """The headings of the columns that are not read, as far as they have one."""
    read = set(columns.values())
    return [shown(name) for number, name in enumerate(sheet.columns) if name and number not in read]


def _there_are(sheet: Sheet) -> str:
    names = ", ".join(f"`{shown(name)}`" for name in sheet.columns if name)
    return f"the columns are {names}" if names else "there is no row of headings"


def _key(name: str) -> str:
    """A heading as it is compared: without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
