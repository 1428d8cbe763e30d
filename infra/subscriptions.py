"""Who reacts to which event: one table, one file. A subscriber is a function of one event, delivered at least once."""

from typing import Final

SUBSCRIPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "account.opened": (
        "tenants.clients.tasks.note_account_opened",
        "tenants.trading.tasks.mail_account_opened",
        "portals.staff_console.clients.live.nudge_card",
        "portals.client_portal.accounts.live.account_opened",
    ),
    "approval.asked": ("portals.staff_console.approvals.live.show_queue",),
    "approval.decided": (
        "tenants.payments.tasks.take_decision",
        "portals.staff_console.approvals.live.show_queue",
    ),
    "authority.changed": ("portals.shared.live.bell.authority_changed",),
    "balance_operation.ended": ("tenants.wallets.tasks.take_ended_operation",),
    "client.registered": ("tenants.ibs.tasks.take_referral", "portals.staff_console.my_day.live.nudge"),
    "deals.changed": ("tenants.rebates.tasks.correct",),
    "deals.recorded": ("tenants.rebates.tasks.accrue",),
    "deposit.settled": (
        "tenants.clients.tasks.note_deposit",
        "portals.staff_console.clients.live.nudge_card",
        "portals.client_portal.money.live.deposit_settled",
        "portals.staff_console.finance.live.nudge",
    ),
    "inbox.received": ("tenants.payments.tasks.take_psp_event",),
    "job.ended": ("tenants.jobs.tasks.tell_ended",),
    "kyc.decided": (
        "portals.staff_console.clients.live.nudge_card",
        "portals.client_portal.verification.live.kyc_decided",
    ),
    "kyc.submitted": ("portals.staff_console.clients.live.nudge_card",),
    "lead.assigned": ("portals.staff_console.leads.live.show_lead",),
    "lead.created": ("portals.staff_console.leads.live.show_lead",),
    "lead.status_changed": (
        "portals.staff_console.leads.live.show_lead",
        "portals.staff_console.clients.live.nudge_card",
    ),
    "member.invited": ("tenants.messaging.tasks.send_invitation",),
    "payout.approved": ("tenants.payments.tasks.send_payout", "portals.ib_portal.live.show_payout"),
    "payout.paid": (
        "portals.ib_portal.live.show_payout",
        "portals.staff_console.finance.live.nudge",
        "portals.staff_console.partners.live.nudge",
    ),
    "payout.rejected": (
        "portals.ib_portal.live.show_payout",
        "portals.staff_console.finance.live.nudge",
        "portals.staff_console.partners.live.nudge",
    ),
    "payout.requested": (
        "portals.ib_portal.live.show_payout",
        "portals.staff_console.finance.live.nudge",
        "portals.staff_console.partners.live.nudge",
    ),
    "rebates.accrued": (
        "portals.ib_portal.live.show_rebates",
        "portals.staff_console.partners.live.nudge",
    ),
    "rebates.settled": ("portals.ib_portal.live.show_settled",),
    "transfer.refused": ("portals.client_portal.money.live.transfer_ended",),
    "transfer.settled": (
        "portals.staff_console.clients.live.nudge_card",
        "portals.client_portal.money.live.transfer_ended",
    ),
}
