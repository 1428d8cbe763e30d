"""What came of links, as rows and as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from portals.shared.charts import Chart, Series
from tenants.ibs import selectors
from tenants.ibs.models import Partner, ReferralLink
from tenants.ibs.selectors.links import ClickDay, ClickTotals

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """`link` none: the partner's own code."""

    link: ReferralLink | None
    title: str
    address: str
    totals: ClickTotals


def address(code: str) -> str:
    return f"{address_of(tenancy.require(), 'client')}/r/{code}"


def rows_of(partner: Partner) -> list[Row]:
    """The own code first, then the links, the newest first. Three queries, however many links."""
    totals = selectors.totals_by_link(partner, since=clock.now() - timedelta(days=DAYS))
    nothing = ClickTotals()
    own = Row(None, _("Your own code"), address(partner.code), totals.get(None, nothing))
    return [
        own,
        *(
            Row(link, link.title, address(link.code), totals.get(link.id, nothing))
            for link in selectors.links_of(partner)
        ),
    ]


def all_of(rows: Sequence[Row]) -> ClickTotals:
    each = [row.totals for row in rows]
    return ClickTotals(
        sum(one.clicks for one in each),
        sum(one.visitors for one in each),
        sum(one.programs for one in each),
        sum(one.registered for one in each),
        sum(one.funded for one in each),
    )


def chart_of(days: Sequence[ClickDay]) -> Chart:
    return Chart(
        id="clicks-by-day",
        kind="stacked",
        title=_("Clicks by day"),
        labels=[formats.date_format(one.day, "j M") for one in days],
        series=[
            Series(_("New visitors"), [one.visitors for one in days]),
            Series(_("Again"), [one.repeats for one in days]),
        ]
        if any(one.visitors or one.repeats for one in days)
        else (),
        digits=0,
    )
