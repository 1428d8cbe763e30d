"""One of the eight processes that post: `python -m infra.bench.ledger.poster SLUG KIND SEED SECONDS` prints how many it did."""

import random
import sys
import time

CLIENTS = 1000


def main(slug: str, kind: str, seed: str, seconds: str) -> None:
    import django

    django.setup()
    from atrium.brokers import selectors
    from atrium.kernel import tenancy

    chance = random.Random(seed)
    with tenancy.entered(selectors.tenant_by_slug(slug)):
        for number in range(3):
            _post(chance, kind, f"warm:{seed}:{number}")
        print("ready", flush=True)
        sys.stdin.readline()
        done, ends = 0, time.perf_counter() + float(seconds)
        while time.perf_counter() < ends:
            _post(chance, kind, f"{kind}:{seed}:{done}")
            done += 1
    print(done, flush=True)


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


if __name__ == "__main__":
    main(*sys.argv[1:])
