"""The demo's leads: a console that looks alive, and a second start that makes nothing twice."""

from collections import Counter

import pytest

from infra.demo import leads, staff
from infra.demo.cast import NORTHGATE
from tenants.leads.models import AssignmentRule, Lead
from tenants.leads.selectors import groups_for
from tenants.staff.models import Member

pytestmark = pytest.mark.usefixtures("in_acme")


def test_rules_pools_calls_and_a_pair_of_twins_made_once() -> None:
    staff.furnish(NORTHGATE)
    for _ in range(2):
        leads.bring(NORTHGATE)
    rows = Lead.objects.select_related("desk")
    assert rows.count() == len(NORTHGATE.leads)
    assert AssignmentRule.objects.count() == 3
    by_desk = Counter(str(lead.desk) for lead in rows if lead.assigned_to_id)
    assert by_desk["Dubai desk"] == 4
    assert {lead.desk.name for lead in rows if lead.in_pool and lead.desk} == {"London desk"}
    assert rows.filter(last_contact_at__isnull=False).exists()
    boss = Member.objects.get(user__email="marco@northgate.example")
    assert [sorted(lead.name for lead in group) for group in groups_for(boss)] == [
        ["Amelia Archer", "Amelia J Archer"]
    ]
