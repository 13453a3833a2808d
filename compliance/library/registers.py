"""A register read from its file: whether what it says fits its fact, and its names the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compliance.countries import is_country
from compliance.library.source_texts import Source
from compliance.library.validation import Loader
from compliance.model.profiles import Answer, Entry, Register
from compliance.model.rulebook import Fact, FactId, fact_meant
from compliance.model.scalars import LAST_YEAR, name_faults
from compliance.model.value_sets import AnswerError, value_set

_STAND_INS = {
    "as_of": f"{LAST_YEAR}-12-31",
    "country": "ATA",
    "evidence": None,
    "note": None,
    "title": "-",
}
"""What takes the place of faulty parts, so that the entries can be checked all the same."""


def load_register(
    loader: Loader,
    facts: Mapping[FactId, Fact],
    sources: Mapping[str, Source],
    in_doubt: Callable[[FactId], bool] = lambda _: False,
    **known: str,
) -> Register | None:
    """A register, its answers held against the fact, its names against the document.

    ``known`` are its id and layer. Nothing is said of a fact ``in_doubt``, whose own declaration
    is faulty.
    """
    register = loader.model(Register, (), _STAND_INS, **known)
    if register is None:
        return None
    if register.fact in facts:
        _check_answers(loader, register, facts[register.fact])
    elif not in_doubt(register.fact):
        hint = fact_meant(register.fact, facts)
        loader.report(("fact",), f"there is no fact `{register.fact}`", hint)
    if register.until and register.until < register.as_of:
        what = f"it ends ({register.until}) before it begins ({register.as_of})"
        loader.report(("until",), what)
    for key, what, hint in name_faults(document=register.evidence.document):
        loader.report(("evidence", key), what, hint)
    _check_entries(loader, register, sources.get(register.evidence.document))
    return register


def _check_answers(loader: Loader, register: Register, fact: Fact) -> None:
    """Report what a State cannot be said to be."""
    said = {"listed": Answer(value=register.listed or register.as_of.isoformat())}
    if register.not_listed:
        said["not_listed"] = Answer.model_validate({"one of": register.not_listed})
    if register.listed is None and fact.type != "date":
        what = "`listed` is missing"
        loader.report((), what, f"say what `{fact.id}` is of a State that is listed")
        del said["listed"]
    for key, answer in said.items():
        try:
            value_set(fact, answer)
        except AnswerError as error:
            loader.report((key,), error.problem.what, error.problem.hint)


def _check_entries(loader: Loader, register: Register, source: Source | None) -> None:
    """Report States that there are not, that stand twice, or that the document does not name."""
    seen: set[str] = set()
    for number, entry in enumerate(register.members):
        place = ("members", number)
        if not is_country(entry.country):
            hint = "a country is its ISO 3166 code of three letters, such as ECU"
            loader.report((*place, "country"), f"there is no country `{entry.country}`", hint)
        elif entry.country in seen:
            loader.report((*place, "country"), f"`{entry.country}` is listed twice")
        seen.add(entry.country)
        if source and source.lacks(entry.name, register.evidence.place):
            what = f"“{entry.name}” does not stand in {register.evidence.document}"
            loader.report((*place, "name"), what, "write the name as the document does")
        _check_since(loader, (*place, "since"), register, entry)


def _check_since(
    loader: Loader, place: tuple[str | int, ...], register: Register, entry: Entry
) -> None:
    if register.listed is None and entry.since is None:
        loader.report(place[:-1], "`since` is missing", "it is what the register says of the State")
    if entry.since and entry.since > register.last_day:
        what = f"{entry.since} is after the last of the register's own days, {register.last_day}"
        loader.report(place, what)
