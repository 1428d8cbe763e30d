"""The one currency table: how many decimal places each currency's minor unit has.

Source: ISO 4217 (2026-01-01). Crypto assets are not ISO 4217; theirs are the house's own choice.
A currency that is not listed has two.
"""

from typing import Final

DEFAULT_EXPONENT: Final = 2

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

MINOR_UNITS: Final[dict[str, int]] = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
    "BTC": 8,
    "ETH": 8,
    "USDT": 6,
    "USDC": 6,
}


def minor_units(currency: str) -> int:
    """Decimal places of the currency's minor unit: 2 for USD, 0 for JPY, 8 for BTC."""
    return MINOR_UNITS.get(currency, DEFAULT_EXPONENT)
