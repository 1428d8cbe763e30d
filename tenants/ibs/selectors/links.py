"""Reads of links, clicks and what came of them. A partner sees its own; strangers' do not exist."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower, TruncDate

from atrium.kernel import clock
from atrium.kernel.errors import NotFound

from ..models import Click, Landing, Partner, PartnerProgramme, Promo, Referral, ReferralLink
from .policy import policy

REGISTER = "/register/"


@dataclass(frozen=True, slots=True)
class Source:
    """Whose code that is; `link` none: the partner's own code."""

    partner: Partner
    link: ReferralLink | None
    code: str


@dataclass(frozen=True, slots=True)
class ClickTotals:
    clicks: int = 0
    visitors: int = 0
    programs: int = 0
    registered: int = 0
    funded: int = 0

    @property
    def rate(self) -> int | None:
        """Of a hundred visitors, how many registered."""
        return min(100, self.registered * 100 // self.visitors) if self.visitors else None


@dataclass(frozen=True, slots=True)
class ClickDay:
    day: date
    visitors: int
    repeats: int


def source_of(code: str) -> Source | None:
    """The partner behind a code, whichever case it is written in; a link that was switched off leads to nobody."""
    text = code.strip()
    if not text or len(text) > 40:
        return None
    links = ReferralLink.objects.alias(lower=Lower("code")).select_related("partner", "landing")
    link = links.filter(lower=text.lower(), is_on=True).first()
    if link is not None:
        return Source(link.partner, link, link.code)
    partner = Partner.objects.filter(code__iexact=text).first()
    return None if partner is None else Source(partner, None, partner.code)


def sources_of(codes: set[str]) -> dict[str, Source]:
    """By the code in small letters."""
    wanted = {code.lower() for code in codes if code}
    partners = Partner.objects.alias(lower=Lower("code")).filter(lower__in=wanted)
    links = ReferralLink.objects.alias(lower=Lower("code")).select_related("partner")
    found = {row.code.lower(): Source(row, None, row.code) for row in partners}
    return found | {
        row.code.lower(): Source(row.partner, row, row.code)
        for row in links.filter(lower__in=wanted, is_on=True)
    }


def window_of(partner: Partner) -> int:
    """Days that a click counts: the programme's, else the house's."""
    own = PartnerProgramme.objects.filter(partner=partner, valid_to=None)
    days = own.values_list("programme__window_days", flat=True).first()
    return days or policy().window_days


def landing_of(source: Source) -> str:
    """The link's own page, else the programme's, else the form of registration."""
    if source.link is not None and source.link.landing is not None and source.link.landing.is_on:
        return source.link.landing.target
    own = PartnerProgramme.objects.filter(
        partner=source.partner, valid_to=None, programme__landing__is_on=True
    )
    return own.values_list("programme__landing__target", flat=True).first() or REGISTER


def landing_of_promo(promo_id: uuid.UUID | None) -> str:
    """Where that banner leads to, if it says so."""
    rows = Promo.objects.filter(id=promo_id, landing__is_on=True) if promo_id else Promo.objects.none()
    return rows.values_list("landing__target", flat=True).first() or ""


def links_of(partner: Partner) -> QuerySet[ReferralLink]:
    return (
        ReferralLink.objects.filter(partner=partner).select_related("landing").order_by("-created_at", "-id")
    )


def link_for(partner: Partner, link_id: uuid.UUID) -> ReferralLink:
    found = links_of(partner).filter(id=link_id).first()
    if found is None:
        raise NotFound("There is no such link.")
    return found


def clicks_of(partner: Partner) -> QuerySet[Click]:
    return Click.objects.filter(partner=partner).select_related("link").order_by("-at", "-id")


def totals_by_link(partner: Partner, *, since: datetime) -> dict[uuid.UUID | None, ClickTotals]:
    """Link → what came of it; none: the partner's own code. Two queries, however many links."""
    clicks = Click.objects.filter(partner=partner, at__gte=since).values("link_id")
    seen = {
        row["link_id"]: row
        for row in clicks.annotate(
            people=Count("id", filter=~Q(kind="bot")),
            fresh=Count("id", filter=Q(kind="fresh")),
            programs=Count("id", filter=Q(kind="bot")),
        )
    }
    paid = Q(client__lead__status__in=["funded", "active", "dormant"])
    came = {
        row["link_id"]: row
        for row in Referral.objects.filter(partner=partner, at__gte=since)
        .values("link_id")
        .annotate(came=Count("client_id"), funded=Count("client_id", filter=paid))
    }
    return {key: _totals(seen.get(key), came.get(key)) for key in seen.keys() | came.keys()}


def totals_of(partner: Partner, *, since: datetime) -> ClickTotals:
    """All links together."""
    each = totals_by_link(partner, since=since).values()
    return ClickTotals(
        sum(one.clicks for one in each),
        sum(one.visitors for one in each),
        sum(one.programs for one in each),
        sum(one.registered for one in each),
        sum(one.funded for one in each),
    )


def clicks_by_day(
    partner: Partner, *, days: int = 30, link: ReferralLink | None = None, own_code: bool = False
) -> list[ClickDay]:
    """The last days, the empty ones too, the oldest first; programs are not in it."""
    today = clock.now().date()
    first = today - timedelta(days=days - 1)
    rows = Click.objects.filter(partner=partner, at__date__gte=first).exclude(kind="bot")
    if link is not None:
        rows = rows.filter(link=link)
    elif own_code:
        rows = rows.filter(link=None)
    counted = (
        rows.annotate(day=TruncDate("at"))
        .values("day")
        .annotate(fresh=Count("id", filter=Q(kind="fresh")), repeats=Count("id", filter=Q(kind="repeat")))
    )
    found = {row["day"]: row for row in counted}
    return [
        ClickDay(day, found[day]["fresh"], found[day]["repeats"]) if day in found else ClickDay(day, 0, 0)
        for day in (first + timedelta(days=n) for n in range(days))
    ]


def landings() -> QuerySet[Landing]:
    return Landing.objects.order_by("title", "id")


def promo(*, language: str = "", size: str = "", everything: bool = False) -> QuerySet[Promo]:
    """Without the pictures themselves: a list of them would be megabytes."""
    rows = Promo.objects.defer("image").select_related("landing").order_by("-created_at", "-id")
    if not everything:
        rows = rows.filter(is_on=True)
    if language:
        rows = rows.filter(language=language)
    width, _, height = size.partition("x")
    if width.isdecimal() and height.isdecimal() and len(size) < 12:
        rows = rows.filter(width=int(width), height=int(height))
    return rows


def referral_of(client_id: uuid.UUID) -> Referral | None:
    return Referral.objects.select_related("partner", "link", "click").filter(client_id=client_id).first()


def _totals(seen: object, came: object) -> ClickTotals:
    clicks = seen if isinstance(seen, dict) else {"people": 0, "fresh": 0, "programs": 0}
    people = came if isinstance(came, dict) else {"came": 0, "funded": 0}
    return ClickTotals(
        clicks["people"], clicks["fresh"], clicks["programs"], people["came"], people["funded"]
    )
