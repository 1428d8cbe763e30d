"""What the pages of brokers show, gathered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from atrium.brokers import selectors
from atrium.brokers.models import Broker, Domain
from atrium.kernel import clock, tenancy
from atrium.plans import selectors as plans
from atrium.plans import types
from portals.shared.charts import Chart, Series
from portals.vendor_console.brokers import board
from portals.vendor_console.brokers.forms import SuspendForm
from tenants.activity.selectors import timeline

DAYS: Final = 30
DAYS_OF_A_LINE: Final = 5
PATIENCE: Final = timedelta(seconds=15)  # a worker that has not begun by then is probably not running
STEPS_DONE: Final = {"creating": 2, "failed": 2, "active": 4, "suspended": 4}


@dataclass(frozen=True, slots=True)
class Door:
    surface: str
    href: str
    host: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    usage: board.Usage


def filtered(text: str, status: str) -> QuerySet[Broker]:
    found = selectors.brokers()
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(slug__startswith=text.strip().lower()))
    return found.filter(status=status) if status in Broker.Status.values else found


def totals() -> dict[str, Any]:
    """Over all brokers: how many in which state, and today's meters."""
    with tenancy.public():
        counts = dict(selectors.brokers().order_by().values_list("status").annotate(n=Count("id")))
    usage = board.Usage(plans.usage_of_all(clock.now().date()))
    return {"counts": counts, "all": sum(counts.values()), "usage": usage}


def of_broker(broker: Broker, form: SuspendForm) -> dict[str, Any]:
    days = plans.usage_by_day(broker.id, until=clock.now().date(), days=DAYS)
    return {
        "row": board.row_of(broker),
        "broker": broker,
        "doors": doors(broker),
        "days": [Day(day, board.Usage(found, broker.currency)) for day, found in reversed(days) if found],
        "deals": _deals_chart(days),
        "growth": _growth_chart(days),
        "form": form,
        "timeline": timeline([("broker", broker.id)], limit=20).entries,
    }


def of_progress(broker: Broker) -> dict[str, Any]:
    late = broker.status == Broker.Status.CREATING and clock.now() - broker.requested_at > PATIENCE
    seconds = (broker.active_at - broker.requested_at).total_seconds() if broker.active_at else None
    return {
        "broker": broker,
        "steps": [_("Order written down"), _("House being made"), _("Ready")],
        "current": STEPS_DONE[broker.status],
        "late": late,
        "seconds": None if seconds is None else Decimal(str(round(seconds, 1))),
        "doors": doors(broker),
        "admin_email": broker.order.get("admin_email", ""),
    }


def doors(broker: Broker) -> list[Door]:
    with tenancy.public():
        rows = list(Domain.objects.filter(tenant=broker))
    order = {surface: place for place, surface in enumerate(Domain.Surface.values)}
    rows.sort(key=lambda row: (order[row.surface], row.domain))
    return [Door(row.get_surface_display(), f"{selectors.base_of(row.domain)}/", row.domain) for row in rows]


def why_taken(slug: str) -> str:
    with tenancy.public():
        taken = Broker.objects.filter(slug=slug).exists()
    return _("“%(slug)s” is taken by another broker. Choose another name.") % {"slug": slug} if taken else ""


Days = Sequence[tuple[date, Mapping[str, Decimal]]]


def _deals_chart(days: Days) -> Chart:
    return _chart("usage-lots", "bar", _("Lots a day"), days, ((_("Lots"), types.LOTS),), 2)


def _growth_chart(days: Days) -> Chart:
    meters = ((_("Clients"), types.CLIENTS), (_("Trading accounts"), types.ACCOUNTS))
    return _chart("usage-growth", "line", _("Clients and trading accounts"), days, meters, 0)


def _chart(
    id: str, kind: str, title: str, days: Days, meters: Sequence[tuple[str, str]], digits: int
) -> Chart:
    """From the first measured day on; a line needs some days before it is one."""
    begun = next((place for place, (_day, found) in enumerate(days) if found), len(days))
    measured = days[begun:]
    series = [
        Series(name, [found.get(meter, Decimal(0)) for _day, found in measured]) for name, meter in meters
    ]
    anything = any(value for one in series for value in one.values)
    labels = [formats.date_format(day, "j M") for day, _found in measured] if anything else ()
    return Chart(id, kind if len(measured) >= DAYS_OF_A_LINE else "bar", title, labels, series, digits=digits)
