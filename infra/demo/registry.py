"""The brokers themselves: asked for as an operator would, made by the provisioning worker."""

import time

from atrium.brokers import selectors, services
from atrium.brokers.models import Broker
from atrium.brokers.types import BrokerOrder
from atrium.kernel import tenancy
from atrium.kernel.errors import Refused
from infra import migrating
from infra.demo.cast import OPERATOR, House
from infra.demo.people import hashed_password

PATIENCE_SECONDS = 60


def ensure_vendor() -> None:
    """House number zero with its operator. Runs as owner: nobody can order it before it exists."""
    with tenancy.public():
        if Broker.objects.filter(kind=Broker.Kind.VENDOR, status=Broker.Status.ACTIVE).exists():
            return
    migrating.ensure_vendor(
        admin_email=OPERATOR.email, admin_name=OPERATOR.name, admin_password_hash=hashed_password()
    )


def order(house: House) -> None:
    """Written down, and the provisioning worker rung for; an order that is there already stays, or is tried again."""
    broker = _found(house)
    if broker is not None and broker.status == Broker.Status.FAILED:
        services.retry_provisioning(broker.id)
    if broker is None:
        services.request_broker(
            BrokerOrder(
                name=house.name,
                slug=house.slug,
                admin_email=house.admin.email,
                admin_name=house.admin.name,
                admin_password_hash=hashed_password(),
                currency=house.currency,
                language=house.language,
                country=house.country,
                preset=house.preset,
            )
        )


def when_active(house: House) -> tenancy.Tenant:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (broker := _found(house)) is None or broker.status == Broker.Status.CREATING:
        if time.monotonic() > deadline:
            raise Refused(
                f"{house.name} was not made within {PATIENCE_SECONDS} s. See var/log/provisioning.log."
            )
        time.sleep(0.1)
    if broker.status == Broker.Status.FAILED:
        raise Refused(f"{house.name} could not be made: {broker.failure}")
    return selectors.tenant_by_slug(house.slug)


def _found(house: House) -> Broker | None:
    with tenancy.public():
        return Broker.objects.filter(slug=house.slug).first()
