"""A test client on one surface of one broker."""

from typing import Any

from django.conf import settings
from django.test import Client

from atrium.brokers.rules import hosts
from atrium.kernel import actor, tenancy
from infra.middleware.cookies import cookie_name


def host(tenant: tenancy.Tenant, surface: str) -> str:
    return "console.localhost" if surface == "vendor" else hosts(tenant.slug, "localhost")[surface]


class SurfaceClient(Client):
    def __init__(self, tenant: tenancy.Tenant, surface: str, **defaults: Any) -> None:
        super().__init__(headers={"host": host(tenant, surface)}, **defaults)
        self.tenant, self.surface = tenant, surface

    def request(self, **request: Any) -> Any:
        """A request leaves no house behind in its own process; in a test the caller's house is put back."""
        before, who = tenancy.current(), actor.current()
        try:
            return super().request(**request)
        finally:
            tenancy.switch(before)
            actor.switch(who)

    def log_in(self, user: Any) -> "SurfaceClient":
        with tenancy.entered(self.tenant):
            self.force_login(user)
        self.cookies[cookie_name(self.surface, "session")] = self.cookies.pop(
            settings.SESSION_COOKIE_NAME
        ).value
        return self


def browse(tenant: tenancy.Tenant, surface: str, user: Any = None, **defaults: Any) -> SurfaceClient:
    client = SurfaceClient(tenant, surface, **defaults)
    return client.log_in(user) if user is not None else client
