"""Where the wealth calendar's days come from: each source a few queries, whatever the number of clients."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractDay, ExtractMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portals.staff_console.people import addresses_of
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.kyc.models import Check
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.staff.masking import shown
from tenants.staff.models import Member
from tenants.trading.models import BalanceSignal
from tenants.work import selectors as work
from tenants.work.types import PERSON

MOST: Final = 300


@dataclass(frozen=True, slots=True)
class WealthEvent:
    on: date
    kind: str
    title: str
    detail: str = ""
    href: str = ""
    icon: str = "calendar"
    tone: str = "none"
    occasion_id: uuid.UUID | None = None


KINDS: Final[tuple[tuple[str, str | Promise, str], ...]] = (
    ("document", gettext_lazy("Documents that expire"), "kyc.view"),
    ("margin", gettext_lazy("Margin calls and low balances"), "trading.view"),
    ("birthday", gettext_lazy("Birthdays"), "clients.view"),
    ("contract", gettext_lazy("Contracts"), ""),
    ("dividend", gettext_lazy("Dividends"), ""),
    ("ipo", gettext_lazy("IPOs"), ""),
    ("economic", gettext_lazy("Economic events"), ""),
    ("house", gettext_lazy("House events"), ""),
)
_LOOKS: Final = {
    "document": ("id-badge-2", "wait"),
    "margin": ("alert-triangle", "bad"),
    "birthday": ("gift", "good"),
    "contract": ("file-text", "wait"),
    "dividend": ("coins", "good"),
    "ipo": ("rocket", "busy"),
    "economic": ("world", "none"),
    "house": ("building", "brand"),
}


def kinds_for(member: Member) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word, right in KINDS if not right or member.allows(right)]


def between(member: Member, first: date, last: date, kinds: Sequence[str]) -> list[WealthEvent]:
    found: list[WealthEvent] = []
    if "document" in kinds:
        found += _documents(member, first, last)
    if "margin" in kinds:
        found += _signals(member, first, last)
    if "birthday" in kinds and member.authority.mask("birth_date") == "":
        found += _birthdays(member, first, last)
    found += _occasions(member, first, last, kinds)
    return sorted(found, key=lambda event: (event.on, event.kind, event.title))


def _event(
    kind: str, on: date, title: str, detail: str = "", href: str = "", **more: uuid.UUID
) -> WealthEvent:
    icon, tone = _LOOKS[kind]
    return WealthEvent(on, kind, title, detail, href, icon, tone, more.get("occasion_id"))


def _documents(member: Member, first: date, last: date) -> list[WealthEvent]:
    checks = Check.objects.filter(
        state=Check.State.APPROVED, expires_on__gte=first, expires_on__lte=last, client__in=_clients(member)
    ).select_related("client__lead")
    hidden = member.authority.mask("document")
    return [
        _event(
            "document",
            check.expires_on,
            check.client.lead.name,
            _("%(document)s %(number)s expires")
            % {
                "document": check.get_document_display(),
                "number": shown(check.document_number, hidden, "document"),
            },
            addresses_of([check.client.lead_id])[check.client.lead_id],
        )
        for check in checks.order_by("expires_on")[:MOST]
    ]


def _signals(member: Member, first: date, last: date) -> list[WealthEvent]:
    zone = timezone.get_current_timezone()
    start = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    rows = BalanceSignal.objects.select_related("account").filter(since__gte=start, since__lt=end)
    rows = rows.filter(account__client_id__in=_clients(member).values("id")).order_by("-since")[:MOST]
    signals = list(rows)
    clients = {
        client.id: client
        for client in clients_for(member).filter(id__in={signal.account.client_id for signal in signals})
    }
    return [
        _event(
            "margin",
            timezone.localtime(signal.since).date(),
            clients[signal.account.client_id].lead.name,
            f"{signal.get_kind_display()} · {signal.account.login}",
            addresses_of([clients[signal.account.client_id].lead_id])[
                clients[signal.account.client_id].lead_id
            ],
        )
        for signal in signals
        if signal.account.client_id in clients
    ]


def _birthdays(member: Member, first: date, last: date) -> list[WealthEvent]:
    """The birth date is the lead's own; the day of the year is what counts."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    wanted = Q()
    for month in {day.month for day in days}:
        wanted |= Q(month=month, day__in=[day.day for day in days if day.month == month])
    rows = _people(member).filter(birth_date__isnull=False)
    rows = rows.annotate(month=ExtractMonth("birth_date"), day=ExtractDay("birth_date")).filter(wanted)
    dates = {(day.month, day.day): day for day in days}
    return [
        _event(
            "birthday",
            (on := dates[(lead.birth_date.month, lead.birth_date.day)]),
            lead.name,
            _("turns %(age)s") % {"age": on.year - lead.birth_date.year},
            addresses_of([lead.id])[lead.id],
        )
        for lead in rows[:MOST]
        if lead.birth_date
    ]


def _occasions(member: Member, first: date, last: date, kinds: Sequence[str]) -> list[WealthEvent]:
    rows = list(work.occasions_between(first, last).filter(kind__in=kinds)[:MOST])
    people = {row.subject_id for row in rows if row.subject_kind == PERSON and row.subject_id}
    seen = set(_people(member).filter(id__in=people).values_list("id", flat=True)) if people else set()
    return [
        _event(
            row.kind,
            row.on,
            row.title,
            " · ".join(part for part in (row.symbol, row.country, row.note) if part),
            addresses_of([row.subject_id])[row.subject_id] if row.subject_id else "",
            occasion_id=row.id,
        )
        for row in rows
        if row.subject_id is None or row.subject_id in seen
    ]


def _clients(member: Member) -> QuerySet[Client]:
    return clients_for(member).order_by()


def _people(member: Member) -> QuerySet[Lead]:
    """Leads and, for those who see clients alone, the people behind them."""
    if member.allows("leads.view"):
        return leads_for(member).order_by()
    return Lead.objects.filter(id__in=clients_for(member).order_by().values("lead_id"))
