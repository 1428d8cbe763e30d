"""My conditions: what I am paid for, at which rates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from atrium.kernel.money import Money
from portals.ib_portal.access import partner_page
from portals.ib_portal.conditions import plans
from tenants.ibs import selectors as ibs
from tenants.ibs.models import Partner, PartnerRank
from tenants.ibs.selectors.branches import places_below
from tenants.rebates import selectors as rebates


@require_safe
@partner_page
def conditions(request: HttpRequest, partner: Partner) -> HttpResponse:
    standing = standing_of(partner)
    mine = [plan for plan in rebates.plans_in_force() if plans.applies(plan.document, standing)]
    page = {
        "partner": partner,
        "standing": standing,
        "conditions": [plans.condition(plan, standing) for plan in mine],
        "minimum": Money(partner.payout_minimum_minor, partner.currency),
        "programme": ibs.programme_of(partner),
        "own_share": ibs.own_shares_at([partner.id]).get(partner.id),
        "agreed": ibs.acceptances_of(partner)[:5],
        "sight": ibs.sight(),
    }
    return render(request, "ib_portal/conditions/conditions.html", page)


def standing_of(partner: Partner) -> plans.Standing:
    below = places_below(partner).values()
    above = Partner.objects.filter(id__in=ibs.upline_at(partner.id, clock.now())).values_list(
        "number", flat=True
    )
    rank = PartnerRank.objects.filter(partner=partner, valid_to=None).values_list("rank", flat=True).first()
    return plans.Standing(
        number=str(partner.number),
        rank=rank or 0,
        depth=max((place.depth for place in below), default=0),
        below=frozenset(str(place.number) for place in below),
        above=frozenset(map(str, above)),
    )
