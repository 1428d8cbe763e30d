"""What a partner who is looking sees change by itself: new rebates, the wallet, payouts."""

import uuid
from collections.abc import Iterable

from portals.ib_portal.dashboard import parts
from portals.shared.fragments import render_fragment
from portals.shared.live import push, watched
from tenants.ibs.models import Partner
from tenants.outbox.types import Event
from tenants.payments.selectors import destinations_of_partner, withdrawals_of_party
from tenants.rebates.selectors import lines_for

_ROWS_AT_ONCE = 50


def show_rebates(event: Event) -> None:
    """`rebates.accrued`: the batch's new lines and the new sums, to each partner that has any."""
    batch_id = uuid.UUID(event.payload["batch_id"])
    for partner in _partners(event.payload["partner_ids"]):
        lines = list(lines_for(partner).filter(batch_id=batch_id)[:_ROWS_AT_ONCE])
        if lines:
            _push(partner, "ib_portal/rebates/arrivals.html", {"lines": lines})
        _show_sums(partner)


def show_settled(event: Event) -> None:
    """`rebates.settled`: earned money has come to the wallet."""
    for partner in _partners(event.payload["partner_ids"]):
        _push(partner, "ib_portal/dashboard/figures.html", parts.figures(partner))


def show_payout(event: Event) -> None:
    """`payout.*`: its row as it is now, and what that leaves in the wallet."""
    for partner in _partners([event.payload["partner_id"]]):
        payout = withdrawals_of_party(partner.id).filter(id=event.payload["withdrawal_id"]).first()
        if payout is not None:
            fresh = event.kind == "payout.requested"
            template = f"ib_portal/payouts/{'arrival' if fresh else 'row'}.html"
            _push(partner, template, {"payout": payout, "oob": not fresh})
        _push(partner, "ib_portal/dashboard/figures.html", parts.figures(partner))


def show_destinations(event: Event) -> None:
    """`destination.changed`: of partners; a client's page is told by the client portal."""
    for partner in _partners([event.payload["partner_id"]] if "partner_id" in event.payload else []):
        places = destinations_of_partner(partner)
        context = {"places": places, "remove_url": "ib_destination_remove", "oob": True}
        _push(partner, "shared/destinations/list.html", context)


def show_wallet(event: Event) -> None:
    """`wallet.moved`: to or from the partner's wallet, or within it."""
    for partner in _partners([event.payload["ib_id"]] if "ib_id" in event.payload else []):
        _push(partner, "ib_portal/dashboard/figures.html", parts.figures(partner))


def show_dispute(event: Event) -> None:
    """`dispute.changed`: the page of a question, and the list, are fetched again by whoever asked."""
    for partner in _partners([event.payload["partner_id"]]):
        push(
            "ib",
            "partner",
            partner.id,
            html='<div id="disputes-nudge" hx-swap-oob="true" data-refetch hidden></div>',
        )


def _show_sums(partner: Partner) -> None:
    _push(partner, "ib_portal/dashboard/figures.html", parts.figures(partner))
    _push(partner, "ib_portal/dashboard/latest.html", parts.latest(partner))


def _partners(ids: Iterable[str]) -> list[Partner]:
    """Those who have a page open: a busy day's batches are rendered for nobody else."""
    looking = [partner_id for partner_id in ids if watched("ib", "partner", partner_id)]
    return list(Partner.objects.filter(id__in=looking).select_related("user"))


def _push(partner: Partner, template: str, context: dict[str, object]) -> None:
    html = render_fragment("ib", template, {"oob": True, **context}, reader=partner.user)
    push("ib", "partner", partner.id, html=html)
