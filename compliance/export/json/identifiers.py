"""Identifiers of documents that other systems use."""

from __future__ import annotations

import re

from compliance.model.rulebook import Instrument

_RESOLUTION = re.compile(r"A/RES/(\d+)/(\d+)")


def akn4un(instrument: Instrument) -> str | None:
    """The identifier of a resolution of the General Assembly in the United Nations' own XML.

    ``/akn/un/statement/deliberation/unga/2010-12-21/65-212``: class, organ, day of adoption,
    session and number, as in the XML of resolution 79/275. None for other documents: we know of
    no form that is documented for them.
    """
    found = _RESOLUTION.fullmatch(instrument.symbol)
    adopted = instrument.adopted
    if found is None or adopted is None or adopted.earliest != adopted.latest:
        return None
    day = adopted.earliest
    return f"/akn/un/statement/deliberation/unga/{day}/{found[1]}-{found[2]}"
