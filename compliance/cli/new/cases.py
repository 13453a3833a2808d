"""``new cases``: a few invented States that show every outcome of a rule."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, emit, say
from compliance.cli.layer_schemas import lay_schemas
from compliance.cli.options import completing, folder_option, layer_option, load
from compliance.errors import Location, counted, fault

if TYPE_CHECKING:
    from compliance.library.yaml_writer import Data


@click.command()
@click.argument(
    "reference", metavar="RULE", shell_complete=completing(lambda library: library.rules)
)
@folder_option(
    "The layer that gets them, as cases/INSTRUMENT/RULE.yaml. Without it they are printed."
)
@layer_option
def cases(*, reference: str, folder: str | None, layers: Sequence[str]) -> int:
    """Draw invented States that show every outcome of a rule.

    Each is a small account with its `status` left empty. Write what should be found of each, from
    the words of the provision, before you ask the engine: `compliance test` compares.

    A file that is there already is never changed.

    \b
    Example:
      compliance new cases INV-1.1 --layer our-rules -o our-rules
    """
    from compliance.assessment.invented_states import invented_states  # noqa: PLC0415
    from compliance.library.layer_files import naming_schema, write_files  # noqa: PLC0415
    from compliance.library.yaml_writer import written  # noqa: PLC0415

    over = [*layers, folder] if folder and folder not in layers and _is_layer(folder) else layers
    library = load(over)
    rule = library.rule(reference)
    if not rule.checks:
        raise fault(f"{rule.id} has no checks", Location("RULE"), rule.why_untested)
    states = invented_states(rule, library)
    told: list[Data] = [
        {"name": f"State {number} (say in a sentence what it is)", "answers": answers, "status": ""}
        for number, answers in enumerate(states, 1)
    ]
    text = written({"rule": rule.id, "cases": told}).replace('status: ""\n', "status:\n")
    text = naming_schema(text, "cases", 2)
    if folder is None:
        emit(text.encode())
        return OK
    path = Path(folder, "cases", rule.instrument, f"{rule.stem}.yaml")
    if os.path.lexists(path):
        hint = "move it away, or leave out -o and copy the States that you want"
        raise fault("there are cases already", Location(str(path)), hint)
    write_files({path: [text.encode()]})
    lay_schemas(Path(folder), library)
    say(f"{counted(len(states), 'State', 'States')} in {path}: write the `status` of each")
    return OK


def _is_layer(folder: str) -> bool:
    return Path(folder, "rules").is_dir()
