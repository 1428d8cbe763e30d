"""A person's own news and choices; nobody reads another's."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from tenants.identity.models import User

from .kinds import CATALOGUE, Kind
from .models import Notification, Preference

MOST_COUNTED: Final = 100


def news_of(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user, bell=True).order_by("-at", "-id")


def unread_count(user: User) -> int:
    """At most MOST_COUNTED: beyond that the bell says “99+”."""
    return Notification.objects.filter(user=user, bell=True, read_at=None)[:MOST_COUNTED].count()


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
