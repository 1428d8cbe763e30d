"""The parts of the first page. Each is a fragment with an address of its own, and is pushed when it changes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.cache import cache
from django.utils import formats
from django.utils.translation import gettext as _

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from atrium.kernel.keys import cache_key
from atrium.kernel.money import Money, round_half_even
from portals.ib_portal.figures import daily_average, figures_of, next_due
from portals.shared.charts import Chart, Series
from tenants.branding import selectors as branding
from tenants.ibs import selectors as ibs
from tenants.ibs.models import Partner
from tenants.rebates import selectors as rebates
from tenants.rebates.ranking import progress_of
from tenants.rebates.types import DayTotal

DAYS: Final = 30
AHEAD: Final = 7
LATEST: Final = 6
RANK_SECONDS: Final = 300


def figures(partner: Partner) -> dict[str, Any]:
    return {"partner": partner, "figures": figures_of(partner), "coming": next_due(partner)}


def latest(partner: Partner) -> dict[str, Any]:
    return {"partner": partner, "lines": list(rebates.lines_for(partner)[:LATEST])}


def rank(partner: Partner) -> dict[str, Any]:
    """How far the next rank is; looked at every few minutes at most."""
    key = cache_key("ib", "progress", partner.id)
    found = cache.get(key)
    if found is None:
        found = progress_of(partner)
        cache.set(key, found, RANK_SECONDS)
    return {"partner": partner, "progress": found}


def picture(partner: Partner) -> dict[str, Any]:
    days = rebates.by_day(partner, days=DAYS)
    average = daily_average(days)
    return {
        "chart": chart(days, average, partner.currency),
        "lots": sum((day.lots for day in days), Decimal(0)),
        "projected": _end_of_month(days, average, partner.currency),
        "direct": ibs.clients_of(partner, direct=True).count(),
        "subs": ibs.downline_of(partner).count(),
        "links": ibs.totals_of(partner, since=clock.now() - timedelta(days=DAYS)),
        "support": branding.brand().support_email,
    }


def chart(days: list[DayTotal], average: Decimal, currency: str) -> Chart:
    """Thirty days as they were, seven as they would be at the pace of the last seven whole ones."""
    ahead = [days[-1].day + timedelta(days=step) for step in range(1, AHEAD + 1)]
    rounded = round_half_even(average, currency).decimal
    nothing = Decimal(0)
    return Chart(
        id="earned-by-day",
        kind="stacked",
        title=_("Earned by day"),
        labels=[formats.date_format(day, "j M") for day in [*(one.day for one in days), *ahead]],
        series=[
            Series(
                _("Earned"),
                [round_half_even(one.amount, currency).decimal for one in days] + [nothing] * AHEAD,
            ),
            Series(_("At this pace"), [nothing] * len(days) + [rounded] * AHEAD),
        ],
        unit=currency,
    )


def _end_of_month(days: list[DayTotal], average: Decimal, currency: str) -> Money:
    today = days[-1].day
    left = ((today.replace(day=28) + timedelta(days=4)).replace(day=1) - today).days - 1
    month = sum((one.amount for one in days if one.day >= today.replace(day=1)), Decimal(0))
    return round_half_even(month + average * left, currency)


def referral_link(partner: Partner) -> str:
    return f"{address_of(tenancy.require(), 'client')}/r/{partner.code}"
