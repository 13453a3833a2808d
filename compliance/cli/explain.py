"""``explain``: a rule from the clause to its status."""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.errors import OK, Problems
from compliance.cli.options import (
    as_of_option,
    completing,
    day_of,
    evidence_option,
    format_option,
    layer_option,
    load,
    output_option,
    profile_completion,
    targets_of,
    together_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import profiles_of
from compliance.cli.reports import assessed, deliver_report
from compliance.errors import Location, fault


@click.command()
@click.argument(
    "reference", metavar="RULE", shell_complete=completing(lambda library: library.rules)
)
@click.argument("names", metavar="[PROFILE]...", nargs=-1, shell_complete=profile_completion)
@voice_option
@as_of_option
@evidence_option
@together_option
@click.option("--details", is_flag=True, help="Every test as a decision table.")
@format_option("table", "json", "md", "html")
@output_option("Write it to a file, .html, .docx, .md or .json; repeatable.")
@layer_option
def explain(  # noqa: PLR0913 - one argument an option
    *,
    reference: str,
    names: Sequence[str],
    voice: str | None,
    day: str | None,
    evidence: str | None,
    together: bool,
    details: bool,
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Show a rule from the clause to its status.

    The provision word for word, what it asks, and for PROFILE the result, the answers and sources
    it is based on, and the open questions it depends on. RULE is an id or a citation; PROFILE is
    a file, the id of a profile, or a country. Several are shown one after the other, or with
    --together as one, with the result if each side is right. With --details each test is a
    decision table.

    Of a draft, the worksheet is shown: the words that are not yet sorted, the questions that may
    answer them, and rules that may ask the same. All of it is proposed by words alone.

    Confidential answers (`public: no`) count on a terminal, which marks them; they are in no
    file, in no other format, and in nothing that is piped.

    \b
    Examples:
      compliance explain A-RES-65-212.5f
      compliance explain "65/212 4(e)" ECU
      compliance explain A-RES-65-212.5f ecu-2011-government --as-of 2010-12-21
      compliance explain 5f ECU --details -o 5f.docx
      compliance explain 5f ECU --together
      compliance explain 5f ECU --format json
    """
    from compliance.export import REPORTS  # noqa: PLC0415 - needs pydantic

    report = REPORTS["explanation"]
    problems = Problems()
    wanted_voice = None
    paths = []
    with problems:
        as_of = day_of(day)
    with problems:
        paths = targets_of(targets, *report.endings)
    with problems:
        wanted_voice = voice_of(voice)
        if (wanted_voice or together) and not names:
            option = "--voice" if wanted_voice else "--together"
            raise fault("there is no PROFILE to choose from", Location(option))
    with problems:
        library = load(layers)
        with problems:
            rule = library.rule(reference)
        with problems:
            profiles = profiles_of(names, library, wanted_voice)
    problems.settle()
    scope = library.scope([rule.instrument])
    assessments = assessed(profiles, library, as_of, scope, evidence=evidence, together=together)
    from compliance.report.explanation import Explained  # noqa: PLC0415

    subject = Explained(rule, library, assessments)
    deliver_report(report, subject, form, paths, details=details)
    return OK
