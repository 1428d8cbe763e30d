"""Plans in the console: pages open, the editor says what is wrong at its field, shows a real deal, and saves what was written."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock, tenancy
from portals.staff_console.partners.plans.fields import changed
from portals.staff_console.partners.plans.writing import data_of
from tenants.approvals.models import Approval
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.rebates import services
from tenants.rebates.models import Dispute, Line, Plan, Recalculation, WhatIf
from tenants.rebates.services import disputes
from tests.ibs.people import Family, family
from tests.portals import people
from tests.rebates.lives import LEVELS
from tests.rebates.market import account, deal

pytestmark = pytest.mark.django_db
INLINE = re.compile(rb"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(?:src=|type="application/json"))""")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    found, batch = family(), uuid.uuid4()
    deal(account(found.clara), batch=batch, lots="2", at=clock.now() - timedelta(days=2))
    services.accrue(batch_id=batch)
    return found


@pytest.fixture
def nina(acme: Any, browse: Any, cast: Family) -> Any:
    """She writes plans."""
    with tenancy.entered(acme):
        return browse(acme, "staff", people.staff("Nina", "Partner manager"))


@pytest.fixture
def rita(acme: Any, browse: Any, cast: Family) -> Any:
    """She may look."""
    with tenancy.entered(acme):
        return browse(acme, "staff", people.staff("Rhea", "Risk"))


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content[:3000]
    assert not INLINE.search(answer.content), INLINE.search(answer.content)
    return str(answer.content.decode())


def written(document: dict[str, Any] = LEVELS, more: dict[str, str] | None = None) -> dict[str, str]:
    return {"name": "Gold", "code": "gold", **data_of(document), **(more or {})}


def period() -> dict[str, str]:
    today = clock.now().date()
    return {"since": str(today - timedelta(days=5)), "until": str(today), "reason": "The plan was wrong"}


def worked(job_id: Any) -> None:
    jobs.work_off(Job.objects.select_related("progress").get(id=job_id))


@pytest.mark.parametrize(
    "path", ["plans/", "plans/new/", "recalculation/", "disputes/", "disputes/?state=open"]
)
def test_every_page_opens(nina: Any, path: str) -> None:
    assert "Partners" in text(nina.get(f"/partners/{path}"))


def test_who_may_only_look_is_offered_nothing_to_change(rita: Any) -> None:
    plan = Plan.objects.get()
    page = text(rita.get(f"/partners/plans/{plan.id}/"))
    assert "Draft the next version" not in page
    for path in ("plans/new/", f"plans/{plan.id}/edit/"):
        assert rita.get(f"/partners/{path}").status_code == 404
    assert rita.post("/partners/plans/check/", written()).status_code == 404


def test_a_plan_is_written_by_form_and_saved_as_a_draft(nina: Any) -> None:
    answer = nina.post("/partners/plans/new/", written())
    plan = Plan.objects.get(code="gold")
    assert (answer.status_code, answer["Location"]) == (302, f"/partners/plans/{plan.id}/")
    assert (plan.document, plan.status) == (LEVELS, "draft")
    page = text(nina.get(f"/partners/plans/{plan.id}/"))
    assert "Per lot: money for each lot" in page
    assert "Ask to publish" in page


def test_a_fault_is_shown_at_its_field_and_nothing_is_saved(nina: Any) -> None:
    page = text(nina.post("/partners/plans/new/", written(more={"distribution.rates[1]": "five"})), 422)
    assert "Nothing was saved" in page
    assert 'value="five"' in page, "what was written is not lost"
    slot = page.split('id="f-distribution-rates-1-faults"')[1].split("</div>")[0]
    assert "must be a decimal" in slot
    assert not Plan.objects.filter(code="gold").exists()


def test_while_one_types_faults_and_the_example_follow(nina: Any, cast: Family) -> None:
    good = text(nina.post("/partners/plans/check/", written()))
    assert "The engine reads this plan" in good
    assert f"IB {cast.ida.number}" in good
    assert "On a real deal" in good
    wrong = text(nina.post("/partners/plans/check/", written(more={"guards.cap_order": "-1"})))
    assert "1 thing to put right" in wrong
    slot = wrong.split('id="f-guards-cap-order-faults"')[1].split("</div>")[0]
    assert "0 or more" in slot
    assert 'hx-swap-oob="true"' in slot
    assert not Plan.objects.filter(code="gold").exists()


