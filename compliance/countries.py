"""Countries by their ISO 3166 codes and names."""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z][A-Z]|ZZ[A-Z]")
"""Codes that ISO 3166 leaves to its users: an invented country may take one of them."""


_OTHER_NAMES = {
    "Brunei": "BRN",
    "Burma": "MMR",
    "Cape Verde": "CPV",  # Cabo Verde since 2013
    "DPR Korea": "PRK",
    "DR Congo": "COD",
    "East Timor": "TLS",
    "FYR Macedonia": "MKD",
    "Gambia (Islamic Republic of the)": "GMB",  # The Gambia until 2015 and since 2017
    "Great Britain": "GBR",
    "Holy See": "VAT",
    "Ivory Coast": "CIV",
    "Lao PDR": "LAO",
    "Libyan Arab Jamahiriya": "LBY",  # Libya since 2011
    "Micronesia": "FSM",
    "Palestine": "PSE",
    "Russia": "RUS",
    "Socialist People's Libyan Arab Jamahiriya": "LBY",
    "Swaziland": "SWZ",  # Eswatini since 2018
    "The former Yugoslav Republic of Macedonia": "MKD",  # North Macedonia since 2019
    "Turkey": "TUR",  # Türkiye since 2022
    "UK": "GBR",
}
"""What documents and lists since 2008 call or called States where ISO 3166 has it otherwise.

Codes outlive names: a name that is given up is added here and never taken away.
"""

_TRANSLATED_NAMES = {
    "Arabia Saudita": "SAU",
    "Argelia": "DZA",
    "Comoras": "COM",
    "Ex República Yugoslava de Macedonia": "MKD",
    "Ex-République yougoslave de Macédoine": "MKD",
    "Kazajstán": "KAZ",
    "Maldivas": "MDV",
    "Nueva Zelandia": "NZL",
    "República de Moldova": "MDA",
    "Saint-Siège": "VAT",
    "Santa Sede": "VAT",
    "Swazilandia": "SWZ",
    "Trinidad y Tabago": "TTO",
}
"""How the United Nations writes names in Spanish and French where pycountry has others."""

_SMALL_WORDS = frozenset(
    (
        *("and", "of", "the"),
        *("de", "del", "e", "el", "la", "las", "los", "y"),
        *("d", "des", "du", "et", "l", "le", "les"),
    )
)
_LANGUAGES = ("es", "fr")
"""Languages in which lists of recommendations name States, beside English."""
_LONG_FORMS = {"rep": "republic", "st": "saint"}


def country_code(country: str) -> str | None:
    """The alpha-3 code of a country given by its code or name, or None.

    Names are also known as the United Nations writes or wrote them: "Iran (Islamic Republic
    of)", "Islamic Republic of Iran", "Libyan Arab Jamahiriya".
    """
    if re.fullmatch(r"[A-Z]{3}", country):
        return country
    words = _name_words(country)
    return (
        _codes().get(country.casefold())
        or _codes_by_words().get(words)
        or _codes_in_other_languages().get(words)
    )


@lru_cache
def _codes() -> Mapping[str, str]:
    """The codes by all that ISO 3166 has of a country, in small letters."""
    import pycountry  # noqa: PLC0415 - only where a name was given

    return {
        str(value).casefold(): str(country.alpha_3)
        for country in pycountry.countries
        for _, value in country
    }


@lru_cache
def _codes_by_words() -> Mapping[tuple[str, ...], str]:
    """The codes by the words of the names, in whatever order they are written."""
    import pycountry  # noqa: PLC0415 - takes a moment

    names = {
        str(getattr(country, kind)): str(country.alpha_3)
        for country in pycountry.countries
        for kind in ("official_name", "common_name", "name")
        if hasattr(country, kind)
    }
    return {_name_words(name): code for name, code in {**names, **_OTHER_NAMES}.items()}


@lru_cache
def _codes_in_other_languages() -> Mapping[tuple[str, ...], str]:
    """The codes by the words of Spanish and French names, as pycountry translates them."""
    import pycountry  # noqa: PLC0415 - takes a moment

    found = {_name_words(name): code for name, code in _TRANSLATED_NAMES.items()}
    for language in _LANGUAGES:
        told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for country in pycountry.countries:
            for kind in ("official_name", "common_name", "name"):
                if hasattr(country, kind):
                    words = _name_words(told.gettext(getattr(country, kind)))
                    found.setdefault(words, str(country.alpha_3))
    return found


def _name_words(name: str) -> tuple[str, ...]:
    """The words that tell a name from others: no accents, no ``the``, ``of`` or ``de``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"\w+", plain.casefold())
    return tuple(sorted(_LONG_FORMS.get(w, w) for w in words if w not in _SMALL_WORDS))


_KNOWN: dict[str, str] = {}


def know(names: Mapping[str, str]) -> None:
    """Take names of countries that were looked up before: pycountry need not be loaded for them."""
    _KNOWN.update(names)


def country_name(code: str, language: str = "en") -> str:
    """What a country is commonly called; an invented one is called so.

    In the ``language`` with this code, where pycountry has the name in it.
    """
    if is_user_assigned(code):
        return f"{code} (an invented country)"
    if code in _KNOWN:
        return _in_language(_KNOWN[code], language)
    import pycountry  # noqa: PLC0415 - takes a moment

    found = pycountry.countries.get(alpha_3=code)
    name = str(getattr(found, "common_name", found.name)) if found else code
    return _in_language(name, language)


def _in_language(name: str, language: str) -> str:
    if language == "en":
        return name
    import pycountry  # noqa: PLC0415 - takes a moment

    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    ).gettext(name)


def sorting_name(code: str) -> str:
    """The name as it stands in the order of the alphabet: letters with marks by the plain ones."""
    decomposed = unicodedata.normalize("NFKD", country_name(code).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_country(code: str) -> bool:
    """Whether ISO 3166 has the code, or leaves it to its users."""
    if is_user_assigned(code) or code in _KNOWN:
        return True
    import pycountry  # noqa: PLC0415 - takes a moment

    return pycountry.countries.get(alpha_3=code) is not None


def is_user_assigned(code: str) -> bool:
    """Whether the code stands for no country of ISO 3166 but is left to its users."""
    return _USER_ASSIGNED.fullmatch(code) is not None


def country_names() -> list[str]:
    """What all countries are commonly called, and what some were called before."""
    import pycountry  # noqa: PLC0415 - takes a moment

    return [*(country_name(country.alpha_3) for country in pycountry.countries), *_OTHER_NAMES]


def countries_with(words: str) -> dict[str, str]:
    """The countries in whose names all of ``words`` stand: code and name."""
    import pycountry  # noqa: PLC0415 - takes a moment

    wanted = set(re.findall(r"\w+", words.casefold()))
    return {
        country.alpha_3: country.name
        for country in pycountry.countries
        if wanted and wanted <= set(re.findall(r"\w+", country.name.casefold()))
    }
