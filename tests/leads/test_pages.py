"""The pages of leads and of their rules, as colleagues of different roles use them."""

import json
import re
from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.activity.models import Entry
from tenants.clients.models import Client
from tenants.leads.models import AssignmentRule, Handover, Lead, Policy, Protection, ScoringRule, Source
from tenants.leads.services import (
    assign_lead,
    change_policy,
    merge_leads,
    save_assignment_rule,
    save_scoring_rule,
)
from tenants.staff.models import Member, Role
from tests.ibs import people as ibs

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def as_(browse: Any, acme: tenancy.Tenant) -> Any:
    return lambda member: browse(acme, "staff", member.user)


@pytest.fixture
def boss() -> Member:
    return people.seller("Mia", role="Sales manager", takes_leads=False)


@pytest.fixture
def ana() -> Member:
    return people.seller("Ana", people.desk("Madrid"), takes_leads=False)


HTMX = {"HX-Request": "true"}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def toast(response: Any) -> dict[str, str]:
    return dict(json.loads(response.headers["HX-Trigger"])["toast"])


class TestOfOneLead:
    def test_it_says_whose_it_is_why_how_long_and_what_it_is_worth(self, as_: Any, ana: Member) -> None:
        lead = people.lead("Lena Lead", phone="+357 22 123456", assign_to=ana)
        shown = text(as_(ana).get(f"/leads/{lead.id}/"))
        assert "Given to Ana when it was entered" in shown
        assert "Protected for 6 days" in shown
        assert f"Score {people.fresh(lead).score}" in shown
        assert "Can be called · Has a phone number is yes +10" in shown

    def test_what_a_role_may_not_see_is_not_on_the_page_nor_in_the_form(self, as_: Any, ana: Member) -> None:
        Role.objects.filter(name="Sales").update(masks={"phone": "partly", "email": "hidden"})
        lead = people.lead("Lena", phone="+357 22 123456", email="lena@example.com", assign_to=ana)
        page, form = as_(ana).get(f"/leads/{lead.id}/"), as_(ana).get(f"/leads/{lead.id}/edit/")
        for response in (page, form):
            assert "22123456" not in response.content.decode()
            assert "lena@example.com" not in response.content.decode()
        assert "•••56" in text(page)

    def test_taken_from_the_pool_with_one_click_and_the_second_is_told_who(
        self, as_: Any, ana: Member
    ) -> None:
        people.nobody_takes_leads()
        lead, ben = people.lead(), people.seller("Ben", ana.desk, takes_leads=False)
        assert "Lena Lead" in text(as_(ben).get("/leads/pool/"))

        taken = as_(ana).post(f"/leads/{lead.id}/take/", headers=HTMX)
        late = as_(ben).post(f"/leads/{lead.id}/take/", headers=HTMX)

        assert toast(taken) == {"text": "Lena Lead is yours now.", "tone": "good"}
        assert toast(late)["tone"] == "bad"
        assert toast(late)["text"].startswith("Ana has Lena Lead now")
        assert people.fresh(lead).assigned_to == ana
        assert "The pool is empty" in text(as_(ben).get("/leads/pool/"))

    def test_without_script_the_second_reads_it_as_a_page(self, as_: Any, ana: Member) -> None:
        people.nobody_takes_leads()
        lead, ben = people.lead(), people.seller("Ben", takes_leads=False)
        assign_lead(lead_id=lead.id, member=ana, reason="First")
        late = as_(ben).post(f"/leads/{lead.id}/take/")
        assert late.status_code in (404, 409)
        assert people.fresh(lead).assigned_to == ana

    def test_a_contact_is_noted_and_the_panel_comes_back(self, as_: Any, ana: Member) -> None:
        lead = people.lead(assign_to=ana)
        posted = as_(ana).post(
            f"/leads/{lead.id}/contact/", {"channel": "call", "text": "Wants gold"}, headers=HTMX
        )
        assert toast(posted)["text"] == "Contact noted, the protection runs anew."
        assert "Call: Wants gold" in text(posted)
        assert as_(ana).post(f"/leads/{lead.id}/contact/", {"channel": "pigeon"}).status_code == 422

    def test_given_to_somebody_else_only_as_the_page_showed_it(
        self, as_: Any, ana: Member, boss: Member
    ) -> None:
        lead, ben, cid = people.lead(assign_to=ana), people.seller("Ben"), people.seller("Cid")
        form = {"member": str(ben.id), "reason": "Speaks Greek", "expected": str(ana.id)}
        assert as_(boss).post(f"/leads/{lead.id}/assign/", form).status_code == 302
        late = as_(boss).post(f"/leads/{lead.id}/assign/", {**form, "member": str(cid.id)})
        assert late.status_code == 422
        assert "Ben has Lena Lead now" in text(late)
        assert people.fresh(lead).assigned_to == ben

    def test_edited_over_somebody_elses_change_both_are_shown(self, as_: Any, boss: Member) -> None:
        lead = people.lead("Lena", email="lena@example.com")
        page = as_(boss).get(f"/leads/{lead.id}/edit/").content.decode()
        seen = re.search(r'name="seen" value="([^"]+)"', page)
        assert seen
        Lead.objects.filter(id=lead.id).update(name="Lena Lead")
        form = {"name": "Lena L.", "email": "lena@example.com", "country": "cy", "seen": seen[1]}

        stale = as_(boss).post(f"/leads/{lead.id}/edit/", form)

        assert stale.status_code in (409, 422)
        assert "Lena Lead" in text(stale)
        assert 'value="Lena L."' in stale.content.decode()
        assert people.fresh(lead).country == ""
        again = re.search(r'name="seen" value="([^"]+)"', stale.content.decode())
        assert again
        assert as_(boss).post(f"/leads/{lead.id}/edit/", {**form, "seen": again[1]}).status_code == 302
        assert (people.fresh(lead).name, people.fresh(lead).country) == ("Lena L.", "CY")

    def test_a_lead_becomes_a_client_or_joins_one(self, as_: Any, boss: Member) -> None:
        lead, other = people.lead("Lena", email="lena@example.com"), people.lead("Otto")
        assert as_(boss).post(f"/leads/{lead.id}/convert/").status_code == 302
        client = Client.objects.get(lead=lead)
        assert "The first password was mailed" in text(as_(boss).get(f"/leads/{lead.id}/"))
        joined = as_(boss).post(f"/leads/{other.id}/convert/", {"number": client.number})
        assert joined.status_code == 302
        client.refresh_from_db()
        assert client.lead_id == other.id
        assert as_(boss).get(f"/leads/{lead.id}/").headers["location"] == f"/leads/{other.id}/"

    def test_who_takes_part_sees_it_until_they_do_not(self, as_: Any, ana: Member, boss: Member) -> None:
        lead, ben = people.lead(assign_to=ana), people.seller("Ben")
        assert as_(ben).get(f"/leads/{lead.id}/").status_code == 404
        as_(boss).post(f"/leads/{lead.id}/part/", {"member": str(ben.id), "part": "translator"})
        assert as_(ben).get(f"/leads/{lead.id}/").status_code == 200
        as_(boss).post(f"/leads/{lead.id}/part/{ben.id}/end/")
        assert as_(ben).get(f"/leads/{lead.id}/").status_code == 404

    def test_closed_as_the_person_asked(self, as_: Any, ana: Member) -> None:
        lead = people.lead(assign_to=ana)
        assert as_(ana).post(f"/leads/{lead.id}/close/", {"because": ""}).status_code == 422
        as_(ana).post(f"/leads/{lead.id}/close/", {"because": "No more calls"})
        assert people.fresh(lead).status == "closed"


