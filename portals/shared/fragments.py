"""HTML for a socket is rendered in a worker, where no request says which surface's addresses and language are meant."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf, set_urlconf
from django.utils import translation

from tenants.branding import selectors as branding


def render_fragment(surface: str, template: str, context: Mapping[str, Any], *, language: str = "") -> str:
    """As a page of that surface would: its URL names, and the reader's language or else the broker's."""
    with _addresses_of(surface), translation.override(language or branding.brand().language):
        return render_to_string(template, {"surface": surface, **context})


@contextmanager
def _addresses_of(surface: str) -> Iterator[None]:
    before = get_urlconf()
    set_urlconf(settings.SURFACE_URLCONFS[surface])
    try:
        yield
    finally:
        set_urlconf(before)
