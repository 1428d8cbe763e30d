"""The verbs of rates."""

from .keeping import keep_fixings, record_rate
from .refreshing import furnish, refresh

__all__ = ["furnish", "keep_fixings", "record_rate", "refresh"]
