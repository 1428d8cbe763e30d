"""A person becomes a client, opens accounts, deposits 500 USD and funds the account. Through the public doors only.

The pages are asked over HTTP, the provider and the trading server are the simulators as processes of their own.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from atrium.kernel import tenancy
from tenants.leads.models import Lead
from tenants.messaging.selectors import newest_mails
from tenants.payments.models import Deposit
from tenants.staff.services import add_member
from tenants.trading.models import TradingAccount
from tenants.wallets.models import Transfer
from tests.client_portal.conftest import CLARA, PASSWORD, Portal, portal_of
from tests.payments.shop import Shop, assert_books_balance, available, posted, work_off
from tests.simulators.mt5.process import Mt5Process
from tests.trading import floor as floors
from tests.trading.floor import Floor

CARD = {
    "email": CLARA["email"],
    "number": "4242 4242 4242 4242",
    "expiry": "12/34",
    "cvc": "123",
    "name": "Clara",
}
KEY = re.compile(r'name="key" value="([^"]+)"')


class Clara:
    """A person with a browser. Every verb is a page filled in."""

    def __init__(self, acme: tenancy.Tenant, shop: Shop, floor: Floor) -> None:
        self.acme, self.shop, self.floor = acme, shop, floor
        self.portal: Portal = portal_of(acme)

    def registers(self) -> None:
        answer = self.portal.post("/register/", CLARA)
        assert answer.status_code == 302, answer.context["form"].errors
        assert work_off() == []

    def confirms(self) -> None:
        link = re.search(r"http://\S+/account/confirm-email/\S+", newest_mails(1)[0].body)
        assert link
        self.portal.get(urlsplit(link.group()).path)

    def opens(self, kind: str) -> TradingAccount:
        product = getattr(self.floor, kind)
        form = self.portal.get("/accounts/new").content.decode()
        answer = self.portal.post("/accounts/new", {"product": product.id, "key": self._key(form)})
        assert answer.status_code == 200, answer.content
        assert answer.context["password"], "shown once"
        assert work_off() == []
        return TradingAccount.objects.get(kind=kind)

    def asks_to_deposit(self, amount: str) -> Deposit:
        """By a double click."""
        form = {
            "amount": amount,
            "method": self.shop.connection.id,
            "key": self._key(self.portal.get("/deposit/").content.decode()),
        }
        for _ in range(2):
            assert self.portal.post("/deposit/", form).status_code == 302
        return Deposit.objects.get()

    def pays(self, deposit: Deposit) -> httpx.Response:
        """On the provider's hosted page, as a browser without script does."""
        with httpx.Client(trust_env=False, timeout=10) as browser:
            assert "500.00 USD" in browser.get(deposit.checkout_url).text
            return browser.post(deposit.checkout_url, data=CARD, follow_redirects=False)

    def moves(self, way: str, account: TradingAccount, amount: str) -> Transfer:
        form = {"way": f"{way}:{account.id}", "amount": amount}
        form["key"] = self._key(self.portal.get("/transfer/").content.decode())
        for _ in range(2):
            assert self.portal.post("/transfer/", form).status_code == 302
        assert work_off() == []
        return Transfer.objects.latest("created_at")

    def sees(self, path: str) -> str:
        answer = self.portal.get(path)
        assert answer.status_code == 200
        return str(answer.content.decode())

    @staticmethod
    def _key(page: str) -> str:
        found = KEY.search(page)
        assert found
        return found[1]


@pytest.fixture
def clara(shop: Shop, mt5: Mt5Process, in_acme: tenancy.Tenant, monkeypatch: Any, settings: Any) -> Clara:
    from django.core.cache import cache

    cache.clear()
    settings.EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{shop.psp.port},127.0.0.1:{mt5.port}")
    add_member(email="sam@acme.example", name="Sam Sales", role="Sales", desk="Sales desk", takes_leads=True)
    return Clara(in_acme, shop, floors.furnish(mt5))


def lead() -> Lead:
    return Lead.objects.select_related("assigned_to").get(email=CLARA["email"])


def test_from_registration_to_a_funded_trading_account(clara: Clara) -> None:
    clara.registers()
    assert lead().status == "lead"
    assert lead().assigned_to is not None
    assert (
        portal_of(clara.acme)
        .post("/account/login/", {"login": CLARA["email"], "password": PASSWORD})["Location"]
        .startswith("/account/confirm-email")
    ), "not before the address is confirmed"

    clara.confirms()
    demo = clara.opens("demo")
    assert lead().status == "demo"
    live = clara.opens("live")
    assert lead().status == "live"
    assert floors.on_server(clara.floor, demo) == ["10000.00"]
    assert floors.on_server(clara.floor, live) == []

    deposit = clara.asks_to_deposit("500")
    assert (deposit.state, available("client:1:wallet:USD")) == ("open", 0)
    back = clara.pays(deposit)
    assert back.status_code in {302, 303}
    assert urlsplit(back.headers["location"]).path == f"/deposit/back/{deposit.key}"
    assert "Waiting for the payment provider" in clara.sees(f"/deposits/{deposit.id}")

    (webhook,) = clara.shop.catch("checkout.session.completed")
    assert clara.shop.hand_in(webhook).status_code == 200
    assert clara.shop.hand_in(webhook).status_code == 200, "told twice"
    assert work_off() == []
    assert available("client:1:wallet:USD") == 50_000
    assert "Your money has arrived" in clara.sees(f"/deposits/{deposit.id}")
    assert lead().status == "funded"

    transfer = clara.moves("in", live, "300")
    assert transfer.state == "settled"
    assert floors.on_server(clara.floor, live) == ["300.00"]
    assert (available("client:1:wallet:USD"), posted(f"trading:mt5-live:{live.login}:USD")) == (
        20_000,
        30_000,
    )
    assert "500.00" in clara.sees("/worth"), "wallet and account together"
    assert_books_balance()

    clara.moves("out", live, "100.50")
    assert floors.on_server(clara.floor, live) == ["300.00", "-100.50"]
    assert available("client:1:wallet:USD") == 30_050
    assert [line.split(",")[2] for line in clara.sees("/history.csv").splitlines()[1:]] == [
        "100.50",
        "-300.00",
        "500.00",
    ]
    assert_books_balance()


def test_a_forged_webhook_moves_nothing_and_the_right_one_still_does(clara: Clara) -> None:
    clara.registers()
    clara.confirms()
    deposit = clara.asks_to_deposit("500")
    clara.pays(deposit)
    (webhook,) = clara.shop.catch("checkout.session.completed")
    forged = clara.shop.hand_in(webhook, body=webhook.body.replace(b"50000", b"90000"))
    assert forged.status_code in {400, 401, 403}
    work_off()
    assert available("client:1:wallet:USD") == 0
    clara.shop.hand_in(webhook)
    assert work_off() == []
    assert available("client:1:wallet:USD") == 50_000
    assert_books_balance()


def test_a_card_that_is_declined_leaves_the_deposit_open_and_the_wallet_empty(clara: Clara) -> None:
    clara.registers()
    clara.confirms()
    deposit = clara.asks_to_deposit("500")
    with httpx.Client(trust_env=False, timeout=10) as browser:
        answer = browser.post(deposit.checkout_url, data={**CARD, "number": "4000 0000 0000 0002"})
    assert answer.status_code != 303
    work_off()
    assert Deposit.objects.get().state == "open"
    assert available("client:1:wallet:USD") == 0
    assert "Back to the payment page" in clara.sees(f"/deposits/{deposit.id}")
