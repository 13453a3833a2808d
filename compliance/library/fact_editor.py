"""A new question, checked against the library before it is added to a layer's file of facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from compliance.errors import InputError, Location, Problem, did_you_mean, fault
from compliance.files import text_of
from compliance.library.layer_files import appended, naming_schema
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.source_texts import folded
from compliance.library.validation import Loader
from compliance.library.vocabulary import check_fact, load_facts
from compliance.library.yaml_reader import parse
from compliance.library.yaml_writer import Data, written
from compliance.model.rulebook import Fact, FactId


def refuse_known(fact_id: str, library: Library) -> None:
    """Raises InputError where a question has this id, or had it."""
    where = Location(fact_id)
    if known := library.facts.get(fact_id):
        hint = "use it as it is, or choose another id if you ask something else"
        raise fault(f"there is a fact of this id: “{known.question}”", where, hint)
    for other in library.facts.values():
        if fact_id in other.was:
            hint = "former ids stay taken, so that old files are not misread; choose another"
            raise fault(f"this is a former id of `{other.id}`", where, hint)


def refuse_asked(question: str, library: Library) -> None:
    """Raises InputError where the same is asked already, to the word."""
    for fact in library.facts.values():
        if folded(fact.question).casefold() == folded(question).casefold():
            hint = "use it as it is, or word the question so that the difference is seen"
            raise fault(f"`{fact.id}` asks the same", Location("QUESTION"), hint)


def check_new(
    entry: Mapping[str, Data], library: Library, topic_title: str | None = None
) -> Mapping[FactId, Fact]:
    """The question by its id. Raises InputError with all that is wrong, as `check` would say it.

    ``topic_title`` is that of its topic where the library has no such topic yet.
    """
    fact_id = str(entry["id"])
    topic = fact_id.partition(".")[0]
    topics = [*library.topics, *([topic] if topic_title else [])]
    loader = Loader(parse(appended("", fact_id, entry), fact_id))
    read = load_facts(loader, topic, "", topics)
    problems = [
        Problem(problem.what, Location(fact_id), _topic_hint(problem, library))
        for problem in loader.problems
    ]
    loader.problems.clear()
    for name, fact in read.facts.items():
        check_fact(loader, read.places[name], fact, {**library.facts, **read.facts})
    problems += [Problem(one.what, Location(fact_id), one.hint) for one in loader.problems]
    if problems:
        raise InputError(problems)
    return read.facts


def _topic_hint(problem: Problem, library: Library) -> str | None:
    if not problem.what.startswith("there is no topic"):
        return problem.hint
    near = did_you_mean(problem.what.split("`")[1], library.topics)
    return near or "give its title with --topic-title, and it is declared"


def additions(
    root: Path,
    entry: Mapping[str, Data],
    library: Library,
    topic_title: str | None = None,
) -> dict[Path, Iterable[bytes]]:
    """The files of the layer as they are with the question in them; nothing is written.

    What they hold, comments too, stays as it is.
    """
    topic = str(entry["id"]).partition(".")[0]
    path = root / "rules" / "facts" / f"{topic}.yaml"
    held = _held(path, "fact", 2)
    found: dict[Path, Iterable[bytes]] = {path: [appended(held, shown(path), entry).encode()]}
    if topic_title and topic not in library.topics:
        topics = root / "rules" / "topics.yaml"
        before = _held(topics, "topics", 1)
        before += "" if not before or before.endswith("\n") else "\n"
        found[topics] = [(before + written({topic: topic_title})).encode()]
    return found


def _held(path: Path, kind: str, depth: int) -> str:
    """What the file holds; of a new one its first line."""
    return text_of(path, shown(path)) if os.path.lexists(path) else naming_schema("", kind, depth)
