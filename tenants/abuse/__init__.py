"""Abuse of the partner programme: rules over facts find signs, a person holds, releases or confirms; a partner may object.

A room of its own, above payments and below rebates: its rules read log-ins, destinations and deals, and a settlement asks it what
is held.
"""

from typing import Final

APPEND_ONLY_TABLES: Final = ("abuse_evidence",)
PERSONAL_COLUMNS: Final = {"abuse_flag": ("partner_id", ("appeal", "decision"))}
PERSON_LINKS: Final = {"abuse_flag": ("id", "partner_id")}
