"""Bank files by page: made, downloaded again with the same bytes, and sent by another."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.clients.models import Client
from tenants.payments.models import Payout, PayoutBatch
from tests.payments.conftest import door, psp_process, shop  # noqa: F401
from tests.payments.money_out import ask, by_card, decide, fund, house_bank, usd, verified
from tests.payments.shop import Shop, clara, finance
from tests.surfaces import browse


@pytest.fixture
def client(shop: Shop) -> Client:  # noqa: F811
    made = clara()
    fund(made, usd(90_000))
    return made


def test_one_makes_the_file_and_another_sends_it(shop: Shop, client: Client) -> None:  # noqa: F811
    fay, amy = finance("Fay"), finance("Amy")
    account = house_bank()
    decide(ask(client, usd(20_000), verified(client)), fay)
    desk, other = browse(shop.tenant, "staff", fay.user), browse(shop.tenant, "staff", amy.user)
    assert "1 payment" in desk.get("/finance/bank-files/").content.decode()
    made: Any = desk.post(f"/finance/bank-files/make/{account.id}/", {"key": "page-1"})
    batch = PayoutBatch.objects.get()
    assert made["Location"] == f"/finance/bank-files/{batch.id}/"
    first, again = (page.get(f"/finance/bank-files/{batch.id}/pain001.xml") for page in (desk, other))
    assert first.content == again.content == bytes(batch.document)
    assert "Mark as sent" not in desk.get(made["Location"]).content.decode()
    desk.post(f"/finance/bank-files/{batch.id}/send/")
    assert Payout.objects.get().state == "new"
    assert "Mark as sent" in other.get(made["Location"]).content.decode()
    other.post(f"/finance/bank-files/{batch.id}/send/")
    payout = Payout.objects.get()
    assert payout.state == "sending"
    form = {"outcome": "paid", "amount": "", "reference": "B1", "reason": "On paper", "key": "k"}
    assert desk.post(f"/finance/payouts/{payout.id}/result/", form).status_code == 302
    assert Payout.objects.get().state == "sending", "a second person has not agreed yet"


def test_a_damaged_file_is_not_given_out(shop: Shop, client: Client) -> None:  # noqa: F811
    fay = finance("Fay")
    account = house_bank()
    decide(ask(client, usd(20_000), verified(client)), fay)
    desk = browse(shop.tenant, "staff", fay.user)
    desk.post(f"/finance/bank-files/make/{account.id}/", {"key": "page-1"})
    PayoutBatch.objects.update(document=b"<Document/>")
    answer = desk.get(f"/finance/bank-files/{PayoutBatch.objects.get().id}/pain001.xml")
    assert (answer.status_code, b"Nothing is given out" in answer.content) == (409, True)


def test_a_refund_is_asked_for_from_the_card_of_the_deposit(shop: Shop, client: Client) -> None:  # noqa: F811
    fay = finance("Fay")
    deposit = by_card(shop, client, usd(30_000))
    desk = browse(shop.tenant, "staff", fay.user)
    card = desk.get(f"/finance/movements/deposit/{deposit.id}/").content.decode()
    assert f"/finance/deposits/{deposit.id}/refund/" in card
    answer = desk.post(
        f"/finance/deposits/{deposit.id}/refund/", {"amount": "100", "reason": "Twice", "key": "k"}
    )
    assert answer.status_code == 302
    assert Payout.objects.get().amount_minor == 10_000
    wrong = desk.post(
        f"/finance/deposits/{deposit.id}/refund/", {"amount": "200.01", "reason": "Twice", "key": "l"}
    )
    assert (wrong.status_code, b"can still go back" in wrong.content) == (422, True)
