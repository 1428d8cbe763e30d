"""Sub-IBs: those who stand below, and invitations to stand there on a share that both know before."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from atrium.kernel.errors import AtriumError
from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.exports import streamed
from portals.ib_portal.sub_ibs.forms import InviteForm
from portals.ib_portal.sub_ibs.subs import Row, rows_of
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from tenants.ibs import selectors, services
from tenants.ibs.models import Invitation, Partner


@require_safe
@partner_page
def sub_ibs(request: HttpRequest, partner: Partner) -> HttpResponse:
    template = "list.html" if is_part(request, "subs") else "sub_ibs.html"
    return render(request, f"ib_portal/sub_ibs/{template}", _page(request, partner, InviteForm()))


@require_POST
@partner_page
def invite(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            made = services.invite(
                partner_id=partner.id,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                share=form.fraction,
            )
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            if made.email:
                messages.success(request, _("The invitation is on its way by mail; its link is below too."))
            else:
                messages.success(request, _("The invitation is ready: copy its link and send it."))
            return redirect("sub_ibs")
    return render(request, "ib_portal/sub_ibs/sub_ibs.html", _page(request, partner, form), status=422)


@require_POST
@partner_page
def send_again(request: HttpRequest, partner: Partner, invitation_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        services.send_invitation_again(partner_id=partner.id, invitation_id=invitation_id)
        messages.success(request, _("Mailed again. It is good for thirty days from now."))
    return redirect("sub_ibs")


@require_POST
@partner_page
def withdraw(request: HttpRequest, partner: Partner, invitation_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        services.withdraw_invitation(partner_id=partner.id, invitation_id=invitation_id)
        messages.success(request, _("Taken back. Its link opens nothing from now on."))
    return redirect("sub_ibs")


@require_safe
@partner_page
def subs_file(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    head = [_("IB"), _("Name"), _("Status"), _("Clients"), _("Sub-IBs"), _("Own share, per cent")]
    head += [_("Lots, 30 days"), _("Your rebates, 30 days"), _("Currency")]
    return streamed(
        "sub-ibs",
        head,
        selectors.downline_of(partner),
        lambda rows: map(_cells, rows_of(partner, rows)),
        by="number",
    )


def _cells(row: Row) -> Sequence[Any]:
    one = row.partner
    facts = (one.number, one.name, one.status, row.clients, row.subs, row.per_cent)
    return (*facts, row.lots, row.money.decimal, row.money.currency)


def _page(request: HttpRequest, partner: Partner, form: InviteForm) -> dict[str, Any]:
    below = selectors.downline_of(partner)
    if request.GET.get("whose") != "all":
        below = below.filter(parents__parent=partner, parents__valid_to=None)
    page = page_of(below, request.GET.get("cursor", ""), by="number")
    invitations = selectors.invitations_of(partner)[:50]
    return {
        "partner": partner,
        "form": form,
        "page": page,
        "rows": rows_of(partner, page.rows),
        "may_invite": selectors.policy().partners_invite and partner.status == Partner.Status.ACTIVE,
        "invitations": [_Shown(one) for one in invitations],
        "tabs": [
            {"label": _("Directly below you"), "href": "?", "current": request.GET.get("whose") != "all"},
            {"label": _("All below you"), "href": "?whose=all", "current": request.GET.get("whose") == "all"},
        ],
    }


class _Shown:
    """An invitation as its maker sees it; only an open one has a link."""

    def __init__(self, row: Invitation) -> None:
        self.row = row
        expired = row.state == Invitation.State.OPEN and row.expires_at <= clock.now()
        self.state = "expired" if expired else row.state
        self.per_cent = None if row.share is None else row.share * 100

    @property
    def may_go_again(self) -> bool:
        return bool(self.row.email) and self.row.state == Invitation.State.OPEN

    @property
    def address(self) -> str:
        if self.state != Invitation.State.OPEN:
            return ""
        return f"{address_of(tenancy.require(), 'ib')}/join/invited/{self.row.code}/"
