"""What a worker renders for a socket looks as the reader's own page would."""

from typing import Any

import pytest
from django.urls import get_urlconf, reverse
from django.utils import timezone, translation

from portals.shared import fragments
from tenants.branding.services import change_brand
from tenants.identity.models import User


@pytest.fixture(autouse=True)
def _says_where_it_is(in_acme: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def say(template: str, context: dict[str, Any]) -> str:
        zone = timezone.get_current_timezone_name()
        return f"{translation.get_language()} {zone} {context['surface']} {reverse('deposit')}"

    monkeypatch.setattr(fragments, "render_to_string", say)


def test_a_reader_is_spoken_to_in_their_language_and_time() -> None:
    lucia = User(language="es", time_zone="Europe/Madrid")
    assert (
        fragments.render_fragment("client", "any.html", {}, reader=lucia)
        == "es Europe/Madrid client /deposit/"
    )


def test_without_a_reader_or_their_wish_the_broker_speaks() -> None:
    change_brand(language="ar")
    silent = User(language="", time_zone="Asia/Dubai")
    assert fragments.render_fragment("client", "any.html", {}) == "ar UTC client /deposit/"
    assert (
        fragments.render_fragment("client", "any.html", {}, reader=silent) == "ar Asia/Dubai client /deposit/"
    )


def test_the_worker_itself_is_left_as_it_was() -> None:
    before = get_urlconf(), translation.get_language(), timezone.get_current_timezone_name()
    fragments.render_fragment("client", "any.html", {}, reader=User(language="es", time_zone="Asia/Dubai"))
    assert (get_urlconf(), translation.get_language(), timezone.get_current_timezone_name()) == before
