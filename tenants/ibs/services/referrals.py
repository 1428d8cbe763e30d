"""Whose client somebody is who registered: chosen once, with its reason, and kept."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from tenants.activity.services import note

from ..models import Click, ClientPartner, Referral
from ..rules.attribution import Choice, Touch, choose
from ..selectors.links import Source, source_of, sources_of
from ..selectors.policy import policy
from .clients import attribute_client


@transaction.atomic
def note_referral(*, client_id: uuid.UUID, choice: Choice, touches: Sequence[Touch] = ()) -> Referral:
    """What `choose_referral` chose, written with the registration. A second telling changes nothing."""
    known = Referral.objects.filter(client_id=client_id).first()
    if known is not None:
        return known
    source = source_of(choice.code) if choice.how != "nobody" else None
    row = _write(client_id, choice, source, [_told(touch) for touch in touches])
    note(subject_kind="client", subject_id=client_id, verb="referred", text=row.reason)
    return row


def choose_referral(
    *, typed: str, touches: Sequence[tuple[str, datetime, int, int | None]]
) -> tuple[Choice, list[Touch]]:
    """`touches`: code, moment, window in days and click, as the visitor's browser remembers them."""
    typed = typed.strip()
    found = sources_of({typed, *(code for code, *_ in touches)})
    known = [
        Touch(code, at, days, str(found[code.lower()].partner.id) if code.lower() in found else None, click)
        for code, at, days, click in touches
    ]
    choice = choose(
        typed=typed,
        typed_is_known=typed.lower() in found,
        touches=known,
        rule=policy().click,
        now=clock.now(),
    )
    return choice, known


@transaction.atomic
def take_referral(*, client_id: uuid.UUID, code: str, at: datetime | None = None) -> None:
    """A client has registered. What was chosen then holds; without it, the code that came with the registration.
    An unknown code attributes nobody and is no fault of the client's."""
    chosen = Referral.objects.filter(client_id=client_id).first() or _by_code(client_id, code.strip())
    if chosen is None or chosen.partner_id is None:
        return
    if not ClientPartner.objects.filter(client_id=client_id).exists():
        attribute_client(client_id=client_id, partner_id=chosen.partner_id, at=at)


def _by_code(client_id: uuid.UUID, code: str) -> Referral | None:
    source = source_of(code) if code else None
    if source is None or ClientPartner.objects.filter(client_id=client_id).exists():
        return None
    reason = f"The registration came with the code “{source.code}”, entered by staff, an import or a program."
    return _write(client_id, Choice("code", source.code, reason), source, [])


def _write(
    client_id: uuid.UUID, choice: Choice, source: Source | None, told: list[dict[str, Any]]
) -> Referral:
    click_id = choice.touch.click_id if choice.touch else None
    row, _ = Referral.objects.get_or_create(
        client_id=client_id,
        defaults={
            "partner": source.partner if source else None,
            "link": source.link if source else None,
            "click_id": click_id if click_id and Click.objects.filter(id=click_id).exists() else None,
            "how": choice.how,
            "code": choice.code[:40],
            "reason": choice.reason[:400],
            "considered": told,
            "at": clock.now(),
        },
    )
    return row


def _told(touch: Touch) -> dict[str, Any]:
    return {
        "code": touch.code,
        "at": touch.at.isoformat(),
        "window_days": touch.window_days,
        "is_somebodys": touch.partner is not None,
    }
