"""``check``: are the files right?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compliance.cli.errors import OK, emit
from compliance.cli.options import layer_option, rulebook_option
from compliance.errors import InputError, Location, Problem, fault

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PLURALS = {"errata": "errata"}


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option(
    "--text",
    metavar="FILE",
    type=click.Path(),
    help="Hold the rules of an instrument whose text we do not have against the official text "
    "in this file: the paragraphs cited exist, and name the articles that the rules say.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Warn also of rules that can be used and are hardly meant so: a table in which a better "
    "answer makes it worse, an answer that no check tells apart, a remedy without who is "
    "responsible. Exits with 1 if there is a warning.",
)
@rulebook_option
@layer_option
def check(
    *,
    paths: Sequence[str],
    text: str | None,
    strict: bool,
    rulebooks: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Check files before they are used: rules, facts, profiles.

    PATH is a file or a folder: a rulebook, a folder of facts, or a whole layer. A folder in
    which something is not read does not pass. A file that
    lies in no layer is checked as if it lay over our own. Without PATH, our own library is
    checked and whatever --layer lays over it: that everything can be read, that every
    operative provision has its rule, and that every fact is read. It also tells what each
    translation lacks; that is no problem, for English is shown there.

    \b
    Examples:
      compliance check my-answers.yaml
      compliance check our-rules/
      compliance check --strict our-rules/
      compliance check
      compliance check --text general-comment-1.txt --rulebook CMW-C-GC-1
    """
    from compliance.library.check import check_library, check_paths  # noqa: PLC0415 - needs pydantic
    from compliance.model.scalars import BUNDLED  # noqa: PLC0415

    if books := [path for path in paths if path.lower().endswith(_WORKBOOKS)]:
        hint = "`compliance import questionnaire` or `compliance review` checks it as it reads it"
        what = "this is a workbook, which is not checked here"
        raise InputError(Problem(what, Location(path), hint) for path in books)
    over = [BUNDLED, *layers]
    if text is not None:
        return _check_text(text, paths, rulebooks, over)
    if rulebooks:
        raise fault("--rulebook goes with --text here", Location("--rulebook"), "name a PATH")
    checked = (
        check_paths(paths, over, strict=strict) if paths else check_library(over, strict=strict)
    )
    if checked.problems:
        raise InputError(checked.problems)
    emit(f"{_counted(checked.counts)}: no problems\n".encode())
    if not paths:
        emit("".join(f"{line}\n" for line in _translations(over)).encode())
    return OK


def _translations(layers: Sequence[str]) -> list[str]:
    """What each language has of the texts that are to be translated. Raises InputError."""
    from compliance.library.languages import completeness, language, languages  # noqa: PLC0415
    from compliance.library.library import Library  # noqa: PLC0415

    library = Library.load(layers)
    found = [language(code, library) for code in languages(library)[1:]]
    return [completeness(one, library).in_words() for one in found]


def _check_text(
    text: str, paths: Sequence[str], rulebooks: Sequence[str], layers: Sequence[str]
) -> int:
    from compliance.library.official_text import check_text  # noqa: PLC0415 - needs pydantic

    if paths or len(rulebooks) > 1:
        what = "--text is held against one rulebook, by itself"
        raise fault(what, Location("--text"), "leave PATH out, and give one --rulebook at most")
    held = check_text(Path(text), layers, rulebooks)
    paragraphs = _counted({"paragraph": held.paragraphs})
    articles = _counted({"article": held.articles})
    said = f"{held.instrument.symbol}: {paragraphs} cited, {articles} named in them: no problems\n"
    emit(said.encode())
    return OK


def _counted(counts: dict[str, int]) -> str:
    """``3 rules, 1 profile``."""
    return ", ".join(
        f"{number} {kind if number == 1 else _PLURALS.get(kind, f'{kind}s')}"
        for kind, number in counts.items()
    )
