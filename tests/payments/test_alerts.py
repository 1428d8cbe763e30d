"""Who is told of money that leaves: the manager of a large withdrawal, finance of what needs a person."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.leads.models import Lead
from tenants.notifications.models import Notification
from tenants.payments import services
from tenants.payments.models import Payout
from tenants.payments.services import sending
from tenants.payments.services.planning import policy
from tenants.staff.services import add_member
from tenants.work.models import Task
from tests.payments.money_out import WALLET, ask, by_card, fund, house_bank, usd, verified
from tests.payments.shop import Shop, available, clara, finance, work_off


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


def test_a_large_one_tells_the_manager_once_and_gives_a_task(shop: Shop, client: Client) -> None:
    sam = add_member(email="sam@acme.example", name="Sam", role="Sales")
    Lead.objects.filter(id=client.lead_id).update(assigned_to=sam)
    row = policy()
    row.large = Decimal(300)
    row.save()
    fund(client, usd(90_000))
    house_bank()
    place = verified(client)
    ask(client, usd(29_999), place)
    assert not Task.objects.filter(owner=sam.user).exists()
    ask(client, usd(30_000), place)
    task = Task.objects.get(owner=sam.user)
    assert (task.title, task.kind) == ("Large withdrawal: Clara Client, 300.00 USD", "call")
    assert Notification.objects.filter(user=sam.user, kind="client.withdrawal", urgent=True).count() == 1


def test_a_provider_without_a_promise_is_not_sent_to_twice_but_a_person_is_told(
    shop: Shop, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fay = finance("Fay")
    by_card(shop, client, usd(30_000))
    withdrawal = ask(client, usd(20_000), None)
    assert withdrawal.approval_id is not None
    from tenants.approvals.services import decide

    decide(approval_id=withdrawal.approval_id, by=fay.user_id, outcome="approved")
    shop.psp.plan("lose_request", path="/v1/refunds")
    work_off()
    monkeypatch.setattr(sending, "_same_id_is_one_payment", lambda payout: False)
    services.send_payout(withdrawal_id=withdrawal.id)
    part = Payout.objects.get(withdrawal=withdrawal)
    assert part.state == "unknown", "it may still be carried out: nobody decides yet"
    Payout.objects.update(sent_at=clock.now() - timedelta(minutes=16))
    services.send_payout(withdrawal_id=withdrawal.id)
    part.refresh_from_db()
    assert (part.state, available(WALLET)) == ("manual", 10_000)
    assert Notification.objects.filter(user=fay.user, kind="payout.manual").count() == 1
    asked = services.ask_payout_result(
        payout_id=part.id,
        outcome="failed",
        money=None,
        reference="",
        reason="They have nothing",
        by=fay.user_id,
    )
    decide(approval_id=asked.id, by=finance("Amy").user_id, outcome="approved")
    assert work_off() == []
    part.refresh_from_db()
    assert (part.state, available(WALLET)) == ("refused", 30_000)
