"""What a small action answers: a toast, perhaps with an undo, and the parts of the page that are old now."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def told(
    request: HttpRequest,
    text: str,
    *,
    undo: str = "",
    refetch: str = "",
    close: bool = True,
    to: str = "tasks",
) -> HttpResponse:
    """To htmx as triggers; to a browser without script as a message on the page it goes back to."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        return redirect(to)
    trigger: dict[str, object] = {"toast": {"text": text, "tone": "good", "undo": undo}}
    if refetch:
        trigger["refetch"] = {"value": refetch}
    if close:
        trigger["closeDrawer"] = {}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(trigger)})
