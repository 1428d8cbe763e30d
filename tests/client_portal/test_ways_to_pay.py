"""All ways to deposit: what is said before, where to pay, what became of it, and proof that is nobody else's business."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from atrium.kernel import clock
from tenants.approvals.models import Approval
from tenants.approvals.services import decide
from tenants.clients.models import Client
from tenants.ledger.selectors import balance
from tenants.payments.models import Deposit, Method, Proof
from tenants.payments.services import methods
from tenants.staff.services import add_member
from tests.client_portal.conftest import Desk, Portal, portal_of
from tests.payments.shop import work_off

KEY = "made-with-the-page-0001"
PDF = b"%PDF-1.7 proof"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ways(desk: Desk) -> dict[str, Method]:
    account = methods.save_bank_account(
        code="main",
        label="Main",
        currency="USD",
        holder="Acme Ltd",
        iban="CY17002001280000001200527600",
        bic="BCYPCY2N",
    )
    wire = methods.save_method(label="Bank transfer", kind="wire", minutes=2880)
    methods.save_route(method_id=wire.id, bank_account=account)
    fee: dict[str, Any] = {"fee_fixed": Decimal(1), "fee_percent": Decimal("2.5"), "fee_payer": "client"}
    agent = methods.save_method(
        label="Local agent",
        kind="manual",
        minutes=60,
        **fee,
        instructions="Ask for Ana.",
    )
    methods.save_route(method_id=agent.id)
    return {"wire": wire, "manual": agent}


def begin(portal: Portal, method: Method, amount: str = "500") -> Deposit:
    answer = portal.post("/deposit/", {"amount": amount, "method": method.id, "key": KEY})
    assert answer.status_code == 302
    return Deposit.objects.get(key=KEY)


def page(portal: Portal, deposit: Deposit) -> str:
    return portal.get(f"/deposits/{deposit.id}").content.decode()


def send(portal: Portal, deposit: Deposit, data: bytes = PDF, name: str = "receipt.pdf") -> Any:
    return portal.post(f"/deposits/{deposit.id}/proofs", {"file": SimpleUploadedFile(name, data)})


def test_each_way_says_its_fee_its_time_and_its_limits(ways: Any, as_clara: Portal) -> None:
    text = as_clara.get("/deposit/").content.decode()
    for words in (
        "Card",
        "Bank transfer",
        "within 2 days",
        "Local agent",
        "Fee 1.00 USD + 2.5 %",
        "10.00 USD to 100,000.00 USD",
    ):
        assert words in text


def test_with_an_amount_it_says_exactly_what_arrives_and_what_is_missing(ways: Any, as_clara: Portal) -> None:
    Method.objects.filter(kind="wire").update(smallest=Decimal(1000))
    text = as_clara.get("/deposit/offers", {"amount": "500", "method": ways["manual"].id}).content.decode()
    for words in ("Fee 13.50 USD", "486.50 USD arrive", "From 1,000.00 USD."):
        assert words in text
    for nonsense in ("", "abc", "-5", "1e400", "NaN"):
        assert as_clara.get("/deposit/offers", {"amount": nonsense}).status_code == 200


def test_a_bank_transfer_says_where_to_send_it_with_a_reference_of_its_own(
    ways: Any, as_clara: Portal
) -> None:
    deposit = begin(as_clara, ways["wire"])
    text = page(as_clara, deposit)
    for words in (
        deposit.reference,
        "CY17002001280000001200527600",
        "Acme Ltd",
        "BCYPCY2N",
        "Waiting for your bank transfer",
    ):
        assert words in text
    assert 'hx-trigger="every 30s"' in text


def test_coins_show_the_address_the_amount_and_a_picture_of_it(
    ways: Any, as_clara: Portal, clara: Client
) -> None:
    deposit = begin(as_clara, ways["wire"])
    pay_to = {
        "address": "TQrZ9wBzE4nR",
        "amount": "500.25",
        "currency": "USDTTRC20",
        "memo": "",
        "network": "TRX",
    }
    Deposit.objects.filter(id=deposit.id).update(kind="crypto", pay_to=pay_to, expires_at=clock.now())
    text = page(as_clara, deposit)
    for words in ("TQrZ9wBzE4nR", "500.25", "USDTTRC20", "<svg", "Waiting for your coins"):
        assert words in text


def test_a_proof_goes_to_a_second_person_and_then_the_money_is_there_less_the_fee(
    ways: Any, as_clara: Portal, clara: Client
) -> None:
    deposit = begin(as_clara, ways["manual"])
    assert "Ask for Ana." in page(as_clara, deposit)
    assert send(as_clara, deposit).status_code == 302
    send(as_clara, deposit)
    assert (Proof.objects.count(), Approval.objects.count()) == (1, 1)
    assert "Your proof is being looked at" in page(as_clara, deposit)
    fay = add_member(email="fay@acme.example", name="Fay", role="Finance")
    decide(approval_id=Approval.objects.get().id, by=fay.user_id, outcome="approved")
    assert work_off() == []
    deposit.refresh_from_db()
    wallet = balance(f"client:{clara.number}:wallet:USD").posted.amount_minor
    assert (deposit.state, wallet) == ("settled", 48_650)
    assert "Your money has arrived" in page(as_clara, deposit)


def test_a_refused_proof_books_nothing_and_says_so(ways: Any, as_clara: Portal, clara: Client) -> None:
    deposit = begin(as_clara, ways["manual"])
    send(as_clara, deposit)
    fay = add_member(email="fay@acme.example", name="Fay", role="Finance")
    decide(approval_id=Approval.objects.get().id, by=fay.user_id, outcome="refused", note="Not ours")
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, balance(f"client:{clara.number}:wallet:USD").posted.amount_minor) == ("failed", 0)
    assert "This deposit was not completed" in page(as_clara, deposit)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"<html><script>alert(1)</script>", "proof.pdf", "Send a PDF"),
        (b"MZ\x90", "proof.png", "Send a PDF"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024 + 1), "big.pdf", "larger than 10 MB"),
        (b"", "empty.pdf", "empty"),
    ],
)
def test_what_is_no_proof_is_refused_whatever_it_is_called(
    ways: Any, as_clara: Portal, data: bytes, name: str, says: str
) -> None:
    deposit = begin(as_clara, ways["manual"])
    answer = send(as_clara, deposit, data, name)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert not Proof.objects.exists()


def test_a_proof_is_shown_to_its_client_and_to_staff_in_scope_and_to_nobody_else(
    ways: Any, as_clara: Portal, stranger: Client, acme: Any
) -> None:
    deposit = begin(as_clara, ways["manual"])
    send(as_clara, deposit, name="../../etc/passwd.pdf")
    proof = Proof.objects.get()
    address = f"/deposits/{deposit.id}/proofs/{proof.id}"
    answer = as_clara.get(address)
    assert (answer.status_code, answer.content, answer["X-Content-Type-Options"]) == (200, PDF, "nosniff")
    assert answer["Content-Disposition"].startswith('attachment; filename="proof-')
    assert proof.name == "passwd.pdf"
    assert portal_of(acme, stranger.user).get(address).status_code == 404
    assert send(portal_of(acme, stranger.user), deposit).status_code == 404
    assert portal_of(acme).get(address).status_code == 302


def test_a_declined_payment_is_tried_once_more_however_often_one_clicks(desk: Desk, as_clara: Portal) -> None:
    as_clara.post("/deposit/", {"amount": "500", "method": desk.method.id, "key": KEY})
    deposit = Deposit.objects.get()
    methods.write_down()
    second = Method.objects.get()
    Deposit.objects.update(state="failed", reason="The payment failed.", method=second)
    assert "Try once more" in page(as_clara, deposit)
    for _ in range(2):
        as_clara.post(f"/deposits/{deposit.id}/again")
    assert Deposit.objects.count() == 1  # the only provider has declined, and nobody else is there
