"""``import actions``: who does what by when, from workbooks that ministries filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, emit_paths, say
from compliance.cli.layer_schemas import lay_schemas_around
from compliance.cli.options import (
    day_of,
    layer_option,
    load,
    require_name,
    target_option,
    targets_of,
)
from compliance.cli.parameters import DAY
from compliance.errors import InputError, Location, fault
from compliance.files import not_written

if TYPE_CHECKING:
    from compliance.cli.parameters import Refused
    from compliance.model.actions import ActionList
    from compliance.workbook.actions import Copy


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@target_option(
    "The list of actions, actions/NAME.yaml in a layer. If it is there, it is brought up to "
    "date; remarks (#) in it are not kept."
)
@click.option(
    "--country",
    metavar="COUNTRY",
    help="Whose actions they are. Without it: the country of the list or of the workbooks.",
)
@click.option(
    "--on",
    "day",
    metavar="DATE",
    type=DAY,
    help="The day under which progress is noted (YYYY-MM-DD). Without it: today.",
)
@click.option(
    "--said-by",
    metavar="NAME",
    help="Who says how far an action is, where the sheet does not say it. Without it: its lead.",
)
@layer_option
def actions(  # noqa: PLR0913 - one for each option
    *,
    names: Sequence[str],
    target: str,
    country: str | None,
    day: date | Refused | None,
    said_by: str | None,
    layers: Sequence[str],
) -> int:
    """Make a list of actions of the sheet Actions, as ministries filled it in.

    FILE is a plan or a gap report as a workbook. Of several copies each cell that somebody
    changed is taken. Where two changed one differently, both cells are named, and nothing is
    written. Notes on progress are added to those that are there. Actions beside which nothing
    is filled in are left out.

    \b
    Examples:
      compliance plan ECU -o actions.xlsx
      compliance import actions labour.xlsx interior.xlsx -o ours/actions/ecu.yaml
    """
    from compliance import files  # noqa: PLC0415
    from compliance.cli.import_.recommendations import state_meant  # noqa: PLC0415 - needs pycountry
    from compliance.library.layer_files import naming_schema_around  # noqa: PLC0415
    from compliance.report.wording import number_of  # noqa: PLC0415
    from compliance.workbook.actions import Filing, as_yaml, merged, read_copy  # noqa: PLC0415 - needs openpyxl

    problems, path = Problems(), Path(target)
    copies: list[Copy] = []
    held, code = None, None
    on = date.today()
    with problems:
        _make_room(path)
        targets_of([target], "yaml")
    with problems:
        on = day_of(day) or on
    with problems:
        require_name(said_by, "--said-by", "write who says so")
    with problems:
        library = load(layers)
        with problems:
            held = library.read_actions(path) if path.is_file() else None
    with problems:
        code = state_meant(country)
    for name in names:
        with problems:
            copies.append(read_copy(Path(name)))
    problems.settle()
    filing = Filing(_country(code, held, copies), on, said_by)
    made, changed = merged(copies, held, library, filing, path.stem)
    text = naming_schema_around(as_yaml(made), "actions", path)
    files.replace_all({path: [text.encode()]})
    lay_schemas_around(path, library)
    for remark in dict.fromkeys(remark for copy in copies for remark in copy.remarks):
        say(remark)
    emit_paths([path])
    say(f"{number_of(len(made.actions), 'action')}, {changed} new or changed.")
    return OK


def _make_room(path: Path) -> None:
    """Make the folder `actions` of a layer that has none yet. Raises InputError."""
    folder = path.parent
    if folder.name != "actions" or folder.exists() or not folder.parent.is_dir():
        return
    try:
        folder.mkdir()
    except OSError as error:
        raise InputError([not_written(folder, error)]) from error


def _country(code: str | None, held: ActionList | None, copies: Sequence[Copy]) -> str:
    """The country that is named, that of the list, or that of the copies. Raises InputError.

    All of them have to be the same.
    """
    from compliance.countries import country_name  # noqa: PLC0415 - needs pycountry

    country = code or (held.country if held else None)
    for copy in copies:
        own = set(copy.countries)
        country = country or (own.pop() if len(own) == 1 else None)
        if country and own and country not in own:
            named = " and ".join(map(country_name, sorted(own)))
            what = f"this workbook is of {named}, and the list is of {country_name(country)}"
            raise fault(what, Location(str(copy.path)), "give each country a list of its own")
    if held and country != held.country:
        what = f"the list is of {country_name(held.country)}"
        raise fault(what, Location("--country"), "name another file, or leave the option out")
    if country is None:
        hint = "name it: --country ECU"
        raise fault("whose actions these are is not said", Location("--country"), hint)
    return country
