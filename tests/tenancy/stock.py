"""django-tenants' own parts beside ours, on the same database: what each test of a cure first shows going wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test.utils import override_settings
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockWrapper


class StockTenant:
    def __init__(self, schema: str) -> None:
        self.schema_name = schema


@contextmanager
def stock_connection(*, user: str = "owner") -> Iterator[Any]:
    """A connection by the stock backend, as the owner: no role stands between the houses."""
    from django.conf import settings

    from infra.settings.database import connection_settings

    known = connections["default"].settings_dict
    url = settings.ENV.database_url
    wrapper = StockWrapper(
        {**known, **connection_settings(url, role_per_broker=False, pool=False)}, alias="stock"
    )
    try:
        yield wrapper
    finally:
        wrapper.close()


limit_set_calls = override_settings(TENANT_LIMIT_SET_CALLS=True)
