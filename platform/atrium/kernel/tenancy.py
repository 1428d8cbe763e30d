"""Which broker's house we are in. One ContextVar: it follows coroutines, threads of asgiref and tasks alike.

Outside every house (`public()`) only the registry's tables are visible; inside a house only its own are.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from .ids import random_base32

PUBLIC_SCHEMA: Final = "public"
SCHEMA_PATTERN: Final = re.compile(r"t_[a-z2-7]{12}\Z")


class NoBroker(RuntimeError):
    """Code that needs a broker ran outside every broker's house."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A broker as everything below the registry knows it: plain values, safe to cache and to pass between threads."""

    schema: str
    broker_id: uuid.UUID
    slug: str
    name: str
    kind: str = "broker"
    status: str = "active"

    def __post_init__(self) -> None:
        if not SCHEMA_PATTERN.match(self.schema):
            raise ValueError(f"not a broker's schema name: {self.schema!r}")

    @property
    def role(self) -> str:
        """The database role that may see this schema and no other."""
        return f"{self.schema}_role"


_current: ContextVar[Tenant | None] = ContextVar("atrium_tenant", default=None)


def new_schema_name() -> str:
    """Opaque and never reused: a re-registered name must not find somebody else's rows."""
    return f"t_{random_base32(12)}"


def current() -> Tenant | None:
    return _current.get()


def require() -> Tenant:
    tenant = _current.get()
    if tenant is None:
        raise NoBroker("This needs a broker, and none is entered. Wrap the call in tenancy.entered(broker).")
    return tenant


def current_schema() -> str:
    tenant = _current.get()
    return tenant.schema if tenant else PUBLIC_SCHEMA


def switch(tenant: Tenant | None) -> None:
    """For the outermost doors (middleware, sockets, task base) that cannot hold a `with` open."""
    _current.set(tenant)


@contextmanager
def entered(tenant: Tenant) -> Iterator[Tenant]:
    before = _current.get()
    _current.set(tenant)
    try:
        yield tenant
    finally:
        # Set, not reset: a token may not be given back in another Context (hooks, generators).
        _current.set(before)


@contextmanager
def public() -> Iterator[None]:
    before = _current.get()
    _current.set(None)
    try:
        yield
    finally:
        _current.set(before)
