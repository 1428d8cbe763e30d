"""What is metered. A broker is billed by these, and its operator watches them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

# What stands at the end of the day, and what happened during it. Amounts are per currency: "deposited:USD" in minor units.
CLIENTS: Final = "clients"
ACCOUNTS: Final = "accounts"
DEALS: Final = "deals"
LOTS: Final = "lots"
DEPOSITS: Final = "deposits"
DEPOSITED: Final = "deposited:"


@dataclass(frozen=True, slots=True)
class Reading:
    """One look into one broker's house: what was used on a day, and how the house is."""

    day: date
    at: datetime
    meters: Mapping[str, Decimal]
    feed_lag_seconds: int | None = (
        None  # since the last sign of the slowest trading server; None without servers
    )
    waiting: int = 0  # deliveries not yet made
    failed: int = 0  # deliveries given up, for a person to look at
