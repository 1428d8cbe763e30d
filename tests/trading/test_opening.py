"""A trading account is opened once, whatever the client's finger or the network does."""

import pytest
from django.core.mail import EmailMessage
from django.db import transaction

from atrium.kernel.errors import Conflict, NotFound, Refused
from tenants.activity.models import Entry
from tenants.kyc.services import set_policy
from tenants.trading import selectors
from tenants.trading.models import BalanceOperation, Opening, TradingAccount
from tenants.trading.services import (
    change_leverage,
    change_password,
    mail_account_opened,
    open_trading_account,
    resolve_opening,
    take_first_password,
)
from tenants.trading.services.calling import calling
from tests.trading.floor import Floor, clara, events, on_server, open_live


def test_a_live_account_stands_on_the_server_as_the_product_says(floor: Floor) -> None:
    client = clara()
    opened = open_trading_account(client=client, product=floor.live, key="k1")
    account = opened.account
    with calling(floor.server) as adapter:
        state = adapter.account(account.login)
        assert adapter.check_password(account.login, opened.password)
    assert (state.group, state.leverage, state.name) == ("real\\usd", 100, "Clara Client")
    assert (account.client_number, account.kind, account.currency) == (client.number, "live", "USD")
    assert on_server(floor, account) == []


def test_opening_is_announced_once_and_noted(floor: Floor) -> None:
    client = clara()
    account = open_live(floor, client)
    expected = {"account_id": str(account.id), "client_id": str(client.id), "kind": "live"}
    assert events("account.opened") == [expected]
    assert Entry.objects.filter(subject_id=client.id, verb="account.opened").count() == 1


def test_a_double_click_opens_one_account(floor: Floor) -> None:
    client = clara()
    first = open_trading_account(client=client, product=floor.live, key="same")
    again = open_trading_account(client=client, product=floor.live, key="same")
    assert again.account == first.account
    assert (len(first.password), again.password) == (12, "")
    assert TradingAccount.objects.count() == 1


def test_a_key_belongs_to_its_client(floor: Floor) -> None:
    open_trading_account(client=clara(), product=floor.live, key="same")
    with pytest.raises(Conflict):
        open_trading_account(client=clara("carl@example.com"), product=floor.live, key="same")
    assert TradingAccount.objects.count() == 1


def test_a_demo_account_starts_with_its_money(floor: Floor) -> None:
    account = open_trading_account(client=clara(), product=floor.demo, key="k1").account
    assert on_server(floor, account) == ["10000.00"]
    (operation,) = BalanceOperation.objects.all()
    assert (operation.state, operation.amount_minor) == ("confirmed", 1_000_000)


def test_a_live_account_needs_the_level_that_the_broker_asks_for(floor: Floor) -> None:
    set_policy(live_requires_level=1, deposit_requires_level=0)
    client = clara()
    with pytest.raises(Refused, match="verification level 1"):
        open_live(floor, client)
    assert not Opening.objects.exists()
    assert open_trading_account(client=client, product=floor.demo, key="k2").account.kind == "demo"


def test_the_first_password_is_sealed_and_given_once(floor: Floor) -> None:
    opened = open_trading_account(client=clara(), product=floor.live, key="k1")
    (wish,) = Opening.objects.all()
    assert wish.password
    assert opened.password not in wish.password
    assert opened.password not in repr(opened)
    assert take_first_password(account_id=opened.account.id) == opened.password
    assert take_first_password(account_id=opened.account.id) == ""


def test_what_the_server_refuses_is_told_and_not_tried_again(floor: Floor) -> None:
    floor.process.fault("retcode", path="/api/user/add", code=3002)
    client = clara()
    for _ in range(2):
        with pytest.raises(Refused, match="no free login left"):
            open_live(floor, client, "same")
    assert Opening.objects.get().attempts == 1
    assert open_live(floor, client, "new page").login


def test_a_server_that_is_busy_may_be_asked_again_with_the_same_key(floor: Floor) -> None:
    floor.process.fault("retcode", path="/api/user/add", code=12)
    client = clara()
    with pytest.raises(Refused, match="fewer requests"):
        open_live(floor, client, "same")
    assert open_live(floor, client, "same").login


def test_an_account_whose_answer_was_lost_is_found_and_not_opened_twice(floor: Floor) -> None:
    floor.process.fault("lose_answer", path="/api/user/add")
    client = clara()
    with pytest.raises(Conflict, match="nothing needs to be repeated"):
        open_live(floor, client, "same")
    with pytest.raises(Conflict, match="is being opened already"):
        open_live(floor, client, "same")
    wish = resolve_opening(opening_id=Opening.objects.get().id)
    assert wish.state == "done"
    account = TradingAccount.objects.get()
    with calling(floor.server) as adapter:
        assert adapter.find_account(wish.token) == account.login
        assert adapter.check_password(account.login, take_first_password(account_id=account.id))
    assert len(events("account.opened")) == 1


def test_an_account_whose_request_was_lost_is_opened_after_the_look(floor: Floor) -> None:
    floor.process.fault("lose_request", path="/api/user/add")
    with pytest.raises(Conflict):
        open_live(floor, clara())
    wish = resolve_opening(opening_id=Opening.objects.get().id)
    assert (wish.state, wish.attempts) == ("done", 2)
    assert TradingAccount.objects.count() == 1


def test_before_the_quiet_time_is_over_nobody_looks(floor: Floor) -> None:
    floor.server.quiet_seconds = 60
    floor.server.save()
    floor.process.fault("lose_answer", path="/api/user/add")
    with pytest.raises(Conflict):
        open_live(floor, clara())
    assert resolve_opening(opening_id=Opening.objects.get().id).state == "unknown"


def test_no_server_is_called_inside_a_transaction(floor: Floor) -> None:
    client = clara()
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        open_live(floor, client)
    assert not TradingAccount.objects.exists()


def test_leverage_and_password_change_on_the_server_first(floor: Floor) -> None:
    account = open_live(floor, clara())
    change_leverage(account=account, leverage=50)
    change_password(account=account, password="Fresh#12345")
    account.refresh_from_db()
    assert account.leverage == 50
    with calling(floor.server) as adapter:
        assert adapter.account(account.login).leverage == 50
        assert adapter.check_password(account.login, "Fresh#12345")
    with pytest.raises(Refused):
        change_leverage(account=account, leverage=5000)
    account.refresh_from_db()
    assert account.leverage == 50


def test_the_client_is_mailed_the_login_and_not_the_password(
    floor: Floor, mailoutbox: list[EmailMessage]
) -> None:
    opened = open_trading_account(client=clara(), product=floor.live, key="k1")
    mail_account_opened(account_id=opened.account.id)
    (mail,) = mailoutbox
    assert mail.to == ["clara@example.com"]
    assert f"Login: {opened.account.login}" in mail.body
    assert f"my.acme.localhost:8000/accounts/{opened.account.id}" in mail.body
    assert opened.password not in mail.body


def test_a_strangers_account_does_not_exist(floor: Floor) -> None:
    account = open_live(floor, clara())
    stranger = clara("boris@example.com")
    with pytest.raises(NotFound):
        selectors.account_of(stranger, account.id)
    assert list(selectors.accounts_of(stranger)) == []
