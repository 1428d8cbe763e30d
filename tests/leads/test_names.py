"""Two ways to write a name are one name."""

import pytest

from tenants.leads.rules.names import folded, national_id
from tenants.leads.rules.regions import LABELS, countries_of, region_of


@pytest.mark.parametrize(
    "written", ["Ángel Núñez", "NUNEZ, Angel", "angel  nunez", "Núñez Ángel", "A\u0301ngel Nun\u0303ez"]
)
def test_accents_case_and_order_do_not_matter(written: str) -> None:
    assert folded(written) == "angel nunez"


@pytest.mark.parametrize(
    ("one", "other"), [("Łukasz Ørsted", "lukasz orsted"), ("Jürgen Groß", "jurgen gross"), ("İpek", "ipek")]
)
def test_letters_that_unicode_keeps_whole_are_folded_too(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_different_names_stay_different() -> None:
    assert folded("Anna Berg") != folded("Anne Berg")


def test_a_document_number_is_letters_and_digits() -> None:
    assert national_id(" 12.345.678-z ") == "12345678Z"


def test_each_country_is_in_one_region() -> None:
    every = [country for region in LABELS for country in countries_of(region)]
    assert len(every) == len(set(every)) == 250
    assert (region_of("CY"), region_of("MX"), region_of("AE"), region_of("")) == (
        "europe",
        "latin_america",
        "mena",
        "",
    )
