"""Staff, roles and desks are managed on pages, by those who may, and nobody there goes beyond their own rights."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from atrium.kernel import tenancy
from tenants.identity.models import User
from tenants.outbox.models import Event
from tenants.staff.models import Desk, Member, Role
from tenants.staff.rules import Content
from tenants.staff.selectors import member_of
from tenants.staff.services import add_member, change_role, create_role

PAGES = ("/settings/staff/", "/settings/staff/?view=ended", "/settings/staff/invite/", "/settings/roles/",
         "/settings/roles/new/", "/settings/desks/", "/settings/desks/new/")  # fmt: skip


@pytest.fixture
def sam(db: None, acme: Any) -> Member:
    with tenancy.entered(acme):
        return add_member(email="sally@acme.example", name="Sally", role="Sales", desk="Sales desk")


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_open_for_administrators_alone(admin: Any, as_role: Any, path: str) -> None:
    assert admin.get(path).status_code == 200
    assert as_role("Sales manager").get(path).status_code == 404


def test_a_colleague_is_invited_by_mail_with_a_first_role(admin: Any, acme: Any) -> None:
    answer = admin.post(
        "/settings/staff/invite/",
        {"name": "Nina New", "email": "Nina@Acme.example", "role": str(_role(acme, "Sales").id), "desk": ""},
    )
    assert answer.status_code == 302
    with tenancy.entered(acme):
        nina = Member.objects.get(user__email="nina@acme.example")
        assert nina.authority.roles == ("Sales",)
        assert Event.objects.filter(kind="member.invited", payload__member_id=str(nina.id)).count() == 1
        again = Event.objects.filter(kind="member.invited").count()
    assert admin.post(f"/settings/staff/{nina.id}/invitation/").status_code == 302
    with tenancy.entered(acme):
        assert Event.objects.filter(kind="member.invited").count() == again + 1


def test_who_is_here_already_is_not_invited_twice(admin: Any, acme: Any, sam: Member) -> None:
    answer = admin.post(
        "/settings/staff/invite/",
        {"name": "Sally", "email": "sally@acme.example", "role": str(_role(acme, "Finance").id)},
    )
    assert answer.status_code == 422
    assert "registered here already" in answer.content.decode()


def test_several_roles_with_their_times_are_given_and_ended(admin: Any, acme: Any, sam: Member) -> None:
    page = f"/settings/staff/{sam.id}/"
    given = {
        "role": str(_role(acme, "Risk").id),
        "active_to": "2099-01-01T18:00",
        "because": "Stands in for Rita",
    }
    assert admin.post(f"{page}roles/", given).status_code == 302
    with tenancy.entered(acme):
        found = member_of(sam.user)
        assert found is not None
        assert found.authority.roles == ("Sales", "Risk")
        assert found.authority.until is not None
        risk = sam.appointments.get(role__name="Risk")
    shown = admin.get(page).content.decode()
    assert "Stands in for Rita" in shown
    wrong = {**given, "active_to": "2001-01-01T00:00"}
    assert admin.post(f"{page}roles/", wrong).status_code == 422
    assert admin.post(f"{page}roles/{risk.id}/end/").status_code == 302
    with tenancy.entered(acme):
        found = member_of(sam.user)
        assert found is not None
        assert found.authority.roles == ("Sales",)


def test_ending_access_leads_to_the_handover_and_stops_the_next_request(
    admin: Any, acme: Any, sam: Member, browse: Any
) -> None:
    theirs = browse(acme, "staff", sam.user)
    assert theirs.get("/leads/").status_code == 200
    answer = admin.post(f"/settings/staff/{sam.id}/end/")
    assert answer["Location"] == f"/leads/handovers/of/{sam.id}/"
    assert theirs.get("/leads/").status_code in {302, 404}
    admin.get("/settings/staff/")  # which says so once
    assert "Sally" not in admin.get("/settings/staff/").content.decode()
    assert "Sally" in admin.get("/settings/staff/?view=ended").content.decode()


def test_sessions_are_ended_everywhere_at_once(admin: Any, acme: Any, sam: Member, browse: Any) -> None:
    phone, desk = browse(acme, "staff", sam.user), browse(acme, "staff", sam.user)
    before = _sessions(acme)
    assert admin.post(f"/settings/staff/{sam.id}/sign-out/").status_code == 302
    assert _sessions(acme) == before - 2
    for theirs in (phone, desk):
        assert theirs.get("/leads/")["Location"].startswith("/account/login/")
    assert admin.get("/settings/staff/").status_code == 200


def test_second_factors_are_reset_by_those_who_hold_as_much(
    admin: Any, acme: Any, sam: Member, browse: Any
) -> None:
    with tenancy.entered(acme):
        ada = Member.objects.get(user__email="admin@acme.example")
        for one in (ada, sam):
            Authenticator.objects.create(user=one.user, type="totp", data={})
        narrow = create_role(
            name="HR", content=Content(frozenset({"settings.staff", "leads.view"}), frozenset({"all"}))
        )
        hanna = add_member(email="hanna@acme.example", name="Hanna", role=narrow.name)
    hr = browse(acme, "staff", hanna.user)
    assert hr.post(f"/settings/staff/{ada.id}/factors/").status_code == 422
    with tenancy.entered(acme):
        assert Authenticator.objects.filter(user=ada.user).exists()
    assert admin.post(f"/settings/staff/{sam.id}/factors/").status_code == 302
    with tenancy.entered(acme):
        assert not Authenticator.objects.filter(user=sam.user).exists()


def test_a_role_is_saved_after_its_changes_were_shown(admin: Any, acme: Any) -> None:
    role = _role(acme, "Risk")
    values = {"name": "Risk", "permissions": ["clients.view", "reports.view"], "scopes": ["all"], "version": role.version,
              "mask_phone": "hidden"}  # fmt: skip
    looked = admin.post(f"/settings/roles/{role.id}/", values)
    assert looked.status_code == 200
    text = looked.content.decode()
    assert "Save these changes" in text
    assert "See trading accounts and deals" in text.partition("What this changes")[2]
    assert _role(acme, "Risk").version == role.version
    assert admin.post(f"/settings/roles/{role.id}/", {**values, "sure": "yes"}).status_code == 302
    saved = _role(acme, "Risk")
    assert (saved.permissions, saved.masks, saved.version) == (
        ["clients.view", "reports.view"], {"phone": "hidden"}, role.version + 1
    )  # fmt: skip
    assert "Version 2" in admin.get(f"/settings/roles/{role.id}/").content.decode()


def test_a_stale_role_shows_both_versions_and_keeps_what_was_chosen(admin: Any, acme: Any) -> None:
    role = _role(acme, "Risk")
    with tenancy.entered(acme):
        change_role(role_id=role.id, content=Content(frozenset({"clients.view"}), frozenset({"all"})))
        change_role(
            role_id=role.id, content=Content(frozenset({"clients.view", "audit.view"}), frozenset({"all"}))
        )
    values = {"name": "Risk", "permissions": ["reports.view"], "scopes": ["all"], "version": 2, "sure": "yes"}
    answer = admin.post(f"/settings/roles/{role.id}/", values)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Search the audit" in text
    assert 'value="reports.view" id="permission-reports.view" checked' in text
    assert 'name="version" value="3"' in text
    assert _role(acme, "Risk").permissions == ["clients.view", "audit.view"]
    assert admin.post(f"/settings/roles/{role.id}/", {**values, "version": 3}).status_code == 302
    assert _role(acme, "Risk").permissions == ["reports.view"]


def test_locking_the_house_out_is_refused_in_words(admin: Any, acme: Any) -> None:
    role = _role(acme, "Administrator")
    values = {
        "name": "Administrator",
        "permissions": ["leads.view"],
        "scopes": ["all"],
        "version": 1,
        "sure": "yes",
    }
    answer = admin.post(f"/settings/roles/{role.id}/", values)
    assert answer.status_code == 422
    assert "Nobody would be left" in answer.content.decode()
    assert _role(acme, "Administrator").permissions == ["*"]


def test_the_preview_shows_what_the_role_would_see(admin: Any) -> None:
    values = {
        "permissions": ["clients.view", "clients.edit"],
        "scopes": ["own"],
        "mask_email": "hidden",
        "mask_phone": "partly",
    }
    text = admin.post("/settings/roles/preview/", values).content.decode()
    assert "Clients" in text
    assert "Finance" not in text
    assert "nora.lind" not in text
    assert "99123456" not in text
    assert "Change a client" in text


def test_a_copy_has_a_name_of_its_own(admin: Any, acme: Any) -> None:
    role = _role(acme, "Finance")
    for _ in range(2):
        assert admin.post(f"/settings/roles/{role.id}/copy/").status_code == 302
    with tenancy.entered(acme):
        copies = Role.objects.filter(name__startswith="Copy of Finance")
        assert sorted(copies.values_list("name", flat=True)) == ["Copy of Finance", "Copy of Finance (2)"]
        assert all(set(copy.permissions) == set(role.permissions) for copy in copies)
    assert admin.post(f"/settings/roles/{copies[0].id}/remove/").status_code == 302
    assert admin.post(f"/settings/roles/{role.id}/remove/").status_code in {302, 422}


def test_desks_are_made_moved_and_never_hung_under_themselves(admin: Any, acme: Any) -> None:
    for name, parent in (("East", ""), ("Far East", "East")):
        under = str(_desk(acme, parent).id) if parent else ""
        made = {"name": name, "kind": "sales", "countries": "cy, es", "languages": "EN", "parent": under}
        assert admin.post("/settings/desks/new/", made).status_code == 302
    east, far = _desk(acme, "East"), _desk(acme, "Far East")
    assert (far.parent_id, far.countries, far.languages) == (east.id, ["CY", "ES"], ["en"])
    assert admin.post(f"/settings/desks/{east.id}/move/", {"parent": str(far.id)}).status_code == 422
    assert _desk(acme, "East").parent_id is None
    assert admin.post(f"/settings/desks/{far.id}/move/", {"parent": ""}).status_code == 302
    assert _desk(acme, "Far East").parent_id is None
    assert admin.post("/settings/desks/new/", {"name": "East", "kind": "sales"}).status_code == 422
    bad = {"name": "North", "kind": "sales", "countries": "Cyprus"}
    assert admin.post("/settings/desks/new/", bad).status_code == 422


def _role(acme: Any, name: str) -> Role:
    with tenancy.entered(acme):
        return Role.objects.get(name=name)


def _desk(acme: Any, name: str) -> Desk:
    with tenancy.entered(acme):
        return Desk.objects.get(name=name)


def _sessions(acme: Any) -> int:
    with tenancy.entered(acme):
        return Session.objects.count()


def test_more_colleagues_are_not_more_questions(
    admin: Any, acme: Any, django_assert_max_num_queries: Any
) -> None:
    def add(count: int) -> None:
        with tenancy.entered(acme):
            for number in range(count):
                at = User.objects.count()
                add_member(
                    email=f"m{at}-{number}@acme.example", name=f"M {at}", role="Sales", desk="Sales desk"
                )

    add(3)
    admin.get("/settings/staff/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        admin.get("/settings/staff/")
    add(10)
    with django_assert_max_num_queries(len(few)):
        admin.get("/settings/staff/")
