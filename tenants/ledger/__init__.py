"""One broker's double-entry ledger. Money moves through `services`, is read through `selectors`, and nowhere else."""

from typing import Final

READ_ONLY_TABLES: Final = (
    "ledger_account",
    "ledger_balance",
    "ledger_movement",
    "ledger_day",
    "ledger_daybalance",
)
"""The application's role may read these; it writes them through the posting functions alone."""

APPEND_ONLY: Final = ("ledger_account", "ledger_movement")
"""Rows are added, never changed or removed, whoever asks and however."""

APPEND_ONLY_TABLES: Final = APPEND_ONLY
DERIVED_TABLES: Final = ("ledger_balance", "ledger_daybalance")
"""Sums of the movements, proved to be. The seals of the days are audited, so the audit's anchors hold their hashes too."""
