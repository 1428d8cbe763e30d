"""What the portal asks about the broker it stands in."""

from dataclasses import dataclass

from atrium.brokers.models import Broker
from atrium.kernel import tenancy


@dataclass(frozen=True, slots=True)
class HouseFacts:
    currency: str
    country: str
    language: str


def facts() -> HouseFacts:
    broker_id = tenancy.require().broker_id
    with tenancy.public():
        broker = Broker.objects.only("currency", "country", "language").get(id=broker_id)
    return HouseFacts(broker.currency, broker.country, broker.language)