def test_no_place_of_the_page_is_told_twice(nina: Any) -> None:
    page = text(nina.post("/partners/plans/check/", written(more={"distribution.rates[0]": "five"})))
    places = re.findall(r'id="(f-[^"]+-faults)"', page)
    assert len(places) == len(set(places))


def test_advice_is_told_in_words(nina: Any) -> None:
    greedy = {"base": {"type": "commission"}, "distribution": {"kind": "levels", "rates": ["0.9", "0.4"]}}
    page = text(nina.post("/partners/plans/check/", written(greedy)))
    assert "they may get 130 % of it" in page
    assert "Negative margin" in page
    assert "matches some of the same deals" in page or "asks for the same" in page


def test_another_base_has_its_own_fields_and_keeps_the_rest(nina: Any) -> None:
    data = written({**LEVELS, "base": {"type": "notional", "ticket": "2"}})
    page = text(nina.post("/partners/plans/shape/", data))
    assert 'name="base.ticket"' in page
    assert 'value="2"' in page
    assert 'name="distribution.rates[0]"' in page


@pytest.mark.parametrize(
    "kind",
    ["levels", "ladder", "ranks", "gap", "pot", "top_down", "bottom_up", "remainder", "override", "client"],
)
def test_every_distribution_is_drawn(nina: Any, kind: str) -> None:
    page = text(nina.post("/partners/plans/shape/", {**written(), "distribution.kind": kind}))
    assert f'<option value="{kind}" selected>' in page


@pytest.mark.parametrize(
    "base", ["per_lot", "notional", "spread", "cpa", "cpl", "fee_share", "net_loss", "revenue"]
)
def test_every_base_is_drawn_and_examined(nina: Any, base: str) -> None:
    more = {"base.carry": "carry"} if base == "net_loss" else {}
    rates = {"base": {"type": base}, "distribution": {"kind": "levels", "rates": ["0.2", "0.1"]}}
    page = text(nina.post("/partners/plans/check/", written(rates, more)))
    assert "The engine reads this plan" in page


def test_a_row_more_a_row_less_and_a_table() -> None:
    data = changed(data_of(LEVELS), "more distribution.rates")
    assert data["distribution.rates:n"] == "3"
    less = changed({**data, "distribution.rates[2]": "9"}, "less distribution.rates 0")
    assert [less[f"distribution.rates[{i}]"] for i in range(2)] == ["1", "9"]
    assert (less["distribution.rates:n"], changed(less, "less distribution.rates 7")) == ("2", less)
    ranks = changed({"r:n": "2", "r{0}:key": "1", "r{0}": "5", "r{1}:key": "2", "r{1}": "7"}, "less r 0")
    assert ranks == {"r:n": "1", "r{0}:key": "2", "r{0}": "7"}


def test_a_table_is_written_row_by_row(nina: Any) -> None:
    data = written(more={"distribution.rates[0]:as": "table", "distribution.rates[0].steps:n": "1"})
    page = text(nina.post("/partners/plans/shape/", data))
    assert 'name="distribution.rates[0].steps[0].from"' in page
    assert 'name="distribution.rates[0].metric"' in page


def test_a_key_that_stands_twice_is_a_fault_and_not_lost(nina: Any) -> None:
    gap = {"base": {"type": "pips"}, "distribution": {"kind": "gap", "ranks": {"0": "1", "1": "2"}}}
    data = written(gap, {"distribution.ranks{1}:key": "0"})
    page = text(nina.post("/partners/plans/check/", data))
    assert "0 is there twice" in page
    assert "1 thing to put right" in page
    text(nina.post("/partners/plans/new/", data), 422)
    assert not Plan.objects.filter(code="gold").exists()


def test_a_code_that_is_taken_is_not_taken_again(nina: Any) -> None:
    page = text(nina.post("/partners/plans/new/", {**written(), "code": "per-lot"}), 422)
    assert "There is a plan of this code" in page
    assert Plan.objects.filter(code="per-lot").count() == 1


def test_the_next_version_begins_with_what_the_last_says(nina: Any) -> None:
    first = Plan.objects.get()
    answer = nina.post(f"/partners/plans/{first.id}/next/")
    draft = Plan.objects.get(version=2)
    assert answer["Location"] == f"/partners/plans/{draft.id}/edit/"
    assert draft.document == first.document
    text(nina.get(f"/partners/plans/{draft.id}/edit/"))
    saved = nina.post(f"/partners/plans/{draft.id}/edit/", {**data_of(LEVELS), "name": "Cheaper"})
    draft.refresh_from_db()
    assert (saved.status_code, draft.name, draft.document, draft.code) == (302, "Cheaper", LEVELS, "per-lot")
    assert nina.get(f"/partners/plans/{first.id}/edit/").status_code == 422


