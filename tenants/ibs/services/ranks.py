"""Ranks: what they ask for, and promotions and demotions with the figures that led to them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.notifications.services import notify
from tenants.outbox.services import announce

from ..models import Partner, PartnerRank, Rank, RankChange, RankPolicy
from ..rules import ranks as rules
from ..rules.ranks import METRICS, RankRule, Verdict
from ..selectors.ranks import rank_policy, rank_rules, rank_title, ranks_held
from .tree import set_rank

PERIODS = range(1, 367)
MOST_RANKS = 99


@transaction.atomic
def save_rank(
    *, level: int, title: str, reach: Mapping[str, Any], keep: Mapping[str, Any], period_days: int = 30
) -> Rank:
    """The rank of that level, new or changed. What somebody holds now is looked at again the next night."""
    title = " ".join(title.split())
    if not 1 <= level <= MOST_RANKS:
        raise InvalidInput(f"A rank is a whole number from 1 to {MOST_RANKS}.", field="level")
    if not 2 <= len(title) <= 60:
        raise InvalidInput("Name the rank in 2 to 60 characters.", field="title")
    if period_days not in PERIODS:
        raise InvalidInput("Look back 1 to 366 days.", field="period_days")
    wanted = rules.read_criteria(reach, field="reach")
    kept = rules.read_criteria(keep, field="keep")
    _keeping_is_easier(wanted, kept)
    rank, _ = Rank.objects.update_or_create(
        level=level, defaults={"title": title, "reach": wanted, "keep": kept, "period_days": period_days}
    )
    return rank


@transaction.atomic
def drop_rank(*, level: int) -> None:
    """Not while somebody holds it: a rank without a name would pay on."""
    holders = PartnerRank.objects.filter(rank=level, valid_to=None).count()
    if holders:
        raise Refused(f"{holders} partners hold this rank. Give them another first; nothing was removed.")
    if not Rank.objects.filter(level=level).delete()[0]:
        raise NotFound("There is no such rank.")


def set_rank_policy(*, up: str, down: str) -> RankPolicy:
    doing = RankPolicy.Doing.values
    if up not in doing or down not in doing:
        raise InvalidInput("Choose one of the three.", field="up" if up not in doing else "down")
    policy, _ = RankPolicy.objects.update_or_create(id=1, defaults={"up": up, "down": down})
    return policy


def judge(
    *, figures: Mapping[uuid.UUID, Mapping[int, rules.Figures]], at: datetime | None = None
) -> list[RankChange]:
    """Everybody whose figures are given. What the broker wants done by itself is done; else it is proposed, once.

    Run again the same night it changes nothing: who was moved has that rank, and an open proposal of the same stands.
    """
    at, found, policy = at or clock.now(), rank_rules(), rank_policy()
    made = []
    waiting = set(
        RankChange.objects.filter(state=RankChange.State.PROPOSED).values_list("partner_id", flat=True)
    )
    for partner_id, held in _held(figures, at).items():
        verdict = rules.decide(found, held, figures[partner_id])
        doing = policy.up if verdict.rank > held else policy.down
        if verdict.rank == held or doing == RankPolicy.Doing.OFF:
            if partner_id in waiting:
                _forget(partner_id, at)
        else:
            change = _judge_one(partner_id, held, verdict, found, at, doing == RankPolicy.Doing.APPLY)
            made += [change] if change else []
    return made


@transaction.atomic
def decide_change(*, change_id: uuid.UUID, by: uuid.UUID, accept: bool) -> RankChange:
    """What the night proposed: from this second on, or not."""
    change = (
        RankChange.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(id=change_id)
        .first()
    )
    if change is None:
        raise NotFound("There is no such proposal.")
    if change.state != RankChange.State.PROPOSED:
        raise Refused("This was decided already. Nothing was changed.")
    change.decided_by, change.ended_at = by, clock.now()
    change.state = RankChange.State.APPLIED if accept else RankChange.State.DECLINED
    if accept:
        _give(change, change.ended_at)
    change.save(update_fields=["decided_by", "ended_at", "state"])
    return change


@transaction.atomic
def give_rank(*, partner_id: uuid.UUID, level: int, reason: str, by: uuid.UUID | None) -> RankChange:
    """By hand, whatever the figures say; the night may propose another."""
    reason = " ".join(reason.split())
    if len(reason) < 3:
        raise InvalidInput("Say in a few words why.", field="reason")
    if level and not Rank.objects.filter(level=level).exists():
        raise InvalidInput("There is no such rank.", field="level")
    partner = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    now = clock.now()
    held = ranks_held([partner_id], now).get(partner_id, 0)
    if held == level:
        raise Refused(f"{partner} holds this rank already. Nothing was changed.", field="level")
    _forget(partner_id, now)
    change = RankChange(
        partner=partner, before=held, after=level, reason=reason[:400], state=RankChange.State.APPLIED, decided_by=by,
        created_at=now, ended_at=now,
    )  # fmt: skip
    _give(change, now)
    change.save(force_insert=True)
    return change


@transaction.atomic
def _judge_one(
    partner_id: uuid.UUID, held: int, verdict: Verdict, found: list[RankRule], at: datetime, does: bool
) -> RankChange | None:
    partner = Partner.objects.select_for_update(of=("self",)).get(id=partner_id)
    if ranks_held([partner_id], at).get(partner_id, 0) != held:
        return None  # somebody gave another meanwhile
    standing = RankChange.objects.filter(partner=partner, state=RankChange.State.PROPOSED).first()
    if standing and not does and (standing.before, standing.after) == (held, verdict.rank):
        return None
    _forget(partner_id, at)
    change = RankChange(
        partner=partner, before=held, after=verdict.rank, figures=_plain(verdict), reason=_words(held, verdict),
        state=RankChange.State.APPLIED if does else RankChange.State.PROPOSED, created_at=at, ended_at=at if does else None,
    )  # fmt: skip
    if does:
        _give(change, at)
    change.save(force_insert=True)
    return change


def _give(change: RankChange, at: datetime) -> None:
    set_rank(partner_id=change.partner_id, rank=change.after, at=at)
    word = "Promoted" if change.is_up else "Demoted"
    note(
        subject_kind="partner", subject_id=change.partner_id, verb="promoted" if change.is_up else "demoted",
        text=f"{word} to {rank_title(change.after)}: {change.reason}",
    )  # fmt: skip
    notify(
        users=[change.partner.user_id],
        kind="other",
        title=f"Your rank is {rank_title(change.after)} now",
        text=change.reason,
        url="/conditions/",
        key=f"rank:{change.id}",
    )
    announce("rank.changed", partner_id=str(change.partner_id), before=change.before, after=change.after)


def _forget(partner_id: uuid.UUID, at: datetime) -> None:
    """A proposal that the figures no longer bear out."""
    open_ones = RankChange.objects.filter(partner=partner_id, state=RankChange.State.PROPOSED)
    open_ones.update(state=RankChange.State.DECLINED, ended_at=at)


def _held(figures: Mapping[uuid.UUID, object], at: datetime) -> dict[uuid.UUID, int]:
    held = ranks_held(figures, at)
    return {partner_id: held.get(partner_id, 0) for partner_id in figures}


def _words(held: int, verdict: Verdict) -> str:
    figures = ", ".join(
        f"{METRICS[each.metric].lower()} {_short(each.value)} of {_short(each.target)}"
        for each in verdict.conditions
    )
    return f"{rank_title(held)} → {rank_title(verdict.rank)}: {figures}"[:400]


def _plain(verdict: Verdict) -> dict[str, dict[str, str]]:
    return {
        each.metric: {"value": _short(each.value), "target": _short(each.target)}
        for each in verdict.conditions
    }


def _short(number: Decimal) -> str:
    return format(round(number, 2).normalize(), "f")


def _keeping_is_easier(reach: Mapping[str, str], keep: Mapping[str, str]) -> None:
    """Else whoever has just reached it would lose it the same night."""
    for metric, value in keep.items():
        if metric not in reach or Decimal(value) > Decimal(reach[metric]):
            raise InvalidInput(
                f"To keep a rank cannot ask for more than to reach it: {METRICS[metric].lower()}.",
                field="keep",
            )
