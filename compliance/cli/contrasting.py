"""``compare``: the accounts of one State against each other, or one voice then and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.boundary import OK, Problems, emit, printed, say
from compliance.cli.options import (
    as_of_option,
    assessed,
    day_of,
    evidence_option,
    format_option,
    layer_option,
    load,
    output_option,
    profile_completion,
    require_rules,
    rulebook_option,
    targets_of,
    topic_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import profiles_of
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from compliance.accounts import Profile
    from compliance.assessment import Assessment
    from compliance.change import Change
    from compliance.comparison import Comparison
    from compliance.library import Library, Scope
    from compliance.recorded import Recorded

    Forms = dict[str, Callable[[], bytes]]

_EXPORT = ".json"


@click.command()
@click.argument("names", metavar="PROFILE...", nargs=-1, shell_complete=profile_completion)
@click.option(
    "--over",
    type=click.Choice(["voices", "time"]),
    help="Who disagrees, or what changed from the first to the second. Without it: time, if there "
    "are two accounts of one voice and of different days, an export or --old-layer.",
)
@click.option(
    "--old-layer",
    "old_layers",
    multiple=True,
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Assess the first account by our rules with this folder over them, and not with what "
    "--layer names: what changed because the rules did; repeatable.",
)
@voice_option
@rulebook_option
@topic_option
@as_of_option
@evidence_option
@format_option("table", "json", "csv")
@output_option("Write the comparison to a file, .json, .csv or .xlsx; repeatable.")
@layer_option
def compare(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    over: str | None,
    old_layers: Sequence[str],
    voice: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: str | None,
    evidence: str | None,
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Show who disagrees, or what changed.

    PROFILE is a file, the id of a profile, or a country, which stands for all its profiles. Over
    voices, each question and each finding says whether the accounts agree, contradict each
    other, can all be right, or only one answers, with everyone's words. Over time, the first
    account is the earlier one; it may be an export that `assess -o FILE.json` made, and the
    finding says whether the answers or the rule made it change.

    Nothing is averaged or merged, and nobody is preferred.

    \b
    Examples:
      compliance compare ECU
      compliance compare ecu-2010-treaty-body ecu-2011-government --format csv
      compliance compare last-year.json ecu-2011-government
      compliance compare ecu-2011-government --old-layer last-years-rules
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        paths = targets_of(targets, "json", "csv", "xlsx")
    exports = [Path(name) for name in names if name.lower().endswith(_EXPORT)]
    recorded = None
    with problems:
        recorded = _earlier(names, exports)
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            rest = [name for name in names if Path(name) not in exports]
            profiles = _named(rest, library, wanted_voice)
    problems.settle()

    def held(chosen: Sequence[Profile], held_by: Library, on: date | None) -> list[Assessment]:
        return list(assessed(chosen, held_by, on, scope, evidence=evidence))

    assessments = held(profiles, library, as_of)
    if over == "voices" and (recorded or old_layers):
        what = "an export or --old-layer is compared over time"
        raise fault(what, Location("--over"), "leave it out")
    if recorded or old_layers or _is_over_time(over, profiles):
        forms = _over_time(
            recorded, assessments, _old(old_layers, names, wanted_voice, scope, held)
        )
    else:
        forms = _over_voices(assessments)
    _write(paths, forms)
    emit(forms[form]())
    for path in paths:
        say(f"Wrote {path}")
    return OK


def _named(names: Sequence[str], library: Library, voice: str | None) -> list[Profile]:
    if not names:
        hint = "name two accounts of one country, or the country"
        raise fault("there is no PROFILE to compare", hint=hint)
    return profiles_of(names, library, voice)


def _is_over_time(over: str | None, profiles: Sequence[Profile]) -> bool:
    if over:
        return over == "time"
    voices, days = {p.voice for p in profiles}, {p.as_of for p in profiles}
    return len(profiles) == len(days) == 2 and len(voices) == 1


def _earlier(names: Sequence[str], exports: Sequence[Path]) -> list[Recorded]:
    """The assessments in the export that is named first; empty where none is named."""
    if not exports:
        return []
    if len(exports) > 1 or Path(names[0]) != exports[0]:
        hint = "name the export of the earlier assessment first, then the profile of now"
        raise fault("one export is compared with one profile", Location(str(exports[-1])), hint)
    from compliance.recorded import read_export  # noqa: PLC0415 - needs pydantic

    return read_export(exports[0])


def _old(
    layers: Sequence[str],
    names: Sequence[str],
    voice: str | None,
    scope: Scope,
    held: Callable[[Sequence[Profile], Library, date | None], list[Assessment]],
) -> Callable[[], list[Assessment]] | None:
    """How to assess by the rules of before; None where no such rules are named."""
    if not layers:
        return None

    def work() -> list[Assessment]:
        library = load(layers)
        library.scope(scope.rulebooks, scope.topics)
        return held(profiles_of(names[:1], library, voice), library, None)

    return work


def _over_time(
    recorded: Sequence[Recorded] | None,
    assessments: Sequence[Assessment],
    by_old_rules: Callable[[], list[Assessment]] | None,
) -> Forms:
    """The forms of what changed."""
    from compliance.change import changes  # noqa: PLC0415 - needs pydantic
    from compliance.recorded import Recorded  # noqa: PLC0415

    old = list(recorded or ())
    new = list(assessments)
    earlier: Sequence[Assessment] = ()
    if by_old_rules:
        earlier = by_old_rules()
        new = new[1:] or new
    elif not old:
        earlier, new = new[:1], new[1:]
    _require_one(new, "now")
    if earlier:
        _require_one(earlier, "then")
    else:
        old = [one for one in old if one.voice == new[0].profile.voice] or old
        _require_one(old, "then")

    def change(published: bool) -> Change:
        then = (
            Recorded.of(earlier[0].published() if published else earlier[0]) if earlier else old[0]
        )
        return changes(then, new[0].published() if published else new[0])

    change(published=False)

    def screen() -> bytes:
        from compliance.report.change_screen import print_change  # noqa: PLC0415 - needs rich

        return printed(lambda console: print_change(console, change(published=False)))

    def rendered(module: str) -> Callable[[], bytes]:
        return lambda: _render(module, "render_change", change(published=True))

    return {"table": screen, **{form: rendered(module) for form, module in _MODULES.items()}}


def _over_voices(assessments: Sequence[Assessment]) -> Forms:
    """The forms of who disagrees."""
    from compliance.comparison import compare as compared  # noqa: PLC0415 - needs pydantic

    comparison = compared(assessments)

    def work(console: Console) -> None:
        from compliance.report.comparison_screen import print_comparison  # noqa: PLC0415

        print_comparison(console, comparison)

    def public() -> Comparison:
        return compared([one.published() for one in assessments])

    def rendered(module: str) -> Callable[[], bytes]:
        return lambda: _render(module, "render_comparison", public())

    screen = {"table": lambda: printed(work)}
    return {**screen, **{form: rendered(module) for form, module in _MODULES.items()}}


_MODULES = {
    "json": "compliance.report.comparison_json",
    "csv": "compliance.report.comparison_csv",
    "xlsx": "compliance.report.workbook.comparison",
}


def _render(module: str, name: str, subject: Comparison | Change) -> bytes:
    import importlib  # noqa: PLC0415

    content: bytes = getattr(importlib.import_module(module), name)(subject)
    return content


def _require_one(found: Sequence[Assessment | Recorded], when: str) -> None:
    """Raises InputError where it is not clear which account is meant."""
    if len(found) == 1:
        return
    what = (
        f"there is no account of {when}" if not found else f"there are several accounts of {when}"
    )
    hint = "name two, the earlier one first; `compliance profiles` lists them"
    raise fault(f"over time two accounts are compared: {what}", hint=hint)


def _write(paths: Sequence[Path], forms: Forms) -> None:
    """Write all the files, or none."""
    if not paths:
        return
    from compliance import report  # noqa: PLC0415

    endings = {path: report.ending_of(path, _MODULES) for path in paths}
    report.replace_all({path: [forms[ending]()] for path, ending in endings.items()})
