"""Who may touch what in a broker's schema: its own role everything but what the database alone may write.

`atrium_app` is what serving processes connect as: it has no rights in any house until it takes that house's role.
"""

from collections.abc import Iterable
from typing import Any, Final

import psycopg
from psycopg import sql

from .declarations import declared

_ROLES_WITH_OPTIONS: Final = 160000  # PostgreSQL 16: GRANT … WITH INHERIT, SET


def ensure_app_role(connection: psycopg.Connection[tuple[Any, ...]], *, name: str, password: str) -> None:
    """The serving role: may log in and inherits nothing."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOINHERIT PASSWORD {}").format(
            verb, sql.Identifier(name), sql.Literal(password)
        )
    )


def grant_registry(connection: psycopg.Connection[tuple[Any, ...]], *, app_role: str) -> None:
    """Outside every house the serving role reads and writes the registry's tables, and creates nothing."""
    role = sql.Identifier(app_role)
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(role=role))


def ensure_house_role(
    connection: psycopg.Connection[tuple[Any, ...]], tenant_schema: str, *, app_role: str = ""
) -> None:
    role = sql.Identifier(f"{tenant_schema}_role")
    known = connection.execute(
        "SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{tenant_schema}_role"]
    ).fetchone()
    if not known:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    options = ""
    if connection.info.server_version >= _ROLES_WITH_OPTIONS:
        options = " WITH INHERIT FALSE, SET TRUE"
    members: list[sql.Composable] = [sql.SQL("CURRENT_USER")]
    if app_role:
        members.append(sql.Identifier(app_role))
    for member in members:
        connection.execute(sql.SQL("GRANT {} TO {}" + options).format(role, member))


def grant_house(connection: psycopg.Connection[tuple[Any, ...]], schema: str) -> None:
    """Again after each migration: rights on every table and function there is now."""
    house, role = sql.Identifier(schema), sql.Identifier(f"{schema}_role")
    for statement in (
        "GRANT USAGE ON SCHEMA {house} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {house} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {house} TO {role}",
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {house} FROM PUBLIC",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {house} TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(house=house, role=role))
    for table in read_only_tables():
        connection.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {house}.{table} FROM {role}").format(
                house=house, table=sql.Identifier(table), role=role
            )
        )


def read_only_tables() -> Iterable[str]:
    """Tables that a room declares in `READ_ONLY_TABLES` of its package: written by its database functions alone."""
    for tables in declared("READ_ONLY_TABLES"):
        yield from tables
