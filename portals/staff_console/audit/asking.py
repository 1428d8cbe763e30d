"""From the filter bar to what is searched for. What was typed may be an id, a number, or the beginning of a name or an e-mail."""

import ipaddress
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.http import QueryDict
from django.utils import timezone

from portals.shared.ids import uuid_of
from portals.staff_console.audit import words
from tenants.audit.selectors import Wanted
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.leads.models import Lead
from tenants.search import selectors as search
from tenants.staff.models import Member
from tenants.trading.models import TradingAccount

_FOUND_MOST: Final = 50
NOBODY: Final = uuid.UUID(int=0)


def wanted(given: QueryDict, member: Member) -> Wanted:
    query = _printable(given)
    who = query.get("who", "")
    return Wanted(
        actor_id=who if uuid_of(who) else "",
        actor_kind=who if who in words.KINDS else "",
        tables=(query["table"],) if query.get("table") else (),
        row=query.get("row", "").strip(),
        subjects=_subjects(query.get("q", "").strip(), member),
        op=query.get("op", ""),
        surface=query.get("surface", ""),
        ip=_ip(query.get("ip", "").strip()),
        begin=_midnight(query.get("from", "")),
        end=_midnight(query.get("to", ""), days=1),
    )


def _printable(query: QueryDict) -> dict[str, str]:
    """No database takes a zero byte."""
    return {name: str(query[name]).replace("\0", "") for name in query}


def is_narrowed(query: QueryDict) -> bool:
    names = ("who", "table", "row", "q", "op", "surface", "ip", "from", "to")
    return any(query.get(name, "").strip() for name in names)


def _subjects(text: str, member: Member) -> tuple[uuid.UUID, ...]:
    """Nobody found is a search for nobody, not for everybody."""
    if not text:
        return ()
    key = uuid_of(text)
    found = ids_together({key}) if key else ids_together(_named(text, member))
    return tuple(sorted(found)) or (NOBODY,)


def ids_together(ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """A lead, its client and their log-in are one person to whoever looks."""
    rows = list(Client.objects.filter(lead_id__in=ids)) + list(Client.objects.filter(id__in=ids))
    return ids | {key for row in rows for key in (row.id, row.lead_id, row.user_id)}


def _named(text: str, member: Member) -> set[uuid.UUID]:
    hidden = [field for field in ("email", "phone") if member.authority.mask(field) == "hidden"]
    people = search.matching("person", text, without=hidden).values_list("subject_id", flat=True)
    found = set(people[:_FOUND_MOST])
    if text.isdecimal():
        found |= set(
            TradingAccount.objects.filter(login=int(text)).values_list("id", flat=True)[:_FOUND_MOST]
        )
        found |= set(Client.objects.filter(number=int(text)).values_list("lead_id", flat=True))
        found |= set(Lead.objects.filter(number=int(text)).values_list("id", flat=True))
    found |= set(Partner.objects.filter(name__icontains=text).values_list("id", flat=True)[:_FOUND_MOST])
    found |= set(
        Member.objects.filter(user__name__icontains=text).values_list("user_id", flat=True)[:_FOUND_MOST]
    )
    return found


def _ip(text: str) -> str:
    """As it is written in entries; what is no address finds nothing."""
    try:
        return str(ipaddress.ip_address(text)) if text else ""
    except ValueError:
        return text


def _midnight(text: str, *, days: int = 0) -> datetime | None:
    """The reader's midnight."""
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time.min, timezone.get_current_timezone()).astimezone(UTC)
