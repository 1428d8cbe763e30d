"""Rebates: what partners earn from their clients' trading. `engine` computes; this room keeps plans, lines and what was posted."""

from typing import Final

APPEND_ONLY: Final = ("rebates_line", "rebates_posting", "rebates_settlement")
"""Rows are added, never changed or removed, whoever asks and however."""
