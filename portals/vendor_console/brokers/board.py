"""What an operator sees of brokers at a glance: each row is put together from three registry queries for all rows."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from atrium.brokers.models import Broker
from atrium.kernel import clock
from atrium.kernel.money import Money
from atrium.plans import rules, selectors, types
from atrium.plans.models import HealthSample
from portals.shared.charts import Chart, Series


@dataclass(frozen=True, slots=True)
class Usage:
    """Meters of one day, of one broker or of all; what was not measured is zero."""

    meters: Mapping[str, Decimal]
    currency: str = ""

    @property
    def clients(self) -> Decimal:
        return self._meter(types.CLIENTS)

    @property
    def accounts(self) -> Decimal:
        return self._meter(types.ACCOUNTS)

    @property
    def deals(self) -> Decimal:
        return self._meter(types.DEALS)

    @property
    def lots(self) -> Decimal:
        return self._meter(types.LOTS)

    @property
    def deposited(self) -> list[Money]:
        return deposited(self.meters, self.currency)

    def _meter(self, name: str) -> Decimal:
        return self.meters.get(name, Decimal(0))


@dataclass(frozen=True, slots=True)
class BrokerRow:
    broker: Broker
    health: str
    newest: HealthSample | None
    usage: Usage
    lag: Chart

    @property
    def waiting(self) -> int:
        return self.newest.waiting if self.newest else 0

    @property
    def failed(self) -> int:
        return self.newest.failed if self.newest else 0


def rows_of(brokers: Sequence[Broker]) -> list[BrokerRow]:
    now = clock.now()
    ids = [broker.id for broker in brokers]
    usage = selectors.usage_on(now.date(), ids)
    samples = selectors.newest_samples(ids)
    return [_row(broker, now, usage.get(broker.id, {}), samples.get(broker.id, ())) for broker in brokers]


def row_of(broker: Broker) -> BrokerRow:
    return rows_of([broker])[0]


def _row(
    broker: Broker, now: datetime, meters: Mapping[str, Decimal], samples: Sequence[HealthSample]
) -> BrokerRow:
    newest = samples[-1] if samples else None
    health = rules.health(
        status=broker.status,
        now=now,
        sampled_at=newest.at if newest else None,
        feed_lag_seconds=newest.feed_lag_seconds if newest else None,
        waiting=newest.waiting if newest else 0,
        failed=newest.failed if newest else 0,
    )
    usage = Usage(meters, broker.currency)
    return BrokerRow(broker, health, newest, usage, _lag_chart(broker.id, samples))


def deposited(meters: Mapping[str, Decimal], currency: str) -> list[Money]:
    """Today's deposits per currency, the house's own first; none is a zero in the house's own."""
    found = {
        meter.removeprefix(types.DEPOSITED): int(value)
        for meter, value in meters.items()
        if meter.startswith(types.DEPOSITED)
    }
    found.setdefault(currency, 0)
    own = [Money(found.pop(currency), currency)]
    others = [Money(minor, code) for code, minor in sorted(found.items()) if minor]
    return others if others and not own[0].amount_minor else own + others


def _lag_chart(broker_id: uuid.UUID, samples: Sequence[HealthSample]) -> Chart:
    known = [sample for sample in samples if sample.feed_lag_seconds is not None]
    return Chart(
        id=f"lag-{broker_id.hex[-12:]}",
        kind="spark",
        title=_("Feed lag"),
        labels=[f"{sample.at:%H:%M:%S}" for sample in known],
        series=[Series(_("Feed lag"), [sample.feed_lag_seconds or 0 for sample in known])] if known else (),
        unit="s",
        digits=0,
        size="spark",
    )
