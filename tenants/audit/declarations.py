"""What all rooms said of their tables (`tenants/audit/__init__.py` names the words), gathered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from atrium.brokers.declarations import declared


@dataclass(frozen=True, slots=True)
class Personal:
    """Columns whose values are under a person's key, and the columns that say whose."""

    owners: tuple[str, ...]
    columns: tuple[str, ...]


def unaudited_tables() -> frozenset[str]:
    """Tables that are their own record, or no record at all."""
    names = ("APPEND_ONLY_TABLES", "DERIVED_TABLES")
    return frozenset(table for name in names for tables in declared(name) for table in tables)


def secret_columns() -> Mapping[str, tuple[str, ...]]:
    return dict(_by_table("SECRET_COLUMNS"))


def derived_columns() -> Mapping[str, tuple[str, ...]]:
    return dict(_by_table("DERIVED_COLUMNS"))


@lru_cache(maxsize=1)
def personal_columns() -> Mapping[str, Personal]:
    found = {}
    for tables in declared("PERSONAL_COLUMNS"):
        for table, (owner, columns) in tables.items():
            owners = (owner,) if isinstance(owner, str) else tuple(owner)
            found[table] = Personal(owners, tuple(columns))
    return found


def person_links() -> Mapping[str, tuple[str, ...]]:
    return dict(_by_table("PERSON_LINKS"))


def _by_table(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for tables in declared(name):
        yield from tables.items()
