"""Writing the SQL template: migrate a schema of the token's name, dump it, drop it."""

import os
import subprocess
from pathlib import Path

from django.db import connection
from psycopg import sql

from atrium.brokers import grants, migrating, provisioning, template
from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from infra.embedded import binaries


def write(path: Path = template.FILE) -> None:
    """Runs as owner, in a database of its own beside the present one, so that nothing of it is left."""
    scratch = f"atrium_template_{os.getpid()}"
    before = connection.settings_dict["NAME"]
    with provisioning.owner_connection(autocommit=True) as raw:
        raw.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(scratch)))
    connection.close()
    connection.settings_dict.update(NAME=scratch, ROLE_PER_BROKER=False)
    try:
        path.write_text(template.clean(_dump()))
    finally:
        connection.close()
        connection.settings_dict.update(NAME=before, ROLE_PER_BROKER=True)
        with provisioning.owner_connection(autocommit=True) as raw:
            raw.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(scratch)))
            raw.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{template.TOKEN}_role")))


def migrated_house() -> tenancy.Tenant:
    """The token's schema, made by replaying every migration."""
    tenant = tenancy.Tenant(template.TOKEN, new_id(), "template", "Template")
    with provisioning.owner_connection() as raw:
        grants.ensure_house_role(raw, tenant.schema)
        raw.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(tenant.schema)))
    migrating.migrate_schema(tenant)
    return tenant


def _dump() -> str:
    tenant = migrated_house()
    known = connection.settings_dict
    return subprocess.run(
        [
            str(binaries.postgres_programs(None) / "pg_dump"),
            f"--schema={tenant.schema}",
            "--no-owner", "--no-privileges", "--inserts",
            f"--host={known['HOST']}", f"--port={known['PORT']}", f"--username={known['USER']}", known["NAME"],
        ],
        env={**os.environ, "PGPASSWORD": known["PASSWORD"]},
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
