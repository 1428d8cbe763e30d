"""The audit's tests look from three sides: through the product, as the owner of the database, and as an outsider with files."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from atrium.kernel import tenancy
from atrium.kernel.tenancy import Tenant
from tenants.audit.models import Change, Entry
from tenants.audit.services import seal_pending


@contextmanager
def as_owner(tenant: Tenant) -> Iterator[psycopg.Connection[Any]]:
    """A psql session of the database's owner in that house: no product, no actor."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(tenant.schema)))
        yield connection


def change_of(table: str, row: object) -> Change:
    """The newest of this row."""
    found = Change.objects.filter(table_name=table, row_id=str(row)).order_by("-at").first()
    assert found is not None, f"nothing was recorded of {table} {row}"
    return found


def settle() -> int:
    """Seal until nothing waits: the first block makes the broker's data key, which is a change of its own."""
    count = 0
    while Change.objects.exists():
        count += seal_pending()
    return count


def sealed() -> list[dict[str, Any]]:
    """Seal what waits; every entry's text, read."""
    settle()
    return [json.loads(text) for text in Entry.objects.order_by("seq").values_list("text", flat=True)]


@pytest.fixture
def anchors(tmp_path: Path) -> Iterator[Path]:
    before = settings.ENV.anchors
    object.__setattr__(settings.ENV, "anchors", tmp_path / "anchors")
    yield tmp_path / "anchors"
    object.__setattr__(settings.ENV, "anchors", before)


Make = Callable[..., Any]


@pytest.fixture
def as_role(db: None, acme: Any, browse: Any) -> Make:
    """The console of somebody with that role."""
    from tests.portals import people

    def as_role(role: str, name: str = "Rita") -> Any:
        with tenancy.entered(acme):
            user = people.staff(name, role)
        return browse(acme, "staff", user)

    return as_role
