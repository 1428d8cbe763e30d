"""Keys for programs: each acts for one user, with less than that user may do, in one broker's house."""

from typing import Final

DERIVED_TABLES: Final = ("apikeys_storedanswer",)  # answers kept for a while, to be given again
DERIVED_COLUMNS: Final = {"apikeys_apikey": ("last_used_at",)}
SECRET_COLUMNS: Final = {"apikeys_apikey": ("digest",)}
PERSON_LINKS: Final = {"apikeys_apikey": ("id", "user_id")}
