"""Clients of the demo pay in, move money to their trading accounts and back, and exchange it, while answers are lost, webhooks come
twice and out of order, and the worker is killed. In the morning everything has ended and every ledger is right."""

import json
import random
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import psutil

from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from infra.supervisor.product import Product

_WORKER_DIES_EVERY_SECONDS = 20
# A worker that was killed leaves leases of two minutes, and each log-in has one movement at a time.
_MORNING_SECONDS = 600
_TELLS_EVERY_SECONDS = 10
_MT5 = ("lose_request", "lose_answer", "late", "garbage", "delay_answer")
_PSP = ("drop_answer", "lose_request", "server_error", "duplicate_webhook", "delay_webhook", "reorder_webhooks",
        "wrong_signature")  # fmt: skip


class Night:
    def __init__(self, product: Product, seed: str) -> None:
        self.product, self.chance, self.seed = product, random.Random(seed), seed
        self.came: Counter[str] = Counter()

    def pass_over(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        dies = time.monotonic() + _WORKER_DIES_EVERY_SECONDS
        number = 0
        while time.monotonic() < ends:
            self._fault()
            self._somebody_moves_money(number)
            number += 1
            if time.monotonic() > dies:
                self._kill_the_worker()
                dies = time.monotonic() + _WORKER_DIES_EVERY_SECONDS
            self._watch()

    def until_morning(self) -> None:
        """No more faults; what is under way ends by itself, or waits for a person by name."""
        _forget_faults()
        began = told_at = time.monotonic()
        while (left := sum(_under_way() for _ in _houses())) and time.monotonic() < began + _MORNING_SECONDS:
            if time.monotonic() > told_at + _TELLS_EVERY_SECONDS:
                told_at = time.monotonic()
                print(
                    f"{told_at - began:.0f} s into the morning, {left} movements of money are under way.",
                    flush=True,
                )
            self._watch()
            time.sleep(1)
        if left:
            raise SystemExit(f"{left} movements of money are still under way after {_MORNING_SECONDS} s.")

    def _watch(self) -> None:
        """What died is forked anew from this process: a connection left open here would be the child's to close."""
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()  # type: ignore[attr-defined]
        self.product.servers.watch()
        self.product.crew.watch()

    def _fault(self) -> None:
        from infra.demo import simulators

        fault: dict[str, Any] = {"times": 1, "seconds": self.chance.choice((1, 2, 4))}
        with suppress(OSError):
            if self.chance.random() < 0.5:
                simulators.mt5("/fault", kind=self.chance.choice(_MT5), **fault)
            else:
                simulators.psp("/faults", kind=self.chance.choice(_PSP), count=2, copies=3, **fault)

    def _somebody_moves_money(self, number: int) -> None:
        for tenant in _houses():
            key = f"night:{self.seed}:{number}"
            verb: Callable[[Any, str], None] = self.chance.choice((_pay_in, self._transfer, self._exchange))
            self._tried(verb, self.chance.choice(_people()), f"{key}:{tenant.slug}")

    def _tried(self, verb: Callable[[Any, str], None], account: Any, key: str) -> None:
        for _ in range(self.chance.choice((1, 1, 2))):  # people press twice
            try:
                verb(account, key)
                self.came[f"{verb.__name__.strip('_')}: done or under way"] += 1
            except (AtriumError, OSError) as refusal:
                self.came[f"{verb.__name__.strip('_')}: {type(refusal).__name__}"] += 1

    def _transfer(self, account: Any, key: str) -> None:
        from tenants.wallets.services import transfer_to_account, transfer_to_wallet

        money = Money(self.chance.randint(1, 2000), account.currency)
        move = self.chance.choice((transfer_to_account, transfer_to_wallet))
        move(client_id=account.client_id, account_id=account.id, money=money, key=key)

    def _exchange(self, account: Any, key: str) -> None:
        from tenants.clients.models import Client
        from tenants.wallets.services import exchange

        other = "EUR" if account.currency == "USD" else "USD"
        pair = self.chance.choice(((account.currency, other), (other, account.currency)))
        money = Money(self.chance.randint(1, 500), pair[0])
        owner = Client.objects.get(id=account.client_id)
        exchange(owner=owner, from_currency=pair[0], to_currency=pair[1], money=money, key=key)

    def _kill_the_worker(self) -> None:
        for pid in self.product.crew.pids():
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                if "worker" in " ".join(process.cmdline()) + process.name():
                    for one in [process, *process.children(recursive=True)]:
                        one.send_signal(signal.SIGKILL)
                    self.came["worker killed"] += 1
                    return


def _houses() -> Iterator[Any]:
    """Inside each active broker in turn."""
    from atrium.brokers.selectors import active_tenants
    from atrium.kernel import tenancy

    for tenant in active_tenants():
        with tenancy.entered(tenant):
            yield tenant


def _people() -> list[Any]:
    from tenants.trading.models import TradingAccount

    return list(TradingAccount.objects.filter(kind="live", status="open")[:50])


def _pay_in(account: Any, key: str) -> None:
    from infra.demo import simulators
    from tenants.payments.services import start_deposit

    deposit = start_deposit(
        client_id=account.client_id,
        money=Money.of(Decimal(50), account.currency),
        key=key,
        success_url="http://localhost/",
        cancel_url="http://localhost/",
    )
    if deposit.psp_reference and deposit.state == "open":
        simulators.psp(f"/sessions/{deposit.psp_reference}/pay", email="night@demo.example")


def _under_way() -> int:
    """What nobody but the product itself can end. A page that was opened and never paid is not under way."""
    from tenants.trading.models import BalanceOperation
    from tenants.wallets.models import Transfer

    moving = Transfer.objects.filter(state="moving").count()
    return moving + BalanceOperation.objects.filter(state__in=["new", "sending", "unknown"]).count()


def _forget_faults() -> None:
    from infra.supervisor import ports

    for address in (
        f"http://127.0.0.1:{ports.MT5_CONTROL.number}/fault",
        f"http://127.0.0.1:{ports.PSP.number}/_control/faults",
    ):
        urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=20).close()


def told(came: Counter[str]) -> str:
    return json.dumps(dict(sorted(came.items())), indent=2)
