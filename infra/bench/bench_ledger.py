"""Postings a second beside pgbench, a million at once beside COPY, and the wallet page of a large ledger beside a small one's."""

from atrium.kernel.tenancy import Tenant
from infra.bench.figures import Figure
from infra.bench.ground import product_of_its_own
from infra.supervisor import crew, product

CLIENTS = 1000
SMALL, LARGE = (100, 10_000), (10_000, 5_000_000)  # movements of the client, entries of the ledger


def measure() -> list[Figure]:
    def bring_up(people: crew.Crew) -> None:
        product.migrate()
        product.vendor()

    with product_of_its_own("ledger", bring_up):
        from infra.bench.ledger import bulk, pages, rates
        from infra.supervisor.progress import step

        small, large = _house("small"), _house("large")
        with step("Postings one by one"):
            limit, cold, hot = rates.bare(large), rates.posted(large, "cold"), rates.posted(large, "hot")
        with step(f"{bulk.MOVEMENTS:,} movements at once"):
            many, twin = bulk.posted(large), bulk.copied(large)
        with step("The wallet page"):
            few_user, many_user = pages.client_with(small, *SMALL), pages.client_with(large, *LARGE)
            few_page, many_page = pages.seconds(small, few_user), pages.seconds(large, many_user)
            trip = pages.round_trip_seconds(large)
        _verify(large)
    return [
        Figure(
            "post with outbox and audit, share of the bare function's rate",
            cold / limit,
            0.2,
            1,
            at_most=False,
        ),
        Figure("the same, postings a second (8 processes)", cold, 0.2 * limit, limit, at_most=False),
        Figure("one hot house account, share of the cold rate", hot / cold, 0.7, 1, at_most=False),
        Figure("a million movements at once, share of COPY's rate", many / twin, 0.6, 1, at_most=False),
        Figure("the same, movements a second", many, 0.6 * twin, twin, at_most=False),
        Figure("wallet page, large ledger over small", many_page / few_page, 1.5, 1),
        Figure("wallet page in the large ledger (ms)", many_page * 1000, 1500 * few_page, trip * 1000),
    ]


def _house(size: str) -> Tenant:
    """A broker as any other, with money in a thousand wallets."""
    from atrium.brokers import selectors, services
    from atrium.brokers.types import BrokerOrder
    from atrium.kernel import tenancy
    from atrium.kernel.money import Money
    from infra import migrating
    from tenants.ledger import services as ledger
    from tenants.ledger.types import Movement

    migrating.become_owner()
    slug = f"ledger-{size}"
    services.register_now(
        BrokerOrder(name=slug, slug=slug, admin_email=f"admin@{slug}.example", admin_name="Ada Admin")
    )
    tenant = selectors.tenant_by_slug(slug)
    begin = [
        Movement("psp:begin:USD", f"client:{number}:wallet:USD", Money(100_000_00, "USD"), "deposit.settled")
        for number in range(1, CLIENTS + 1)
    ]
    with tenancy.entered(tenant):
        ledger.post_many(movements=begin if size == "large" else begin[:10], key="bench:begin")
    return tenant


def _verify(tenant: Tenant) -> None:
    """Figures of a ledger that is wrong would be worth nothing."""
    from atrium.kernel import tenancy
    from tenants.ledger import selectors

    with tenancy.entered(tenant):
        found = selectors.verify()
    if found:
        raise SystemExit(f"The ledger is wrong after the bench: {found[:3]}")
