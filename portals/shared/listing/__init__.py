"""The one list component: state in the URL, rows drawn fast, the same for every list page."""

from .rows import Row, drawn, row_html
from .screen import Listing, Screen, listing_of
from .state import State, state_of

__all__ = ["Listing", "Row", "Screen", "State", "drawn", "listing_of", "row_html", "state_of"]
