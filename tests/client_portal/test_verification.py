"""Papers: sent once, decided by somebody else, answered on the page."""

from datetime import date
from typing import Any

import pytest

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.kyc.models import Check
from tenants.kyc.services import decide_check
from tenants.staff.services import add_member
from tests.client_portal.conftest import Portal

PAPERS = {
    "document": "passport",
    "document_number": "X1234567",
    "expires_on": f"{clock.now().year + 5}-01-31",
    "birth_date": "1990-05-17",
}


def test_papers_are_sent_and_wait_for_a_person(clara: Client, as_clara: Portal) -> None:
    assert as_clara.post("/verification/", PAPERS)["Location"] == "/verification/"
    check = Check.objects.get(client=clara)
    assert (check.state, check.document_number, check.birth_date) == (
        "pending",
        "X1234567",
        date(1990, 5, 17),
    )
    page = as_clara.get("/verification/").content.decode()
    assert "We are looking at your papers" in page
    assert "Send for verification" not in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("expires_on", "2020-01-01", "has expired"),
        ("birth_date", f"{clock.now().year - 10}-01-01", "at least 18"),
        ("birth_date", "17/05/1990", "2026-11-21"),
        ("document_number", "1", "at least four characters"),
    ],
)
def test_a_wrong_paper_says_its_cure(
    clara: Client, as_clara: Portal, field: str, value: str, says: str
) -> None:
    answer = as_clara.post("/verification/", {**PAPERS, field: value})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert not Check.objects.exists()


def test_papers_sent_twice_are_one_check(clara: Client, as_clara: Portal) -> None:
    as_clara.post("/verification/", PAPERS)
    answer = as_clara.post("/verification/", PAPERS)
    assert "being reviewed already" in str(answer.context["form"].errors)
    assert Check.objects.count() == 1


@pytest.mark.parametrize(("approve", "says"), [(True, "You are verified"), (False, "The photo is blurred")])
def test_the_decision_shows_on_the_page(
    in_acme: Any, clara: Client, as_clara: Portal, approve: bool, says: str
) -> None:
    as_clara.post("/verification/", PAPERS)
    rita = add_member(email="rita@acme.example", name="Rita Risk", role="Administrator")
    reason = "" if approve else "The photo is blurred."
    decide_check(check_id=Check.objects.get().id, by=rita.user, approve=approve, reason=reason)
    page = as_clara.get("/verification/").content.decode()
    assert says in page
    assert ("Send for verification" in page) is not approve
