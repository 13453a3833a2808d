"""A profile as a questionnaire and back: the same answers, whatever people do to the sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.questionnaires import WHO, Filled, Mishap, library_of_tests, mishandled, read, written

from compliance.files import UNUSABLE
from compliance.library import yaml_writer
from compliance.library.library import Library
from compliance.library.profile_editor import as_data
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.rulebook import Fact, Voice
from compliance.model.scalars import names_nothing
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.sheet import told
from compliance.workbook.reading.headings import HEADINGS
from compliance.workbook.schema import KEY, ROW
from compliance.workbook.writing.safe_text import escaped

SLOW = settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
AS_OF = date(2011, 7, 14)

TEXTS = st.sampled_from(
    ["=1+1", "+3", "@x", "_x0041_ here", "a\nb\n", "#N/A", "yes", "٣ نعم", "“so”", "x" * 40_000]
) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30)
WORDS = TEXTS.map(lambda text: UNUSABLE.sub("", text).strip()).filter(
    lambda text: not names_nothing(text)
)
QUOTES = WORDS.filter(
    lambda text: text[0].isalnum() and not any(unicodedata.category(c) == "Cf" for c in text)
)
DAYS = st.dates(date(1850, 1, 1), date(2030, 1, 1))
EVIDENCE = st.builds(
    Evidence,
    document=WORDS.map(lambda text: f"Act {text}"[:200].strip()),
    said_by=st.sampled_from(get_args(Voice)),
    place=st.none() | WORDS,
    quote=st.none() | QUOTES,
)


def values(fact: Fact) -> st.SearchStrategy[str]:
    if fact.type == "yes_no":
        return st.sampled_from(["yes", "no"])
    if fact.type == "choice":
        return st.sampled_from(list(fact.choices))
    if fact.type == "date":
        return DAYS.map(date.isoformat)
    return st.sampled_from(["0", "1", "30", "999999999999999"])


@st.composite
def said(draw: st.DrawFn, fact: Fact) -> dict[str, Any]:
    """What an answer says, by its keys."""
    if fact.type == "many":
        members = draw(st.dictionaries(st.sampled_from(list(fact.choices)), values_of_members))
        return {"value": {**members, **({"others": "no"} if draw(st.booleans()) else {})}}
    form = draw(st.sampled_from(["value", "one of", "not", "ends", "nothing"]))
    some = st.lists(values(fact), min_size=1, max_size=3, unique=True)
    if form == "value":
        return {"value": draw(values(fact))}
    if form == "one of":
        return {"one of": draw(some)}
    if form == "not":
        every = 2 if fact.type == "yes_no" else len(fact.choices) or 9
        return {"not": draw(some.filter(lambda found: len(found) < every))}
    if form == "ends" and fact.type in ("number", "date"):
        key = int if fact.type == "number" else str
        low, high = sorted(draw(st.tuples(values(fact), values(fact))), key=key)
        keys = draw(st.sampled_from([("at least",), ("at most",), ("at least", "at most")]))
        return {end: low if end == "at least" else high for end in keys}
    return {}


values_of_members = st.sampled_from(["yes", "no"])


@st.composite
def answer(draw: st.DrawFn, fact: Fact) -> Answer:
    what = draw(said(fact))
    note = draw(st.none() | WORDS) if what else draw(WORDS)
    evidence = tuple(draw(st.lists(EVIDENCE, max_size=2)))
    return Answer(
        **what, evidence=evidence, note=note, lead=draw(st.none() | WORDS), public=draw(PUBLIC)
    )


PUBLIC = st.sampled_from([True, True, True, False])


@st.composite
def dated(draw: st.DrawFn, fact: Fact) -> tuple[Answer, ...]:
    """One answer, or two that hold one after the other."""
    first = draw(answer(fact))
    since = draw(st.none() | st.dates(date(1950, 1, 1), AS_OF))
    if draw(st.integers(0, 3)):
        return (first.model_copy(update={"since": since}),)
    begins = since or AS_OF
    ended = begins - timedelta(1)
    earlier = draw(answer(fact)).model_copy(update={"since": date(1900, 1, 1), "until": ended})
    return earlier, first.model_copy(update={"since": begins})


@st.composite
def profiles(draw: st.DrawFn, library: Library) -> Profile:
    chosen = draw(st.lists(st.sampled_from(list(library.facts)), unique=True))
    return Profile(
        id="ata-2011-drawn",
        country="ATA",
        voice=draw(st.sampled_from(get_args(Voice))),
        speaker=draw(WORDS).splitlines()[0][:100].strip().replace("-", "x") or "Somebody",
        as_of=AS_OF,
        note=draw(st.none() | WORDS),
        answers={fact: draw(dated(library.facts[fact])) for fact in chosen},
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of_tests(tmp_path_factory.mktemp("layer"))


def sent_answers(profile: Profile) -> Mapping[str, tuple[Answer, ...]]:
    return profile.published().answers


@SLOW
@given(st.data())
def test_what_nobody_touched_comes_back_as_it_was(
    library: Library, tmp_path: Path, data: st.DataObject
) -> None:
    profile = data.draw(profiles(library))
    path = written(tmp_path / "q.xlsx", library, profile)
    assert path.read_bytes() == written(tmp_path / "r.xlsx", library, profile).read_bytes()
    reading = read(library, path)
    assert reading.profile.answers == sent_answers(profile)
    assert (reading.changed, reading.remarks) == (frozenset(), ())
    found = reading.profile
    assert (found.voice, found.speaker, found.as_of) == (profile.voice, profile.speaker, AS_OF)


@st.composite
def mishaps(draw: st.DrawFn, columns: int, rows: int) -> Mishap:
    """Columns moved, inserted, hidden, renamed; rows sorted, deleted; cells blanked."""
    names_kept = draw(st.booleans())
    headers: dict[str, str] = {}
    if draw(st.booleans()):
        picks = {
            name: draw(st.sampled_from(HEADINGS[name][:1] + HEADINGS[name][-3:]))
            for name in (KEY, ROW, *f.FIELDS)
        }
        headers = picks if names_kept or len(set(picks.values())) == len(picks) else {}
    if names_kept and draw(st.booleans()):
        headers = {name: f"Column {number}" for number, name in enumerate((KEY, ROW, *f.FIELDS))}
    every = list(range(rows))
    kept = draw(st.lists(st.sampled_from(every), unique=True, min_size=1))
    blanked = st.tuples(st.integers(0, rows - 1), st.sampled_from(f.FIELDS))
    places = st.dictionaries(st.integers(0, columns), st.sampled_from(["My notes", "", "Checked"]))
    return Mishap(
        order=draw(st.permutations(range(columns))),
        inserted=draw(places),
        headers=headers,
        names_kept=names_kept,
        rows=draw(st.permutations(every)) if draw(st.booleans()) else kept,
        blanked=draw(st.lists(blanked, max_size=8)),
        noted=draw(st.lists(st.integers(1, rows), max_size=2)),
        title=draw(st.sampled_from([f.QUESTIONS, "Preguntas", "Questions (2)"])),
        rewrite=draw(st.sampled_from([_as_it_is, _in_other_words])),
    )


def _as_it_is(_: str, value: Any) -> Any:
    return value


def _in_other_words(name: str, value: Any) -> Any:
    """The same, written as other people and programs write it."""
    if name in f.WORDS and isinstance(value, str):
        return f" {value.upper()}\u00a0"
    return f"{value}\u200b " if isinstance(value, str) and name in f.FIELDS else value


@SLOW
@given(st.data())
def test_whatever_becomes_of_the_sheet_nothing_is_lost_and_nothing_made_up(
    library: Library, tmp_path: Path, data: st.DataObject
) -> None:
    profile = data.draw(profiles(library))
    path = written(tmp_path / "q.xlsx", library, profile)
    sheet = Filled(path).sheet
    mishap = data.draw(mishaps(sheet.max_column, sheet.max_row - 1))
    reading = read(library, mishandled(path, mishap))
    assert reading.profile.answers == sent_answers(profile)
    assert reading.changed == frozenset()


def _can_be_shown(fact: Fact, dated: tuple[Answer, ...]) -> bool:
    """Whether the rows show all that there is, in words that say it whole."""
    (one, *others) = dated
    alone = one.one_of is not None and len(one.one_of) == 1
    empty = fact.type == "many" and not one.value
    longest = max([len(one.note or ""), *(len(e.quote or "") for e in one.evidence)])
    return not (others or one.evidence[1:] or alone or empty or longest > 1_000)


@SLOW
@given(st.data())
def test_what_is_typed_into_an_empty_questionnaire_is_what_it_says(
    library: Library, tmp_path: Path, data: st.DataObject
) -> None:
    drawn = data.draw(profiles(library)).answers
    answers = {n: dated for n, dated in drawn.items() if _can_be_shown(library.facts[n], dated)}
    filled = Filled(written(tmp_path / "q.xlsx", library)).about(**WHO)
    for name, dated in answers.items():
        for about, cells in told(library.facts[name], dated, AS_OF).cells.items():
            filled.put(f.row_key(name, about), **cells)
        if not dated[0].public:
            filled.put(f.row_key(name, f.rows_of(library.facts[name])[0]), public="No")
    for row in filled.sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = escaped(cell.value) if cell.row > 1 else cell.value
                cell.data_type = "s"  # as Excel keeps what is typed into a cell of texts
    reading = read(library, filled.save())
    found = {name: _plain(dated) for name, dated in reading.profile.answers.items()}
    expected = {name: _plain(dated) for name, dated in answers.items()}
    assert [
        (k, x, y)
        for n in expected
        for a, b in zip(found.get(n, [{}]), expected[n], strict=True)
        for k in b
        if (x := a.get(k)) != (y := b[k])
    ] == []
    assert found == expected


def _plain(dated: tuple[Answer, ...]) -> list[dict[str, Any]]:
    """The answers without the characters that a cell is not asked to keep."""
    return [one.model_dump() for one in dated]


@SLOW
@given(st.data())
def test_the_file_of_a_profile_reads_back_to_the_same(
    library: Library, tmp_path: Path, data: st.DataObject
) -> None:
    profile = data.draw(profiles(library))
    path = tmp_path / "made.yaml"
    path.write_text(yaml_writer.written(as_data(profile)), encoding="utf-8")
    assert library.read_profile(path).answers == profile.answers


def test_a_profile_is_kept_by_halves_too(library: Library, tmp_path: Path) -> None:
    """Of a questionnaire on one topic nothing else comes back."""
    profile = library.profile("ata-2011-government")
    path = written(tmp_path / "q.xlsx", library, profile, scope=library.scope((), ["children"]))
    found = read(library, path).profile.answers
    assert found == {n: a for n, a in profile.answers.items() if n.startswith("children.")}
