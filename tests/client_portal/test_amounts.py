"""Amounts and cells: text in, text out."""

import pytest

from portals.client_portal.amounts import plain
from portals.client_portal.money.cells import safe_cell


@pytest.mark.parametrize(
    ("text", "mark", "means"),
    [
        ("1234.5", ".", "1234.5"),
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("500,00", ".", "500.00"),
        ("500.00", ",", "500.00"),
        ("1,234", ".", "1234"),
        ("1.234", ",", "1234"),
        ("1,234", ",", "1.234"),  # three decimals: refused by the currency, never taken for a thousand
        ("1,23,4", ".", ""),
        ("1e3", ".", ""),
        ("-5", ".", ""),
        ("٥٠٠", ".", ""),
        ("", ".", ""),
    ],
)
def test_an_amount_is_read_one_way_or_not_at_all(text: str, mark: str, means: str) -> None:
    assert plain(text, mark) == means


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =x", "\uff1dx"])
def test_a_cell_that_would_calculate_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_a_harmless_cell_stays_as_it_is() -> None:
    assert safe_cell("Transfer to account 100245") == "Transfer to account 100245"
