"""``export oscal``: rules and results for systems of auditors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK
from compliance.cli.export.folder import write_into
from compliance.cli.options import Named, accounts_option, evidence_option, overwrite_option
from compliance.cli.profile_names import chosen
from compliance.cli.reports import given

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.library.library import Library
    from compliance.model.profiles import Profile


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path())
@accounts_option(optional=True)
@evidence_option
@overwrite_option
def oscal(*, folder: str, evidence: str | None, overwrite: bool, **named: Unpack[Named]) -> int:
    """Write rules and results in OSCAL, for systems of auditors.

    FOLDER gets catalog.json with all provisions and checks and, where accounts are named,
    assessment-results.json with a result for each account. OSCAL 1.2 knows only satisfied and not
    satisfied: checks that are open are no findings, and are named as not assessed. Confidential
    answers are left out.

    \b
    Examples:
      compliance export oscal oscal
      compliance export oscal oscal ECU
    """

    def choose(names: Sequence[str], library: Library, voice: str | None) -> list[Profile]:
        return chosen(names, library, voice) if names else []

    found = given(named, choose=choose)
    from compliance.export.oscal import CATALOG, RESULTS, assessment_results, catalog  # noqa: PLC0415

    contents = {CATALOG: catalog(found.library)}
    if found.profiles:
        contents[RESULTS] = assessment_results(found.assessed(evidence=evidence))
    write_into(Path(folder), contents, overwrite=overwrite)
    return OK
