"""Which registry knows a kind of provider. Vendors' own folders are reached by their dotted names alone."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from atrium.kernel.errors import InvalidInput
from atrium.providers.errors import NeverAgain
from atrium.providers.manifest import Manifest
from atrium.providers.psp import registry as psp
from atrium.providers.psp.contract import Psp
from atrium.providers.trading import registry as trading
from atrium.providers.trading.contract import TradingAdapter

_MANIFESTS: Final[Mapping[str, Callable[[str], Manifest]]] = {
    "psp": psp.manifest,
    "trading": trading.manifest,
}
_VENDORS: Final = {"psp": psp.VENDORS, "trading": trading.VENDORS}


def manifest(kind: str, vendor: str) -> Manifest:
    if kind not in _MANIFESTS:
        raise InvalidInput(f"There is no kind of provider “{kind}”.", field="kind")
    try:
        return _MANIFESTS[kind](vendor)
    except NeverAgain as unknown:
        raise InvalidInput(unknown.message, field="vendor") from unknown


def vendors(kind: str) -> list[Manifest]:
    return [manifest(kind, code) for code in sorted(_VENDORS[kind])]


def serves(vendor: str, *, capability: str, currency: str) -> bool:
    """Whether a payment provider can do this in this currency."""
    known = psp.manifest(vendor)
    return capability in known.capabilities and currency in known.currencies


def currencies(vendor: str, *, capability: str) -> frozenset[str]:
    """In which currencies a payment provider can do this; none if it cannot."""
    known = psp.manifest(vendor)
    return known.currencies if capability in known.capabilities else frozenset()


def is_ready(vendor: str, *, capability: str, filled: Iterable[str]) -> bool:
    """Whether the fields are filled in that a payment provider wants for this alone."""
    return psp.manifest(vendor).is_ready(capability, filled)


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
