"""A log-in is good on one surface of one broker, and nowhere else."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.core import signing
from django.test import Client

from atrium.kernel import tenancy
from infra.middleware.cookies import cookie_name
from tenants.identity.models import User
from tenants.identity.services import create_user
from tests.surfaces import host

PASSWORD = "correct horse battery"


@pytest.fixture
def twins(db, acme, borealis):
    """One e-mail: staff, client and partner at Acme, client at Borealis."""
    made = {}
    for tenant, realms in ((acme, ("staff", "client", "partner")), (borealis, ("client",))):
        with tenancy.entered(tenant):
            for realm in realms:
                made[tenant.slug, realm] = create_user(
                    realm=realm,
                    email="tess@example.com",
                    name=f"Tess {realm}",
                    password=PASSWORD,
                    verified=True,
                )
    return made


def _session_of(client: Client, surface: str) -> str:
    return client.cookies[cookie_name(surface, "session")].value


def test_one_email_is_a_client_and_a_partner_and_each_logs_in_at_their_own_surface(twins, acme):
    for surface, realm in (("client", "client"), ("ib", "partner")):
        browser = Client(headers={"host": host(acme, surface)})
        response = browser.post("/account/login/", {"login": "Tess@Example.com", "password": PASSWORD})
        assert response.status_code == 302, response.content.decode()[:500]
        with tenancy.entered(acme):
            from django.contrib.sessions.models import Session

            session = Session.objects.get(session_key=_session_of(browser, surface)).get_decoded()
        assert session["_auth_user_id"] == str(twins["acme", realm].id)


def test_cookies_are_named_by_surface_and_bound_to_the_host(twins, acme, browse):
    browser = Client(headers={"host": host(acme, "client")})
    response = browser.post("/account/login/", {"login": "tess@example.com", "password": PASSWORD})
    morsel = response.cookies[cookie_name("client", "session")]
    assert (morsel["domain"], morsel["path"], morsel["httponly"]) == ("", "/", True)
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_where_tls_is_cookies_carry_the_host_prefix(monkeypatch):
    monkeypatch.setattr("infra.middleware.cookies.settings.ENV", type("Env", (), {"tls": True}))
    assert cookie_name("staff", "session") == "__Host-atrium_staff_session"


def test_a_session_of_acme_is_nobody_at_borealis(twins, acme, borealis, browse):
    at_acme = browse(acme, "client", twins["acme", "client"])
    stolen = _session_of(at_acme, "client")
    at_borealis = browse(borealis, "client")
    at_borealis.cookies[cookie_name("client", "session")] = stolen
    response = at_borealis.get("/account/email/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


@pytest.mark.parametrize(("surface", "realm"), [("staff", "client"), ("client", "staff"), ("ib", "client")])
def test_a_session_of_one_realm_is_nobody_on_another_surface_of_the_same_broker(
    twins, acme, browse, surface, realm
):
    browser = browse(acme, surface, twins["acme", realm])
    assert "/account/login/" in browser.get("/account/email/")["Location"]


def test_a_password_reset_link_of_acme_opens_nothing_at_borealis(twins, acme, borealis):
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    with tenancy.entered(acme):
        user = twins["acme", "client"]
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    at_home = Client(headers={"host": host(acme, "client")}).get(f"/account/password/reset/key/{key}/")
    abroad = Client(headers={"host": host(borealis, "client")}).get(f"/account/password/reset/key/{key}/")
    assert at_home.status_code == 302
    assert abroad.status_code == 200  # the page that says the link is bad
    assert "set-password" not in abroad.content.decode()


def test_a_signed_confirmation_would_cross_and_a_stored_one_does_not(twins, acme, borealis):
    """allauth's signed key is a number and a signature: good in every house that has a row of that number."""
    with tenancy.entered(acme):
        address = EmailAddress.objects.get(user=twins["acme", "client"])
        signed = signing.dumps(obj=address.pk, salt="account")
        stored = EmailConfirmation.create(address)
        stored.sent = stored.created
        stored.save()
    with tenancy.entered(borealis):
        assert signing.loads(signed, salt="account") == address.pk
        assert EmailConfirmation.from_key(stored.key) is None
    assert settings.ACCOUNT_EMAIL_CONFIRMATION_HMAC is False


def test_operators_of_the_vendor_are_not_staff_of_a_broker(db, vendor, acme, browse):
    with tenancy.entered(vendor):
        olga = User.objects.get(email="olga@vendor.example")
    browser = browse(vendor, "vendor", olga)
    browser.cookies[cookie_name("staff", "session")] = _session_of(browser, "vendor")
    response = browser.get("/account/email/", headers={"host": host(acme, "staff")})
    assert "/account/login/" in response["Location"]


def test_nobody_signs_up_by_themselves_as_staff(db, acme, browse):
    page = browse(acme, "staff").get("/account/signup/")
    assert page.status_code == 200
    response = browse(acme, "staff").post(
        "/account/signup/", {"email": "eve@example.com", "password1": PASSWORD, "name": "Eve"}
    )
    assert response.status_code == 200
    with tenancy.entered(acme):
        assert not User.objects.filter(email="eve@example.com").exists()


def test_passwords_are_argon2_outside_tests():
    from infra.settings import PASSWORD_HASHERS

    assert "django.contrib.auth.hashers.Argon2PasswordHasher" in PASSWORD_HASHERS
