"""The SQL template: a migrated broker's schema as text, from which a new one is made in one transaction.

The file is written by `atrium template` and committed. Its first line carries the digest of the migrations that it was made
from, and it is refused when they have moved on, so a new broker is never a version behind.
"""

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from .declarations import declared

TOKEN: Final = (
    "t_templatezzzz"  # a valid schema name that no broker can get: z is never drawn four times by chance
)
FILE: Final = Path(__file__).with_name("template.sql")
_HEADER: Final = "-- atrium template, migrations "


# What the rooms declare of their tables and a finisher (settings.HOUSE_FINISHERS) makes triggers of.
_SHAPING: Final = (
    "APPEND_ONLY_TABLES",
    "DERIVED_TABLES",
    "DERIVED_COLUMNS",
    "SECRET_COLUMNS",
)


class TemplateOutdated(RuntimeError):
    """The template was made from other migrations than the code holds."""


@lru_cache(maxsize=1)
def migrations_digest() -> str:
    """Of names and texts of all migrations that a broker's schema is made of."""
    loader = MigrationLoader(None)
    digest = hashlib.sha256()
    for app_label, name in sorted(key for key in loader.disk_migrations if key[0] in broker_app_labels()):
        module = __import__(loader.disk_migrations[app_label, name].__module__, fromlist=["_"])
        digest.update(f"{app_label}.{name}\n".encode())
        file = Path(str(module.__file__))
        digest.update(file.read_bytes())
        for statements in sorted(
            (file.parent.parent / "sql").rglob("*.sql")
        ):  # the room's functions, run by a migration
            digest.update(statements.read_bytes())
    for name in _SHAPING:
        digest.update(repr(list(declared(name))).encode())
    return digest.hexdigest()[:32]


def broker_app_labels() -> set[str]:
    from django.apps import apps

    return {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}


def load(schema: str) -> str:
    """The statements that make this schema: tables, functions, triggers and the record of migrations."""
    path = Path(os.environ.get("ATRIUM_TEMPLATE", FILE))
    if not path.exists():
        raise TemplateOutdated(f"{path} is missing. Run `make template`.")
    header, _, body = path.read_text().partition("\n")
    if header != _HEADER + migrations_digest():
        raise TemplateOutdated(f"{path.name} was made from other migrations than these. Run `make template`.")
    return body.replace(TOKEN, schema)


def is_current(path: Path = FILE) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        return file.readline().rstrip("\n") == _HEADER + migrations_digest()


def clean(dump: str) -> str:
    """pg_dump's text without what belongs to its own session, and with the header."""
    unwanted = re.compile(
        r"^(--.*|\\(un)?restrict .*|SET .*;|SELECT pg_catalog\.set_config\('search_path'.*)$",
        re.MULTILINE,
    )
    lines = [line for line in dump.splitlines() if not _outside_functions(line, unwanted)]
    return f"{_HEADER}{migrations_digest()}\n" + "\n".join(lines) + "\n"


def _outside_functions(line: str, unwanted: re.Pattern[str]) -> bool:
    # Inside function bodies lines are indented; pg_dump's own lines never are. Empty ones stay: they may be a body's.
    return bool(unwanted.fullmatch(line)) and not line.startswith(" ")
