"""An open partner page follows its rebates and payouts."""

from portals.shared.live import push_to_members
from portals.staff_console.concern import everybody
from tenants.outbox.types import Event


def nudge(event: Event) -> None:
    """For rebates.accrued, payout.* : each partner that is concerned has its own nudge on its own page."""
    ids = event.payload.get("partner_ids") or [event.payload.get("partner_id")]
    html = "".join(
        f'<div id="partner-{one}-nudge" hx-swap-oob="true" data-refetch hidden></div>' for one in ids if one
    )
    if html:
        push_to_members("partners.view", covers=everybody, render=lambda member: html)
