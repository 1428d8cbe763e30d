"""The tree of all partners, opened branch by branch: fifty at a time, however many there are."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atrium.kernel.errors import NotFound
from portals.shared.charts import Chart, Series
from portals.staff_console.access import permitted
from portals.staff_console.partners import forest
from portals.staff_console.partners.tabs import tabs
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.ibs.selectors import branches
from tenants.rebates.models import Accrual, PartyKind
from tenants.staff.models import Member

AT_ONCE = 50
DRAWN = 20


@require_safe
@permitted("partners.view")
def tree(request: HttpRequest, member: Member) -> HttpResponse:
    """The tops, or those whom the words in the search find."""
    words = request.GET.get("q", "")
    if words.strip():
        found: Sequence[Partner] = branches.found_among(selectors.all_partners(), words)
        more = ""
    else:
        found, more = _some(branches.tops(), request.GET.get("after", ""), reverse("partners_tree"))
    context = {
        "nodes": forest.nodes_of(forest.rows_of(found)),
        "more": more,
        "words": words,
        "is_full": bool(words.strip()) and len(found) == branches.MOST_FOUND,
        "chart": _earned_picture(),
        "tabs": tabs("partners_tree", member),
    }
    template = "shared/tree_branch.html" if request.GET.get("after") else "staff_console/partners/tree.html"
    return render(request, template, context)


@require_safe
@permitted("partners.view")
def below(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    if not selectors.all_partners().filter(id=partner_id).exists():
        raise NotFound("There is no such partner.")
    address = reverse("partners_tree_below", args=[partner_id])
    found, more = _some(branches.children_of(partner_id), request.GET.get("after", ""), address)
    nodes = forest.nodes_of(forest.rows_of(found))
    return render(request, "shared/tree_branch.html", {"nodes": nodes, "more": more})


def _some(partners: QuerySet[Partner], after: str, address: str) -> tuple[list[Partner], str]:
    """By number, upwards; and the address of those that follow."""
    if after.isdecimal() and len(after) < 18:
        partners = partners.filter(number__gt=int(after))
    found = list(partners[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    return shown, f"{address}?after={shown[-1].number}" if len(found) > AT_ONCE else ""


def _earned_picture() -> Chart:
    """The twenty who earned most in all, of whatever currency they are paid in."""
    best = Accrual.objects.filter(party_kind=PartyKind.PARTNER, posted_minor__gt=0).order_by("-posted_minor")[
        :DRAWN
    ]
    numbers = [row.party_number for row in best]
    rows = forest.rows_of(Partner.objects.select_related("user").filter(number__in=numbers))
    drawn = sorted((row for row in rows if row.earned), key=lambda row: -row.earned.amount_minor)
    values = [row.earned.decimal for row in drawn]
    labels = [row.partner.name for row in drawn]
    return Chart("partners-earned", "treemap", _("Earned by partner"), labels, [Series(_("Earned"), values)])
