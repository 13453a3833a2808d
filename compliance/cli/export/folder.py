"""Several files written into one folder, all or none."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import ngettext
from pathlib import Path

from compliance.cli.errors import say
from compliance.cli.options import refuse_existing
from compliance.errors import InputError, Location, fault


def write_into(folder: Path, contents: Mapping[str, str], *, overwrite: bool) -> None:
    """Write texts by the names of their files, and say so. The folder is made where there is none.

    Raises InputError for files that are there, but for ``overwrite``, and where nothing can be
    written.
    """
    from compliance.files import not_written, replace_all  # noqa: PLC0415 - not for --help

    if folder.exists() and not folder.is_dir():
        raise fault("this is a file, not a folder", Location(str(folder)), "name a folder")
    targets = {folder / name: [text.encode("utf-8", "replace")] for name, text in contents.items()}
    if not overwrite:
        refuse_existing(targets)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError([not_written(folder, error)]) from error
    replace_all(targets)
    count = len(targets)
    say(
        ngettext("Wrote {n} file to {folder}", "Wrote {n} files to {folder}", count).format(
            n=count, folder=folder
        )
    )
