"""Points by the broker's own rules, counted by the database and explained in words."""

from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.leads.models import Lead, ScoringRule
from tenants.leads.selectors.scoring import distribution, explained, rules_on
from tenants.leads.services import (
    change_policy,
    delete_rule,
    note_contact,
    save_scoring_rule,
    score_all,
    score_leads,
)
from tests.ibs import people as ibs

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture(autouse=True)
def _own_rules(in_acme: Any) -> None:
    ScoringRule.objects.all().delete()


def rule(name: str, condition: Any, points: int, **more: Any) -> ScoringRule:
    return save_scoring_rule(name=name, condition=condition, points=points, **more)


def score(lead: Lead) -> int:
    return people.fresh(lead).score


def test_a_new_lead_is_scored_and_each_point_is_explained() -> None:
    rule("Has phone", {"field": "has_phone", "is": True}, 20)
    rule("From Europe", {"field": "region", "is": "europe"}, 15)
    rule("Other continent", {"field": "region", "is_not": "europe"}, 1)
    lead = people.lead(phone="+357 22 123456")
    assert score(lead) == 35
    assert [(point.points, point.name, point.because) for point in explained(lead)] == [
        (20, "Has phone", "Has a phone number is yes"),
        (15, "From Europe", "Region is Europe"),
    ]


def test_points_for_each_unit_end_at_the_most() -> None:
    rule("Verified", {}, 15, per="kyc_level", most=30)
    client = ibs.client("Clara")
    for level, expected in ((0, 0), (1, 15), (3, 30)):
        type(client).objects.filter(id=client.id).update(kyc_level=level)
        score_leads([client.lead_id])
        assert score(client.lead) == expected


def test_the_whole_stays_between_nought_and_the_policys_most() -> None:
    change_policy(score_most=50)
    rule("Much", {}, 80)
    lead = people.lead()
    assert score(lead) == 50
    rule("Little", {"field": "has_phone", "is": False}, -200)
    score_all()
    assert score(lead) == 0


def test_a_contact_and_time_change_it() -> None:
    rule("Fresh contact", {"field": "last_contact_at", "within_days": 3}, 10)
    ana = people.seller("Ana")
    lead = people.lead(assign_to=ana)
    note_contact(lead_id=lead.id, by=ana, channel="call")
    score_leads([lead.id])
    assert score(lead) == 10
    Lead.objects.filter(id=lead.id).update(last_contact_at=clock.now() - timedelta(days=9))
    assert score_all() == 1
    assert score(lead) == 0


def test_a_rule_switched_off_or_deleted_gives_nothing() -> None:
    one = rule("One", {}, 5)
    two = rule("Two", {}, 7)
    lead = people.lead()
    save_scoring_rule(rule_id=one.id, is_on=False)
    score_all()
    assert score(lead) == 7
    delete_rule(ScoringRule, two.id)
    score_all()
    assert score(lead) == 0


def test_the_preview_counts_and_writes_nothing() -> None:
    rule("Base", {}, 5)
    leads = [people.lead(phone="+357 22 123456"), people.lead(), people.lead()]
    draft = ScoringRule(name="Draft", condition={"field": "has_phone", "is": True}, points=90, place=9)
    bars = distribution([*rules_on(), draft], [lead.id for lead in leads])
    assert sum(bars.values()) == 3
    assert (bars["0–10"], bars["88–98"]) == (2, 1)
    assert [score(lead) for lead in leads] == [5, 5, 5]


def test_a_million_leads_are_not_read_one_by_one(django_assert_max_num_queries: Any) -> None:
    rule("Has phone", {"field": "has_phone", "is": True}, 20)
    leads = [people.lead(phone=f"+357 22 1234{at:02}") for at in range(12)]
    Lead.objects.update(score=0)
    with django_assert_max_num_queries(4):
        assert score_leads([lead.id for lead in leads]) == 12


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "", "condition": {}, "points": 5}, "name"),
        ({"name": "X", "condition": {}, "points": 0}, "points"),
        ({"name": "X", "condition": {}, "points": 5, "per": "moon"}, "per"),
        ({"name": "X", "condition": {"field": "moon", "is": "full"}, "points": 5}, ""),
    ],
)
def test_a_rule_that_cannot_work_is_not_saved(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_scoring_rule(**values)
    assert refused.value.field == field
    assert not ScoringRule.objects.exists()
