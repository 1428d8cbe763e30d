"""The broker's own mark-up over the reference rates. What was exchanged before keeps the rate it was exchanged at."""

from decimal import Decimal
from typing import Final

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import currency_code

from ..models import Markup

MOST: Final = Decimal(25)
_PLACES: Final = Decimal("0.0001")


def set_markup(*, percent: Decimal, source: str = "", target: str = "") -> Markup:
    """For one pair, for one currency sold or bought, or, with neither, for every other."""
    if not percent.is_finite() or not 0 <= percent <= MOST:
        raise InvalidInput(
            f"A mark-up is between 0 and {MOST} per cent. Nothing was changed.", field="percent"
        )
    if percent != percent.quantize(_PLACES):
        raise InvalidInput("A mark-up has at most four decimal places. Nothing was changed.", field="percent")
    if source and source == target:
        raise InvalidInput("Choose two different currencies. Nothing was changed.", field="target")
    for currency in filter(None, (source, target)):
        currency_code(currency)
    facts = {"percent": percent, "changed_at": clock.now()}
    changed, _ = Markup.objects.update_or_create(source=source, target=target, defaults=facts)
    return changed


def remove_markup(*, source: str = "", target: str = "") -> bool:
    """The next wider mark-up holds again. Whether there was one to remove."""
    found = Markup.objects.filter(source=source, target=target).first()
    if found is not None:
        found.delete()
    return found is not None
