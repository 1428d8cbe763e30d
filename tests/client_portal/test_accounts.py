"""Opening and seeing trading accounts."""

import re
from typing import Any

from tenants.clients.models import Client
from tenants.kyc.services import set_policy
from tenants.trading.models import TradingAccount
from tests.client_portal.conftest import Desk, Portal

KEY = "made-with-the-page-0001"


def open_by_page(portal: Portal, desk: Desk, kind: str, key: str = KEY) -> Any:
    return portal.post("/accounts/new", {"product": desk.products[kind].id, "key": key})


def test_a_demo_account_opens_and_its_password_is_shown_once(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    answer = open_by_page(as_clara, desk, "demo")
    account = TradingAccount.objects.get(client_id=clara.id)
    page = answer.content.decode()
    password = answer.context["password"]
    assert f'value="{account.login}"' in page
    assert len(password) >= 8
    assert desk.world.accounts[account.login].password == password
    again = open_by_page(as_clara, desk, "demo")
    assert again.context["password"] == ""
    assert password not in again.content.decode()
    assert TradingAccount.objects.count() == 1, "a double click is one account"


def test_a_lost_password_is_replaced_by_a_new_one(desk: Desk, clara: Client, as_clara: Portal) -> None:
    first = open_by_page(as_clara, desk, "demo").context["password"]
    account = TradingAccount.objects.get()
    second = as_clara.post(f"/accounts/{account.id}/password").context["password"]
    assert second != first
    assert desk.world.accounts[account.login].password == second


def test_a_live_account_that_is_not_allowed_says_why_and_the_cure(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    set_policy(live_requires_level=1, deposit_requires_level=0)
    page = as_clara.get("/accounts/new").content.decode()
    assert "needs verification level 1; you are at level 0" in page
    assert 'href="/verification/"' in page
    answer = open_by_page(as_clara, desk, "live")
    assert answer.status_code == 422
    assert not TradingAccount.objects.exists()
    assert not desk.world.accounts


def test_a_server_that_is_away_is_told_in_words_and_the_same_page_may_be_sent_again(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    from atrium.providers.trading.fake.world import Spite

    desk.world.spites.append(Spite.TOO_FREQUENT)
    answer = open_by_page(as_clara, desk, "demo", f"{KEY}-demo1")
    assert answer.status_code == 422
    assert "The account was not opened" in answer.content.decode()
    key = re.search(r'name="key" value="([^"]+-demo1)"', answer.content.decode())
    assert key
    assert key[1] == f"{KEY}-demo1", "it carries on with the same wish"
    open_by_page(as_clara, desk, "demo", key[1])
    assert TradingAccount.objects.count() == len(desk.world.accounts) == 1


def test_the_page_of_an_account_shows_its_figures_and_deals(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    account = desk.open(clara, "demo")
    page = as_clara.get(f"/accounts/{account.id}")
    assert page.status_code == 200
    assert str(account.login) in page.content.decode()
    figures = as_clara.get(f"/accounts/{account.id}/figures").content.decode()
    assert "10,000.00" in figures
    assert "10,000.00" in as_clara.get("/accounts/list").content.decode()


def test_an_account_that_is_nobodys_choice_is_not_opened(desk: Desk, clara: Client, as_clara: Portal) -> None:
    assert as_clara.post("/accounts/new", {"product": "nonsense", "key": KEY}).status_code == 422
    assert not TradingAccount.objects.exists()
