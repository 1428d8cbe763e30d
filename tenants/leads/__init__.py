"""Leads: people who may become clients."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("leads_statuschange",)
DERIVED_COLUMNS: Final = {"leads_lead": ("name_folded", "score", "version", "last_deal_at")}
PERSONAL_COLUMNS: Final = {
    "leads_lead": (
        "person_id",
        ("name", "name_folded", "email", "phone", "birth_date", "national_id", "address", "campaign"),
    ),
    "leads_merge": ("dropped_id", ("before",)),
    "leads_profilechange": ("lead_id", ("changes", "seen")),
}
PERSON_LINKS: Final = {"leads_lead": ("id", "person_id", "merged_into_id")}
