"""``import questionnaire``: a profile of questionnaires that were filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compliance.cli.errors import OK, Problems, emit, say
from compliance.cli.options import layer_option, load, overwrite_option, refuse_existing, targets_of


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="The profile to write, ending in .yaml; its name is the profile's id.",
)
@click.option(
    "--onto",
    metavar="PROFILE",
    help="Take the answers that are not in the questionnaires from this profile: to questions that "
    "were not asked, and those that are not public.",
)
@overwrite_option
@layer_option
def questionnaire(
    names: Sequence[str], target: str, onto: str | None, overwrite: bool, layers: Sequence[str]
) -> int:
    """Make a profile of questionnaires that were filled in.

    Several are put together: those that institutions filled in of one questionnaire. Where two
    answer the same question differently, both cells are named, and nothing is written. What
    nobody changed is as it was sent.

    \b
    Examples:
      compliance import questionnaire q.xlsx -o profiles/ecu-2012-government.yaml
      compliance import questionnaire q-interior.xlsx q-rest.xlsx -o ecu-2012-government.yaml
    """
    from compliance import files  # noqa: PLC0415
    from compliance.cli.profile_names import one_profile  # noqa: PLC0415 - needs pycountry
    from compliance.workbook.questionnaire.profile_file import as_yaml  # noqa: PLC0415
    from compliance.workbook.questionnaire.reading import read_questionnaires  # noqa: PLC0415

    problems, path = Problems(), Path(target)
    with problems:
        targets_of([target], "yaml")
        if not overwrite:
            refuse_existing([path])
    with problems:
        library = load(layers)
        before = one_profile(onto, library, "--onto") if onto else None
    problems.settle()
    reading = read_questionnaires([Path(name) for name in names], library, path.stem)
    profile = reading.profile if before is None else reading.onto(before)
    for remark in reading.remarks:
        say(remark)
    sources = ", ".join(Path(name).name for name in names)
    files.replace_all({path: [as_yaml(profile, f"From {sources}.").encode()]})
    emit(f"{path}\n".encode())
    changed = f"{len(reading.changed)} of them new or changed"
    say(f"{len(profile.answers)} questions with an answer or a note; {changed}.")
    return OK
