"""Whether money may move between a wallet and a trading account. Values in, values out."""

from dataclasses import dataclass
from decimal import Decimal

from atrium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class TransferFacts:
    money: Money
    account_currency: str
    account_kind: str
    account_status: str


def reasons_against(facts: TransferFacts) -> tuple[tuple[str, str], ...]:
    """Each with the field it is about; none means yes."""
    reasons: list[tuple[str, str]] = []
    if facts.money.amount_minor <= 0:
        reasons.append(("amount", "The amount must be more than zero."))
    if facts.money.currency != facts.account_currency:
        reasons.append(
            (
                "currency",
                f"This trading account is in {facts.account_currency}. Move {facts.account_currency}.",
            )
        )
    if facts.account_kind != "live":
        reasons.append(("account", "A demo account holds play money only; choose a live account."))
    if facts.account_status == "archived":
        reasons.append(("account", "This trading account is archived. Choose another."))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class BetweenFacts:
    """Of a move between two wallets. `shown_rate` is what the page said, `offered_rate` what holds now."""

    sold: Money
    same_wallet: bool
    same_person: bool
    source_active: bool
    shown_rate: Decimal | None
    offered_rate: Decimal | None
    bought: Money | None


def reasons_against_between(facts: BetweenFacts) -> tuple[tuple[str, str], ...]:
    reasons: list[tuple[str, str]] = []
    if facts.sold.amount_minor <= 0:
        reasons.append(("amount", "The amount must be more than zero."))
    if facts.same_wallet:
        reasons.append(("to_currency", "That is the same wallet. Choose another."))
    if not facts.same_person:
        reasons.append(("to", "Money moves between wallets of the same person only."))
    if not facts.source_active:
        reasons.append(("from", "The partner account is suspended, so nothing is taken out of its wallet."))
    return tuple(reasons) or _reasons_of_rate(facts)


def _reasons_of_rate(facts: BetweenFacts) -> tuple[tuple[str, str], ...]:
    if facts.bought is None or facts.offered_rate is None:
        return (
            ("to_currency", "No exchange rate between these currencies is known. Nothing was exchanged."),
        )
    if facts.shown_rate is not None and facts.shown_rate != facts.offered_rate:
        rate = f"{facts.offered_rate.normalize():f}"
        return (
            ("rate", f"The rate has changed to {rate}. Nothing was exchanged; look at it and try again."),
        )
    if facts.bought.amount_minor <= 0:
        return (("amount", f"That is less than the smallest amount of {facts.bought.currency}."),)
    return ()
