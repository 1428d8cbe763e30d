"""People of this surface, and what they fill in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from atrium.kernel import tenancy
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.identity.services import create_user
from tests.surfaces import SurfaceClient

PASSWORD = "quiet harbour lantern"
CLARA = {
    "name": "Clara Client",
    "email": "clara@example.com",
    "country": "ES",
    "phone": "612 34 56 78",
    "password1": PASSWORD,
}


class Portal(SurfaceClient):
    """A browser in the client portal; the test stays in the house that it was in before the request."""

    def request(self, **request: Any) -> Any:
        before = tenancy.current()
        try:
            return super().request(**request)
        finally:
            tenancy.switch(before)


def portal_of(tenant: tenancy.Tenant, user: Any = None) -> Portal:
    portal = Portal(tenant, "client")
    if user is not None:
        portal.log_in(user)
    return portal


def make_client(name: str, email: str, currency: str = "USD") -> Client:
    user = create_user(realm="client", email=email, name=name, password=PASSWORD, verified=True)
    return register_client(user=user, currency=currency, country="ES", phone="+34612345678")


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    """Rate limits are counted in Redis, which no test rolls back."""
    cache.clear()


@pytest.fixture(autouse=True)
def _letters_are_logged(settings: Any) -> None:
    """As in the product; the test runner would catch them elsewhere."""
    settings.EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"


@pytest.fixture
def clara(in_acme: Any) -> Client:
    return make_client("Clara Client", "clara@example.com")


@pytest.fixture
def stranger(in_acme: Any) -> Client:
    """Another client of the same broker."""
    return make_client("Carl Other", "carl@example.com")


@pytest.fixture
def boris(db: None, borealis: Any) -> Client:
    with tenancy.entered(borealis):
        return make_client("Boris Stranger", "boris@example.com", "EUR")


@pytest.fixture
def as_clara(acme: Any, clara: Client) -> Portal:
    return portal_of(acme, clara.user)


@pytest.fixture
def register(acme: Any) -> Callable[..., Any]:
    def post(path: str = "/register/", portal: Portal | None = None, **changes: str) -> Any:
        return (portal or portal_of(acme)).post(path, {**CLARA, **changes})

    return post
