"""IBs: partners, the tree they form, the clients they brought, and the programme around them. What rebates hang on is dated."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("ibs_click", "ibs_referral")
PERSONAL_COLUMNS: Final = {
    "ibs_partner": ("person_id", ("name",)),
    "ibs_invitation": ("id", ("name", "email")),
    "ibs_application": (("partner_id", "id"), ("name", "email", "answers")),
}
PERSON_LINKS: Final = {
    "ibs_partner": ("id", "user_id", "person_id"),
    "ibs_application": ("id", "partner_id", "invitation_id"),
}
