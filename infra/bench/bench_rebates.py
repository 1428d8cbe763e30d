"""A month of rebates beside COPY of the same lines and beside a loop over deals; streaming, explaining, a what-if."""

import os

from atrium.kernel.tenancy import Tenant
from infra.bench.figures import Figure
from infra.bench.ground import product_of_its_own
from infra.supervisor import child, crew, product

DEALS = int(os.environ.get("ATRIUM_BENCH_DEALS", "1000000"))
STREAM_SECONDS = int(os.environ.get("ATRIUM_BENCH_STREAM_SECONDS", "120"))
GIB = 1 << 30


def measure() -> list[Figure]:
    """The smaller house first: what a line costs there is the measure for the larger one."""

    def bring_up(people: crew.Crew) -> None:
        product.migrate()
        product.vendor()

    with product_of_its_own("rebates", bring_up):
        from infra.bench.rebates import reading, runs, streaming
        from infra.supervisor.progress import step

        small, large = _house("small", DEALS // 4), _house("large", DEALS)
        with step(f"A run over {DEALS // 4:,} deals"):
            few = runs.run(small)
        with step("A loop over deals, one by one"):
            loop = runs.looped(large)
        with step(f"A run over {DEALS:,} deals"):
            many = runs.run(large)
        runs.verify(large)
        with step("COPY of the same lines into a twin"):
            twin = runs.twin(large)
        with step("What-if over the same deals"):
            tried = reading.what_if_seconds(large)
        # What people wait for is done by processes that have loaded the product and nothing else.
        child.freeze()
        with step("Explaining lines, the dashboard of the IB above them"):
            explained, dashboard = reading.explained_ms(large), reading.dashboard_ms(large)
        with step(f"500 deals a second for {STREAM_SECONDS} s"):
            late = streaming.p99(large, STREAM_SECONDS)
    return [
        Figure("stored lines, share of binary COPY's rate", many.rate / twin.rate, 0.5, 1, at_most=False),
        Figure("the same, lines a second", many.rate, 0.5 * twin.rate, twin.rate, at_most=False),
        Figure(
            "stored lines over a loop over deals, times",
            many.rate / loop,
            50,
            twin.rate / loop,
            at_most=False,
        ),
        Figure("lines", many.lines, 4 * DEALS * 0.9, twin.lines, at_most=False),
        Figure("memory of the worker (GiB)", many.memory / GIB, 1, few.memory / GIB),
        Figure("cost of a line, over that at a quarter of the deals", few.rate / many.rate, 1.1, 1),
        Figure("bytes a line, with indexes", many.bytes_a_line, 1.05 * twin.bytes_a_line, twin.bytes_a_line),
        Figure("what-if over the run's time, times", tried / many.seconds, 3, 1),
        Figure("explaining one line, p95 (ms)", explained, 50, 0),
        Figure("IB dashboard with all lines below it (ms)", dashboard, 100, 0),
        Figure("streaming, deal in the table to line seen, p99 (s)", late, 2, 0),
    ]


def _house(size: str, deals: int) -> Tenant:
    from atrium.brokers import selectors, services
    from atrium.brokers.types import BrokerOrder
    from atrium.kernel import tenancy
    from infra import migrating
    from infra.bench.rebates import house
    from infra.supervisor.progress import step

    migrating.become_owner()
    slug = f"rebates-{size}"
    services.register_now(
        BrokerOrder(name=slug, slug=slug, admin_email=f"admin@{slug}.example", admin_name="Ada Admin")
    )
    tenant = selectors.tenant_by_slug(slug)
    with step(f"{deals:,} deals for {slug}"):
        house.fill(os.environ["DATABASE_URL"], tenant.schema, deals)
        with tenancy.entered(tenant):
            house.plans()
    return tenant
