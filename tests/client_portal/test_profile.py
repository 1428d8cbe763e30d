"""Name, language, time zone."""

from typing import Any

from tenants.clients.models import Client
from tests.client_portal.conftest import Portal, portal_of

PROFILE = {"name": "Clara Clientson", "language": "es", "time_zone": "Europe/Madrid"}


def test_what_one_says_about_oneself_is_kept(clara: Client, as_clara: Portal) -> None:
    assert as_clara.post("/profile/", PROFILE).status_code == 302
    clara.user.refresh_from_db()
    assert (clara.user.name, clara.user.language, clara.user.time_zone) == tuple(PROFILE.values())
    assert 'lang="es"' in as_clara.get("/profile/").content.decode()


def test_a_language_nobody_speaks_changes_nothing(clara: Client, as_clara: Portal) -> None:
    answer = as_clara.post("/profile/", {**PROFILE, "language": "tlh"})
    assert "language" in answer.context["form"].errors
    clara.user.refresh_from_db()
    assert clara.user.name == "Clara Client"


def test_a_visitor_chooses_a_language_before_log_in(in_acme: Any, acme: Any) -> None:
    portal = portal_of(acme)
    assert 'lang="en"' in portal.get("/register/").content.decode()
    answer = portal.post("/profile/language", {"language": "es", "next": "/register/?x=1"})
    assert answer["Location"] == "/register/?x=1"
    assert 'lang="es"' in portal.get("/register/").content.decode()


def test_the_choice_of_language_leads_to_no_other_site(in_acme: Any, acme: Any) -> None:
    answer = portal_of(acme).post("/profile/language", {"language": "es", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
