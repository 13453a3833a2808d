"""The files of a questionnaire: the ending of a name tells in which form it is written."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol

from compliance.library.library import Library
from compliance.workbook.questionnaire.order import Asked, Division, Order, asked_in
from compliance.workbook.questionnaire.selection import FORM_ENDING

_FORMS = {
    FORM_ENDING: "compliance.workbook.questionnaire.xlsform",
    ".xlsx": "compliance.workbook.questionnaire.workbook",
    ".html": "compliance.workbook.questionnaire.page",
}
"""The module of each form, the longest ending first; imported when needed."""


class _Form(Protocol):
    """What a module for a form has."""

    def render(self, asked: Asked, library: Library) -> bytes:
        """A file of what is asked."""


def questionnaires(
    order: Order, library: Library, target: Path, *, divided: bool
) -> dict[Path, bytes]:
    """The files: ``divided``, one an institution; of forms for phones else one a topic.

    Raises InputError.
    """
    ending = next(one for one in _FORMS if target.name.lower().endswith(one))
    by: Division = "institution" if divided else ""
    if ending == FORM_ENDING and not divided and len(order.scope.topics) != 1:
        by = "topic"
    form: _Form = import_module(_FORMS[ending])
    asked = asked_in(order, library, target, by=by)
    return {path: form.render(one, library) for path, one in asked.items()}
