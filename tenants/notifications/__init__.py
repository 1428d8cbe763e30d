"""What people should know without looking for it: the bell, and e-mail at once or as a digest. Each person chooses per kind.

Any room above may call `services.notify`; a person is a user of any realm, so every portal can show a bell of its own.
"""

from typing import Final

DERIVED_TABLES: Final = (
    "notifications_notification",
    "notifications_mailing",
)  # they tell what other rows say
