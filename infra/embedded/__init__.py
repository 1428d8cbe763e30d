"""PostgreSQL and Redis from PyPI wheels, for a machine that has neither. No Django in here."""

from infra.embedded.errors import EmbeddedError
from infra.embedded.postgres import Postgres
from infra.embedded.redis import Redis

__all__ = ["EmbeddedError", "Postgres", "Redis"]
