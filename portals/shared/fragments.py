"""HTML for a socket is rendered in a worker, where no request says whose addresses, language and time zone are meant."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone, translation

from tenants.branding import selectors as branding
from tenants.identity.models import User
from tenants.identity.zones import zone_of
from tenants.staff.models import Member


def render_fragment(
    surface: str, template: str, context: Mapping[str, Any], *, reader: User | None = None
) -> str:
    """As a page of that surface would: its URL names, and the reader's language and time zone or else the broker's."""
    with _addresses_of(surface), _speaking_to(reader):
        return render_to_string(template, {"surface": surface, **context})


def render_for(member: Member, template: str, context: Mapping[str, Any], *, surface: str = "staff") -> str:
    """As this colleague would see it: their masks, language and time zone."""
    return render_fragment(surface, template, {"viewer": member, **context}, reader=member.user)


@contextmanager
def as_seen_by(member: Member, *, surface: str = "staff") -> Iterator[None]:
    """What is drawn inside has this colleague's addresses, language and time zone."""
    with _addresses_of(surface), _speaking_to(member.user):
        yield


@contextmanager
def _speaking_to(reader: User | None) -> Iterator[None]:
    language = (reader and reader.language) or branding.brand().language
    zone = zone_of(reader) if reader else timezone.get_default_timezone()
    with translation.override(language), timezone.override(zone):
        yield


@contextmanager
def _addresses_of(surface: str) -> Iterator[None]:
    before = get_urlconf()
    set_urlconf(settings.SURFACE_URLCONFS[surface])
    try:
        yield
    finally:
        set_urlconf(before)
