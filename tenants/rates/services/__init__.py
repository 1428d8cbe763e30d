"""The verbs of rates."""

from .keeping import keep_fixings, record_rate
from .marking_up import remove_markup, set_markup
from .refreshing import furnish, refresh

__all__ = ["furnish", "keep_fixings", "record_rate", "refresh", "remove_markup", "set_markup"]
