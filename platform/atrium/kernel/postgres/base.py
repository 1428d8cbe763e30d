"""Our database backend: django-tenants' with the broker in a ContextVar and a database role as second barrier.

Over the stock backend it changes five things:
- which broker is current comes from `tenancy`, so coroutines, thread hops and background tasks see the right one;
- a broker's search path is its schema alone: nothing falls through to public;
- with the search path goes the broker's own database role (`SET ROLE`), in the same message;
- the actor is set LOCAL in each transaction, for the audit triggers; a write outside one gets one of its own;
- moments and lists are read and written faster (`adapters`).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import psycopg
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django_tenants.postgresql_backend import base as stock
from psycopg import sql

from atrium.kernel import actor, tenancy

from .adapters import faster
from .cursors import TellingCursor, TellingDebugCursor


class DatabaseOperations(PostgresOperations):
    def deferrable_sql(self) -> str:
        """Foreign keys are checked at the statement that breaks them, and may still be deferred by name."""
        return " DEFERRABLE INITIALLY IMMEDIATE"


class _Registry:
    """What django-tenants calls the public tenant."""

    schema_name = tenancy.PUBLIC_SCHEMA


class DatabaseWrapper(stock.DatabaseWrapper):  # type: ignore[misc]
    ops_class = DatabaseOperations

    _setting_search_path: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._applied: tuple[str, str | None] | None = None
        self._actor_applied: str | None = None
        before = tenancy.current()
        super().__init__(*args, **kwargs)
        tenancy.switch(before)  # the stock constructor goes to public

    # -- the broker is read from the ContextVar and written to it, never kept here

    @property
    def tenant(self) -> Any:
        return tenancy.current() or _Registry

    @tenant.setter
    def tenant(self, value: object) -> None:
        pass

    @property
    def schema_name(self) -> str:
        return tenancy.current_schema()

    @schema_name.setter
    def schema_name(self, value: object) -> None:
        pass

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """For django-tenants' own callers; ours use `tenancy.entered`."""
        if tenant.schema_name == tenancy.PUBLIC_SCHEMA:
            tenancy.switch(None)
        elif isinstance(tenant, tenancy.Tenant):
            tenancy.switch(tenant)
        else:
            raise TypeError(
                "Enter a broker with tenancy.entered(tenant); a bare schema name has no identity."
            )

    def set_schema_to_public(self) -> None:
        tenancy.switch(None)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        return params | {"context": faster(params["context"])}

    # -- forget what the connection was told whenever PostgreSQL may have forgotten it

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._forget()
        return super().get_new_connection(conn_params)

    def close(self) -> None:
        self._forget()
        super().close()

    def rollback(self) -> None:
        self._forget()
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._forget()

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        self._actor_applied = None  # LOCAL ends with the transaction
        super().set_autocommit(autocommit, *args, **kwargs)

    def _forget(self) -> None:
        self._applied = None
        self._actor_applied = None

    # -- one message before the first statement in a new house or transaction

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        house, who = self._house(), self._who()
        statements = []
        if house != self._applied:
            statements.append(self._enter_statement(*house))
        if who is not None and who != self._actor_applied:
            statements.append(sql.SQL("SET LOCAL atrium.actor = {}").format(sql.Literal(who)))
        if not statements:
            return
        if self._in_failed_transaction():
            self._forget()  # it refuses every statement but its end; what comes next fails by itself
            return
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            own.execute(sql.SQL("; ").join(statements).as_string(self.connection))
            self._applied, self._actor_applied = house, who
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()

    # -- a write outside every transaction

    def make_cursor(self, cursor: Any) -> TellingCursor:
        return TellingCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> TellingDebugCursor:
        return TellingDebugCursor(cursor, self)

    def telling_who(self) -> AbstractContextManager[object]:
        """Around one statement. In a transaction the actor is told already; outside the houses nothing is audited."""
        if self.in_atomic_block or tenancy.current() is None or not self.get_autocommit():
            return nullcontext()
        return self._own_transaction()

    @contextmanager
    def _own_transaction(self) -> Iterator[None]:
        who = sql.SQL("SET LOCAL atrium.actor = {}").format(sql.Literal(actor.current().as_setting()))
        with self.connection.transaction():
            self.connection.execute(who)
            yield

    def _house(self) -> tuple[str, str | None]:
        tenant = tenancy.current()
        barrier = self.settings_dict.get("ROLE_PER_BROKER", True)
        if tenant is None:
            return tenancy.PUBLIC_SCHEMA, None
        return tenant.schema, tenant.role if barrier else None

    def _who(self) -> str | None:
        return actor.current().as_setting() if self.in_atomic_block else None

    @staticmethod
    def _enter_statement(schema: str, role: str | None) -> sql.Composed:
        path = sql.SQL("SET search_path = {}").format(sql.Identifier(schema))
        # Whether a role may be taken is asked of the session's user, so one house is entered from another directly.
        enter = sql.SQL("SET ROLE {}").format(sql.Identifier(role)) if role else sql.SQL("RESET ROLE")
        return sql.SQL("{}; {}").format(path, enter)

    def _in_failed_transaction(self) -> bool:
        status = self.connection.info.transaction_status
        return bool(status == psycopg.pq.TransactionStatus.INERROR)


__all__ = ["DatabaseOperations", "DatabaseWrapper"]
