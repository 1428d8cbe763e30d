"""A person's own news and choices; nobody reads another's."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from atrium.kernel.counting import Count
from tenants.identity.models import User

from .kinds import CATALOGUE, Kind
from .models import Notification, Preference

MOST_COUNTED: Final = 100


def news_of(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user, bell=True).order_by("-at", "-id")


def unread(user: User) -> Count:
    """At most MOST_COUNTED: beyond that the bell says “99+”."""
    return Count(
        "SELECT count(*) FROM (SELECT FROM notifications_notification"
        " WHERE user_id = %s AND bell AND read_at IS NULL LIMIT %s) AS newest",
        (user.id, MOST_COUNTED),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    kind: Kind
    bell: bool
    mail: str


def choices_of(user: User) -> list[Choice]:
    chosen = {row.kind: row for row in Preference.objects.filter(user=user)}
    return [
        Choice(kind, chosen[kind.code].bell, chosen[kind.code].mail)
        if kind.code in chosen
        else Choice(kind, kind.bell, kind.mail)
        for kind in CATALOGUE
    ]
