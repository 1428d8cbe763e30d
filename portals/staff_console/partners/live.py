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


def nudge_plans(event: Event) -> None:
    """plan.changed, recalculation.changed: open pages of plans and recalculations fetch themselves anew."""
    html = '<div id="plans-nudge" hx-swap-oob="true" data-refetch hidden></div>'
    push_to_members("partners.view", covers=everybody, render=lambda member: html, key="plans")


def nudge_dispute(event: Event) -> None:
    """dispute.changed: the list, and the page of the question."""
    html = '<div id="disputes-nudge" hx-swap-oob="true" data-refetch hidden></div>'
    push_to_members("partners.view", covers=everybody, render=lambda member: html, key="disputes")
