"""Stage 8: money that the broker lent the client earns nobody a rebate."""

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.portion import Portion
from tenants.rebates.engine.trace import Json, step


def apply_credit(portions: list[Portion], deal: Deal) -> None:
    if deal.equity is None:
        return
    coefficient = max(ZERO, deal.equity - deal.credit) / deal.equity if deal.equity > 0 else ZERO
    if coefficient == ONE:
        return
    for portion in portions:
        read: Json = {
            "amount": plain(portion.amount),
            "equity": plain(deal.equity),
            "credit": plain(deal.credit),
            "coefficient": plain(coefficient),
        }
        portion.amount *= coefficient
        if not coefficient:
            portion.deny("credit")
        portion.steps.append(step(8, "credit", read, portion.amount))
