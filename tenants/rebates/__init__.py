"""Rebates: what partners earn from their clients' trading. `engine` computes; this room keeps plans, lines and what was posted."""

from typing import Final

APPEND_ONLY: Final = ("rebates_line", "rebates_posting", "rebates_settlement")
"""Rows are added, never changed or removed, whoever asks and however."""

APPEND_ONLY_TABLES: Final = APPEND_ONLY
DERIVED_TABLES: Final = (
    "rebates_accrual",
    "rebates_waiting",
)  # sums of lines, and deals that wait for a fact
