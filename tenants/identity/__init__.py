"""People who log in, and the human beings behind the log-ins."""

from typing import Final

SECRET_COLUMNS: Final = {"identity_user": ("password",), "identity_visit": ("token_digest",)}
PERSONAL_COLUMNS: Final = {
    "identity_user": ("person_id", ("login", "email", "name")),
    "identity_visit": ("to_id", ("reason",)),
}
PERSON_LINKS: Final = {"identity_user": ("id", "person_id")}
APPEND_ONLY_TABLES: Final = ("identity_login",)  # a record of its own
