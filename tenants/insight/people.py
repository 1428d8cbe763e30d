"""The lists of people: leads and clients. A client is a lead with more to say, so both are rows of leads with their figures."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from atrium.kernel.money import Money, round_half_even
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.lists.types import Column, ListDefinition, Searched
from tenants.staff.models import Desk, Member
from tenants.work.models import Tagged
from tenants.work.selectors import tags_about

from . import choices
from .searching import searched


def _tagged(names: Sequence[str] | None) -> Q:
    uses = Tagged.objects.filter(subject_kind__in=["lead", "client"])
    if names is not None:
        uses = uses.filter(tag__name__in=names)
    ids = uses.values("subject_id")
    return Q(pk__in=ids) | Q(figures__client_id__in=ids)


def _money(name: str) -> Any:
    """An amount of the figures, in the client's currency; nothing for somebody who is no client."""

    def read(lead: Any) -> Money | None:
        figures = getattr(lead, "figures", None)
        if figures is None or not figures.currency:
            return None
        return round_half_even(getattr(figures, name), figures.currency)

    return read


def _figure(code: str, label: Any, type_: str = "number", **more: Any) -> Column:
    return Column(code, label, type_, f"figures__{more.pop('name', code)}", **more)


def _amount(code: str, label: Any, *, sortable: bool = True, **more: Any) -> Column:
    return _figure(
        code,
        label,
        "money",
        show="money",
        value=_money(code),
        reads=(f"figures__{code}", "figures__currency"),
        mask="balance",
        align="right",
        sortable=sortable,
        **more,
    )


NAME = Column(
    "name",
    _("Name"),
    path="name",
    sort_path="figures__name_key",
    show="name",
    sortable=True,
    fixed=True,
    default=True,
    phone="main",
)
STATUS = Column(
    "status",
    _("Status"),
    "choice",
    "status",
    show="status",
    choices=lambda: Lead.Status.choices,
    default=True,
    phone="side",
)
MANAGER = Column(
    "manager", _("Manager"), "choice", "assigned_to_id", show="manager", value=lambda lead: lead.assigned_to,
    reads=("assigned_to_id",), twins={"figures__": "figures__manager_id"},
    choices=choices.managers, blank=False, default=True, phone="line",
)  # fmt: skip
CREATED = Column(
    "created", _("Created"), "datetime", "created_at", show="time", sortable=True, default=True, phone="line"
)
CONTACTED = Column(
    "last_contact",
    _("Last contact"),
    "datetime",
    "last_contact_at",
    show="time",
    sortable=True,
    nullable=True,
)

PERSON: Final = (
    NAME,
    Column("number", _("No."), "number", "number", show="number", whole=True, sortable=True, default=True),
    Column("email", _("E-mail"), path="email", lower=True, mask="email", show="email", default=True),
    Column("phone", _("Phone"), path="phone", mask="phone", show="phone"),
    Column(
        "country", _("Country"), "choice", "country", show="country", choices=choices.countries, mask="country",
        default=True, phone="line",
    ),
    Column("language", _("Language"), "text", "language"),
    STATUS,
    Column("score", _("Score"), "number", "score", show="number", whole=True, sortable=True, align="right"),
    Column("source", _("Source"), "choice", "source", show="word", choices=choices.sources, loose=True,
           default=True),
    Column("referral", _("Referral code"), path="referral_code"),
    MANAGER,
    Column(
        "desk", _("Desk"), "choice", "desk_id", value=lambda lead: lead.desk, reads=("desk_id",), choices=choices.desks,
        blank=False,
    ),
    Column("tags", _("Tags"), "tags", show="tags", having=_tagged, choices=choices.tags,
           value=lambda lead: getattr(lead, "tags_shown", ())),
    CONTACTED,
    Column("protected", _("Protected until"), "datetime", "protected_until", show="time"),
    Column("birth_date", _("Birth date"), "date", "birth_date", show="date", mask="birth_date"),
    Column("registered", _("Is a client"), "bool", show="yes", truth=Q(client__isnull=False),
           value=lambda lead: getattr(lead, "client", None) is not None),
    _figure("open_tasks", _("Open tasks"), whole=True, show="number", align="right"),
    _figure("next_task", _("Next task"), "datetime", name="next_task_at", show="time", sortable=True, nullable=True),
    CREATED,
)  # fmt: skip

