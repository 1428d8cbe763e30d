"""The open door of the partner portal, and payouts that are taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.approvals.models import Approval

pytestmark = pytest.mark.usefixtures("in_acme")

IVAN = {
    "name": "Ivan Sub", "email": "ivan@example.com", "phone": "+35799123456", "country": "CY", "website": "",
    "reason": "I have a channel with viewers.",
}  # fmt: skip


def test_a_stranger_asks_to_become_a_partner_and_the_same_words_follow_always(browse: Any, acme: Any) -> None:
    door = browse(acme, "ib")
    assert "Become a partner" in door.get("/account/login/").content.decode()
    first, again = door.post("/join/", IVAN), door.post("/join/", IVAN)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    request = Approval.objects.get()
    assert (request.kind, request.requester, request.facts["email"]) == (
        "ib_registration",
        "Ivan Sub",
        "ivan@example.com",
    )
    assert "We have your request" in door.get(first["Location"]).content.decode()


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"reason": "short"}, {"phone": "12"}, {"name": ""}])
def test_what_cannot_be_is_said_beside_its_field(browse: Any, acme: Any, wrong: dict[str, str]) -> None:
    assert browse(acme, "ib").post("/join/", {**IVAN, **wrong}).status_code == 422
    assert not Approval.objects.exists()
