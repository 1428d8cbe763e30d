"""Tell people something, let them read it, let them choose how it comes."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound
from tenants.identity.models import User
from tenants.outbox.services import announce

from .kinds import CADENCES, CATALOGUE, OFF, ONCE, kind_of
from .models import Notification, Preference

Told = User | uuid.UUID


@transaction.atomic
def notify(
    *,
    users: Iterable[Told],
    kind: str,
    title: str,
    text: str = "",
    url: str = "",
    key: str = "",
    urgent: bool = False,
) -> int:
    """To each of them once per `key`. `url` is a path on their own surface. How many were told now.

    `urgent` does not wait for a digest; somebody who wants no e-mail of this kind gets none even then.
    """
    wanted = _wishes({_id(user) for user in users}, kind)
    rows = [
        Notification(
            user_id=user_id,
            kind=kind[:60],
            title=title[:200],
            text=text[:600],
            url=url[:300],
            key=key,
            urgent=urgent,
            bell=bell,
            mail=ONCE if urgent and mail != OFF else mail,
            at=clock.now(),
        )
        for user_id, (bell, mail) in wanted.items()
        if bell or mail != OFF
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=bool(key))
    new = list(Notification.objects.filter(id__in=[row.id for row in rows]).values_list("id", "user_id"))
    if new:
        announce("notification.made", user_ids=sorted({str(user_id) for _, user_id in new}))
    return len(new)


@transaction.atomic
def mark_read(*, user: User, ids: Iterable[uuid.UUID] | None = None, until: uuid.UUID | None = None) -> int:
    """The ones named, or all up to the newest one the reader saw (what came after stays unread)."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(id__in=list(ids))
    elif until is not None:
        unread = unread.filter(id__lte=until)
    read = unread.update(read_at=clock.now())
    if read:
        announce("notification.read", user_ids=[str(user.id)])
    return read


@transaction.atomic
def mark_unread(*, user: User, notification_id: uuid.UUID) -> None:
    if not Notification.objects.filter(user=user, id=notification_id).update(read_at=None):
        raise NotFound("There is no such notification of yours.")
    announce("notification.read", user_ids=[str(user.id)])


@transaction.atomic
def choose(*, user: User, kind: str, bell: bool, mail: str) -> None:
    """A person says how one kind comes to them."""
    if kind not in {known.code for known in CATALOGUE}:
        raise InvalidInput("There is no such kind of notification.", field="kind")
    if mail not in CADENCES:
        raise InvalidInput("Choose no e-mail, at once, hourly or daily.", field="mail")
    Preference.objects.update_or_create(user=user, kind=kind, defaults={"bell": bell, "mail": mail})


def _wishes(user_ids: set[uuid.UUID], kind: str) -> dict[uuid.UUID, tuple[bool, str]]:
    default = kind_of(kind)
    active = User.objects.filter(id__in=user_ids, is_active=True).values_list("id", flat=True)
    wishes = dict.fromkeys(active, (default.bell, default.mail))
    chosen = Preference.objects.filter(user__in=wishes, kind=default.code)
    wishes.update({row.user_id: (row.bell, row.mail) for row in chosen})
    return wishes


def _id(user: Told) -> uuid.UUID:
    return user.id if isinstance(user, User) else user
