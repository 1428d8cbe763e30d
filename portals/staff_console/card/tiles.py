"""The figures at the top of the card: what is stored at once, what only the trading server knows a moment later."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from portals.shared.charts import Chart, Series
from portals.staff_console.people import Person
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.payments import selectors as payments
from tenants.staff.models import Member
from tenants.trading import selectors as trading
from tenants.work import selectors as work
from tenants.work.models import Task

DAYS = 90


@dataclass(frozen=True, slots=True)
class Trend:
    chart: Chart
    average_30: Money | None
    average_90: Money | None
    last: Money | None
    change: Money | None


def of(member: Member, person: Person) -> dict[str, Any]:
    """Everything that our own rows know; nothing of it asks a server of somebody else."""
    tasks = work.tasks_about([person.lead.id]).filter(state=Task.State.OPEN)
    return {"next_task": work.by_urgency(tasks).first(), **figures(member, person)}


def figures(member: Member, person: Person) -> dict[str, Any]:
    tiles: dict[str, Any] = {"hides_money": bool(member.authority.mask("balance"))}
    if person.client and member.allows("finance.view"):
        client = person.client
        address = addresses.client_wallet(client.number, client.currency)
        tiles |= {"wallet": ledger.balance(address), "net_deposits": net_deposits(person)}
    if person.client and member.allows("trading.view"):
        tiles["last_equity"] = _last_equity(person)
    return tiles


def net_deposits(person: Person) -> Money:
    """Settled deposits less paid withdrawals, in the wallet's currency."""
    assert person.client is not None
    return payments.net_paid_in(person.client)


def worth(person: Person) -> dict[str, Any]:
    """Asks the trading servers, for one open card."""
    client = person.client
    assert client is not None
    now = trading.worth_now(client)
    if now is None:
        return {"worth": None, "equity": None}
    return {
        "worth": now,
        "equity": round_half_even(now.equity, client.currency),
        "balance": round_half_even(now.balance, client.currency),
        "floating": round_half_even(now.floating, client.currency),
    }


def trend(person: Person) -> Trend:
    client = person.client
    assert client is not None
    since = clock.now().date() - timedelta(days=DAYS - 1)
    days = trading.equity_days(client.id, client.currency, since)
    recent = [day for day in days if day[0] > clock.now().date() - timedelta(days=30)]
    chart = Chart(
        "equity-trend",
        "area",
        "Equity",
        [day.strftime("%-d %b") for day, _equity in days],
        [Series("Equity", [equity for _day, equity in days])],
        unit=client.currency,
        size="small",
    )
    last = days[-1][1] if days else None
    first = recent[0][1] if recent else None
    return Trend(
        chart,
        _money(trading.average_daily_assets(recent), client.currency),
        _money(trading.average_daily_assets(days), client.currency),
        _money(last, client.currency),
        _money(last - first if last is not None and first is not None else None, client.currency),
    )


def _last_equity(person: Person) -> Money | None:
    client = person.client
    assert client is not None
    days = trading.equity_days(client.id, client.currency, clock.now().date() - timedelta(days=7))
    return _money(days[-1][1] if days else None, client.currency)


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return round_half_even(amount, currency) if amount is not None else None
