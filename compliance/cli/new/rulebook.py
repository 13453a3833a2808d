"""``new rulebook``: draft rules of the text of a document."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from compliance.cli.errors import OK, Problems, emit, say
from compliance.cli.layer_schemas import lay_schemas
from compliance.cli.options import folder_option, load
from compliance.errors import Location, fault


@click.command()
@click.argument("name", metavar="TEXT", type=click.Path())
@click.option(
    "--symbol", required=True, metavar="SYMBOL", help="How the document is cited: A/RES/66/128."
)
@folder_option(
    "The layer that the rulebook is added to; a new folder, or one with `rules` in it.",
    required=True,
)
@click.option(
    "--paragraphs", metavar="NUMBERS", help="Only these paragraphs: 2,6-7. Without it: all."
)
@click.option("--title", metavar="TITLE", help="The document's title, where the text has none.")
@click.option(
    "--marks",
    metavar="NUMBERS",
    help="Footnotes whose marks stand in the text with a blank before them: 14-19.",
)
def rulebook(  # noqa: PLR0913 - one for each option
    *,
    name: str,
    symbol: str,
    folder: str,
    paragraphs: str | None,
    title: str | None,
    marks: str | None,
) -> int:
    """Make draft rules of the text of a resolution, or of a text like it.

    TEXT is a plain text (.txt, UTF-8) or a Word file (.docx; needs the extra `word`). It is split
    into provisions: paragraphs, (a), (i), and an opening sentence without a number. Footnote marks
    and what belongs to the page are taken out and listed in errata.yaml. Each provision gets a
    draft with its words, and with the force, the addressee and the requirements that its words
    propose: confirm them. What is not sure is said, and never guessed.

    What is there already is not changed, so a second run adds only what is new. The files written
    go to standard output, one to a line.

    \b
    Examples:
      compliance new rulebook resolution.txt --symbol A/RES/66/128 -o ours
      compliance new rulebook resolution.docx --symbol A/RES/66/128 -o ours \\
        --paragraphs 2,6-7
    """
    from compliance.importers.texts.layer import Plan, Wanted  # noqa: PLC0415 - needs pydantic
    from compliance.importers.texts.reading import lines_of  # noqa: PLC0415
    from compliance.importers.texts.splitting import split  # noqa: PLC0415
    from compliance.library.layer_files import check_layer, write_files  # noqa: PLC0415
    from compliance.library.layers import PARTS  # noqa: PLC0415

    problems, root = Problems(), Path(folder)
    chosen: Collection[int] = ()
    known: Collection[int] = ()
    lines: list[str] = []
    with problems:
        check_layer(root)
    with problems:
        chosen = _numbers(paragraphs, "--paragraphs")
    with problems:
        known = _numbers(marks, "--marks")
    with problems:
        _check_symbol(symbol)
    with problems:
        lines = lines_of(Path(name))
    problems.settle()
    is_layer = any((root / part).is_dir() for part in PARTS)
    library = load([str(root)] if is_layer else [])
    plan = Plan(root, library, Wanted(symbol, title, chosen), split(lines, symbol, known))
    write_files(plan.contents)
    lay_schemas(root, library)
    for remark in plan.remarks:
        say(remark)
    emit("".join(f"{path}\n" for path in plan.contents).encode())
    say(f"{symbol}: {plan.new} new in {folder}, {plan.there} there already")
    if plan.new:
        say(f"The new rules are drafts: `compliance check {folder}` says what is to be done,")
        say(f"`compliance explain RULE --layer {folder}` is the worksheet of one.")
    return OK


def _numbers(text: str | None, option: str) -> Collection[int]:
    """The numbers that an option names. Raises InputError."""
    from compliance.library.numbering import numbers_named  # noqa: PLC0415

    try:
        return set(numbers_named(text)) if text else ()
    except ValueError as error:
        raise fault(f"`{error}` is no number", Location(option), "write it as 2,6-7") from None


def _check_symbol(symbol: str) -> None:
    """Raises InputError where this can be no symbol, and no folder can be named after it."""
    if not any(character.isalnum() for character in symbol) or not symbol.isprintable():
        raise fault(f"`{symbol}` is no symbol", Location("--symbol"), "write it as A/RES/66/128")
