"""The texts of documents that a library holds."""

from __future__ import annotations

from collections.abc import Mapping

from compliance.anchor import Source
from compliance.errors import InputError, Location, Problem
from compliance.layers import LayerFile
from compliance.model import Instrument
from compliance.text_file import text_of


def sources_of(
    instruments: Mapping[str, Instrument], files: Mapping[str, LayerFile]
) -> tuple[dict[str, Source], list[Problem]]:
    """The text of each instrument that is held, by its symbol, and what is wrong with the files."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for name, instrument in instruments.items():
        if not instrument.text_held:
            continue
        file = files.get(f"rules/{name}/source.txt")
        if file is None:
            where = Location(files[f"rules/{name}/instrument.yaml"].shown)
            hint = "lay the full text beside this file as source.txt, or write `text_held: no`"
            problems.append(Problem("the text is said to be held and is not there", where, hint))
            continue
        try:
            found[instrument.symbol] = Source(text_of(file.path, file.shown))
        except InputError as error:
            problems += error.problems
    return found, problems
