"""A compliance checklist and gap-analysis engine for the human rights of migrants.

The public API; each name is loaded when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.asking import questions
    from compliance.assessment import Assessment, assess
    from compliance.change import changes
    from compliance.comparison import compare
    from compliance.errors import ComplianceError, InputError, Problem
    from compliance.finding import Finding
    from compliance.library import Library
    from compliance.planning import plan
    from compliance.report import write

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
    "write",
]

_HOMES = {
    "Assessment": "assessment",
    "ComplianceError": "errors",
    "Finding": "finding",
    "InputError": "errors",
    "Library": "library",
    "Problem": "errors",
    "assess": "assessment",
    "changes": "change",
    "compare": "comparison",
    "plan": "planning",
    "questions": "asking",
    "write": "report",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
