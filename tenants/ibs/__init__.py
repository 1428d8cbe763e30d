"""IBs: partners, the tree they form, and the clients they brought. Everything that rebates hang on is dated."""

from typing import Final

PERSONAL_COLUMNS: Final = {"ibs_partner": ("person_id", ("name",))}
PERSON_LINKS: Final = {"ibs_partner": ("id", "user_id", "person_id")}
