"""A day's last reading is the day's; a breach of the line is told once, and over when it is over."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.providers.trading.contract import AccountMoney
from tenants.notifications.models import Notification
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tenants.trading import selectors, services
from tenants.trading.models import BalanceSignal, DailyEquity, TradingAccount
from tenants.work.models import Task
from tests.trading.floor import Floor, clara, open_live

pytestmark = pytest.mark.usefixtures("in_acme")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def read(account: TradingAccount, equity: str, at: datetime = NOON, margin: str = "0") -> None:
    worth = Decimal(equity)
    money = AccountMoney(account.login, worth, Decimal(0), worth, Decimal(margin), worth - Decimal(margin))
    services.keep_equity({account: money}, at=at)


@pytest.fixture
def live_account(floor: Floor) -> TradingAccount:
    return open_live(floor, clara())


@pytest.fixture
def manager(live_account: TradingAccount) -> Member:
    from tenants.clients.models import Client
    from tenants.leads.services import assign_lead

    sam = add_member(email="sam@acme.example", name="Sam", role="Sales")
    lead_id = Client.objects.get(id=live_account.client_id).lead_id
    assign_lead(lead_id=lead_id, member=sam, reason="test")
    Notification.objects.all().delete()
    return sam


def test_the_last_reading_of_a_day_stays(live_account: TradingAccount) -> None:
    read(live_account, "100")
    read(live_account, "90", NOON + timedelta(hours=2))
    read(live_account, "80", NOON + timedelta(days=1))
    assert list(DailyEquity.objects.order_by("day").values_list("day", "equity")) == [
        (date(2026, 11, 20), Decimal(90)),
        (date(2026, 11, 21), Decimal(80)),
    ]
    days = selectors.equity_days(live_account.client_id, live_account.currency, date(2026, 11, 1))
    assert selectors.average_daily_assets(days) == Decimal(85)


def test_a_breach_is_told_once_and_again_only_after_it_was_over(
    live_account: TradingAccount, manager: Member
) -> None:
    services.set_balance_rule(currency=live_account.currency, amount=Decimal(50))
    for hour, equity in enumerate(["100", "49.99", "40", "45"]):
        read(live_account, equity, NOON + timedelta(hours=hour))
    assert BalanceSignal.objects.get().equity == Decimal("49.99")
    assert Notification.objects.filter(user=manager.user, kind="balance.low").count() == 1
    assert Task.objects.get().owner_id == manager.user_id
    read(live_account, "60", NOON + timedelta(hours=5))
    assert BalanceSignal.objects.get().over_at == NOON + timedelta(hours=5)
    read(live_account, "10", NOON + timedelta(hours=6))
    assert Notification.objects.filter(kind="balance.low").count() == 2


def test_exactly_the_line_is_not_below_it(live_account: TradingAccount) -> None:
    services.set_balance_rule(currency=live_account.currency, amount=Decimal(50))
    read(live_account, "50")
    assert not BalanceSignal.objects.exists()


def test_an_account_that_was_never_funded_did_not_fall(live_account: TradingAccount) -> None:
    services.set_balance_rule(currency=live_account.currency, amount=Decimal(50))
    read(live_account, "0")
    assert not BalanceSignal.objects.exists()


def test_without_a_rule_there_is_no_alarm(live_account: TradingAccount) -> None:
    read(live_account, "100")
    read(live_account, "1", NOON + timedelta(hours=1))
    assert not BalanceSignal.objects.exists()


def test_too_little_for_the_margin_is_a_margin_call(live_account: TradingAccount, manager: Member) -> None:
    services.set_balance_rule(currency=live_account.currency, amount=Decimal(0), margin_call_percent=100)
    read(live_account, "100", margin="101")
    assert BalanceSignal.objects.get().kind == "margin_call"
    assert Notification.objects.get(user=manager.user).mail == "once"  # urgent


def test_days_of_long_ago_raise_no_alarm(live_account: TradingAccount, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    services.set_balance_rule(currency=live_account.currency, amount=Decimal(50))
    money = AccountMoney(live_account.login, *([Decimal(10)] * 5))
    services.keep_equity({live_account: money}, day=date(2026, 10, 1))
    assert not BalanceSignal.objects.exists()
    assert DailyEquity.objects.get().day == date(2026, 10, 1)


def test_the_servers_own_figures_are_read(live_account: TradingAccount) -> None:
    assert services.read_equity() == 1
    assert DailyEquity.objects.get().account_id == live_account.id
