"""Files that are there whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def staged(target: Path, content: bytes) -> Path:
    """A finished file beside ``target``, with the rights that a new file gets; to be renamed.

    Raises OSError, and then leaves nothing behind.
    """
    folder = os.path.dirname(os.path.realpath(target))
    handle, name = tempfile.mkstemp(dir=folder, prefix=".compliance-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        path.chmod(0o666 & ~umask)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