def test_publishing_is_asked_for_and_not_done(nina: Any) -> None:
    plan = services.draft_plan(code="gold", name="Gold", document=LEVELS)
    nina.post(f"/partners/plans/{plan.id}/publish/", {"begins": ""})
    plan.refresh_from_db()
    approval = Approval.objects.get(kind="plan")
    assert (plan.status, approval.state, approval.permission) == ("pending", "pending", "rebates.approve")
    assert "It waits for a second person" in text(nina.get(f"/partners/plans/{plan.id}/"))


def test_a_shadow_begins_is_compared_and_ends(nina: Any) -> None:
    plan = services.draft_plan(code="gold", name="Gold", document=LEVELS)
    for status, words in (("shadow", "End the shadow"), ("simulated", "Begin in the shadow")):
        nina.post(f"/partners/plans/{plan.id}/shadow/switch/")
        plan.refresh_from_db()
        assert plan.status == status
        assert words in text(nina.get(f"/partners/plans/{plan.id}/shadow/"))


def test_a_what_if_is_begun_left_and_come_back_to(nina: Any) -> None:
    plan = services.draft_plan(code="per-lot", name="Cheaper", document=LEVELS)
    answer = nina.post(f"/partners/plans/{plan.id}/what-if/", period())
    run = WhatIf.objects.get()
    assert answer["Location"] == f"/partners/plans/what-if/{run.id}/"
    assert "You can leave this page" in text(nina.get(answer["Location"]))
    worked(run.job_id)
    page = text(nina.get(answer["Location"]))
    assert "Who would get less" in page
    assert "Ida" in page
    assert "12.00" in page, "6 a lot, two lots"
    assert "what-if-margin" in page


def test_a_recalculation_is_computed_asked_for_and_shown(nina: Any, cast: Family) -> None:
    plan = services.draft_plan(code="per-lot", name="Cheaper", document=LEVELS)
    services.publish_plan(plan_id=plan.id, valid_from=clock.now() - timedelta(days=20))
    answer = nina.post("/partners/recalculation/new/", period())
    found = Recalculation.objects.get()
    worked(found.job_id)
    page = text(nina.get(answer["Location"]))
    assert "Lines that differ" in page
    assert "-10.00" in page, "Ida had 20 and should have 10"
    assert "Ask to post" in page
    only = text(nina.get(f"{answer['Location']}?partner={cast.iris.number}"))
    assert only.count("per-lot-v1") == 1
    nina.post(f"{answer['Location']}ask/")
    found.refresh_from_db()
    assert found.state == "asked"
    assert Line.objects.count() == 3


def test_a_recalculation_without_a_reason_is_not_begun(nina: Any) -> None:
    text(nina.post("/partners/recalculation/new/", {**period(), "reason": ""}), 422)
    assert not Recalculation.objects.exists()


def test_a_dispute_is_looked_at_and_refused_with_its_reason(nina: Any, cast: Family) -> None:
    line = Line.objects.get(partner=cast.ida)
    dispute = disputes.open_dispute(partner=cast.ida, line_id=line.pk, text="I was promised 12 a lot.")
    page = text(nina.get(f"/partners/disputes/{dispute.id}/"))
    assert "I was promised 12 a lot." in page
    assert "Plan chosen" in page, "the same trace"
    same = text(
        nina.post(f"/partners/disputes/{dispute.id}/decide/", {"text": "You are right.", "do": "uphold"}), 422
    )
    assert "gives the same" in same
    nina.post(f"/partners/disputes/{dispute.id}/decide/", {"text": "10 was agreed.", "do": "refuse"})
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer) == ("refused", "10 was agreed.")
    assert Dispute.objects.count() == 1


def test_what_is_not_there_is_not_found(nina: Any) -> None:
    other = uuid.uuid4()
    for path in (
        f"plans/{other}/",
        f"plans/what-if/{other}/",
        f"recalculation/{other}/",
        f"disputes/{other}/",
    ):
        assert nina.get(f"/partners/{path}").status_code == 404
