"""The console with a million clients: lists, search, card, import, sockets."""

import os

from atrium.kernel.tenancy import Tenant
from infra.bench.figures import Figure
from infra.bench.ground import product_of_its_own
from infra.supervisor import crew, product

CLIENTS, ENTRIES_EACH = {"many": 1_000_000, "few": 10_000}, 5
COLLEAGUES = 20


def measure() -> list[Figure]:
    """The import comes last: sealing what it changed would go on beside whatever is measured after it."""

    def bring_up(people: crew.Crew) -> None:
        product.migrate()
        product.vendor()

    # A house of a million clients is given memory by its operator; ours by default is for a laptop.
    os.environ.setdefault("ATRIUM_SHARED_BUFFERS", "1GB")
    with product_of_its_own("console", bring_up):
        many, few = _house("many"), _house("few")
        from infra.bench.console import browsing, imports, sockets
        from infra.bench.console.serving import serving

        found = browsing.figures(many, few)
        with serving():
            found += sockets.figures(many)
        return found + imports.figures(many)


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
