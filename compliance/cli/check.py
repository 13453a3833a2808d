"""``check``: are the files right?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import BAD_INPUT, OK, REACHED, emit, report, say
from compliance.cli.options import layer_option, rulebook_option
from compliance.errors import InputError, Location, Problem, counted, fault

if TYPE_CHECKING:
    from compliance.library.watch import Saved, Watch

_PAUSE = 0.2
"""Seconds between two looks at the files."""
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
@click.option(
    "--watch",
    is_flag=True,
    help="Stay, and after each save say what is wrong with that file, and what changed in the "
    "decision tables of its rule. Ends with Ctrl-C.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For programs: everything that is wrong, on standard output.",
)
@rulebook_option
@layer_option
def check(  # noqa: PLR0913 - one argument an option
    *,
    paths: Sequence[str],
    text: str | None,
    strict: bool,
    watch: bool,
    form: str,
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
      compliance check --watch our-rules/
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
    if watch:
        return _watch(paths, over)
    if text is not None:
        return _check_text(text, paths, rulebooks, over)
    if rulebooks:
        raise fault("--rulebook goes with --text here", Location("--rulebook"), "name a PATH")
    if form != "text":
        return _for_programs(form, paths, over, strict=strict)
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


def _for_programs(form: str, paths: Sequence[str], layers: Sequence[str], *, strict: bool) -> int:
    """Print all that is wrong in a form for programs; the exit code is that of the text."""
    from compliance.export.problems import FORMS  # noqa: PLC0415 - seldom asked for
    from compliance.library.check import check_library, check_paths  # noqa: PLC0415

    try:
        problems = (
            check_paths(paths, layers, strict=strict).problems
            if paths
            else check_library(layers, strict=strict).problems
        )
        found = InputError(problems).problems  # each once, in the order of their places
    except InputError as error:
        found = error.problems
    emit(FORMS[form](found).encode())
    if not found:
        return OK
    return REACHED if all(one.level == "warning" for one in found) else BAD_INPUT


def _watch(paths: Sequence[str], layers: Sequence[str]) -> int:
    from compliance.library.watch import Watch  # noqa: PLC0415 - needs pydantic

    if len(paths) != 1 or not Path(paths[0], "rules").is_dir():
        raise fault("--watch needs one layer", Location("--watch"), "name the folder with `rules`")
    watch = Watch([*layers, *paths])
    faults: Sequence[Problem] = ()
    say(f"Watching {paths[0]}. Save a file; Ctrl-C ends.")
    while True:  # ends with an interrupt
        time.sleep(_PAUSE)
        faults = look(watch, Path(paths[0]), faults)


def look(watch: Watch, root: Path, before: Sequence[Problem] = ()) -> Sequence[Problem]:
    """Say what there is to say of what was saved; what is wrong with the layer as a whole, if so.

    That is said once, and not again as long as it is as it was ``before``.
    """
    try:
        changed = watch.changed()
    except InputError as error:
        if list(error.problems) != list(before):
            report(error.problems)
        return error.problems
    for path in changed:
        try:
            for line in told(watch.saved(path)):
                say(line)
            if path.parent.name == "facts" or path.name == "topics.yaml":
                _renew_schemas(root, watch)
        except InputError as error:
            report(error.problems)
    return ()


def _renew_schemas(root: Path, watch: Watch) -> None:
    """Let editors know the questions and topics as they are now."""
    from compliance.cli.layer_schemas import lay_schemas  # noqa: PLC0415 - seldom needed
    from compliance.library.layer_files import SCHEMAS  # noqa: PLC0415
    from compliance.library.library import Library  # noqa: PLC0415

    if (root / SCHEMAS).is_dir():
        lay_schemas(root, Library.of(watch.builder.snapshot(), watch.builder.files))


def told(saved: Saved) -> Iterator[str]:
    """What is said after a save, line by line: problems, then tables, the rest as counts."""
    for problem in saved.problems:
        yield str(replace(problem, hint=None))
        if problem.hint:
            yield f"  hint: {problem.hint}"
    if saved.is_gone:
        yield f"{saved.path}: deleted"
    elif not saved.problems:
        yield f"{saved.path}: no problems"
    for check_id, lines in saved.tables:
        yield f"  {check_id}"
        for line in lines:
            was = "" if line.before == line.outcome else f" (was: {line.before or 'no such line'})"
            yield f"    {', '.join(line.conditions) or 'always'}: {line.outcome}{was}"
    counts = {"problem": saved.elsewhere, "thing not yet written": saved.unwritten}
    rest = [
        counted(n, one, one.replace("problem", "problems").replace("thing", "things"))
        for one, n in counts.items()
        if n
    ]
    if rest:
        yield f"Elsewhere: {', '.join(rest)}"


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
