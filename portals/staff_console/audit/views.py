"""The audit: search what happened, look at one change before and after, take the finds along."""

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import NotFound
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.audit import asking, exporting, words
from portals.staff_console.audit.lines import lines_of
from tenants.audit import selectors
from tenants.audit.selectors import Wanted
from tenants.staff.models import Member
from tenants.staff.selectors import members_active

EXPORT_AT_ONCE: Final = 2_000


@require_safe
@permitted("audit.view")
def log(request: HttpRequest, member: Member) -> HttpResponse:
    page = selectors.search(asking.wanted(request.GET, member), below=_below(request))
    context = {
        "lines": lines_of(page.entries, member),
        "next_cursor": page.next_seq,
        "state": selectors.state(),
        "narrowed": asking.is_narrowed(request.GET),
        "may_export": member.allows("audit.export"),
        "asked": _without_cursor(request),
        **_choices(),
    }
    return render(request, "staff_console/audit/log.html", context)


@require_safe
@permitted("audit.view")
def entry(request: HttpRequest, member: Member, seq: int) -> HttpResponse:
    found = selectors.entry(seq)
    if found is None:
        raise NotFound("There is no such entry.")
    (line,) = lines_of([found], member)
    template = "drawer" if in_drawer(request) else "page"
    return render(request, f"staff_console/audit/{template}.html", {"line": line})


@require_POST
@permitted(exporting.PERMISSION)
def export(request: HttpRequest, member: Member) -> HttpResponse:
    """What the search finds. Little at once, written whole before it is sent: a stream would be read after the request has
    left the broker's house. Much becomes work that one may leave."""
    wanted = asking.wanted(request.GET, member)
    if selectors.has_more_than(EXPORT_AT_ONCE, wanted):
        return redirect("job", job_id=exporting.start_export(wanted, by=member).id)
    response = HttpResponse("".join(exporting.table(wanted, member)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def history(request: HttpRequest, member: Member, ids: set[uuid.UUID]) -> dict[str, Any]:
    """One subject's entries for a tab of its page (`staff_console/audit/history.html`); the tab asks for `audit.view`.

    `ids` are what the subject is known by: lead, client and log-in of one person, or a partner's.
    """
    page = selectors.search(Wanted(subjects=tuple(sorted(asking.ids_together(ids)))), below=_below(request))
    return {"lines": lines_of(page.entries, member), "next_cursor": page.next_seq}


def _below(request: HttpRequest) -> int | None:
    text = request.GET.get("cursor", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _without_cursor(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("cursor", None)
    return asked.urlencode()


def _choices() -> dict[str, Any]:
    staff = [(str(row.user_id), row.user.name) for row in members_active().order_by("user__name")]
    return {
        "people": [*words.KINDS.items(), *staff],
        "tables": words.tables_to_search(),
        "operations": [(code, word) for code, (word, _) in words.OPERATIONS.items()],
        "surfaces": list(words.SURFACES.items()),
    }
