"""My conditions: what I am paid for, at which rates."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from atrium.kernel.keys import cache_key
from atrium.kernel.money import Money
from portals.ib_portal.access import partner_page
from portals.ib_portal.conditions import plans
from tenants.ibs import selectors as ibs
from tenants.ibs.models import Partner, PartnerRank
from tenants.ibs.selectors.branches import places_below
from tenants.rebates import selectors as rebates
from tenants.rebates.reached import Reached, reached_by

STEPS_SECONDS: Final = 300


@require_safe
@partner_page
def conditions(request: HttpRequest, partner: Partner) -> HttpResponse:
    standing, told = _told(partner)
    page = {
        "partner": partner,
        "standing": standing,
        "conditions": told,
        "has_tables": any(rate.table for each in told for rate in each.rates),
        "minimum": Money(partner.payout_minimum_minor, partner.currency),
        "programme": ibs.programme_of(partner),
        "own_share": standing.own_share,
        "agreed": ibs.acceptances_of(partner)[:5],
        "sight": ibs.sight(),
    }
    return render(request, "ib_portal/conditions/conditions.html", page)


@require_safe
@partner_page
def steps(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Where one stands on each table of steps; counted over all deals of the period, so kept for a few minutes."""
    key = cache_key("ib", "steps", partner.id)
    found = cache.get(key)
    if found is None:
        found = _steps(partner)
        cache.set(key, found, STEPS_SECONDS)
    return render(request, "ib_portal/conditions/steps.html", {"partner": partner, "steps": found})


def _steps(partner: Partner) -> list[tuple[str, str, Reached, str]]:
    rows = [
        (each.plan, rate)
        for each in _told(partner)[1]
        for rate in each.rates
        if rate.table and not rate.is_next
    ]
    tables = [(rate.table, plan.document.get("currency", "USD")) for plan, rate in rows if rate.table]
    return [
        (plan.name, str(rate.label), reached, plans.worded(plan.document, reached.next_rate))
        for (plan, rate), reached in zip(rows, reached_by(partner, tables), strict=True)
    ]


def _told(partner: Partner) -> tuple[plans.Standing, list[plans.Condition]]:
    standing = standing_of(partner)
    mine = [plan for plan in rebates.plans_in_force() if plans.applies(plan.document, standing)]
    return standing, [plans.condition(plan, standing) for plan in mine]


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
        own_share=ibs.own_shares_at([partner.id]).get(partner.id),
    )
