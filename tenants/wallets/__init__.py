"""A client's wallet, and money on its way between it and the client's trading accounts."""

from typing import Final

from tenants.ledger.types import Booking, MoneyRows, decisions_of_hold

_KEY: Final = "'wt:' || row.id"
_POCKET: Final = "|| ':wallet:' ||"

MONEY_ROWS: Final = (
    MoneyRows(
        table="wallets_transfer",
        keys=("tr:%",),
        bookings=(
            Booking("'tr:' || row.id", when="row.direction = 'to_account' OR row.state = 'settled'"),
            *decisions_of_hold(settled="row.state = 'settled'", voided="row.state = 'refused'"),
        ),
    ),
    MoneyRows(
        table="wallets_wallettransfer",
        keys=("wt:%",),
        bookings=(
            Booking(
                _KEY,
                amount="row.from_minor",
                currency="row.from_currency",
                account=f"row.from_kind || ':' || row.from_number {_POCKET} row.from_currency",
            ),
            Booking(
                _KEY,
                amount="row.to_minor",
                currency="row.to_currency",
                account=f"row.to_kind || ':' || row.to_number {_POCKET} row.to_currency",
            ),
            Booking(
                _KEY,
                when="row.from_currency <> row.to_currency",
                amount="row.from_minor",
                currency="row.from_currency",
                account="'fx:' || row.from_currency",
            ),
        ),
    ),
)
