"""The one list component: state in the URL, rows drawn fast, the same for every list page."""

from .rows import Row, drawer, drawn
from .screen import Listing, Screen, listing_of
from .state import State, state_of

__all__ = ["Listing", "Row", "Screen", "State", "drawer", "drawn", "listing_of", "state_of"]
