"""Names in shared stores (cache, locks, channel groups, files), always led by the broker's schema."""

import hashlib
import re
from typing import Final

from . import tenancy

_PLAIN: Final = re.compile(r"[^A-Za-z0-9_.-]")
_GROUP_MAX: Final = 99


def cache_key(*parts: object) -> str:
    return ":".join((tenancy.current_schema(), *map(str, parts)))


def make_cache_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: two brokers never share an entry, whatever the caller names it."""
    return f"{key_prefix}:{tenancy.current_schema()}:{version}:{key}"


def lock_key(*parts: object) -> int:
    """A signed 64-bit number for PostgreSQL's advisory locks."""
    digest = hashlib.sha256(cache_key(*parts).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def group_name(surface: str, *parts: object) -> str:
    """A Channels group: the broker, the surface, who. The name is made on the server, never taken from a client."""
    name = ".".join((tenancy.require().schema, surface, *(_PLAIN.sub("-", str(part)) for part in parts)))
    if len(name) > _GROUP_MAX:
        raise ValueError(f"group name too long: {name}")
    return name


def file_path(name: str) -> str:
    return f"{tenancy.require().schema}/{name}"
