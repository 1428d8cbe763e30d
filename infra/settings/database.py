"""From a URL to Django's DATABASES entry."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Backends keep what they saw of every schema in memory: a connection's life is bounded (docs/decisions).
_POOL = {"min_size": 0, "max_size": 12, "timeout": 10, "max_lifetime": 900, "max_idle": 120}


def connection_settings(url: str, *, role_per_broker: bool, pool: bool = True) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if pool:
        options["pool"] = dict(_POOL)
    return {
        "ENGINE": "atrium.kernel.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": pool,  # what the pool hands out works, also after the database was started again
        "ATOMIC_REQUESTS": False,  # a vendor call stands between two verbs
        "ROLE_PER_BROKER": role_per_broker,
    }
