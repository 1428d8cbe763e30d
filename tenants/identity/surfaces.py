"""Which realm each surface accepts. Fixed here, read by middleware, sockets, adapter and tests."""

from typing import Final

REALM_OF_SURFACE: Final = {"vendor": "operator", "staff": "staff", "client": "client", "ib": "partner"}
# People register by themselves on these; elsewhere they are invited.
OPEN_SURFACES: Final = frozenset({"client"})
