"""The mails. Each is claimed in a transaction of its own, then sent, then marked: a process that dies in between leaves
a claim that is never sent again; the person's next mail says that one may be missing, and the bell has it all."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from tenants.identity.models import User
from tenants.identity.surfaces import REALM_OF_SURFACE

from . import rules
from .kinds import DAILY, HOURLY, ONCE
from .models import Mailing, Notification

log = logging.getLogger(__name__)
UNSURE_AFTER: Final = timedelta(minutes=10)
MOST_LINES: Final = 40
_SURFACE_OF_REALM: Final = {realm: surface for surface, realm in REALM_OF_SURFACE.items()}


def send_due() -> int:
    """Every mail whose time has come. How many were sent."""
    now = clock.now()
    Mailing.objects.filter(state=Mailing.State.CLAIMED, claimed_at__lt=now - UNSURE_AFTER).update(
        state=Mailing.State.UNSURE
    )
    return sum(_send(mailing_id) for mailing_id in [*_single(now), *_digests(now)])


def _waiting(cadences: tuple[str, ...]) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    """What was read in the bell meanwhile needs no mail."""
    rows = Notification.objects.filter(mailing=None, mail__in=cadences, read_at=None, user__is_active=True)
    return list(rows.order_by("user_id", "at").values_list("user_id", "id", "mail"))


def _single(now: datetime) -> list[uuid.UUID]:
    claimed = (
        _claim(user_id, f"once {news_id}", [news_id], now) for user_id, news_id, _ in _waiting((ONCE,))
    )
    return [mailing_id for mailing_id in claimed if mailing_id]


def _digests(now: datetime) -> list[uuid.UUID]:
    found = []
    people = {(user_id, cadence) for user_id, _, cadence in _waiting((HOURLY, DAILY))}
    zones = dict(User.objects.filter(id__in={user for user, _ in people}).values_list("id", "time_zone"))
    for user_id, cadence in sorted(people, key=str):
        period, closed = rules.period_of(cadence, now, rules.zone_of(zones[user_id]))
        news = Notification.objects.filter(
            user_id=user_id, mailing=None, mail=cadence, read_at=None, at__lt=closed
        )
        ids = list(news.values_list("id", flat=True))
        mailing_id = _claim(user_id, period, ids, now) if ids else None
        if mailing_id:
            found.append(mailing_id)
    return found


@transaction.atomic
def _claim(user_id: uuid.UUID, period: str, ids: list[uuid.UUID], now: datetime) -> uuid.UUID | None:
    """None if somebody else has this mail."""
    mailing = Mailing(user_id=user_id, period=period, claimed_at=now)
    Mailing.objects.bulk_create([mailing], ignore_conflicts=True)
    if not Mailing.objects.filter(id=mailing.id).exists():
        return None
    Notification.objects.filter(id__in=ids, mailing=None).update(mailing=mailing)
    return mailing.id


def _send(mailing_id: uuid.UUID) -> bool:
    mailing = Mailing.objects.select_related("user").get(id=mailing_id)
    try:
        with translation.override(mailing.user.language or settings.LANGUAGE_CODE):
            sent = bool(_message(mailing).send())
    except Exception as error:  # the address or the mail server; the bell still has it
        log.warning("Mail %s was not sent: %s", mailing, error, exc_info=error)
        Mailing.objects.filter(id=mailing_id).update(state=Mailing.State.FAILED, error=str(error)[:400])
        return False
    state = Mailing.State.SENT if sent else Mailing.State.FAILED
    Mailing.objects.filter(id=mailing_id).update(state=state)
    return sent


def _message(mailing: Mailing) -> EmailMessage:
    news = list(mailing.news.order_by("at", "id")[: MOST_LINES + 1])
    home = address_of(tenancy.require(), _SURFACE_OF_REALM[mailing.user.realm])
    lines = [_line(one, home, rules.zone_of(mailing.user.time_zone)) for one in news[:MOST_LINES]]
    if len(news) > MOST_LINES:
        lines.append(_("… and more in your bell."))
    lines += _lost(mailing)
    body = _("Hello %(name)s,") % {"name": mailing.user.name} + "\n\n" + "\n\n".join(lines)
    body += (
        "\n\n" + _("Choose what comes by e-mail: %(url)s") % {"url": f"{home}/notifications/settings/"} + "\n"
    )
    headers = {"Message-ID": f"<{mailing.id}@{tenancy.require().slug}.atrium>"}
    return EmailMessage(_subject(mailing, news), body, to=[mailing.user.email], headers=headers)


def _subject(mailing: Mailing, news: list[Notification]) -> str:
    broker = tenancy.require().name
    if mailing.period.startswith("once"):
        return f"{broker}: {news[0].title}" if news else broker
    words = ngettext("%(count)s thing to know", "%(count)s things to know", len(news)) % {"count": len(news)}
    return f"{broker}: {words}"


def _line(news: Notification, home: str, zone: ZoneInfo) -> str:
    at = date_format(news.at.astimezone(zone), "j M H:i")
    parts = [f"{at}  {news.title}", news.text, f"{home}{news.url}" if news.url else ""]
    return "\n".join(part for part in parts if part)


def _lost(mailing: Mailing) -> list[str]:
    unsure = Mailing.objects.filter(user=mailing.user, state__in=["unsure", "failed"], told=False)
    count = unsure.update(told=True)
    if not count:
        return []
    return [_("An earlier mail of ours may not have reached you. Everything it said is in your bell.")]
