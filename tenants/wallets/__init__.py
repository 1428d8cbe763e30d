"""A client's wallet, and money on its way between it and the client's trading accounts."""

from typing import Final

from tenants.ledger.types import Booking, MoneyRows, decisions_of_hold

MONEY_ROWS: Final = (
    MoneyRows(
        table="wallets_transfer",
        keys=("tr:%",),
        bookings=(
            Booking("'tr:' || row.id", when="row.direction = 'to_account' OR row.state = 'settled'"),
            *decisions_of_hold(settled="row.state = 'settled'", voided="row.state = 'refused'"),
        ),
    ),
)
