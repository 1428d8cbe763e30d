"""Refusals on a client's pages: as everywhere, in the reader's language (portals.shared.refusals)."""

from portals.shared.refusals import said, show_in

__all__ = ["said", "show_in"]
