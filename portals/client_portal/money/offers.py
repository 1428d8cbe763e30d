"""Ways to pay in words: what each costs, how much it takes, how soon it arrives, what is still missing."""

import io
from dataclasses import dataclass
from typing import Final

import qrcode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from qrcode.image.svg import SvgPathImage

from atrium.kernel.money import round_half_even
from portals.shared.refusals import translated
from tenants.clients.models import Client
from tenants.payments.models import Kind
from tenants.payments.types import MethodOffer

_ICONS: Final = {
    Kind.CARD: "credit-card",
    Kind.CRYPTO: "coins",
    Kind.WIRE: "building-bank",
    Kind.MANUAL: "file-text",
}
_HOUR: Final = 60
_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class ShownOffer:
    offer: MethodOffer
    icon: str
    fee: str
    between: str
    soon: str
    missing: tuple[str, ...]

    @property
    def arrives(self) -> str:
        return str(self.offer.arrives) if self.offer.arrives and self.offer.fee else ""


def shown(offers: list[MethodOffer], client: Client) -> list[ShownOffer]:
    return [
        ShownOffer(
            offer=offer,
            icon=_ICONS.get(Kind(offer.kind), "cash"),
            fee=fee_words(offer, client.currency),
            between=_between(offer),
            soon=_soon(offer.minutes),
            missing=tuple(translated(reason) for reason in offer.missing),
        )
        for offer in offers
    ]


def fee_words(offer: MethodOffer, currency: str) -> str:
    if not offer.client_pays or (not offer.fee_fixed and not offer.fee_percent):
        return _("No fee")
    if offer.fee is not None:
        return _("Fee %(fee)s") % {"fee": offer.fee}
    fixed = str(round_half_even(offer.fee_fixed, currency)) if offer.fee_fixed else ""
    percent = f"{offer.fee_percent.normalize():f} %" if offer.fee_percent else ""
    return _("Fee %(fee)s") % {"fee": " + ".join(filter(None, (fixed, percent)))}


def _between(offer: MethodOffer) -> str:
    if offer.smallest is None or offer.largest is None:
        return ""
    low, high = offer.smallest, offer.largest
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _soon(minutes: int) -> str:
    if minutes <= 1:
        return _("within a minute")
    if minutes < _HOUR:
        return ngettext("within %(n)s minute", "within %(n)s minutes", minutes) % {"n": minutes}
    if minutes < _DAY:
        hours = -(-minutes // _HOUR)
        return ngettext("within %(n)s hour", "within %(n)s hours", hours) % {"n": hours}
    days = -(-minutes // _DAY)
    return ngettext("within %(n)s day", "within %(n)s days", days) % {"n": days}


def qr_code(text: str) -> SafeString:
    """As a picture inside the page: nothing is asked of any other site."""
    made = qrcode.make(text, image_factory=SvgPathImage, border=2)
    written = io.BytesIO()
    made.save(written)
    svg = written.getvalue().decode().partition("?>")[2] or written.getvalue().decode()
    return mark_safe(svg)
