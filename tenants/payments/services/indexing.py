"""What a deposit or payout can be found by, told to the search in the transaction that changed it."""

from collections.abc import Iterable

from tenants.search.services import index_many
from tenants.search.types import Indexed, Terms

from ..models import Deposit, Withdrawal


def index_deposits(deposits: Iterable[Deposit]) -> None:
    index_many(
        Indexed(
            "deposit",
            deposit.id,
            Terms(references=_references(deposit.id, deposit.psp_reference, deposit.payment_id)),
        )
        for deposit in deposits
    )


def index_withdrawals(withdrawals: Iterable[Withdrawal]) -> None:
    index_many(
        Indexed("withdrawal", paid.id, Terms(references=_references(paid.id, paid.psp_reference)))
        for paid in withdrawals
    )


def _references(*written: object) -> tuple[str, ...]:
    return tuple(str(one) for one in written if one)
