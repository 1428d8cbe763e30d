"""The tabs of the card, each only to those whose permission opens it, each reading only its own rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atrium.kernel import clock
from portals.shared.paging import page_of
from portals.staff_console.audit.views import history
from portals.staff_console.card import tiles, timeline
from portals.staff_console.clients.forms import KycForm
from portals.staff_console.clients.movements import lines_of
from portals.staff_console.leads.panel import context_of
from portals.staff_console.people import Person
from portals.staff_console.work.forms import NoteForm
from tenants.ibs import selectors as ibs
from tenants.ibs.models import ClientPartner, Partner
from tenants.identity import devices
from tenants.kyc import selectors as kyc
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.messaging.models import Mail
from tenants.payments import selectors as payments
from tenants.staff.models import Member
from tenants.trading import selectors as trading
from tenants.work import selectors as work
from tenants.work.models import Task

ROWS: Final = 50
Panel = Callable[[HttpRequest, Member, Person], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    label: str | Promise
    permission: str
    panel: Panel
    needs_client: bool = True
    live: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    code: str
    label: str
    href: str
    current: bool


def tabs_for(member: Member, person: Person) -> list[Tab]:
    return [
        tab
        for tab in TABS
        if (not tab.permission or member.allows(tab.permission)) and (person.client or not tab.needs_client)
    ]


def links(tabs: list[Tab], person: Person, current: str) -> list[Link]:
    return [
        Link(
            tab.code,
            str(tab.label),
            person.address if tab.code == "overview" else f"{person.address}{tab.code}/",
            tab.code == current,
        )
        for tab in tabs
    ]


def overview(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    notes = list(work.notes_about(member.user, [person.lead.id]).filter(pinned=True)[:3])
    texts = work.texts_of(member.user, notes)
    open_tasks = list(work.by_urgency(work.tasks_about([person.lead.id]).filter(state=Task.State.OPEN))[:4])
    return {
        **timeline_of(request, member, person),
        **tiles.figures(member, person),
        "next_task": open_tasks[0] if open_tasks else None,
        "pinned": [(note, texts[note.id]) for note in notes],
        "open_tasks": open_tasks,
    }


def timeline_of(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    kinds = [kind for kind in request.GET.getlist("kind") if kind]
    items, cursor = timeline.timeline(member, person, kinds=kinds, cursor=request.GET.get("cursor", ""))
    return {
        "items": items,
        "next_cursor": cursor,
        "kinds": timeline.kinds_for(member),
        "chosen": kinds,
        "cursor": request.GET.get("cursor", ""),
    }


def _accounts(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    assert person.client is not None
    signals = {signal.account_id: signal for signal in trading.open_signals([person.client.id])}
    return {
        "accounts": list(trading.accounts_of(person.client)),
        "signals_by_account": signals,
        "may_archive": member.allows("trading.manage"),
    }


def _money(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    client = person.client
    assert client is not None
    address = addresses.client_wallet(client.number, client.currency)
    return {
        "wallet": ledger.balance(address),
        "movements": lines_of(ledger.entries(address, limit=ROWS).entries),
        "deposits": payments.deposits_of(client)[:ROWS],
        "withdrawals": payments.withdrawals_of_party(client.id)[:ROWS],
        "net_deposits": tiles.net_deposits(person),
        "hides_money": bool(member.authority.mask("balance")),
    }


def _trades(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    assert person.client is not None
    page = page_of(trading.deals_of(person.client), request.GET.get("cursor", ""), by="time", size=ROWS)
    return {"page": page, "hides_money": bool(member.authority.mask("balance"))}


def _kyc(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    assert person.client is not None
    return {
        "checks": kyc.checks_of(person.client),
        "kyc_form": KycForm(),
        "may_decide": member.allows("kyc.decide"),
        "today": timezone.localdate(),
    }


def _partner(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    assert person.client is not None
    path = ibs.path_at(person.client.id, clock.now())
    known = Partner.objects.in_bulk(path)
    history = ClientPartner.objects.select_related("partner").filter(client=person.client)
    return {
        "upline": [known[partner_id] for partner_id in path if partner_id in known],
        "attributions": list(history.order_by("-valid_from")[:ROWS]),
        "referral": ibs.referral_of(person.client.id),
    }


def _mails(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    """Subjects only: some mails carry links with which their reader may log in as the client."""
    email = person.client.user.email if person.client else person.lead.email
    rows = Mail.objects.filter(to__contains=[email]) if email else Mail.objects.none()
    return {"page": page_of(rows.defer("body", "html"), request.GET.get("cursor", ""), by="at", size=ROWS)}


def _notes(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    notes = list(work.notes_about(member.user, [person.lead.id])[:200])
    texts = work.texts_of(member.user, notes)
    return {"notes": [(note, texts[note.id]) for note in notes], "form": NoteForm()}


def _tasks(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    about = work.tasks_about([person.lead.id])
    return {
        "open_tasks": list(work.by_urgency(about.filter(state=Task.State.OPEN))[:100]),
        "ended_tasks": list(about.exclude(state=Task.State.OPEN).order_by("-done_at", "-id")[:ROWS]),
    }


def _audit(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    return history(request, member, {person.lead.id})


def _devices(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    assert person.client is not None
    user = person.client.user
    page = page_of(devices.log_ins_of(user), request.GET.get("cursor", ""), by="at", size=ROWS)
    return {"devices": devices.devices_of(user), "page": page}


def _lead(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    """How they came and whose they are: the lead's own panel, as its drawer shows it."""
    return context_of(member, person.lead)


TABS: Final = (
    Tab("overview", _("Overview"), "", overview, needs_client=False),
    Tab("accounts", _("Accounts"), "trading.view", _accounts),
    Tab("money", _("Money"), "finance.view", _money),
    Tab("trades", _("Trades"), "trading.view", _trades),
    Tab("kyc", _("KYC"), "kyc.view", _kyc, live=False),
    Tab("partner", _("Partner"), "partners.view", _partner),
    Tab("mails", _("Communication"), "", _mails, needs_client=False),
    Tab("notes", _("Notes"), "", _notes, needs_client=False),
    Tab("tasks", _("Tasks"), "", _tasks, needs_client=False),
    Tab("ownership", _("Ownership"), "leads.view", _lead, needs_client=False, live=False),
    Tab("devices", _("Log-ins"), "clients.devices", _devices),
    Tab("audit", _("Audit"), "audit.view", _audit, needs_client=False),
)
