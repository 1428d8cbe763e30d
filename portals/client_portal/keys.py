"""See `portals.shared.keys`."""

from portals.shared.keys import is_key, new_key

__all__ = ["is_key", "new_key"]
