"""The schemas that lie in a layer, for the editors of those who write in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from compliance.cli.errors import say_problem
from compliance.errors import InputError

if TYPE_CHECKING:
    from compliance.library.library import Library


def lay_schemas(root: Path, library: Library) -> None:
    """Write the schemas that files of the layer name; those that are there are made anew.

    ``library`` has the layer's own questions, or the layer has none. What cannot be written is
    said, and keeps nobody from anything: editors alone read them.
    """
    from compliance.export.schemas import schemas_of_layer  # noqa: PLC0415 - needs pydantic
    from compliance.library.layer_files import write_files  # noqa: PLC0415

    try:
        write_files(schemas_of_layer(library, root))
    except InputError as error:
        for problem in error.problems:
            say_problem(problem)


def lay_schemas_around(path: Path, library: Library) -> None:
    """Write the schemas that a new profile or list of actions names, if it names one."""
    from compliance.library.layer_files import home_of  # noqa: PLC0415 - needs pydantic

    home = home_of(path)
    if home is not None:
        lay_schemas(path.parents[home], library)
