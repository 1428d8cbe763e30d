"""A key opens one broker's house for one person, narrower than the person, until it ends."""

from datetime import timedelta

import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput
from tenants.activity.models import Entry
from tenants.apikeys.models import ApiKey
from tenants.apikeys.services import create_key, revoke_key
from tenants.identity.models import User
from tenants.staff.services import end_membership
from tests.api.conftest import Day, staff
from tests.api.program import Program, assert_problem, program


def admin(tenant: tenancy.Tenant) -> User:
    with tenancy.entered(tenant):
        return User.objects.get(email=f"admin@{tenant.slug}.example")


def test_a_key_shows_what_its_persons_screens_show(day: Day) -> None:
    (found,) = day.as_(day.fay).get("clients").json()["results"]

    assert (found["id"], found["name"], found["number"]) == (
        str(day.clara.id),
        "Clara Client",
        day.clara.number,
    )
    assert day.as_(day.sam).get("clients").json()["results"] == []  # not Sam's lead


@pytest.mark.parametrize("surface", ["api", "staff"])
def test_a_key_of_one_broker_is_nothing_at_another(
    db: None, acme: tenancy.Tenant, borealis: tenancy.Tenant, surface: str
) -> None:
    key = program(acme, admin(acme)).key

    assert Program(acme, key, surface=surface).get("clients").status_code == 200
    problem = assert_problem(Program(borealis, key, surface=surface).get("clients"), 401)
    assert problem["detail"] == "This API key is not valid here."


def test_even_the_same_hash_in_the_other_house_does_not_let_it_in(
    db: None, acme: tenancy.Tenant, borealis: tenancy.Tenant
) -> None:
    """A copied row: the key's own text names the house that it belongs to."""
    key = program(acme, admin(acme)).key
    with tenancy.entered(acme):
        row = ApiKey.objects.get()
    with tenancy.entered(borealis):
        ApiKey.objects.create(
            user_id=admin(borealis).id, label="copy", digest=row.digest, hint=row.hint, scopes=row.scopes
        )

    assert Program(acme, key).get("clients").status_code == 200
    assert Program(borealis, key).get("clients").status_code == 401


@pytest.mark.parametrize("text", ["", "x", "atk_", "atk_aaaaaaaaaaaa_" + "a" * 43, "Bearer", "atk_ä"])
def test_what_is_no_key_is_refused_and_told_how(day: Day, text: str) -> None:
    answer = Program(day.tenant).get("clients", Authorization=f"Bearer {text}")

    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Atrium API"'


def test_nobody_is_nobody(day: Day) -> None:
    assert_problem(Program(day.tenant).get("clients"), 401)


def test_a_revoked_an_expired_and_an_inactive_persons_key_all_end(day: Day) -> None:
    keys = [day.as_(user) for user in (day.fay, day.finn, day.iris.user)]
    assert [key.get("payouts").status_code for key in keys] == [200] * 3

    revoke_key(key_id=ApiKey.objects.get(user=day.fay).id)
    ApiKey.objects.filter(user=day.finn).update(expires_at=clock.now() - timedelta(seconds=1))
    User.objects.filter(id=day.iris.user_id).update(is_active=False)

    assert [key.get("payouts").status_code for key in keys] == [401] * 3


def test_a_key_does_not_outlive_the_authority_of_its_person(day: Day) -> None:
    key = day.as_(day.fay)
    end_membership(day.fay.member)

    assert_problem(key.get("payouts"), 401)


def test_a_scope_narrows(day: Day) -> None:
    key = day.as_(day.fay, "clients:read")

    assert key.get("clients").status_code == 200
    assert (
        assert_problem(key.get("deposits"), 403, "denied")["detail"]
        == "This API key lacks the scope deposits:read."
    )
    assert key.post("payouts", {}, idem="1").status_code == 403
    bearer = {"Authorization": f"Bearer {key.key}"}
    assert key.browser.head("/v1/clients", headers=bearer).status_code == 200
    assert key.browser.head("/v1/deposits", headers=bearer).status_code == 403


