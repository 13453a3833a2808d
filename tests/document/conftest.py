"""The sample's approved renderings lie in ``golden`` beside this file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import golden


@pytest.fixture
def approved(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """The approved content of a file; see ``golden.approved``."""
    monkeypatch.setattr(golden, "FOLDER", Path(__file__).with_name("golden"))
    return golden.approved