FIGURES: Final = (
    _figure("kyc_level", _("Verified"), whole=True, show="level", sortable=True, default=True),
    _amount("deposits", _("Deposits")),
    _figure("deposit_count", _("Number of deposits"), whole=True, show="number", align="right"),
    _amount("withdrawals", _("Withdrawals"), sortable=False),
    _amount("balance", _("Wallet"), default=True),
    _amount("equity", _("Equity")),
    _amount("result", _("Result of trades"), sortable=False),
    _figure("accounts", _("Live accounts"), whole=True, show="number", align="right", sortable=True),
    _figure("lots", _("Lots"), show="lots", align="right", sortable=True),
    _figure("first_deposit", _("First deposit"), "datetime", name="first_deposit_at", show="time", sortable=True,
            nullable=True),
    _figure("last_deal", _("Last deal"), "datetime", name="last_deal_at", show="time", sortable=True, nullable=True),
    _figure("last_login", _("Last log-in"), "datetime", name="last_login_at", show="time", sortable=True,
            nullable=True),
    _figure("currency", _("Currency"), "text"),
)  # fmt: skip


def _of_clients(column: Column) -> Column:
    """The client's own words for the same facts."""
    if column.code == "number":
        return replace(column, path="client__number", phone="")
    if column.code == "created":
        return replace(column, label=_("Registered"), path="client__created_at", phone="")
    if column.code == "kyc_level":
        return replace(column, phone="line")
    return replace(column, default=False) if column.code == "source" else column


def _prepare(rows: Sequence[Any], columns: Collection[str]) -> None:
    """What hangs on many rows at once is read once: a joined manager would be made anew for every row of theirs."""
    if "manager" in columns:
        names = _names(
            Member.objects.filter(id__in={lead.assigned_to_id for lead in rows} - {None}), "user__name"
        )
        for lead in rows:
            lead.assigned_to = names.get(lead.assigned_to_id)
    if "desk" in columns:
        names = _names(Desk.objects.filter(id__in={lead.desk_id for lead in rows} - {None}), "name")
        for lead in rows:
            lead.desk = names.get(lead.desk_id)
    if "tags" in columns:
        _bring_tags(rows)


def _names(rows: QuerySet[Any], path: str) -> dict[uuid.UUID, str]:
    return dict(rows.values_list("id", path))


def _bring_tags(rows: Sequence[Any]) -> None:
    """A client's tags hang on the client or on the lead."""
    ids = {lead.id: [lead.id, *([lead.client.id] if lead.client else [])] for lead in rows}
    tags = tags_about([subject for both in ids.values() for subject in both])
    for lead in rows:
        lead.tags_shown = [tag for subject in ids[lead.id] for tag in tags.get(subject, ())]


def _search(rows: QuerySet[Any], text: str, closed: frozenset[str]) -> Searched:
    return searched(rows, "person", text, closed)


def _whole(rows: QuerySet[Lead]) -> QuerySet[Lead]:
    """Where somebody asks for models, they come with what hangs on each alone."""
    return rows.select_related(None).select_related("client", "figures").defer("campaign", "assigned_because")


def _leads(member: Member) -> QuerySet[Lead]:
    return _whole(leads_for(member))


def _clients(member: Member) -> QuerySet[Lead]:
    return _whole(leads_for(member, "clients.view").filter(client__isnull=False))


_NEEDS: Final = {"figures__": Q(figures__isnull=False)}
_LIGHT: Final = ("id", "name", "client__id", "figures__lead_id")
_TIES: Final = {"figures__": "lead", "client__": "lead"}

leads: Final = ListDefinition(
    code="leads", label=_("Leads"), permission="leads.view", columns=(*PERSON, *FIGURES), base=_leads,
    needs=_NEEDS, ties=_TIES, search=_search, prepare=_prepare, light=_LIGHT,
)  # fmt: skip
clients: Final = ListDefinition(
    code="clients", label=_("Clients"), permission="clients.view",
    columns=tuple(_of_clients(column) for column in (*PERSON, *FIGURES) if column.code != "registered"),
    base=_clients, needs=_NEEDS, ties=_TIES, search=_search, prepare=_prepare, light=_LIGHT,
)  # fmt: skip