class TestEntering:
    def test_a_number_with_spaces_is_a_number(self, as_: Any, ana: Member) -> None:
        form = {"name": "Nora", "phone": "+34 612 34 56 78", "source": "phone", "keep": "on"}
        assert as_(ana).post("/leads/new/", form).status_code == 302
        lead = Lead.objects.get(name="Nora")
        assert (lead.phone, lead.country, lead.source, lead.assigned_to) == (
            "+34612345678",
            "ES",
            "phone",
            ana,
        )

    def test_what_is_no_number_is_said_beside_it_and_nothing_is_lost(self, as_: Any, ana: Member) -> None:
        refused = as_(ana).post("/leads/new/", {"name": "Nora", "phone": "call me"})
        assert refused.status_code == 422
        assert "This is no telephone number" in text(refused)
        assert 'value="call me"' in refused.content.decode()
        assert not Lead.objects.exists()

    def test_a_client_is_registered_by_who_may(self, as_: Any, ana: Member, boss: Member) -> None:
        form = {"name": "Clara Cole", "email": "clara@example.com", "source": "office"}
        assert as_(ana).post("/leads/register/", form).status_code == 404
        assert not Client.objects.exists()
        done = as_(boss).post("/leads/register/", form)
        client = Client.objects.get()
        assert done.headers["location"] == f"/clients/{client.id}/"
        assert client.user.must_change_password
        again = as_(boss).post("/leads/register/", form)
        assert again.status_code == 422
        assert "registered here already" in text(again)


