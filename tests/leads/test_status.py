"""The status follows facts, and every change is an event."""

from datetime import timedelta

import pytest

from atrium.kernel import clock
from tenants.leads.models import StatusChange
from tenants.leads.rules.status import next_status
from tenants.leads.services import (
    change_policy,
    close_lead,
    let_fall_dormant,
    note_deals,
    note_fact,
)
from tenants.outbox.models import Event

from . import people


@pytest.mark.parametrize(
    ("old", "fact", "new"),
    [
        ("lead", "demo_account", "demo"),
        ("lead", "live_account", "live"),
        ("live", "demo_account", "live"),
        ("live", "first_deposit", "funded"),
        ("funded", "deal", "active"),
        ("active", "first_deposit", "active"),
        ("active", "quiet", "dormant"),
        ("funded", "quiet", "dormant"),
        ("demo", "quiet", "demo"),
        ("dormant", "deal", "active"),
        ("dormant", "first_deposit", "funded"),
        ("dormant", "live_account", "dormant"),
        ("dormant", "accounts_closed", "closed"),
        ("active", "asked_to_close", "closed"),
        ("closed", "deal", "closed"),
        ("closed", "demo_account", "closed"),
        ("closed", "live_account", "live"),
    ],
)
def test_each_fact_has_its_status(old: str, fact: str, new: str) -> None:
    assert next_status(old, fact) == new


@pytest.mark.usefixtures("in_acme")
class TestInTheHouse:
    def test_no_deal_for_the_days_of_the_policy_makes_dormant_once(self) -> None:
        change_policy(dormant_days=30)
        quiet, busy, poor = people.lead("Quentin"), people.lead("Bea"), people.lead("Pia")
        now = clock.now()
        note_deals({quiet.id: now, busy.id: now})
        note_fact(lead_id=poor.id, fact="first_deposit")
        type(quiet).objects.filter(id=quiet.id).update(last_deal_at=now - timedelta(days=31))

        assert let_fall_dormant() == 1
        assert let_fall_dormant() == 0

        assert [people.fresh(one).status for one in (quiet, busy, poor)] == ["dormant", "active", "funded"]
        told = Event.objects.filter(kind="leads.status_changed").values_list("payload", flat=True)
        assert list(told) == [{"lead_ids": [str(quiet.id)], "new": "dormant"}]
        assert StatusChange.objects.filter(lead=quiet, new="dormant", fact="quiet").count() == 1

    def test_money_without_deals_falls_dormant_too(self) -> None:
        lead = people.lead()
        note_fact(lead_id=lead.id, fact="first_deposit")
        StatusChange.objects.filter(lead=lead).update(at=clock.now() - timedelta(days=90))
        assert let_fall_dormant() == 1
        assert people.fresh(lead).status == "dormant"

    def test_a_deal_wakes_and_an_old_deal_told_late_does_not(self) -> None:
        woken, asleep = people.lead("Wanda"), people.lead("Arno")
        for lead in (woken, asleep):
            type(lead).objects.filter(id=lead.id).update(status="dormant")

        note_deals({woken.id: clock.now(), asleep.id: clock.now() - timedelta(days=80)})

        assert people.fresh(woken).status == "active"
        assert people.fresh(asleep).status == "dormant"

    def test_a_busy_trader_costs_one_write_an_hour(self) -> None:
        lead, now = people.lead(), clock.now()
        note_deals({lead.id: now - timedelta(minutes=40)})
        note_deals({lead.id: now})
        assert people.fresh(lead).last_deal_at == now - timedelta(minutes=40)

    def test_who_asks_to_be_closed_is_closed_with_the_reason(self) -> None:
        lead = people.lead()
        close_lead(lead_id=lead.id, because="Wants no more calls")
        assert people.fresh(lead).status == "closed"
        assert people.fresh(lead).protected_until is None

    def test_told_twice_a_fact_is_one_event(self) -> None:
        lead = people.lead()
        note_fact(lead_id=lead.id, fact="demo_account")
        note_fact(lead_id=lead.id, fact="demo_account")
        changes = Event.objects.filter(kind="lead.status_changed", payload__lead_id=str(lead.id))
        assert [event.payload["new"] for event in changes] == ["demo"]
