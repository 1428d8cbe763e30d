"""What this room speaks."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

PERSON: Final = "lead"


@dataclass(frozen=True, slots=True)
class Subject:
    """What work is about. `label` is how people call it, kept beside the task so that lists need no look-up."""

    kind: str
    id: uuid.UUID
    label: str = ""


class Unset:
    """Not given, where None is a value."""


UNSET: Final[Any] = Unset()
