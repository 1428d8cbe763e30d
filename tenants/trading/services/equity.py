"""Reading what live accounts are worth, keeping one figure a day, and raising an alarm once per breach."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.providers.errors import ProviderError
from atrium.providers.trading.contract import AccountMoney
from tenants.clients.models import Client
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.work.services import create_task
from tenants.work.types import PERSON, Subject

from ..models import BalanceRule, BalanceSignal, DailyEquity, Server, TradingAccount
from .calling import calling

log = logging.getLogger(__name__)
BATCH: Final = 1000
_FIGURES: Final = ("balance", "equity", "margin", "free_margin", "read_at")


def read_equity() -> int:
    """Every live account of every server that answers. How many were read."""
    return sum(_read_server(server) for server in Server.objects.filter(active=True).order_by("code"))


def _read_server(server: Server) -> int:
    rows = TradingAccount.objects.filter(
        server=server, kind="live", status__in=[TradingAccount.Status.OPEN, TradingAccount.Status.READ_ONLY]
    )
    count, last = 0, 0
    while batch := list(rows.filter(login__gt=last).order_by("login")[:BATCH]):
        last = batch[-1].login
        by_login = {account.login: account for account in batch}
        try:
            with calling(server) as adapter:
                found = adapter.money(list(by_login))
        except ProviderError as error:
            log.warning("Equity of %s was not read: %s. The next reading tries again.", server.code, error)
            return count
        count += keep_equity({by_login[one.login]: one for one in found if one.login in by_login})
    return count


@transaction.atomic
def keep_equity(
    readings: Mapping[TradingAccount, AccountMoney], *, at: datetime | None = None, day: date | None = None
) -> int:
    """One upsert for all; then what crossed its line. `day` is given by imports of earlier days, which raise no alarm."""
    now = at or clock.now()
    before = _last_equities(readings)
    rows = [
        DailyEquity(
            account=account,
            day=day or now.date(),
            balance=money.balance,
            equity=money.equity,
            margin=money.margin,
            free_margin=money.free_margin,
            read_at=now,
        )
        for account, money in readings.items()
    ]
    DailyEquity.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "day"],
        update_fields=_FIGURES,
        batch_size=BATCH,
    )
    if day is None:
        _watch(readings, before, now)
    return len(rows)


def set_balance_rule(*, currency: str, amount: Decimal, margin_call_percent: int = 100) -> None:
    if amount < 0 or not 0 <= margin_call_percent <= 1000:
        raise InvalidInput("The line is an amount from zero and a percentage from 0 to 1000.", field="amount")
    BalanceRule.objects.update_or_create(
        currency=currency, defaults={"amount": amount, "margin_call_percent": margin_call_percent}
    )


def remove_balance_rule(*, currency: str) -> None:
    BalanceRule.objects.filter(currency=currency).delete()


def _last_equities(accounts: Mapping[TradingAccount, AccountMoney]) -> dict[uuid.UUID, Decimal]:
    rows = DailyEquity.objects.filter(account__in=list(accounts)).order_by("account_id", "-day")
    return dict(rows.distinct("account_id").values_list("account_id", "equity"))


def _watch(
    readings: Mapping[TradingAccount, AccountMoney], before: Mapping[uuid.UUID, Decimal], now: datetime
) -> None:
    rules = {rule.currency: rule for rule in BalanceRule.objects.all()}
    is_open = {
        (signal.account_id, signal.kind): signal
        for signal in BalanceSignal.objects.filter(account__in=list(readings), over_at=None)
    }
    breached: list[BalanceSignal] = []
    over: list[uuid.UUID] = []
    for account, money in readings.items():
        for kind, line, is_below in _lines(rules.get(account.currency), money, before.get(account.id)):
            signal = is_open.get((account.id, kind))
            if is_below and signal is None:
                breached.append(
                    BalanceSignal(account=account, kind=kind, equity=money.equity, line=line, since=now)
                )
            elif signal is not None and not is_below:
                over.append(signal.id)
    BalanceSignal.objects.filter(id__in=over).update(over_at=now)
    _raise(breached)


def _lines(
    rule: BalanceRule | None, money: AccountMoney, before: Decimal | None
) -> list[tuple[str, Decimal, bool]]:
    """An account that never held more than the line has not fallen below it."""
    if rule is None:
        return []
    had = money.equity > 0 or (before or Decimal(0)) > 0
    level = money.equity * 100 / money.margin if money.margin > 0 else None
    call = Decimal(rule.margin_call_percent)
    return [
        ("low", rule.amount, had and money.equity < rule.amount),
        ("margin_call", call, level is not None and level < call),
    ]


def _raise(signals: Sequence[BalanceSignal]) -> None:
    if not signals:
        return
    BalanceSignal.objects.bulk_create(signals, ignore_conflicts=True)
    kept = set(BalanceSignal.objects.filter(id__in=[one.id for one in signals]).values_list("id", flat=True))
    new = [signal for signal in signals if signal.id in kept]
    clients = Client.objects.select_related("lead__assigned_to__user").in_bulk(
        [signal.account.client_id for signal in new]
    )
    for signal in new:
        _tell(signal, clients[signal.account.client_id])


def _tell(signal: BalanceSignal, client: Client) -> None:
    announce(
        "balance.signal",
        signal_id=str(signal.id),
        kind=signal.kind,
        client_id=str(client.id),
        account_id=str(signal.account_id),
    )
    manager = client.lead.assigned_to
    if manager is None:
        return
    account = signal.account
    what = f"{signal.get_kind_display()}: {client.lead.name}, {account.login}"
    text = f"Equity {signal.equity.normalize():f} {account.currency}."
    notify(
        users=[manager.user_id],
        kind=f"balance.{signal.kind}",
        title=what,
        text=text,
        url=f"/clients/{client.id}/",
        key=f"signal:{signal.id}",
        urgent=signal.kind == BalanceSignal.Kind.MARGIN_CALL,
    )
    create_task(
        title=what,
        kind="call",
        owner=manager.user,
        by=None,
        subject=Subject(PERSON, client.lead_id, client.lead.name),
        due_at=signal.since,
        note=text,
        priority=3,
        key=f"signal:{signal.id}",
    )
