"""Who changed what, when, from where and why, on whatever path: recorded by triggers, sealed in a chain, readable by permission.

Each room says in its own `__init__` what the audit must know of its tables:

- `APPEND_ONLY_TABLES`: rows are added and never changed, so the table is its own record and carries no trigger.
- `DERIVED_TABLES`: made from other tables or of no meaning of their own (caches, leases, search terms): no trigger.
- `DERIVED_COLUMNS = {"table": ("column", …)}`: a change of these alone is no change worth a record.
- `SECRET_COLUMNS = {"table": ("column", …)}`: values never get in; the record says "changed".
- `PERSONAL_COLUMNS = {"table": ("owner column", ("column", …))}`: what somebody could be known by. Values are under the owner's
  key. Several owner columns may be given in a tuple: the first that is not empty; then the row's own key, if that is a uuid.
- `PERSON_LINKS = {"table": ("column", …)}`: columns of one row that mean the same human being, so that erasing finds all keys.

Every other table is audited, without anybody's doing: `triggers.attach` runs after each migration.
"""

from typing import Final

READ_ONLY_TABLES: Final = ("audit_change", "audit_entry", "audit_block", "audit_head", "audit_personkey")
"""The application's role reads these; they are written by the database's own functions alone."""

APPEND_ONLY_TABLES: Final = ("audit_entry", "audit_block")
DERIVED_TABLES: Final = (
    "audit_change",  # waits to be sealed
    "audit_head",
    "audit_personkey",  # a destroyed key is an entry of its own
    "audit_check",
    # of libraries
    "django_migrations",
    "django_session",
)
SECRET_COLUMNS: Final = {
    "account_emailconfirmation": ("key",),
    "mfa_authenticator": ("data",),
}
DERIVED_COLUMNS: Final = {"mfa_authenticator": ("last_used_at",)}
PERSONAL_COLUMNS: Final = {"account_emailaddress": ("user_id", ("email",))}
