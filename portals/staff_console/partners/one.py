"""One partner's pages beside its lines: programme, links, client rebates, payouts, disputes, rank, signs of abuse."""

import uuid
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from portals.shared.paging import page_of
from portals.staff_console.access import permitted
from portals.staff_console.partners import forest
from portals.staff_console.partners.ranks.forms import LABELS
from tenants.abuse import selectors as abuse
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.ibs.selectors.ranks import rank_changes
from tenants.payments import selectors as payments
from tenants.rebates import paying
from tenants.rebates import selectors as rebates
from tenants.rebates.ranking import progress_of
from tenants.staff.models import Member
from tenants.staff.selectors import require_permission

DAYS: Final = 30
SHOWN: Final = 50
PARTS: Final = (
    ("partner", _("Rebates"), "partners.view"),
    ("partner_in_programme", _("Programme"), "partners.view"),
    ("partner_links", _("Links"), "partners.view"),
    ("partner_gives", _("Client rebates"), "partners.view"),
    ("partner_paid", _("Payouts"), "finance.view"),
    ("partner_asked", _("Disputes"), "partners.view"),
    ("partner_ranked", pgettext_lazy("of a partner", "Rank"), "partners.view"),
    ("partner_signs", _("Abuse"), "partners.view"),
)


def head_of(partner: Partner, member: Member, current: str) -> dict[str, Any]:
    """What stands above each of these pages."""
    return {
        "partner": partner,
        "row": forest.rows_of([partner])[0],
        "may_manage": member.allows("partners.manage"),
        "may_impersonate": partner.user_id is not None and member.allows("clients.impersonate"),
        "parts": [
            {"label": label, "href": reverse(name, args=[partner.id]), "current": name == current}
            for name, label, permission in PARTS
            if member.allows(permission)
        ],
    }


@require_safe
@permitted("partners.view")
def in_programme(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    subs = list(selectors.direct_below(partner)[:SHOWN])
    shares = selectors.own_shares_at([partner.id, *(sub.id for sub in subs)])
    context = {
        "programme": selectors.programme_of(partner),
        "window": selectors.window_of(partner),
        "own_share": shares.get(partner.id),
        "to_agree": selectors.open_agreement(partner),
        "agreed": selectors.acceptances_of(partner)[:SHOWN],
        "application": selectors.applications().filter(partner=partner).first(),
        "invitations": list(selectors.invitations_of(partner)[:SHOWN]),
        "subs": [(sub, shares.get(sub.id)) for sub in subs],
    }
    return _shown(request, member, partner, "partner_in_programme", "programme", context)


@require_safe
@permitted("partners.view")
def links(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    context = {
        "totals": selectors.totals_of(partner, since=clock.now() - timedelta(days=DAYS)),
        "page": page_of(selectors.links_of(partner), request.GET.get("cursor", "")),
    }
    return _shown(request, member, partner, "partner_links", "links", context)


@require_safe
@permitted("partners.view")
def gives(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    context = {
        "given": list(selectors.rebates_given(partner)),
        "page": page_of(selectors.changes_of(partner), request.GET.get("cursor", "")),
    }
    return _shown(request, member, partner, "partner_gives", "client_rebates", context)


@require_safe
@permitted("finance.view")
def paid(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    require_permission(
        request.user, "partners.view"
    )  # the pages beside it, and the way back, are of partners
    partner = selectors.partner(partner_id)
    context = {
        "page": page_of(paying.settlements_of(partner), request.GET.get("cursor", ""), by="at"),
        "payouts": list(payments.withdrawals_of_party(partner.id)[:SHOWN]),
        "invoices": list(paying.invoices_of(partner)[:SHOWN]),
    }
    return _shown(request, member, partner, "partner_paid", "payouts", context)


@require_safe
@permitted("partners.view")
def asked(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    rows = rebates.disputes_of(partner)
    context = {"page": page_of(rows, request.GET.get("cursor", ""), by="opened_at")}
    return _shown(request, member, partner, "partner_asked", "disputes", context)


@require_safe
@permitted("partners.view")
def ranked(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    progress = progress_of(partner)
    context = {
        "progress": progress,
        "conditions": [(LABELS.get(each.metric, each.metric), each) for each in progress.conditions],
        "page": page_of(rank_changes().filter(partner=partner), request.GET.get("cursor", "")),
    }
    return _shown(request, member, partner, "partner_ranked", "rank", context)


@require_safe
@permitted("partners.view")
def signs(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    rows = abuse.flags().filter(partner=partner)
    context = {"page": page_of(rows, request.GET.get("cursor", ""), by="found_at")}
    return _shown(request, member, partner, "partner_signs", "abuse", context)


def _shown(
    request: HttpRequest, member: Member, partner: Partner, part: str, name: str, context: dict[str, Any]
) -> HttpResponse:
    head = head_of(partner, member, part)
    return render(request, f"staff_console/partners/one/{name}.html", {**head, **context})
