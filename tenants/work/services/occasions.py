"""Days that matter to many, as the broker enters or imports them."""

import uuid
from datetime import date, datetime

from atrium.kernel.errors import InvalidInput, NotFound
from tenants.identity.models import User

from ..models import Occasion
from ..types import Subject


def add_occasion(
    *,
    kind: str,
    on: date,
    title: str,
    by: User | None,
    at: datetime | None = None,
    symbol: str = "",
    country: str = "",
    note: str = "",
    subject: Subject | None = None,
) -> Occasion:
    """Entered twice (an import that is repeated), it is there once."""
    if kind not in Occasion.Kind.values:
        raise InvalidInput("There is no such kind of event.", field="kind")
    if not title.strip():
        raise InvalidInput("Name the event.", field="title")
    occasion, _ = Occasion.objects.get_or_create(
        kind=kind,
        on=on,
        title=title.strip()[:200],
        symbol=symbol.strip()[:64],
        defaults={
            "at": at,
            "country": country.upper()[:2],
            "note": note[:400],
            "created_by": by,
            "subject_kind": subject.kind if subject else "",
            "subject_id": subject.id if subject else None,
        },
    )
    return occasion


def remove_occasion(*, occasion_id: uuid.UUID) -> None:
    deleted, _ = Occasion.objects.filter(id=occasion_id).delete()
    if not deleted:
        raise NotFound("There is no such event.")
