"""The one place that reads the environment. Every variable is named, typed, defaulted and explained here."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from environs import Env

ROOT: Final = Path(__file__).resolve().parents[2]
APP_ROLE: Final = "atrium_app"
_DEVELOPMENT_SECRET: Final = "development-only-not-a-secret-0000000000000000000000"


class Misconfigured(SystemExit):
    """The environment cannot work; the message says which variable and what it should be."""


@dataclass(frozen=True, slots=True)
class Environment:
    mode: str  # ATRIUM_ENV: development, test or production
    secret_key: str  # ATRIUM_SECRET_KEY: signs cookies and tokens
    kek: str  # ATRIUM_KEK: wraps each broker's key for secrets at rest
    database_url: str  # DATABASE_URL: the owner; migrations and provisioning alone
    database_app_url: (
        str  # DATABASE_APP_URL: what everything else connects as; derived from DATABASE_URL if absent
    )
    redis_url: str  # REDIS_URL
    root_domain: str  # ATRIUM_ROOT_DOMAIN: brokers live under it
    port: int  # ATRIUM_PORT: where web listens, and what links say in development
    tls: bool  # ATRIUM_TLS: secure cookies and https links
    sentry_dsn: str  # SENTRY_DSN
    email_url: str  # ATRIUM_EMAIL_URL: smtp(s)://user:password@host:port; none catches mail locally
    email_from: str  # ATRIUM_EMAIL_FROM
    var: Path  # ATRIUM_VAR: logs, caught files, embedded servers
    media: Path  # ATRIUM_MEDIA: uploaded files
    static: Path  # ATRIUM_STATIC: collected styles and scripts
    anchors: Path  # ATRIUM_ANCHORS: signed notes of where each broker's audit ended; best on another machine's disk
    anchor_key: str  # ATRIUM_ANCHOR_KEY: signs them; made of ATRIUM_KEK if absent
    anchor_mail: str  # ATRIUM_ANCHOR_MAIL: who is mailed each of them; none mails nobody
    rates_feed: bool  # ATRIUM_RATES_FEED: ask the European Central Bank for new exchange rates
    log_format: str  # ATRIUM_LOG: json or text
    release: str  # ATRIUM_RELEASE: told to Sentry
    outbox_keep_days: (
        int  # ATRIUM_OUTBOX_KEEP_DAYS: how long it is kept who was told of what; events stay for ever
    )
    as_owner: bool  # ATRIUM_AS_OWNER: this process migrates or provisions

    @property
    def development(self) -> bool:
        return self.mode == "development"


def read(env: Env | None = None) -> Environment:
    env = env or Env()
    mode = env.str("ATRIUM_ENV", "development")
    if mode not in {"development", "test", "production"}:
        raise Misconfigured(f"ATRIUM_ENV is “{mode}”; it must be development, test or production.")
    strict = mode == "production"
    database_url = env.str("DATABASE_URL", "")
    var = Path(env.str("ATRIUM_VAR", str(ROOT / "var")))
    return Environment(
        mode=mode,
        secret_key=_secret(env, "ATRIUM_SECRET_KEY", strict),
        kek=_secret(env, "ATRIUM_KEK", strict),
        database_url=database_url,
        database_app_url=env.str("DATABASE_APP_URL", "") or app_url(database_url),
        redis_url=env.str("REDIS_URL", "redis://127.0.0.1:6379/0"),
        root_domain=env.str("ATRIUM_ROOT_DOMAIN", "localhost"),
        port=env.int("ATRIUM_PORT", 8000),
        tls=env.bool("ATRIUM_TLS", strict),
        sentry_dsn=env.str("SENTRY_DSN", ""),
        email_url=env.str("ATRIUM_EMAIL_URL", ""),
        email_from=env.str("ATRIUM_EMAIL_FROM", "no-reply@atrium.localhost"),
        var=var,
        media=Path(env.str("ATRIUM_MEDIA", str(var / "media"))),
        static=Path(env.str("ATRIUM_STATIC", str(var / "static"))),
        anchors=Path(env.str("ATRIUM_ANCHORS", str(var / "anchors"))),
        anchor_key=env.str("ATRIUM_ANCHOR_KEY", ""),
        anchor_mail=env.str("ATRIUM_ANCHOR_MAIL", ""),
        rates_feed=env.bool("ATRIUM_RATES_FEED", strict),
        log_format=env.str("ATRIUM_LOG", "json" if strict else "text"),
        release=env.str("ATRIUM_RELEASE", ""),
        outbox_keep_days=_at_least_one(env, "ATRIUM_OUTBOX_KEEP_DAYS", 30),
        as_owner=env.bool("ATRIUM_AS_OWNER", False),
    )


def app_url(owner_url: str) -> str:
    """The serving role's URL: same server, user atrium_app, a password only who knows the owner's can derive."""
    if not owner_url:
        return ""
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APP_ROLE}:{quote(app_password(owner_url))}@{host}"))


def app_password(owner_url: str) -> str:
    owner = unquote(urlsplit(owner_url).password or "")
    return hmac.new(owner.encode(), APP_ROLE.encode(), hashlib.sha256).hexdigest()


def _at_least_one(env: Env, name: str, default: int) -> int:
    value: int = env.int(name, default)
    if value < 1:
        raise Misconfigured(f"{name} is {value}; it must be 1 or more.")
    return value


def _secret(env: Env, name: str, strict: bool) -> str:
    value = env.str(name, "" if strict else _DEVELOPMENT_SECRET)
    if len(value) < 32:
        raise Misconfigured(f"{name} is missing or shorter than 32 characters. Set it to a long random text.")
    return str(value)
