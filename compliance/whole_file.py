"""Files that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path


def staged(target: Path, content: bytes) -> Path:
    """A finished file beside ``target``, to be renamed; with the rights of the one it replaces.

    Raises OSError, and then leaves nothing behind.
    """
    place = os.path.realpath(target)
    folder, name = os.path.split(place)
    longest = os.pathconf(folder, "PC_NAME_MAX") if hasattr(os, "pathconf") else 255
    if len(os.fsencode(name)) > longest:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    handle, name = tempfile.mkstemp(dir=folder, prefix=".compliance-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        path.chmod(_rights(place))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _rights(place: str) -> int:
    """The rights of the file that is there, or those a new one gets."""
    if os.path.exists(place):
        return stat.S_IMODE(os.stat(place).st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
