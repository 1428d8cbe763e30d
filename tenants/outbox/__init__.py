"""What happened in this broker's house, written with its cause, and who has heard of it.

Rooms announce through `services.announce`; who listens is one table, `infra/subscriptions.py`.

**What is kept.** An event is append-only, by the database's own triggers, and stays: it is the broker's history of what happened
and by whom, and it is small. A delivery is bookkeeping: one row a subscriber, changed two or three times, so two thirds of the
room's size and all of its churn. Once it is done and older than `OUTBOX_KEEP_DAYS` it is removed, by `prune`, in small batches.
What is waiting, under way or given up is never removed, however old: a person decides about the last. Nothing is told again
by that: deliveries are written with their event and never afterwards.

The rejected road: monthly partitions of events, dropped when old. They would take the history with them, a broker's schema would
need new tables every month, and a foreign key from deliveries would stand in the way of every drop.
"""

from typing import Final

APPEND_ONLY_TABLES: Final = ("outbox_event",)
DERIVED_TABLES: Final = ("outbox_delivery",)  # leases and attempts
