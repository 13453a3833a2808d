"""Countries by their ISO 3166 codes and names."""

from __future__ import annotations

import re
from collections.abc import Mapping

_USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z][A-Z]|ZZ[A-Z]")
"""Codes that ISO 3166 leaves to its users: an invented country may take one of them."""


def country_code(country: str) -> str | None:
    """The alpha-3 code of a country given by its code or name, or None."""
    if re.fullmatch(r"[A-Z]{3}", country):
        return country
    import pycountry  # noqa: PLC0415 - only where a name was given

    try:
        return str(pycountry.countries.lookup(country).alpha_3)
    except LookupError:
        return None


_KNOWN: dict[str, str] = {}


def know(names: Mapping[str, str]) -> None:
    """Take names that were looked up before, so that pycountry need not be loaded for them."""
    _KNOWN.update(names)


def country_name(code: str) -> str:
    """What a country is commonly called; an invented one is called so."""
    if is_user_assigned(code):
        return f"{code} (an invented country)"
    if code in _KNOWN:
        return _KNOWN[code]
    import pycountry  # noqa: PLC0415 - takes a moment

    found = pycountry.countries.get(alpha_3=code)
    return str(getattr(found, "common_name", found.name)) if found else code


def is_country(code: str) -> bool:
    """Whether ISO 3166 has the code, or leaves it to its users."""
    import pycountry  # noqa: PLC0415 - takes a moment

    return is_user_assigned(code) or pycountry.countries.get(alpha_3=code) is not None


def is_user_assigned(code: str) -> bool:
    """Whether the code stands for no country of ISO 3166 but is left to its users."""
    return _USER_ASSIGNED.fullmatch(code) is not None


def country_names() -> list[str]:
    """What all countries are commonly called."""
    import pycountry  # noqa: PLC0415 - takes a moment

    return [country_name(country.alpha_3) for country in pycountry.countries]


def countries_with(words: str) -> dict[str, str]:
    """The countries in whose names all of ``words`` stand: code and name."""
    import pycountry  # noqa: PLC0415 - takes a moment

    wanted = set(re.findall(r"\w+", words.casefold()))
    return {
        country.alpha_3: country.name
        for country in pycountry.countries
        if wanted and wanted <= set(re.findall(r"\w+", country.name.casefold()))
    }
