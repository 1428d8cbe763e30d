"""Joining by an invitation, agreeing, making a link; a client comes by it and the partner sees them without reload."""

from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.ibs import services as ibs
from tenants.ibs.models import Click, Invitation, Partner, Referral
from tests.e2e.conftest import PASSWORD
from tests.e2e.waiting import until
from tests.ibs.people import partner

OLGA = "olga@partners.example"
PAGES = [
    "/links/",
    "/links/material/",
    "/rebates/instruments/",
    "/sub-ibs/",
    "/trades/",
    "/client-rebates/",
    "/api-keys/",
    "/tree/",
    "/conditions/",
]


@pytest.fixture(scope="module")
def olga(site: Any) -> Partner:
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        made = partner("Olga")
        made.user.set_password(PASSWORD)
        made.user.save()
        made.user.emailaddress_set.update(verified=True)
        ibs.save_programme(code="academy", title="Academy", questions="What is your audience? *")
        programme = ibs.save_programme(code="circle", title="Circle", is_public=False)
        ibs.join_programme(partner_id=made.id, programme_id=programme.id)
        words = ibs.draft_agreement(
            title="Circle agreement",
            wording="You bring clients and treat them fairly.",
            programme_id=programme.id,
        )
        ibs.publish_agreement(agreement_id=words.id)
    return made


def test_agreement_link_and_a_client_who_comes_by_it(
    site: Any, acme: Any, olga: Partner, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "ib", OLGA)
    expect(page.get_by_role("heading", name="Circle agreement")).to_be_visible()
    page.get_by_label("I have read this and I agree").check()
    page.get_by_role("button", name="Agree").click()
    expect(page.locator("#figures")).to_be_visible()

    page.goto(site.url(acme, "ib", "/links/"))
    page.locator("#id_title").fill("YouTube")
    page.locator("#id_code").fill("tube7")
    page.get_by_role("button", name="Make link").click()
    link = site.url(acme, "client", "/r/tube7")
    expect(page.get_by_role("textbox", name="The link")).to_have_value(link)
    shoot(page, "ib-link")

    page.goto(site.url(acme, "ib", "/clients/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    visitor = open_page()
    visitor.goto(link)
    expect(visitor.get_by_text("You came by a partner's invitation")).to_be_visible()
    visitor.get_by_label("Your name").fill("Cleo Come")
    visitor.get_by_label("E-mail").fill("cleo@example.com")
    visitor.get_by_label("Country you live in").select_option("ES")
    visitor.get_by_label("Mobile number").fill("612 34 56 78")
    visitor.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="Open an account").click()
    visitor.wait_for_url(lambda url: "/register/" not in url)
    expect(page.locator("#clients-rows")).to_contain_text("Cleo C.")
    with tenancy.entered(acme):
        row = until(lambda: Referral.objects.filter(client__user__email="cleo@example.com").first())
        assert (row.partner, row.how, row.code) == (olga, "last", "tube7")
        assert Click.objects.filter(code="tube7").count() == 1


def test_an_invitation_is_made_and_answered(
    site: Any, acme: Any, olga: Partner, open_page: Any, log_in: Any
) -> None:
    with tenancy.entered(acme):
        _agree(olga)
    page = open_page()
    log_in(page, acme, "ib", OLGA)
    page.goto(site.url(acme, "ib", "/sub-ibs/"))
    page.get_by_label("Name").fill("Uma Under")
    page.get_by_label("Own share").fill("60")
    page.get_by_role("button", name="Make invitation").click()
    expect(page.locator("#invitations-rows")).to_contain_text("60.00 %")
    with tenancy.entered(acme):
        invitation = Invitation.objects.get(partner=olga)
    door = open_page()
    door.goto(site.url(acme, "ib", f"/join/invited/{invitation.code}/"))
    expect(door.get_by_text("Olga invites you")).to_be_visible()
    door.get_by_label("E-mail").fill("uma@example.com")
    door.get_by_label("How will you bring clients?").fill("I run a school for traders.")
    door.get_by_role("button", name="Send request").click()
    expect(door.get_by_text("We have your request")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_programme_fits_a_phone(
    site: Any, acme: Any, olga: Partner, open_page: Any, log_in: Any, path: str
) -> None:
    with tenancy.entered(acme):
        _agree(olga)
    page = open_page(phone=True)
    log_in(page, acme, "ib", OLGA)
    page.goto(site.url(acme, "ib", path))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def _agree(olga: Partner) -> None:
    from tenants.ibs.selectors import open_agreement

    while (wanted := open_agreement(olga)) is not None:
        ibs.accept_agreement(partner_id=olga.id, agreement_id=wanted.id)