def test_a_scope_adds_nothing(day: Day) -> None:
    assert_problem(day.as_(day.sam).get("payouts"), 404, "not-found")


def test_a_key_is_for_its_own_surface_or_the_api_host(day: Day) -> None:
    key = day.as_(day.iris.user).key

    assert Program(day.tenant, key, surface="ib").get("payouts").status_code == 200
    for surface in ("staff", "client"):
        assert_problem(Program(day.tenant, key, surface=surface).get("payouts"), 401)


def test_the_database_holds_no_key(day: Day) -> None:
    text = create_key(user_id=day.fay.id, label="Program", scopes=["clients:read"]).text

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(k::text, '') FROM apikeys_apikey k")
        kept = cursor.fetchone()[0]
    assert text[-20:] not in kept
    assert text[-4:] in kept


def test_what_a_key_does_is_written_down_under_its_name(day: Day) -> None:
    day.as_(day.iris.user).post("payouts", {"money": usd("10.00"), "destination": "acct_1"}, idem="p-1")

    actor = Entry.objects.get(verb="payout.requested").actor
    assert (actor["kind"], actor["label"], actor["on_behalf_of"]) == ("apikey", "Test program", "Iris Master")


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_a_person_makes_a_key_in_a_session_and_sees_it_once(day: Day) -> None:
    admin_ = Program(day.tenant, surface="staff", user=admin(day.tenant))

    made = admin_.post("api-keys", {"label": "Site", "scopes": ["clients:read"]})
    assert made.status_code == 201
    text, key_id = made.json()["key"], made.json()["id"]
    assert Program(day.tenant, text).get("clients").status_code == 200

    (listed,) = admin_.get("api-keys").json()["results"]
    assert (listed["hint"], listed["acts_for"], "key" in listed) == (text[-4:], "Ada Admin", False)
    assert admin_.delete(f"api-keys/{key_id}").status_code == 204
    assert Program(day.tenant, text).get("clients").status_code == 401


def test_a_key_makes_no_keys_and_neither_does_who_may_not(day: Day) -> None:
    body = {"label": "More", "scopes": ["clients:read"]}

    assert_problem(day.as_(admin(day.tenant)).post("api-keys", body), 403, "denied")
    assert_problem(
        Program(day.tenant, surface="staff", user=day.fay).post("api-keys", body), 404, "not-found"
    )
    assert ApiKey.objects.filter(label="More").count() == 0


def test_a_partner_makes_its_own_and_sees_only_its_own(day: Day) -> None:
    day.as_(day.fay)
    iris = Program(day.tenant, surface="ib", user=day.iris.user)

    assert iris.post("api-keys", {"label": "My site", "scopes": ["rebates:read"]}).status_code == 201
    assert [key["label"] for key in iris.get("api-keys").json()["results"]] == ["My site"]
    others = ApiKey.objects.get(user=day.fay)
    assert_problem(iris.delete(f"api-keys/{others.id}"), 404, "not-found")
    others.refresh_from_db()
    assert others.revoked_at is None


def test_a_session_needs_its_csrf_token(day: Day) -> None:
    from tests.surfaces import browse

    browser = browse(day.tenant, "ib", day.iris.user, enforce_csrf_checks=True)
    answer = browser.post("/api/v1/api-keys", data={"label": "x"}, content_type="application/json")

    assert_problem(answer, 403)


@pytest.mark.parametrize(
    "facts",
    [
        {"scopes": []},
        {"scopes": ["all:write"]},
        {"label": " "},
        {"expires_at": clock.now() - timedelta(days=1)},
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(in_acme: tenancy.Tenant, facts: dict[str, object]) -> None:
    whole = {"label": "x", "scopes": ["clients:read"], **facts}
    with pytest.raises(InvalidInput):
        create_key(user_id=staff("Fay", "Finance", in_acme).id, **whole)  # type: ignore[arg-type]
    assert ApiKey.objects.count() == 0
