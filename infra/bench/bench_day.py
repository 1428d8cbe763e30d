"""A deal on the server until a partner sees its rebate, at 50 deals a second, and the memory of the idle product."""

import asyncio
import os
import statistics
import time
import uuid
from collections.abc import Sequence

import psycopg
import redis

from infra.bench import memory
from infra.bench.figures import Figure, percentile
from infra.bench.ground import product_of_its_own
from infra.bench.load import Load
from infra.bench.sockets import Onlooker, onlooker

DEALS, PER_SECOND = 3000, 50
SETTLING_SECONDS = 8.0
PATIENCE_SECONDS = 60.0
GIB = 2**30


def measure() -> list[Figure]:
    with product_of_its_own("day"):
        from infra.demo import simulators

        simulators.mt5("/market", running=False)
        time.sleep(SETTLING_SECONDS)  # idle means that the demo's own deals are through
        idle = memory.pss_of_tree(os.getpid()) / GIB
        hop = _one_hop()
        latencies, rate, unseen = asyncio.run(_deals_to_frames())
    return [
        Figure(
            "deal on the server to frame at the partner's socket, p95 (s)",
            percentile(latencies, 0.95),
            3.0,
            hop,
        ),
        Figure("the same, median (s)", statistics.median(latencies), 3.0, hop),
        Figure(
            "closing deals a second that the server made", rate, PER_SECOND * 0.98, PER_SECOND, at_most=False
        ),
        Figure("closing deals seen by their master IB", len(latencies), DEALS, DEALS, at_most=False),
        Figure("closing deals never seen", unseen, 0, 0),
        Figure("PSS of the idle product, all processes (GiB)", idle, 1.5, memory.of_the_machine() / GIB),
    ]


async def _deals_to_frames() -> tuple[list[float], float, int]:
    from asgiref.sync import sync_to_async

    onlookers, logins = await sync_to_async(_cast)()
    looking = [asyncio.create_task(looker.look()) for looker in onlookers]
    await asyncio.sleep(1.0)
    load = Load()
    await load.run(logins, deals=DEALS, per_second=PER_SECOND)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        seen = await sync_to_async(_seen_tickets)(onlookers)
        if (
            load.closed.keys() <= seen.keys()
            or time.monotonic() > deadline
            or any(task.done() for task in looking)
        ):
            break
        await asyncio.sleep(1.0)
    for task in looking:
        task.cancel()
    await asyncio.gather(*looking, return_exceptions=True)
    latencies = [seen[ticket] - at for ticket, at in load.closed.items() if ticket in seen]
    return latencies, DEALS / load.took_seconds, len(load.closed.keys() - seen.keys())


def _cast() -> tuple[list[Onlooker], list[int]]:
    """The master IB of each broker looks; clients whose partners stand under them trade, the brokers in turn."""
    from atrium.brokers import selectors
    from atrium.kernel import tenancy
    from infra.demo.cast import HOUSES
    from tenants.trading.models import TradingAccount

    onlookers, logins = [], []
    for house in HOUSES:
        tenant = selectors.tenant_by_slug(house.slug)
        onlookers.append(onlooker(tenant, house.partners[0].code))
        with tenancy.entered(tenant):
            accounts = TradingAccount.objects.filter(kind="live").order_by("login")
            logins.append(list(accounts.values_list("login", flat=True))[:2])
    return onlookers, [login for turn in zip(*logins, strict=True) for login in turn]


def _seen_tickets(onlookers: Sequence[Onlooker]) -> dict[int, float]:
    """From the lines that frames showed to the deals they are of. A frame names at most 50 lines of a batch;
    the rest of the batch came with it, in its sums."""
    from atrium.kernel import tenancy
    from tenants.rebates.models import Line
    from tenants.trading.models import Deal

    seen: dict[int, float] = {}
    for looker in onlookers:
        with tenancy.entered(looker.tenant):
            lines = list(
                Line.objects.filter(partner__code=looker.partner_code).values_list(
                    "id", "batch_id", "deal_id"
                )
            )
            tickets = dict(Deal.objects.values_list("id", "ticket"))
        shown = [(batch, looker.seen[line]) for line, batch, _ in lines if line in looker.seen]
        at = dict(sorted(shown, key=lambda pair: pair[1], reverse=True))  # the first frame of each batch
        seen |= {tickets[deal]: at[batch] for _, batch, deal in lines if batch in at and deal in tickets}
    return seen


def _one_hop() -> float:
    """The machine's limit: one durable commit and one message through Redis to a waiting reader, p95 of 50."""
    took = []
    with (
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database,
        redis.Redis.from_url(os.environ["REDIS_URL"]) as bell,
        bell.pubsub(ignore_subscribe_messages=True) as reader,
    ):
        database.execute("CREATE TABLE IF NOT EXISTS infra_bench_hop (id uuid)")
        reader.subscribe("hop")
        reader.get_message(timeout=2)
        for _ in range(50):
            began = time.monotonic()
            database.execute("INSERT INTO infra_bench_hop VALUES (%s)", [uuid.uuid4()])
            bell.publish("hop", "1")
            while reader.get_message(timeout=2) is None:
                pass
            took.append(time.monotonic() - began)
        database.execute("DROP TABLE infra_bench_hop")
    return percentile(took, 0.95)
