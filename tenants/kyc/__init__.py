"""Checks of who a client is."""

from typing import Final

PERSONAL_COLUMNS: Final = {
    "kyc_check": ("client_id", ("document", "document_number", "birth_date", "expires_on", "reason"))
}
