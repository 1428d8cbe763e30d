"""Deposits and transfers by page, exactly once, and the history of them."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.kyc.services import set_policy
from tenants.ledger.selectors import balance
from tenants.payments.models import Deposit
from tenants.wallets.models import Transfer
from tests.client_portal.conftest import Desk, Portal, fund

KEY = "made-with-the-page-0001"
USD_500 = Money.of("500", "USD")


def deposit(portal: Portal, desk: Desk, amount: str = "500", key: str = KEY, **headers: str) -> Any:
    return portal.post("/deposit/", {"amount": amount, "method": desk.method.id, "key": key}, headers=headers)


def test_before_the_button_the_page_says_fee_rate_arrival_and_what_is_next(
    desk: Desk, as_clara: Portal
) -> None:
    page = as_clara.get("/deposit/").content.decode()
    for words in ("Fee", "Exchange rate", "Arrives", "What happens next", "Between 10.00 and 100,000.00 USD"):
        assert page.index(words) < page.index("Continue to payment")


def test_a_double_click_is_one_deposit(desk: Desk, as_clara: Portal) -> None:
    first, second = deposit(as_clara, desk), deposit(as_clara, desk)
    found = Deposit.objects.get()
    assert (found.money, found.state) == (USD_500, "open")
    assert first["Location"] == second["Location"] == f"/deposits/{found.id}/leave"
    assert len(desk.psp.checkouts) == 1


def test_with_script_the_browser_goes_straight_to_the_providers_page(desk: Desk, as_clara: Portal) -> None:
    answer = deposit(as_clara, desk, **{"HX-Request": "true"})
    assert answer["HX-Redirect"] == Deposit.objects.get().checkout_url


def test_without_script_a_page_of_ours_leads_there(desk: Desk, as_clara: Portal) -> None:
    leave = as_clara.get(deposit(as_clara, desk)["Location"]).content.decode()
    assert f'content="0; url={Deposit.objects.get().checkout_url}"' in leave


def test_a_page_used_for_another_amount_makes_a_new_key_and_charges_nothing(
    desk: Desk, as_clara: Portal
) -> None:
    deposit(as_clara, desk)
    answer = deposit(as_clara, desk, amount="700")
    assert answer.status_code == 422
    assert "nothing was charged" in answer.content.decode()
    assert answer.context["form"]["key"].value() != KEY
    assert Deposit.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("", "required"),
        ("abc", "Write it like 250.00"),
        ("12.345", "Write it like 250.00"),
        ("-5", "Write it like 250.00"),
        ("0", "above zero"),
        ("1", "smallest deposit is 10.00 USD"),
        ("999999999", "largest deposit at once is 100,000.00 USD"),
    ],
)
def test_a_wrong_amount_says_the_cure_and_keeps_what_was_typed(
    desk: Desk, as_clara: Portal, amount: str, says: str
) -> None:
    answer = deposit(as_clara, desk, amount=amount)
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors["amount"])
    assert f'value="{amount}"' in answer.content.decode() or not amount
    assert not Deposit.objects.exists()


def test_a_deposit_that_needs_verification_leads_there(desk: Desk, as_clara: Portal) -> None:
    set_policy(live_requires_level=0, deposit_requires_level=1)
    page = as_clara.get("/deposit/").content.decode()
    assert "Deposits open at verification level 1" in page
    assert "Continue to payment" not in page
    assert deposit(as_clara, desk).status_code == 422
    assert not Deposit.objects.exists()


def test_the_way_back_knows_the_page_and_leads_to_the_deposit(desk: Desk, as_clara: Portal) -> None:
    deposit(as_clara, desk)
    found = Deposit.objects.get()
    assert as_clara.get(f"/deposit/back/{KEY}")["Location"] == f"/deposits/{found.id}"
    page = as_clara.get(f"/deposits/{found.id}").content.decode()
    assert "Waiting for the payment provider" in page
    assert 'hx-trigger="every 4s"' in page


def transfer(portal: Portal, way: str, amount: str, key: str = KEY) -> Any:
    return portal.post("/transfer/", {"way": way, "amount": amount, "key": key})


def test_money_moves_to_the_trading_account_and_back_once(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    fund(clara, USD_500)
    account = desk.open(clara)
    first = transfer(as_clara, f"in:{account.id}", "300")
    assert transfer(as_clara, f"in:{account.id}", "300")["Location"] == first["Location"]
    assert desk.world.accounts[account.login].balance == 300
    assert balance("client:1:wallet:USD").available == Money.of("200", "USD")
    transfer(as_clara, f"out:{account.id}", "50.5", "made-with-the-page-0002")
    assert balance("client:1:wallet:USD").available == Money.of("250.50", "USD")
    assert list(Transfer.objects.order_by("created_at").values_list("state", flat=True)) == ["settled"] * 2
    assert "are in trading account" in as_clara.get(first["Location"]).content.decode()


def test_more_than_the_wallet_holds_is_refused_beside_the_amount(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    fund(clara, USD_500)
    account = desk.open(clara)
    answer = transfer(as_clara, f"in:{account.id}", "500.01")
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Transfer.objects.exists()
    assert desk.world.accounts[account.login].balance == 0


def test_the_first_page_adds_wallet_and_live_accounts(desk: Desk, clara: Client, as_clara: Portal) -> None:
    fund(clara, USD_500)
    account = desk.open(clara)
    desk.open(clara, "demo")
    transfer(as_clara, f"in:{account.id}", "300")
    worth = as_clara.get("/worth").context["worth"]
    assert (worth.equity, worth.wallet, worth.in_accounts) == (
        USD_500,
        Money.of("200", "USD"),
        Money.of("300", "USD"),
    )


def test_the_history_filters_and_pages(desk: Desk, clara: Client, as_clara: Portal) -> None:
    fund(clara, USD_500)
    account = desk.open(clara)
    for number in range(26):
        transfer(as_clara, f"in:{account.id}", "1", f"made-with-the-page-{number:04}")
    deposit(as_clara, desk)
    page = as_clara.get("/history/").context["page"]
    assert (len(page.rows), page.rows[0].kind) == (25, "deposit")
    older = as_clara.get(f"/history/?cursor={page.next_cursor}").context["page"]
    assert (len(older.rows), older.next_cursor) == (2, "")
    assert not {row.id for row in page.rows} & {row.id for row in older.rows}
    assert [row.kind for row in as_clara.get("/history/?kind=deposit").context["page"].rows] == ["deposit"]
    assert [row.kind for row in as_clara.get("/history/?state=waiting").context["page"].rows] == ["deposit"]
    assert len(as_clara.get("/history/?until=2020-01-01").context["page"].rows) == 0
    assert len(as_clara.get("/history/?cursor=forged&since=nonsense&kind=x").context["page"].rows) == 25


def test_the_export_is_what_the_filter_shows(desk: Desk, clara: Client, as_clara: Portal) -> None:
    fund(clara, USD_500)
    account = desk.open(clara)
    transfer(as_clara, f"in:{account.id}", "300")
    deposit(as_clara, desk)
    text = as_clara.get("/history.csv?kind=transfer").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1
    assert (rows[0]["Amount"], rows[0]["Currency"], rows[0]["Status"]) == ("-300.00", "USD", "Done")
    assert rows[0]["Trading account"] == str(account.login)


def test_the_picture_appears_with_the_second_day_of_payments(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    for number, day in ((1, 10), (2, 10), (3, 12)):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        Deposit.objects.create(
            client=clara, client_number=clara.number, amount_minor=10_000 * number, currency="USD",
            state="settled", connection_id=desk.method.id, psp_code="fake", key=f"k{number}",
            received_minor=10_000 * number, received_currency="USD", created_at=at, finished_at=at,
        )  # fmt: skip
        chart = as_clara.get("/").context["chart"]
        assert (chart is None) == (number < 3)
    assert list(chart.rows()) == [("2026-03-10", [Decimal("300.00")]), ("2026-03-12", [Decimal("600.00")])]
