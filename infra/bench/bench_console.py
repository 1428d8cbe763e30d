"""The console with a million clients: lists, search, card, import, sockets."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from atrium.kernel.tenancy import Tenant
from infra.bench.figures import Figure
from infra.bench.ground import product_of_its_own
from infra.supervisor import crew, product

CLIENTS, ENTRIES_EACH = {"many": 1_000_000, "few": 10_000}, 5
COLLEAGUES = 20
PARTS = ("imports", "sockets")  # each a module of infra/bench/console with `figures(ground)`


@dataclass(frozen=True)
class Ground:
    """The broker in which the other parts measure: the one with many clients."""

    tenant: Tenant


def measure() -> list[Figure]:
    def bring_up(people: crew.Crew) -> None:
        product.migrate()
        product.vendor()

    with product_of_its_own("console", bring_up):
        many, few = _house("many"), _house("few")
        from infra.bench.console import browsing

        found = browsing.figures(many, few)
        for part in PARTS:
            found += _part(part)(Ground(many))
    return found


def _house(name: str) -> Tenant:
    """A broker as any other, then filled."""
    from atrium.brokers import selectors, services
    from atrium.brokers.types import BrokerOrder
    from atrium.kernel import tenancy
    from infra import migrating
    from infra.bench.console.house import fill
    from infra.supervisor.progress import step

    migrating.become_owner()
    slug = f"bench-{name}"
    services.register_now(
        BrokerOrder(name=slug, slug=slug, admin_email=f"admin@{slug}.example", admin_name="Ada Admin")
    )
    tenant = selectors.tenant_by_slug(slug)
    with tenancy.entered(tenant):
        _colleagues()
    with step(f"{CLIENTS[name]:,} clients and {CLIENTS[name] * ENTRIES_EACH:,} entries for {slug}"):
        fill(os.environ["DATABASE_URL"], tenant.schema, CLIENTS[name], ENTRIES_EACH)
    return tenant


def _colleagues() -> None:
    from tenants.staff.services import add_member

    for number in range(COLLEAGUES):
        role = "Sales" if number else "Administrator"
        add_member(
            email=f"colleague{number}@bench.example", name=f"Colleague {number}", role=role, desk="Sales desk"
        )


def _part(name: str) -> Callable[[Any], list[Figure]]:
    module = f"infra.bench.console.{name}"
    if find_spec(module) is None:
        return lambda ground: []
    measured: Callable[[Any], list[Figure]] = import_module(module).figures
    return measured
