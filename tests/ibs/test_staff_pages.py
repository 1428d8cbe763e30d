"""Staff run the programme: its rules, programmes, agreements, pages, material, applications."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.ibs import selectors, services
from tenants.ibs.models import Agreement, Landing, Programme, Promo
from tenants.staff.services import add_member
from tests.ibs.people import Family, family

pytestmark = pytest.mark.usefixtures("in_acme")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") + (250).to_bytes(4, "big") + b"\x08"
HOME = "/partners/programmes/"


@pytest.fixture
def cast() -> Family:
    return family()


@pytest.fixture
def paula(browse: Any, acme: Any) -> Any:
    return browse(
        acme, "staff", add_member(email="paula@acme.example", name="Paula", role="Administrator").user
    )


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_the_rules_are_changed_and_shown(paula: Any, cast: Family) -> None:
    rules = {
        "click": "first", "window_days": "45", "sight": "hidden", "partners_invite": "on", "most_client_share": "50",
    }  # fmt: skip
    assert paula.post(f"{HOME}rules/", rules).status_code == 302
    policy = selectors.policy()
    assert (policy.click, policy.window_days, policy.sight) == ("first", 45, "hidden")
    assert (policy.partners_invite, policy.client_rebates_asked, str(policy.most_client_share)) == (
        True,
        False,
        "0.500000",
    )
    assert "Numbers only" in text(paula.get(HOME))
    assert paula.post(f"{HOME}rules/", {**rules, "window_days": "0"}).status_code == 422
    assert selectors.policy().window_days == 45


def test_a_programme_is_made_changed_and_given_partners(paula: Any, cast: Family) -> None:
    answer = paula.post(f"{HOME}new/", {"title": "Academy", "code": "academy", "is_public": "on", "is_on": "on",
                                        "parent": cast.iris.code, "questions": "Audience? *"})  # fmt: skip
    made = Programme.objects.get()
    assert answer["Location"] == f"{HOME}{made.id}/"
    assert (made.parent, made.questions[0]["required"]) == (cast.iris, True)
    page = text(paula.get(f"{HOME}{made.id}/"))
    assert "/join/academy/" in page
    assert "Audience? *" in page
    paula.post(f"{HOME}{made.id}/join/", {"partner": str(cast.ida.number)})
    assert selectors.programme_of(cast.ida) == made
    assert "Ida" in text(paula.get(f"{HOME}{made.id}/"))
    wrong = paula.post(f"{HOME}{made.id}/join/", {"partner": "nobody"})
    assert (wrong.status_code, "no partner with this" in wrong.content.decode()) == (422, True)


def test_an_agreement_is_written_published_and_followed(paula: Any, cast: Family) -> None:
    words = {"programme": "", "title": "Agreement", "wording": "You treat clients fairly. <script>"}
    assert paula.post(f"{HOME}agreements/new/", words).status_code == 302
    row = Agreement.objects.get()
    page = text(paula.get(f"{HOME}agreements/{row.id}/"))
    assert "<script>" not in page.split("<main")[1].split("</main>")[0].replace("&lt;script&gt;", "")
    paula.post(f"{HOME}agreements/{row.id}/publish/")
    row.refresh_from_db()
    assert row.state == "published"
    services.accept_agreement(partner_id=cast.ida.id, agreement_id=row.id)
    assert "Ida" in text(paula.get(f"{HOME}agreements/{row.id}/"))
    assert "You treat clients fairly" in text(paula.get(f"{HOME}agreements/new/?of={row.id}"))


def test_pages_and_material_are_offered_and_taken_off(paula: Any, cast: Family) -> None:
    wrong = paula.post(f"{HOME}pages/new/", {"title": "Evil", "target": "//evil.example"})
    assert (wrong.status_code, Landing.objects.count()) == (422, 0)
    paula.post(
        f"{HOME}pages/new/", {"title": "Webinar", "target": "https://acme.example/webinar", "is_on": "on"}
    )
    page = Landing.objects.get()
    picture = SimpleUploadedFile("spring.png", PNG, content_type="image/png")
    paula.post(
        f"{HOME}material/new/",
        {"title": "Spring", "language": "en", "picture": picture, "landing": str(page.id)},
    )
    promo = Promo.objects.get()
    assert (promo.width, promo.height, promo.landing) == (300, 250, page)
    assert "Spring" in text(paula.get(f"{HOME}material/"))
    assert paula.get(f"{HOME}material/{promo.id}/picture/").content == PNG
    bad = SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>", content_type="image/svg+xml")
    assert (
        paula.post(f"{HOME}material/new/", {"title": "Bad", "language": "en", "picture": bad}).status_code
        == 422
    )
    paula.post(f"{HOME}material/{promo.id}/switch/", {"on": "no"})
    promo.refresh_from_db()
    assert (promo.is_on, Promo.objects.count()) == (False, 1)
    paula.post(f"{HOME}pages/{page.id}/", {"title": "Webinar", "target": "https://acme.example/webinar"})
    page.refresh_from_db()
    assert not page.is_on


def test_applications_tell_through_which_door_somebody_came(
    paula: Any, cast: Family, browse: Any, acme: Any
) -> None:
    invitation = services.invite(partner_id=cast.ida.id, name="Uma")
    door = browse(acme, "ib")
    uma = {"name": "Uma Under", "email": "uma@example.com", "reason": "I run a school for traders."}
    assert door.post(f"/join/invited/{invitation.code}/", uma).status_code == 302
    page = text(paula.get(f"{HOME}applications/"))
    assert "Uma Under" in page
    assert "Ida" in page


def test_the_card_of_a_client_says_how_they_came(paula: Any, cast: Family) -> None:
    choice, known = services.choose_referral(typed=cast.ida.code, touches=[])
    services.note_referral(client_id=cast.clara.id, choice=choice, touches=known)
    page = text(paula.get(f"/clients/{cast.clara.id}/partner/"))
    assert "was typed at registration" in page
