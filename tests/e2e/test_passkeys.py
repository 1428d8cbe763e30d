"""Passkeys, in a browser whose authenticator Chromium itself plays: made on a surface, and good for that surface."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, expect

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.payments.models import Confirmation, Withdrawal
from tests.client_portal.conftest import PASSWORD as CLIENT_PASSWORD
from tests.client_portal.conftest import make_client
from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD
from tests.e2e.site import Site
from tests.ground import tenants
from tests.payments.money_out import fund, house_bank, verified
from tests.portals import people
from tests.surfaces import host


class Key:
    """A person's device: built in, unlocked by its owner, keeping who it is for (which a passkey must)."""

    def __init__(self, page: Page) -> None:
        self._line = page.context.new_cdp_session(page)
        self._line.send("WebAuthn.enable")
        made = self._line.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id = {"authenticatorId": made["authenticatorId"]}

    def holds(self) -> list[dict[str, Any]]:
        return list(self._line.send("WebAuthn.getCredentials", self._id)["credentials"])


@pytest.fixture(scope="module")
def who(site: Site) -> dict[str, tuple[str, str]]:
    """Surface → e-mail and password."""
    with tenancy.entered(tenants()["acme"]):
        people.staff("Keira", "Sales manager", password=PASSWORD, desk="Sales desk")
        make_client("Kim Client", "kim@example.com")
    return {"staff": ("keira@acme.example", PASSWORD), "client": ("kim@example.com", CLIENT_PASSWORD)}


@pytest.mark.parametrize("surface", ["staff", "client"])
def test_a_passkey_is_made_and_opens_the_door_again(
    site: Site,
    open_page: Callable[..., Page],
    log_in: Callable[..., None],
    who: dict[str, tuple[str, str]],
    surface: str,
) -> None:
    acme = tenants()["acme"]
    page = open_page()
    key = Key(page)
    log_in(page, acme, surface, *who[surface])

    _make_passkey(page, site, surface, who[surface][1])
    (made,) = key.holds()
    assert made["isResidentCredential"] is True
    assert made["rpId"] == host(
        acme, surface
    )  # so the browser offers it on no other surface and to no other broker

    _log_out(page, site, surface)
    page.goto(site.url(acme, surface, "/account/login/"))
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(site.url(acme, surface, "/account/2fa/webauthn/"))
    expect(page.locator("main")).to_contain_text("Passkey")

    _log_out(page, site, surface)
    log_in(page, acme, surface, *who[surface])  # the password alone is no longer enough
    assert "/account/2fa/authenticate/" in page.url


def test_a_passkey_confirms_a_withdrawal_beside_a_code(
    site: Site, open_page: Callable[..., Page], log_in: Callable[..., None]
) -> None:
    """Who has an authenticator and a passkey may show either; the passkey is good for this page, amount and place alone."""
    acme = tenants()["acme"]
    with tenancy.entered(acme):
        paula = make_client("Paula Payer", "paula@example.com")
        fund(paula, Money(50_000, "USD"))
        house_bank()
        place = verified(paula, holder="Paula Payer")
    page = open_page()
    key = Key(page)
    log_in(page, acme, "client", "paula@example.com", CLIENT_PASSWORD)
    _make_passkey(page, site, "client", CLIENT_PASSWORD)
    assert len(key.holds()) == 1
    with tenancy.entered(acme):
        TOTP.activate(paula.user, generate_totp_secret())

    page.goto(site.url(acme, "client", "/withdraw/"))
    page.get_by_label("Amount").fill("120")
    page.locator(f"input[name=destination][value='{place.id}']").check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_label("Code")).to_be_visible()
    expect(page.locator("#confirm-passkey")).to_be_visible()
    assert violations(page) == []
    page.locator("#confirm-passkey").click()
    page.wait_for_url("**/withdrawals/**")
    with tenancy.entered(acme):
        (made,) = Withdrawal.objects.filter(party_id=paula.id)
        assert (made.amount_minor, made.state, made.target_id) == (12_000, "requested", place.id)
        assert Confirmation.objects.get(user_id=paula.user_id, key=made.key).method == "passkey"


def _make_passkey(page: Page, site: Site, surface: str, password: str) -> None:
    """The way in is changed only by somebody who has just shown that it is theirs."""
    page.goto(site.url(tenants()["acme"], surface, "/account/2fa/webauthn/add/"))
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("form[action*='reauthenticate'] button[type=submit]").click()
    page.wait_for_url("**/webauthn/add/**")
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)


def _log_out(page: Page, site: Site, surface: str) -> None:
    page.context.clear_cookies()
    page.goto(site.url(tenants()["acme"], surface, "/"))
    page.wait_for_url("**/account/login/**")
