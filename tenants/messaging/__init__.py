"""The mailing log."""

from typing import Final

# The log itself is the record of what was sent. A mail may hold a link or a password, and the audit is not told any of it.
SECRET_COLUMNS: Final = {"messaging_mail": ("to", "subject", "body", "html")}
