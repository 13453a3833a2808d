"""A compliance checklist and gap-analysis engine for the human rights of migrants.

The public API; each name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.assessment.assess import Assessment, assess
    from compliance.assessment.comparison import compare
    from compliance.assessment.findings import Finding
    from compliance.assessment.history import changes
    from compliance.assessment.plan import plan
    from compliance.assessment.questions import questions
    from compliance.errors import ComplianceError, InputError, Problem
    from compliance.export import write
    from compliance.export.data.duck import to_frame
    from compliance.export.data.writing import write_data
    from compliance.library.library import Library

os.environ["OPENPYXL_LXML"] = "False"
"""openpyxl reads this when it is imported: with lxml it would write other bytes."""

__all__ = [
    "Assessment",
    "ComplianceError",
    "Finding",
    "InputError",
    "Library",
    "Problem",
    "assess",
    "changes",
    "compare",
    "plan",
    "questions",
    "to_frame",
    "write",
    "write_data",
]

_HOMES = {
    "Assessment": "assessment.assess",
    "ComplianceError": "errors",
    "Finding": "assessment.findings",
    "InputError": "errors",
    "Library": "library.library",
    "Problem": "errors",
    "assess": "assessment.assess",
    "changes": "assessment.history",
    "compare": "assessment.comparison",
    "plan": "assessment.plan",
    "questions": "assessment.questions",
    "to_frame": "export.data.duck",
    "write": "export",
    "write_data": "export.data.writing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
