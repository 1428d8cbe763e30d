"""The one list of payment service providers: code → dotted names, imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import Psp
from atrium.providers.psp.manifest import PspManifest

# code: (adapter class, manifest)
VENDORS: Mapping[str, tuple[str, str]] = {
    "stripe": (
        "atrium.providers.psp.stripe.adapter:StripeAdapter",
        "atrium.providers.psp.stripe.manifest:MANIFEST",
    ),
    "nowpayments": (
        "atrium.providers.psp.nowpayments.adapter:NowPaymentsAdapter",
        "atrium.providers.psp.nowpayments.manifest:MANIFEST",
    ),
    "praxis": (
        "atrium.providers.psp.praxis.adapter:PraxisAdapter",
        "atrium.providers.psp.praxis.manifest:MANIFEST",
    ),
    "fake": (
        "atrium.providers.psp.fake.adapter:FakePsp",
        "atrium.providers.psp.fake.manifest:MANIFEST",
    ),
}


def open_adapter(code: str, credentials: Mapping[str, str]) -> Psp:
    """An adapter built with one broker's credentials. It connects when it is first used."""
    adapter = _load(_vendor(code)[0])
    return cast(Psp, adapter.from_credentials(credentials))  # type: ignore[attr-defined]


def manifest(code: str) -> PspManifest:
    return cast(PspManifest, _load(_vendor(code)[1]))


def _vendor(code: str) -> tuple[str, str]:
    try:
        return VENDORS[code]
    except KeyError:
        known = ", ".join(sorted(VENDORS))
        raise NeverAgain(f"There is no payment provider “{code}”. Known: {known}.") from None


def _load(dotted: str) -> object:
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
