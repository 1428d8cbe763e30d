"""Parts that a worker sends: in the reader's language, with the portal's addresses, to their client alone."""

import uuid
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.money import Money
from infra.subscriptions import SUBSCRIPTIONS
from portals.client_portal import rendering
from portals.client_portal.accounts.live import account_changed
from portals.client_portal.money.live import balance_changed, deposit_settled, transfer_ended
from portals.client_portal.verification.live import kyc_decided
from tenants.clients.models import Client
from tenants.identity.services import change_profile
from tenants.outbox.types import Event
from tenants.payments.services import start_deposit
from tenants.wallets.services import transfer_to_account
from tests.client_portal.conftest import Desk, Portal, fund

Sent = list[tuple[tuple[object, ...], str]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    pushed: Sent = []
    monkeypatch.setattr(rendering, "push", lambda *audience, html: pushed.append((audience, html)))
    return pushed


def event(kind: str, /, **payload: object) -> Event:
    return Event(uuid.uuid4(), kind, {name: str(value) for name, value in payload.items()}, clock.now())


def test_a_transfer_is_shown_to_its_client_in_their_language(desk: Desk, clara: Client, sent: Sent) -> None:
    change_profile(user=clara.user, language="es", time_zone="Europe/Madrid")
    fund(clara, Money.of("500", "USD"))
    account = desk.open(clara)
    move = transfer_to_account(
        client_id=clara.id, account_id=account.id, money=Money.of("300", "USD"), key="k"
    )
    transfer_ended(event("transfer.settled", client_id=clara.id, transfer_id=move.id))
    assert {audience for audience, _ in sent} == {("client", "client", clara.id)}
    html = "".join(part for _, part in sent)
    for words in (
        f'id="transfer-{move.id}"',
        'id="worth"',
        'id="latest"',
        "Patrimonio total",
        "500,00",
        "Hecho",
    ):
        assert words in html
    assert html.count('hx-swap-oob="true"') == 3
    assert "Settled" not in html


def test_a_deposit_an_account_and_a_decision_find_their_place(desk: Desk, clara: Client, sent: Sent) -> None:
    account = desk.open(clara)
    deposit = start_deposit(
        client_id=clara.id, money=Money.of("50", "USD"), key="k",
        success_url="http://x.example/", cancel_url="http://x.example/",
    )  # fmt: skip
    deposit_settled(event("deposit.settled", client_id=clara.id, deposit_id=deposit.id))
    account_changed(event("account.opened", client_id=clara.id, account_id=account.id, kind="live"))
    kyc_decided(event("kyc.decided", client_id=clara.id, check_id=uuid.uuid4(), state="approved"))
    html = "".join(part for _, part in sent)
    for place in (f"deposit-{deposit.id}", "worth", "latest", "account-list", "verification-state"):
        assert f'id="{place}"' in html
    assert f'href="/accounts/{account.id}"' in html


def test_a_form_is_never_fetched_again_over_what_was_typed(clara: Any, as_clara: Portal) -> None:
    assert (
        "data-live-url"
        not in as_clara.get("/verification/").content.decode().split('id="verification-state"')[1]
    )


def test_money_between_wallets_shows_to_the_client_whose_it_is_alone(clara: Client, sent: Sent) -> None:
    fund(clara, Money.of("500", "USD"))
    balance_changed(event("wallet.moved", wallet_transfer_id=uuid.uuid4(), ib_id=uuid.uuid4()))
    assert sent == []
    balance_changed(event("wallet.moved", wallet_transfer_id=uuid.uuid4(), client_id=clara.id))
    assert {audience for audience, _ in sent} == {("client", "client", clara.id)}
    assert "500.00" in next(html for _, html in sent if 'id="worth"' in html)


@pytest.mark.parametrize(
    "kind", ["wallet.moved", "chargeback.changed", "deposit.settled", "transfer.settled"]
)
def test_whatever_changes_a_balance_reaches_the_client_the_card_and_the_figures(kind: str) -> None:
    doors = set(SUBSCRIPTIONS[kind])
    assert {"portals.staff_console.clients.live.nudge_card", "tenants.insight.tasks.refresh"} <= doors
    assert any(door.startswith("portals.client_portal.money.live.") for door in doors)
