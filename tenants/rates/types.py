"""What rates speak."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from atrium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Quote:
    """One conversion as the broker offers it now. `sold` buys `bought`; `spread` is what the broker keeps of it."""

    sold: Money
    bought: Money
    spread: Money
    rate: Decimal
    """What the client gets for one unit sold."""
    reference: Decimal
    percent: Decimal
    path: tuple[str, ...]
    """The reference rates it was made of, in words."""
    source: str
    at: datetime
    """Since when the oldest of them holds."""
