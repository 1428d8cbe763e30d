"""Whether money may come in or go out, with every reason against it. Values in, values out."""

from typing import Final

from atrium.kernel.money import Money, round_half_even

from .types import DepositFacts, Limits, PayoutFacts, Verdict

DESTINATION_LONGEST: Final = 200


def decide_deposit(facts: DepositFacts) -> Verdict:
    reasons = _amount_reasons(facts.money, facts.limits, "deposit")
    if facts.money.currency != facts.wallet_currency:
        reasons.append(
            ("currency", f"Your wallet is in {facts.wallet_currency}. Deposit in {facts.wallet_currency}.")
        )
    if not facts.kyc_allows:
        reasons.append(("kyc", facts.kyc_reason))
    if not facts.method_serves_currency:
        reasons.append(("method", f"There is no way to deposit {facts.money.currency} at the moment."))
    return Verdict(tuple(reasons))


def decide_payout(facts: PayoutFacts) -> Verdict:
    reasons = _amount_reasons(facts.money, facts.limits, "payout")
    if facts.money.currency != facts.wallet_currency:
        reasons.append(
            ("currency", f"The wallet is in {facts.wallet_currency}. Ask for {facts.wallet_currency}.")
        )
    if not facts.partner_active:
        reasons.append(("partner", "This partner is not active, so nothing is paid out."))
    if not facts.destination.strip() or len(facts.destination) > DESTINATION_LONGEST:
        reasons.append(("destination", "Say where the money should go."))
    if not facts.method_serves_currency:
        reasons.append(("method", f"There is no way to pay out {facts.money.currency} at the moment."))
    return Verdict(tuple(reasons))


def _amount_reasons(money: Money, limits: Limits, noun: str) -> list[tuple[str, str]]:
    if money.amount_minor <= 0:
        return [("amount", "The amount must be more than zero.")]
    smallest = round_half_even(limits.smallest, money.currency)
    largest = round_half_even(limits.largest, money.currency)
    if money < smallest:
        return [("amount", f"The smallest {noun} is {smallest}.")]
    if money > largest:
        return [("amount", f"The largest {noun} at once is {largest}.")]
    return []


def matches(asked: Money, received: Money) -> bool:
    """Another amount or another currency than asked for is for a person to look at."""
    return asked == received
