"""Countries by whatever United Nations documents call them."""

import pytest

from compliance.countries import country_code, country_names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SWE", "SWE"),
        ("se", "SWE"),
        ("sweden", "SWE"),
        ("United States of America", "USA"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Islamic Republic of Iran", "IRN"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Bolivarian Republic of Venezuela", "VEN"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("the Netherlands", "NLD"),
        ("Republic of Korea", "KOR"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo", "COG"),
        ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Gambia (The)", "GMB"),
        ("Trinidad & Tobago", "TTO"),
        ("Holy See", "VAT"),
        ("Palestine", "PSE"),
        ("State of Palestine", "PSE"),
        ("Libyan Arab Jamahiriya", "LBY"),
        ("the Libyan Arab Jamahiriya", "LBY"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("former Yugoslav Republic of Macedonia", "MKD"),
    ],
)
def test_a_country_is_known_by_the_names_documents_give_it(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["", "of the", "Korea", "ICMW", "Kosovia", "European Union"])
def test_what_names_no_country_or_more_than_one_is_none(name: str) -> None:
    assert country_code(name) is None


def test_former_names_are_among_those_suggested() -> None:
    assert {"Sweden", "Libyan Arab Jamahiriya"} <= set(country_names())