class TestMergePage:
    def test_side_by_side_field_by_field(self, as_: Any, boss: Member) -> None:
        keep = people.lead("Lena", email="lena@example.com")
        drop = people.lead("Lena Lead", email="lena@example.com", phone="+357 22 123456")
        assert "Lena Lead" in text(as_(boss).get("/leads/duplicates/"))
        page = as_(boss).get(f"/leads/{keep.id}/merge/{drop.id}/")
        assert "Same e-mail address" in text(page)
        assert re.search(r'name="phone" value="other" checked', page.content.decode())

        done = as_(boss).post(f"/leads/{keep.id}/merge/{drop.id}/", {"name": "other", "phone": "other"})

        assert done.headers["location"] == f"/leads/{keep.id}/"
        kept = people.fresh(keep)
        assert (kept.name, kept.phone) == ("Lena Lead", "+35722123456")
        undo = re.search(
            r"/leads/[\w-]+/merged/[\w-]+/undo/", as_(boss).get(f"/leads/{keep.id}/").content.decode()
        )
        assert undo
        as_(boss).post(undo[0])
        assert people.fresh(drop).merged_into is None

    def test_a_refusal_is_shown_and_nothing_changes(self, as_: Any, boss: Member) -> None:
        from tests.portals.people import paid_in

        one, two = ibs.client("One"), ibs.client("Two")
        paid_in(one, 100)
        paid_in(two, 100)
        refused = as_(boss).post(f"/leads/{one.lead_id}/merge/{two.lead_id}/", {})
        assert refused.status_code == 422
        assert "Pay out or move" in text(refused)
        assert Lead.objects.get(id=two.lead_id).merged_into is None

    def test_sellers_do_not_merge(self, as_: Any, ana: Member) -> None:
        keep, drop = people.lead(assign_to=ana), people.lead(assign_to=ana)
        assert as_(ana).post(f"/leads/{keep.id}/merge/{drop.id}/", {}).status_code == 404
        assert people.fresh(drop).merged_into is None


class TestHandoverPages:
    def test_shown_before_done_in_one_action_taken_back_in_one(
        self, as_: Any, ana: Member, boss: Member
    ) -> None:
        ben = people.seller("Ben", ana.desk)
        leads = [people.lead(assign_to=ana) for _ in range(3)]
        assert "Ana" in text(as_(boss).get("/leads/handovers/"))
        page = as_(boss).get(f"/leads/handovers/of/{ana.id}/")
        assert "Hand over 3 leads and clients" in text(page)

        done = as_(boss).post(f"/leads/handovers/of/{ana.id}/", {"takers": [str(ben.id)], "note": "Be kind"})
        assert done.status_code == 302
        assert "Be kind" in text(as_(boss).get(done.headers["location"]))
        assert {people.fresh(lead).assigned_to for lead in leads} == {ben}
        assert Entry.objects.filter(text="Handover note: Be kind").count() == 3

        as_(boss).post(f"/leads/handovers/{Handover.objects.get().id}/undo/")
        assert {people.fresh(lead).assigned_to for lead in leads} == {ana}

    def test_a_leader_hands_over_their_own_desk_only(self, as_: Any, ana: Member) -> None:
        leader = people.seller("Lea", ana.desk, role="Team leader")
        stranger = people.seller("Sam", people.desk("London"))
        people.lead(assign_to=stranger)
        assert as_(leader).get(f"/leads/handovers/of/{ana.id}/").status_code == 200
        assert as_(leader).get(f"/leads/handovers/of/{stranger.id}/").status_code == 404
        assert "Sam" not in text(as_(leader).get("/leads/handovers/"))


