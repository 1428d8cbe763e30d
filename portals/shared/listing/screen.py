"""A list page: what its screen adds to the list's definition, and everything its template needs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tenants.lists.models import Segment, View
from tenants.lists.registry import definition_of
from tenants.lists.selectors import columns_for, names_of_views, run, segments_for
from tenants.lists.selectors.conditions import may_ask
from tenants.lists.types import Column, ListDefinition, Page
from tenants.staff.models import Member

from .chips import Chip, chips_of
from .rows import Row, drawn
from .state import State, state_of

Text = str | Promise


@dataclass(frozen=True)
class Action:
    """Something done to many rows at once. `url` is a URL name that takes a POST of the selection."""

    label: Text
    url: str
    permission: str
    icon: str = "bolt"


@dataclass(frozen=True)
class Screen:
    """`code` names the list; `describe` says where a row leads. `arrivals`: new rows come live, in the list's own order."""

    code: str
    describe: Callable[[Any], Row]
    icon: str
    empty_title: Text
    empty_text: Text
    placeholder: Text = ""
    arrivals: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Head:
    column: Column
    url: str
    order: str  # ascending, descending or none, as aria-sort says it


@dataclass(frozen=True)
class Offered:
    """A column in the dialog in which one chooses; its words are made here, many cost a template much."""

    column: Column
    is_shown: bool
    up: str
    down: str


def _offered(column: Column, is_shown: bool) -> Offered:
    label = {"label": str(column.label)}
    return Offered(column, is_shown, _("Move %(label)s up") % label, _("Move %(label)s down") % label)


@dataclass
class Listing:
    """Lazy: what a template does not show is not asked for."""

    screen: Screen
    definition: ListDefinition
    member: Member
    state: State
    page: Page

    @property
    def code(self) -> str:
        return self.definition.code

    @cached_property
    def rows(self) -> SafeString:
        return drawn(self.page.rows, self.page.columns, self.member, self.screen.describe)

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.page.columns]

    def _head(self, column: Column) -> Head:
        if not column.sortable or not may_ask(column, self.member):
            return Head(column, "", "")
        falls = self.page.sort == f"-{column.code}"
        rises = self.page.sort == column.code
        first = column.code if column.type in {"text", "choice"} else f"-{column.code}"
        after = {True: column.code, False: f"-{column.code}"}[falls] if falls or rises else first
        return Head(
            column, self.state.url(s=after), "descending" if falls else "ascending" if rises else "none"
        )

    @property
    def known_count(self) -> str:
        """Where the page shows all there is; else the number is asked for when the page is there."""
        whole = self.page.is_first and not self.page.next_cursor
        return str(len(self.page.rows)) if whole else ""

    @property
    def count_url(self) -> str:
        asked = {"f": self.document_json if self.state.document else "", "q": self.state.text}
        return f"{reverse('list_count', args=[self.code])}?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def searchable(self) -> bool:
        return self.definition.search is not None

    @property
    def chips(self) -> list[Chip]:
        return chips_of(self.state, self.definition)

    @cached_property
    def views(self) -> list[View]:
        return names_of_views(self.member, self.code)

    @cached_property
    def segments(self) -> list[Segment]:
        return list(segments_for(self.member, self.code))

    @property
    def all_columns(self) -> list[Offered]:
        """Those shown first, in their order; then the rest."""
        shown = {column.code for column in self.page.columns}
        rest = [column for column in columns_for(self.definition, self.member) if column.code not in shown]
        return [_offered(column, column.code in shown) for column in (*self.page.columns, *rest)]

    @property
    def shown_codes(self) -> str:
        return ",".join(column.code for column in self.page.columns)

    @property
    def actions(self) -> list[Action]:
        return [action for action in self.screen.actions if self.member.allows(action.permission)]

    @property
    def next_url(self) -> str:
        return self.state.url(cursor=self.page.next_cursor) if self.page.next_cursor else ""

    @property
    def first_url(self) -> str:
        return self.state.url()

    @property
    def without_columns_url(self) -> str:
        return self.state.url(c="")

    @property
    def document_json(self) -> str:
        return json.dumps(self.state.document or {}, separators=(",", ":"))

    @property
    def fields_url(self) -> str:
        return reverse("list_fields", args=[self.code])

    @property
    def columns_url(self) -> str:
        return reverse("list_columns", args=[self.code])

    @property
    def save_url(self) -> str:
        return reverse("list_save", args=[self.code])

    @property
    def audiences_url(self) -> str:
        """Where the dialog to save a view asks, once open, with whom one may share; empty for who may not."""
        return reverse("list_audiences") if self.member.allows("views.share") else ""

    @property
    def plain_url(self) -> str:
        """The list as it is without any view, filter or word."""
        return f"{self.state.path}?v=all"

    @property
    def here(self) -> str:
        return self.state.url(cursor=self.state.cursor)

    @property
    def arrivals(self) -> bool:
        """New rows belong on top only where nothing is narrowed and the newest come first."""
        plain = (
            not self.state.narrowed and self.page.is_first and self.page.sort == self.definition.default_sort
        )
        return self.screen.arrivals and plain


def listing_of(request: HttpRequest, member: Member, screen: Screen) -> Listing:
    definition = definition_of(screen.code)
    state = state_of(request, definition, member)
    page = run(
        definition,
        member,
        document=state.document,
        text=state.text,
        sort=state.sort,
        cursor=state.cursor,
        columns=state.columns,
        limit=int(request.GET["rows"]) if request.GET.get("rows", "").isdecimal() else 50,
    )
    return Listing(screen, definition, member, state, page)
