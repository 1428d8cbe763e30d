"""The broker's limits."""

from decimal import Decimal

from atrium.kernel.errors import InvalidInput

from ..models import Policy


def set_policy(
    *, deposit_min: Decimal, deposit_max: Decimal, payout_min: Decimal, payout_max: Decimal
) -> Policy:
    for smallest, largest, field in (
        (deposit_min, deposit_max, "deposit_max"),
        (payout_min, payout_max, "payout_max"),
    ):
        if not 0 < smallest <= largest:
            raise InvalidInput("The smallest amount is above zero and not above the largest.", field=field)
    limits = {
        "deposit_min": deposit_min,
        "deposit_max": deposit_max,
        "payout_min": payout_min,
        "payout_max": payout_max,
    }
    row, _ = Policy.objects.update_or_create(id=1, defaults=limits)
    return row
