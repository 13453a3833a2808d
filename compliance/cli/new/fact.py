"""``new fact``: a question added to a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, emit, say
from compliance.cli.layer_schemas import lay_schemas
from compliance.cli.options import folder_option, layer_option, load
from compliance.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from compliance.library.library import Library
    from compliance.library.yaml_writer import Data

_TYPES = ("yes_no", "choice", "many", "number", "date")
_MOST_ALIKE = 5


@click.command()
@click.argument("fact_id", metavar="ID")
@click.argument("question", metavar="QUESTION")
@click.option("--type", "kind", type=click.Choice(_TYPES), required=True, help="What answers it.")
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="ID=LABEL",
    help="One of the answers of a choice, or a member of many; repeatable.",
)
@click.option("--evidence", metavar="TEXT", required=True, help="What would prove an answer.")
@click.option("--given", metavar="EXPRESSION", help="When the question arises at all.")
@click.option("--unit", metavar="WORD", help="What a number counts: days.")
@click.option("--min", "least", metavar="NUMBER", help="The least that a number can be.")
@click.option("--max", "most", metavar="NUMBER", help="The most that a number can be.")
@click.option("--integer", is_flag=True, help="A number is whole.")
@click.option(
    "--topic-title", metavar="TITLE", help="The title of its topic, where the topic is new."
)
@folder_option("The layer that the question is added to. Without it nothing is written.")
@layer_option
def fact(  # noqa: PLR0913 - one for each option
    *,
    fact_id: str,
    question: str,
    kind: str,
    choices: Sequence[str],
    evidence: str,
    given: str | None,
    unit: str | None,
    least: str | None,
    most: str | None,
    integer: bool,
    topic_title: str | None,
    folder: str | None,
    layers: Sequence[str],
) -> int:
    """Add a question to a layer, after a look at those that are like it.

    ID is a topic, a dot and a name. Questions that are like it are shown first: one that is asked
    already can be used as it is. An id that is taken is refused, and so is the same question.
    Without -o nothing is written, and the entry is printed as it would stand in the file. With -o
    it is added at the end of rules/facts/TOPIC.yaml; what the file holds stays as it is.

    Ask what a document shows. A word that asks for a judgement (“adequate”, “arbitrary”) is told.

    \b
    Examples:
      compliance new fact housing.limit "How many days may a family be kept in a camp?" \\
        --type number --unit days --evidence "The aliens act" --topic-title Housing
      compliance new fact housing.shelter "Who has a right to a place in a shelter?" \\
        --type choice --choice everyone="Everyone" --choice none="Nobody" \\
        --evidence "The housing act" --topic-title Housing -o ours
    """
    from compliance.library.fact_editor import (  # noqa: PLC0415
        additions,
        check_new,
        refuse_asked,
        refuse_known,
    )
    from compliance.library.judgement_words import judgement_words  # noqa: PLC0415
    from compliance.library.layer_files import check_layer, write_files  # noqa: PLC0415
    from compliance.library.yaml_writer import written  # noqa: PLC0415

    problems, root = Problems(), Path(folder) if folder else None
    listed: dict[str, str] = {}
    with problems:
        listed = _choices(choices)
    with problems:
        if root:
            check_layer(root)
    problems.settle()
    library = load([*layers, *([str(root)] if root and _is_layer(root) else [])])
    refuse_known(fact_id, library)
    refuse_asked(question, library)
    entry: dict[str, Data] = {
        "id": fact_id,
        "question": question,
        "type": kind,
        **({"choices": listed} if listed else {}),
        **({"unit": unit} if unit else {}),
        **({"integer": "yes"} if integer else {}),
        **({"min": least} if least else {}),
        **({"max": most} if most else {}),
        **({"given": given} if given else {}),
        "evidence": evidence,
    }
    made = check_new(entry, library, topic_title)
    _say_alike(entry, library)
    for word in judgement_words(question):
        say(f"“{word}” asks for a judgement; ask what a document shows, and judge in the rule")
    if root is None:
        emit(written(entry).encode())
        say("Nothing is written; -o DIR adds it to a layer")
        return OK
    contents = additions(root, entry, library, topic_title)
    write_files(contents)
    topic = fact_id.partition(".")[0]
    topics = {topic: topic_title or "", **library.topics}
    lay_schemas(root, replace(library, facts={**library.facts, **made}, topics=topics))
    emit("".join(f"{path}\n" for path in contents).encode())
    say(f"`{fact_id}` is added; no rule reads it yet")
    return OK


def _is_layer(root: Path) -> bool:
    from compliance.library.layers import PARTS  # noqa: PLC0415

    return any((root / part).is_dir() for part in PARTS)


def _choices(texts: Sequence[str]) -> dict[str, str]:
    """The choices by id. Raises InputError."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for text in texts:
        name, sign, label = (part.strip() for part in text.partition("="))
        if not (name and sign and label):
            what, hint = f"`{text}` is no choice", 'write it as everyone="Everyone"'
            problems.append(Problem(what, Location("--choice"), hint))
        elif name in found:
            problems.append(Problem(f"there are two choices `{name}`", Location("--choice")))
        found[name] = label
    if problems:
        raise InputError(problems)
    return found


def _say_alike(entry: Mapping[str, Data], library: Library) -> None:
    """Show the questions that are like it, with the rules that read them."""
    from compliance.library.fact_search import FactSearch, readers  # noqa: PLC0415
    from compliance.report.wording import read_by_words  # noqa: PLC0415

    choices = entry.get("choices")
    labels = " ".join(map(str, choices.values())) if isinstance(choices, Mapping) else ""
    found = FactSearch(library).find(f"{entry['question']} {labels}", at_most=_MOST_ALIKE)
    if not found:
        say("No question is like it")
        return
    say("Questions like it:")
    read_by = readers(library)
    for match in found:
        rules = read_by.get(match.fact.id)
        told = f" ({read_by_words(rules)})" if rules else ""
        say(f"  {match.fact.id}: {match.fact.question}{told}")
