"""An id of somebody else does not exist here: 404, and nothing changed."""

from typing import Any

import pytest

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.payments.models import Deposit
from tenants.payments.services import start_deposit
from tenants.staff.services import add_member
from tenants.wallets.models import Transfer
from tenants.wallets.services import transfer_to_account
from tests.client_portal.conftest import CLARA, PASSWORD, Desk, Portal, fund, portal_of

OWN_PAGES = ("/", "/worth", "/latest", "/verification/", "/verification/state", "/accounts/", "/accounts/new",
             "/accounts/list", "/deposit/", "/transfer/", "/history/", "/history.csv", "/profile/")  # fmt: skip


@pytest.mark.parametrize("path", OWN_PAGES)
def test_every_page_asks_who_one_is(in_acme: Any, acme: Any, path: str) -> None:
    answer = portal_of(acme).get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", OWN_PAGES)
def test_every_page_shows_to_its_client(desk: Desk, as_clara: Portal, path: str) -> None:
    assert as_clara.get(path).status_code == 200


def test_another_clients_rows_do_not_exist(
    desk: Desk, acme: Any, clara: Client, stranger: Client, as_clara: Portal
) -> None:
    fund(stranger, Money.of("500", "USD"))
    account = desk.open(stranger)
    move = transfer_to_account(
        client_id=stranger.id, account_id=account.id, money=Money.of("10", "USD"), key="k"
    )
    theirs = start_deposit(
        client_id=stranger.id, money=Money.of("50", "USD"), key="their-own-page-000001",
        success_url="http://x.example/", cancel_url="http://x.example/",
    )  # fmt: skip
    for path in (
        f"/accounts/{account.id}",
        f"/accounts/{account.id}/figures",
        f"/deposits/{theirs.id}",
        f"/deposits/{theirs.id}/state",
        f"/deposits/{theirs.id}/leave",
        f"/deposit/back/{theirs.key}",
        f"/transfers/{move.id}",
        f"/transfers/{move.id}/state",
        f"/accounts/{new_id()}",
    ):
        assert as_clara.get(path).status_code == 404, path
    before = desk.world.accounts[account.login].password
    assert as_clara.post(f"/accounts/{account.id}/password").status_code == 404
    assert desk.world.accounts[account.login].password == before


def test_money_is_not_moved_into_or_out_of_a_strangers_account(
    desk: Desk, clara: Client, stranger: Client, as_clara: Portal
) -> None:
    fund(clara, Money.of("500", "USD"))
    own, theirs = desk.open(clara), desk.open(stranger)
    for way in (f"in:{theirs.id}", f"out:{theirs.id}", "in:nonsense", f"sideways:{own.id}"):
        answer = as_clara.post("/transfer/", {"way": way, "amount": "5", "key": "made-with-the-page-0001"})
        assert answer.status_code == 422
        assert "way" in answer.context["form"].errors
    assert not Transfer.objects.exists()


def test_a_method_of_no_payment_connection_is_refused(desk: Desk, clara: Client, as_clara: Portal) -> None:
    answer = as_clara.post(
        "/deposit/", {"method": new_id(), "amount": "50", "key": "made-with-the-page-0001"}
    )
    assert answer.status_code == 422
    assert not Deposit.objects.exists()


def test_a_client_of_borealis_is_nobody_at_acme(db: None, acme: Any, borealis: Any, boris: Client) -> None:
    portal = portal_of(borealis, boris.user)
    assert portal.get("/").status_code == 200
    session = portal.cookies["atrium_client_session"].value
    at_acme = portal_of(acme)
    at_acme.cookies["atrium_client_session"] = session
    assert at_acme.get("/").status_code == 302
    with tenancy.entered(acme):
        answer = at_acme.post("/account/login/", {"login": "boris@example.com", "password": PASSWORD})
    assert answer.status_code == 200, "no such log-in here"
    assert at_acme.get("/").status_code == 302


def test_staff_with_the_same_password_are_nobody_here(in_acme: Any, acme: Any) -> None:
    add_member(email=CLARA["email"], name="Clara", role="Sales", password=PASSWORD)
    portal = portal_of(acme)
    portal.post("/account/login/", {"login": CLARA["email"], "password": PASSWORD})
    assert portal.get("/").status_code == 302
