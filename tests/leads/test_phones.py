"""A number as people write it is one number; its prefix tells the country."""

import pytest

from tenants.leads.rules.phones import Phone, read


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("+357 22 123456", "", Phone("+35722123456", "CY")),
        ("+357-22/123.456", "", Phone("+35722123456", "CY")),
        ("00442079460011", "", Phone("+442079460011", "GB")),
        ("(020) 7946 0011", "GB", Phone("+442079460011", "GB")),
        ("612 34 56 78", "es", Phone("+34612345678", "ES")),
        ("+34 612 34 56 78", "GB", Phone("+34612345678", "ES")),
        ("+1 202 555 0123 ext. 9", "", Phone("+12025550123", "US")),
        ("+1 416 555 0123", "", Phone("+14165550123", "CA")),
        ("٠٠٩٧١٥٠١٢٣٤٥٦٧", "", Phone("+971501234567", "AE")),
    ],
)
def test_it_is_read_however_it_is_written(written: str, country: str, number: Phone) -> None:
    assert read(written, country) == number


@pytest.mark.parametrize(
    ("written", "country"), [("", ""), ("call me", "GB"), ("12", "ES"), ("6123456", ""), ("+999123", "")]
)
def test_what_is_no_number_is_none(written: str, country: str) -> None:
    assert read(written, country) is None
