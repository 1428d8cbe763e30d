"""What a list page shows, read from its URL: view, filter, words, order, columns, place. Everything is in the URL, so a
reload, a bookmark, a colleague and the back button see the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from atrium.kernel.errors import AtriumError
from atrium.rulebook import Every, Node
from tenants.lists.models import View
from tenants.lists.selectors import condition, default_view, preference_of, view_for
from tenants.lists.types import ListDefinition
from tenants.staff.models import Member

PLAIN = "all"
_KNOWN = frozenset({"v", "f", "q", "s", "c", "cursor"})


@dataclass(frozen=True)
class State:
    path: str
    document: Any
    node: Node
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    cursor: str = ""
    view: View | None = None
    fault: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        return bool(self.document or self.text)

    def url(self, **changes: Any) -> str:
        """This page with something changed; the place in the list is left, unless it is what changes."""
        now = {name: value for name, value in self.given.items() if name != "cursor"} | changes
        kept = {name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":")) for name, value in now.items()
                if value not in ("", None)}  # fmt: skip
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


def state_of(request: HttpRequest, definition: ListDefinition, member: Member) -> State:
    """A view that is not the reader's, or a condition they may not ask, is left out and said in `fault`."""
    given = {name: value for name, value in request.GET.dict().items() if name in _KNOWN and value}
    preference = preference_of(member, definition.code)
    fault, view = "", None
    try:
        view = view_for(member, definition.code, given["v"]) if given.get("v", PLAIN) != PLAIN else None
        view = view or (default_view(member, preference) if not given else None)
    except AtriumError as error:
        fault = error.message
    document = _document(request, given, view)
    node: Node = Every()
    try:
        node, _q = condition(definition, member, document)
    except AtriumError as error:
        document, fault = {}, error.message
    chosen = given["c"].split(",") if "c" in given else list(view.columns) if view and view.columns else []
    return State(
        path=request.path,
        document=document,
        node=node,
        text=given.get("q", "")[:100],
        sort=given.get("s", "") or (view.sort if view else ""),
        columns=tuple(chosen or (preference.columns if preference else [])),
        cursor=given.get("cursor", ""),
        view=view,
        fault=fault,
        given=given | ({"v": str(view.id)} if view else {}),
    )


def _document(request: HttpRequest, given: Mapping[str, str], view: View | None) -> Any:
    if "f" in given:
        try:
            return json.loads(given["f"])
        except ValueError:
            return {"all": None}  # said to be wrong like any other condition that cannot be read
    if request.GET.get("status"):
        return {"all": [{"field": "status", "is": request.GET["status"]}]}
    return view.document if view else {}