class TestSettings:
    ROW = {"joint": "all", "field_0": "country", "operator_0": "in", "value_0": "es, mx"}

    def test_only_who_may(self, as_: Any, ana: Member) -> None:
        for page in ("", "new/", "protection/", "scoring/", "scoring/new/", "sources/"):
            assert as_(ana).get(f"/settings/leads/{page}").status_code == 404

    def test_a_rule_is_written_as_rows_and_reads_back(self, as_: Any, ana: Member, boss: Member) -> None:
        Member.objects.filter(id=ana.id).update(takes_leads=True)
        form = {**self.ROW, "name": "Spanish", "gives": "member", "member": str(ana.id), "is_on": "on"}
        form |= {"strategy": "least_loaded", "field_1": "has_phone", "operator_1": "is", "value_1": "yes"}
        assert as_(boss).post("/settings/leads/new/", form).status_code == 302
        rule = AssignmentRule.objects.get()
        assert rule.condition == {
            "all": [{"field": "country", "in": ["ES", "MX"]}, {"field": "has_phone", "is": True}]
        }
        page = as_(boss).get(f"/settings/leads/rule/{rule.id}/").content.decode()
        assert 'value="ES, MX"' in page
        assert people.lead(phone="+34 612 34 56 78").assigned_to == ana

    def test_a_row_that_cannot_be_is_said_and_kept(self, as_: Any, boss: Member) -> None:
        form = {"name": "X", "gives": "share", "strategy": "least_loaded", "joint": "all"}
        form |= {"field_0": "country", "operator_0": "at_least", "value_0": "5"}
        refused = as_(boss).post("/settings/leads/new/", form)
        assert refused.status_code == 422
        assert "is one of" in text(refused)
        assert not AssignmentRule.objects.exists()

    def test_what_rows_cannot_show_is_kept(self, as_: Any, ana: Member, boss: Member) -> None:
        deep = {"not": {"any": [{"field": "country", "is": "ES"}, {"field": "source", "is": "import"}]}}
        rule = save_assignment_rule(name="Deep", condition=deep, gives="member", member=ana)
        assert "more than the rows below can show" in text(as_(boss).get(f"/settings/leads/rule/{rule.id}/"))
        form = {"name": "Deeper", "gives": "member", "member": str(ana.id), "joint": "all"}
        as_(boss).post(f"/settings/leads/rule/{rule.id}/", {**form, "strategy": "least_loaded"})
        rule.refresh_from_db()
        assert (rule.name, rule.condition) == ("Deeper", deep)

    def test_trying_shows_who_and_why(self, as_: Any, ana: Member, boss: Member) -> None:
        Member.objects.filter(id=ana.id).update(takes_leads=True)
        save_assignment_rule(
            name="Spain", condition={"field": "country", "is": "ES"}, gives="member", member=ana
        )
        shown = text(as_(boss).get("/settings/leads/try/", {"phone": "+34 612 34 56 78"}, headers=HTMX))
        assert "Rule “Spain” (Country is ES): Ana by name" in shown

    def test_what_is_missing_is_said(self, as_: Any, boss: Member) -> None:
        people.nobody_takes_leads()
        change_policy(default_country="")
        ScoringRule.objects.all().delete()
        shown = text(as_(boss).get("/settings/leads/"))
        assert "Nobody takes leads" in shown
        assert "No rule gives points" in shown
        assert "Numbers without a prefix" in shown

    def test_capacity_order_and_deleting(self, as_: Any, ana: Member, boss: Member) -> None:
        one = save_assignment_rule(name="One", gives="member", member=ana)
        two = save_assignment_rule(name="Two", gives="member", member=ana)
        as_(boss).post(f"/settings/leads/rule/{two.id}/move/", {"way": "up"})
        assert list(AssignmentRule.objects.order_by("place").values_list("name", flat=True)) == ["Two", "One"]
        as_(boss).post(f"/settings/leads/capacity/{ana.id}/", {"most_open": "5", "weight": "3"})
        assert (ana.lead_capacity.most_open, ana.lead_capacity.weight) == (5, 3)
        as_(boss).post(f"/settings/leads/rule/{one.id}/delete/")
        assert list(AssignmentRule.objects.values_list("name", flat=True)) == ["Two"]

    def test_protection_of_the_house_and_of_a_desk(self, as_: Any, ana: Member, boss: Member) -> None:
        desk = ana.desk
        assert desk
        form = {"protection_days": "10", "warning_days": "3", "dormant_days": "90", "default_country": "cy"}
        form["first_contact_minutes"] = "45"
        form |= {"converts_by": "email", f"desk-{desk.id}-days": "4", f"desk-{desk.id}-warning_days": "1"}
        assert as_(boss).post("/settings/leads/protection/", form).status_code == 302
        policy = Policy.objects.get()
        assert (policy.protection_days, policy.default_country, policy.converts_by) == (10, "CY", ["email"])
        assert Protection.objects.get(desk=desk).days == 4
        for field, value in (("warning_days", "10"), ("first_contact_minutes", "0")):
            assert as_(boss).post("/settings/leads/protection/", {**form, field: value}).status_code == 422
        assert Policy.objects.get().warning_days == 3

    def test_scores_have_a_preview_that_writes_nothing(self, as_: Any, boss: Member) -> None:
        people.lead(phone="+357 22 123456")
        form = {"name": "Phone", "points": "90", "joint": "all", "is_on": "on"}
        form |= {"field_0": "has_phone", "operator_0": "is", "value_0": "yes"}
        before = ScoringRule.objects.count()
        shown = as_(boss).post("/settings/leads/scoring/preview/", form, headers=HTMX)
        assert "With this rule" in shown.content.decode()
        assert ScoringRule.objects.count() == before
        assert as_(boss).post("/settings/leads/scoring/new/", form).status_code == 302
        rule = ScoringRule.objects.get(name="Phone")
        assert as_(boss).get(f"/settings/leads/scoring/{rule.id}/").status_code == 200
        as_(boss).post(f"/settings/leads/scoring/{rule.id}/delete/")
        assert ScoringRule.objects.count() == before

    def test_a_source_that_leads_came_from_is_switched_off_not_deleted(self, as_: Any, boss: Member) -> None:
        as_(boss).post("/settings/leads/sources/", {"label": "Fair", "code": "fair"})
        people.lead(source="fair")
        as_(boss).post("/settings/leads/sources/fair/", {"what": "delete"})
        assert Source.objects.filter(code="fair", is_on=True).exists()
        as_(boss).post("/settings/leads/sources/fair/", {"what": "switch"})
        assert not Source.objects.get(code="fair").is_on


def test_no_page_asks_more_for_many_than_for_few(as_: Any, boss: Member) -> None:
    people.nobody_takes_leads()
    save_scoring_rule(name="All", condition={}, points=5)
    pages = ("/leads/pool/", "/leads/duplicates/")
    for at in range(3):
        people.lead(f"Few {at}", email="same@example.com")
    session = as_(boss)
    session.get("/leads/pool/")
    few = [_queries(session, page) for page in pages]
    for at in range(30):
        people.lead(f"Many {at}", email=f"m{at // 3}@example.com")
    assert [_queries(session, page) for page in pages] == few


def _queries(session: Any, page: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert session.get(page).status_code == 200
    return len(queries)


def test_a_merged_leads_address_leads_to_the_kept_one(as_: Any, boss: Member) -> None:
    keep, drop = people.lead("Keep"), people.lead("Drop")
    merge_leads(keep_id=keep.id, drop_id=drop.id, by=boss)
    assert as_(boss).get(f"/leads/{drop.id}/").headers["location"] == f"/leads/{keep.id}/"
