"""Money into and out of the house through payment providers."""

from typing import Final

from tenants.ledger.types import Booking, MoneyRows, decisions_of_hold

SECRET_COLUMNS: Final = {
    "payments_deposit": ("checkout_url",),
    "payments_confirmation": ("code_hash",),
    "payments_payoutbatch": ("document",),
}
PERSONAL_COLUMNS: Final = {
    "payments_withdrawal": ("party_id", ("destination",)),
    "payments_destination": ("party_id", ("holder", "number")),
}
PERSON_LINKS: Final = {
    "payments_deposit": ("id", "client_id"),
    "payments_withdrawal": ("id", "party_id"),
    "payments_destination": ("id", "party_id"),
}

_PAYMENT: Final = """CASE row.connection_id WHEN '00000000-0000-0000-0000-000000000000' THEN 'dep:manual:'
    ELSE 'dep:' || row.connection_id || ':' END || row.payment_id"""
_RECEIVED: Final = {"amount": "row.received_minor", "currency": "row.received_currency"}

APPEND_ONLY_TABLES: Final = ("payments_finding",)  # what a run saw, as it saw it

MONEY_ROWS: Final = (
    MoneyRows(
        table="payments_correction",
        keys=("cor:%",),
        bookings=(
            # A mirror image may have several movements: then their sum is the row's amount.
            Booking("'cor:' || row.id", when="row.state = 'posted' AND row.kind <> 'explain'", amount=""),
        ),
    ),
    MoneyRows(
        table="payments_deposit",
        keys=("dep:%",),
        bookings=(
            # A wire that is held for review is in suspense by its bank line, not by a booking of its own.
            Booking(
                _PAYMENT,
                when="row.received_minor IS NOT NULL AND row.payment_id <> ''"
                " AND (row.kind <> 'wire' OR (row.state = 'settled' AND row.approval_id IS NULL))",
                **_RECEIVED,
            ),
            Booking(
                f"{_PAYMENT} || ':accepted'",
                when="row.state = 'settled' AND row.approval_id IS NOT NULL"
                " AND (row.psp_reference <> '' OR row.kind = 'wire')",
                **_RECEIVED,
            ),
        ),
    ),
    MoneyRows(
        table="payments_bankline",
        keys=("bank:%",),
        bookings=(Booking("'bank:' || row.id", when="row.amount_minor > 0"),),
    ),
    MoneyRows(
        table="payments_payout",
        keys=("wd:%",),
        bookings=(
            Booking("'wd:' || row.id", amount=""),
            Booking("'wd:' || row.id || ':amended'", when=""),
            Booking(
                "'hold:' || row.hold_id || ':post'",
                "row.state IN ('paid', 'returned')",
                amount="row.paid_minor",
            ),
            Booking("'hold:' || row.hold_id || ':void'", "row.state IN ('refused', 'void')"),
        ),
    ),
    MoneyRows(
        table="payments_withdrawal",
        keys=("wdfee:%",),
        bookings=(
            Booking("'wdfee:' || row.id", "row.fee_hold_id IS NOT NULL", amount="row.fee_minor"),
            *decisions_of_hold(
                settled="row.state IN ('paid', 'partial', 'returned')",
                voided="row.state IN ('rejected', 'cancelled', 'failed')",
                hold="row.fee_hold_id",
                amount="row.fee_minor",
            ),
        ),
    ),
    MoneyRows(
        table="payments_dispute",
        keys=("cb:%",),
        bookings=(
            Booking("'cb:' || row.connection_id || ':' || row.reference", amount=""),
            Booking(
                "'cb:' || row.connection_id || ':' || row.reference || ':won'", "row.state = 'won'", amount=""
            ),
            Booking(
                "'cb:' || row.connection_id || ':' || row.reference || ':fee'",
                "row.fee_minor > 0",
                amount="row.fee_minor",
            ),
            Booking(
                "'cb:' || row.connection_id || ':' || row.reference || ':fee:back'",
                "row.fee_back_minor > 0",
                amount="row.fee_back_minor",
            ),
        ),
    ),
)
