"""One look into a broker's house: what was used today and how the house is. Six queries, whatever the size."""

from datetime import UTC, datetime, time
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from atrium.plans import types
from atrium.plans.types import Reading
from tenants.clients.models import Client
from tenants.outbox.models import Delivery
from tenants.payments.models import Deposit
from tenants.trading.models import Deal, Server, TradingAccount

_TRADES = Q(action__in=["buy", "sell"])


def read_house(*, at: datetime) -> Reading:
    """`day` is UTC's, for every broker: usage is billed on one calendar."""
    day = at.astimezone(UTC).date()
    start = datetime.combine(day, time.min, UTC)
    waiting, failed = _deliveries()
    return Reading(
        day=day,
        at=at,
        meters={**_standing(), **_deals(start), **_deposits(start)},
        feed_lag_seconds=_feed_lag(at),
        waiting=waiting,
        failed=failed,
    )


def _standing() -> dict[str, Decimal]:
    return {
        types.CLIENTS: Decimal(Client.objects.count()),
        types.ACCOUNTS: Decimal(TradingAccount.objects.exclude(status="archived").count()),
    }


def _deals(start: datetime) -> dict[str, Decimal]:
    """By the deal's own time; a deal that comes late counts when its day is measured again, the same day."""
    total = Deal.objects.filter(_TRADES, time__gte=start).aggregate(
        deals=Count("id"), lots=Coalesce(Sum("lots"), Decimal(0))
    )
    return {types.DEALS: Decimal(total["deals"]), types.LOTS: total["lots"]}


def _deposits(start: datetime) -> dict[str, Decimal]:
    settled = Deposit.objects.filter(state=Deposit.State.SETTLED, finished_at__gte=start)
    rows = list(
        settled.values(code=F("received_currency")).annotate(count=Count("id"), minor=Sum("received_minor"))
    )
    meters = {f"{types.DEPOSITED}{row['code']}": Decimal(row["minor"]) for row in rows}
    return {types.DEPOSITS: Decimal(sum(row["count"] for row in rows)), **meters}


def _feed_lag(at: datetime) -> int | None:
    """Of the server that was silent longest; one that was never reached counts from its beginning."""
    seen = Server.objects.filter(active=True).values_list("last_seen_at", "created_at")
    lags = [int((at - (last or begun)).total_seconds()) for last, begun in seen]
    return max(0, *lags) if lags else None


def _deliveries() -> tuple[int, int]:
    found = Delivery.objects.filter(state__in=["waiting", "sending", "dead"]).aggregate(
        waiting=Count("id", filter=~Q(state="dead")), failed=Count("id", filter=Q(state="dead"))
    )
    return found["waiting"], found["failed"]
