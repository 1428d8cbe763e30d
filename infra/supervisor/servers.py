"""PostgreSQL and Redis of the running product: the ones that the environment names, or our own under var/."""

import os
from types import TracebackType
from typing import Self

import redis

from infra.embedded import Postgres, Redis
from infra.embedded.errors import EmbeddedError
from infra.supervisor import running
from infra.supervisor.progress import complain, step


class Servers:
    """`with Servers() as servers: servers.environment` holds DATABASE_URL and REDIS_URL."""

    def __init__(self) -> None:
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
        if not given["DATABASE_URL"]:
            self.postgres = Postgres(running.var() / "pg")
            with step("PostgreSQL 18 under var/pg"):
                self.postgres.start()
            given["DATABASE_URL"] = self.postgres.url
        if not given["REDIS_URL"]:
            self.redis = Redis(running.var() / "redis")
            with step("Redis under var/redis"):
                self.redis.start()
            given["REDIS_URL"] = self.redis.url
        else:
            require_redis(given["REDIS_URL"])
        self.environment = given

    def watch(self) -> None:
        """Start again, on the same port, what has died; its data are those of its last commit."""
        for server in (self.postgres, self.redis):
            if server is not None and not server.is_alive():
                complain(f"{type(server).__name__} stopped; starting it again over {server.folder}.")
                try:
                    server.start()
                except EmbeddedError as error:
                    complain(str(error))

    def _stop(self) -> None:
        for server in (self.redis, self.postgres):
            if server is not None:
                server.stop()


def require_redis(url: str) -> None:
    """Asked before anything is started: the worker would knock at a closed door for ever."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        why = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise EmbeddedError(
            f"The server of REDIS_URL cannot be reached: {why}. Nothing was changed. "
            "Correct the address, start that server, or unset REDIS_URL to use one under var/."
        ) from error
