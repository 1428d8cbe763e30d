"""Whether money may move between a wallet and a trading account. Values in, values out."""

from dataclasses import dataclass

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
