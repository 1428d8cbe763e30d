"""The broker's rules for withdrawals of clients."""

from decimal import Decimal

from atrium.kernel.errors import InvalidInput

from ..models import WithdrawalPolicy


def set_withdrawal_policy(
    *,
    smallest: Decimal,
    largest: Decimal,
    daily: Decimal,
    kyc_level: int,
    fee_fixed: Decimal,
    fee_percent: Decimal,
    refund_days: int,
    large: Decimal,
    fresh_hours: int,
) -> WithdrawalPolicy:
    if not 0 < smallest <= largest:
        raise InvalidInput("The smallest amount is above zero and not above the largest.", field="largest")
    if largest > daily:
        raise InvalidInput("What may go out in a day is at least what may go out at once.", field="daily")
    if fee_fixed < 0 or not 0 <= fee_percent <= 50:
        raise InvalidInput("A fee is not below zero, and at most 50 percent.", field="fee_percent")
    rules = {
        "smallest": smallest,
        "largest": largest,
        "daily": daily,
        "kyc_level": kyc_level,
        "fee_fixed": fee_fixed,
        "fee_percent": fee_percent,
        "refund_days": refund_days,
        "large": large,
        "fresh_hours": fresh_hours,
    }
    row, _ = WithdrawalPolicy.objects.update_or_create(id=1, defaults=rules)
    return row
