"""The log-ins that the table after `make run` shows. They exist in development only."""

import os
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from infra.demo.cast import HOUSES, OPERATOR, PASSWORD, House
from infra.embedded.errors import EmbeddedError
from infra.supervisor import ports


class LogIn(NamedTuple):
    who: str
    url: str
    email: str
    password: str


@cache
def hashed_password() -> str:
    """Hashing is slow on purpose; one hash does for everybody, and a second start needs none."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def demo_allowed() -> bool:
    return os.environ.get("ATRIUM_ENV", "development") == "development"


def require_demo_allowed() -> None:
    if not demo_allowed():
        raise EmbeddedError(
            f"ATRIUM_ENV is {os.environ['ATRIUM_ENV']}, and this makes a demo: people with known passwords, simulators "
            "instead of vendors. That exists in development only. Nothing was changed. Unset ATRIUM_ENV to try Atrium; "
            "for others it is run as infra/deploy/compose.yaml does."
        )


def log_ins() -> list[LogIn]:
    if not demo_allowed():
        return []
    operator = LogIn("Vendor: operator", _url("console"), OPERATOR.email, PASSWORD)
    return [operator, *(log_in for house in HOUSES for log_in in _of(house))]


def _of(house: House) -> Iterator[LogIn]:
    desk, shown = _url("desk", house), set()
    yield LogIn(f"{house.name}: administrator", desk, house.admin.email, PASSWORD)
    for colleague in house.staff:
        if colleague.role not in shown or colleague.role == "Finance":  # two pairs of eyes approve a payout
            shown.add(colleague.role)
            yield LogIn(f"{house.name}: {colleague.role.lower()}", desk, colleague.email, PASSWORD)
    yield LogIn(f"{house.name}: client", _url("my", house), house.clients[0].email, PASSWORD)
    for level, partner in zip(("master IB", "IB", "sub-IB"), house.partners, strict=False):
        yield LogIn(f"{house.name}: {level}", _url("ib", house), partner.email, PASSWORD)


def _url(prefix: str, house: House | None = None) -> str:
    root = os.environ.get("ATRIUM_ROOT_DOMAIN", "localhost")
    host = ".".join(part for part in (prefix, house.slug if house else "", root) if part)
    return f"http://{host}:{ports.WEB.number}/"
