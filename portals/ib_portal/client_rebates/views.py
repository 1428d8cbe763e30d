"""Client rebates: what the partner gives its own clients of its own amount, by group and from a day."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money, round_half_even
from portals.ib_portal.access import partner_page
from portals.ib_portal.client_rebates.forms import ClientRebateForm
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from tenants.ibs import selectors
from tenants.ibs.models import ClientPartner, Partner
from tenants.ibs.services import give_client_rebate, take_back_change
from tenants.rebates.models import Line


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def client_rebates(request: HttpRequest, partner: Partner) -> HttpResponse:
    groups = _groups(partner)
    form = ClientRebateForm(request.POST if request.method == "POST" else None, groups=groups)
    if request.method == "POST" and form.is_valid() and _give(request, partner, form):
        return redirect("client_rebates")
    page = _page(request, partner, form)
    status = 422 if form.errors else 200
    return render(request, "ib_portal/client_rebates/client_rebates.html", page, status=status)


@require_POST
@partner_page
def take_back(request: HttpRequest, partner: Partner, change_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        take_back_change(partner_id=partner.id, change_id=change_id, by=partner.user_id)
        messages.success(request, _("Taken back. What was before goes on."))
    return redirect("client_rebates")


def _give(request: HttpRequest, partner: Partner, form: ClientRebateForm) -> bool:
    try:
        change = give_client_rebate(
            partner_id=partner.id,
            client_group=form.cleaned_data["client_group"],
            share=form.cleaned_data["share"] / 100,
            by=partner.user_id,
            wanted_from=form.moment,
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    asked = change.state == change.State.ASKED
    messages.success(
        request,
        _("The broker decides; you see it here.") if asked else _("Saved. Deals from then on count so."),
    )
    return True


def _page(request: HttpRequest, partner: Partner, form: ClientRebateForm) -> dict[str, Any]:
    policy = selectors.policy()
    return {
        "partner": partner,
        "form": form,
        "given": [(row, row.share * 100) for row in selectors.rebates_given(partner)],
        "page": page_of(selectors.changes_of(partner), request.GET.get("cursor", "")),
        "most": policy.most_client_share * 100,
        "is_asked": policy.client_rebates_asked,
        "month": _given_this_month(partner),
        "now": clock.now(),
    }


def _groups(partner: Partner) -> list[str]:
    """Of the partner's own clients: those of others are none of its business."""
    own = ClientPartner.objects.filter(partner=partner, valid_to=None).exclude(client__group="")
    return list(own.order_by("client__group").values_list("client__group", flat=True).distinct())


def _given_this_month(partner: Partner) -> list[Money]:
    """By currency: the clients' own lines of deals of the partner's clients."""
    since = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    mine = ClientPartner.objects.filter(partner=partner, valid_to=None).values("client_id")
    rows = Line.objects.filter(client__in=mine, level=None, time__gte=since)
    sums = rows.values("currency").annotate(total=Sum("amount")).order_by("currency")
    return [round_half_even(row["total"], row["currency"]) for row in sums]
