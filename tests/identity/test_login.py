"""Logging in: refused in the same words whoever is asked for, slowed down when guessed at, and with a second factor."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from atrium.kernel import tenancy
from infra.middleware.cookies import cookie_name
from tenants.identity.services import create_user
from tenants.messaging.models import Mail
from tests.surfaces import host

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _our_mail(settings):
    """The product's own, not Django's test box: it writes the broker's log."""
    settings.EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"


@pytest.fixture
def clara(in_acme):
    cache.clear()
    return create_user(
        realm="client", email="clara@example.com", name="Clara", password=PASSWORD, verified=True
    )


@pytest.fixture
def browser(acme):
    return Client(headers={"host": host(acme, "client")})


def _log_in(browser, password=PASSWORD, email="clara@example.com"):
    return browser.post("/account/login/", {"login": email, "password": password})


def _is_in(browser) -> bool:
    return browser.get("/account/email/").status_code == 200


def _code(secret: str, at: float | None = None) -> str:
    """RFC 6238 with SHA-1, six digits, 30 seconds."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return str(int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF)[-6:].zfill(6)


def test_the_right_password_opens_and_logging_out_closes(clara, browser):
    assert _log_in(browser).status_code == 302
    assert _is_in(browser)
    browser.post("/account/logout/")
    assert not _is_in(browser)


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(clara, browser):
    wrong = _log_in(browser, password="not it at all")
    unknown = _log_in(browser, email="nobody@example.com")
    assert wrong.status_code == unknown.status_code == 200
    assert _without_variables(wrong) == _without_variables(unknown)
    assert not _is_in(browser)


def test_guessing_is_stopped_and_then_even_the_right_password_waits(clara, browser):
    for _ in range(5):
        _log_in(browser, password="guess guess guess")
    response = _log_in(browser)
    assert "Too many failed login attempts" in response.content.decode()
    assert not _is_in(browser)


def test_an_unconfirmed_mailbox_does_not_log_in_and_gets_the_mail_again(in_acme, browser):
    cache.clear()
    create_user(realm="client", email="una@example.com", name="Una", password=PASSWORD, verified=False)
    response = _log_in(browser, email="una@example.com")
    assert response.status_code == 302
    assert "confirm-email" in response["Location"]
    assert not _is_in(browser)
    with tenancy.entered(in_acme):
        assert Mail.objects.get().to == ["una@example.com"]


def test_with_a_second_factor_the_password_alone_opens_nothing_and_a_code_works_once(clara, browser, acme):
    _log_in(browser)
    assert "/account/reauthenticate/" in browser.get("/account/2fa/totp/activate/")["Location"]
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"[A-Z2-7]{32}", page).group()
    browser.post("/account/2fa/totp/activate/", {"code": _code(secret)})
    with tenancy.entered(acme):
        assert Authenticator.objects.filter(user=clara, type="totp").exists()
    cache.clear()

    second = Client(headers={"host": host(acme, "client")})
    assert "/account/2fa/authenticate/" in _log_in(second)["Location"]
    assert not _is_in(second)
    second.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not _is_in(second)
    code = _code(secret)
    second.post("/account/2fa/authenticate/", {"code": code})
    assert _is_in(second)

    third = Client(headers={"host": host(acme, "client")})
    _log_in(third)
    third.post("/account/2fa/authenticate/", {"code": code})
    assert not _is_in(third), "a code that was used is refused"


def test_a_reset_mail_goes_to_this_realm_only_and_names_this_host(clara, browser, acme):
    create_user(
        realm="staff", email="clara@example.com", name="Clara of staff", password=PASSWORD, verified=True
    )
    browser.post("/account/password/reset/", {"email": "clara@example.com"})
    with tenancy.entered(acme):
        (mail,) = Mail.objects.all()
    assert "http://my.acme.localhost" in mail.body
    assert "Acme Markets" in mail.subject


def _without_variables(response) -> str:
    text = response.content.decode()
    text = re.sub(r'value="[^"]*"', "", text)
    return re.sub(r'"[A-Za-z0-9]{64}"', "", text)


def test_a_cookie_is_nobodys_after_the_password_changed(clara, browser, acme):
    _log_in(browser)
    stolen = browser.cookies[cookie_name("client", "session")].value
    with tenancy.entered(acme):
        clara.set_password("another horse battery")
        clara.save()
    thief = Client(headers={"host": host(acme, "client")})
    thief.cookies[cookie_name("client", "session")] = stolen
    assert not _is_in(thief)
