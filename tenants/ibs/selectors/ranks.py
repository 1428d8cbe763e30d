"""The ranks there are, the rank that somebody holds, and who went up or down for what."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from atrium.kernel import clock

from ..models import PartnerRank, Rank, RankChange, RankPolicy
from ..rules.ranks import RankRule, criteria_of
from .partners import holding


def ranks() -> list[Rank]:
    return list(Rank.objects.order_by("level"))


def rank_rules() -> list[RankRule]:
    return [
        RankRule(rank.level, criteria_of(rank.reach), criteria_of(rank.keep), rank.period_days)
        for rank in ranks()
    ]


def rank_title(level: int) -> str:
    """As people say it; a rank that nobody named is its number."""
    title = Rank.objects.filter(level=level).values_list("title", flat=True).first()
    return title or (f"Rank {level}" if level else "No rank")


def rank_policy() -> RankPolicy:
    return RankPolicy.objects.filter(id=1).first() or RankPolicy()


def ranks_held(partner_ids: Iterable[uuid.UUID], at: datetime | None = None) -> dict[uuid.UUID, int]:
    """Those without a row have rank 0 and are not in it."""
    rows = PartnerRank.objects.filter(holding(at or clock.now()), partner__in=list(partner_ids))
    return dict(rows.values_list("partner_id", "rank"))


def rank_changes() -> QuerySet[RankChange]:
    return RankChange.objects.select_related("partner").order_by("-created_at", "-id")
