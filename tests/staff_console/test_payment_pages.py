"""Staff write methods and routes, bring in a statement and say whose money a line is: through the pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.jobs.models import Job
from tenants.jobs.services import work_off as job_off
from tenants.payments.models import BankAccount, BankLine, Method, Route, Statement, WithdrawalPolicy
from tenants.payments.services import methods, planning, start_deposit
from tenants.rates.models import Markup
from tenants.staff.services import add_member
from tests.payments.shop import clara, posted
from tests.surfaces import browse

LINES = (
    "Date;Amount;Currency;Reference;Description;Name\n2026-01-05;500.00;USD;;for my account;CLIENT CLARA\n"
)


@pytest.fixture
def desk(in_acme: tenancy.Tenant, settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    rita = add_member(email="rita@acme.example", name="Rita", role="Administrator")
    staff = browse(in_acme, "staff", rita.user)

    def ask(verb: str, path: str, data: Any = None) -> Any:
        answer = getattr(staff, verb)(path, data)
        tenancy.switch(in_acme)
        return answer

    return ask


def test_the_table_is_written_and_its_gaps_are_shown(desk: Any) -> None:
    clara()
    account = {"label": "Main", "code": "main", "currency": "usd", "holder": "Acme Ltd", "active": "on"}
    assert desk("post", "/settings/payments/bank-accounts/new/", account).status_code == 302
    method = {
        "label": "Bank transfer", "kind": "wire", "fee_payer": "broker", "minutes": "2880", "place": "0", "active": "on",
    }  # fmt: skip
    assert desk("post", "/settings/payments/methods/new/", method).status_code == 302
    row = {
        "method_id": str(Method.objects.get().id),
        "direction": "in",
        "target": f"bank:{BankAccount.objects.get().id}",
        "priority": "1",
        "amount_from": "100",
        "active": "on",
    }
    assert (
        "Choose the bank account"
        in desk("post", "/settings/payments/routes/new/", row | {"target": ""}).content.decode()
    )
    assert desk("post", "/settings/payments/routes/new/", row).status_code == 302
    page = desk("get", "/settings/payments/").content.decode()
    assert "Deposits from 10 to below 100 USD have no way." in page
    route = Route.objects.get()
    assert desk("get", f"/settings/payments/routes/{route.id}/").status_code == 200
    assert desk("post", f"/settings/payments/routes/{route.id}/remove/").status_code == 302
    assert not Route.objects.exists()


TERMS = {
    "smallest": "20", "largest": "5000", "daily": "9000", "kyc_level": "1", "fee_fixed": "2.50", "fee_percent": "0",
    "refund_days": "90", "large": "4000", "fresh_hours": "24",
}  # fmt: skip


def test_the_terms_of_withdrawals_are_set_whole_or_not_at_all(desk: Any) -> None:
    assert 'value="50000"' in desk("get", "/settings/payments/withdrawals/").content.decode()
    refused = desk("post", "/settings/payments/withdrawals/", TERMS | {"daily": "4999"})
    assert refused.status_code == 422
    assert "What may go out in a day is at least what may go out at once." in refused.content.decode()
    assert not WithdrawalPolicy.objects.exists()
    assert desk("post", "/settings/payments/withdrawals/", TERMS).status_code == 302
    policy = planning.policy()
    assert (policy.smallest, policy.daily, policy.fee_fixed, policy.refund_days) == (
        20,
        9000,
        Decimal("2.5"),
        90,
    )


def test_a_mark_up_is_set_for_a_pair_and_taken_away_again(desk: Any) -> None:
    pair = {"source": "eur", "target": "usd", "percent": "0.75"}
    assert desk("post", "/settings/payments/exchange/", pair | {"percent": "26"}).status_code == 422
    assert desk("post", "/settings/payments/exchange/", pair | {"target": "EUR"}).status_code == 422
    assert not Markup.objects.exists()
    assert desk("post", "/settings/payments/exchange/", pair).status_code == 302
    assert Markup.objects.get(source="EUR", target="USD").percent == Decimal("0.75")
    assert "0.7500" in desk("get", "/settings/payments/exchange/").content.decode()
    gone = {"source": "EUR", "target": "USD"}
    assert desk("post", "/settings/payments/exchange/remove/", gone).status_code == 302
    assert not Markup.objects.exists()


def test_a_statement_is_read_booked_and_matched_by_a_person(desk: Any) -> None:
    account = methods.save_bank_account(code="main", label="Main", currency="USD", holder="Acme Ltd")
    wire = methods.save_method(label="Bank transfer", kind="wire")
    methods.save_route(method_id=wire.id, bank_account=account)
    urls = {"success_url": "http://a", "cancel_url": "http://b"}
    deposit = start_deposit(
        client_id=clara().id,
        money=Money.of("500", "USD"),
        key="k",
        method_id=wire.id,
        **urls,  # type: ignore[arg-type]
    )
    bad = {"account": account.id, "file": SimpleUploadedFile("x.csv", b"hello")}
    assert "Nothing was booked" in desk("post", "/finance/statements/", bad).content.decode()
    file = SimpleUploadedFile("january.csv", LINES.encode())
    assert desk("post", "/finance/statements/", {"account": account.id, "file": file}).status_code == 302
    one = Statement.objects.get()
    job_off(Job.objects.get(id=one.check_job_id))  # type: ignore[misc]
    assert "Nothing is booked yet" in desk("get", f"/finance/statements/{one.id}/").content.decode()
    desk("post", f"/finance/statements/{one.id}/book/")
    one.refresh_from_db()
    job_off(Job.objects.get(id=one.book_job_id))  # type: ignore[misc]
    line = BankLine.objects.get()
    page = desk("get", f"/finance/statements/lines/{line.id}/").content.decode()
    assert (deposit.reference in page, "name alike 100 %" in page) == (True, True)
    desk("post", f"/finance/statements/lines/{line.id}/match/", {"deposit": str(deposit.id)})
    line.refresh_from_db()
    assert (line.state, posted("client:1:wallet:USD"), posted("suspense:USD")) == ("matched", 50_000, 0)
    assert desk("get", "/finance/statements/").status_code == 200
