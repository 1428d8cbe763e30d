"""Who reacts to which event: one table, one file. A subscriber is a function of one event, delivered at least once."""

from typing import Final

SUBSCRIPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "account.opened": ("tenants.clients.tasks.note_account_opened",),
    "approval.decided": ("tenants.payments.tasks.take_decision",),
    "client.registered": ("tenants.ibs.tasks.take_referral",),
    "deposit.settled": ("tenants.clients.tasks.note_deposit",),
    "inbox.received": ("tenants.payments.tasks.take_psp_event",),
    "member.invited": ("tenants.messaging.tasks.send_invitation",),
    "payout.approved": ("tenants.payments.tasks.send_payout",),
}
