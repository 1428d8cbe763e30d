"""Who reacts to which event: one table, one file. A subscriber is a function of one event, delivered at least once."""

from typing import Final

SUBSCRIPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "account.opened": ("tenants.clients.tasks.note_account_opened",),
    "deposit.settled": ("tenants.clients.tasks.note_deposit",),
}
