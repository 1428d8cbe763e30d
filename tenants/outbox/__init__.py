"""What happened in this broker's house, written with its cause, and who has heard of it.

Rooms announce through `services.announce`; who listens is one table, `infra/subscriptions.py`.
"""

from typing import Final

APPEND_ONLY_TABLES: Final = ("outbox_event",)
DERIVED_TABLES: Final = ("outbox_delivery",)  # leases and attempts
