"""Clients: leads with a log-in."""

from typing import Final

PERSON_LINKS: Final = {"clients_client": ("id", "lead_id", "user_id")}
