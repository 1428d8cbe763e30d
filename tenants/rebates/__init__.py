"""Rebates: what partners earn from their clients' trading. `engine` computes; this room keeps plans, lines and what was posted."""

from typing import Final

from tenants.ledger.types import Booking, MoneyRows

APPEND_ONLY: Final = (
    "rebates_line",
    "rebates_posting",
    "rebates_settlement",
    "rebates_invoice",
    "rebates_invoiceitem",
)
"""Rows are added, never changed or removed, whoever asks and however."""

APPEND_ONLY_TABLES: Final = APPEND_ONLY
DERIVED_TABLES: Final = (
    "rebates_accrual",
    "rebates_waiting",
    "rebates_running",
    "rebates_late",
    "rebates_computation",
    "rebates_cell",
    "rebates_difference",
    "rebates_shadowline",
    "rebates_shadowcourse",
)  # sums of lines, deals that wait for a fact, and what was only tried

PERSONAL_COLUMNS: Final = {
    "rebates_dispute": ("partner_id", ("text", "answer")),
    "rebates_billingdetails": ("partner_id", ("legal_name", "address", "tax_number")),
}

_PARTY: Final = "CASE row.party_kind WHEN 'client' THEN 'client:' ELSE 'ib:' END || row.party_number"

MONEY_ROWS: Final = (
    MoneyRows(
        table="rebates_posting",
        keys=("rebates:%",),
        bookings=(
            Booking(
                "'rebates:' || row.batch_id || ':' || row.run",
                amount="abs(row.amount_minor)",
                account=f"{_PARTY} || ':rebates_accrued:' || row.currency",
            ),
        ),
    ),
    MoneyRows(
        table="rebates_goodwill",
        keys=("goodwill:%",),
        bookings=(
            Booking(
                "'goodwill:' || row.id",
                "row.state = 'paid'",
                account="'ib:' || row.partner_number || ':wallet:' || row.currency",
                kind="rebates.goodwill",
            ),
        ),
    ),
    MoneyRows(
        table="rebates_settlement",
        keys=("rebates.settled:%",),
        bookings=(
            Booking(
                "'rebates.settled:' || coalesce(row.batch_id, row.id)",
                account=f"{_PARTY} || ':wallet:' || row.currency",
            ),
        ),
    ),
)
