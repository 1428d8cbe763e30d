"""Who does it, on whose behalf, through which surface: carried beside the tenant and written into each transaction."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is operator, staff, client, partner, apikey, provider or system; `id` is the user's or key's id as text.

    `on_behalf_of` is the name of whom it is done for, `on_behalf_of_id` the user's id as text.
    """

    kind: str = "system"
    id: str = ""
    label: str = "Atrium"
    surface: str = ""
    ip: str = ""
    request_id: str = ""
    reason: str = ""
    on_behalf_of: str = ""
    on_behalf_of_id: str = ""

    def as_setting(self) -> str:
        """The value of the transaction-local setting `atrium.actor`, read by audit triggers."""
        return _as_setting(self)


@lru_cache(maxsize=256)
def _as_setting(actor: Actor) -> str:
    """Every statement of a transaction says who; few people work at one moment."""
    return json.dumps({key: value for key, value in asdict(actor).items() if value}, separators=(",", ":"))


SYSTEM = Actor()
_current: ContextVar[Actor] = ContextVar("atrium_actor", default=SYSTEM)


def current() -> Actor:
    return _current.get()


def switch(actor: Actor) -> None:
    _current.set(actor)


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    before = _current.get()
    _current.set(actor)
    try:
        yield actor
    finally:
        _current.set(before)
