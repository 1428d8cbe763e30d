"""One of the eight processes that post, forked from the bench with the product already loaded."""

import random
import time
from multiprocessing.synchronize import Barrier
from typing import Any

from atrium.kernel.tenancy import Tenant

CLIENTS = 1000


def work(tenant: Tenant, kind: str, seed: str, seconds: float, start: Barrier, counts: Any) -> None:
    """Posts for so long and tells how often it did."""
    from atrium.kernel import tenancy

    chance = random.Random(seed)
    with tenancy.entered(tenant):
        for number in range(3):
            _post(chance, kind, f"warm:{seed}:{number}")
        start.wait(timeout=120)
        done, ends = 0, time.perf_counter() + seconds
        while time.perf_counter() < ends:
            _post(chance, kind, f"{kind}:{seed}:{done}")
            done += 1
    counts.put(done)


def _post(chance: random.Random, kind: str, key: str) -> None:
    """What every verb of the product does: post and announce it, in one transaction."""
    from django.db import transaction

    from atrium.kernel.money import Money
    from tenants.ledger import services
    from tenants.ledger.types import Movement
    from tenants.outbox.services import announce

    one, other = chance.sample(range(1, CLIENTS + 1), 2)
    debit = "psp:hot:USD" if kind == "hot" else f"client:{one}:wallet:USD"
    movement = Movement(debit, f"client:{other}:wallet:USD", Money(1, "USD"), "bench.moved")
    with transaction.atomic():
        posted = services.post(movements=[movement], key=key)
        announce("bench.moved", transaction_id=str(posted.transaction_id))
