"""Signs: raised by the night, held, released or confirmed by a person, objected to by the partner.

A sign that was released is not raised again by what was known then; new evidence opens it again.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.ibs.models import Partner
from tenants.notifications.services import notify
from tenants.outbox.services import announce

from .. import selectors
from ..models import Evidence, Flag, Rule, Settings
from .finding import Found, find
from .telling import end_tasks, tell_desk

_SAID = {
    Flag.State.HELD: "Rebates are held while this is looked into",
    Flag.State.RELEASED: "Rebates are free again",
    Flag.State.CONFIRMED: "Rebates stay held",
}


def look(*, at: datetime | None = None) -> int:
    """All rules over all facts. Returns how many signs are new or have new evidence; told again it finds nothing new."""
    at, settings = at or clock.now(), selectors.settings()
    fresh: list[Flag] = []
    changed = sum(_raise(rule, list(find(rule, settings, at)), settings, at, fresh) for rule in Rule)
    tell_desk(fresh, at)
    return changed


@transaction.atomic
def hold(*, flag_id: uuid.UUID, by: uuid.UUID, text: str, everybody: bool = False) -> Flag:
    """What this client brought and was not paid yet stays where it is: this partner's part, or everybody's."""
    flag = _locked(flag_id)
    if flag.state == Flag.State.HELD:
        raise Refused("It is held already. Nothing was changed.")
    if flag.held_at is None or flag.state == Flag.State.RELEASED:
        flag.held_at = clock.now()
    flag.holds_everybody = everybody
    return _decide(flag, Flag.State.HELD, by, text)


@transaction.atomic
def release(*, flag_id: uuid.UUID, by: uuid.UUID, text: str) -> Flag:
    """What was held is due again, and the next settlement pays it."""
    flag = _locked(flag_id)
    if flag.state == Flag.State.RELEASED:
        raise Refused("It is released already. Nothing was changed.")
    return _decide(flag, Flag.State.RELEASED, by, text)


@transaction.atomic
def confirm(*, flag_id: uuid.UUID, by: uuid.UUID, text: str) -> Flag:
    """It was abuse: what is held stays held. Taking it back is a clawback, with a second person's agreement."""
    flag = _locked(flag_id)
    if flag.state == Flag.State.CONFIRMED:
        raise Refused("It is confirmed already. Nothing was changed.")
    flag.held_at = flag.held_at if flag.state == Flag.State.HELD else clock.now()
    return _decide(flag, Flag.State.CONFIRMED, by, text)


@transaction.atomic
def appeal(*, partner: Partner, flag_id: uuid.UUID, text: str) -> Flag:
    """The partner's own words, once while it is held; staff sees it in front of the queue."""
    selectors.held_for(partner, flag_id)
    flag = _locked(flag_id)
    text = " ".join(text.split())
    if not 10 <= len(text) <= 1000:
        raise InvalidInput("Write in 10 to 1,000 characters why this is not right.", field="text")
    if flag.state not in selectors.HOLDING:
        raise Refused("Nothing is held any more, so there is nothing to object to.")
    if flag.appealed_at is not None:
        raise Refused("You have objected already, and it is being read. Nothing was sent again.")
    flag.appeal, flag.appealed_at = text, clock.now()
    flag.save(update_fields=["appeal", "appealed_at"])
    note(subject_kind="partner", subject_id=partner.id, verb="abuse_appeal", text="Objected to a hold")
    announce("abuse.flagged", flag_id=str(flag.id))
    return flag


def save_settings(**values: int | bool) -> Settings:
    """Validated by the form and by the table."""
    settings, _ = Settings.objects.update_or_create(id=1, defaults=values)
    return settings


@transaction.atomic
def _raise(rule: Rule, found: list[Found], settings: Settings, at: datetime, fresh_ones: list[Flag]) -> int:
    """Flags and evidence of one rule, in a fixed number of statements. Those that somebody has to look at anew are added."""
    keys = {(one.partner_id, one.client_id, one.other_id) for one in found}
    if not keys:
        return 0
    Flag.objects.bulk_create(
        [
            Flag(rule=rule, partner_id=partner, client_id=client, other_id=other, found_at=at, seen_at=at)
            for partner, client, other in sorted(keys, key=str)
        ],
        ignore_conflicts=True,
    )
    rows = Flag.objects.filter(rule=rule, partner__in={key[0] for key in keys})
    rows = rows.select_related("partner", "client").select_for_update(of=("self",))
    flags = {(flag.partner_id, flag.client_id, flag.other_id): flag for flag in rows.order_by("id")}
    known = set(
        Evidence.objects.filter(flag__in=[flags[key].id for key in keys]).values_list("flag_id", "mark")
    )
    fresh = [
        one for one in found if (flags[one.partner_id, one.client_id, one.other_id].id, one.mark) not in known
    ]
    Evidence.objects.bulk_create(
        [
            Evidence(
                flag=flags[one.partner_id, one.client_id, one.other_id],
                mark=one.mark,
                facts=one.facts,
                at=one.at,
            )
            for one in fresh
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    changed = {(one.partner_id, one.client_id, one.other_id) for one in fresh}
    fresh_ones += _reopen([flags[key] for key in sorted(changed, key=str)], settings, at)
    return len(changed)


def _reopen(flags: Iterable[Flag], settings: Settings, at: datetime) -> list[Flag]:
    """Returns those that nobody was told of."""
    fresh = []
    for flag in flags:
        if flag.state == Flag.State.RELEASED or (flag.state == Flag.State.OPEN and not flag.signs):
            fresh.append(flag)
        flag.signs, flag.seen_at = Evidence.objects.filter(flag=flag).count(), at
        if flag.state == Flag.State.RELEASED:
            flag.state, flag.decision, flag.appealed_at, flag.appeal = Flag.State.OPEN, "", None, ""
        if flag.state == Flag.State.OPEN and settings.holds_at_once:
            flag.state, flag.held_at = Flag.State.HELD, at
            flag.decision = "Held at once, as the broker's settings say. A person will look at it."
            _tell_partner(flag)
        flag.save(update_fields=["signs", "seen_at", "state", "held_at", "decision", "appeal", "appealed_at"])
        announce("abuse.flagged", flag_id=str(flag.id))
    return fresh


def _decide(flag: Flag, state: Flag.State, by: uuid.UUID, text: str) -> Flag:
    text = " ".join(text.split())
    if len(text) < 5:
        raise InvalidInput("Say in a sentence why: the partner reads it.", field="text")
    flag.state, flag.decision = state, text[:400]
    flag.decided_by, flag.decided_at = by, clock.now()
    flag.save()
    note(
        subject_kind="partner", subject_id=flag.partner_id, verb=f"abuse_{state}", text=f"{flag.get_rule_display()}: {text}"
    )  # fmt: skip
    announce("abuse.flagged", flag_id=str(flag.id))
    end_tasks(flag, by)
    if flag.held_at is not None:
        _tell_partner(flag)
    return flag


def _tell_partner(flag: Flag) -> None:
    notify(
        users=[flag.partner.user_id], kind="abuse", title=_SAID[Flag.State(flag.state)], text=flag.decision,
        url=f"/payouts/holds/{flag.id}/", key=f"abuse:{flag.id}:{flag.state}:{flag.decided_at or flag.held_at:%s}",
    )  # fmt: skip


def _locked(flag_id: uuid.UUID) -> Flag:
    flag = Flag.objects.select_for_update(of=("self",)).select_related("partner").filter(id=flag_id).first()
    if flag is None:
        raise NotFound("There is no such sign.")
    return flag
