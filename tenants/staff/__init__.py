"""The broker's people: desks, roles, and who holds which from when to when."""

from typing import Final

PERSON_LINKS: Final = {"staff_member": ("id", "user_id")}
