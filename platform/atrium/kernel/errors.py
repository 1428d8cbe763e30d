"""What can go wrong in words for people. The message says what happened, what was not lost and what to do."""

from collections.abc import Mapping
from typing import ClassVar

STALE = (
    "Somebody else changed this while you were writing. Nothing of theirs was overwritten and nothing "
    "of yours is lost: compare the two and save again."
)


class AtriumError(Exception):
    """A refusal that a person may read. `field` names the input at fault, if one is."""

    status: ClassVar[int] = 422
    title: ClassVar[str] = "The request was refused"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InvalidInput(AtriumError):
    title = "The input is not valid"


class Refused(AtriumError):
    """A rule of the business says no; nothing was changed."""

    title = "Not allowed by a rule"


class NotFound(AtriumError):
    """It does not exist, or it is a stranger's, which is the same."""

    status = 404
    title = "Not found"


class Denied(AtriumError):
    status = 403
    title = "Not permitted"


class Conflict(AtriumError):
    """Somebody else was first, or the same key came with other input."""

    status = 409
    title = "In conflict with what is there"


class Stale(Conflict):
    """Somebody else changed the row since it was read. `theirs` says what: field → (as you saw it, as it is now)."""

    title = "Somebody else changed this meanwhile"

    def __init__(self, theirs: Mapping[str, tuple[str, str]], message: str = "", *, field: str = "") -> None:
        super().__init__(message or STALE, field=field)
        self.theirs = dict(theirs)
