"""Our own rulebooks pass what `compliance check --strict` demands of everybody's."""

from __future__ import annotations

from compliance.library.builder import Builder
from compliance.library.layers import files_of
from compliance.library.quality import warnings
from compliance.model.scalars import BUNDLED


def test_our_own_rulebooks_have_no_warning() -> None:
    builder = Builder(files_of([BUNDLED]))
    builder.build_rules()
    assert builder.problems == []
    assert [str(warning) for warning in warnings(builder)] == []
