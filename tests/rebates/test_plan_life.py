"""Draft, tried, asked for, agreed to by a second person, frozen, superseded; and the shadow beside it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Denied, NotFound, Refused
from tenants.ledger import selectors as ledger
from tenants.outbox.models import Event
from tenants.rebates import services
from tenants.rebates.models import Line, Plan, ShadowLine
from tenants.rebates.services import publishing, shadow, simulation
from tenants.rebates.services.drafting import examine
from tenants.staff.services import add_member
from tenants.trading.models import Deal
from tests.ibs.people import Family, family
from tests.rebates.lives import FEBRUARY, LEVELS, applied, decided, draft, nina, olga, traded
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def test_a_second_person_publishes_what_was_asked_for(cast: Family) -> None:
    first = Plan.objects.get(code="per-lot")
    plan = publishing.ask_to_publish(plan_id=draft().id, by=nina(), valid_from=FEBRUARY)
    assert (plan.status, plan.published_at) == ("pending", None)
    decided(plan.approval_id, olga())
    plan.refresh_from_db()
    first.refresh_from_db()
    assert (plan.status, plan.valid_from, plan.version) == ("published", FEBRUARY, 2)
    assert (first.valid_to, first.state) == (FEBRUARY, "superseded")
    assert applied(plan.approval_id) == (True, "Published")


def test_who_asked_does_not_publish(cast: Family) -> None:
    asker = olga()
    plan = publishing.ask_to_publish(plan_id=draft().id, by=asker)
    with pytest.raises(Denied):
        decided(plan.approval_id, asker)
    plan.refresh_from_db()
    assert plan.status == "pending"


def test_refused_it_is_a_draft_again_and_may_be_changed(cast: Family) -> None:
    plan = publishing.ask_to_publish(plan_id=draft().id, by=nina(), valid_from=FEBRUARY)
    decided(plan.approval_id, olga(), "refused")
    plan.refresh_from_db()
    assert (plan.status, plan.valid_from, plan.approval_id) == ("draft", None, None)
    changed = services.plans.change_draft(
        plan_id=plan.id, name="Better", document={**LEVELS, "slot": "second"}
    )
    assert (changed.name, changed.slot) == ("Better", "second")


def test_what_waits_for_a_second_person_is_frozen(cast: Family) -> None:
    plan = publishing.ask_to_publish(plan_id=draft().id, by=nina())
    with pytest.raises(Refused, match="Draft its next version"):
        services.plans.change_draft(plan_id=plan.id, name="Sly", document={**LEVELS, "slot": "other"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Plan.objects.filter(id=plan.id).update(document={})
    with pytest.raises(Refused):
        services.plans.discard_draft(plan_id=plan.id)
    plan.refresh_from_db()
    assert plan.document == LEVELS


def test_a_beginning_that_another_version_has_taken_meanwhile_returns_the_draft(cast: Family) -> None:
    plan = publishing.ask_to_publish(plan_id=draft().id, by=nina(), valid_from=FEBRUARY)
    services.publish_plan(plan_id=draft().id, valid_from=FEBRUARY + timedelta(days=1))
    decided(plan.approval_id, olga())
    plan.refresh_from_db()
    assert plan.status == "draft"
    done, why = applied(plan.approval_id) if plan.approval_id else (False, "")
    assert not done, why
    assert Plan.objects.filter(code="per-lot", status="published").count() == 2


def test_only_who_may_change_plans_asks(cast: Family) -> None:
    sam = add_member(email="sam-plans@acme.example", name="Sam", role="Sales")
    plan = draft()
    for verb in (publishing.ask_to_publish, shadow.begin_shadow):
        with pytest.raises(NotFound):
            verb(plan_id=plan.id, by=sam)
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_a_draft_is_thrown_away_and_a_published_plan_is_not(cast: Family) -> None:
    plan = draft()
    services.plans.discard_draft(plan_id=plan.id)
    assert not Plan.objects.filter(id=plan.id).exists()
    with pytest.raises(Refused):
        services.plans.discard_draft(plan_id=Plan.objects.get(code="per-lot").id)


def test_a_plan_edited_while_a_run_is_under_way_changes_nothing_of_it(cast: Family) -> None:
    """The run reads published plans, which are frozen; a draft beside them, changed in between, is not read at all."""
    plan = draft()
    batch = traded(cast)
    services.plans.change_draft(
        plan_id=plan.id, name="Next", document={**LEVELS, "distribution": {"kind": "levels", "rates": ["99"]}}
    )
    services.accrue(batch_id=batch)
    assert [f"{line.amount.normalize():f}" for line in Line.objects.order_by("level")] == ["10", "4", "2"]


# The shadow


def test_a_shadow_accrues_beside_the_live_plan_and_without_money(cast: Family) -> None:
    member = nina()
    plan = shadow.begin_shadow(plan_id=draft().id, by=member)
    after = clock.now() + timedelta(hours=2)
    batch = traded(cast, at=after)
    assert shadow.accrue_shadow(batch_id=batch) == shadow.accrue_shadow(batch_id=batch) == 2
    rows = ShadowLine.objects.filter(plan=plan).order_by("party")
    assert {row.partner.name: f"{row.amount.normalize():f}" for row in rows if row.partner} == {
        "Ida": "5",
        "Ivan": "1",
    }
    assert Line.objects.filter(plan=plan).count() == 0
    assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "10.00"
    assert not Event.objects.filter(kind="rebates.accrued", payload__batch_id=str(plan.id)).exists()


def test_deals_before_the_shadow_began_are_not_in_it(cast: Family) -> None:
    plan = shadow.begin_shadow(plan_id=draft().id, by=nina())
    assert shadow.accrue_shadow(batch_id=traded(cast, at=NOON)) == 0
    assert not plan.shadow_lines.exists()


def test_a_deal_that_its_server_changed_has_its_shadow_written_anew(cast: Family) -> None:
    plan = shadow.begin_shadow(plan_id=draft().id, by=nina())
    batch = traded(cast, at=clock.now() + timedelta(hours=2))
    shadow.accrue_shadow(batch_id=batch)
    ids = list(Deal.objects.filter(batch_id=batch).values_list("id", flat=True))
    assert shadow.correct_shadow(deal_ids=ids) == 2
    assert plan.shadow_lines.count() == 2


def test_in_the_shadow_a_plan_is_frozen_and_ended_it_may_be_published(cast: Family) -> None:
    member = nina()
    plan = shadow.begin_shadow(plan_id=draft().id, by=member)
    with pytest.raises(DatabaseError), transaction.atomic():
        Plan.objects.filter(id=plan.id).update(document={})
    ended = shadow.end_shadow(plan_id=plan.id, by=member)
    assert (ended.status, ended.shadow_to is not None) == ("simulated", True)
    asked = publishing.ask_to_publish(plan_id=plan.id, by=member)
    decided(asked.approval_id, olga())
    plan.refresh_from_db()
    assert plan.status == "published"


# A draft while it is written


def test_faults_come_by_their_field_and_nothing_is_computed(cast: Family) -> None:
    found = examine(
        {"base": {"type": "per_lot"}, "distribution": {"kind": "levels", "rates": ["5", "x"]}}, code="new"
    )
    assert [fault.path for fault in found.faults] == ["distribution.rates[1]"]
    assert (found.advice, found.example) == ((), None)


def test_the_example_is_the_draft_alone_on_a_real_deal(cast: Family) -> None:
    row = deal(account(cast.clara), batch=uuid.uuid4(), lots="2", commission="-7")
    example = examine(LEVELS, code="new", deal=row).example
    assert example is not None
    assert [(line.party, f"{line.amount:.2f}") for line in example.lines] == [
        (str(cast.ida.number), "10.00"),
        (str(cast.ivan.number), "2.00"),
    ]
    assert [int(one) for one in (example.cost, example.revenue, example.margin)] == [12, 7, -5]
    assert [step["step"] for step in example.lines[0].trace][-1] == 12
    assert not Line.objects.exists()


def test_a_draft_that_loses_money_on_the_last_deals_says_so(cast: Family) -> None:
    deal(account(cast.clara), batch=uuid.uuid4(), commission="-4")
    [one] = [advice for advice in examine(LEVELS, code="new").advice if advice.kind == "margin"]
    assert (one.values["cost"], one.values["revenue"], one.values["symbols"]) == ("6.00", "4.00", "EURUSD")


def test_a_draft_takes_the_place_of_its_own_code_only(cast: Family) -> None:
    other = services.publish_plan(plan_id=draft("gold", slot="gold").id)
    tried = simulation.instead(draft(), begins=FEBRUARY)
    assert [(plan.code, plan.version) for plan in tried] == [("gold", other.version), ("per-lot", 2)]
