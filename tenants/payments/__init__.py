"""Money into and out of the house through payment providers."""

from typing import Final

SECRET_COLUMNS: Final = {"payments_deposit": ("checkout_url",)}
PERSONAL_COLUMNS: Final = {"payments_withdrawal": ("party_id", ("destination",))}
PERSON_LINKS: Final = {"payments_deposit": ("id", "client_id"), "payments_withdrawal": ("id", "party_id")}
