"""``schema``: what editors need to complete, explain and check our files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compliance.cli.errors import OK, emit
from compliance.cli.options import layer_option, load
from compliance.errors import Location, fault

_KINDS = (
    *("rule", "fact", "profile", "instrument", "actions", "cases"),
    *("errata", "register", "topics", "assessment"),
)


@click.command()
@click.argument("kind", metavar="[KIND]", type=click.Choice(_KINDS), required=False)
@click.option("--all", "every", is_flag=True, help="All schemas, as files of the folder -o DIR.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="PATH",
    type=click.Path(),
    help="Write the schema to this file; with --all, all of them into this folder.",
)
@layer_option
def schema(*, kind: str | None, every: bool, target: str | None, layers: Sequence[str]) -> int:
    """Print the JSON Schema of a kind of file, for editors and programs.

    KIND is what the file holds: rule, fact (a file of facts), profile, instrument, actions, cases,
    errata, register, topics; or assessment, the JSON that `assess --format json` prints. The schema
    of a profile has each question with its choices, those of --layer too.

    What `new` and `import` write names its schema in the first line, and the schemas lie in the
    folder .schemas of the layer. If you add questions by hand, write them anew with --all.

    \b
    Examples:
      compliance schema rule
      compliance schema profile --layer ours -o profile.json
      compliance schema --all --layer ours -o ours/.schemas
    """
    from compliance.export.schemas import schema_files, schema_text  # noqa: PLC0415 - needs pydantic
    from compliance.library.layer_files import write_files  # noqa: PLC0415

    if every == bool(kind):
        hint = f"KIND is one of {', '.join(_KINDS)}"
        raise fault("name one KIND, or give --all", Location("KIND"), hint)
    if every and target is None:
        raise fault("--all needs a folder", Location("--all"), "name it with -o DIR")
    library = load(layers)
    if every:
        files = schema_files(library, Path(str(target)))
    else:
        text = schema_text(str(kind), library).encode()
        if target is None:
            emit(text)
            return OK
        files = {Path(target): [text]}
    write_files(files)
    emit("".join(f"{path}\n" for path in files).encode())
    return OK
