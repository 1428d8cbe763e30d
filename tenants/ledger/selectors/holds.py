"""Reserved money and what became of it."""

import uuid
from typing import Final

from atrium.kernel.errors import NotFound

from ..models import Movement as Row
from ..types import Hold

_STATES: Final = {"post": "settled", "void": "voided"}


def hold(hold_id: uuid.UUID) -> Hold:
    row = Row.objects.filter(id=hold_id, phase="hold").select_related("debit", "credit").first()
    if row is None:
        raise NotFound("There is no such hold.")
    decision = Row.objects.filter(of_hold=hold_id).values_list("phase", flat=True).first()
    return Hold(
        id=row.id, movement=row.as_movement(), state=_STATES.get(decision or "", "held"), at=row.created_at
    )
