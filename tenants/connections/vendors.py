"""Which registry knows a kind of provider. Vendors' own folders are reached by their dotted names alone."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from atrium.kernel.errors import InvalidInput
from atrium.providers.errors import NeverAgain
from atrium.providers.psp import registry as psp
from atrium.providers.psp.contract import Psp
from atrium.providers.trading import registry as trading
from atrium.providers.trading.contract import TradingAdapter


class Field(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def secret(self) -> bool: ...
    @property
    def required(self) -> bool: ...


class Manifest(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def capabilities(self) -> frozenset[str]: ...
    @property
    def fields(self) -> Sequence[Field]: ...


def manifest(kind: str, vendor: str) -> Manifest:
    try:
        return cast(Manifest, _registry(kind).manifest(vendor))
    except NeverAgain as unknown:
        raise InvalidInput(unknown.message, field="vendor") from unknown


def vendors(kind: str) -> list[Manifest]:
    return [manifest(kind, code) for code in sorted(_registry(kind).VENDORS)]


def open_psp(vendor: str, credentials: Mapping[str, str]) -> Psp:
    return psp.open_adapter(vendor, credentials)


def open_trading(vendor: str, credentials: Mapping[str, str]) -> TradingAdapter:
    return trading.open_adapter(vendor, credentials)


def shown(kind: str, vendor: str, credentials: Mapping[str, str]) -> dict[str, str]:
    """What a page may show: plain fields, and the last four characters of secrets that are long enough."""
    secrets = {field.name for field in manifest(kind, vendor).fields if field.secret}
    return {
        name: _hidden(value) if name in secrets else value for name, value in credentials.items() if value
    }


def _hidden(secret: str) -> str:
    return f"…{secret[-4:]}" if len(secret) >= 12 else "…"


def _registry(kind: str):  # type: ignore[no-untyped-def]  # a module, and modules have no protocol of their own
    try:
        return {"psp": psp, "trading": trading}[kind]
    except KeyError:
        raise InvalidInput(f"There is no kind of provider “{kind}”.", field="kind") from None
