"""What a client has paid in, less what was paid out, as it stood at the end of each day with a payment."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.payments.models import Deposit, Withdrawal
from tenants.payments.selectors import deposits_of, withdrawals_of_party


def net_by_day(client: Client) -> list[tuple[date, Money]]:
    changes: dict[date, Money] = defaultdict(lambda: Money(0, client.currency))
    for deposit in deposits_of(client).filter(state=Deposit.State.SETTLED, received_currency=client.currency):
        _add(changes, deposit.finished_at, deposit.received)
    gone = (Withdrawal.State.PAID, Withdrawal.State.PARTIAL)
    for paid in withdrawals_of_party(client.id).filter(state__in=gone, currency=client.currency):
        _add(changes, paid.finished_at, -(paid.money if paid.paid_minor is None else paid.paid))
    standing, days = Money(0, client.currency), []
    for day in sorted(changes):
        standing += changes[day]
        days.append((day, standing))
    return days


def _add(changes: dict[date, Money], at: object, money: Money | None) -> None:
    if at is not None and money is not None:
        changes[timezone.localtime(at).date()] += money  # type: ignore[arg-type]
