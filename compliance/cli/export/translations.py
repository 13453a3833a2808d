"""``export translations``: a catalogue for those who translate."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from compliance.cli.errors import OK, Problems, emit, say
from compliance.cli.options import (
    layer_option,
    load,
    overwrite_option,
    refuse_existing,
    target_option,
    targets_of,
)
from compliance.errors import Location, fault


@click.command()
@click.argument("code", metavar="CODE")
@target_option("The catalogue to write, ending in .po.")
@overwrite_option
@layer_option
def translations(code: str, target: str, overwrite: bool, layers: Sequence[str]) -> int:
    """Write the catalogue of a language, for those who translate.

    CODE is the language: es, fr, or a new one such as pt. The catalogue has every text that is to
    be translated, with its translation if there is one. A translation of English that changed
    since is marked fuzzy, with the English from which it was made. Lay the file into the folder
    `translations` of a layer.

    \b
    Examples:
      compliance export translations es -o es.po
      compliance export translations pt -o our-rules/translations/pt.po
    """
    from compliance import files  # noqa: PLC0415
    from compliance.library.languages import (  # noqa: PLC0415 - needs pydantic
        Language,
        catalogue,
        completeness,
        language,
        languages,
    )

    problems, wanted = Problems(), code.strip().lower()
    with problems:
        (path,) = targets_of([target], "po")
    with problems:
        if not re.fullmatch(r"[a-z]{2,3}(_[a-z]{2,4})?", wanted) or wanted == "en":
            hint = "write it as es, fr, pt; English is what is translated"
            raise fault(f"`{code}` is no code of a language here", Location("CODE"), hint)
    with problems:
        library = load(layers)
    problems.settle()
    found = language(wanted, library) if wanted in languages(library) else Language(wanted, wanted)
    if not overwrite:
        refuse_existing([path])
    files.replace_all({path: [catalogue(found, library).encode()]})
    emit(f"{path}\n".encode())
    say(completeness(found, library).in_words())
    return OK
