"""One timeline of everything: each source gives its newest before a moment, and they are merged, newest first.

A page costs one short indexed query per source, however long the person's history is.
"""

import heapq
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from atrium.kernel.errors import InvalidInput
from portals.shared import timelines
from portals.shared.templatetags.atrium import grouped, status_words
from portals.staff_console.people import Person
from tenants.activity.models import Entry
from tenants.approvals.selectors import anything_asked, visible_to
from tenants.identity.models import LogIn
from tenants.messaging.models import Mail
from tenants.staff.masking import HIDDEN
from tenants.staff.models import Member
from tenants.trading.models import Deal
from tenants.work import selectors as work
from tenants.work.models import Task

PAGE: Final = 40
DEALS: Final = 400
KINDS: Final[tuple[tuple[str, str | Promise, str], ...]] = (
    ("status", gettext_lazy("Status and people"), "status-change"),
    ("contact", gettext_lazy("Contacts"), "phone"),
    ("note", gettext_lazy("Notes"), "notes"),
    ("task", gettext_lazy("Tasks"), "checkbox"),
    ("money", gettext_lazy("Money"), "cash"),
    ("trade", gettext_lazy("Trading"), "chart-candle"),
    ("kyc", gettext_lazy("KYC"), "id-badge-2"),
    ("mail", gettext_lazy("Mails"), "mail"),
    ("login", gettext_lazy("Log-ins"), "login"),
    ("approval", gettext_lazy("Approvals"), "checklist"),
)
_VERBS: Final = {
    "contact": ("contact",),
    "money": ("deposit", "withdrawal", "payout", "transfer", "balance"),
    "trade": ("account",),
    "kyc": ("kyc",),
}
_RIGHTS: Final = {
    "money": "finance.view", "trade": "trading.view", "kyc": "kyc.view", "login": "clients.devices",
    "approval": "approvals.view",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """`key` breaks ties, so that a page never shows one twice nor leaves one out. `is_day`: `at` names a day, no moment."""

    at: datetime
    key: str
    kind: str
    icon: str
    tone: str
    text: str
    by: str = ""
    href: str = ""
    is_day: bool = False
    is_private: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at whom, and from where on: everything before (`at`, `key`)."""

    member: Member
    person: Person
    kinds: frozenset[str]
    at: datetime | None = None
    key: str = ""

    def before(self, sign: str, field: str = "at") -> Q:
        """What a source whose keys begin with `sign` has not shown yet, also of rows of one and the same moment."""
        if self.at is None:
            return Q()
        earlier = Q(**{f"{field}__lt": self.at})
        if self.key[:1] == sign:
            return earlier | Q(**{field: self.at, "id__lt": self.key[1:]})
        return earlier if sign > self.key[:1] else Q(**{f"{field}__lte": self.at})


Source = Callable[[Look, int], Iterable[Item]]


def kinds_for(member: Member) -> list[tuple[str, str, str]]:
    return [
        (code, str(word), icon)
        for code, word, icon in KINDS
        if code not in _RIGHTS or member.allows(_RIGHTS[code])
    ]


def timeline(
    member: Member, person: Person, *, kinds: Sequence[str] = (), cursor: str = "", limit: int = PAGE
) -> tuple[list[Item], str]:
    """A page and the cursor of the next; an empty cursor: that was all."""
    allowed = [code for code, _word, _icon in kinds_for(member)]
    wanted = [kind for kind in kinds if kind in allowed] or allowed
    look = Look(member, person, frozenset(wanted), *_read(cursor))
    streams = [
        sorted(source(look, limit + 1), key=_order, reverse=True)
        for source, kinds_of in _SOURCES
        if not set(kinds_of).isdisjoint(wanted)
    ]
    merged = (item for item in heapq.merge(*streams, key=_order, reverse=True) if item.kind in wanted)
    found = list(_after(merged, look))[: limit + 1]
    page = found[:limit]
    return page, _write(page[-1]) if len(found) > limit else ""


def _order(item: Item) -> tuple[datetime, str]:
    return item.at, item.key


def _after(items: Iterable[Item], look: Look) -> Iterator[Item]:
    return (item for item in items if look.at is None or _order(item) < (look.at, look.key))


def _write(item: Item) -> str:
    return f"{item.at.isoformat()}|{item.key}"


def _read(cursor: str) -> tuple[datetime | None, str]:
    if not cursor:
        return None, ""
    at, _sign, key = cursor.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        if key[1:]:
            uuid.UUID(key[1:])
    except ValueError:
        raise _no_place() from None
    if moment.tzinfo is None:
        raise _no_place()
    return moment, key


def _no_place() -> InvalidInput:
    return InvalidInput("That is not a place in this timeline. Start from its top.", field="cursor")


# -- the sources


def _activity(look: Look, limit: int) -> Iterable[Item]:
    subjects = Q(subject_kind="lead", subject_id=look.person.lead.id)
    if look.person.client:
        subjects |= Q(subject_kind="client", subject_id=look.person.client.id)
    rows = Entry.objects.filter(subjects, _verbs(look), look.before("e")).order_by("-at", "-id")
    return [_entry(row, look) for row in rows[:limit]]


def _verbs(look: Look) -> Q:
    """Only the lines that will be shown are fetched, or a page of contacts would end where the newest hundred lines do."""
    wanted = Q()
    for kind in look.kinds & _VERBS.keys():
        wanted |= _begins(kind)
    if "status" not in look.kinds:
        return wanted or Q(pk__in=[])
    others = Q()
    for kind in _VERBS.keys() - look.kinds:
        others |= _begins(kind)
    return ~others if others else Q()


def _begins(kind: str) -> Q:
    found = Q()
    for verb in _VERBS[kind]:
        found |= Q(verb__startswith=verb)
    return found


def _entry(row: Entry, look: Look) -> Item:
    kind = next((kind for kind, verbs in _VERBS.items() if row.verb.startswith(verbs)), "status")
    text = status_words(row.text) if row.verb == "status" else row.text
    if kind == "money" and look.member.authority.mask("balance"):
        text = f"{row.verb.replace('.', ' ').capitalize()} {HIDDEN}"
    icon, tone = timelines.icon_of(row.verb), timelines.tone_of(row.verb)
    return Item(row.at, f"e{row.id}", kind, icon, tone, text, by=row.actor_label)


def _deals(look: Look, limit: int) -> Iterable[Item]:
    """A day's deals are one line. `at` is the day's end, so that a page is cut between days only."""
    if look.person.client is None:
        return []
    rows = Deal.objects.filter(
        account__client_id=look.person.client.id,
        action__in=("buy", "sell", "buy_cancelled", "sell_cancelled"),
    )
    if look.at:
        rows = rows.filter(time__lt=_day_start(look.at))
    newest = list(rows.order_by("-time", "-id").values_list("time", "lots", "profit")[:DEALS])
    days = [
        (day, list(deals)) for day, deals in groupby(newest, lambda deal: timezone.localtime(deal[0]).date())
    ]
    if len(newest) == DEALS and len(days) > 1:
        days.pop()  # perhaps cut in the middle: the next page has it whole
    return [_deal_day(day_deals, look, len(newest) == DEALS and len(days) == 1) for _day, day_deals in days]


def _deal_day(deals: list[tuple[datetime, Decimal, Decimal]], look: Look, more: bool) -> Item:
    lots = sum((lots for _time, lots, _profit in deals), Decimal(0))
    profit = sum((profit for _time, _lots, profit in deals), Decimal(0))
    count = f"{len(deals)}+" if more else str(len(deals))
    words = ngettext("%(count)s deal, %(lots)s lots", "%(count)s deals, %(lots)s lots", len(deals))
    text = words % {"count": count, "lots": grouped(lots)}
    if not look.member.authority.mask("balance"):
        text += " · " + _("profit %(profit)s") % {"profit": grouped(profit)}
    tone = "good" if profit > 0 else "bad" if profit < 0 else "none"
    end = _day_start(deals[0][0]) + timedelta(days=1) - timedelta(microseconds=1)
    return Item(end, "d", "trade", "chart-candle", tone, text, is_day=True)


def _day_start(at: datetime) -> datetime:
    local = timezone.localtime(at)
    return datetime.combine(local.date(), time.min, tzinfo=local.tzinfo)


def _notes(look: Look, limit: int) -> Iterable[Item]:
    user = look.member.user
    rows = list(
        work.readable(user)
        .filter(look.before("n", "created_at"), subject_id=look.person.lead.id)
        .order_by("-created_at", "-id")[:limit]
    )
    texts = work.texts_of(user, rows)
    return [
        Item(
            row.created_at,
            f"n{row.id}",
            "note",
            "lock" if row.private else "notes",
            "wait" if row.private else "busy",
            texts[row.id],
            by=row.author.name,
            is_private=row.private,
        )
        for row in rows
    ]


# What a line shows, and no more: every column of a row and of the people beside it costs the page time.
_OF_TASK: Final = ("title", "kind", "outcome", "result", "state", "done_at", "created_at", "done_by__name")


def _tasks(look: Look, limit: int) -> Iterable[Item]:
    ended = work.tasks_about([look.person.lead.id]).exclude(state=Task.State.OPEN)
    rows = ended.filter(look.before("t", "done_at")).order_by("-done_at", "-id")
    return [_task(row) for row in rows.select_related(None).select_related("done_by").only(*_OF_TASK)[:limit]]


def _task(row: Task) -> Item:
    words = [row.title, row.get_outcome_display() if row.outcome else "", row.result]
    tone = "good" if row.state == Task.State.DONE else "none"
    return Item(
        row.done_at or row.created_at,
        f"t{row.id}",
        "task",
        "phone" if row.kind == Task.Kind.CALL else "checkbox",
        tone,
        " · ".join(word for word in words if word),
        by=row.done_by.name if row.done_by else "",
        detail=str(row.get_state_display()),
    )


def _log_ins(look: Look, limit: int) -> Iterable[Item]:
    if look.person.client is None:
        return []
    rows = LogIn.objects.filter(look.before("l"), user=look.person.client.user_id).order_by("-at", "-id")[
        :limit
    ]
    return [
        Item(
            row.at,
            f"l{row.id}",
            "login",
            "login" if row.succeeded else "lock",
            "none" if row.succeeded else "bad",
            (_("Logged in: %(device)s") if row.succeeded else _("Log-in failed: %(device)s"))
            % {"device": row.device or _("unknown device")},
            detail=row.ip or "",
        )
        for row in rows
    ]


def _mails(look: Look, limit: int) -> Iterable[Item]:
    email = look.person.client.user.email if look.person.client else look.person.lead.email
    if not email:
        return []
    rows = (
        Mail.objects.filter(look.before("m"), to__contains=[email])
        .defer("body", "html")
        .order_by("-at", "-id")[:limit]
    )
    return [
        Item(
            row.at,
            f"m{row.id}",
            "mail",
            "mail",
            "bad" if row.state == Mail.State.FAILED else "none",
            row.subject,
            detail=str(row.get_state_display()),
        )
        for row in rows
    ]


def _approvals(look: Look, limit: int) -> Iterable[Item]:
    client = look.person.client
    if client is None or not anything_asked(
        client.id
    ):  # most people have none, and who may see which is the dear part
        return []
    rows = visible_to(look.member.user, member=look.member).filter(
        look.before("a", "requested_at"), client_id=client.id
    )
    tones = {"approved": "good", "refused": "bad", "pending": "wait"}
    return [
        Item(
            row.requested_at,
            f"a{row.id}",
            "approval",
            "checklist",
            tones.get(row.state, "none"),
            row.title,
            by=row.requested_by.name if row.requested_by else "",
            href=reverse("approval", args=[row.id]),
            detail=str(row.get_state_display()),
        )
        for row in rows.order_by("-requested_at", "-id")[:limit]
    ]


_SOURCES: Final[tuple[tuple[Source, tuple[str, ...]], ...]] = (
    (_activity, ("status", "contact", "money", "trade", "kyc")),
    (_notes, ("note",)),
    (_tasks, ("task",)),
    (_deals, ("trade",)),
    (_mails, ("mail",)),
    (_log_ins, ("login",)),
    (_approvals, ("approval",)),
)
