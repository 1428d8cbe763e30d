"""A fragment made by a worker, where no request says whose language, time zone and addresses to use."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone, translation

from portals.shared.live import push
from tenants.branding.selectors import brand
from tenants.clients.models import Client


def push_part(client: Client, template: str, context: dict[str, Any]) -> None:
    """Replace the part wherever this client has it open."""
    push("client", "client", client.id, html=fragment(client, template, context))


def fragment(client: Client, template: str, context: dict[str, Any]) -> str:
    language = client.user.language or brand().language
    zone = ZoneInfo(client.user.time_zone)
    with translation.override(language), timezone.override(zone), _addresses_of_the_portal():
        return render_to_string(template, {"oob": True, "client": client, **context})


@contextmanager
def _addresses_of_the_portal() -> Iterator[None]:
    before = get_urlconf()
    set_urlconf(settings.SURFACE_URLCONFS["client"])
    try:
        yield
    finally:
        set_urlconf(before)
