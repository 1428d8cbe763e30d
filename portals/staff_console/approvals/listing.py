"""The lists of requests: tabs, filters, order, and rows with what each is about, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atrium.kernel import clock
from portals.shared.paging import page_of
from tenants.approvals import selectors
from tenants.approvals.kinds import CATALOGUE, kind_of
from tenants.approvals.models import Approval, Step
from tenants.approvals.rules import overdue
from tenants.clients.models import Client
from tenants.identity.models import User
from tenants.staff.models import Desk, Member

MOST: Final = 200
SORTS: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "age": (gettext_lazy("Oldest first"), ("requested_at", "id")),
    "newest": (gettext_lazy("Newest first"), ("-requested_at", "-id")),
    "amount": (
        gettext_lazy("Largest amount first"),
        (F("broker_minor").desc(nulls_last=True), "requested_at"),
    ),
    "due": (gettext_lazy("Due first"), (F("due_at").asc(nulls_last=True), "requested_at")),
    "type": (gettext_lazy("By type"), ("kind", "requested_at")),
    "client": (gettext_lazy("By client"), (F("client_id").asc(nulls_last=True), "requested_at")),
    "desk": (gettext_lazy("By desk"), (F("desk_id").asc(nulls_last=True), "requested_at")),
}
VIEWS: Final = ("mine", "all", "overdue", "asked", "decided")
_UNITS: Final = ((2880, 1440, "days"), (120, 60, "hours"), (0, 1, "minutes"))  # from so many minutes on
_UNIT_WORDS: Final = {
    "days": gettext_lazy("%(count)s d"),
    "hours": gettext_lazy("%(count)s h"),
    "minutes": gettext_lazy("%(count)s min"),
}
_ROWS: Final = {
    "mine": selectors.waiting_for,
    "all": selectors.queue_for,
    "overdue": selectors.overdue_for,
    "asked": selectors.asked_by,
    "decided": selectors.decided_for,
}


@dataclass(frozen=True, slots=True)
class Row:
    approval: Approval
    kind: str
    client: Client | None
    desk: str
    step: int
    steps: int
    is_overdue: bool
    due: str


def context_of(request: HttpRequest, member: Member) -> dict[str, Any]:
    view = request.GET.get("view", "mine")
    view = view if view in VIEWS else "mine"
    found, next_cursor = _found(request, member.user, view), ""
    if view in ("decided", "asked"):
        by = "decided_at" if view == "decided" else "requested_at"
        page = page_of(found, request.GET.get("cursor", ""), by=by)
        shown, next_cursor = list(page.rows), page.next_cursor
    else:
        shown = list(found[:MOST])
    return {
        "rows": rows_of(shown),
        "next_cursor": next_cursor,
        "view": view,
        "tabs": _tabs(member.user, view),
        "kinds": [(kind.code, _(kind.label)) for kind in CATALOGUE],
        "desks": list(Desk.objects.order_by("name").values_list("id", "name")),
        "sorts": [(code, words) for code, (words, _fields) in SORTS.items()],
        "is_narrowed": any(request.GET.get(name) for name in ("kind", "desk")),
        "is_cut": len(shown) == MOST,
    }


def _found(request: HttpRequest, user: User, view: str) -> QuerySet[Approval]:
    found = _ROWS[view](user)
    kind, desk = request.GET.get("kind", ""), request.GET.get("desk", "")
    if kind:
        found = found.filter(kind=kind)
    if any(str(known) == desk for known in Desk.objects.values_list("id", flat=True)):
        found = found.filter(desk_id=desk)
    sort = SORTS.get(request.GET.get("sort", ""))
    if sort is not None and view not in ("decided", "asked"):
        found = found.order_by(*sort[1])
    return found


def rows_of(approvals: Sequence[Approval]) -> list[Row]:
    clients = _clients(approvals)
    desks = dict(Desk.objects.values_list("id", "name")) if any(row.desk_id for row in approvals) else {}
    places = _places(approvals)

    now = clock.now()
    return [
        Row(
            approval=row,
            kind=_(kind_of(row.kind).label),
            client=clients.get(row.client_id),
            desk=desks.get(row.desk_id, "") if row.desk_id else "",
            step=places.get(row.id, (0, 0))[0],
            steps=places.get(row.id, (0, 0))[1],
            is_overdue=row.state == Approval.State.PENDING and overdue(row.due_at, now),
            due=due_words(row.due_at, now),
        )
        for row in approvals
    ]


def due_words(due_at: datetime | None, now: datetime) -> str:
    """How long there is: what counts is the distance, not the date."""
    if due_at is None:
        return ""
    minutes = int((due_at - now).total_seconds() // 60)
    _least, size, unit = next(one for one in _UNITS if abs(minutes) >= one[0])
    words = str(_UNIT_WORDS[unit]) % {"count": abs(minutes) // size}
    return (_("in %(time)s") if minutes >= 0 else _("%(time)s late")) % {"time": words}


def _clients(approvals: Sequence[Approval]) -> Mapping[Any, Client]:
    wanted = {row.client_id for row in approvals if row.client_id}
    return (
        {found.id: found for found in Client.objects.select_related("lead").filter(id__in=wanted)}
        if wanted
        else {}
    )


def _places(approvals: Sequence[Approval]) -> Mapping[Any, tuple[int, int]]:
    """(the step that waits, how many there are)."""
    steps = Step.objects.filter(approval__in=[row.id for row in approvals], round=F("approval__round"))
    lengths = dict(steps.values_list("approval_id").annotate(last=Max("place")))
    now = dict(steps.filter(state=Step.State.OPEN).values_list("approval_id", "place"))
    return {approval_id: (now.get(approval_id, 0), length) for approval_id, length in lengths.items()}


def _tabs(user: User, view: str) -> list[dict[str, object]]:
    names = {
        "mine": _("Waiting for me"),
        "all": _("All waiting"),
        "overdue": _("Overdue"),
        "asked": _("Asked by me"),
        "decided": _("Decided"),
    }
    counts = selectors.counts_for(user)
    return [
        {"label": name, "href": f"?view={code}", "current": code == view, "count": counts.get(code, 0)}
        for code, name in names.items()
    ]
