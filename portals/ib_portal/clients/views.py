"""Clients: one's own and those of the sub-IBs, with what they deposited and traded, as far as the broker lets partners see."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.clients.beside import Row, rows_of
from portals.ib_portal.exports import streamed
from portals.shared.paging import page_of
from tenants.ibs import selectors
from tenants.ibs.models import ClientPartner, Partner
from tenants.ibs.rules import masking

STATUSES: Final = ("demo", "live", "funded", "active", "dormant", "closed")


@require_safe
@partner_page
def clients(request: HttpRequest, partner: Partner) -> HttpResponse:
    whose, of_sub = request.GET.get("whose", ""), _sub(request, partner)
    page = page_of(_wanted(request, partner, of_sub), request.GET.get("cursor", ""), by="valid_from")
    sight = selectors.sight()
    found = {
        "partner": partner,
        "page": page,
        "rows": rows_of(partner, page.rows, sight),
        "sight": sight,
        "tabs": _tabs(whose),
        "of_sub": of_sub,
        "whose": whose,
        "status": request.GET.get("status", ""),
        "statuses": STATUSES,
    }
    template = "list.html" if is_part(request, "clients") else "clients.html"
    return render(request, f"ib_portal/clients/{template}", found)


@require_safe
@partner_page
def clients_file(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    head = [_("Client"), _("Name"), _("E-mail"), _("Country"), _("Status"), _("Brought by"), _("Since")]
    head += [_("Deposits"), _("Currency"), _("Deals"), _("Lots"), _("Your rebates"), _("Your currency")]
    sight = selectors.sight()
    rows = _wanted(request, partner, _sub(request, partner))
    return streamed(
        "clients", head, rows, lambda found: map(_cells, rows_of(partner, found, sight)), by="valid_from"
    )


def _cells(row: Row) -> Sequence[Any]:
    client = row.stake.client
    return (
        client.number,
        row.name,
        masking.client_email(client.user.email, row.sight),
        masking.client_country(client.country, row.sight),
        client.lead.status,
        row.stake.partner.name,
        row.stake.valid_from,
        None if row.deposits is None else row.deposits.decimal,
        "" if row.deposits is None else row.deposits.currency,
        row.deals,
        row.lots,
        row.money.decimal,
        row.money.currency,
    )


def _sub(request: HttpRequest, partner: Partner) -> Partner | None:
    wanted = request.GET.get("partner", "")
    return selectors.partner_for(partner, wanted) if wanted else None


def _wanted(request: HttpRequest, partner: Partner, of_sub: Partner | None) -> QuerySet[ClientPartner]:
    whose, status = request.GET.get("whose", ""), request.GET.get("status", "")
    if of_sub is not None:
        rows = selectors.clients_of(of_sub, direct=True)
    else:
        rows = selectors.clients_of(partner, direct=whose == "direct")
        rows = rows.exclude(partner=partner) if whose == "subs" else rows
    if status in STATUSES:
        rows = rows.filter(client__lead__status=status)
    number = request.GET.get("q", "").strip()
    return rows.filter(client__number=int(number)) if number.isdecimal() and len(number) < 18 else rows


def _tabs(whose: str) -> list[dict[str, Any]]:
    choices = (("", _("All")), ("direct", _("Your own")), ("subs", _("Of your sub-IBs")))
    return [
        {"label": word, "href": f"?whose={code}" if code else "?", "current": whose == code}
        for code, word in choices
    ]
