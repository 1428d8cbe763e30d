"""What an operator must know and fill in to connect an MT5 server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from atrium.providers.errors import NeverAgain
from atrium.providers.manifest import Field, Manifest

MANIFEST = Manifest(
    code="mt5",
    label="MetaTrader 5",
    capabilities=frozenset({"create_account", "balance", "deals", "positions", "groups", "symbols"}),
    fields=(
        Field("url", "Web API address", "https:// and host, with the port if it is not 443"),
        Field("login", "Manager login", "A number; the manager needs the permissions listed in the manual"),
        Field("password", "API password", "The manager's WebAPI password", secret=True),
        Field("ca_pem", "Authority certificate", "PEM text, if the server's is self-signed", required=False),
        Field("groups", "Groups", "Masks with *, for instance real\\*; all if empty", required=False),
        Field("time_offset_seconds", "Clock offset", "Seconds its records run ahead of UTC", required=False),
    ),
)


@dataclass(frozen=True, slots=True)
class Credentials:
    url: str
    login: int
    password: str
    ca_pem: str = ""
    groups: str = "*"
    time_offset_seconds: int = 0

    def __repr__(self) -> str:
        return f"Credentials(url={self.url!r}, login={self.login})"  # never the password


def read_credentials(values: Mapping[str, str]) -> Credentials:
    """Raises NeverAgain that names the field which is missing or wrong."""
    missing = [field.label for field in MANIFEST.fields if field.required and not values.get(field.name)]
    if missing:
        raise NeverAgain(f"This connection is not complete yet. Missing: {', '.join(missing)}.")
    return Credentials(
        url=_https(values["url"]),
        login=_number(values, "login"),
        password=values["password"],
        ca_pem=values.get("ca_pem", ""),
        groups=values.get("groups") or "*",
        time_offset_seconds=_number(values, "time_offset_seconds"),
    )


def _https(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        good = False
    if not good:
        raise NeverAgain(f"“{url}” is no Web API address. Write it like https://mt5.example.com:443.")
    return f"https://{parts.netloc}"


def _number(values: Mapping[str, str], name: str) -> int:
    text = str(values.get(name) or "0").strip()
    try:
        return int(text)
    except ValueError as error:
        raise NeverAgain(
            f"The field {name} of this connection must be a whole number, not “{text}”."
        ) from error
