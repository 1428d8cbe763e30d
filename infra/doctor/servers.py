"""PostgreSQL and Redis: reachable, and entered as whom they should be."""

from collections.abc import Iterator

import psycopg
import redis
from django.conf import settings
from psycopg.rows import dict_row

from infra.doctor.findings import Finding, fails, note, ok

_RIGHTS = (
    "SELECT current_user AS name, r.rolsuper, r.rolcreaterole, r.rolbypassrls,"
    " pg_has_role(current_user, d.datdba, 'MEMBER') AS owner, current_setting('server_version') AS version"
    " FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()"
)


def serving_role() -> Iterator[Finding]:
    """What pages, worker and feed connect as must be able to do little: it is the second barrier."""
    try:
        rights = _rights(settings.ENV.database_app_url)
    except psycopg.OperationalError as error:
        yield fails(
            "database", f"The serving role cannot log in: {_first_line(error)} Run `atrium migrate` first."
        )
        return
    mighty = [right for right in ("rolsuper", "rolcreaterole", "rolbypassrls", "owner") if rights[right]]
    if mighty:
        yield fails(
            "roles",
            f"Serving processes connect as {rights['name']}, which is {', '.join(mighty)}. Give them DATABASE_APP_URL "
            "(the role atrium_app); DATABASE_URL is for migrations and provisioning alone.",
        )
    else:
        yield ok("roles", f"serving processes connect as {rights['name']}, which owns nothing")
    yield ok("database", f"PostgreSQL {rights['version']}")


def owner_role() -> Iterator[Finding]:
    if not settings.ENV.database_url:
        yield note("owner", "DATABASE_URL is not set here; only migrations and provisioning need it.")
        return
    try:
        rights = _rights(settings.ENV.database_url)
    except psycopg.OperationalError as error:
        yield fails("owner", f"DATABASE_URL cannot be reached: {_first_line(error)}")
        return
    if not rights["rolcreaterole"] and not rights["rolsuper"]:
        yield fails("owner", f"{rights['name']} lacks CREATEROLE: each broker has a role of its own.")
    elif rights["rolsuper"]:
        yield note(
            "owner", f"{rights['name']} is a superuser; CREATEROLE and owning the database are enough."
        )
    else:
        yield ok("owner", f"{rights['name']}")


def doorbell() -> Iterator[Finding]:
    try:
        with redis.Redis.from_url(settings.ENV.redis_url, socket_timeout=5) as client:
            version = client.info("server")["redis_version"]
    except (redis.RedisError, OSError) as error:
        yield fails("redis", f"REDIS_URL cannot be reached: {_first_line(error)}")
    else:
        yield ok("redis", f"Redis {version}")


def _rights(url: str) -> dict[str, object]:
    with psycopg.connect(url, connect_timeout=5, row_factory=dict_row) as connection:
        found = connection.execute(_RIGHTS).fetchone()
    assert found is not None
    return found


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
