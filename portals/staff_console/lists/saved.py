"""Saved views and segments, list by list, with what each one asks for in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from atrium.kernel.errors import AtriumError
from portals.shared.listing.chips import said
from portals.staff_console.lists.screens import SCREENS
from tenants.lists.models import Shared
from tenants.lists.registry import codes, definition_of
from tenants.lists.selectors import (
    condition,
    count,
    default_view,
    preference_of,
    segments_for,
    selected,
    views_for,
)
from tenants.lists.types import ListDefinition
from tenants.staff.models import Member

ADDRESSES = {"deposits": "finance", "payouts": "finance_payouts", "accounts": "trading_accounts"}


@dataclass(frozen=True)
class Kept:
    row: Shared
    words: str
    href: str
    mine: bool
    is_default: bool = False
    number: str = ""


@dataclass(frozen=True)
class Shelf:
    definition: ListDefinition
    views: Sequence[Kept]
    segments: Sequence[Kept]


def shelves_of(member: Member) -> list[Shelf]:
    found = [_shelf(definition_of(code), member) for code in codes() if _is_open(definition_of(code), member)]
    return [shelf for shelf in found if shelf.views or shelf.segments]


def _is_open(definition: ListDefinition, member: Member) -> bool:
    allowed = not definition.permission or member.allows(definition.permission)
    return definition.code in SCREENS and allowed


def _shelf(definition: ListDefinition, member: Member) -> Shelf:
    opened = default_view(member, preference_of(member, definition.code))
    views = [
        _kept(
            definition, member, view, f"?v={view.id}", is_default=opened is not None and view.id == opened.id
        )
        for view in views_for(member, definition.code)
    ]
    segments = [
        _kept(
            definition,
            member,
            segment,
            f'?f={{"all":[{{"field":"segment","is":"{segment.id}"}}]}}',
            counted=True,
        )
        for segment in segments_for(member, definition.code)
    ]
    return Shelf(definition, views, segments)


def _kept(
    definition: ListDefinition,
    member: Member,
    row: Shared,
    query: str,
    *,
    is_default: bool = False,
    counted: bool = False,
) -> Kept:
    try:
        node, _q = condition(definition, member, row.document)
        words = said(node, definition)
        number = str(count(selected(definition, member, document=row.document))) if counted else ""
    except AtriumError as error:
        words, number = error.message, ""
    words = words if row.document else _("everybody in your scope")
    return Kept(row, words, _address(definition.code) + query, row.owner_id == member.id, is_default, number)


def _address(code: str) -> str:
    try:
        return reverse(ADDRESSES.get(code, code))
    except NoReverseMatch:
        return reverse("staff_home")
