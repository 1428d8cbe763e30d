"""Numbers without gaps, one series a kind."""

from typing import Final

DERIVED_TABLES: Final = ("numbering_series",)  # the last number given, which the row that got it says too
