"""An open partner page follows its rebates and payouts."""

from portals.shared.live import push
from tenants.outbox.types import Event


def nudge(event: Event) -> None:
    """For rebates.accrued, payout.* : each partner that is concerned has its own nudge on its own page."""
    for partner_id in event.payload.get("partner_ids") or [event.payload.get("partner_id")]:
        if partner_id:
            push(
                "staff",
                "all",
                html=f'<div id="partner-{partner_id}-nudge" hx-swap-oob="true" data-refetch hidden></div>',
            )
