"""What makes a card look lived in: equity of thirty days, log-ins, notes, tags, tasks, and days that matter."""

from datetime import timedelta
from decimal import Decimal

from atrium.kernel import clock
from atrium.providers.trading.contract import AccountMoney
from infra.demo.cast import House
from tenants.clients.models import Client
from tenants.identity.models import LogIn, User
from tenants.trading.models import TradingAccount
from tenants.trading.services import keep_equity, set_balance_rule
from tenants.work import services as work
from tenants.work.types import PERSON, Subject

DAYS = 30
DEVICES = ("Chrome on Windows", "Safari on iPhone", "Firefox on Linux")


def live_in(house: House) -> None:
    set_balance_rule(currency=house.currency, amount=Decimal(50))
    _days_that_matter()
    clients = list(Client.objects.select_related("lead__assigned_to__user", "user").order_by("number"))
    for place, client in enumerate(clients):
        if LogIn.objects.filter(user=client.user).exists():
            continue  # this part was told before
        _equity(client, place)
        _log_ins(client, place)
        manager = client.lead.assigned_to
        if manager is not None:
            _work(client, manager.user, place)


def _equity(client: Client, place: int) -> None:
    """A walk to what the account is worth today; the reading of the day itself is the server's own."""
    today = clock.now().date()
    for account in TradingAccount.objects.filter(client_id=client.id, kind="live"):
        for back in range(DAYS, 0, -1):
            swing = Decimal((back * (37 + place * 11)) % 90 - 45)
            worth = Decimal(1000 + 150 * place) + swing * 2 - Decimal(back) * 6
            money = AccountMoney(account.login, worth, Decimal(0), worth, Decimal(0), worth)
            keep_equity({account: money}, day=today - timedelta(days=back))


def _log_ins(client: Client, place: int) -> None:
    now = clock.now()
    LogIn.objects.bulk_create(
        LogIn(
            user=client.user,
            at=(now - timedelta(days=back)).replace(hour=(15 + place + back % 3) % 24, minute=7 * back % 60),
            surface="client",
            ip=f"203.0.113.{10 + place}",
            device=DEVICES[place % len(DEVICES)],
        )
        for back in range(1, 15)
    )


def _work(client: Client, manager: User, place: int) -> None:
    subject, now = Subject(PERSON, client.lead_id, client.lead.name), clock.now()
    tag = work.add_tag(
        name=("VIP", "Long-term", "Beginner")[place % 3], colour=("brand", "good", "busy")[place % 3]
    )
    work.put_tag(tag_id=tag.id, subject=subject)
    work.write_note(
        author=manager, subject=subject, text="Prefers to be called in the afternoon.", pinned=True
    )
    done = work.create_task(
        title="Welcome call",
        owner=manager,
        by=manager,
        kind="call",
        subject=subject,
        key=f"demo:welcome:{client.id}",
    )
    work.finish_task(task_id=done.id, by=manager, outcome="reached", result="Asked about a second account")
    work.create_task(
        title="Send the conditions of the second account",
        owner=manager,
        by=manager,
        kind="email",
        subject=subject,
        due_at=now + timedelta(hours=3 + 20 * place),
        remind_at=now + timedelta(hours=2 + 20 * place),
        key=f"demo:conditions:{client.id}",
    )


def _days_that_matter() -> None:
    today = clock.now().date()
    for days, kind, title, symbol, country in (
        (1, "economic", "US consumer prices", "", "US"),
        (3, "economic", "ECB rate decision", "", "DE"),
        (6, "dividend", "Apple dividend, ex-date", "AAPL", "US"),
        (12, "ipo", "Northwind Energy goes public", "NWND", "US"),
    ):
        on = today + timedelta(days=days)
        work.add_occasion(kind=kind, on=on, title=title, symbol=symbol, country=country, by=None)
