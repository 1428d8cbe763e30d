"""The wallet page of one client: few movements in a small ledger, and many in a large one."""

import os
import statistics
import time
from typing import Any

import psycopg

from atrium.kernel.tenancy import Tenant

ROUNDS, WARM, SHOWN = 60, 10, 50
PAGE = "/"  # the portal's first page: what the wallet holds


def client_with(tenant: Tenant, movements: int, entries: int) -> Any:
    """A client whose wallet has that many movements, in a ledger of that many entries: the others are the house's."""
    from atrium.kernel import tenancy
    from atrium.kernel.money import Money
    from tenants.clients.services import register_client
    from tenants.identity.models import User
    from tenants.identity.services import create_user
    from tenants.ledger import services
    from tenants.ledger.types import Movement

    with tenancy.entered(tenant):
        user = create_user(
            realm=User.Realm.CLIENT, email=f"clara{movements}@bench.example", name="Clara", verified=True
        )
        client = register_client(user=user, currency="USD")
        wallet = f"client:{client.number}:wallet:USD"
        own = [
            Movement("psp:page:USD", wallet, Money(1 + number % 900, "USD"), "deposit.settled")
            for number in range(movements)
        ]
        services.post_many(movements=own[: movements // 2], key="bench:own")
        _fill(tenant, entries // 2 - movements)
        services.post_many(movements=own[movements // 2 :], key="bench:own:later")
    return user


def _fill(tenant: Tenant, movements: int) -> None:
    """Rows as the posting function writes them, from one house account to another, straight into the table."""
    from atrium.kernel.money import Money
    from tenants.ledger import services
    from tenants.ledger.types import Movement

    services.post(
        movements=[Movement("psp:fill:USD", "fees:USD", Money(1, "USD"), "bench.fill")], key="bench:fill"
    )
    with psycopg.connect(os.environ["DATABASE_URL"]) as owner:
        owner.execute(f"SET search_path = {tenant.schema}".encode())
        owner.execute(
            "INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, debit_id, credit_id, currency, amount_minor,"
            " freed_minor, kind, ledger_transaction_id, effective_at, created_at)"
            " SELECT fresh.id, 'fill:' || fresh.n, 0, '', 'posted', m.debit_id, m.credit_id, 'USD', 1, 0, 'bench.fill', fresh.id,"
            " now(), now() FROM (SELECT n, uuidv7() AS id FROM generate_series(1, %s) n) fresh, ledger_movement m"
            " WHERE m.idem_key = 'bench:fill'",
            [max(movements, 0)],
        )
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"VACUUM ANALYZE {tenant.schema}.ledger_movement".encode())


def seconds(tenant: Tenant, user: Any) -> float:
    """The median of the page as the portal serves it, templates and all, and of the wallet's newest movements."""
    from atrium.kernel import tenancy
    from tenants.wallets import selectors

    browser = _browser(tenant, user)
    times = []
    for _ in range(ROUNDS + WARM):
        begun = time.perf_counter()
        answer = browser.get(PAGE)
        with tenancy.entered(tenant):
            newest = selectors.statement(user.client)
        times.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise SystemExit(f"{PAGE} answered {answer.status_code}.")
        if len(newest.entries) != SHOWN:
            raise SystemExit("The newest movements are not all there.")
    return statistics.median(times[WARM:])


def _browser(tenant: Tenant, user: Any) -> Any:
    from django.conf import settings
    from django.test import Client

    from atrium.brokers.rules import hosts
    from atrium.kernel import tenancy
    from infra.middleware.cookies import cookie_name

    browser = Client(headers={"host": hosts(tenant.slug, settings.ROOT_DOMAIN)["client"]})
    with tenancy.entered(tenant):
        browser.force_login(user)
    session = browser.cookies.pop(settings.SESSION_COOKIE_NAME).value
    browser.cookies[cookie_name("client", "session")] = session
    return browser


def round_trip_seconds(tenant: Tenant) -> float:
    """The machine's limit: one statement there and back."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            connection.execute("SELECT 1").fetchone()
            times.append(time.perf_counter() - begun)
    return statistics.median(times)
