"""When and from how much on a partner is paid: its own calendar, for lines that are computed from now on."""

import uuid

from django.db import transaction

from atrium.kernel.errors import InvalidInput, NotFound
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.ibs.models import Partner

MOST_DAYS = 90


@transaction.atomic
def set_payout_terms(*, partner_id: uuid.UUID, schedule: str, delay_days: int, minimum: Money) -> Partner:
    """Lines that were written keep the day on which they are due; the least counts from the next settlement on."""
    partner = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    if schedule not in Partner.Schedule.values:
        raise InvalidInput("Choose one of the schedules.", field="schedule")
    if not 0 <= delay_days <= MOST_DAYS:
        raise InvalidInput(f"Wait 0 to {MOST_DAYS} days.", field="delay_days")
    if minimum.currency != partner.currency or minimum.amount_minor < 0:
        raise InvalidInput(f"The least is an amount of {partner.currency}, from 0 up.", field="minimum")
    partner.payout_schedule, partner.payout_delay_days = schedule, delay_days
    partner.payout_minimum_minor = minimum.amount_minor
    partner.save(update_fields=["payout_schedule", "payout_delay_days", "payout_minimum_minor"])
    note(
        subject_kind="partner", subject_id=partner.id, verb="payout_terms",
        text=f"Paid {partner.get_payout_schedule_display().lower()}, {delay_days} days later, from {minimum} on",
    )  # fmt: skip
    return partner
