"""One broker's double-entry ledger. Money moves through `services`, is read through `selectors`, and nowhere else."""

from typing import Final

READ_ONLY_TABLES: Final = ("ledger_account", "ledger_balance", "ledger_movement")
"""The application's role may read these; it writes them through the posting functions alone."""

APPEND_ONLY: Final = ("ledger_account", "ledger_movement")
"""Rows are added, never changed or removed, whoever asks and however."""

APPEND_ONLY_TABLES: Final = APPEND_ONLY
DERIVED_TABLES: Final = ("ledger_balance",)  # the sum of the movements, proved to be
