"""A profile read from its file: whether its answers fit the vocabulary and can all be true."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from compliance.countries import is_country
from compliance.library.source_texts import Source
from compliance.library.validation import LEFT_OUT, Loader
from compliance.library.yaml_reader import Keys
from compliance.model.profiles import Answer, Evidence, Profile, first_day
from compliance.model.rulebook import Fact, FactId, fact_meant
from compliance.model.scalars import LAST_YEAR, name_faults, require_our_calendar
from compliance.model.value_sets import UNKNOWN, AnswerError, ValueSet, point, value_set

_STAND_INS = {
    "answers": LEFT_OUT,
    "as_of": f"{LAST_YEAR}-12-31",
    "country": "ATA",
    "document": "a document",
    "evidence": (),
    "lead": None,
    "note": "a note",
    "place": None,
    "public": "yes",
    "quote": None,
    "said_by": "government",
    "since": None,
    "speaker": "a speaker",
    "until": None,
    "voice": "government",
}
"""What takes the place of faulty parts, so that the answers can be checked all the same."""


def load_profile(
    loader: Loader,
    facts: Mapping[FactId, Fact],
    sources: Mapping[str, Source],
    in_doubt: Callable[[FactId], bool] = lambda _: False,
    **known: str,
) -> Profile | None:
    """A profile, its answers held against the vocabulary, its quotations against sources.

    ``known`` are its id and layer. Nothing is said of a fact ``in_doubt``, whose own
    declaration is faulty.
    """
    profile = loader.model(Profile, (), _STAND_INS, **known)
    if profile is None:
        return None
    sure = {fact: dated for fact, dated in profile.answers.items() if not in_doubt(fact)}
    check_country(loader, profile.country)
    for key, what, hint in name_faults(speaker=profile.speaker):
        loader.report((key,), what, hint)
    _check_answers(loader, profile.model_copy(update={"answers": sure}), facts)
    _check_quotations(loader, profile, sources)
    return profile


def _check_answers(loader: Loader, profile: Profile, facts: Mapping[FactId, Fact]) -> None:
    """Report answers that do not fit their facts, or contradict each other at one time."""
    for name, dated in profile.answers.items():
        keys = ("answers", name)
        if name not in facts:
            loader.report(keys, f"there is no fact `{name}`", fact_meant(name, facts), key=True)
            continue
        is_list = isinstance(loader.document.data["answers"][name], list)
        places = [(*keys, n) if is_list else keys for n in range(len(dated))]
        written = loader.document.data["answers"][name]
        written = written if is_list else [written]
        understood: list[tuple[Answer, ValueSet]] = []
        for place, answer, own in zip(places, dated, written, strict=True):
            try:
                understood += _understood(facts[name], answer, own)
            except AnswerError as error:
                loader.report((*place, *error.key), error.problem.what, error.problem.hint)
            if answer.since and answer.until and answer.since > answer.until:
                what = f"it ends ({answer.until}) before it begins ({answer.since})"
                loader.report((*place, "until"), what)
            for faulty, what, hint in answer_faults(facts[name], answer):
                loader.report((*place, *faulty), what, hint)
        for what in contradictions(understood, profile.as_of):
            loader.report(keys, f"`{name}` {what}", "give the earlier one an `until`", key=True)


def _understood(
    fact: Fact, answer: Answer, own: Mapping[str, object]
) -> Iterator[tuple[Answer, ValueSet]]:
    """What the answer leaves possible, if it can be told from when to when. Raises AnswerError.

    Nothing is said of an answer that says nothing because a key of its ``own`` is none.
    """
    if len(answer.model_fields_set) < len(own) and not answer.states_something:
        return
    meant = value_set(fact, answer)
    if (answer.since is None, answer.until is None) == ("since" not in own, "until" not in own):
        yield answer, meant


def contradictions(understood: Iterable[tuple[Answer, ValueSet]], as_of: date) -> Iterator[str]:
    """Two different values at one time in one profile are an error: from each day on once.

    Answers are taken in the order in which they begin. Of those before it, an answer is held
    against the one that stands longest, and the one that stands longest of another value.
    """
    dated = [
        (first_day(answer, as_of), answer.until or date.max, values)
        for answer, values in understood
        if values != UNKNOWN
    ]
    longest: dict[ValueSet, date] = {}
    days: dict[date, None] = {}
    for begins, ends, values in sorted(dated, key=lambda one: one[0]):
        if any(begins <= until for other, until in longest.items() if other != values):
            days[begins] = None
        longest[values] = max(ends, longest.get(values, ends))
        if len(longest) > 2:
            del longest[min(longest, key=longest.__getitem__)]
    for day in days:
        yield f"has two different answers on {day}"


def check_country(loader: Loader, country: str) -> None:
    """Report a country code that ISO 3166 does not have."""
    if not is_country(country):
        hint = "a country is its ISO 3166 code of three letters, such as ECU"
        loader.report(("country",), f"there is no country `{country}`", hint)


def _check_quotations(loader: Loader, profile: Profile, sources: Mapping[str, Source]) -> None:
    """Report quotations that do not stand in the document, where we hold its text."""
    for name, dated in profile.answers.items():
        is_list = isinstance(loader.document.data["answers"][name], list)
        for number, answer in enumerate(dated):
            keys: Keys = ("answers", name, number) if is_list else ("answers", name)
            for n, evidence in enumerate(answer.evidence):
                for key, what, hint in evidence_faults(evidence, sources):
                    loader.report((*keys, "evidence", n, key), what, hint)


def answer_faults(fact: Fact, answer: Answer) -> Iterator[tuple[Keys, str, str | None]]:
    """What names nothing in an answer, and days of another calendar: where, what, and a hint."""
    for n, evidence in enumerate(answer.evidence):
        for place, name in enumerate(evidence.members):
            if name not in answer.members:
                what = f"the answer does not name `{name}`"
                own = ", ".join(answer.members)
                named = f"its members are {own}" if own else "only a list has `members`"
                yield ("evidence", n, "members", place), what, named
    note = None if answer.states_something else answer.note
    for key, what, hint in name_faults(lead=answer.lead, note=note):
        yield (key,), what, hint
    for keys, text in answer.stated_values() if fact.type == "date" else ():
        with contextlib.suppress(AnswerError):  # no day at all: that is said elsewhere
            day = date.fromordinal(int(point(fact, text)))
            try:
                require_our_calendar(day.year)
            except ValueError as error:
                yield keys, f"`{text}` does not fit `{fact.id}`", str(error)


def evidence_faults(
    evidence: Evidence, sources: Mapping[str, Source]
) -> Iterator[tuple[str, str, str | None]]:
    """What names nothing, or does not agree with the documents we hold: key, what, and a hint."""
    names = {"document": evidence.document, "place": evidence.place, "quote": evidence.quote}
    faults = list(name_faults(**names))
    if faults:
        yield from faults
        return
    if symbol := _symbol_meant(evidence.document, sources):
        what = f"“{evidence.document}” is held as {symbol}"
        yield "document", what, f"write `document: {symbol}`; the rest belongs in `place`"
    source = sources.get(symbol or evidence.document)
    if source and evidence.quote is not None and source.lacks(evidence.quote, evidence.place):
        match = source.longest_match(evidence.quote)
        near = f"it stands there only as far as “{match[-80:]}”" if match else None
        yield "quote", f"the quotation does not stand in {evidence.document}", near


def _symbol_meant(document: str, symbols: Iterable[str]) -> str | None:
    """The symbol of a document we hold that is written a little differently, or None.

    A/66/253/Add.1 is another document; "a-66-253" and "A/66/253, para. 3" are not.
    """
    for symbol in symbols:
        if document == symbol:
            return None
        same = _letters(document) == _letters(symbol)
        if same or re.match(rf"{re.escape(symbol)}[^\w/]", document, re.IGNORECASE):
            return symbol
    return None


def _letters(symbol: str) -> str:
    return re.sub(r"[^a-z0-9]", "", symbol.casefold())
