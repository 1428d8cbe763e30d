"""Trading servers, account types, trading accounts, deals, and money moved between us and a platform."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("trading_deal", "trading_dealchange")
DERIVED_TABLES: Final = (  # what the deals and the servers say
    "trading_positionopen",
    "trading_dailyequity",
)
DERIVED_COLUMNS: Final = {
    "trading_server": ("cursor", "last_seen_at", "last_error", "last_error_at", "night_read_at"),
    "trading_opening": ("attempts", "lease_until", "sent_at"),
    "trading_balanceoperation": ("sends", "lookups", "lease_until", "look_at", "first_sent_at", "sent_at"),
}
SECRET_COLUMNS: Final = {"trading_opening": ("password",)}
