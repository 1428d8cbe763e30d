"""Somebody's browser within the bench's own process, logged in on one surface."""

from typing import Any

from atrium.kernel import tenancy


def logged_in(tenant: tenancy.Tenant, surface: str, user: Any) -> Any:
    """A test client of that surface's host. Its cookies carry the surface's own names, as a browser's do."""
    from django.conf import settings
    from django.test import Client

    from atrium.brokers.rules import hosts
    from infra.middleware.cookies import cookie_name

    browser = Client(headers={"host": hosts(tenant.slug, settings.ROOT_DOMAIN)[surface]})
    with tenancy.entered(tenant):
        browser.force_login(user)
    session = browser.cookies.pop(settings.SESSION_COOKIE_NAME).value
    browser.cookies[cookie_name(surface, "session")] = session
    return browser
